//! How fast the leak search is, in MB per second of this process's own time:
//! both readings of a text, as it is and squeezed. `cargo bench --bench scan`.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a measurement prints what it found, and stops where it cannot"
)]

#[path = "texts.rs"]
mod texts;

use secrun::scan::{Found, Patterns, Searcher};
use texts::{
    Dice, Secrets, build, hex, is_asked_for, log, measure, of_hex, secrets, with_a_pem,
    with_a_short_one,
};

fn main() {
    let mut dice = Dice(0x5eed);
    let twenty = secrets(&mut dice, 20);
    let clean = log(&mut dice, &[], 0);
    let source = source();
    speed("clean log, 20 secrets", &twenty, &clean);
    speed("clean source, 20 secrets", &twenty, &source);
    speed("clean source, 5 secrets", &secrets(&mut dice, 5), &source);
    let many = secrets(&mut dice, 200);
    speed("clean source, 200 secrets", &many, &source);
    let short = with_a_short_one(&mut dice);
    speed("clean source, an 8-byte secret", &short, &source);
    let pem = with_a_pem(&mut dice);
    speed("clean source, 20 secrets and a PEM", &pem, &source);
    let rare = log(&mut dice, &twenty, 2000);
    speed("a hit in 2000 lines", &twenty, &rare);
    let dense = log(&mut dice, &twenty, 100);
    speed("a hit in 100 lines", &twenty, &dense);
    let digits = hex(&mut dice);
    speed("hex digits, 20 secrets", &twenty, &digits);
    let hexes = of_hex(&mut dice);
    speed("hex digits, 20 hex secrets", &hexes, &digits);
    let bytes: Vec<u8> = (0..=255).collect();
    let noise = dice.text(&bytes, 8 << 20);
    speed("binary, 20 secrets", &twenty, &noise);
    let patterns = Patterns::new();
    for (name, text) in [
        ("clean source, tokens", &source),
        ("clean log, tokens", &clean),
    ] {
        if is_asked_for(name) {
            measure(name, text.len(), || {
                std::hint::black_box(patterns.search(text));
            });
        }
    }
    build("20 secrets", &twenty, searcher);
    build("20 secrets and a PEM", &pem, searcher);
    build("200 secrets", &many, searcher);
}

/// This project's own text, over and over.
fn source() -> Vec<u8> {
    let text = concat!(
        include_str!("scan.rs"),
        include_str!("mask.rs"),
        include_str!("../src/needle/form.rs"),
        include_str!("../src/schema/parse/read.rs"),
        include_str!("../src/scan/needle_finder.rs"),
        include_str!("../README.md"),
        include_str!("../Cargo.lock"),
        include_str!("../docs/schema.md"),
    );
    text.repeat((8 << 20) / text.len() + 1).into_bytes()
}

fn searcher(secrets: &Secrets) -> Searcher {
    Searcher::new(secrets.iter().map(|(key, value)| (key, value)), []).0
}

fn speed(name: &str, secrets: &Secrets, text: &[u8]) {
    if !is_asked_for(name) {
        return;
    }
    let searcher = searcher(secrets);
    measure(name, text.len(), || {
        let mut found = Found::default();
        searcher.search(text, b"text", &mut found);
        std::hint::black_box(&found);
    });
}
