//! Starts git and reads its output.

use std::ffi::OsStr;
use std::io::{self, BufRead as _, BufReader, Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::env::host::HostEnv;
use crate::exec::sys::{pipe, poll};

/// Settings that let a repository make git run other programs, or that change
/// what git prints.
const SETTINGS: [&str; 3] = [
    "core.fsmonitor=false",
    "core.quotePath=false",
    "log.showSignature=false",
];

/// The host variables that git gets: those that it finds its repository and its
/// configuration by.
const INHERITED: &[&str] = &[
    "PATH",
    "HOME",
    "XDG_CONFIG_HOME",
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_CEILING_DIRECTORIES",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_CONFIG_PARAMETERS",
    "GIT_CONFIG_COUNT",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_QUARANTINE_PATH",
];

/// The numbered variables of `GIT_CONFIG_COUNT`.
const NUMBERED: [&str; 2] = ["GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_"];

/// Variables that keep git from changing or fetching anything, from prompting,
/// and from replacing objects.
const SET: &[(&str, &str)] = &[
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_NO_REPLACE_OBJECTS", "1"),
    ("LC_ALL", "C"),
];

/// How much of git's output is read at once.
const BUFFER: usize = 256 * 1024;
const PIPE_SIZE: usize = 1 << 20;

/// How long git may be silent: it may wait for a FIFO that has the name of one of its
/// files, or for a file server. A question about names and settings takes milliseconds.
const SHORT: Duration = Duration::from_secs(10);
/// A list of a large work tree on a slow disk.
const LONG: Duration = Duration::from_secs(30);
/// For answers that need every commit of a large history before their first line.
const OF_HISTORY: Duration = Duration::from_mins(15);

/// Whether a git was given up. A second one would not answer either.
static GIVEN_UP: AtomicBool = AtomicBool::new(false);

/// Whether git failed because it did not answer in time.
pub(crate) fn is_given_up() -> bool {
    GIVEN_UP.load(Ordering::Relaxed)
}

/// git in a folder.
#[derive(Debug, Clone)]
pub(crate) struct Git<'a> {
    env: &'a HostEnv,
    folder: PathBuf,
}

/// git is not installed, or it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("git did not answer")]
pub(crate) struct NoAnswer;

impl From<io::Error> for NoAnswer {
    fn from(_: io::Error) -> Self {
        Self
    }
}

impl<'a> Git<'a> {
    /// git as it will run in a folder.
    pub(crate) fn new(env: &'a HostEnv, folder: &Path) -> Self {
        Self {
            env,
            folder: folder.to_owned(),
        }
    }

    /// The folder that git runs in.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The command, for the caller to start. Its stderr is dropped, because git
    /// quotes its arguments there.
    pub(super) fn command<W: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = W>) -> Command {
        let mut git = Command::new("git");
        git.args(SETTINGS.iter().flat_map(|setting| ["-c", setting]));
        if !self.folder.as_os_str().is_empty() {
            git.arg("-C").arg(&self.folder);
        }
        git.args(words).stdin(Stdio::null()).stderr(Stdio::null());
        let inherited = self.env.iter().filter(|(name, _)| {
            name.to_str().is_some_and(|name| {
                INHERITED.contains(&name) || NUMBERED.iter().any(|start| name.starts_with(start))
            })
        });
        // std copies what it is given and wipes nothing, but these are values
        // that secrun's own environment holds as long as it runs.
        git.env_clear().envs(inherited).envs(SET.iter().copied());
        git
    }

    /// The whole output, for short ones.
    pub(crate) fn answer<W: AsRef<OsStr>>(
        &self,
        words: impl IntoIterator<Item = W>,
    ) -> Result<Vec<u8>, NoAnswer> {
        let mut output = Output::of(self.command(words))?.within(SHORT);
        let mut answer = Vec::new();
        output.read_to_end(&mut answer)?;
        output.finish()?;
        Ok(answer)
    }

    /// A short output without its last line end; `None` if it is empty.
    pub(super) fn line(&self, words: &[&str]) -> Option<Vec<u8>> {
        let mut answer = self.answer(words).ok()?;
        answer.pop_if(|byte| *byte == b'\n');
        (!answer.is_empty()).then_some(answer)
    }

    /// Starts git with an input of any length, and reads its output.
    pub(super) fn ask_about<'w>(
        &self,
        words: impl IntoIterator<Item = &'w str>,
        about: impl Into<Vec<u8>>,
    ) -> Result<Output, NoAnswer> {
        let mut command = self.command(words);
        command.stdin(Stdio::piped());
        let mut output = Output::of(command)?;
        let mut stdin = output.child.stdin.take().ok_or(NoAnswer)?;
        let about = about.into();
        // git may fill the output pipe before it has read all of its input.
        output.feeder = Some(thread::spawn(move || {
            // A git that has ended needs no input.
            let _ = stdin.write_all(&about);
        }));
        Ok(output)
    }

    /// Starts git, and reads its output.
    pub(crate) fn stream<W: AsRef<OsStr>>(
        &self,
        words: impl IntoIterator<Item = W>,
    ) -> Result<Output, NoAnswer> {
        Output::of(self.command(words))
    }
}

/// Records, each with a mark after it.
pub(super) fn terminated<R: AsRef<[u8]>>(records: &[R], mark: u8) -> Vec<u8> {
    let mut all = Vec::new();
    for record in records {
        all.extend_from_slice(record.as_ref());
        all.push(mark);
    }
    all
}

/// The output of a running git, read as it comes.
pub(crate) struct Output {
    child: Child,
    out: BufReader<Silence>,
    feeder: Option<JoinHandle<()>>,
}

/// git's end of the pipe, which may be silent for so long.
struct Silence {
    pipe: ChildStdout,
    most: Duration,
}

impl Read for Silence {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let ready = poll::readable(&self.pipe, Instant::now() + self.most);
        if ready.is_err() {
            GIVEN_UP.store(true, Ordering::Relaxed);
        }
        ready?;
        self.pipe.read(buffer)
    }
}

impl Output {
    fn of(mut command: Command) -> Result<Self, NoAnswer> {
        if is_given_up() {
            return Err(NoAnswer);
        }
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let pipe = child.stdout.take().ok_or(NoAnswer)?;
        pipe::widen(&pipe, PIPE_SIZE);
        let out = Silence { pipe, most: LONG };
        Ok(Self {
            child,
            out: BufReader::with_capacity(BUFFER, out),
            feeder: None,
        })
    }

    fn within(mut self, most: Duration) -> Self {
        self.out.get_mut().most = most;
        self
    }

    /// Gives git the time that a large history takes.
    pub(super) fn of_history(self) -> Self {
        self.within(OF_HISTORY)
    }

    /// Reads up to the next mark into `record`, without the mark. Returns whether
    /// there was anything.
    pub(crate) fn next(&mut self, mark: u8, record: &mut Vec<u8>) -> Result<bool, NoAnswer> {
        record.clear();
        let read = self.out.read_until(mark, record)?;
        record.pop_if(|byte| *byte == mark);
        Ok(read > 0)
    }

    /// Passes on every record that ends with the mark, and waits for git to end.
    pub(crate) fn each(mut self, mark: u8, mut take: impl FnMut(&[u8])) -> Result<(), NoAnswer> {
        let mut record = Vec::new();
        while self.next(mark, &mut record)? {
            take(&record);
        }
        self.finish()
    }

    /// Waits for the end.
    pub(crate) fn finish(mut self) -> Result<(), NoAnswer> {
        // git waits until its output is read.
        io::copy(&mut self.out, &mut io::sink())?;
        let deadline = Instant::now() + SHORT;
        let mut pause = Duration::from_micros(50);
        loop {
            if let Some(status) = self.child.try_wait()? {
                return if status.success() {
                    Ok(())
                } else {
                    Err(NoAnswer)
                };
            }
            if Instant::now() >= deadline {
                GIVEN_UP.store(true, Ordering::Relaxed);
                return Err(NoAnswer);
            }
            // The standard library waits for a process without a limit or not at all.
            thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(10));
        }
    }
}

impl Read for Output {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.out.read(buffer)
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        // It has ended already, or nobody reads its output.
        let _ = self.child.kill();
        let _ = self.child.wait();
        // A child of a git that was given up may hold the pipe open for ever.
        if let Some(feeder) = self.feeder.take().filter(|_| !is_given_up()) {
            // The thread cannot panic: it only writes.
            let _ = feeder.join();
        }
    }
}
