//! `secrun init` on small projects.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use crate::case::{CANARY, Case, assert_no_canary};
use crate::scan::ground::Ground;

const CONFIG: &str = "\
import os
from pydantic import SecretStr
from pydantic_settings import BaseSettings

class Settings(BaseSettings):
    openai_api_key: SecretStr
    log_level: str = 'INFO'
    workers: int = 4

PORT = int(os.environ.get('PORT', '8000'))
# os.getenv('NEVER_READ')
";

fn read(case: &Case, path: &str) -> String {
    fs::read_to_string(case.path().join(path)).unwrap()
}

#[test]
fn a_project_gets_a_schema_that_its_code_and_its_env_file_agree_with() {
    let case = Case::new()
        .file("app/config.py", CONFIG)
        .file(".env", format!("OPENAI_API_KEY={CANARY}\nEXTRA=1\n"))
        .mode(".env", 0o644)
        .file(".gitignore", "*.pyc\n")
        .args(["init"]);
    case.output()
        .status(0)
        .says("OPENAI_API_KEY  secret   string  yes       the code declares it as `SecretStr`")
        .says("wrote secrun.toml\nwrote .secrun.schema.json for editors; commit it too\nwrote .env.example\nadded .env to .gitignore\nmade .env readable only by you (0600)\n")
        .never("NEVER_READ");
    let schema = read(&case, "secrun.toml");
    for line in [
        "[secrets]\n# app/config.py:6; the code declares it as `SecretStr`\nOPENAI_API_KEY = {}\n",
        "# .env:2\nEXTRA = { required = false }\n",
        "LOG_LEVEL = { default = \"INFO\" }\n",
        "PORT = { type = \"int\", default = 8000 }\n",
        "WORKERS = { type = \"int\", default = 4 }\n",
    ] {
        assert!(schema.contains(line), "{line}\n{schema}");
    }
    for file in ["secrun.toml", ".env.example", ".gitignore"] {
        assert_no_canary(read(&case, file).as_bytes(), file);
    }
    let mode = fs::metadata(case.path().join(".env"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(read(&case, ".gitignore"), "*.pyc\n.env\n");
    let leftovers = fs::read_dir(case.path()).unwrap().flatten();
    assert!(
        leftovers
            .into_iter()
            .all(|entry| !entry.file_name().to_string_lossy().ends_with(".tmp"))
    );
    case.args_anew(["check"]).output().status(0);
}

#[test]
fn what_init_writes_of_env_example_is_what_example_writes() {
    let case = Case::new()
        .file("app/config.py", CONFIG)
        .file(".env", "EXTRA=1\n")
        .args(["init"]);
    case.output().status(0);
    let begun = read(&case, ".env.example");
    assert!(begun.contains("# secret, required, type string\nOPENAI_API_KEY=\n"));
    case.again(&["example", "--check"]).status(0);
    case.again(&["example", "--stdout"])
        .status(0)
        .stdout(&begun);
    // It is secrun's own, so a later schema may go over it.
    let case = case.file("secrun.toml", "version = 1\n[settings]\nOTHER = {}\n");
    case.again(&["example"])
        .status(0)
        .stdout("wrote .env.example\n");
}

#[test]
fn a_secrets_value_that_the_code_has_too_is_not_written_anywhere() {
    let code = format!(
        "import os\nfrom typing import Literal\nfrom pydantic_settings import BaseSettings\n\
         os.environ['API_KEY']\nos.getenv('SAME', '{CANARY}')\nos.getenv('PART', 'x-{CANARY}/y')\n\
         class Settings(BaseSettings):\n    mode: Literal['{CANARY}', 'b'] = 'b'\n"
    );
    let case = Case::new()
        .file("a.py", &code)
        .file(".env", format!("API_KEY={CANARY}\n"))
        .args(["init", "--dry-run"]);
    case.output().status(0);
    let case = case.args_anew(["init"]);
    case.output().status(0);
    for file in ["secrun.toml", ".env.example"] {
        assert_no_canary(read(&case, file).as_bytes(), file);
    }
    assert!(read(&case, "secrun.toml").contains("MODE = { default = \"b\" }\n"));
    // Nor where a schema declares the secret, under a name that no code reads.
    for (schema, key) in [
        ("KEY = {}", "KEY"),
        ("KEY = { aliases = [\"OLD\"] }", "OLD"),
    ] {
        let case = Case::new()
            .file("a.py", &code)
            .file(".env", format!("{key}={CANARY}\n"))
            .file("secrun.toml", format!("version = 1\n[secrets]\n{schema}\n"))
            .args(["init"]);
        case.output().status(0).says("MODE = { default = \"b\" }\n");
        case.again(&["init", "--write"]).status(0);
        assert_no_canary(read(&case, "secrun.toml").as_bytes(), key);
    }
}

#[test]
fn an_empty_folder_gets_a_schema_that_is_valid() {
    let case = Case::new().args(["init"]);
    case.output()
        .status(0)
        .says("no keys found")
        .says("wrote secrun.toml");
    assert!(!case.path().join(".gitignore").exists());
    case.args_anew(["check"]).output().status(0);
}

#[test]
fn a_repository_is_made_to_ignore_the_env_file_once() {
    let after = |ground: Ground, place: &str, rules: &str| {
        for begun in ["secrun.toml", ".gitignore"] {
            ground.remove(begun);
        }
        ground.write(place, rules);
        ground.case.again(&["init"]).status(0);
        read(&ground.case, "repo/.gitignore")
    };
    let case = |ground: fn() -> Ground, rules: &str, expected: &str| {
        assert_eq!(after(ground(), ".gitignore", rules), expected, "{rules}");
    };
    for rules in [".env\n", "/.env*\n!.env.example\n", "*.env\n", "*\n"] {
        case(Ground::new, rules, rules);
    }
    case(Ground::new, "*.py", "*.py\n.env\n");
    case(Ground::new, ".env\n!.env", ".env\n!.env\n.env\n");
    case(Ground::bare_of_git, "/.env\n", "/.env\n");
    case(Ground::bare_of_git, "a\n", "a\n.env\n");
    // What one clone ignores, another one does not.
    let own = after(Ground::new(), ".git/info/exclude", ".env\n");
    assert_eq!(own, ".env\n");
}

#[test]
fn a_dry_run_writes_nothing() {
    let case = Case::new()
        .file("a.py", CONFIG)
        .file(".env", "A=1\n")
        .args(["init", "--dry-run"]);
    let outcome = case
        .output()
        .status(0)
        .says("version = 1")
        .tells("OPENAI_API_KEY");
    assert!(
        outcome
            .stdout
            .starts_with("#:schema ./.secrun.schema.json\n")
    );
    for path in ["secrun.toml", ".env.example", ".secrun.schema.json"] {
        assert!(!case.path().join(path).exists(), "{path}");
    }
}

#[test]
fn a_schema_that_is_there_stays_and_is_added_to_on_request() {
    let old = "# mine\nversion = 1\n\n[settings]\n# the port\nPORT = { type = \"port\" } # kept\n\n[scopes]\na = []\n";
    let case = Case::new()
        .file("a.py", CONFIG)
        .file("secrun.toml", old)
        .args(["init"]);
    case.output()
        .status(0)
        .says("OPENAI_API_KEY = {")
        .says("secrun.toml already exists and was left unchanged")
        .tells("--write");
    assert_eq!(read(&case, "secrun.toml"), old);
    let case = case.args_anew(["init", "--write"]);
    case.output().status(0).says("added to secrun.toml");
    let new = read(&case, "secrun.toml");
    assert!(
        new.starts_with(
            "# mine\nversion = 1\n\n[settings]\n# the port\nPORT = { type = \"port\" } # kept\n"
        ),
        "{new}"
    );
    assert!(
        new.contains("[secrets]\n")
            && new.contains("OPENAI_API_KEY = ")
            && new.contains("WORKERS = "),
        "{new}"
    );
    case.output().status(0).says("nothing to add");
    let case = case.args_anew(["init", "--force"]);
    case.output().status(0).says("wrote secrun.toml");
    assert!(!read(&case, "secrun.toml").contains("# mine"));
}

#[test]
fn a_link_in_the_schemas_place_is_not_followed() {
    let case = Case::new()
        .file("elsewhere.toml", "version = 1\n")
        .args(["init", "--force"]);
    symlink("elsewhere.toml", case.path().join("secrun.toml")).unwrap();
    case.output()
        .status(2)
        .tells("secrun: error: secrun.toml: already exists, and secrun does not replace it");
    assert_eq!(read(&case, "elsewhere.toml"), "version = 1\n");
}

#[test]
fn values_decide_and_are_never_written() {
    let stripe = format!("{}_{}_{}", "sk", "live", "4eC39HqLyjWDarjtT1zdp7dc");
    let url = format!("postgres://app:{CANARY}@db/x");
    let env = format!(
        "BILLING={stripe}\nSTORE={url}\nCOPY=x-${{STORE}}\nFLAG=true\nOPEN_URL=https://example.org\nODD={CANARY}42\n"
    );
    let case = Case::new().file(".env", env).args(["init"]);
    let outcome = case.output().status(0);
    assert!(!outcome.stdout.contains(&stripe));
    let schema = read(&case, "secrun.toml");
    for line in [
        "BILLING = { format = \"stripe\" }",
        "STORE = {}",
        "COPY = {}",
        "ODD = {}",
        "FLAG = { type = \"bool\" }",
        "OPEN_URL = { type = \"url\" }",
    ] {
        assert!(schema.contains(line), "{line}\n{schema}");
    }
    let settings = schema.find("[settings]").unwrap();
    for name in ["BILLING", "STORE", "COPY", "ODD"] {
        assert!(
            schema.find(&format!("\n{name} = ")).unwrap() < settings,
            "{name}"
        );
    }
    for file in ["secrun.toml", ".env.example"] {
        let text = read(&case, file);
        assert_no_canary(text.as_bytes(), file);
        assert!(!text.contains(&stripe), "{file}");
    }
    case.args_anew(["check"]).output().status(0);
}

/// A name says whose key it is, and not which form it has.
#[test]
fn a_format_is_written_where_a_value_has_it() {
    let mixed = "x7Qm3Zk9Vt2Rw8Yh4Nb6Pl0Cd5Ef1Gj3Ls8T";
    let hex = "9f86d081884c7d659a2feaa0c55ad015";
    let env = format!(
        "GITHUB_TOKEN={}p_{mixed}\nPINECONE_API_KEY=3f2b8c1e-9d47-4a6b-8e5f-0c7d1a2b3e4f\n\
         VERCEL_TOKEN={}\nLANGCHAIN_API_KEY=ls_{}{hex}\nOPENAI_API_KEY={CANARY}\n\
         ANTHROPIC_API_KEY=\nGROQ_API_KEY=gsk_your-key-here\n",
        "gh",
        &mixed[..24],
        "_",
    );
    let case = Case::new().file(".env", env).args(["init"]);
    case.output().status(0);
    let schema = read(&case, "secrun.toml");
    for line in [
        "\nGITHUB_TOKEN = { format = \"github\" }\n",
        "\nPINECONE_API_KEY = { format = \"pinecone\" }\n",
        "\nVERCEL_TOKEN = { format = \"vercel\" }\n",
        "\nLANGCHAIN_API_KEY = { format = \"langsmith\" }\n",
        "\nOPENAI_API_KEY = {}\n",
        "\nGROQ_API_KEY = {}\n",
    ] {
        assert!(schema.contains(line), "{line}\n{schema}");
    }
    let anthropic = schema.lines().find(|line| line.starts_with("ANTHROPIC"));
    assert!(!anthropic.unwrap().contains("format"), "{schema}");
    case.again(&["check"]).status(0).never("warning");
}

#[test]
fn what_may_be_a_secret_is_one_and_is_not_shown() {
    let secrets = [
        "PIN",
        "DB_PW",
        "PGPASSWD",
        "AUTH",
        "HMAC",
        "JWT",
        "MNEMONIC",
        "SESSION",
        "BASIC_AUTH",
        "OTP_SEED",
        "CONN",
        "STORE",
        "CODE_PASSWORD",
    ];
    let settings = [
        "AUTH_ENABLED",
        "SESSION_TIMEOUT_SEC",
        "JWT_ALGORITHM",
        "TOKEN_TTL",
        "PIN_COUNT",
        "CONN_MAX_AGE",
        "SESSION_BACKEND",
        "ADMIN_AUTH",
        "RANDOM_SEED",
        "LED_PIN",
    ];
    let value = |name: &str| match name {
        "PIN" => "4821",
        "CODE_PASSWORD" => "12345678",
        "STORE" => "Server=x;Password=test-not-a-real-key;",
        "BASIC_AUTH" => "bob:test-not-a-real-key",
        "AUTH_ENABLED" => "true",
        "SESSION_TIMEOUT_SEC" | "TOKEN_TTL" | "CONN_MAX_AGE" => "3600",
        "PIN_COUNT" | "RANDOM_SEED" | "LED_PIN" => "17",
        "JWT_ALGORITHM" => "HS256",
        "SESSION_BACKEND" | "ADMIN_AUTH" => "none",
        _ => "hunter2",
    };
    let names = secrets.iter().chain(&settings);
    let env: Vec<_> = names
        .map(|name| format!("{name}={}\n", value(name)))
        .collect();
    let case = Case::new().file(".env", env.concat()).args(["init"]);
    case.output().status(0);
    let schema = read(&case, "secrun.toml");
    let begin = schema.find("[settings]").unwrap();
    let place = |name: &str| schema.find(&format!("\n{name} = ")).unwrap();
    for name in secrets {
        assert!(place(name) < begin, "{name}\n{schema}");
    }
    for name in settings {
        assert!(place(name) > begin, "{name}\n{schema}");
    }
    let shown = case.args_anew(["check"]).output().status(0);
    for text in ["4821", "12345678", "hunter2"] {
        assert!(!shown.stdout.contains(text), "{text}\n{}", shown.stdout);
    }
}

#[test]
fn a_token_in_a_names_place_is_not_taken() {
    let case = Case::new()
        .file(
            "a.py",
            format!("import os\nos.getenv('{CANARY}0123')\nos.getenv('GOOD')\n"),
        )
        .file(".env", format!("{CANARY}99=\nGOOD=1\n"))
        .args(["init"]);
    case.output().status(0).says("GOOD");
    assert_no_canary(read(&case, "secrun.toml").as_bytes(), "secrun.toml");
    assert_no_canary(read(&case, ".env.example").as_bytes(), ".env.example");
}

#[test]
fn the_projects_own_example_with_fakes_passes_the_check() {
    let example =
        "SECRET_KEY=changeme\nOPENAI_API_KEY=\nWORKERS=2\nHOSTS=a,b\nEMPTY=\nDEBUG=True\n";
    let code = "import os\nSECRET = os.environ['SECRET_KEY']\nKEY = os.environ['OPENAI_API_KEY']\nint(os.environ['WORKERS'])\nos.getenv('EMPTY')\nos.getenv('NOT_LISTED')\n";
    let case = Case::new()
        .file("a.py", code)
        .file(".env.example", example)
        .args(["init"]);
    case.output().status(0);
    let filled = example
        .replace("SECRET_KEY=changeme", "SECRET_KEY=test-not-a-real-key")
        .replace("OPENAI_API_KEY=", "OPENAI_API_KEY=test-not-a-real-key");
    let case = case
        .file(".env", filled)
        .args_anew(["check", "--profile", "test"]);
    case.output().status(0);
    assert_eq!(read(&case, ".env.example"), example);
}

#[test]
fn the_env_files_that_compose_names_are_read() {
    let compose = "services:\n  web:\n    build: .\n    env_file: [./.env, deploy/web.env, \"${OTHER}/x.env\"]\n  \
        worker:\n    build: .\n    env_file:\n      - path: deploy/worker.env\n        required: false\n  \
        one:\n    build: .\n    env_file: missing.env\n  \
        db:\n    image: postgres\n    env_file: deploy/db.env\n";
    let case = Case::new()
        .file("compose.yaml", compose)
        .file(".env", "HERE=1\n")
        .file("deploy/web.env", format!("WEB_NAME=1\nODD={CANARY}42\n"))
        .file("deploy/worker.env", "WORKER_TOKEN=x\n")
        .file("deploy/db.env", "POSTGRES_DB=1\n")
        .args(["init", "--dry-run"]);
    case.output()
        .status(0)
        .says("# deploy/web.env:1\nWEB_NAME = {}\n")
        .says("# deploy/web.env:2; its value is hard to guess\nODD = {}\n")
        .says("# deploy/worker.env:1; named like a secret\nWORKER_TOKEN = {}\n")
        .says("# .env:1\nHERE = {}\n")
        .says("files = [\".env\", \"deploy/web.env\", \"deploy/worker.env\"]\n")
        .never("POSTGRES_DB");
    // They are layers of the schema, so that what they set is found.
    let case = case.args_anew(["init"]);
    case.output().status(0);
    case.again(&["check"]).status(0);
}

#[test]
fn a_value_in_a_compose_file_tells_a_secret_and_is_not_written() {
    let live = format!("{}_{}_{}", "sk", "live", "4eC39HqLyjWDarjtT1zdp7dc");
    let map = format!(
        "services:\n  a:\n    build: .\n    environment:\n      ODD: {CANARY}42\n      BILLING: {live}\n      MODE: fast\n"
    );
    let list = format!(
        "services:\n  a:\n    build: .\n    environment: ['LISTED={CANARY}42', 'LEVEL=3', '{CANARY}43']\n"
    );
    let case = Case::new()
        .file("compose.yaml", map)
        .file("docker-compose.yml", list)
        .args(["init"]);
    case.output().status(0).never(&live);
    let schema = read(&case, "secrun.toml");
    let settings = schema.find("[settings]").unwrap();
    for (name, secret) in [
        ("ODD", true),
        ("BILLING", true),
        ("LISTED", true),
        ("MODE", false),
        ("LEVEL", false),
    ] {
        let at = schema.find(&format!("\n{name} = ")).unwrap();
        assert_eq!(at < settings, secret, "{name}\n{schema}");
    }
    for file in ["secrun.toml", ".env.example"] {
        let text = read(&case, file);
        assert_no_canary(text.as_bytes(), file);
        assert!(!text.contains(&live), "{file}");
    }
}

#[test]
fn what_a_template_of_comments_leaves_out_is_not_required() {
    let code = "import os\nif 'CDN_TOKEN' in os.environ:\n    os.environ['CDN_EMAIL']\nos.getenv('LD_SUPERUSER_NAME')\n";
    let case = Case::new()
        .file("a.py", code)
        .file(".env.example", "# CSP=\"'self'\"\n")
        .args(["init"]);
    case.output().status(0);
    let schema = read(&case, "secrun.toml");
    assert!(
        schema.contains("CDN_EMAIL = { required = false }"),
        "{schema}"
    );
    // Not one of the loader's.
    assert!(
        schema.contains("LD_SUPERUSER_NAME = { required = false }"),
        "{schema}"
    );
    case.again(&["check"]).status(0);
}

#[test]
fn what_the_code_cannot_do_without_is_required_whatever_env_files_have() {
    let code = "import os\nos.environ['OTHER']\nos.environ['API_KEY']\nint(os.environ['PORT'])\n";
    let case = Case::new()
        .file("a.py", code)
        .file(".env", "OTHER=1\n")
        .args(["init"]);
    case.output().status(0);
    case.again(&["check"])
        .status(1)
        .tells("API_KEY: missing")
        .tells("PORT: missing");
}

#[test]
fn what_the_program_reads_at_its_start_is_required_whatever_scripts_do() {
    let case = Case::new()
        .file(
            "app/main.py",
            "import os\nA = os.environ['ON_IMPORT']\ndef f():\n    os.getenv('ON_IMPORT')\n\
             def g():\n    os.environ['LATER']\n    os.getenv('LATER')\n",
        )
        .file(
            "scripts/release.py",
            "import os\nos.environ['OF_A_SCRIPT']\n",
        )
        .file("docs/make.py", "import os\nos.environ['ON_IMPORT'] = 'x'\n")
        .args(["init"]);
    case.output().status(0);
    let schema = read(&case, "secrun.toml");
    for line in [
        "ON_IMPORT = {}\n",
        "LATER = { required = false }\n",
        "OF_A_SCRIPT = { required = false }\n",
    ] {
        assert!(schema.contains(line), "{line}\n{schema}");
    }
    let case = Case::new()
        .file(
            "scripts/release.py",
            "import os\nos.environ['OF_A_SCRIPT']\n",
        )
        .args(["init"]);
    case.output().status(0);
    assert!(read(&case, "secrun.toml").contains("OF_A_SCRIPT = {}\n"));
}

#[test]
fn a_name_of_the_projects_own_is_declared_where_a_preset_has_a_glob_for_it() {
    let code = "import os\nfor name in ('GITHUB_CLIENT_ID', 'GITHUB_SHA', 'UV_LAMP', 'CI'):\n    os.getenv(name)\n";
    let case = Case::new().file("a.py", code).args(["init"]);
    case.output().status(0);
    let schema = read(&case, "secrun.toml");
    for part in [
        "\nGITHUB_CLIENT_ID = { required = false }\n",
        "\nUV_LAMP = { required = false }\n",
        "# The code also reads these, which the presets above pass:\n# CI GITHUB_SHA\n",
    ] {
        assert!(schema.contains(part), "{part}\n{schema}");
    }
    case.again(&["check", "--code"]).status(0);
    let case = Case::new()
        .file("a.py", code)
        .file(
            "secrun.toml",
            "version = 1\n[env]\ninherit = [\"@base\", \"@ci\"]\n",
        )
        .args(["check", "--code"]);
    case.output()
        .status(1)
        .tells("GITHUB_CLIENT_ID: the code reads it, but the schema does not declare it")
        .tells("UV_LAMP: the code reads it")
        .never("GITHUB_SHA");
}

#[test]
fn settings_that_ignore_case_take_the_spelling_of_the_env_file() {
    let code = "from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n    database_url: str\n    debug: bool = False\n";
    let case = Case::new()
        .file("conf.py", code)
        .file(
            ".env",
            "database_url=postgres://app:made-up-word@db/app\nDebug=true\n",
        )
        .args(["init"]);
    case.output().status(0);
    let schema = read(&case, "secrun.toml");
    for line in [
        "\ndatabase_url = {}\n",
        "\nDebug = { type = \"bool\", default = false }\n",
    ] {
        assert!(schema.contains(line), "{line}\n{schema}");
    }
    assert!(!schema.contains("DATABASE_URL") && !schema.contains("DEBUG"));
    case.again(&["check", "--code"])
        .status(0)
        .never("no Python code reads it")
        .never("does not declare it");
    case.again(&["init"]).status(0).says("nothing to add");
}

#[test]
fn several_names_of_one_field_are_one_key() {
    let code = "from pydantic import AliasChoices, Field, SecretStr\nfrom pydantic_settings import BaseSettings\nclass S(BaseSettings):\n    key: SecretStr = Field(validation_alias=AliasChoices('NEW_KEY', 'OLD_KEY'))\n";
    let case = Case::new()
        .file("conf.py", code)
        .file(".env", "OLD_KEY=test-not-a-real-key\n")
        .args(["init"]);
    case.output().status(0);
    let schema = read(&case, "secrun.toml");
    assert!(
        schema.contains("\nNEW_KEY = { aliases = [\"OLD_KEY\"] }\n"),
        "{schema}"
    );
    assert!(!schema.contains("\nOLD_KEY"), "{schema}");
    case.again(&["check", "--code"]).status(0);
    case.again(&["init"]).status(0).says("nothing to add");
    fs::remove_file(case.path().join(".env")).unwrap();
    case.again(&["check"]).status(1).tells("NEW_KEY: missing");
}

#[test]
fn the_code_cells_of_notebooks_are_read() {
    let notebook = r#"{
 "cells": [
  {"cell_type": "markdown", "source": ["os.environ['NEVER']"]},
  {
   "cell_type": "code",
   "source": [
    "%load_ext autoreload\n",
    "import os\n",
    "key = os.environ['COHERE_API_KEY']\n",
    "model = os.environ.get('MODEL', 'small')\n"
   ]
  }
 ],
 "nbformat": 4
}"#;
    let case = Case::new().file("guide.ipynb", notebook).args(["init"]);
    case.output().status(0).never("NEVER");
    let schema = read(&case, "secrun.toml");
    for part in [
        "# guide.ipynb:9; named like a provider's key\nCOHERE_API_KEY = {}\n",
        "# guide.ipynb:10\nMODEL = { default = \"small\" }\n",
    ] {
        assert!(schema.contains(part), "{part}\n{schema}");
    }
    case.again(&["check", "--code"])
        .status(1)
        .never("no Python code reads it");
}

#[test]
fn what_compose_takes_from_its_environment_is_declared() {
    let compose = "services:\n  app:\n    build: .\n    image: acme/app:${TAG:-latest}\n    labels: ['Host(`${DOMAIN:-$FALLBACK_DOMAIN}`)']\n    \
        environment:\n      API_KEY: ${APP_API_KEY:?set it}\n      LOG: ${LOG_LEVEL:-info}\n      PASSED_ON:\n  \
        mail:\n    image: smtp\n    environment:\n      - MAIL_NAME=$MAIL_HOST\n    command: sh -c 'echo $$NOT_ME'\n# ${NOR_ME}\n";
    let stage = "services:\n  traefik:\n    image: traefik:${TRAEFIK_TAG:?set it}\n";
    let case = Case::new()
        .file("compose.yaml", compose)
        .file("docker-compose.traefik.yml", stage)
        .args(["init"]);
    case.output()
        .status(0)
        .never("NOT_ME")
        .never("NOR_ME")
        .never("MAIL_NAME");
    let schema = read(&case, "secrun.toml");
    assert!(schema.contains("\nAPP_API_KEY = {}\n"), "{schema}");
    for name in [
        "TAG",
        "DOMAIN",
        "FALLBACK_DOMAIN",
        "LOG_LEVEL",
        "MAIL_HOST",
        "PASSED_ON",
        "TRAEFIK_TAG",
    ] {
        let line = format!("\n{name} = {{ required = false }}\n");
        assert!(schema.contains(&line), "{line}{schema}");
    }
    assert!(!schema.contains("\nAPI_KEY") && !schema.contains("\nLOG ="));
}

#[test]
fn an_env_file_that_cannot_be_read_may_have_more_to_add() {
    let case = Case::new()
        .file(".env", "A=1\n".repeat(1 << 20))
        .file("secrun.toml", "version = 1\n")
        .args(["init"]);
    case.output()
        .status(2)
        .tells("secrun: error: .env: ")
        .never("nothing to add");
}

#[test]
fn compose_and_workflows_tell_names_and_secrets() {
    let compose = "x-env: &env\n  SHARED: 1\nservices:\n  app:\n    build: .\n    environment:\n      <<: *env\n      APP_MODE: fast\n  db:\n    image: postgres\n    environment:\n      - POSTGRES_DB=x\n";
    let workflow = "jobs:\n  test:\n    steps:\n      - run: pytest\n        env:\n          DEPLOY: ${{ secrets.DEPLOY }}\n";
    let case = Case::new()
        .file("compose.yaml", compose)
        .file(".github/workflows/ci.yml", workflow)
        .file("a.py", "import os\nos.environ['DEPLOY']\n")
        .args(["init", "--dry-run"]);
    case.output()
        .status(0)
        .says("# a.py:2; a workflow sets it from `secrets`\nDEPLOY = {}\n")
        .says("# compose.yaml:8\nAPP_MODE = { required = false }\n")
        .says("SHARED = ")
        .never("POSTGRES_DB");
}

#[test]
fn what_the_schema_would_refuse_as_a_token_is_left_out() {
    let case = Case::new()
        .file(
            "tmp.q8Zx3Kd9Lw/a.py",
            "import os\nos.getenv('GOOD')\nos.getenv('x_ab1cd2ef')\n",
        )
        .within("tmp.q8Zx3Kd9Lw")
        .args(["init"]);
    case.output().status(0).says("GOOD");
    let schema = read(&case, "tmp.q8Zx3Kd9Lw/secrun.toml");
    assert!(
        !schema.contains("[project]") && !schema.contains("x_ab1cd2ef"),
        "{schema}"
    );
    case.again(&["check"]).status(0);
}

#[test]
fn python_of_any_depth_and_encoding_is_read_to_its_end() {
    let deep = |one: &str| {
        format!(
            "import os\nos.getenv('BEFORE')\nx{}\nos.getenv('AFTER')\n",
            one.repeat(20_000)
        )
    };
    let case = Case::new()
        .file("a.py", deep("()"))
        .file("b.py", deep(".y"))
        .file("c.py", deep("+1"))
        .file(
            "d.py",
            b"# -*- coding: latin-1 -*-\nimport os\nx = 'caf\xe9'\nos.getenv('LATIN')\n",
        )
        .file("e.py", b"\xef\xbb\xbfimport os\r\nos.getenv('MARKED')\r\n")
        .args(["init"]);
    case.output().status(0);
    let schema = read(&case, "secrun.toml");
    for name in ["BEFORE", "AFTER", "LATIN", "MARKED"] {
        assert!(schema.contains(&format!("\n{name} = ")), "{name}\n{schema}");
    }
    case.again(&["check", "--code"]).status(0);
}

#[test]
fn what_is_not_read_is_told_by_place() {
    let case = Case::new()
        .file(
            ".env",
            format!("GOOD=1\nBAD={CANARY}\u{0}\nOPEN='{CANARY}\n"),
        )
        .file(
            "a.py",
            "import os\nos.getenv(f'A_{x}')\nos.getenv(f'B_{x}')\nos.getenv('C'\n",
        )
        .args(["init"]);
    case.output()
        .status(0)
        .says(": not a statement, see secrun check")
        .says("a.py:2:11: a name computed at run time, so it is not in the schema (and 1 more)\n")
        .says("a.py: a syntax error, so the code may read more names\n");
}

#[test]
fn a_link_to_an_env_file_is_left_as_it_is_and_told() {
    let case = Case::new().file("shared.env", "A=1\n").args(["init"]);
    let shared = case.path().join("shared.env");
    symlink("shared.env", case.path().join(".env")).unwrap();
    fs::set_permissions(&shared, fs::Permissions::from_mode(0o644)).unwrap();
    case.output()
        .status(0)
        .says(".env is a link; others can read its target, which was left unchanged\n");
    assert_eq!(
        fs::metadata(&shared).unwrap().permissions().mode() & 0o777,
        0o644
    );
    fs::set_permissions(&shared, fs::Permissions::from_mode(0o600)).unwrap();
    case.again(&["init", "--force"])
        .status(0)
        .never("is a link");
}

#[test]
fn what_was_written_is_told_also_where_the_rest_fails() {
    let case = Case::new().file(".env", "A=1\n").args(["init"]);
    symlink("nowhere", case.path().join(".env.example")).unwrap();
    case.output()
        .status(2)
        .says("wrote secrun.toml\n")
        .tells("secrun: error: .env.example: already exists, and secrun does not replace it");
}

#[test]
fn additions_keep_the_ends_of_lines() {
    let old = "version = 1\r\n\r\n[settings]\r\n# one\r\nPORT = {}\r\n";
    let case = Case::new()
        .file(".env", "PORT=1\r\nOTHER=2\r\n")
        .file("secrun.toml", old)
        .args(["init", "--write"]);
    case.output().status(0);
    assert_eq!(
        read(&case, "secrun.toml"),
        format!("{old}# .env:2\r\nOTHER = {{}}\r\n")
    );
}

#[test]
fn an_env_file_that_git_tracks_is_told() {
    let case = Case::new().file(".env", "API_KEY=made-up-value\n");
    for words in [["init", "-q", "."].as_slice(), &["add", "-f", ".env"]] {
        let mut git = std::process::Command::new("git");
        git.args(words).current_dir(case.path());
        git.env("GIT_CONFIG_NOSYSTEM", "1").env("HOME", case.path());
        git.env_remove("GIT_DIR").env_remove("GIT_INDEX_FILE");
        assert!(git.output().unwrap().status.success());
    }
    let case = case.args(["init"]);
    case.output().says("git still tracks .env");
}

#[test]
fn what_cannot_be_done_stops_nothing_else_and_is_told_again() {
    for kind in ["a symbolic link", "a folder"] {
        let case = Case::new()
            .file("main.py", "import os\nkey = os.environ['API_KEY']\n")
            .file(".env", format!("API_KEY={CANARY}\n"))
            .mode(".env", 0o644)
            .file("rules", "*.pyc\n");
        let path = case.path().join(".gitignore");
        if kind == "a folder" {
            fs::create_dir(&path).unwrap();
        } else {
            symlink("rules", &path).unwrap();
        }
        let told = format!(
            "secrun: error: .gitignore: `.env` cannot be added to it: it is {kind}\n\
             secrun: hint: keep `.env` out of git by hand\n"
        );
        case.again(&["init"])
            .status(2)
            .stderr(&told)
            .says("wrote secrun.toml\n")
            .says("wrote .env.example\n")
            .says("made .env readable only by you (0600)\n");
        case.again(&["init"])
            .status(2)
            .stderr(&told)
            .says("nothing to add: secrun.toml has every key\n");
        assert_eq!(read(&case, "rules"), "*.pyc\n");
        // What was missed is done by the next run.
        if kind == "a folder" {
            fs::remove_dir(&path).unwrap();
        } else {
            fs::remove_file(&path).unwrap();
        }
        let case = case.file(".gitignore", "*.pyc\n").mode(".env", 0o644);
        case.again(&["init"])
            .status(0)
            .stderr("")
            .says("added .env to .gitignore\nmade .env readable only by you (0600)\n");
    }
}

#[test]
fn names_that_say_little_leave_it_to_the_values_and_the_code() {
    let env = "BOT_SERVICE_ACCOUNT=bot@project.iam.gserviceaccount.com\nUSE_SIGN_KEY=true\n\
               LOCAL_BROKER=broker.local:9092\nJOBS_REDIS=redis://localhost:6379/1\n";
    let code = "\
import os
os.getenv('APP_REDIS')
os.getenv('JOBS_REDIS')
os.getenv('EVENT_BROKER')
os.getenv('PRIMARY_DSN')
os.getenv('LOCAL_BROKER')
os.getenv('OTHER_BROKER', 'kafka:9092')
os.getenv('USE_REDIS')
os.getenv('FORCE_TRACE_KEY')
if os.getenv('FORCE_TEST_KEY'):
    pass
os.getenv('USE_SIGN_KEY')
os.getenv('USE_ID_TOKEN') == 'true'
os.getenv('GOOGLE_SERVICE_ACCOUNT')
os.getenv('BOT_SERVICE_ACCOUNT')
os.getenv('LDAP_EMAIL_KEY', 'mail')
os.getenv('SMTP_EMAIL_KEY')
os.getenv('LDAP_NAME_KEY', 'changeme')
os.getenv('CRYPT_KEY', 'mail')
os.getenv('APP_SESSION', 'files')
os.getenv('APP_AUTH', 'admin')
os.getenv('ADD_TOKEN', 'no') == 'yes'
os.getenv('AZURE_CONTAINER_PRIVATE')
";
    let case = Case::new().file(".env", env).file("main.py", code);
    case.again(&["init"]).status(0);
    let schema = read(&case, "secrun.toml");
    let begin = schema.find("[settings]").unwrap();
    let is_secret = |name: &str| schema.find(&format!("\n{name} = ")).unwrap() < begin;
    for name in [
        "APP_REDIS",
        "JOBS_REDIS",
        "EVENT_BROKER",
        "PRIMARY_DSN",
        "FORCE_TRACE_KEY",
        "GOOGLE_SERVICE_ACCOUNT",
        "SMTP_EMAIL_KEY",
        "LDAP_NAME_KEY",
        "CRYPT_KEY",
        "APP_AUTH",
    ] {
        assert!(is_secret(name), "{name}\n{schema}");
    }
    for name in [
        "LOCAL_BROKER",
        "OTHER_BROKER",
        "USE_REDIS",
        "FORCE_TEST_KEY",
        "USE_SIGN_KEY",
        "USE_ID_TOKEN",
        "BOT_SERVICE_ACCOUNT",
        "LDAP_EMAIL_KEY",
        "APP_SESSION",
        "ADD_TOKEN",
        "AZURE_CONTAINER_PRIVATE",
    ] {
        assert!(!is_secret(name), "{name}\n{schema}");
    }
}

#[test]
fn a_default_of_the_code_that_is_a_secret_is_not_copied() {
    // Put together here, as it looks like one of Slack's.
    let hook = format!(
        "https://hooks.slack.com/services/T0{0}/B0{0}/{0}{0}{0}",
        "NOTAREAL"
    );
    let code = format!(
        "import os\nos.environ.get('PIN_CODE', '4821')\nos.environ.get('ALERT_URL', '{hook}')\nos.environ.get('MAX_TOKENS', '4000')\n"
    );
    let case = Case::new().file("main.py", code);
    case.again(&["init"]).status(0);
    for file in ["secrun.toml", ".env.example"] {
        let text = read(&case, file);
        assert!(
            !text.contains("4821") && !text.contains("hooks.slack"),
            "{text}"
        );
        assert!(text.contains("4000"), "{text}");
    }
}

#[test]
fn values_and_what_the_code_does_with_them_decide_before_names() {
    let pem = "-----BEGIN PRIVATE KEY-----\\nAAAA\\n-----END PRIVATE KEY-----\\n";
    let env = format!(
        "GOOGLE_SERVICE_ACCOUNT='{{\"type\": \"service_account\", \"private_key\": \"{pem}\"}}'\n\
         SERVER_CERT='{pem}'\nPHRASE='lunar basket copper vivid anchor meadow tunnel pepper'\n\
         HOSTS=a.example.com,b.example.com\n"
    );
    let code = "\
import environ
from pydantic import RedisDsn
from pydantic_settings import BaseSettings

env = environ.Env()
env.email_url()
env.cache('LOCAL', default='locmem://')
env.db_url('REPLICA_DB', default='sqlite:///x')
env('PS_STORAGE', default='postgres://app:test@db:5432/app')
env('POSTGRES_URL_OVERRIDE', default='')
env('QUEUE_URL', default='')
env('CACHE_URL_PREFIX', default='x')
env.url('HOME_PAGE', default='https://example.org')

class Settings(BaseSettings):
    limits: RedisDsn

import os
from starlette.config import Config
from starlette.datastructures import Secret
config = Config()
config('DB_LOGIN', cast=Secret)
os.getenv('REDIS_SESSIONS_URL')
os.getenv('DATABASE_READ_1_URL')
os.getenv('REPLICA_DATABASE_URLS')
os.getenv('LIMITER_STORAGE', 'redis://localhost:6379/1')
os.getenv('GCLOUD_SERVICE_JSON')
os.getenv('DATABASE_DOCS_URL')
os.getenv('REPLICA_DATABASE_URLS_DELIMITER')
os.getenv('API_KEY_THROTTLE_RATE')
";
    let case = Case::new().file(".env", env).file("main.py", code);
    case.again(&["init"]).status(0);
    let schema = read(&case, "secrun.toml");
    let begin = schema.find("[settings]").unwrap();
    let is_secret = |name: &str| schema.find(&format!("\n{name} = ")).unwrap() < begin;
    for name in [
        "GOOGLE_SERVICE_ACCOUNT",
        "SERVER_CERT",
        "PHRASE",
        "EMAIL_URL",
        "LOCAL",
        "REPLICA_DB",
        "PS_STORAGE",
        "POSTGRES_URL_OVERRIDE",
        "QUEUE_URL",
        "LIMITS",
        "DB_LOGIN",
        "REDIS_SESSIONS_URL",
        "DATABASE_READ_1_URL",
        "REPLICA_DATABASE_URLS",
        "LIMITER_STORAGE",
        "GCLOUD_SERVICE_JSON",
    ] {
        assert!(is_secret(name), "{name}\n{schema}");
    }
    for name in [
        "HOSTS",
        "CACHE_URL_PREFIX",
        "HOME_PAGE",
        "DATABASE_DOCS_URL",
        "REPLICA_DATABASE_URLS_DELIMITER",
        "API_KEY_THROTTLE_RATE",
    ] {
        assert!(!is_secret(name), "{name}\n{schema}");
    }
    let code = case.again(&["check", "--code"]);
    assert!(
        code.stderr.contains("PS_STORAGE: a secret with a default"),
        "{}",
        code.stderr
    );
}

#[test]
fn a_program_that_only_calls_clients_gets_their_keys() {
    let case = Case::new()
        .file(
            "main.py",
            "from openai import OpenAI\nfrom tavily import TavilyClient\nimport boto3\n\
             client = OpenAI()\nsearch = TavilyClient()\nbucket = boto3.client('s3')\n",
        )
        .args(["init"]);
    case.output().status(0).never("no keys found");
    let schema = read(&case, "secrun.toml");
    for line in [
        "# main.py:4, where `openai` reads it by itself; named like a provider's key\nOPENAI_API_KEY = {}\n",
        "TAVILY_API_KEY = {}\n",
        "AWS_SECRET_ACCESS_KEY = { required = false }\n",
        "AWS_DEFAULT_REGION = { required = false }\n",
    ] {
        assert!(schema.contains(line), "{line}\n{schema}");
    }
    assert!(!schema.contains("OPENAI_BASE_URL"), "{schema}");
}

#[test]
fn a_key_with_two_names_takes_the_one_that_the_project_uses() {
    let code = "from google import genai\nclient = genai.Client()\n";
    let case = Case::new()
        .file("main.py", code)
        .file(".env.example", "GEMINI_API_KEY=\n")
        .args(["init"]);
    case.output().status(0);
    let schema = read(&case, "secrun.toml");
    let line = "GEMINI_API_KEY = { aliases = [\"GOOGLE_API_KEY\"] }\n";
    assert!(schema.contains(line), "{schema}");
    let case = Case::new().file("main.py", code).args(["init"]);
    case.output().status(0);
    let schema = read(&case, "secrun.toml");
    let line = "GOOGLE_API_KEY = { aliases = [\"GEMINI_API_KEY\"] }\n";
    assert!(schema.contains(line), "{schema}");
}

#[test]
fn a_setting_of_a_client_is_declared_where_an_env_file_has_it() {
    let case = Case::new()
        .file("main.py", "from openai import OpenAI\nclient = OpenAI()\n")
        .file(".env", "OPENAI_BASE_URL=http://localhost:1234/v1\n")
        .args(["init"]);
    case.output().status(0);
    let schema = read(&case, "secrun.toml");
    assert!(schema.contains("\nOPENAI_BASE_URL = {"), "{schema}");
}

#[test]
fn what_other_languages_read_is_found_by_pattern_and_said_so() {
    let case = Case::new()
        .file("app.py", "import os\nos.environ['API_KEY']\n")
        .file(
            "web/src/main.ts",
            "const url = import.meta.env.VITE_API_URL;\nprocess.env.NODE_ENV;\n",
        )
        .file("web/node_modules/x/index.js", "process.env.OF_A_PACKAGE;\n")
        .file(
            "dbt/profiles.yml",
            "password: \"{{ env_var('DBT_PASSWORD') }}\"\n",
        )
        .file(
            "conf/config.yaml",
            "key: ${oc.env:WANDB_API_KEY}\nmodel: os.environ/AZURE_API_KEY\n",
        )
        .file(
            ".mcp.json",
            "{\"mcpServers\": {\"a\": {\"env\": {\"X\": \"${SEARCH_TOKEN}\"}}}}\n",
        )
        .args(["init"]);
    case.output().status(0);
    let schema = read(&case, "secrun.toml");
    for line in [
        "# web/src/main.ts:1, found by pattern\nVITE_API_URL = { required = false }\n",
        "# dbt/profiles.yml:1, found by pattern; named like a secret\nDBT_PASSWORD = { required = false }\n",
        "WANDB_API_KEY = { required = false }\n",
        "AZURE_API_KEY = { required = false }\n",
        "SEARCH_TOKEN = { required = false }\n",
        "API_KEY = {}\n",
    ] {
        assert!(schema.contains(line), "{line}\n{schema}");
    }
    assert!(!schema.contains("OF_A_PACKAGE"), "{schema}");
    assert!(!schema.contains("\nNODE_ENV ="), "{schema}");
    case.args_anew(["check", "--code"])
        .output()
        .never("declared, but no");
}

#[test]
fn the_project_is_named_as_in_pyproject() {
    for (text, name) in [
        ("[project]\nname = \"research-agents\"\n", "research-agents"),
        ("[tool.poetry]\nname = \"old_style\"\n", "old_style"),
    ] {
        let case = Case::new().file("pyproject.toml", text).args(["init"]);
        case.output().status(0);
        let schema = read(&case, "secrun.toml");
        assert!(
            schema.contains(&format!("[project]\nname = \"{name}\"\n")),
            "{schema}"
        );
    }
}

#[test]
fn what_each_program_reads_is_proposed_as_its_scope() {
    let case = Case::new()
        .file("shared/models.py", "from openai import OpenAI\ndef model():\n    return OpenAI()\n")
        .file("shared/__init__.py", "")
        .file(
            "worker.py",
            "import os\nfrom shared.models import model\nif __name__ == '__main__':\n    os.environ['QUEUE_TOKEN']\n",
        )
        .file("report/main.py", "def main():\n    from shared import models\nif __name__ == '__main__':\n    main()\n")
        .file("unused.py", "import os\nos.environ['OTHER_TOKEN']\n")
        .args(["init"]);
    case.output().status(0);
    let schema = read(&case, "secrun.toml");
    let scopes = "# [scopes]\n# report = [\"OPENAI_API_KEY\"]\n\
        # worker = [\"OPENAI_API_KEY\", \"QUEUE_TOKEN\"]\n";
    assert!(schema.contains(scopes), "{schema}");
    let used = schema.replace(scopes, &scopes.replace("# ", ""));
    fs::write(case.path().join("secrun.toml"), used).unwrap();
    case.args_anew(["check", "--scope", "report"])
        .output()
        .status(1)
        .never("QUEUE_TOKEN");
}

#[test]
fn no_scopes_are_proposed_for_one_program() {
    let case = Case::new()
        .file(
            "app.py",
            "import os\nif __name__ == '__main__':\n    os.environ['API_TOKEN']\n",
        )
        .args(["init"]);
    case.output().status(0);
    let schema = read(&case, "secrun.toml");
    assert!(!schema.contains("[scopes]"), "{schema}");
}
