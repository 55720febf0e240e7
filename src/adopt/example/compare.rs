//! `.env.example` against the schema: names that are missing or surplus, and
//! values that are real.

use std::collections::{BTreeMap, BTreeSet};

use crate::core::binding::{Binding, Bindings, Provenance};
use crate::core::entropy;
use crate::core::entropy::thresholds::{FINGERPRINT_BITS, TELLING_BITS};
use crate::core::message::{Message, Place, ShownPath};
use crate::core::name::EnvName;
use crate::core::report::Problem;
use crate::core::secret::SecretValue;
use crate::dotenv::Interpolation;
use crate::dotenv::{self, ReadOptions, Statement};
use crate::needle::Index;
use crate::schema::formats;
use crate::schema::model::{Rule, Schema};

/// The file as it is.
pub(crate) struct Example<'a> {
    pub path: &'a ShownPath,
    pub text: &'a [u8],
}

/// Everything that is wrong with the file, in no order.
pub(crate) fn compare(schema: &Schema, example: &Example<'_>, real: &Bindings) -> Vec<Problem> {
    let options = ReadOptions {
        kind: &|name| schema.governing(name.as_str()).map(|(rule, _)| rule.kind),
        ..ReadOptions::alone(Interpolation::Off)
    };
    let reading = dotenv::read(example.path, example.text, &options);
    let remarks = dotenv::read(example.path, &commented(example.text), &options);
    let mut problems = reading.problems;
    problems.extend(surplus(schema, &reading.statements));
    let all = || reading.statements.iter().chain(&remarks.statements);
    let keys =
        all().filter_map(|statement| Some(&schema.governing(statement.name.as_str())?.0.name));
    let known: BTreeSet<&EnvName> = keys.collect();
    let missing = schema.rules.keys().filter(|key| !known.contains(key));
    problems.extend(missing.map(|key| absent(key, example.path)));
    problems.extend(all().filter_map(|statement| real_or_alike(schema, statement, real)));
    let told: BTreeSet<usize> = problems.iter().filter_map(line).collect();
    let within = holds_real_values(schema, example, real);
    problems.extend(
        within
            .into_iter()
            .filter(|problem| line(problem).is_none_or(|it| !told.contains(&it))),
    );
    problems
}

fn line(problem: &Problem) -> Option<usize> {
    problem.place.as_ref()?.line()
}

/// Real values of secrets anywhere in a text.
pub(crate) fn holds_real_values(
    schema: &Schema,
    example: &Example<'_>,
    real: &Bindings,
) -> Vec<Problem> {
    let found = real_values_in(schema, example.text, real).into_iter();
    let problem =
        |(rule, binding, line)| real_value(rule, binding).at(Place::at(example.path, line, 1));
    found.map(problem).collect()
}

/// The values of secrets that a text contains and that say something, each with the line
/// of its first place.
pub(crate) fn real_values_in<'a>(
    schema: &'a Schema,
    text: &[u8],
    real: &'a Bindings,
) -> Vec<(&'a Rule, &'a Binding, usize)> {
    let sought = secrets(schema, real).filter_map(|(rule, binding)| {
        let bytes = binding.value.expose();
        let is_telling = entropy::bits(bytes) >= TELLING_BITS && !formats::is_placeholder(bytes);
        is_telling.then_some((rule, binding, bytes))
    });
    let sought: Vec<_> = sought.collect();
    let needles: Vec<&[u8]> = sought.iter().map(|(_, _, bytes)| *bytes).collect();
    // One pass for all values: a pass for each is slow if there are many.
    let mut found: BTreeMap<u32, usize> = BTreeMap::new();
    if let Some(index) = Index::new(&needles, 0) {
        index.search(text, 0, text.len(), &mut |at, number| {
            found.entry(number).or_insert(at);
        });
    }
    let breaks: Vec<usize> = memchr::memchr_iter(b'\n', text).collect();
    let line = |(number, &(rule, binding, _)): (u32, &(&'a Rule, &'a Binding, _))| {
        let at = found.get(&number)?;
        Some((rule, binding, breaks.partition_point(|it| it < at) + 1))
    };
    (0..).zip(&sought).filter_map(line).collect()
}

fn secrets<'a>(
    schema: &'a Schema,
    real: &'a Bindings,
) -> impl Iterator<Item = (&'a Rule, &'a Binding)> {
    real.iter().filter_map(|binding| {
        let rule = schema
            .rules
            .get(&binding.key)
            .filter(|rule| rule.is_secret())?;
        Some((rule, binding))
    })
}

/// Names that the schema does not know.
fn surplus(schema: &Schema, statements: &[Statement]) -> Vec<Problem> {
    let unknown = statements
        .iter()
        .filter(|statement| schema.governing(statement.name.as_str()).is_none());
    let problem = |statement: &Statement| {
        let what = message!("the schema does not declare this key");
        let hint = message!("declare it in the schema, or run `secrun example`");
        let problem = Problem::error("env-example.surplus", what)
            .at(statement.place.clone())
            .hint(hint);
        if statement.name.is_showable() {
            problem.about(&statement.name)
        } else {
            problem
        }
    };
    unknown.map(problem).collect()
}

fn absent(key: &EnvName, path: &ShownPath) -> Problem {
    Problem::error(
        "env-example.missing",
        message!("declared in the schema, but missing here"),
    )
    .about(key)
    .at(Place::file(path))
    .hint(message!("run `secrun example`"))
}

/// The problem with a value that is real, or looks so.
fn real_or_alike(schema: &Schema, statement: &Statement, real: &Bindings) -> Option<Problem> {
    let rule = schema
        .governing(statement.name.as_str())
        .map(|(rule, _)| rule);
    let bytes = statement.value.expose();
    if statement.value.is_blank()
        || formats::is_placeholder(bytes)
        || is_default(rule, &statement.value)
    {
        return None;
    }
    let same = |(_, binding): &(&Rule, &Binding)| binding.value.same(&statement.value);
    let secret = rule.is_none_or(Rule::is_secret);
    let problem = if let Some((rule, binding)) = secrets(schema, real).find(same) {
        return Some(real_value(rule, binding).at(statement.place.clone()));
    } else if let Some(format) = formats::live_form(bytes) {
        let what = message!("looks like a live `{}` key", format.name());
        Problem::error("env-example.live-key", what)
    } else if secret && entropy::bits(bytes) >= FINGERPRINT_BITS {
        let what = message!("as random as a real value");
        Problem::error("env-example.looks-real", what)
    } else {
        return None;
    };
    let problem = problem.at(statement.place.clone()).hint(remedy());
    Some(match rule {
        Some(rule) => problem.about(&rule.name),
        None => problem,
    })
}

fn is_default(rule: Option<&Rule>, value: &SecretValue) -> bool {
    let default = rule.and_then(|rule| rule.default.as_ref());
    default.is_some_and(|default| default.same(value))
}

fn real_value(rule: &Rule, binding: &Binding) -> Problem {
    let what = message!(
        "the real value from {}",
        match &binding.provenance {
            Provenance::File { place } => message!("{}", place),
            other => message!("the layer {}", other),
        }
    );
    Problem::error("env-example.real-value", what)
        .about(&rule.name)
        .hint(remedy())
}

fn remedy() -> Message {
    message!("remove it, and rotate the key if the file was ever committed")
}

/// The statements that are commented out, each in its line and column; other
/// lines are empty.
fn commented(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let start = line
            .iter()
            .position(|byte| !matches!(byte, b'#' | b' ' | b'\t'));
        let (marks, rest) = line.split_at(start.unwrap_or(line.len()));
        let name = memchr::memchr(b'=', rest).and_then(|at| str::from_utf8(&rest[..at]).ok());
        let named = name.is_some_and(|name| EnvName::new(name.trim_end()).is_ok());
        if marks.contains(&b'#') && named {
            out.resize(out.len() + marks.len(), b' ');
            out.extend_from_slice(rest);
        } else if line.ends_with(b"\n") {
            out.push(b'\n');
        }
    }
    out
}
