//! Asks git about the repository that secrun runs in: its index, its objects
//! and its history. git is found on `PATH` and gets its own environment.

mod command;
mod digest;
mod history;
pub(crate) mod hook;
mod id;
pub(crate) mod ignore;
mod index;
mod objects;
mod range;
mod refs;
mod repository;

pub(crate) use command::{Git, NoAnswer, Output, is_given_up};
pub(crate) use history::{Commit, Introduction, Missing};
pub(crate) use id::ObjectId;
pub(crate) use index::Listed;
pub use objects::ObjectKind;
pub(crate) use objects::{Next, Object, Objects};
pub(crate) use range::{Range, pushed};
pub(crate) use refs::Cleanup;
pub(crate) use repository::Repository;
