//! Which layer wins, and that it is told (DESIGN, "Layers").

use crate::case::{CANARY, Case};

const SCHEMA: &str = "[env]\nfiles = [\".env\", \".env.local\"]\n[secrets]\nAPI_KEY = {}\n[settings]\nLOG_LEVEL = { default = \"INFO\" }\n";
const SHOW: [&str; 4] = ["--", "sh", "-c", "echo $API_KEY $LOG_LEVEL"];

#[track_caller]
fn shows(case: Case, options: &[&str], expected: &str) {
    case.args(options.iter().copied())
        .args(["-q"])
        .args(SHOW)
        .output_of_child()
        .status(0)
        .stdout(expected);
}

#[test]
fn defaults_then_files_then_the_host() {
    let case = || Case::with_schema(SCHEMA);
    shows(case().host("API_KEY", "host"), &[], "host INFO\n");
    shows(
        case().file(".env", "API_KEY=file\nLOG_LEVEL=DEBUG\n"),
        &[],
        "file DEBUG\n",
    );
    shows(
        case()
            .file(".env", "API_KEY=file\n")
            .file(".env.local", "API_KEY=local\n"),
        &[],
        "local INFO\n",
    );
    shows(
        case()
            .file(".env", "API_KEY=file\n")
            .host("API_KEY", "host"),
        &[],
        "host INFO\n",
    );
}

#[test]
fn override_puts_files_above_the_host() {
    let case = || {
        Case::with_schema(SCHEMA)
            .file(".env", "API_KEY=file\n")
            .host("API_KEY", "host")
    };
    shows(case(), &["--override"], "file INFO\n");
    shows(case().host("SECRUN_OVERRIDE", "yes"), &[], "file INFO\n");
    let schema = SCHEMA.replace("[env]\n", "[env]\noverride = true\n");
    let declared = || {
        Case::with_schema(&schema)
            .file(".env", "API_KEY=file\n")
            .host("API_KEY", "host")
    };
    shows(declared(), &[], "file INFO\n");
    shows(declared().host("SECRUN_OVERRIDE", "0"), &[], "host INFO\n");
}

#[test]
fn a_conflict_is_one_line_with_both_fingerprints() {
    let (one, other) = (
        "9f86d081884c7d659a2feaa0c55ad015",
        "a3bf4f1b2b0b822cd15d6c15b0f00a08",
    );
    Case::with_schema(SCHEMA)
        .file(".env", format!("API_KEY={one}\n"))
        .host("API_KEY", other)
        .args(["--", "true"])
        .output()
        .status(0)
        .tells("secrun: warning: .env:1:1: API_KEY: using host (sha256:f45623dc); .env:1 (sha256:67212462) has a different value\n");
}

#[test]
fn layers_that_agree_are_no_conflict() {
    let case = Case::with_schema(SCHEMA)
        .file(".env", "API_KEY=same\n")
        .host("API_KEY", "same");
    case.args(["--", "true"])
        .output()
        .status(0)
        .never("warning");
}

/// A `.env` copied from an example and not filled in is no conflict.
#[test]
fn an_empty_value_below_is_no_conflict() {
    let case = Case::with_schema(SCHEMA).file(".env", "API_KEY=\n");
    case.file(".env.local", "API_KEY=local\n")
        .args(["--", "true"])
        .output()
        .status(0)
        .never("warning");
}

#[test]
fn env_files_of_the_command_line_stand_in_for_the_schema() {
    let case = || {
        Case::with_schema(SCHEMA)
            .file(".env", "API_KEY=file\n")
            .file("other/env", "API_KEY=other\n")
    };
    shows(case(), &["--env-file", "other/env"], "other INFO\n");
    shows(
        case().host("SECRUN_ENV_FILE", "other/env:.env"),
        &[],
        "file INFO\n",
    );
    shows(
        case().host("SECRUN_ENV_FILE", "absent"),
        &["--env-file", "other/env"],
        "other INFO\n",
    );
}

#[test]
fn paths_are_relative_to_the_schemas_folder() {
    let case = || {
        Case::with_schema(SCHEMA)
            .file(".env", "API_KEY=file\n")
            .within("deep/er")
    };
    shows(case(), &[], "file INFO\n");
    shows(
        case().without("HOME"),
        &["--schema", "../../secrun.toml"],
        "file INFO\n",
    );
    shows(
        case().host("SECRUN_SCHEMA", "../../secrun.toml"),
        &[],
        "file INFO\n",
    );
}

#[test]
fn profiles_append_files_and_fill_placeholders() {
    let schema = "[env]\nfiles = [\".env\", \".env.{profile}\"]\n[secrets]\nAPI_KEY = {}\n[profiles.test]\nenv_files = [\"fakes.env\"]\n[profiles.dev]\n";
    let case = || {
        Case::with_schema(schema)
            .file(".env", "API_KEY=plain\n")
            .file(".env.dev", "API_KEY=dev\n")
            .file("fakes.env", "API_KEY=fake\n")
            .host("APP_ENV", "dev")
    };
    shows(case(), &[], "plain \n".replace(" \n", "\n").as_str());
    shows(case(), &["--profile", "dev"], "dev\n");
    shows(case().host("SECRUN_PROFILE", "dev"), &[], "dev\n");
    shows(
        case().host("SECRUN_PROFILE", "dev"),
        &["--profile", "test"],
        "fake\n",
    );
}

#[test]
fn aliases_are_read_after_the_name_itself() {
    let schema = "[secrets]\nAPI_KEY = { aliases = [\"OLD_KEY\", \"OLDER_KEY\"] }\n";
    let show = ["-q", "--", "sh", "-c", "echo $API_KEY,$OLD_KEY,$OLDER_KEY"];
    let case = || Case::with_schema(schema).args(show);
    case()
        .file(".env", "OLDER_KEY=c\nOLD_KEY=b\n")
        .output_of_child()
        .stdout("b,,\n");
    case()
        .file(".env", "API_KEY=a\nOLD_KEY=b\n")
        .output_of_child()
        .stdout("a,,\n");
    case()
        .file(".env", "API_KEY=a\n")
        .host("OLD_KEY", "b")
        .output_of_child()
        .stdout("b,,\n");
}

#[test]
fn a_key_may_be_kept_in_a_file_of_its_own() {
    let schema = "[secrets]\nAPI_KEY = { file = true }\n";
    let show = ["-q", "--", "sh", "-c", "echo \"<$API_KEY>\"$API_KEY_FILE"];
    let case = || {
        Case::with_schema(schema)
            .file("key", "two\nlines\r\n")
            .args(show)
    };
    case()
        .host("API_KEY_FILE", "key")
        .output_of_child()
        .status(0)
        .stdout("<two\nlines>\n");
    case()
        .file(".env", "API_KEY_FILE=key\n")
        .output_of_child()
        .status(0)
        .stdout("<two\nlines>\n");
    case()
        .host("API_KEY_FILE", "absent")
        .output()
        .status(125)
        .tells("API_KEY: the file that `API_KEY_FILE` names cannot be read: there is no such file\nsecrun: hint: set `API_KEY_FILE` to the path of a file that you can read\n");
}

#[test]
fn an_unreadable_file_of_a_key_is_told_with_its_path_and_refuses_the_key() {
    let case = || {
        Case::with_schema("[secrets]\nAPI_KEY = { file = true }\n").file(".env", "API_KEY=below\n")
    };
    let named = |path: &str| case().host("API_KEY_FILE", path);
    let told = |path: &str| {
        format!(
            "API_KEY: the file that `API_KEY_FILE` names{path} cannot be read: there is no such file\n"
        )
    };
    for path in ["/usr/absent", "./absent", "../absent"] {
        let outcome = named(path).args(["check"]).output();
        outcome
            .status(1)
            .tells(&told(&format!(", `{path}`,")))
            .says("API_KEY  invalid");
    }
    // What may be the key itself is not repeated.
    for value in [
        "hunter2",
        "/hunter2",
        "hunter2/x",
        "https://u:hunter2@h",
        "/usr/a\nhunter2",
    ] {
        let outcome = named(value).args(["check"]).output();
        outcome.status(1).tells(&told("")).never("hunter2");
    }
    named("/usr/absent")
        .args(["explain", "API_KEY"])
        .output()
        .status(1)
        .says("API_KEY: required secret, invalid\n")
        .says("wins: of the layers that can be read\n");
    named("/usr/absent")
        .file(".env", "")
        .args(["explain", "API_KEY"])
        .output()
        .status(1)
        .says("no layer sets it: one layer cannot be read\n")
        .never(": missing");
    case()
        .file(".env", "API_KEY_FILE=./absent\n")
        .args(["check", "--format", "json"])
        .output()
        .says("names, `./absent`, cannot be read")
        .says("\"hint\": \"set `API_KEY_FILE` to the path");
}

#[test]
fn a_byte_order_mark_is_no_part_of_a_value() {
    Case::with_schema("[secrets]\nAPI_KEY = { file = true }\n")
        .file("key", "\u{feff}test-key\r\n")
        .host("API_KEY_FILE", "key")
        .args(["-q", "--", "sh", "-c", "printf %s \"$API_KEY\""])
        .output_of_child()
        .status(0)
        .stdout("test-key");
}

#[test]
fn an_empty_value_is_missing() {
    let schema = "[secrets]\nAPI_KEY = {}\n[settings]\nLOG_LEVEL = { default = \"INFO\" }\nMODE = { required = false }\n";
    let case = || Case::with_schema(schema);
    case()
        .file(".env", "API_KEY=\n")
        .args(["--", "true"])
        .output()
        .status(125)
        .tells(".env:1:1: API_KEY: required, but empty");
    case()
        .file(".env", "API_KEY=x\n")
        .host("API_KEY", " ")
        .args(["--", "true"])
        .output()
        .status(125)
        .tells("the environment (it overrides .env:1): API_KEY: required, but empty");
    let env = case().file(".env", "API_KEY=x\nLOG_LEVEL=\nMODE=\n").args([
        "-q",
        "--",
        "sh",
        "-c",
        "echo $LOG_LEVEL ${MODE-unset}",
    ]);
    env.output_of_child().status(0).stdout("INFO unset\n");
}

/// A setting would be shown, so it cannot be made from a secret, under whatever name that is read.
#[test]
fn a_setting_made_from_an_alias_of_a_secret_is_refused() {
    let schema = "[secrets]\nAPI_KEY = { aliases = [\"OLD_KEY\"] }\n[settings]\nMODE = {}\n";
    Case::with_schema(schema)
        .file(".env", "OLD_KEY=test-not-a-real-key\nMODE=x${OLD_KEY}\n")
        .args(["--", "true"])
        .output()
        .status(125)
        .tells(".env:2:7: MODE: a setting refers to `OLD_KEY`");
}

#[test]
fn an_empty_value_that_gives_way_to_the_default_is_not_said_to_win() {
    Case::with_schema("[settings]\nLEVEL = { type = \"int\", default = 3 }\n")
        .file(".env", "LEVEL=5\n")
        .host("LEVEL", "")
        .args(["--", "sh", "-c", "echo $LEVEL"])
        .output()
        .status(0)
        .stdout("3\n")
        .tells("LEVEL: using the default, as host is empty; .env:1 (sha256:ef2d127d) has a different value")
        .never("using host");
}

#[test]
fn a_broken_statement_is_not_said_to_be_set_nowhere() {
    for env in ["API_KEY=\"open\n", "API_KEY\n", "API_KEY=${NOPE}\n"] {
        Case::with_schema("[secrets]\nAPI_KEY = {}\n")
            .file(".env", env)
            .args(["check"])
            .output()
            .status(1)
            .tells("secrun: error: .env:1:")
            .says("1 problem\n")
            .never(": missing");
    }
}

#[test]
fn a_profile_refuses_a_value_from_whichever_layer() {
    let schema = "[settings]\nALLOW_LIVE = { default = \"0\", aliases = [\"LIVE\"], file = true }\nLOUD = { type = \"bool\", default = true }\n[profiles.test]\nrefuse = { ALLOW_LIVE = \"1\" }\n[profiles.quiet]\nrefuse = { LOUD = \"true\" }\n";
    let run = |case: Case, profile: &str| case.args(["--profile", profile, "--", "true"]).output();
    let case = || Case::with_schema(schema);
    let refuses = "ALLOW_LIVE: the profile refuses this value";
    run(case(), "test").status(0);
    for env in ["ALLOW_LIVE=1\n", "LIVE=1\n", "ALLOW_LIVE_FILE=one\n"] {
        let case = case().file("one", "1\n").file(".env", env);
        run(case, "test").status(125).tells(refuses);
    }
    for name in ["ALLOW_LIVE", "LIVE"] {
        run(case().host(name, "1"), "test")
            .status(125)
            .tells(refuses);
    }
    let replaced = case().file(".env", "LOUD=false\n");
    run(replaced, "quiet").status(0);
    run(case(), "quiet")
        .status(125)
        .tells("secrun.toml:4:1: LOUD: the profile refuses");
}

#[test]
fn a_default_does_not_count_below_an_empty_value_that_is_allowed() {
    let value = "made-up-Xq7Wz9Lm";
    let schema = format!(
        "[secrets]\nA = {{}}\n[settings]\nMODE = {{ default = \"{value}\", allow_empty = true }}\n\
         [profiles.test]\nrefuse = {{ MODE = \"{value}\" }}\n"
    );
    let case = |mode: &str| {
        let case = Case::with_schema(&schema).host("A", value);
        case.file(".env", mode).file("log", value)
    };
    let test = ["--profile", "test"];
    for (mode, refused, found) in [("MODE=\n", 0, 1), ("", 125, 2)] {
        let run = case(mode).args(test).args(["--", "true"]);
        run.output().status(refused);
        case(mode).args(["scan", "log"]).output().status(found);
    }
}

#[test]
fn a_file_with_one_value_is_above_env_files_whoever_beats_the_host() {
    let case = || {
        Case::with_schema("[secrets]\nA = { file = true }\n")
            .file(".env", "A=of-the-env-file\n")
            .file("one", "of-its-own-file\n")
            .host("A_FILE", "one")
    };
    let show = ["--", "sh", "-c", "echo $A"];
    for options in [["-q"].as_slice(), &["-q", "--override"]] {
        let case = case().args(options.iter().copied()).args(show);
        case.output_of_child().status(0).stdout("of-its-own-file\n");
    }
    let host = case().host("A", "of-the-host");
    host.args(["-q"])
        .args(show)
        .output_of_child()
        .stdout("of-the-host\n");
    let host = case().host("A", "of-the-host").args(["-q", "--override"]);
    host.args(show)
        .output_of_child()
        .stdout("of-its-own-file\n");
}

#[test]
fn every_name_that_has_a_key_is_a_layer() {
    let schema = "[secrets]\nA = { aliases = [\"A_OLD\"] }\n";
    let case = Case::with_schema(schema)
        .file(".env", "A=made-up-new-value-1\nA_OLD=made-up-old-value-2\n");
    case.args(["explain", "A"])
        .output()
        .says(".env:2 as A_OLD")
        .says("wins: an earlier name beats a later one")
        .says("secrun: warning: .env:2:1: A: using .env:1 (sha256:[withheld: low entropy]); .env:2 as `A_OLD` (sha256:[withheld: low entropy]) has a different value");
    let case = Case::with_schema(schema)
        .host("A", "made-up-new")
        .host("A_OLD", "made-up-old");
    case.args(["explain", "A"])
        .output()
        .says("host as A_OLD")
        .says("secrun: hint: unset the one that is not meant");
}

#[test]
fn a_home_that_is_not_to_be_looked_into_has_no_key() {
    // A key that is none, and one below a file, where nobody can look.
    for (home, warns) in [("home", true), ("secrun.toml", false)] {
        let case = Case::with_schema("[secrets]\nA = {}\n")
            .file("home/.local/state/secrun/fingerprint.key", "short")
            .host("A", "made-up-value");
        let home = case.path().join(home);
        let outcome = case.host("HOME", home).args(["--", "true"]).output();
        let outcome = outcome.status(0);
        if warns {
            outcome.tells("not a fingerprint key of 32 bytes that only you can read");
        }
    }
}

#[test]
fn a_refused_value_is_refused_in_every_word_for_it() {
    let schema = "[settings]\nLIVE = { type = \"bool\", default = false }\n[profiles.test]\nrefuse = { LIVE = \"1\" }\n";
    for (word, status) in [
        ("1", 125),
        ("true", 125),
        ("YES", 125),
        ("0", 0),
        ("false", 0),
    ] {
        let case = Case::with_schema(schema).host("LIVE", word);
        case.args(["--profile", "test", "--", "true"])
            .output()
            .status(status);
        let case = Case::with_schema(schema).file(".env", format!("LIVE={word}\n"));
        case.args(["--profile", "test", "--", "true"])
            .output()
            .status(status);
    }
}

#[test]
fn the_printed_environment_is_that_of_the_scope_of_the_schema() {
    let schema = "[secrets]\nA = {}\nB = {}\n[scopes]\na = [\"A\"]\n[run]\nscope = \"a\"\n";
    let case = Case::with_schema(schema)
        .host("A", "made-up-1")
        .host("B", "made-up-2");
    let outcome = case.args(["check", "--print-env"]).output();
    outcome.says("PYTHON_DOTENV_DISABLED").never("B ");
}

/// A value of the environment is not blamed on the schema, which has no fault.
#[test]
fn what_the_environment_sets_is_told_there() {
    let case = |schema: &str| {
        Case::with_schema(schema)
            .host("API_KEY", "abc")
            .args(["check"])
    };
    let schema = "[secrets]\nAPI_KEY = { min_length = 9 }\n";
    case(schema)
        .output()
        .status(1)
        .tells("secrun: error: the environment: API_KEY: shorter than 9 characters\n");
    let overriding = case(schema).file(".env", "API_KEY=long-enough\n");
    overriding.output().status(1).tells(
        "secrun: error: the environment (it overrides .env:1): API_KEY: shorter than 9 characters\n\
         secrun: hint: unset `API_KEY`, or pass `--override` to let files win\n",
    );
    overriding
        .again(&["check", "--format", "json"])
        .says("\"message\": \"the environment (it overrides .env:1): shorter than 9 characters\"");
    overriding.again(&["check", "--override"]).status(0);
    // To unset one of two that are equal does not help.
    case(schema)
        .file(".env", "API_KEY=abc\n")
        .output()
        .status(1)
        .tells("secrun: error: the environment: API_KEY: shorter than 9 characters\n");
    case("[secrets]\nKEY = { aliases = [\"API_KEY\"], min_length = 9 }\n")
        .output()
        .status(1)
        .tells("secrun: error: `API_KEY` in the environment: KEY: shorter than 9 characters\n");
    Case::with_schema("[secrets]\nAPI_KEY = { file = true, min_length = 9 }\n")
        .file("key", "abc\n")
        .host("API_KEY_FILE", "key")
        .args(["check"])
        .output()
        .status(1)
        .tells("secrun: error: key: API_KEY: shorter than 9 characters\n");
}

#[test]
fn a_value_that_a_tool_spoiled_at_its_ends_is_a_warning_with_the_cause() {
    let schema = "[secrets]\nKEY = {}\n[settings]\nDATA = { type = \"json\" }\n";
    let case = || {
        Case::with_schema(schema)
            .host("DATA", "\"text\"\n")
            .args(["check"])
    };
    for (value, what) in [
        (
            "\"kqzjxwvp\"",
            "the value stands in quotes: `docker run --env-file` keeps them",
        ),
        ("'kqzjxwvp'", "the value stands in quotes"),
        ("kqzjxwvp\n", "ends with a line break"),
        ("kqzjxwvp\r\n", "ends with a line break"),
        ("kqzjxwvp\r", "ends with a carriage return"),
        ("kqzjxwvp ", "ends with white space"),
        ("kqzjxwvp\u{a0}", "ends with white space"),
        ("\u{feff}kqzjxwvp", "starts with white space"),
    ] {
        case()
            .host("KEY", value)
            .output()
            .status(0)
            .says("2 keys checked: 2 set, 1 warning\n")
            .tells(&format!("secrun: warning: the environment: KEY: {what}"));
    }
    for value in ["kqzjxwvp", "kq'zjxwvpt", "\"kqzjxw\" vpt", "kqzjx\nwvptq\n"] {
        case()
            .host("KEY", value)
            .output()
            .status(0)
            .says(": 2 set\n");
    }
    case()
        .file(".env", "KEY=\" kqzjxwvp\"\n")
        .output()
        .says(": 2 set\n");
    // Where it breaks the rule, too, the cause is what to mend.
    Case::with_schema("[secrets]\nKEY = { pattern = \"^[a-z]+$\" }\n")
        .host("KEY", "'kqzjxwvp'")
        .args(["check"])
        .output()
        .status(1)
        .tells("KEY: does not match the pattern in the schema\n")
        .tells("secrun: hint: remove the quotes where it is set\n");
}

#[test]
fn a_file_of_the_profile_overrides_the_general_ones_on_purpose() {
    let schema = "[env]\nfiles = [\".env\", \".env.{profile}\"]\n[secrets]\nKEY = {}\n\
                  [profiles.test]\nenv_files = [\"fakes.env\"]\n[profiles.dev]\n";
    let case = Case::with_schema(schema)
        .file(".env", "KEY=test-general\n")
        .file(".env.dev", "KEY=test-profile-two\n")
        .file("fakes.env", "KEY=test-profile-three\n");
    for profile in ["test", "dev"] {
        let words = ["check", "--profile", profile];
        case.again(&words).status(0).stderr("");
        let host = Case::with_schema(schema).file("fakes.env", "KEY=test-profile-two\n");
        let host = host
            .file(".env.dev", "KEY=test-profile-two\n")
            .host("KEY", "test-general");
        host.again(&words).status(0).tells("KEY: using host (");
    }
}

#[test]
fn a_missing_key_says_where_to_get_it() {
    let schema = "[secrets]\nKEY = { owner = \"ml-platform\" }\n";
    Case::with_schema(schema)
        .args(["check"])
        .output()
        .status(1)
        .tells("secrun: error: secrun.toml:3:1: KEY: missing\nsecrun: hint: add it to .env, or ask `ml-platform`; `secrun check --fill` asks for it\n");
}

/// A `KEY_FILE` that names an env file would hand on every key in it.
#[test]
fn a_key_file_is_not_an_env_file_nor_that_of_a_secret() {
    let schema = "[env]\nfiles = ['.env', '.env.{profile}']\n\
        [secrets]\nAPI_KEY = { required = false, file = true }\nOTHER = { required = false, file = true }\n\
        [settings]\nMOTD = { required = false, file = true }\n\
        [scopes]\nbot = ['API_KEY']\n[profiles.prod]\nenv_files = ['prod.env']\n";
    let secret = format!("OTHER={CANARY}\n");
    let case = |line: &str| {
        let case = Case::with_schema(schema).file(".env", format!("{secret}{line}"));
        let case = case.file("prod.env", "").file(".env.local", "A=1\n");
        case.file("other", CANARY).file("motd", "hello\n")
    };
    let refused = |case: Case, place: &str, what: &str| {
        let told = format!("secrun: error: {place}: {what}\n");
        let check = case.args(["check", "--scope", "bot"]);
        let check = check.output().status(1).tells(&told);
        check.never(&CANARY[..8]);
    };
    let env = "is an env file, which holds other keys, too\nsecrun: hint: set `MOTD_FILE` to a file that holds only this value";
    let names = "MOTD: the file that `MOTD_FILE` names";
    for (line, what) in [
        ("MOTD_FILE=.env\n", format!("{names} {env}")),
        ("MOTD_FILE=./.env\n", format!("{names}, `./.env`, {env}")),
        ("MOTD_FILE=prod.env\n", format!("{names} {env}")),
        ("MOTD_FILE=.env.local\n", format!("{names} {env}")),
    ] {
        refused(case(line), ".env:2:1", &what);
    }
    refused(
        case("").host("MOTD_FILE", ".env"),
        "secrun.toml:8:1",
        &format!("{names} {env}"),
    );
    let holds = format!(
        "{names} holds the secret `OTHER`\nsecrun: hint: set `MOTD_FILE` to another file, or declare the key under `[secrets]`"
    );
    // `OTHER` is not a key of the scope.
    refused(
        case("MOTD_FILE=other\nOTHER_FILE=other\n"),
        ".env:2:1",
        &holds,
    );
    refused(
        case("MOTD_FILE=other\n").host("OTHER_FILE", "other"),
        ".env:2:1",
        &holds,
    );
    // What the text itself says.
    let key = [
        "-----BEGIN PRIVATE",
        " KEY-----\nAAAA\n-----END PRIVATE",
        " KEY-----\n",
    ]
    .concat();
    refused(
        case("MOTD_FILE=motd\n").file("motd", key),
        ".env:2:1",
        &format!("{names} holds a secret: its value contains a private key"),
    );
    refused(
        case("API_KEY_FILE=.env\n"),
        ".env:2:1",
        "API_KEY: the file that `API_KEY_FILE` names is an env file, which holds other keys, too\nsecrun: hint: set `API_KEY_FILE` to a file that holds only this value",
    );
    case("MOTD_FILE=motd\nAPI_KEY_FILE=other\n")
        .args(["-q", "--scope", "bot", "--", "sh", "-c", "echo $MOTD"])
        .output_of_child()
        .status(0)
        .stdout("hello\n");
}
