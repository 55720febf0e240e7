//! Values that nobody guesses.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD};

use super::words::{BIP39, DICEWARE};
use super::{Kinds, beside};
use crate::core::entropy::tests::{
    BASE32, BASE36, BASE62, BASE64, Dice, HEX, PRINTABLE, URL64, uuid4,
};

const LOWER: &[u8] = b"abcdefghijklmnopqrstuvwxyz";
const UPPER: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DIGITS: &[u8] = b"0123456789";
/// The symbols of common generators of passwords.
const TERRAFORM: &[u8] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!@#$%&*()-_=+[]{}<>:?";

/// Those of them that readers of URLs take for what they are.
const UNESCAPED: &[u8] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!@$&*()-_=+[]{}<>:";

/// Each has 80 bits or more.
pub(super) const STRONG: Kinds = &[
    ("16 of Terraform's characters", |d| d.text(TERRAFORM, 16)),
    ("20 printable characters", |d| d.text(PRINTABLE, 20)),
    ("24 printable characters", |d| d.text(PRINTABLE, 24)),
    ("32 printable characters", |d| d.text(PRINTABLE, 32)),
    ("20 small letters", |d| d.text(LOWER, 20)),
    ("32 small letters", |d| d.text(LOWER, 32)),
    ("20 capitals", |d| d.text(UPPER, 20)),
    ("32 capitals", |d| d.text(UPPER, 32)),
    ("27 digits", |d| d.text(DIGITS, 27)),
    ("30 digits", |d| d.text(DIGITS, 30)),
    ("40 digits", |d| d.text(DIGITS, 40)),
    ("20 small letters and digits", |d| d.text(BASE36, 20)),
    ("20 letters and digits", |d| d.text(BASE62, 20)),
    ("40 letters and digits", |d| d.text(BASE62, 40)),
    ("20 Cyrillic letters", |d| d.script('а', 32, 20)),
    ("24 Greek letters", |d| d.script('α', 25, 24)),
    ("24 Hebrew letters", |d| d.script('א', 27, 24)),
    ("20 katakana", |d| d.script('ァ', 80, 20)),
    ("10 Chinese characters", |d| d.script('一', 20_000, 10)),
    ("32 hex digits", |d| d.text(HEX, 32)),
    ("32 capital hex digits", |d| d.text(HEX, 32).to_uppercase()),
    ("64 hex digits", |d| d.text(HEX, 64)),
    ("hex bytes with colons", |d| {
        [0; 16].map(|_| d.text(HEX, 2)).join(":")
    }),
    ("UUID v4", uuid4),
    ("32 base32", |d| d.text(BASE32, 32)),
    ("base64 of 16 bytes", |d| STANDARD.encode(d.bytes(16))),
    ("base64 of 32 bytes", |d| STANDARD.encode(d.bytes(32))),
    ("base64url of 32 bytes", |d| {
        URL_SAFE_NO_PAD.encode(d.bytes(32))
    }),
    ("Fernet", |d| URL_SAFE.encode(d.bytes(32))),
    ("7 words of dice", |d| d.words(DICEWARE, 7, " ")),
    ("8 words of dice, hyphens", |d| d.words(DICEWARE, 8, "-")),
    ("10 words of dice, no sign", |d| d.words(DICEWARE, 10, "")),
    ("12 words of BIP 39", |d| d.words(BIP39, 12, " ")),
    ("24 words of BIP 39", |d| d.words(BIP39, 24, " ")),
    ("AWS key id", |d| format!("AKIA{}", d.text(BASE32, 16))),
    ("AWS secret", |d| d.text(BASE64, 40)),
    ("GitLab", |d| format!("glpat-{}", d.text(URL64, 20))),
    ("Twilio", |d| format!("SK{}", d.text(HEX, 32))),
    ("OpenAI", |d| format!("sk-proj-{}", d.text(URL64, 48))),
    ("GitHub", |d| format!("ghp_{}", d.text(BASE62, 36))),
    ("Telegram", |d| {
        format!("{}:AA{}", d.text(DIGITS, 9), d.text(URL64, 33))
    }),
    ("JWT", |d| {
        let claims = format!("{{\"iat\":{}}}", d.text(DIGITS, 10));
        let parts = ["{\"alg\":\"HS256\"}", &claims].map(|part| URL_SAFE_NO_PAD.encode(part));
        format!("{}.{}", parts.join("."), d.text(URL64, 43))
    }),
    ("webhook", |d| {
        let path = [d.text(BASE36, 9).to_uppercase(), d.text(BASE62, 24)].join("/");
        format!("https://hooks.example.org/services/{path}")
    }),
    ("URL, symbols escaped", |d| {
        let password = escaped(&d.text(TERRAFORM, 16));
        format!("postgres://app:{password}@db.example.org:5432/x?sslmode=require")
    }),
    ("URL, symbols", |d| {
        format!("amqp://app:{}@mq.example.org:5671/v", d.text(UNESCAPED, 16))
    }),
    ("URL, token as user", |d| {
        format!(
            "https://{}:x-oauth-basic@git.example.org/x",
            d.text(BASE62, 40)
        )
    }),
    ("URL, signature", |d| {
        let signature = escaped(&STANDARD.encode(d.bytes(32)));
        format!("https://h.example.org/a?sv=2024-01-01&sig={signature}")
    }),
    ("JSON", |d| {
        beside(d, "{\"id\":\"%\",\"password\":\"$\"}", strong)
    }),
    ("YAML", |d| {
        beside(d, "id: %\npassword: $\nuser: a\n", strong)
    }),
    ("netrc", |d| {
        beside(d, "machine h login % password $", strong)
    }),
    ("ODBC", |d| {
        beside(d, "Server=h;Uid=%;Pwd=$;Encrypt=yes", strong)
    }),
    ("basic", |d| {
        format!(
            "Basic {}",
            STANDARD.encode(format!("app:{}", d.text(BASE62, 24)))
        )
    }),
];

fn strong(dice: &mut Dice) -> String {
    dice.text(
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$^*()-_+",
        24,
    )
}

fn escaped(text: &str) -> String {
    let escape = |byte: u8| match byte {
        byte if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) => {
            char::from(byte).to_string()
        }
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(escape).collect()
}
