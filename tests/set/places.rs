//! Files that are odd, read-only, full, or written by others at the same time.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};

use super::{case, mode, text};
use crate::case::{Case, end, finish};

const VALUE: &str = "test-not-a-real-key";

fn setting(file: &str) -> Case {
    case(&["set", "API_KEY", "--stdin"])
        .file(".env", file)
        .stdin(VALUE)
}

/// The drafts that are left in the folder.
fn drafts(case: &Case) -> usize {
    let entries = fs::read_dir(case.path()).unwrap().flatten();
    let is_draft = |name: &str| name.contains(".secrun-");
    entries
        .filter(|entry| is_draft(entry.file_name().to_str().unwrap()))
        .count()
}

#[test]
fn every_other_byte_stays() {
    let before = "\u{feff}# é\r\nA='1\r\n2'\r\nexport API_KEY = \"x\"\t# it's\r\nB=${A}";
    let case = setting(before);
    case.output().status(0).says("in .env:4:");
    assert_eq!(
        text(&case, ".env"),
        before.replace("\"x\"", &format!("'{VALUE}'"))
    );
}

#[test]
fn a_file_keeps_its_mode_and_a_link_its_target() {
    let case = setting("")
        .file("real.env", "A=1\n")
        .mode("real.env", 0o640);
    fs::remove_file(case.path().join(".env")).unwrap();
    symlink("real.env", case.path().join(".env")).unwrap();
    case.output().status(0);
    assert!(case.path().join(".env").is_symlink());
    assert_eq!(text(&case, "real.env"), format!("A=1\nAPI_KEY='{VALUE}'\n"));
    assert_eq!(mode(&case.path().join("real.env")), 0o640);
    fs::remove_file(case.path().join("real.env")).unwrap();
    case.output()
        .status(2)
        .tells(".env: already exists, and secrun does not replace it");
}

#[test]
fn a_file_that_must_not_change_is_refused() {
    let case = setting("A=1\n").mode(".env", 0o400);
    case.output()
        .status(2)
        .tells(".env: cannot be written: permission denied");
    case.again(&["unset", "API_KEY", "--file", ".env"])
        .status(2);
    let case = case.mode(".env", 0o600);
    fs::hard_link(case.path().join(".env"), case.path().join("other")).unwrap();
    case.output().status(2).tells("it has more than one name");
    assert_eq!(text(&case, ".env"), "A=1\n");
    let broken = setting("A='x\n");
    broken
        .output()
        .status(1)
        .tells(".env:1:3: A: the `'` opened here");
    assert_eq!(text(&broken, ".env"), "A='x\n");
    assert_eq!(drafts(&case) + drafts(&broken), 0);
    let folder = case.args_anew(["set", "API_KEY", "--stdin", "--file", "sub"]);
    fs::create_dir(folder.path().join("sub")).unwrap();
    folder
        .output()
        .status(2)
        .tells("sub: cannot be written: it is a folder");
}

#[test]
fn a_file_that_git_tracks_is_refused() {
    let case = setting("A=1\n");
    let git = |words: &[&str]| {
        let mut command = Command::new("git");
        command.args(words).current_dir(case.path());
        command
            .env("HOME", case.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        assert!(finish(command, b"").status.success());
    };
    git(&["init"]);
    case.output().status(0).stderr(
        "secrun: warning: .env: git does not ignore this file, so `git add` would take it\n\
         secrun: hint: add it to .gitignore\n",
    );
    git(&["add", ".env"]);
    let before = text(&case, ".env");
    let case = case.stdin("another-made-up-key");
    case.output()
        .status(2)
        .tells("error: .env: git tracks this file, so the value would be in every clone");
    case.again(&["set", "API_KEY", "--stdin", "--file", "./.env"])
        .status(2);
    assert_eq!(text(&case, ".env"), before);
    case.again(&["unset", "API_KEY"]).status(0);
    let case = case.file(".gitignore", "*.local\n");
    case.again(&["set", "API_KEY", "--stdin", "--file", "my.local"])
        .status(0)
        .stderr("");
}

#[test]
fn a_full_disk_leaves_the_old_file() {
    let old = format!("# {}\n", "x".repeat(600_000));
    let case = setting(&old);
    let mut command = Command::new("sh");
    command
        .args(["-c", "ulimit -f 1; exec \"$0\" set API_KEY --stdin"])
        .arg(env!("CARGO_BIN_EXE_secrun"))
        .current_dir(case.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let output = finish(command, VALUE.as_bytes());
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(
        told.contains(".env: cannot be written: it is too large"),
        "{told}"
    );
    assert_eq!((text(&case, ".env"), drafts(&case)), (old, 0));
}

#[test]
fn a_killed_writer_leaves_the_old_file_or_the_new_one() {
    let old = format!("# {}\n", "x".repeat(900_000));
    let new = format!("{old}API_KEY='{VALUE}'\n");
    let (mut kept, mut replaced) = (0, 0);
    for round in 0..30_u32 {
        let case = setting(&old);
        let mut child = case
            .command()
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(VALUE.as_bytes())
            .unwrap();
        // Killed at once, or when the draft is there, or some looks later.
        let mut looks = 0;
        while child.try_wait().unwrap().is_none() && looks < round {
            looks += u32::from(round < 10 || drafts(&case) > 0);
        }
        if child.try_wait().unwrap().is_none() {
            end(i32::try_from(child.id()).unwrap());
        }
        child.wait().unwrap();
        let found = text(&case, ".env");
        assert!(found == old || found == new);
        kept += usize::from(found == old);
        replaced += usize::from(found == new);
        let draft = fs::read_dir(case.path()).unwrap().flatten();
        for entry in draft.filter(|it| it.file_name().to_string_lossy().contains(".secrun-")) {
            assert_eq!(mode(&entry.path()), 0o600);
        }
        case.output().status(0);
        assert_eq!((text(&case, ".env"), drafts(&case)), (new.clone(), 0));
    }
    assert_eq!(kept + replaced, 30);
    assert!(kept > 0);
}

#[test]
fn writers_at_the_same_time_all_count() {
    let names: Vec<String> = (0..12).map(|number| format!("KEY_{number}")).collect();
    let declared = format!("{} = {{}}\n", names.join(" = {}\n"));
    let case = Case::with_schema(&format!("[secrets]\n{declared}")).stdin(VALUE);
    std::thread::scope(|scope| {
        for name in &names {
            let case = &case;
            scope.spawn(move || case.again(&["set", name, "--stdin"]).status(0));
        }
    });
    let file = text(&case, ".env");
    let mut lines: Vec<&str> = file.lines().collect();
    lines.sort_unstable();
    let mut expected: Vec<String> = names.iter().map(|it| format!("{it}='{VALUE}'")).collect();
    expected.sort();
    assert_eq!(lines, expected);
    case.again(&["check"]).status(0);
}
