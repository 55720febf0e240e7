//! `secrun --help` in groups, and the topics of `secrun help`.

use std::ffi::OsString;
use std::fmt::Write as _;

use clap::Command;

/// The commands in the order of a project's life. One that is in no group is
/// listed under the last.
const GROUPS: &[(&str, &[&str])] = &[
    ("Run", &["run"]),
    ("Look", &["check", "fingerprint", "explain"]),
    ("Guard", &["mask", "scan", "audit", "hook"]),
    ("Keep", &["register", "rotate", "incident", "trust"]),
    (
        "Set up",
        &["init", "example", "schema", "completions", "man"],
    ),
];

/// The topics, each with its text.
pub(super) const TOPICS: &[(&str, &str)] = &[
    ("exit-codes", include_str!("help/exit-codes.txt")),
    ("layers", include_str!("help/layers.txt")),
    ("scopes", include_str!("help/scopes.txt")),
];

/// Puts the list of commands into groups.
pub(super) fn grouped(grammar: Command) -> Command {
    let mut template = String::from("{about-with-newline}\n{usage-heading} {usage}\n");
    for (title, names) in GROUPS {
        let mut lines = String::new();
        for name in *names {
            push_command(&mut lines, &grammar, name);
        }
        let last = *title == "Set up";
        if last {
            lines
                .push_str("  help         Help on a command, or on exit-codes, layers or scopes\n");
        }
        let others = grammar.get_subcommands().filter(|other| {
            let grouped = GROUPS
                .iter()
                .any(|(_, names)| names.contains(&other.get_name()));
            last && !grouped && !other.is_hide_set()
        });
        for other in others {
            push_command(&mut lines, &grammar, other.get_name());
        }
        if !lines.is_empty() {
            // Writing into a String cannot fail.
            let _ = write!(template, "\n{title}:\n{lines}");
        }
    }
    template.push_str("\nOptions for every command:\n{options}{after-help}");
    grammar.help_template(template)
}

fn push_command(lines: &mut String, grammar: &Command, name: &str) {
    if let Some(command) = grammar.find_subcommand(name) {
        let about = command.get_about().map(ToString::to_string);
        // Writing into a String cannot fail.
        let _ = writeln!(lines, "  {name:<12} {}", about.unwrap_or_default());
    }
}

/// The text of `secrun help TOPIC`.
pub(super) fn topic(words: &[OsString]) -> Option<&'static str> {
    let [help, topic] = words else { return None };
    let found = TOPICS.iter().find(|(name, _)| topic == name);
    found.filter(|_| help == "help").map(|(_, text)| *text)
}
