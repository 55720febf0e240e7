//! Python source: the names of environment variables that it reads, found in
//! its syntax tree and not in its text.
//!
//! ```text
//! files ─parse─▶ trees ─module─▶ symbols of each file ─tree─▶ Tree
//! Tree ─walk (again while functions that pass a name on are found)─▶ Reads, Flags
//! ```
//!
//! A name counts only where the tree shows that it reaches the environment: in
//! `os.environ`, in a settings class, in a function of the project that hands
//! its argument on. Comments, messages and other strings are never looked at.

mod analyse;
mod annotation;
pub mod big_stack;
mod call;
mod class;
mod fields;
mod literal;
mod loops;
mod module;
mod read;
mod reads;
mod resolve;
mod settings;
mod tree;
mod walk;

pub use analyse::read;
pub(crate) use literal::{is_hard_to_guess, plain};
pub(crate) use read::plausible;
pub use read::{Bypass, Flag, Guess, Need, Read, Reader, Reading, SourceFile};

#[cfg(test)]
mod tests;
