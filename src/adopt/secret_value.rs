//! Judges a value by its text: it contains a secret, or is an ordinary word.

use crate::core::secret_words::may_be_secret;
use crate::core::url::Url;

/// Words that settings often have.
const EVERYDAY: &str = "\
    any auto basic bearer cache cached cached_db cookie cookies database db default digest \
    disabled enabled es256 file filesystem hs256 hs512 ldap local md5 memory mysql no none \
    null oauth oauth2 off oidc on optional pgsql postgres redis required rs256 saml session \
    sha1 sha256 sha512 simple sqlite token yes";

/// Whether a value is a word that settings often have.
pub(super) fn is_everyday(value: &str) -> bool {
    let word = value.trim().to_ascii_lowercase();
    EVERYDAY.split(' ').any(|one| one == word)
}

/// Whether a value is a URL with a password in it.
pub(super) fn has_password(value: &[u8]) -> bool {
    // White space ends a URL in prose, but it may also stand in a password.
    let whole = Url::first_in(value);
    whole
        .into_iter()
        .chain(Url::each_in(value))
        .any(|url| url.password.is_some())
}

/// Whether a value is a list of fields one of which is a secret by its name
/// (`Server=db;Password=…`, `https://h/?token=…`), or what an `Authorization`
/// header says.
pub(super) fn names_a_secret(value: &[u8]) -> bool {
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
    header
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
        ] {
            assert!(!names_a_secret(value.as_bytes()), "{value}");
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
