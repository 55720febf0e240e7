//! Defaults and the types of what is read.

use crate::python::code::tests::one;
use crate::python::{Need, TypeHint};

#[test]
fn types_and_defaults_are_told() {
    let read = one("import os\nint(os.environ.get('A', '5'))");
    assert_eq!(
        (read.hint, read.default.as_deref(), read.need),
        (TypeHint::Int, Some("5"), Need::Default)
    );
    let read = one("import os\nos.getenv('A', 'no').lower() in ('yes', 'true')");
    assert_eq!(read.hint, TypeHint::Bool);
    // `False` is not what the environment would pass on: the text "false" is true.
    let read = one("import os\nos.getenv('A', False)");
    assert_eq!((read.default, read.need), (None, Need::Default));
    let read = one("from decouple import config\nconfig('A', cast=bool, default=False)");
    assert_eq!(
        (read.hint, read.default.as_deref()),
        (TypeHint::Bool, Some("false"))
    );
    let read = one("import os\nos.environ['A']");
    assert_eq!(
        (read.need, read.place.to_string().as_str()),
        (Need::Required, "app.py:2:12")
    );
}

#[test]
fn a_default_that_may_be_a_secret_is_not_kept() {
    for value in [
        "Zq7xKv9TnRb3LmHd5Wp2",
        "postgres://app:hunter2@db/x",
        "two words",
    ] {
        let read = one(&format!("import os\nos.getenv('A', '{value}')"));
        assert_eq!(
            (read.default, read.default_text.is_filled),
            (None, true),
            "{value}"
        );
    }
}

#[test]
fn empty_json_as_a_default_gives_nothing_away() {
    for (default, is_filled) in [("{}", false), ("[]", false), ("null", false), ("{1}", true)] {
        let read = one(&format!("import os\nos.getenv('A', '{default}')"));
        assert_eq!(read.default_text.is_filled, is_filled, "{default}");
    }
}

#[test]
fn a_live_key_as_a_default_is_known_by_its_form() {
    let key = format!("{}_{}_{}", "sk", "live", "4eC39HqLyjWDarjtT1zdp7dc");
    for code in [
        format!("import os\nos.getenv('A', '{key}')"),
        format!("import os\nos.getenv('A', 'sk_' '{}')", &key[3..]),
        format!(
            "from pydantic import SecretStr\nfrom pydantic_settings import BaseSettings\nclass S(BaseSettings):\n    a: str = SecretStr('{key}')"
        ),
    ] {
        let read = one(&code);
        assert_eq!(
            (read.default, read.default_text.live),
            (None, Some("stripe"))
        );
    }
}
