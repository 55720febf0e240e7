//! The laws of the search.

mod containers;
mod fixtures;
mod forms;
mod pieces;
mod plain;

use crate::core::name::EnvName;
use crate::core::secret::SecretValue;
use crate::scan::{Found, Searcher, Unread};

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
fn hits(found: &Found) -> Vec<String> {
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
