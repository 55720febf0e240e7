//! The work tree.

use std::fs;
use std::os::unix::fs::symlink;

use super::ground::{Ground, SCHEMA};
use crate::case::{CANARY, Case};

#[test]
fn a_clean_tree_is_clean_and_the_source_is_no_finding() {
    let ground = Ground::with_commit();
    ground.scan(&[]).status(0).says("no secret values found");
    ground.scan(&["--all"]).status(0);
    ground.scan(&["--quiet"]).status(0).stdout("").stderr("");
}

#[test]
fn tracked_and_untracked_files_are_searched_and_ignored_ones_are_not() {
    let ground = Ground::with_commit();
    ground.write("src/app.py", format!("a = 1\nkey = '{CANARY}'\n"));
    ground.git(&["add", "src"]);
    ground.write("notes.txt", CANARY);
    ground.write("ignored/by/rule.txt", CANARY);
    ground.write("forced/in.txt", CANARY);
    ground.write(".gitignore", ".env\nignored\nforced\n");
    ground.git(&["add", "-f", "forced/in.txt"]);
    ground.scan(&[]).status(1);
    assert_eq!(
        ground.places(&[]),
        [
            "tracked forced/in.txt:1",
            "tracked src/app.py:2",
            "untracked notes.txt:1"
        ]
    );
    let all = ground.places(&["--all"]);
    assert!(
        all.contains(&"ignored ignored/by/rule.txt:1".to_owned()),
        "{all:?}"
    );
    assert_eq!(all.len(), 4);
}

#[test]
fn rules_are_git_s_own() {
    let ground = Ground::with_commit();
    ground.write(".git/info/exclude", "local.txt\n");
    ground.write("local.txt", CANARY);
    ground.write("logs/a.log", CANARY);
    ground.write("logs/.gitignore", "*\n!kept.log\n");
    ground.write("logs/kept.log", CANARY);
    let global = ground.case.path().join("global-ignore");
    fs::write(&global, "*.swp\n").unwrap();
    ground.git(&["config", "core.excludesFile", global.to_str().unwrap()]);
    ground.write("x.swp", CANARY);
    assert_eq!(ground.places(&[]), ["untracked logs/kept.log:1"]);
}

#[test]
fn names_are_text() {
    let ground = Ground::with_commit();
    ground.write(&format!("a/{CANARY}/b/c.txt"), "");
    ground.write(&format!("dump-{CANARY}.sql"), "");
    ground.git(&["branch", &format!("fix/{CANARY}")]);
    ground.git(&["tag", &format!("v-{CANARY}")]);
    symlink(CANARY, ground.top().join("link")).unwrap();
    let mask = "***REDACTED:API_KEY***";
    assert_eq!(
        ground.places(&[]),
        [
            format!("file-name a/{mask}"),
            format!("file-name dump-{mask}.sql"),
            format!("ref-name refs/heads/fix/{mask}"),
            format!("ref-name refs/tags/v-{mask}"),
            "untracked link".to_owned(),
        ]
    );
    ground.git(&["add", "-A"]);
    assert_eq!(ground.places(&[]).len(), 5, "tracked names count once, too");
}

#[test]
fn repositories_inside_and_git_s_own_files_come_with_all() {
    let ground = Ground::with_commit();
    ground.write("inner/file.txt", CANARY);
    ground.git_in("inner", &["init", "-q"]);
    ground.git(&["config", "http.extraHeader", &format!("Bearer {CANARY}")]);
    ground.write(
        ".git/hooks/post-commit",
        format!("#!/bin/sh\ncurl {CANARY}\n"),
    );
    ground.write(".git/description", CANARY);
    ground.git(&["commit", "-q", "--allow-empty", "-m", CANARY]);
    ground.scan(&[]).status(0);
    let all = ground.places(&["--all"]);
    for place in [
        "git .git/COMMIT_EDITMSG:1",
        "git .git/config:9",
        "git .git/description:1",
        "git .git/hooks/post-commit:2",
        "git .git/logs/HEAD:2",
        "nested inner/file.txt:1",
    ] {
        assert!(
            all.iter()
                .any(|it| it.split(':').next() == place.split(':').next()),
            "{place} in {all:?}"
        );
    }
}

#[test]
fn a_folder_that_only_looks_like_a_repository_is_searched() {
    let ground = Ground::with_commit();
    ground.write("odd/leak.txt", CANARY);
    fs::create_dir_all(ground.top().join("odd/.git")).unwrap();
    assert_eq!(ground.places(&[]), ["untracked odd/leak.txt:1"]);
}

#[test]
fn what_cannot_be_read_may_be_allowed() {
    let ground = Ground::with_commit();
    ground.write("tests/broken.gz", b"\x1f\x8b\x08\x00 damaged");
    ground.write("other.gz", b"\x1f\x8b\x08\x00 damaged");
    let rule = "[[allow]]\npath = \"tests/**\"\nreason = \"damaged on purpose\"\n";
    ground.write("secrun.toml", format!("{SCHEMA}{rule}"));
    ground
        .scan(&[])
        .status(2)
        .says("other.gz")
        .never("tests/broken.gz");
    ground.remove("other.gz");
    ground.scan(&[]).status(0);
}

#[test]
fn a_work_tree_beside_and_a_submodule_are_searched_as_their_own() {
    let ground = Ground::with_commit();
    ground.git(&["config", "alias.x", &format!("!echo {CANARY}")]);
    ground.git(&["worktree", "add", "-q", "../beside"]);
    ground.write("../beside/new.txt", CANARY);
    let beside = |words: &[&str]| {
        let schema = ground.top().join("secrun.toml");
        let mut all = vec![
            "--schema",
            schema.to_str().unwrap(),
            "scan",
            "--format",
            "json",
        ];
        all.extend(words);
        let mut command = ground.case.command();
        command
            .current_dir(ground.case.path().join("beside"))
            .args(all);
        let output = crate::case::finish(piped(command), b"");
        super::ground::places(&String::from_utf8(output.stdout).unwrap())
    };
    assert_eq!(beside(&[]), ["untracked new.txt:1"]);
    let all = beside(&["--all"]);
    assert!(
        all.iter()
            .any(|place| place.starts_with("git ") && place.contains("config:")),
        "the shared configuration is git's: {all:?}"
    );
}

fn piped(mut command: std::process::Command) -> std::process::Command {
    use std::process::Stdio;
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

#[test]
fn outside_a_repository_everything_is_searched() {
    let ground = Ground::bare_of_git();
    ground.write("deep/down/file", CANARY);
    ground.write(".hidden", CANARY);
    assert_eq!(
        ground.places(&[]),
        ["untracked .hidden:1", "untracked deep/down/file:1"]
    );
    for mode in ["--staged", "--history", "--range-from-env"] {
        ground
            .scan(&[mode])
            .status(2)
            .tells("not in a git repository");
    }
}

#[test]
fn a_repository_that_git_refuses_is_not_taken_for_a_folder() {
    let ground = Ground::with_commit();
    ground.write(".git/HEAD", "damaged");
    ground
        .scan(&[])
        .status(2)
        .tells("git fails for this repository");
}

#[test]
fn paths_are_told_from_where_the_user_is() {
    let ground = Ground::with_commit();
    ground.write("a/b/c.txt", CANARY);
    ground.write("d.txt", CANARY);
    let Ground { case } = ground;
    let case = case.within("repo/a");
    case.again(&["scan"])
        .status(1)
        .says(" b/c.txt:1:1 ")
        .says(" ../d.txt:1:1 ");
    case.again(&["scan", "--format", "sarif"])
        .status(1)
        .says("\"a/b/c.txt\"")
        .says("\"d.txt\"");
}

#[test]
fn another_env_file_with_the_value_is_a_copy() {
    let ground = Ground::with_commit();
    ground.write(".gitignore", ".env*\n");
    ground.write(".env.bak", format!("API_KEY={CANARY}\n"));
    assert_eq!(ground.places(&["--all"]), ["ignored .env.bak:1"]);
    assert_eq!(ground.places(&[".env", ".env.bak"]), ["given .env.bak:1"]);
}

#[test]
fn a_file_that_holds_the_value_is_its_home() {
    let ground = Ground::with_commit();
    ground.write("secrun.toml", SCHEMA.replace("{}", "{ file = true }"));
    ground.write(".env", "API_KEY_FILE=key.txt\n");
    ground.write("key.txt", format!("{CANARY}\n"));
    ground.write("copy.txt", CANARY);
    assert_eq!(ground.places(&[]), ["untracked copy.txt:1"]);
}

#[test]
fn a_tracked_file_with_a_real_value_is_a_finding() {
    let ground = Ground::with_commit();
    let told = "error: .env:1:1: API_KEY: git tracks this file";
    ground.case.again(&["check"]).status(0);
    ground.git(&["add", "-f", ".env"]);
    ground
        .scan(&[])
        .status(1)
        .tells(told)
        .says("\n1 value in files that git tracks\n");
    ground.scan(&["-q"]).status(1).tells(told);
    ground
        .scan(&["--format", "json"])
        .status(1)
        .says("scan.tracked");
    // In the order in which it must be done.
    let way_out = "\nsecrun: hint: replace the key at its provider, then run `git rm --cached .env`, \
        ignore it, and look at the history: see `secrun help committed-env`\n";
    let checked = ground.case.again(&["check"]).status(1);
    checked.tells(told).tells(way_out);
    ground.case.again(&["run", "--", "true"]).status(0);
    assert_eq!(ground.places(&["--staged"]), ["staged .env:1"]);
    // Accepted, with a reason.
    ground.write(
        "secrun.toml",
        format!("{SCHEMA}[[allow]]\npath = \".env\"\nkey = \"API_KEY\"\nreason = \"made up\"\n"),
    );
    ground.scan(&[]).status(0);
    ground.case.again(&["check", "--strict"]).status(0);
}

#[test]
fn a_tracked_link_leads_nowhere_and_a_link_to_a_tracked_file_counts() {
    let ground = Ground::with_commit();
    fs::rename(ground.top().join(".env"), ground.top().join("values")).unwrap();
    symlink("values", ground.top().join(".env")).unwrap();
    ground.git(&["add", "-f", ".env"]);
    ground.case.again(&["check"]).status(0);
    ground.git(&["rm", "-q", "--cached", ".env"]);
    ground.git(&["add", "-f", "values"]);
    ground
        .scan(&[])
        .status(1)
        .tells("error: .env:1:1: API_KEY: ");
    // The link itself is not what git tracks.
    let checked = ground.case.again(&["check"]).status(1);
    checked.tells("then run `git rm --cached` on it, ignore it");
}

#[test]
fn a_tracked_file_of_one_value_is_a_finding() {
    let ground = Ground::with_commit();
    ground.write("secrun.toml", SCHEMA.replace("{}", "{ file = true }"));
    ground.write(".env", "API_KEY_FILE=key.txt\n");
    ground.write("key.txt", format!("{CANARY}\n"));
    ground.scan(&[]).status(0);
    ground.git(&["add", "key.txt"]);
    for words in [["scan"], ["check"]] {
        ground
            .case
            .again(&words)
            .status(1)
            .tells("error: key.txt: API_KEY: git tracks");
    }
}

#[test]
fn a_tracked_env_file_without_a_real_value_only_warns() {
    let ground = Ground::with_commit();
    ground.write(
        "secrun.toml",
        "version = 1\n[secrets]\nAPI_KEY = {}\nB_KEY = { required = false }\n[settings]\nA = {}\n\
         [env]\nfiles = [\".env\", \".env.local\"]\ninherit = [\"HOST_*\"]\n\
         [profiles.test]\nenv_files = [\".env.test\"]\nlive_keys = \"forbid\"\n",
    );
    ground.write(
        ".env",
        "API_KEY=changeme\nB_KEY=test-not-a-real-b-key\nA=some-setting-4711\n",
    );
    ground.write(".env.local", format!("API_KEY={CANARY}\n"));
    ground.write(".gitignore", ".env.local\n");
    ground.commit("tracked");
    let told = "warning: .env: git tracks this file";
    ground.scan(&[]).status(0).tells(told);
    ground.scan(&["--strict"]).status(1);
    let hint = "hint: run `git rm --cached .env`, and ignore it\n";
    let checked = ground.case.again(&["check"]).status(0);
    checked.tells(told).tells(hint);
    // A file for fakes alone may be tracked.
    ground.write(".env.test", "API_KEY=kBq7vXw2Zr9Lm4Tn8Yp3\n");
    ground.write(".env", "A=x\n");
    ground.commit("fakes");
    let checked = ground.case.again(&["--profile", "test", "check"]).status(0);
    let errors = checked.stderr.matches("so the value is in every clone");
    assert_eq!(errors.count(), 0, "{}", checked.stderr);
}

#[test]
fn without_a_value_nothing_is_clean() {
    let ground = Ground::with_commit();
    ground.write(".env", "");
    ground
        .scan(&[])
        .status(2)
        .stdout("")
        .tells("no secret has a value")
        .tells("--patterns");
    ground.write(".env", "API_KEY=changeme\n");
    ground
        .scan(&[])
        .status(2)
        .tells("every secret with a value is too weak");
}

#[test]
fn what_is_missing_or_invalid_only_warns() {
    let ground = Ground::with_commit();
    ground.write(
        "secrun.toml",
        "version = 1\n[secrets]\nAPI_KEY = { min_length = 1000 }\nOTHER_KEY = {}\nWEAK_KEY = {}\n",
    );
    ground.write(
        ".env",
        format!("API_KEY={CANARY}\nWEAK_KEY=1234\nbroken statement\n"),
    );
    ground.write("leak", CANARY);
    ground
        .scan(&[])
        .status(1)
        .says("API_KEY")
        .says("WEAK_KEY")
        .tells("secrun.toml:4:1: OTHER_KEY: required but not set, so it is not searched for")
        .tells(".env:3:");
}

#[test]
fn nothing_is_called_clean_where_a_value_is_not_known() {
    let ground = Ground::with_commit();
    let broken = format!("API_KEY={CANARY}\nOTHER_KEY='open\n");
    ground.write("secrun.toml", "version = 1\n[secrets]\nAPI_KEY = {}\nOTHER_KEY = { required = false }\n[settings]\nMODE = { required = false }\n");
    for words in [&[][..], &["-q"], &["--format", "json"]] {
        ground.write(".env", &broken);
        let outcome = ground.scan(words).status(2);
        let told = [&outcome.stdout, &outcome.stderr];
        assert!(
            told.iter().any(|text| text.contains("OTHER_KEY")),
            "{words:?}"
        );
        // The status of that is no warning's, so `--strict` leaves it.
        let strict = ground.scan(&[words, &["--strict"]].concat());
        strict.status(2).never("makes this a failure");
        // A setting is not searched for.
        ground.write(".env", broken.replace("OTHER_KEY", "MODE"));
        ground.scan(words).status(0);
    }
}

#[test]
fn a_run_around_the_search_does_not_narrow_it() {
    let ground = Ground::with_commit();
    ground.write("leak", CANARY);
    let words = ["scan"];
    let case = ground.case.host("SECRUN_SCOPE", "");
    case.again(&words).status(1).says("API_KEY");
}

#[test]
fn a_scope_narrows_the_search() {
    let case = Case::with_schema(
        "[secrets]\nAPI_KEY = {}\nOTHER_KEY = {}\n[scopes]\nother = [\"OTHER_KEY\"]\n",
    )
    .file(
        ".env",
        format!("API_KEY={CANARY}\nOTHER_KEY=Qf8WkZtXm3RbNs6JyHv\n"),
    )
    .file("leak", CANARY)
    .host("GIT_CEILING_DIRECTORIES", "/");
    case.again(&["scan"]).status(1);
    case.again(&["--scope", "other", "scan"]).status(0);
    case.again(&["scan", "--scope", "none"]).status(2);
}

#[test]
fn wrong_words_end_with_2() {
    let ground = Ground::with_commit();
    for words in [
        &["--no-such"][..],
        &["--since", "HEAD"],
        &["--range", "HEAD", "--range-from-env"],
        &["--range", "no-such..HEAD"],
        &["--range", "--all"],
        &["--history", "--since", "gibberish"],
        &["--format", "no-such"],
        &["--home", "no/such/folder"],
        &["--message", "no-such-file"],
    ] {
        ground.scan(words).status(2).stdout("");
    }
    ground.case.again(&["--staged", "scan"]).status(0);
    ground
        .case
        .again(&["help", "scan"])
        .status(0)
        .says("--range-from-env");
    ground
        .case
        .again(&["man", "scan"])
        .status(0)
        .says("range\\-from\\-env");
}

/// Both lie in the file, and either may have got out of it.
#[test]
fn an_earlier_value_of_a_key_is_found_too() {
    let ground = Ground::with_commit();
    let earlier = format!("{}{CANARY}", &CANARY[9..]);
    ground.write(".env", format!("API_KEY={earlier}\nAPI_KEY={CANARY}\n"));
    ground.write("a.txt", format!("\n {CANARY}\n"));
    ground.write("b.txt", format!("\n\n  {earlier}\n"));
    assert_eq!(
        ground.places(&[]),
        ["untracked a.txt:2", "untracked b.txt:3"]
    );
}
