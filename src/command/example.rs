//! `secrun example`: writes `.env.example` from the schema, checks it, or
//! prints fakes.

use std::io;

use crate::adopt::example::{self, Example};
use crate::command::shared::choices;
use crate::command::shared::from_schema::{end_comparison, refuse_real_values};
use crate::command::shared::known_values;
use crate::core::message::{Place, ShownPath};
use crate::core::read;
use crate::core::report::{Failure, Problem, Stage};
use crate::core::write::{self, Target};
use crate::dotenv::literal;
use crate::env::host;
use crate::error::Error;
use crate::exit::Exit;
use crate::render::OutputFormat;
use crate::schema::fake;
use crate::schema::model::EXAMPLE_FILE;
use crate::session::options::DefaultScope;
use crate::session::{Context, Session, ui};

/// Write .env.example from the schema, or check it
#[derive(Debug, Default, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "one for each flag; they exclude each other"
)]
pub(crate) struct Args {
    /// Report wrong names and real values in .env.example
    #[arg(long, conflicts_with_all = ["fakes", "stdout", "force"])]
    pub(crate) check: bool,
    /// Print made-up values that pass the rules, for tests
    #[arg(long, conflicts_with_all = ["stdout", "force"])]
    pub(crate) fakes: bool,
    /// Print .env.example instead of writing it
    #[arg(long, conflicts_with = "force")]
    pub(crate) stdout: bool,
    /// Overwrite a .env.example that secrun did not write
    #[arg(long)]
    pub(crate) force: bool,
    /// Output format of --check
    #[arg(
        long,
        value_name = "FORMAT",
        requires = "check",
        conflicts_with_all = ["fakes", "stdout", "force"],
        value_parser = choices::formats(&OutputFormat::OF_CHECK)
    )]
    pub(crate) format: Option<OutputFormat>,
}

/// Writes, checks or prints.
pub(crate) fn example(context: &Context<'_>, args: &Args) -> Result<Exit, Error> {
    let session = Session::open(context, DefaultScope::Everything)?;
    if args.check {
        check(&session, context, args.format)
    } else if args.fakes {
        print_fakes(&session, context)
    } else {
        write(&session, context, args)
    }
}

fn write(session: &Session<'_>, context: &Context<'_>, args: &Args) -> Result<Exit, Error> {
    let made = example::text(&session.schema);
    refuse_real_values(session, &made)?;
    if args.stdout {
        return ui::print(&made).map(|()| Exit::Clean);
    }
    let path = session.root().join(EXAMPLE_FILE);
    let shown = ShownPath::typed(&path);
    match read::read_found(&path, &shown) {
        Ok(known) if *known == made.as_bytes() => return Ok(Exit::Clean),
        Ok(known) if !args.force && !example::is_ours(&known) => {
            return Err(by_hand(&shown).into());
        }
        Ok(_) => {}
        Err(error) if error.cause.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error.into()),
    }
    write::write(&path, made.as_bytes(), Target::Replaceable)?;
    context.ui.note(|_| format!("wrote {shown}\n"))?;
    Ok(Exit::Clean)
}

fn by_hand(shown: &ShownPath) -> Box<Failure> {
    let what = message!("secrun did not write this file, so it does not overwrite it");
    Problem::error("env-example.by-hand", what)
        .at(Place::file(shown))
        .hint(message!(
            "move its comments into `description`, then pass `--force`"
        ))
        .ends(Stage::Output)
}

fn check(
    session: &Session<'_>,
    context: &Context<'_>,
    format: Option<OutputFormat>,
) -> Result<Exit, Error> {
    let path = session.root().join(EXAMPLE_FILE);
    let shown = ShownPath::typed(&path);
    let problems = match read::read_found(&path, &shown) {
        Ok(text) => {
            let example = Example {
                path: &shown,
                text: &text,
            };
            example::compare(&session.schema, &example, &known_values::present(session)?)
        }
        Err(error) if error.cause.kind() == io::ErrorKind::NotFound => {
            let problem = Problem::error("env-example.absent", message!("there is no such file"));
            let hint = message!("run `secrun example`");
            vec![problem.at(Place::file(&shown)).hint(hint)]
        }
        Err(error) => return Err(error.into()),
    };
    let good = message!("{} matches the schema and contains no real values", shown);
    end_comparison(session, context, problems, format, &good)
}

/// Prints an env file of made-up values.
fn print_fakes(session: &Session<'_>, context: &Context<'_>) -> Result<Exit, Error> {
    let live_keys = session.selection.live_keys(&session.schema);
    let mut made = String::from("# Made up by `secrun example --fakes`, for tests only.\n");
    let mut problems = Vec::new();
    for rule in session.schema.rules.values() {
        let value = fake::fake(rule, live_keys, &host::path_kind);
        let Some(literal) = value.as_deref().and_then(literal::portable) else {
            let what = message!("no fake passes the rule");
            let hint = message!("give the key an `example` that passes");
            let problem = Problem::error("env-example.no-fake", what).about(&rule.name);
            problems.push(problem.at(rule.place.clone()).hint(hint));
            continue;
        };
        made.extend([rule.name.as_str(), "=", &literal, "\n"]);
    }
    ui::print(&made)?;
    context.ui.problems(&problems);
    Ok(if problems.is_empty() {
        Exit::Clean
    } else {
        Exit::Problems
    })
}
