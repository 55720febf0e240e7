//! What each word of a command line is, from the tree of commands. Parsing asks where the
//! command stands, and completion what may come next.

use clap::{Arg, Command};

/// A partly read command line.
pub(crate) struct Lexer<'t> {
    pub(crate) tree: &'t Command,
    /// The command, once its name was read.
    pub(crate) command: Option<&'t Command>,
    /// The option whose value is the next word.
    pub(crate) waiting: Option<&'t Arg>,
}

impl<'t> Lexer<'t> {
    pub(crate) fn new(tree: &'t Command) -> Self {
        Self {
            tree,
            command: None,
            waiting: None,
        }
    }

    /// Reads the next word. Returns whether it is neither an option nor the value of one.
    pub(crate) fn take(&mut self, word: &str) -> bool {
        let is_value = self.waiting.take().is_some();
        if is_value || word.starts_with('-') {
            let long = word.strip_prefix("--").filter(|_| !is_value);
            let option = long.and_then(|long| self.option(long));
            self.waiting = option.filter(|option| needs_value(option));
            return false;
        }
        self.command = self.command.or_else(|| self.tree.find_subcommand(word));
        true
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
