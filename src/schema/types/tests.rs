//! What holds for every type.

use super::*;

/// Asserts which texts a type accepts, and the code of each refusal.
#[track_caller]
pub(super) fn table(value_type: &ValueType, good: &[&str], bad: &[(&str, &str)]) {
    for text in good {
        let found = value_type.check(text.as_bytes(), &|_| None);
        assert_eq!(found, Ok(()), "{text:?}");
    }
    for (text, code) in bad {
        let found = value_type.check(text.as_bytes(), &|_| None);
        assert_eq!(
            found.map_err(|mismatch| mismatch.code),
            Err(*code),
            "{text:?}"
        );
    }
}

/// One of each type.
fn all() -> Vec<ValueType> {
    let list = |of: ValueType, separator: &str| ValueType::List {
        of: Box::new(of),
        style: ListStyle::Separated(separator.into()),
    };
    vec![
        ValueType::String,
        ValueType::Int {
            min: Some(-5),
            max: Some(5),
            multiple_of: Some(1),
        },
        ValueType::Float(Float {
            min: Some(-5.0),
            decimal: true,
            ..Float::default()
        }),
        ValueType::Bool,
        ValueType::Enum {
            values: vec!["a".into()],
        },
        ValueType::Url {
            schemes: vec!["https".into()],
            hosts: vec!["*.example.org".into()],
            pydantic: false,
        },
        ValueType::Url {
            schemes: vec![],
            hosts: vec![],
            pydantic: true,
        },
        ValueType::Host,
        ValueType::Port { min: 1, max: 65535 },
        ValueType::Email { pydantic: true },
        ValueType::Ip { version: Some(4) },
        ValueType::Path {
            exists: Some(At::File),
        },
        ValueType::Json {
            shape: Some(JsonShape::Object),
        },
        list(
            ValueType::Int {
                min: None,
                max: None,
                multiple_of: None,
            },
            ",",
        ),
        ValueType::List {
            of: Box::new(ValueType::String),
            style: ListStyle::Json,
        },
        list(ValueType::String, ""),
        ValueType::Uuid { version: Some(4) },
        ValueType::Hex { bytes: Some(4) },
        ValueType::Base64 { bytes: None },
        ValueType::Pem,
        ValueType::Jwt,
        ValueType::Date,
        ValueType::DateTime,
        ValueType::Time,
        ValueType::Duration { style: None },
        ValueType::Duration {
            style: Some(DurationStyle::Pydantic),
        },
        ValueType::Bytes,
        ValueType::Semver,
    ]
}

#[test]
fn only_a_string_and_a_path_may_be_no_text() {
    for value_type in all() {
        let found = value_type.check(b"\xff\xfe", &|_| Some(PathKind::File));
        let bytes = matches!(value_type, ValueType::Path { .. } | ValueType::String);
        assert_eq!(found.is_ok(), bytes, "{}", value_type.name());
    }
}

#[test]
fn long_values_of_any_kind_are_judged_without_trouble() {
    let pieces: &[&str] = &[
        "[",
        "{\"a\":",
        "a",
        "1",
        "9",
        "0",
        "_",
        ".",
        "-",
        ",",
        " ",
        "\n",
        "=",
        "é",
        "\u{2028}",
        "a.",
        "1.",
        "1h",
        "P1D",
        "://",
        "a://",
        "@",
        "%",
        "-----BEGIN A-----\n",
        "ey.",
        "::",
        "\\n",
    ];
    for piece in pieces {
        let long = piece.repeat(65_536 / piece.len());
        for lead in ["", "http://"] {
            let value = format!("{lead}{long}");
            for value_type in all() {
                // Only that it ends, and does so soon, is of interest.
                let _ = value_type.check(value.as_bytes(), &|_| None);
            }
        }
    }
}

#[test]
fn every_short_text_of_odd_characters_is_judged() {
    let odd = b"a1.-_:/@[]%=+ \n\x00\xc3\xa9T{\"";
    for one in odd {
        for two in odd {
            for three in odd {
                for value_type in all() {
                    let _ = value_type.check(&[*one, *two, *three], &|_| None);
                }
            }
        }
    }
}

#[test]
fn patterns_are_searched_for_and_never_shown() {
    let pattern = Pattern::new("^ab+$").unwrap();
    assert!(pattern.is_found_in("abb") && !pattern.is_found_in("xabb"));
    assert!(Pattern::new("b").unwrap().is_found_in("abc"));
    assert_eq!(
        Pattern::new("(test-not-a-real-key").unwrap_err(),
        InvalidPattern
    );
    for source in ["a?".repeat(501), "(a{500}){500}".to_owned()] {
        assert_eq!(Pattern::new(&source).unwrap_err(), InvalidPattern);
    }
    assert!(Pattern::new("^[A-Za-z0-9_-]{20,1000}$").is_ok());
    assert_eq!(format!("{pattern:?}"), "Pattern([redacted])");
}
