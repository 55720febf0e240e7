//! Lists: items of one type, between separators or as a JSON array.

use serde::de::{Deserializer as _, Error as _, SeqAccess, Visitor};

use crate::schema::types::json::{self, JsonShape};
use crate::schema::types::mismatch::Mismatch;

/// How a `list` is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListStyle {
    /// With this between two items, never empty; white space around an item is
    /// dropped.
    Separated(Box<str>),
    /// As a JSON array of strings, numbers and booleans, which pydantic-settings reads.
    Json,
}

/// What an item of a JSON array may be besides a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bare {
    Nothing,
    Number,
    Boolean,
}

type Check<'c> = &'c dyn Fn(&str) -> Result<(), Mismatch>;

/// Checks a `list`; the first item that is wrong is named by its number.
pub(super) fn check(
    text: &str,
    style: &ListStyle,
    bare: Bare,
    check: Check<'_>,
) -> Result<(), Mismatch> {
    let separator = match style {
        ListStyle::Separated(separator) => separator,
        ListStyle::Json => return check_json(text, bare, check),
    };
    let trimmed = text.trim();
    if trimmed.starts_with('[') && trimmed.ends_with(']') {
        return Err(Mismatch::new("type.list", "a JSON array, not a plain list")
            .hint("write the items without brackets and quotes, or declare `style = \"json\"`"));
    }
    for (item, number) in trimmed.split(&**separator).zip(1..) {
        let item = item.trim();
        if item.is_empty() {
            let what = message!("item {} is empty", number);
            return Err(Mismatch::of("type.list", what));
        }
        check(item).map_err(|wrong| in_item(number, wrong))?;
    }
    Ok(())
}

fn in_item(number: usize, wrong: Mismatch) -> Mismatch {
    Mismatch {
        what: message!("item {}: {}", number, wrong.what),
        ..wrong
    }
}

/// Checks a JSON array. The items are judged while they are read, so that no
/// copy of a value is kept.
fn check_json(text: &str, bare: Bare, check: Check<'_>) -> Result<(), Mismatch> {
    if let Err(wrong) = json::check(text, Some(JsonShape::Array)) {
        let what = match wrong.code {
            "json.shape" => "not a JSON array",
            _ => "not a JSON array: not valid JSON",
        };
        return Err(Mismatch::new("type.list", what).hint("write it like `[\"a\", \"b\"]`"));
    }
    let mut wrong = None;
    let items = Items {
        bare,
        check,
        wrong: &mut wrong,
    };
    let read = serde_json::Deserializer::from_str(text).deserialize_seq(items);
    match (wrong, read) {
        (Some(wrong), _) => Err(wrong),
        (None, Ok(())) => Ok(()),
        // An escape that stands for half a character, or a number beyond any float.
        (None, Err(_)) => Err(Mismatch::new(
            "type.list",
            "a JSON array with an item that cannot be read",
        )),
    }
}

/// Reads an array up to the first item that is wrong, which it keeps.
struct Items<'c> {
    bare: Bare,
    check: Check<'c>,
    wrong: &'c mut Option<Mismatch>,
}

impl<'de> Visitor<'de> for Items<'_> {
    type Value = ();

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut number = 1;
        loop {
            let item = Item {
                bare: self.bare,
                check: self.check,
            };
            match items.next_element_seed(item)? {
                None => return Ok(()),
                Some(Ok(())) => number += 1,
                Some(Err(wrong)) => {
                    *self.wrong = Some(in_item(number, wrong));
                    return Err(A::Error::custom("an item is wrong"));
                }
            }
        }
    }
}

/// Reads one item of an array.
#[derive(Clone, Copy)]
struct Item<'c> {
    bare: Bare,
    check: Check<'c>,
}

impl Item<'_> {
    /// Checks a number or a boolean, which only types of that kind can be.
    fn unquoted(self, text: &str, is_number: bool) -> Result<(), Mismatch> {
        let own = if is_number {
            Bare::Number
        } else {
            Bare::Boolean
        };
        if self.bare == own {
            (self.check)(text)
        } else if is_number {
            Err(Mismatch::new("type.list", "a number").hint("put it in quotes"))
        } else {
            Err(Mismatch::new("type.list", "`true` or `false`").hint("put it in quotes"))
        }
    }

    fn no_item() -> Result<(), Mismatch> {
        let what = "`null`, an array or an object";
        Err(Mismatch::new("type.list", what))
    }
}

impl<'de> serde::de::DeserializeSeed<'de> for Item<'_> {
    type Value = Result<(), Mismatch>;

    fn deserialize<D: serde::Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Item<'_> {
    type Value = Result<(), Mismatch>;

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("an item")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok((self.check)(text))
    }

    fn visit_bool<E>(self, item: bool) -> Result<Self::Value, E> {
        Ok(self.unquoted(if item { "true" } else { "false" }, false))
    }

    fn visit_i64<E>(self, item: i64) -> Result<Self::Value, E> {
        Ok(self.unquoted(&item.to_string(), true))
    }

    fn visit_u64<E>(self, item: u64) -> Result<Self::Value, E> {
        Ok(self.unquoted(&item.to_string(), true))
    }

    fn visit_f64<E>(self, item: f64) -> Result<Self::Value, E> {
        Ok(self.unquoted(&format!("{item:?}"), true))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Self::no_item())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        while items.next_element::<serde::de::IgnoredAny>()?.is_some() {}
        Ok(Self::no_item())
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        type Any = serde::de::IgnoredAny;
        while map.next_entry::<Any, Any>()?.is_some() {}
        Ok(Self::no_item())
    }
}

#[cfg(test)]
mod tests {
    use super::ListStyle;
    use crate::schema::types::tests::table;
    use crate::schema::types::{DurationStyle, ValueType};

    #[test]
    fn items_are_checked_each() {
        let list = |of, separator: &str| ValueType::List {
            of: Box::new(of),
            style: ListStyle::Separated(separator.into()),
        };
        table(
            &list(
                ValueType::Int {
                    min: Some(1),
                    max: None,
                    multiple_of: None,
                },
                ",",
            ),
            &["1", "1,2, 3", " 1 ,2 "],
            &[
                ("1,,2", "type.list"),
                (",1", "type.list"),
                ("1,", "type.list"),
                ("1,x", "type.int"),
                ("1,0", "min"),
                ("[1,2]", "type.list"),
                ("", "type.list"),
            ],
        );
        table(
            &list(ValueType::String, " "),
            &["a b"],
            &[("a  b", "type.list")],
        );
        table(
            &list(ValueType::Host, "::"),
            &["a::b"],
            &[("a:::b", "type.host")],
        );
    }

    #[test]
    fn the_item_is_named_by_its_number() {
        let list = ValueType::List {
            of: Box::new(ValueType::Bool),
            style: ListStyle::Separated(",".into()),
        };
        let wrong = list.check(b"1, 0, x", &|_| None).unwrap_err();
        assert_eq!(wrong.what.as_str(), "item 3: not a boolean");
    }

    #[test]
    fn a_json_list_is_an_array_of_items_that_pydantic_reads() {
        let list = |of| ValueType::List {
            of: Box::new(of),
            style: ListStyle::Json,
        };
        let int = |min| ValueType::Int {
            min,
            max: None,
            multiple_of: None,
        };
        table(
            &list(ValueType::String),
            &["[]", "[\"a\"]", " [\"a,b\", \"\"] ", "[\"\\u00e9\\n\"]"],
            &[
                "a,b",
                "",
                "\"a\"",
                "{\"a\":1}",
                "[1]",
                "[true]",
                "[null]",
                "[[]]",
                "[{\"a\": 1}]",
                "['a']",
                "[\"a\"] x",
                "[\"\\ud800\"]",
                "null",
            ]
            .map(|text| (text, "type.list")),
        );
        table(
            &list(int(Some(1))),
            &["[1]", "[1, \"2\", 3.0]", "[18446744073709551615]"],
            &[
                ("[0]", "min"),
                ("[1.5]", "type.int"),
                ("[\"x\"]", "type.int"),
                ("[1e400]", "type.list"),
                ("[true]", "type.list"),
                ("1,2", "type.list"),
            ],
        );
        table(
            &list(ValueType::Bool),
            &["[true, \"no\"]"],
            &[("[1]", "type.list"), ("[\"x\"]", "type.bool")],
        );
        let style = Some(DurationStyle::Pydantic);
        table(
            &list(ValueType::Duration { style }),
            &["[\"PT5M\"]"],
            &[("[\"30s\"]", "type.duration"), ("[5]", "type.list")],
        );
        let wrong = list(int(None))
            .check(b"[1, 2, \"x\"]", &|_| None)
            .unwrap_err();
        assert_eq!(wrong.what.as_str(), "item 3: not a whole number");
    }
}
