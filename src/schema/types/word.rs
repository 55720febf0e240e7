//! Single words: `bool`, `enum`, `uuid` and `semver`.

use crate::core::hex::is_uuid;
use crate::core::message::quoted;
use crate::schema::redact::labels;
use crate::schema::types::mismatch::Mismatch;

/// Checks a `bool`: pydantic's words, in either case of letters.
pub(super) fn check_bool(text: &str) -> Result<(), Mismatch> {
    match truth(text) {
        Some(_) => Ok(()),
        None => Err(Mismatch::new("type.bool", "not a boolean")
            .hint("write `true` or `false` (or `1`, `0`, `yes`, `no`, `on`, `off`)")),
    }
}

/// The meaning of a `bool`; `None` for any other word.
pub(crate) fn truth(text: &str) -> Option<bool> {
    let is = |words: [&str; 6]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    if is(["1", "t", "y", "on", "yes", "true"]) {
        Some(true)
    } else {
        is(["0", "f", "n", "no", "off", "false"]).then_some(false)
    }
}

/// Checks an `enum`: exactly one of the values.
pub(super) fn check_enum(text: &str, values: &[Box<str>]) -> Result<(), Mismatch> {
    if values.iter().any(|value| **value == *text) {
        return Ok(());
    }
    let what = match labels(values) {
        Some(values) => message!("not one of {}", quoted(&values)),
        None => message!("not one of the values in the schema"),
    };
    let mismatch = Mismatch::of("enum", what);
    if values.iter().any(|value| value.eq_ignore_ascii_case(text)) {
        Err(mismatch.hint("check upper and lower case"))
    } else if values.iter().any(|value| **value == *text.trim()) {
        Err(mismatch.hint("remove the white space around it"))
    } else {
        Err(mismatch)
    }
}

/// Checks a `uuid`, of any version unless one is asked for: with hyphens (also in
/// braces or after `urn:uuid:`), or 32 hex digits.
pub(super) fn check_uuid(text: &str, version: Option<u8>) -> Result<(), Mismatch> {
    let braced = || {
        text.strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'))
    };
    let hyphenated = braced()
        .or_else(|| text.strip_prefix("urn:uuid:"))
        .unwrap_or(text);
    let simple = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !simple && !is_uuid(hyphenated.as_bytes()) {
        return Err(Mismatch::new("type.uuid", "not a UUID"));
    }
    let Some(version) = version else {
        return Ok(());
    };
    let digit = |at: usize| {
        let mut digits = hyphenated.chars().filter(|c| *c != '-');
        digits.nth(at).and_then(|digit| digit.to_digit(16))
    };
    // RFC 9562, sections 4.1 and 4.2: a version counts in one variant only.
    let standard = digit(16).is_some_and(|digit| (8..12).contains(&digit));
    if digit(12) == Some(u32::from(version)) && standard {
        Ok(())
    } else {
        let what = message!("not a UUID of version {}", version);
        Err(Mismatch::of("type.uuid", what))
    }
}

pub(super) fn check_semver(text: &str) -> Result<(), Mismatch> {
    // The parser's error quotes the text, so it stops here.
    if semver::Version::parse(text).is_ok() {
        return Ok(());
    }
    let mismatch = Mismatch::new("type.semver", "not a semantic version");
    match text.strip_prefix(['v', 'V']) {
        Some(rest) if semver::Version::parse(rest).is_ok() => Err(mismatch.hint("remove the `v`")),
        _ => Err(mismatch.hint("write MAJOR.MINOR.PATCH, such as `1.4.0`")),
    }
}

/// Whether two texts are words for the same truth value: `1` and `True`.
pub fn means_the_same(one: &[u8], other: &[u8]) -> bool {
    let truth = |bytes| truth(std::str::from_utf8(bytes).ok()?);
    truth(one).is_some_and(|truth_of_one| truth(other) == Some(truth_of_one))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::types::ValueType;
    use crate::schema::types::tests::table;

    #[test]
    fn bools_are_the_words_of_pydantic() {
        table(
            &ValueType::Bool,
            &[
                "0", "1", "on", "off", "t", "f", "true", "false", "y", "n", "yes", "no", "TRUE",
                "True", "oN", "Y", "ON", "tRuE",
            ],
            &[" true", "true ", "2", "", "enable", "\ttrue", "1.0", "00"]
                .map(|text| (text, "type.bool")),
        );
    }

    #[test]
    fn uuids_are_those_of_pydantic() {
        table(
            &ValueType::Uuid { version: None },
            &[
                "a6cc5730-2261-11ee-9c43-2eb5a363657c",
                "A6CC5730-2261-11EE-9C43-2EB5A363657C",
                "a6cc5730226111ee9c432eb5a363657c",
                "{a6cc5730-2261-11ee-9c43-2eb5a363657c}",
                "urn:uuid:a6cc5730-2261-11ee-9c43-2eb5a363657c",
                "00000000-0000-0000-0000-000000000000",
            ],
            &[
                " a6cc5730-2261-11ee-9c43-2eb5a363657c",
                "a6cc57302261-11ee-9c43-2eb5a363657c",
                "a6cc5730-2261-11ee-9c43-2eb5a363657",
                "URN:UUID:a6cc5730-2261-11ee-9c43-2eb5a363657c",
                "{a6cc5730226111ee9c432eb5a363657c}",
                "a6cc5730_2261_11ee_9c43_2eb5a363657c",
                "a6-cc5730-2261-11ee-9c43-2eb5a363657c",
                "urn:uuid:a6cc5730226111ee9c432eb5a363657c",
                "",
            ]
            .map(|text| (text, "type.uuid")),
        );
    }

    #[test]
    fn a_uuid_has_the_version_that_is_asked_for() {
        table(
            &ValueType::Uuid { version: Some(4) },
            &[
                "a6cc5730-2261-41ee-9c43-2eb5a363657c",
                "{A6CC5730-2261-41EE-BC43-2EB5A363657C}",
                "a6cc5730226141ee8c432eb5a363657c",
            ],
            &[
                "a6cc5730-2261-11ee-9c43-2eb5a363657c",
                "a6cc5730-2261-41ee-7c43-2eb5a363657c",
                "a6cc5730-2261-41ee-cc43-2eb5a363657c",
            ]
            .map(|text| (text, "type.uuid")),
        );
    }

    #[test]
    fn enums_are_exact_and_name_only_labels() {
        let values = |texts: &[&str]| {
            texts
                .iter()
                .map(|text| Box::from(*text))
                .collect::<Vec<_>>()
        };
        let levels = values(&["DEBUG", "INFO"]);
        let said = |text: &str, values: &[Box<str>]| check_enum(text, values).unwrap_err();
        assert_eq!(check_enum("INFO", &levels), Ok(()));
        assert_eq!(
            said("x", &levels).what.as_str(),
            "not one of `DEBUG`, `INFO`"
        );
        assert_eq!(
            said("info", &levels).hint.unwrap().as_str(),
            "check upper and lower case"
        );
        let odd = values(&["a b", "INFO"]);
        assert_eq!(
            said("x", &odd).what.as_str(),
            "not one of the values in the schema"
        );
    }

    #[test]
    fn versions_are_semantic() {
        table(
            &ValueType::Semver,
            &["1.2.3", "0.0.0", "1.0.0-rc.1+build.5"],
            &["1.2", "v1.2.3", "01.2.3", "1.2.3 ", "", "1.2.3.4"].map(|text| (text, "type.semver")),
        );
        let hint = check_semver("v1.2.3").unwrap_err().hint.unwrap();
        assert_eq!(hint.as_str(), "remove the `v`");
    }
}
