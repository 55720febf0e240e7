//! What a scan tells, as problems: each with its place, its key and a hint.

use super::finding::{
    CommitNote, Finding, Location, NotRead, ObjectPlace, ScanReport, Surface, TokenMatch,
};
use super::searcher::Skipped;
use crate::core::message::{Message, Place, ShownPath};
use crate::core::report::Problem;

/// How many digits of an object's id are shown to people.
const SHORT: usize = 12;

impl ScanReport {
    /// Puts everything in the order of reports, and drops what was told twice.
    pub fn tidy(&mut self) {
        self.findings
            .sort_by(|one, other| one.rank().cmp(&other.rank()));
        self.findings.dedup();
        self.looks
            .sort_by(|one, other| one.rank().cmp(&other.rank()));
        self.looks.dedup();
        self.not_read
            .sort_by(|one, other| (&one.path, &one.why).cmp(&(&other.path, &other.why)));
        self.not_read.dedup();
    }

    /// The findings in the order of reports: by place, those of the history
    /// last.
    #[must_use]
    pub fn in_order(&self) -> Vec<&Finding> {
        let mut findings: Vec<&Finding> = self.findings.iter().collect();
        findings.sort_by(|one, other| one.rank().cmp(&other.rank()));
        findings
    }

    /// What looks like a token, in the same order.
    #[must_use]
    pub fn looks_in_order(&self) -> Vec<&TokenMatch> {
        let mut looks: Vec<&TokenMatch> = self.looks.iter().collect();
        looks.sort_by(|one, other| one.rank().cmp(&other.rank()));
        looks
    }

    /// What was not read, by path.
    #[must_use]
    pub fn unread_in_order(&self) -> Vec<&NotRead> {
        let mut unread: Vec<&NotRead> = self.not_read.iter().collect();
        unread.sort_by_key(|it| (&it.path, &it.why));
        unread
    }

    /// Everything as problems: findings as errors, the others as warnings.
    /// What was not searched for is none.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let findings = self.in_order().into_iter().map(Finding::problem);
        let looks = self.looks_in_order().into_iter().map(TokenMatch::problem);
        let unread = self.unread_in_order().into_iter().map(NotRead::problem);
        let all = findings.chain(looks).chain(unread);
        all.chain(self.warnings.iter().cloned()).collect()
    }
}

impl Finding {
    /// The order of reports.
    fn rank(&self) -> impl Ord + use<'_> {
        (self.location.rank(), &self.key, self.encoding, self.surface)
    }

    /// The finding as an error.
    #[must_use]
    pub fn problem(&self) -> Problem {
        let what = if self.partial {
            "the beginning of its value ("
        } else {
            "its value ("
        };
        let mut what = message!("{}{}), ", what, self.encoding.name());
        what = message!("{}{}", what, self.surface.name());
        let mut hint = "take it out, and replace the key if others could read it";
        if let (Some(object), Surface::History) = (&self.location.object, self.surface) {
            what = object.describe(&what);
            hint = "replace the key: clones keep what was committed";
        }
        let problem = Problem::error("scan.leak", what).about(&self.key);
        match self.location.place() {
            Some(place) => problem.at(place),
            None => problem,
        }
        .hint(Message::from(hint))
    }
}

impl TokenMatch {
    /// The order of reports.
    fn rank(&self) -> impl Ord + use<'_> {
        (self.location.rank(), self.surface, self.form)
    }

    /// It as a warning.
    #[must_use]
    pub fn problem(&self) -> Problem {
        let mut what = message!(
            "looks like a `{}` token that is not in the schema, {}",
            self.form,
            self.surface.name()
        );
        if let Some(object) = &self.location.object {
            what = object.describe(&what);
        }
        let problem = Problem::warning("scan.looks-like", what).hint(message!(
            "declare the key, or allow the file in `[[allow]]`"
        ));
        match self.location.place() {
            Some(place) => problem.at(place),
            None => problem,
        }
    }
}

impl NotRead {
    /// It as a warning.
    #[must_use]
    pub fn problem(&self) -> Problem {
        let what = message!("not read: {}", self.why);
        let place = Place::file(&ShownPath::of_bytes(&self.path));
        Problem::warning("scan.not-read", what).at(place)
    }
}

impl Skipped {
    /// It as a warning.
    #[must_use]
    pub fn problem(&self) -> Problem {
        Problem::warning("scan.skipped", self.why.words_of_search())
            .about(&self.key)
            .hint(message!("give it a longer value of random characters"))
    }
}

impl Location {
    /// The order of reports: places of files first, then what is in git alone.
    fn rank(&self) -> impl Ord + use<'_> {
        let place = (self.path.is_none(), &self.path, &self.member);
        let position = (self.line, self.column, self.offset);
        (self.object.is_some(), place, position, &self.object)
    }

    /// The file, and the member of a container as `path!member`; redacted
    /// bytes, not made showable.
    #[must_use]
    pub fn whole_path(&self) -> Option<Vec<u8>> {
        let mut whole = self.path.clone()?;
        if let Some(member) = &self.member {
            whole.push(b'!');
            whole.extend_from_slice(member);
        }
        Some(whole)
    }

    /// The file, with line and column where there are any.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        let path = ShownPath::of_bytes(&self.whole_path()?);
        let number = |number: Option<u64>| usize::try_from(number?).ok();
        Some(match (number(self.line), number(self.column)) {
            (Some(line), column) => Place::at(&path, line, column.unwrap_or(1)),
            (None, _) => Place::file(&path),
        })
    }
}

impl ObjectPlace {
    /// The beginning of its id.
    #[must_use]
    pub fn short_id(&self) -> ShownPath {
        short(&self.id)
    }

    /// Adds which object it is, and where it came from.
    fn describe(&self, what: &Message) -> Message {
        let what = message!("{}: {} ", what, self.kind.name());
        let what = message!("{}{}", what, self.short_id());
        match self.commits.first() {
            None => message!("{}, in no commit", what),
            Some(commit) if commit.id == self.id => commit.describe(&what),
            Some(commit) => commit.describe(&message!("{}, commit {}", what, commit.short_id())),
        }
    }
}

impl CommitNote {
    /// The beginning of its id.
    #[must_use]
    pub fn short_id(&self) -> ShownPath {
        short(&self.id)
    }

    /// `pushed` or `not pushed`.
    #[must_use]
    pub const fn fate(&self) -> &'static str {
        if self.pushed { "pushed" } else { "not pushed" }
    }

    /// Adds when and by whom it was made, and whether others have it.
    fn describe(&self, what: &Message) -> Message {
        let what = message!("{} of {}", what, ShownPath::of_bytes(self.date.as_bytes()));
        let what = message!("{} by {}", what, ShownPath::of_bytes(&self.author));
        message!("{}, {}", what, self.fate())
    }
}

fn short(id: &str) -> ShownPath {
    let id = id.as_bytes();
    ShownPath::of_bytes(id.get(..SHORT).unwrap_or(id))
}
