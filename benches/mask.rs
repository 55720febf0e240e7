//! How fast the masker and the leak search are, in MB per second of this process's own time.
//! `cargo bench --bench mask`.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a measurement prints what it found, and stops where it cannot"
)]

use rustix::time::{ClockId, clock_gettime};
use secrun::mask::Masker;
use secrun::name::EnvName;
use secrun::needle::Needles;
use secrun::scan::{Found, Searcher};
use secrun::value::SecretValue;

/// What a pump reads at once.
const CHUNK: usize = 64 * 1024;

/// How much text one measurement masks.
const AMOUNT: usize = 256 * 1024 * 1024;

type Secrets = Vec<(EnvName, SecretValue)>;

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
    search("search: clean log, 20 secrets", &twenty, &clean);
    search("search: clean log, an 8-byte secret", &short, &clean);
    search("search: a hit in 2000 lines", &twenty, &rare);
    search("search: hex dump, 20 secrets", &twenty, &digits);
    let noise = (0..=255).collect::<Vec<u8>>();
    let noise = dice.text(&noise, 4 << 20);
    search("search: binary, 20 secrets", &twenty, &noise);
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

fn search(name: &str, secrets: &Secrets, text: &[u8]) {
    if !is_asked_for(name) {
        return;
    }
    let (searcher, _) = Searcher::new(secrets.iter().map(|(key, value)| (key, value)), []);
    let mut best = f64::MAX;
    for _ in 0..3 {
        let (start, mut done) = (seconds(), 0);
        while done < AMOUNT {
            let mut found = Found::default();
            searcher.search(text, b"log", &mut found);
            std::hint::black_box(&found);
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

/// Whether no words follow `cargo bench --bench mask --`, or one is in the name.
fn is_asked_for(name: &str) -> bool {
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    let first = words.next();
    first.is_none_or(|first| name.contains(&first) || words.any(|word| name.contains(&word)))
}

/// The time that this process has had a processor.
fn seconds() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

const ALPHANUMERIC: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const HEX: &[u8] = b"0123456789abcdef";

fn secret(key: &str, value: Vec<u8>) -> (EnvName, SecretValue) {
    (EnvName::new(key).unwrap(), SecretValue::new(value).unwrap())
}

/// Made-up keys, tokens, URLs and passwords as projects have them.
fn secrets(dice: &mut Dice, count: usize) -> Secrets {
    let one = |number: usize| {
        let random =
            |dice: &mut Dice, length| String::from_utf8(dice.text(ALPHANUMERIC, length)).unwrap();
        let value = match number % 5 {
            0 => format!("sk-test-{}", random(dice, 40)),
            1 => random(dice, 40),
            2 => format!("postgres://app:{}@db.internal:5432/app", random(dice, 20)),
            3 => format!(
                "{}/{}+{}",
                random(dice, 12),
                random(dice, 12),
                random(dice, 14)
            ),
            _ => String::from_utf8(dice.text(HEX, 32)).unwrap(),
        };
        secret(&format!("KEY_{number}"), value.into_bytes())
    };
    (0..count).map(one).collect()
}

/// A PEM text of so many lines.
fn armoured(dice: &mut Dice, lines: usize) -> Vec<u8> {
    let mut text = b"-----BEGIN TEST KEY-----\n".to_vec();
    for _ in 0..lines {
        text.extend(dice.text(
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
            64,
        ));
        text.push(b'\n');
    }
    text.extend_from_slice(b"-----END TEST KEY-----\n");
    text
}

/// Eight MiB of a service's log, with a secret in every so many lines.
fn log(dice: &mut Dice, secrets: &[(EnvName, SecretValue)], every: usize) -> Vec<u8> {
    let words = [
        "request",
        "finished",
        "GET",
        "/api/v1/items",
        "status=200",
        "user",
        "cache",
        "miss",
        "https://api.example.org/v2",
        "worker",
        "queue",
        "retry",
        "postgres",
        "connection",
        "opened",
        "in",
        "the",
        "background",
        "with",
        "timeout",
    ];
    let mut text = Vec::new();
    for line in 1.. {
        if text.len() > 8 << 20 {
            break;
        }
        let (minute, second, thousandth) = (dice.below(60), dice.below(60), dice.below(1000));
        text.extend(
            format!("2026-03-01T12:{minute:02}:{second:02}.{thousandth:03}Z INFO ").into_bytes(),
        );
        for _ in 0..7 + dice.below(6) {
            text.extend_from_slice(words[dice.below(words.len())].as_bytes());
            text.push(b' ');
        }
        if every > 0 && line % every == 0 {
            text.extend_from_slice(secrets[dice.below(secrets.len())].1.expose());
        }
        text.extend(format!(" id={}\n", dice.below(1 << 30)).into_bytes());
    }
    text
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

fn hex(dice: &mut Dice) -> Vec<u8> {
    let mut text = Vec::new();
    while text.len() < 8 << 20 {
        text.extend(dice.text(HEX, 64));
        text.push(b'\n');
    }
    text
}

/// Numbers that look random and are the same in every run (xorshift64*).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(number).unwrap() % limit
    }

    fn text(&mut self, alphabet: &[u8], length: usize) -> Vec<u8> {
        (0..length)
            .map(|_| alphabet[self.below(alphabet.len())])
            .collect()
    }
}
