//! The possible next words of a command line, from the tree of commands.

use std::ffi::OsString;

use clap::builder::PossibleValue;
use clap::{Arg, ArgAction, Command, ValueHint};

use crate::command::help::TOPICS;
use crate::schema::model::Preset;

/// What a shell offers for the last word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Offer {
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

impl Offer {
    fn words<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let plain = |word: &str| (word.to_owned(), String::new());
        Self::Words(words.into_iter().map(plain).collect())
    }
}

/// The possible completions of the last of these words. The first word is secrun
/// itself.
pub(super) fn offer(words: &[OsString], mut tree: Command) -> Offer {
    tree.build();
    let Some((current, before)) = words.split_last() else {
        return Offer::Files;
    };
    let mut line = TypedLine {
        tree: &tree,
        command: None,
        waiting: None,
        arguments: 0,
    };
    for (index, word) in before.iter().enumerate().skip(1) {
        if let Some(program) = line.take(&word.to_string_lossy(), index) {
            return Offer::Program(program);
        }
    }
    line.next(&current.to_string_lossy(), before.len())
}

/// The value that an option has so far, for `--schema`.
pub(super) fn value_of(words: &[OsString], option: &str) -> Option<OsString> {
    let mut words = words.iter().take_while(|word| *word != "--");
    words.find(|word| *word == option)?;
    words.find(|word| *word != "=").cloned()
}

/// A partly read command line.
struct TypedLine<'t> {
    tree: &'t Command,
    command: Option<&'t Command>,
    /// The option that waits for its value.
    waiting: Option<&'t Arg>,
    /// How many of the command's own arguments there are.
    arguments: usize,
}

impl<'t> TypedLine<'t> {
    /// Whether the words name the user's program.
    fn is_run(&self) -> bool {
        self.command
            .is_none_or(|command| command.get_name() == "run")
    }

    /// Reads a word, and returns where the program begins once it does.
    fn take(&mut self, word: &str, index: usize) -> Option<usize> {
        if word == "--" && self.is_run() {
            return Some(index + 1);
        }
        // bash splits `--scope=coder` at the `=` into separate words.
        if word == "=" || self.waiting.take().is_some() {
            return None;
        }
        if let Some(long) = word.strip_prefix("--") {
            let takes_value = |option: &&Arg| option.get_action().takes_values();
            self.waiting = self.option(long).filter(takes_value);
        } else if word.starts_with('-') {
        } else if self.command.is_none() {
            self.command = self.tree.find_subcommand(word);
        } else if self.is_run() {
            return Some(index);
        } else {
            self.arguments += 1;
        }
        None
    }

    /// The possible completions of the word that is being typed.
    fn next(&self, current: &str, index: usize) -> Offer {
        if let Some(option) = self.waiting {
            return self.values(option);
        }
        if current.starts_with('-') {
            return Offer::Words(self.options());
        }
        let Some(command) = self.command else {
            return Offer::Words(self.commands());
        };
        if self.is_run() {
            return Offer::Program(index);
        }
        let repeated = |argument: &&Arg| matches!(argument.get_action(), ArgAction::Append);
        let last = command.get_positionals().last().filter(repeated);
        match command.get_positionals().nth(self.arguments).or(last) {
            Some(argument) => self.values(argument),
            None => Offer::words([]),
        }
    }

    fn own_options(&self) -> impl Iterator<Item = &'t Arg> + use<'t> {
        // A built command has the options of every command, too.
        self.command.unwrap_or(self.tree).get_arguments()
    }

    fn option(&self, long: &str) -> Option<&'t Arg> {
        self.own_options()
            .find(|option| option.get_long() == Some(long))
    }

    fn options(&self) -> Vec<(String, String)> {
        let option = |option: &Arg| {
            let meaning = option.get_help().map(ToString::to_string);
            Some((format!("--{}", option.get_long()?), meaning?))
        };
        self.own_options().filter_map(option).collect()
    }

    fn commands(&self) -> Vec<(String, String)> {
        let commands = self.tree.get_subcommands();
        let shown = commands.filter(|command| !command.is_hide_set());
        let command = |command: &Command| {
            let meaning = command.get_about().map(ToString::to_string);
            Some((command.get_name().to_owned(), meaning?))
        };
        shown.filter_map(command).collect()
    }

    /// What an option or an argument takes.
    fn values(&self, argument: &Arg) -> Offer {
        let possible = argument.get_possible_values();
        if !possible.is_empty() {
            return Offer::words(possible.iter().map(PossibleValue::get_name));
        }
        match argument.get_id().as_str() {
            "scope" => Offer::Scopes,
            "profile" => Offer::Profiles,
            "key" | "keys" => Offer::Keys,
            "inherit" => Offer::words(Preset::ALL.map(Preset::name)),
            "page" => Offer::Words(self.commands()),
            "topic" => {
                let topics = TOPICS
                    .iter()
                    .map(|(name, _)| ((*name).to_owned(), String::new()));
                Offer::Words(self.commands().into_iter().chain(topics).collect())
            }
            _ if argument.get_value_hint() == ValueHint::AnyPath => Offer::Files,
            _ => Offer::words([]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(line: &str) -> Offer {
        let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        offer(&words, crate::cli::tree())
    }

    fn words(line: &str) -> Vec<String> {
        let Offer::Words(words) = case(line) else {
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
            ["pre-commit", "pre-merge-commit", "pre-push", "commit-msg"]
        );
        assert_eq!(words("secrun hook install pre-push "), [""; 0]);
        assert_eq!(case("secrun --scope "), Offer::Scopes);
        assert_eq!(case("secrun --scope = "), Offer::Scopes);
        assert_eq!(case("secrun check --profile te"), Offer::Profiles);
        assert_eq!(case("secrun explain OPEN"), Offer::Keys);
        assert_eq!(case("secrun fingerprint A B "), Offer::Keys);
        assert_eq!(case("secrun --schema "), Offer::Files);
    }

    #[test]
    fn a_program_completes_its_own_words() {
        assert_eq!(case("secrun -- pyth"), Offer::Program(2));
        assert_eq!(case("secrun --scope coder -- git che"), Offer::Program(4));
        assert_eq!(case("secrun run git -- che"), Offer::Program(2));
        assert_eq!(case("secrun run gi"), Offer::Program(2));
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
