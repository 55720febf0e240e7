//! The documents of `check`, `fingerprint`, `explain` and of a failure.

use serde::Serialize;

use crate::core::message::Message;
use crate::core::name::{EnvName, Label};
use crate::core::report::{ExplainNotes, Problem, Report};
use crate::env::fingerprints::Policy;
use crate::render::json::document::{State, Summary, Told, written};
use crate::render::json::{TOOL, VERSION};

/// The document of `check`.
#[must_use]
pub fn check(report: &Report) -> String {
    keys("check", report, Policy::Guarded)
}

/// The document of `fingerprint`; saved, it is what `--against` reads.
#[must_use]
pub fn fingerprints(report: &Report, policy: Policy) -> String {
    keys("fingerprint", report, policy)
}

/// The document of `explain`.
#[must_use]
pub fn explain(report: &Report, key: &EnvName, notes: &ExplainNotes) -> String {
    let entry = report.entries.iter().find(|entry| entry.key == *key);
    let about = |problem: &&Problem| problem.concerns(key);
    written(&Explained {
        version: VERSION,
        tool: TOOL,
        command: "explain",
        project: text(report.project.as_ref()),
        scope: text(report.scope.as_ref()),
        profile: text(report.profile.as_ref()),
        name: key.as_str(),
        state: entry.map(State::of),
        reason: notes.reason.as_ref().map(Message::as_str),
        rule: notes.rule.iter().map(Message::as_str).collect(),
        problems: Told::all(report.problems.iter().filter(about)),
    })
}

/// The document of a command that could not do its job. The kind is the
/// error's fixed word, such as `schema`.
#[must_use]
pub fn failure(kind: &'static str, problems: &[Problem]) -> String {
    written(&Failed {
        version: VERSION,
        tool: TOOL,
        failure: kind,
        summary: Summary::of_problems(problems),
        problems: Told::all(problems),
    })
}

#[derive(Serialize)]
struct Checked<'a> {
    version: u64,
    tool: &'static str,
    command: &'static str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    exact: bool,
    project: Option<&'a str>,
    scope: Option<&'a str>,
    profile: Option<&'a str>,
    summary: Summary,
    keys: Vec<State<'a>>,
    problems: Vec<Told<'a>>,
}

#[derive(Serialize)]
struct Explained<'a> {
    version: u64,
    tool: &'static str,
    command: &'static str,
    project: Option<&'a str>,
    scope: Option<&'a str>,
    profile: Option<&'a str>,
    name: &'a str,
    state: Option<State<'a>>,
    reason: Option<&'a str>,
    rule: Vec<&'a str>,
    problems: Vec<Told<'a>>,
}

#[derive(Serialize)]
struct Failed<'a> {
    version: u64,
    tool: &'static str,
    failure: &'static str,
    summary: Summary,
    problems: Vec<Told<'a>>,
}

fn keys(command: &'static str, report: &Report, policy: Policy) -> String {
    written(&Checked {
        version: VERSION,
        tool: TOOL,
        command,
        exact: policy == Policy::Exact,
        project: text(report.project.as_ref()),
        scope: text(report.scope.as_ref()),
        profile: text(report.profile.as_ref()),
        summary: Summary::of(report),
        keys: report.entries.iter().map(State::of).collect(),
        problems: Told::all(&report.problems),
    })
}

fn text(label: Option<&Label>) -> Option<&str> {
    label.map(Label::as_str)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::render::sample;

    fn parsed(text: &str) -> Value {
        assert!(text.ends_with("}\n") && !text.ends_with("\n\n"));
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn check_tells_every_key_and_problem() {
        let document = parsed(&check(&sample::report()));
        assert_eq!(document["version"], 1);
        assert_eq!(
            document["tool"],
            format!("secrun {}", env!("CARGO_PKG_VERSION"))
        );
        assert_eq!(document["command"], "check");
        assert_eq!(document["project"], "research-agents");
        assert_eq!(document["scope"], Value::Null);
        assert_eq!(
            document["summary"],
            json!({"errors": 2, "warnings": 1, "keys": 5})
        );
        assert_eq!(
            document["keys"][3],
            json!({
                "key": "OPENAI_API_KEY", "kind": "secret", "status": "ok", "required": true,
                "fingerprint": "sha256:9d1e92fc", "withheld": false,
                "source": {"layer": "host", "path": null, "line": null},
                "shadows": [{"layer": "file", "path": ".env", "line": 3,
                             "fingerprint": "sha256:6727d53b", "withheld": false}],
                "scopes": ["coder", "researcher"],
                "declared": {"path": "secrun.toml", "line": 13, "column": 1},
            })
        );
        assert_eq!(
            document["problems"][0],
            json!({
                "severity": "error", "code": "type.url", "path": ".env", "line": 4, "column": 14,
                "key": "DATABASE_URL", "message": "not a `url`: no scheme",
                "hint": "begin it with `postgres://`",
            })
        );
        assert_eq!(document["problems"][2]["path"], Value::Null);
    }

    #[test]
    fn a_withheld_print_is_null_an_alias_is_named_and_a_setting_has_its_value() {
        let document = parsed(&check(&sample::report()));
        let key = &document["keys"][1];
        assert_eq!(key["fingerprint"], Value::Null);
        assert_eq!(key["withheld"], true);
        assert_eq!(
            key["source"],
            json!({"layer": "file", "path": ".env", "line": 4, "name": "DB_URL"})
        );
        assert_eq!(document["keys"][0]["value"], "dev");
        let missing = &document["keys"][2];
        assert_eq!(missing["source"], Value::Null);
        assert_eq!(missing["withheld"], false);
    }

    #[test]
    fn fields_keep_their_order() {
        let mut report = sample::report();
        report.entries.clear();
        report.problems.clear();
        assert_eq!(
            fingerprints(&report, Policy::Guarded).replace(env!("CARGO_PKG_VERSION"), "VERSION"),
            r#"{
  "version": 1,
  "tool": "secrun VERSION",
  "command": "fingerprint",
  "project": "research-agents",
  "scope": null,
  "profile": null,
  "summary": {
    "errors": 0,
    "warnings": 0,
    "keys": 0
  },
  "keys": [],
  "problems": []
}
"#
        );
    }

    #[test]
    fn explain_is_about_one_key() {
        let key = sample::name("OPENAI_API_KEY");
        let document = parsed(&explain(&sample::report(), &key, &sample::notes()));
        assert_eq!(document["command"], "explain");
        assert_eq!(document["name"], "OPENAI_API_KEY");
        assert_eq!(document["state"]["key"], "OPENAI_API_KEY");
        assert_eq!(document["reason"], "the host environment is above files");
        assert_eq!(
            document["rule"],
            json!(["format `openai`", "owner `ml-platform`"])
        );
        assert_eq!(document["problems"].as_array().unwrap().len(), 1);
        let other = explain(
            &sample::report(),
            &sample::name("OTHER"),
            &ExplainNotes::default(),
        );
        assert_eq!(parsed(&other)["state"], Value::Null);
    }

    #[test]
    fn a_failure_has_its_kind_and_problems() {
        let problem = Problem::error("schema.syntax", message!("not a valid schema"))
            .at(sample::place("a\"b\n.toml", 12, 9));
        let document = parsed(&failure("schema", &[problem]));
        assert_eq!(document["failure"], "schema");
        assert_eq!(document["summary"]["errors"], 1);
        assert_eq!(document["problems"][0]["path"], "a\"b\\n.toml");
        assert_eq!(document["problems"][0]["line"], 12);
    }
}
