//! Values as they are, and their places.

use super::{hits, searcher};
use crate::scan::{Encoding, Found};

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
