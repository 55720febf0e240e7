//! The laws of the search.

use super::{Encoding, Found, Searcher, Unread};
use crate::name::EnvName;
use crate::value::SecretValue;

fn searcher(secrets: &[(&str, &str)]) -> Searcher {
    let secrets: Vec<(EnvName, SecretValue)> = secrets
        .iter()
        .map(|(key, text)| (EnvName::new(key).unwrap(), SecretValue::new(*text).unwrap()))
        .collect();
    let (searcher, skipped) = Searcher::new(secrets.iter().map(|(key, value)| (key, value)), []);
    assert_eq!(skipped, []);
    searcher
}

/// The hits as `KEY encoding line:column offset`.
fn told(found: &Found) -> Vec<String> {
    let none: [Unread; 0] = [];
    assert_eq!(found.unread, none);
    let place = |number: Option<u64>| number.map_or("-".to_owned(), |it| it.to_string());
    let hits = found.hits.iter().map(|hit| {
        let (line, column) = (place(hit.place.line), place(hit.place.column));
        let encoding = hit.encoding.name();
        format!(
            "{} {encoding} {line}:{column} {}",
            hit.key, hit.place.offset
        )
    });
    hits.collect()
}

#[test]
fn a_value_is_found_with_its_line_and_column() {
    let searcher = searcher(&[("KEY", "made-up-9f3KxQz71LmW")]);
    let mut found = Found::default();
    searcher.search(b"one\ntwo = 'made-up-9f3KxQz71LmW'\n", b"x", &mut found);
    assert_eq!(told(&found), ["KEY raw 2:8 11"]);
    let hit = searcher
        .search_name(b"a/made-up-9f3KxQz71LmW.txt")
        .remove(0);
    assert_eq!((hit.encoding, hit.place.line), (Encoding::Raw, None));
    assert_eq!(
        searcher.redact(b"a/made-up-9f3KxQz71LmW.txt"),
        b"a/***REDACTED:KEY***.txt"
    );
}
