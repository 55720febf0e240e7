//! git, asked: what it knows of the repository that secrun runs in, its
//! index, its objects and its history. It is found on `PATH`, and gets an
//! environment of its own (`ChildEnv::for_git`).

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

pub use command::{Git, NoAnswer, Stream};
pub use history::{Commit, Introduction};
pub use id::ObjectId;
pub use index::{Entry, Listed};
pub use objects::{Next, Object, ObjectKind, Objects};
pub use range::{Range, pushed};
pub use refs::Cleanup;
pub use repository::{NoRepository, Repository};
