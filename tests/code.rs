//! `secrun check --code`: the code against the schema.

use std::fs;
use std::process::Stdio;

use crate::case::{CANARY, Case, finish};
use crate::scan::ground::Ground;

const SCHEMA: &str = "[env]\nfiles = []\ninherit = [\"@base\"]\n[secrets]\nAPI_KEY = { required = false }\nDB_KEY = { required = false }\n[settings]\nWORKERS = { required = false }\nIDLE = { required = false }\n";

fn code() -> String {
    format!(
        "import os\n\
         from dotenv import load_dotenv\n\
         from pydantic_settings import BaseSettings, SettingsConfigDict\n\
         load_dotenv(override=True)\n\
         os.getenv('API_KEY', '{CANARY}')\n\
         os.environ['NOT_DECLARED']\n\
         os.environ['HOME']\n\
         class S(BaseSettings):\n\
         \x20   model_config = SettingsConfigDict(env_file='.env')\n\
         \x20   db_key: str\n\
         \x20   workers: int\n"
    )
}

#[test]
fn every_disagreement_is_told_with_its_place() {
    let case = Case::with_schema(SCHEMA)
        .file("app.py", code())
        .args(["check", "--code"]);
    case.output().status(1).stderr(
        "\
secrun: warning: app.py:4:1: this call bypasses secrun and loads every key of an env file
secrun: hint: remove it
secrun: error: app.py:4:1: the env file overrides the values that secrun passes on
secrun: hint: remove `override=True`
secrun: error: app.py:5:11: API_KEY: a secret with a default in the code
secrun: hint: remove the default, so that the program stops without the key
secrun: error: app.py:6:12: NOT_DECLARED: the code reads it, but the schema does not declare it
secrun: hint: declare it, or run `secrun init --write`
secrun: warning: app.py:9:48: `env_file` bypasses secrun and loads every key
secrun: hint: remove `env_file`: secrun passes the values on
secrun: warning: app.py:10:5: DB_KEY: a secret without `SecretStr`, so printing the settings shows it
secrun: hint: annotate the field with `SecretStr`
secrun: warning: app.py:11:5: WORKERS: the code's type is `int`, and the rule at secrun.toml:9:1 passes values that it refuses
secrun: hint: in the schema, write `type = \"int\"`
secrun: warning: secrun.toml:10:1: IDLE: declared, but no Python code reads it
secrun: hint: remove it, or keep it if another program reads it
",
    );
}

/// A settings class with one field, and what `check --code` says of it.
fn of_type(before: &str, annotation: &str, rule: &str) -> String {
    let code = format!(
        "from datetime import *\nfrom decimal import Decimal\nfrom enum import Enum\n\
         from ipaddress import IPv4Address\nfrom pathlib import Path\nfrom typing import *\n\
         from uuid import UUID\nfrom pydantic.types import *\nfrom pydantic.networks import *\n\
         from pydantic import BeforeValidator, Field, field_validator\n\
         from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict\n\
         class S(BaseSettings):\n{before}    k: {annotation}\n"
    );
    let schema = format!("[settings]\nK = {{ required = false{rule} }}\n");
    let case = Case::with_schema(&schema).file("a.py", code);
    let told = case.again(&["check", "--code"]).status(0).stderr;
    let mut lines = told.lines();
    let Some(line) = lines.find(|line| line.contains(": K: the code's type is")) else {
        return String::new();
    };
    assert!(
        line.contains("the rule at secrun.toml:3:1 passes values"),
        "{line}"
    );
    lines.next().unwrap().replace("secrun: hint: ", "")
}

#[test]
fn a_rule_that_is_looser_than_the_codes_type_is_told_with_the_line_to_write() {
    for (annotation, rule, line) in [
        (
            "timedelta",
            "type = 'duration'",
            "type = \"duration\", style = \"pydantic\"",
        ),
        (
            "list[str]",
            "type = 'list'",
            "type = \"list\", style = \"json\"",
        ),
        (
            "list[str]",
            "type = 'json'",
            "type = \"list\", style = \"json\"",
        ),
        (
            "list[PositiveInt]",
            "type = 'list', of = 'int', style = 'json'",
            "type = \"list\", of = \"int\", style = \"json\", min = 1",
        ),
        (
            "dict[str, int]",
            "type = 'json'",
            "type = \"json\", shape = \"object\"",
        ),
        ("PositiveInt", "type = 'int'", "type = \"int\", min = 1"),
        (
            "int = Field(gt=5)",
            "type = 'int', min = 5",
            "type = \"int\", min = 6",
        ),
        (
            "conint(le=9)",
            "type = 'int', max = 10",
            "type = \"int\", max = 9",
        ),
        (
            "int = Field(multiple_of=5)",
            "type = 'int', multiple_of = 2",
            "type = \"int\", multiple_of = 5",
        ),
        (
            "float = Field(gt=0)",
            "type = 'float', min = 0",
            "type = \"float\", above = 0",
        ),
        (
            "Decimal",
            "type = 'float'",
            "type = \"float\", style = \"decimal\"",
        ),
        ("IPv4Address", "type = 'ip'", "type = \"ip\", version = 4"),
        ("IPv4Address", "type = 'host'", "type = \"ip\", version = 4"),
        (
            "HttpUrl",
            "type = 'url'",
            "type = \"url\", schemes = [\"http\", \"https\"]",
        ),
        (
            "RedisDsn",
            "type = 'url', schemes = ['redis']",
            "type = \"url\", schemes = [\"redis\", \"rediss\"], style = \"pydantic\"",
        ),
        (
            "SnowflakeDsn",
            "type = 'url', schemes = ['snowflake'], style = 'pydantic'",
            "type = \"url\", schemes = [\"snowflake\"], hosts = [\"*\"], style = \"pydantic\"",
        ),
        (
            "FilePath",
            "type = 'path', exists = 'file'",
            "type = \"path\", exists = \"regular\"",
        ),
        (
            "DirectoryPath",
            "type = 'path'",
            "type = \"path\", exists = \"dir\"",
        ),
        (
            "NewPath",
            "type = 'path'",
            "type = \"path\", exists = \"new\"",
        ),
        (
            "EmailStr",
            "type = 'email'",
            "type = \"email\", style = \"pydantic\"",
        ),
        ("UUID4", "type = 'uuid'", "type = \"uuid\", version = 4"),
        ("time", "type = 'string'", "type = \"time\""),
        ("bool", "type = 'int'", "type = \"bool\""),
        (
            "SecretStr = Field(min_length=8)",
            "min_length = 7",
            "type = \"string\", min_length = 8",
        ),
        (
            "str = Field(pattern='^a')",
            "pattern = 'a'",
            "type = \"string\", pattern = …",
        ),
        (
            "Literal['a', 'b']",
            "type = 'enum', values = ['a', 'c']",
            "type = \"enum\", values = [\"a\", \"b\"]",
        ),
        ("int | bool", "type = 'string'", "type = \"int\""),
    ] {
        let told = of_type("", annotation, &format!(", {rule}"));
        assert_eq!(
            told,
            format!("in the schema, write `{line}`"),
            "{annotation}, {rule}"
        );
        // What the hint says is enough.
        if !line.contains('…') {
            assert_eq!(
                of_type("", annotation, &format!(", {line}")),
                "",
                "{annotation}"
            );
        }
    }
    let strict = of_type("", "StrictInt", ", type = 'int'");
    assert_eq!(strict, "a strict type takes no text: annotate it otherwise");
}

#[test]
fn a_rule_that_keeps_within_the_codes_type_is_not_told() {
    for (annotation, rule) in [
        ("int", "type = 'port'"),
        ("PositiveInt", "type = 'int', min = 5"),
        ("float", "type = 'int'"),
        ("PositiveFloat", "type = 'float', min = 0.1"),
        ("float = Field(ge=0)", "type = 'float', above = 0"),
        ("int | str", ""),
        ("str", "type = 'duration'"),
        ("Path", ""),
        ("timedelta", "type = 'duration', style = 'iso'"),
        ("AnyUrl", "type = 'url', schemes = ['https']"),
        (
            "PostgresDsn",
            "type = 'url', schemes = ['postgres'], hosts = ['db.example.org']",
        ),
        ("list[str]", "type = 'list', of = 'url', style = 'json'"),
        ("list", "type = 'list', style = 'json'"),
        ("set[int]", "type = 'list', of = 'port', style = 'json'"),
        ("UUID", "type = 'uuid', version = 7"),
        ("int", "type = 'enum', values = ['1', '2']"),
        ("Annotated[list[str], NoDecode]", "type = 'list'"),
        ("Annotated[int, BeforeValidator(len)]", ""),
        ("AwareDatetime", ""),
        ("Optional[PositiveInt] = None", "type = 'int', min = 1"),
        ("str = Field(pattern='^a')", "pattern = '^a'"),
    ] {
        let comma = if rule.is_empty() { "" } else { ", " };
        let told = of_type("", annotation, &format!("{comma}{rule}"));
        assert_eq!(told, "", "{annotation}, {rule}");
    }
    for (before, annotation, rule) in [
        (
            "    model_config = SettingsConfigDict(enable_decoding=False)\n",
            "list[str]",
            "",
        ),
        (
            "    @field_validator('k', mode='before')\n    def f(cls, v): ...\n",
            "int",
            "",
        ),
        (
            "    model_config = SettingsConfigDict(env_ignore_empty=True)\n",
            "int",
            ", type = 'int', allow_empty = true",
        ),
    ] {
        assert_eq!(of_type(before, annotation, rule), "", "{before}");
    }
    let validator = "    @field_validator('k', mode='before')\n    def f(cls, v): ...\n";
    assert_eq!(
        of_type(validator, "list[str]", ", type = 'list'"),
        "in the schema, write `type = \"json\"`"
    );
    assert_eq!(
        of_type("", "int", ", type = 'int', allow_empty = true"),
        "in the schema, remove `allow_empty`"
    );
}

#[test]
fn a_value_that_only_the_codes_type_refuses_is_told_and_not_shown() {
    for (annotation, rule, value) in [
        (
            "tuple[int, str]",
            "type = 'json', shape = 'array'",
            "[1, 2345678901]",
        ),
        (
            "dict[str, int]",
            "type = 'json', shape = 'object'",
            "{\"a\": \"b2345678901\"}",
        ),
        (
            "list[constr(max_length=2)]",
            "type = 'json', shape = 'array'",
            "[\"12345678901\"]",
        ),
        (
            "HttpUrl",
            "type = 'url', schemes = ['http']",
            &format!("http://x/{}", "y".repeat(2083)),
        ),
        (
            "constr(strip_whitespace=True, min_length=3)",
            "min_length = 3",
            "  a",
        ),
    ] {
        let code = format!(
            "from pydantic import *\nfrom pydantic_settings import BaseSettings\n\
             class S(BaseSettings):\n    k: {annotation}\n"
        );
        let case = Case::with_schema(&format!("[secrets]\nK = {{ {rule} }}\n"))
            .file("a.py", code)
            .host("K", value);
        case.again(&["check", "--code"])
            .status(0)
            .tells(", which refuses the value\nsecrun: hint: correct the value, or the type")
            .never(value);
    }
}

#[test]
fn a_word_that_names_a_backend_is_no_secret_in_the_code() {
    let case = Case::with_schema("[secrets]\nCACHE_URL = {}\nDB_PASSWORD = {}\n")
        .file(
            "a.py",
            "import os\nos.getenv('CACHE_URL', 'redis')\nos.getenv('DB_PASSWORD', 'postgres')\n",
        )
        .args(["check", "--code"]);
    case.output()
        .status(1)
        .tells("a.py:3:11: DB_PASSWORD: a secret with a default in the code")
        .never("CACHE_URL: a secret with");
}

#[test]
fn a_switch_that_the_code_takes_without_a_cast_is_told() {
    for (code, told) in [
        ("DEBUG = os.environ.get('DEBUG', False)", true),
        ("DEBUG = bool(os.getenv('DEBUG', 'no'))", true),
        ("app.run(debug=os.getenv('DEBUG', False))", true),
        ("if not os.environ['DEBUG']:\n    pass", true),
        ("os.getenv('DEBUG', False) in (True, 'true')", false),
        ("str(os.getenv('DEBUG', False)).lower() == 'true'", false),
        ("bool(int(os.getenv('DEBUG', 0)))", false),
        ("strtobool(os.getenv('DEBUG', False))", false),
        ("parsed(os.getenv('DEBUG', False))", false),
        ("os.getenv('DEBUG', False) == 'enabled'", false),
        ("DEBUG = os.getenv('DEBUG', 'no') == 'yes'", false),
    ] {
        let case = Case::with_schema("[settings]\nDEBUG = { type = \"bool\", default = false }\n")
            .file("a.py", format!("import os\n{code}\n"))
            .args(["check", "--code"]);
        let outcome = case.output();
        let outcome = outcome.status(0);
        let message = "DEBUG: the code takes any text as true, `False` and `0` too";
        if told {
            outcome.tells(message);
        } else {
            outcome.never(message);
        }
    }
}

#[test]
fn a_dollar_at_the_start_is_told_where_django_environ_reads_the_key() {
    let code = |env: &str| format!("import environ\nenv = {env}\nenv('SECRET_KEY')\n");
    for (env, value, told) in [
        ("environ.Env()", format!("'${CANARY}'"), true),
        ("environ.Env()", format!("'{CANARY}$'"), false),
        (
            "environ.Env(interpolate=False)",
            format!("'${CANARY}'"),
            false,
        ),
        (
            "environ.Env()\nenv.interpolate = False",
            format!("'${CANARY}'"),
            false,
        ),
    ] {
        let case = Case::with_schema("[secrets]\nSECRET_KEY = {}\n")
            .file(".env", format!("SECRET_KEY={value}\n"))
            .file("settings.py", code(env))
            .args(["check", "--code"]);
        let outcome = case.output();
        let outcome = outcome.status(0);
        let message = "SECRET_KEY: its value begins with `$`, which django-environ takes";
        if told {
            outcome.tells(message);
        } else {
            outcome.never(message);
        }
    }
}

#[test]
fn every_format_has_the_codes_and_places() {
    for (format, expected) in [
        ("json", "\"code.undeclared\""),
        ("sarif", "\"code.undeclared\""),
        (
            "github",
            "::error file=app.py,line=6,col=12,title=secrun code.undeclared::",
        ),
    ] {
        let case = Case::with_schema(SCHEMA)
            .file("app.py", code())
            .args(["check", "--code", "--format", format]);
        case.output().status(1).says(expected);
    }
}

#[test]
fn without_the_flag_no_code_is_read() {
    let case = Case::with_schema(SCHEMA)
        .file("app.py", code())
        .args(["check"]);
    case.output().status(0).never("NOT_DECLARED");
}

#[test]
fn tests_and_ignored_folders_stop_nothing() {
    let case = Case::with_schema("[settings]\nA = { required = false }\n")
        .file("a.py", "import os\nos.getenv('A')\n")
        .file(
            "tests/test_a.py",
            "import os\nos.environ['ONLY_IN_TESTS']\n",
        )
        .file("venv/lib/x.py", "import os\nos.environ['OF_A_LIBRARY']\n")
        .args(["check", "--code"]);
    case.output()
        .status(0)
        .tells("warning: tests/test_a.py:2:12: ONLY_IN_TESTS")
        .never("OF_A_LIBRARY");
}

fn reads(name: &str) -> String {
    format!("import os\nos.environ['{name}']\n")
}

/// A repository of files of which each reads a name, with git's own word on
/// some of them.
fn repository() -> Ground {
    let ground = Ground::new();
    ground.write(".gitignore", ".env\nmade/\n");
    ground.write("kept/made/forced.py", reads("FORCED"));
    ground.git(&["add", "--force", "kept/made/forced.py"]);
    ground.write("committed.py", reads("COMMITTED"));
    ground.write("gone.py", reads("GONE"));
    ground.commit("begin");
    ground.remove("gone.py");
    ground.write("new/fresh.py", reads("NEW"));
    ground.write("made/y.py", reads("MADE"));
    ground.write("venv/lib/x.py", reads("OF_A_LIBRARY"));
    ground.write("other/pyvenv.cfg", "");
    ground.write("other/x.py", reads("OF_AN_ENVIRONMENT"));
    ground.write("inner/x.py", reads("OF_A_REPOSITORY"));
    ground.write("inner/passed.py", reads("PASSED"));
    ground.write("inner/.gitignore", "passed.py\n");
    ground.git_in("inner", &["init", "-q"]);
    ground
}

#[test]
fn of_a_repository_is_read_what_git_does_not_ignore() {
    let outcome = repository().case.again(&["check", "--code"]);
    for name in ["FORCED", "COMMITTED", "NEW", "OF_A_REPOSITORY"] {
        assert!(
            outcome.stderr.contains(&format!(": {name}: ")),
            "{name}\n{}",
            outcome.stderr
        );
    }
    for name in [
        "GONE",
        "MADE",
        "OF_A_LIBRARY",
        "OF_AN_ENVIRONMENT",
        "PASSED",
    ] {
        assert!(
            !outcome.stderr.contains(&format!(": {name}: ")),
            "{name}\n{}",
            outcome.stderr
        );
    }
}

#[test]
fn a_hook_of_git_reads_the_same_files_below_its_folder() {
    let ground = Ground::new();
    ground.write(".gitignore", "made/\n");
    ground.write("sub/secrun.toml", crate::scan::ground::SCHEMA);
    ground.write("sub/kept.py", reads("KEPT"));
    ground.write("sub/made/y.py", reads("MADE"));
    ground.commit("begin");
    ground.git(&["worktree", "add", "-q", "../linked"]);
    for folder in ["repo", "linked"] {
        let folder = ground.case.path().join(folder);
        fs::create_dir_all(folder.join("sub/made")).unwrap();
        fs::write(folder.join("sub/made/y.py"), reads("MADE")).unwrap();
        let told = ground.git_in(
            folder.to_str().unwrap(),
            &["rev-parse", "--absolute-git-dir"],
        );
        let mut check = ground.case.command();
        check
            .current_dir(&folder)
            .args(["check", "--code", "--schema", "sub/secrun.toml"])
            .env("GIT_DIR", &told)
            .env("GIT_INDEX_FILE", format!("{told}/index"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let output = finish(check, b"");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(
            stderr.contains(": KEPT: ") && !stderr.contains(": MADE: "),
            "{stderr}"
        );
    }
}

#[test]
fn a_project_in_an_ignored_folder_is_read_all_the_same() {
    let ground = Ground::new();
    ground.write(".gitignore", "*\n");
    ground.write("a.py", reads("A_NAME"));
    ground
        .case
        .again(&["check", "--code"])
        .status(1)
        .tells(": A_NAME: ");
}

#[test]
fn what_init_wrote_agrees_with_the_code() {
    let text = "import os\nos.getenv('API_KEY')\nint(os.environ.get('PORT', '1'))\nos.environ['PYTHONPATH']\nos.getenv('USER')\n";
    let case = Case::new().file("a.py", text).args(["init"]);
    case.output().status(0);
    case.args_anew(["check", "--code"])
        .output()
        .status(0)
        .never("error");
}

#[test]
fn what_a_client_reads_by_itself_is_declared_and_used() {
    let case = Case::new()
        .file("app.py", "import replicate, boto3\nfrom cohere import Client\nreplicate.run('x')\nboto3.client('s3')\nClient()\n")
        .file("secrun.toml", "version = 1\n[secrets]\nCO_API_KEY = { required = false }\nOTHER = { required = false }\n")
        .args(["check", "--code"]);
    case.output()
        .status(1)
        .tells("app.py:3:1: REPLICATE_API_TOKEN: `replicate` reads it by itself, but the schema does not declare it")
        .tells("OTHER: declared, but no Python code reads it")
        .never("AWS_SECRET_ACCESS_KEY")
        .never("CO_API_KEY: ");
}
