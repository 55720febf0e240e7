//! The one reader of URLs. It takes what services take and RFC 3986 refuses:
//! several hosts, and a password with `/`, `@`, `?` or `#` in it. It borrows,
//! judges nothing and never fails, so that a password is seen wherever one is.
//! [`may_hold_password`] is for callers that hold a text back in doubt.

use crate::core::hex::percent_decoded;
use memchr::{memchr, memmem, memrchr};

/// The parts of a URL, as they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Url<'t> {
    pub scheme: &'t [u8],
    /// The user, also where it is empty.
    pub user: Option<&'t [u8]>,
    /// The part after the user and a colon, even if it is empty.
    pub password: Option<&'t [u8]>,
    /// The hosts and their ports, with commas between them.
    pub hosts: &'t [u8],
    /// The path with its `/`.
    pub path: &'t [u8],
    /// The query with its `?`, and the fragment.
    pub query: &'t [u8],
}

impl<'t> Url<'t> {
    /// Reads a text that is a URL as a whole, such as `jdbc:postgresql://h/db`.
    pub(crate) fn parse(text: &'t [u8]) -> Option<Self> {
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"+.-:".contains(byte);
        Self::first_in(text).filter(|url| {
            url.scheme.first().is_some_and(u8::is_ascii_alphabetic)
                && url.scheme.iter().all(is_part)
        })
    }

    /// Reads the first URL of a text up to the end of the text, whatever stands
    /// before the URL.
    pub(crate) fn first_in(text: &'t [u8]) -> Option<Self> {
        let at = memmem::find(text, b"://")?;
        let (scheme, rest) = (&text[..at], &text[at + 3..]);
        let (userinfo, rest) = match userinfo_length(rest) {
            Some(length) => (Some(&rest[..length]), &rest[length + 1..]),
            None => (None, rest),
        };
        let colon = userinfo.and_then(|text| memchr(b':', text));
        let (hosts, tail) = rest.split_at(authority_length(rest));
        let (path, query) = tail.split_at(memchr(b'?', tail).unwrap_or(tail.len()));
        Some(Self {
            scheme,
            user: userinfo.map(|text| &text[..colon.unwrap_or(text.len())]),
            password: userinfo.zip(colon).map(|(text, at)| &text[at + 1..]),
            hosts,
            path,
            query,
        })
    }

    /// Reads every URL of a text; white space ends one.
    pub(crate) fn each_in(text: &'t [u8]) -> impl Iterator<Item = Self> {
        let words = text.split(u8::is_ascii_whitespace);
        words.flat_map(|word| {
            let mut start = 0;
            let mut separators = memmem::find_iter(word, b"://");
            std::iter::from_fn(move || {
                let at = separators.next()?;
                let url = Self::first_in(&word[start..]);
                start = at + 3;
                url
            })
        })
    }

    /// The password, or the user where a word stands in the password's place, as in
    /// `https://TOKEN:x-oauth-basic@host`.
    pub(crate) fn secret(&self) -> Option<&'t [u8]> {
        let is_filler = FILLERS.contains(&self.password?);
        let user = self.user.filter(|user| is_filler && !user.is_empty());
        user.or(self.password).filter(|secret| !secret.is_empty())
    }

    /// How many bytes come before the password, or before the user and the
    /// hosts where there is no password.
    pub(crate) fn public_length(&self) -> usize {
        let user = self.password.and(self.user);
        self.scheme.len() + 3 + user.map_or(0, |user| user.len() + 1)
    }
}

/// Words that services take for a password where the user is a token.
const FILLERS: [&[u8]; 4] = [b"", b"x", b"X", b"x-oauth-basic"];

/// Whether a text may have a URL with a password, or with a token in the user's
/// place, in it. No byte ends the password, and the URL may be malformed or
/// percent-encoded: some client reads each of these.
pub(crate) fn may_hold_password(text: &[u8]) -> bool {
    let found_in = |text: &[u8]| {
        let last_at = memrchr(b'@', text).unwrap_or(0);
        let mut start = 0;
        let mut after_slashes = false;
        text.split(|byte| *byte == b'/').any(|part| {
            // `host:80/@scope` and `user:80/@host` look the same.
            let has_password = memchr(b':', part).is_some_and(|colon| start + colon < last_at);
            let has_token = memrchr(b'@', part).is_some_and(|at| at >= SHORTEST_TOKEN);
            let found = after_slashes && (has_password || has_token);
            let last = part.iter().rfind(|byte| **byte > b' ');
            after_slashes = matches!(last, None | Some(b':'));
            start += part.len() + 1;
            found
        })
    };
    found_in(text) || found_in(&percent_decoded(text))
}

/// The length from which a user is taken for a token.
const SHORTEST_TOKEN: usize = 16;

/// Where the `@` is that ends the user and the password.
fn userinfo_length(rest: &[u8]) -> Option<usize> {
    let authority = &rest[..authority_length(rest)];
    if let Some(at) = memrchr(b'@', authority) {
        return Some(at);
    }
    if authority.split(|byte| *byte == b',').all(is_host) {
        return None;
    }
    // `u:p/w@host`: what looks like a port is not one, so the password extends to the
    // last `@` before anything that can end a host.
    let first = memchr(b'@', rest)?;
    memrchr(b'@', &rest[..first + authority_length(&rest[first..])])
}

fn authority_length(text: &[u8]) -> usize {
    let end = text.iter().position(|byte| b"/?#".contains(byte));
    end.unwrap_or(text.len())
}

/// Whether this is a host alone or a host with a port, and no `user:password`.
fn is_host(text: &[u8]) -> bool {
    let brackets = memchr(b']', text).filter(|_| text.starts_with(b"["));
    let after_brackets = brackets.map_or(0, |at| at + 1);
    let Some(colon) = memchr(b':', &text[after_brackets..]) else {
        return true;
    };
    let port = &text[after_brackets + colon + 1..];
    let number = std::str::from_utf8(port).map(str::parse::<u16>);
    after_brackets + colon > 0 && port.iter().all(u8::is_ascii_digit) && matches!(number, Ok(Ok(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, user: Option<&str>, password: Option<&str>, hosts: &str, tail: &str) {
        let url = Url::parse(text.as_bytes()).unwrap();
        assert_eq!(url.user, user.map(str::as_bytes), "{text}");
        assert_eq!(url.password, password.map(str::as_bytes), "{text}");
        assert_eq!(url.hosts, hosts.as_bytes(), "{text}");
        assert_eq!([url.path, url.query].concat(), tail.as_bytes(), "{text}");
    }

    #[test]
    fn the_parts_of_ordinary_urls_are_found() {
        case("http://h", None, None, "h", "");
        case("http://h:80/a?b@c", None, None, "h:80", "/a?b@c");
        case("https://u@h/x", Some("u"), None, "h", "/x");
        case("redis://:pw@h:1/0", Some(""), Some("pw"), "h:1", "/0");
        case("a://u:@h", Some("u"), Some(""), "h", "");
        case(
            "a://u:p@h1:5,h2/d?x=y#z",
            Some("u"),
            Some("p"),
            "h1:5,h2",
            "/d?x=y#z",
        );
        case("jdbc:postgresql://u:p@h/d", Some("u"), Some("p"), "h", "/d");
        case("unix:///run/x@y", None, None, "", "/run/x@y");
        case("http://[::1]:80/@x", None, None, "[::1]:80", "/@x");
        case(
            "http://registry:8080/@scope/x",
            None,
            None,
            "registry:8080",
            "/@scope/x",
        );
        case(
            "a://h1:5432,h2:5433/x@y",
            None,
            None,
            "h1:5432,h2:5433",
            "/x@y",
        );
        case("https://example.org/a@b", None, None, "example.org", "/a@b");
    }

    #[test]
    fn a_password_may_hold_what_ends_a_host() {
        case("https://u:p/w@h/x", Some("u"), Some("p/w"), "h", "/x");
        case("a://u:p?w@h", Some("u"), Some("p?w"), "h", "");
        case("a://u:p#w@h", Some("u"), Some("p#w"), "h", "");
        case("a://u:p@w@h", Some("u"), Some("p@w"), "h", "");
        case("a://u:p/w@x@h/y@z", Some("u"), Some("p/w@x"), "h", "/y@z");
        case("redis://:1/2@h", Some(""), Some("1/2"), "h", "");
        case("a://u:/w@h", Some("u"), Some("/w"), "h", "");
        case("a://u:p]w#x@h", Some("u"), Some("p]w#x"), "h", "");
        case("a://u:p@h/@scope/x", Some("u"), Some("p"), "h", "/@scope/x");
    }

    #[test]
    fn a_word_in_the_password_s_place_makes_the_user_the_secret() {
        for (text, secret) in [
            ("https://u:p@h", Some("p")),
            ("https://u:x-oauth-basic@h", Some("u")),
            ("https://u:@h", Some("u")),
            ("redis://:x@h", Some("x")),
            ("redis://:@h", None),
            ("https://u@h", None),
        ] {
            let url = Url::parse(text.as_bytes()).unwrap();
            assert_eq!(url.secret(), secret.map(str::as_bytes), "{text}");
        }
    }

    #[test]
    fn a_password_is_suspected_in_doubt() {
        for byte in (0..=u8::MAX).map(char::from) {
            for text in [
                format!("https://u:p{byte}w@host"),
                format!("https://u:pass{byte}@host/simple"),
                format!("see https://h/x{byte} https://u:p@host"),
            ] {
                assert!(may_hold_password(text.as_bytes()), "{text:?}");
            }
        }
        for text in [
            "https://u\t:p@host",
            "https://u:12/w@host",
            "//u:p@h",
            "https:/u:p@h",
            "https:///u:p@h",
            "https:/\n/u:p@h",
            "https://u:p/w%40host",
            "https%3A%2F%2Fu%3Ap%40h",
            "https://u@corp:p/w@h",
            "https://:p@h",
            "https://test-not-a-real-token@h",
        ] {
            assert!(may_hold_password(text.as_bytes()), "{text:?}");
        }
        for text in [
            "",
            "@",
            "a:b@c",
            "git@host:u/x",
            "ssh://git@host:22/x",
            "https://host:8080/simple",
            "https://u@h/x",
            "https://example.org/a:1@b",
            "/opt/a:/opt/b",
            "Fix https://h/x: ok <a@b>",
        ] {
            assert!(!may_hold_password(text.as_bytes()), "{text:?}");
        }
    }

    #[test]
    fn urls_are_found_in_other_text() {
        for text in ["", "a", "://x", "1a://x", "{\"a\":\"b://c\"}", "a b://c"] {
            assert_eq!(Url::parse(text.as_bytes()), None, "{text}");
        }
        let text = b"see http://a:1/x, then http://u:p@b http://c ://d";
        let passwords: Vec<_> = Url::each_in(text).map(|url| url.password).collect();
        assert_eq!(passwords, [None, Some(b"p".as_slice()), None, None]);
        let list = Url::each_in(b"http://a,http://u:p@b");
        assert_eq!(list.filter(|url| url.password.is_some()).count(), 2);
        assert_eq!(Url::first_in(b"x y://u:p@h").unwrap().public_length(), 8);
        assert_eq!(Url::parse(b"y://u@h").unwrap().public_length(), 4);
    }
}
