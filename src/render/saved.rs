//! The reader of a saved report, for `fingerprint --against`. Only names and
//! fingerprints of the right form leave this file, and nothing else that the report
//! or a parser's message says.

use serde::Deserialize;
use serde_json::error::Category;

use crate::core::message::Message;
use crate::core::name::EnvName;
use crate::core::report::{Fingerprint, KeyKind, RemoteKey, RemoteKeys};
use crate::render::json::{TOOL, VERSION};

/// Why a file is not a report to compare with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAReport {
    /// It is not JSON; the error is in this line.
    NotJson {
        /// The line, from 1.
        line: usize,
    },
    /// It does not say `"version": 1`.
    OtherVersion,
    /// It has no keys with fingerprints, or one of another form, or one twice.
    OtherShape,
}

impl NotAReport {
    /// The text of a problem.
    pub fn what(self) -> Message {
        match self {
            Self::NotJson { line } => message!("invalid JSON in line {}", line),
            Self::OtherVersion => message!("not a report of version 1"),
            Self::OtherShape => message!("not a report of `fingerprint` or `check`"),
        }
    }

    pub fn hint(self) -> Message {
        match self {
            Self::NotJson { .. } | Self::OtherShape => {
                message!("save one there with `secrun fingerprint --format json`")
            }
            Self::OtherVersion => message!("use the same version of secrun on both machines"),
        }
    }
}

/// Reads the fingerprints of a saved report. Unknown fields are passed over.
///
/// # Errors
///
/// [`NotAReport`], which carries nothing of the file's text.
pub fn read_keys(text: &[u8]) -> Result<RemoteKeys, NotAReport> {
    let head: Head =
        serde_json::from_slice(text).map_err(|error| reason(&error, NotAReport::OtherVersion))?;
    if head.version != Some(VERSION) {
        return Err(NotAReport::OtherVersion);
    }
    let saved: Saved =
        serde_json::from_slice(text).map_err(|error| reason(&error, NotAReport::OtherShape))?;
    let alike = !saved.exact && saved.tool.as_deref() == Some(TOOL);
    let mut keys = RemoteKeys::new();
    for key in saved.keys {
        let name = EnvName::new(&key.key).map_err(|_| NotAReport::OtherShape)?;
        let there = RemoteKey {
            fingerprint: key.fingerprint()?,
            judged: key.kind().filter(|_| alike && !key.same_as_secret),
        };
        if keys.insert(name, there).is_some() {
            return Err(NotAReport::OtherShape);
        }
    }
    Ok(keys)
}

#[derive(Deserialize)]
struct Head {
    version: Option<u64>,
}

#[derive(Deserialize)]
struct Saved {
    tool: Option<String>,
    #[serde(default)]
    exact: bool,
    keys: Vec<SavedKey>,
}

#[derive(Deserialize)]
struct SavedKey {
    key: String,
    kind: Option<String>,
    fingerprint: Option<String>,
    #[serde(default)]
    withheld: bool,
    #[serde(default)]
    same_as_secret: bool,
}

impl SavedKey {
    fn kind(&self) -> Option<KeyKind> {
        let kinds = [KeyKind::Secret, KeyKind::Setting];
        kinds
            .into_iter()
            .find(|kind| self.kind.as_deref() == Some(kind.name()))
    }

    fn fingerprint(&self) -> Result<Option<Fingerprint>, NotAReport> {
        match (&self.fingerprint, self.withheld) {
            (None, true) => Ok(Some(Fingerprint::Withheld)),
            (None, false) => Ok(None),
            (Some(text), false) => fingerprint(text).map(Some).ok_or(NotAReport::OtherShape),
            (Some(_), true) => Err(NotAReport::OtherShape),
        }
    }
}

/// A fingerprint, if the text is one from end to end: it will be shown.
fn fingerprint(text: &str) -> Option<Fingerprint> {
    if let Some(digits) = text.strip_prefix("sha256:") {
        return is_hex(digits, 8).then(|| Fingerprint::Plain(text.to_owned()));
    }
    let (digits, id) = text.strip_prefix("hmac:")?.split_once('@')?;
    (is_hex(digits, 8) && is_hex(id, 4)).then(|| Fingerprint::Keyed(text.to_owned()))
}

fn is_hex(text: &str, length: usize) -> bool {
    let digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    text.len() == length && text.bytes().all(digit)
}

/// Keeps only the kind and line of a parser's error.
fn reason(error: &serde_json::Error, of_data: NotAReport) -> NotAReport {
    match error.classify() {
        Category::Data => of_data,
        Category::Io | Category::Syntax | Category::Eof => NotAReport::NotJson {
            line: error.line().max(1),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::fingerprints::Policy;
    use crate::render::json;
    use crate::render::tests::sample;

    #[test]
    fn what_is_written_is_read_back() {
        for text in [
            json::fingerprints(&sample::report(), Policy::Guarded),
            json::check(&sample::report()),
        ] {
            let fingerprints = read_keys(text.as_bytes()).unwrap();
            let fingerprint = |key: &str| fingerprints[&sample::name(key)].fingerprint.clone();
            let judged = |key: &str| fingerprints[&sample::name(key)].judged;
            assert_eq!(judged("OPENAI_API_KEY"), Some(KeyKind::Secret));
            assert_eq!(judged("APP_ENV"), Some(KeyKind::Setting));
            assert_eq!(fingerprints.len(), 5);
            assert_eq!(
                fingerprint("OPENAI_API_KEY"),
                Some(sample::plain("9d1e92fc"))
            );
            assert_eq!(fingerprint("DATABASE_URL"), Some(Fingerprint::Withheld));
            assert_eq!(fingerprint("GIT_READ_TOKEN"), None);
        }
    }

    /// With `--exact` a weak value has a plain fingerprint, too, and another
    /// version may judge otherwise.
    #[test]
    fn what_was_judged_otherwise_is_told_apart() {
        let exact = json::fingerprints(&sample::report(), Policy::Exact);
        let other = json::check(&sample::report()).replace(TOOL, "secrun 0.0.1");
        for text in [exact, other] {
            let fingerprints = read_keys(text.as_bytes()).unwrap();
            assert!(fingerprints.values().all(|there| there.judged.is_none()));
        }
    }

    #[test]
    fn unknown_fields_are_passed_over() {
        let text = br#"{"version": 1, "later": [{"x": 1}], "keys": [
            {"key": "PIN", "fingerprint": "hmac:5e4c5fb0@0424", "colour": "blue"},
            {"key": "API_KEY"}]}"#;
        let fingerprints = read_keys(text).unwrap();
        let keyed = Fingerprint::Keyed("hmac:5e4c5fb0@0424".to_owned());
        assert_eq!(fingerprints[&sample::name("PIN")].fingerprint, Some(keyed));
        assert_eq!(fingerprints[&sample::name("API_KEY")].fingerprint, None);
    }

    #[test]
    fn other_versions_are_refused() {
        for text in [
            r#"{"version": 2, "keys": []}"#,
            r#"{"version": "1", "keys": []}"#,
            r#"{"keys": []}"#,
            "7",
        ] {
            let refused = read_keys(text.as_bytes()).unwrap_err();
            assert_eq!(refused, NotAReport::OtherVersion, "{text}");
        }
    }

    #[test]
    fn what_is_not_a_report_is_refused_without_being_repeated() {
        let canary = "test-not-a-real-key";
        let shaped = |keys: &str| format!(r#"{{"version": 1, "keys": {keys}}}"#);
        for text in [
            r#"{"version": 1}"#.to_owned(),
            shaped(&format!(r#""{canary}""#)),
            shaped(&format!(r#"[{{"key": "1{canary}"}}]"#)),
            shaped(&format!(
                r#"[{{"key": "API_KEY", "fingerprint": "{canary}"}}]"#
            )),
            shaped(&format!(
                r#"[{{"key": "API_KEY", "fingerprint": "sha256:{canary}"}}]"#
            )),
            shaped(r#"[{"key": "API_KEY", "fingerprint": "sha256:9D1E92FC"}]"#),
            shaped(r#"[{"key": "API_KEY", "fingerprint": "sha256:9d1e92fc", "withheld": true}]"#),
            shaped(r#"[{"key": "API_KEY"}, {"key": "API_KEY"}]"#),
        ] {
            let refused = read_keys(text.as_bytes()).unwrap_err();
            assert_eq!(refused, NotAReport::OtherShape, "{text}");
        }
        let env_file = format!("{{\n\"version\": {canary}\n");
        let refused = read_keys(env_file.as_bytes()).unwrap_err();
        assert_eq!(refused, NotAReport::NotJson { line: 2 });
        for told in [refused.what().to_string(), format!("{refused:?}")] {
            assert!(!told.contains("real"), "{told}");
        }
        let deep = "[".repeat(100_000);
        assert!(
            read_keys(deep.as_bytes()).is_err(),
            "no overflow of the stack"
        );
        assert_eq!(
            read_keys(b"\xff").unwrap_err(),
            NotAReport::NotJson { line: 1 }
        );
    }
}
