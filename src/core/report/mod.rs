//! Reports: problems and the state of every key. No value can be held here, so
//! whatever can be rendered is safe to render.

mod comparison;
mod entry;
mod fingerprint;
mod problem;

pub use comparison::{Compared, RemoteKey, RemoteKeys, Verdict};
pub use entry::{Candidate, ChildName, Entry, ExplainNotes, KeyKind, Report, Status};
pub use fingerprint::Fingerprint;
pub use problem::{Code, Effect, Failure, Problem, Severity, Stage, sort};

pub use crate::core::message::Shown;
