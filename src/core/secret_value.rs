//! Judges a value by its text: it contains a secret, or is an ordinary word.

use crate::core::entropy;
use crate::core::entropy::thresholds::CODE_BITS;
use crate::core::secret_words::may_be_secret;
use crate::core::url::Url;

/// Words that settings often have.
const EVERYDAY: &str = "\
    any auto basic bearer cache cached cached_db cookie cookies database db default digest \
    disabled enabled es256 file filesystem hs256 hs512 ldap local md5 memory mysql no none \
    null oauth oauth2 off oidc on optional pgsql postgres redis required rs256 saml session \
    sha1 sha256 sha512 simple sqlite token yes";

/// Whether a value is a word that settings often have.
pub(crate) fn is_everyday(value: &str) -> bool {
    let word = value.trim().to_ascii_lowercase();
    EVERYDAY.split(' ').any(|one| one == word)
}

/// Marks of private keys: `PRIVATE KEY` in base64 at each offset, the
/// keys of age and of `PuTTY`.
const KEY_MARKS: [&str; 5] = [
    "UFJJVkFURSBL",
    "SVZBVEUgS0VZ",
    "UklWQVRFIEtF",
    "AGE-SECRET-KEY-1",
    "PuTTY-User-Key-File",
];

/// Words of sentences, which no passphrase has.
const OF_SENTENCES: &str =
    "all and are can for from has not our that the this use was will with you your";

/// Fewer words are as often a name or a title.
const LEAST_WORDS: usize = 7;

/// Why a value is a secret by its form, whatever its name says and however weak it is:
/// `Password=test` is one. That a part of it is hard to guess is another question, which
/// the needles answer, and which `app:TOKEN` answers with yes.
pub(crate) fn reason(value: &[u8]) -> Option<&'static str> {
    if has_private_key(value) {
        Some("its value contains a private key")
    } else if has_password(value) {
        Some("its value is a URL with a password")
    } else {
        names_a_secret(value).then_some("its value contains a named password or token")
    }
}

/// Whether a value is a passphrase, or random letters, digits and symbols.
pub(crate) fn is_random(value: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(value.trim_ascii()) else {
        return false;
    };
    let word = |word: &str| {
        (3..=10).contains(&word.len())
            && word.bytes().all(|byte| byte.is_ascii_lowercase())
            && !OF_SENTENCES.split(' ').any(|one| one == word)
    };
    let is_phrase =
        |mark: char| text.split(mark).count() >= LEAST_WORDS && text.split(mark).all(word);
    let has = |class: fn(&u8) -> bool| text.bytes().any(|byte| class(&byte));
    // The symbols of addresses, lists and paths say nothing.
    let mut symbols = text
        .bytes()
        .filter(|byte| byte.is_ascii_punctuation() && !b",._-:/@=".contains(byte))
        .collect::<Vec<_>>();
    symbols.sort_unstable();
    symbols.dedup();
    let structured = ["{\"", "{'", "[\"", "['", "^", "<"]
        .iter()
        .any(|start| text.starts_with(start));
    let is_mixed = symbols.len() >= 3
        && text.len() >= 16
        && !structured
        && !text.contains("://")
        && !has(u8::is_ascii_whitespace)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_digit);
    let is_mixed = is_mixed && entropy::bits(text.as_bytes()) >= CODE_BITS;
    is_mixed || is_phrase(' ') || is_phrase('-')
}

/// Whether a value has a private key in it: as PEM, in a JSON text, in base64.
fn has_private_key(value: &[u8]) -> bool {
    let has = |text: &str| memchr::memmem::find(value, text.as_bytes()).is_some();
    (has("BEGIN ") && has("PRIVATE KEY")) || KEY_MARKS.iter().any(|mark| has(mark))
}

/// Whether a value is a URL with a password in it.
fn has_password(value: &[u8]) -> bool {
    // White space ends a URL in prose, but it may also stand in a password.
    let whole = Url::first_in(value);
    whole
        .into_iter()
        .chain(Url::each_in(value))
        .any(|url| url.password.is_some())
}

/// Whether a value is a list or a JSON text of fields one of which is a secret by its name
/// (`Server=db;Password=…`, `https://h/?token=…`), or what an `Authorization`
/// header says.
fn names_a_secret(value: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(value) else {
        return false;
    };
    let scheme = |word: &str| {
        ["basic", "bearer"]
            .iter()
            .any(|one| word.eq_ignore_ascii_case(one))
    };
    let header = text
        .trim()
        .split_once(' ')
        .is_some_and(|(word, rest)| scheme(word) && !rest.contains(' '));
    let mut fields = text.split(|letter: char| letter.is_whitespace() || "?&;,".contains(letter));
    let quoted: Vec<&str> = text.split(['"', '\'']).collect();
    let is_key = text.contains("\"kty\"");
    let mut pairs = quoted
        .windows(3)
        .filter(|parts| parts[1].trim() == ":" && !parts[2].is_empty());
    header
        || pairs.any(|parts| {
            may_be_secret(parts[0].as_bytes()) || (is_key && matches!(parts[0], "d" | "k"))
        })
        || fields.any(|field| {
            field
                .split_once('=')
                .is_some_and(|(name, rest)| !rest.is_empty() && may_be_secret(name.as_bytes()))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_names_a_secret_is_known() {
        for value in [
            "Server=x;Password=test;",
            "host=db user=app password=test",
            "https://h/?token=test",
            "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=test==",
            "Bearer test",
            "api_key=test",
            r#"{"host": "db", "password": "test"}"#,
            "{'user': 'a', 'token' : 'test'}",
            r#"{"kty":"RSA","n":"test","d":"test"}"#,
        ] {
            assert!(names_a_secret(value.as_bytes()), "{value}");
        }
        for value in [
            "",
            "Basic",
            "basic auth only",
            "a=b;c=d",
            "password=",
            "Server=x",
            "monkey=1",
            r#"{"host": "db", "password": ""}"#,
            r#"{"kty":"RSA","n":"test"}"#,
        ] {
            assert!(!names_a_secret(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn a_private_key_is_known_in_every_form() {
        let body = "dGVzdC1ub3QtYS1yZWFs";
        for label in [
            "PRIVATE KEY",
            "RSA PRIVATE KEY",
            "OPENSSH PRIVATE KEY",
            "PGP PRIVATE KEY BLOCK",
        ] {
            let pem = format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n");
            let escaped = pem.replace('\n', "\\n");
            let json = format!(r#"{{"type": "service_account", "data": "{escaped}"}}"#);
            let found = Some("its value contains a private key");
            for text in [&pem, &escaped, &json] {
                assert_eq!(reason(text.as_bytes()), found, "{text}");
            }
        }
        let public = format!("-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n");
        assert_eq!(reason(public.as_bytes()), None);
        // The base64 of ` PRIVATE KEY`, after no, one and two bytes.
        for text in [
            "UFJJVkFURSBLRVk=",
            "IFBSSVZBVEUgS0VZ",
            "LS1QUklWQVRFIEtFWQ==",
        ] {
            assert!(has_private_key(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn what_is_not_plainly_harmless_is_random() {
        for text in [
            "x7$Qm,3Zk*9Vt!2Rw(8Yh4N#b",
            "/Qm3Z,k*9Vt!2Rw(8Yh4N#b7",
            "lunar basket copper vivid anchor meadow tunnel pepper",
            "lunar-basket-copper-vivid-anchor-meadow-tunnel-pepper",
        ] {
            assert!(is_random(text.as_bytes()), "{text}");
        }
        for text in [
            "",
            "example.com,www.example.com,api.example.org",
            "/usr/local/lib/python3.12/site-packages",
            "the service that sends mail for all our users",
            "[%(asctime)s] %(levelname)s: %(message)s",
            "my-app-prod",
            r#"{"LogLevel": 3, "other": [1, 2]}"#,
            "get post put patch delete",
        ] {
            assert!(!is_random(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn a_password_in_a_url_is_seen() {
        for (url, held) in [
            ("postgres://app:test@db/x", true),
            ("postgres://app:te st@db/x", true),
            ("redis://:te\tst@h", true),
            ("see http://a/ and redis://:test@h", true),
            ("postgres://db/x", false),
            ("https://app@db/a:b", false),
        ] {
            assert_eq!(has_password(url.as_bytes()), held, "{url}");
        }
    }
}
