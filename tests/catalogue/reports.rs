//! Every report in every format, for projects that fill each of its members.

use serde_json::Value;

use super::{Facts, secrun};
use crate::case::{CANARY, Case, Outcome};
use crate::scan::ground::Ground;
use crate::scan::leaks;

const FORMATS: [&str; 5] = ["json", "github", "sarif", "gitlab", "junit"];

/// Members whose strings and numbers are fixed.
const FIXED: &[&str] = &[
    "$schema",
    "category",
    "columnKind",
    "command",
    "encoding",
    "failure",
    "kind",
    "layer",
    "level",
    "security-severity",
    "severity",
    "status",
    "surface",
    "tags[]",
    "tool",
    "type",
    "uriBaseId",
    "verdict",
    "version",
];

/// What Jenkins' `junit-10.xsd` has of elements: where each stands, and its attributes.
const JENKINS: &[(&str, &str, &[&str])] = &[
    (
        "testsuites",
        "",
        &["name", "time", "tests", "failures", "errors"],
    ),
    (
        "testsuite",
        "testsuites",
        &[
            "name",
            "tests",
            "failures",
            "errors",
            "group",
            "time",
            "skipped",
            "timestamp",
            "hostname",
            "id",
            "package",
            "file",
            "log",
            "url",
            "version",
        ],
    ),
    (
        "testcase",
        "testsuite",
        &["name", "time", "classname", "group"],
    ),
    ("failure", "testcase", &["type", "message"]),
    ("error", "testcase", &["type", "message"]),
    ("skipped", "testcase", &["type", "message"]),
    ("system-out", "testcase", &[]),
];

/// A project in which keys are in every state, and come from every layer.
const PROJECT: &str = r#"
[project]
name = "agents"
[env]
files = [".env", ".env.local"]
[secrets]
ABSENT = {}
API_KEY = { aliases = ["OLD_API_KEY"], owner = "ml" }
FILE_KEY = { file = true }
PIN = {}
OPTIONAL = { required = false }
URL = { type = "url" }
[settings]
MODE = { type = "enum", values = ["dev", "prod"], default = "dev" }
SAME = { default = "plain" }
LOW = { default = "plain" }
[scopes]
coder = ["API_KEY", "PIN", "OPTIONAL"]
[profiles.ci]
[owners.ml]
"#;

const KEY: &str = "9f86d081884c7d659a2feaa0c55ad015";

impl Facts {
    /// A report, whatever its format.
    fn report(&mut self, format: &str, about: &str, outcome: &Outcome) {
        let text = outcome.stdout.replace(env!("CARGO_PKG_VERSION"), "VERSION");
        match format {
            _ if text.is_empty() => {}
            "junit" => self.elements(&text),
            "github" => self.annotations(about, &text),
            _ => self.members(
                &format!("{format} {about} "),
                &serde_json::from_str(&text).unwrap(),
            ),
        }
    }

    /// The members of a JSON text, with their types.
    fn members(&mut self, path: &str, value: &Value) {
        let member = path.rsplit(['.', ' ']).next().unwrap_or_default();
        let kind = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::String(text) if FIXED.contains(&member) => {
                return self.add(format!("{path} = {text}"));
            }
            Value::Number(number) if FIXED.contains(&member) => {
                return self.add(format!("{path} = {number}"));
            }
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(items) => {
                for item in items {
                    self.members(&format!("{path}[]"), item);
                }
                "array"
            }
            Value::Object(members) => {
                let separator = if member.is_empty() { "" } else { "." };
                for (name, value) in members {
                    self.members(&format!("{path}{separator}{name}"), value);
                }
                return;
            }
        };
        self.add(format!("{path}: {kind}"));
    }

    /// The elements of a `JUnit` document, which must be those of Jenkins' schema.
    fn elements(&mut self, text: &str) {
        let mut within = vec![""];
        for element in text.split('<').skip(1) {
            let (element, _) = element.split_once('>').unwrap();
            if let Some(name) = element.strip_prefix('/') {
                assert_eq!(within.pop(), Some(name), "{text}");
            }
            let name = element.split([' ', '/']).next().unwrap_or_default();
            if !name.starts_with(|first: char| first.is_ascii_lowercase()) {
                continue;
            }
            self.add(format!("junit {name}"));
            let mut known = JENKINS.iter().filter(|(known, ..)| *known == name);
            let (_, parent, attributes) = known.next().expect(name);
            assert_eq!(within.last(), Some(parent), "{text}");
            let pieces: Vec<&str> = element.split("=\"").collect();
            let named = pieces.iter().rev().skip(1);
            let named: Vec<&str> = named.map(|it| it.rsplit(' ').next().unwrap()).collect();
            for attribute in &named {
                assert!(attributes.contains(attribute), "{name} {attribute}");
                self.add(format!("junit {name} {attribute}"));
            }
            let required: &[&str] = match name {
                "testsuite" => &["name", "tests", "failures", "errors"],
                "testcase" => &["name"],
                _ => &[],
            };
            assert!(required.iter().all(|it| named.contains(it)), "{text}");
            if !element.ends_with('/') {
                within.push(name);
            }
        }
        assert_eq!(within, [""], "{text}");
    }

    fn annotations(&mut self, about: &str, text: &str) {
        for line in text.lines().filter_map(|line| line.strip_prefix("::")) {
            let (head, _) = line.split_once("::").unwrap();
            let (command, properties) = head.split_once(' ').unwrap_or((head, ""));
            self.add(format!("github {about} {command}"));
            for (name, _) in properties.split(',').filter_map(|it| it.split_once('=')) {
                self.add(format!("github {about} {command} {name}"));
            }
        }
    }
}

/// The reports of every command but `scan`.
pub(super) fn of_keys(facts: &mut Facts) {
    let env = format!("OLD_API_KEY={KEY}\nPIN=4821\nSAME=4821\nURL=test\nX=1\n");
    let case = Case::with_schema(PROJECT)
        .file(".env", env)
        .file(
            ".env.local",
            "OLD_API_KEY=test-not-a-real-key\nMODE=prod\nSAME=4821\n",
        )
        .file("main.py", "import os\nos.environ['UNDECLARED']\n")
        .file("cut.env", [0xff, 0xfe])
        .file("file.txt", "test-not-a-real-key")
        .file(
            "other.toml",
            "version = 1\n[secrets]\nPIN = {}\nOLD_API_KEY = {}\n",
        )
        .host("FILE_KEY_FILE", "file.txt")
        .stdin(KEY);
    let other = secrun(&case, "--schema other.toml fingerprint --format json").stdout;
    let case = case.file("other.json", other);
    let saved = secrun(&case, "fingerprint --format json").stdout;
    let masked = secrun(&case, "mask").status(0).stdout;
    facts.add(format!("mask {masked}"));
    let case = case
        .file("saved.json", saved)
        .host("API_KEY", KEY)
        .host("MODE", "dev");
    for (about, words) in [
        ("check", "check --code"),
        ("check", "check --override --scope coder --profile ci"),
        ("check", "--schema other.toml --env-file cut.env check"),
        ("check --print-env", "check --print-env"),
        ("example --check", "example --check"),
        ("explain", "explain API_KEY"),
        ("explain", "explain ABSENT"),
        ("explain", "explain SAME"),
        ("explain", "explain MODE --override"),
        ("explain", "explain API_KEY --override"),
        ("explain", "explain ABSENT --scope coder --profile ci"),
        ("fingerprint", "fingerprint"),
        ("fingerprint", "fingerprint --exact"),
        (
            "fingerprint",
            "fingerprint --override --scope coder --profile ci",
        ),
        (
            "fingerprint",
            "--schema other.toml --env-file cut.env fingerprint",
        ),
        ("fingerprint --against", "fingerprint --against saved.json"),
        ("fingerprint --against", "fingerprint --against other.json"),
        ("fingerprint --stdin", "fingerprint --stdin"),
        ("fingerprint --stdin KEY", "fingerprint --stdin PIN"),
        (
            "fingerprint --verify",
            "fingerprint --verify 6727d53b --stdin",
        ),
    ] {
        for format in FORMATS {
            let outcome = secrun(&case, &format!("{words} --format {format}"));
            // A command that does not have the format prints nothing.
            if !outcome.stdout.is_empty() {
                facts.add(format!("format {about} {format}"));
                facts.report(format, about, &outcome);
            }
        }
    }
}

/// The reports of what could not be done, and how it ends.
pub(super) fn of_failures(facts: &mut Facts) {
    let case = Case::with_schema("[secrets]\nPIN = {}\n[scopes]\nnone = []\n").file(
        "bad.toml",
        "version = 1\nx = 1\n[secrets]\nlow = {}\nA = { type = \"x\" }\n",
    );
    for (about, words) in [
        ("no problem", "check --scope none"),
        ("a problem", "check"),
        ("no such scope", "check --scope x"),
        ("a wrong option", "--inherit , check"),
        ("a wrong option", "--inherit , scan"),
        ("no such key", "explain X"),
        ("no such program", "--scope none -- ./x"),
        ("a folder for a program", "--scope none -- ./"),
        ("no value to search for", "scan"),
        ("a bad schema", "--schema bad.toml check"),
        ("a bad schema", "--schema bad.toml scan"),
        ("no schema", "--schema x.toml check"),
        ("no schema", "--schema x.toml scan"),
        ("an unreadable env file", "--env-file . check"),
        ("an unreadable env file", "--env-file . scan"),
    ] {
        let command = words
            .split(' ')
            .find(|word| ["check", "explain", "scan", "--"].contains(word));
        let command = command.unwrap().replace("--", "run");
        let status = secrun(&case, words).status.code().unwrap();
        facts.add(format!("exit {status} {command}: {about}"));
        for format in FORMATS
            .iter()
            .filter(|_| ["check", "scan"].contains(&command.as_str()))
        {
            let outcome = secrun(&case, &format!("{words} --format {format}"));
            if outcome.status.code() == Some(2) {
                facts.report(format, &format!("failure of {command}"), &outcome);
            }
        }
    }
}

/// The reports of `scan`, over every way to write a secret down.
pub(super) fn of_searches(facts: &mut Facts) {
    let ground = Ground::new();
    leaks::fill(&ground);
    let append = |path: &str, more: &str| {
        let text = std::fs::read_to_string(ground.top().join(path)).unwrap();
        ground.write(path, text + more);
    };
    append(
        "secrun.toml",
        "[secrets.LINES]\n[secrets.SIGNS]\n[[allow]]\npath = \"x\"\nreason = \"test\"\nuntil = 2020-01-01\n",
    );
    append(
        ".env",
        "LINES=\"Xq7Wz9Lm2XkJ4hT9sB1\\n0cM4Nb6Vc7XqW2eR5yU8iO3pA6sD9fG1hJ4kL7zX\"\nSIGNS=old\nSIGNS='k>?~k>?~Qz7=Wx9Lm>?'\n",
    );
    for (path, text) in [
        (
            "joined",
            "Xq7Wz9Lm2XkJ4hT9sB10cM4Nb6Vc7XqW2eR5yU8iO3pA6sD9fG1hJ4kL7zX",
        ),
        ("line", "0cM4Nb6Vc7XqW2eR5yU8iO3pA6sD9fG1hJ4kL7zX"),
        ("base64url", "az4_fms-P35Rejc9V3g5TG0-Pw"),
        ("mail", "k>?~k>?~Qz7=3DWx9Lm>?"),
        (
            "numbers",
            "107, 62, 63, 126, 107, 62, 63, 126, 81, 122, 55, 61, 87, 120, 57, 76, 109, 62, 63",
        ),
    ] {
        ground.write(path, text);
    }
    ground.write("broken.gz", [0x1f, 0x8b, 8, 0]);
    let words =
        "--all --staged --history --home ../home --message line --image line joined --patterns";
    for format in FORMATS {
        let words: Vec<&str> = words.split(' ').chain(["--format", format]).collect();
        facts.add(format!("format scan {format}"));
        facts.report(format, "scan", &ground.scan(&words).status(1));
    }
    let ground = Ground::new();
    ground.write(CANARY, "");
    ground.commit("a value in a name");
    let outcome = ground.scan(&["--history", "--format", "json"]);
    facts.report("json", "scan", &outcome);
}
