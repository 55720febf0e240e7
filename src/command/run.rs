//! `secrun -- CMD`: load, validate, print fingerprints, become the program, or
//! its parent where its output is masked.

use crate::command::session::Session;
use crate::command::{colour, details, masking};
use crate::env::child_env::ChildEnv;
use crate::env::fingerprints::Policy;
use crate::env::host::{Host, Stream};
use crate::error::Error;
use crate::exec::{self, CommandLine, Filtered, Filtering};
use crate::exit::Exit;
use crate::needle::mask::Masker;
use crate::render::text;
use crate::schema::model::MaskRule;
use crate::session::options::{DefaultScope, Options};
use crate::session::ui;

/// Becomes the program, or runs it and ends as it ended.
///
/// # Errors
///
/// Whatever keeps it from being started.
pub fn run(options: &Options, host: &Host, command: CommandLine) -> Result<Exit, Error> {
    let session = Session::open(options, host, DefaultScope::OfTheSchema)?;
    let quiet = options.quiet.unwrap_or(session.schema.run.quiet);
    let policy = if quiet { Policy::Silent } else { Policy::Block };
    let (fingerprinter, told) = session.fingerprinter(policy);
    let mut outcome = session.answer(&fingerprinter)?;
    outcome.report.problems.extend(told);
    let Some(values) = outcome.values else {
        return Err(Error::Unsatisfied(Box::new(outcome.report)));
    };
    let command = command.without(masking::secrets(&session.schema, &values));
    if !quiet {
        let colour = colour(host, Stream::Stderr);
        let mut told = text::block(&outcome.report, colour);
        told.push_str(&text::problems(&outcome.report.problems, colour));
        ui::say(&told);
    }
    let filtered = filtered(masking::rule(options, &session), host);
    let needles = filtered.is_any().then(|| {
        let (needles, unmaskable) = masking::needles(&session.schema, &values, &outcome.superseded);
        if !quiet {
            let colour = colour(host, Stream::Stderr);
            ui::say(&text::problems(&unmaskable, colour));
        }
        needles
    });
    details::child(session.frame(), &outcome.report.entries);
    let environment = ChildEnv::for_child(session.frame(), values);
    let Some(needles) = needles else {
        tracing::info!(program = command.shown().as_str(), "becoming the program");
        return Err(exec::replace(command, environment).into());
    };
    tracing::info!(program = command.shown().as_str(), "masking the program");
    let masker = || Masker::new(&needles);
    let ending = exec::supervise(command, environment, filtered, masker)?;
    drop(needles);
    Ok(Exit::OfChild(exec::end_as(ending)))
}

fn filtered(rule: MaskRule, host: &Host) -> Filtered {
    let filtering = |stream| match rule {
        MaskRule::Off => Filtering::Pass,
        MaskRule::Auto if host.is_terminal(stream) => Filtering::Pass,
        MaskRule::On | MaskRule::Auto => Filtering::Through,
    };
    Filtered {
        stdout: filtering(Stream::Stdout),
        stderr: filtering(Stream::Stderr),
    }
}
