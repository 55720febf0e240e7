//! Made-up secrets and texts for the measurements, the same in every run.

use rustix::time::{ClockId, clock_gettime};
use secrun::core::name::EnvName;
use secrun::core::secret::SecretValue;

/// The secrets of a run.
pub(crate) type Secrets = Vec<(EnvName, SecretValue)>;

/// Whether no words follow `cargo bench --bench NAME --`, or one is in the name.
pub(crate) fn is_asked_for(name: &str) -> bool {
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    let first = words.next();
    first.is_none_or(|first| name.contains(&first) || words.any(|word| name.contains(&word)))
}

/// How much text one measurement goes over.
const AMOUNT: usize = 256 * 1024 * 1024;

/// Measures going over a text of some length: the best of three rounds.
pub(crate) fn measure(name: &str, length: usize, mut pass: impl FnMut()) {
    let mut best = f64::MAX;
    for _ in 0..3 {
        let (start, mut done) = (seconds(), 0);
        while done < AMOUNT {
            pass();
            done += length;
        }
        best = best.min((seconds() - start) / done as f64);
    }
    println!("{:7.0} MB/s  {name}", 1.0 / best / 1e6);
}

/// Measures making what searches, where it is asked for: the best of ten.
pub(crate) fn build<T>(name: &str, secrets: &Secrets, compile: fn(&Secrets) -> T) {
    if !is_asked_for(name) {
        return;
    }
    let mut best = f64::MAX;
    for _ in 0..10 {
        let start = seconds();
        let compiled = compile(secrets);
        best = best.min(seconds() - start);
        drop(compiled);
    }
    println!("{:7.2} ms    to compile {name}", best * 1e3);
}

/// The time that this process has had a processor.
fn seconds() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

pub(crate) const ALPHANUMERIC: &[u8] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const HEX: &[u8] = b"0123456789abcdef";

pub(crate) fn secret(key: &str, value: Vec<u8>) -> (EnvName, SecretValue) {
    (EnvName::new(key).unwrap(), SecretValue::new(value).unwrap())
}

/// Made-up keys, tokens, URLs and passwords as projects have them.
pub(crate) fn secrets(dice: &mut Dice, count: usize) -> Secrets {
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

/// Twenty secrets, one of them of 8 bytes.
pub(crate) fn with_a_short_one(dice: &mut Dice) -> Secrets {
    let mut secrets = secrets(dice, 19);
    secrets.push(secret("SHORT", dice.text(ALPHANUMERIC, 8)));
    secrets
}

/// Twenty secrets and a PEM text.
pub(crate) fn with_a_pem(dice: &mut Dice) -> Secrets {
    let mut secrets = secrets(dice, 20);
    secrets.push(secret("PEM", armoured(dice, 50)));
    secrets
}

/// Twenty secrets of hex digits.
pub(crate) fn of_hex(dice: &mut Dice) -> Secrets {
    let one = |number| secret(&format!("HEX{number}"), dice.text(HEX, 32));
    (0..20).map(one).collect()
}

/// A PEM text of so many lines.
pub(crate) fn armoured(dice: &mut Dice, lines: usize) -> Vec<u8> {
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
pub(crate) fn log(dice: &mut Dice, secrets: &[(EnvName, SecretValue)], every: usize) -> Vec<u8> {
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

pub(crate) fn hex(dice: &mut Dice) -> Vec<u8> {
    let mut text = Vec::new();
    while text.len() < 8 << 20 {
        text.extend(dice.text(HEX, 64));
        text.push(b'\n');
    }
    text
}

/// Numbers that look random and are the same in every run (xorshift64*).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(number).unwrap() % limit
    }

    pub(crate) fn text(&mut self, alphabet: &[u8], length: usize) -> Vec<u8> {
        (0..length)
            .map(|_| alphabet[self.below(alphabet.len())])
            .collect()
    }
}
