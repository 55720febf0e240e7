//! `secrun check`: everything `run` does short of starting the program.

mod fill;
mod print_env;
mod schema_only;

use std::os::unix::ffi::OsStrExt as _;

use self::fill::Filled;
use crate::adopt::{code_check, evidence, example};
use crate::command::shared::choices;
use crate::command::shared::masking::{self, Masking};
use crate::command::shared::report::{self, StrictLine};
use crate::command::shared::tracked::{self, For, WorkTree};
use crate::core::message::Place;
use crate::core::report::{Effect, Failure, Problem, Severity, sort};
use crate::core::secret::SecretValue;
use crate::env::fingerprints::Policy;
use crate::env::host::Host;
use crate::env::layers::Loaded;
use crate::env::resolve::Validated;
use crate::env::withheld;
use crate::error::Error;
use crate::exit::Exit;
use crate::python;
use crate::render::{Colour, OutputFormat, github, human, summary};
use crate::schema::model::Rule;
use crate::session::options::DefaultScope;
use crate::session::trust::Audience;
use crate::session::{Context, Outcome, Session, ui};

/// Validate everything without starting CMD
#[derive(Debug, Default, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "one for each flag, as on the command line"
)]
pub(crate) struct Args {
    /// Output format
    #[arg(long, value_name = "FORMAT", value_parser = choices::formats(&OutputFormat::OF_CHECK))]
    pub(crate) format: Option<OutputFormat>,
    /// Exit with 1 if there are warnings
    #[arg(long)]
    pub(crate) strict: bool,
    /// List the variables that CMD would get, and why
    #[arg(long = "print-env", conflicts_with = "code")]
    pub(crate) print_env: bool,
    /// Compare the schema with what the Python code reads
    #[arg(long)]
    pub(crate) code: bool,
    /// Check the schema alone: no values, no env files, no git
    #[arg(long = "schema-only", conflicts_with_all = ["print_env", "code"])]
    pub(crate) schema_only: bool,
    /// Ask for each missing key, and write it into an env file
    #[arg(long, conflicts_with_all = ["format", "print_env", "code", "schema_only"])]
    pub(crate) fill: bool,
}

/// Checks, and reports every problem at once.
pub(crate) fn check(context: &Context<'_>, args: &Args) -> Result<Exit, Error> {
    if args.fill
        && let Filled::Signal(exit) = fill::fill(context)?
    {
        return Ok(exit);
    }
    let (host, ui) = (context.host, context.ui);
    let list = args.print_env.then(|| print_env::format(args.format));
    let list = list.transpose()?;
    let format = match list {
        Some(list) => list.into(),
        None => report::format_or_default(args.format, host),
    };
    if args.schema_only {
        return schema_only::check(context, format, args.strict);
    }
    if args.code && !python::READS_CODE {
        let (what, hint) = python::UNREAD;
        return Err(Failure::usage(what, hint).into());
    }
    let (session, mut outcome) = match open_and_judge(context, args) {
        Ok(judged) => judged,
        Err(error) => return report::end_without_keys(error, format, host),
    };
    if !format.is_for_ci() {
        let note = withheld::note(session.child_inputs(outcome.withholds));
        outcome.report.problems.extend(note);
    }
    let page = summary::check(&outcome.report);
    let child = session.child_inputs(outcome.withholds);
    let report = report::with_paths(outcome.report, format, host);
    if let Some(list) = list {
        print_env::print(context, child, &report, list)?;
    } else if let Some(document) = format.keys(&report) {
        ui::print(&document)?;
        if format == OutputFormat::Github {
            ui.note(|_| github::log(&human::check(&report, Colour::Never)))?;
        }
    } else {
        ui.problems(&report.problems);
        ui.note(|colour| human::check(&report, colour))?;
    }
    let more = report::append_summary(&page, host, ui);
    if report.errors() > 0 {
        return Ok(Exit::Problems);
    }
    if !args.strict {
        return Ok(Exit::Clean);
    }
    let masks = masking::is_asked_for(&context.options, &session.schema);
    // Unmaskable secrets count only if masking is on.
    let counts = |problem: &&Problem| {
        problem.severity == Severity::Warning && (masks || problem.effect != Effect::Unmasked)
    };
    let warnings = report.problems.iter().filter(counts).count() + more;
    let line = if args.print_env {
        StrictLine::OnStderr
    } else {
        StrictLine::of(format, ui)
    };
    report::end_strict(warnings, line, ui)
}

/// The differences between the Python code and the schema.
fn compare_code(host: &Host, session: &Session<'_>, values: Option<&Validated>) -> Vec<Problem> {
    let sources = evidence::sources(&host.env, session.root());
    tracing::info!(files = sources.python.len(), "reading Python");
    let mut analysis = python::analyse(&sources.python);
    analysis.spell_as(session.schema.rules.values().flat_map(Rule::names));
    code_check::compare(&analysis, &sources.mentions, &session.schema, values)
}

/// Judges the keys. What a child would get is what `run` would give it, and all else
/// is about every key.
fn open_and_judge<'a>(
    context: &'a Context<'_>,
    args: &Args,
) -> Result<(Session<'a>, Outcome), Error> {
    let scope = if args.print_env {
        DefaultScope::OfTheSchema
    } else {
        DefaultScope::Everything
    };
    let session = Session::open(context, scope)?;
    let (fingerprinter, warning) = session.fingerprinter(Policy::Guarded);
    let loaded = session.load()?;
    let fakes = session.selection.makes_fakes(&session.schema);
    let real = fakes.then(|| session.load_real()).transpose()?;
    let real = real.as_ref().unwrap_or(&loaded);
    let tracked = tracked_files(context, &session, real);
    let in_schema = values_in_schema(&session, real);
    let mut outcome = session.judge(loaded, &fingerprinter);
    let problems = &mut outcome.report.problems;
    problems.extend(warning);
    problems.extend(session.lint(&outcome.texts));
    problems.extend(session.scope_references(&outcome.texts));
    problems.extend(session.open_to_others(&outcome.texts, Audience::Check));
    if let Some(values) = &outcome.values {
        let masking = Masking::new(&session.schema, values.real(), &outcome.superseded);
        problems.extend(masking.warn());
    }
    problems.extend(tracked);
    problems.extend(in_schema);
    if args.code {
        problems.extend(compare_code(
            context.host,
            &session,
            outcome.values.as_ref(),
        ));
    }
    sort(problems);
    Ok((session, outcome))
}

/// The secrets whose values are in the schema, such as in a description. Made-up ones are
/// meant to be there.
fn values_in_schema(session: &Session<'_>, loaded: &Loaded) -> Vec<Problem> {
    let schema = &session.schema;
    // For a setting's default, there is `same-as-secret`.
    let is_default = |value: &SecretValue| {
        let mut defaults = schema
            .rules
            .values()
            .filter_map(|rule| rule.default.as_ref());
        defaults.any(|default| default.same(value))
    };
    let mut problems: Vec<Problem> = Vec::new();
    for file in session.schema_files() {
        let path = file.path.as_os_str().as_bytes();
        let found = example::real_values_in(schema, &file.text, &loaded.bindings).into_iter();
        let found = found.filter(|(rule, binding, _)| {
            tracked::is_real(session, &rule.name, &binding.value)
                && !is_default(&binding.value)
                && !tracked::is_allowed(session, Some(path), Some(&rule.name))
        });
        problems.extend(found.map(|(rule, _, line)| {
            let what = message!("the schema contains the value of this key");
            let hint = message!("remove it, and replace the key if others could read the file");
            let problem = Problem::error("schema.real-value", what).about(&rule.name);
            problem.at(Place::at(&file.shown, line, 1)).hint(hint)
        }));
    }
    // Two layers may have the same value.
    problems.dedup_by(|one, other| one.key == other.key && one.place == other.place);
    problems
}

/// The problems of files with values that git tracks. Without a repository above, git is
/// not asked.
fn tracked_files(context: &Context<'_>, session: &Session<'_>, loaded: &Loaded) -> Vec<Problem> {
    let env = &context.host.env;
    let cwd = context.host.cwd.clone().unwrap_or_default();
    let Some(work_tree) = WorkTree::around(env, &cwd) else {
        return Vec::new();
    };
    let files = tracked::value_files(session, loaded);
    tracked::problems(session, &files, For::Check, |path| work_tree.tracks(path))
}
