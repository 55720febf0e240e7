//! A rule in words, for `secrun explain`.

use crate::core::message::Words;
use crate::schema::model::{Requirement, Rule};
use crate::schema::types::{Shape, labels};

impl Rule {
    /// What the rule asks for, a fragment each. Patterns and prefixes are told
    /// of and not shown.
    #[must_use]
    pub fn describe(&self) -> Vec<Words> {
        let mut parts = vec![Words::new(self.kind.as_str()), self.describe_requirement()];
        parts.push(describe_shape(&self.shape));
        parts.extend(
            self.format
                .map(|format| Words::new("format ").text(format.name())),
        );
        parts.extend(
            self.min_length
                .map(|length| Words::new("at least ").count(length).text(" characters")),
        );
        parts.extend(
            self.max_length
                .map(|length| Words::new("at most ").count(length).text(" characters")),
        );
        parts.extend(
            self.pattern
                .as_ref()
                .map(|_| Words::new("must match a pattern")),
        );
        parts.extend(
            self.prefix
                .as_ref()
                .map(|_| Words::new("must begin with a prefix")),
        );
        parts.extend(
            self.forbid
                .as_ref()
                .map(|_| Words::new("must not match a pattern")),
        );
        if self.allow_empty {
            parts.push(Words::new("may be empty"));
        }
        if self.default.is_some() {
            parts.push(Words::new("has a default"));
        }
        if !self.aliases.is_empty() {
            parts.push(Words::new("also read from ").names(&self.aliases));
        }
        if self.file {
            parts.push(Words::new("may be kept in a file"));
        }
        parts.extend(
            self.metadata
                .as_ref()
                .and_then(|metadata| metadata.owner.as_ref())
                .map(|owner| Words::new("owner ").label(owner)),
        );
        parts
    }

    fn describe_requirement(&self) -> Words {
        match &self.requirement {
            Requirement::Always => Words::new("required"),
            Requirement::Never => Words::new("optional"),
            Requirement::In(profiles) => Words::new("required in ").labels(profiles),
        }
    }
}

fn describe_shape(shape: &Shape) -> Words {
    let words = Words::new("type ").text(shape.name());
    match shape {
        Shape::Int { min, max } => bounds(words, *min, *max),
        Shape::Port { min, max } => bounds(words, Some(i128::from(*min)), Some(i128::from(*max))),
        Shape::Enum { values } => match labels(values) {
            Some(labels) => words.text(" of ").labels(&labels),
            None => words,
        },
        _ => words,
    }
}

fn bounds(words: Words, min: Option<i128>, max: Option<i128>) -> Words {
    match (min, max) {
        (None, None) => words,
        (Some(min), None) => words.text(", at least ").number(min),
        (None, Some(max)) => words.text(", at most ").number(max),
        (Some(min), Some(max)) => words.text(" from ").number(min).text(" to ").number(max),
    }
}
