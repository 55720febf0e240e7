//! How fast the masker is, in MB per second of this process's own time.
//! `cargo bench --bench mask`.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a measurement prints what it found, and stops where it cannot"
)]

#[path = "texts.rs"]
mod texts;

use secrun::needle::Needles;
use secrun::needle::mask::Masker;
use texts::{
    ALPHANUMERIC, Dice, Secrets, armoured, build, hex, is_asked_for, log, measure, of_hex, secret,
    secrets, with_a_pem, with_a_short_one,
};

/// What a pump reads at once.
const CHUNK: usize = 64 * 1024;

fn main() {
    let mut dice = Dice(0x5eed);
    let twenty = secrets(&mut dice, 20);
    let clean = log(&mut dice, &[], 0);
    speed("memcpy", &Vec::new(), &clean);
    speed("clean log, 20 secrets", &twenty, &clean);
    speed("clean log, 5 secrets", &secrets(&mut dice, 5), &clean);
    speed("clean log, 200 secrets", &secrets(&mut dice, 200), &clean);
    let short = with_a_short_one(&mut dice);
    speed("clean log, an 8-byte secret", &short, &clean);
    let rare = log(&mut dice, &twenty, 2000);
    speed("a hit in 2000 lines", &twenty, &rare);
    let dense = log(&mut dice, &twenty, 10);
    speed("a hit in every tenth line", &twenty, &dense);
    speed("a hit in every line", &twenty, &log(&mut dice, &twenty, 1));
    let colours = coloured(&clean);
    speed("four colours a line", &twenty, &colours);
    let digits = hex(&mut dice);
    speed("hex dump, 20 secrets", &twenty, &digits);
    let hexes = of_hex(&mut dice);
    speed("hex dump, 20 hex secrets", &hexes, &digits);
    let pem = with_a_pem(&mut dice);
    speed("clean log, 20 secrets and a PEM", &pem, &clean);
    let almost = [secret("LONG", [b"ab".repeat(2000), b"c".to_vec()].concat())].into();
    speed(
        "what almost matches everywhere",
        &almost,
        &b"ab".repeat(4 << 20),
    );
    build("20 secrets", &twenty, needles);
    build("20 secrets and a PEM", &pem, needles);
    build(
        "a PEM",
        &[secret("PEM", armoured(&mut dice, 50))].into(),
        needles,
    );
    build("200 secrets", &secrets(&mut dice, 200), needles);
    build(
        "8 KiB",
        &[secret("BIG", dice.text(ALPHANUMERIC, 8192))].into(),
        needles,
    );
    build(
        "128 KiB",
        &[secret("BIG", dice.text(ALPHANUMERIC, 131_000))].into(),
        needles,
    );
}

fn needles(secrets: &Secrets) -> Needles {
    Needles::new(secrets.iter().map(|(key, value)| (key, value)), []).0
}

fn speed(name: &str, secrets: &Secrets, text: &[u8]) {
    if !is_asked_for(name) {
        return;
    }
    let needles = needles(secrets);
    let mut masker = Masker::new(&needles);
    let mut out = Vec::with_capacity(2 * CHUNK);
    measure(name, text.len(), || {
        for chunk in text.chunks(CHUNK) {
            masker.push(chunk, &mut out);
            std::hint::black_box(&out);
            out.clear();
        }
    });
}

fn coloured(text: &[u8]) -> Vec<u8> {
    let lines = text.split(|byte| *byte == b'\n').take(20_000);
    let coloured = lines.map(|line| {
        let (one, two) = line.split_at(line.len() / 2);
        [
            b"\x1b[32m".as_slice(),
            one,
            b"\x1b[0m",
            b"\x1b[1;31m",
            two,
            b"\x1b[0m\n",
        ]
        .concat()
    });
    coloured.collect::<Vec<_>>().concat()
}
