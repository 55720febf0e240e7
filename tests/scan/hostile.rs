//! What is there to make a search stumble.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

use super::ground::{Ground, not_read};
use crate::case::CANARY;

fn fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn what_is_no_file_is_told_and_not_waited_for() {
    let ground = Ground::with_commit();
    fifo(&ground.top().join("pipe"));
    let _socket = UnixListener::bind(ground.top().join("socket")).unwrap();
    let outcome = ground.scan(&["--format", "json"]).status(2);
    let why = "it is a FIFO, a socket or a device";
    let expected = ["pipe", "socket"].map(|path| (path.to_owned(), why.to_owned()));
    assert_eq!(not_read(&outcome.stdout), expected);
    ground.scan(&["pipe"]).status(2).says(why);
    ground.scan(&["/dev/zero"]).status(2).says(why);
    ground.write("leak", CANARY);
    ground.scan(&[]).status(1).says(why);
}

#[test]
fn what_is_no_file_and_ignored_is_passed_by() {
    let ground = Ground::with_commit();
    ground.write(".gitignore", ".env\n*.sock\n");
    let _socket = UnixListener::bind(ground.top().join("app.sock")).unwrap();
    ground.scan(&[]).status(0);
    ground.scan(&["--all"]).status(2).says("app.sock");
}

#[test]
fn a_tracked_file_that_became_a_fifo_is_not_waited_for() {
    let ground = Ground::with_commit();
    ground.write("f", "text");
    ground.commit("f");
    ground.remove("f");
    fifo(&ground.top().join("f"));
    ground.scan(&[]).status(2);
}

#[test]
fn links_are_not_followed() {
    let ground = Ground::with_commit();
    let outside = ground.case.path().join("outside");
    fs::write(&outside, CANARY).unwrap();
    symlink(&outside, ground.top().join("out")).unwrap();
    symlink(".", ground.top().join("loop")).unwrap();
    symlink("b", ground.top().join("a")).unwrap();
    symlink("a", ground.top().join("b")).unwrap();
    ground.scan(&[]).status(0);
    ground.scan(&["--all"]).status(0);
    ground.commit("links");
    ground.scan(&[]).status(0);
    assert_eq!(
        ground.places(&["out"]),
        ["given out:1"],
        "named, it is meant"
    );
    let circle = ground.scan(&["a"]).status(2);
    circle.says("too many levels of symbolic links");
}

#[test]
fn what_cannot_be_read_is_told() {
    let ground = Ground::with_commit();
    ground.write("closed/inner", CANARY);
    ground.write("unreadable", CANARY);
    let close = |path: &str, mode| {
        let path = ground.top().join(path);
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    close("closed", 0o000);
    close("unreadable", 0o000);
    // For root nothing is closed.
    let is_root = fs::read_dir(ground.top().join("closed")).is_ok();
    let outcome = ground.scan(&["--format", "json"]);
    if is_root {
        outcome.status(1);
    } else {
        let unread = not_read(&outcome.status(2).stdout);
        let why = "permission denied".to_owned();
        assert_eq!(
            unread,
            [
                ("closed".to_owned(), why.clone()),
                ("unreadable".to_owned(), why)
            ]
        );
    }
    close("closed", 0o755);
}

#[test]
fn odd_names_are_escaped_in_every_report() {
    let ground = Ground::with_commit();
    let names: [&[u8]; 4] = [b"::error file=x::y", b"two\nlines", b"\xff\xfe", b"-rf"];
    for (number, name) in names.into_iter().enumerate() {
        let text = format!("{number} {CANARY}");
        ground.write_at(Path::new(OsStr::from_bytes(name)), text);
    }
    for format in ["human", "json", "github", "sarif", "gitlab", "junit"] {
        let outcome = ground.scan(&["--format", format]).status(1);
        let forged = outcome.stdout.lines().any(|line| line.starts_with("lines"));
        assert!(!forged, "{}", outcome.stdout);
        let commands = outcome
            .stdout
            .lines()
            .filter(|line| line.starts_with("::error file=x"));
        assert_eq!(commands.count(), 0, "{}", outcome.stdout);
    }
    ground.git(&["add", "-A"]);
    assert_eq!(ground.findings(&["--staged"]).len(), 4);
    ground.commit("odd");
    assert_eq!(ground.findings(&["--history"]).len(), 4);
}

#[test]
fn holes_are_passed_by() {
    let ground = Ground::with_commit();
    let size = 10 << 30;
    let mut file = File::create(ground.top().join("sparse.img")).unwrap();
    file.set_len(size).unwrap();
    let at = 5_000_000_000_u64;
    file.seek(SeekFrom::Start(at)).unwrap();
    write!(file, "\0{CANARY}\0").unwrap();
    drop(file);
    let findings = ground.findings(&[]);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0]["offset"], at + 1);
    assert_eq!(findings[0]["path"], "sparse.img");
}

#[test]
fn a_value_across_the_border_of_what_is_read_at_once_is_found() {
    let ground = Ground::with_commit();
    for border in [1_usize << 16, 1 << 17, 1 << 20, 1 << 21] {
        for before in [1, CANARY.len() / 2, CANARY.len() - 1] {
            let mut text = vec![b'.'; border - before];
            text.extend_from_slice(CANARY.as_bytes());
            text.extend(vec![b'.'; 1 << 16]);
            ground.write(&format!("{border}-{before}"), text);
        }
    }
    assert_eq!(ground.findings(&[]).len(), 12);
}

#[test]
fn files_that_go_while_they_are_read_do_no_harm() {
    let ground = Ground::with_commit();
    let stop = std::sync::atomic::AtomicBool::new(false);
    let top = ground.top();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut round = 0_u64;
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                round += 1;
                let path = top.join(format!("busy-{}", round % 50));
                if round.is_multiple_of(3) {
                    let _ = fs::remove_file(&path);
                } else {
                    let _ = fs::write(&path, vec![b'x'; 100_000]);
                }
            }
        });
        for _ in 0..10 {
            let status = ground.scan(&[]).status.code();
            assert!(matches!(status, Some(0 | 2)), "{status:?}");
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    ground.write("leak", CANARY);
    ground.scan(&[]).status(1);
}

#[test]
fn a_file_full_of_values_is_not_told_without_end() {
    let ground = Ground::with_commit();
    ground.write("full.txt", format!("{CANARY}\n").repeat(100_000));
    let outcome = ground.scan(&["--format", "json"]).status(1);
    assert_eq!(super::ground::places(&outcome.stdout).len(), 10_000);
    let why = "it contains more values than the limit for one file".to_owned();
    assert_eq!(not_read(&outcome.stdout), [("full.txt".to_owned(), why)]);
}

#[test]
fn a_bomb_is_told_and_not_unpacked() {
    let ground = Ground::with_commit();
    ground.write("zeros", vec![0; 64 << 20]);
    let mut gzip = Command::new("gzip");
    gzip.args(["-9", "zeros"]).current_dir(ground.top());
    assert!(gzip.status().unwrap().success());
    let outcome = ground.scan(&["--format", "json"]).status(2);
    let unread = not_read(&outcome.stdout);
    assert_eq!(unread.len(), 1, "{unread:?}");
    assert!(unread[0].0.starts_with("zeros.gz"), "{unread:?}");
    assert!(unread[0].1.contains("bomb"), "{unread:?}");
    ground.commit("bomb");
    for _ in 0..2 {
        ground.scan(&["--history"]).status(2).says("bomb");
    }
    ground.write("leak", CANARY);
    ground.scan(&[]).status(1).says("bomb");
}

#[test]
fn very_deep_folders_are_searched() {
    let ground = Ground::with_commit();
    let mut folder = ground.top();
    for _ in 0..100 {
        folder.push("a-folder-with-a-long-name");
    }
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("leak"), CANARY).unwrap();
    assert_eq!(ground.findings(&[]).len(), 1);
}
