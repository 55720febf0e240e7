//! Values that a guesser tries.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use super::words::{COMMON, DICEWARE, FIRST, LAST};
use super::{Kinds, beside};
use crate::core::entropy::tests::encodings::in_digits;
use crate::core::entropy::tests::{BASE32, BASE62, Dice, HEX};

/// What a guesser tries.
pub(super) const WEAK: Kinds = &[
    ("common passwords", |d| d.word(COMMON)),
    ("with a number or a sign", |d| {
        let password = d.word(COMMON);
        titled(&password) + &d.word("1 123 ! !! 12 2024 1! @123 99 007 #1 . 1234 ?")
    }),
    ("with a year", |d| {
        titled(&d.word(COMMON)) + &d.year() + &d.word("! ? 1 .")
    }),
    ("capitals", |d| d.word(COMMON).to_uppercase()),
    ("alternating case", |d| {
        let words = d.word(COMMON) + &d.word(COMMON);
        let turn = |(at, c): (usize, char)| {
            if at % 2 == 0 {
                c
            } else {
                c.to_ascii_uppercase()
            }
        };
        words.chars().enumerate().map(turn).collect()
    }),
    ("leet", |d| leet(&d.word(COMMON)) + &d.year()),
    ("leet names", |d| leet(&(d.word(FIRST) + &d.word(LAST)))),
    ("leet, three words", |d| {
        leet(&d.words(DICEWARE, 3, "")) + &d.word("! 1 _ 99 #")
    }),
    ("leet, four words", |d| leet(&d.words(DICEWARE, 4, ""))),
    ("leet, four words, hyphens", |d| {
        leet(&d.words(DICEWARE, 4, "-"))
    }),
    ("twice", |d| d.word(COMMON).repeat(2)),
    ("twice, with a sign", |d| {
        let password = d.word(COMMON);
        format!("{password}{}{password}", d.word("- _ . / 1"))
    }),
    ("eight times", |d| d.word(COMMON).repeat(8)),
    ("two common passwords, a sign", |d| {
        let sign = d.word("- _ . / + : ! 1 &");
        d.words(COMMON, 2, &sign)
    }),
    ("two common passwords", |d| d.words(COMMON, 2, "")),
    ("names with a year", |d| {
        titled(&d.word(FIRST)) + &titled(&d.word(LAST)) + &d.year() + &d.word("! 1 ?")
    }),
    ("name and date", |d| titled(&d.word(FIRST)) + &d.date("")),
    ("e-mail address", |d| {
        format!("{}.{}@gmail.com", d.word(FIRST), d.word(LAST))
    }),
    ("dates", |d| d.date("") + &d.date("")),
    ("dates with signs", |d| d.date("-") + "T" + &d.time() + "Z"),
    ("12 keys in a row", |d| walk(d, 12)),
    ("24 keys in a row", |d| walk(d, 24)),
    ("40 keys in a row", |d| walk(d, 40)),
    ("columns of keys", |d| {
        let columns = "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/";
        let first = 4 * d.below(4);
        columns[first..=first + 11 + 4 * d.below(4)].to_owned()
    }),
    ("a sequence", |d| {
        let all = "abcdefghijklmnopqrstuvwxyz0123456789".repeat(2);
        let start = d.below(30);
        all[start..start + 8 + d.below(30)].to_owned()
    }),
    ("a part again and again", |d| {
        let length = 1 + d.below(4);
        d.text(BASE62, length).repeat(12)
    }),
    ("four words", |d| d.words(DICEWARE, 4, "-")),
    ("16 hex digits", |d| d.text(HEX, 16)),
    ("16 hex digits, prefix", |d| {
        format!("sk-proj-{}", d.text(HEX, 16))
    }),
    ("base64", |d| STANDARD.encode(weak(d))),
    ("base64url", |d| URL_SAFE_NO_PAD.encode(weak(d))),
    ("hex", |d| in_digits(weak(d).as_bytes(), 4, HEX)),
    ("base32", |d| in_digits(weak(d).as_bytes(), 5, BASE32)),
    ("percent escapes", |d| {
        weak(d)
            .bytes()
            .fold(String::new(), |text, byte| format!("{text}%{byte:02X}"))
    }),
    ("base64 of base64", |d| {
        STANDARD.encode(STANDARD.encode(weak(d)))
    }),
    ("basic", |d| {
        format!("Basic {}", STANDARD.encode(format!("app:{}", weak(d))))
    }),
    ("JSON", |d| {
        beside(d, "{\"id\":\"%\",\"password\":\"$\",\"x\":\"%\"}", weak)
    }),
    ("JSON in JSON", |d| {
        beside(
            d,
            "{\"id\":\"%\",\"y\":\"{\\\"id\\\":\\\"%\\\",\\\"pwd\\\":\\\"$\\\"}\"}",
            weak,
        )
    }),
    ("YAML", |d| {
        beside(d, "id: %\npassword: $\ntenant: '%'\n", weak)
    }),
    ("YAML in one line", |d| {
        beside(d, "{id: %, password: $, x: %}", weak)
    }),
    ("netrc", |d| beside(d, "machine h login % password $", weak)),
    ("ODBC", |d| beside(d, "Server=db-%;Uid=%;Pwd=$;App=%", weak)),
    ("libpq", |d| {
        beside(d, "host=% user=% password=$ dbname=%", weak)
    }),
    ("lines of an env file", |d| {
        beside(d, "ID=%\nDB_PASSWORD=$\nX=%", weak)
    }),
    ("URL", |d| beside(d, "postgres://%:$@%.example.org/%", weak)),
    ("URL, parameter", |d| {
        beside(d, "https://h/%?client_id=%&password=$&x=%", weak)
    }),
];

fn weak(dice: &mut Dice) -> String {
    let kind = dice.below(4);
    let word = dice.word(COMMON);
    match kind {
        0 => word,
        1 => titled(&word) + &dice.year(),
        2 => word.repeat(2),
        _ => titled(&dice.word(FIRST)) + &dice.word(LAST) + "1",
    }
}

fn titled(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

fn leet(word: &str) -> String {
    let signs = [
        ('a', '4'),
        ('e', '3'),
        ('i', '1'),
        ('o', '0'),
        ('s', '5'),
        ('t', '7'),
    ];
    let sign = |c: char| {
        signs
            .iter()
            .find(|(letter, _)| *letter == c)
            .map_or(c, |(_, sign)| *sign)
    };
    word.chars().map(sign).collect()
}

/// Keys beside each other, most of them in one direction.
fn walk(dice: &mut Dice, length: usize) -> String {
    let rows = ["1234567890", "qwertyuiop", "asdfghjkl;", "zxcvbnm,./"].map(str::as_bytes);
    let (mut row, mut column, mut way) = (dice.below(4), dice.below(10), dice.below(8));
    let mut text = String::new();
    while text.len() < length {
        text.push(char::from(rows[row][column]));
        let ways = [
            (0, 1),
            (0, -1),
            (1, 0),
            (-1, 0),
            (1, -1),
            (-1, 1),
            (0, 1),
            (0, -1),
        ];
        if dice.below(8) == 0 {
            way = dice.below(8);
        }
        let next = |way: usize| {
            let row = row.checked_add_signed(ways[way].0).filter(|row| *row < 4);
            row.zip(
                column
                    .checked_add_signed(ways[way].1)
                    .filter(|column| *column < 10),
            )
        };
        while next(way).is_none() {
            way = dice.below(8);
        }
        (row, column) = next(way).unwrap();
    }
    text
}
