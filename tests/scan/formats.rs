//! What every format of `scan` promises, checked by other readers of it.

use std::process::{Command, Stdio};
use std::time::{Duration, UNIX_EPOCH};

use secrun::core::message::Message;
use secrun::core::name::EnvName;
use secrun::needle::{Encoding, Weakness};
use secrun::render::{Colour, github, gitlab, human, json, junit, sarif, summary};
use secrun::scan::{
    CommitNote, Finding, Location, NotRead, ObjectKind, ObjectPlace, ScanReport, Skipped, Surface,
    TokenMatch,
};

use crate::case::finish;
use crate::python;

/// Names that break out of lines, attributes, commands and terminals.
const NASTY: [&[u8]; 8] = [
    b"plain.txt",
    b"a b/c%d,e:f;g.txt",
    b"x\n::error file=y::forged",
    b"x\r\n##[error]forged",
    b"esc\x1b[2J\x07.txt",
    b"not-utf8-\xff\xfe.txt",
    b"<b>&\"'`|]]>.md",
    "rtl\u{202e}\u{2066}txt.\u{ffff}exe".as_bytes(),
];

fn report() -> ScanReport {
    let key = |text: &str| EnvName::new(text).unwrap();
    let mut report = ScanReport::default();
    for (number, name) in (1..).zip(NASTY) {
        let location = Location {
            path: Some(name.to_vec()),
            member: (number % 2 == 0).then(|| name.to_vec()),
            line: (number % 3 != 0).then_some(number),
            column: (number % 3 != 0).then_some(1),
            offset: Some(number * 10),
            object: None,
        };
        let mut in_history = location.clone();
        in_history.object = Some(ObjectPlace {
            id: format!("{number:040x}"),
            kind: ObjectKind::Blob,
            commits: vec![CommitNote {
                id: format!("{number:064x}"),
                author: name.to_vec(),
                date: "2026-03-02T10:00:00+01:00".to_owned(),
                pushed: number % 2 == 0,
            }],
        });
        for (surface, location) in [
            (Surface::Tracked, location.clone()),
            (Surface::History, in_history),
        ] {
            report.findings.push(Finding {
                key: key("API_KEY"),
                encoding: Encoding::Base64,
                surface,
                location,
                partial: number % 4 == 0,
                fingerprint: (number % 2 == 0).then(|| "sha256:9d1e92fc".to_owned()),
            });
        }
        report.token_matches.push(TokenMatch {
            form: "github",
            surface: Surface::Untracked,
            location,
        });
        report.not_read.push(NotRead {
            path: name.to_vec(),
            why: Message::from("encrypted"),
        });
    }
    report.skipped.push(Skipped {
        key: key("PIN"),
        why: Weakness::TooShort,
    });
    report.rotate.push(key("API_KEY"));
    report
}

/// In every format, with its name.
fn all(report: &ScanReport) -> Vec<(&'static str, String)> {
    let started = UNIX_EPOCH + Duration::from_secs(1_800_000_001);
    vec![
        ("human", human::scan(report, Colour::Never)),
        ("json", json::scan(report)),
        ("sarif", sarif::scan(report)),
        ("github", github::scan(report)),
        ("gitlab", gitlab::scan(report, started, started)),
        ("junit", junit::scan(report)),
        ("summary", summary::scan(report)),
    ]
}

#[test]
fn no_name_reaches_the_terminal_or_another_line() {
    for (format, text) in all(&report()) {
        for character in text.chars().filter(|character| *character != '\n') {
            let odd = character.is_control()
                || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            assert!(!odd, "{character:?} in {format}");
        }
        for line in text.lines() {
            let forged = line.trim_start();
            let forged = forged.starts_with("::error file=y") || forged.starts_with("##[");
            assert!(!forged, "{format}: {line}");
        }
    }
}

#[test]
fn the_order_of_the_search_does_not_show() {
    let (report, mut turned) = (report(), report());
    turned.findings.reverse();
    turned.token_matches.reverse();
    turned.not_read.reverse();
    assert_eq!(all(&report), all(&turned));
}

#[test]
fn annotations_are_whole_and_counted() {
    let text = github::scan(&report());
    let lines: Vec<&str> = text.lines().collect();
    let count = |kind: &str| lines.iter().filter(|it| it.starts_with(kind)).count();
    assert_eq!(count("::error "), 10);
    assert_eq!(count("::warning "), 10);
    assert_eq!(lines.len(), 21);
    assert_eq!(lines[20], "::notice title=secrun::and 12 more");
}

/// The rules that GitHub, GitLab and the readers of `JUnit` have.
const RULES: &str = r#"
import json, re, sys, urllib.parse, xml.etree.ElementTree as tree
import jsonschema

def checked(text, schema):
    document = json.loads(text)
    jsonschema.Draft7Validator.check_schema(schema)
    jsonschema.validate(document, schema)
    return document

def obj(required, **properties):
    return {"type": "object", "required": required, "properties": properties}

def lists(items, **more):
    return {"type": "array", "items": items, **more}

TEXT = {"type": "string", "minLength": 1}
MESSAGE = obj(["text"], text=TEXT)
RULE = obj(["id", "shortDescription", "fullDescription", "help", "properties"],
    id=TEXT, shortDescription=MESSAGE, fullDescription=MESSAGE, help=MESSAGE,
    properties=obj(["tags", "security-severity"], tags=lists(TEXT, maxItems=20),
        **{"security-severity": {"type": "string", "pattern": r"^(10|[0-9])\.[0-9]$"}}))
PLACE = obj(["artifactLocation", "region"],
    artifactLocation=obj(["uri", "uriBaseId"],
        uri={"type": "string", "pattern": r"^(?:[A-Za-z0-9._~!*/-]|%[0-9A-F]{2})+$"},
        uriBaseId={"const": "%SRCROOT%"}),
    region={**obj(["startLine", "startColumn"], startLine={"type": "integer", "minimum": 1},
        startColumn={"type": "integer", "minimum": 1}), "additionalProperties": False})
RESULT = {**obj(["ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints", "properties"],
    ruleId=TEXT, ruleIndex={"type": "integer", "minimum": 0}, level={"enum": ["error", "warning"]},
    message=MESSAGE, locations=lists(obj(["physicalLocation"], physicalLocation=PLACE), minItems=1, maxItems=1),
    partialFingerprints=obj(["primaryLocationLineHash"], primaryLocationLineHash=TEXT),
    properties=obj(["key", "encoding", "surface", "object"])), "additionalProperties": False}
SARIF = obj(["$schema", "version", "runs"], version={"const": "2.1.0"}, runs=lists(
    obj(["tool", "results"], results=lists(RESULT, maxItems=25000),
        tool=obj(["driver"], driver=obj(["name", "semanticVersion", "rules"], name=TEXT, rules=lists(RULE)))),
    minItems=1, maxItems=20))

MOMENT = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$"}
PROGRAM = obj(["id", "name", "version", "vendor"], id=TEXT, name=TEXT, version=TEXT, vendor=obj(["name"], name=TEXT))
GITLAB = obj(["version", "scan", "vulnerabilities"],
    version={"type": "string", "pattern": r"^15\.[0-9]+\.[0-9]+$"},
    scan=obj(["analyzer", "scanner", "type", "status", "start_time", "end_time"],
        analyzer=PROGRAM, scanner=PROGRAM, type={"const": "secret_detection"}, status={"enum": ["success", "failure"]},
        start_time=MOMENT, end_time=MOMENT,
        messages=lists(obj(["level", "value"], level={"enum": ["info", "warn", "fatal"]}, value=TEXT))),
    vulnerabilities=lists(obj(["id", "identifiers", "location", "category"],
        id={"type": "string", "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"},
        category={"const": "secret_detection"}, name={**TEXT, "maxLength": 255},
        description={**TEXT, "maxLength": 1048576}, solution={"type": "string", "maxLength": 7000},
        severity={"enum": ["Info", "Unknown", "Low", "Medium", "High", "Critical"]},
        identifiers=lists(obj(["type", "name", "value"], type=TEXT, name=TEXT, value=TEXT), minItems=1),
        location=obj(["commit"], file=TEXT, start_line={"type": "integer", "minimum": 1},
            commit=obj(["sha"], sha={"type": "string", "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$"})))))

given = json.load(sys.stdin)
sarif = checked(given["sarif"], SARIF)["runs"][0]
rules = sarif["tool"]["driver"]["rules"]
assert all(rules[it["ruleIndex"]]["id"] == it["ruleId"] for it in sarif["results"])
identities = {it["partialFingerprints"]["primaryLocationLineHash"] for it in sarif["results"]}
assert len(identities) == len(sarif["results"]) == 24
uris = {it["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for it in sarif["results"]}
assert b"not-utf8-\xff\xfe.txt!not-utf8-\xff\xfe.txt" in {urllib.parse.unquote_to_bytes(uri) for uri in uris}
assert "snippet" not in given["sarif"]

gitlab = checked(given["gitlab"], GITLAB)
assert len({it["id"] for it in gitlab["vulnerabilities"]}) == 24
assert "raw_source_code_extract" not in given["gitlab"]

root = tree.fromstring(given["junit"].encode())
cases = root.findall("./testsuite/testcase")
count = lambda name: sum(case.find(name) is not None for case in cases)
assert root.tag == "testsuites" and len(cases) == int(root.get("tests")) == 33
assert count("failure") == int(root.get("failures")) == 16
assert count("skipped") == int(root[0].get("skipped")) == 9
assert all(case.get("name") and case.get("classname") for case in cases)

document = json.loads(given["json"])
assert document["version"] == 1 and document["command"] == "scan"
assert len(document["findings"]) == document["summary"]["findings"] == 16
assert len(given["summary"].encode()) <= 1024 * 1024
rows = [line for line in given["summary"].splitlines() if line.startswith("| `API_KEY`")]
assert len(rows) == 16 and all(len(re.split(r"(?<!\\)\|", row)) == 7 for row in rows)
"#;

#[test]
fn other_readers_take_every_format() {
    let Some(python) = python::with_optional_module("jsonschema") else {
        return;
    };
    let texts: serde_json::Map<String, serde_json::Value> = all(&report())
        .into_iter()
        .map(|(name, text)| (name.to_owned(), text.into()))
        .collect();
    let mut command = Command::new(python);
    command
        .args(["-c", RULES])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let given = serde_json::Value::Object(texts).to_string();
    let output = finish(command, given.as_bytes());
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
}
