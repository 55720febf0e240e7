//! What each word of a command line is, from the tree of commands. Parsing asks where the
//! command stands, and completion what may come next.

use clap::{Arg, Command};

/// A partly read command line.
pub(crate) struct Lexer<'t> {
    tree: &'t Command,
    /// The command, once its name was read.
    pub(crate) command: Option<&'t Command>,
    /// The option whose value is the next word.
    pub(crate) waiting: Option<&'t Arg>,
}

/// What a word is.
#[derive(Clone, Copy)]
pub(crate) enum Token<'t> {
    Option,
    /// The value of this option.
    Value(&'t Arg),
    Command,
    /// An argument of the command, or no command's name.
    Argument,
}

impl<'t> Lexer<'t> {
    pub(crate) fn new(tree: &'t Command) -> Self {
        Self {
            tree,
            command: None,
            waiting: None,
        }
    }

    /// Reads the next word.
    pub(crate) fn take(&mut self, word: &str) -> Token<'t> {
        if let Some(option) = self.waiting.take() {
            return Token::Value(option);
        }
        if let Some(long) = word.strip_prefix("--") {
            self.waiting = self.option(long).filter(|option| needs_value(option));
        }
        if word.starts_with('-') {
            return Token::Option;
        }
        if self.command.is_none() {
            self.command = self.tree.find_subcommand(word);
            return self.command.map_or(Token::Argument, |_| Token::Command);
        }
        Token::Argument
    }

    /// The options and arguments that the command has, with those of every command.
    pub(crate) fn arguments(&self) -> impl Iterator<Item = &'t Arg> + use<'t> {
        // Once the tree is built, a command has the options of every command, too.
        self.command.unwrap_or(self.tree).get_arguments()
    }

    /// The option of this name. Those of a command may stand before its name.
    fn option(&self, long: &str) -> Option<&'t Arg> {
        let later = self
            .tree
            .get_subcommands()
            .filter(|_| self.command.is_none());
        let later = later.flat_map(Command::get_arguments);
        let mut all = self
            .arguments()
            .chain(self.tree.get_arguments())
            .chain(later);
        all.find(|option| option.get_long() == Some(long))
    }
}

/// Whether an option cannot stand without a value in the next word.
fn needs_value(option: &Arg) -> bool {
    let count = option.get_num_args();
    option.get_action().takes_values() && count.is_none_or(|count| count.min_values() > 0)
}
