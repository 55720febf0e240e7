//! `secrun -- CMD`: load, validate, print fingerprints, become the program, or
//! stay its parent where its output is masked.

use std::ffi::OsString;

use crate::command::shared::masking::{self, Masking};
use crate::core::message::because;
use crate::core::report::{Failure, Problem};
use crate::env::child_env::ChildEnv;
use crate::env::fingerprints::Policy;
use crate::env::host::{Host, Stream};
use crate::error::Error;
use crate::exec::{self, CommandLine, LostOutput, MaskedStreams};
use crate::exit::Exit;
use crate::render::human;
use crate::schema::model::MaskRule;
use crate::session::options::DefaultScope;
use crate::session::trust::Audience;
use crate::session::{Context, Session, verbose};

/// The hint for a command line that has no `--`.
pub(crate) const DASHES: &str = "put `--` before the program: `secrun -- python main.py`";

/// Start CMD with its secrets (same as `secrun -- CMD`)
// No `Debug`: an argument may be a secret.
#[derive(Default, clap::Args)]
pub(crate) struct Args {
    /// The program and its arguments
    #[arg(value_name = "CMD", trailing_var_arg = true)]
    pub(crate) command: Vec<OsString>,
}

/// Becomes the program, or runs it and ends as it ended.
pub(crate) fn run(context: &Context<'_>, args: Args) -> Result<Exit, Error> {
    let command = CommandLine::new(args.command).ok_or_else(no_program)?;
    let session = Session::open(context, DefaultScope::OfTheSchema)?;
    let mut ui = context.ui;
    ui.quiet = context.options.quiet.unwrap_or(session.schema.run.quiet);
    let policy = if ui.quiet {
        Policy::Silent
    } else {
        Policy::Block
    };
    let (fingerprinter, warning) = session.fingerprinter(policy);
    let mut outcome = session.resolve(&fingerprinter)?;
    outcome.report.problems.extend(warning);
    let others = session.open_to_others(&outcome.texts, Audience::Run);
    outcome.report.problems.extend(others);
    let Some(values) = outcome.values else {
        return Err(Error::Unsatisfied(Box::new(outcome.report)));
    };
    let command = command.without(masking::secrets(&session.schema, &values));
    if !ui.quiet {
        ui.say(|colour| {
            human::block(&outcome.report, colour)
                + &human::problems(&outcome.report.problems, colour)
        });
    }
    let masked = masked_streams(masking::rule(&context.options, &session), context.host);
    let needles = (masked.stdout || masked.stderr).then(|| {
        let masking = Masking::new(&session.schema, values.real(), &outcome.superseded);
        let (needles, unmaskable) = masking.needles();
        ui.problems(&unmaskable);
        needles
    });
    let inputs = session.child_inputs(outcome.withholds);
    verbose::child(inputs, &outcome.report.entries);
    let environment = ChildEnv::for_child(inputs, values);
    let Some(needles) = needles else {
        tracing::info!(
            program = command.shown().as_str(),
            "replacing secrun with the program"
        );
        return Err(exec::replace(command, environment).into());
    };
    tracing::info!(
        program = command.shown().as_str(),
        "masking the program's output"
    );
    let supervised = exec::supervise(command, environment, masked, &needles)?;
    drop(needles);
    if let Some(lost) = supervised.lost {
        ui.problems(&[lost_output(lost)]);
    }
    let status = exec::end_as(supervised.ending);
    // A success whose output is lost is none, as for every program that checks its writes.
    Ok(match (status, supervised.lost) {
        (0, Some(_)) => Exit::Problems,
        _ => Exit::OfChild(status),
    })
}

fn lost_output(lost: LostOutput) -> Problem {
    let LostOutput { stream, reason } = lost;
    let what = message!("cannot write to {}: {}", stream, because(reason));
    Problem::error("output", what)
}

fn no_program() -> Box<Failure> {
    Failure::usage("no program to run", DASHES)
}

fn masked_streams(rule: MaskRule, host: &Host) -> MaskedStreams {
    let is_masked = |stream| match rule {
        MaskRule::Off => false,
        MaskRule::On => true,
        MaskRule::Auto => !host.is_terminal(stream),
    };
    MaskedStreams {
        stdout: is_masked(Stream::Stdout),
        stderr: is_masked(Stream::Stderr),
    }
}
