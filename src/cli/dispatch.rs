//! From a request to the command, and from its outcome to an exit status.

use std::collections::BTreeSet;

use crate::cli::parse::{NoRequest, Request};
use crate::core::report::Problem;
use crate::env::host::Host;
use crate::error::Error;
use crate::exit::{Exit, Family};
use crate::render::human;
use crate::session::options::Options;
use crate::session::ui::{self, Ui};
use crate::session::{Context, trace};

/// Does what was asked for.
pub fn dispatch(request: Request, host: &Host) -> Exit {
    let family = request.family;
    let options = match Options::new(request.flags, &host.env) {
        Ok(options) => options,
        Err(failure) => return fail(&failure.into(), family, Ui::new(host, false)),
    };
    let ui = Ui::new(host, options.quiet == Some(true));
    if !ui.quiet {
        trace::start(options.verbose);
    }
    let context = Context { options, host, ui };
    let outcome = request.command.execute(&context);
    outcome.unwrap_or_else(|error| fail(&error, family, ui))
}

/// Ends a command line that asks for nothing to be done.
pub fn stop(reason: NoRequest) -> Exit {
    match reason {
        NoRequest::Print(text) => match ui::print(&text) {
            Ok(()) => Exit::Clean,
            Err(error) => fail(&error, Family::Report, Ui::plain()),
        },
        NoRequest::Usage { failure, family } => fail(&failure.into(), family, Ui::plain()),
        NoRequest::Bare(help) => {
            ui::say(&help);
            Exit::Refused
        }
    }
}

/// Prints the problems of an error on stderr, and ends. `run` gives one hint,
/// and one for each missing key, every other command one for each problem.
fn fail(error: &Error, family: Family, ui: Ui) -> Exit {
    let mut problems = error.problems();
    problems.retain(Problem::is_error);
    // The hint of a missing key says where to get it, and whom to ask.
    let is_missing = |it: &Problem| it.code.as_str() == "missing";
    let hints: BTreeSet<_> = problems.iter().filter_map(|it| it.hint.as_ref()).collect();
    if family == Family::Run && hints.len() > 1 && !problems.iter().all(is_missing) {
        for problem in problems.iter_mut().filter(|it| !is_missing(it)) {
            problem.hint = None;
        }
        ui.say(|colour| {
            let hint = message!("run `secrun check` to see how to fix each");
            human::problems(&problems, colour) + &human::hint_line(&hint, colour)
        });
    } else {
        ui.problems(&problems);
    }
    error.exit(family)
}
