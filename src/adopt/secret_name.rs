//! What a key's name says: secret, secret unless its value is an ordinary one,
//! or nothing.

/// What a name says of its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sound {
    /// A secret, also where it is a number of some length.
    Secret,
    /// A secret, unless its values are numbers or words of everyday settings.
    Likely,
    /// Nothing.
    Plain,
}

/// Words that end the name of a secret.
const ENDINGS: &str = "\
    APIKEY BEARER COOKIE COOKIES CREDENTIAL CREDENTIALS CREDS DSN JWK KEY KEYS MNEMONIC OTP \
    PASS PASSCODE PASSPHRASE PASSWD PASSWORD PASSWORDS PAT PEPPER PIN PINCODE PSK PSWD PW \
    PWD SALT SAS SECRET SECRETS TOKEN TOTP";

/// Words that end the names of secrets, and of settings as well.
const LIKELY_ENDINGS: &str = "\
    AUTH CONN CONNSTR HMAC JWT OAUTH SEED SESSION SIGNATURE TOKENS WEBHOOK WEBHOOKS";

/// Two words that end the name of a secret together.
const PAIRS: &str = "\
    ACCESS_CODE ACCESS_CODES BACKUP_CODES INVITE_CODE KEY_BASE PASS_PHRASE PASSWORD_HASH \
    RECOVERY_CODE RECOVERY_CODES RECOVERY_PHRASE SECRET_PHRASE SEED_PHRASE SEED_WORDS \
    SESSION_ID";

/// `SECRETKEY`, `DBPASSWORD`: written together.
const TOGETHER: &str = "\
    ACCESSKEY APIKEY DBPASS DBPW DBPWD PASSPHRASE PASSWD PASSWORD PRIVATEKEY PRIVKEY SECRET \
    SECRETKEY TOKEN";

/// Words that may follow without changing that.
const TRAILERS: &str = "\
    BASE64 B64 JSON VALUE OLD NEW PREVIOUS PRIMARY SECONDARY PROD PRODUCTION DEV DEVELOPMENT \
    TEST STAGING LIVE SANDBOX FALLBACK FALLBACKS HEX PEM";

/// Words before the ending that say that it is no secret.
const HARMLESS: &str = "\
    PUBLIC PUBLISHABLE MAX MIN NUM PRIMARY FOREIGN SORT PARTITION CACHE ROUTING STOP PAD EOS \
    BOS SITE REQUIRE USE ENABLE DISABLE ALLOW VERIFY CHECK HEADER";

/// First words that say the same.
const SWITCHES: &str = "\
    ALLOW DISABLE ENABLE FORCE HAS HIDE IS MAX MIN NUM REQUIRE SHOW SKIP USE";

/// Words before a likely ending that say the same of that.
const HARMLESS_IF_LIKELY: &str = "\
    BUDGET COMPLETION CONTEXT DATA GLOBAL INPUT MANUAL NUMPY OUTPUT PER PROMPT RANDOM \
    REASONING SPECIAL TORCH TOTAL";

/// Words that make a name a secret's wherever they stand, unless one of
/// [`OF_A_SETTING`] follows.
const ANYWHERE: &str = "MNEMONIC PASSPHRASE PASSWD PASSWORD SECRET";

/// What a setting says of a secret: how long it is, when it ends.
const OF_A_SETTING: &str = "\
    AGE ALG ALGORITHM ALGORITHMS ALLOWED ATTEMPTS BACKEND BITS BYTES CHANGE CHARS CLASS \
    COUNT DAYS DELAY DIR DIRECTORY DISABLED DURATION EMAIL ENABLED ENDPOINT ENGINE \
    EXPIRE EXPIRES EXPIRY FIELD FILE FOLDER FORMAT HASHER HASHERS HEADER HEADERS HOST \
    HOURS ID INTERVAL ITERATIONS LABEL LEN LENGTH LEVEL LIFETIME LIMIT LINK LOCKOUT \
    LOGIN MANAGER MAX METHOD MIN MINUTES MODE NAME NAMES PAGE PATH PATTERN PERIOD POLICY \
    PORT PREFIX PROJECT PROVIDER REGEX REGION REQUIRED RESET RETRIES ROTATION ROUNDS \
    SCHEME SCORE SEC SECONDS SECS SERVICE SIZE STORE STRENGTH SUBJECT SUFFIX TEMPLATE \
    TIME TIMEOUT TRIES TTL TYPE URI URL USER USERNAME VALIDATORS VERSION VERSIONS WINDOW";

/// What a name says, by its whole words.
pub(super) fn sound(name: &str) -> Sound {
    let upper = name.to_uppercase();
    let mut words: Vec<&str> = upper
        .split(['_', '-', '.'])
        .filter(|word| !word.is_empty())
        .collect();
    if words == ["PWD"] || words == ["OLDPWD"] {
        // The working directory; `USER_PWD` is a password.
        return Sound::Plain;
    }
    while let Some(last) = words.last() {
        let numbered = last.bytes().all(|byte| byte.is_ascii_digit());
        if words.len() > 1 && (numbered || has(TRAILERS, last)) {
            words.pop();
        } else {
            break;
        }
    }
    let Some((last, before)) = words.split_last() else {
        return Sound::Plain;
    };
    if ends_with_pair(&words) || (*last == "ID" && before.ends_with(&["ACCESS", "KEY"])) {
        return Sound::Secret;
    }
    let trimmed = last.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let preceded = |by: &str| before.last().is_some_and(|word| has(by, word));
    if before.first().is_some_and(|word| has(SWITCHES, word)) {
        return Sound::Plain;
    }
    let secret = has(ENDINGS, trimmed) || TOGETHER.split(' ').any(|end| trimmed.ends_with(end));
    let likely = has(LIKELY_ENDINGS, trimmed) && !preceded(HARMLESS_IF_LIKELY);
    match (secret, likely) {
        (true, _) | (_, true) if preceded(HARMLESS) => Sound::Plain,
        (true, _) => Sound::Secret,
        (_, true) => Sound::Likely,
        _ if is_of_a_secret(&words) => Sound::Secret,
        _ => Sound::Plain,
    }
}

/// Whether a name begins with that of a secret, and does not go on with what a
/// setting says of it.
fn is_of_a_secret(words: &[&str]) -> bool {
    let key = |words: &[&str]| matches!(words, ["API", "KEY" | "KEYS"]);
    let single = words.iter().rposition(|word| has(ANYWHERE, word));
    let pair = words.windows(2).rposition(key).map(|at| at + 1);
    let after = single.max(pair).and_then(|at| words.get(at + 1..));
    after.is_some_and(|after| !after.iter().any(|word| has(OF_A_SETTING, word)))
}

/// Whether a list of words has this one.
pub(super) fn has(list: &str, word: &str) -> bool {
    list.split(' ').any(|one| one == word)
}

fn ends_with_pair(words: &[&str]) -> bool {
    let Some(pair) = words.last_chunk::<2>() else {
        return false;
    };
    has(PAIRS, &pair.join("_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets_are_known() {
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
            "PIN",
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
        ] {
            assert_eq!(sound(name), Sound::Secret, "{name}");
        }
    }

    #[test]
    fn names_of_what_may_be_a_secret_are_known() {
        for name in [
            "AUTH",
            "BASIC_AUTH",
            "HMAC",
            "JWT",
            "SESSION",
            "CONN",
            "OTP_SEED",
            "SLACK_WEBHOOK",
            "API_TOKENS",
        ] {
            assert_eq!(sound(name), Sound::Likely, "{name}");
        }
    }

    #[test]
    fn names_of_settings_say_nothing() {
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
            "OLDPWD",
            "LOG_LEVEL",
            "MAX_TOKEN",
            "MONKEY",
            "USE_TOKEN",
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
        ] {
            assert_eq!(sound(name), Sound::Plain, "{name}");
        }
    }
}
