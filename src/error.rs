//! Every way a command can fail, one variant for each stage.

use std::fmt;
use std::io;

use crate::core::message::{Message, NotAPath, Place, ShownPath, because};
use crate::core::read::ReadError;
use crate::core::report::{self, Failure, Problem, Report};
use crate::core::write::WriteError;
use crate::env::layers::UnreadableFiles;
use crate::exec::{LaunchError, Reason};
use crate::exit::{Exit, Family};

/// Why a command did not do its job.
#[derive(Debug)]
pub enum Error {
    /// One problem that ends the command before there is a report.
    Failure(Box<Failure>),
    /// There is no schema.
    NoSchema {
        /// Whether there is a `.env` to make one from.
        env_file: bool,
    },
    /// A file cannot be read.
    Read(ReadError),
    /// Env files cannot be read.
    Layers(UnreadableFiles),
    /// A file cannot be written.
    Write(WriteError),
    /// The schema is not valid.
    Schema(Vec<Problem>),
    /// Rules or env files have errors.
    Unsatisfied(Box<Report>),
    /// The child could not be started.
    Launch(LaunchError),
    /// secrun's own output could not be written.
    Output(io::ErrorKind),
}

impl From<Box<Failure>> for Error {
    fn from(failure: Box<Failure>) -> Self {
        Self::Failure(failure)
    }
}

impl From<ReadError> for Error {
    fn from(error: ReadError) -> Self {
        Self::Read(error)
    }
}

impl From<UnreadableFiles> for Error {
    fn from(error: UnreadableFiles) -> Self {
        Self::Layers(error)
    }
}

impl From<WriteError> for Error {
    fn from(error: WriteError) -> Self {
        Self::Write(error)
    }
}

impl From<LaunchError> for Error {
    fn from(error: LaunchError) -> Self {
        Self::Launch(error)
    }
}

/// Names the stage. What happened is in the problems, which reports print.
impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.kind())
    }
}

impl std::error::Error for Error {}

impl Error {
    /// The stable word for the stage, in machine-readable output.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Failure(failure) => failure.stage.name(),
            Self::NoSchema { .. } | Self::Read(_) | Self::Layers(_) => "read",
            Self::Schema(_) => "schema",
            Self::Unsatisfied(_) => "unsatisfied",
            Self::Launch(LaunchError::NotFound { .. }) => "not-found",
            Self::Launch(LaunchError::NotRunnable { .. }) => "not-runnable",
            Self::Launch(LaunchError::NotSupervised { .. }) => "not-supervised",
            Self::Write(_) | Self::Output(_) => "output",
        }
    }

    /// How a command of this family ends with this error.
    pub const fn exit(&self, family: Family) -> Exit {
        match (family, self) {
            (Family::Run, Self::Launch(LaunchError::NotFound { .. })) => Exit::NotFound,
            (Family::Run, Self::Launch(LaunchError::NotRunnable { .. })) => Exit::NotRunnable,
            (Family::Run, _) => Exit::Refused,
            (Family::Report, Self::Unsatisfied(_)) => Exit::Problems,
            (Family::Report, _) => Exit::Trouble,
        }
    }

    /// Its problems, as they are printed.
    pub fn problems(&self) -> Vec<Problem> {
        match self {
            Self::Failure(failure) => vec![failure.problem.clone()],
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
        "run `secrun init` to write one from your `.env`"
    } else {
        "run `secrun init` to write one, or name it with `--schema`"
    };
    Problem::error("no-schema", what).hint(hint)
}

/// The hint for text that was typed in place of a path.
const PASS_A_PATH: &str = "pass the path of a file, not its contents";

fn unreadable(error: &ReadError) -> Problem {
    let cannot = |subject: Message| message!("{}cannot be read: {}", subject, because(error.cause));
    if error.path.hidden().is_some() {
        let what = cannot(message!("{} ", error.path));
        return Problem::error("read", what).hint(PASS_A_PATH);
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
            message!("already exists, and secrun does not replace it"),
            "remove the file or the symbolic link",
        ),
        io::ErrorKind::PermissionDenied => (cannot(), "give yourself write permission"),
        io::ErrorKind::TooManyLinks => (
            message!(
                "not replaced: {}, and the others would keep the old text",
                because
            ),
            "make a copy of it under this name alone",
        ),
        io::ErrorKind::IsADirectory | io::ErrorKind::NotSeekable => {
            (cannot(), "name a regular file")
        }
        io::ErrorKind::ExecutableFileBusy => (cannot(), "try again when it has ended"),
        io::ErrorKind::NotFound => (
            message!("cannot be written: there is no such folder"),
            "create the folder first",
        ),
        io::ErrorKind::ReadOnlyFilesystem => (
            message!("cannot be written: the file system is read-only"),
            "choose a writable folder",
        ),
        _ => (cannot(), "check whether the disk is full"),
    };
    Problem::error("write", what)
        .at(Place::file(&error.path))
        .hint(hint)
}

fn not_launched(error: &LaunchError) -> Problem {
    match error {
        LaunchError::NotFound { program } if program.as_str().is_empty() => {
            let what = message!("the program's name is empty");
            Problem::error("not-found", what).hint(message!(
                "check the variable in its place, such as `\"$PYTHON\"`"
            ))
        }
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
                    "check that the interpreter in its first line exists"
                )),
                Reason::Permission | Reason::TooLong | Reason::Other(_) => problem,
            }
        }
        LaunchError::NotSupervised { program, reason } => {
            let what = message!(
                "{}: cannot pass its output through: {}",
                program.quoted(),
                because(*reason)
            );
            Problem::error("not-supervised", what)
        }
    }
}

/// Hints at text that was typed in place of a program.
fn with_program_hint(problem: Problem, program: &ShownPath) -> Problem {
    match program.hidden() {
        None => problem,
        Some(NotAPath::Assignment) => problem.hint(message!(
            "run `secrun -- env NAME=… CMD` to set a variable of the program"
        )),
        Some(NotAPath::Lines | NotAPath::Login) => {
            problem.hint(message!("write a program after `--`"))
        }
        Some(NotAPath::CommandLine) => problem.hint(message!(
            "write the program and its arguments as separate words, or use `sh -c`"
        )),
        Some(NotAPath::Secret) => problem.hint(message!(
            "remove the secret from the program's name: other users can read command lines"
        )),
    }
}
