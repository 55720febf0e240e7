//! `secrun -- CMD`: load, validate, print fingerprints, become the program, or
//! its parent where its output is masked.

use crate::command::colour;
use crate::command::inquiry::Inquiry;
use crate::console;
use crate::error::Error;
use crate::exit::Exit;
use crate::host::{Host, Stream};
use crate::launch::{self, CommandLine, Filtered, Filtering};
use crate::mask::Masker;
use crate::needle::Needles;
use crate::options::{DefaultScope, Options};
use crate::prints::Policy;
use crate::render::text;
use crate::resolve::Validated;
use crate::schema::model::{MaskRule, Rule, Schema};
use crate::scope::ChildEnv;

/// Becomes the program, or runs it and ends as it ended.
///
/// # Errors
///
/// Whatever keeps it from being started.
pub fn run(options: &Options, host: &Host, command: CommandLine) -> Result<Exit, Error> {
    let inquiry = Inquiry::open(options, host, DefaultScope::OfTheSchema)?;
    let quiet = options.quiet.unwrap_or(inquiry.schema.run.quiet);
    let printer = inquiry.printer(if quiet {
        Policy::Silent
    } else {
        Policy::Guarded
    })?;
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
    let filtered = filtered(mask_rule(options, &inquiry), host);
    let needles = filtered.is_any().then(|| needles(&inquiry.schema, &values));
    let environment = ChildEnv::for_child(inquiry.frame(), values);
    let Some(needles) = needles else {
        tracing::info!(program = command.shown().as_str(), "becoming the program");
        return Err(launch::replace(command, environment).into());
    };
    tracing::info!(program = command.shown().as_str(), "masking the program");
    let masker = || Masker::new(&needles);
    let ending = launch::supervise(command, environment, filtered, masker)?;
    drop(needles);
    Ok(Exit::OfChild(launch::end_as(ending)))
}

fn mask_rule(options: &Options, inquiry: &Inquiry<'_>) -> MaskRule {
    let Inquiry {
        schema, selection, ..
    } = inquiry;
    let scope = selection.scope.as_ref();
    match scope.and_then(|label| schema.scopes.get(label)?.mask) {
        _ if options.mask => MaskRule::On,
        Some(true) => MaskRule::On,
        Some(false) => MaskRule::Off,
        None => schema.run.mask,
    }
}

fn needles(schema: &Schema, values: &Validated) -> Needles {
    let secret = |name| schema.rules.get(name).is_some_and(Rule::is_secret);
    let secrets = values.iter().filter(|(name, _)| secret(name));
    let plain = values.iter().filter(|(name, _)| !secret(name));
    let (needles, _unmaskable) = Needles::new(secrets, plain.map(|(_, value)| value));
    needles
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
