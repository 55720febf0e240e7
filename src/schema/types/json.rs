//! JSON texts.

use crate::schema::types::mismatch::Mismatch;

/// What a JSON text must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonShape {
    Object,
    Array,
}

/// How deep arrays and objects may lie in each other: what serde and
/// pydantic read without complaint is not much deeper.
const DEPTH: usize = 128;

/// Checks `json` (RFC 8259). Stricter than pydantic, which reads `NaN` and
/// `Infinity` too.
pub(super) fn check(text: &str, shape: Option<JsonShape>) -> Result<(), Mismatch> {
    // The depth comes first, so that no reader can be driven into the ground.
    if is_deep(text) {
        let what = "nested more than 128 levels deep";
        return Err(Mismatch::new("type.json", what));
    }
    if !is_json(text) {
        return Err(Mismatch::new("type.json", "not valid JSON"));
    }
    let start = text.trim_start().bytes().next();
    match (shape, start) {
        (Some(JsonShape::Object), Some(b'{'))
        | (Some(JsonShape::Array), Some(b'['))
        | (None, _) => Ok(()),
        (Some(JsonShape::Object), _) => Err(Mismatch::new("json.shape", "not a JSON object")),
        (Some(JsonShape::Array), _) => Err(Mismatch::new("json.shape", "not a JSON array")),
    }
}

/// Whether bytes are a JSON object.
pub(super) fn is_object(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| check(text, Some(JsonShape::Object)).is_ok())
}

fn is_json(text: &str) -> bool {
    // The parser's error quotes the text, so it stops here.
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() && !has_half_character(text)
}

/// Whether an escape stands for half of a character (`\ud800`) without the other
/// half, which most readers refuse.
fn has_half_character(text: &str) -> bool {
    let unit = |escape: &str| u16::from_str_radix(escape.get(..4)?, 16).ok();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        // The escapes are good by now. An escaped backslash starts none.
        rest = &rest[at + 1..];
        let Some(escape) = rest.strip_prefix('u') else {
            rest = rest.get(1..).unwrap_or("");
            continue;
        };
        rest = escape.get(4..).unwrap_or("");
        match unit(escape) {
            Some(0xD800..=0xDBFF) => {
                let second = rest.strip_prefix("\\u");
                if !matches!(second.and_then(unit), Some(0xDC00..=0xDFFF)) {
                    return true;
                }
                rest = rest.get(6..).unwrap_or("");
            }
            Some(0xDC00..=0xDFFF) => return true,
            _ => {}
        }
    }
    false
}

fn is_deep(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut quoted = false;
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => quoted = !quoted,
            // The escaped byte may be a quote.
            b'\\' if quoted => drop(bytes.next()),
            b'[' | b'{' if !quoted => depth += 1,
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEPTH {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::types::ValueType;
    use crate::schema::types::tests::table;

    #[test]
    fn json_is_that_of_the_standard() {
        let deep = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        let brackets = format!("\"{}\"", "[".repeat(1000));
        table(
            &ValueType::Json { shape: None },
            &[
                "{}",
                "[1]",
                "1",
                "null",
                "\"x\"",
                " {} ",
                "{\"a\":1,\"a\":2}",
                "1e999",
                &deep(100),
                &deep(128),
                &brackets,
                "\"\\\"[\"",
                "\"\\ud83d\\ude00\"",
                "\"\\\\ud800\"",
                "{\"\\n\\u00e9\": 1}",
            ],
            &[
                "{} x",
                "{'a':1}",
                "[1,]",
                "\u{feff}{}",
                "-",
                "",
                "NaN",
                "Infinity",
                "[-Infinity]",
                "True",
                "{\"a\"}",
                "\"\\ud800\"",
                "\"\\ude00\"",
                "\"\\ud800\\u0041\"",
                &deep(129),
                &deep(50_000),
            ]
            .map(|text| (text, "type.json")),
        );
    }

    #[test]
    fn what_is_nested_too_deep_is_not_called_invalid() {
        let deep = "[".repeat(129) + &"]".repeat(129);
        let what = check(&deep, None).unwrap_err().what.to_string();
        assert_eq!(what, format!("nested more than {DEPTH} levels deep"));
    }

    #[test]
    fn the_outermost_shape_is_checked() {
        let object = ValueType::Json {
            shape: Some(JsonShape::Object),
        };
        table(
            &object,
            &["{}", " \n{}"],
            &[("[]", "json.shape"), ("{", "type.json")],
        );
        let array = ValueType::Json {
            shape: Some(JsonShape::Array),
        };
        table(
            &array,
            &["[]"],
            &[("{}", "json.shape"), ("\"[\"", "json.shape")],
        );
        assert!(is_object(b"{}") && !is_object(b"[]") && !is_object(b"\xff"));
    }
}
