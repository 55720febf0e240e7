//! The leaks that are not in the work tree: 3 that are staged, 9 in the
//! history, 7 that only `--all` looks at, 5 in a home folder.

use std::fs;

use super::secrets::Secrets;
use super::{Expected, codec};
use crate::scan::ground::Ground;

/// The leaks of the history; the commit with a note.
pub(super) fn history(ground: &Ground, secrets: &Secrets) -> String {
    let value = |key: &str| secrets.value(key);
    let write = |name: &str, key: &str| {
        let path = format!("history/{name}.txt");
        ground.write(&path, format!("one\n{} two\n", value(key)));
        path
    };
    // A file that was deleted.
    let path = write("deleted", "JWT_SECRET");
    ground.commit("add");
    ground.remove(&path);
    ground.commit("remove");
    // One that an amended commit has no more.
    let path = write("amended", "GITHUB_TOKEN");
    ground.write("history/kept.txt", "nothing\n");
    ground.commit("too much");
    ground.remove(&path);
    ground.git(&["add", "-A"]);
    ground.git(&["commit", "-q", "--amend", "-m", "enough"]);
    // A commit that only the reflog has.
    write("reset", "HEX_KEY");
    ground.commit("wrong");
    ground.git(&["reset", "-q", "--hard", "HEAD~1"]);
    // A stash.
    write("stashed", "SHORT_KEY");
    ground.git(&["stash", "push", "-q", "-u"]);
    // Messages of a tag, of a commit, and a note.
    let message = |key: &str| format!("subject\n\nwith {}\n", value(key));
    ground.git(&["tag", "-a", "v1", "-m", &message("HEX_KEY")]);
    ground.git(&[
        "commit",
        "-q",
        "--allow-empty",
        "-m",
        &message("GITHUB_TOKEN"),
    ]);
    ground.git(&["notes", "add", "-m", &message("LONG_TOKEN")]);
    let noted = ground.git(&["rev-parse", "HEAD"]);
    // The name of a branch.
    ground.git(&["branch", &format!("fix/{}", value("JWT_SECRET"))]);
    // What only a merge brought, and is there no more.
    ground.git(&["checkout", "-q", "-b", "side"]);
    ground.write("side.txt", "side\n");
    ground.commit("side");
    ground.git(&["checkout", "-q", "main"]);
    ground.write("main.txt", "main\n");
    ground.commit("main");
    ground.git(&["merge", "-q", "--no-commit", "--no-ff", "side"]);
    let path = write("merged", "OPENAI_API_KEY");
    ground.commit("merge");
    ground.remove(&path);
    ground.commit("after the merge");
    noted
}

/// What is staged, and no more in the work tree.
pub(super) fn staged(ground: &Ground, secrets: &Secrets) {
    let text = |key: &str| format!("one\ntwo\n{}\n", secrets.value(key));
    ground.write("staged/cleaned.txt", text("GITHUB_TOKEN"));
    ground.write("staged/gone.txt", text("JWT_SECRET"));
    let encoded = codec::base64(secrets.value("HEX_KEY"));
    ground.write("staged/new.txt", format!("one\ntwo\n{encoded}\n"));
    ground.git(&["add", "staged"]);
    ground.write("staged/cleaned.txt", "one\n");
    ground.remove("staged/gone.txt");
    ground.write("staged/new.txt", "one\n");
}

/// What git ignores, repositories inside, git's own files, and a home folder.
pub(super) fn beside(ground: &Ground, secrets: &Secrets) {
    let value = |key: &str| secrets.value(key);
    ground.write(
        ".env.local",
        format!("GITHUB_TOKEN={}\n", value("GITHUB_TOKEN")),
    );
    ground.write("logs/app.log", format!("a\nb\nc {}\n", value("JWT_SECRET")));
    ground.git(&["init", "-q", "third/lib"]);
    ground.write(
        "third/lib/config.py",
        format!("KEY = '{}'\n", value("OPENAI_API_KEY")),
    );
    ground.git_in("third/lib", &["add", "-A"]);
    ground.git_in("third/lib", &["commit", "-q", "-m", "begin"]);
    ground.write("third/lib/notes.txt", format!("a\n{}\n", value("HEX_KEY")));
    let remote = format!("https://bot:{}@git.internal/app", value("GITHUB_TOKEN"));
    ground.git(&["config", "remote.origin.url", &remote]);
    ground.write(
        ".git/hooks/pre-push",
        format!("#!/bin/sh\ncurl -H 'x: {}'\n", value("JWT_SECRET")),
    );
    ground.write(
        ".git/COMMIT_EDITMSG",
        format!("try {}\n", value("SHORT_KEY")),
    );
    let home = |path: &str, content: Vec<u8>| {
        let path = ground.case.path().join("home").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    };
    home(
        ".bash_history",
        format!("ls\nexport T={}\n", value("GITHUB_TOKEN")).into(),
    );
    let metafied = codec::metafied(value("UNICODE_PASS"));
    home(
        ".zsh_history",
        [b": 1700000000:0;login ", &metafied[..], b"\n"].concat(),
    );
    home(
        ".pypirc",
        format!("[pypi]\npassword = {}\n", value("JWT_SECRET")).into(),
    );
    let auth = codec::base64(format!("bot:{}", value("GITHUB_TOKEN")));
    home(
        ".docker/config.json",
        format!("{{\"auths\": {{\n\"x\": {{\"auth\": \"{auth}\"}}}}}}").into(),
    );
    let said = codec::json(value("WEBHOOK_SECRET"), codec::plain);
    home(
        ".claude/projects/app/session.jsonl",
        format!("{{}}\n{{\"text\": \"{said}\"}}\n").into(),
    );
}

/// What is to be found of all these.
pub(super) fn expected(ground: &Ground, noted: &str) -> Vec<Expected> {
    let mut all = Vec::new();
    let mut add = |words, surface, place: &str, key, line: u64| {
        all.push(Expected {
            words,
            surface,
            place: place.to_owned(),
            key,
            lines: (line > 0).then_some((line, line)),
        });
    };
    for (name, key) in [
        ("deleted", "JWT_SECRET"),
        ("amended", "GITHUB_TOKEN"),
        ("reset", "HEX_KEY"),
        ("stashed", "SHORT_KEY"),
        ("merged", "OPENAI_API_KEY"),
    ] {
        add(
            &["--history"][..],
            "history",
            &format!("history/{name}.txt"),
            key,
            2,
        );
    }
    // The third line of a message, after five lines of the object's own.
    for key in ["HEX_KEY", "GITHUB_TOKEN"] {
        add(&["--history"], "history", "", key, 8);
    }
    // A note is a file, and its name is the commit.
    add(&["--history"], "history", noted, "LONG_TOKEN", 3);
    let config = fs::read_to_string(ground.top().join(".git/config")).unwrap();
    let url = config
        .lines()
        .position(|line| line.contains("url"))
        .unwrap() as u64
        + 1;
    let branch = "refs/heads/fix/***REDACTED:JWT_SECRET***";
    add(&["--history"], "ref-name", branch, "JWT_SECRET", 0);
    add(
        &["--staged"],
        "staged",
        "staged/cleaned.txt",
        "GITHUB_TOKEN",
        3,
    );
    add(&["--staged"], "staged", "staged/gone.txt", "JWT_SECRET", 3);
    add(&["--staged"], "staged", "staged/new.txt", "HEX_KEY", 3);
    add(&["--all"], "ignored", ".env.local", "GITHUB_TOKEN", 1);
    add(&["--all"], "ignored", "logs/app.log", "JWT_SECRET", 3);
    add(
        &["--all"],
        "nested",
        "third/lib/config.py",
        "OPENAI_API_KEY",
        1,
    );
    add(&["--all"], "nested", "third/lib/notes.txt", "HEX_KEY", 2);
    add(&["--all"], "git", ".git/config", "GITHUB_TOKEN", url);
    add(&["--all"], "git", ".git/hooks/pre-push", "JWT_SECRET", 2);
    add(&["--all"], "git", ".git/COMMIT_EDITMSG", "SHORT_KEY", 1);
    let home = ground.case.path().join("home");
    for (name, key, line) in [
        (".bash_history", "GITHUB_TOKEN", 2),
        (".zsh_history", "UNICODE_PASS", 1),
        (".pypirc", "JWT_SECRET", 2),
        (".docker/config.json", "GITHUB_TOKEN", 2),
        (".claude/projects/app/session.jsonl", "WEBHOOK_SECRET", 2),
    ] {
        let path = home.join(name).to_str().unwrap().to_owned();
        add(&["--home", "../home"], "home", &path, key, line);
    }
    all
}
