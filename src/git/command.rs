//! Starting git, and reading what it says.

use std::ffi::OsStr;
use std::io::{self, BufRead as _, BufReader, Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread::{self, JoinHandle};

use crate::core::open::widen_pipe;
use crate::env::child_env::ChildEnv;
use crate::env::host::HostEnv;

/// Settings that a repository could make git run other programs by, or that
/// change what is printed.
const SETTINGS: [&str; 6] = [
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.quotePath=false",
    "-c",
    "log.showSignature=false",
];

/// How much of git's output is read at once.
const BUFFER: usize = 256 * 1024;

/// git in a folder.
#[derive(Debug, Clone)]
pub struct Git<'a> {
    env: &'a HostEnv,
    folder: PathBuf,
}

/// git is not there, or did not do what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no answer from git")]
pub struct NoAnswer;

impl From<io::Error> for NoAnswer {
    fn from(_: io::Error) -> Self {
        Self
    }
}

impl<'a> Git<'a> {
    /// git as it will run in a folder.
    #[must_use]
    pub fn new(env: &'a HostEnv, folder: &Path) -> Self {
        Self {
            env,
            folder: folder.to_owned(),
        }
    }

    /// The command, to be started by the caller. It says nothing on stderr:
    /// it would quote what it was asked.
    pub(super) fn command<W: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = W>) -> Command {
        let mut git = Command::new("git");
        git.args(SETTINGS);
        if !self.folder.as_os_str().is_empty() {
            git.arg("-C").arg(&self.folder);
        }
        git.args(words).stdin(Stdio::null()).stderr(Stdio::null());
        ChildEnv::for_git(self.env).dress(&mut git);
        git
    }

    /// The whole of a short answer.
    ///
    /// # Errors
    ///
    /// [`NoAnswer`] when git is not there or fails.
    pub fn answer<W: AsRef<OsStr>>(
        &self,
        words: impl IntoIterator<Item = W>,
    ) -> Result<Vec<u8>, NoAnswer> {
        let output = self.command(words).output()?;
        if output.status.success() {
            Ok(output.stdout)
        } else {
            Err(NoAnswer)
        }
    }

    /// A short answer without the line end at its end; none if it is empty.
    pub(super) fn line(&self, words: &[&str]) -> Option<Vec<u8>> {
        let mut answer = self.answer(words).ok()?;
        answer.pop_if(|byte| *byte == b'\n');
        (!answer.is_empty()).then_some(answer)
    }

    /// A long answer about what is given on standard input, however much.
    pub(super) fn ask_about<'w>(
        &self,
        words: impl IntoIterator<Item = &'w str>,
        about: impl Into<Vec<u8>>,
    ) -> Result<Stream, NoAnswer> {
        let mut command = self.command(words);
        command.stdin(Stdio::piped());
        let mut stream = Stream::of(command)?;
        let mut stdin = stream.child.stdin.take().ok_or(NoAnswer)?;
        let about = about.into();
        // git may say much before it has read all.
        stream.feeder = Some(thread::spawn(move || {
            // When it has ended there is nobody left to ask.
            let _ = stdin.write_all(&about);
        }));
        Ok(stream)
    }

    /// A long answer.
    ///
    /// # Errors
    ///
    /// [`NoAnswer`] when git is not there.
    pub fn stream<W: AsRef<OsStr>>(
        &self,
        words: impl IntoIterator<Item = W>,
    ) -> Result<Stream, NoAnswer> {
        Stream::of(self.command(words))
    }
}

/// Records, each with a mark after it.
pub(super) fn ended<R: AsRef<[u8]>>(records: &[R], mark: u8) -> Vec<u8> {
    let mut all = Vec::new();
    for record in records {
        all.extend_from_slice(record.as_ref());
        all.push(mark);
    }
    all
}

/// An answer of git's that is read as it comes.
pub struct Stream {
    child: Child,
    out: BufReader<ChildStdout>,
    feeder: Option<JoinHandle<()>>,
}

impl Stream {
    /// Starts a command and reads what it says.
    pub(super) fn of(mut command: Command) -> Result<Self, NoAnswer> {
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let out = child.stdout.take().ok_or(NoAnswer)?;
        widen_pipe(&out);
        Ok(Self {
            child,
            out: BufReader::with_capacity(BUFFER, out),
            feeder: None,
        })
    }

    /// Reads up to the next mark into `record`, without it; whether there was
    /// anything.
    ///
    /// # Errors
    ///
    /// [`NoAnswer`] when the pipe breaks.
    pub fn next(&mut self, mark: u8, record: &mut Vec<u8>) -> Result<bool, NoAnswer> {
        record.clear();
        let read = self.out.read_until(mark, record)?;
        record.pop_if(|byte| *byte == mark);
        Ok(read > 0)
    }

    /// Everything that ends with the mark, piece by piece, and the end.
    ///
    /// # Errors
    ///
    /// [`NoAnswer`] when git fails.
    pub fn each(mut self, mark: u8, mut take: impl FnMut(&[u8])) -> Result<(), NoAnswer> {
        let mut record = Vec::new();
        while self.next(mark, &mut record)? {
            take(&record);
        }
        self.finish()
    }

    /// Waits for the end.
    ///
    /// # Errors
    ///
    /// [`NoAnswer`] when git failed.
    pub fn finish(mut self) -> Result<(), NoAnswer> {
        // What is left unread would keep git waiting.
        io::copy(&mut self.out, &mut io::sink())?;
        if self.child.wait()?.success() {
            Ok(())
        } else {
            Err(NoAnswer)
        }
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.out.read(buffer)
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        // It has ended already, or nobody reads what it says.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if let Some(feeder) = self.feeder.take() {
            // It cannot panic: it only writes.
            let _ = feeder.join();
        }
    }
}
