//! Asks git about the repository that secrun runs in: its index, its objects
//! and its history. git is found on `PATH`, and gets an environment of its own.

mod command;
mod history;
pub mod hook;
mod id;
pub mod ignore;
mod index;
mod objects;
mod range;
mod refs;
mod repository;

pub use command::{Git, NoAnswer, Output};
pub use history::{Commit, Introduction};
pub use id::ObjectId;
pub use index::{Listed, StagedFile};
pub use objects::{Next, Object, ObjectKind, Objects};
pub use range::{Range, pushed};
pub use refs::Cleanup;
pub use repository::{NoRepository, Repository};
