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

mod analyse;
mod annotation;
mod call;
mod choices;
mod class;
mod click;
mod constraints;
mod dynaconf;
mod expected;
mod fields;
mod guards;
mod libraries;
mod literal;
mod loops;
mod model;
mod module;
mod names;
mod part;
mod prefix;
mod resolve;
mod returned;
mod sdk;
mod sdk_table;
mod settings;
mod tree;
mod urls;
mod validators;
mod visit;
mod walker;

pub(crate) use analyse::analyse;
pub(crate) use expected::{Expected, Inner};
pub(crate) use literal::plain;
pub(crate) use model::{
    Analysis, Bypass, EmptyValue, Need, Read, Reader, SourceFile, Treatment, TypeHint, plausible,
};
pub(crate) use part::Part;
pub(crate) use urls::known_scheme;

#[cfg(test)]
mod tests;
