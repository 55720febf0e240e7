//! `tests/catalogue.txt` lists what users build on, one fact a line: commands,
//! options, codes, exit statuses, schema fields, members of reports. This test
//! compares the list with the program, so that no fact comes or goes by accident.
//! A new fact is a promise: add its line to the list by hand.
//!
//! It knows no type or function of the source, so that these can move. It runs the
//! program, and reads `docs/codes.md` and the string literals of the source.

/// The reports of the commands, and what is in them.
mod reports;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::Value;

use crate::case::{Case, Outcome};
use crate::codes;

const CATALOGUE: &str = include_str!("catalogue.txt");

#[derive(Default)]
struct Facts(BTreeSet<String>);

impl Facts {
    fn add(&mut self, fact: impl Into<String>) {
        self.0.insert(fact.into());
    }
}

/// Runs secrun with these words.
#[track_caller]
fn secrun(case: &Case, words: &str) -> Outcome {
    let words: Vec<&str> = words.split(' ').collect();
    case.again(&words)
}

#[test]
fn what_users_build_on_is_in_the_catalogue() {
    let written: BTreeSet<String> = CATALOGUE.lines().map(str::to_owned).collect();
    assert!(CATALOGUE.lines().is_sorted(), "sort tests/catalogue.txt");
    let mut facts = Facts::default();
    for (code, severities) in codes::in_docs() {
        for severity in severities {
            facts.add(format!("code {code} {severity}"));
        }
    }
    let schema = secrun(&Case::new(), "schema").status(0).stdout;
    fields(&mut facts, "", &serde_json::from_str(&schema).unwrap());
    commands(&mut facts);
    values(&mut facts);
    exits(&mut facts);
    presets(&mut facts);
    reports::of_keys(&mut facts);
    reports::of_failures(&mut facts);
    reports::of_searches(&mut facts);
    let mut diff = String::new();
    for fact in facts.0.symmetric_difference(&written) {
        let sign = if written.contains(fact) { '-' } else { '+' };
        writeln!(diff, "{sign} {fact}").unwrap();
    }
    assert!(
        diff.is_empty(),
        "the program differs from tests/catalogue.txt:\n{diff}"
    );
}

/// What the JSON Schema says of a field and those in it; `*` is any name, `|` one
/// of several ways to write it.
fn fields(facts: &mut Facts, path: &str, schema: &Value) {
    for (word, value) in schema.as_object().unwrap() {
        match (word.as_str(), value) {
            ("description", _) => {}
            ("properties", Value::Object(members)) => {
                let separator = if path.is_empty() { "" } else { "." };
                for (name, member) in members {
                    fields(facts, &format!("{path}{separator}{name}"), member);
                }
            }
            ("items", _) => fields(facts, &format!("{path}[]"), value),
            ("additionalProperties", Value::Object(_)) => {
                fields(facts, &format!("{path}.*"), value);
            }
            ("anyOf", Value::Array(ways)) => {
                for way in ways {
                    fields(facts, &format!("{path}|"), way);
                }
            }
            (_, Value::Array(items)) => {
                for item in items {
                    facts.add(format!("field {path} {word}: {item}"));
                }
            }
            _ => facts.add(format!("field {path} {word}: {value}")),
        }
    }
}

/// Commands with their options, arguments, defaults and variables.
fn commands(facts: &mut Facts) {
    let case = Case::new();
    let help = unwrapped(&secrun(&case, "--help").stdout);
    let listed = help.lines().take_while(|line| !line.starts_with("Options"));
    let names = listed.filter_map(|line| line.strip_prefix("  ")?.split_once("  "));
    let names: Vec<&str> = names
        .map(|(name, _)| name)
        .filter(|name| !name.is_empty())
        .collect();
    let mut owners: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in names.iter().copied().filter(|name| *name != "help") {
        let page = unwrapped(&secrun(&case, &format!("{name} --help")).stdout);
        let usage = page.lines().find_map(|line| line.strip_prefix("Usage: "));
        facts.add(format!("command {}", usage.unwrap()));
        for fact in page.lines().flat_map(words) {
            owners.entry(fact).or_default().push(name.to_owned());
        }
    }
    for fact in help
        .lines()
        .filter(|line| line.contains("  -"))
        .flat_map(words)
    {
        owners.entry(fact).or_default();
    }
    for (fact, with) in owners {
        if with.is_empty() {
            facts.add(format!("command secrun {fact}"));
        } else if with.len() == names.len() - 1 {
            facts.add(format!("command * {fact}"));
        } else {
            for name in with {
                facts.add(format!("command {name} {fact}"));
            }
        }
    }
}

/// A help with each row of its tables on one line.
fn unwrapped(help: &str) -> String {
    let mut text = String::new();
    for line in help.lines() {
        let is_rest = line.starts_with("          ");
        text.push_str(if is_rest { " " } else { "\n" });
        text.push_str(if is_rest { line.trim_start() } else { line });
    }
    text
}

/// What a line of a help says of an option or an argument.
fn words(line: &str) -> Vec<String> {
    let Some((name, meaning)) = line.trim_start().split_once("  ") else {
        return Vec::new();
    };
    if !line.starts_with("  ") || !name.starts_with(['-', '[', '<']) {
        return Vec::new();
    }
    let mut facts = vec![name.to_owned()];
    for about in ["env", "default"] {
        let noted = meaning.split_once(&format!("[{about}: "));
        let noted = noted.and_then(|(_, rest)| rest.split([']', ',']).next());
        // A default in words is no word of the command line.
        if let Some(value) = noted.filter(|value| !value.contains(' ')) {
            facts.push(format!("{name} {about}: {value}"));
        }
    }
    facts
}

/// Values that completion offers.
fn values(facts: &mut Facts) {
    let case = Case::new();
    for topic in ["committed-env", "exit-codes", "layers", "scopes"] {
        secrun(&case, &format!("help {topic}")).status(0);
        facts.add(format!("command help {topic}"));
    }
    for before in [
        "scan --format",
        "completions",
        "hook",
        "hook install",
        "--inherit",
    ] {
        let mut line = vec!["complete-words", "--", "secrun"];
        line.extend(before.split(' ').chain([""]));
        let offered = case.again(&line).status(0).stdout;
        for word in offered.lines().skip(1) {
            facts.add(format!("value {before} {}", word.trim()));
        }
    }
}

/// The table of exit statuses.
fn exits(facts: &mut Facts) {
    let mut command = "";
    for line in secrun(&Case::new(), "help exit-codes")
        .status(0)
        .stdout
        .lines()
    {
        let word = line.split_whitespace().next().unwrap_or_default();
        if line.starts_with(|first: char| first.is_alphanumeric() || first == '`') {
            command = if line.contains("-- CMD") {
                "run"
            } else {
                "other commands"
            };
        } else if word.parse::<u8>().is_ok() {
            facts.add(format!("exit {word} of {command}"));
        }
    }
}

/// `SECRUN_` variables, and what each preset of `--inherit` lets through: secrun
/// runs with every name that is a string of the source as a variable.
fn presets(facts: &mut Facts) {
    let source = codes::source();
    let mut case = Case::with_schema("[secrets]\n");
    let is_name = |word: &&str| {
        let letters = word.trim_end_matches('*');
        let mut bytes = letters.bytes();
        letters.len() > 1 && bytes.all(|it| it.is_ascii_alphanumeric() || it == b'_')
    };
    let names: BTreeSet<&str> = source.split('"').filter(is_name).collect();
    for name in &names {
        if name.starts_with("SECRUN_") && *name != "SECRUN_" {
            facts.add(format!("env {name}"));
        } else if !name.starts_with("LD_") && *name != "GITHUB_STEP_SUMMARY" {
            case = case.host(name.replace('*', "ANY"), "x");
        }
    }
    for preset in ["@base", "@python", "@node", "@ci", "@proxy", "@tls", "@dev"] {
        let outcome = secrun(
            &case,
            &format!("check --print-env --format json --inherit {preset}"),
        );
        let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
        let given = report["environment"].as_array().unwrap().iter();
        let given: Vec<&str> = given
            .filter(|row| row["why"].as_str().unwrap().contains(preset))
            .map(|row| row["name"].as_str().unwrap())
            .collect();
        let globs: Vec<&str> = given
            .iter()
            .filter_map(|name| name.strip_suffix("ANY"))
            .collect();
        for name in &given {
            let glob = globs.iter().find(|glob| name.starts_with(**glob));
            let name = glob.map_or_else(|| (*name).to_owned(), |glob| format!("{glob}*"));
            facts.add(format!("preset {preset} {name}"));
        }
    }
}
