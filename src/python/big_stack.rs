//! Room for work that goes as deep as its input: a parser of expressions calls
//! itself for each level of them.

use std::panic;
use std::thread;

/// The most of the stack that may be used. It is taken page by page, as far as
/// a file really goes.
const ROOM: usize = 1 << 30;

/// Does the job with a deep stack; where the system has no room for one, with
/// the stack that there is.
pub fn with_room<T: Send>(job: impl Fn() -> T + Sync) -> T {
    let done = thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(ROOM);
        let running = thread.spawn_scoped(scope, &job).ok()?;
        Some(running.join())
    });
    match done {
        Some(Ok(result)) => result,
        Some(Err(panicked)) => panic::resume_unwind(panicked),
        None => job(),
    }
}
