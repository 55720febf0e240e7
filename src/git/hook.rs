//! The block that `secrun hook` adds to a git hook and removes again.

use std::path::Path;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum HookCommand {
    Plain(&'static str),
    /// Reads the refs that git writes to a `pre-push` hook.
    OfRefs(&'static str),
}

/// The commands before every commit.
const COMMIT: &[HookCommand] = &[
    HookCommand::Plain("check"),
    HookCommand::Plain("example --check"),
    HookCommand::Plain("scan --staged --patterns"),
];

const BEGIN: &str = "# >>> secrun >>>";
const END: &str = "# <<< secrun <<<";

/// The first lines of a hook that secrun made.
const OWN_START: &str = "#!/bin/sh\n# Made by `secrun hook install`.\n";

/// A git hook that secrun can check something in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hook {
    name: &'static str,
    /// The subcommand of git that runs it.
    git: &'static str,
    commands: &'static [HookCommand],
}

impl Hook {
    /// The hooks that secrun can check something in.
    pub(crate) const ALL: [Self; 4] = [
        Self {
            name: "pre-commit",
            git: "commit",
            commands: COMMIT,
        },
        // `git merge` runs this one in place of `pre-commit`.
        Self {
            name: "pre-merge-commit",
            git: "merge",
            commands: COMMIT,
        },
        Self {
            name: "pre-push",
            git: "push",
            commands: &[
                HookCommand::Plain("check"),
                HookCommand::OfRefs("scan --range-from-env --patterns"),
            ],
        },
        Self {
            name: "commit-msg",
            git: "commit",
            commands: &[HookCommand::Plain("scan --patterns --message \"$1\"")],
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
        let git = self.git;
        append!(
            block,
            "command -v secrun >/dev/null || {{ echo 'secrun is not on PATH; skip this hook with git {git} --no-verify' >&2; exit 1; }}\n"
        );
        for command in self.commands {
            match command {
                HookCommand::Plain(words) => append!(
                    block,
                    "secrun{option} --quiet {words} </dev/null || exit 1\n"
                ),
                HookCommand::OfRefs(words) => append!(
                    block,
                    "secrun_refs=$(cat)\n\
                     printf '%s\\n' \"$secrun_refs\" | secrun{option} --quiet {words} || exit 1\n\
                     if [ -n \"$secrun_refs\" ]; then exec <<SECRUN\n\
                     $secrun_refs\n\
                     SECRUN\n\
                     fi\n"
                ),
            }
        }
        block + END + "\n"
    }
}

fn quoted(path: &str) -> String {
    format!("'{}'", path.replace('\'', "'\\''"))
}

/// The owner of a hook that secrun leaves alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manager {
    PreCommit,
    Husky,
    Lefthook,
    /// The hook is not a shell script.
    NotShell,
    /// The hook reads its own text, so another program or line numbers count in it.
    ReadsItself,
}

/// The manager of a hook, by its text and its folder.
pub(crate) fn manager(folder: &Path, text: &[u8]) -> Option<Manager> {
    let has = |word: &str| find(text, word.as_bytes()).is_some();
    if folder.components().any(|part| part.as_os_str() == ".husky") || has("husky") {
        Some(Manager::Husky)
    } else if has("pre-commit.com") || has("pre_commit") {
        Some(Manager::PreCommit)
    } else if has("lefthook") {
        Some(Manager::Lefthook)
    } else if text.contains(&0) || text.starts_with(b"#!") && !is_shell(text) {
        Some(Manager::NotShell)
    } else if reads_itself(text) {
        Some(Manager::ReadsItself)
    } else {
        None
    }
}

fn is_shell(text: &[u8]) -> bool {
    let first = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let first = String::from_utf8_lossy(first.strip_prefix(b"#!").unwrap_or(first));
    let mut names = first
        .split_whitespace()
        .filter_map(|word| word.rsplit('/').next());
    let program = names.find(|name| *name != "env" && !name.starts_with('-'));
    program.is_some_and(|name| ["sh", "bash", "dash", "zsh", "ksh", "ash"].contains(&name))
}

/// Commands that take the path of a script and do not read the script.
const TAKE_THE_PATH: &str = "dirname basename readlink realpath echo printf cd test [ [[ case if";

/// Whether a script passes its own path to a program that may read it: a polyglot, which
/// is also a program in another language (`exec python3 "$0"`), or a script with a
/// payload after its last line (`tail -n +20 "$0"`).
fn reads_itself(text: &[u8]) -> bool {
    let lines = text
        .split(|byte| *byte == b'\n')
        .map(String::from_utf8_lossy);
    lines.map(|line| line.trim_start().to_owned()).any(|line| {
        // How Python and Ruby are kept from reading the shell's part.
        let quoted = ["\"\"\"", "'''", "=begin"]
            .iter()
            .any(|start| line.starts_with(start));
        quoted || !line.starts_with('#') && passes_its_path(&line)
    })
}

fn passes_its_path(line: &str) -> bool {
    [
        "$0",
        "${0}",
        "$BASH_SOURCE",
        "${BASH_SOURCE}",
        "${BASH_SOURCE[0]}",
    ]
    .iter()
    .any(|own| {
        line.match_indices(own).any(|(at, _)| {
            let (before, after) = (&line[..at], &line[at + own.len()..]);
            let is_longer =
                after.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_');
            let command = before
                .rsplit([';', '|', '&', '(', '`', '{'])
                .next()
                .unwrap_or(before);
            let mut words = command.split_whitespace();
            let program = words.find(|word| !["then", "else", "do", "!"].contains(word));
            // Without a program it is an assignment, or the program itself.
            let program = program.map(|word| word.trim_matches(['"', '\'']));
            let reads = program.is_some_and(|word| {
                !word.is_empty()
                    && !word.contains('=')
                    && !TAKE_THE_PATH.split(' ').any(|it| it == word)
            });
            !is_longer && reads
        })
    })
}

/// The text of a hook with the block in it: right after the first line, because
/// the rest may exit early. The schema's path starts at the work tree's folder.
pub(crate) fn with_block(hook: Hook, text: Option<&[u8]>, schema: Option<&str>) -> Vec<u8> {
    let block = hook.block(schema);
    let Some(text) = text else {
        return [OWN_START, &block].concat().into_bytes();
    };
    let text = without_block(text).unwrap_or_else(|| text.to_owned());
    let first = if text.starts_with(OWN_START.as_bytes()) {
        OWN_START.len()
    } else if text.starts_with(b"#!") {
        memchr::memchr(b'\n', &text).map_or(text.len(), |end| end + 1)
    } else {
        0
    };
    let (first, rest) = text.split_at(first);
    if first.is_empty() || first.ends_with(b"\n") {
        [first, block.as_bytes(), rest].concat()
    } else {
        // The only line has no end, so neither has the block: both are removed again.
        [first, b"\n", block.trim_end().as_bytes()].concat()
    }
}

/// The text without the block; `None` if it has no block.
pub(crate) fn without_block(text: &[u8]) -> Option<Vec<u8>> {
    let end = find(text, END.as_bytes())?;
    let start = memchr::memmem::rfind(&text[..end], BEGIN.as_bytes())?;
    let (before, rest) = (&text[..start], &text[end + END.len()..]);
    let (before, rest) = match rest.strip_prefix(b"\n") {
        Some(rest) => (before, rest),
        None => (before.strip_suffix(b"\n").unwrap_or(before), rest),
    };
    Some([before, rest].concat())
}

/// Whether the hook holds nothing but what secrun made.
pub(crate) fn is_bare(text: &[u8]) -> bool {
    text == OWN_START.as_bytes()
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    memchr::memmem::find(text, what)
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
            b"#!/bin/sh\necho mine\n".as_slice(),
            b"#!/usr/bin/env bash\n\nexit 0",
            b"echo no first line\n",
            b"#!/bin/sh\n",
            b"#!/bin/sh",
            b"#!/bin/sh\r\necho \xff\xfe\r\n",
            b"",
            b"#!/bin/sh\n# >>> secrun >>> without an end\necho mine\n",
        ] {
            let with = with_block(hook(), Some(text), None);
            let place = |what: &str| find(&with, what.as_bytes());
            assert!(place("secrun --quiet check").unwrap() < place("mine").unwrap_or(usize::MAX));
            assert_eq!(with_block(hook(), Some(&with), None), with);
            assert_eq!(without_block(&with).unwrap(), text);
        }
        let own = with_block(hook(), None, None);
        assert_eq!(with_block(hook(), Some(&own), None), own);
        assert!(is_bare(&without_block(&own).unwrap()));
        assert_eq!(without_block(b"#!/bin/sh\n"), None);
    }

    #[test]
    fn scripts_that_read_themselves_are_known() {
        for text in [
            "#!/bin/sh\n''':'\nexec python3 \"$0\" \"$@\"\n'''\nprint()\n",
            "#!/bin/sh\n\"exec\" \"python3\" \"$0\" \"$@\"\nprint()\n",
            "#!/bin/sh\n\"\"\":\"\nexit\n\"\"\"\n",
            "#!/bin/sh\n# next line\nexec tclsh \"$0\" ${1+\"$@\"}\n",
            "#!/bin/sh\neval 'exec perl -x -wS $0 ${1+\"$@\"}'\n",
            "#!/bin/bash\nif true; then sed -n '/^__DATA__/,$p' \"${BASH_SOURCE[0]}\"; fi\n",
            "#!/bin/sh\ntail -n +20 $0 | tar x\n",
            "#!/bin/sh\nx=$(sed 1d \"${0}\")\n",
        ] {
            assert!(reads_itself(text.as_bytes()), "{text}");
        }
        for text in [
            "#!/bin/sh\nhere=$(dirname \"$0\")\n. \"$(dirname -- \"$0\")/lib\"\n",
            "#!/bin/bash\ncd \"$(dirname \"${BASH_SOURCE[0]}\")\" || exit\n",
            "#!/bin/sh\necho \"usage: $0\" >&2\nname=$0\nname=${0##*/}\n",
            "#!/bin/sh\n# run $0\n[ -x \"$0\" ] && exit\nmake \"$1\"\n",
        ] {
            assert!(!reads_itself(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn a_schema_elsewhere_is_named() {
        let text = with_block(hook(), None, Some("services/it's/secrun.toml"));
        let text = String::from_utf8(text).unwrap();
        assert!(
            text.contains("secrun --schema 'services/it'\\''s/secrun.toml' --quiet check"),
            "{text}"
        );
    }

    #[test]
    fn keepers_are_known() {
        let case = |folder: &str, text: &str| manager(Path::new(folder), text.as_bytes());
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
