//! Secret or setting, and why.

use crate::adopt::evidence::{Mention, MentionKind, Traits};
use crate::core::message::Message;
use crate::core::name::EnvName;
use crate::core::report::KeyKind;
use crate::core::secret_value::is_everyday;
use crate::core::secret_words::{
    Secrecy, begins_like_a_switch, is_suspect, names_a_field, secrecy_of_variable,
};
use crate::python::{Read, Reader, Treatment, TypeHint};
use crate::schema::formats::{Format, is_placeholder};

/// Words before `URL`, `URI` or `DSN` in the names of addresses that a password
/// stands in.
const SERVERS: &str = "\
    AMQP BROKER CACHE CLICKHOUSE CLOUDAMQP CONNECTION DATABASE DB ELASTICSEARCH EMAIL MARIADB MONGO MONGODB \
    MYSQL OPENSEARCH PG POSTGRES POSTGRESQL QUEUE RABBITMQ REDIS RPC SMTP SQL SQLALCHEMY VALKEY WEBHOOK";

/// Those of them that say so with other words in between: `REDIS_SESSIONS_URL`.
const STORES: &str = "\
    AMQP CLICKHOUSE DATABASE DB MARIADB MONGO MONGODB MYSQL PG POSTGRES POSTGRESQL RABBITMQ \
    REDIS SQLALCHEMY VALKEY";

/// Words in between that name a page about it.
const OF_A_PAGE: &str = "CONSOLE DASHBOARD DOC DOCS DOCUMENTATION HEALTH STATUS UI";

/// Words after it that speak of the address.
const OF_AN_ADDRESS: &str =
    "DELIMITER MAX MIN NAME PATH PATTERN PREFIX REGEX SCHEME SEPARATOR SUFFIX TIMEOUT TTL VERIFY";

/// Other ends of the names of such addresses.
const CONNECTIONS: &[&str] = &["CONNECTION_STRING", "CONN_STR", "RESULT_BACKEND"];

/// Last words of names that such an address often has, and often a mere host or word.
const CONNECTIONS_IN_DOUBT: &str =
    "AMQP BROKER BROKERS CACHES DATABASES MONGO MONGODB RABBITMQ REDIS VALKEY";

/// Words that are weak passwords as often as a setting.
const WEAK: &str = "admin guest letmein login master qwerty root test user welcome";

/// Decides what a key is.
pub(super) fn decide(
    name: &EnvName,
    hint: &TypeHint,
    reads: &[&Read],
    mentions: &[&Mention],
    traits: &Traits,
) -> (KeyKind, Message) {
    let secret = |why: &'static str| (KeyKind::Secret, Message::from(why));
    let is_masked = |read: &&Read| read.treatment == Treatment::SecretStr;
    if let Some(masked) = reads.iter().find(|read| is_masked(read)) {
        return secret(match masked.reader {
            Reader::Starlette => "the code casts it to `Secret`",
            _ => "the code declares it as `SecretStr`",
        });
    }
    if let Some(live) = traits.live {
        let why = message!("its value looks like a `{}` key", live);
        return (KeyKind::Secret, why);
    }
    if let Some(live) = reads.iter().find_map(|read| read.default_text.live) {
        let why = message!("its default in the code looks like a `{}` key", live);
        return (KeyKind::Secret, why);
    }
    if let Some(why) = traits.says_secret {
        return secret(why);
    }
    if reads.iter().any(|read| read.default_text.has_secret) {
        return secret("its default in the code contains a password or a key");
    }
    let is_address = |read: &&Read| matches!(read.hint, TypeHint::Dsn | TypeHint::Connection);
    if reads.iter().any(is_address) {
        return secret("the code expects a URL that may have a password");
    }
    if defaults(reads).any(is_of_server) {
        return secret("its default in the code is a URL that may have a password");
    }
    if traits.has_secret {
        return secret("a part of its value is hard to guess");
    }
    match named(name, hint, reads, mentions, traits) {
        Some(why) => secret(why),
        None => (KeyKind::Setting, message!("no sign of a secret")),
    }
}

/// Why a key is a secret by its name, or by a value that nothing else explains.
fn named(
    name: &EnvName,
    hint: &TypeHint,
    reads: &[&Read],
    mentions: &[&Mention],
    traits: &Traits,
) -> Option<&'static str> {
    let secrecy = secrecy_of_variable(name.as_str());
    if is_ordinary(secrecy, hint, reads, traits) {
        return None;
    }
    if Format::of_variable(name.as_str()).is_some() {
        return Some("named like a provider's key");
    }
    let is_tested =
        !reads.is_empty() && reads.iter().all(|read| read.treatment == Treatment::Truth);
    let everyday = match secrecy {
        Secrecy::Certain => {
            names_a_field(name.as_str().as_bytes()) && defaults(reads).any(is_plain_word)
        }
        Secrecy::Switch => is_tested,
        Secrecy::Likely => {
            let mut defaults = defaults(reads);
            traits.everyday_word || defaults.any(|it| is_everyday(it) || is_plain_word(it))
        }
        Secrecy::No => true,
    };
    if !everyday {
        return Some("named like a secret");
    }
    let upper = name.as_str().to_uppercase();
    if is_address_of_server(&upper) || CONNECTIONS.iter().any(|end| ends_with(&upper, end)) {
        return Some("named like a URL with a password");
    }
    let is_told =
        traits.without_address || is_tested || defaults(reads).any(|it| !it.contains("://"));
    if !is_told && ends_with(&upper, "SERVICE_ACCOUNT") {
        return Some("named like a secret");
    }
    if !is_told && *hint != TypeHint::List && may_be_connection(&upper) {
        return Some("named like a URL with a password");
    }
    let filled = |mention: &&Mention| mention.kind == MentionKind::WorkflowSecret;
    if mentions.iter().any(filled) {
        return Some("a workflow sets it from `secrets`");
    }
    if traits.hard_to_guess {
        return Some("its value is hard to guess");
    }
    if mentions.iter().any(|mention| mention.may_be_secret) {
        return Some("its value looks like a secret");
    }
    None
}

/// Whether the code or the values show a number, a switch or another plain
/// type. A number of some length is a secret where the name says so.
fn is_ordinary(secrecy: Secrecy, hint: &TypeHint, reads: &[&Read], traits: &Traits) -> bool {
    let number =
        |default: &str| default.len() > 3 && default.bytes().all(|byte| byte.is_ascii_digit());
    let code = secrecy == Secrecy::Certain && (traits.long_number || defaults(reads).any(number));
    let simple = match hint {
        TypeHint::Int => !code,
        TypeHint::Float
        | TypeHint::Bool
        | TypeHint::OneOf(_)
        | TypeHint::Path
        | TypeHint::Email => true,
        _ => false,
    };
    let switch = defaults(reads).any(|default| is_switch(default) && !(code && number(default)));
    simple || switch || traits.yes_or_no || (traits.whole_number && !code)
}

fn defaults<'r>(reads: &[&'r Read]) -> impl Iterator<Item = &'r str> {
    reads.iter().filter_map(|read| read.default.as_deref())
}

/// Whether a default is the URL of a server that asks for a password.
fn is_of_server(default: &str) -> bool {
    let scheme = default.split_once("://").map_or("", |(scheme, _)| scheme);
    // `postgresql+psycopg2`
    let scheme = scheme.split('+').next().unwrap_or_default();
    matches!(
        scheme,
        "amqp"
            | "amqps"
            | "mariadb"
            | "mongodb"
            | "mysql"
            | "postgres"
            | "postgresql"
            | "redis"
            | "rediss"
    )
}

/// Whether a default is a number or a word for yes and no.
fn is_switch(default: &str) -> bool {
    let word = default.to_ascii_lowercase();
    matches!(
        word.as_str(),
        "true" | "false" | "yes" | "no" | "on" | "off"
    ) || word.parse::<f64>().is_ok()
}

/// `CACHE_URL`, `POSTGRES_URL_OVERRIDE`, `DB_URI_2`, `REDIS_SESSIONS_URL`.
fn is_address_of_server(upper: &str) -> bool {
    let words: Vec<&str> = upper.split('_').collect();
    let has = |list: &str, word: &str| list.split(' ').any(|one| one == word);
    let is_url = |word: &&str| matches!(*word, "URL" | "URLS" | "URI" | "URIS" | "DSN");
    let Some(url) = words.iter().rposition(is_url) else {
        return false;
    };
    let (before, after) = (&words[..url], &words[url + 1..]);
    let any = |words: &[&str], list| words.iter().any(|word| has(list, word));
    let of_server = before.last().is_some_and(|last| has(SERVERS, last));
    (of_server || (any(before, STORES) && !any(before, OF_A_PAGE))) && !any(after, OF_AN_ADDRESS)
}

/// `PAPERLESS_REDIS`, `CELERY_BROKER`.
fn may_be_connection(upper: &str) -> bool {
    let last = upper.rsplit('_').next().unwrap_or(upper);
    CONNECTIONS_IN_DOUBT.split(' ').any(|one| one == last)
        && !begins_like_a_switch(upper.as_bytes())
}

/// Whether a default is a short word that says what something is called: `mail`.
fn is_plain_word(default: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphabetic() || b"_-".contains(&byte);
    let small = default.to_ascii_lowercase();
    (2..=16).contains(&default.len())
        && default.bytes().all(is_letter)
        && !is_placeholder(default.as_bytes())
        && !is_suspect(default.as_bytes())
        && !WEAK.split(' ').any(|weak| weak == small)
}

fn ends_with(name: &str, end: &str) -> bool {
    name.strip_suffix(end)
        .is_some_and(|head| head.is_empty() || head.ends_with('_'))
}
