//! Every way not to be TOML, told in our own words.

use super::{case, read, shown};

#[test]
fn tables_and_keys_stand_once() {
    case(
        r"a = 1
[secrets]
K = {}
K = {}
[secrets]",
        &[
            "2:1: unknown field `a` [schema.unknown-field]",
            "5:1: this key or table is defined twice [schema.syntax]",
            "6:2: this key or table is defined twice [schema.syntax]",
        ],
    );
}

#[test]
fn a_string_that_is_not_closed_hides_what_follows_in_its_list() {
    case(
        r#"[env]
overide = true
files = [".env
[secrets]
K = hunter2
sk_live_4242424242"#,
        &[
            "3:1: unknown field `overide` [schema.unknown-field] (did you mean `override`)",
            "4:10: this string is not closed [schema.syntax]",
        ],
    );
}

#[test]
fn a_field_needs_a_value() {
    case(
        r"[secrets]
K = 
L = { min = 1",
        &[
            "3:5: this field has no value [schema.syntax]",
            "4:5: this `[` or `{` is not closed [schema.syntax]",
        ],
    );
}

#[test]
fn a_table_s_name_is_closed() {
    case(
        r"[secrets
K = {}",
        &["2:1: this `[` or `{` is not closed [schema.syntax]"],
    );
}

#[test]
fn only_one_value_stands_on_a_line() {
    case(
        r"[secrets]
K = {} {}",
        &["3:8: invalid TOML [schema.syntax]"],
    );
}

#[test]
fn nesting_is_bounded() {
    case(
        r"a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a = 1",
        &["2:34: nested too deeply [schema.nesting]"],
    );
}

#[test]
fn a_long_string_is_closed() {
    case(
        r#"[secrets]
K = { description = """x"#,
        &["3:21: this string is not closed [schema.syntax]"],
    );
}

#[test]
fn shell_syntax_is_no_schema() {
    case(r"export K=v", &["2:8: invalid TOML [schema.syntax]"]);
}

#[test]
fn yaml_is_no_schema() {
    case(
        r"K: v",
        &[
            "2:1: expected `FIELD = VALUE` or `[TABLE]` [schema.syntax] (put values into an env file; if a secret was pasted here by mistake, replace it)",
        ],
    );
}

#[test]
fn a_list_that_is_not_closed_hides_what_follows() {
    case(
        r#"[env]
files = [".env"
inherit = []
[secrets]
K = hunter2"#,
        &["3:9: this `[` or `{` is not closed [schema.syntax]"],
    );
}

#[test]
fn a_table_that_is_not_closed_hides_what_follows() {
    case(
        r#"[secrets]
A = { min_length = 5
B = {}
C = "x"#,
        &["3:5: this `[` or `{` is not closed [schema.syntax]"],
    );
}

#[test]
fn a_string_that_is_not_closed_comes_before_its_list() {
    case(
        r#"[env]
files = [
  ".env",
  ".env.x
]
[secrets]
K = {}"#,
        &["5:3: this string is not closed [schema.syntax]"],
    );
}

#[test]
fn an_escape_must_be_known() {
    case(r#"K = "\q""#, &["2:7: invalid TOML [schema.syntax]"]);
}

#[test]
fn a_date_must_exist() {
    case(
        r"K = 2026-13-01",
        &[
            "2:5: expected a quoted string, number, date, list, table, `true` or `false` [schema.syntax] (put text in quotes)",
        ],
    );
}

#[test]
fn a_bare_key_is_ascii() {
    case(r"é = 1", &["2:1: invalid TOML [schema.syntax]"]);
}

#[test]
fn digits_are_between_underscores() {
    case(r"K = 1_", &["2:6: invalid TOML [schema.syntax]"]);
}

#[test]
fn items_have_commas_between_them() {
    case(r"K = [1 2]", &["2:6: invalid TOML [schema.syntax]"]);
}

#[test]
fn a_bracket_must_be_opened() {
    case(r"] = 5", &["2:1: invalid TOML [schema.syntax]"]);
}

#[test]
fn fields_have_commas_between_them() {
    case(
        r"K = { a = 1 b = 2 }",
        &[
            "2:11: expected a quoted string, number, date, list, table, `true` or `false` [schema.syntax] (put text in quotes)",
        ],
    );
}

#[test]
fn a_field_has_a_name() {
    case(r"= 5", &["2:1: invalid TOML [schema.syntax]"]);
}

#[test]
fn the_version_stands_once() {
    case(
        r"version = 1",
        &["2:1: this key or table is defined twice [schema.syntax]"],
    );
}

#[test]
fn what_is_no_text_is_refused_with_its_place() {
    let path = secrun::core::message::ShownPath::typed(std::path::Path::new("secrun.toml"));
    let case = |text: &[u8], problem: &str| {
        let found = shown(&secrun::schema::parse(&path, text).unwrap_err());
        assert_eq!(found, problem);
    };
    let hint = "[schema.encoding] (save the file as UTF-8)\n";
    case(
        b"a = 1\nb = '\xc3\xa4\xff'",
        &format!("2:7: invalid UTF-8 {hint}"),
    );
    case(b"a = 1\n\0", &format!("2:1: a NUL byte {hint}"));
    case(b"\xff\xfev\0e\0", &format!("1:1: invalid UTF-8 {hint}"));
    case(
        &vec![b'#'; (1 << 20) + 1],
        ": larger than 1 MiB [schema.too-large]\n",
    );
}

#[test]
fn deep_or_broken_text_ends_quietly() {
    let chain = format!("[{}a]\n", "a.".repeat(400_000));
    for text in [
        "[".repeat(500_000),
        "{".repeat(500_000),
        "a={".repeat(300_000),
        "\"".repeat(999),
        "=\n".repeat(5_000),
        "\"a\".".repeat(200_000),
        "a = [\n".repeat(100_000),
        chain,
    ] {
        assert!(read(&text).is_err());
    }
}

#[test]
fn the_deepest_text_that_is_let_through_fits_the_stack() {
    let keys = "a.".repeat(16);
    let open = format!("{{ {keys}a = ").repeat(31);
    let text = format!("[{keys}a]\n{keys}a = {open}1{}", "}".repeat(31));
    assert!(read(&text).is_err());
}
