//! A value against what the code's type takes and no rule of the schema can say.

use serde_json::{Number, Value};

use crate::core::secret::SecretValue;
use crate::core::url::Url;
use crate::python::{Expected, Inner};
use crate::schema::types::{Pattern, ValueType};

/// Whether the code's type refuses a value that passes its rule.
pub(crate) fn refuses(expected: &[Expected], value: &SecretValue) -> bool {
    let Ok(text) = std::str::from_utf8(value.expose()) else {
        return false;
    };
    !value.is_blank() && !expected.is_empty() && !expected.iter().any(|one| takes(one, text))
}

fn takes(expected: &Expected, text: &str) -> bool {
    let json = || serde_json::from_str::<Value>(text).ok();
    let reshaped = expected.trimmed.then(|| text.trim());
    reshaped.is_none_or(|text| takes_text(expected, text))
        && match &expected.inner {
            Inner::Nothing => true,
            Inner::Url(most) => text.chars().count() <= *most,
            // A number may be too large to be read.
            Inner::Hosts => Url::parse(text.as_bytes()).is_none_or(|url| {
                let mut user = url.user.into_iter().chain(url.password).flatten();
                !user.any(|byte| *byte == b',')
            }),
            inner => json().is_some_and(|json| takes_parts(inner, &json)),
        }
}

/// Whether a text has the length and the pattern.
fn takes_text(expected: &Expected, text: &str) -> bool {
    let length = text.chars().count();
    let pattern = expected.pattern.as_deref();
    let pattern = pattern.and_then(|source| Pattern::new(source).ok());
    expected.min_length.is_none_or(|least| length >= least)
        && expected.max_length.is_none_or(|most| length <= most)
        && pattern.is_none_or(|pattern| pattern.is_found_in(text))
}

fn takes_parts(inner: &Inner, json: &Value) -> bool {
    let any =
        |of: &[Expected], part: &Value| of.is_empty() || of.iter().any(|one| takes_part(one, part));
    match (inner, json) {
        (Inner::Items(of, least, most), Value::Array(parts)) => {
            parts.len() >= *least
                && most.is_none_or(|most| parts.len() <= most)
                && parts.iter().all(|part| any(of, part))
        }
        (Inner::Tuple(all), Value::Array(parts)) => {
            all.len() == parts.len() && all.iter().zip(parts).all(|(of, part)| any(of, part))
        }
        (Inner::Values(keys, of), Value::Object(parts)) => parts.iter().all(|(key, part)| {
            let key = keys.is_empty() || keys.iter().any(|one| takes_string(one, key));
            key && any(of, part)
        }),
        // The rule asks for an array or an object.
        _ => true,
    }
}

/// Whether a part of a JSON text is of a type.
fn takes_part(expected: &Expected, part: &Value) -> bool {
    match (&expected.value_type, part) {
        (ValueType::Json { .. } | ValueType::List { .. }, Value::Array(_) | Value::Object(_)) => {
            let array = matches!(expected.inner, Inner::Items(..) | Inner::Tuple(_));
            let object = matches!(expected.inner, Inner::Values(..));
            !(array && part.is_object() || object && part.is_array())
                && takes_parts(&expected.inner, part)
        }
        (ValueType::Json { shape: None }, _) => true,
        (_, Value::Null) => expected.is_none(),
        (_, Value::Array(_) | Value::Object(_)) => false,
        (_, Value::String(text)) => takes_string(expected, text),
        (_, Value::Bool(truth)) => !expected.strict && takes_truth(&expected.value_type, *truth),
        (_, Value::Number(number)) => takes_number(expected, number),
    }
}

fn takes_string(expected: &Expected, text: &str) -> bool {
    let trimmed = if expected.trimmed { text.trim() } else { text };
    let checked = match &expected.value_type {
        // Whether there is such a file is asked of whole values only.
        ValueType::Path { .. } => true,
        other => other.check(text.as_bytes(), &|_| None).is_ok(),
    };
    !expected.strict && checked && takes_text(expected, trimmed) && takes(expected, text)
}

/// pydantic takes `true` for 1.
fn takes_truth(value_type: &ValueType, truth: bool) -> bool {
    match value_type {
        ValueType::Bool => true,
        ValueType::Float(float) if float.decimal => false,
        ValueType::Int { .. } | ValueType::Float(_) => {
            let text: &[u8] = if truth { b"1" } else { b"0" };
            value_type.check(text, &|_| None).is_ok()
        }
        _ => false,
    }
}

fn takes_number(expected: &Expected, number: &Number) -> bool {
    match &expected.value_type {
        ValueType::Int { .. } | ValueType::Float(_) | ValueType::Bytes => {
            let text = number.to_string();
            expected
                .value_type
                .check(text.as_bytes(), &|_| None)
                .is_ok()
        }
        ValueType::Bool => matches!(number.to_string().as_str(), "0" | "1" | "0.0" | "1.0"),
        ValueType::Duration { .. } => number.as_f64().is_some_and(|it| it.abs() < 1e12),
        ValueType::Date | ValueType::DateTime | ValueType::Time | ValueType::Ip { .. } => {
            number.as_u64().is_some_and(|it| it < 86_400)
        }
        _ => false,
    }
}
