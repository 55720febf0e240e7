//! What is found does not depend on how the text is cut.

use super::{hits, searcher};
use crate::scan::Found;
use crate::scan::reading::Stream;

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
