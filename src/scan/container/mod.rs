//! Containers: what is packed or compressed in a file, member by member, as a
//! stream, with bounds on how much comes out.
//!
//! A container calls a visitor with what it holds, and does not know what for.

mod budget;
mod endless;
mod kind;
mod member;
mod parts;
mod peek;
mod tar;
mod zip;

pub(super) use budget::{Bounded, Budget, Source};
pub(super) use kind::{ContainerKind, HEAD};
pub(super) use member::{CHUNK, Content};
pub(super) use parts::Parts;
pub(super) use tar::members as tar_members;
pub(super) use zip::members as zip_members;
