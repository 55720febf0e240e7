//! `action.yml`: its three scripts, run as the runner runs them.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::{Command, Output, Stdio};

use crate::case::{Case, finish};

const ACTION: &str = include_str!("../action.yml");

/// The scripts of the steps.
fn scripts() -> Vec<String> {
    let blocks = ACTION.split("      run: |\n").skip(1);
    let lines = |block: &str| {
        let own = block
            .lines()
            .map_while(|line| line.strip_prefix("        "));
        own.flat_map(|line| [line, "\n"]).collect()
    };
    blocks.map(lines).collect()
}

fn step(case: &Case, script: &str, words: &str) -> Output {
    step_at(case, script, words, "")
}

/// A step of the action at this ref of its repository.
fn step_at(case: &Case, script: &str, words: &str, reference: &str) -> Output {
    let mut bash = Command::new("bash");
    let path = std::env::var("PATH").unwrap();
    bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script])
        .current_dir(case.path())
        .env_clear()
        .env("PATH", format!("{}/bin:{path}", case.path().display()))
        .env("RUNNER_TEMP", case.path().join("temp"))
        .env("GITHUB_ACTION_PATH", case.path().join("action"))
        .env("REF", reference)
        .env("REPOSITORY", "origin")
        .env("SERVER", format!("file://{}", case.path().display()))
        .env("HOME", case.path())
        .env("GITHUB_PATH", case.path().join("path"))
        .env("GITHUB_ACTIONS", "true")
        .env("WORDS", words)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    finish(bash, b"")
}

/// The scripts of these names in `bin`, the action's own manifest, and a release in
/// `release` with the archive of every target.
fn with_programs(programs: &[(&str, &str)]) -> Case {
    let mut case = Case::new().file(
        "action/Cargo.toml",
        "[package]\nname = \"secrun\"\nversion = \"1.2.3\"\n[dependencies]\nx = \"9\"\n",
    );
    for (name, text) in programs {
        case = case.file(&format!("programs/{name}"), text);
    }
    // Written by another process: a program that this one writes is busy for as long as
    // a child of a parallel test holds the file open.
    let put = "mkdir bin; cp programs/* bin/; chmod +x bin/*";
    let done = step(&case, put, "");
    assert!(done.status.success(), "{done:?}");
    case
}

const CARGO: &str = "#!/bin/sh\necho \"$@\" >> built\nmkdir -p \"$6/bin\"\n: > \"$6/bin/secrun\"\nchmod +x \"$6/bin/secrun\"\n";

/// Copies the files of `release`, as `gh release download TAG --dir FOLDER` does.
const GH: &str = "#!/bin/sh\necho \"$@\" >> asked\n[ -d release ] && cp release/* \"$7\"\n";

/// Makes the release, with the program that its archives hold.
const RELEASE: &str = r#"
for target in {x86_64,aarch64}-{unknown-linux-gnu,apple-darwin}; do
  mkdir -p "made/secrun-1.2.3-$target/bin" release
  printf '#!/bin/sh\necho released\n' > "made/secrun-1.2.3-$target/bin/secrun"
  chmod +x "made/secrun-1.2.3-$target/bin/secrun"
  tar -czf "release/secrun-1.2.3-$target.tar.gz" -C made "secrun-1.2.3-$target"
done
cd release
if command -v sha256sum; then sha256sum -- *; else shasum -a 256 -- *; fi | tail -n 4 > ../sums
mv ../sums SHA256SUMS
"#;

#[test]
fn secrun_is_built_once_and_put_on_the_path() {
    let case = with_programs(&[("cargo", CARGO)]);
    for _ in 0..2 {
        let done = step(&case, &scripts()[1], "");
        assert!(done.status.success(), "{done:?}");
    }
    let root = case.path().join("temp/secrun");
    let read = |name: &str| fs::read_to_string(case.path().join(name)).unwrap();
    assert_eq!(
        read("built"),
        format!(
            "install --path {} --locked --root {}\n",
            case.path().join("action").display(),
            root.display()
        )
    );
    assert_eq!(read("path").lines().next(), root.join("bin").to_str());
}

#[test]
fn the_release_of_the_actions_own_tag_is_taken_and_nothing_is_built() {
    let case = with_programs(&[("cargo", CARGO), ("gh", GH)]);
    assert!(step(&case, RELEASE, "").status.success());
    let done = step_at(&case, &scripts()[0], "", "v1.2.3");
    assert!(done.status.success(), "{done:?}");
    assert!(step_at(&case, &scripts()[1], "", "v1.2.3").status.success());
    assert!(!case.path().join("built").exists());
    let asked = fs::read_to_string(case.path().join("asked")).unwrap();
    assert!(
        asked.starts_with("release download v1.2.3 --repo origin --dir "),
        "{asked}"
    );
    let secrun = Command::new(case.path().join("temp/secrun/bin/secrun")).output();
    assert_eq!(secrun.unwrap().stdout, b"released\n");
}

#[test]
fn a_release_with_another_sum_stops_the_job() {
    for has_sums in [true, false] {
        let case = with_programs(&[("cargo", CARGO), ("gh", GH)]);
        assert!(step(&case, RELEASE, "").status.success());
        let path = case.path().join("release/SHA256SUMS");
        let right = fs::read_to_string(&path).unwrap();
        let other = |line: &str| {
            let digit = if line.starts_with('0') { "1" } else { "0" };
            format!("{digit}{}\n", &line[1..])
        };
        let wrong: String = right.lines().filter(|_| has_sums).map(other).collect();
        fs::write(path, wrong).unwrap();
        let done = step_at(&case, &scripts()[0], "", "v1.2.3");
        assert_eq!(done.status.code(), Some(1));
        let told = String::from_utf8(done.stdout).unwrap();
        assert!(told.contains("::error::secrun-1.2.3-"), "{told}");
        assert!(!case.path().join("temp/secrun/bin/secrun").exists());
    }
}

#[test]
fn without_a_release_secrun_is_built() {
    let case = with_programs(&[("cargo", CARGO), ("gh", GH)]);
    for script in &scripts()[..2] {
        let done = step_at(&case, script, "", "v1.2.3");
        assert!(done.status.success(), "{done:?}");
    }
    assert!(case.path().join("built").exists());
}

#[test]
fn the_commit_of_the_tag_takes_its_release_and_another_commit_does_not() {
    let case = with_programs(&[("gh", GH)]);
    assert!(step(&case, RELEASE, "").status.success());
    let made = step(
        &case,
        "git init -q origin; cd origin; git config user.name Test; git config user.email test@example.invalid
         git commit -q --allow-empty -m one; git tag -a -m one v1.2.3; git rev-parse HEAD
         git commit -q --allow-empty -m two; git rev-parse HEAD",
        "",
    );
    assert!(made.status.success(), "{made:?}");
    let hashes = String::from_utf8(made.stdout).unwrap();
    let hashes: Vec<&str> = hashes.lines().collect();
    for other in [hashes[1], "main", "v1.2", ""] {
        assert!(step_at(&case, &scripts()[0], "", other).status.success());
        assert!(!case.path().join("asked").exists(), "{other}");
    }
    assert!(
        step_at(&case, &scripts()[0], "", hashes[0])
            .status
            .success()
    );
    assert!(case.path().join("temp/secrun/bin/secrun").exists());
}

#[test]
fn the_words_are_given_to_secrun_and_to_no_shell() {
    let case = Case::with_schema("[secrets]\nAPI_KEY = {}\n").file("bin/keep", "");
    symlink(env!("CARGO_BIN_EXE_secrun"), case.path().join("bin/secrun")).unwrap();
    let script = &scripts()[2];
    let failed = step(&case, script, "check --strict");
    assert_eq!(failed.status.code(), Some(1));
    let told = String::from_utf8(failed.stdout).unwrap();
    assert!(
        told.contains("::error ") && told.contains("API_KEY"),
        "{told}"
    );
    assert_eq!(
        step(&case, script, "check ; touch forged").status.code(),
        Some(2)
    );
    assert_eq!(
        step(&case, script, "$(touch forged)").status.code(),
        Some(125)
    );
    assert!(!case.path().join("forged").exists());
    assert!(step(&case, script, "").status.success());
}
