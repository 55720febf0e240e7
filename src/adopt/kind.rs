//! Secret or setting, and why.

use crate::adopt::observed::Looks;
use crate::adopt::provider;
use crate::code::{Guess, Read};
use crate::evidence::{Mention, MentionKind};
use crate::name::EnvName;
use crate::report::Kind;
use crate::words::Words;

/// Words that end the name of a secret.
const ENDINGS: &[&str] = &[
    "AUTH",
    "CREDENTIAL",
    "CREDENTIALS",
    "CREDS",
    "DSN",
    "KEY",
    "KEYS",
    "PASS",
    "PASSPHRASE",
    "PASSWD",
    "PASSWORD",
    "PASSWORDS",
    "PAT",
    "PEPPER",
    "PIN",
    "PSK",
    "PWD",
    "SALT",
    "SECRET",
    "SECRETS",
    "SIGNATURE",
    "TOKEN",
    "APIKEY",
    "COOKIE",
];

/// Words that may follow without changing that.
const TRAILERS: &[&str] = &[
    "BASE64",
    "B64",
    "JSON",
    "VALUE",
    "OLD",
    "NEW",
    "PREVIOUS",
    "PRIMARY",
    "SECONDARY",
    "PROD",
    "DEV",
    "TEST",
    "STAGING",
    "FALLBACKS",
    "HEX",
    "PEM",
];

/// Words before the ending that say that it is no secret.
const HARMLESS: &[&str] = &[
    "PUBLIC",
    "PUBLISHABLE",
    "MAX",
    "MIN",
    "NUM",
    "PRIMARY",
    "FOREIGN",
    "SORT",
    "PARTITION",
    "CACHE",
    "ROUTING",
    "STOP",
    "PAD",
    "EOS",
    "BOS",
    "SITE",
    "REQUIRE",
    "USE",
    "ENABLE",
    "HAS",
    "BASIC",
    "DISABLE",
    "ALLOW",
    "VERIFY",
    "CHECK",
    "HEADER",
];

/// Ends of names whose values are addresses that a password stands in.
const CONNECTIONS: &[&str] = &[
    "DATABASE_URL",
    "DATABASE_URI",
    "DB_URL",
    "DB_URI",
    "REDIS_URL",
    "REDIS_URI",
    "MONGO_URL",
    "MONGO_URI",
    "MONGODB_URL",
    "MONGODB_URI",
    "POSTGRES_URL",
    "POSTGRES_URI",
    "POSTGRESQL_URL",
    "MYSQL_URL",
    "AMQP_URL",
    "RABBITMQ_URL",
    "BROKER_URL",
    "CONNECTION_STRING",
    "CONN_STR",
    "WEBHOOK_URL",
    "DATABASE_CONNECTION_URI",
    "RESULT_BACKEND",
];

/// Decides what a key is.
pub(super) fn decide(
    name: &EnvName,
    guess: &Guess,
    reads: &[&Read],
    said: &[&Mention],
    looks: &Looks,
) -> (Kind, Words) {
    let secret = |why: &'static str| (Kind::Secret, Words::new(why));
    if reads.iter().any(|read| read.masked) {
        return secret("the code takes it as `SecretStr`");
    }
    if let Some(live) = looks.live {
        let why = Words::new("its value has the form `").text(live).text("`");
        return (Kind::Secret, why);
    }
    if let Some(live) = reads.iter().find_map(|read| read.live_default) {
        let why = Words::new("its default in the code has the form `")
            .text(live)
            .text("`");
        return (Kind::Secret, why);
    }
    if looks.url_with_password {
        return secret("its value is a URL with a password");
    }
    if provider::format_of(name.as_str()).is_some() {
        return secret("a provider's key by its name");
    }
    let simple = matches!(
        guess,
        Guess::Int | Guess::Float | Guess::Bool | Guess::OneOf(_) | Guess::Path | Guess::Email
    );
    let switch = reads
        .iter()
        .filter_map(|read| read.default.as_deref())
        .any(is_switch);
    if !simple && !switch && !looks.yes_or_no && !looks.whole_number {
        if sounds_secret(name.as_str()) {
            return secret("its name says so");
        }
        let upper = name.as_str().to_uppercase();
        if CONNECTIONS.iter().any(|end| ends_with(&upper, end)) {
            return secret("an address that carries a password, by its name");
        }
        let filled = |mention: &&Mention| mention.kind == MentionKind::WorkflowSecret;
        if said.iter().any(filled) {
            return secret("a workflow fills it from `secrets`");
        }
        if looks.hard_to_guess || said.iter().any(|mention| mention.telling) {
            return secret("its value is hard to guess");
        }
    }
    (Kind::Setting, Words::new("nothing says that it is secret"))
}

/// Whether a default is a number or a word for yes and no.
fn is_switch(default: &str) -> bool {
    let word = default.to_ascii_lowercase();
    matches!(
        word.as_str(),
        "true" | "false" | "yes" | "no" | "on" | "off"
    ) || word.parse::<f64>().is_ok()
}

fn ends_with(name: &str, end: &str) -> bool {
    name.strip_suffix(end)
        .is_some_and(|head| head.is_empty() || head.ends_with('_'))
}

/// Whether a name ends as those of secrets do.
pub(super) fn sounds_secret(name: &str) -> bool {
    let upper = name.to_uppercase();
    let mut words: Vec<&str> = upper
        .split(['_', '-', '.'])
        .filter(|word| !word.is_empty())
        .collect();
    while let Some(last) = words.last() {
        let numbered = last.bytes().all(|byte| byte.is_ascii_digit());
        if words.len() > 1 && (numbered || TRAILERS.contains(last)) {
            words.pop();
        } else {
            break;
        }
    }
    let Some((last, before)) = words.split_last() else {
        return false;
    };
    let key_id = *last == "ID" && before.ends_with(&["ACCESS", "KEY"]);
    let trimmed = last.trim_end_matches(|letter: char| letter.is_ascii_digit());
    // `SECRETKEY`, `DBPASSWORD`: written together.
    let together = ["PASSWORD", "APIKEY", "SECRETKEY", "AUTHTOKEN", "ACCESSKEY"];
    let ending = ENDINGS.contains(&trimmed) || together.iter().any(|end| trimmed.ends_with(end));
    let harmless = before.last().is_some_and(|word| HARMLESS.contains(word))
        || before.first().is_some_and(|word| {
            matches!(*word, "MAX" | "MIN" | "NUM" | "ENABLE" | "DISABLE" | "USE")
        });
    // `USER_PWD` is a password, `PWD` alone the working directory.
    let directory = before.is_empty() && matches!(*last, "PWD" | "PASS" | "AUTH" | "PIN" | "KEYS");
    key_id || (ending && !harmless && !directory)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets_are_known_and_their_neighbours_are_not() {
        for name in [
            "API_KEY",
            "OPENAI_API_KEY",
            "SECRET_KEY",
            "DB_PASSWORD",
            "GITHUB_TOKEN",
            "SENTRY_DSN",
            "AWS_ACCESS_KEY_ID",
            "JWT_SECRET",
            "TOKEN_2",
            "SECRET_KEY_FALLBACKS",
            "FIRST_SUPERUSER_PASSWORD",
            "POSTGRES_PASSWORD",
            "db_password",
            "HASH_SALT",
            "API_KEY1",
            "DBPASSWORD",
        ] {
            assert!(sounds_secret(name), "{name}");
        }
        for name in [
            "MAX_TOKENS",
            "TOKEN_LIMIT",
            "ACCESS_TOKEN_EXPIRE_MINUTES",
            "TOKEN_URL",
            "PUBLIC_KEY",
            "PASSWORD_MIN_LENGTH",
            "STRIPE_PUBLISHABLE_KEY",
            "SSH_KEY_PATH",
            "PWD",
            "LOG_LEVEL",
            "MAX_TOKEN",
            "MONKEY",
            "USE_TOKEN",
            "PARTITION_KEY",
        ] {
            assert!(!sounds_secret(name), "{name}");
        }
    }
}
