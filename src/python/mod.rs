//! The names of environment variables that Python code reads, found in its
//! syntax tree and not in its text.
//!
//! `code` has the parser. In a build without the feature `python`, `absent` stands in
//! its place: the words in which findings are told stay, and nothing is found.

#[cfg(not(feature = "python"))]
mod absent;
#[cfg(feature = "python")]
mod code;
mod expected;
mod model;
mod part;
mod readers;
mod urls;

#[cfg(not(feature = "python"))]
pub(crate) use absent::analyse;
#[cfg(feature = "python")]
pub(crate) use code::analyse;
pub(crate) use expected::{Expected, Inner};
pub(crate) use model::{
    Analysis, Bypass, EmptyValue, EntryPoint, Need, Read, Reader, SourceFile, Treatment, TypeHint,
    plain, plausible,
};
pub(crate) use part::Part;
pub(crate) use readers::readers;
pub(crate) use urls::known_scheme;

/// Whether this build reads Python code.
pub(crate) const READS_CODE: bool = cfg!(feature = "python");

/// What a build that reads none says instead.
pub(crate) const UNREAD: (&str, &str) = (
    "this secrun was built without the feature `python`, so it reads no Python code",
    "install secrun with its default features",
);
