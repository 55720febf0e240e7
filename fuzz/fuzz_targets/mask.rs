//! The masker against one that looks at every place of the whole text for
//! every needle: whatever the values, the text, the cuts and the pauses.

#![no_main]

use libfuzzer_sys::fuzz_target;
use secrun::needle::mask::Masker;
use secrun::core::name::EnvName;
use secrun::needle::{Encoding, Form, Needles, forms};
use secrun::core::secret::SecretValue;

#[path = "../../src/needle/mask/tests/naive.rs"]
#[expect(dead_code, reason = "the tests of the masker use the rest of it")]
mod naive;

const KEYS: [&str; 5] = ["A", "B", "C", "D", "E"];

fuzz_target!(|data: &[u8]| {
    // The first bytes say how to cut; then come values and a text, with a 0 between.
    let Some((cuts, rest)) = data.split_at_checked(4) else {
        return;
    };
    let mut parts: Vec<&[u8]> = rest.splitn(KEYS.len() + 1, |byte| *byte == 0).collect();
    let Some(template) = parts.pop() else { return };
    let secret = |(key, value): (&&str, &&[u8])| {
        let value = SecretValue::new(*value).ok()?;
        Some((EnvName::new(key).ok()?, value))
    };
    let secrets: Vec<_> = KEYS.iter().zip(&parts).filter_map(secret).collect();
    let text = filled(template, &secrets);
    let (needles, _) = Needles::new(secrets.iter().map(|(key, value)| (key, value)), []);
    let whole = masked(&needles, &text, &[], &[]);
    assert!(whole == expected(&secrets, &text), "not as the naive one");
    assert!(masked(&needles, &text, cuts, &[]) == whole, "not whatever the cut");
    let paused = masked(&needles, &text, cuts, cuts);
    for (_, secret) in secrets.iter().filter(|(_, it)| !forms(it).is_empty()) {
        let value = secret.expose().trim_ascii();
        let shown = paused.windows(value.len()).any(|window| window == value);
        // The masks themselves may hold a value of their own signs.
        assert!(!shown || value.contains(&b'*'), "shown by pauses");
    }
});

/// The text, in which the bytes 1 to 5 stand for values, and 6 and 7 for the
/// halves of the first. It ends with bytes that no needle goes on with.
fn filled(template: &[u8], secrets: &[(EnvName, SecretValue)]) -> Vec<u8> {
    let value = |number: usize| secrets.get(number).map_or(&[][..], |(_, it)| it.expose());
    let (first, last) = value(0).split_at(value(0).len() / 2);
    let mut text = Vec::new();
    for byte in template {
        match byte {
            1..=5 => text.extend_from_slice(value(usize::from(*byte) - 1)),
            6 => text.extend_from_slice(first),
            7 => text.extend_from_slice(last),
            _ => text.push(*byte),
        }
    }
    // In UTF-16 one may stand between two characters.
    text.extend_from_slice(b"\0\0");
    text
}

/// Masks the text in pieces whose lengths `cuts` says, with pauses where a
/// number of `pauses` is even.
fn masked(needles: &Needles, text: &[u8], cuts: &[u8], pauses: &[u8]) -> Vec<u8> {
    let mut masker = Masker::new(needles);
    let mut out = Vec::new();
    let mut rest = text;
    let mut turn = 0;
    while !rest.is_empty() {
        let cut = cuts.get(turn % 4).map_or(rest.len(), |cut| usize::from(*cut % 32) + 1);
        let (piece, after) = rest.split_at(cut.min(rest.len()));
        masker.push(piece, &mut out);
        if pauses.get(turn % 4).is_some_and(|pause| pause % 2 == 0) {
            masker.idle(&mut out);
        }
        (rest, turn) = (after, turn + 1);
    }
    masker.finish(&mut out);
    assert_eq!(masker.held(), 0, "something is held for ever");
    out
}

/// What the naive masker makes of it.
fn expected(secrets: &[(EnvName, SecretValue)], text: &[u8]) -> Vec<u8> {
    let own = |(key, value): &(EnvName, SecretValue)| -> Vec<(String, Form)> {
        let own = forms(value).into_iter();
        let blank = value.is_blank();
        own.filter(|_| !blank).map(|form| (key.to_string(), form)).collect()
    };
    let mut all: Vec<(String, Form)> = secrets.iter().flat_map(own).collect();
    // Of two keys with one needle the one whose value it is goes first.
    all.sort_by_key(|(key, form)| (form.encoding() != Encoding::Raw, key.clone()));
    let mut named: Vec<(&str, &[u8])> = Vec::new();
    for (key, form) in &all {
        if !named.iter().any(|(_, known)| *known == form.expose()) {
            named.push((key, form.expose()));
        }
    }
    naive::mask(&named, text)
}
