//! secrun becomes the program.

use crate::env::child_env::ChildEnv;
use crate::exec::command::{CommandLine, LaunchError};
use crate::exec::lookup::Lookup;
use crate::exec::sys::process;

/// Becomes the program: same process, terminal, group and signals. Looks it up
/// as execvp(3) does, in the child's own PATH. Returns only if that failed.
pub fn replace(command: CommandLine, environment: ChildEnv) -> LaunchError {
    let program = command.shown();
    let Some(mut lookup) = Lookup::new(command, environment) else {
        return LaunchError::not_a_string(program);
    };
    process::restore_inherited();
    let failure = lookup.execute();
    process::ignore_pipe();
    LaunchError::of_lookup(program, failure)
}
