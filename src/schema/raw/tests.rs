//! Both ways of reading a schema, side by side.

#![expect(
    clippy::use_debug,
    reason = "these values are made up, and told apart by their quotes"
)]

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

/// A tree as text: each value with its key, the offsets of both, and what it is.
fn shown(table: &Table<'_>) -> String {
    let mut out = String::new();
    show(&mut out, table);
    out
}

fn show(out: &mut String, table: &Table<'_>) {
    for entry in table.iter() {
        write!(out, "{:?}@{}", entry.key, entry.start).unwrap();
        show_node(out, &entry.node);
    }
}

fn show_node(out: &mut String, node: &Node<'_>) {
    write!(out, " ={}", node.start).unwrap();
    match &node.value {
        Value::Text(text) => write!(out, "{text:?}"),
        Value::Integer(number) => write!(out, "{number:?}"),
        Value::Float(number, digits) => write!(out, "{number:?} {digits}"),
        Value::Bool(value) => write!(out, "{value}"),
        Value::Date(date) => write!(out, "{date:?}"),
        Value::List(items) => {
            out.push('[');
            for item in items {
                show_node(out, item);
            }
            write!(out, "]")
        }
        Value::Table(table) => {
            out.push('{');
            show(out, table);
            write!(out, "}}")
        }
    }
    .unwrap();
}

/// Reads both ways; whether the statements could be read straight.
fn is_straight(text: &str) -> bool {
    let (table, faults) = read_any(text);
    let straight = statements::read(text);
    if let Some(straight) = &straight {
        assert!(faults.is_empty(), "a fault was passed by in\n{text}");
        assert_eq!(shown(straight), shown(&table), "{text}");
    }
    straight.is_some()
}

#[test]
fn what_schemas_are_made_of_is_read_straight() {
    for text in [
        "",
        "a = 1",
        "\u{feff}version = 1 # one\r\n\r\n[x]\r\na = \"b\"\r\n",
        "[s]\nA = { }\nB = { type = \"int\", min = -1, max = 0x1F }\n'C' = {a=1.5e3,b=inf,c=true,}\n",
        "[s]\nA = {\n  a = [ # a comment\n 1, 2,\n ],\n}\nB = [[1], ['x', { y = 2 }]]\n",
        "[p.x]\na = 1\n[p.y]\nb = \"\"\"\n[no.header]\n\"\"\"\n[q]\nc = '''d'''\n[p.z]\ne = 1\n",
        "[p]\na = 1\n[p.x]\nb = 2026-01-02\n[ 'p' . \"y\\u0041\" ]\nc = 1979-05-27T07:32:00Z\n",
        "a = 99999999999999999999999999999999999999999999\nb = 1e999\nc = 07:32:00\n",
        include_str!("../../../examples/agents/secrun.toml"),
        include_str!("../../../examples/crew/secrun.toml"),
    ] {
        assert!(is_straight(text), "{text}");
    }
    let mut long = "[s]\n".to_owned();
    for number in 0..1000 {
        writeln!(long, "KEY_{number} = {{ values = [\"a\", \"b\"] }}").unwrap();
    }
    assert!(is_straight(&long));
    // What looked each table up among all others took minutes for this one.
    let mut many = String::new();
    for number in 0..50_000 {
        writeln!(many, "[a{number}.b]").unwrap();
    }
    assert!(is_straight(&many));
}

#[test]
fn the_rest_is_left_to_toml() {
    for text in [
        "a.b = 1",
        "a = { b.c = 1 }",
        "[[a]]\nb = 1\n",
        "[a.b.c]\nd = 1\n",
        "[a.b]\n[a]\nc = 1\n",
        "a = 1\na = 2\n",
        "[a]\n[a]\n",
        "[a]\nb = 1\n[a.b]\n",
        "a = {}\n[a.b]\n",
        "a = { b = 1, b = 2 }\n",
        "a = \n",
        "a = 1 b = 2\n",
        "= 1\n",
        "[a\nb = 1\n",
        "a = [1\n",
        "a = \"\\q\"\n",
        "a = 1_\n",
        "# \u{1}\n",
        "a = 2026-13-01\n",
        "]\n",
        "a = { b = 1\n\nc = 2 }\n[x]\n",
    ] {
        assert!(!is_straight(text), "{text}");
    }
    for depth in [79, 80, 81, 100_000] {
        is_straight(&format!("a = {}1{}", "[".repeat(depth), "]".repeat(depth)));
    }
}

/// Pieces of TOML, whole and broken.
fn piece() -> impl Strategy<Value = String> {
    let word = || "[ab]|'a'|\"b\\\\u0061\"|A_KEY";
    let scalar = || "[0-9]{1,3}|0x1f|1_0|-1.5|1e400|true|nan|2026-0[0-2]-03|'t'|\"\\\\n\"|\"\"\"\n\\[\"\"\"|07:08:09";
    prop_oneof![
        4 => (word(), scalar()).prop_map(|(key, value)| format!("{key} = {value}\n")),
        3 => word().prop_map(|key| format!("[{key}]\n")),
        3 => (word(), word()).prop_map(|(outer, inner)| format!("[{outer} . {inner}]\r\n")),
        3 => (word(), word(), scalar()).prop_map(|(key, inner, value)| {
            format!("{key} = {{ {inner} = {value}, x = [ {value}, [], {{}} ] }} # why\n")
        }),
        1 => (word(), word()).prop_map(|(key, inner)| format!("[[{key}]]\n{inner}.{key} = 1\n")),
        1 => "[\\[\\]{}=,.#'\"\n ab1\u{1}]{1,6}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn statements_read_straight_are_read_as_toml_reads_them(
        pieces in proptest::collection::vec(piece(), 0..12)
    ) {
        is_straight(&pieces.concat());
    }
}
