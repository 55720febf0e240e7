//! `--patterns`: tokens of providers that the schema does not know.

use super::ground::Ground;
use crate::case::CANARY;

/// A token in a provider's form that nobody has.
fn token() -> String {
    format!("gh{}_{}", "p", "Zq9WxKv7JpTn3RbLm5HdYc2Fs8Gt4Vu6Ae1B")
}

fn looks(ground: &Ground, words: &[&str]) -> Vec<String> {
    let words: Vec<&str> = words
        .iter()
        .copied()
        .chain(["--patterns", "--format", "json"])
        .collect();
    let outcome = ground.scan(&words).never(&token());
    let report: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    let text = |looks: &serde_json::Value, name: &str| looks[name].to_string().replace('"', "");
    let rows = report["looks_like"].as_array().unwrap().iter();
    let row = |it| {
        format!(
            "{} {}:{}",
            text(it, "form"),
            text(it, "path"),
            text(it, "line")
        )
    };
    let mut rows: Vec<String> = rows.map(row).collect();
    rows.sort();
    rows
}

#[test]
fn tokens_that_no_schema_knows_are_warned_of() {
    let ground = Ground::with_commit();
    ground.write("a.txt", format!("\n{}\n", token()));
    ground.scan(&[]).status(0);
    ground.scan(&["--patterns"]).status(0).says("a.txt:2:1");
    let why = "1 warning; `--strict` makes this a failure";
    ground.scan(&["--patterns", "--strict"]).status(1).says(why);
    let quiet = ground.scan(&["--patterns", "--strict", "-q"]);
    quiet.status(1).stdout("").tells(why);
    assert_eq!(looks(&ground, &[]), ["github a.txt:2"]);
    ground.git(&["add", "a.txt"]);
    assert_eq!(looks(&ground, &["--staged"]), ["github a.txt:2"]);
    ground.commit("token");
    for _ in 0..2 {
        assert_eq!(looks(&ground, &["--history"]), ["github a.txt:2"]);
    }
}

#[test]
fn without_a_value_patterns_are_searched_for() {
    let ground = Ground::with_commit();
    ground.write(".env", "");
    ground.scan(&["--patterns"]).status(0);
    ground.write("a.txt", token());
    assert_eq!(looks(&ground, &[]), ["github a.txt:1"]);
}

#[test]
fn a_value_of_the_schema_is_told_once() {
    let ground = Ground::with_commit();
    ground.write(".env", format!("API_KEY={}\n", token()));
    ground.write("a.txt", format!("x {} y\n", token()));
    ground.scan(&["--patterns"]).status(1).never(&token());
    assert!(looks(&ground, &[]).is_empty());
}

#[test]
fn tokens_in_long_files_are_found_in_their_lines() {
    let ground = Ground::with_commit();
    ground.write("short.txt", CANARY);
    let mut text = String::new();
    let mut lines = Vec::new();
    for number in 1..=200_000 {
        if number % 9999 == 0 {
            text.push_str("key = ");
            text.push_str(&token());
            text.push('\n');
            lines.push(format!("github long.txt:{number}"));
        } else {
            text.push_str("a line of no use\n");
        }
    }
    ground.write("long.txt", &text);
    lines.sort();
    assert_eq!(looks(&ground, &[]), lines);
}
