//! What is in the index, and what of the work tree git does not see.

use std::collections::{BTreeSet, HashSet};
use std::ffi::OsStr;
use std::path::Path;

use super::command::ended;
use super::{Git, NoAnswer, ObjectId};

/// A file that is staged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// From the work tree's folder.
    pub path: Vec<u8>,
    /// Its content; none for a submodule.
    pub content: Option<ObjectId>,
}

/// A list of paths that `git ls-files` makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// What the index has.
    Tracked,
    /// What the index has, and what no rule ignores.
    Visible,
    /// What the index has although a rule ignores it.
    TrackedAndIgnored,
    /// What is ignored; of a folder of which all is, the folder with a slash.
    Ignored,
}

impl Listed {
    const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Tracked => &["ls-files", "-z", "--cached"],
            Self::Visible => &[
                "ls-files",
                "-z",
                "--cached",
                "--others",
                "--exclude-standard",
            ],
            Self::TrackedAndIgnored => &[
                "ls-files",
                "-z",
                "--cached",
                "--ignored",
                "--exclude-standard",
            ],
            Self::Ignored => &[
                "ls-files",
                "-z",
                "--others",
                "--ignored",
                "--exclude-standard",
                "--directory",
            ],
        }
    }
}

impl Git<'_> {
    /// Starts a list of paths of a folder (all, where that is empty), each with a
    /// NUL after it.
    ///
    /// # Errors
    ///
    /// [`NoAnswer`] when git is not there.
    pub fn list(&self, what: Listed, within: &Path) -> Result<super::Stream, NoAnswer> {
        let words = ["--literal-pathspecs"].iter().chain(what.words());
        let words = words.map(OsStr::new);
        let within = Some(within.as_os_str()).filter(|within| !within.is_empty());
        let within = within
            .into_iter()
            .flat_map(|within| [OsStr::new("--"), within]);
        self.stream(words.chain(within))
    }

    /// Which of these paths a rule ignores; none where git does not answer.
    #[must_use]
    pub fn ignored(&self, paths: impl IntoIterator<Item = Vec<u8>>) -> HashSet<Vec<u8>> {
        let mut ignored = HashSet::new();
        let asked: Vec<Vec<u8>> = paths.into_iter().collect();
        if asked.is_empty() {
            return ignored;
        }
        let words = ["check-ignore", "-z", "--stdin"];
        if let Ok(told) = self.ask_about(words, ended(&asked, 0)) {
            // It ends with 1 when none is ignored.
            let _ = told.each(0, |path| {
                ignored.insert(path.to_vec());
            });
        }
        ignored
    }

    /// Whether a rule that is committed with the others ignores a file of git's
    /// folder, tracked or not: what a `.gitignore` says counts, and what is
    /// said for this user or this clone alone does not.
    #[must_use]
    pub fn has_rule_for(&self, name: &str) -> bool {
        let words = ["check-ignore", "-v", "-z", "--no-index", "--stdin"];
        // Source, line, rule and path (git-check-ignore(1)).
        let mut told: Vec<Vec<u8>> = Vec::new();
        if let Ok(answer) = self.ask_about(words, ended(&[name], 0)) {
            // It ends with 1 when none is ignored.
            let _ = answer.each(0, |part| told.push(part.to_vec()));
        }
        matches!(told.as_slice(), [source, _, rule, _]
            if source.ends_with(b".gitignore") && !rule.starts_with(b"!"))
    }

    /// What the next commit changes or adds, without what it removes: the
    /// index against `HEAD`, or all of it before the first commit.
    ///
    /// # Errors
    ///
    /// [`NoAnswer`] when git fails.
    pub fn staged(&self) -> Result<BTreeSet<Entry>, NoAnswer> {
        const WORDS: [&str; 7] = [
            "diff-index",
            "--cached",
            "--raw",
            "--no-abbrev",
            "--no-renames",
            "-z",
            "HEAD",
        ];
        let mut entries = BTreeSet::new();
        let (mut change, mut unmerged) = (None, false);
        let told = self.stream(WORDS)?.each(0, |record| match change.take() {
            None => change = Some(Change::parse(record)),
            Some(Some(Change::Unmerged)) => unmerged = true,
            Some(Some(Change::To(content))) => {
                entries.insert(Entry {
                    path: record.to_vec(),
                    content,
                });
            }
            Some(None | Some(Change::Removal)) => {}
        });
        if told.is_err() {
            // `HEAD` leads nowhere yet, or git has another trouble, and will have it again.
            return self.indexed(&["ls-files", "-z", "--stage"]);
        }
        if unmerged {
            entries.extend(self.indexed(&["ls-files", "-z", "--unmerged"])?);
        }
        Ok(entries)
    }

    /// Entries as the index has them.
    fn indexed(&self, words: &[&str]) -> Result<BTreeSet<Entry>, NoAnswer> {
        let mut entries = BTreeSet::new();
        self.stream(words)?.each(0, |record| {
            let mut parts = record.splitn(2, |byte| *byte == b'\t');
            let (facts, path) = (parts.next().unwrap_or_default(), parts.next());
            let mut facts = facts.split(|byte| *byte == b' ');
            let (mode, id) = (facts.next().unwrap_or_default(), facts.next());
            if let Some(path) = path {
                entries.insert(Entry {
                    path: path.to_vec(),
                    content: content(mode, id.unwrap_or_default()),
                });
            }
        })?;
        Ok(entries)
    }
}

/// What `diff-index --raw` says of a path.
#[derive(Debug, PartialEq, Eq)]
enum Change {
    To(Option<ObjectId>),
    Removal,
    Unmerged,
}

impl Change {
    /// `:<mode> <mode> <id> <id> <status>`.
    fn parse(record: &[u8]) -> Option<Self> {
        let words = record.strip_prefix(b":")?.split(|byte| *byte == b' ');
        let words: Vec<&[u8]> = words.collect();
        let [_, mode, _, id, status] = words.as_slice() else {
            return None;
        };
        Some(match status.first()? {
            b'D' => Self::Removal,
            b'U' => Self::Unmerged,
            _ => Self::To(content(mode, id)),
        })
    }
}

/// A submodule's id is that of a commit of another repository.
fn content(mode: &[u8], id: &[u8]) -> Option<ObjectId> {
    let id = ObjectId::parse(id).filter(|id| !id.is_null());
    id.filter(|_| mode != b"160000")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_read() {
        let (none, some) = ("0".repeat(40), "a1".repeat(20));
        let id = ObjectId::parse(some.as_bytes());
        let case = |text: String| Change::parse(text.as_bytes());
        assert_eq!(
            case(format!(":000000 100644 {none} {some} A")),
            Some(Change::To(id))
        );
        assert_eq!(
            case(format!(":100644 120000 {some} {some} T")),
            Some(Change::To(id))
        );
        assert_eq!(
            case(format!(":000000 160000 {none} {some} A")),
            Some(Change::To(None))
        );
        assert_eq!(
            case(format!(":100644 000000 {some} {none} D")),
            Some(Change::Removal)
        );
        assert_eq!(
            case(format!(":000000 000000 {none} {none} U")),
            Some(Change::Unmerged)
        );
        assert_eq!(case("README".to_owned()), None);
    }
}
