//! A rule in words, for `secrun explain`.

use crate::core::message::Message;
use crate::core::message::quoted;
use crate::schema::model::{Requirement, Rule};
use crate::schema::redact::labels;
use crate::schema::types::{DurationStyle, ListStyle, ValueType};

impl Rule {
    /// The requirements of the rule, one fragment each. Patterns and prefixes are
    /// mentioned, not shown.
    pub fn describe(&self) -> Vec<Message> {
        let owner = self.metadata.as_ref().and_then(|it| it.owner.as_ref());
        let aliases = Some(&self.aliases).filter(|aliases| !aliases.is_empty());
        [
            Some(Message::from(self.kind.name())),
            Some(self.describe_requirement()),
            Some(describe_type(&self.value_type)),
            self.format
                .map(|format| message!("format {}", format.name())),
            self.min_length
                .map(|length| message!("at least {} characters", length)),
            self.max_length
                .map(|length| message!("at most {} characters", length)),
            self.pattern
                .as_ref()
                .map(|_| message!("must match a pattern")),
            self.prefix
                .as_ref()
                .map(|_| message!("must start with a prefix")),
            self.forbid
                .as_ref()
                .map(|_| message!("must not match a pattern")),
            self.allow_empty.then(|| message!("may be empty")),
            self.default.as_ref().map(|_| message!("has a default")),
            aliases.map(|aliases| message!("also read from {}", quoted(aliases))),
            self.file.then(|| message!("may be kept in a file")),
            owner.map(|owner| message!("owner `{}`", owner)),
        ]
        .into_iter()
        .flatten()
        .collect()
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
        ValueType::Int {
            min,
            max,
            multiple_of,
        } => {
            let words = bounds(words, *min, *max);
            match multiple_of {
                Some(of) => message!("{}, a multiple of {}", words, of),
                None => words,
            }
        }
        ValueType::List {
            style: ListStyle::Json,
            ..
        } => message!("{} in JSON", words),
        ValueType::Duration {
            style: Some(DurationStyle::Iso),
        } => message!("{} of ISO 8601", words),
        ValueType::Duration {
            style: Some(DurationStyle::Pydantic),
        }
        | ValueType::Email { pydantic: true }
        | ValueType::Url { pydantic: true, .. } => message!("{} that pydantic reads", words),
        ValueType::Ip {
            version: Some(version),
        }
        | ValueType::Uuid {
            version: Some(version),
        } => message!("{} of version {}", words, version),
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
