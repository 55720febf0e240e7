//! Functions of the project that read a variable for their callers.

use crate::python::code::tests::{analysis, needs, one};
use crate::python::{Need, TypeHint};

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
