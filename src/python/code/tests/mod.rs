//! Analyses of small files.

mod bypasses;
mod clients;
mod defaults;
mod functions;
mod libraries;
mod names;
mod needs;
mod options;
mod settings;

use std::path::Path;

use crate::core::message::ShownPath;
use crate::python::{Analysis, Need, Read, SourceFile, analyse};

pub(crate) fn analysis(files: &[(&str, &str)]) -> Analysis {
    let files: Vec<SourceFile> = files
        .iter()
        .map(|(path, text)| SourceFile {
            path: (*path).to_owned(),
            shown: ShownPath::typed(Path::new(path)),
            text: (*text).to_owned(),
        })
        .collect();
    analyse(&files)
}

/// The names that a file reads, with what else is asked.
#[track_caller]
pub(crate) fn case(text: &str, expected: &[&str]) {
    let found = analysis(&[("app.py", text)]);
    let mut names: Vec<&str> = found.reads.iter().map(|read| read.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names, expected, "{text}");
}

pub(crate) fn one(text: &str) -> Read {
    let mut reads = analysis(&[("app.py", text)]).reads;
    assert_eq!(reads.len(), 1, "{reads:?}");
    reads.remove(0)
}

pub(crate) fn needs(text: &str) -> Vec<(String, Need)> {
    let reads = analysis(&[("app.py", text)]).reads;
    let mut needs: Vec<_> = reads
        .iter()
        .map(|read| (read.name.as_str().to_owned(), read.need))
        .collect();
    needs.sort_unstable();
    needs.dedup();
    needs
}
