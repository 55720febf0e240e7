//! Every failure path with a canary in every place a value can be. `output()`
//! fails when any 8 bytes of it come out, in whatever case.

use std::process::{Command, Stdio};

use crate::case::{CANARY, Case, assert_no_canary, finish};

/// Every command, and every amount of talk.
const COMMANDS: &[&[&str]] = &[
    &["--", "true"],
    &["-vvv", "--", "true"],
    &["run", "-q", "--", "no-such-program", CANARY],
    &["--scope", "coder", "--", "true", CANARY],
    &["check"],
    &["check", "-vvv", "--strict"],
    &["check", "--format", "json"],
    &["check", "--format", "github"],
    &["check", "--format", "sarif"],
    &["check", "--scope", "coder", "--print-env"],
    &["check", "--print-env", "--format", "json"],
    &["fingerprint"],
    &["fingerprint", "--exact", "--format", "json"],
    &["fingerprint", "--verify", "sha256:9d1e92fc", "API_KEY"],
    &["fingerprint", "--stdin", "API_KEY"],
    &["fingerprint", "--stdin"],
    &["fingerprint", "--against", ".env"],
    &[
        "fingerprint",
        "--against",
        "secrun.toml",
        "--format",
        "json",
    ],
    &["mask", "--github"],
    &["mask", "-vvv", CANARY, "/dev/null"],
    &["explain", "API_KEY"],
    &["explain", "PORT", "--format", "json"],
    &["check", "--fill", "-vvv"],
    &["set", "API_KEY", "--stdin"],
    &["set", "PORT", "--stdin=exact", "-vvv"],
    &["set", "SESSION", "--stdin", "--file", "other.env"],
    &["unset", "API_KEY", "-vvv"],
];

const GOOD_SCHEMA: &str = r#"
[env]
undeclared = "error"
[secrets]
API_KEY = { min_length = 8, format = "openai" }
DATABASE_URL = { type = "url", schemes = ["postgres"] }
TOKEN = { pattern = "^[a-f]+$", forbid = "Canary" }
SESSION = { type = "uuid", required = false }
KEY_IN_FILE = { file = true, required = false }
[settings]
PORT = { type = "port", default = 8000 }
MODE = { type = "enum", values = ["dev", "prod"], default = "dev" }
LEVEL = { type = "int", min = 1, max = 3, default = 2 }
[scopes]
coder = ["API_KEY"]
[profiles.test]
live_keys = "forbid"
refuse = { MODE = "prod" }
"#;

/// `.env` files with the canary in them, most of them broken.
fn env_files() -> Vec<Vec<u8>> {
    let statements = [
        "API_KEY=@\nDATABASE_URL=postgres://u:@@h/d\nTOKEN=@\nSESSION=@\n",
        "API_KEY='@\nTOKEN=x\n",
        "API_KEY=\"@\nTOKEN=\"x\"\n",
        "API_KEY=\"@\" @\n",
        "API_KEY=\"@\"@\n",
        "@\n",
        "@=1\n",
        "@==\n",
        "API_KEY @\n",
        "API KEY=@\n",
        "export @\n",
        "1@=@\n",
        "PORT=@\nMODE=@\nLEVEL=@\n",
        "API_KEY=${@}\n",
        "API_KEY=${@:-@}\n",
        "API_KEY=${API_KEY:?@}\n",
        "API_KEY=$@\nTOKEN='${@}'\n",
        "SECRET=@\nPORT=${SECRET}\n",
        "API_KEY=@\nPORT=${API_KEY}\n",
        "API_KEY=-----BEGIN PRIVATE KEY-----\n@\n-----END PRIVATE KEY-----\n",
        "API_KEY=@\nAPI_KEY=@@\n",
        "API_KEY=@\rTOKEN=@\r",
        "UNDECLARED_@=@\n@_KEY=@\nUNDECLARED=@\n",
        "API_KEY=@#@ $@ `@` $(@)\n",
        "KEY_IN_FILE_FILE=@\n",
        "KEY_IN_FILE_FILE=canary.txt\n",
        "{\"API_KEY\": \"@\"}\n",
        "API_KEY: @\n",
        "MODE=prod\nAPI_KEY=@\n",
    ];
    let mut files: Vec<Vec<u8>> = statements
        .iter()
        .map(|text| text.replace('@', CANARY).into_bytes())
        .collect();
    files.push(
        [
            b"API_KEY=".as_slice(),
            CANARY.as_bytes(),
            b"\0",
            CANARY.as_bytes(),
        ]
        .concat(),
    );
    files.push(
        [
            b"API_KEY=".as_slice(),
            CANARY.as_bytes(),
            b"\xff",
            CANARY.as_bytes(),
        ]
        .concat(),
    );
    files.push([b"\xff\xfe".as_slice(), CANARY.as_bytes()].concat());
    files.push(format!("API_KEY={}", CANARY.repeat(6000)).into_bytes());
    files.push(format!("API_KEY={CANARY}\n").repeat(50_000).into_bytes());
    files
}

/// Schemas with the canary pasted into them.
fn schemas() -> Vec<String> {
    let texts = [
        "[secrets]\nAPI_KEY = \"@\"\n",
        "[secrets]\nAPI_KEY = @\n",
        "[secrets]\nAPI_KEY = { default = \"@\" }\n",
        "[secrets]\nAPI_KEY = { pattern = \"(@\" }\n",
        "[secrets]\nAPI_KEY = { type = \"@\" }\n",
        "[secrets]\nAPI_KEY = { format = \"@\" }\n",
        "[secrets]\nAPI_KEY = { @ = 1 }\n",
        "[secrets]\nAPI_KEY = { min_length = \"@\" }\n",
        "[secrets]\nAPI_KEY = { owner = \"@\", rotation = \"@\", rotated = \"@\" }\n",
        "[secrets]\n\"@ @\" = {}\n",
        "[secrets]\n@ = {}\n",
        "@\n",
        "API_KEY=@\n",
        "[@]\nx = 1\n",
        "[settings]\nMODE = { type = \"enum\", values = [\"a\"], default = \"@\" }\n",
        "[settings]\nMODE = { type = \"int\", default = \"@\" }\n",
        "[scopes]\n\"@\" = [\"@\"]\n",
        "[scopes]\ncoder = [\"@\"]\n",
        "[profiles.\"@\"]\nrefuse = { \"@\" = \"@\" }\nlive_keys = \"@\"\n",
        "[env]\nfiles = \"@\"\ninherit = [\"@ @\"]\nundeclared = \"@\"\ninterpolation = \"@\"\n",
        "[run]\nscope = \"@\"\nprofile = \"@\"\nmask = \"@\"\n",
        "[project]\nname = \"@ @\"\n",
        "[secrets]\nAPI_KEY = { description = \"\"\"@\n",
        "version = \"@\"\n",
    ];
    texts.iter().map(|text| text.replace('@', CANARY)).collect()
}

#[test]
fn a_secret_in_the_programs_place_is_not_shown() {
    let case = Case::with_schema("[secrets]\nA = {}\nB = {}\n")
        .file(".env", format!("A={CANARY}\nB=hunter2\n"));
    for program in [CANARY, &format!("./{CANARY}"), "hunter2"] {
        let outcome = case.again(&["-q", "--", program]);
        outcome
            .status(127)
            .never("hunter2")
            .tells("the program: command not found")
            .tells("hint: remove the secret from the program's name");
    }
    let shown = case.again(&["-q", "--", "no-such-program"]);
    shown
        .status(127)
        .tells("`no-such-program`: command not found");
}

#[test]
fn no_env_file_leaks() {
    for file in env_files() {
        for words in COMMANDS {
            let case = Case::with_schema(GOOD_SCHEMA)
                .file(".env", &file)
                .file("canary.txt", [CANARY.as_bytes(), b"\0"].concat());
            case.args(words.iter().copied()).stdin(CANARY).output();
        }
    }
}

#[test]
fn no_schema_leaks() {
    for schema in schemas() {
        for words in COMMANDS {
            let case = Case::with_schema(&schema).file(".env", format!("API_KEY={CANARY}\n"));
            case.args(words.iter().copied()).output();
        }
    }
}

#[test]
fn no_host_variable_leaks() {
    for name in [
        "API_KEY",
        "DATABASE_URL",
        "TOKEN",
        "PORT",
        "MODE",
        "LEVEL",
        "KEY_IN_FILE_FILE",
        CANARY,
    ] {
        for words in COMMANDS {
            let case = Case::with_schema(GOOD_SCHEMA)
                .host(name, CANARY)
                .file(".env", "API_KEY=x\n");
            case.args(words.iter().copied()).output();
        }
    }
    for name in [
        "OVERRIDE",
        "QUIET",
        "VERBOSE",
        "PROFILE",
        "SCOPE",
        "INHERIT",
        "FINGERPRINT_KEY",
    ] {
        for words in COMMANDS {
            let case = Case::with_schema(GOOD_SCHEMA)
                .host(format!("SECRUN_{name}"), format!("{CANARY} {CANARY}"));
            case.args(words.iter().copied()).output();
        }
    }
}

#[test]
fn no_word_of_the_command_line_leaks() {
    let long = format!("--{CANARY}");
    let with_value = format!("--quiet={CANARY}");
    let assignment = format!("API_KEY={CANARY}");
    let stdin = format!("--stdin={CANARY}");
    let lines: &[&[&str]] = &[
        &[CANARY],
        &[CANARY, "x"],
        &[&long, "--", "true"],
        &[&with_value, "--", "true"],
        &["--scope", CANARY, "--", "true"],
        &["--profile", CANARY, "--", "true"],
        &["--inherit", CANARY, "--", "true"],
        &["--inherit", "a b", CANARY],
        &["check", CANARY],
        &["check", "--format", CANARY],
        &["check", "--strict", CANARY, &long],
        &["explain", CANARY],
        &["explain", "API_KEY", CANARY],
        &["fingerprint", CANARY],
        &["fingerprint", "--verify", CANARY, "API_KEY"],
        &["fingerprint", "--verify"],
        &["help", CANARY],
        &["set", CANARY],
        &["set", "API_KEY", CANARY],
        &["set", &assignment],
        &["set", "API_KEY", "--stdin", CANARY],
        &["set", "API_KEY", &stdin],
        &["set", "API_KEY", "--file", CANARY],
        &["unset", CANARY],
        &["unset", "API_KEY", "--file", &assignment],
        &["-vvv", "--", "no-such-program", CANARY],
        &["run", "--", "/", CANARY],
    ];
    for words in lines {
        Case::with_schema(GOOD_SCHEMA)
            .args(words.iter().copied())
            .output();
    }
}

/// What a setting may show is not shown where a secret has the same value,
/// nor is the plain fingerprint that tells a weak one.
#[test]
fn a_setting_does_not_show_what_a_secret_holds() {
    let schema = "[secrets]\nPASSWORD = {}\nSPARE = { required = false }\n[settings]\nUSER_NAME = { required = false }\nLEVEL = { type = \"enum\", values = [\"INFO\"], default = \"INFO\" }\n";
    let weak = "hunter2";
    let file = format!("PASSWORD={weak}\nUSER_NAME={weak}\nLEVEL={weak}\nSPARE=x{weak}\n");
    let more: &[&[&str]] = &[
        &["explain", "USER_NAME"],
        &["explain", "LEVEL", "--format", "json"],
        &["fingerprint", "USER_NAME"],
        &["fingerprint", "LEVEL", "USER_NAME", "--format", "json"],
    ];
    for words in COMMANDS
        .iter()
        .filter(|words| !words.contains(&"--exact"))
        .chain(more)
    {
        for host in ["USER_NAME", "OTHER"] {
            let case = Case::with_schema(schema).file(".env", &file);
            let case = case.host(host, format!("x{weak}"));
            let outcome = case.args(words.iter().copied()).output();
            outcome.never(weak).never("f52fbd32").never("3fabeac7");
        }
    }
    let case = || Case::with_schema(schema).file(".env", &file);
    case()
        .args(["check"])
        .output()
        .status(1)
        .tells("LEVEL: not one of `INFO`; not shown, because it equals a secret's value")
        .says("USER_NAME  ok       sha256:[withheld: the same as a secret's value]  .env:2");
    case()
        .args(["fingerprint", "USER_NAME", "--format", "json"])
        .output()
        .says("\"withheld\": true,\n      \"same_as_secret\": true");
    Case::with_schema(schema)
        .file(
            ".env",
            "PASSWORD=hunter2\nPASSWORD=other\nUSER_NAME=hunter2\n",
        )
        .args(["check"])
        .output()
        .says("the same as a secret's value")
        .never(weak);
    // Of a value that no secret has nothing changes.
    Case::with_schema(schema)
        .file(".env", "PASSWORD=other\nUSER_NAME=bob\n")
        .args(["check"])
        .output()
        .status(0)
        .says("USER_NAME  ok      = bob");
}

/// A value where a path or a program belongs: what env(1) and `docker run -e`
/// take, what `"$(cat .env)"` makes, and a connection string.
fn slips() -> [String; 5] {
    [
        format!("API_KEY={CANARY}"),
        format!("API_KEY={CANARY}:{CANARY}"),
        format!("postgres://app:{CANARY}@db/app"),
        format!("{CANARY}\nTOKEN={CANARY}"),
        format!("API_KEY={CANARY}\r\nTOKEN=x"),
    ]
}

#[test]
fn no_value_in_the_place_of_a_path_leaks() {
    let schema = "[secrets]\nAPI_KEY = {}\n";
    let ready = || Case::with_schema(schema).file(".env", "API_KEY=test-not-a-real-key\n");
    for slip in slips() {
        let slip = slip.as_str();
        let lines: &[&[&str]] = &[
            &["-vvv", "--", slip, "python"],
            &["--mask", "--", slip],
            &["--env-file", slip, "--", "true"],
            &["-vvv", "check", "--env-file", slip],
            &["check", "--env-file", slip, "--format", "json"],
            &["check", "--env-file", slip, "--format", "sarif"],
            &["check", "--env-file", slip, "--format", "github"],
            &["explain", "API_KEY", "--env-file", slip],
            &["-vvv", "check", "--schema", slip],
            &["check", "--schema", slip, "--format", "json"],
            &["fingerprint", "--against", slip],
            &["mask", slip],
            &["scan", slip],
            &["scan", "--format", "json", slip],
            &["scan", "--image", slip],
            &["scan", "--message", slip],
            &["scan", "--home", slip],
            &["schema", "--into", slip],
            &["init", "--dry-run", "--env-file", slip],
            &["init", "--write", "--schema", slip],
            &["init", "--schema", slip],
            &["example", "--env-file", slip],
            &["example", "--check", "--schema", slip],
            &["hook", "install", slip],
            &["completions", slip],
        ];
        for words in lines {
            ready().args(words.iter().copied()).output();
        }
        for name in ["SECRUN_ENV_FILE", "SECRUN_SCHEMA"] {
            for words in COMMANDS {
                let case = ready().host(name, slip);
                case.args(words.iter().copied()).output();
            }
        }
        let path = slip.replace('\n', "\\n").replace('\r', "\\r");
        for schema in [
            format!("[env]\nfiles = [{{ path = \"{path}\", required = true }}]\n{schema}"),
            format!(
                "[run]\nprofile = \"test\"\n{schema}[profiles.test]\nenv_files = [{{ path = \"{path}\", required = true }}]\n"
            ),
        ] {
            for words in COMMANDS {
                let case = Case::with_schema(&schema);
                case.args(words.iter().copied()).output();
            }
        }
    }
}

/// A file that is there under such a name is told of without it, too.
#[test]
fn a_file_with_a_name_like_an_assignment_is_told_by_its_place() {
    let name = format!("API_KEY={CANARY}");
    for words in COMMANDS {
        Case::with_schema(GOOD_SCHEMA)
            .file(&name, "API_KEY=x\nUNDECLARED=x\n=\n")
            .args(["--env-file", &name])
            .args(words.iter().copied())
            .output();
    }
    Case::with_schema("[secrets]\nAPI_KEY = {}\n")
        .file(&name, "API_KEY=x\n")
        .args(["check", "--env-file", &name])
        .output()
        .status(0)
        .says("the path in `--env-file`:1");
}

#[test]
fn what_stands_in_the_place_of_a_path_is_told_with_what_to_do() {
    let case = || Case::with_schema("[secrets]\n");
    case()
        .args(["-q", "--", &format!("API_KEY={CANARY}"), "python"])
        .output()
        .status(127)
        .stderr(
            "secrun: error: the program: command not found\n\
             secrun: hint: run `secrun -- env NAME=… CMD` to set a variable of the program\n",
        );
    for line in [
        format!("mysql -p{CANARY}"),
        format!("echo {CANARY} && true"),
    ] {
        let says = "secrun: error: the program: command not found\n\
             secrun: hint: write the program and its arguments as separate words, or use `sh -c`\n";
        case()
            .args(["-q", "--", &line])
            .output()
            .status(127)
            .stderr(says);
    }
    case()
        .args(["check", "--env-file", &format!("A={CANARY}\nB=x")])
        .output()
        .status(2)
        .stderr(
            "secrun: error: the path in `--env-file` cannot be read: there is no such file\n\
             secrun: hint: pass the path of a file, not its contents\n",
        );
    case()
        .host("SECRUN_ENV_FILE", format!("postgres://u:{CANARY}@h/d"))
        .args(["check"])
        .output()
        .status(2)
        .tells("secrun: error: the path in `SECRUN_ENV_FILE` cannot be read: ");
    let schema =
        format!("[env]\nfiles = [{{ path = \"postgres://u:{CANARY}@h/d\", required = true }}]\n");
    Case::with_schema(&schema)
        .args(["check"])
        .output()
        .status(2)
        .tells("secrun: error: the path at secrun.toml:3:19 cannot be read: ");
}

/// What is too long for the system is told without being shown.
#[test]
fn what_is_too_long_for_the_system_does_not_leak() {
    let schema = "version = 1\n[secrets]\nAPI_KEY = {}\nTOKEN = {}\n";
    let value = CANARY.repeat(4000);
    let case = Case::new()
        .file("secrun.toml", schema)
        .file(".env", format!("API_KEY={value}\nTOKEN={value}\n"));
    // The kernel takes a quarter of the stack's limit for arguments and environment (execve(2)).
    let line = "ulimit -s 1024; exec \"$0\" -q -- true \"$1\"";
    let mut command = Command::new("sh");
    command
        .args(["-c", line, env!("CARGO_BIN_EXE_secrun"), &value])
        .current_dir(case.path());
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let output = finish(command, b"");
    assert_no_canary(&output.stderr, "stderr");
    assert_eq!(output.status.code(), Some(126));
    assert!(String::from_utf8_lossy(&output.stderr).contains("too long"));
}

/// A reader that has gone and a full disk: no panic, no value.
#[test]
fn closed_and_full_outputs_do_not_leak() {
    for words in COMMANDS {
        for redirection in [
            ">&-",
            "2>&-",
            ">&- 2>&-",
            ">/dev/full",
            "2>/dev/full",
            "| true",
        ] {
            let case = Case::with_schema(GOOD_SCHEMA)
                .file(".env", format!("API_KEY={CANARY}\nPORT={CANARY}\n"));
            let line = format!("\"$0\" \"$@\" {redirection}");
            let mut command = Command::new("sh");
            command
                .args(["-c", &line, env!("CARGO_BIN_EXE_secrun")])
                .args(*words)
                .current_dir(case.path());
            command
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped());
            let output = finish(command, b"");
            for stream in [&output.stdout, &output.stderr] {
                assert_no_canary(stream, &line);
                assert!(
                    !String::from_utf8_lossy(stream).contains("panicked"),
                    "{words:?} {redirection}"
                );
            }
        }
    }
}

#[test]
#[cfg(unix)]
fn unreadable_files_do_not_leak() {
    Case::with_schema(GOOD_SCHEMA)
        .file(".env/x", CANARY)
        .args(["check"])
        .output()
        .status(2)
        .tells("secrun: error: .env: cannot be read: it is a folder");
    Case::new()
        .file("secrun.toml/x", CANARY)
        .args(["check"])
        .output()
        .status(2);
}

/// A setting may be shown, and no scope keeps it back.
#[test]
fn no_setting_takes_in_a_secret_under_another_name() {
    let schema = "[secrets]\nPIN = { aliases = [\"OLD_PIN\"] }\n[settings]\nNOTE = { required = false, aliases = [\"OLD_NOTE\"] }\n[scopes]\nnone = []\n";
    for env in [
        "OLD_PIN=4821\nNOTE=${OLD_PIN}\n",
        "PIN=4821\nOLD_NOTE=${PIN}\n",
        "OLD_PIN=4821\nX=${OLD_PIN}\nOLD_NOTE=${X}\n",
    ] {
        Case::with_schema(schema)
            .file(".env", env)
            .args(["--scope", "none", "--", "env"])
            .output_of_child()
            .status(125)
            .tells("a setting refers to")
            .never("4821");
    }
    Case::with_schema(schema)
        .file(".env", "NOTE=${OLD_PIN}\n")
        .host("OLD_PIN", "4821")
        .args(["check"])
        .output()
        .status(1)
        .tells("a setting refers to")
        .never("4821");
}

/// `secrun --env-file "$API_KEY" check`: what secrun has just read is known again, and what
/// looks like a token is not shown if no such file is there.
#[test]
fn a_value_in_place_of_a_path_is_not_shown() {
    let word = "horse.staple";
    let case = || Case::with_schema("[secrets]\nAPI_KEY = {}\n");
    let from_host = case().host("API_KEY", word);
    let from_file = case().file(".env", format!("API_KEY='{word}'\n"));
    for words in [
        vec!["--env-file", word, "check"],
        vec!["--env-file", word, "--", "true"],
    ] {
        from_host
            .again(&words)
            .tells("a path that is not shown cannot be read")
            .never(word);
    }
    case()
        .host("API_KEY", word)
        .host("SECRUN_ENV_FILE", word)
        .args(["check", "--format", "json"])
        .output()
        .status(2)
        .never(word);
    for case in [from_host, from_file] {
        for words in [
            ["fingerprint", "--against", word],
            ["scan", "--message", word],
        ] {
            case.again(&words).status(2).never(word);
        }
    }
    let token = format!("{}-{}", "sk-proj", "a1B2c3D4e5F6g7H8i9J0");
    for words in [
        vec!["--env-file", &token, "check"],
        vec!["--schema", &token, "check"],
        vec!["fingerprint", "--against", &token],
        vec!["scan", "--message", &token],
    ] {
        case()
            .host("API_KEY", word)
            .again(&words)
            .status(2)
            .never(&token[8..]);
    }
    // A file of such a name is a file.
    let name = "backup-20261130a1b2c3d4e5.env";
    case()
        .file(name, "API_KEY\n")
        .args(["--env-file", name, "check"])
        .output()
        .tells(&format!("secrun: error: {name}:1:1: API_KEY"));
}
