//! The generated module under the real pydantic-settings: it takes what `check` lets
//! through, and refuses what `check` refuses unless `docs/guide-pydantic.md` names it.

use std::fmt::Write as _;
use std::process::{Command, Stdio};

use secrun::core::message::ShownPath;
use secrun::schema::{self, model::Rule};
use serde_json::json;

use crate::case::{Case, finish};
use crate::pydantic::differential::{folder, passes};
use crate::pydantic::strings::strings;
use crate::python;
use crate::scan::leaks::dice::Dice;

/// How many strings of each type are tried.
const COUNT: usize = 500;

/// Rules, each with the kind of its strings, and whether pydantic refuses whatever
/// `check` refuses.
const RULES: &[(&str, &str, bool)] = &[
    ("word", "type = \"string\"", true),
    ("word", "min_length = 2, max_length = 8", true),
    ("word", "pattern = '^[a-z]+[0-9]$'", true),
    ("word", "pattern = '^\\w+\\d?$'", true),
    ("word", "pattern = '\\W|[^\\d]x'", true),
    ("word", "pattern = '\\bab'", true),
    ("word", "pattern = '(?i)^ab'", false),
    ("word", "prefix = 'a'", false),
    ("word", "forbid = 'a'", false),
    ("number", "type = \"int\"", true),
    ("number", "type = \"int\", min = 1, max = 100", true),
    ("number", "type = \"int\", min = 0, multiple_of = 7", true),
    ("number", "type = \"float\"", true),
    ("number", "type = \"float\", min = 0.5, max = 10", true),
    ("number", "type = \"float\", above = 0, below = 5.5", true),
    ("number", "type = \"float\", style = \"decimal\"", false),
    (
        "number",
        "type = \"float\", style = \"decimal\", min = 0.5",
        false,
    ),
    ("number", "type = \"port\"", false),
    ("number", "type = \"port\", min = 1024", false),
    ("bool", "type = \"bool\"", true),
    (
        "word",
        "type = \"enum\", values = [\"a\", \"b c\", \"1\"]",
        true,
    ),
    ("url", "type = \"url\"", false),
    ("url", "type = \"url\", style = \"pydantic\"", false),
    ("url https", "type = \"url\", schemes = [\"https\"]", false),
    (
        "url http",
        "type = \"url\", schemes = [\"http\", \"https\"]",
        false,
    ),
    (
        "url ws",
        "type = \"url\", schemes = [\"ws\", \"wss\"]",
        false,
    ),
    (
        "url postgres",
        "type = \"url\", schemes = [\"postgres\"]",
        false,
    ),
    (
        "url redis",
        "type = \"url\", schemes = [\"redis\"], style = \"pydantic\"",
        false,
    ),
    (
        "url amqp",
        "type = \"url\", schemes = [\"amqp\"], style = \"pydantic\"",
        false,
    ),
    (
        "url mysql",
        "type = \"url\", schemes = [\"mysql\"], hosts = [\"*\"], style = \"pydantic\"",
        false,
    ),
    ("host", "type = \"host\"", false),
    ("email", "type = \"email\"", false),
    ("email", "type = \"email\", style = \"pydantic\"", false),
    ("ip", "type = \"ip\"", false),
    ("ip", "type = \"ip\", version = 4", false),
    ("ip", "type = \"ip\", version = 6", false),
    ("path", "type = \"path\"", true),
    ("path", "type = \"path\", exists = \"file\"", false),
    ("path", "type = \"path\", exists = \"regular\"", false),
    ("path", "type = \"path\", exists = \"dir\"", true),
    ("path", "type = \"path\", exists = \"new\"", false),
    ("json", "type = \"json\"", false),
    ("json", "type = \"json\", shape = \"object\"", false),
    ("json", "type = \"json\", shape = \"array\"", false),
    ("json", "type = \"list\", style = \"json\"", false),
    (
        "json",
        "type = \"list\", style = \"json\", of = \"int\", min = 1",
        false,
    ),
    (
        "json",
        "type = \"list\", style = \"json\", of = \"bool\"",
        false,
    ),
    (
        "json",
        "type = \"list\", style = \"json\", of = \"float\"",
        false,
    ),
    (
        "json",
        "type = \"list\", style = \"json\", of = \"duration\"",
        false,
    ),
    (
        "json",
        "type = \"list\", style = \"json\", of = \"url\"",
        false,
    ),
    (
        "json",
        "type = \"list\", style = \"json\", of = \"email\"",
        false,
    ),
    (
        "json",
        "type = \"list\", style = \"json\", of = \"host\"",
        false,
    ),
    (
        "json",
        "type = \"list\", style = \"json\", of = \"enum\", values = [\"a\", \"x\"]",
        false,
    ),
    ("items", "type = \"list\"", false),
    ("items", "type = \"list\", separator = \"|\"", false),
    ("items", "type = \"list\", of = \"int\", max = 9", true),
    ("items", "type = \"list\", of = \"bool\"", true),
    ("items", "type = \"list\", of = \"port\"", false),
    ("items", "type = \"list\", of = \"ip\"", true),
    ("items", "type = \"list\", of = \"date\"", false),
    ("items", "type = \"list\", of = \"uuid\", version = 4", true),
    ("items", "type = \"list\", of = \"bytes\"", false),
    (
        "items",
        "type = \"list\", of = \"enum\", values = [\"a\", \"b\"]",
        true,
    ),
    ("uuid", "type = \"uuid\"", true),
    ("uuid", "type = \"uuid\", version = 1", true),
    ("uuid", "type = \"uuid\", version = 2", false),
    ("uuid", "type = \"uuid\", version = 4", true),
    ("hex", "type = \"hex\"", false),
    ("hex", "type = \"hex\", bytes = 8", false),
    ("base64", "type = \"base64\"", false),
    ("pem", "type = \"pem\"", false),
    ("jwt", "type = \"jwt\"", false),
    ("date", "type = \"date\"", false),
    ("date", "type = \"datetime\"", false),
    ("time", "type = \"time\"", false),
    ("duration", "type = \"duration\"", false),
    ("duration", "type = \"duration\", style = \"iso\"", false),
    (
        "duration",
        "type = \"duration\", style = \"pydantic\"",
        false,
    ),
    ("size", "type = \"bytes\"", false),
    ("semver", "type = \"semver\"", false),
];

/// Tells which strings each module refuses, which is its class with one field.
const JUDGE: &str = "
import json, os, sys
refused = []
for name, module, texts in json.load(sys.stdin):
    scope = {'__name__': 'settings'}
    exec(compile(module, 'settings.py', 'exec', dont_inherit=True), scope)
    settings, wrong = scope['Settings'], []
    for at, text in enumerate(texts):
        os.environ[name] = text
        try:
            settings()
        except Exception:
            wrong.append(at)
    refused.append(wrong)
    del os.environ[name]
print(json.dumps(refused))
";

/// A way to declare a key: its table, and what is added to its rule.
struct Declared {
    table: &'static str,
    added: &'static str,
}

const AS_REQUIRED: Declared = Declared {
    table: "settings",
    added: "required = true",
};

fn key(index: usize) -> String {
    format!("K{index}_FIELD")
}

/// Judges strings by the rules and by the modules. What comes back: the strings that only
/// one of them lets through, and for how many both agree on yes.
fn differences(declared: &Declared, exact: bool) -> (Vec<String>, usize) {
    let Some(python) = python::with_module("pydantic_settings") else {
        return (Vec::new(), usize::MAX);
    };
    // The modules have fields for addresses.
    if python::with_module("email_validator").is_none() {
        return (Vec::new(), usize::MAX);
    }
    let mut text = format!("version = 1\n[{}]\n", declared.table);
    for (index, (_, rule, _)) in RULES.iter().enumerate() {
        writeln!(text, "{} = {{ {rule}, {} }}", key(index), declared.added).unwrap();
    }
    text.push_str("[scopes]\n");
    for index in 0..RULES.len() {
        let empty = match declared.table {
            "secrets" => "settings = [], secrets",
            _ => "secrets = [], settings",
        };
        writeln!(text, "s{index} = {{ {empty} = [\"{}\"] }}", key(index)).unwrap();
    }
    let case = folder().file("secrun.toml", &text);
    let rules = schema::parse(&ShownPath::typed("secrun.toml".as_ref()), text.as_bytes())
        .unwrap()
        .rules;
    let mut dice = Dice(0x9e2);
    let mut asked = Vec::new();
    let mut all: Vec<Vec<(String, bool)>> = Vec::new();
    for (index, (kind, ..)) in RULES.iter().enumerate() {
        let rule = rules
            .values()
            .find(|rule| rule.name.as_str() == key(index))
            .unwrap();
        let module = case
            .again(&["--scope", &format!("s{index}"), "generate", "pydantic"])
            .status(0)
            .stdout;
        let mut texts = strings(kind, COUNT, &mut dice);
        texts.retain(|text| !text.contains('\0'));
        asked.push(json!([key(index), module, texts]));
        let judged = texts.into_iter().map(|text| {
            let good = lets_through(&case, rule, &text);
            (text, good)
        });
        all.push(judged.collect());
    }
    let mut command = Command::new(python);
    command
        .args(["-c", JUDGE])
        .current_dir(case.path())
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let judged = finish(command, json!(asked).to_string().as_bytes());
    assert!(
        judged.status.success(),
        "{}",
        String::from_utf8_lossy(&judged.stderr)
    );
    let refused: Vec<Vec<usize>> = serde_json::from_slice(&judged.stdout).unwrap();
    let mut wrong = Vec::new();
    let mut agreed = 0;
    for (((_, rule, is_exact), texts), refused) in RULES.iter().zip(&all).zip(&refused) {
        for (at, (text, good)) in texts.iter().enumerate() {
            let taken = !refused.contains(&at);
            agreed += usize::from(taken && *good);
            if *good && !taken {
                wrong.push(format!("{rule}: refused {text:?}"));
            }
            // A run never passes an empty value on, unless the rule allows it.
            let counts = exact && *is_exact && !text.trim().is_empty() && !is_odd(rule, text);
            if counts && taken && !good {
                wrong.push(format!("{rule}: took {text:?}"));
            }
        }
    }
    (wrong, agreed)
}

/// `0-5`, which pydantic takes for -5, and `0__1`, for 1.
fn is_odd(rule: &str, text: &str) -> bool {
    rule.contains("\"int\"") && ["0-", "0_"].iter().any(|odd| text.contains(odd))
}

fn lets_through(case: &Case, rule: &Rule, text: &str) -> bool {
    let blank = text.trim().is_empty();
    passes(case, rule, text)
        && (blank
            || rule
                .prefix
                .as_ref()
                .is_none_or(|it| text.starts_with(&**it)))
        && (blank || rule.forbid.as_ref().is_none_or(|it| !it.is_found_in(text)))
}

#[test]
fn settings_take_and_refuse_what_check_does() {
    let (wrong, agreed) = differences(&AS_REQUIRED, true);
    assert_eq!(wrong, [""; 0]);
    assert!(agreed > 5000, "{agreed}");
}

#[test]
fn optional_settings_take_what_check_lets_through() {
    let declared = Declared {
        added: "required = false",
        ..AS_REQUIRED
    };
    let (wrong, agreed) = differences(&declared, false);
    assert_eq!(wrong, [""; 0]);
    assert!(agreed > 5000, "{agreed}");
}

#[test]
fn settings_that_may_be_empty_are() {
    let declared = Declared {
        added: "required = true, allow_empty = true",
        ..AS_REQUIRED
    };
    let (wrong, agreed) = differences(&declared, false);
    assert_eq!(wrong, [""; 0]);
    assert!(agreed > 5000, "{agreed}");
}

#[test]
fn secrets_take_what_check_lets_through() {
    for added in ["required = false", "allow_empty = true"] {
        let declared = Declared {
            table: "secrets",
            added,
        };
        let (wrong, agreed) = differences(&declared, false);
        assert_eq!(wrong, [""; 0], "{added}");
        assert!(agreed > 5000, "{agreed}");
    }
}
