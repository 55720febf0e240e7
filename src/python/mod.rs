//! The names of environment variables that Python code reads, found in its
//! syntax tree and not in its text.
//!
//! ```text
//! files ─parse─▶ trees ─module─▶ symbols of each file ─tree─▶ Tree
//! Tree ─visit (again while new wrappers are found)─▶ Analysis
//! ```
//!
//! A name counts only if the tree shows that it reaches the environment: in
//! `os.environ`, in a settings class, in a function of the project that passes
//! its argument on. Comments, messages and other strings never count.
//!
//! Without the feature `python` there is no parser in the build: the words in which
//! findings are told stay, and nothing is found.

#[cfg(not(feature = "python"))]
mod absent;
#[cfg(feature = "python")]
mod analyse;
#[cfg(feature = "python")]
mod annotation;
#[cfg(feature = "python")]
mod call;
#[cfg(feature = "python")]
mod choices;
#[cfg(feature = "python")]
mod class;
#[cfg(feature = "python")]
mod click;
#[cfg(feature = "python")]
mod constraints;
#[cfg(feature = "python")]
mod dynaconf;
#[cfg(feature = "python")]
mod entry_points;
mod expected;
#[cfg(feature = "python")]
mod fields;
#[cfg(feature = "python")]
mod guards;
#[cfg(feature = "python")]
mod libraries;
#[cfg(feature = "python")]
mod literal;
#[cfg(feature = "python")]
mod loops;
mod model;
#[cfg(feature = "python")]
mod module;
#[cfg(feature = "python")]
mod names;
mod part;
#[cfg(feature = "python")]
mod prefix;
mod readers;
#[cfg(feature = "python")]
mod resolve;
#[cfg(feature = "python")]
mod returned;
#[cfg(feature = "python")]
mod sdk;
#[cfg(feature = "python")]
mod sdk_table;
#[cfg(feature = "python")]
mod settings;
#[cfg(feature = "python")]
mod tree;
#[cfg(feature = "python")]
mod typer;
mod urls;
#[cfg(feature = "python")]
mod validators;
#[cfg(feature = "python")]
mod visit;
#[cfg(feature = "python")]
mod walker;

#[cfg(not(feature = "python"))]
pub(crate) use absent::analyse;
#[cfg(feature = "python")]
pub(crate) use analyse::analyse;
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

#[cfg(all(test, feature = "python"))]
mod tests;
