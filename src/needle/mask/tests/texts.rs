//! Texts as programs write them.

use super::laws::pieces;
use crate::core::name::EnvName;
use crate::core::secret::SecretValue;
use crate::needle::Needles;
use crate::needle::mask::Masker;

/// Compiles values as a run does.
pub(super) fn needles(values: &[(&str, &str)]) -> Needles {
    let values: Vec<(EnvName, SecretValue)> = values
        .iter()
        .map(|(key, value)| {
            (
                EnvName::new(key).unwrap(),
                SecretValue::new(*value).unwrap(),
            )
        })
        .collect();
    let (needles, unmaskable) = Needles::new(values.iter().map(|(key, value)| (key, value)), []);
    assert_eq!(unmaskable, []);
    needles
}

#[track_caller]
fn case(values: &[(&str, &str)], text: &str, expected: &str) {
    assert_eq!(pieces(&needles(values), &[text.as_bytes()]), expected);
}

#[test]
fn the_longest_begins_and_overlaps_make_one_mask() {
    let values = [
        ("A", "secret-A"),
        ("B", "secret-A-long-tail"),
        ("C", "long-tail-and-more"),
    ];
    case(&values, "x secret-A y", "x ***REDACTED:A*** y");
    case(&values, "secret-A-long-tail", "***REDACTED:B***");
    case(&values, "secret-A-long-tail-and-more!", "***REDACTED:B***!");
    case(&values, "secret-Asecret-A", "***REDACTED:A***");
    case(
        &values,
        "secret-A secret-A",
        "***REDACTED:A*** ***REDACTED:A***",
    );
    case(
        &[("OLD", "same-value"), ("NEW", "same-value")],
        "same-value",
        "***REDACTED:NEW***",
    );
}

#[test]
fn a_value_broken_by_colours_is_masked_and_the_colours_stay() {
    let values = [("KEY", "test-not-a-real-key")];
    case(
        &values,
        "\x1b[31mtest-not-a-real-key\x1b[0m",
        "\x1b[31m***REDACTED:KEY***\x1b[0m",
    );
    case(
        &values,
        "t\x1b[1;32mest-not-\x1b[0ma-real-ke\x1b[1my.",
        "***REDACTED:KEY***\x1b[1;32m\x1b[0m\x1b[1m.",
    );
    let every: Vec<String> = "test-not-a-real-key".chars().map(String::from).collect();
    let every = every.join("\x1b[0m") + "\x1b[0m";
    let codes = "\x1b[0m".repeat(19);
    case(
        &values,
        &format!("<{every}>"),
        &format!("<***REDACTED:KEY***{codes}>"),
    );
    case(
        &values,
        "\x1b]0;test-not-a-real-key\x07",
        "\x1b]0;***REDACTED:KEY***\x07",
    );
}

#[test]
fn lines_are_masked_together_and_alone() {
    let pem = "-----BEGIN TEST KEY-----\ndGVzdC1ub3QtYS1yZWFsLWtleQ\nYW5kLW5vdC1vbmUtZWl0aGVy\n-----END TEST KEY-----";
    let values = [("PEM", pem)];
    case(&values, &format!("[{pem}]"), "[***REDACTED:PEM***]");
    case(&values, &pem.replace('\n', "\r\n"), "***REDACTED:PEM***");
    case(&values, &pem.replace('\n', " "), "***REDACTED:PEM***");
    case(
        &values,
        &pem.replace('\n', "\n| "),
        "-----BEGIN TEST KEY-----\n| ***REDACTED:PEM***\n| ***REDACTED:PEM***\n| -----END TEST KEY-----",
    );
}

#[test]
fn what_is_public_in_a_value_stays() {
    let url = "postgres://app:hunter2hunter2@db.internal/app";
    let values = [("DATABASE_URL", url)];
    case(&values, url, "***REDACTED:DATABASE_URL***");
    case(
        &values,
        "password=hunter2hunter2",
        "password=***REDACTED:DATABASE_URL***",
    );
    for text in [
        "postgres://",
        "postgres://app",
        "postgres://app@db.internal/app",
        "db.internal",
        "postgres://app:hunter",
    ] {
        case(&values, text, text);
    }
    let json = r#"{"type": "service_account", "private_key": "not-a-real-private-key"}"#;
    let values = [("JSON", json)];
    case(&values, json, "***REDACTED:JSON***");
    case(&values, "not-a-real-private-key", "***REDACTED:JSON***");
    for text in ["{", "}", r#"{"type": "#, r#"{"type": "service_account"}"#] {
        case(&values, text, text);
    }
    case(
        &[("PEM", "-----BEGIN TEST KEY-----\nabcdefgh0123\n")],
        "-----BEGIN TEST KEY-----",
        "-----BEGIN TEST KEY-----",
    );
}

#[test]
fn bytes_pass_unchanged_where_nothing_matches() {
    let needles = needles(&[("KEY", "test-not-a-real-key")]);
    let bytes: Vec<u8> = (0..=255).cycle().take(10_000).collect();
    let mut masker = Masker::new(&needles);
    let mut out = Vec::new();
    for piece in bytes.chunks(777) {
        masker.push(piece, &mut out);
    }
    masker.finish(&mut out);
    assert_eq!(out, bytes);
    let (none, _) = Needles::new([], []);
    assert!(none.is_empty());
    assert_eq!(
        pieces(&none, &[b"test-not-", b"a-real-key"]),
        "test-not-a-real-key"
    );
}

#[test]
fn control_sequences_without_end_are_not_held_for_ever() {
    let needles = needles(&[("KEY", "test-not-a-real-key")]);
    let mut masker = Masker::new(&needles);
    let mut out = Vec::new();
    masker.push(b"test-", &mut out);
    for _ in 0..20_000 {
        masker.push(b"\x1b[0m", &mut out);
        assert!(masker.held() < 20_000);
    }
}
