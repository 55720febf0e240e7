//! What the child can see, and what it cannot (DESIGN, "Child environment").

use std::collections::BTreeMap;

use crate::case::{CANARY, Case};

const SCHEMA: &str = r#"
[secrets]
OPENAI_API_KEY = {}
GIT_READ_TOKEN = {}
SERPER_API_KEY = { required = false }

[settings]
APP_ENV = { type = "enum", values = ["dev", "prod"], default = "dev" }
LIMIT = { type = "int", default = 3 }

[scopes]
coder = ["OPENAI_API_KEY", "GIT_READ_TOKEN"]
researcher = ["OPENAI_API_KEY", "SERPER_API_KEY"]
billing = { secrets = ["OPENAI_API_KEY"], settings = ["APP_ENV"], inherit = ["STRIPE_*"] }
none = []
"#;

const ENV: &str = "OPENAI_API_KEY=test-openai-key\nGIT_READ_TOKEN=test-git-token\nSERPER_API_KEY=test-serper-key\nUNDECLARED=x\n";

fn case() -> Case {
    Case::with_schema(SCHEMA).file(".env", ENV).without("HOME")
}

/// The variables that `env` prints, less those that cases have by themselves.
#[track_caller]
fn child_env(case: Case) -> BTreeMap<String, String> {
    let outcome = case
        .args(["-q", "--", "env", "-0"])
        .output_of_child()
        .status(0);
    let pair = |line: &str| {
        line.split_once('=')
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .unwrap()
    };
    let mut env: BTreeMap<_, _> = outcome.stdout.split_terminator('\0').map(pair).collect();
    assert!(env.remove("PATH").is_some());
    // The switches of the loaders are set together.
    for switch in [
        "FLASK_SKIP_DOTENV",
        "PIPENV_DONT_LOAD_ENV",
        "UV_NO_ENV_FILE",
    ] {
        assert_eq!(
            env.remove(switch).as_ref(),
            env.get("PYTHON_DOTENV_DISABLED")
        );
    }
    env
}

#[track_caller]
fn sees(case: Case, expected: &[(&str, &str)]) {
    let expected: BTreeMap<_, _> = expected
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    assert_eq!(child_env(case), expected);
}

#[test]
fn a_scope_gets_its_secrets_the_settings_the_base_and_nothing_else() {
    let coder = [
        ("APP_ENV", "dev"),
        ("GIT_READ_TOKEN", "test-git-token"),
        ("LIMIT", "3"),
        ("OPENAI_API_KEY", "test-openai-key"),
        ("PYTHON_DOTENV_DISABLED", "1"),
        ("SECRUN_SCOPE", "GIT_READ_TOKEN,OPENAI_API_KEY"),
    ];
    let host = |case: Case| {
        case.host("STRIPE_SECRET_KEY", CANARY)
            .host("LD_PRELOAD", "")
            .host("SSH_AUTH_SOCK", CANARY)
    };
    sees(host(case()).args(["--scope", "coder"]), &coder);
    // A host variable that the schema declares secret passes by its rule alone.
    sees(
        host(case())
            .host("SERPER_API_KEY", CANARY)
            .args(["--scope", "coder"]),
        &coder,
    );
    sees(
        host(case()).host("SERPER_API_KEY", CANARY).args([
            "--scope",
            "coder",
            "--inherit",
            "SERPER_*",
        ]),
        &coder,
    );
}

#[test]
fn without_a_scope_every_declared_secret_passes() {
    let env = child_env(case());
    assert_eq!(
        env.get("SECRUN_SCOPE").unwrap(),
        "GIT_READ_TOKEN,OPENAI_API_KEY,SERPER_API_KEY"
    );
    assert!(!env.contains_key("UNDECLARED"));
}

#[test]
fn loaders_of_env_files_are_switched_off_where_a_key_is_withheld() {
    let switched = |case: Case| child_env(case).contains_key("PYTHON_DOTENV_DISABLED");
    let case =
        || Case::with_schema("[secrets]\nA_KEY = {}\nB_KEY = {}\n[scopes]\none = [\"A_KEY\"]\n");
    let env = "A_KEY=test-not-a-real-key-a\nB_KEY=test-not-a-real-key-b\n";
    assert!(!switched(case().file(".env", env)));
    assert!(switched(case().file(".env", env).args(["--scope", "one"])));
    assert!(switched(
        case().file(".env", format!("{env}UNDECLARED=x\n"))
    ));
}

#[test]
fn a_scope_in_table_form_limits_settings_and_adds_to_the_host() {
    let expected = [
        ("APP_ENV", "dev"),
        ("OPENAI_API_KEY", "test-openai-key"),
        ("PYTHON_DOTENV_DISABLED", "1"),
        ("SECRUN_SCOPE", "OPENAI_API_KEY"),
        ("STRIPE_ACCOUNT", "acct"),
    ];
    sees(
        case()
            .host("STRIPE_ACCOUNT", "acct")
            .args(["--scope", "billing"]),
        &expected,
    );
}

#[test]
fn only_the_keys_of_the_scope_are_required() {
    let case = Case::with_schema(SCHEMA).file(".env", "OPENAI_API_KEY=test-openai-key\n");
    case.args(["-q", "--scope", "researcher", "--", "true"])
        .output()
        .status(0);
}

#[test]
fn the_base_passes_and_the_rest_of_the_host_does_not() {
    let host = case()
        .host("LC_ALL", "C")
        .host("TERM", "dumb")
        .host("TMPDIR", "/tmp")
        .host("AWS_PROFILE", "x")
        .host("GITHUB_TOKEN", CANARY);
    let env = child_env(host.args(["--scope", "none"]));
    let names: Vec<_> = env.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "APP_ENV",
            "LC_ALL",
            "LIMIT",
            "PYTHON_DOTENV_DISABLED",
            "SECRUN_SCOPE",
            "TERM",
            "TMPDIR"
        ]
    );
}

#[test]
fn inherit_takes_names_globs_and_presets() {
    let host = || {
        case()
            .host("AWS_PROFILE", "p")
            .host("AWS_REGION", "r")
            .host("CI", "true")
            .host("GITHUB_TOKEN", CANARY)
            .host("GITHUB_SHA", "s")
    };
    let names = |case: Case| {
        child_env(case.args(["--scope", "none"]))
            .into_keys()
            .filter(|name| name.len() > 1)
            .collect::<Vec<_>>()
    };
    let own = ["APP_ENV", "LIMIT", "PYTHON_DOTENV_DISABLED", "SECRUN_SCOPE"];
    let with = |more: &[&str]| {
        let mut all: Vec<String> = own
            .iter()
            .chain(more)
            .map(|name| (*name).to_owned())
            .collect();
        all.sort();
        all
    };
    assert_eq!(
        names(host().args(["--inherit", "AWS_PROFILE"])),
        with(&["AWS_PROFILE"])
    );
    assert_eq!(
        names(host().args(["--inherit", "AWS_*"])),
        with(&["AWS_PROFILE", "AWS_REGION"])
    );
    assert_eq!(
        names(host().args(["--inherit", "@ci"])),
        with(&["CI", "GITHUB_SHA"])
    );
    assert_eq!(
        names(host().host("SECRUN_INHERIT", "AWS_REGION,CI")),
        with(&["AWS_REGION", "CI"])
    );
    host()
        .args(["--inherit", "OPENAI_API_KEY", "--", "true"])
        .output()
        .status(125)
        .tells("OPENAI_API_KEY: a declared secret is passed on only through a scope");
    let schema = "[secrets]\nKEY = { aliases = [\"OLD_KEY\"], file = true, required = false }\n";
    for name in ["OLD_KEY", "KEY_FILE"] {
        Case::with_schema(schema)
            .args(["--inherit", name, "--", "true"])
            .output()
            .status(125)
            .tells(&format!(
                "{name}: a declared secret is passed on only through a scope"
            ));
    }
}

#[test]
fn a_nested_run_can_only_narrow() {
    let binary = env!("CARGO_BIN_EXE_secrun");
    let nested = |outer: &[&str], inner: &[&str]| {
        let words = [
            outer,
            &["-q", "--", binary, "-q"],
            inner,
            &["--", "sh", "-c", "echo $SECRUN_SCOPE"],
        ]
        .concat();
        case().args(words).output_of_child()
    };
    nested(&["--scope", "coder"], &["--scope", "researcher"])
        .status(0)
        .stdout("OPENAI_API_KEY\n");
    nested(&["--scope", "coder"], &[])
        .status(0)
        .stdout("GIT_READ_TOKEN,OPENAI_API_KEY\n");
    nested(&[], &["--scope", "coder"])
        .status(0)
        .stdout("GIT_READ_TOKEN,OPENAI_API_KEY\n");
    nested(&["--scope", "none"], &["--scope", "coder"])
        .status(125)
        .tells("`SECRUN_SCOPE`");
    nested(&["--scope", "none"], &[]).status(125);
    // What the ceiling keeps back is not required either.
    Case::with_schema(SCHEMA)
        .file(".env", "OPENAI_API_KEY=x\n")
        .host("SECRUN_SCOPE", "OPENAI_API_KEY")
        .args(["-q", "--", "true"])
        .output()
        .status(0);
}

#[test]
fn secruns_own_variables_never_reach_the_child() {
    let host = case()
        .host(
            "SECRUN_FINGERPRINT_KEY",
            "dGVzdC1ub3QtYS1yZWFsLWtleS10ZXN0LW5vdC1hLXJlYWwta2V5",
        )
        .host("SECRUN_PROFILE", "");
    let env = child_env(host.args(["--scope", "none", "--inherit", "*"]));
    assert_eq!(
        env.keys()
            .filter(|name| name.starts_with("SECRUN_"))
            .collect::<Vec<_>>(),
        ["SECRUN_SCOPE"]
    );
}

#[test]
fn a_nested_run_keeps_the_profile_and_the_values_of_the_outer_one() {
    let schema = "[env]\noverride = true\n[secrets]\nAPI_KEY = {}\n[settings]\nLEVEL = { required = false }\n[scopes]\na = [\"API_KEY\"]\n[profiles.test]\nenv_files = [\".env.test\"]\n[profiles.prod]\n";
    let binary = env!("CARGO_BIN_EXE_secrun");
    let nested = |outer: &[&str], inner: &[&str]| {
        let show = "echo $API_KEY $LEVEL $SECRUN_PROFILE";
        let words = [
            outer,
            &["-q", "--", binary, "-q"],
            inner,
            &["--", "sh", "-c", show],
        ]
        .concat();
        Case::with_schema(schema)
            .file(".env", format!("API_KEY={CANARY}\nLEVEL=live\n"))
            .file(".env.test", "API_KEY=fake-key-for-tests\nLEVEL=test\n")
            .file("given.env", "API_KEY=given-key\nLEVEL=given\n")
            .args(words)
            .output()
            .status(0)
    };
    // Whatever the inner run asks for, `override = true` of the schema among it.
    let test = "fake-key-for-tests test test\n";
    nested(&["--profile", "test"], &[]).stdout(test);
    nested(&["--profile", "test"], &["--scope", "a"]).stdout(test);
    nested(&["--profile", "test"], &["--override"]).stdout(test);
    nested(&["--profile", "test"], &["--env-file", ".env"]).stdout(test);
    nested(&["--profile", "test"], &["--profile", "prod"]).stdout("fake-key-for-tests test prod\n");
    nested(&["--env-file", "given.env"], &["--override"]).stdout("given-key given\n");
    Case::with_schema(schema)
        .file(".env", format!("API_KEY={CANARY}\nLEVEL=live\n"))
        .host("SECRUN_SCOPE", "API_KEY")
        .host("SECRUN_OVERRIDE", "1")
        .host("API_KEY", "given-key")
        .args(["explain", "API_KEY"])
        .output()
        .status(0)
        .says("wins: the outer run's value beats files and defaults")
        .says("or change what the outer run gives");
}

#[test]
fn the_rules_of_the_outer_profile_hold_within() {
    let schema = "[secrets]\nAPI_KEY = {}\n[settings]\nMODE = { required = false }\n[profiles.test]\nrefuse = { MODE = \"live\" }\n";
    let words = ["-q", "--profile", "test", "--"];
    let inner = "MODE=live \"$0\" -q -- true";
    Case::with_schema(schema)
        .file(".env", "API_KEY=test-key\n")
        .args(words)
        .args(["sh", "-c", inner, env!("CARGO_BIN_EXE_secrun")])
        .output()
        .status(125)
        .tells("MODE: the profile refuses this value");
}

#[test]
fn a_slip_in_the_name_of_a_scope_or_profile_is_met_with_the_nearest_one() {
    let schema =
        "[secrets]\n[scopes]\ncoder = []\nresearcher = []\n[profiles.test]\n[profiles.prod]\n";
    let hints = |words: &[&str], hint: &str| {
        let outcome = Case::with_schema(schema).again(words).status(125);
        outcome.tells(&format!("\nsecrun: hint: {hint}\n"));
    };
    let run = ["--", "true"];
    let with = |option, name| [option, name, run[0], run[1]];
    hints(&with("--scope", "reseacher"), "did you mean `researcher`");
    hints(&with("--scope", "Coder"), "did you mean `coder`");
    hints(
        &with("--scope", CANARY),
        "name one of `coder`, `researcher`",
    );
    hints(&with("--profile", "tset"), "did you mean `test`");
    hints(&with("--profile", "staging"), "name one of `prod`, `test`");
    let variable = Case::with_schema(schema).host("SECRUN_PROFILE", "prd");
    let hint = "hint: did you mean `prod`, or clear `SECRUN_PROFILE`\n";
    variable.again(&run).status(125).tells(hint);
}

#[test]
fn a_profile_of_elsewhere_is_refused_with_where_it_is_from() {
    let case = || case().host("SECRUN_PROFILE", "test");
    case().args(["--", "true"]).output().status(125).stderr(
        "secrun: error: no such profile in the schema (named by `SECRUN_PROFILE`)\n\
             secrun: hint: declare it under `[profiles]`, or clear `SECRUN_PROFILE`\n",
    );
    case()
        .host("SECRUN_PROFILE", "")
        .args(["-q", "--", "true"])
        .output()
        .status(0)
        .stderr("");
}

#[test]
fn secruns_own_variables_cannot_be_inherited() {
    let own = "secrun's own variables are never inherited";
    for item in ["SECRUN_PROFILE", "SECRUN_*", "LC_ALL,SECRUN_SCOPE"] {
        case()
            .args(["--inherit", item, "--", "true"])
            .output()
            .status(125)
            .tells(own);
    }
    for table in [
        "[env]\ninherit = [\"SECRUN_*\"]\n",
        "[scopes]\na = { secrets = [], inherit = [\"SECRUN_PROFILE\"] }\n",
    ] {
        Case::with_schema(table)
            .args(["check"])
            .output()
            .status(2)
            .tells(own);
    }
}

#[test]
fn the_profile_is_among_what_the_child_gets() {
    let case = Case::with_schema("[secrets]\n[profiles.test]\n");
    let case = case.args(["check", "--print-env", "--profile", "test"]);
    case.output()
        .status(0)
        .says("SECRUN_PROFILE  set by secrun: the profile, for a nested secrun");
    case.args_anew(["check", "--print-env"])
        .output()
        .never("SECRUN_PROFILE");
}

#[test]
fn the_schema_names_a_default_scope_for_run_alone() {
    let schema = format!("{SCHEMA}[run]\nscope = \"none\"\n");
    let case = || Case::with_schema(&schema);
    case()
        .args(["-q", "--", "sh", "-c", "echo \"<$SECRUN_SCOPE>\""])
        .output()
        .status(0)
        .stdout("<>\n");
    case()
        .args(["check"])
        .output()
        .status(1)
        .tells("OPENAI_API_KEY: missing");
    case().args(["check", "--scope", "none"]).output().status(0);
}

#[test]
fn print_env_lists_names_and_why() {
    let case = case()
        .host("LC_ALL", "C")
        .args(["check", "--scope", "coder", "--print-env"])
        .output()
        .status(0);
    for line in [
        "LC_ALL",
        "from the host, by `@base`",
        "secret of the scope `coder`",
        "setting",
        "PYTHON_DOTENV_DISABLED",
    ] {
        assert!(case.stdout.contains(line), "{line}\n{}", case.stdout);
    }
    case.never("test-git-token").never("SERPER_API_KEY");
}

#[test]
fn print_env_has_no_format_for_findings() {
    for format in ["sarif", "github"] {
        case()
            .args(["check", "--print-env", "--format", format])
            .output()
            .status(2)
            .tells("choose one of `human`, `json`");
    }
    case()
        .host("GITHUB_ACTIONS", "true")
        .args(["check", "--print-env"])
        .output()
        .status(0)
        .says("OPENAI_API_KEY");
}

/// python-dotenv 1.2 reads nothing under a scope; `[run] python_dotenv = "allow"` lets it.
#[test]
fn the_real_python_dotenv_cannot_bring_withheld_keys_back() {
    let Some(python) = crate::python::with_module("dotenv") else {
        return;
    };
    let program = "import os, dotenv; dotenv.load_dotenv(); print(sorted(k for k in os.environ if k.endswith(('_KEY', '_TOKEN'))))";
    let run = |schema: &str, options: &[&str]| {
        let case = Case::with_schema(schema)
            .file(".env", ENV)
            .file("main.py", program);
        case.args(options.iter().copied())
            .args(["-q", "--", python.as_str(), "main.py"])
            .output_of_child()
            .status(0)
            .stdout
    };
    assert_eq!(
        run(SCHEMA, &["--scope", "researcher"]),
        "['OPENAI_API_KEY', 'SERPER_API_KEY']\n"
    );
    let allowing = format!("{SCHEMA}[run]\npython_dotenv = \"allow\"\n");
    assert_eq!(
        run(&allowing, &["--scope", "researcher"]),
        "['GIT_READ_TOKEN', 'OPENAI_API_KEY', 'SERPER_API_KEY']\n"
    );
}

#[test]
fn an_inherited_name_is_no_name_of_a_secret_and_not_empty() {
    let schema =
        "[secrets]\nAPI_KEY = { aliases = [\"OLD_KEY\"], file = true, required = false }\n";
    for name in ["API_KEY", "OLD_KEY", "API_KEY_FILE"] {
        Case::with_schema(schema)
            .args(["--inherit", name, "--", "true"])
            .output()
            .status(125)
            .tells("a declared secret is passed on only through a scope");
    }
    for name in ["", " , "] {
        Case::with_schema(schema)
            .args(["--inherit", name, "--", "true"])
            .output()
            .status(125)
            .tells("`--inherit` takes a name");
    }
}

/// Programs that the child starts run what these variables name.
#[test]
fn a_file_that_sets_a_risky_name_is_a_warning() {
    let case = |field: &str| {
        let schema = format!(
            "[settings]\nGIT_ASKPASS = {{ {field} }}\nSSLKEYLOGFILE = {{ required = false }}\n"
        );
        Case::with_schema(&schema)
    };
    let file = "GIT_ASKPASS=./askpass\nSSLKEYLOGFILE=/tmp/keys\n";
    let warning = "secrun: warning: .env:1:1: GIT_ASKPASS: a file sets this variable, and programs run code that it names\n";
    for words in [&["check"][..], &["--", "true"]] {
        let told = case("").file(".env", file).args(words.iter().copied());
        told.output()
            .status(0)
            .tells(warning)
            .tells(".env:2:1: SSLKEYLOGFILE: a file sets this variable, which can reveal what programs send\nsecrun: hint: set it in the environment, or declare `allow_dangerous = true`\n");
    }
    case("allow_dangerous = true")
        .file(".env", "GIT_ASKPASS=./askpass\n")
        .args(["check"])
        .output()
        .status(0)
        .never("warning");
    case("file = true")
        .file("askpass", "./askpass\n")
        .file(".env", "GIT_ASKPASS_FILE=askpass\n")
        .args(["check", "--strict"])
        .output()
        .status(1)
        .tells("askpass: GIT_ASKPASS: a file sets this variable");
    case("")
        .host("GIT_ASKPASS", "askpass")
        .args(["check"])
        .output()
        .status(0)
        .never("warning");
    case("default = 'askpass'")
        .args(["check"])
        .output()
        .status(0)
        .never("warning");
}
