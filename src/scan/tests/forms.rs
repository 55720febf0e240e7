//! Every form of a value is found, and where it begins.

use super::{hits, searcher};
use crate::scan::Found;

/// A value with everything in it that some encoding changes.
const ODD: &str = "q9\"x/7+Lé&<m>'2=z\\K 4$w%8";

fn encodings(text: &str) -> Vec<(&'static str, String)> {
    let found = found_in(text);
    let hits = found.hits.iter();
    hits.map(|hit| (hit.encoding.name(), hit.key.to_string()))
        .collect()
}

fn found_in(text: &str) -> Found {
    let searcher = searcher(&[("ODD", ODD), ("TOKEN", "tok-5vQ8zR2mX7pL4kN9")]);
    let mut found = Found::default();
    searcher.search(text.as_bytes(), b"x", &mut found);
    found
}

fn percent(text: &str, stays: &[u8]) -> String {
    let one = |byte: u8| match byte {
        byte if byte.is_ascii_alphanumeric() || stays.contains(&byte) => vec![char::from(byte)],
        byte => format!("%{byte:02X}").chars().collect(),
    };
    text.bytes().flat_map(one).collect()
}

#[test]
fn every_form_of_a_value_is_found() {
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
    let json = serde_json::to_string(ODD).unwrap();
    let twice = serde_json::to_string(&json).unwrap();
    let ascii: String = json
        .chars()
        .map(|c| {
            if c.is_ascii() {
                c.to_string()
            } else {
                format!("\\u{:04x}", u32::from(c))
            }
        })
        .collect();
    let go = json
        .replace('&', "\\u0026")
        .replace('<', "\\u003c")
        .replace('>', "\\u003e");
    let hex = |byte: u8| format!("{byte:02x}").chars().collect::<Vec<_>>();
    let hex: String = ODD.bytes().flat_map(hex).collect();
    let html = ODD
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let cases = [
        ("json", json.clone()),
        ("json twice", twice),
        ("json ascii", ascii),
        ("json of Go", go),
        ("json slashes", json.replace('/', "\\/")),
        ("hex", hex.clone()),
        ("HEX", hex.to_uppercase()),
        ("html", html.replace('"', "&quot;").replace('\'', "&#39;")),
        (
            "html hex",
            html.replace('"', "&quot;").replace('\'', "&#x27;"),
        ),
        ("url component", percent(ODD, b"-_.!~*'()")),
        ("url strict", percent(ODD, b"-_.~")),
        ("url form", percent(ODD, b"-_.* ").replace(' ', "+")),
        ("shell", ODD.replace('\'', "'\\''")),
        ("sql", ODD.replace('\'', "''")),
        ("csv", ODD.replace('"', "\"\"")),
        ("base64", STANDARD.encode(ODD)),
        ("base64 after one", STANDARD.encode(format!("a{ODD}b"))),
        ("base64 after two", STANDARD.encode(format!("ab{ODD}bc"))),
        ("base64url", URL_SAFE_NO_PAD.encode(format!("user:{ODD}"))),
    ];
    for (case, text) in cases {
        let hits = encodings(&format!("first line\n  x: <{text}>\n"));
        let found = hits.iter().filter(|(_, key)| key == "ODD").count();
        assert_eq!(found, 1, "{case}: {hits:?}");
    }
    let wide: Vec<u8> = ODD.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let high: Vec<u8> = ODD.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let searcher = searcher(&[("ODD", ODD)]);
    for bytes in [wide, high] {
        let mut found = Found::default();
        searcher.search(&bytes, b"x", &mut found);
        assert_eq!(found.hits.len(), 1);
    }
}

#[test]
fn a_split_value_is_found_where_it_begins() {
    let token = "tok-5vQ8zR2mX7pL4kN9";
    let (one, other) = token.split_at(9);
    for (case, text) in [
        (
            "concatenated",
            format!("a\nkey = (\"{one}\"\n       \"{other}\")\n"),
        ),
        ("added", format!("a\nkey = \"{one}\" + \"{other}\"\n")),
        ("continued", format!("a\nkey = {one}\\\n{other}\n")),
        ("folded", format!("a\nkey = {one}\n    {other}\n")),
        (
            "quoted-printable",
            format!("a\nkey = {one}=\r\n{other}\r\n"),
        ),
    ] {
        let found = found_in(&text);
        let lines: Vec<_> = found.hits.iter().map(|hit| hit.place.line).collect();
        assert_eq!(lines, [Some(2)], "{case}: {:?}", hits(&found));
    }
}

#[test]
fn what_only_resembles_a_value_is_not_found() {
    for text in [
        "tok-5vQ8zR2mX7pL4kN8",
        "tok-5vQ8zR2mX7pL4k",
        "TOK-5VQ8ZR2MX7PL4KN9",
        "tok_5vQ8zR2mX7pL4kN9",
        "sha256:9d1e92fc",
        "tok-...",
    ] {
        assert_eq!(hits(&found_in(text)), <[String; 0]>::default(), "{text}");
    }
}
