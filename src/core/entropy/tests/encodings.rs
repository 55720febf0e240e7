//! Texts in other digits: no harder to guess than what they stand for.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};

use super::{BASE32, BASE62, Dice};
use crate::core::entropy::thresholds::{FINGERPRINT_BITS, TELLING_BITS};
use crate::core::entropy::{bits as as_written, bits_to_guess as bits};

/// Bytes as groups of so many bits each, in an alphabet.
pub(super) fn in_digits(bytes: &[u8], width: usize, alphabet: &[u8]) -> String {
    let bits: Vec<u8> = bytes
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |at| byte >> at & 1))
        .collect();
    let number = |group: &[u8]| {
        let bit = |at: usize| usize::from(group.get(at).copied().unwrap_or(0));
        (0..width).fold(0, |number, at| number * 2 + bit(at))
    };
    bits.chunks(width)
        .map(|group| char::from(alphabet[number(group)]))
        .collect()
}

/// Ways in which fewer tools write bytes as text.
fn rarer_encodings(text: &str) -> Vec<String> {
    let two =
        |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> { text.encode_utf16().flat_map(bytes).collect() };
    let (little, big) = (two(u16::to_le_bytes), two(u16::to_be_bytes));
    let marked = [&[0xff, 0xfe], little.as_slice()].concat();
    let four: Vec<u8> = text
        .chars()
        .flat_map(|c| u32::from(c).to_le_bytes())
        .collect();
    let base32 = in_digits(text.as_bytes(), 5, BASE32);
    let escaped: Vec<_> = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let escaped = escaped.concat();
    vec![
        STANDARD.encode(&little),
        STANDARD.encode(&big),
        STANDARD_NO_PAD.encode(&marked),
        STANDARD.encode(&four),
        in_digits(&little, 5, BASE32),
        format!("{base32}{}", "=".repeat(base32.len().wrapping_neg() % 8)),
        base32.to_lowercase(),
        base32,
        escaped.replace('%', "%25"),
        escaped.replace('%', "-"),
        escaped,
        STANDARD.encode(text).repeat(2),
        STANDARD.encode(text.repeat(2)),
    ]
}

/// Every way in which tools write bytes as text.
fn encodings(text: &str) -> Vec<String> {
    let base64 = [STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD];
    let digits = |byte: u8| format!("{byte:02x}").chars().collect::<Vec<_>>();
    let hex = text.bytes().flat_map(digits).collect();
    let base64 = base64.iter().map(|engine| engine.encode(text));
    base64.chain([hex]).collect()
}

#[test]
fn an_encoded_text_is_no_harder_to_guess_than_what_it_stands_for() {
    for weak in [
        "user:hunter2",
        "admin:password",
        "password123password123",
        "my secret development password",
        "{\"pin\":1234,\"user\":\"test\"}",
        "user-name-of-service:4821",
        "pässwörd-größe-straße-übung-ähnlich",
        "what? is?? this???: hunter2",
        "postgres://app:hunter2@db/x",
    ] {
        for encoded in encodings(weak) {
            for value in [
                encoded.clone(),
                format!("Basic {encoded}"),
                format!("Bearer {encoded}\n"),
                format!("admin:{encoded}"),
                format!("basic_{encoded}"),
                format!("session={encoded}"),
                format!("https://example.org/?auth={encoded}"),
                format!("https://app:{encoded}@example.org/"),
                format!("https://example.org/hooks/{encoded}"),
                format!("{{\"auths\":{{\"example.org\":{{\"auth\":\"{encoded}\"}}}}}}"),
                format!("data:text/plain;base64,{encoded}"),
                encodings(&encoded).swap_remove(0),
            ] {
                let found = bits(value.as_bytes());
                assert!(found < FINGERPRINT_BITS, "{found} {value}");
            }
        }
    }
}

#[test]
fn a_rarer_encoding_makes_no_text_harder_to_guess() {
    let weak = [
        "562685",
        "2006-06-20",
        "password",
        "batteryshadow",
        "Elephant2024!",
        "keyboard-autumn-1969",
        "correct horse battery staple",
        "w3lc0m3m0nk3y2478",
        "admin:password123",
        "postgres://app:hunter2@db/x",
    ];
    for weak in weak {
        for encoded in rarer_encodings(weak) {
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"%=+/-".contains(&byte);
            let fits = encoded.bytes().all(plain);
            let within = [
                format!("https://h/?token={encoded}"),
                format!("{{\"password\":\"{encoded}\"}}"),
                format!("Bearer {encoded}"),
            ];
            let within = within.into_iter().filter(|_| fits);
            for value in within.chain([encoded.clone()]) {
                let found = bits(value.as_bytes());
                assert!(found < FINGERPRINT_BITS, "{found} {value} {weak}");
            }
        }
    }
}

#[test]
fn a_rarer_encoding_of_what_is_hard_to_guess_stays_so() {
    let mut dice = Dice(321);
    let mut shown = 0;
    for _ in 0..200 {
        let strong = dice.text(BASE62, 32);
        let encoded = rarer_encodings(&strong).into_iter();
        shown += encoded
            .filter(|encoded| bits(encoded.as_bytes()) >= FINGERPRINT_BITS)
            .count();
    }
    let all = 200 * rarer_encodings("x").len();
    assert!(shown * 1000 >= all * 995, "{shown} of {all}");
}

#[test]
fn an_encoded_text_that_is_hard_to_guess_stays_so() {
    let mut dice = Dice(123);
    for _ in 0..200 {
        let strong = format!("user:{}", dice.text(BASE62, 32));
        // Hex digits of text are mostly digits, and withheld anyway.
        for encoded in encodings(&strong).into_iter().take(4) {
            for value in [
                encoded.clone(),
                format!("Basic {encoded}"),
                format!("{{\"auths\":{{\"example.org\":{{\"auth\":\"{encoded}\"}}}}}}"),
            ] {
                let found = bits(value.as_bytes());
                assert!(found >= FINGERPRINT_BITS, "{found} {value}");
            }
        }
    }
}

#[test]
fn what_is_searched_for_is_judged_as_it_is_written() {
    for encoded in encodings("user:hunter2") {
        assert!(as_written(encoded.as_bytes()) >= TELLING_BITS);
    }
}
