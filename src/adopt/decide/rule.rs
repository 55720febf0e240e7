//! A rule of the schema against what the code's type takes.

use crate::python::{EmptyValue, Expected};
use crate::schema::model::Rule;
use crate::schema::types::{
    DurationStyle, Float, JsonShape, ListStyle, ValueType, is_web_scheme, may_lack_host,
};

/// Why a rule lets values through that the code's type refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    /// Its type, or a field of it, is too loose.
    Type,
    /// An empty value passes.
    Empty,
    /// The code's type takes no text at all.
    Strict,
}

/// Compares a rule with what the code's type takes. `None`: whatever passes the
/// rule, the code takes.
pub(crate) fn gap(expected: &Expected, rule: &Rule, empty: EmptyValue) -> Option<Gap> {
    if expected.strict {
        Some(Gap::Strict)
    } else if !covers(expected, rule) {
        Some(Gap::Type)
    } else if rule.allow_empty && empty == EmptyValue::Set && !takes_empty(expected) {
        Some(Gap::Empty)
    } else {
        None
    }
}

/// Whether every value of the rule is one that the code's type takes.
fn covers(expected: &Expected, rule: &Rule) -> bool {
    match (&rule.value_type, &expected.value_type) {
        (ValueType::Enum { values }, _) => values.iter().all(|value| takes(expected, value)),
        // The format of a webhook is one of URLs.
        (ValueType::String, ValueType::Url { .. }) => rule.format.is_some(),
        (ValueType::String, ValueType::String) => {
            let least = rule.min_length.unwrap_or(0);
            let most = rule.max_length.unwrap_or(usize::MAX);
            let same = |source: &str| {
                let pattern = rule.pattern.as_ref();
                pattern.is_some_and(|pattern| pattern.is(source))
            };
            expected.min_length.is_none_or(|length| least >= length)
                && expected.max_length.is_none_or(|length| most <= length)
                && expected.pattern.as_deref().is_none_or(same)
        }
        (own, wanted) => is_within(own, wanted) && !has_text_rules(expected),
    }
}

fn has_text_rules(expected: &Expected) -> bool {
    expected.min_length.unwrap_or(0) > 0
        || expected.max_length.is_some()
        || expected.pattern.is_some()
}

/// Whether a text that does not come from a rule passes; only the values of an
/// `enum` are asked for, which say nothing of a disk.
fn takes(expected: &Expected, text: &str) -> bool {
    let length = text.chars().count();
    expected
        .value_type
        .check(text.as_bytes(), &|_| None)
        .is_ok()
        && expected.min_length.is_none_or(|least| length >= least)
        && expected.max_length.is_none_or(|most| length <= most)
        && expected.pattern.is_none()
}

/// Whether an empty text and one of white space pass.
const fn takes_empty(expected: &Expected) -> bool {
    matches!(
        expected.value_type,
        ValueType::String | ValueType::Path { exists: None }
    ) && expected.min_length.is_none()
        && expected.pattern.is_none()
}

/// Whether every value of one type is one of the other.
pub(crate) fn is_within(own: &ValueType, wanted: &ValueType) -> bool {
    match (own, wanted) {
        (_, ValueType::String | ValueType::Path { exists: None }) => true,
        (ValueType::Int { .. } | ValueType::Port { .. }, ValueType::Int { .. }) => {
            is_int_within(own, wanted)
        }
        (ValueType::Float(own), ValueType::Float(wanted)) => is_float_within(own, wanted),
        (ValueType::Int { .. } | ValueType::Port { .. }, ValueType::Float(wanted)) => {
            let (min, max) = ends(own);
            #[expect(
                clippy::cast_precision_loss,
                reason = "rounded the same way on both sides"
            )]
            let float = Float {
                min: min.map(|it| it as f64),
                max: max.map(|it| it as f64),
                decimal: matches!(own, ValueType::Port { .. }) || min.is_some() && max.is_some(),
                ..Float::default()
            };
            is_float_within(&float, wanted)
        }
        (ValueType::Url { .. }, ValueType::Url { .. }) => is_url_within(own, wanted),
        (ValueType::Ip { version: own }, ValueType::Ip { version: wanted })
        | (ValueType::Uuid { version: own }, ValueType::Uuid { version: wanted }) => {
            wanted.is_none() || own == wanted
        }
        (ValueType::Email { pydantic: own }, ValueType::Email { pydantic: wanted }) => {
            *own || !wanted
        }
        (ValueType::Duration { style: own }, ValueType::Duration { style: wanted }) => match wanted
        {
            None => true,
            Some(DurationStyle::Pydantic) => own.is_some(),
            Some(DurationStyle::Iso) => own == wanted,
        },
        (ValueType::Json { shape: own }, ValueType::Json { shape: wanted }) => {
            wanted.is_none() || own == wanted
        }
        (
            ValueType::List {
                style: ListStyle::Json,
                ..
            },
            ValueType::Json { shape },
        ) => *shape != Some(JsonShape::Object),
        (ValueType::List { of, style }, ValueType::List { of: wanted, .. }) => {
            *style == ListStyle::Json && is_item_within(of, wanted)
        }
        (own, wanted) => own == wanted,
    }
}

/// [`is_within`] for the items of JSON arrays: there, a string has to be one.
fn is_item_within(own: &ValueType, wanted: &ValueType) -> bool {
    // Of these, an item may be no string.
    let is_bare = |of: &ValueType| {
        matches!(
            of,
            ValueType::Int { .. } | ValueType::Float(_) | ValueType::Port { .. } | ValueType::Bool
        )
    };
    match (own, wanted) {
        (ValueType::Enum { values }, ValueType::Enum { values: wanted }) => {
            values.iter().all(|value| wanted.contains(value))
        }
        _ => is_within(own, wanted) && (!is_bare(own) || is_bare(wanted)),
    }
}

/// The bounds of a type of whole numbers.
fn ends(of: &ValueType) -> (Option<i128>, Option<i128>) {
    match of {
        ValueType::Int { min, max, .. } => (*min, *max),
        ValueType::Port { min, max } => (Some((*min).into()), Some((*max).into())),
        _ => (None, None),
    }
}

fn is_int_within(own: &ValueType, wanted: &ValueType) -> bool {
    let multiple = |of: &ValueType| match of {
        ValueType::Int { multiple_of, .. } => *multiple_of,
        _ => None,
    };
    let ((min, max), (least, most)) = (ends(own), ends(wanted));
    let is_multiple = |of: i128| multiple(own).is_some_and(|own| own % of == 0);
    least.is_none_or(|least| min.is_some_and(|min| min >= least))
        && most.is_none_or(|most| max.is_some_and(|max| max <= most))
        && multiple(wanted).is_none_or(|of| of == 1 || is_multiple(of))
}

fn is_float_within(own: &Float, wanted: &Float) -> bool {
    // What is at least 6 is more than 5, and what is more than 5 is at least 5.
    let ends = |one: Option<f64>, other: Option<f64>, pick: fn(f64, f64) -> f64| {
        one.zip(other)
            .map(|(one, other)| pick(one, other))
            .or(one)
            .or(other)
    };
    let least = ends(own.min, own.above, f64::max);
    let most = ends(own.max, own.below, f64::min);
    let over = |bound: f64| {
        own.min.is_some_and(|it| it > bound) || own.above.is_some_and(|it| it >= bound)
    };
    let under = |bound: f64| {
        own.max.is_some_and(|it| it < bound) || own.below.is_some_and(|it| it <= bound)
    };
    wanted
        .min
        .is_none_or(|bound| least.is_some_and(|it| it >= bound))
        && wanted
            .max
            .is_none_or(|bound| most.is_some_and(|it| it <= bound))
        && wanted.above.is_none_or(over)
        && wanted.below.is_none_or(under)
        && (own.decimal || !wanted.decimal)
}

fn is_url_within(own: &ValueType, wanted: &ValueType) -> bool {
    let (
        ValueType::Url {
            schemes,
            hosts,
            pydantic,
        },
        ValueType::Url {
            schemes: known,
            hosts: asked,
            pydantic: one_host,
        },
    ) = (own, wanted)
    else {
        return false;
    };
    let every = |test: &dyn Fn(&str) -> bool| {
        !schemes.is_empty() && schemes.iter().all(|scheme| test(scheme))
    };
    let known = |scheme: &str| known.iter().any(|known| **known == *scheme);
    let has_host = !hosts.is_empty() || every(&|scheme| !may_lack_host(scheme));
    (known_is_any(wanted) || every(&known))
        && (asked.is_empty() || has_host)
        && (!one_host || *pydantic || every(&is_web_scheme))
}

fn known_is_any(url: &ValueType) -> bool {
    matches!(url, ValueType::Url { schemes, .. } if schemes.is_empty())
}
