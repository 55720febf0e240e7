//! Analyses of small files.

use super::*;
use crate::core::message::ShownPath;
use crate::core::name::EnvName;
use std::path::Path;

fn analysis(files: &[(&str, &str)]) -> Analysis {
    let files: Vec<SourceFile> = files
        .iter()
        .map(|(path, text)| SourceFile {
            path: (*path).to_owned(),
            shown: ShownPath::typed(Path::new(path)),
            text: (*text).to_owned(),
        })
        .collect();
    analyse(&files)
}

/// The names that a file reads, with what else is asked.
#[track_caller]
fn case(text: &str, expected: &[&str]) {
    let found = analysis(&[("app.py", text)]);
    let mut names: Vec<&str> = found.reads.iter().map(|read| read.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names, expected, "{text}");
}

fn one(text: &str) -> Read {
    let mut reads = analysis(&[("app.py", text)]).reads;
    assert_eq!(reads.len(), 1, "{reads:?}");
    reads.remove(0)
}

#[test]
fn every_way_into_the_environment_is_seen() {
    case(
        "import os\nos.getenv('A')\nos.environ['B']\nos.environ.get('C')",
        &["A", "B", "C"],
    );
    case(
        "import os as o\no.environ.pop('A', None)\no.environ.setdefault('B', 'c')",
        &["A", "B"],
    );
    case(
        "from os import environ as e, getenv as g\ne['A']\ng('B')",
        &["A", "B"],
    );
    case(
        "import os\nos.getenvb(b'A')\nos.environb[b'B']",
        &["A", "B"],
    );
    case(
        "import os\n'A' in os.environ\nos.environ.__getitem__('B')",
        &["A", "B"],
    );
    case(
        "def f():\n    import os\n    return os.environ['A']",
        &["A"],
    );
    case(
        "import os\nenv = dict(os.environ)\nenv.get('A')\nother = os.environ.copy()\nother['B']",
        &["A", "B"],
    );
    case(
        "import click\n@click.option('--x', envvar=['A', 'B'])\ndef f(x): ...",
        &["A", "B"],
    );
    case(
        "from dotenv import dotenv_values\nv = dotenv_values()\nv['A']",
        &["A"],
    );
}

#[test]
fn text_that_is_not_read_is_no_name() {
    case(
        "# os.getenv('A')\n'''os.environ[\"B\"]'''\nprint('os.getenv(C)')",
        &[],
    );
    case(
        "import os\nos.environ['WRITTEN'] = '1'\ndel os.environ['GONE']",
        &[],
    );
    case("def f(environ):\n    return environ['wsgi.input']", &[]);
    case(
        "from flask import request\nrequest.environ['HTTP_HOST']",
        &[],
    );
    case("import os\nos.getenv('sk-4eC39HqLyjWDarjtT1zdp7dc')", &[]);
    case("config = {}\nconfig.get('A')\nconfig('B')", &[]);
}

#[test]
fn names_are_put_together_where_that_is_possible() {
    case(
        "import os\nfor n in ('A', 'B'):\n    os.environ[n]",
        &["A", "B"],
    );
    case(
        "import os\nx = {k: os.environ[k] for k in ['A', 'B']}",
        &["A", "B"],
    );
    case(
        "import os\nM = {'a': 'A', 'b': 'B'}\nfor k, v in M.items():\n    os.getenv(v)",
        &["A", "B"],
    );
    case(
        "import os\nP = 'APP_'\nos.getenv(P + 'A')\nos.getenv(f'{P}B')",
        &["APP_A", "APP_B"],
    );
    case("import os\nkind = input()\nos.getenv(f'X_{kind}')", &[]);
    let found = analysis(&[(
        "app.py",
        "import os\nkind = input()\nos.getenv(f'X_{kind}')",
    )]);
    assert_eq!(found.dynamic.len(), 1);
    assert_eq!(found.dynamic[0].to_string(), "app.py:3:11");
}

#[test]
fn a_function_that_hands_its_argument_on_is_followed_across_files() {
    let util = "import os\ndef inner(name, default=None):\n    return os.getenv(name, default)\n\
                def outer(key):\n    value = inner(f'APP_{key}')\n    if not value:\n        raise KeyError(key)\n    return value\n";
    let found = analysis(&[
        ("pkg/util.py", util),
        (
            "pkg/main.py",
            "from .util import inner, outer\ninner('A', 'x')\nouter('B')\n",
        ),
        (
            "pkg/tests/test_util.py",
            "from pkg.util import inner\ninner('PRETENDED')\n",
        ),
    ]);
    let names: Vec<_> = found
        .reads
        .iter()
        .map(|read| (read.name.as_str(), read.need))
        .collect();
    assert_eq!(names, [("A", Need::Default), ("APP_B", Need::Required)]);
    assert_eq!(found.reads[0].default.as_deref(), Some("x"));
}

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
fn a_function_that_asks_first_has_a_type_and_a_default() {
    let asks = "import os\ndef from_env(key, default=None):\n    if key not in os.environ:\n        return default\n    return int(os.environ[key])\n";
    let named = "import os\ndef get_bool_from_env(key, default=False):\n    value = os.getenv(key)\n    if value is None:\n        return default\n    return value == 'x'\n";
    let typed = "import os\ndef f(key: str, default: str = 'x') -> str:\n    return os.getenv(key, default)\n";
    let raises = "import os\ndef f(key, default=MISSING):\n    try:\n        return os.environ[key]\n    except KeyError:\n        if default is MISSING:\n            raise\n        return default\n";
    for (code, call, need, hint, default) in [
        (
            asks,
            "from_env('A', 5)",
            Need::Default,
            TypeHint::Int,
            Some("5"),
        ),
        (asks, "from_env('A')", Need::Optional, TypeHint::Int, None),
        (
            named,
            "get_bool_from_env('A')",
            Need::Default,
            TypeHint::Bool,
            Some("false"),
        ),
        (
            named,
            "get_bool_from_env('A', True)",
            Need::Default,
            TypeHint::Bool,
            Some("true"),
        ),
        (typed, "f('A')", Need::Default, TypeHint::Unknown, Some("x")),
        (raises, "f('A')", Need::Required, TypeHint::Unknown, None),
        (
            raises,
            "f('A', 'y')",
            Need::Default,
            TypeHint::Unknown,
            Some("y"),
        ),
    ] {
        let read = one(&format!("{code}{call}\n"));
        let found = (read.need, read.hint, read.default.as_deref());
        assert_eq!(found, (need, hint, default), "{code}{call}");
    }
}

fn needs(text: &str) -> Vec<(String, Need)> {
    let reads = analysis(&[("app.py", text)]).reads;
    let mut needs: Vec<_> = reads
        .iter()
        .map(|read| (read.name.as_str().to_owned(), read.need))
        .collect();
    needs.sort_unstable();
    needs.dedup();
    needs
}

#[test]
fn what_the_code_can_do_without_is_not_required() {
    for (text, expected) in [
        ("os.environ['A']", Need::Required),
        ("if x:\n    os.environ['A']", Need::Required),
        (
            "if __name__ == '__main__':\n    os.environ['A']",
            Need::Required,
        ),
        (
            "try:\n    os.environ['A']\nexcept KeyError:\n    sys.exit(1)",
            Need::Required,
        ),
        ("os.environ['A'] = os.environ['A'].strip()", Need::Required),
        (
            "try:\n    x = os.environ['A']\nexcept KeyError:\n    x = None",
            Need::Optional,
        ),
        (
            "if kind == 'one':\n    os.environ['A']\nelse:\n    pass",
            Need::Optional,
        ),
        (
            "match kind:\n    case 'one':\n        os.environ['A']",
            Need::Optional,
        ),
        (
            "os.environ['A'] = input()\nprint(os.environ['A'])",
            Need::Optional,
        ),
        (
            "os.environ.update({'A': 'x'})\nos.environ['A']",
            Need::Optional,
        ),
    ] {
        let text = format!("import os\n{text}\n");
        assert_eq!(needs(&text), [("A".to_owned(), expected)], "{text}");
    }
    let of_b = |text: &str| needs(&format!("import os\n{text}\n"))[1].1;
    for text in [
        "if os.getenv('A'):\n    os.environ['B']",
        "USE = os.getenv('A') == '1'\nif not USE:\n    pass\nelif 1:\n    os.environ['B']",
        "os.getenv('A') or os.environ['B']",
        "os.environ['B'] if os.getenv('A') else None",
    ] {
        assert_eq!(of_b(text), Need::Optional, "{text}");
    }
}

#[test]
fn a_choice_among_several_texts_makes_a_read_optional() {
    let of_b = |test: &str, before: &str| {
        let text =
            format!("import os\nkind = os.getenv('A')\n{before}if {test}:\n    os.environ['B']\n");
        needs(&text)[1].1
    };
    for (test, before) in [
        ("kind in ('one', 'two')", ""),
        ("real in ALL", "real = 'one' if kind == 'two' else kind\n"),
        ("not lower", "lower = kind.lower()\n"),
    ] {
        assert_eq!(of_b(test, before), Need::Optional, "{test}");
    }
    assert_eq!(of_b("x in y", ""), Need::Required);
}

#[test]
fn a_function_requires_a_variable_only_where_its_absence_raises() {
    for (body, call, need) in [
        (
            "if not v:\n        raise E\n    return v",
            "f('A')",
            Need::Required,
        ),
        (
            "if v:\n        return v\n    raise E",
            "f('A')",
            Need::Required,
        ),
        (
            "if v is None:\n        return None\n    if v not in ('a', 'b'):\n        raise E\n    return v",
            "f('A')",
            Need::Optional,
        ),
        (
            "if must and not v:\n        raise E\n    return v",
            "f('A')",
            Need::Optional,
        ),
        (
            "if must and not v:\n        raise E\n    return v",
            "f('A', must=True)",
            Need::Required,
        ),
        (
            "if must:\n        raise E\n    return v",
            "f('A', must=False)",
            Need::Optional,
        ),
    ] {
        let text = format!(
            "import os\ndef f(name, must=False):\n    v = os.getenv(name)\n    {body}\n{call}\n"
        );
        assert_eq!(needs(&text), [("A".to_owned(), need)], "{text}");
    }
}

#[test]
fn what_a_script_sets_is_set_for_the_files_beside_it_only() {
    let sets = "import os\nos.environ['A'] = 'x'\n";
    let reads = "import os\nos.environ['A']\n";
    for (setter, reader, need) in [
        ("docs/make.py", "app/main.py", Need::Required),
        ("docs/make.py", "docs/other.py", Need::Optional),
        ("run.py", "app/main.py", Need::Optional),
        ("tests/run.py", "app/main.py", Need::Required),
    ] {
        let found = analysis(&[(setter, sets), (reader, reads)]).reads;
        assert_eq!(found[0].need, need, "{setter} {reader}");
    }
}

#[test]
fn what_is_read_at_the_start_is_told_from_what_is_read_later() {
    let text = "import os\nos.environ['A']\nclass S:\n    b = os.environ['B']\n\
        def f():\n    os.environ['C']\nif __name__ == '__main__':\n    os.environ['D']\nos.environ['E']\n";
    let reads = analysis(&[("app.py", text)]).reads;
    let at_start: Vec<bool> = reads.iter().map(|read| read.at_start).collect();
    assert_eq!(at_start, [true, true, false, false, true]);
}

#[test]
fn the_default_of_django_environ_stands_where_each_method_takes_it() {
    let env = "import environ\nenv = environ.Env()\n";
    for (call, need, hint, default) in [
        ("env.str('A', '')", Need::Default, TypeHint::Text, None),
        (
            "env.str('A', 'x')",
            Need::Default,
            TypeHint::Text,
            Some("x"),
        ),
        ("env('A', int, 3)", Need::Default, TypeHint::Int, Some("3")),
        ("env('A', cast=bool)", Need::Required, TypeHint::Bool, None),
        (
            "env.list('A', str, None)",
            Need::Optional,
            TypeHint::List,
            None,
        ),
        ("env.url('A')", Need::Required, TypeHint::Url, None),
    ] {
        let read = one(&format!("{env}{call}"));
        let found = (read.need, read.hint, read.default.as_deref());
        assert_eq!(found, (need, hint, default), "{call}");
    }
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

#[test]
fn options_below_a_prefix_of_click_are_names() {
    case(
        "import click\n@click.command(context_settings={'auto_envvar_prefix': 'X'})\n\
        @click.option('-k', '--api-key')\n@click.option('--loud/--no-loud')\n\
        @click.option('--other', 'own')\n@click.option('--not-auto', envvar='SET')\ndef f(): ...\n",
        &["SET", "X_API_KEY", "X_LOUD", "X_OWN"],
    );
    let group = "import click\n@click.group()\n@click.option('--top')\ndef cli(): ...\n\
        @cli.command()\n@click.option('--port', type=int, default=5432)\ndef run_it(): ...\n";
    case(group, &[]);
    let group = format!("{group}cli(auto_envvar_prefix='X')\n");
    case(&group, &["X_RUN_IT_PORT", "X_TOP"]);
    let reads = analysis(&[("app.py", &*group)]).reads;
    let port = reads
        .iter()
        .find(|read| read.name.as_str() == "X_RUN_IT_PORT");
    let port = port.unwrap();
    assert_eq!(
        (&port.hint, port.default.as_deref()),
        (&TypeHint::Int, Some("5432"))
    );
}

#[test]
fn options_below_a_prefix_of_typer_are_names() {
    let command = "@app.command()\ndef run_it(where, port: int = 80, ctx: typer.Context = None,\n\
        loud: Annotated[bool, typer.Option('--loud')] = False,\n\
        key: str = typer.Option(None, envvar='SET'), what: str = typer.Argument('x')): ...\n";
    let one = format!(
        "import typer\nfrom typing import Annotated\n\
         app = typer.Typer(context_settings={{'auto_envvar_prefix': 'x'}})\n{command}"
    );
    case(&one, &["SET", "X_LOUD", "X_PORT"]);
    let hint_of = |name: &str, text: &str| {
        let reads = analysis(&[("app.py", text)]).reads;
        let read = reads.iter().find(|read| read.name.as_str() == name);
        read.map(|read| read.hint.clone())
    };
    assert_eq!(hint_of("X_LOUD", &one), Some(TypeHint::Bool));
    let two = format!("{one}@app.command('other')\ndef f(a: str = 'b'): ...\n");
    let names = ["SET", "X_OTHER_A", "X_RUN_IT_LOUD", "X_RUN_IT_PORT"];
    case(&two, &names);
    let called = "import typer\napp = typer.Typer()\nsub = typer.Typer()\napp.add_typer(sub, name='in')\n\
         @app.callback()\ndef main(top: int = 1): ...\n\
         @sub.command()\ndef go(a: bool = False): ...\napp(auto_envvar_prefix='X')\n";
    case(called, &["X_IN_GO_A", "X_TOP"]);
    case(&called.replace("'X'", "None"), &[]);
}

#[test]
fn options_say_the_types_of_their_variables() {
    let text = "import click\nimport typer\n\
        click.Command('c', params=[click.Option(['--a'], envvar='A', is_flag=True)])\n\
        click.Option(['--b'], envvar='B', type=int, multiple=True)\n\
        def f(c: bool = typer.Option(False, envvar='C'), d: list[int] = typer.Option([], envvar='D')): ...\n";
    let hints = analysis(&[("app.py", text)])
        .reads
        .into_iter()
        .map(|read| (read.name.as_str().to_owned(), read.hint))
        .collect::<Vec<_>>();
    let expected = [
        ("A", TypeHint::Bool),
        ("B", TypeHint::Unknown),
        ("C", TypeHint::Bool),
        ("D", TypeHint::Unknown),
    ];
    let expected = expected.map(|(name, hint)| (name.to_owned(), hint));
    assert_eq!(hints, expected);
}

#[test]
fn a_map_from_words_to_names_gives_its_names() {
    let map = "import os\nNAMES = {'a': 'ONE', 'b': 'TWO'}\n";
    case(&format!("{map}os.environ[NAMES['a']]\n"), &["ONE"]);
    case(
        &format!("{map}os.getenv(NAMES.get(kind))\n"),
        &["ONE", "TWO"],
    );
    case(
        &format!("{map}def f(kind):\n    return os.environ[NAMES[kind]]\nf('b')\n"),
        &["ONE", "TWO"],
    );
}

#[test]
fn names_in_a_list_of_maps_are_read_by_a_loop_over_it() {
    let jobs = "import os\nJOBS = [\n    {'name': 'one', 'key': 'A'},\n    {'name': 'two', 'key': 'B'},\n]\n";
    case(
        &format!("{jobs}for job in JOBS:\n    os.getenv(job['key'], 'x')\n"),
        &["A", "B"],
    );
    case(
        &format!(
            "{jobs}def f():\n    jobs = JOBS\n    return [os.environ.get(j['key']) for j in jobs]\n"
        ),
        &["A", "B"],
    );
}

#[test]
fn a_name_that_takes_one_of_several_texts_is_each_of_them() {
    case(
        "import os\nif x:\n    name = 'A'\nelse:\n    name = 'B'\nos.environ[name]\n",
        &["A", "B"],
    );
    case("import os\nname = 'A'\nname = f()\nos.getenv(name)\n", &[]);
}

#[test]
fn addresses_of_django_packages_have_names_of_their_own() {
    case(
        "import dj_database_url\nimport dj_email_url as mail\nfrom django_cache_url import config\n\
         dj_database_url.config(default='sqlite:///x')\ndj_database_url.config('A')\n\
         dj_database_url.config(env=dj_database_url.DEFAULT_ENV)\ndj_database_url.parse('x')\n\
         mail.config()\nconfig()\n",
        &["A", "CACHE_URL", "DATABASE_URL", "EMAIL_URL"],
    );
}

#[test]
fn a_scheme_in_a_dictionary_names_what_it_has_defaults_for() {
    let more = "MORE = {'A': (bool, True), 'B': (str, 'x'), 'C': str}\n";
    let text = format!(
        "import environ\n{more}env = environ.Env(D=(int, 3), F=(int, 4), **MORE)\nenv('A')\nenv('D')\nenv('E')\n"
    );
    case(&text, &["A", "B", "D", "E"]);
    let needs = needs(&text);
    let need = |name: &str| needs.iter().find(|(known, _)| known == name).map(|it| it.1);
    assert_eq!(need("A"), Some(Need::Default));
    assert_eq!(need("E"), Some(Need::Required));
}

#[test]
fn one_key_of_an_env_file_is_read_by_its_name() {
    let text = "import dotenv\ndotenv.get_key('.env', 'A')\nfrom dotenv import get_key\nget_key('.env', key_to_get='B')\n";
    case(text, &["A", "B"]);
    assert_eq!(analysis(&[("a.py", text)]).bypasses.len(), 2);
}

#[test]
fn the_settings_of_dynaconf_are_variables_with_its_prefix() {
    let made = "from dynaconf import Dynaconf, Validator\nsettings = Dynaconf(\n    envvar_prefix='APP',\n    \
        env_switcher='APP_ENV',\n    validators=[Validator('PORT', default=80), Validator('KEY', must_exist=True)],\n)\n";
    let uses = "from .config import settings\nsettings.TOKEN\nsettings.get('level', 'x')\nsettings['MODE']\n\
        settings.database.host.lower()\nsettings.reload()\nsettings('PLAIN')\n";
    let reads = analysis(&[("app/config.py", made), ("app/main.py", uses)]).reads;
    let mut found: Vec<_> = reads
        .iter()
        .map(|read| (read.name.as_str(), read.need))
        .collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("APP_DATABASE__HOST", Need::Optional),
            ("APP_ENV", Need::Optional),
            ("APP_KEY", Need::Required),
            ("APP_LEVEL", Need::Default),
            ("APP_MODE", Need::Optional),
            ("APP_PLAIN", Need::Optional),
            ("APP_PORT", Need::Default),
            ("APP_TOKEN", Need::Optional),
        ]
    );
    case(
        "from dynaconf import settings\nsettings.A\nsettings.x = 1\n",
        &["DYNACONF_A"],
    );
    case(
        "import dynaconf\nDEBUG = False\nNAMES = ['x']\n_OWN = 1\nlower = 2\n\
         settings = dynaconf.DjangoDynaconf(__name__, ENVVAR_PREFIX_FOR_DYNACONF='P')\n",
        &["P_DEBUG", "P_NAMES"],
    );
    case(
        "from dynaconf import Dynaconf\ns = Dynaconf(envvar_prefix=f())\ns.A\n",
        &[],
    );
}

#[test]
fn environs_and_django_environ_are_known() {
    case(
        "from environs import Env\nenv = Env()\nenv.int('A', 1)\nwith env.prefixed('P_'):\n    env('B')\n",
        &["A", "P_B"],
    );
    case(
        "import environ\nenv = environ.Env(DEBUG=(bool, False))\nenv('DEBUG')\nenv.db()\nenv.cache('C', default='x')\n",
        &["C", "DATABASE_URL", "DEBUG"],
    );
    case(
        "from starlette.config import Config\nc = Config()\nc('A', cast=bool, default=False)",
        &["A"],
    );
}

#[test]
fn ways_past_secrun_are_flagged() {
    let text = "import dotenv\nfrom dotenv import load_dotenv\nload_dotenv()\ndotenv.load_dotenv('.env', override=True)\n";
    let bypasses: Vec<_> = analysis(&[("a.py", text)])
        .bypasses
        .iter()
        .map(|(place, bypass)| (*bypass, place.line()))
        .collect();
    assert_eq!(
        bypasses,
        [
            (Bypass::LoadsDotenv, Some(3)),
            (Bypass::LoadsDotenv, Some(4)),
            (Bypass::Override, Some(4)),
        ]
    );
}

#[test]
fn loaders_that_no_variable_turns_off_are_flagged() {
    let bypasses = |text: &str| {
        let found = analysis(&[("a.py", text)]).bypasses;
        found
            .iter()
            .map(|(place, it)| (*it, place.line()))
            .collect::<Vec<_>>()
    };
    let decouple = "from decouple import config\nA = config('A')\nB = config('B')\n";
    assert_eq!(bypasses(decouple), [(Bypass::Decouple, Some(2))]);
    let own =
        "from decouple import AutoConfig\nconfig = AutoConfig(search_path='x')\nconfig('A')\n";
    assert_eq!(bypasses(own), [(Bypass::Decouple, Some(3))]);
    let pure = "from decouple import Config, RepositoryEmpty\nconfig = Config(RepositoryEmpty())\nconfig('A')\n";
    assert_eq!(bypasses(pure), []);
    let dynaconf = "from dynaconf import Dynaconf\nDynaconf(load_dotenv=True)\nDynaconf()\n";
    assert_eq!(bypasses(dynaconf), [(Bypass::LoadsDotenv, Some(2))]);
}

#[test]
fn a_file_with_an_error_is_read_as_far_as_it_goes() {
    let found = analysis(&[("a.py", "import os\nos.getenv('A')\ndef (\nos.getenv('B')\n")]);
    assert!(found.reads.iter().any(|read| read.name.as_str() == "A"));
    assert_eq!(found.broken.len(), 1);
}

#[test]
fn names_of_a_tokens_shape_are_not_taken() {
    for name in [
        "OPENAI_API_KEY",
        "http_proxy",
        "S3_BUCKET",
        "app.key",
        "AUTHENTICATION_BACKEND",
    ] {
        assert!(plausible(name).is_some(), "{name}");
    }
    for name in [
        "",
        "A B",
        "1A",
        "___",
        "ghp_A1b2C3d4E5f6G7h8I9j0",
        "AKIA1234567890ABCDEF",
        "os.environ/X",
    ] {
        assert!(plausible(name).is_none(), "{name}");
    }
}

#[test]
fn clients_read_their_keys_by_themselves() {
    for (text, name, need) in [
        (
            "from openai import OpenAI\nOpenAI()",
            "OPENAI_API_KEY",
            Need::Required,
        ),
        (
            "import openai\nopenai.AsyncOpenAI(timeout=3)",
            "OPENAI_API_KEY",
            Need::Required,
        ),
        (
            "from openai import OpenAI as Client\nClient(api_key=None)",
            "OPENAI_API_KEY",
            Need::Required,
        ),
        (
            "def f():\n    import anthropic as a\n    return a.Anthropic()",
            "ANTHROPIC_API_KEY",
            Need::Required,
        ),
        (
            "from tavily import TavilyClient\nTavilyClient()",
            "TAVILY_API_KEY",
            Need::Required,
        ),
        (
            "from huggingface_hub import HfApi\nHfApi()",
            "HF_TOKEN",
            Need::Optional,
        ),
        (
            "from openai import OpenAI\ndef f(key=None):\n    return OpenAI(api_key=key)",
            "OPENAI_API_KEY",
            Need::Optional,
        ),
        (
            "from openai import OpenAI\ndef f(**options):\n    return OpenAI(**options)",
            "OPENAI_API_KEY",
            Need::Optional,
        ),
        (
            "import openai\nopenai.chat.completions.create()",
            "OPENAI_API_KEY",
            Need::Required,
        ),
        (
            "from langsmith import traceable\n@traceable\ndef f(): ...",
            "LANGSMITH_API_KEY",
            Need::Optional,
        ),
        (
            "from langchain_community.chat_models import ChatOpenAI\nChatOpenAI()",
            "OPENAI_API_KEY",
            Need::Required,
        ),
        (
            "from groq import Groq\nGroq(base_url='x')",
            "GROQ_API_KEY",
            Need::Required,
        ),
    ] {
        let reads = analysis(&[("app.py", text)]).reads;
        let mut reads = reads.iter().filter(|read| !read.unusual);
        let read = reads.next().unwrap();
        assert_eq!((read.name.as_str(), read.need), (name, need), "{text}");
        assert!(
            read.reader.client().is_some() && reads.next().is_none(),
            "{text}"
        );
    }
}

#[test]
fn a_client_that_is_given_its_key_reads_none() {
    for text in [
        "from openai import OpenAI\nOpenAI(api_key='x', base_url='y')",
        "from openai import OpenAI\ndef f(key):\n    OpenAI(api_key=key)",
        "from openai import OpenAI\nOpenAI(**{'api_key': 'x'})",
        "import tavily\ntavily.TavilyClient('x')",
        "import openai\nopenai.api_key = key\nopenai.chat.completions.create()",
        "import google.generativeai as genai\ngenai.configure(api_key=key)\ngenai.GenerativeModel('x')",
        "from google import genai\ngenai.Client(vertexai=True)",
        "from agents import Agent\nAgent()",
        "class OpenAI: ...\nOpenAI()",
    ] {
        let mut reads = analysis(&[("app.py", text)]).reads;
        reads.retain(|read| !read.unusual);
        assert_eq!(reads, [], "{text}");
    }
}

#[test]
fn settings_of_clients_are_known_but_not_proposed() {
    let reads = analysis(&[("app.py", "from openai import OpenAI\nOpenAI()")]).reads;
    let of = |name: &str| reads.iter().find(|read| read.name.as_str() == name);
    assert!(of("OPENAI_BASE_URL").is_some_and(|read| read.unusual));
    assert!(of("OPENAI_API_KEY").is_some_and(|read| !read.unusual));
}

#[test]
fn a_client_that_is_one_of_several_is_optional() {
    let text = "import anthropic, openai\nfrom groq import Groq\n\
        def f(model):\n    if 'claude' in model:\n        return anthropic.Anthropic()\n\
        \x20   elif model in CHEAP:\n        return Groq()\n    return openai.OpenAI()\n";
    let mut reads = analysis(&[("app.py", text)]).reads;
    reads.retain(|read| !read.unusual);
    let needs: Vec<_> = reads
        .iter()
        .map(|read| (read.name.as_str(), read.need))
        .collect();
    assert_eq!(
        needs,
        [
            ("ANTHROPIC_API_KEY", Need::Optional),
            ("GROQ_API_KEY", Need::Optional),
            ("OPENAI_API_KEY", Need::Required),
        ]
    );
}

#[test]
fn a_file_that_is_named_like_a_client_does_not_hide_it() {
    let files = [
        (
            "app/llms/openai.py",
            "from openai import OpenAI\nclient = OpenAI()\n",
        ),
        ("app/llms/anthropic.py", "def f(): ...\n"),
        (
            "app/llms/other.py",
            "from anthropic import Anthropic\nAnthropic()\n",
        ),
        ("app/agents/__init__.py", "def Runner(): ...\n"),
        ("app/main.py", "from agents import Runner\nRunner.run()\n"),
    ];
    let mut reads = analysis(&files).reads;
    reads.retain(|read| !read.unusual);
    let names: Vec<_> = reads.iter().map(|read| read.name.as_str()).collect();
    assert_eq!(names, ["OPENAI_API_KEY", "ANTHROPIC_API_KEY"]);
}

#[test]
fn a_key_that_the_program_sets_for_a_client_is_optional() {
    let text =
        "import os\nfrom openai import OpenAI\nos.environ['OPENAI_API_KEY'] = ask()\nOpenAI()\n";
    let mut reads = analysis(&[("app.py", text)]).reads;
    reads.retain(|read| !read.unusual);
    assert_eq!(reads.len(), 1);
    assert_eq!(reads[0].need, Need::Optional);
}

#[test]
fn the_name_of_a_model_says_which_client_is_made() {
    for (text, name) in [
        (
            "from langchain.chat_models import init_chat_model as f\nf('openai:gpt-4o')",
            Some("OPENAI_API_KEY"),
        ),
        (
            "from langchain.chat_models import init_chat_model\nM = 'claude-sonnet'\ninit_chat_model(model=M)",
            Some("ANTHROPIC_API_KEY"),
        ),
        (
            "from langchain.chat_models import init_chat_model\ninit_chat_model('x', model_provider='groq')",
            Some("GROQ_API_KEY"),
        ),
        (
            "import litellm\nlitellm.completion(model='gemini/flash')",
            Some("GOOGLE_API_KEY"),
        ),
        (
            "from pydantic_ai import Agent\nAgent('openai:gpt-4o')",
            Some("OPENAI_API_KEY"),
        ),
        ("import dspy\ndspy.LM('openai/gpt-4o', api_key='x')", None),
        (
            "import litellm\nlitellm.completion(model='ollama/llama3')",
            None,
        ),
        ("import litellm\nlitellm.completion(model=pick())", None),
    ] {
        let reads = analysis(&[("app.py", text)]).reads;
        let found = reads.first().map(|read| read.name.as_str());
        assert_eq!(found, name, "{text}");
    }
}

#[test]
fn a_key_that_the_code_sets_by_hand_is_a_name() {
    case(
        "import os\nos.environ['API_KEY'] = '<your key>'",
        &["API_KEY"],
    );
    case(
        "import os, getpass\nos.environ['API_KEY'] = getpass.getpass()",
        &["API_KEY"],
    );
    case("import os\nos.environ['CUDA_VISIBLE_DEVICES'] = '0'", &[]);
    case("import os\nos.environ['API_KEY'] = other", &[]);
    assert_eq!(
        analysis(&[("tests/test_a.py", "import os\nos.environ['API_KEY'] = 'x'")]).reads,
        []
    );
}
