//! How secrun ends: the one table of exit statuses.

/// The end of secrun. In `run` the child's own status takes the place of all
/// of these: secrun becomes the child, or ends as its child ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: nothing is wrong.
    Clean,
    /// 1: problems were found (every command but `run`).
    Problems,
    /// 2: the job could not be done (every command but `run`).
    Trouble,
    /// 125: `run` failed before the child was started.
    Refused,
    /// 126: the program was found and cannot be run.
    NotRunnable,
    /// 127: the program was not found.
    NotFound,
    /// The child's own status, where secrun stayed its parent.
    OfChild(u8),
}

impl Exit {
    pub const fn status(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Problems => 1,
            Self::Trouble => 2,
            Self::Refused => 125,
            Self::NotRunnable => 126,
            Self::NotFound => 127,
            Self::OfChild(status) => status,
        }
    }
}

/// The table of exit statuses that applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// `run`, and a command line without a known command: 125, 126, 127, or the
    /// child's own.
    Run,
    /// Every other command: 0, 1, 2.
    Report,
}

impl Family {
    /// How a command of this family ends when secrun itself is broken.
    pub const fn exit_of_a_bug(self) -> Exit {
        match self {
            Self::Run => Exit::Refused,
            Self::Report => Exit::Trouble,
        }
    }
}
