//! `[[allow]]`: what it takes, and every way to break it.

use secrun::schema::model::Date;

use super::{case, good};

#[test]
fn allowances_are_read() {
    let schema = good(
        r#"version = 1
[secrets]
API_KEY = {}
[[allow]]
path = "docs/**/*.md"
key = "API_KEY"
reason = "an old key of the sandbox"
until = 2027-01-31
[[allow]]
path = "fixtures/"
reason = "made up""#,
    );
    let [first, second] = &schema.allow[..] else {
        panic!("{}", schema.allow.len())
    };
    let path = first.path.as_ref().unwrap();
    assert!(path.matches(b"docs/a/b.md") && !path.matches(b"docs/a/b.txt"));
    assert_eq!(first.key.as_ref().unwrap().as_str(), "API_KEY");
    let day = |day| Date {
        year: 2027,
        month: 1,
        day,
    };
    assert!(!first.has_expired(day(31)) && !first.has_expired(day(1)));
    assert!(first.has_expired(Date { month: 2, ..day(1) }));
    assert_eq!(first.place.to_string(), "secrun.toml:4:1");
    assert!(second.covers(Some(b"fixtures/a/b"), first.key.as_ref()));
    assert!(!second.covers(None, first.key.as_ref()));
    assert!(!second.has_expired(day(1)) && second.until.is_none());
}

#[test]
fn an_allowance_says_what_and_why() {
    case(
        r#"[secrets]
API_KEY = {}
[settings]
LEVEL = {}
[[allow]]
reason = "x"
[[allow]]
path = "a"
[[allow]]
key = "API_KYE"
reason = " "
[[allow]]
key = "LEVEL"
reason = "x"
[[allow]]
path = "**"
reason = "x"
[[allow]]
path = ""
reason = "x"
[[allow]]
pth = "a"
key = "API_KEY"
reason = "x"
until = "2027-01-01""#,
        &[
            "6:1: an entry needs `path` or `key` [schema.allow] (name the files, the key or both)",
            "8:1: `reason` is missing [schema.allow] (say why it is not a leak)",
            "10:1: `reason` is missing [schema.allow] (say why it is not a leak)",
            "11:7: unknown key `API_KYE` [schema.reference] (did you mean `API_KEY`)",
            "14:7: settings are not searched for [schema.reference] (name a secret)",
            "16:1: this allows every key in every file [schema.allow] (name the files, or the key)",
            "20:8: the path is empty [schema.path]",
            "23:1: unknown field `pth` [schema.unknown-field] (did you mean `path`)",
            "26:9: `until` must be a date like `2026-08-01`, without quotes [schema.kind] (write it without quotes)",
        ],
    );
}

#[test]
fn allowances_are_a_list_of_tables() {
    case(
        "[allow]\npath = 'a'\nreason = 'x'",
        &["2:1: `allow` must be a list of tables [schema.kind] (write it in `[[` and `]]`)"],
    );
    case(
        "allow = ['x', { key = 'K', reason = 'x' }]",
        &[
            "2:10: `allow` may contain only tables [schema.kind]",
            "2:23: unknown key `K` [schema.reference]",
        ],
    );
}
