//! Addresses of machines and people: `host`, `ip` and `email`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::schema::types::mismatch::Mismatch;

/// Checks a `host`: a name of the DNS (underscores too, which container
/// networks use) or an IP address without brackets.
pub(super) fn check_host(text: &str) -> Result<(), Mismatch> {
    if is_name(text) || is_ip(text) {
        return Ok(());
    }
    let mismatch = Mismatch::new("type.host", "not a host name or an IP address");
    Err(if text.contains("://") || text.contains('/') {
        mismatch.hint("write only the host, without scheme and path")
    } else if text.contains(':') {
        mismatch.hint("write only the host, without port and brackets")
    } else if !text.is_ascii() {
        mismatch.hint("write the name in its ASCII form (`xn--…`)")
    } else {
        mismatch
    })
}

/// Checks an `ip`: version 4 or 6; a zone (`fe80::1%eth0`) may follow the latter.
pub(super) fn check_ip(text: &str, version: Option<u8>) -> Result<(), Mismatch> {
    if !is_ip(text) {
        return Err(Mismatch::new("type.ip", "not an IP address"));
    }
    let own = if text.contains(':') { 6 } else { 4 };
    match version {
        Some(version) if version != own => {
            let what = message!("not an IP address of version {}", version);
            Err(Mismatch::of("type.ip", what))
        }
        _ => Ok(()),
    }
}

/// Checks an `email`: an unquoted mailbox at a name with a dot in it, or at
/// `localhost`, which Django's default sender is.
pub(super) fn check_email(text: &str, pydantic: bool) -> Result<(), Mismatch> {
    let parts = text.rsplit_once('@');
    if parts.is_some_and(|(mailbox, domain)| is_mailbox(mailbox) && is_mail_domain(domain)) {
        if pydantic && parts.is_some_and(|(_, domain)| !is_deliverable(domain, text)) {
            let what = "an email address that pydantic refuses: nobody can receive mail there";
            return Err(Mismatch::new("type.email", what));
        }
        return Ok(());
    }
    let mismatch = Mismatch::new("type.email", "not an email address");
    Err(if text.contains('<') || text.starts_with("mailto:") {
        mismatch.hint("give the address alone, without name and brackets")
    } else {
        mismatch
    })
}

/// Whether a text is a host name: labels of letters, digits, `-` and `_`, of
/// which the last is not a number (or the whole reads as a broken address).
fn is_name(text: &str) -> bool {
    let name = text.strip_suffix('.').unwrap_or(text);
    let label = |label: &str| {
        let good = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        (1..=63).contains(&label.len())
            && label.bytes().all(good)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = name.rsplit('.').next().unwrap_or(name);
    name.len() <= 253
        && name.split('.').all(label)
        && !last.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_ip(text: &str) -> bool {
    match text.split_once('%') {
        Some((address, zone)) => {
            let good = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
            address.parse::<Ipv6Addr>().is_ok() && !zone.is_empty() && zone.bytes().all(good)
        }
        None => text.parse::<IpAddr>().is_ok(),
    }
}

/// Whether a text is four numbers with dots, but no IPv4 address.
pub(super) fn is_broken_ipv4(text: &str) -> bool {
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.split('.').count() == 4 && text.split('.').all(number) && text.parse::<Ipv4Addr>().is_err()
}

/// Whether a text is a dot-atom of RFC 5322, section 3.2.3, of at most 64 bytes.
fn is_mailbox(text: &str) -> bool {
    let good = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte);
    text.len() <= 64
        && text
            .split('.')
            .all(|atom| !atom.is_empty() && atom.bytes().all(good))
}

fn is_mail_domain(text: &str) -> bool {
    text == "localhost" || (is_name(text) && text.contains('.') && !text.ends_with('.'))
}

/// Names that email-validator, which pydantic asks, refuses with all names below them.
const NO_MAIL: [&str; 6] = ["arpa", "invalid", "local", "localhost", "onion", "test"];

/// Whether email-validator takes a domain: one that mail could reach.
fn is_deliverable(domain: &str, whole: &str) -> bool {
    let lower = domain.to_ascii_lowercase();
    let last = lower.rsplit('.').next().unwrap_or(&lower);
    // `xn--` begins a name that would have to be decoded, and other names may not
    // have hyphens in these places.
    let label = |label: &str| !label.contains('_') && label.get(2..4) != Some("--");
    !NO_MAIL.contains(&last)
        && lower.split('.').all(label)
        && last.bytes().all(|byte| byte.is_ascii_alphabetic())
        && whole.len() <= 254
}

#[cfg(test)]
mod tests {
    use crate::schema::types::ValueType;
    use crate::schema::types::tests::table;

    #[test]
    fn hosts_are_names_or_addresses() {
        let long = format!("{}.example", "a".repeat(63));
        let longer = format!("{}.example", "a".repeat(64));
        table(
            &ValueType::Host,
            &[
                "localhost",
                "db",
                "example.org",
                "example.org.",
                "a-b.c_d",
                "127.0.0.1",
                "::1",
                "fe80::1%eth0",
                "xn--tda.de",
                "3com.example",
                &long,
            ],
            &[
                "",
                ".",
                "a..b",
                "-a",
                "a-",
                "a b",
                "a:80",
                "[::1]",
                "http://a",
                "a/b",
                "256.1.1.1",
                "1.2.3",
                "u@h",
                "ü.de",
                "a\n",
                &longer,
            ]
            .map(|text| (text, "type.host")),
        );
    }

    #[test]
    fn addresses_are_those_of_python() {
        table(
            &ValueType::Ip { version: None },
            &[
                "1.2.3.4",
                "::1",
                "fe80::1%eth0",
                "::ffff:1.2.3.4",
                "2001:db8::",
            ],
            &[
                "01.2.3.4",
                "1.2.3",
                "256.1.1.1",
                " 1.2.3.4",
                "[::1]",
                "::1%",
                ":::",
                "1.2.3.4/32",
                "::1/128",
                "16909060",
                "1.2.3.4%eth0",
                "",
                "fe80::1%a%b",
                "localhost",
            ]
            .map(|text| (text, "type.ip")),
        );
    }

    #[test]
    fn addresses_of_people_are_plain_mailboxes() {
        let long = format!("{}@example.org", "a".repeat(65));
        table(
            &ValueType::Email { pydantic: false },
            &[
                "a@example.org",
                "a.b+c@sub.example.org",
                "webmaster@localhost",
                "o'x@example.org",
            ],
            &[
                "",
                "a",
                "@example.org",
                "a@",
                "a@b",
                ".a@example.org",
                "a..b@example.org",
                "a b@example.org",
                "a@example.org ",
                "A <a@example.org>",
                "a@b@example.org",
                "a@example..org",
                "a@example.org.",
                "a@[127.0.0.1]",
                "mailto:a@example.org",
                "a@-b.example",
                &long,
            ]
            .map(|text| (text, "type.email")),
        );
    }

    #[test]
    fn an_address_has_the_version_that_is_asked_for() {
        let table = |version, good: &[&str], bad: &[&str]| {
            let bad: Vec<_> = bad.iter().map(|text| (*text, "type.ip")).collect();
            table(&ValueType::Ip { version }, good, &bad);
        };
        table(Some(4), &["1.2.3.4"], &["::1", "::ffff:1.2.3.4", "x"]);
        table(
            Some(6),
            &["::1", "::ffff:1.2.3.4", "fe80::1%eth0"],
            &["1.2.3.4"],
        );
    }

    #[test]
    fn pydantic_wants_mail_to_arrive() {
        table(
            &ValueType::Email { pydantic: true },
            &["a@example.org", "o'x+y@sub.example.org"],
            &[
                "webmaster@localhost",
                "a@b.invalid",
                "a@b.TEST",
                "a@x_y.org",
                "a@e.123",
                "a@e.a1",
                "a@xn--a.org",
            ]
            .map(|text| (text, "type.email")),
        );
    }
}
