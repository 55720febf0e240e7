//! `docs/schema.md` and the field table say the same.

use std::collections::BTreeSet;

use secrun::core::name::EnvName;
use secrun::schema::fields::{Field, FieldTable};
use secrun::schema::{fields, types};

const DOCS: &str = include_str!("../docs/schema.md");

/// The rows of the tables under a heading, without their heads.
fn rows(heading: &str) -> BTreeSet<String> {
    let after = DOCS.split(&format!("\n{heading}\n")).nth(1);
    let after = after.unwrap_or_else(|| panic!("docs/schema.md has no {heading}"));
    let lines = after.lines().take_while(|line| !line.starts_with('#'));
    lines
        .filter(|line| line.starts_with("| `"))
        .map(str::to_owned)
        .collect()
}

fn heading(table: &FieldTable) -> String {
    if table.name == "top level" {
        return "### Top level".to_owned();
    }
    let names: Vec<String> = table
        .name
        .split(", ")
        .map(|name| format!("`[{name}]`"))
        .collect();
    format!("### {}", names.join(", "))
}

fn row(field: &Field, typed: bool) -> String {
    let mut kind = field.takes.label().to_owned();
    for word in field.takes.choices() {
        kind.push_str(" `\"");
        kind.push_str(word);
        kind.push_str("\"`");
    }
    let names: Vec<String> = field.types.iter().map(|name| format!("`{name}`")).collect();
    let column = match (typed, names.is_empty()) {
        (false, _) => String::new(),
        (true, true) => " all |".to_owned(),
        (true, false) => format!(" {} |", names.join(" ")),
    };
    let (name, default, meaning) = (field.name, field.default, field.description());
    format!("| `{name}` | {kind} | {default} |{column} {meaning} |")
}

#[test]
fn every_field_is_documented_and_nothing_else_is() {
    let mut headings = BTreeSet::new();
    for table in fields() {
        let typed = table.fields.iter().any(|field| !field.types.is_empty());
        let expected: BTreeSet<String> =
            table.fields.iter().map(|field| row(field, typed)).collect();
        assert_eq!(rows(&heading(table)), expected, "{}", table.name);
        assert!(DOCS.contains(&format!("{}\n\n{}\n", heading(table), table.meaning)));
        headings.insert(heading(table));
    }
    let tables = DOCS.split("\n## Tables and fields\n").nth(1).unwrap();
    let documented = tables.lines().filter(|line| line.starts_with("### "));
    assert_eq!(
        documented.map(str::to_owned).collect::<BTreeSet<_>>(),
        headings
    );
}

#[test]
fn every_type_is_documented_and_nothing_else_is() {
    let expected: BTreeSet<String> = types()
        .iter()
        .map(|(name, meaning)| format!("| `{name}` | {meaning} |"))
        .collect();
    assert_eq!(rows("## Types"), expected);
}

#[test]
fn fields_belong_to_types_that_exist() {
    let known: BTreeSet<&str> = types().iter().map(|(name, _)| *name).collect();
    for field in fields().iter().flat_map(|table| table.fields) {
        assert!(
            field.types.iter().all(|name| known.contains(name)),
            "{}",
            field.name
        );
    }
}

/// The names of a list in backticks.
fn documented(list: &str) -> BTreeSet<&str> {
    let names = list.split_whitespace();
    names.map(|name| name.trim_matches('`')).collect()
}

/// The names in a constant of the source.
fn declared<'s>(source: &'s str, constant: &str) -> BTreeSet<&'s str> {
    let start = format!("const {constant}: &str = \"\\");
    let list = source.split(start.as_str()).nth(1).unwrap();
    let list = list.split("\";").next().unwrap();
    let names = list.split_whitespace().filter(|word| *word != "\\");
    names.collect()
}

#[test]
fn the_reserved_names_are_documented() {
    let section = DOCS.split("\n### Reserved names\n").nth(1).unwrap();
    let documented = documented(section.split("\n\n").nth(1).unwrap());
    for name in &documented {
        assert!(EnvName::new(name).unwrap().is_reserved(), "{name}");
    }
    let source = include_str!("../src/core/name.rs");
    assert_eq!(documented, declared(source, "RESERVED"));
}

#[test]
fn the_risky_names_are_documented() {
    let section = DOCS.split("\n### Risky names\n").nth(1).unwrap();
    let paragraphs: Vec<&str> = section.split("\n\n").collect();
    let source = include_str!("../src/env/resolve/risky.rs");
    assert_eq!(documented(paragraphs[2]), declared(source, "RUNS_CODE"));
    assert_eq!(documented(paragraphs[5]), declared(source, "REVEALS"));
}

#[test]
fn the_example_is_the_one_that_is_tested() {
    let example = DOCS
        .split("```toml\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    assert_eq!(example, super::schema::EXAMPLE);
}
