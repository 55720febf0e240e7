//! One value against its rule: everything that is wrong with it, at once.

use crate::core::message::{Message, counted};
use crate::core::report::{KeyKind, Problem, Shown};
use crate::core::secret::{SecretValue, Secrets};
use crate::schema::model::Rule;
use crate::schema::token::{self, LiveKeys};
use crate::schema::types::{Disk, Mismatch, Pattern, ValueType};

/// Checks a value against its rule. The problems name the key and no place, and
/// show what a setting holds unless one of the secrets does, too.
pub(crate) fn check_rule(
    rule: &Rule,
    value: &SecretValue,
    live_keys: LiveKeys,
    disk: &Disk<'_>,
    secrets: &Secrets<'_>,
) -> Vec<Problem> {
    let problems = if !value.is_blank() {
        check_set(rule, value, live_keys, disk, secrets)
    } else if rule.allow_empty {
        Vec::new()
    } else {
        let what = if value.is_empty() {
            "set, but empty"
        } else {
            "set, but only white space"
        };
        let hint = match rule.kind {
            KeyKind::Secret => "give it a value",
            KeyKind::Setting => "give it a value, or leave it out",
        };
        vec![Problem::error("empty", Message::from(what)).hint(Message::from(hint))]
    };
    let name = |problem: Problem| problem.about(&rule.name);
    problems.into_iter().map(name).collect()
}

/// Checks a value that is more than white space.
fn check_set(
    rule: &Rule,
    value: &SecretValue,
    live_keys: LiveKeys,
    disk: &Disk<'_>,
    secrets: &Secrets<'_>,
) -> Vec<Problem> {
    let bytes = value.expose();
    let mut problems = Vec::new();
    if let Err(mismatch) = rule.value_type.check(bytes, disk) {
        problems.push(type_problem(rule, value, mismatch, secrets));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => check_text(rule, text, &mut problems),
        Err(_) if problems.is_empty() && judges_text(rule) => {
            problems.push(Problem::error("not-utf8", "not valid UTF-8"));
        }
        Err(_) => {}
    }
    if rule
        .prefix
        .as_ref()
        .is_some_and(|prefix| !bytes.starts_with(prefix.as_bytes()))
    {
        let what = "does not start with the prefix in the schema";
        problems.push(Problem::error("prefix", what));
    }
    problems.extend(token::check(rule, bytes, live_keys));
    problems
}

/// The value of a setting, where it may be shown: if it is short and plain, or
/// an `enum` word or the default that the schema itself says.
pub(crate) fn shown(rule: &Rule, value: &SecretValue, secrets: &Secrets<'_>) -> Option<Shown> {
    if rule.is_secret() {
        return None;
    }
    let words = match &rule.value_type {
        ValueType::Enum { values } => values.as_slice(),
        _ => &[],
    };
    let words = words.iter().map(|word| word.as_bytes());
    let words = words.chain(rule.default.as_ref().map(SecretValue::expose));
    Shown::setting(value, secrets).or_else(|| Shown::stated(value, words, secrets))
}

/// A value of another type as a problem, with the value where that may be shown.
fn type_problem(
    rule: &Rule,
    value: &SecretValue,
    mismatch: Mismatch,
    secrets: &Secrets<'_>,
) -> Problem {
    let what = match rule.kind {
        KeyKind::Secret => mismatch.what,
        KeyKind::Setting if secrets.has(value) => message!(
            "{}; not shown, because it equals a secret's value",
            mismatch.what
        ),
        KeyKind::Setting => match Shown::setting(value, secrets) {
            Some(shown) => message!("{}; it is `{}`", mismatch.what, shown),
            None => mismatch.what,
        },
    };
    let problem = Problem::error(mismatch.code, what);
    match mismatch.hint {
        Some(hint) => problem.hint(hint),
        None => problem,
    }
}

/// Whether a rule of the key needs text to be judged by.
fn judges_text(rule: &Rule) -> bool {
    rule.min_length.or(rule.max_length).is_some()
        || rule.pattern.as_ref().or(rule.forbid.as_ref()).is_some()
}

/// Checks what the rule says of any text: lengths in characters, and patterns.
fn check_text(rule: &Rule, text: &str, problems: &mut Vec<Problem>) {
    let length = text.chars().count();
    if let Some(min) = rule.min_length.filter(|min| length < *min) {
        let what = message!("shorter than {}", counted(min, "character"));
        problems.push(Problem::error("min-length", what));
    }
    if let Some(max) = rule.max_length.filter(|max| length > *max) {
        let what = message!("longer than {}", counted(max, "character"));
        problems.push(Problem::error("max-length", what));
    }
    let found = |pattern: &Pattern| pattern.is_found_in(text);
    if rule.pattern.as_ref().is_some_and(|pattern| !found(pattern)) {
        let what = "does not match the pattern in the schema";
        problems.push(Problem::error("pattern", what));
    }
    if rule.forbid.as_ref().is_some_and(found) {
        let what = "matches the pattern that the schema forbids";
        problems.push(Problem::error("forbidden", what));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::message::ShownPath;
    use crate::core::report::Severity;
    use crate::schema::formats::Format;
    use crate::schema::types::{PathKind, ValueType};

    fn rule(kind: KeyKind, value_type: ValueType) -> Rule {
        let path = ShownPath::typed(std::path::Path::new("secrun.toml"));
        let mut schema = crate::schema::parse(&path, b"version = 1\n[secrets]\nKEY = {}").unwrap();
        let (_, rule) = schema.rules.pop_first().unwrap();
        Rule {
            kind,
            value_type,
            ..rule
        }
    }

    fn found(rule: &Rule, text: &str, live_keys: LiveKeys) -> Vec<Problem> {
        let value = SecretValue::new(text).unwrap();
        check_rule(
            rule,
            &value,
            live_keys,
            &|_| None::<PathKind>,
            &Secrets::none(),
        )
    }

    #[track_caller]
    fn case(rule: &Rule, text: &str, codes: &[&str]) {
        let problems = found(rule, text, LiveKeys::Allow);
        let found: Vec<_> = problems
            .iter()
            .map(|problem| problem.code.as_str())
            .collect();
        assert_eq!(found, codes, "{text:?}");
        assert!(
            problems
                .iter()
                .all(|problem| problem.key.as_ref() == Some(&rule.name))
        );
    }

    #[test]
    fn a_blank_value_is_empty_and_nothing_else() {
        let mut rule = rule(KeyKind::Secret, ValueType::Bool);
        rule.min_length = Some(3);
        case(&rule, "", &["empty"]);
        case(&rule, " \t", &["empty"]);
        rule.allow_empty = true;
        case(&rule, "", &[]);
        case(&rule, " \t", &[]);
        case(&rule, "x", &["type.bool", "min-length"]);
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let mut rule = rule(KeyKind::Secret, ValueType::String);
        rule.min_length = Some(5);
        rule.pattern = Pattern::new("[0-9]").ok();
        rule.forbid = Pattern::new("^ä").ok();
        rule.prefix = Some("sk-".into());
        case(
            &rule,
            "äb",
            &["min-length", "pattern", "forbidden", "prefix"],
        );
        case(&rule, "sk-12", &[]);
        rule.min_length = None;
        rule.max_length = Some(2);
        rule.prefix = None;
        case(&rule, "1ä", &[]);
        case(&rule, "1äé", &["max-length"]);
    }

    #[test]
    fn bytes_that_are_no_text_are_one_problem() {
        let mut rule = rule(KeyKind::Secret, ValueType::String);
        rule.pattern = Pattern::new("x").ok();
        let value = SecretValue::new(b"\xff".to_vec()).unwrap();
        let none = Secrets::none();
        let judged = |rule: &Rule| check_rule(rule, &value, LiveKeys::Allow, &|_| None, &none);
        let problems = judged(&rule);
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].code.as_str(), "not-utf8");
        rule.pattern = None;
        assert!(judged(&rule).is_empty());
    }

    #[test]
    fn a_short_setting_is_shown_and_a_secret_never() {
        let int = ValueType::Int {
            min: None,
            max: Some(600),
            multiple_of: None,
        };
        let setting = rule(KeyKind::Setting, int.clone());
        let said = |rule: &Rule, text: &str| found(rule, text, LiveKeys::Allow)[0].what.to_string();
        assert_eq!(said(&setting, "601"), "more than 600; it is `601`");
        assert_eq!(said(&setting, "60000001"), "more than 600");
        assert_eq!(said(&rule(KeyKind::Secret, int), "601"), "more than 600");
    }

    #[test]
    fn a_format_fails_where_a_value_is_no_key_and_warns_where_it_may_be_one() {
        let mut rule = rule(KeyKind::Secret, ValueType::String);
        rule.format = Format::named("huggingface");
        let good = format!("{}{}", "hf", "_AbCdEfGhIjKlMnOpQrStUvWxYz01234567");
        case(&rule, &good, &[]);
        let said = |text: &str| {
            let problem = found(&rule, text, LiveKeys::Allow).remove(0);
            (problem.severity, problem.what.to_string())
        };
        case(&rule, &good[..30], &["format.cut-off"]);
        let what = "looks like a Hugging Face token but is cut off: shorter than any known one";
        assert_eq!(said(&good[..30]), (Severity::Error, what.into()));
        let long = format!("{good}0");
        case(&rule, &long, &["format.length"]);
        let what = "looks like a Hugging Face token but has an unexpected length or structure";
        assert_eq!(said(&long), (Severity::Warning, what.into()));
        let new = "x7Qm3Zk9Vt2Rw8Yh4Nb6Pl0Cd5Ef1Gj3";
        case(&rule, new, &["format.unknown"]);
        let what = "does not look like a Hugging Face token";
        assert_eq!(said(new), (Severity::Warning, what.into()));
        case(&rule, "test-not-a-real-key", &["format"]);
        let what = "not a Hugging Face token";
        assert_eq!(said("test-not-a-real-key"), (Severity::Error, what.into()));
        let other = format!("{}p_{}", "gh", &good[3..]);
        case(&rule, &other, &["format"]);
        let what = "not a Hugging Face token: it looks like a GitHub token";
        assert_eq!(said(&other), (Severity::Error, what.into()));
    }

    #[test]
    fn a_key_without_a_format_is_refused_where_it_is_cut_off() {
        let mut secret = rule(KeyKind::Secret, ValueType::String);
        let cut = format!("{}p_x7Qm3Zk9Vt2Rw8Yh", "gh");
        case(&secret, &cut, &["format.cut-off"]);
        case(&secret, "ghp_localdevelopment", &[]);
        assert_eq!(
            found(&secret, &cut, LiveKeys::Forbid)[0].code.as_str(),
            "live-key"
        );
        secret.kind = KeyKind::Setting;
        case(&secret, &cut, &[]);
    }

    #[test]
    fn where_live_keys_are_forbidden_fakes_pass_and_live_ones_do_not() {
        let mut rule = rule(KeyKind::Secret, ValueType::String);
        rule.format = Format::named("stripe");
        rule.min_length = Some(20);
        let codes = |text: &str| {
            let problems = found(&rule, text, LiveKeys::Forbid);
            problems
                .iter()
                .map(|problem| problem.code.as_str())
                .collect::<Vec<_>>()
        };
        let token = |mode: &str| format!("{}_{mode}_{}", "sk", "4eC39HqLyjWDarjtT1zdp7dc");
        assert!(codes("a-fake-key-for-tests").is_empty());
        assert_eq!(codes("a-fake-key"), ["min-length"]);
        assert!(codes(&token("test")).is_empty());
        assert_eq!(codes(&token("live")), ["live-key"]);
        assert_eq!(codes(&format!("Bearer {}", token("live"))), ["live-key"]);
        let longer = format!("{}-proj-{}", "sk", "4eC39HqLyjWDarjtT1zdp7dc");
        assert_eq!(codes(&longer), ["live-key"]);
        assert!(codes("sk-proj-xxxxxxxxxxxxxxxxxxxx").is_empty());
    }
}
