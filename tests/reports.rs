//! What `check`, `explain` and `fingerprint` say, to the byte.

use crate::case::{CANARY, Case};

const SCHEMA: &str = r#"
[project]
name = "research-agents"
[secrets]
OPENAI_API_KEY = { owner = "ml-platform" }
PIN = {}
SERPER_API_KEY = { required = false }
[settings]
LOG_LEVEL = { type = "enum", values = ["DEBUG", "INFO"], default = "INFO" }
[scopes]
coder = ["OPENAI_API_KEY", "PIN"]
"#;

const ENV: &str = "OPENAI_API_KEY=9f86d081884c7d659a2feaa0c55ad015\nPIN=4821\n";

fn case() -> Case {
    Case::with_schema(SCHEMA).file(".env", ENV)
}

#[test]
fn run_prints_its_fingerprints_on_stderr_alone() {
    case()
        .args(["--scope", "coder", "--", "echo", "child"])
        .output()
        .status(0)
        .stdout("child\n")
        .stderr(
            "secrun: research-agents, scope coder: 2 secrets, 1 setting\n\
             secrun:   OPENAI_API_KEY  sha256:67212462                 .env:1\n\
             secrun:   PIN             sha256:[withheld: low entropy]  .env:2\n",
        );
}

#[test]
fn quiet_has_three_spellings() {
    for case in [
        case().args(["-q"]),
        case().host("SECRUN_QUIET", "1"),
        case().file(
            "secrun.toml",
            format!("version = 1\n{SCHEMA}[run]\nquiet = true\n"),
        ),
    ] {
        case.args(["--", "true"])
            .output()
            .status(0)
            .stdout("")
            .stderr("");
    }
}

#[test]
fn fingerprints_are_those_of_python() {
    case()
        .args(["fingerprint", "--exact", "PIN"])
        .output()
        .status(0)
        .says("sha256:a388f562")
        .tells("secrun: warning: `--exact` prints");
    case()
        .args(["fingerprint", "PIN"])
        .output()
        .status(0)
        .says("withheld")
        .never("a388f562");
}

#[test]
fn a_keyed_fingerprint_stands_in_for_a_weak_one() {
    let state = case();
    let made = state.path().join("state/secrun/fingerprint.key");
    let state = state.host("XDG_STATE_HOME", made.parent().unwrap().parent().unwrap());
    let before = state.args(["-q", "--", "true"]);
    before.output().status(0);
    assert!(!made.exists(), "run makes no key");
    let case = case().host("XDG_STATE_HOME", before.path().join("state"));
    let first = case
        .args(["fingerprint", "--keyed", "PIN"])
        .output()
        .status(0)
        .says("hmac:");
    assert!(made.exists());
    let again = self::case()
        .host("XDG_STATE_HOME", before.path().join("state"))
        .args(["fingerprint", "PIN"])
        .output();
    assert_eq!(first.stdout, again.stdout);
}

#[test]
fn verify_answers_yes_or_no() {
    let verify = |print: &str| {
        case()
            .args(["fingerprint", "--verify", print, "PIN"])
            .output()
    };
    verify("sha256:a388f562").status(0).stdout("PIN: match\n");
    verify("a388f562").status(0).stdout("PIN: match\n");
    verify("sha256:a388f563")
        .status(1)
        .stdout("PIN: no match\n");
    verify("sha256:a388").status(2).stdout("");
    let stdin = |value: &str| {
        case()
            .args(["fingerprint", "--stdin", "PIN"])
            .stdin(value)
            .output()
    };
    stdin("4821").status(0).stdout("PIN: match\n");
    stdin("4821\n").status(0).stdout("PIN: match\n");
    stdin("4822\n").status(1).stdout("PIN: no match\n");
    Case::new()
        .args(["fingerprint", "--stdin", "--verify", "sha256:a388f562"])
        .stdin("4821\n")
        .output()
        .status(0)
        .stdout("match\n");
}

#[test]
fn a_wrong_question_is_refused_before_the_project_is_opened() {
    let print = "sha256:a388f562";
    for (words, error) in [
        (vec!["--verify", print], "take one key"),
        (vec!["--verify", print, "A", "B"], "take one key"),
        (vec!["--stdin", "A", "B"], "take one key"),
        (
            vec!["--exact", "--verify", print, "A"],
            "`--exact` cannot be used with `--verify`",
        ),
    ] {
        let case = Case::new().args(["fingerprint"]).args(words);
        case.output().status(2).tells(error).never("secrun.toml");
    }
}

#[test]
fn verify_takes_what_keyed_printed() {
    let keyed = |key: &str, args: &[&str]| {
        case()
            .host("SECRUN_FINGERPRINT_KEY", key.repeat(43))
            .args(args.iter().copied())
            .output()
    };
    let print = keyed("A", &["fingerprint", "--keyed", "PIN"])
        .status(0)
        .stdout;
    let start = print.find("hmac:").unwrap();
    let print = &print[start..start + "hmac:5e4c5fb0@0424".len()];
    let verify = ["fingerprint", "--verify", print, "PIN"];
    keyed("A", &verify).status(0).stdout("PIN: match\n");
    let digit = if print.as_bytes()[5] == b'0' {
        "1"
    } else {
        "0"
    };
    let other = format!("hmac:{digit}{}", &print[6..]);
    keyed("A", &["fingerprint", "--verify", &other, "PIN"])
        .status(1)
        .stdout("PIN: no match\n");
    keyed("E", &verify)
        .status(2)
        .tells("secrun: error: made with a different fingerprint key\n")
        .tells("secrun: hint: set `SECRUN_FINGERPRINT_KEY` to the key that made the fingerprint\n");
    case()
        .args(verify)
        .output()
        .status(2)
        .tells("secrun: error: no fingerprint key to compare with\n");
    case()
        .args(["fingerprint", "--verify", "hmac:5e4c5fb0", "PIN"])
        .output()
        .status(2)
        .tells("secrun: hint: copy it from `secrun fingerprint` or Python's hashlib\n");
}

#[test]
fn what_the_schema_says_itself_is_shown() {
    let schema = "[secrets]\nTOKEN = {}\n[settings]\n\
        MODE = { type = \"enum\", values = [\"development\", \"production\"] }\n\
        PREFIX = { default = \"/api/v1/things\" }\n\
        SAME = { type = \"enum\", values = [\"development\"] }\n\
        OTHER = { default = \"/api/v1/things\" }\n";
    let case = |token: &str| {
        Case::with_schema(schema)
            .file(
                ".env",
                format!("TOKEN={token}\nMODE=production\nSAME=development\nOTHER=/api/v1/thing\n"),
            )
            .args(["check"])
            .output()
    };
    case("test-not-a-real-key")
        .status(0)
        .says("MODE    ok      = production ")
        .says("PREFIX  ok      = /api/v1/things ")
        .says("SAME    ok      = development ")
        .says("OTHER   ok      sha256:[withheld");
    case("development").never("= development");
}

#[test]
fn a_report_is_compared_on_standard_input_too() {
    let saved = case()
        .args(["fingerprint", "--format", "json"])
        .output()
        .status(0)
        .stdout;
    let against = |case: Case, input: &str| {
        case.stdin(input)
            .args(["fingerprint", "--against", "-"])
            .output()
    };
    against(case(), &saved).status(0).says("OPENAI_API_KEY");
    against(
        case().host("OPENAI_API_KEY", "a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        &saved,
    )
    .status(1)
    .says("differs");
    against(case(), "no report\n")
        .status(2)
        .tells("secrun: error: standard input: invalid JSON in line 1\n");
}

#[test]
fn a_log_of_github_has_the_table_beside_the_annotations() {
    let case = Case::with_schema("[secrets]\nKEY = {}\n[settings]\nMODE = { default = 'dev' }\n")
        .args(["check", "--format", "github"]);
    case.output().status(1).stdout(
        "::error file=secrun.toml,line=3,col=1,title=secrun missing::KEY: missing%0A\
         hint: add it to .env, or set it in the environment; `secrun check --fill` asks for it\n\
         KEY   STATUS   FINGERPRINT  SOURCE\n\
         KEY   missing  -            -\n\
         MODE  ok       = dev        default\n\
         \n\
         1 problem\n",
    );
    case.again(&["check", "--format", "github", "-q"])
        .status(1)
        .never("STATUS");
}

#[test]
fn a_saved_report_is_compared() {
    let saved = case()
        .args(["fingerprint", "--format", "json"])
        .output()
        .status(0)
        .stdout;
    let against = |case: Case| {
        case.file("saved.json", &saved)
            .args(["fingerprint", "--against", "saved.json"])
            .output()
    };
    against(case()).status(0).says("OPENAI_API_KEY");
    against(case().host("OPENAI_API_KEY", "a3bf4f1b2b0b822cd15d6c15b0f00a08"))
        .status(1)
        .says("differs");
    against(case().host("SERPER_API_KEY", "a3bf4f1b2b0b822cd15d6c15b0f00a08"))
        .status(1)
        .says("only here");
    case()
        .args(["fingerprint", "--against", ".env"])
        .output()
        .status(2);
}

#[test]
fn explain_tells_who_wins_and_why() {
    case()
        .host("PIN", "9999")
        .args(["explain", "PIN"])
        .output()
        .status(0)
        .says("the host environment beats files and defaults")
        .says(".env:2")
        .says("coder");
    case()
        .args(["explain", "PINN"])
        .output()
        .status(2)
        .tells("did you mean `PIN`?");
}

/// GitHub places an annotation by the path from the repository's root.
#[test]
fn annotations_name_paths_from_the_repositorys_root() {
    let case = Case::new()
        .file(
            "service/secrun.toml",
            "version = 1\n[secrets]\nAPI_KEY = {}\n",
        )
        .within("service/app");
    let case = case.host("GITHUB_ACTIONS", "true");
    let root = case.path().canonicalize().unwrap();
    let case = case.host("GITHUB_WORKSPACE", root);
    let summary = case.path().join("summary.md");
    let case = case.host("GITHUB_STEP_SUMMARY", &summary).args(["check"]);
    case.output().status(1).says(
        "::error file=service/secrun.toml,line=3,col=1,title=secrun missing::API_KEY: missing%0Ahint: add it to ../.env",
    );
    assert!(
        std::fs::read_to_string(&summary)
            .unwrap()
            .contains("API_KEY")
    );
}

#[test]
fn explain_says_where_an_undeclared_key_is_set() {
    let case = || {
        Case::with_schema(
            "[env]\nundeclared = \"ignore\"\nfiles = [\".env\", \".env.local\"]\n[secrets]\n",
        )
        .file(".env", "X=1\nFOO=test-key\n")
        .file(".env.local", "FOO=test-key-2\n")
    };
    case().args(["explain", "FOO"]).output().status(2).stderr(
        "secrun: error: FOO: the schema does not declare this key; it is set at .env:2:1, .env.local:1:1, and not passed on\n\
         secrun: hint: declare it under `[secrets]` or `[settings]` in secrun.toml\n",
    );
    case()
        .args(["explain", "BAR"])
        .output()
        .status(2)
        .never("it is set");
}

#[test]
fn a_link_to_no_env_file_is_told() {
    let case = Case::with_schema("[secrets]\nAPI_KEY = { required = false }\n");
    std::os::unix::fs::symlink("nowhere", case.path().join(".env")).unwrap();
    let case = case.args(["--", "true"]);
    case.output().status(0).tells(
        "secrun: warning: .env: a symbolic link to a missing file, so nothing is read\n\
         secrun: hint: create its target, or remove the link\n",
    );
    let circle = Case::with_schema("[secrets]\n");
    std::os::unix::fs::symlink(".env", circle.path().join(".env")).unwrap();
    let outcome = circle.args(["check"]).output().status(2);
    outcome.tells(".env: cannot be read: too many levels of symbolic links");
}

#[test]
fn what_is_set_nowhere_is_not_listed_as_given() {
    Case::with_schema("[secrets]\nAPI_KEY = {}\nTOKEN = {}\n")
        .file(".env", "TOKEN=test-token\n")
        .args(["check", "--print-env"])
        .output()
        .status(1)
        .says("TOKEN")
        .tells("API_KEY: missing")
        .stdout
        .lines()
        .for_each(|line| assert!(!line.starts_with("API_KEY"), "{line}"));
}

#[test]
fn a_key_that_is_set_twice_and_declared_nowhere_is_one_problem() {
    Case::with_schema("[env]\nundeclared = \"error\"\n[secrets]\n")
        .file(".env", "FOO=1\nBAR=1\nFOO=1\n")
        .args(["check"])
        .output()
        .status(1)
        .tells(".env:1:1: FOO: the schema does not declare")
        .tells(".env:2:1: BAR: the schema does not declare")
        .says("2 problems\n");
}

/// A hint says what to do about the problem above it.
#[test]
fn each_warning_of_a_run_has_its_own_hint() {
    let key = format!("{}-proj-{}", "sk", "Ab3dEf9hIjKlMn0pQrS7uVwXyZ".repeat(2));
    Case::with_schema("[secrets]\nAPI_KEY = { format = \"openai\" }\n")
        .file(".env", format!("API_KEY={key}\nOLD_KEY=x\nOTHER_KEY=x\n"))
        .args(["--", "true"])
        .output()
        .status(0)
        .tells(
            "API_KEY: looks like an OpenAI key but has an unexpected length; was it cut off?\n\
             secrun: hint: copy the whole key from the provider again\n\
             secrun: warning: .env:2:1: OLD_KEY: the schema does not declare this key, so the program gets no variable of this name\n\
             secrun: warning: .env:3:1: OTHER_KEY: the schema does not declare this key, so the program gets no variable of this name\n\
             secrun: hint: declare it under `[secrets]` or `[settings]` in secrun.toml, or remove it\n",
        );
}

/// One hint for many problems: where each has its own.
#[test]
fn a_run_with_many_problems_points_to_check() {
    Case::with_schema("[secrets]\nA = {}\nB = { min_length = 9 }\n")
        .file(".env", "B=\n")
        .args(["--", "true"])
        .output()
        .status(125)
        .tells("secrun: hint: run `secrun check` to see how to fix each\n");
}

#[test]
fn only_the_named_keys_are_compared() {
    let saved = case()
        .args(["fingerprint", "--format", "json"])
        .output()
        .stdout;
    let against = |words: &[&str]| {
        case()
            .file("saved.json", &saved)
            .args([&["fingerprint", "--against", "saved.json"], words].concat())
            .output()
    };
    against(&["OPENAI_API_KEY"]).status(0).never("PIN");
    against(&["--scope", "coder"]).status(0).never("only there");
}

#[test]
fn a_comparison_tells_what_is_wrong_here() {
    let saved = case()
        .args(["fingerprint", "--format", "json"])
        .output()
        .stdout;
    case()
        .file("saved.json", &saved)
        .file(".env", format!("{ENV}NOTE=\"broken\n"))
        .args(["fingerprint", "--against", "saved.json"])
        .output()
        .status(1)
        .tells("is never closed");
}

#[test]
fn a_file_that_is_not_read_is_told_whichever_key_is_asked_for() {
    let schema = "[secrets]\nAPI_KEY = { required = false }\n";
    for bytes in [&b"\xff\xfeA\0"[..], &vec![b'#'; (1 << 20) + 1]] {
        for command in ["explain", "fingerprint"] {
            let outcome = Case::with_schema(schema)
                .file(".env", bytes)
                .args([command, "API_KEY"])
                .output()
                .status(1);
            let told = format!("{}{}", outcome.stdout, outcome.stderr);
            assert!(told.contains("the file "), "{command}\n{told}");
        }
    }
}

#[test]
fn nothing_to_verify_is_not_a_mismatch() {
    let case = || Case::with_schema("[secrets]\nAPI_KEY = { required = false }\n");
    for words in [
        &["fingerprint", "--verify", "a388f562", "API_KEY"][..],
        &["fingerprint", "--stdin", "API_KEY"],
    ] {
        case()
            .args(words)
            .output()
            .status(2)
            .tells("API_KEY: no value in this run");
    }
}

#[test]
fn standard_input_is_never_cut_short() {
    let verify = |bytes: usize| {
        Case::new()
            .args(["fingerprint", "--stdin", "--exact"])
            .stdin(vec![b'x'; bytes])
            .output()
    };
    verify(1 << 20).status(0);
    verify((1 << 20) + 1)
        .status(2)
        .tells("more than 1 MiB on standard input");
}

#[test]
fn a_broken_fingerprint_key_is_a_warning_unless_it_is_asked_for() {
    let case = case().file("secrun/keep", "");
    let key = case.path().join("secrun/fingerprint.key");
    let made = std::process::Command::new("mkfifo").arg(key).status();
    assert!(made.unwrap().success());
    let state = case.path().to_owned();
    let case = case.host("XDG_STATE_HOME", state);
    let broken = "secrun/fingerprint.key: not a fingerprint key";
    for words in [
        &["fingerprint"][..],
        &["check"],
        &["explain", "PIN"],
        &["--", "true"],
    ] {
        let outcome = case.again(words).status(0);
        assert!(outcome.stderr.contains("secrun: warning: "), "{words:?}");
        outcome.tells(broken).never("error");
    }
    case.again(&["-q", "--", "true"]).status(0).stderr("");
    case.again(&["fingerprint", "--keyed"])
        .status(2)
        .tells(broken);
}

/// As in a container that runs as another user with root's `HOME`.
#[test]
fn a_home_that_cannot_be_looked_into_holds_no_fingerprint_key() {
    let case = case().file("home", "").args(["--", "true"]);
    let home = case.path().join("home");
    case.host("HOME", home).output().status(0).never("warning");
}

#[test]
fn run_does_not_count_what_the_program_is_not_given() {
    Case::with_schema(
        "[secrets]\nPIN = { required = false }\n[settings]\nNOTE = { required = false }\n",
    )
    .file(".env", "PIN=\nNOTE=\n")
    .args(["--", "sh", "-c", "echo ${PIN-none}${NOTE-none}"])
    .output()
    .status(0)
    .stdout("nonenone\n")
    .stderr("secrun: no secrets, no settings\nsecrun:   PIN  unset\n");
}

#[test]
fn sarif_tells_why_there_is_no_report() {
    let outcome = Case::with_schema("[nonsense]\n")
        .args(["check", "--format", "sarif"])
        .output()
        .status(2)
        .says("schema.unknown-field");
    let log: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), 1);
}

#[test]
fn verbose_says_what_is_done_and_quiet_silences_it() {
    case()
        .args(["-v", "--", "true"])
        .output()
        .status(0)
        .tells("secrun: info: reading the schema schema=\"secrun.toml\"\n");
    case()
        .args(["-qv", "--", "true"])
        .output()
        .status(0)
        .stderr("");
}

#[test]
fn a_verification_has_a_json_form() {
    case()
        .args([
            "fingerprint",
            "--verify",
            "a388f562",
            "PIN",
            "--format",
            "json",
        ])
        .output()
        .status(0)
        .says("\"key\": \"PIN\",\n  \"matches\": true");
}

#[test]
fn an_empty_value_is_called_empty() {
    Case::with_schema("[secrets]\nAPI_KEY = { required = false }\n")
        .file(".env", "API_KEY=\n")
        .args(["fingerprint"])
        .output()
        .status(0)
        .says("API_KEY  empty");
}

#[test]
fn a_weak_value_in_base64_has_no_plain_fingerprint() {
    let schema = "[secrets]\nBARE = {}\nBASIC = {}\nDOCKER = {}\n";
    let env = "BARE=dXNlcjpodW50ZXIy\nBASIC='Basic YWRtaW46cGFzc3dvcmQ='\nDOCKER='{\"auths\":{\"example.org\":{\"auth\":\"dXNlcjpodW50ZXIy\"}}}'\n";
    Case::with_schema(schema)
        .file(".env", env)
        .args(["fingerprint"])
        .output()
        .status(0)
        .says("BARE    sha256:[withheld: low entropy]")
        .says("BASIC   sha256:[withheld: low entropy]")
        .says("DOCKER  sha256:[withheld: low entropy]");
}

/// Without a fingerprint a weak value would be told by its hash; a short one
/// is shown, and needs none.
#[test]
fn a_settings_hash_is_withheld_where_its_value_is() {
    let schema = "[settings]\nLOG_LEVEL = { default = \"INFO\" }\nPROJECT_NAME = {}\n";
    let case = Case::with_schema(schema).file(".env", "PROJECT_NAME=research-agents\n");
    case.again(&["fingerprint"])
        .status(0)
        .says("PROJECT_NAME  sha256:[withheld: low entropy]")
        .says("LOG_LEVEL     sha256:");
    case.again(&["fingerprint", "--exact", "PROJECT_NAME"])
        .status(0)
        .says("PROJECT_NAME  sha256:b109921e");
}

#[test]
fn a_weak_value_differs_from_a_strong_one_and_weak_ones_are_not_compared() {
    let schema = "[secrets]\nPIN = {}\n";
    let strong = "9f86d081884c7d659a2feaa0c55ad015";
    let saved = |value: &str, more: &[&str]| {
        let case = Case::with_schema(schema).file(".env", format!("PIN={value}\n"));
        let case = case.args(["-q", "fingerprint", "--format", "json"]);
        case.args(more.iter().copied()).output().status(0).stdout
    };
    let against = |saved: &str| {
        Case::with_schema(schema)
            .file(".env", "PIN=4821\n")
            .file("saved.json", saved)
            .args(["fingerprint", "--against", "saved.json"])
            .output()
    };
    against(&saved(strong, &[])).status(1).says("PIN  differs");
    let unknown = "\n1 not comparable\nnot comparable: secrun cannot tell whether these keys agree; the exit status ignores them\n";
    against(&saved("4822", &[])).status(0).says(unknown);
    against(&saved("4821", &["--exact"]))
        .status(0)
        .says(unknown);
}

#[test]
fn an_unreadable_env_file_is_told_in_every_format_with_what_else_is_known() {
    let schema = "[env]\nfiles = [\".env\", { path = \"absent.env\", required = true }]\n[secrets]\nAPI_KEY = {}\n";
    let case = Case::with_schema(schema).file(".env", "API_KEY='open\n");
    for (format, says) in [
        ("json", "\"failure\": \"read\""),
        ("sarif", "\"ruleId\": \"read\""),
        (
            "github",
            "::error file=absent.env,title=secrun read::cannot be read",
        ),
    ] {
        let outcome = case.again(&["check", "--format", format]).status(2);
        assert!(outcome.stdout.contains(says), "{}", outcome.stdout);
        outcome
            .says("dotenv.")
            .tells("absent.env: cannot be read: there is no such file")
            .never(": missing");
    }
    case.again(&["check"]).status(2).stdout("").tells(".env:1:");
    case.again(&["--", "true"]).status(125).tells("absent.env");
    let named = case.host("SECRUN_ENV_FILE", "nosuch");
    named
        .again(&["check", "--format", "json"])
        .status(2)
        .says("\"path\": \"nosuch\"");
}

#[test]
fn a_summary_that_cannot_be_written_is_a_warning_with_its_path() {
    let case = case()
        .host("GITHUB_STEP_SUMMARY", "no-folder/summary.md")
        .args(["check"]);
    case.again(&["check", "--strict"]).status(1);
    case.output()
        .status(0)
        .tells("secrun: warning: no-folder/summary.md: the job summary cannot be written: there is no such file\n");
}

#[test]
fn what_is_no_number_has_a_hint() {
    for (kind, hint) in [
        ("int", "write it in digits, like `30`"),
        ("float", "write it with a point, like `0.5`"),
        ("port", "write 1 to 65535"),
    ] {
        Case::with_schema(&format!("[settings]\nN = {{ type = \"{kind}\" }}\n"))
            .file(".env", "N=x\n")
            .args(["check"])
            .output()
            .status(1)
            .tells(&format!("secrun: hint: {hint}\n"));
    }
}

#[test]
fn a_report_whose_reader_closed_stdout_is_trouble() {
    let case = Case::with_schema("[settings]\nA = { default = \"x\" }\n");
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", "\"$0\" check >&-", env!("CARGO_BIN_EXE_secrun")]);
    shell.current_dir(case.path()).env_clear();
    shell
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped());
    let output = crate::case::finish(shell, b"");
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        told.contains("the output cannot be written: it is closed"),
        "{told}"
    );
}

/// `check` only lists what cannot be masked. The forms of these values would not fit into
/// the memory.
#[test]
fn check_of_many_keys_makes_no_forms() {
    let lines = |line: fn(usize) -> String| (0..1024).map(line).collect::<Vec<_>>().join("\n");
    let schema = lines(|key| format!("KEY_{key} = {{}}"));
    let schema = format!("[secrets]\n{schema}\n");
    let env = lines(|key| format!("KEY_{key}={}", format!("made-up-{key}-").repeat(14)));
    let case = Case::with_schema(&schema).file(".env", env);
    let mut command = std::process::Command::new("sh");
    command
        .args(["-c", "ulimit -v 131072; exec \"$0\" check"])
        .arg(env!("CARGO_BIN_EXE_secrun"))
        .env_clear()
        .current_dir(case.path());
    command
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped());
    let output = crate::case::finish(command, b"");
    assert_eq!(output.status.code(), Some(0));
}

/// `scan` finds it, too, but `check` runs everywhere.
#[test]
fn check_finds_the_value_of_a_secret_in_the_schema() {
    let case = |description: &str, more: &str| {
        Case::with_schema(&format!(
            "[secrets]\nAPI_KEY = {{ description = '{description}', example = 'example-{CANARY}' }}\n{more}"
        ))
    };
    let check = |case: Case, value: &str| {
        let case = case.file(".env", format!("API_KEY={value}\n"));
        case.args(["check"]).output()
    };
    let found = check(case(&format!("such as {CANARY}"), ""), CANARY).status(1);
    found
        .tells("secrun: error: secrun.toml:3:1: API_KEY: the schema contains the value of this key\nsecrun: hint: remove it, and replace the key if others could read the file\n")
        .never(&CANARY[..8]);
    check(case("such as a key", ""), "wJ8#kQ2pLr5vXz9TbN4m").status(0);
    // What is made up is meant to be there, and what `scan` accepts is accepted.
    check(case("", ""), &format!("example-{CANARY}")).status(0);
    let allow = "[[allow]]\npath = 'secrun.toml'\nreason = 'a test'\n";
    check(case(CANARY, allow), CANARY).status(0);
}

#[test]
fn keyed_asks_for_a_key_also_with_verify() {
    let case = case();
    let state = case.path().to_owned();
    let key = case.path().join("secrun/fingerprint.key");
    let case = case.host("XDG_STATE_HOME", state);
    let plain = [
        "fingerprint",
        "--keyed",
        "--verify",
        "sha256:a388f562",
        "PIN",
    ];
    case.again(&plain).status(0).stdout("PIN: match\n");
    assert!(key.is_file());
    let keyed = case.again(&["fingerprint", "PIN"]).status(0).stdout;
    let start = keyed.find("hmac:").unwrap();
    let keyed = &keyed[start..start + "hmac:5e4c5fb0@0424".len()];
    let verify = ["fingerprint", "--keyed", "--verify", keyed, "PIN"];
    case.again(&verify).status(0).stdout("PIN: match\n");
    std::fs::write(&key, "short").unwrap();
    for words in [&plain[..], &verify] {
        case.again(words)
            .status(2)
            .tells("not a fingerprint key of 32 bytes that only you can read");
    }
}

/// Whoever owns the file knows the key, and can guess weak values from keyed fingerprints.
#[test]
fn a_fingerprint_key_of_somebody_else_is_not_used() {
    let case = case().file("secrun/fingerprint.key", [b'k'; 32]);
    let key = case.path().join("secrun/fingerprint.key");
    let state = case.path().to_owned();
    let case = case.host("XDG_STATE_HOME", state);
    let told = "not a fingerprint key of 32 bytes that only you can read";
    for mode in [0o640, 0o604, 0o620, 0o602] {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(mode);
        std::fs::set_permissions(&key, mode).unwrap();
        case.again(&["fingerprint"]).status(0).tells(told);
        case.again(&["fingerprint", "--keyed"])
            .status(2)
            .tells(told);
    }
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(&key, mode).unwrap();
    case.again(&["fingerprint"])
        .status(0)
        .says("hmac:")
        .never(told);
    // Only root can give files away.
    if std::os::unix::fs::chown(&key, Some(65534), None).is_ok() {
        case.again(&["fingerprint"]).status(0).tells(told);
        case.again(&["fingerprint", "--keyed"])
            .status(2)
            .tells(told);
    }
}
