//! No two files of `src` import each other, neither directly nor through others.

use std::collections::{BTreeMap, BTreeSet};

use crate::house_rules::sources;

/// Modules by their path, `needle/form`, each with the modules it names.
type Imports = BTreeMap<String, BTreeSet<String>>;

#[test]
fn no_files_import_each_other() {
    let sources = sources("src");
    let is_test = |path: &str| path.contains("/tests");
    let programs = sources.iter().filter(|source| !is_test(&source.path));
    let programs = programs.map(|source| {
        let lines: Vec<&str> = source.program().iter().map(|(_, line)| *line).collect();
        (source.path.as_str(), lines.join("\n"))
    });
    let circles = circles(&imports(programs));
    assert!(circles.is_empty(), "\n{}", circles.join("\n"));
}

#[test]
fn a_circle_is_found() {
    let found = |files: &[(&'static str, &str)]| {
        let files = files.iter().map(|(path, text)| (*path, (*text).to_owned()));
        circles(&imports(files))
    };
    let listed = ("a/y.rs", "use crate::a::{z::Z as W, x::{self, X}};");
    let in_code = ("a/x.rs", "fn f() { crate::a::y::g() }");
    assert_eq!(found(&[listed, in_code]), ["a/x a/y"]);
    let parent = ("a/mod.rs", "mod x;\npub use x::X;");
    for upwards in ["use crate::a::X;", "use super::Y;", "fn f() { super::g() }"] {
        assert_eq!(
            found(&[parent, ("a/x.rs", upwards)]),
            ["a a/x"],
            "{upwards}"
        );
    }
    assert_eq!(
        found(&[parent, ("a/x.rs", "use crate::b;"), ("b.rs", "")]),
        [""; 0]
    );
}

/// What each file imports.
fn imports<'a>(files: impl Iterator<Item = (&'a str, String)>) -> Imports {
    let module = |path: &str| {
        let path = path.trim_end_matches(".rs");
        path.trim_end_matches("/mod").to_owned()
    };
    let texts: BTreeMap<String, String> = files.map(|(path, text)| (module(path), text)).collect();
    let named = |of: &str, text: &str| {
        paths(text)
            .into_iter()
            .filter_map(|path| resolve(of, &path, |module| texts.contains_key(module)))
            .filter(|module| module != of)
            .collect()
    };
    let imports = texts.iter().map(|(of, text)| (of.clone(), named(of, text)));
    imports.collect()
}

/// The paths in a text: those of each `use`, with its lists in braces written
/// out, and those that stand in the code.
fn paths(text: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for (index, part) in text.split("use ").enumerate() {
        let (tree, code) = match part.split_once(';') {
            Some(both) if index > 0 => both,
            _ => ("", part),
        };
        write_out("", tree, &mut paths);
        let is_path = |c: char| c.is_alphanumeric() || "_:".contains(c);
        paths.extend(code.split(|c| !is_path(c)).map(str::to_owned));
    }
    paths
}

/// Writes `a::{b, c::{d, e}}` out as `a::b`, `a::c::d` and `a::c::e`.
fn write_out(before: &str, tree: &str, paths: &mut Vec<String>) {
    let (mut depth, mut start) = (0, 0);
    for (at, c) in tree.char_indices().chain([(tree.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                let branch = tree[start..at].trim();
                start = at + 1;
                match branch.split_once('{') {
                    // After the last comma of a list.
                    None if branch.is_empty() => {}
                    Some((head, list)) => {
                        let list = list.strip_suffix('}').unwrap_or(list);
                        write_out(&format!("{before}{head}"), list, paths);
                    }
                    None => {
                        let name = branch.split(" as ").next().unwrap();
                        paths.push(format!("{before}{name}"));
                    }
                }
            }
            _ => {}
        }
    }
}

/// The module that a path leads into, as seen from another.
fn resolve(from: &str, path: &str, is_module: impl Fn(&str) -> bool) -> Option<String> {
    let mut names: Vec<&str> = path.split("::").filter(|name| !name.is_empty()).collect();
    let mut full: Vec<&str> = from.split('/').collect();
    // A path without one of these words leads to a child, or out of the crate.
    let mut least = full.len() + 1;
    while let Some(first @ ("crate" | "super" | "self")) = names.first().copied() {
        match first {
            "crate" => full.clear(),
            "super" => drop(full.pop()),
            _ => {}
        }
        least = 1;
        names.remove(0);
    }
    // `pub(super)` names no file.
    names.first()?;
    full.extend(names);
    let modules = (least..=full.len())
        .rev()
        .map(|length| full[..length].join("/"));
    modules.into_iter().find(|module| is_module(module))
}

/// All that a module imports, directly or through others.
fn reached<'a>(from: &str, imports: &'a Imports) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<&str> = imports[from].iter().map(String::as_str).collect();
    while let Some(at) = next.pop() {
        if reached.insert(at) {
            next.extend(imports[at].iter().map(String::as_str));
        }
    }
    reached
}

/// The modules that lead to each other, a group a line.
fn circles(imports: &Imports) -> Vec<String> {
    let reached: BTreeMap<&str, _> = imports
        .keys()
        .map(|from| (from.as_str(), reached(from, imports)))
        .collect();
    let group = |of: &str| {
        let group = reached[of].iter().filter(|to| reached[**to].contains(of));
        group.copied().collect::<Vec<_>>().join(" ")
    };
    let groups: BTreeSet<String> = reached.keys().map(|of| group(of)).collect();
    groups
        .into_iter()
        .filter(|group| !group.is_empty())
        .collect()
}
