//! The laws of the search.

mod containers;
mod fixtures;

use crate::core::name::EnvName;
use crate::core::secret::SecretValue;
use crate::scan::reading::Stream;
use crate::scan::{Encoding, Found, Searcher, Unread};

fn searcher(secrets: &[(&str, &str)]) -> Searcher {
    let secrets: Vec<(EnvName, SecretValue)> = secrets
        .iter()
        .map(|(key, text)| (EnvName::new(key).unwrap(), SecretValue::new(*text).unwrap()))
        .collect();
    let (searcher, skipped) = Searcher::new(secrets.iter().map(|(key, value)| (key, value)), []);
    assert_eq!(skipped, []);
    searcher
}

/// The hits as `KEY encoding line:column offset`.
fn hits(found: &Found) -> Vec<String> {
    let none: [Unread; 0] = [];
    assert_eq!(found.unread, none);
    let place = |number: Option<u64>| number.map_or("-".to_owned(), |it| it.to_string());
    let hits = found.hits.iter().map(|hit| {
        let (line, column) = (place(hit.place.line), place(hit.place.column));
        let encoding = hit.encoding.name();
        format!(
            "{} {encoding} {line}:{column} {}",
            hit.key, hit.place.offset
        )
    });
    hits.collect()
}

#[test]
fn a_value_is_found_with_its_line_and_column() {
    let searcher = searcher(&[("KEY", "made-up-9f3KxQz71LmW")]);
    let mut found = Found::default();
    searcher.search(b"one\ntwo = 'made-up-9f3KxQz71LmW'\n", b"x", &mut found);
    assert_eq!(hits(&found), ["KEY raw 2:8 11"]);
    let hit = searcher
        .search_name(b"a/made-up-9f3KxQz71LmW.txt")
        .remove(0);
    assert_eq!((hit.encoding, hit.place.line), (Encoding::Raw, None));
    assert_eq!(
        searcher.redact(b"a/made-up-9f3KxQz71LmW.txt"),
        b"a/***REDACTED:KEY***.txt"
    );
}

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

/// Gives a text in pieces of one length.
struct Pieces<'t>(&'t [u8], usize);

impl std::io::Read for Pieces<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let length = self.1.min(out.len()).min(self.0.len());
        let (piece, rest) = self.0.split_at(length);
        out[..length].copy_from_slice(piece);
        self.0 = rest;
        Ok(length)
    }
}

/// A text with a value in many forms, each beginning in the line before its
/// number: `7|` is line 7.
fn sampler(token: &str) -> String {
    use base64::Engine as _;
    let base64 = |text: String| base64::engine::general_purpose::STANDARD.encode(text);
    let wide = base64(format!(
        "{}{token}{}",
        "filler ".repeat(7),
        " and more".repeat(6)
    ));
    let wide: Vec<String> = wide
        .as_bytes()
        .chunks(76)
        .map(|line| String::from_utf8(line.to_vec()).unwrap())
        .collect();
    let (one, other) = token.split_at(7);
    let hex: Vec<String> = token.bytes().map(|byte| format!("{byte:02x}")).collect();
    let pairs: Vec<String> = hex.chunks(2).map(<[String]>::concat).collect();
    [
        "first line".to_owned(),
        format!("raw = {token};"),
        format!("twice {token}{token}"),
        wide.join("\n"),
        format!("basic {}", base64(format!("user:{token}"))),
        format!("split = \"{one}\" + \"{other}\""),
        format!("lines = ('{one}'\n        '{other}')"),
        format!("xxd: {}", hex.concat()),
        format!("00000000: {}  ascii", pairs[..8].join(" ")),
        format!("00000010: {}", pairs[8..].join(" ")),
        format!(
            "00000000  {}  {}  |ascii|",
            hex[..8].join(" "),
            hex[8..16].join(" ")
        ),
        format!("00000010  {}", hex[16..].join(" ")),
        "the end of it, without a value".to_owned(),
    ]
    .join("\n")
}

#[test]
fn a_text_gives_the_same_wherever_it_is_cut() {
    let token = "tok-5vQ8zR2mX7pL4kN9";
    let searcher = searcher(&[("TOKEN", token), ("OTHER", "Zx81-kk29-Qw73-Lm40")]);
    let text = sampler(token);
    let mut whole = Found::default();
    searcher.search(text.as_bytes(), b"x", &mut whole);
    let lines: Vec<_> = whole.hits.iter().map(|hit| hit.place.line).collect();
    let expected = [2, 3, 3, 4, 7, 8, 9, 11, 12, 14];
    assert_eq!(lines, expected.map(Some), "{:#?}", hits(&whole));
    for width in (1..200).chain([300, 400, 1000, 5000]) {
        let mut found = Found::default();
        let stream = Stream::with_width(&searcher, &[], width);
        stream.search(&mut text.as_bytes(), &mut found).unwrap();
        assert_eq!(hits(&found), hits(&whole), "{width}");
        let mut found = Found::default();
        let mut stream = Stream::with_width(&searcher, &[], width);
        for piece in text.as_bytes().chunks(width % 17 + 1) {
            stream.push(piece, &mut found);
        }
        stream.finish(&mut found);
        assert_eq!(hits(&found), hits(&whole), "{width} in pieces");
    }
}

#[test]
fn values_are_found_where_a_plain_search_finds_them() {
    let values = [
        "aab-aab-aaab7Kx",
        "aab-aaab7Kx-aab2Qz",
        "b7Kx-aab2",
        "Kx9aab2Qz4b7",
    ];
    let names = ["A", "B", "C", "D"];
    let secrets: Vec<(&str, &str)> = names.into_iter().zip(values).collect();
    let searcher = searcher(&secrets);
    let mut state: u32 = 7;
    let mut below = |limit: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) % limit
    };
    for round in 0..400 {
        let mut text = String::new();
        while text.len() < 300 {
            let value = values[below(4) as usize];
            // Whole values, their beginnings and ends, and what stands between.
            match below(6) {
                0 => text.push_str(value),
                1 => text.push_str(&value[..below(9) as usize]),
                2 => text.push_str(&value[below(9) as usize..]),
                3 => text.push_str(["-", "a", "x:", "b7"][below(4) as usize]),
                _ => text.push_str([" | ", "(", ");", "#"][below(4) as usize]),
            }
        }
        let mut expected = Vec::new();
        for (name, value) in &secrets {
            let mut end = 0;
            for (at, _) in text.char_indices() {
                let found = text[at..].starts_with(value);
                let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
                let alone = !word(text[..at].chars().next_back())
                    && !word(
                        text.get(at + value.len()..)
                            .and_then(|it| it.chars().next()),
                    );
                if found && (value.len() >= 12 || alone) {
                    // Hits that overlap are one.
                    if at >= end {
                        expected.push((at as u64, (*name).to_owned()));
                    }
                    end = at + value.len();
                }
            }
        }
        expected.sort();
        let mut found = Found::default();
        searcher.search(text.as_bytes(), b"x", &mut found);
        let raw = found
            .hits
            .iter()
            .filter(|hit| hit.encoding == Encoding::Raw);
        let mut raw: Vec<_> = raw
            .map(|hit| (hit.place.offset, hit.key.to_string()))
            .collect();
        raw.sort();
        assert_eq!(raw, expected, "{round}: {text}");
    }
}

#[test]
fn a_stream_gives_what_the_whole_text_gives_wherever_a_value_lies() {
    let token = "tok-5vQ8zR2mX7pL4kN9";
    let searcher = searcher(&[("TOKEN", token)]);
    let line = "the quick brown fox jumps over the lazy dog, 0123456789\n";
    for at in (65_536 - 24..65_536 + 4)
        .chain(131_072 - 24..131_072 + 4)
        .step_by(3)
    {
        let mut text: String = line.chars().cycle().take(at).collect();
        text.push_str(token);
        text.push_str(&line.repeat(1500));
        let mut whole = Found::default();
        searcher.search(text.as_bytes(), b"x", &mut whole);
        assert_eq!(whole.hits.len(), 1, "{at}");
        assert_eq!(whole.hits[0].place.offset, at as u64);
        let before = &text[..at];
        let expected = before.matches('\n').count() as u64 + 1;
        assert_eq!(whole.hits[0].place.line, Some(expected), "{at}");
        for length in [4096, 65_537, 1 << 20] {
            let mut found = Found::default();
            let mut pieces = Pieces(text.as_bytes(), length);
            searcher
                .search_stream(&mut pieces, b"x", &mut found)
                .unwrap();
            assert_eq!(found, whole, "{at} in pieces of {length}");
        }
    }
}
