//! All files of one tree, parsed and walked together.

use std::collections::BTreeSet;

use crate::python::read::{Reading, SourceFile};
use crate::python::{module, tree, walk};

/// Reads Python files: all of one tree together, so that a class or function
/// is known in the files that import it.
#[must_use]
pub fn read(files: &[SourceFile]) -> Reading {
    let parsed: Vec<_> = files
        .iter()
        .map(|file| {
            ruff_python_parser::parse_unchecked_source(
                &file.text,
                ruff_python_ast::PySourceType::Python,
            )
        })
        .collect();
    let modules: Vec<_> = files
        .iter()
        .zip(&parsed)
        .map(|(file, parsed)| module::Module::new(file, parsed.suite()))
        .collect();
    let tree = tree::Tree::new(&modules);
    let mut reading = walk::read(&tree);
    reading.broken = files
        .iter()
        .zip(&parsed)
        .filter(|(_, parsed)| parsed.has_invalid_syntax())
        .map(|(file, _)| file.shown.clone())
        .collect();
    reading.reads.sort_by(|one, other| {
        (&one.place, &one.name, one.need).cmp(&(&other.place, &other.name, other.need))
    });
    reading.reads.dedup();
    reading
        .flags
        .sort_by(|one, other| (&one.place, one.what).cmp(&(&other.place, other.what)));
    reading.flags.dedup();
    let places: BTreeSet<_> = reading.dynamic.drain(..).collect();
    reading.dynamic.extend(places);
    reading
}
