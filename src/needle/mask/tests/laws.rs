//! Whatever the cut, and equal to the naive masker.

use super::naive::{self, Dice};
use crate::needle::Needles;
use crate::needle::mask::Masker;

/// A byte after which nothing is under way.
const STOP: u8 = b'\n';

/// Masks pieces one after the other.
pub(super) fn pieces(needles: &Needles, pieces: &[&[u8]]) -> String {
    let mut masker = Masker::new(needles);
    let mut out = Vec::new();
    for piece in pieces {
        masker.push(piece, &mut out);
    }
    masker.finish(&mut out);
    assert_eq!(masker.held(), 0);
    String::from_utf8_lossy(&out).into_owned()
}

/// Cuts a text into pieces of random lengths.
fn cut<'t>(dice: &mut Dice, text: &'t [u8], longest: usize) -> Vec<&'t [u8]> {
    let mut rest = text;
    let mut pieces = Vec::new();
    while !rest.is_empty() {
        let (piece, after) = rest.split_at((dice.below(longest) + 1).min(rest.len()));
        pieces.push(piece);
        rest = after;
    }
    pieces
}

#[track_caller]
fn check(dice: &mut Dice, named: &naive::Named<'_>, text: &[u8]) {
    let needles = Needles::of(named);
    let expected = String::from_utf8_lossy(&naive::mask(named, text)).into_owned();
    let show = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let context = || {
        let named: Vec<_> = named
            .iter()
            .map(|(key, bytes)| (*key, show(bytes)))
            .collect();
        format!("{named:?} on {:?}", show(text))
    };
    assert_eq!(pieces(&needles, &[text]), expected, "{}", context());
    for longest in [1, 4, 30, text.len()] {
        let cut = cut(dice, text, longest);
        assert_eq!(pieces(&needles, &cut), expected, "{cut:?} {}", context());
    }
}

/// Needles and texts over one alphabet; `parts` of the text are needles, or
/// pieces of them.
fn trial(dice: &mut Dice, alphabet: &[u8], shortest: usize, codes: usize) {
    let count = dice.below(5) + 1;
    let needles: Vec<Vec<u8>> = (0..count)
        .map(|_| {
            let length = shortest + dice.below(12);
            dice.text(alphabet, length)
        })
        .collect();
    let keys = ["A", "B", "C", "D", "E"];
    let mut named: Vec<(&str, &[u8])> = Vec::new();
    for (name, needle) in keys.iter().zip(&needles) {
        if !named.iter().any(|(_, other)| other == needle) {
            named.push((name, needle));
        }
    }
    let mut text = Vec::new();
    for _ in 0..dice.below(14) {
        let needle = &needles[dice.below(count)];
        match dice.below(4) {
            0 => text.extend_from_slice(needle),
            1 => text.extend_from_slice(&needle[dice.below(needle.len())..]),
            2 => text.extend_from_slice(&needle[..dice.below(needle.len())]),
            _ => {
                let length = dice.below(40);
                text.extend(dice.text(alphabet, length));
            }
        }
    }
    for _ in 0..dice.below(codes + 1) {
        let code: &[u8] = [
            b"\x1b[0m".as_slice(),
            b"\x1b[1;31m",
            b"\x1b[",
            b"\x1b",
            b"\x1b[ A",
            b"\x1b[a",
            b"\x1b]8;;a\x1b\\",
            b"\x1b]0;b\x07",
            b"\x1b]ab",
            b"\x1bPb",
            b"\x1b(B",
            b"\x1b7",
            b"\x07",
        ][dice.below(13)];
        let at = dice.below(text.len() + 1);
        text.splice(at..at, code.iter().copied());
    }
    text.push(STOP);
    check(dice, &named, &text);
}

#[test]
fn random_texts_come_out_as_from_the_naive_masker() {
    let mut dice = Dice(0x5eed);
    for _ in 0..2500 {
        trial(&mut dice, b"ab", 1, 0);
        trial(&mut dice, b"abc", 8, 0);
        trial(&mut dice, b"ab", 4, 0);
    }
}

#[test]
fn random_texts_with_control_sequences_too() {
    let mut dice = Dice(0xc01);
    for _ in 0..1500 {
        trial(&mut dice, b"abm", 4, 6);
        trial(&mut dice, b"ab[m", 8, 9);
        // Needles that hold escape characters themselves.
        trial(&mut dice, b"a[\x1bm", 4, 3);
    }
}

#[test]
fn long_pieces_with_few_needles_pass_through_the_sieve_alike() {
    let mut dice = Dice(0x10c);
    let alphabet = b"abcdefghijklmnopqrstuvwxyz0123456789 .=/";
    for round in 0..30 {
        let needles: Vec<Vec<u8>> = (0..8)
            .map(|number| {
                let length = 8 + number * 9 + dice.below(9);
                dice.text(alphabet, length)
            })
            .collect();
        let keys = ["A", "B", "C", "D", "E", "F", "G", "H"];
        let named: Vec<(&str, &[u8])> = keys
            .iter()
            .copied()
            .zip(needles.iter().map(Vec::as_slice))
            .skip(if round % 2 == 0 { 0 } else { 4 })
            .collect();
        let mut text = Vec::new();
        for _ in 0..40 {
            let length = dice.below(600);
            text.extend(dice.text(alphabet, length));
            let needle = &needles[dice.below(8)];
            let end = if dice.below(3) == 0 {
                dice.below(needle.len())
            } else {
                needle.len()
            };
            text.extend_from_slice(&needle[..end]);
            if dice.below(4) == 0 {
                text.extend_from_slice(b"\x1b[32m");
            }
        }
        text.push(STOP);
        check(&mut dice, &named, &text);
    }
}

/// Every split into two and three pieces, also with a pause at no place.
#[track_caller]
fn every_split(named: &naive::Named<'_>, text: &[u8]) {
    let needles = Needles::of(named);
    let expected = pieces(&needles, &[text]);
    let naive = naive::mask(named, text);
    assert_eq!(expected, String::from_utf8_lossy(&naive));
    for first in 0..=text.len() {
        let (one, rest) = text.split_at(first);
        assert_eq!(pieces(&needles, &[one, rest]), expected, "cut at {first}");
        for second in 0..=rest.len() {
            let (two, three) = rest.split_at(second);
            let cut = pieces(&needles, &[one, two, three]);
            assert_eq!(cut, expected, "cut at {first} and {second}");
        }
    }
}

#[test]
fn every_split_of_a_text_gives_the_same() {
    let named: &naive::Named<'_> = &[
        ("A", b"secret-A"),
        ("B", b"secret-A-long-tail"),
        ("C", b"long-tail-and-more"),
        ("D", b"line one\nline two\nline three"),
        ("E", b"line one"),
        ("F", b"abcabcabd"),
    ];
    every_split(
        named,
        b"x secret-A y secret-A-long-tail-and-more z line one\nline two\nline three line one\nline twx abcabcabcabd.",
    );
    every_split(
        named,
        b"\x1b[31msecr\x1b[0met-A-lo\x1b[1;2mng-tail\x1b[m-and-\x1b[xmore\x1b[0m \x1b]0;secret-A\x07 line\x1b[K one\nsecret\x1b\x1b[0m-A.",
    );
    every_split(
        named,
        b"sec\x1b(B\x1b[mret-A-long\x1b]8;;http://x\x1b\\-tail \x1b]8;;secret-A\x07abc\x1b]0;abcabd\x1b7abcabd line\x1bP one\n.",
    );
}

#[test]
fn every_split_gives_the_same_where_the_sieve_works() {
    let named: &naive::Named<'_> = &[("A", b"test-not-a-real-key"), ("B", b"real-key-number-two")];
    let mut text = b"2026-01-01 12:00:00 INFO nothing happens in this line ".to_vec();
    text.extend_from_slice(b"test-not-a-real-key-number-two and on it goes, test-not-a-real-ke");
    text.extend_from_slice(b" with test-\x1b[1mnot-a-real-key and nothing more to be seen\n");
    every_split(named, &text);
}
