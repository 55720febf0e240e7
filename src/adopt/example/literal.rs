//! A value as it is written in an env file.

use crate::core::secret::SecretValue;

/// The text that every reader of env files reads as this value, if there is
/// one: `${` has a meaning that no quotes take away.
pub(crate) fn literal(value: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_./:@%+,-".contains(c);
    let odd = |c: char| c.is_control() && c != '\n';
    if value.contains("${") || value.chars().any(odd) {
        None
    } else if value.chars().all(plain) {
        Some(value.to_owned())
    } else if !value.contains(['\'', '\\']) {
        Some(format!("'{value}'"))
    } else {
        let escaped = value.replace('\\', "\\\\").replace('"', "\\\"");
        Some(format!("\"{}\"", escaped.replace('\n', "\\n")))
    }
}

/// The literal of a setting's default, which is not secret.
pub(super) fn of_setting(value: &SecretValue) -> Option<String> {
    literal(std::str::from_utf8(value.expose()).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::message::ShownPath;
    use crate::dotenv::Interpolation;
    use crate::dotenv::{ReadOptions, read};

    #[test]
    fn a_literal_is_read_as_its_value() {
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
            let line = format!("KEY={}\n", literal(value).unwrap());
            let path = ShownPath::typed(std::path::Path::new(".env"));
            let reading = read(&path, line.as_bytes(), &settings);
            assert!(reading.problems.is_empty(), "{line}");
            assert_eq!(
                reading.statements[0].value.expose(),
                value.as_bytes(),
                "{line}"
            );
        }
        assert_eq!(literal("${A}"), None);
        assert_eq!(literal("\u{1b}"), None);
    }
}
