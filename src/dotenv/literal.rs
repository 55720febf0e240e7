//! A value as it is written in an env file.

use std::path::Path;

use zeroize::Zeroizing;

use crate::core::message::ShownPath;
use crate::core::name::EnvName;
use crate::core::report::Severity;
use crate::core::secret::SecretValue;
use crate::dotenv::drift::lint;
use crate::dotenv::read::read;
use crate::dotenv::statement::{Interpolation, ReadOptions};

/// Why a value has no literal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unwritable {
    /// It has `${` in it, which no quotes make text where references are replaced.
    Reference,
    /// It is not UTF-8.
    NotUtf8,
    /// What was written is not read as what was meant.
    NotReadBack,
}

/// The literal of a value: in single quotes, in which `\`, `'` and a carriage return cannot
/// be written, else in double quotes. Where other readers take one of the two differently,
/// the other is used.
pub(crate) fn of(
    name: &EnvName,
    value: &SecretValue,
    interpolation: Interpolation,
) -> Result<Zeroizing<String>, Unwritable> {
    let text = std::str::from_utf8(value.expose()).map_err(|_| Unwritable::NotUtf8)?;
    if interpolation == Interpolation::Braces && text.contains("${") {
        return Err(Unwritable::Reference);
    }
    quoted(name, value, text, interpolation).ok_or(Unwritable::NotReadBack)
}

/// The text that every reader of env files reads as this value, if there is one, without
/// quotes where it needs none.
pub(crate) fn portable(value: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_./:@%+,-".contains(c);
    let odd = |c: char| c.is_control() && c != '\n';
    if value.contains("${") || value.chars().any(odd) {
        return None;
    }
    if value.chars().all(plain) {
        return Some(value.to_owned());
    }
    let (name, bytes) = (EnvName::new("KEY").ok()?, SecretValue::new(value).ok()?);
    let mut text = quoted(&name, &bytes, value, Interpolation::Braces)?;
    Some(std::mem::take(&mut *text))
}

/// [`portable`] for a setting's value, which is not secret.
pub(crate) fn portable_value(value: &SecretValue) -> Option<String> {
    portable(std::str::from_utf8(value.expose()).ok()?)
}

/// The better of the two ways to quote.
fn quoted(
    name: &EnvName,
    value: &SecretValue,
    text: &str,
    interpolation: Interpolation,
) -> Option<Zeroizing<String>> {
    let ways = [single(text), double(text)];
    let first = usize::from(text.contains(['\'', '\\', '\r']));
    let ways = ways
        .into_iter()
        .enumerate()
        .filter_map(|(number, literal)| {
            let line = line(name, &literal);
            let warnings = warnings(&line, interpolation);
            is_read_as(&line, value).then_some((warnings, number != first, literal))
        });
    ways.min_by_key(|(warnings, second, _)| (*warnings, *second))
        .map(|(.., literal)| literal)
}

fn single(text: &str) -> Zeroizing<String> {
    let mut literal = with_room(text.len());
    literal.push('\'');
    literal.push_str(text);
    literal.push('\'');
    literal
}

/// Line breaks stay: fewer readers decode `\n`.
fn double(text: &str) -> Zeroizing<String> {
    let mut literal = with_room(2 * text.len());
    literal.push('"');
    for character in text.chars() {
        if matches!(character, '\\' | '"' | '\r') {
            literal.push('\\');
        }
        literal.push(if character == '\r' { 'r' } else { character });
    }
    literal.push('"');
    literal
}

/// A text that does not grow up to this length, so that it leaves no copy behind.
fn with_room(length: usize) -> Zeroizing<String> {
    Zeroizing::new(String::with_capacity(length + 2))
}

fn line(name: &EnvName, literal: &str) -> Zeroizing<String> {
    let mut line = with_room(name.as_str().len() + literal.len());
    for part in [name.as_str(), "=", literal, "\n"] {
        line.push_str(part);
    }
    line
}

/// How many rows of the drift table a line meets.
fn warnings(line: &str, interpolation: Interpolation) -> usize {
    let path = ShownPath::typed(Path::new(".env"));
    let found = lint(&path, line.as_bytes(), &ReadOptions::alone(interpolation));
    let is_warning = |severity| severity == Severity::Warning;
    found.iter().filter(|it| is_warning(it.severity)).count()
}

fn is_read_as(line: &str, value: &SecretValue) -> bool {
    let path = ShownPath::typed(Path::new(".env"));
    let options = ReadOptions::alone(Interpolation::Off);
    let reading = read(&path, line.as_bytes(), &options);
    matches!(reading.statements.as_slice(), [one] if reading.problems.is_empty() && one.value.same(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(value: &str, expected: Result<&str, Unwritable>) {
        let name = EnvName::new("KEY").unwrap();
        let value = SecretValue::new(value).unwrap();
        let literal = of(&name, &value, Interpolation::Braces);
        let literal = literal.as_ref().map(|text| text.as_str());
        assert_eq!(literal.map_err(|why| *why), expected);
    }

    #[test]
    fn values_stand_in_single_quotes_where_those_hold_them() {
        case("x", Ok("'x'"));
        case("", Ok("''"));
        case("a b#c \"$d\" `e`", Ok("'a b#c \"$d\" `e`'"));
        case("1\n2\n", Ok("'1\n2\n'"));
        case("it's", Ok("\"it's\""));
        case("a\rb", Ok("\"a\\rb\""));
        case("'\n\"", Ok("\"'\n\\\"\""));
        case("it's a \\", Ok("\"it's a \\\\\""));
    }

    #[test]
    fn a_backslash_stands_in_the_quotes_that_more_readers_agree_on() {
        case("C:\\Users\\me", Ok("'C:\\Users\\me'"));
        case("{\"key\": \"a\\nb\"}", Ok("'{\"key\": \"a\\nb\"}'"));
        case("a\\\\b", Ok("\"a\\\\\\\\b\""));
        case("a\\", Ok("\"a\\\\\""));
    }

    #[test]
    fn a_reference_cannot_be_written_as_text() {
        case("a${b}", Err(Unwritable::Reference));
        case("a${b", Err(Unwritable::Reference));
        let name = EnvName::new("KEY").unwrap();
        let value = SecretValue::new("a${b}").unwrap();
        let literal = of(&name, &value, Interpolation::Off).ok().unwrap();
        assert_eq!(literal.as_str(), "'a${b}'");
        let value = SecretValue::new(b"\xff".to_vec()).unwrap();
        let refused = of(&name, &value, Interpolation::Off).err();
        assert_eq!(refused, Some(Unwritable::NotUtf8));
    }

    #[test]
    fn a_portable_literal_is_read_as_its_value() {
        let settings = ReadOptions::alone(Interpolation::Braces);
        for value in [
            "",
            "x",
            "a b",
            "it's",
            "a#b",
            "a \\ b",
            "{\"a\": 1}",
            "1\n2\n",
            "'",
            "\"",
            "\\n",
            "$HOME",
            "ä €",
            "a=b",
        ] {
            let line = format!("KEY={}\n", portable(value).unwrap());
            let path = ShownPath::typed(Path::new(".env"));
            let reading = read(&path, line.as_bytes(), &settings);
            assert!(reading.problems.is_empty(), "{line}");
            let found = reading.statements[0].value.expose();
            assert_eq!(found, value.as_bytes(), "{line}");
        }
        assert_eq!(portable("a-b/c"), Some("a-b/c".to_owned()));
        assert_eq!(portable("${A}"), None);
        assert_eq!(portable("\u{1b}"), None);
    }
}
