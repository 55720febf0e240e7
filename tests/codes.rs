//! `docs/codes.md` and the problems in the source are the same.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const DOCS: &str = include_str!("../docs/codes.md");

/// The calls that make a problem: which argument is the code, and the severity.
const MAKERS: &[(&str, usize, &str)] = &[
    ("Problem::error(", 0, "error"),
    ("Problem::warning(", 0, "warning"),
    ("Problem::note(", 0, "note"),
    ("Mismatch::new(", 0, "error"),
    ("Mismatch::of(", 0, "error"),
    ("Drift::new(", 0, "warning"),
    ("Drift::noted(", 0, "note"),
    (".error(", 1, "error"),
    (".unknown(", 1, "error"),
];

/// Code and severity.
pub(crate) type Codes = BTreeMap<String, BTreeSet<String>>;

/// The files of the source, less those that hold only tests.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            sources(&path, found);
        } else if !["tests.rs", "sample.rs", "trial.rs"].contains(&name) {
            found.push(path);
        }
    }
}

/// The source as one text: without comments, and without tests at a file's end.
pub(crate) fn source() -> String {
    let mut files = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    let mut all = String::new();
    for file in files {
        let text = fs::read_to_string(file).unwrap();
        let text = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap();
        let code = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        code.for_each(|line| all.extend([line, "\n"]));
    }
    all
}

fn literal(argument: &str) -> Option<&str> {
    argument.strip_prefix('"')?.strip_suffix('"')
}

/// The text of a constant with this name.
fn constant<'s>(source: &'s str, name: &str) -> Option<&'s str> {
    let (_, rest) = source.split_once(&format!("const {name}: &str = \""))?;
    rest.split('"').next()
}

/// The argument with this index.
fn argument(arguments: &str, index: usize) -> Option<&str> {
    let (mut depth, mut quoted, mut escaped, mut start, mut at) = (0, false, false, 0, 0);
    for (offset, letter) in arguments.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ',' | ')' if depth == 0 => {
                if at == index {
                    return Some(arguments[start..offset].trim());
                }
                (at, start) = (at + 1, offset + 1);
            }
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn in_source(source: &str) -> Codes {
    let mut codes = Codes::new();
    for (maker, index, severity) in MAKERS {
        for (at, _) in source.match_indices(maker) {
            if let Some(code) = argument(&source[at + maker.len()..], *index)
                .and_then(|argument| literal(argument).or_else(|| constant(source, argument)))
            {
                let severities = codes.entry(code.to_owned()).or_default();
                severities.insert((*severity).to_owned());
            }
        }
    }
    codes
}

/// The rows: code, severity, meaning, what to do.
pub(crate) fn in_docs() -> Codes {
    let mut codes = Codes::new();
    for row in DOCS.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [code, severity, meaning, remedy] = cells[..] else {
            panic!("not a row of four cells: {row}");
        };
        assert!(!meaning.is_empty() && !remedy.is_empty(), "{row}");
        let severities = severity.split(" or ").map(str::to_owned).collect();
        let code = code.trim_matches('`').to_owned();
        assert!(
            codes.insert(code, severities).is_none(),
            "a second row: {row}"
        );
    }
    codes
}

#[test]
fn every_code_is_documented_and_nothing_else_is() {
    let (source, docs) = (in_source(&source()), in_docs());
    let only = |some: &Codes, other: &Codes| -> Vec<String> {
        let differs = some
            .iter()
            .filter(|(code, severities)| other.get(*code) != Some(severities));
        differs
            .map(|(code, severities)| format!("{code} {severities:?}"))
            .collect()
    };
    let (undocumented, gone) = (only(&source, &docs), only(&docs, &source));
    assert!(
        undocumented.is_empty() && gone.is_empty(),
        "only in the source: {undocumented:#?}\nonly in docs/codes.md: {gone:#?}"
    );
}

/// A code that is made in a way that `MAKERS` does not know is found by its family.
#[test]
fn every_word_of_a_family_of_codes_is_a_code() {
    let (source, docs) = (source(), in_docs());
    let families: BTreeSet<&str> = docs
        .keys()
        .filter_map(|code| code.split_once('.'))
        .map(|(family, _)| family)
        .collect();
    for word in source
        .split('"')
        .filter(|word| !word.contains(['\n', ' ', '_']))
    {
        if let Some((family, rest)) = word.split_once('.')
            && families.contains(family)
            && rest.starts_with(|letter: char| letter.is_ascii_lowercase())
        {
            assert!(docs.contains_key(word), "{word} is not in docs/codes.md");
        }
    }
}

#[test]
fn codes_are_listed_in_order_under_each_heading() {
    for section in DOCS.split("\n## ").skip(1) {
        let codes: Vec<&str> = section
            .lines()
            .filter(|line| line.starts_with("| `"))
            .filter_map(|line| line.split('`').nth(1))
            .collect();
        assert!(
            codes.is_sorted(),
            "{}: {codes:?}",
            section.lines().next().unwrap()
        );
    }
}
