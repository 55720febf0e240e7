//! A rule in words, for `secrun explain`.

use crate::core::message::Message;
use crate::core::message::quoted;
use crate::schema::model::{Requirement, Rule};
use crate::schema::redact::labels;
use crate::schema::types::ValueType;

impl Rule {
    /// What the rule asks for, a fragment each. Patterns and prefixes are told
    /// of and not shown.
    #[must_use]
    pub fn describe(&self) -> Vec<Message> {
        let mut parts = vec![
            Message::from(self.kind.as_str()),
            self.describe_requirement(),
        ];
        parts.push(describe_type(&self.value_type));
        parts.extend(
            self.format
                .map(|format| message!("format {}", format.name())),
        );
        parts.extend(
            self.min_length
                .map(|length| message!("at least {} characters", length)),
        );
        parts.extend(
            self.max_length
                .map(|length| message!("at most {} characters", length)),
        );
        parts.extend(
            self.pattern
                .as_ref()
                .map(|_| message!("must match a pattern")),
        );
        parts.extend(
            self.prefix
                .as_ref()
                .map(|_| message!("must begin with a prefix")),
        );
        parts.extend(
            self.forbid
                .as_ref()
                .map(|_| message!("must not match a pattern")),
        );
        if self.allow_empty {
            parts.push(message!("may be empty"));
        }
        if self.default.is_some() {
            parts.push(message!("has a default"));
        }
        if !self.aliases.is_empty() {
            parts.push(message!("also read from {}", quoted(&self.aliases)));
        }
        if self.file {
            parts.push(message!("may be kept in a file"));
        }
        parts.extend(
            self.metadata
                .as_ref()
                .and_then(|metadata| metadata.owner.as_ref())
                .map(|owner| message!("owner `{}`", owner)),
        );
        parts
    }

    fn describe_requirement(&self) -> Message {
        match &self.requirement {
            Requirement::Always => message!("required"),
            Requirement::Never => message!("optional"),
            Requirement::In(profiles) => message!("required in {}", quoted(profiles)),
        }
    }
}

fn describe_type(value_type: &ValueType) -> Message {
    let words = message!("type {}", value_type.name());
    match value_type {
        ValueType::Int { min, max } => bounds(words, *min, *max),
        ValueType::Port { min, max } => {
            bounds(words, Some(i128::from(*min)), Some(i128::from(*max)))
        }
        ValueType::Enum { values } => match labels(values) {
            Some(labels) => message!("{} of {}", words, quoted(&labels)),
            None => words,
        },
        _ => words,
    }
}

fn bounds(words: Message, min: Option<i128>, max: Option<i128>) -> Message {
    match (min, max) {
        (None, None) => words,
        (Some(min), None) => message!("{}, at least {}", words, min),
        (None, Some(max)) => message!("{}, at most {}", words, max),
        (Some(min), Some(max)) => message!("{} from {} to {}", words, min, max),
    }
}
