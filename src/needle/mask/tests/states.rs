//! The tables that find needles: what they find, and how large they are.

use super::naive::Dice;
use crate::core::name::EnvName;
use crate::core::secret::SecretValue;
use crate::needle::Needles;
use crate::needle::automaton::{Automaton, Recovery, State};
use crate::needle::sieve::Sieve;
use crate::needle::store::Store;

/// The depth and the longest needle that ends, by the definition.
fn naive(needles: &[&[u8]], text: &[u8]) -> (usize, Option<usize>) {
    let is_under_way = |length: &usize| {
        let end = &text[text.len() - length..];
        let mut longer = needles.iter().filter(|needle| needle.len() > *length);
        longer.any(|needle| needle.starts_with(end))
    };
    let ending = (0..needles.len()).filter(|needle| text.ends_with(needles[*needle]));
    (
        (1..=text.len()).rev().find(is_under_way).unwrap_or(0),
        ending.max_by_key(|needle| needles[*needle].len()),
    )
}

#[test]
fn every_state_is_what_the_definition_says() {
    let mut dice = Dice(0xac);
    for round in 0..60 {
        let shortest = [1, 4, 9, 16][round % 4];
        let alphabet: &[u8] = [b"ab".as_slice(), b"abc"][round % 2];
        let random = |dice: &mut Dice| {
            let length = shortest + dice.below(20);
            dice.text(alphabet, length)
        };
        let mut needles: Vec<Vec<u8>> = (0..12).map(|_| random(&mut dice)).collect();
        // Some go on from others, and some are inside others.
        for _ in 0..6 {
            let (one, other) = (dice.below(12), dice.below(12));
            needles.push([&needles[one][..], &needles[other][..]].concat());
        }
        needles.sort();
        needles.dedup();
        let sorted: Vec<&[u8]> = needles.iter().map(Vec::as_slice).collect();
        let automaton = Automaton::new(Store::new(sorted.iter().copied()).unwrap());
        let (mut state, mut recent) = (State::default(), Recovery::default());
        let mut text = Vec::new();
        while text.len() < 300 {
            let needle = &needles[dice.below(needles.len())];
            let part = &needle[..=dice.below(needle.len())];
            for byte in part {
                text.push(*byte);
                let ending;
                (state, ending) = automaton.next(state, *byte, &mut recent);
                let expected = naive(&sorted, &text);
                assert_eq!((state.depth(), ending), expected, "{sorted:?} {text:?}");
            }
        }
    }
}

#[test]
fn a_sieve_of_few_grams_passes_no_needle_by() {
    let mut dice = Dice(0x51e);
    for most in [1, 40, 300, 10_000] {
        let random = |dice: &mut Dice| {
            let length = 9 + dice.below(30);
            dice.text(b"abcd", length)
        };
        let mut needles: Vec<Vec<u8>> = (0..20).map(|_| random(&mut dice)).collect();
        needles.sort();
        let store = Store::new(needles.iter().map(Vec::as_slice)).unwrap();
        let sieve = Sieve::of_at_most(&store, most).unwrap();
        for needle in &needles {
            let text = [&dice.text(b"abcd", 50)[..], needle, b"dcba"].concat();
            let is_at = |at: &usize| needles.iter().any(|it| text[*at..].starts_with(it));
            for from in 0..=50 {
                let first = (from..text.len()).find(is_at).unwrap();
                assert!(sieve.find(&text, from, &store) <= first, "{most} {from}");
            }
        }
    }
}

#[test]
fn tables_grow_with_the_number_of_keys_and_no_faster() {
    let per_key = |count: usize| {
        let mut dice = Dice(0x517e);
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let secret = |number| {
            let key = EnvName::new(&format!("KEY_{number}")).unwrap();
            (key, SecretValue::new(dice.text(alphabet, 200)).unwrap())
        };
        let secrets: Vec<_> = (0..count).map(secret).collect();
        let (needles, _) = Needles::new(secrets.iter().map(|(key, value)| (key, value)), []);
        needles.tables().unwrap().automaton.size() / count
    };
    let (few, many) = (per_key(32), per_key(128));
    assert!(many <= few + few / 10, "{few} and {many} bytes a key");
    // The sieve keeps fewer grams for more keys, so 4,096 of them take less than this.
    assert!(few <= 48 * 1024, "{few} bytes a key");
}
