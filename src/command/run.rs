//! `secrun -- CMD`: load, validate, print fingerprints, become the program.

use std::convert::Infallible;

use crate::command::colour;
use crate::command::inquiry::Inquiry;
use crate::console;
use crate::error::Error;
use crate::host::{Host, Stream};
use crate::launch::{self, CommandLine};
use crate::options::{DefaultScope, Options};
use crate::prints::Policy;
use crate::render::text;
use crate::scope::ChildEnv;

/// Becomes the program.
///
/// # Errors
///
/// Whatever keeps it from being started.
pub fn run(options: &Options, host: &Host, command: CommandLine) -> Result<Infallible, Error> {
    let inquiry = Inquiry::open(options, host, DefaultScope::OfTheSchema)?;
    let quiet = options.quiet.unwrap_or(inquiry.schema.run.quiet);
    let printer = inquiry.printer(if quiet { Policy::Silent } else { Policy::Block })?;
    let outcome = inquiry.answer(&printer)?;
    let Some(values) = outcome.values else {
        return Err(Error::Unsatisfied(Box::new(outcome.report)));
    };
    if !quiet {
        let colour = colour(host, Stream::Stderr);
        let mut told = text::block(&outcome.report, colour);
        told.push_str(&text::problems(
            &outcome.report.problems,
            text::Hints::First,
            colour,
        ));
        console::say(&told);
    }
    let environment = ChildEnv::for_child(inquiry.frame(), values);
    tracing::info!(program = command.shown().as_str(), "becoming the program");
    Err(launch::replace(command, environment).into())
}
