//! The block that `secrun hook` adds to a git hook and removes again.

use std::fmt::Write as _;
use std::path::Path;

/// A secrun command in a hook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Command {
    Plain(&'static str),
    /// Reads the refs that git writes to a `pre-push` hook.
    OfRefs(&'static str),
}

const BEGIN: &str = "# >>> secrun >>>";
const END: &str = "# <<< secrun <<<";

/// The first lines of a hook that secrun made.
const OWN_START: &str = "#!/bin/sh\n# Made by `secrun hook install`.\n";

/// A git hook that secrun can check something in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hook {
    name: &'static str,
    commands: &'static [Command],
}

impl Hook {
    /// The hooks that secrun can check something in.
    pub(crate) const ALL: [Self; 3] = [
        Self {
            name: "pre-commit",
            commands: &[
                Command::Plain("check"),
                Command::Plain("example --check"),
                Command::Plain("scan --staged --patterns"),
            ],
        },
        Self {
            name: "pre-push",
            commands: &[
                Command::Plain("check"),
                Command::OfRefs("scan --range-from-env --patterns"),
            ],
        },
        Self {
            name: "commit-msg",
            commands: &[Command::Plain("scan --patterns --message \"$1\"")],
        },
    ];

    /// Its name, which is the name of its file.
    pub(crate) const fn name(self) -> &'static str {
        self.name
    }

    /// The lines that secrun adds. A command that reads the hook's standard input
    /// puts it back for the rest of the hook.
    fn block(self, schema: Option<&str>) -> String {
        let option = match schema {
            Some(path) => format!(" --schema {}", quoted(path)),
            None => String::new(),
        };
        let mut block = format!(
            "{BEGIN} `secrun hook uninstall {}` removes this block\n",
            self.name
        );
        let git = if self.name == "pre-push" {
            "push"
        } else {
            "commit"
        };
        // Writing into a String cannot fail.
        let _ = writeln!(
            block,
            "command -v secrun >/dev/null || {{ echo 'secrun is not on PATH; skip this hook with git {git} --no-verify' >&2; exit 1; }}"
        );
        for command in self.commands {
            // Writing into a String cannot fail.
            let _ = match command {
                Command::Plain(words) => {
                    writeln!(block, "secrun{option} --quiet {words} </dev/null || exit 1")
                }
                Command::OfRefs(words) => writeln!(
                    block,
                    "secrun_refs=$(cat)\n\
                     printf '%s\\n' \"$secrun_refs\" | secrun{option} --quiet {words} || exit 1\n\
                     if [ -n \"$secrun_refs\" ]; then exec <<SECRUN\n\
                     $secrun_refs\n\
                     SECRUN\n\
                     fi"
                ),
            };
        }
        block + END + "\n"
    }
}

fn quoted(path: &str) -> String {
    format!("'{}'", path.replace('\'', "'\\''"))
}

/// A tool that manages the hooks of a repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manager {
    PreCommit,
    Husky,
    Lefthook,
    /// The hook is not a shell script.
    NotShell,
}

/// The manager of a hook, by its text and its folder.
pub(crate) fn manager(folder: &Path, text: &str) -> Option<Manager> {
    if folder.components().any(|part| part.as_os_str() == ".husky") || text.contains("husky") {
        Some(Manager::Husky)
    } else if text.contains("pre-commit.com") || text.contains("pre_commit") {
        Some(Manager::PreCommit)
    } else if text.contains("lefthook") {
        Some(Manager::Lefthook)
    } else if text.starts_with("#!") && !is_shell(text) {
        Some(Manager::NotShell)
    } else {
        None
    }
}

fn is_shell(text: &str) -> bool {
    let first = text.trim_start_matches("#!").lines().next();
    let words = first.into_iter().flat_map(str::split_whitespace);
    let mut names = words.filter_map(|word| word.rsplit('/').next());
    let program = names.find(|name| *name != "env" && !name.starts_with('-'));
    program.is_some_and(|name| ["sh", "bash", "dash", "zsh", "ksh", "ash"].contains(&name))
}

/// The text of a hook with the block in it: right after the first line, because
/// the rest may exit early. The schema's path starts at the work tree's folder.
pub(crate) fn with_block(hook: Hook, text: Option<&str>, schema: Option<&str>) -> String {
    let block = hook.block(schema);
    let Some(text) = text else {
        return format!("{OWN_START}{block}");
    };
    let text = without_block(text).unwrap_or_else(|| text.to_owned());
    if let Some(rest) = text.strip_prefix(OWN_START) {
        format!("{OWN_START}{block}{rest}")
    } else if text.starts_with("#!") {
        let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
        format!("{first}\n{block}{rest}")
    } else {
        format!("{block}{text}")
    }
}

/// The text without the block; `None` if it has no block.
pub(crate) fn without_block(text: &str) -> Option<String> {
    let (before, from_block) = text.split_at(text.find(BEGIN)?);
    let (_, rest) = from_block.split_once(END)?;
    let rest = rest.strip_prefix('\n').unwrap_or(rest);
    Some(format!("{before}{rest}"))
}

/// Whether the hook holds nothing but what secrun made.
pub(crate) fn is_bare(text: &str) -> bool {
    text == OWN_START
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hook() -> Hook {
        Hook::ALL[0]
    }

    #[test]
    fn a_block_goes_in_once_and_comes_out_without_a_trace() {
        for text in [
            "#!/bin/sh\necho mine\n",
            "#!/usr/bin/env bash\n\nexit 0",
            "echo no first line\n",
            "#!/bin/sh\n",
        ] {
            let with = with_block(hook(), Some(text), None);
            assert!(
                with.find("secrun --quiet check").unwrap()
                    < with.find("echo mine").unwrap_or(usize::MAX)
            );
            assert_eq!(with_block(hook(), Some(&with), None), with);
            assert_eq!(without_block(&with).unwrap(), text);
        }
        let own = with_block(hook(), None, None);
        assert_eq!(with_block(hook(), Some(&own), None), own);
        assert!(is_bare(&without_block(&own).unwrap()));
        assert_eq!(without_block("#!/bin/sh\n"), None);
    }

    #[test]
    fn a_schema_elsewhere_is_named() {
        let text = with_block(hook(), None, Some("services/it's/secrun.toml"));
        assert!(
            text.contains("secrun --schema 'services/it'\\''s/secrun.toml' --quiet check"),
            "{text}"
        );
    }

    #[test]
    fn keepers_are_known() {
        let case = |folder: &str, text: &str| manager(Path::new(folder), text);
        assert_eq!(case("x/.husky/_", ""), Some(Manager::Husky));
        assert_eq!(
            case(
                "h",
                "#!/usr/bin/env bash\n# File generated by pre-commit: https://pre-commit.com\n"
            ),
            Some(Manager::PreCommit)
        );
        assert_eq!(
            case("h", "#!/bin/sh\ncall_lefthook run\n"),
            Some(Manager::Lefthook)
        );
        assert_eq!(
            case("h", "#!/usr/bin/env python3\n"),
            Some(Manager::NotShell)
        );
        assert_eq!(case("h", "#!/usr/bin/env -S bash\n"), None);
        assert_eq!(case("h", "#!/bin/dash -e\n"), None);
        assert_eq!(case("h", "echo\n"), None);
    }
}
