//! Made-up values that pass a key's rule and cannot be taken for real ones.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::json;

use crate::core::report::Problem;
use crate::core::secret::{SecretValue, Secrets};
use crate::schema::check::check_rule;
use crate::schema::formats;
use crate::schema::model::Rule;
use crate::schema::token::LiveKeys;
use crate::schema::types::{At, Disk, DurationStyle, Float, JsonShape, ListStyle, ValueType};

/// The text in every fake whose type leaves room for it.
const FAKE: &str = "test-not-a-real-key";

/// A fake for the key, if one passes its rule: a setting's default, a value of
/// the type, or the rule's `example`.
pub(crate) fn fake(rule: &Rule, live_keys: LiveKeys, disk: &Disk<'_>) -> Option<String> {
    let default = rule.default.as_ref();
    let default = default.and_then(|value| std::str::from_utf8(value.expose()).ok());
    let mut candidates: Vec<String> = default.map(str::to_owned).into_iter().collect();
    match &rule.value_type {
        ValueType::String => candidates.extend(texts(rule, live_keys)),
        other => candidates.push(of_type(other)),
    }
    candidates.extend(rule.example.as_deref().map(str::to_owned));
    candidates
        .into_iter()
        .find(|text| passes(rule, text, live_keys, disk))
}

fn passes(rule: &Rule, text: &str, live_keys: LiveKeys, disk: &Disk<'_>) -> bool {
    let Ok(value) = SecretValue::new(text) else {
        return false;
    };
    !value.is_blank()
        && formats::live_form(text.as_bytes()).is_none()
        && !check_rule(rule, &value, live_keys, disk, &Secrets::none())
            .iter()
            .any(Problem::is_error)
}

/// Fakes of a string, in several alphabets, as a pattern may want one of them.
fn texts(rule: &Rule, live_keys: LiveKeys) -> Vec<String> {
    let name = rule
        .name
        .as_str()
        .to_ascii_lowercase()
        .replace(['_', '.'], "-");
    let prefix = rule.prefix.as_deref().unwrap_or("");
    let bodies = [
        format!("test-not-a-real-{name}"),
        format!(
            "TEST_NOT_A_REAL_{}",
            rule.name.as_str().to_ascii_uppercase()
        ),
        "testnotarealkey".to_owned(),
        "TESTNOTAREALKEY".to_owned(),
        "xxxxxxxx".to_owned(),
        "00000000".to_owned(),
    ];
    let of_format = rule.format.filter(|_| live_keys == LiveKeys::Allow);
    let mut texts: Vec<String> = of_format
        .and_then(formats::Format::fake)
        .into_iter()
        .collect();
    texts.extend(bodies.iter().map(|body| fitted(rule, prefix, body)));
    texts
}

/// A body behind its prefix, made as long as the rule wants it.
fn fitted(rule: &Rule, prefix: &str, body: &str) -> String {
    let least = rule.min_length.unwrap_or(0).min(64 * 1024);
    let most = rule.max_length.unwrap_or(usize::MAX);
    let start = prefix.chars().chain(body.chars());
    let length = start.clone().count().max(least).min(most);
    start.chain(body.chars().cycle()).take(length).collect()
}

/// A value of a type other than `string`.
fn of_type(value_type: &ValueType) -> String {
    match value_type {
        ValueType::String => FAKE.to_owned(),
        ValueType::Int {
            min,
            max,
            multiple_of,
        } => int(*min, *max, multiple_of.unwrap_or(1)).to_string(),
        ValueType::Float(bounds) => float(bounds).to_string(),
        ValueType::Port { min, .. } => min.to_string(),
        ValueType::Bool => "false".to_owned(),
        // The parser refuses an `enum` without values.
        ValueType::Enum { values } => values[0].to_string(),
        ValueType::Url { schemes, hosts, .. } => url(schemes, hosts),
        ValueType::Host => "test-not-a-real-host.example.invalid".to_owned(),
        ValueType::Email { pydantic: false } => "test-not-a-real-person@example.invalid".to_owned(),
        // RFC 2606 reserves this domain, too, and pydantic takes it.
        ValueType::Email { pydantic: true } => "test-not-a-real-person@example.com".to_owned(),
        // In the networks that RFC 3849 and RFC 5737 reserve for documentation.
        ValueType::Ip { version: Some(6) } => "2001:db8::1".to_owned(),
        ValueType::Ip { .. } => "192.0.2.1".to_owned(),
        ValueType::Path { exists } => path(*exists).to_owned(),
        ValueType::Json { shape } => match shape {
            Some(JsonShape::Array) => format!("[\"{FAKE}\"]"),
            _ => format!("{{\"key\": \"{FAKE}\"}}"),
        },
        ValueType::List { of, style } => match style {
            ListStyle::Separated(_) => of_type(of),
            ListStyle::Json => json!([of_type(of)]).to_string(),
        },
        ValueType::Uuid { version: None } => "00000000-0000-0000-0000-000000000000".to_owned(),
        ValueType::Uuid {
            version: Some(version),
        } => format!("00000000-0000-{version}000-8000-000000000000"),
        ValueType::Hex { bytes } => "00".repeat(bytes.unwrap_or(16).min(32 * 1024)),
        ValueType::Base64 { bytes } => match bytes {
            None => STANDARD.encode(FAKE),
            Some(bytes) => STANDARD.encode(vec![0; (*bytes).min(32 * 1024)]),
        },
        ValueType::Pem => format!(
            "-----BEGIN TEST KEY-----\n{}\n-----END TEST KEY-----\n",
            STANDARD.encode(FAKE)
        ),
        ValueType::Jwt => {
            let parts = [
                "{\"alg\":\"HS256\",\"typ\":\"JWT\"}",
                "{\"sub\":\"test-not-a-real-person\"}",
                FAKE,
            ];
            parts.map(|part| URL_SAFE_NO_PAD.encode(part)).join(".")
        }
        ValueType::Date => "2000-01-01".to_owned(),
        ValueType::DateTime => "2000-01-01T00:00:00Z".to_owned(),
        ValueType::Time => "00:00:00".to_owned(),
        ValueType::Duration { style: None } => "1s".to_owned(),
        ValueType::Duration {
            style: Some(DurationStyle::Iso | DurationStyle::Pydantic),
        } => "PT1S".to_owned(),
        ValueType::Bytes => "1".to_owned(),
        ValueType::Semver => "0.0.0-test-not-a-real-version".to_owned(),
    }
}

fn path(exists: Option<At>) -> &'static str {
    match exists {
        None | Some(At::New) => "test-not-a-real-path",
        Some(At::File) => "/dev/null",
        // Every system with a name service has it.
        Some(At::Regular) => "/etc/hosts",
        Some(At::Dir) => ".",
    }
}

/// The number within its bounds that is nearest to the lower one.
fn int(min: Option<i128>, max: Option<i128>, multiple_of: i128) -> i128 {
    let from = min.or(max).unwrap_or(multiple_of);
    let over = from.rem_euclid(multiple_of);
    match (over, min) {
        (0, _) => from,
        (_, None) => from - over,
        (_, Some(_)) => from.saturating_add(multiple_of - over),
    }
}

fn float(bounds: &Float) -> f64 {
    let Float {
        min,
        max,
        above,
        below,
        ..
    } = *bounds;
    match (min.or(above), max.or(below)) {
        (Some(low), Some(high)) => low + (high - low) / 2.0,
        (Some(low), None) => low + f64::from(u8::from(above.is_some())),
        (None, Some(high)) => high - f64::from(u8::from(below.is_some())),
        (None, None) => 1.0,
    }
}

fn url(schemes: &[Box<str>], hosts: &[Box<str>]) -> String {
    let scheme = schemes.first().map_or("https", |scheme| scheme);
    let host = hosts.first().filter(|host| &***host != "*");
    let host = host.map_or("example.invalid".to_owned(), |host| {
        host.strip_prefix("*.").map_or(host.to_string(), |rest| {
            format!("test-not-a-real-host.{rest}")
        })
    });
    format!("{scheme}://test-not-a-real-user:{FAKE}@{host}/test")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::message::ShownPath;
    use crate::schema::formats::Format;
    use crate::schema::{parse, types};

    /// The fakes of a schema's keys.
    fn fakes(keys: &str, live_keys: LiveKeys) -> Vec<Option<String>> {
        let text = format!("version = 1\n{keys}");
        let path = ShownPath::typed(std::path::Path::new("secrun.toml"));
        let schema = parse(&path, text.as_bytes()).unwrap();
        let disk = |path: &std::path::Path| crate::env::host::path_kind(path);
        schema
            .rules
            .values()
            .map(|rule| fake(rule, live_keys, &disk))
            .collect()
    }

    #[test]
    fn every_type_has_a_fake_that_passes() {
        for (name, _) in types() {
            let more = if *name == "enum" {
                ", values = [\"a\"]"
            } else {
                ""
            };
            let made = fakes(
                &format!("[secrets]\nK = {{ type = \"{name}\"{more} }}"),
                LiveKeys::Forbid,
            );
            assert!(made[0].is_some(), "{name}");
        }
    }

    #[test]
    fn every_format_has_a_fake_that_passes() {
        let mut without = Vec::new();
        for name in Format::names() {
            let keys = format!("[secrets]\nK = {{ format = \"{name}\" }}");
            for live_keys in [LiveKeys::Allow, LiveKeys::Forbid] {
                if fakes(&keys, live_keys)[0].is_none() {
                    without.push((name, live_keys));
                }
            }
        }
        assert_eq!(without, []);
    }

    #[test]
    fn a_fake_keeps_to_its_rule() {
        let one = |rule: &str| {
            fakes(
                &format!("[secrets]\nA_KEY = {{ {rule} }}"),
                LiveKeys::Forbid,
            )
            .remove(0)
        };
        assert_eq!(one("").unwrap(), "test-not-a-real-a-key");
        assert_eq!(one("prefix = \"sk-\", max_length = 8").unwrap(), "sk-test-");
        assert_eq!(one("min_length = 50").unwrap().len(), 50);
        assert_eq!(
            one("pattern = \"^[A-Z_]+$\"").unwrap(),
            "TEST_NOT_A_REAL_A_KEY"
        );
        assert_eq!(one("pattern = \"^[0-9]{8}$\"").unwrap(), "00000000");
        assert_eq!(one("pattern = \"^ab?c$\""), None);
        assert_eq!(one("pattern = \"^ab?c$\", example = \"ac\"").unwrap(), "ac");
        assert_eq!(one("type = \"int\", min = 3, max = 5").unwrap(), "3");
        assert_eq!(
            one("type = \"int\", min = 3, multiple_of = 5").unwrap(),
            "5"
        );
        assert_eq!(
            one("type = \"int\", max = -3, multiple_of = 5").unwrap(),
            "-5"
        );
        assert_eq!(one("type = \"float\", above = 0, max = 1").unwrap(), "0.5");
        assert_eq!(one("type = \"float\", below = 0").unwrap(), "-1");
        assert_eq!(one("type = \"ip\", version = 6").unwrap(), "2001:db8::1");
        for (rule, made) in [
            (
                "\"uuid\", version = 7",
                "00000000-0000-7000-8000-000000000000",
            ),
            ("\"duration\", style = \"iso\"", "PT1S"),
            ("\"list\", style = \"json\"", "[\"test-not-a-real-key\"]"),
            (
                "\"list\", style = \"json\", of = \"int\", min = 2",
                "[\"2\"]",
            ),
            (
                "\"list\", style = \"json\", of = \"duration\"",
                "[\"PT1S\"]",
            ),
            (
                "\"email\", style = \"pydantic\"",
                "test-not-a-real-person@example.com",
            ),
            ("\"path\", exists = \"new\"", "test-not-a-real-path"),
            ("\"float\", style = \"decimal\"", "1"),
        ] {
            assert_eq!(one(&format!("type = {rule}")).unwrap(), made, "{rule}");
        }
        assert_eq!(
            one("type = \"url\", schemes = [\"postgres\"]").unwrap(),
            "postgres://test-not-a-real-user:test-not-a-real-key@example.invalid/test"
        );
    }
}
