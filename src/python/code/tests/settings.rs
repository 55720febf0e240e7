//! Settings classes of pydantic.

use crate::core::name::EnvName;
use crate::python::code::tests::{analysis, case, one};
use crate::python::{Bypass, Need, Read, Treatment, TypeHint};

const SETTINGS: &str = "
from typing import Annotated, ClassVar, Literal, Optional
from pydantic import AliasChoices, BaseModel, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
class Inner(BaseModel):
    host: str = 'localhost'
    password: SecretStr
class Base(BaseSettings):
    model_config = SettingsConfigDict(env_prefix='APP_', env_nested_delimiter='__', env_file='.env')
    level: Literal['a', 'b'] = 'a'
class Settings(Base):
    key: SecretStr
    workers: int = 60 * 2
    inner: Inner
    other: str = Field(validation_alias=AliasChoices('ONE', 'TWO'))
    maybe: Optional[float] = None
    CONSTANT: ClassVar[str] = 'x'
    _private: int = 1
    @property
    def computed(self) -> str: ...
";

#[test]
fn a_settings_class_gives_names_types_and_needs() {
    let found = analysis(&[("settings.py", SETTINGS)]);
    let row = |read: &Read| {
        (
            read.name.as_str().to_owned(),
            read.need,
            read.treatment == Treatment::SecretStr,
            read.hint.clone(),
        )
    };
    let mut rows: Vec<_> = found.reads.iter().map(row).collect();
    rows.sort_by(|one, other| one.0.cmp(&other.0));
    let one_of = TypeHint::OneOf(vec!["a".into(), "b".into()]);
    let expected = [
        ("APP_INNER", Need::Optional, false, TypeHint::Json),
        ("APP_INNER__HOST", Need::Default, false, TypeHint::Text),
        ("APP_INNER__PASSWORD", Need::Required, true, TypeHint::Text),
        ("APP_KEY", Need::Required, true, TypeHint::Text),
        ("APP_LEVEL", Need::Default, false, one_of),
        ("APP_MAYBE", Need::Optional, false, TypeHint::Float),
        ("APP_WORKERS", Need::Default, false, TypeHint::Int),
        ("ONE", Need::Required, false, TypeHint::Text),
    ];
    let expected =
        expected.map(|(name, need, masked, guess)| (name.to_owned(), need, masked, guess));
    assert_eq!(rows, expected);
    assert_eq!(found.bypasses.len(), 1);
    assert_eq!(
        (found.bypasses[0].1, found.bypasses[0].0.line()),
        (Bypass::EnvFile, Some(9))
    );
}

#[test]
fn names_of_fields_follow_their_aliases_their_models_and_their_enums() {
    let text = "from enum import IntEnum\nfrom pydantic import AliasChoices, BaseModel, Field\n\
        from pydantic_settings import BaseSettings\n\
        class Level(IntEnum):\n    LOW = 1\n\
        class Inner(BaseModel):\n    user: str = Field(alias='login')\n    level: Level\n\
        class S(BaseSettings):\n    model_config = {'env_nested_delimiter': '__', 'populate_by_name': True}\n\
        \x20   inner: Inner\n    level: Level\n    key: str = Field(alias=AliasChoices('A', 'a', 'B'))\n";
    let reads = analysis(&[("app.py", text)]).reads;
    let row = |read: &Read| {
        let names = std::iter::once(&read.name).chain(&read.aliases);
        let names: Vec<&str> = names.map(EnvName::as_str).collect();
        (names.join(" "), read.need, read.unusual)
    };
    let mut rows: Vec<_> = reads.iter().map(row).collect();
    rows.sort();
    let expected = [
        ("A B KEY", Need::Required, false),
        ("INNER", Need::Optional, true),
        ("INNER__LEVEL", Need::Required, false),
        ("INNER__LOGIN", Need::Required, false),
        ("LEVEL", Need::Required, false),
    ];
    assert_eq!(
        rows,
        expected.map(|(names, need, unusual)| (names.to_owned(), need, unusual))
    );
}

#[test]
fn a_field_that_every_call_passes_is_not_required() {
    let class = "from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n    a: str\n";
    for (calls, need) in [
        ("S(a='x')", Need::Optional),
        ("S(**{'a': 'x'})", Need::Optional),
        (
            "def f():\n    made = dict(a='x')\n    return S(**made)",
            Need::Optional,
        ),
        ("S(a='x')\nS()", Need::Required),
        ("S(b='x')", Need::Required),
    ] {
        assert_eq!(one(&format!("{class}{calls}\n")).need, need, "{calls}");
    }
    let in_tests = ("tests/test_a.py", "from app import S\nS(a='x')\n");
    let reads = analysis(&[("app.py", class), in_tests]).reads;
    assert_eq!(reads[0].need, Need::Required);
}

#[test]
fn old_settings_classes_and_their_config_are_known() {
    let text = "from pydantic import BaseSettings, Field\nclass S(BaseSettings):\n    a: str\n    b: int = Field(3, env='OTHER')\n    class Config:\n        env_prefix = 'P_'\n        case_sensitive = True\n";
    case(text, &["OTHER", "P_a"]);
}
