//! The one table of words that say, in the name of a variable, a field or a
//! parameter, that its value is a secret. Whole words count: `SHIPPING` has no
//! `PIN` in it. Words end at `_`, `-`, `.`, where a capital follows a small
//! letter (`clientSecret`), and at trailing digits (`API_KEY2`).

use memchr::memmem;

/// Whether a name suggests that its value is secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Secrecy {
    /// A secret, even if the value is a long number.
    Certain,
    /// A secret, unless the value is a number or a word of everyday settings.
    Likely,
    /// A secret, unless the value or the code says yes or no: `FORCE_TRACE_KEY`.
    Switch,
    No,
}

/// Words that end the name of a secret.
const ENDINGS: &str = "\
    APIKEY BEARER COOKIE COOKIES CRED CREDENTIAL CREDENTIALS CREDS DSN JWK KEY KEYS MNEMONIC \
    OTP PASS PASSCODE PASSPHRASE PASSWD PASSWORD PASSWORDS PAT PEPPER PIN PINCODE PSK PSWD PW \
    PWD SALT SAS SECRET SECRETS TOKEN TOTP";

/// Words that end the names of secrets, and of settings as well.
const LIKELY_ENDINGS: &str = "\
    AUTH CONN CONNSTR HMAC JWT OAUTH PRIVATE SEED SESSION SIG SIGNATURE TOKENS WEBHOOK WEBHOOKS";

/// Names that say so alone: `?code=` starts an OAuth session, `COUNTRY_CODE`
/// is a setting.
const LIKELY_ALONE: &str = "CODE PEM";

/// Two words that end the name of a secret together.
const PAIRS: &str = "\
    ACCESS_CODE ACCESS_CODES ACCOUNT_JSON APP_PEM AUTH_CODE BACKUP_CODES DEPLOY_PEM \
    GITHUB_PEM INVITE_CODE KEY_BASE KEY_PEM \
    LOGIN_CODE MFA_CODE OTP_CODE PASS_CODE PASS_PHRASE PASSWORD_HASH PIN_CODE PIN_CODES \
    PRIVATE_PEM RECOVERY_CODE RECOVERY_CODES RECOVERY_PHRASE SECRET_PHRASE SEED_PHRASE \
    SEED_WORDS SERVICE_JSON SESSION_ID UNLOCK_CODE VERIFICATION_CODE \
    VERIFY_TOKEN";

/// The ends of words that are written together: `SECRETKEY`, `DBPASSWORD`.
const GLUED: &str = "\
    ACCESSKEY ACCOUNTKEY APIKEY APIKEYS CREDENTIAL CREDENTIALS DBPASS DBPW DBPWD ENCRYPTIONKEY \
    MASTERKEY PASSPHRASE PASSWD PASSWORD PASSWORDS PRIVATEKEY PRIVKEY SECRET SECRETKEY SECRETS \
    SIGNINGKEY TOKEN";

/// Words that may follow without changing what the name says.
const TRAILERS: &str = "\
    BASE64 B64 JSON VALUE OLD NEW PREVIOUS PRIMARY SECONDARY PROD PRODUCTION DEV DEVELOPMENT \
    TEST STAGING LIVE SANDBOX FALLBACK FALLBACKS HEX PEM";

/// Words before the ending that mean that the value is not secret.
const HARMLESS: &str = "\
    PUBLIC PUBLISHABLE MAX MIN NUM PRIMARY FOREIGN SORT PARTITION CACHE ROUTING STOP PAD EOS \
    BOS SITE HEADER";

/// The words among them that say so of a key or a token, but not of a password.
const OF_A_KEY: &str = "\
    CACHE FOREIGN HEADER PARTITION PRIMARY ROUTING SITE SORT";

/// First words that say the same.
const COUNTS: &str = "MAX MIN NUM";

/// First words of a switch, which may be part of a secret's name as well.
const SWITCHES: &str = "\
    ALLOW CLEAR DISABLE ENABLE ENFORCE FORCE HAS HIDE IS REQUIRE SHOW SKIP USE";

/// Words before the ending that say the same.
const SWITCHES_INSIDE: &str = "ALLOW CHECK DISABLE ENABLE REQUIRE USE VERIFY";

/// Words before `KEY` that name a field of a record.
const FIELDS: &str = "\
    ADDRESS ATTRIBUTE COLUMN EMAIL FIELD FIRSTNAME GROUP LASTNAME MAIL NAME PHONE UID USERNAME";

/// Words before `PRIVATE` that name a place: `BUCKET_PRIVATE` is the name of one.
const PLACES: &str = "BUCKET CONTAINER";

/// Words before a likely ending that say the same.
const HARMLESS_IF_LIKELY: &str = "\
    BUDGET COMPLETION CONTEXT DATA GLOBAL INPUT MANUAL NUMPY OUTPUT PER PROMPT RANDOM \
    REASONING SPECIAL TORCH TOTAL";

/// Words that make a name a secret's wherever they stand, unless one of
/// [`OF_A_SETTING`] follows.
const ANYWHERE: &str = "MNEMONIC PASSPHRASE PASSWD PASSWORD SECRET";

/// Words of settings about a secret: its length, its expiry.
const OF_A_SETTING: &str = "\
    AGE ALG ALGORITHM ALGORITHMS ALLOWED ATTEMPTS BACKEND BITS BYTES CHANGE CHARS CLASS \
    COUNT DAYS DELAY DIR DIRECTORY DISABLED DURATION EMAIL ENABLED ENDPOINT ENGINE \
    EXPIRE EXPIRES EXPIRY FIELD FILE FOLDER FORMAT HASHER HASHERS HEADER HEADERS HOST \
    HOURS ID INTERVAL ITERATIONS LABEL LEN LENGTH LEVEL LIFETIME LIMIT LINK LOCKOUT \
    LOGIN MANAGER MAX METHOD MIN MINUTES MODE NAME NAMES PAGE PATH PATTERN PERIOD POLICY \
    PORT PREFIX PROJECT PROVIDER RATE REGEX REGION REQUIRED RESET RETRIES ROTATION ROUNDS \
    SCHEME SCORE SEC SECONDS SECS SERVICE SIZE STORE STRENGTH SUBJECT SUFFIX TEMPLATE \
    THROTTLE TIME TIMEOUT TRIES TTL TYPE URI URL USER USERNAME VALIDATORS VERSION VERSIONS WINDOW";

/// Parts that make a name suspect also inside a word: `DBTOKENS`, `SECRETKEYBASE`.
const SUSPECT_PIECES: &str = "APIKEY CREDENTIAL PASSPHRASE PASSW SECRET TOKEN";

/// Longer names are text, not names; their ends say enough.
const LONGEST: usize = 128;

/// Whether the name of an environment variable says that its value is secret.
pub(crate) fn secrecy_of_variable(name: &str) -> Secrecy {
    match name {
        // The working directory. In a connection string, `PWD` is a password.
        "PWD" | "OLDPWD" => Secrecy::No,
        name => secrecy(name.as_bytes()),
    }
}

/// Whether the name of a field, a parameter or a variable says so.
pub(crate) fn secrecy(name: &[u8]) -> Secrecy {
    let upper = separated(name);
    let mut words: Vec<&[u8]> = split(&upper).collect();
    if matches!(words[..], [only] if has(LIKELY_ALONE, only)) {
        return Secrecy::Likely;
    }
    if ends_with_pair(&words) {
        return Secrecy::Certain;
    }
    while let [_, .., last] = words[..]
        && (last.iter().all(u8::is_ascii_digit) || has(TRAILERS, last))
    {
        words.pop();
    }
    let [before @ .., last] = &words[..] else {
        return Secrecy::No;
    };
    if ends_with_pair(&words) || (*last == b"ID" && before.ends_with(&[b"ACCESS", b"KEY"])) {
        return Secrecy::Certain;
    }
    let preceded = |by: &str| before.last().is_some_and(|word| has(by, word));
    let begins = |with: &str| before.first().is_some_and(|word| has(with, word));
    let certain = is_certain(last);
    if begins(COUNTS) {
        return Secrecy::No;
    }
    if begins(SWITCHES) || (certain && preceded(SWITCHES_INSIDE)) {
        let is_switch = certain && !preceded(HARMLESS);
        return if is_switch {
            Secrecy::Switch
        } else {
            Secrecy::No
        };
    }
    let of_a_place = unnumbered(last) == b"PRIVATE" && preceded(PLACES);
    let likely = has(LIKELY_ENDINGS, unnumbered(last)) && !preceded(HARMLESS_IF_LIKELY);
    let likely = likely && !of_a_place && !preceded(SWITCHES_INSIDE);
    // A password stands in a connection string, too.
    let of_a_password = has(ANYWHERE, unnumbered(last)) || unnumbered(last) == b"DSN";
    match (certain, likely) {
        (true, _) if of_a_password && preceded(OF_A_KEY) => Secrecy::Certain,
        (true, _) | (_, true) if preceded(HARMLESS) => Secrecy::No,
        (true, _) => Secrecy::Certain,
        (_, true) => Secrecy::Likely,
        _ if is_of_a_secret(&words) => Secrecy::Certain,
        _ => Secrecy::No,
    }
}

/// Whether a name says that its value may be a secret.
pub(crate) fn may_be_secret(name: &[u8]) -> bool {
    matches!(secrecy(name), Secrecy::Certain | Secrecy::Likely)
}

/// Whether a name begins with a word of a switch.
pub(crate) fn begins_like_a_switch(name: &[u8]) -> bool {
    let upper = separated(name);
    split(&upper).next().is_some_and(|word| has(SWITCHES, word))
}

/// Whether a name is that of a key of a record as well: `LDAP_EMAIL_KEY`.
pub(crate) fn names_a_field(name: &[u8]) -> bool {
    let upper = separated(name);
    let words: Vec<&[u8]> = split(&upper).collect();
    matches!(words[..], [.., field, b"KEY"] if has(FIELDS, field))
}

/// Whether any word of a name is in the table, whatever the others say: for
/// callers to whom a setting that is taken for a secret costs little.
pub(crate) fn mentions_secret(name: &[u8]) -> bool {
    let upper = separated(name);
    split(&upper).any(|word| {
        let word = unnumbered(word);
        is_certain(word) || has(LIKELY_ENDINGS, word) || has(LIKELY_ALONE, word)
    })
}

/// Whether a name mentions a secret, or has a piece in it that may: for callers
/// that hold a value back in doubt.
pub(crate) fn is_suspect(name: &[u8]) -> bool {
    let upper = name.to_ascii_uppercase();
    let has_piece = |piece: &str| {
        memmem::find_iter(&upper, piece).any(|at| {
            // `TOKENIZER` and `TOKENIZATION` are about text.
            let after = &upper[at + piece.len()..];
            piece != "TOKEN" || !after.starts_with(b"IZ")
        })
    };
    mentions_secret(name) || SUSPECT_PIECES.split(' ').any(has_piece)
}

fn is_certain(word: &[u8]) -> bool {
    let word = unnumbered(word);
    has(ENDINGS, word) || GLUED.split(' ').any(|end| word.ends_with(end.as_bytes()))
}

/// A name in capitals, with `_` between its words.
fn separated(name: &[u8]) -> Vec<u8> {
    let name = &name[name.len().saturating_sub(LONGEST)..];
    let mut upper = Vec::with_capacity(2 * name.len());
    for (at, byte) in name.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| name[before]);
        let after_small = before.is_some_and(|byte| byte.is_ascii_lowercase());
        // The `K` of `APIKey`.
        let ends_capitals = before.is_some_and(|byte| byte.is_ascii_uppercase())
            && name.get(at + 1).is_some_and(u8::is_ascii_lowercase);
        if byte.is_ascii_uppercase() && (after_small || ends_capitals) {
            upper.push(b'_');
        }
        upper.push(byte.to_ascii_uppercase());
    }
    upper
}

fn split(upper: &[u8]) -> impl Iterator<Item = &[u8]> {
    let words = upper.split(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric());
    words.filter(|word| !word.is_empty())
}

fn unnumbered(word: &[u8]) -> &[u8] {
    let digits = word.iter().rev().take_while(|byte| byte.is_ascii_digit());
    &word[..word.len() - digits.count()]
}

/// Whether a name begins with that of a secret, and does not go on with what a
/// setting says of it.
fn is_of_a_secret(words: &[&[u8]]) -> bool {
    let is_key = |words: &[&[u8]]| matches!(words, [b"API", b"KEY" | b"KEYS"]);
    let single = words.iter().rposition(|word| has(ANYWHERE, word));
    let pair = words.windows(2).rposition(is_key).map(|at| at + 1);
    let of_a_setting = |at: usize| words[at + 1..].iter().any(|word| has(OF_A_SETTING, word));
    single.max(pair).is_some_and(|at| !of_a_setting(at))
}

fn ends_with_pair(words: &[&[u8]]) -> bool {
    let Some([one, other]) = words.last_chunk::<2>() else {
        return false;
    };
    let pairs = PAIRS.split(' ').filter_map(|pair| pair.split_once('_'));
    pairs
        .map(|(first, last)| (first.as_bytes(), last.as_bytes()))
        .any(|pair| pair == (*one, *other))
}

fn has(list: &str, word: &[u8]) -> bool {
    list.split(' ').any(|one| one.as_bytes() == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(names: &[&str], expected: Secrecy) {
        for name in names {
            assert_eq!(secrecy(name.as_bytes()), expected, "{name}");
        }
    }

    #[test]
    fn names_of_secrets_are_known() {
        case(
            &[
                "API_KEY",
                "OPENAI_API_KEY",
                "SECRET_KEY",
                "DB_PASSWORD",
                "GITHUB_TOKEN",
                "DSN",
                "SENTRY_DSN",
                "sentry.dsn",
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
                "CI_DBPASSWORDS",
                "PIN",
                "PIN_CODE",
                "DOOR_UNLOCK_CODE",
                "PASS",
                "KEYS",
                "DB_PW",
                "PGPASSWD",
                "MNEMONIC",
                "WALLET_SEED_PHRASE",
                "SECRET_KEY_BASE",
                "DB_PASSWORD_ADMIN",
                "API_KEYS_GITHUB",
                "STRIPE_KEY_LIVE",
                "clientSecret",
                "ACCESSTOKEN",
                "USER_PWD",
                "APIKey",
                "SharedAccessKey",
                "AccountKey",
                "private_key",
                "X-Api-Key",
                "GITHUB_CREDS",
                "CIRCLE_DEPLOY_PEM",
                "TLS_KEY_PEM",
                "authtoken",
                "REDIS_PRIVATE_KEY_PEM",
            ],
            Secrecy::Certain,
        );
    }

    #[test]
    fn names_of_what_may_be_a_secret_are_known() {
        case(
            &[
                "AUTH",
                "BASIC_AUTH",
                "HMAC",
                "JWT",
                "SESSION",
                "CONN",
                "OTP_SEED",
                "CODE",
                "SLACK_WEBHOOK",
                "API_TOKENS",
                "sig",
                "X-Amz-Signature",
                "private",
                "UV_OAUTH",
            ],
            Secrecy::Likely,
        );
    }

    #[test]
    fn names_of_settings_say_nothing() {
        case(
            &[
                "",
                "_",
                "MAX_TOKENS",
                "maxTokens",
                "TOKEN_LIMIT",
                "ACCESS_TOKEN_EXPIRE_MINUTES",
                "TOKEN_URL",
                "PUBLIC_KEY",
                "PASSWORD_MIN_LENGTH",
                "STRIPE_PUBLISHABLE_KEY",
                "SSH_KEY_PATH",
                "LOG_LEVEL",
                "MAX_TOKEN",
                "MONKEY",
                "USE_AUTH",
                "USE_PUBLIC_KEY",
                "AZURE_CONTAINER_PRIVATE",
                "PARTITION_KEY",
                "AUTH_ENABLED",
                "SESSION_TIMEOUT_SEC",
                "JWT_ALGORITHM",
                "TOKEN_TTL",
                "PIN_COUNT",
                "CONN_MAX_AGE",
                "RANDOM_SEED",
                "COMPLETION_TOKENS",
                "SECRET_MANAGER",
                "PASSWORD_RESET_RATELIMIT_STRING",
                "API_KEY_HEADER_NAME",
                "PASSWORD_HASHERS",
                "TOKENIZERS_PARALLELISM",
                "SPINNER",
                "COMPASS",
                "AUTH0_DOMAIN",
                "SHIPPING",
                "DESIGN",
                "COUNTRY_CODE",
                "countryCode",
                "private_key_id",
                "client_id",
                "token_uri",
                "CERT_PEM",
                "STATUS_CODE",
            ],
            Secrecy::No,
        );
    }

    #[test]
    fn what_makes_a_key_harmless_says_nothing_of_a_password() {
        for name in [
            "REDIS_CACHE_PASSWORD",
            "DB_PRIMARY_PASSWORD",
            "SITE_SECRET",
            "WHATSAPP_VERIFY_TOKEN",
            "PRIMARY_DSN",
        ] {
            assert_eq!(secrecy(name.as_bytes()), Secrecy::Certain, "{name}");
        }
        for name in ["CACHE_KEY", "CACHE_KEY_PREFIX", "PRIMARY_KEY"] {
            assert_eq!(secrecy(name.as_bytes()), Secrecy::No, "{name}");
        }
    }

    #[test]
    fn a_word_of_a_switch_leaves_it_to_the_value() {
        case(
            &[
                "FORCE_SENTRY_TRACE_KEY",
                "USE_TOKEN",
                "DB_VERIFY_PASSWORD",
                "APP_USE_TOKEN",
            ],
            Secrecy::Switch,
        );
        assert!(!may_be_secret(b"USE_TOKEN"));
        assert!(begins_like_a_switch(b"USE_REDIS") && !begins_like_a_switch(b"REDIS_USE"));
    }

    #[test]
    fn a_key_of_a_record_is_known_by_its_field() {
        assert!(names_a_field(b"LDAP_EMAIL_KEY") && names_a_field(b"DISPLAY_NAME_KEY"));
        assert!(!names_a_field(b"API_KEY") && !names_a_field(b"EMAIL_API_KEY"));
    }

    #[test]
    fn the_working_directory_is_no_password() {
        assert_eq!(secrecy_of_variable("PWD"), Secrecy::No);
        assert_eq!(secrecy_of_variable("OLDPWD"), Secrecy::No);
        assert_eq!(secrecy_of_variable("USER_PWD"), Secrecy::Certain);
        assert_eq!(secrecy(b"PWD"), Secrecy::Certain);
    }

    #[test]
    fn a_word_of_the_table_is_seen_among_others() {
        for name in [
            "TOKEN_URL",
            "CI_AUTH_HEADER",
            "KEY_PATH",
            "xPasswordHint",
            "A.TOKEN2.B",
        ] {
            assert!(mentions_secret(name.as_bytes()), "{name}");
        }
        for name in [
            "",
            "SHIPPING",
            "DESIGN",
            "MONKEY",
            "PATHS",
            "KEYBOARD",
            "TOKENIZER",
        ] {
            assert!(!mentions_secret(name.as_bytes()), "{name}");
        }
    }

    #[test]
    fn a_piece_of_a_word_makes_a_name_suspect() {
        for name in [
            "UV_DBTOKENS",
            "UV_MYSECRETID",
            "UV_SECRETKEYBASE",
            "UV_USERTOKENS",
            "UV_PASSWDS",
            "GITHUB_SECRETPASS",
            "uv_dbtokens",
            "TOKENIZER_ACCESSTOKENS",
            "UV_APIKEYFILE",
            "CI_KEY",
        ] {
            assert!(is_suspect(name.as_bytes()), "{name}");
        }
        for name in [
            "",
            "SHIPPING",
            "DESIGN",
            "COUNTRY_CODES",
            "COMPASS",
            "UV_KEYRING_PROVIDER",
            "TOKENIZERS_PARALLELISM",
            "TOKENIZE",
        ] {
            assert!(!is_suspect(name.as_bytes()), "{name}");
        }
    }
}
