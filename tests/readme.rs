//! The README's tables, sessions and links are true.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use secrun::Exit;

use crate::case::{Case, finish};
use crate::python;

const README: &str = include_str!("../README.md");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text under a heading of the second level.
#[track_caller]
fn section(heading: &str) -> &'static str {
    let after = README.split(&format!("\n## {heading}\n")).nth(1);
    let after = after.unwrap_or_else(|| panic!("no section {heading}"));
    after.split("\n## ").next().unwrap()
}

/// The text of the first block of code in this language.
#[track_caller]
fn block(text: &'static str, language: &str) -> &'static str {
    blocks(text, language).next().unwrap()
}

fn blocks(text: &'static str, language: &str) -> impl Iterator<Item = &'static str> {
    let start = format!("\n```{language}\n");
    let after = text.split(&start).skip(1);
    let blocks: Vec<&str> = after.filter_map(|it| it.split("\n```").next()).collect();
    blocks.into_iter()
}

/// The cells of the rows of a table, without its head.
fn rows(text: &'static str) -> Vec<Vec<&'static str>> {
    let lines = text.lines().filter(|line| line.starts_with("| "));
    let cells = |line: &'static str| line.trim_matches('|').split('|').map(str::trim).collect();
    lines.skip(1).map(cells).collect()
}

#[test]
fn the_exit_statuses_are_those_of_the_program() {
    let source = include_str!("../src/exit.rs");
    let documented = source.lines().filter_map(|line| {
        let (status, meaning) = line.trim().strip_prefix("/// ")?.split_once(": ")?;
        let status: u8 = status.parse().ok()?;
        Some((status, meaning.trim_end_matches('.').to_owned()))
    });
    let table = rows(section("Exit status"));
    let told = table
        .iter()
        .map(|row| (row[0].parse().unwrap(), row[1].to_owned()));
    assert_eq!(
        told.collect::<Vec<(u8, String)>>(),
        documented.collect::<Vec<_>>()
    );
    let all = [
        Exit::Clean,
        Exit::Problems,
        Exit::Trouble,
        Exit::Refused,
        Exit::NotRunnable,
        Exit::NotFound,
    ];
    let statuses: Vec<u8> = table.iter().map(|row| row[0].parse().unwrap()).collect();
    assert_eq!(statuses, all.map(Exit::status));
}

#[test]
fn the_commands_are_those_of_the_program() {
    let table = rows(section("Commands"));
    let told: BTreeSet<&str> = table
        .iter()
        .map(|row| row[0].trim_matches('`').strip_prefix("secrun ").unwrap())
        .collect();
    let grammar = secrun::cli::tree();
    let shown = grammar.get_subcommands().filter(|it| !it.is_hide_set());
    let known = shown.map(clap::Command::get_name);
    let known = known.filter(|name| *name != "help");
    assert_eq!(told, known.collect());
}

/// A folder with these files, and `secrun` and `python3` on its `PATH`.
fn folder(files: &[(&str, &str)]) -> Option<Case> {
    let python = python::with_module("sys")?;
    let mut case = Case::new();
    for (path, content) in files {
        case = case.file(path, content);
    }
    let programs = case.path().join("bin");
    fs::create_dir(&programs).unwrap();
    symlink(env!("CARGO_BIN_EXE_secrun"), programs.join("secrun")).unwrap();
    symlink(python, programs.join("python3")).unwrap();
    Some(case)
}

/// Types a session's commands into a shell, and compares all that is printed.
#[track_caller]
fn replay(case: &Case, session: &str) {
    let mut command = Command::new("sh");
    let path = std::env::var("PATH").unwrap();
    command
        .env_clear()
        .env("PATH", format!("{}/bin:{path}", case.path().display()))
        .current_dir(case.path())
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::piped());
    let mut script = String::from("exec 2>&1\n");
    for typed in session.lines().filter_map(|line| line.strip_prefix("$ ")) {
        script.extend(["echo '$ ", typed, "'\n", typed, "\n"]);
    }
    command.args(["-c", &script]);
    let output = finish(command, b"");
    let printed = String::from_utf8(output.stdout).unwrap();
    assert_eq!(printed.trim_end(), session);
}

#[test]
fn the_session_at_the_top_is_what_happens() {
    let names = ["secrun.toml", "fakes.env", "agent.py", "main.py"];
    let files = names.map(|name| {
        let path = format!("examples/agents/{name}");
        let content = fs::read_to_string(root().join(&path)).unwrap();
        (path, content)
    });
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, content)| (&**path, &**content))
        .collect();
    if let Some(case) = folder(&files) {
        replay(&case, block(README, "console"));
    }
}

#[test]
fn the_schema_at_the_top_is_that_of_the_session() {
    let schema = include_str!("../examples/agents/secrun.toml");
    for line in block(README, "toml").lines() {
        assert!(schema.lines().any(|it| it == line), "{line}");
    }
}

#[test]
fn the_readme_fits_a_sitting() {
    let count = README.lines().count();
    assert!(count <= 250, "{count} lines");
}

#[test]
fn the_picture_shows_the_session_at_the_top() {
    let Some(python) = python::with_module("pty") else {
        return;
    };
    let script = root().join("docs/session.py");
    let output = Command::new(python)
        .args([script.as_os_str(), "--check".as_ref()])
        .arg(env!("CARGO_BIN_EXE_secrun"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn the_first_command_of_the_install_section_runs_the_session_at_the_top() {
    let session = block(README, "console").lines().next().unwrap();
    let arguments = session.strip_prefix("$ secrun ").unwrap();
    let mut commands = block(section("Install"), "sh").lines();
    let wanted = format!("cargo run -- {arguments}");
    assert_eq!(commands.next(), Some(&*wanted));
    assert_eq!(commands.next(), Some("cargo test"));
    assert_eq!(commands.next(), None);
}

/// The project of the quick start, with problems for `check` to report.
const ENV: &str = "\
OPENAI_API_KEY=test-not-a-real-key-Vq3TzN8wYb5LkJ2hRx7M
DATABASE_URL=mysql://app:Jm4Hs9TzQw@localhost:5432/app
SERPER_API_KEY=
LOG_LEVEL=verbose
";
const MAIN: &str = "\
import os

key = os.environ[\"OPENAI_API_KEY\"]
url = os.environ[\"DATABASE_URL\"]
search = os.environ.get(\"SERPER_API_KEY\")
level = os.getenv(\"LOG_LEVEL\", \"INFO\")
";

#[test]
fn the_sessions_of_the_quick_start_are_what_happens() {
    let text = section("Quick start");
    let mut sessions = blocks(text, "console");
    let files = [(".env", ENV), ("main.py", MAIN)];
    let Some(case) = folder(&files) else { return };
    let case = case.mode(".env", 0o644);
    replay(&case, sessions.next().unwrap());
    fs::write(case.path().join("secrun.toml"), block(text, "toml")).unwrap();
    replay(&case, sessions.next().unwrap());
    assert_eq!(sessions.next(), None);
}

#[test]
fn the_commands_of_the_quick_start_run() {
    let text = section("Quick start");
    let env = ENV
        .replace("mysql:", "postgres:")
        .replace("verbose", "DEBUG");
    let schema = block(text, "toml");
    let files = [(".env", &*env), ("ci.env", &*env), ("secrun.toml", schema)];
    let Some(case) = folder(&files) else { return };
    let commands: Vec<&str> = block(text, "sh").lines().collect();
    assert!(commands.len() >= 5);
    for command in commands {
        let (options, _) = command
            .split_once("--  ")
            .or(command.split_once("-- "))
            .unwrap();
        let options = options.strip_prefix("secrun ").unwrap();
        let arguments = options.split_whitespace().chain(["--", "true"]);
        let arguments: Vec<&str> = arguments.collect();
        case.again(&arguments).status(0);
    }
}

#[test]
fn the_examples_name_their_keys() {
    for (example, schema) in [
        (
            ".env.example",
            block(section("Quick start"), "toml").to_owned(),
        ),
        (
            "examples/agents/.env.example",
            fs::read_to_string(root().join("examples/agents/secrun.toml")).unwrap(),
        ),
    ] {
        let text = fs::read_to_string(root().join(example)).unwrap();
        let keys = |text: &str| -> BTreeSet<String> {
            let words = text.lines().filter_map(|line| line.split_once('='));
            words
                .map(|(key, _)| key.trim_matches([' ', '#']).to_owned())
                .collect()
        };
        let secrets = schema.split("[secrets]").nth(1).unwrap();
        let secrets = secrets.split("\n[").next().unwrap();
        assert_eq!(keys(&text), keys(secrets), "{example}");
    }
}

/// The words of a heading as GitHub turns them into an anchor.
fn anchor(heading: &str) -> String {
    let kept = |letter: char| match letter {
        ' ' => Some('-'),
        '-' | '_' => Some(letter),
        _ if letter.is_alphanumeric() => Some(letter.to_ascii_lowercase()),
        _ => None,
    };
    heading
        .trim_matches(['#', ' '])
        .chars()
        .filter_map(kept)
        .collect()
}

#[test]
fn every_link_leads_somewhere() {
    let docs = fs::read_dir(root().join("docs")).unwrap();
    let pages = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md"];
    let mut pages: Vec<_> = pages.map(|page| root().join(page)).into();
    pages.extend(docs.map(|entry| entry.unwrap().path()));
    for page in pages
        .iter()
        .filter(|page| page.extension().is_some_and(|end| end == "md"))
    {
        let text = fs::read_to_string(page).unwrap();
        for link in text
            .split("](")
            .skip(1)
            .map(|rest| rest.split(')').next().unwrap())
        {
            if link.starts_with("http") {
                continue;
            }
            let (path, wanted) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() {
                page.clone()
            } else {
                page.parent().unwrap().join(path)
            };
            assert!(target.exists(), "{link} in {}", page.display());
            if !wanted.is_empty() {
                let text = fs::read_to_string(target).unwrap();
                let mut headings = text.lines().filter(|line| line.starts_with('#'));
                assert!(
                    headings.any(|line| anchor(line) == wanted),
                    "{link} in {}",
                    page.display()
                );
            }
        }
    }
}

#[test]
fn the_sections_stand_in_the_order_in_which_a_reader_needs_them() {
    let headings: Vec<&str> = README
        .lines()
        .filter_map(|line| line.strip_prefix("## "))
        .collect();
    let wanted = [
        "Install",
        "Quick start",
        "What it protects against, and what it does not",
        "The schema",
        "Commands",
        "Masking",
        "Exit status",
        "How it compares",
        "Development",
        "Licence",
    ];
    assert_eq!(headings, wanted);
}

#[test]
fn one_sentence_says_what_secrun_does() {
    let wanted = env!("CARGO_PKG_DESCRIPTION");
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let first = README.split("\n\n").nth(1).unwrap();
    let starts = wanted.replacen("Starts", "secrun starts", 1);
    assert_eq!(words(first), format!("{starts}."));
    let about = secrun::cli::tree().get_about().unwrap().to_string();
    assert_eq!(words(&about), wanted.replacen("Starts", "Start", 1));
}

#[test]
fn no_line_is_over_100_characters() {
    for (number, line) in (1..).zip(README.lines()) {
        assert!(line.chars().count() <= 100, "line {number}: {line}");
    }
}

#[test]
fn every_path_in_the_pages_for_developers_exists() {
    let folders = ["src/", "tests/", "docs/", "examples/", "benches/", "fuzz/"];
    for page in ["CONTRIBUTING.md", "docs/ARCHITECTURE.md"] {
        let text = fs::read_to_string(root().join(page)).unwrap();
        let quoted = text.split('`').skip(1).step_by(2);
        for path in quoted.filter(|it| folders.iter().any(|folder| it.starts_with(folder))) {
            let parent = Path::new(path).parent().unwrap();
            // `NAME` stands for a file that the reader adds.
            let path = if path.contains("NAME") {
                parent
            } else {
                Path::new(path)
            };
            assert!(root().join(path).exists(), "{} in {page}", path.display());
        }
    }
}

#[test]
fn the_architecture_lists_every_room() {
    let page = include_str!("../docs/ARCHITECTURE.md");
    let table = page.split("\n## The rooms\n").nth(1).unwrap();
    let table = table.split("\n## ").next().unwrap();
    let rows = rows(table);
    let listed = rows.iter().map(|row| row[0].trim_matches('`').to_owned());
    let entries = fs::read_dir(root().join("src")).unwrap();
    let folders = entries.map(Result::unwrap).filter(|it| it.path().is_dir());
    let rooms = folders.map(|it| it.file_name().into_string().unwrap());
    assert_eq!(listed.collect::<BTreeSet<_>>(), rooms.collect());
}

#[test]
fn ci_runs_the_commands_of_the_readme() {
    // A packed crate leaves the scripts of CI out.
    if root().join("Cargo.toml.orig").exists() {
        return;
    }
    let script = fs::read_to_string(root().join(".ci/run")).unwrap();
    for command in block(section("Development"), "sh").lines() {
        assert!(
            script.lines().any(|line| line == command),
            "{command} is not in .ci/run"
        );
    }
}

#[test]
fn every_type_in_the_pages_for_developers_exists() {
    fn sources(folder: &Path, text: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, text);
            } else if path.extension().is_some_and(|end| end == "rs") {
                text.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }
    let mut source = String::new();
    sources(&root().join("src"), &mut source);
    for page in ["CONTRIBUTING.md", "docs/ARCHITECTURE.md"] {
        let text = fs::read_to_string(root().join(page)).unwrap();
        let quoted = text.split('`').skip(1).step_by(2);
        let is_type = |name: &&str| {
            name.starts_with(|first: char| first.is_ascii_uppercase())
                && name.contains(|letter: char| letter.is_ascii_lowercase())
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        for name in quoted.filter(is_type) {
            let defined = ["struct", "enum"].into_iter().any(|kind| {
                [" {", "(", "<"]
                    .iter()
                    .any(|end| source.contains(&format!("{kind} {name}{end}")))
            });
            assert!(defined, "{name} in {page}");
        }
    }
}
