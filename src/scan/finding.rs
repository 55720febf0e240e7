//! What a scan reports, and the problems that it becomes. Holds no value: paths
//! and names are redacted before they come here.

use std::cmp::Ordering;

use crate::core::message::{Message, Place, ShownPath};
use crate::core::name::EnvName;
use crate::core::report::Problem;
use crate::git::ObjectKind;
use crate::needle::Encoding;
use crate::scan::hit::Skipped;

/// How many digits of an object's id are shown to people.
const SHORT: usize = 12;

/// A value that was found where it does not belong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The key whose value it is.
    pub key: EnvName,
    pub encoding: Encoding,
    /// In what kind of place.
    pub surface: Surface,
    pub location: Location,
    /// Whether only the beginning of the value was found.
    pub partial: bool,
    /// The value's fingerprint, if it may be shown.
    pub fingerprint: Option<String>,
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
    /// The index: the next commit.
    Staged,
    /// An object of the repository.
    History,
    /// The message of a commit in progress.
    Message,
    /// Git's own files: its configuration, hooks, logs.
    GitMetadata,
    /// The name of a file.
    FileName,
    /// The name of a branch, a tag or another ref.
    RefName,
    /// A path on the command line, or standard input.
    Given,
    /// A file of the home folder.
    Home,
    /// A saved container image.
    Image,
}

impl Surface {
    /// Its name in reports.
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
    pub path: Option<Vec<u8>>,
    /// The container members that lead to it: `b.tar!c.txt`.
    pub member: Option<Vec<u8>>,
    /// The line, from 1; none in binary content.
    pub line: Option<u64>,
    /// The column, from 1, in characters.
    pub column: Option<u64>,
    /// How many bytes of the file, object or member come before it.
    pub offset: Option<u64>,
    /// The object of the repository that holds it.
    pub object: Option<ObjectPlace>,
}

/// An object of the repository, and the commits that contain it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectPlace {
    /// The whole object id in hexadecimal digits.
    pub id: String,
    pub kind: ObjectKind,
    /// The commits that contain it, the one that introduced it first.
    pub commits: Vec<CommitNote>,
}

/// A commit that contains a finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CommitNote {
    /// Its whole id in hexadecimal digits.
    pub id: String,
    /// Who wrote it, redacted.
    pub author: Vec<u8>,
    /// When it was written (ISO 8601).
    pub date: String,
    /// Whether a remote branch contains it.
    pub pushed: bool,
}

/// A place that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotRead {
    pub path: Vec<u8>,
    /// Why, in fixed words.
    pub why: Message,
}

/// A text that looks like a provider's token and is not the value of a declared key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenMatch {
    /// The name of the provider's form.
    pub form: &'static str,
    /// In what kind of place.
    pub surface: Surface,
    pub location: Location,
}

/// Everything that a scan reports.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScanReport {
    pub findings: Vec<Finding>,
    pub token_matches: Vec<TokenMatch>,
    /// What could not be read.
    pub not_read: Vec<NotRead>,
    /// The secrets that were not searched for.
    pub skipped: Vec<Skipped>,
    /// How many findings the schema allows.
    pub allowed: usize,
    /// The keys whose current value is in the history.
    pub rotate: Vec<EnvName>,
    pub warnings: Vec<Problem>,
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

impl ScanReport {
    /// Drops what was found twice.
    pub fn tidy(&mut self) {
        tidy(&mut self.findings, Finding::order);
        tidy(&mut self.token_matches, TokenMatch::order);
        tidy(&mut self.not_read, NotRead::order);
    }

    /// The findings in the order of reports: by place, those of the history
    /// last.
    pub fn in_order(&self) -> Vec<&Finding> {
        sorted(&self.findings, Finding::order)
    }

    /// What looks like a token, in the same order.
    pub fn token_matches_in_order(&self) -> Vec<&TokenMatch> {
        sorted(&self.token_matches, TokenMatch::order)
    }

    /// What was not read, by path.
    pub fn unread_in_order(&self) -> Vec<&NotRead> {
        sorted(&self.not_read, NotRead::order)
    }

    /// The real values in files of the run that git tracks.
    pub fn tracked(&self) -> impl Iterator<Item = &Problem> {
        let is_tracked = |it: &&Problem| it.is_error() && it.code.as_str() == "scan.tracked";
        self.warnings.iter().filter(is_tracked)
    }

    /// Everything as problems: findings as errors, the rest as warnings. Skipped
    /// secrets are not problems.
    pub fn problems(&self) -> Vec<Problem> {
        let findings = self.in_order().into_iter().map(Finding::problem);
        let matches = self.token_matches_in_order().into_iter();
        let unread = self.unread_in_order().into_iter().map(NotRead::problem);
        let all = findings.chain(matches.map(TokenMatch::problem));
        let all = all.chain(unread).chain(self.warnings.iter().cloned());
        all.collect()
    }
}

fn tidy<T: PartialEq>(items: &mut Vec<T>, order: fn(&T, &T) -> Ordering) {
    items.sort_by(order);
    items.dedup();
}

fn sorted<T>(items: &[T], order: fn(&T, &T) -> Ordering) -> Vec<&T> {
    let mut items: Vec<&T> = items.iter().collect();
    items.sort_by(|one, other| order(one, other));
    items
}

impl Finding {
    fn order(&self, other: &Self) -> Ordering {
        let rank = |it: &Self| (it.encoding, it.surface);
        let place = self.location.rank().cmp(&other.location.rank());
        place
            .then_with(|| self.key.cmp(&other.key))
            .then_with(|| rank(self).cmp(&rank(other)))
    }

    pub fn problem(&self) -> Problem {
        let (encoding, surface) = (self.encoding.name(), self.surface.name());
        let part = if self.partial {
            "the beginning of its value"
        } else {
            "its value"
        };
        let hint = if self.surface == Surface::History {
            "replace the key: every clone keeps the commit"
        } else {
            "remove it, and replace the key if others could read it"
        };
        let what = message!("{} ({}), {}", part, encoding, surface);
        let what = self.location.with_object(self.surface, what);
        let problem = Problem::error("scan.leak", what).about(&self.key);
        self.location.mark(problem).hint(Message::from(hint))
    }
}

impl TokenMatch {
    fn order(&self, other: &Self) -> Ordering {
        let rank = |it: &Self| (it.surface, it.form);
        let place = self.location.rank().cmp(&other.location.rank());
        place.then_with(|| rank(self).cmp(&rank(other)))
    }

    pub fn problem(&self) -> Problem {
        let what = message!(
            "looks like a `{}` token that is not in the schema, {}",
            self.form,
            self.surface.name()
        );
        let what = self.location.with_object(self.surface, what);
        let problem = Problem::warning("scan.looks-like", what);
        let hint = message!("declare the key, or allow the file in `[[allow]]`");
        self.location.mark(problem).hint(hint)
    }
}

impl NotRead {
    fn order(&self, other: &Self) -> Ordering {
        (&self.path, &self.why).cmp(&(&other.path, &other.why))
    }

    pub fn problem(&self) -> Problem {
        let what = message!("not read: {}", self.why);
        let place = Place::file(&ShownPath::foreign(&self.path));
        Problem::warning("scan.not-read", what).at(place)
    }
}

impl Skipped {
    pub fn problem(&self) -> Problem {
        Problem::warning("scan.skipped", self.why.words_of_search())
            .about(&self.key)
            .hint(message!("give it a longer value of random characters"))
    }
}

impl Location {
    /// The order of reports: files first, then what is only in git.
    fn rank(&self) -> impl Ord + use<'_> {
        let place = (self.path.is_none(), &self.path, &self.member);
        let position = (self.line, self.column, self.offset);
        (self.object.is_some(), place, position, &self.object)
    }

    /// The file, and the member of a container as `path!member`.
    pub fn whole_path(&self) -> Option<Vec<u8>> {
        let mut whole = self.path.clone()?;
        if let Some(member) = &self.member {
            whole.push(b'!');
            whole.extend_from_slice(member);
        }
        Some(whole)
    }

    /// The file, with line and column if there are any.
    pub fn place(&self) -> Option<Place> {
        let path = ShownPath::foreign(&self.whole_path()?);
        let number = |number: Option<u64>| usize::try_from(number?).ok();
        Some(match (number(self.line), number(self.column)) {
            (Some(line), column) => Place::at(&path, line, column.unwrap_or(1)),
            (None, _) => Place::file(&path),
        })
    }

    fn mark(&self, problem: Problem) -> Problem {
        match self.place() {
            Some(place) => problem.at(place),
            None => problem,
        }
    }

    /// Adds which object of the history it is, and the first commit that
    /// contains it.
    fn with_object(&self, surface: Surface, what: Message) -> Message {
        let Some(object) = self.object.as_ref().filter(|_| surface == Surface::History) else {
            return what;
        };
        let what = message!("{}: {} {}", what, object.kind.name(), object.short_id());
        let Some(commit) = object.commits.first() else {
            return message!("{}, in no commit", what);
        };
        let what = if commit.id == object.id {
            what
        } else {
            message!("{}, commit {}", what, commit.short_id())
        };
        let date = ShownPath::foreign(commit.date.as_bytes());
        let author = ShownPath::foreign(&commit.author);
        message!("{} of {} by {}, {}", what, date, author, commit.fate())
    }
}

impl ObjectPlace {
    pub fn short_id(&self) -> ShownPath {
        short(&self.id)
    }
}

impl CommitNote {
    pub fn short_id(&self) -> ShownPath {
        short(&self.id)
    }

    /// `pushed` or `not pushed`.
    pub const fn fate(&self) -> &'static str {
        if self.pushed { "pushed" } else { "not pushed" }
    }
}

fn short(id: &str) -> ShownPath {
    ShownPath::foreign(&id.as_bytes()[..id.len().min(SHORT)])
}
