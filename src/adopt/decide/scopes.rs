//! The scopes that are proposed: what each entry point of the program reads.

use crate::adopt::draft::Draft;
use crate::core::name::{EnvName, Label};
use crate::core::report::KeyKind;
use crate::python::{Analysis, EntryPoint};

/// A list of more scopes says nothing.
const MOST: usize = 16;

/// The secrets of each entry point, where there are several and they differ.
pub(super) fn scopes(analysis: &Analysis, drafts: &[Draft]) -> Vec<(Label, Vec<EnvName>)> {
    let mut scopes: Vec<(Label, Vec<EnvName>)> = Vec::new();
    for entry in &analysis.entry_points {
        let reads = analysis.reads.iter();
        let read = reads.filter(|read| !read.unusual && entry.files.contains(&read.place.path));
        let mut names: Vec<EnvName> = read.map(|read| read.name.clone()).collect();
        names.sort_unstable();
        names.dedup();
        names.retain(|name| {
            let mut secrets = drafts.iter().filter(|draft| draft.kind == KeyKind::Secret);
            secrets.any(|draft| draft.name == *name)
        });
        if let Some(label) = label(entry).filter(|_| !names.is_empty()) {
            match scopes.iter_mut().find(|(known, _)| *known == label) {
                // Two programs of one name.
                Some((_, known)) => {
                    known.extend(names);
                    known.sort_unstable();
                    known.dedup();
                }
                None => scopes.push((label, names)),
            }
        }
    }
    let first = scopes.first().map(|(_, names)| names.clone());
    let differ = scopes
        .iter()
        .any(|(_, names)| Some(names) != first.as_ref());
    if differ && scopes.len() <= MOST {
        scopes
    } else {
        Vec::new()
    }
}

/// The name of a file; of `main.py` and `__main__.py`, that of its folder.
fn label(entry: &EntryPoint) -> Option<Label> {
    let mut parts = entry.dotted.rsplit('.');
    let last = parts.next()?;
    let name = match (last, parts.next()) {
        ("main" | "__main__" | "app" | "cli" | "run", Some(folder)) if folder != "src" => folder,
        _ => last,
    };
    Label::new(name.trim_matches('_')).ok()
}
