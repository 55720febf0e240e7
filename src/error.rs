//! Every way a command can fail, one variant for each stage.

use std::io;

use crate::core::message::{Message, NotAPath, Place, ShownPath, because};
use crate::core::read::ReadError;
use crate::core::report::{self, Problem, Report};
use crate::core::write::WriteError;
use crate::env::layers::UnreadableFiles;
use crate::exec::{LaunchError, Reason};
use crate::exit::Exit;

/// Why a command did not do its job.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The command line or a `SECRUN_*` variable is wrong.
    #[error("usage")]
    Usage(Box<Problem>),
    /// There is no schema.
    #[error("no schema")]
    NoSchema {
        /// Whether there is a `.env` to make one from.
        env_file: bool,
    },
    /// A file cannot be read.
    #[error("read")]
    Read(#[from] ReadError),
    /// Env files cannot be read.
    #[error("layers")]
    Layers(#[from] UnreadableFiles),
    /// A file cannot be written.
    #[error("write")]
    Write(#[from] WriteError),
    /// The schema is not valid.
    #[error("schema")]
    Schema(Vec<Problem>),
    /// Rules or env files have errors.
    #[error("unsatisfied")]
    Unsatisfied(Box<Report>),
    /// The child could not be started.
    #[error("launch")]
    Launch(#[from] LaunchError),
    /// secrun's own output could not be written.
    #[error("output")]
    Output(io::ErrorKind),
}

impl From<Box<Problem>> for Error {
    fn from(problem: Box<Problem>) -> Self {
        Self::Usage(problem)
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Usage(Box::new(problem))
    }
}

impl Error {
    /// The stable word for the stage, in machine-readable output.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Usage(_) => "usage",
            Self::NoSchema { .. } | Self::Read(_) | Self::Layers(_) => "read",
            Self::Schema(_) => "schema",
            Self::Unsatisfied(_) => "unsatisfied",
            Self::Launch(LaunchError::NotFound { .. }) => "not-found",
            Self::Launch(LaunchError::NotRunnable { .. }) => "not-runnable",
            Self::Launch(LaunchError::NotSupervised { .. }) => "not-supervised",
            Self::Write(_) | Self::Output(_) => "output",
        }
    }

    /// How `run` ends with this error.
    #[must_use]
    pub const fn exit_of_run(&self) -> Exit {
        match self {
            Self::Launch(LaunchError::NotFound { .. }) => Exit::NotFound,
            Self::Launch(LaunchError::NotRunnable { .. }) => Exit::NotRunnable,
            _ => Exit::Refused,
        }
    }

    /// How every other command ends with this error.
    #[must_use]
    pub const fn exit_of_report(&self) -> Exit {
        match self {
            Self::Unsatisfied(_) => Exit::Problems,
            _ => Exit::Trouble,
        }
    }

    /// What is told about it.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        match self {
            Self::Usage(problem) => vec![(**problem).clone()],
            Self::NoSchema { env_file } => vec![no_schema(*env_file)],
            Self::Read(error) => vec![unreadable(error)],
            Self::Layers(error) => {
                let files = error.files.iter().map(unreadable);
                let mut problems: Vec<_> = files.chain(error.problems.iter().cloned()).collect();
                report::sort(&mut problems);
                problems
            }
            Self::Write(error) => vec![unwritable(error)],
            Self::Schema(problems) => problems.clone(),
            Self::Unsatisfied(report) => report.problems.clone(),
            Self::Launch(error) => vec![not_launched(error)],
            Self::Output(kind) => {
                vec![Problem::error(
                    "output",
                    message!("the output cannot be written: {}", because(*kind)),
                )]
            }
        }
    }
}

fn no_schema(env_file: bool) -> Problem {
    let what = message!("no `secrun.toml` here or in a parent folder");
    let hint = if env_file {
        "run `secrun init` to make one from your `.env`"
    } else {
        "run `secrun init` to make one, or name it with `--schema`"
    };
    Problem::error("no-schema", what).hint(Message::from(hint))
}

/// Hints at a path where something else was written.
const PASS_A_PATH: &str = "pass the path of a file, not what is in it";

fn unreadable(error: &ReadError) -> Problem {
    let cannot = |subject: Message| message!("{}cannot be read: {}", subject, because(error.cause));
    if error.path.slip().is_some() {
        let what = cannot(message!("{} ", error.path));
        return Problem::error("read", what).hint(Message::from(PASS_A_PATH));
    }
    let problem = Problem::error("read", cannot(message!(""))).at(Place::file(&error.path));
    match error.cause.kind() {
        io::ErrorKind::NotFound => problem.hint(message!("check the path")),
        io::ErrorKind::PermissionDenied => problem.hint(message!("give yourself read permission")),
        _ => problem,
    }
}

fn unwritable(error: &WriteError) -> Problem {
    let because = because(error.cause);
    let cannot = || message!("cannot be written: {}", because);
    let (what, hint) = match error.cause.kind() {
        io::ErrorKind::AlreadyExists => (
            message!("something is there that is not replaced"),
            "remove it, or the link that it is",
        ),
        io::ErrorKind::PermissionDenied => (cannot(), "give yourself write permission"),
        io::ErrorKind::NotFound => (
            message!("cannot be written: there is no such folder"),
            "make the folder first",
        ),
        io::ErrorKind::ReadOnlyFilesystem => (
            message!("cannot be written: the file system is read-only"),
            "run it where you can write",
        ),
        _ => (cannot(), "see whether the disk is full"),
    };
    Problem::error("write", what)
        .at(Place::file(&error.path))
        .hint(Message::from(hint))
}

fn not_launched(error: &LaunchError) -> Problem {
    match error {
        LaunchError::NotFound { program } => {
            let what = message!("{}: command not found", program.quoted());
            with_program_hint(Problem::error("not-found", what), program)
        }
        LaunchError::NotRunnable { program, reason } => {
            let what = message!("{}: ", program.quoted());
            let what = match reason {
                Reason::Permission => message!("{}permission denied", what),
                Reason::Format => message!("{}not a program that this system can run", what),
                Reason::TooLong => {
                    message!(
                        "{}the arguments and the environment together are too long",
                        what
                    )
                }
                Reason::Other(cause) => message!("{}{}", what, because(*cause)),
            };
            let problem = with_program_hint(Problem::error("not-runnable", what), program);
            match reason {
                Reason::Format => problem.hint(message!(
                    "see whether the interpreter that its first line names is there"
                )),
                Reason::Permission | Reason::TooLong | Reason::Other(_) => problem,
            }
        }
        LaunchError::NotSupervised { program, reason } => {
            let what = message!(
                "{}: its output cannot be passed through: {}",
                program.quoted(),
                because(*reason)
            );
            Problem::error("not-supervised", what)
        }
    }
}

/// What to do where something else stands in the program's place.
fn with_program_hint(problem: Problem, program: &ShownPath) -> Problem {
    match program.slip() {
        None => problem,
        Some(NotAPath::Assignment) => problem.hint(message!(
            "run `secrun -- env NAME=… CMD` to set a variable of the program"
        )),
        Some(NotAPath::Lines | NotAPath::Login | NotAPath::Secret) => {
            problem.hint(message!("write a program after `--`"))
        }
    }
}
