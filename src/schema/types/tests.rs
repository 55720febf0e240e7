//! What holds for every shape.

use super::*;

/// Asserts which texts a shape accepts, and the code of each refusal.
#[track_caller]
pub(super) fn table(shape: &Shape, good: &[&str], bad: &[(&str, &str)]) {
    for text in good {
        let found = shape.check(text.as_bytes(), &|_| None);
        assert_eq!(found, Ok(()), "{text:?}");
    }
    for (text, code) in bad {
        let found = shape.check(text.as_bytes(), &|_| None);
        assert_eq!(
            found.map_err(|mismatch| mismatch.code),
            Err(*code),
            "{text:?}"
        );
    }
}

/// One of each shape.
fn all() -> Vec<Shape> {
    let list = |of: Shape, separator: &str| Shape::List {
        of: Box::new(of),
        separator: separator.into(),
    };
    vec![
        Shape::String,
        Shape::Int {
            min: Some(-5),
            max: Some(5),
        },
        Shape::Float {
            min: Some(-5.0),
            max: None,
        },
        Shape::Bool,
        Shape::Enum {
            values: vec!["a".into()],
        },
        Shape::Url {
            schemes: vec!["https".into()],
            hosts: vec!["*.example.org".into()],
        },
        Shape::Url {
            schemes: vec![],
            hosts: vec![],
        },
        Shape::Host,
        Shape::Port { min: 1, max: 65535 },
        Shape::Email,
        Shape::Ip,
        Shape::Path {
            exists: Some(PathKind::File),
        },
        Shape::Json {
            shape: Some(JsonShape::Object),
        },
        list(
            Shape::Int {
                min: None,
                max: None,
            },
            ",",
        ),
        list(Shape::String, ""),
        Shape::Uuid,
        Shape::Hex { bytes: Some(4) },
        Shape::Base64 { bytes: None },
        Shape::Pem,
        Shape::Jwt,
        Shape::Date,
        Shape::DateTime,
        Shape::Duration,
        Shape::Bytes,
        Shape::Semver,
    ]
}

#[test]
fn only_a_string_and_a_path_may_be_no_text() {
    for shape in all() {
        let found = shape.check(b"\xff\xfe", &|_| Some(PathKind::File));
        let bytes = matches!(shape, Shape::Path { .. } | Shape::String);
        assert_eq!(found.is_ok(), bytes, "{}", shape.name());
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
            for shape in all() {
                // Only that it ends, and does so soon, is of interest.
                let _ = shape.check(value.as_bytes(), &|_| None);
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
                for shape in all() {
                    let _ = shape.check(&[*one, *two, *three], &|_| None);
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
    assert_eq!(format!("{pattern:?}"), "Pattern([redacted])");
}
