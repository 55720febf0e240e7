//! `[[allow]]`: what the schema accepts.

use super::ground::{Ground, SCHEMA};
use crate::case::CANARY;

/// A repository with a value in two files, and a schema that goes on like this.
fn ground(allow: &str) -> Ground {
    let ground = Ground::new();
    ground.write("secrun.toml", format!("{SCHEMA}{allow}"));
    ground.write("docs/guide/a.md", format!("one {CANARY}\n"));
    ground.write("src/a.py", format!("two {CANARY}\n"));
    ground.commit("begin");
    ground
}

#[test]
fn what_is_allowed_is_counted_and_not_told() {
    let ground = ground("[[allow]]\npath = 'docs/'\nreason = 'made up'\n");
    assert_eq!(ground.places(&[]), ["tracked src/a.py:1"]);
    ground
        .scan(&[])
        .status(1)
        .says("1 finding of 1 key, 1 finding allowed\n");
    ground.remove("src/a.py");
    ground.scan(&[]).status(0).says("1 finding allowed\n");
    ground.scan(&["--strict"]).status(0);
}

#[test]
fn a_path_is_seen_from_the_schema_s_folder_wherever_secrun_runs() {
    let ground = ground("[[allow]]\npath = 'src/*.py'\nkey = 'API_KEY'\nreason = 'made up'\n");
    let mut case = ground.case;
    for folder in ["repo/docs", "repo/src", "repo"] {
        case = case.within(folder);
        let outcome = case.again(&["scan", "--format", "sarif"]).status(1);
        outcome
            .says("\"uri\": \"docs/guide/a.md\"")
            .never("src/a.py");
    }
    case.again(&["scan", "src"]).status(0);
}

#[test]
fn what_is_allowed_in_the_history_need_not_be_rotated() {
    let ground = ground("[[allow]]\nkey = 'API_KEY'\nreason = 'the sandbox'\n");
    ground.scan(&["--history"]).status(0).never("rotate now");
    ground.write("secrun.toml", SCHEMA);
    ground
        .scan(&["--history"])
        .status(1)
        .says("rotate now (their current values are in git history): API_KEY\n");
}

#[test]
fn an_entry_whose_last_day_is_over_is_a_warning() {
    let ground = ground("[[allow]]\nkey = 'API_KEY'\nreason = 'old'\nuntil = 2020-01-31\n");
    ground
        .scan(&[])
        .status(1)
        .tells("secrun: warning: secrun.toml:4:1: API_KEY: allowed only until 2020-01-31\n")
        .says("2 findings of 1 key\n");
}
