//! How often the estimate is wrong, by kind of value:
//! `cargo test --lib entropy::tests::rates -- --nocapture`.

mod dice;
mod strong;
mod weak;
mod words;

use super::{BASE62, Dice};
use crate::core::entropy::bits_to_guess;
use crate::core::entropy::thresholds::FINGERPRINT_BITS;
use strong::STRONG;
use weak::WEAK;

/// Values of each kind, and how many of them may be taken for the opposite.
const DRAWS: usize = 1000;
const WRONG: usize = 5;

type Kinds = &'static [(&'static str, fn(&mut Dice) -> String)];

/// A template with random texts in place of `%`, and a secret in place of `$`.
fn beside(dice: &mut Dice, template: &str, secret: fn(&mut Dice) -> String) -> String {
    let secret = secret(dice);
    let text = template.chars().map(|c| match c {
        '%' => dice.text(BASE62, 24),
        '$' => secret.clone(),
        c => c.to_string(),
    });
    text.collect()
}

#[expect(clippy::print_stdout, reason = "the rates are for the documentation")]
fn rates(kinds: Kinds, is_wrong: fn(u32) -> bool) {
    let mut failed = Vec::new();
    for (at, (kind, make)) in kinds.iter().enumerate() {
        let mut dice = Dice(0x5eed + at as u64 * 7919);
        let mut values = (0..DRAWS).map(|_| make(&mut dice));
        let wrong: Vec<_> = values
            .by_ref()
            .filter(|value| is_wrong(bits_to_guess(value.as_bytes())))
            .collect();
        let permille = wrong.len() * 1000 / DRAWS;
        println!("| {kind} | {}.{} % |", permille / 10, permille % 10);
        if wrong.len() > WRONG {
            failed.push((
                kind,
                wrong.len(),
                wrong.into_iter().take(3).collect::<Vec<_>>(),
            ));
        }
    }
    assert!(failed.is_empty(), "of {DRAWS}: {failed:?}");
}

#[test]
fn hardly_any_strong_value_is_withheld() {
    rates(STRONG, |bits| bits < FINGERPRINT_BITS);
}

#[test]
fn hardly_any_weak_value_is_shown() {
    rates(WEAK, |bits| bits >= FINGERPRINT_BITS);
}
