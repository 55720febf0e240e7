//! What a scan tells: findings, what was not read, and what was not searched
//! for. No value can be held here: paths and names are redacted before.

use crate::core::message::Message;
use crate::core::name::EnvName;
use crate::core::report::Problem;
use crate::git::ObjectKind;
use crate::needle::Encoding;

use super::searcher::Skipped;

/// One finding as it is told. Holds no value: paths and names in it are
/// redacted already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Whose value was found.
    pub key: EnvName,
    /// In which form.
    pub encoding: Encoding,
    /// In what kind of place.
    pub surface: Surface,
    /// Where exactly.
    pub location: Location,
    /// Whether only the beginning of the value was found.
    pub partial: bool,
    /// The value's fingerprint as it is shown, where it may be.
    pub print: Option<String>,
}

/// The kind of place that a secret was found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Surface {
    /// A file of the work tree that git tracks.
    Tracked,
    /// A file that git neither tracks nor ignores.
    Untracked,
    /// A file that git ignores.
    Ignored,
    /// A file of a repository inside the repository.
    Nested,
    /// What is staged for the next commit.
    Staged,
    /// An object of the repository.
    History,
    /// The message of a commit that is being made.
    Message,
    /// Git's own files: its configuration, hooks, logs.
    GitMetadata,
    /// The name of a file.
    FileName,
    /// The name of a branch, a tag or another ref.
    RefName,
    /// A path that was given, or standard input.
    Given,
    /// A file of the home folder.
    Home,
    /// A saved container image.
    Image,
}

impl Surface {
    /// Its name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tracked => "tracked",
            Self::Untracked => "untracked",
            Self::Ignored => "ignored",
            Self::Nested => "nested",
            Self::Staged => "staged",
            Self::History => "history",
            Self::Message => "message",
            Self::GitMetadata => "git",
            Self::FileName => "file-name",
            Self::RefName => "ref-name",
            Self::Given => "given",
            Self::Home => "home",
            Self::Image => "image",
        }
    }
}

/// Where a finding is.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The file.
    pub path: Option<Vec<u8>>,
    /// The member of a container on the way in: `b.tar!c.txt`.
    pub member: Option<Vec<u8>>,
    /// The line, from 1; none in binary content.
    pub line: Option<u64>,
    /// The column, from 1, in characters.
    pub column: Option<u64>,
    /// The place in bytes from the beginning of the file, object or member.
    pub offset: Option<u64>,
    /// The object of the repository that holds it.
    pub object: Option<ObjectPlace>,
}

/// An object of the repository, and the commits that it came with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectPlace {
    /// The whole object id in hexadecimal digits.
    pub id: String,
    /// What it is.
    pub kind: ObjectKind,
    /// The commits that hold it, the one that introduced it first.
    pub commits: Vec<CommitNote>,
}

/// What is told of a commit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CommitNote {
    /// Its whole id in hexadecimal digits.
    pub id: String,
    /// Who wrote it, redacted.
    pub author: Vec<u8>,
    /// When it was written (ISO 8601).
    pub date: String,
    /// Whether a remote branch has it.
    pub pushed: bool,
}

/// A place that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotRead {
    /// Where, redacted.
    pub path: Vec<u8>,
    /// Why, in fixed words: never foreign text.
    pub why: Message,
}

/// Something that looks like a provider's token and is no value of the
/// schema's: a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenMatch {
    /// The name of the provider's form.
    pub form: &'static str,
    /// In what kind of place.
    pub surface: Surface,
    /// Where exactly.
    pub location: Location,
}

/// Everything that a scan tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScanReport {
    /// The values that were found.
    pub findings: Vec<Finding>,
    /// What looks like a secret.
    pub looks: Vec<TokenMatch>,
    /// What could not be read.
    pub not_read: Vec<NotRead>,
    /// The secrets that were not searched for.
    pub skipped: Vec<Skipped>,
    /// How many findings the schema allows.
    pub allowed: usize,
    /// The keys whose current value is in the history.
    pub rotate: Vec<EnvName>,
    /// What else is to be told.
    pub warnings: Vec<Problem>,
    /// How much was searched.
    pub searched: Tally,
}

/// How much was searched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Files of the work tree, of home, of an image, or given.
    pub files: u64,
    /// Objects of the repository.
    pub objects: u64,
    /// Bytes of all of them.
    pub bytes: u64,
}
