//! What looks like a leak and is none: 49 files, none of which may be found.

use std::fmt::Write as _;

use super::dice::{ALNUM, Dice, HEX};
use super::secrets::{REGION, Secrets};
use super::{codec, container};

/// The files, by name.
pub(super) fn decoys(secrets: &Secrets, dice: &mut Dice) -> Vec<(String, Vec<u8>)> {
    let mut texts: Vec<Vec<u8>> = Vec::new();
    near(secrets, &mut texts);
    prints(secrets, &mut texts);
    names_and_places(secrets, &mut texts);
    others(secrets, dice, &mut texts);
    assert_eq!(texts.len(), 49);
    let numbered = texts.into_iter().enumerate();
    numbered
        .map(|(at, text)| (format!("decoys/{at:02}.txt"), text))
        .collect()
}

/// Values that are nearly a secret.
fn near(secrets: &Secrets, texts: &mut Vec<Vec<u8>>) {
    let mut add = |text: String| texts.push(format!("token = \"{text}\"\n").into_bytes());
    for key in ["GITHUB_TOKEN", "OPENAI_API_KEY", "JWT_SECRET", "HEX_KEY"] {
        let value = secrets.value(key);
        // Before the end of what counts as the beginning of a long value.
        let middle = 20;
        let other = if &value[middle..=middle] == "a" {
            "b"
        } else {
            "a"
        };
        let changed = format!("{}{other}{}", &value[..middle], &value[middle + 1..]);
        add(changed.clone());
        add(value.chars().rev().collect());
        add(value[..middle].to_owned());
        add(codec::base64(&changed));
        add(codec::hex(changed.as_bytes()));
    }
    let token = secrets.value("JWT_SECRET");
    add(token[8..].to_owned());
    add(token.to_uppercase());
    add(format!("{}...{}", &token[..6], &token[token.len() - 4..]));
    let short = secrets.value("SHORT_KEY");
    add(format!("x{short}"));
    add(format!("{short}0"));
    add(format!("{}{}", &short[1..], &short[..1]));
}

/// What secrun and others say in place of a value.
fn prints(secrets: &Secrets, texts: &mut Vec<Vec<u8>>) {
    let mut all = String::new();
    for secret in &secrets.all {
        writeln!(
            all,
            "{}  ***REDACTED:{}***  sha256:9d1e92fc",
            secret.key, secret.key
        )
        .unwrap();
    }
    texts.push(all.into_bytes());
    texts.push(b"sha256:[withheld: low entropy]\nhmac:0badcafe@1f2e\n".to_vec());
    texts.push(b"sk-proj-****************\nghp_XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX\n".to_vec());
    texts.push(b"OPENAI_API_KEY=your-key-here\nJWT_SECRET=<secret>\nHEX_KEY=${HEX_KEY}\n".to_vec());
}

/// What is public of a secret, and what is no secret at all.
fn names_and_places(secrets: &Secrets, texts: &mut Vec<Vec<u8>>) {
    let texts_of = [
        "postgres://app:${DB_PASSWORD}@db.internal:5432/app\n".to_owned(),
        "postgres://app@db.internal:5432/app\nhost: db.internal\nuser: app\n".to_owned(),
        "DefaultEndpointsProtocol=https;AccountName=files;AccountKey=;EndpointSuffix=core.windows.net\n".to_owned(),
        "{\"type\":\"service_account\",\"project_id\":\"files\",\"client_secret\":\"\"}\n".to_owned(),
        format!("-----BEGIN {0} KEY-----\nMIIB\n-----END {0} KEY-----\n", "PUBLIC"),
        format!("region = {REGION}\nmirror = \"{REGION}\"\n{}\n", codec::base64(REGION)),
        "pin = 4821\nport = 14821\nmode = development\npassword = changeme\n".to_owned(),
        "OPENAI_API_KEY=\nGITHUB_TOKEN=\nos.environ[\"JWT_SECRET\"]\n".to_owned(),
        "ghp_ sk-proj- T3BlbkFJ -----BEGIN -----END postgres://app:\n".to_owned(),
    ];
    texts.extend(texts_of.map(String::into_bytes));
    let keys: Vec<&str> = secrets.all.iter().map(|secret| secret.key).collect();
    texts.push(keys.join(",").into_bytes());
}

/// Random text of others.
fn others(secrets: &Secrets, dice: &mut Dice, texts: &mut Vec<Vec<u8>>) {
    let rotated = Secrets::new(dice);
    let old: Vec<String> = rotated.all.iter().map(|it| it.value.clone()).collect();
    let old = old.join("\n");
    texts.push(old.clone().into_bytes());
    texts.push(codec::mime(&old).into_bytes());
    texts.push(container::gzip(old.as_bytes()));
    texts.push(container::zip(&[
        ("old.txt", old.as_bytes()),
        ("new.txt", b""),
    ]));
    texts.push(codec::utf16(&old, u16::to_le_bytes));
    texts.push(container::png(&dice.token(40)));
    let lock: Vec<String> = (0..50)
        .map(|_| {
            format!(
                "integrity sha512-{}==\n",
                dice.text(&format!("{ALNUM}+/"), 86)
            )
        })
        .collect();
    texts.push(lock.concat().into_bytes());
    let hashes: Vec<String> = (0..50)
        .map(|_| format!("{}\n", dice.text(HEX, 40)))
        .collect();
    texts.push(hashes.concat().into_bytes());
    // Every piece of a value is there, and none of them next to its neighbour.
    let value = secrets.value("JWT_SECRET").as_bytes();
    let pieces: Vec<String> = value
        .chunks(4)
        .map(|piece| format!("{} is a piece\n", String::from_utf8_lossy(piece)))
        .collect();
    texts.push(pieces.concat().into_bytes());
}
