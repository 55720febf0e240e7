//! The command and the waiting option of a command line that is not complete or not in
//! order. clap parses whole lines, and two callers need to know less, but earlier:
//!
//! - The parser moves the command's name to the front, because users may write its options
//!   before it and clap reads them only after it. To find the name it has to know which
//!   words are values of options. The name also decides the exit status of a wrong line,
//!   and clap's errors do not say it.
//! - Completion gets a line that ends in the middle, which clap only refuses.
//!
//! All names come from clap's tree. A new command or option needs nothing here.

use clap::{Arg, Command};

/// The first words of a command line.
pub(crate) struct PartialLine<'t> {
    pub(crate) tree: &'t Command,
    /// The command, once its name was read.
    pub(crate) command: Option<&'t Command>,
    /// The option whose value is the next word.
    pub(crate) waiting: Option<&'t Arg>,
}

impl<'t> PartialLine<'t> {
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

    /// The option of this name: the command's own, else any command's, whose name may follow.
    fn option(&self, long: &str) -> Option<&'t Arg> {
        let later = self.tree.get_subcommands().chain([self.tree]);
        let mut all = self
            .arguments()
            .chain(later.flat_map(Command::get_arguments));
        all.find(|option| option.get_long() == Some(long))
    }
}

/// Whether an option cannot stand without a value in the next word.
fn needs_value(option: &Arg) -> bool {
    let count = option.get_num_args();
    option.get_action().takes_values() && count.is_none_or(|count| count.min_values() > 0)
}
