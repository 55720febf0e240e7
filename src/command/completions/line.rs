//! The possible next words of a command line, from the tree of commands.

use std::any::TypeId;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Arg, ArgAction, Command, ValueHint};

use crate::command::help::TOPICS;
use crate::command::shared::partial_line::PartialLine;
use crate::schema::model::Preset;
use crate::session::words::{CommandName, InheritItem, KeyName, ProfileName, ScopeName, TopicName};

/// The kind of completions for the last word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Offer {
    /// These words, each with what it means.
    Words(Vec<(String, String)>),
    Scopes,
    Profiles,
    Keys,
    /// A file or a folder.
    Files,
    /// The completions of the program itself, whose word has this index.
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
    let mut completer = Completer {
        line: PartialLine::new(&tree),
        arguments: 0,
    };
    for (index, word) in before.iter().enumerate().skip(1) {
        if let Some(program) = completer.take(&word.to_string_lossy(), index) {
            return Offer::Program(program);
        }
    }
    completer.next(&current.to_string_lossy(), before.len())
}

/// The schema that the words name.
pub(super) fn named_schema(words: &[OsString], tree: &Command) -> Option<PathBuf> {
    let line = words.iter().take_while(|word| *word != "--");
    let line = line.filter(|word| *word != "=");
    let tree = tree.clone().ignore_errors(true);
    let matches = tree.try_get_matches_from(line).ok()?;
    matches.get_one::<PathBuf>("schema").cloned()
}

/// The words before the one that is being typed.
struct Completer<'t> {
    line: PartialLine<'t>,
    /// How many of the command's own arguments there are.
    arguments: usize,
}

impl Completer<'_> {
    /// Whether the words name the user's program.
    fn is_run(&self) -> bool {
        let command = self.line.command;
        command.is_none_or(|command| command.get_name() == "run")
    }

    /// Reads a word, and returns where the program begins once it does.
    fn take(&mut self, word: &str, index: usize) -> Option<usize> {
        if word == "--" && self.is_run() {
            return Some(index + 1);
        }
        // bash splits `--scope=coder` at the `=` into separate words.
        if word == "=" {
            return None;
        }
        let has_command = self.line.command.is_some();
        if self.line.take(word) && has_command {
            if self.is_run() {
                return Some(index);
            }
            self.arguments += 1;
        }
        None
    }

    /// The possible completions of the word that is being typed.
    fn next(&self, current: &str, index: usize) -> Offer {
        if let Some(option) = self.line.waiting {
            return self.values(option);
        }
        if current.starts_with('-') {
            return Offer::Words(self.options());
        }
        let Some(command) = self.line.command else {
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

    fn options(&self) -> Vec<(String, String)> {
        let option = |option: &Arg| {
            let meaning = option.get_help().map(ToString::to_string);
            Some((format!("--{}", option.get_long()?), meaning?))
        };
        self.line.arguments().filter_map(option).collect()
    }

    fn commands(&self) -> Vec<(String, String)> {
        let commands = self.line.tree.get_subcommands();
        let shown = commands.filter(|command| !command.is_hide_set());
        let command = |command: &Command| {
            let meaning = command.get_about().map(ToString::to_string);
            Some((command.get_name().to_owned(), meaning?))
        };
        shown.filter_map(command).collect()
    }

    /// The values that an option or an argument takes.
    fn values(&self, argument: &Arg) -> Offer {
        let possible = argument.get_possible_values();
        if !possible.is_empty() {
            return Offer::words(possible.iter().map(PossibleValue::get_name));
        }
        let word = argument.get_value_parser().type_id();
        if word == TypeId::of::<ScopeName>() {
            Offer::Scopes
        } else if word == TypeId::of::<ProfileName>() {
            Offer::Profiles
        } else if word == TypeId::of::<KeyName>() {
            Offer::Keys
        } else if word == TypeId::of::<InheritItem>() {
            Offer::words(Preset::ALL.map(Preset::name))
        } else if word == TypeId::of::<CommandName>() {
            Offer::Words(self.commands())
        } else if word == TypeId::of::<TopicName>() {
            let topic = |(name, _): &(&str, _)| ((*name).to_owned(), String::new());
            let topics = TOPICS.iter().map(topic);
            Offer::Words(self.commands().into_iter().chain(topics).collect())
        } else if argument.get_value_hint() == ValueHint::AnyPath {
            Offer::Files
        } else {
            Offer::words([])
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::value_parser;

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
        assert_eq!(case("secrun set OPEN"), Offer::Keys);
        assert!(words("secrun --inherit ").contains(&"@proxy".to_owned()));
        assert!(words("secrun man ").contains(&"fingerprint".to_owned()));
        assert!(words("secrun help ").contains(&"layers".to_owned()));
        assert_eq!(case("secrun --schema "), Offer::Files);
    }

    #[test]
    fn the_type_of_an_option_says_what_completes_it() {
        let later = Arg::new("later").long("later");
        let tree = Command::new("secrun").arg(later.value_parser(value_parser!(ScopeName)));
        assert_eq!(
            offer(&["secrun", "--later", ""].map(OsString::from), tree),
            Offer::Scopes
        );
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
        let named = |line: &str| {
            let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            named_schema(&words, &crate::cli::tree())
                .map(|path| path.into_os_string().into_string().unwrap())
        };
        for line in [
            "secrun --schema a.toml --scope ",
            "secrun --schema = a.toml --scope ",
            "secrun --schema=a.toml --scope ",
            "secrun check --schema=a.toml --scope = ",
            "secrun explain --format json --schema a.toml ",
        ] {
            assert_eq!(named(line).as_deref(), Some("a.toml"), "{line}");
        }
        assert_eq!(named("secrun --scope --schema --profile "), None);
        assert_eq!(named("secrun -- --schema a.toml "), None);
    }
}
