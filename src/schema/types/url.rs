//! URLs of services.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::core::message::quoted;
use crate::core::url::Url;
use crate::schema::redact::labels;
use crate::schema::types::host;
use crate::schema::types::mismatch::Mismatch;

/// Schemes whose URLs the web's rules govern: one host, of a name's characters.
const WEB: [&str; 6] = ["http", "https", "ws", "wss", "ftp", "ftps"];

/// Schemes (without their `+driver`) that mean something without a host: a
/// file, a socket, a service in memory, or the client's default host.
const HOSTLESS: [&str; 21] = [
    "amqp",
    "bigquery",
    "console",
    "duckdb",
    "file",
    "locmem",
    "mariadb",
    "mem",
    "memory",
    "mysql",
    "postgis",
    "postgres",
    "postgresql",
    "psql",
    "redis",
    "rediss",
    "smtp",
    "snowflake",
    "spatialite",
    "sqlite",
    "unix",
];

/// Checks a `url`: `scheme://` and a host, or several hosts with commas
/// between them (`postgres://h1:5432,h2/db`). Stricter than pydantic's
/// `AnyUrl`, which trims white space, reads `http:x`, and takes port 0 and
/// `h:/`: what connects to the URL mostly does not.
pub(super) fn check(
    text: &str,
    schemes: &[Box<str>],
    hosts: &[Box<str>],
    pydantic: bool,
) -> Result<(), Mismatch> {
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(not_url("white space or a control character in the URL"));
    }
    let url = Url::parse(text.as_bytes())
        .filter(|url| !url.scheme.contains(&b':'))
        .ok_or_else(|| not_url("not a URL with a scheme and `://`"))?;
    let scheme = String::from_utf8_lossy(url.scheme).to_ascii_lowercase();
    if !schemes.is_empty() && !schemes.iter().any(|allowed| **allowed == *scheme) {
        return Err(wrong_scheme(schemes));
    }
    let before_host = || url.user.into_iter().chain(url.password).flatten();
    // Most clients end the host at the first of these, and read another URL.
    if before_host().any(|byte| b"/?#".contains(byte)) {
        let what = "`/`, `?` or `#` in the URL's user name or password";
        return Err(not_url(what).hint("percent-encode it"));
    }
    let web = is_web_scheme(&scheme);
    // Browsers and many clients read `\` as `/`, and so another host.
    if web && before_host().chain(url.hosts).any(|byte| *byte == b'\\') {
        return Err(not_url("a backslash in the URL's host"));
    }
    // pydantic takes it for a part of `://`, and finds no host.
    if url.hosts.contains(&b',') && url.user.is_some_and(|user| user.starts_with(b"\\")) {
        let what = "a backslash before the URL's user name";
        return Err(not_url(what).hint("percent-encode it"));
    }
    if pydantic && url.hosts.contains(&b',') {
        return Err(not_url("several hosts, which pydantic does not read"));
    }
    let has_user = before_host().next().is_some() || url.user.is_some();
    if pydantic && has_user && url.hosts.is_empty() {
        return Err(not_url("a user name without a host"));
    }
    // A file has a host at most, as browsers read it.
    if scheme == "file" && !url.hosts.is_empty() {
        let host = String::from_utf8_lossy(url.hosts);
        if has_user || !is_web_host(&host) {
            return Err(not_url("the URL's host is not valid"));
        }
    }
    check_hosts(&scheme, &String::from_utf8_lossy(url.hosts), web, hosts)
}

/// Whether the web's rules govern a scheme's URLs, so that they have one host.
pub(crate) fn is_web_scheme(scheme: &str) -> bool {
    WEB.contains(&scheme)
}

/// Whether a scheme's URL may do without a host.
pub(crate) fn may_lack_host(scheme: &str) -> bool {
    HOSTLESS.contains(&scheme.split_once('+').map_or(scheme, |(base, _)| base))
}

fn check_hosts(scheme: &str, hosts: &str, web: bool, allowed: &[Box<str>]) -> Result<(), Mismatch> {
    if hosts.is_empty() {
        return if !may_lack_host(scheme) {
            Err(not_url("the URL has no host"))
        } else if allowed.is_empty() {
            Ok(())
        } else {
            Err(wrong_host(allowed))
        };
    }
    if web {
        return check_host(hosts, web, allowed);
    }
    hosts
        .split(',')
        .try_for_each(|host| check_host(host, web, allowed))
}

/// Checks one host with or without its port.
fn check_host(text: &str, web: bool, allowed: &[Box<str>]) -> Result<(), Mismatch> {
    let after_brackets = text.rfind(']').unwrap_or(0);
    let colon = text
        .get(after_brackets..)
        .and_then(|rest| rest.find(':'))
        .map(|at| after_brackets + at);
    let (host, port) = match colon {
        Some(at) => (text.get(..at).unwrap_or(text), text.get(at + 1..)),
        None => (text, None),
    };
    if port.is_some_and(|port| !is_port(port)) {
        return Err(not_url("the URL's port is not from 1 to 65535"));
    }
    if !is_host(host, web) {
        return Err(not_url("the URL's host is not valid"));
    }
    if allowed.is_empty() || allowed.iter().any(|pattern| is_allowed(host, pattern)) {
        Ok(())
    } else {
        Err(wrong_host(allowed))
    }
}

/// Whether a host is the one allowed, or below it for `*.example.org`.
fn is_allowed(host: &str, pattern: &str) -> bool {
    let bare = |text: &str| {
        let text = text.strip_suffix('.').unwrap_or(text);
        let inner = text
            .strip_prefix('[')
            .and_then(|text| text.strip_suffix(']'));
        inner.unwrap_or(text).to_ascii_lowercase()
    };
    let (host, pattern) = (bare(host), bare(pattern));
    match pattern.strip_prefix('*') {
        // What remains begins with the dot.
        Some(suffix) => host
            .strip_suffix(suffix)
            .is_some_and(|below| !below.is_empty()),
        None => host == pattern,
    }
}

fn is_port(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok_and(|port| port > 0)
}

fn is_host(text: &str, web: bool) -> bool {
    if let Some(rest) = text.strip_prefix('[') {
        let inner = rest.strip_suffix(']');
        return inner.is_some_and(|inner| inner.parse::<Ipv6Addr>().is_ok());
    }
    if text.is_empty() || host::is_broken_ipv4(text) {
        return false;
    }
    if web {
        is_web_host(text)
    } else {
        is_other_host(text)
    }
}

fn is_web_host(text: &str) -> bool {
    let name = text.strip_suffix('.').unwrap_or(text);
    let good = |c: char| {
        c.is_ascii_alphanumeric() || c == '-' || c == '_' || (!c.is_ascii() && c.is_alphabetic())
    };
    let last = name.rsplit('.').next().unwrap_or(name);
    // Browsers read a last label of digits as the end of an IPv4 address.
    let numeric = last.bytes().all(|byte| byte.is_ascii_digit());
    let is_mixed = name.contains(is_right_to_left) && !name.split('.').all(has_one_direction);
    !is_mixed
        && name.split('.').all(|label| {
            (label.is_ascii() || label.chars().count() <= MAX_LABEL)
                && !label.is_empty()
                && label.chars().all(good)
                && !is_broken_punycode(label)
        })
        && (!numeric || name.parse::<Ipv4Addr>().is_ok())
}

/// The most characters of a label of the DNS; its encoded form is not shorter.
const MAX_LABEL: usize = 63;

/// Whether a letter is one of Hebrew, Arabic and the other scripts that are written
/// from right to left.
fn is_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// Whether a letter is a form of others (a ligature, a raised or a wide letter),
/// which no encoded name has.
fn is_variant(letter: char) -> bool {
    matches!(letter, 'ª' | 'µ' | 'º' | 'ĳ' | 'ŀ' | 'ŉ' | 'ſ' | '\u{1C4}'..='\u{1CC}'
        | '\u{1F1}'..='\u{1F3}' | '\u{2B0}'..='\u{37F}' | '\u{591}'..='\u{5C7}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{1D2C}'..='\u{1D6A}'
        | '\u{1F00}'..='\u{218F}' | '\u{3131}'..='\u{318E}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FB00}'..='\u{FFFF}' | '\u{1D400}'..='\u{1D7FF}' | '\u{2F800}'..)
}

/// Whether a label has letters of one direction only, and nothing else: a stricter
/// rule than that of browsers (RFC 5893) for names with both.
fn has_one_direction(label: &str) -> bool {
    label.chars().all(is_right_to_left)
        || label
            .chars()
            .all(|c| c.is_alphabetic() && !is_right_to_left(c))
}

/// Whether a label begins with `xn--` and stands for no letters, so that no browser
/// takes it.
fn is_broken_punycode(label: &str) -> bool {
    let lower = label.to_ascii_lowercase();
    let Some(encoded) = lower.strip_prefix("xn--") else {
        return false;
    };
    // Letters of a name: no signs, and nothing that would be written otherwise.
    let good = |c: char| {
        c.is_ascii_digit() || c == '-' || (c.is_alphabetic() && !c.is_uppercase() && !is_variant(c))
    };
    let name = Some(encoded).filter(|text| text.is_ascii() && !text.starts_with('-'));
    let name = name.and_then(punycode);
    !name.is_some_and(|name| {
        let one_way = !name.contains(is_right_to_left) || name.chars().all(is_right_to_left);
        one_way && !name.is_ascii() && name.chars().all(good)
    })
}

/// Decodes punycode (RFC 3492).
fn punycode(encoded: &str) -> Option<String> {
    let (plain, digits) = encoded.rsplit_once('-').unwrap_or(("", encoded));
    let mut name: Vec<char> = plain.chars().collect();
    let (mut code, mut at, mut bias) = (128_u32, 0_u32, 72_u32);
    let mut digits = digits.bytes();
    let mut first = true;
    while let Some(mut byte) = digits.next() {
        let before = at;
        let mut weight = 1_u32;
        for step in (36_u32..).step_by(36) {
            let digit = match byte {
                b'a'..=b'z' => u32::from(byte - b'a'),
                b'0'..=b'9' => u32::from(byte - b'0') + 26,
                _ => return None,
            };
            at = at.checked_add(digit.checked_mul(weight)?)?;
            let threshold = step.saturating_sub(bias).clamp(1, 26);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(36 - threshold)?;
            byte = digits.next()?;
        }
        let length = u32::try_from(name.len()).ok()? + 1;
        let delta = (at - before) / if first { 700 } else { 2 };
        bias = adapted(delta + delta / length);
        first = false;
        code = code.checked_add(at / length)?;
        at %= length;
        name.insert(usize::try_from(at).ok()?, char::from_u32(code)?);
        at += 1;
    }
    Some(name.into_iter().collect())
}

/// The bias of punycode after a number of this size.
const fn adapted(mut delta: u32) -> u32 {
    let mut bias = 0;
    while delta > 455 {
        delta /= 35;
        bias += 36;
    }
    bias + 36 * delta / (delta + 38)
}

/// Whether a text is a host of RFC 3986: libpq, for one, takes the path of a
/// socket there (`%2Fvar%2Frun`).
fn is_other_host(text: &str) -> bool {
    let good = |c: char| c.is_alphanumeric() || "-_.~!$&'()*+;=%".contains(c);
    let escape = |rest: &str| {
        let mut bytes = rest.bytes();
        let mut hex = || bytes.next().is_some_and(|byte| byte.is_ascii_hexdigit());
        hex() && hex()
    };
    text.chars().all(good) && text.split('%').skip(1).all(escape)
}

fn not_url(what: &'static str) -> Mismatch {
    Mismatch::new("type.url", what)
}

fn wrong_scheme(allowed: &[Box<str>]) -> Mismatch {
    let what = match labels(allowed) {
        Some(allowed) => message!("the URL's scheme is not one of {}", quoted(&allowed)),
        None => message!("the URL's scheme is not one of those in the schema"),
    };
    Mismatch::of("url.scheme", what)
}

fn wrong_host(allowed: &[Box<str>]) -> Mismatch {
    let what = match labels(allowed) {
        Some(allowed) => message!("the URL's host is not one of {}", quoted(&allowed)),
        None => message!("the URL's host is not one of those in the schema"),
    };
    Mismatch::of("url.host", what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::types::ValueType;
    use crate::schema::types::tests::table;

    fn url(schemes: &[&str], hosts: &[&str]) -> ValueType {
        let own = |texts: &[&str]| texts.iter().map(|text| Box::from(*text)).collect();
        ValueType::Url {
            schemes: own(schemes),
            hosts: own(hosts),
            pydantic: false,
        }
    }

    #[test]
    fn urls_are_those_of_pydantic() {
        table(
            &url(&[], &[]),
            &[
                "http://x",
                "https://example.com:8443/a?b#c",
                "postgres://u:p@h1:5432,h2/db",
                "sqlite:///db.sqlite3",
                "postgresql:///db",
                "file:///etc/hosts",
                "redis://localhost:6379/0",
                "redis://:pw@localhost",
                "http://[::1]:80/",
                "HTTP://X",
                "postgres://u:p@ss@h/db",
                "postgres://u:p%zz@h/db",
                "http://-a-.com",
                "http://a_b",
                "http://ü.de",
                "amqp://u:p@h//",
                "mongodb+srv://u:p@c.x.net/db?a=b",
                "http://@x",
                "redis://",
                "unix:///var/run/x.sock",
                "postgres://u:p^w|$&*!@h/db",
                "postgres://u:p[w]@h/db",
                "postgres://u:p\\w@h/db",
                "mongodb://\\a@h1/db",
                "mongodb://a\\b:\\p@h1,h2/db",
                "mongodb://\u{5d0}b:\u{fc}@h1,h2/db",
                "ws://h",
                "s3://bucket/key",
                "postgresql+asyncpg://u:p@h/db",
                "http://x?y",
                "a://b",
                "s3://my_bucket",
                "http://x:65535",
                "postgres://h1,h2",
                "postgresql://%2Fvar%2Frun/db",
                "sqlite+aiosqlite:///db",
                "http://x./",
                "s3://my.bucket.2024",
            ],
            &[
                "http://",
                "://x",
                "x",
                "http://[::1",
                "http://a b/",
                "http://x:99999",
                "http://x:abc",
                "postgres://u:p#ss@h/db",
                "postgres://u:p/ss@h/db",
                "postgres://u:p?w@h/db",
                "http://exa mple",
                "1http://x",
                "http://1.2.3.4.5",
                "http://256.1.1.1",
                "http://u:p@",
                "http://[fe80::1%25eth0]/",
                "http://999999999999",
                "http://x:65536",
                "postgres://u:p@,h/db",
                "mongodb://\\\u{5d0}.com@h1,h2:6432/db",
                "mongodb://\\:p@h1,h2/db",
                "postgres://u:p@h1:99999,h2/db",
                "",
                "http://[]",
                "http://[::1]x",
                "http://x:+1",
                "postgres://%2/db",
                "http://h1,h2/",
            ]
            .map(|text| (text, "type.url")),
        );
    }

    #[test]
    fn what_only_pydantic_reads_is_refused() {
        table(
            &url(&[], &[]),
            &[],
            &[
                "http:///a",
                "http:x",
                "http:/x",
                "mailto:a@b",
                "http://x:0",
                "http://x:",
                " http://x",
                "http://x ",
                "http://x\n",
                "http://x/ a",
                "unix:/var/run/x",
                "http://a..b",
                "jdbc:postgresql://h/db",
                "data:text/plain,x",
                "http://ex%41mple",
                "postgres://256.1.1.1/db",
                "http://a\\@b",
            ]
            .map(|text| (text, "type.url")),
        );
    }

    #[test]
    fn schemes_and_hosts_are_held_to_the_schema() {
        table(
            &url(&["postgres", "postgresql"], &[]),
            &["postgres://h/db", "POSTGRESQL://h/db"],
            &[("mysql://h/db", "url.scheme"), ("postgres", "type.url")],
        );
        table(
            &url(&[], &["db.example.org", "*.internal", "::1"]),
            &[
                "http://DB.example.org:80/",
                "http://a.b.internal",
                "http://[::1]/",
                "x://a.internal,db.example.org",
            ],
            &[
                ("http://example.org", "url.host"),
                ("http://internal", "url.host"),
                ("http://.internal", "type.url"),
                ("http://xinternal", "url.host"),
                ("http://db.example.org@evil.example", "url.host"),
                ("sqlite:///x", "url.host"),
                ("x://a.internal,evil.example", "url.host"),
                ("http://evil.example/?@db.example.org", "url.host"),
                ("http://evil.example#@db.example.org", "url.host"),
            ],
        );
    }

    #[test]
    fn only_labels_are_echoed() {
        let own = |texts: &[&str]| {
            texts
                .iter()
                .map(|text| Box::from(*text))
                .collect::<Vec<_>>()
        };
        let said = |schemes: &[&str], hosts: &[&str]| {
            check("http://x", &own(schemes), &own(hosts), false)
                .unwrap_err()
                .what
        };
        assert_eq!(
            said(&["ws"], &[]).as_str(),
            "the URL's scheme is not one of `ws`"
        );
        let hidden = "the URL's scheme is not one of those in the schema";
        assert_eq!(said(&["a+b"], &[]).as_str(), hidden);
        assert_eq!(
            said(&[], &["h.example"]).as_str(),
            "the URL's host is not one of `h.example`"
        );
        let hidden = "the URL's host is not one of those in the schema";
        assert_eq!(said(&[], &["*.example"]).as_str(), hidden);
    }

    #[test]
    fn a_slash_in_the_password_gets_a_hint() {
        let wrong = check("postgres://u:p/ss@h/db", &[], &[], false).unwrap_err();
        assert!(wrong.hint.unwrap().as_str().starts_with("percent-encode"));
    }

    #[test]
    fn names_of_other_alphabets_are_decoded() {
        for (encoded, name) in [
            ("bcher-kva", Some("bücher")),
            ("r8jz45g", Some("例え")),
            ("e1afmkfd", Some("пример")),
            ("zzzzzzzz99", None),
        ] {
            assert_eq!(punycode(encoded).as_deref(), name, "{encoded}");
        }
        table(
            &url(&[], &[]),
            &[
                "http://xn--bcher-kva.de",
                "http://XN--R8JZ45G",
                "http://\u{5d0}\u{5d1}.com",
            ],
            &[
                "http://xn--",
                "http://xn--a.com",
                "http://xn--zzzzzzzz99",
                "http://x\u{661}",
                "http://a\u{5d0}.com",
                "http://xn--bcher-kha.de",
                "http://xn--bcher-kvh.de",
                "http://xn--bdb",
                "http://xn---zzzzzzz9p",
                &format!("http://{}", "\u{e9}".repeat(64)),
            ]
            .map(|text| (text, "type.url")),
        );
    }

    #[test]
    fn pydantic_reads_one_host() {
        let own = ValueType::Url {
            schemes: vec![],
            hosts: vec![],
            pydantic: true,
        };
        table(
            &own,
            &["redis://h:1/0", "https://x"],
            &[
                ("redis://h1:1,h2:2/0", "type.url"),
                ("redis://h1,h2", "type.url"),
            ],
        );
        table(
            &url(&[], &["*"]),
            &["postgres://h/db", "postgres://h1,h2/db"],
            &[("postgres:///db", "url.host")],
        );
    }
}
