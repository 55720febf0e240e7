//! What may come next on a command line: the half of shell completion that
//! knows the grammar. The scripts of the shells ask it and show the answer.

use std::ffi::OsString;

use clap::{Arg, ArgAction, Command};

/// What a shell is to offer for the last word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Want {
    /// These words, each with what it means.
    Words(Vec<(String, String)>),
    /// A scope of the schema.
    Scopes,
    /// A profile of the schema.
    Profiles,
    /// A key of the schema.
    Keys,
    /// A file or a folder.
    Files,
    /// Whatever the program whose word has this index completes with.
    Program(usize),
}

/// The script that a shell completes with.
#[must_use]
pub fn script(shell: &str) -> Option<&'static str> {
    Some(match shell {
        "bash" => include_str!("complete/secrun.bash"),
        "zsh" => include_str!("complete/secrun.zsh"),
        "fish" => include_str!("complete/secrun.fish"),
        "powershell" => include_str!("complete/secrun.ps1"),
        _ => return None,
    })
}

/// What may stand for the last of these words. The first is secrun itself.
#[must_use]
pub fn want(words: &[OsString]) -> Want {
    let mut grammar = super::command();
    grammar.build();
    let Some((current, before)) = words.split_last() else {
        return Want::Files;
    };
    let mut line = Line::new(&grammar);
    for (index, word) in before.iter().enumerate().skip(1) {
        if let Some(program) = line.take(&word.to_string_lossy(), index) {
            return Want::Program(program);
        }
    }
    line.next(&current.to_string_lossy(), before.len())
}

/// The value that an option has so far, for `--schema`.
#[must_use]
pub fn value_of(words: &[OsString], option: &str) -> Option<OsString> {
    let mut words = words.iter().take_while(|word| *word != "--");
    words.find(|word| *word == option)?;
    words.find(|word| *word != "=").cloned()
}

/// A command line as far as it is read.
struct Line<'g> {
    grammar: &'g Command,
    command: Option<&'g Command>,
    /// The option that waits for its value.
    waiting: Option<&'g Arg>,
    /// How many of the command's own arguments there are.
    arguments: usize,
}

impl<'g> Line<'g> {
    fn new(grammar: &'g Command) -> Self {
        Self {
            grammar,
            command: None,
            waiting: None,
            arguments: 0,
        }
    }

    /// Whether the words lead to a program of the user's.
    fn is_run(&self) -> bool {
        self.command
            .is_none_or(|command| command.get_name() == "run")
    }

    /// Reads a word; tells where the program begins once it does.
    fn take(&mut self, word: &str, index: usize) -> Option<usize> {
        if word == "--" && self.is_run() {
            return Some(index + 1);
        }
        if word == "=" {
            // bash makes a word of its own of it.
        } else if self.waiting.take().is_some() {
        } else if let Some(long) = word.strip_prefix("--") {
            self.waiting = self.option(long).filter(|option| takes_value(option));
        } else if word.starts_with('-') {
        } else if self.command.is_some() {
            if self.is_run() {
                return Some(index);
            }
            self.arguments += 1;
        } else {
            self.command = self.grammar.find_subcommand(word);
        }
        None
    }

    /// What may stand for the word that is being typed.
    fn next(&self, current: &str, index: usize) -> Want {
        if let Some(option) = self.waiting {
            return values(option.get_id().as_str());
        }
        if current.starts_with('-') {
            return Want::Words(self.options());
        }
        let Some(command) = self.command else {
            return Want::Words(self.commands());
        };
        if self.is_run() {
            return Want::Program(index);
        }
        let mut arguments = command.get_positionals();
        let argument = arguments.nth(self.arguments).or_else(|| {
            let last = command.get_positionals().last()?;
            matches!(last.get_action(), ArgAction::Append).then_some(last)
        });
        match argument {
            Some(argument) if argument.get_id() == "page" => Want::Words(self.commands()),
            Some(argument) => values(argument.get_id().as_str()),
            None => Want::Words(Vec::new()),
        }
    }

    fn own_options(&self) -> impl Iterator<Item = &'g Arg> + use<'g> {
        // A built command has the options of every command, too.
        self.command.unwrap_or(self.grammar).get_arguments()
    }

    fn option(&self, long: &str) -> Option<&'g Arg> {
        self.own_options()
            .find(|option| option.get_long() == Some(long))
    }

    fn options(&self) -> Vec<(String, String)> {
        let meaning = |option: &Arg| option.get_help().map(ToString::to_string);
        let shown = self.own_options().filter_map(|option| {
            let long = option.get_long()?;
            Some((format!("--{long}"), meaning(option).unwrap_or_default()))
        });
        shown.collect()
    }

    fn commands(&self) -> Vec<(String, String)> {
        let shown = self
            .grammar
            .get_subcommands()
            .filter(|command| !command.is_hide_set());
        let meaning = |command: &Command| command.get_about().map(ToString::to_string);
        shown
            .map(|command| {
                (
                    command.get_name().to_owned(),
                    meaning(command).unwrap_or_default(),
                )
            })
            .collect()
    }
}

fn takes_value(option: &Arg) -> bool {
    matches!(option.get_action(), ArgAction::Set | ArgAction::Append)
}

/// What an option or an argument of this name takes.
fn values(id: &str) -> Want {
    let words: &[&str] = match id {
        "scope" => return Want::Scopes,
        "profile" => return Want::Profiles,
        "key" | "keys" => return Want::Keys,
        "format" => &["human", "json", "github", "sarif", "gitlab", "junit"],
        "shell" => &["bash", "zsh", "fish", "powershell"],
        "verb" => &["install", "uninstall"],
        "hook" => &["pre-commit", "pre-push", "commit-msg"],
        "inherit" => &["@base", "@python", "@node", "@ci", "@proxy"],
        "verify" | "since" | "range" => &[],
        _ => return Want::Files,
    };
    Want::Words(
        words
            .iter()
            .map(|word| ((*word).to_owned(), String::new()))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(line: &str) -> Want {
        let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        want(&words)
    }

    fn words(line: &str) -> Vec<String> {
        let Want::Words(words) = case(line) else {
            return Vec::new();
        };
        words.into_iter().map(|(word, _)| word).collect()
    }

    #[test]
    fn what_comes_next_follows_the_grammar() {
        assert!(words("secrun ").contains(&"fingerprint".to_owned()));
        assert!(!words("secrun ").contains(&"complete-words".to_owned()));
        assert!(words("secrun check --").contains(&"--strict".to_owned()));
        assert!(words("secrun --").contains(&"--scope".to_owned()));
        assert_eq!(words("secrun hook "), ["install", "uninstall"]);
        assert_eq!(
            words("secrun -q hook install "),
            ["pre-commit", "pre-push", "commit-msg"]
        );
        assert_eq!(words("secrun hook install pre-push "), [""; 0]);
        assert_eq!(case("secrun --scope "), Want::Scopes);
        assert_eq!(case("secrun --scope = "), Want::Scopes);
        assert_eq!(case("secrun check --profile te"), Want::Profiles);
        assert_eq!(case("secrun explain OPEN"), Want::Keys);
        assert_eq!(case("secrun fingerprint A B "), Want::Keys);
        assert_eq!(case("secrun --schema "), Want::Files);
    }

    #[test]
    fn a_program_completes_its_own_words() {
        assert_eq!(case("secrun -- pyth"), Want::Program(2));
        assert_eq!(case("secrun --scope coder -- git che"), Want::Program(4));
        assert_eq!(case("secrun run git -- che"), Want::Program(2));
        assert_eq!(case("secrun run gi"), Want::Program(2));
    }

    #[test]
    fn the_schema_that_was_named_is_known() {
        let words: Vec<OsString> = ["secrun", "--schema", "a.toml", "--scope", ""]
            .map(OsString::from)
            .to_vec();
        assert_eq!(value_of(&words, "--schema"), Some("a.toml".into()));
        assert_eq!(value_of(&words, "--profile"), None);
    }
}
