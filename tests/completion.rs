//! Completion in the real shells, with the names of a schema.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};

use crate::case::{CANARY, Case, finish};

const SCHEMA: &str = "\
[secrets]
OPENAI_API_KEY = {}
SERPER_API_KEY = { required_in = [\"prod\"] }
[settings]
LOG_LEVEL = { default = \"INFO\" }
[scopes]
coder = [\"OPENAI_API_KEY\"]
researcher = []
[profiles.test]
";

/// A project with `secrun` on its `PATH`, and a canary in its `.env`.
fn project() -> Case {
    let case = Case::with_schema(SCHEMA).file(".env", format!("OPENAI_API_KEY={CANARY}\n"));
    let programs = case.path().join("bin");
    fs::create_dir(&programs).unwrap();
    symlink(env!("CARGO_BIN_EXE_secrun"), programs.join("secrun")).unwrap();
    for shell in ["bash", "zsh", "fish"] {
        let script = Case::new()
            .args(["completions", shell])
            .output()
            .status(0)
            .stdout;
        fs::write(case.path().join(format!("completion.{shell}")), script).unwrap();
    }
    case
}

/// What a shell prints for a script, its lines sorted; `None` without the shell.
fn lines(case: &Case, shell: &str, script: &str) -> Option<Vec<String>> {
    if Command::new(shell).args(["-c", "true"]).output().is_err() {
        eprintln!("not run: there is no {shell}");
        return None;
    }
    let mut command = Command::new(shell);
    let path = std::env::var("PATH").unwrap();
    command
        .args(["-c", script])
        .env_clear()
        .env("PATH", format!("{}/bin:{path}", case.path().display()))
        .env("HOME", case.path())
        .env("TERM", "dumb")
        .current_dir(case.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let output = finish(command, b"");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    crate::case::assert_no_canary(text.as_bytes(), shell);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{shell}");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.sort();
    Some(lines)
}

/// Command lines, the last word being typed, and what is offered.
const CASES: &[(&[&str], &[&str])] = &[
    (&["--scope", ""], &["coder", "researcher"]),
    (&["--scope", "co"], &["coder"]),
    (&["check", "--profile", ""], &["prod", "test"]),
    (&["explain", "O"], &["OPENAI_API_KEY"]),
    (
        &["fingerprint", ""],
        &["LOG_LEVEL", "OPENAI_API_KEY", "SERPER_API_KEY"],
    ),
    (&["hook", "ins"], &["install"]),
    (&["generate", "pyd"], &["pydantic"]),
    (&["ch"], &["check"]),
    (&["check", "--str"], &["--strict"]),
    (&["--schema", "secr"], &["secrun.toml"]),
    (&["--", "secr"], &["secrun"]),
    (&["--scope", "coder", "--", "cat", "secr"], &["secrun.toml"]),
];

#[test]
fn bash_offers_commands_options_and_names() {
    let case = project();
    for (words, offered) in CASES {
        let script = format!(
            "source completion.bash; COMP_WORDS=(secrun {}); COMP_CWORD={}; _secrun; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
            quoted(words),
            words.len()
        );
        let Some(found) = lines(&case, "bash", &script) else {
            return;
        };
        assert_eq!(found, *offered, "{words:?}");
    }
}

#[test]
fn fish_offers_commands_options_and_names() {
    let case = project();
    for (words, offered) in CASES {
        let script = format!(
            "source completion.fish; complete -C 'secrun {}'",
            words.join(" ")
        );
        let Some(found) = lines(&case, "fish", &script) else {
            return;
        };
        let found = found
            .iter()
            .map(|line| line.split('\t').next().unwrap().to_owned());
        // fish leaves it to the completion to be exact, and filters by itself.
        assert_eq!(found.collect::<Vec<_>>(), *offered, "{words:?}");
    }
}

/// zsh completes only at a terminal, so its own helpers are stood in for.
#[test]
fn zsh_offers_commands_options_and_names() {
    let case = project();
    for (words, offered) in CASES {
        let script = format!(
            "compdef() {{ }}; source ./completion.zsh\n\
             _describe() {{ for each in $described; do print -r -- ${{each%%:*}}; done }}\n\
             _files() {{ print -rl -- ${{words[CURRENT]}}*(N) }}\n\
             _normal() {{ _files }}\n\
             _command_names() {{ print -r -- secrun }}\n\
             words=(secrun {}); CURRENT={}; _secrun",
            quoted(words),
            words.len() + 1
        );
        let Some(mut found) = lines(&case, "zsh", &script) else {
            return;
        };
        found.retain(|line| line.starts_with(words.last().unwrap()));
        assert_eq!(found, *offered, "{words:?}");
    }
}

fn quoted(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    quoted.join(" ")
}

#[test]
fn a_project_in_disorder_completes_without_names_and_without_a_word() {
    for schema in ["[secret]\n", "KEY = \"value\"\n"] {
        Case::with_schema(schema)
            .args(["complete-words", "--", "secrun", "--scope", ""])
            .output()
            .status(0)
            .stdout("words\n")
            .stderr("");
    }
    Case::new()
        .args(["complete-words", "--", "secrun", "--scope", ""])
        .output()
        .status(0)
        .stdout("words\n");
}

#[test]
fn an_unknown_shell_is_told() {
    Case::new()
        .args(["completions", "tcsh"])
        .output()
        .status(2)
        .stderr("secrun: error: invalid value for `SHELL`\nsecrun: hint: choose one of `bash`, `zsh`, `fish`, `powershell`\n");
}
