//! The entries of the index, and the paths that git ignores in the work tree.

use std::collections::{BTreeSet, HashSet};
use std::ffi::{OsStr, OsString};
use std::io;
use std::os::unix::ffi::OsStringExt as _;
use std::path::{Path, PathBuf};

use memchr::memmem;

use crate::core::open::{self, Opened};
use crate::core::read;
use crate::git::command::{Git, NoAnswer, Output, terminated};
use crate::git::digest::Digest;
use crate::git::id::ObjectId;

/// A file that is staged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct StagedFile {
    /// From the work tree's folder.
    pub path: Vec<u8>,
    /// Its content; `None` for a submodule.
    pub content: Option<ObjectId>,
}

/// A list of paths that `git ls-files` makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Listed {
    /// Every path in the index.
    Tracked,
    /// Every path in the index, and every path that no rule ignores.
    Visible,
    /// Every ignored path. A folder that is ignored whole is one path, with a
    /// slash at its end.
    Ignored,
}

impl Listed {
    const fn arguments(self) -> &'static str {
        match self {
            Self::Tracked => "ls-files -z --cached",
            Self::Visible => "ls-files -z --cached --others --exclude-standard",
            Self::Ignored => "ls-files -z --others --ignored --exclude-standard --directory",
        }
    }
}

impl Git<'_> {
    /// Starts a list of the paths in a folder (of all paths if that is empty),
    /// each with a NUL after it.
    pub(crate) fn list(&self, what: Listed, within: &Path) -> Result<Output, NoAnswer> {
        if what != Listed::Tracked && self.has_endless_rules() {
            return Err(NoAnswer);
        }
        let mut words = vec![OsStr::new("--literal-pathspecs")];
        words.extend(what.arguments().split(' ').map(OsStr::new));
        if !within.as_os_str().is_empty() {
            words.extend([OsStr::new("--"), within.as_os_str()]);
        }
        self.stream(words)
    }

    /// Whether the index has a file, by its path from git's folder.
    pub(crate) fn tracks(&self, path: &Path) -> bool {
        let words = "--literal-pathspecs ls-files --error-unmatch --".split(' ');
        self.answer(words.map(OsStr::new).chain([path.as_os_str()]))
            .is_ok()
    }

    /// Whether git would wait for the rules of its folder: they are in a FIFO.
    fn has_endless_rules(&self) -> bool {
        matches!(
            open::open(&self.folder().join(".gitignore")),
            Ok(Opened::Special)
        )
    }

    /// The paths among these that a rule ignores; none if git fails.
    pub(crate) fn ignored(&self, paths: impl IntoIterator<Item = Vec<u8>>) -> HashSet<Vec<u8>> {
        let mut ignored = HashSet::new();
        let asked: Vec<Vec<u8>> = paths.into_iter().collect();
        if asked.is_empty() || self.has_endless_rules() {
            return ignored;
        }
        let words = ["check-ignore", "-z", "--stdin"];
        if let Ok(output) = self.ask_about(words, terminated(&asked, 0)) {
            // The exit status is 1 when none is ignored.
            let _ = output.each(0, |path| {
                ignored.insert(path.to_vec());
            });
        }
        ignored
    }

    /// Whether a `.gitignore` ignores a file in git's folder, tracked or not.
    /// Rules of this user or of this clone alone do not count, because nobody
    /// else has them.
    pub(crate) fn has_rule_for(&self, name: &str) -> bool {
        let words = ["check-ignore", "-v", "-z", "--no-index", "--stdin"];
        // Source, line, rule and path (git-check-ignore(1)).
        let mut parts: Vec<Vec<u8>> = Vec::new();
        if let Ok(output) = self.ask_about(words, terminated(&[name], 0)) {
            // The exit status is 1 when no rule matches.
            let _ = output.each(0, |part| parts.push(part.to_vec()));
        }
        matches!(parts.as_slice(), [source, _, rule, _]
            if source.ends_with(b".gitignore") && !rule.starts_with(b"!"))
    }

    /// The files that the next commit changes or adds, not those it removes: the index
    /// against `HEAD`, or the whole index before the first commit.
    pub(crate) fn staged(&self) -> Result<BTreeSet<StagedFile>, NoAnswer> {
        const WORDS: &str = "diff-index --cached --raw --no-abbrev --no-renames -z HEAD";
        let mut entries = BTreeSet::new();
        let (mut change, mut unmerged) = (None, false);
        let output = self.stream(WORDS.split(' '))?;
        let end = output.each(0, |record| match change.take() {
            None => change = Some(Change::parse(record)),
            Some(Some(Change::Unmerged)) => unmerged = true,
            Some(Some(Change::To(content))) => {
                entries.insert(StagedFile {
                    path: record.to_vec(),
                    content,
                });
            }
            Some(None | Some(Change::Removal)) => {}
        });
        if end.is_err() {
            // Before the first commit there is no `HEAD`. Any other failure repeats itself.
            return self.indexed(&["ls-files", "-z", "--stage"]);
        }
        if unmerged {
            entries.extend(self.indexed(&["ls-files", "-z", "--unmerged"])?);
        }
        Ok(entries)
    }

    /// The files of the index that are not as git wrote them: git reads what is left of
    /// one that was cut off, and takes the rest for removed.
    pub(crate) fn damaged_indexes(&self) -> Vec<PathBuf> {
        let ask = |words: &[&str]| {
            let path = OsString::from_vec(self.line(words)?);
            Some(self.folder().join(path))
        };
        let mut damaged = Vec::new();
        let Some(path) = ask(&["rev-parse", "--git-path", "index"]) else {
            return damaged;
        };
        let text = read::whole(&path);
        // A split index shares most of its entries with another file.
        if text
            .as_ref()
            .is_ok_and(|text| memmem::find(text, b"link").is_some())
        {
            damaged.extend(ask(&["rev-parse", "--shared-index-path"]));
            damaged.retain(|path| !read::whole(path).is_ok_and(|text| is_whole(&text)));
        }
        let is_good = match &text {
            Ok(text) => is_whole(text),
            Err(error) => error.kind() == io::ErrorKind::NotFound,
        };
        if !is_good {
            damaged.push(path);
        }
        damaged
    }

    /// Files as the index has them.
    fn indexed(&self, words: &[&str]) -> Result<BTreeSet<StagedFile>, NoAnswer> {
        let mut entries = BTreeSet::new();
        self.stream(words)?.each(0, |record| {
            entries.extend(StagedFile::parse(record));
        })?;
        Ok(entries)
    }
}

impl StagedFile {
    /// `<mode> <id> <stage>` and, after a tab, the path.
    fn parse(record: &[u8]) -> Option<Self> {
        let tab = record.iter().position(|byte| *byte == b'\t')?;
        let mut facts = record[..tab].split(|byte| *byte == b' ');
        let (mode, id) = (facts.next()?, facts.next()?);
        Some(Self {
            path: record[tab + 1..].to_vec(),
            content: content(mode, id),
        })
    }
}

/// Whether an index ends with the hash of what is before, or with zeros, as
/// `index.skipHash` has it.
fn is_whole(index: &[u8]) -> bool {
    [20, 32].into_iter().any(|length| {
        let split = index.len().checked_sub(length);
        let Some((content, end)) = split.and_then(|at| index.split_at_checked(at)) else {
            return false;
        };
        let mut digest = Digest::of_length(length);
        digest.update(content);
        end.iter().all(|byte| *byte == 0) || digest.is(end)
    })
}

/// A change of a path, as `diff-index --raw` prints it.
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

/// A submodule's id belongs to a commit of another repository.
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
