//! Messages, standard input, paths, home folders, images.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use super::ground::Ground;
use crate::case::CANARY;

#[test]
fn a_message_is_searched_as_git_will_take_it() {
    let ground = Ground::with_commit();
    let scissors = "# ------------------------ >8 ------------------------";
    ground.write(
        "message",
        format!("one\n# {CANARY}\n{scissors}\n+{CANARY}\n"),
    );
    ground.scan(&["--message", "message"]).status(0);
    ground.write("message", format!("one\n\nwith {CANARY}\n"));
    ground.scan(&["--message", "message"]).status(1);
    assert_eq!(
        ground.places(&["--message", "message"]),
        ["message message:3"]
    );
    ground.git(&["config", "core.commentChar", ";"]);
    ground.write("message", format!("; {CANARY}\n"));
    ground.scan(&["--message", "message"]).status(0);
    ground.write("message", format!("# {CANARY}\n"));
    ground.scan(&["--message", "message"]).status(1);
}

#[test]
fn without_an_editor_git_keeps_comments_and_so_does_the_search() {
    let ground = Ground::with_commit();
    ground.write("message", format!("# {CANARY}\n"));
    let Ground { case } = ground;
    let ground = Ground {
        case: case.host("GIT_EDITOR", ":"),
    };
    ground.scan(&["--message", "message"]).status(1);
}

#[test]
fn standard_input_is_searched_with_flat_memory() {
    let ground = Ground::with_commit();
    let Ground { case } = ground;
    let mut text = b"line\n".repeat(1 << 20);
    text.extend_from_slice(CANARY.as_bytes());
    let ground = Ground {
        case: case.stdin(text),
    };
    assert_eq!(
        ground.places(&["-"]),
        [format!("given -:{}", (1 << 20) + 1)]
    );
}

#[test]
fn what_is_given_is_searched_whatever_git_ignores() {
    let ground = Ground::with_commit();
    ground.write(".gitignore", ".env\nbuild\n");
    ground.write("build/.hidden/a.js", CANARY);
    ground.write("elsewhere.txt", CANARY);
    assert_eq!(ground.places(&["build"]), ["given build/.hidden/a.js:1"]);
    assert_eq!(
        ground.places(&["build", "--all"]),
        [
            "given build/.hidden/a.js:1",
            "ignored build/.hidden/a.js:1",
            "untracked elsewhere.txt:1"
        ]
    );
    let outcome = ground.scan(&["no-such-file"]).status(2);
    outcome.says("no-such-file").says("there is no such file");
}

#[test]
fn a_home_is_searched_where_secrets_are_left_behind() {
    let ground = Ground::with_commit();
    let home = ground.case.path().join("someone");
    let mut expected = Vec::new();
    for path in [
        ".bash_history",
        ".cache/pre-commit/patch1700000000-1",
        ".claude/projects/x/session.jsonl",
        ".config/pip/pip.conf",
        ".docker/config.json",
        ".local/share/fish/fish_history",
        ".npmrc",
        ".zsh_history",
    ] {
        let path = home.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, format!("one\nexport API_KEY={CANARY}\n")).unwrap();
        expected.push(format!("home {}:2", path.display()));
    }
    fs::write(home.join("novel.txt"), CANARY).unwrap();
    assert_eq!(ground.places(&["--home", "../someone"]), expected);
    let Ground { case } = ground;
    let ground = Ground {
        case: case.without("HOME").host("HOME", &home),
    };
    assert_eq!(ground.places(&["--home"]), expected);
    let elsewhere = ground.top().join("my_history");
    ground.write("my_history", CANARY);
    let Ground { case } = ground;
    let ground = Ground {
        case: case.host("HISTFILE", &elsewhere),
    };
    expected.insert(0, format!("home {}:1", elsewhere.display()));
    expected.sort();
    assert_eq!(ground.places(&["--home"]), expected);
}

#[test]
fn an_image_is_searched_layer_by_layer() {
    let ground = Ground::with_commit();
    let long = "a-folder-with-a-long-name/".repeat(8);
    for (path, content) in [
        (
            format!("layer/etc/{long}app.env"),
            format!("x\nAPI_KEY={CANARY}\n"),
        ),
        (
            "image/config.json".to_owned(),
            format!("{{\"Env\":[\"API_KEY={CANARY}\"]}}"),
        ),
        ("image/manifest.json".to_owned(), "[]".to_owned()),
    ] {
        ground.write(&format!("../{path}"), content);
    }
    let tar = |words: &[&str]| {
        let mut tar = Command::new("tar");
        assert!(
            tar.args(words)
                .current_dir(ground.case.path())
                .status()
                .unwrap()
                .success()
        );
    };
    for format in ["gnu", "pax", "ustar"] {
        let format = format!("--format={format}");
        tar(&[&format, "-C", "layer", "-cf", "image/layer.tar", "."]);
        tar(&[&format, "-C", "image", "-cf", "saved.tar", "."]);
        let findings = ground.findings(&["--image", "../saved.tar"]);
        let mut places: Vec<String> = findings
            .iter()
            .map(|it| {
                format!(
                    "{}!{}",
                    it["path"].as_str().unwrap(),
                    it["member"].as_str().unwrap()
                )
            })
            .collect();
        places.sort();
        assert_eq!(places.len(), 2, "{places:?}");
        assert!(places[0].ends_with("saved.tar!./config.json"), "{places:?}");
        assert!(places[1].contains("saved.tar!./layer.tar"), "{places:?}");
    }
    let whole = fs::read(ground.case.path().join("saved.tar")).unwrap();
    ground.write("../cut.tar", &whole[..whole.len() / 2]);
    let outcome = ground.scan(&["--image", "../cut.tar"]);
    outcome.says("damaged");
    ground.write("../no.tar", "no archive at all");
    ground.scan(&["--image", "../no.tar"]).status(0);
    ground.scan(&["--image", "../absent.tar"]).status(2);
}

#[test]
fn no_other_process_of_the_user_may_read_the_memory() {
    let ground = Ground::with_commit();
    let fifo = ground.top().join("held");
    assert!(
        Command::new("mkfifo")
            .arg(&fifo)
            .status()
            .unwrap()
            .success()
    );
    // Standard input keeps the search waiting.
    let mut command = ground.case.command();
    command
        .args(["scan", "-"])
        .stdin(std::process::Stdio::piped());
    command.stdout(std::process::Stdio::null());
    let mut child = command.spawn().unwrap();
    let environ = format!("/proc/{}/environ", child.id());
    let start = std::time::Instant::now();
    let closed =
        || fs::metadata(&environ).is_ok_and(|it| std::os::unix::fs::MetadataExt::uid(&it) == 0);
    while cfg!(target_os = "linux") && !is_root() && !closed() {
        assert!(
            start.elapsed() < crate::case::DEADLINE,
            "still open to others"
        );
        std::thread::yield_now();
    }
    drop(child.stdin.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

fn is_root() -> bool {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::set_permissions(file.path(), fs::Permissions::from_mode(0o000)).unwrap();
    fs::File::open(file.path()).is_ok()
}
