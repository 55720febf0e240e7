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
pub(super) fn check_ip(text: &str) -> Result<(), Mismatch> {
    if is_ip(text) {
        Ok(())
    } else {
        Err(Mismatch::new("type.ip", "not an IP address"))
    }
}

/// Checks an `email`: an unquoted mailbox at a name with a dot in it, or at
/// `localhost`, which Django's default sender is.
pub(super) fn check_email(text: &str) -> Result<(), Mismatch> {
    let good = text
        .rsplit_once('@')
        .is_some_and(|(mailbox, domain)| is_mailbox(mailbox) && is_mail_domain(domain));
    if good {
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
            &ValueType::Ip,
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
            &ValueType::Email,
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
}
