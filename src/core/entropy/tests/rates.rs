//! How often the estimate is wrong, by kind of value:
//! `cargo test --lib entropy::tests::rates -- --nocapture`.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD};

use super::encodings::in_digits;
use super::{BASE32, BASE36, BASE62, BASE64, Dice, HEX, PRINTABLE, URL64, uuid4};
use crate::core::entropy::bits_to_guess;
use crate::core::entropy::thresholds::FINGERPRINT_BITS;

/// Values of each kind, and how many of them may be taken for the opposite.
const DRAWS: usize = 1000;
const WRONG: usize = 5;

const LOWER: &[u8] = b"abcdefghijklmnopqrstuvwxyz";
const UPPER: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DIGITS: &[u8] = b"0123456789";
/// The symbols of common generators of passwords.
const TERRAFORM: &[u8] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!@#$%&*()-_=+[]{}<>:?";

/// Those of them that readers of URLs take for what they are.
const UNESCAPED: &[u8] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!@$&*()-_=+[]{}<>:";

/// Words of a list for dice, of BIP 39, of the most common passwords, and of names.
const DICEWARE: &str = "\
    reappear easiness smith google subwoofer scapegoat wrongness trousers slurp reselect \
    voicing overcrowd antitrust trodden malformed stimulant yapping dupe reprint backlight \
    update contort cauterize grunge manly unframed dubbed handpick panhandle capricorn \
    pointing duplicate alabaster skimpily diagram igloo entree curry vice unfitted stage \
    haven corner sputter suing boat coat railway raider launder chowtime class abruptly \
    unholy action depress stench devourer cradling unify crafty even filth defeat oxidizing \
    unlined sacrament recall delta curliness wrench scarce decorator untidy haphazard \
    express amusement grading imprison crafter wiry compacted eliminate blabber freeing \
    facecloth tattle pucker prelude accompany progress sacred seventy fruit blandness ferris";
const BIP39: &str = "\
    remove original wage payment future wait vehicle focus brush lobster arm require solve \
    announce stool rocket scheme again treat blood frequent goose diagram law uncover \
    raccoon remember lesson undo dance rose number barrel tank concert height purpose rifle \
    episode puppy minor connect paper peasant orphan food chimney equip oxygen waste famous \
    boat city sound aware kangaroo quote length true subject enhance broken awkward witness";
const COMMON: &str = "\
    lickme westside trouble garfield hotstuff doctor asdf1234 trfnthbyf 666999 police lakers \
    redneck avatar beaver storm andrey mulder omega admin zipper charlie1 rooster goforit \
    cessna 01012011 helpme xfiles sticky flyers wrinkle1 01012000 lovely asdfasdf chicks \
    predator mongoose andrei 456123 tennis spike hello blizzard nfnmzyf chevelle blackie \
    chopper polina bigmac minecraft 7777777 virgin avalon pontiac kirill 321654 123654789 \
    seminole airforce 135790 whynot balls lucifer michigan chiefs pervert blessed phantom \
    spyder beatles simple catfish racecar hobbes fishing stephani fluffy poiuyt wolfpack \
    fylhtq 159753 poopoo saturn stormy metallica spirit stalker bigdog adgjmptw vikings \
    lasvegas porsche asdfghjk pookie a1b2c3d4 doggie chichi hello1 silver gambit pascal \
    142536 corona redsox svetlana domino qazwsx123 12345678 cancer montreal psycho";
const FIRST: &str = "\
    judy samuel april alice edward leslie nancy ryan margaret debbie shannon brenda susan \
    debra adam denise danielle anita joyce emily louis victor doris rita stanley fred carl \
    martha james terry kimberly rhonda julie rachel andrea chad rosa maria dawn teresa";
const LAST: &str = "\
    banks hughes shaw payne mckinney dixon lynch anderson carroll matthews obrien stone ross \
    jennings white torres carlson morales hudson rodriguez price howell miller barnett bush \
    munoz palmer mason caldwell robinson";

type Kinds = &'static [(&'static str, fn(&mut Dice) -> String)];

/// Each has 80 bits or more.
const STRONG: Kinds = &[
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

/// What a guesser tries.
const WEAK: Kinds = &[
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

fn strong(dice: &mut Dice) -> String {
    dice.text(
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$^*()-_+",
        24,
    )
}

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

fn escaped(text: &str) -> String {
    let escape = |byte: u8| match byte {
        byte if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) => {
            char::from(byte).to_string()
        }
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(escape).collect()
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

impl Dice {
    fn bytes(&mut self, length: usize) -> Vec<u8> {
        let byte = |_| u8::try_from(self.below(256)).unwrap();
        (0..length).map(byte).collect()
    }

    fn script(&mut self, first: char, count: usize, length: usize) -> String {
        let letter = |_| {
            let letter = u32::from(first) + u32::try_from(self.below(count)).unwrap();
            char::from_u32(letter).unwrap()
        };
        (0..length).map(letter).collect()
    }

    fn word(&mut self, list: &str) -> String {
        let words: Vec<&str> = list.split(' ').collect();
        words[self.below(words.len())].to_owned()
    }

    fn words(&mut self, list: &str, count: usize, between: &str) -> String {
        let words: Vec<String> = (0..count).map(|_| self.word(list)).collect();
        words.join(between)
    }

    fn year(&mut self) -> String {
        (1940 + self.below(90)).to_string()
    }

    fn date(&mut self, sign: &str) -> String {
        let (year, month, day) = (self.year(), 1 + self.below(12), 1 + self.below(28));
        format!("{year}{sign}{month:02}{sign}{day:02}")
    }

    fn time(&mut self) -> String {
        [24, 60, 60]
            .map(|limit| format!("{:02}", self.below(limit)))
            .join(":")
    }
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
