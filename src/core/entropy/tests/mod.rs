//! What the estimate must give, and never give.

use super::bits_to_guess as bits;
use super::thresholds::FINGERPRINT_BITS;

/// A small generator of numbers (xorshift), the same in every run.
struct Dice(u64);

impl Dice {
    fn text(&mut self, alphabet: &[u8], length: usize) -> String {
        (0..length)
            .map(|_| char::from(alphabet[self.below(alphabet.len())]))
            .collect()
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

const HEX: &[u8] = b"0123456789abcdef";
const BASE62: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const BASE64: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const BASE32: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const BASE36: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";
const URL64: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const PRINTABLE: &[u8] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%^&*()-_=+[]{}<>?;";

fn uuid4(dice: &mut Dice) -> String {
    let groups = [8, 4, 3, 3, 12].map(|length| dice.text(HEX, length));
    let variant = dice.text(b"89ab", 1);
    let [first, second, third, fourth, last] = groups;
    format!("{first}-{second}-4{third}-{variant}{fourth}-{last}")
}

#[test]
fn what_can_be_guessed_is_withheld() {
    let texts = [
        "",
        " ",
        "4821",
        "pässwörd",
        "hunter2",
        "test-not-a-real-key",
        "sk-live-actual-value",
        "correct horse battery staple",
        "correct-horse-battery-staple-again-and-again",
        "CorrectHorseBatteryStapleMountain",
        "correcthorsebatterystaplemountain",
        "c0rr3ct-h0rs3-b4tt3ry-st4pl3-m0unt41n",
        "Tr0ub4dor&3MonkeyShadow2019",
        "postgres://app:hunter2@db/x",
        "postgres://app:hunter2@db-7f3a9c2e81b04d56a1c3.example.org/x",
        "postgres://app:hun/ter2@db/9f86d081884c7d659a2feaa0c55ad015",
        "postgres://9f86d081884c7d659a2feaa0c55ad015:hunter2@db/x",
        "postgres://db/x?user=9f86d081884c7d659a2feaa0c55ad015&password=hunter2",
        "postgres://app:p%61ssword%31%32%33@db/x",
        "redis://localhost:6379/0",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "abababababababababababababababab",
        "abcdefghijklmnopqrstuvwxyz123456",
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
        "0123456789abcdef0123456789abcdef",
        "deadbeefdeadbeefdeadbeefdeadbeef",
        "2024-01-01T00:00:00Z",
        "2024-01-01T00:00:00.000000+01:00",
        "20240101120000-20241231235959",
        "password123password123password123",
        "Summer2024!Summer2024!",
        "Summer2024!Winter2025!Spring",
        "qwertyuiopasdfghjklzxcvbnm",
        "1qaz2wsx3edc4rfv5tgb6yhn",
        "qwerty123456qwerty654321",
        "12345678901234567890123456789012",
        "MariaFernandezGarcia1984Barcelona",
        "maria.fernandez-garcia@research.example.org",
        "The quick brown fox jumps over the lazy dog.",
        "thequickbrownfoxjumpsoverthelazydog",
        "To be, or not to be, that is the question: whether tis nobler in the mind",
        "/usr/local/share/applications/research-agents/config/production.yaml",
        "C:\\Users\\Administrator\\Documents\\Passwords\\production-database.kdbx",
        "ip-10-0-12-34.eu-west-1.compute.internal",
        "production-database-primary.eu-west-1.example.org",
        "research-agents-production-database-password",
        "my_db_prd_usr_pwd_2024_v2_final_final",
        "RESEARCH_AGENTS_PRODUCTION_DATABASE_PASSWORD",
        "changeme-changeme-changeme-changeme",
        "your-openai-api-key-goes-here-please-replace",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "https://hooks.example.org/services/notifications/production",
        "+49 151 2345 6789 +49 151 2345 6780",
        "{\"user\":\"app\",\"password\":\"hunter2\"}",
        "{\"tenant\":\"a6cc5730-2261-41ee-9c43-2eb5a363657c\",\"pw\":\"hunter2\"}",
        "{\"dsn_secret\":\"postgres://app:hunter2@db/x\"}",
        "Server=tcp:db-9f86d081884c7d659a2feaa0.example.org;Uid=app;Pwd=hunter2;",
        "host=db user=9f86d081884c7d659a2feaa0c55ad015 password=hunter2",
        "admin:password123",
        "a6cc5730-2261-11ee-9c43-2eb5a363657c",
        "Надежда умирает последней и никогда не возвращается",
        "pässwörd-größe-straße-übung-ähnlich",
        "Passw0rd!Passw0rd1Passw0rd2",
        "liverpool-manchester-birmingham-2012",
        "ILoveYouForeverAndEver<3",
        "DEBUG,INFO,WARNING,ERROR",
        "true",
        "us-east-1,us-west-2,eu-central-1,ap-southeast-2",
        "mongodb+srv://service-account:Welcome2024@cluster0.ab1cd.mongodb.net/?retryWrites=true",
        "PleaseLetMeIn!PleaseLetMeIn?",
        "MyVerySecretProductionPassword2024!",
        "00000000-0000-0000-0000-000000000000",
        "Elephant2024Elephant2024",
        "Elephant2024ELEPHANT2024elephant2024",
        "keyboard-autumn-1969keyboard-autumn-1969",
        "keyboard-autumn-1969/keyboard-autumn-1969",
        "sk-Elephant2024Elephant2024",
        "w3lc0m3m0nk3y2478",
        "K3yb0@rdAutumnl0nd0n!1969",
        "%63%6F%6D%70%75%74%65%72",
        "token_%63%6f%6d%70uter%2d%31%39%36%39",
        "4B-65-79-62-6F-61-72-64-2D-31-39-36-39",
        "0x6b 0x65 0x79 0x62 0x6f 0x61 0x72 0x64 0x31",
        "=4B=65=79=62=6F=61=72=64=2D=31=39=36=39",
        "&#x6b;&#x65;&#x79;&#x62;&#x6f;&#x61;&#x72;&#x64;&#x31;",
    ];
    let judged = texts.iter().map(|text| (bits(text.as_bytes()), text));
    let shown: Vec<_> = judged
        .filter(|(found, _)| *found >= FINGERPRINT_BITS)
        .collect();
    assert!(shown.is_empty(), "{shown:?}");
}

#[test]
fn structure_is_looked_through() {
    let mut dice = Dice(77);
    let strong = dice.text(BASE62, 40);
    let pem = |line_break: &str| {
        let lines: Vec<_> = (0..6).map(|_| dice.text(BASE62, 64)).collect();
        let body = lines.join(line_break);
        format!("-----BEGIN TEST KEY-----{line_break}{body}{line_break}-----END TEST KEY-----")
    };
    let mut pem = pem;
    let (real, written) = (pem("\n"), pem("\\n"));
    for text in [
        format!("https://hooks.example.org/services/T0/B0/{strong}"),
        format!("https://{strong}@errors.example.org/42"),
        format!("https://files.example.org/a?sv=2024-01-01&sig={strong}%3D"),
        format!("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0ZXN0In0.{strong}"),
        format!("AccountName=test;AccountKey={strong}==;EndpointSuffix=example.org"),
        format!("host=db user=app password={strong}"),
        format!("{{\"type\":\"test\",\"private_key\":\"{written}\"}}"),
        format!("[\"{strong}\"]"),
        format!("123456789:{strong}"),
        real,
        written.clone(),
    ] {
        let found = bits(text.as_bytes());
        assert!(found >= FINGERPRINT_BITS, "{found} {text}");
    }
}

#[test]
fn any_bytes_are_judged() {
    let mut dice = Dice(99);
    let odd: &[u8] = b"{[\":\\/?#@%&=;., -_aZ09\x00\x7f";
    for length in 0..64 {
        for _ in 0..200 {
            let _ = bits(dice.text(odd, length).as_bytes());
        }
    }
    for byte in 0..=255 {
        assert!(bits(&vec![byte; 131_072]) < FINGERPRINT_BITS);
    }
    assert!(
        bits(b"postgres://a:%") < FINGERPRINT_BITS
            && bits("[".repeat(9000).as_bytes()) < FINGERPRINT_BITS
    );
}

#[test]
fn what_repeats_or_takes_turns_stays_weak_however_long() {
    for unit in ["aB3", "abc123", "x1Z9q", "hunter2-"] {
        for length in [64, 200, 1000, 5000] {
            let value = unit.repeat(length / unit.len() + 1);
            assert!(
                bits(value.as_bytes()) < FINGERPRINT_BITS,
                "{unit} x {length}"
            );
        }
    }
    for value in [
        "1q2w3e4r5t6y7u8i9o0p",
        "1a2b3c4d5e6f7g8h9i0j",
        "qawsedrftgyhujikolp",
    ] {
        assert!(bits(value.as_bytes()) < FINGERPRINT_BITS, "{value}");
    }
}

mod encodings;
mod rates;
