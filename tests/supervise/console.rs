//! A pseudo-terminal with a program on it, as a person in front of it sees it.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags, open};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

use super::under;
use crate::case::{Case, end};

const DEADLINE: Duration = Duration::from_secs(20);

/// The terminal.
pub(crate) struct Console {
    ours: File,
    theirs: OwnedFd,
    seen: String,
    child: Option<Child>,
    /// Where it runs.
    case: Option<Case>,
}

/// Which streams are the terminal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct On {
    pub(crate) stdin: bool,
    pub(crate) stdout: bool,
    pub(crate) stderr: bool,
}

pub(crate) const ALL: On = On {
    stdin: true,
    stdout: true,
    stderr: true,
};

impl Console {
    pub(crate) fn new() -> Self {
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&ours).unwrap();
        unlockpt(&ours).unwrap();
        let name = ptsname(&ours, Vec::new()).unwrap();
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let theirs = open(name, flags, Mode::empty()).unwrap();
        let ours = File::from(ours);
        let console = Self {
            ours,
            theirs,
            seen: String::new(),
            child: None,
            case: None,
        };
        console.resize(24, 80);
        console
    }

    /// Starts a program in a session of its own, with this as its terminal.
    pub(crate) fn start(case: Case) -> Self {
        Self::start_on(case, ALL)
    }

    pub(crate) fn start_on(case: Case, on: On) -> Self {
        let mut console = Self::new();
        // `setsid --ctty` takes the standard input for the terminal; without
        // that a shell opens it, as the first terminal that a session opens.
        let mut command = if on.stdin {
            under(&["setsid", "--ctty"], &case)
        } else {
            let opening = r#": <"$0"; exec "$@""#;
            let name = rustix::termios::ttyname(&console.theirs, Vec::new()).unwrap();
            under(
                &["setsid", "sh", "-c", opening, name.to_str().unwrap()],
                &case,
            )
        };
        console.put_on(&mut command, on);
        console.case = Some(case);
        console.child = Some(command.spawn().unwrap());
        console
    }

    /// Starts a shell with job control.
    pub(crate) fn shell(case: Case) -> Self {
        let mut console = Self::new();
        let mut command = Command::new("setsid");
        command
            .args(["--ctty", "sh", "-i"])
            .current_dir(case.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("PS1", "prompt> ")
            .env("SECRUN", env!("CARGO_BIN_EXE_secrun"));
        console.put_on(&mut command, ALL);
        console.case = Some(case);
        console.child = Some(command.spawn().unwrap());
        console.wait_for("prompt> ");
        console
    }

    fn put_on(&self, command: &mut Command, on: On) {
        let end = |here| {
            if here {
                Stdio::from(self.theirs.try_clone().unwrap())
            } else {
                Stdio::piped()
            }
        };
        command
            .stdin(end(on.stdin))
            .stdout(end(on.stdout))
            .stderr(end(on.stderr));
    }

    /// The folder that the program runs in.
    pub(crate) fn path(&self) -> PathBuf {
        self.case.as_ref().unwrap().path().to_owned()
    }

    pub(crate) fn child(&mut self) -> &mut Child {
        self.child.as_mut().unwrap()
    }

    pub(crate) fn keys(&mut self, keys: &str) {
        self.ours.write_all(keys.as_bytes()).unwrap();
    }

    pub(crate) fn resize(&self, rows: u16, columns: u16) {
        let size = Winsize {
            ws_row: rows,
            ws_col: columns,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        tcsetwinsize(&self.ours, size).unwrap();
    }

    /// Reads until this has come, and returns everything up to it.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, text: &str) -> String {
        let deadline = Instant::now() + DEADLINE;
        loop {
            if let Some(at) = self.seen.find(text) {
                let rest = self.seen.split_off(at + text.len());
                return std::mem::replace(&mut self.seen, rest);
            }
            self.read(Duration::from_millis(100));
            let late = Instant::now() > deadline;
            assert!(!late, "no {text:?} on the terminal, but {:?}", self.seen);
        }
    }

    /// Reads what has come. Whether there was anything.
    fn read(&mut self, within: Duration) -> bool {
        let within = Timespec::try_from(within).unwrap();
        let mut watched = [PollFd::new(&self.ours, PollFlags::IN)];
        if poll(&mut watched, Some(&within)).unwrap() == 0 {
            return false;
        }
        let mut buffer = [0; 8192];
        let count = self.ours.read(&mut buffer).unwrap();
        self.seen
            .push_str(&String::from_utf8_lossy(&buffer[..count]));
        true
    }

    /// Everything that has come and was not read.
    pub(crate) fn rest(&mut self) -> String {
        while self.read(Duration::ZERO) {}
        std::mem::take(&mut self.seen)
    }

    /// How the program ended.
    #[track_caller]
    pub(crate) fn end(&mut self) -> ExitStatus {
        let deadline = Instant::now() + DEADLINE;
        loop {
            if let Some(status) = self.child().try_wait().unwrap() {
                return status;
            }
            if Instant::now() > deadline {
                let rest = self.rest();
                panic!("the program does not end; on the terminal is {rest:?}");
            }
            self.read(Duration::from_millis(5));
        }
    }

    /// Whether the terminal works on what is typed.
    pub(crate) fn is_cooked(&self) -> bool {
        let modes = tcgetattr(&self.theirs).unwrap().local_modes;
        modes.contains(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG)
    }

    /// Takes the terminal away.
    pub(crate) fn hang_up(mut self) -> (Child, Case) {
        (self.child.take().unwrap(), self.case.take().unwrap())
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child
            && matches!(child.try_wait(), Ok(None))
        {
            end(i32::try_from(child.id()).unwrap());
            let _ = child.wait();
        }
    }
}
