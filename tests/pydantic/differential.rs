//! Whatever a rule that `init` writes lets through, and `check --code` does not
//! object to, pydantic-settings takes.

use std::fmt::Write as _;
use std::process::{Command, Stdio};

use secrun::core::message::ShownPath;
use secrun::env::host::path_kind;
use secrun::schema::{self, model::Rule};
use serde_json::{Value, json};

use crate::case::{Case, finish};
use crate::pydantic::strings::strings;
use crate::python;
use crate::scan::leaks::dice::Dice;

/// How many strings of each type are tried.
const COUNT: usize = 2000;

/// Types as the code writes them, each with the kind of its strings.
const TYPES: &[(&str, &str)] = &[
    ("number", "int"),
    ("number", "PositiveInt"),
    ("number", "NonPositiveInt"),
    ("number", "int = Field(gt=5)"),
    ("number", "int = Field(ge=-5, lt=10)"),
    ("number", "int = Field(gt=0, multiple_of=7)"),
    ("number", "conint(ge=1, le=9)"),
    ("number", "Annotated[int, Gt(0), Le(100)]"),
    ("number", "Optional[int]"),
    ("number", "int | bool"),
    ("number", "float"),
    ("number", "PositiveFloat"),
    ("number", "FiniteFloat"),
    ("number", "float = Field(ge=0.5, lt=10)"),
    ("number", "Decimal"),
    ("number", "Decimal = Field(gt=0)"),
    ("number", "Decimal = Field(ge=Decimal('0.5'), le=1)"),
    ("bool", "bool"),
    ("bool", "bool | None"),
    ("duration", "timedelta"),
    ("time", "time"),
    ("date", "date"),
    ("date", "datetime"),
    ("size", "ByteSize"),
    ("json", "list"),
    ("json", "list[str]"),
    ("json", "list[str] | None"),
    ("json", "list[int]"),
    ("json", "list[PositiveInt]"),
    ("json", "list[float]"),
    ("json", "list[bool]"),
    ("json", "list[Decimal]"),
    ("json", "list[timedelta]"),
    ("json", "list[UUID]"),
    ("json", "list[IPv4Address]"),
    ("json", "list[AnyHttpUrl]"),
    ("json", "list[EmailStr]"),
    ("json", "list[Path]"),
    ("json", "list[Literal['a', 'x']]"),
    ("json", "list[constr(min_length=2)]"),
    ("json", "list[int | None]"),
    ("json", "list[list[int]]"),
    ("json", "list[str] = Field(min_length=1, max_length=2)"),
    ("json", "conlist(int, min_length=2)"),
    ("json", "set[int]"),
    ("json", "frozenset[str]"),
    ("json", "tuple[int, str]"),
    ("json", "tuple[int, ...]"),
    ("json", "dict"),
    ("json", "dict[str, int]"),
    ("json", "dict[str, list[int]]"),
    ("json", "Json"),
    ("json", "Json[list[int]]"),
    ("url", "AnyUrl"),
    ("url https", "AnyHttpUrl"),
    ("url http", "HttpUrl"),
    ("url ws", "WebsocketUrl"),
    ("url file", "FileUrl"),
    ("url ftp", "FtpUrl"),
    ("url postgres", "PostgresDsn"),
    ("url cockroachdb", "CockroachDsn"),
    ("url redis", "RedisDsn"),
    ("url mongodb", "MongoDsn"),
    ("url amqp", "AmqpDsn"),
    ("url kafka", "KafkaDsn"),
    ("url nats", "NatsDsn"),
    ("url mysql", "MySQLDsn"),
    ("url mariadb", "MariaDBDsn"),
    ("url clickhouse", "ClickHouseDsn"),
    ("url snowflake", "SnowflakeDsn"),
    ("ip", "IPvAnyAddress"),
    ("ip", "IPv4Address"),
    ("ip", "IPv6Address"),
    ("uuid", "UUID"),
    ("uuid", "UUID1"),
    ("uuid", "UUID4"),
    ("uuid", "UUID7"),
    ("path", "Path"),
    ("path", "FilePath"),
    ("path", "DirectoryPath"),
    ("path", "NewPath"),
    ("word", "str"),
    ("word", "str = Field(min_length=2, max_length=8)"),
    ("word", "str = Field(pattern='^[a-z]+[0-9]$')"),
    ("word", "constr(strip_whitespace=True, min_length=3)"),
    ("word", "SecretStr = Field(min_length=8)"),
    ("word", "Literal['a', 'b c', 3]"),
    ("word", "Word"),
    ("word", "Number"),
    ("word", "int | str"),
    ("email", "EmailStr"),
];

const IMPORTS: &str = "\
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, IntEnum
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from typing import Annotated, Literal, Optional
from uuid import UUID
from annotated_types import Gt, Le
from pydantic import *
from pydantic.networks import *
from pydantic_settings import BaseSettings
class Word(str, Enum):
    A = 'a'
    B = 'b c'
class Number(IntEnum):
    ONE = 1
    TWO = 2
";

/// Tells which strings pydantic-settings refuses, for a class of each type.
const JUDGE: &str = "
import json, os, sys
refused = []
for index, (annotation, texts) in enumerate(json.load(sys.stdin)):
    scope = dict(globals())
    exec('class S(BaseSettings):\\n    k: ' + annotation, scope)
    for at, text in enumerate(texts):
        os.environ['K'] = text
        try:
            scope['S']()
        except Exception:
            refused.append([index, at])
print(json.dumps(refused))
";

fn key(index: usize) -> String {
    format!("K{index}_FIELD")
}

fn class(annotations: impl Iterator<Item = &'static str>) -> String {
    let mut code = format!("{IMPORTS}class S(BaseSettings):\n");
    for (index, annotation) in annotations.enumerate() {
        writeln!(code, "    {}: {annotation}", key(index).to_lowercase()).unwrap();
    }
    code
}

/// A folder with something of each kind that paths can lead to.
pub(crate) fn folder() -> Case {
    let case = Case::new().file("file", "x").file("dir/file", "x");
    let path = |name: &str| case.path().join(name);
    std::os::unix::fs::symlink("file", path("link")).unwrap();
    std::os::unix::fs::symlink("gone", path("dangling")).unwrap();
    let made = Command::new("mkfifo").arg(path("pipe")).status().unwrap();
    assert!(made.success());
    case
}

pub(crate) fn passes(case: &Case, rule: &Rule, text: &str) -> bool {
    let blank = text.trim().is_empty();
    let length = text.chars().count();
    let disk = |path: &std::path::Path| path_kind(&case.path().join(path));
    if blank {
        return rule.allow_empty;
    }
    !text.contains('\0')
        && rule.value_type.check(text.as_bytes(), &disk).is_ok()
        && rule.min_length.is_none_or(|least| length >= least)
        && rule.max_length.is_none_or(|most| length <= most)
        && rule.pattern.as_ref().is_none_or(|it| it.is_found_in(text))
}

#[test]
fn whatever_a_rule_of_init_lets_through_pydantic_takes() {
    let Some(python) = python::with_module("pydantic_settings") else {
        return;
    };
    let mail = python::with_optional_module("email_validator").is_some();
    let types = TYPES
        .iter()
        .filter(|(_, code)| mail || !code.contains("Email"));
    let types: Vec<_> = types.collect();
    let case = folder().file("app.py", class(types.iter().map(|(_, code)| *code)));
    case.again(&["init"]).status(0);
    let written = std::fs::read(case.path().join("secrun.toml")).unwrap();
    let rules = schema::parse(&ShownPath::typed("secrun.toml".as_ref()), &written)
        .unwrap()
        .rules;

    let mut dice = Dice(0x5ec2);
    let mut passing = Vec::new();
    for (index, (kind, _)) in types.iter().enumerate() {
        let rule = rules.values().find(|rule| rule.name.as_str() == key(index));
        let rule = rule.unwrap_or_else(|| panic!("init declares {}", types[index].1));
        let mut texts = strings(kind, COUNT, &mut dice);
        texts.retain(|text| passes(&case, rule, text));
        passing.push(texts);
    }
    for ((_, code), texts) in types.iter().zip(&passing) {
        assert!(texts.len() >= 5, "{code}: {} strings pass", texts.len());
    }

    let asked: Vec<Value> = types
        .iter()
        .zip(&passing)
        .map(|((_, code), texts)| json!([code, texts]))
        .collect();
    let mut command = Command::new(&python);
    command
        .args(["-c", &format!("{IMPORTS}{JUDGE}")])
        .current_dir(case.path())
        .env_clear()
        .stdin(Stdio::piped())
        .env("PYTHONUTF8", "1")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let judged = finish(command, json!(asked).to_string().as_bytes());
    assert!(
        judged.status.success(),
        "{}",
        String::from_utf8_lossy(&judged.stderr)
    );
    let refused: Vec<(usize, usize)> = serde_json::from_slice(&judged.stdout).unwrap();

    // What pydantic refuses, `check --code` must name: one key for each string.
    let of = |(index, at): &(usize, usize)| (types[*index].1, passing[*index][*at].as_str());
    let text = String::from_utf8(written).unwrap();
    let mut project = folder().file("app.py", class(refused.iter().map(|one| of(one).0)));
    let mut schema = String::from("version = 1\n[secrets]\n");
    for (new, (old, at)) in refused.iter().enumerate() {
        let prefix = format!("{} = ", key(*old));
        let rule = text
            .lines()
            .find_map(|line| line.strip_prefix(&prefix))
            .unwrap();
        writeln!(schema, "{} = {rule}", key(new)).unwrap();
        project = project.host(key(new), &*passing[*old][*at]);
    }
    let project = project.file("secrun.toml", schema);
    let told = project.again(&["check", "--code"]).stderr;
    assert!(!told.contains("error:"), "{told}");
    let silent: Vec<_> = refused
        .iter()
        .enumerate()
        .filter(|(new, _)| !told.contains(&format!("{}: the code's type is", key(*new))))
        .map(|(_, one)| of(one))
        .collect();
    let passed: usize = passing.iter().map(Vec::len).sum();
    println!(
        "{} types, {passed} strings pass, pydantic refuses {}",
        types.len(),
        refused.len()
    );
    assert_eq!(silent, [], "pydantic refuses these");
}
