//! The manual and the help.

use std::process::{Command, Stdio};

use crate::case::{Case, finish};

#[test]
fn the_pages_render_without_a_complaint() {
    let into = Case::new();
    let folder = into.path().join("man");
    std::fs::create_dir(&folder).unwrap();
    let into = into.args(["man", "--into", "man"]);
    into.output().status(0).stdout("");
    let pages: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert!(pages.len() > 5);
    for page in pages {
        let mut groff = Command::new("groff");
        groff
            .args(["-man", "-Tutf8", "-ww", "-P-cbou"])
            .arg(&page)
            .stdin(Stdio::null());
        groff.stdout(Stdio::piped()).stderr(Stdio::piped());
        if Command::new("groff").arg("--version").output().is_err() {
            eprintln!("not run: there is no groff");
            return;
        }
        let output = finish(groff, b"");
        assert_eq!(
            String::from_utf8_lossy(&output.stderr),
            "",
            "{}",
            page.display()
        );
        assert!(String::from_utf8_lossy(&output.stdout).contains("SYNOPSIS"));
    }
}

#[test]
fn the_main_page_has_the_topics_and_the_environment() {
    let outcome = Case::new().args(["man"]).output().status(0);
    let outcome = outcome.says(".SH \"EXIT STATUS\"").says(".SH \"LAYERS\"");
    outcome
        .says(".SH \"SCOPES\"")
        .says("SECRUN_SCOPE")
        .never("complete\\-words");
    Case::new()
        .args(["man", "check"])
        .output()
        .status(0)
        .says("secrun\\-check");
    Case::new()
        .args(["man", "no-such"])
        .output()
        .status(2)
        .tells("no such command");
}

#[test]
fn topics_are_told_on_stdout() {
    for topic in ["committed-env", "exit-codes", "layers", "scopes"] {
        let outcome = Case::new()
            .args(["help", topic])
            .output()
            .status(0)
            .stderr("");
        assert!(
            outcome
                .stdout
                .lines()
                .all(|line| line.chars().count() <= 80),
            "{topic}"
        );
    }
    Case::new()
        .args(["help", "check"])
        .output()
        .status(0)
        .says("Usage: secrun check");
    Case::new().args(["help", "no-such"]).output().status(2);
}

/// The lines that a page shows as they are, without what roff does to signs.
fn preformatted(page: &str) -> Vec<String> {
    let sections = page.split(".nf\n").skip(1);
    let lines = sections.flat_map(|section| section.split(".fi\n").next().unwrap().lines());
    lines.map(|line| line.replace("\\-", "-")).collect()
}

#[test]
fn help_and_manual_fit_80_columns_without_broken_words() {
    let tree = secrun::cli::tree();
    let names = tree.get_subcommands().map(clap::Command::get_name);
    for name in names.chain([""]) {
        let words: Vec<&str> = name.split_whitespace().chain(["--help"]).collect();
        let help = Case::new().args(&words).output().status(0).stdout;
        for line in help.lines() {
            assert!(line.chars().count() <= 80, "{name}: {line}");
        }
        // A table wraps only where values or variables are listed.
        let rests = help.lines().filter(|line| line.starts_with("          "));
        for rest in rests {
            assert!(rest.ends_with(']'), "{name}: {rest}");
        }
    }
    let page = Case::new().args(["man"]).output().status(0).stdout;
    for line in preformatted(&page) {
        // man(1) indents them by 7.
        assert!(line.chars().count() <= 73, "{line}");
    }
}

#[test]
fn the_examples_of_a_page_keep_their_lines() {
    for words in [vec!["man"], vec!["man", "scan"]] {
        let page = Case::new().args(&words).output().status(0).stdout;
        assert!(!page.contains("EXTRA"), "{page}");
        assert!(page.contains(".SH \"EXAMPLES\"\n.nf\n"), "{page}");
        let mut help: Vec<&str> = words[1..].to_vec();
        help.push("--help");
        let help = Case::new().args(&help).output().status(0).stdout;
        let (_, examples) = help.split_once("\nExamples:\n").unwrap();
        let kept = preformatted(&page);
        for line in examples.lines().take_while(|line| !line.is_empty()) {
            assert!(kept.iter().any(|it| it == line), "{line}");
        }
    }
}

#[test]
fn every_command_is_in_the_grouped_help() {
    let help = Case::new().args(["--help"]).output().status(0).stdout;
    let grammar = secrun::cli::tree();
    for command in grammar
        .get_subcommands()
        .filter(|command| !command.is_hide_set())
    {
        let line = format!("\n  {} ", command.get_name());
        assert_eq!(help.matches(&line).count(), 1, "{line}\n{help}");
    }
    assert!(help.lines().count() <= 50, "{help}");
}

#[test]
fn every_command_says_what_it_does_in_the_list_and_in_its_own_help() {
    let help = Case::new().args(["--help"]).output().status(0).stdout;
    let mut commands = 0;
    for line in help.lines().take_while(|line| !line.starts_with("Options")) {
        let Some((name, about)) = line
            .strip_prefix("  ")
            .and_then(|line| line.split_once("  "))
        else {
            continue;
        };
        let about = about.trim();
        if name == "help" || !name.starts_with(|first: char| first.is_ascii_lowercase()) {
            continue;
        }
        commands += 1;
        let own = Case::new().args([name, "--help"]).output().status(0);
        assert!(
            own.stdout.starts_with(&format!("{about}\n")),
            "{name}: {}",
            own.stdout
        );
        let page = Case::new().args(["man", name]).output().status(0).stdout;
        let title = format!(
            ".TH secrun-{name} 1 \"\" \"secrun {}\"\n",
            env!("CARGO_PKG_VERSION")
        );
        assert!(page.contains(&title), "{page}");
        assert!(!page.contains("The words of"), "{page}");
    }
    assert!(commands > 8, "{help}");
}
