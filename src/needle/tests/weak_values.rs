//! The values that have no forms.

use super::value;
use crate::core::name::EnvName;
use crate::needle::{Needles, Unmaskable, Weakness, forms, unmaskable};

/// Its base64 is long enough, but says what the value is.
#[test]
fn a_weak_value_has_no_forms() {
    for weak in ["4821", "a b&c<", "password", " \n"] {
        assert!(forms(&value(weak)).is_empty(), "{weak}");
    }
}

#[test]
fn weak_values_are_listed_by_name_and_not_masked() {
    let name = |text: &str| EnvName::new(text).unwrap();
    let secrets = [
        ("PIN", "4821"),
        ("WORD", "Password"),
        ("REGION", "eu-central-1"),
        ("EMPTY", " "),
        ("KEY", "test-not-a-real-key"),
    ]
    .map(|(key, text)| (name(key), value(text)));
    let plain = value("eu-central-1");
    let named = || secrets.iter().map(|(key, value)| (key, value));
    let (needles, weak) = Needles::new(named(), [&plain]);
    assert_eq!(unmaskable(named(), [&plain]), weak, "without any forms");
    let expected = [
        ("PIN", Weakness::TooShort),
        ("REGION", Weakness::EqualsSetting),
        ("WORD", Weakness::CommonWord),
    ];
    assert_eq!(
        weak,
        expected.map(|(key, why)| Unmaskable {
            key: name(key),
            why
        })
    );
    assert!(!needles.is_empty());
    let words: Vec<_> = weak
        .iter()
        .map(|weak| weak.why.words().to_string())
        .collect();
    assert_eq!(
        words,
        [
            "too short to mask: under 8 bytes",
            "not masked: equal to a setting",
            "too common a word to mask"
        ]
    );
    assert_eq!(format!("{needles:?}"), "Needles([redacted])");
}
