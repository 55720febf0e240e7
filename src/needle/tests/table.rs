//! The table of forms in the documentation.

use super::RANDOM;
use crate::needle::Encoding;

/// Values that have each form and each part between them.
fn samples() -> Vec<String> {
    use base64::Engine as _;
    let [one, two, _] = RANDOM;
    let special = format!("{one} <a='b\"$%é\\c>\t{two}");
    let line = format!("{one}{two}");
    let json = format!("{{\"secret\": \"{one}\"}}");
    vec![
        base64::engine::general_purpose::STANDARD.encode(&json),
        format!(" {special} \n"),
        format!("{line}\n{line}x  y\n"),
        json,
        format!("https://{one}@h/x"),
        format!("https://h/{one}"),
        format!("password={one};a=b"),
        format!("{one},{two}"),
        format!("ключ{one}"),
    ]
}

#[test]
fn the_table_of_forms_is_true() {
    use crate::needle::derive::{Purpose, forms};
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/forms.md");
    let text = std::fs::read_to_string(path).unwrap();
    let rows = text.lines().filter(|line| line.starts_with("| `"));
    let rows: Vec<Vec<&str>> = rows
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    let names: Vec<String> = Encoding::ALL
        .iter()
        .map(|it| format!("`{}`", it.name()))
        .collect();
    assert!(rows.iter().map(|row| row[1]).eq(names.iter()), "{names:?}");
    let all = |purpose| -> std::collections::BTreeSet<Encoding> {
        let samples = samples();
        let forms = samples.iter().flat_map(|it| forms(it.as_bytes(), purpose));
        forms.map(|form| form.encoding()).collect()
    };
    // A search finds these in the text.
    let read = [Encoding::Dump, Encoding::Split];
    let masked = all(Purpose::Mask);
    let searched = all(Purpose::Search);
    for (encoding, row) in Encoding::ALL.iter().zip(rows) {
        let is_searched = searched.contains(encoding) || read.contains(encoding);
        assert_eq!(
            row[3].starts_with("yes"),
            masked.contains(encoding),
            "{row:?}"
        );
        assert_eq!(row[4].starts_with("yes"), is_searched, "{row:?}");
        assert!(
            row[3..6]
                .iter()
                .all(|it| it.starts_with("yes") || it.starts_with("no: "))
        );
    }
}
