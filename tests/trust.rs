//! Whose files secrun uses: who may own and write them, and how far it looks for them.

use std::fs::{self, OpenOptions, Permissions};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _, chown};
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rustix::fs::OFlags;
use rustix::process::{Pid, Signal, geteuid, kill_process};

use crate::case::{Case, DEADLINE};

const SCHEMA: &str = "version = 1\n[secrets]\nA_KEY = {}\n";
const ENV: &str = "A_KEY=test-not-a-real-key\n";
/// A user that nobody is.
const STRANGER: u32 = 65534;

fn chmod(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// Gives the files to a stranger. Only root can, so other users cannot run such a test.
fn give_away(paths: &[&Path]) -> bool {
    if !geteuid().is_root() {
        eprintln!("skipped: only root can make a file of another user");
        return false;
    }
    for path in paths {
        chown(path, Some(STRANGER), Some(STRANGER)).unwrap();
    }
    true
}

/// A project whose commands run in `folder`, below it.
fn project(folder: &str) -> Case {
    let case = Case::new().file("secrun.toml", SCHEMA).file(".env", ENV);
    case.within(folder)
}

#[test]
fn the_search_for_a_schema_ends_at_the_top_of_the_repository() {
    let nowhere = "no `secrun.toml` here or in a parent folder";
    let case = project("repo/a/b");
    case.again(&["-q", "--", "true"]).status(0);
    // A work tree and a submodule have a file of this name.
    let case = case.file("repo/.git", "");
    case.again(&["-q", "--", "true"]).status(125).tells(nowhere);
    case.again(&["check"]).status(2).tells(nowhere);
    let case = case.file("repo/secrun.toml", SCHEMA).file("repo/.env", ENV);
    case.again(&["-q", "--", "true"]).status(0);
}

#[test]
fn outside_a_repository_the_search_ends_at_the_home_folder() {
    let case = project("home/me/x");
    let home = case.path().join("home/me");
    let case = case.without("HOME").host("HOME", &home);
    case.again(&["-q", "--", "true"]).status(125);
    // A repository goes on above it.
    let case = case.file(".git/HEAD", "");
    case.again(&["-q", "--", "true"]).status(0);
}

#[test]
fn a_schema_of_a_stranger_in_a_parent_folder_is_refused() {
    let case = project("x");
    let schema = case.path().join("secrun.toml");
    if !give_away(&[&schema]) {
        return;
    }
    chmod(&schema, 0o644);
    let name = fs::read_to_string("/etc/passwd").unwrap();
    let name = name.lines().find(|line| line.contains(":x:65534:"));
    let name = name.map_or(String::new(), |line| {
        format!(" ({})", line.split(':').next().unwrap())
    });
    let refused = format!(
        "secrun: error: ../secrun.toml: not used: neither you nor root nor the owner of the \
         working directory owns it (owner 65534{name}, mode 0644)\n\
         secrun: hint: pass `--schema ../secrun.toml` if you trust it\n"
    );
    case.again(&["--", "true"]).status(125).stderr(&refused);
    for command in ["check", "fingerprint", "scan"] {
        case.again(&[command]).status(2).tells(&refused);
    }
    case.again(&["-q", "--schema", "../secrun.toml", "--", "true"])
        .status(0)
        .stderr("");
    // In a container the checkout often belongs to another user than the process.
    assert!(give_away(&[&case.path().join("x")]));
    case.again(&["-q", "--", "true"]).status(0);
}

#[test]
fn a_link_of_a_stranger_is_his() {
    let case = Case::new().file("mine/secrun.toml", SCHEMA).within("x");
    let link = case.path().join("secrun.toml");
    std::os::unix::fs::symlink("mine/secrun.toml", &link).unwrap();
    let case = case.file("mine/.env", ENV).file(".env", ENV);
    case.again(&["-q", "--", "true"]).status(0);
    if geteuid().is_root() {
        std::os::unix::fs::lchown(&link, Some(STRANGER), Some(STRANGER)).unwrap();
        let outcome = case.again(&["-q", "--", "true"]).status(125);
        outcome.tells("not used: neither you nor root");
    }
}

#[test]
fn a_schema_that_everyone_can_change_is_refused_in_a_parent_folder() {
    let case = project("x");
    let schema = case.path().join("secrun.toml");
    chmod(&schema, 0o646);
    let outcome = case.again(&["--", "true"]).status(125);
    outcome
        .tells("../secrun.toml: not used: everyone can change it (owner ")
        .tells("mode 0646)");
    chmod(&schema, 0o664);
    case.again(&["-q", "--", "true"]).status(0);
    // A folder like `/tmp`, also for a schema of one's own.
    for mode in [0o1777, 0o777] {
        chmod(case.path(), mode);
        let outcome = case.again(&["--", "true"]).status(125);
        outcome.tells("../secrun.toml: not used: everyone can put files into its folder (owner ");
    }
    chmod(case.path(), 0o2775);
    case.again(&["-q", "--", "true"]).status(0);
}

#[test]
fn in_a_shared_folder_the_schema_of_a_stranger_is_refused() {
    let case = project("");
    let schema = case.path().join("secrun.toml");
    if !give_away(&[&schema]) {
        return;
    }
    // A single file mounted into a container.
    case.again(&["-q", "--", "true"]).status(0);
    chmod(case.path(), 0o1777);
    let outcome = case.again(&["--", "true"]).status(125);
    outcome
        .tells("secrun: error: secrun.toml: not used: neither you nor root")
        .tells("secrun: hint: pass `--schema secrun.toml` if you trust it\n");
    case.again(&["-q", "--schema", "secrun.toml", "--", "true"])
        .status(0);
}

#[test]
fn that_everyone_can_change_a_file_is_a_warning() {
    let case = project("");
    let [schema, env] = ["secrun.toml", ".env"].map(|name| case.path().join(name));
    chmod(&schema, 0o666);
    chmod(&env, 0o622);
    for words in [&["--", "true"][..], &["check"]] {
        case.again(words)
            .status(0)
            .tells("secrun: warning: secrun.toml: everyone can change this file (owner ")
            .tells(", mode 0666)\nsecrun: hint: run `chmod o-w secrun.toml`\n")
            .tells("secrun: warning: .env: everyone can change this file (owner ")
            .tells(", mode 0622)\nsecrun: hint: run `chmod o-w .env`\n");
    }
    case.again(&["check", "--strict"]).status(1);
    case.again(&["--schema", "secrun.toml", "--", "true"])
        .status(0)
        .tells("everyone can change");
    // A umask of 002 with a group for each user is ordinary.
    chmod(&schema, 0o664);
    chmod(&env, 0o660);
    case.again(&["--", "true"]).status(0).never("can change");
    case.again(&["check"])
        .status(0)
        .tells("secrun: warning: secrun.toml: its group can change this file (owner ")
        .tells("secrun: hint: run `chmod g-w secrun.toml`\n")
        .never(".env: ");
}

#[test]
fn that_everyone_can_read_an_env_file_is_a_note_that_strict_does_not_count() {
    let case = project("");
    let env = case.path().join(".env");
    chmod(&case.path().join("secrun.toml"), 0o644);
    chmod(&env, 0o644);
    case.again(&["--", "true"]).status(0).never("can read");
    let case = case.host("GITHUB_ACTIONS", "true");
    case.again(&["check", "--strict", "--format", "human"])
        .status(0)
        .tells("secrun: note: .env: everyone can read this file (owner ")
        .tells(", mode 0644)\nsecrun: hint: run `chmod 600 .env`\n")
        .says("1 key checked: 1 set\n");
    case.again(&["check"])
        .status(0)
        .says("::notice file=.env,title=secrun readable::everyone can read this file (owner ");
    case.again(&["check", "--format", "json"])
        .status(0)
        .says("\"severity\": \"note\"");
    chmod(&env, 0o600);
    case.again(&["check"]).status(0).never("can read");
}

/// Where the host writes no cores, or hands them to a program, this shows less.
#[test]
fn no_command_leaves_a_core_file() {
    let case = project("");
    let pause = case.path().join("pause");
    let made = Command::new("mkfifo").arg(&pause).status();
    assert!(made.unwrap().success());
    for words in [
        "check",
        "fingerprint",
        "explain A_KEY",
        "example",
        "scan",
        "mask",
        "run true",
    ] {
        let script = "ulimit -c unlimited 2>/dev/null; exec \"$0\" \"$@\"";
        let mut shell = Command::new("sh");
        shell.args(["-c", script, env!("CARGO_BIN_EXE_secrun")]);
        shell.args(["--env-file", ".env", "--env-file", "pause"]);
        shell.args(words.split(' '));
        shell.current_dir(case.path()).env_clear();
        let mut child = shell.spawn().unwrap();
        let end = Instant::now() + DEADLINE;
        // There is a reader once secrun has read the file before.
        let mut options = OpenOptions::new();
        options
            .write(true)
            .custom_flags(OFlags::NONBLOCK.bits().cast_signed());
        let writer = loop {
            match options.open(&pause) {
                Ok(writer) => break writer,
                Err(_) if Instant::now() < end => std::thread::yield_now(),
                Err(error) => panic!("{words}: {error}"),
            }
        };
        let pid = Pid::from_child(&child);
        kill_process(pid, Signal::QUIT).unwrap();
        let status = child.wait().unwrap();
        drop(writer);
        assert_eq!(status.signal(), Some(3), "{words}");
        assert!(!status.core_dumped(), "{words}");
    }
}

/// Names a FIFO that no program has open.
fn fifo(case: &Case, name: &str) {
    let made = Command::new("mkfifo").arg(case.path().join(name)).status();
    assert!(made.unwrap().success());
}

#[test]
fn a_fifo_in_place_of_a_file_that_is_looked_for_is_an_error() {
    let case = Case::new().within("x");
    fifo(&case, "secrun.toml");
    let refused = "../secrun.toml: cannot be read: it is a FIFO, a socket or a device\n";
    case.again(&["--", "true"]).status(125).tells(refused);
    case.again(&["check"]).status(2).tells(refused);
    let case = project("");
    fifo(&case, ".env.example");
    for words in [&["example"][..], &["example", "--check"]] {
        let refused = ".env.example: cannot be read: it is a FIFO, a socket or a device\n";
        case.again(words).status(2).tells(refused);
    }
    fifo(&case, "summary");
    let case = case.host("GITHUB_STEP_SUMMARY", "summary");
    let outcome = case.again(&["check"]).status(0);
    outcome.tells("summary: the job summary cannot be written: no such device\n");
}

#[test]
fn a_fifo_that_is_named_is_waited_for_only_with_a_writer() {
    let case = project("");
    fifo(&case, "pipe");
    let unwritten = "cannot be read: it is a FIFO that no program writes to";
    for words in [
        &["--env-file", "pipe", "--", "true"][..],
        &["--schema", "pipe", "--", "true"],
    ] {
        case.again(words).status(125).tells(unwritten);
    }
    for words in [&["fingerprint", "--against", "pipe"][..], &["mask", "pipe"]] {
        case.again(words).status(2).tells(unwritten);
    }
    // `cat` opens its output before it reads.
    let script = "cat .env >pipe & \"$0\" -q --env-file pipe -- printenv A_KEY";
    let mut shell = Command::new("sh");
    shell.args(["-c", script, env!("CARGO_BIN_EXE_secrun")]);
    shell.current_dir(case.path()).stdout(Stdio::piped());
    let output = crate::case::finish(shell, b"");
    assert_eq!(output.stdout, b"test-not-a-real-key\n", "{output:?}");
}

#[test]
fn a_writer_that_is_killed_leaves_no_damaged_file_and_the_next_one_clears_its_draft() {
    let case = project("").file(".env.example", "# by hand\n");
    let made = case.again(&["example", "--stdout"]).stdout;
    for delay in 0..60_u64 {
        let old = format!("# by hand, {delay}\n");
        fs::write(case.path().join(".env.example"), &old).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_secrun"));
        command
            .args(["-q", "example", "--force"])
            .current_dir(case.path());
        let mut child = command.spawn().unwrap();
        let end = Instant::now() + Duration::from_micros(delay * 100);
        while Instant::now() < end {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let text = fs::read_to_string(case.path().join(".env.example")).unwrap();
        assert!(text == old || text == made, "{text:?}");
    }
    // One that was certainly left behind.
    let case = case.file(".env.example.secrun-notes", "");
    let case = case.file(".env.example", "# by hand\n");
    let case = case.file("..env.example.secrun-0123456789abcdef", "A_KEY=");
    case.again(&["-q", "example", "--force"]).status(0);
    let left = fs::read_dir(case.path()).unwrap().flatten();
    let mut left: Vec<_> = left.map(|entry| entry.file_name()).collect();
    left.sort();
    let kept = [
        ".env",
        ".env.example",
        ".env.example.secrun-notes",
        "secrun.toml",
    ];
    assert_eq!(left, kept);
}

#[test]
fn a_file_with_a_second_name_is_not_replaced() {
    let case = project("").file(".env.example", "# by hand\n");
    let path = case.path().join(".env.example");
    fs::hard_link(&path, case.path().join("second")).unwrap();
    case.again(&["example", "--force"]).status(2).stderr(
        "secrun: error: .env.example: not replaced: it has more than one name (hard links), and the \
         others would keep the old text\n\
         secrun: hint: make a copy of it under this name alone\n",
    );
}

#[test]
fn a_pattern_that_would_hold_a_run_up_is_refused() {
    let case = Case::new().file(
        "secrun.toml",
        format!(
            "version = 1\n[secrets]\nA = {{ pattern = '{}' }}\n",
            "a?".repeat(50_000)
        ),
    );
    case.again(&["--", "true"])
        .status(125)
        .tells("secrun.toml:3:17: A: `pattern` is longer than 1000 bytes\n");
}
