//! A repository with a schema, an ignored `.env`, and a home beside it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::case::{CANARY, Case, Outcome, finish};

/// A repository in the folder `repo` of a case.
pub(crate) struct Ground {
    pub(crate) case: Case,
}

/// A schema with one secret, which `.env` sets to the canary.
pub(crate) const SCHEMA: &str = "version = 1\n[secrets]\nAPI_KEY = {}\n";

impl Ground {
    /// A repository without a commit.
    pub(crate) fn new() -> Self {
        let ground = Self::bare_of_git();
        ground.git(&["init", "-q", "-b", "main"]);
        ground
    }

    /// The same files without git.
    pub(crate) fn bare_of_git() -> Self {
        let case = Case::new()
            .file("repo/secrun.toml", SCHEMA)
            .file("repo/.env", format!("API_KEY={CANARY}\n"))
            .file("repo/.gitignore", ".env\n")
            .within("repo")
            .host("GIT_CONFIG_NOSYSTEM", "1")
            .host("GIT_CEILING_DIRECTORIES", "/");
        Self { case }
    }

    /// With a commit that holds no secret.
    pub(crate) fn with_commit() -> Self {
        let ground = Self::new();
        ground.commit("begin");
        ground
    }

    pub(crate) fn top(&self) -> PathBuf {
        self.case.path().join("repo")
    }

    /// Writes a file of the repository.
    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        self.write_at(Path::new(path), content);
    }

    pub(crate) fn write_at(&self, path: &Path, content: impl AsRef<[u8]>) {
        let path = self.top().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.top().join(path)).unwrap();
    }

    /// Runs git, which must do what it is told.
    #[track_caller]
    pub(crate) fn git(&self, words: &[&str]) -> String {
        self.git_in(".", words)
    }

    #[track_caller]
    pub(crate) fn git_in(&self, folder: &str, words: &[&str]) -> String {
        let output = self.git_output(folder, words);
        assert!(
            output.status.success(),
            "git {words:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    pub(crate) fn git_output(&self, folder: &str, words: &[&str]) -> Output {
        let mut git = Command::new("git");
        git.args(words);
        self.dress(&mut git, folder);
        finish(git, b"")
    }

    /// The environment of a program beside secrun: no configuration of
    /// anybody's, and `repo/bin` first on `PATH`.
    pub(crate) fn dress(&self, command: &mut Command, folder: &str) {
        let path = std::env::var("PATH").unwrap();
        let home = self.case.path();
        command
            .current_dir(self.top().join(folder))
            .env_clear()
            .env("PATH", format!("{}/bin:{path}", home.display()))
            .env("HOME", home)
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_NAME", "Test Author")
            .env("GIT_AUTHOR_EMAIL", "test@example.invalid")
            .env("GIT_COMMITTER_NAME", "Test Author")
            .env("GIT_COMMITTER_EMAIL", "test@example.invalid")
            .env("GIT_ALLOW_PROTOCOL", "file")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
    }

    /// Stages everything and commits it; the commit's id.
    #[track_caller]
    pub(crate) fn commit(&self, message: &str) -> String {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
        self.git(&["rev-parse", "HEAD"])
    }

    /// Runs `secrun scan` with these words.
    #[track_caller]
    pub(crate) fn scan(&self, words: &[&str]) -> Outcome {
        let words: Vec<&str> = std::iter::once("scan")
            .chain(words.iter().copied())
            .collect();
        self.case.again(&words)
    }

    /// The places of all findings, from JSON: `surface path:line`.
    #[track_caller]
    pub(crate) fn places(&self, words: &[&str]) -> Vec<String> {
        let words: Vec<&str> = words.iter().copied().chain(["--format", "json"]).collect();
        let outcome = self.scan(&words);
        places(&outcome.stdout)
    }

    /// The findings of a report, as they are in JSON.
    #[track_caller]
    pub(crate) fn findings(&self, words: &[&str]) -> Vec<serde_json::Value> {
        let words: Vec<&str> = words.iter().copied().chain(["--format", "json"]).collect();
        let report: serde_json::Value = serde_json::from_str(&self.scan(&words).stdout).unwrap();
        report["findings"].as_array().unwrap().clone()
    }
}

/// `surface path:line`, sorted.
#[track_caller]
pub(crate) fn places(json: &str) -> Vec<String> {
    let report: serde_json::Value = serde_json::from_str(json).unwrap();
    let findings = report["findings"].as_array().unwrap().iter();
    let place = |finding: &serde_json::Value| {
        let text = |name: &str| finding[name].as_str().unwrap_or("-").to_owned();
        let line = finding["line"].as_u64();
        let line = line.map_or_else(String::new, |line| format!(":{line}"));
        format!("{} {}{line}", text("surface"), text("path"))
    };
    let mut places: Vec<String> = findings.map(place).collect();
    places.sort();
    places
}

/// What a report did not read: path and why.
#[track_caller]
pub(crate) fn not_read(json: &str) -> Vec<(String, String)> {
    let report: serde_json::Value = serde_json::from_str(json).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let rows = report["not_read"].as_array().unwrap().iter();
    let mut rows: Vec<(String, String)> = rows
        .map(|row| (text(&row["path"]), text(&row["why"])))
        .collect();
    rows.sort();
    rows
}
