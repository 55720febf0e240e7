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

use secrun::mask::Masker;
use secrun::needle::Needles;
use texts::{
    ALPHANUMERIC, Dice, HEX, Secrets, armoured, hex, is_asked_for, log, seconds, secret, secrets,
};

/// What a pump reads at once.
const CHUNK: usize = 64 * 1024;

/// How much text one measurement masks.
const AMOUNT: usize = 256 * 1024 * 1024;

fn main() {
    let mut dice = Dice(0x5eed);
    let twenty = secrets(&mut dice, 20);
    let clean = log(&mut dice, &[], 0);
    speed("memcpy", &Vec::new(), &clean);
    speed("clean log, 20 secrets", &twenty, &clean);
    speed("clean log, 5 secrets", &secrets(&mut dice, 5), &clean);
    speed("clean log, 200 secrets", &secrets(&mut dice, 200), &clean);
    let mut short = secrets(&mut dice, 19);
    short.push(secret("SHORT", dice.text(ALPHANUMERIC, 8)));
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
    let hexes: Secrets = (0..20)
        .map(|number| secret(&format!("HEX{number}"), dice.text(HEX, 32)))
        .collect();
    speed("hex dump, 20 hex secrets", &hexes, &digits);
    let mut pem = secrets(&mut dice, 20);
    pem.push(secret("PEM", armoured(&mut dice, 50)));
    speed("clean log, 20 secrets and a PEM", &pem, &clean);
    let almost = [secret("LONG", [b"ab".repeat(2000), b"c".to_vec()].concat())].into();
    speed(
        "what almost matches everywhere",
        &almost,
        &b"ab".repeat(4 << 20),
    );
    build("20 secrets", &twenty);
    build("20 secrets and a PEM", &pem);
    build("a PEM", &[secret("PEM", armoured(&mut dice, 50))].into());
    build("200 secrets", &secrets(&mut dice, 200));
    build(
        "8 KiB",
        &[secret("BIG", dice.text(ALPHANUMERIC, 8192))].into(),
    );
    build(
        "128 KiB",
        &[secret("BIG", dice.text(ALPHANUMERIC, 131_000))].into(),
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
    let mut best = f64::MAX;
    for _ in 0..3 {
        let mut masker = Masker::new(&needles);
        let mut out = Vec::with_capacity(2 * CHUNK);
        let mut done = 0;
        let start = seconds();
        while done < AMOUNT {
            for chunk in text.chunks(CHUNK) {
                masker.push(chunk, &mut out);
                std::hint::black_box(&out);
                out.clear();
            }
            done += text.len();
        }
        best = best.min((seconds() - start) / done as f64);
    }
    println!("{:7.0} MB/s  {name}", 1.0 / best / 1e6);
}

fn build(name: &str, secrets: &Secrets) {
    if !is_asked_for(name) {
        return;
    }
    let mut best = f64::MAX;
    for _ in 0..10 {
        let start = seconds();
        let needles = needles(secrets);
        best = best.min(seconds() - start);
        drop(needles);
    }
    println!("{:7.2} ms    to compile {name}", best * 1e3);
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
