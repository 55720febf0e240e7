//! One run of secrun in a folder of its own, with an environment from nothing.

use std::ffi::OsString;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Output, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// The value that may be put anywhere a secret can be. A test fails when any
/// 8 bytes of it come out of secrun.
pub(crate) const CANARY: &str = "ZqCanary9WxKv7JpTn3RbLm5Hd";

/// How long a child may take.
pub(crate) const DEADLINE: Duration = Duration::from_mins(1);

/// A run to be made.
#[must_use]
pub(crate) struct Case {
    folder: TempDir,
    subfolder: PathBuf,
    host: Vec<(OsString, OsString)>,
    arguments: Vec<OsString>,
    stdin: Vec<u8>,
}

/// What came of it.
pub(crate) struct Outcome {
    pub(crate) status: ExitStatus,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    about: String,
}

impl Case {
    pub(crate) fn new() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("secrun-test-")
            .tempdir()
            .unwrap();
        let path = ("PATH".into(), std::env::var_os("PATH").unwrap());
        let home = ("HOME".into(), folder.path().into());
        Self {
            folder,
            subfolder: PathBuf::new(),
            host: vec![path, home],
            arguments: Vec::new(),
            stdin: Vec::new(),
        }
    }

    /// A case with a schema.
    pub(crate) fn with_schema(schema: &str) -> Self {
        Self::new().file("secrun.toml", format!("version = 1\n{schema}"))
    }

    pub(crate) fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        // `check` notes that everyone can read an env file.
        if path.file_name().unwrap().to_string_lossy().contains("env") {
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        }
        self
    }

    /// Sets the mode of a file or folder.
    pub(crate) fn mode(self, path: &str, mode: u32) -> Self {
        let path = self.folder.path().join(path);
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        self
    }

    /// A variable of the host environment.
    pub(crate) fn host(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.host.push((name.into(), value.into()));
        self
    }

    /// Removes a variable that cases have by themselves.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.host.retain(|(known, _)| known != name);
        self
    }

    /// Runs in a folder below.
    pub(crate) fn within(mut self, subfolder: &str) -> Self {
        fs::create_dir_all(self.folder.path().join(subfolder)).unwrap();
        self.subfolder = subfolder.into();
        self
    }

    pub(crate) fn args<A: Into<OsString>>(
        mut self,
        arguments: impl IntoIterator<Item = A>,
    ) -> Self {
        self.arguments.extend(arguments.into_iter().map(Into::into));
        self
    }

    /// The same folder with other words.
    pub(crate) fn args_anew<A: Into<OsString>>(
        mut self,
        arguments: impl IntoIterator<Item = A>,
    ) -> Self {
        self.arguments = arguments.into_iter().map(Into::into).collect();
        self
    }

    pub(crate) fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.stdin = bytes.into();
        self
    }

    /// The host's variables.
    pub(crate) fn hosts(&self) -> impl Iterator<Item = &(OsString, OsString)> {
        self.host.iter()
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The command, for tests that start it themselves.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_secrun"));
        command
            .args(&self.arguments)
            .current_dir(self.folder.path().join(&self.subfolder));
        command.env_clear().envs(self.host.iter().cloned());
        command
    }

    /// Runs secrun; fails when the canary comes out of it.
    #[track_caller]
    pub(crate) fn output(&self) -> Outcome {
        self.output_of_child().free_of_canary()
    }

    /// Runs secrun in the same folder with other arguments.
    #[track_caller]
    pub(crate) fn again(&self, arguments: &[&str]) -> Outcome {
        let mut command = Command::new(env!("CARGO_BIN_EXE_secrun"));
        command
            .args(arguments)
            .current_dir(self.folder.path().join(&self.subfolder))
            .env_clear()
            .envs(self.host.iter().cloned());
        let outcome = outcome_of(command, &self.stdin, format!("secrun {arguments:?}"));
        outcome.free_of_canary()
    }

    /// Runs secrun with a child that may print what it was given.
    #[track_caller]
    pub(crate) fn output_of_child(&self) -> Outcome {
        outcome_of(
            self.command(),
            &self.stdin,
            format!("secrun {:?}", self.arguments),
        )
    }
}

#[track_caller]
fn outcome_of(mut command: Command, stdin: &[u8], about: String) -> Outcome {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let output = finish(command, stdin);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Outcome {
        status: output.status,
        stdout: text(&output.stdout),
        stderr: text(&output.stderr),
        about,
    }
}

/// Runs a command to its end, within the deadline.
#[track_caller]
pub(crate) fn finish(mut command: Command, stdin: &[u8]) -> Output {
    let mut child = command.spawn().unwrap();
    let pid = i32::try_from(child.id()).unwrap();
    let input = child.stdin.take();
    let stdin = stdin.to_vec();
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let writer = thread::spawn(move || {
            // The child may end without reading.
            input.map(|mut input| input.write_all(&stdin))
        });
        let output = child.wait_with_output();
        let _ = writer.join();
        sender.send(output)
    });
    let Ok(output) = receiver.recv_timeout(DEADLINE) else {
        end(pid);
        panic!("the command did not end within {DEADLINE:?}");
    };
    output.unwrap()
}

/// Ends a process that a test started.
pub(crate) fn end(pid: i32) {
    kill_process(Pid::from_raw(pid).unwrap(), Signal::KILL).unwrap();
}

/// Fails when 8 bytes of the canary are in there.
#[track_caller]
pub(crate) fn assert_no_canary(bytes: &[u8], place: &str) {
    for piece in CANARY.as_bytes().windows(8) {
        let found = bytes
            .windows(8)
            .any(|window| window.eq_ignore_ascii_case(piece));
        assert!(
            !found,
            "a piece of the canary is in {place}:\n{}",
            String::from_utf8_lossy(bytes)
        );
    }
}

impl Outcome {
    /// Fails when the canary came out.
    #[track_caller]
    fn free_of_canary(self) -> Self {
        for (stream, text) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            assert_no_canary(text.as_bytes(), &format!("{stream} of {}", self.about));
        }
        self
    }

    /// Fails unless the status is this.
    #[track_caller]
    pub(crate) fn status(self, expected: i32) -> Self {
        assert_eq!(self.status.code(), Some(expected), "{}", self.whole());
        self
    }

    /// Fails unless a signal ended it.
    #[track_caller]
    pub(crate) fn signal(self, expected: i32) -> Self {
        assert_eq!(self.status.signal(), Some(expected), "{}", self.whole());
        self
    }

    /// Fails unless stdout is exactly this.
    #[track_caller]
    pub(crate) fn stdout(self, expected: &str) -> Self {
        assert_eq!(self.stdout, expected, "{}", self.whole());
        self
    }

    /// Fails unless stderr is exactly this.
    #[track_caller]
    pub(crate) fn stderr(self, expected: &str) -> Self {
        assert_eq!(self.stderr, expected, "{}", self.whole());
        self
    }

    /// Fails unless stdout has this in it.
    #[track_caller]
    pub(crate) fn says(self, expected: &str) -> Self {
        assert!(
            self.stdout.contains(expected),
            "no {expected:?} on stdout of {}",
            self.whole()
        );
        self
    }

    /// Fails unless stderr has this in it.
    #[track_caller]
    pub(crate) fn tells(self, expected: &str) -> Self {
        assert!(
            self.stderr.contains(expected),
            "no {expected:?} on stderr of {}",
            self.whole()
        );
        self
    }

    /// Fails if either stream has this in it.
    #[track_caller]
    pub(crate) fn never(self, unexpected: &str) -> Self {
        let found = self.stdout.contains(unexpected) || self.stderr.contains(unexpected);
        assert!(!found, "{unexpected:?} in {}", self.whole());
        self
    }

    fn whole(&self) -> String {
        format!(
            "{} ({})\n--- stdout\n{}--- stderr\n{}",
            self.about, self.status, self.stdout, self.stderr
        )
    }
}
