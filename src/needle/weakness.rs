//! Which values cannot be masked: text would be scrubbed that is no secret. And
//! which are not searched for: they would be found where they are none.

use zeroize::Zeroizing;

use super::guess;
use crate::core::message::Message;

/// A shorter text is met by chance.
pub(super) const MIN_LENGTH: usize = 8;

/// Words that stand in ordinary text, in small letters and sorted. A short list
/// on purpose: a secret that a guess takes for a word would be shown.
const COMMON: [&str; 139] = [
    "12345678",
    "123456789",
    "1234567890",
    "127.0.0.1",
    "administrator",
    "administrators",
    "anonymous",
    "application",
    "applications",
    "authorization",
    "change-me",
    "change_me",
    "changeit",
    "changeme",
    "config.json",
    "connection",
    "container",
    "credential",
    "credentials",
    "customer",
    "customers",
    "database",
    "debugging",
    "default-key",
    "default_key",
    "dev-secret",
    "developer",
    "development",
    "disabled",
    "document",
    "documents",
    "elasticsearch",
    "enabled-all",
    "encrypted",
    "endpoint",
    "environment",
    "everyone",
    "example.com",
    "exception",
    "external",
    "failover",
    "filename",
    "function",
    "identity",
    "information",
    "instance",
    "integration",
    "internal",
    "kubernetes",
    "localdomain",
    "localhost",
    "localhost.localdomain",
    "localhost:3000",
    "localhost:5432",
    "localhost:6379",
    "localhost:8000",
    "localhost:8080",
    "location",
    "management",
    "memcached",
    "metadata",
    "microservice",
    "middleware",
    "minio-admin",
    "minioadmin",
    "monitoring",
    "namespace",
    "notification",
    "operation",
    "optional",
    "organisation",
    "organization",
    "passw0rd",
    "password",
    "password1",
    "password12",
    "password123",
    "passwords",
    "permission",
    "pipeline",
    "platform",
    "postgres",
    "postgresql",
    "pre-production",
    "preproduction",
    "private-key",
    "processing",
    "producer",
    "production",
    "project-id",
    "protected",
    "public-key",
    "qwerty123",
    "qwertyuiop",
    "rabbitmq",
    "read-only",
    "readonly",
    "redacted",
    "register",
    "repository",
    "request-id",
    "required",
    "resource",
    "response",
    "restricted",
    "sandboxed",
    "schedule",
    "security",
    "sentinel",
    "sequence",
    "serverless",
    "service-account",
    "service_account",
    "services",
    "session-id",
    "settings",
    "standalone",
    "standard",
    "superuser",
    "supervisor",
    "template",
    "temporary",
    "terraform",
    "test-user",
    "testtest",
    "testuser",
    "timestamp",
    "transaction",
    "undefined",
    "unlimited",
    "username",
    "validation",
    "variable",
    "warnings",
    "webmaster",
    "websocket",
    "workflow",
    "workspace",
    "x-oauth-basic",
];

/// Why a value is not masked, or not searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weakness {
    /// Under 8 bytes, not counting white space around them.
    TooShort,
    /// A word that stands in ordinary text.
    CommonWord,
    /// The value of a setting too, which is to stay readable.
    EqualsSetting,
    /// All needles together are too large for one automaton.
    TooLarge,
    /// So easy to guess that it is met by chance. It is masked all the same.
    Guessable,
}

impl Weakness {
    /// Why a value by itself cannot be masked.
    pub(super) fn of(value: &[u8]) -> Option<Self> {
        let value = value.trim_ascii();
        if value.len() < MIN_LENGTH {
            Some(Self::TooShort)
        } else if is_common(value) {
            Some(Self::CommonWord)
        } else {
            None
        }
    }

    /// Why a value by itself is not searched for.
    pub(super) fn of_sought(value: &[u8]) -> Option<Self> {
        Self::of(value).or_else(|| guess::is_guessable(value).then_some(Self::Guessable))
    }

    /// The reason in words, of a value that is not searched for.
    #[must_use]
    pub fn words_of_search(self) -> Message {
        match self {
            Self::TooShort => message!("too short to search for: under {} bytes", MIN_LENGTH),
            Self::CommonWord => message!("too common a word to search for"),
            Self::EqualsSetting => message!("not searched for: equal to a setting"),
            Self::TooLarge => message!("too large to search for"),
            Self::Guessable => message!("too easy to guess to search for"),
        }
    }

    /// The reason in words, of a value that is not masked.
    #[must_use]
    pub fn words(self) -> Message {
        match self {
            Self::TooShort => message!("too short to mask: under {} bytes", MIN_LENGTH),
            Self::CommonWord => message!("too common a word to mask"),
            Self::EqualsSetting => message!("not masked: equal to a setting"),
            Self::TooLarge => message!("too large to mask"),
            Self::Guessable => message!("too easy to guess"),
        }
    }
}

/// Whether a value is a word of the list, or one byte over and over.
fn is_common(value: &[u8]) -> bool {
    let small = Zeroizing::new(value.to_ascii_lowercase());
    COMMON
        .binary_search_by(|word| word.as_bytes().cmp(&small))
        .is_ok()
        || value.iter().all(|byte| Some(byte) == value.first())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_small_and_long_enough() {
        assert!(COMMON.is_sorted());
        for word in COMMON {
            assert!(word.len() >= MIN_LENGTH && !word.contains(|c: char| c.is_ascii_uppercase()));
        }
    }

    #[test]
    fn short_and_common_values_are_weak() {
        for (value, expected) in [
            ("4821", Some(Weakness::TooShort)),
            ("  1234567  ", Some(Weakness::TooShort)),
            ("Password", Some(Weakness::CommonWord)),
            ("production\n", Some(Weakness::CommonWord)),
            ("xxxxxxxxxxxx", Some(Weakness::CommonWord)),
            ("hunter2hunter2", None),
            ("kqzjxwvp", None),
            ("test-not-a-real-key", None),
        ] {
            assert_eq!(Weakness::of(value.as_bytes()), expected, "{value}");
        }
    }
}
