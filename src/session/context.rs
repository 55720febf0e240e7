//! The facts that every command gets besides its own arguments.

use crate::env::host::Host;
use crate::session::options::Options;
use crate::session::ui::Ui;

/// The options of every command, the process that secrun was started in, and
/// the way to the user.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    /// Flags merged with variables.
    pub(crate) options: Options,
    /// The environment and the working directory.
    pub(crate) host: &'a Host,
    /// The writer of stdout and stderr.
    pub(crate) ui: Ui,
}
