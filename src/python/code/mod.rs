//! Everything that needs the Python parser.
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
mod entry_points;
mod fields;
mod guards;
mod libraries;
mod literal;
mod loops;
mod module;
mod names;
mod prefix;
mod resolve;
mod returned;
mod sdk;
mod sdk_table;
mod settings;
mod tree;
mod typer;
mod validators;
mod visit;
mod walker;

pub(crate) use analyse::analyse;

#[cfg(test)]
mod tests;
