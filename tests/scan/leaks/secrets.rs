//! The secrets of the fixture: every kind of value that projects have.

use super::dice::{ALNUM, Dice, HEX};

/// A secret, and what of it nobody but its owner may know.
pub(super) struct Secret {
    pub(super) key: &'static str,
    pub(super) value: String,
    pub(super) private: Vec<String>,
}

/// All of them, with the parts of those that are made of parts.
pub(super) struct Secrets {
    pub(super) all: Vec<Secret>,
    /// The password in `DATABASE_URL`, as it is and percent-encoded.
    pub(super) password: (String, String),
    /// The key in `STORAGE`.
    pub(super) account_key: String,
    /// The password in `SERVICE_ACCOUNT`.
    pub(super) client_secret: String,
}

/// A setting, whose value is no secret.
pub(super) const REGION: &str = "eu-central-production-1";

impl Secrets {
    pub(super) fn new(dice: &mut Dice) -> Self {
        let mut all = Vec::new();
        let mut add = |key, value: String, private: Vec<String>| {
            let private = if private.is_empty() {
                vec![value.clone()]
            } else {
                private
            };
            all.push(Secret {
                key,
                value,
                private,
            });
        };
        let body = dice.token(40);
        add(
            "GITHUB_TOKEN",
            ["gh", "p_", &body[..36]].concat(),
            vec![body[..36].to_owned()],
        );
        let (left, right) = (dice.token(74), dice.token(74));
        let openai = ["sk", "-proj-", &left, "T3BlbkFJ", &right].concat();
        add("OPENAI_API_KEY", openai, vec![left, right]);
        add("JWT_SECRET", dice.token(43), vec![]);
        add("HEX_KEY", dice.text(HEX, 64), vec![]);
        add("SHORT_KEY", dice.token(10), vec![]);
        add("LONG_TOKEN", dice.token(640), vec![]);
        let (one, two) = (dice.token(9), dice.token(9));
        let special = format!("{one}&<\"'>/+= {two}");
        add("WEBHOOK_SECRET", special, vec![one, two]);
        let (one, two) = (dice.token(10), dice.token(10));
        add("UNICODE_PASS", format!("{one}äß€{two}"), vec![one, two]);
        let lines: Vec<String> = (0..6)
            .map(|_| dice.text(&format!("{ALNUM}+/"), 64))
            .collect();
        let pem = format!(
            "-----BEGIN {0} KEY-----\n{1}\n-----END {0} KEY-----\n",
            "PRIVATE",
            lines.join("\n")
        );
        add("TLS_KEY", pem, lines);
        let (one, two) = (dice.token(12), dice.token(8));
        let password = (format!("{one}@/{two}"), format!("{one}%40%2F{two}"));
        let url = format!("postgres://app:{}@db.internal:5432/app", password.1);
        add("DATABASE_URL", url, vec![one, two]);
        let account_key = format!("{}==", dice.text(&format!("{ALNUM}+/"), 86));
        let storage = format!(
            "DefaultEndpointsProtocol=https;AccountName=files;AccountKey={account_key};EndpointSuffix=core.windows.net"
        );
        add("STORAGE", storage, vec![account_key[..86].to_owned()]);
        let client_secret = dice.token(32);
        let account = format!(
            "{{\"type\":\"service_account\",\"project_id\":\"files\",\"client_secret\":\"{client_secret}\"}}"
        );
        add("SERVICE_ACCOUNT", account, vec![client_secret.clone()]);
        Self {
            all,
            password,
            account_key,
            client_secret,
        }
    }

    /// The value of a key.
    pub(super) fn value(&self, key: &str) -> &str {
        &self
            .all
            .iter()
            .find(|secret| secret.key == key)
            .unwrap()
            .value
    }

    /// The schema: also some keys that are too weak to be searched for.
    pub(super) fn schema(&self) -> String {
        let keys = self.all.iter().map(|secret| secret.key);
        let keys = keys.chain(["ADMIN_PIN", "MODE_SECRET", "STAND_IN", "MIRROR"]);
        let keys: Vec<String> = keys.map(|key| format!("{key} = {{}}\n")).collect();
        let keys = keys.concat();
        format!(
            "version = 1\n[env]\ninterpolation = \"off\"\n[secrets]\n{keys}[settings]\nREGION = {{}}\n"
        )
    }

    /// The env file.
    pub(super) fn env(&self) -> String {
        let line = |secret: &Secret| {
            let value = &secret.value;
            if value.starts_with('{') {
                format!("{}='{value}'\n", secret.key)
            } else {
                format!("{}=\"{}\"\n", secret.key, value.replace('"', "\\\""))
            }
        };
        let lines: String = self.all.iter().map(line).collect();
        format!(
            "{lines}ADMIN_PIN=4821\nMODE_SECRET=development\nSTAND_IN=changeme\nMIRROR={REGION}\nREGION={REGION}\n"
        )
    }
}
