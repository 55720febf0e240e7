//! The commit that brought an object.

use std::collections::{HashMap, HashSet};

use crate::git::command::{Git, NoAnswer, Output, terminated};
use crate::git::id::ObjectId;
use crate::git::range::Range;

/// The first commit that holds an object, and where in its tree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Introduction {
    /// How many commits came before.
    pub order: usize,
    /// The commit; `None` for what only the index or a tag leads to.
    pub commit: Option<ObjectId>,
    /// The path in it.
    pub path: Vec<u8>,
}

/// Who wrote a commit, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Commit {
    pub id: ObjectId,
    /// Name and address of its author.
    pub author: Vec<u8>,
    /// When it was written, in ISO 8601.
    pub date: String,
}

/// Lists objects, each after the first commit that holds it. A `--not` that
/// follows does not apply to the ids of the input.
const OBJECTS: &str = "rev-list --objects --in-commit-order --topo-order --reverse \
                       --missing=print --ignore-missing --stdin";

/// Prints only the objects that are missing.
const MISSING: &str = "rev-list --quiet --objects --missing=print --ignore-missing --all --reflog";

const NOTES: &str = "log --no-walk=unsorted --no-patch --no-notes --no-decorate --no-color \
                     --no-mailmap --encoding=UTF-8 --format=tformat:%H%n%an%x20<%ae>%n%aI --stdin";

/// A walk for missing objects.
pub(crate) struct Missing(Output);

impl Missing {
    /// Waits for the end, and passes on what is missing.
    ///
    /// # Errors
    ///
    /// [`NoAnswer`] when a damaged object stopped git.
    pub(crate) fn each(self, mut take: impl FnMut(ObjectId)) -> Result<(), NoAnswer> {
        self.0.each(b'\n', |line| {
            let id = line.strip_prefix(b"?").and_then(ObjectId::parse);
            id.into_iter().for_each(&mut take);
        })
    }
}

impl Git<'_> {
    /// The ids of every object, sorted, reachable or not.
    pub(crate) fn ids(&self) -> Result<Output, NoAnswer> {
        let words = "cat-file --batch-all-objects --batch-check=%(objectname)";
        Ok(self.stream(words.split(' '))?.of_history())
    }

    /// The ids of every commit, reachable or not.
    pub(crate) fn commits(&self) -> Result<Vec<ObjectId>, NoAnswer> {
        let mut ids = Vec::new();
        let words = "cat-file --batch-all-objects --unordered \
                     --batch-check=%(objecttype)%(objectname)";
        let output = self.stream(words.split(' '))?.of_history();
        output.each(b'\n', |line| {
            let id = line.strip_prefix(b"commit");
            ids.extend(id.and_then(ObjectId::parse));
        })?;
        Ok(ids)
    }

    /// Starts a walk over everything that refs and reflogs lead to, for the objects that
    /// the repository does not have.
    pub(crate) fn missing(&self) -> Result<Missing, NoAnswer> {
        Ok(Missing(self.stream(MISSING.split(' '))?.of_history()))
    }

    /// The objects that a range brings, each with the first commit that holds
    /// it, from the oldest on; then those that the repository does not have.
    pub(crate) fn objects_of(
        &self,
        range: &Range,
        mut take: impl FnMut(ObjectId, &Introduction),
    ) -> Result<(), NoAnswer> {
        if range.is_empty() {
            return Ok(());
        }
        let words = OBJECTS
            .split(' ')
            .chain(range.words.iter().map(String::as_str));
        let mut now = Introduction::default();
        self.ask_about(words, terminated(&range.ids, b'\n'))?
            .of_history()
            .each(b'\n', |line| {
                if let Some(id) = line.strip_prefix(b"?").and_then(ObjectId::parse) {
                    return take(id, &Introduction::default());
                }
                let mut parts = line.splitn(2, |byte| *byte == b' ');
                let (id, path) = (parts.next(), parts.next());
                let Some(id) = id.and_then(ObjectId::parse) else {
                    return;
                };
                now.path.clear();
                match path {
                    // A commit has no path, the folder at its top an empty one.
                    None => {
                        now.order += 1;
                        now.commit = Some(id);
                    }
                    Some(path) => now.path.extend_from_slice(path),
                }
                take(id, &now);
            })
    }

    /// Where each of these objects came in, if it is in the range. Of a damaged
    /// repository git lists only a part.
    pub(crate) fn introductions(
        &self,
        range: &Range,
        wanted: &HashSet<ObjectId>,
    ) -> HashMap<ObjectId, Introduction> {
        let mut found = HashMap::new();
        // An object that is not listed is reported without a commit.
        let _ = self.objects_of(range, |id, introduction| {
            if wanted.contains(&id) {
                found.entry(id).or_insert_with(|| introduction.clone());
            }
        });
        found
    }

    /// Authors and dates.
    pub(crate) fn notes_of(&self, commits: &HashSet<ObjectId>) -> Result<Vec<Commit>, NoAnswer> {
        let mut notes = Vec::new();
        if commits.is_empty() {
            return Ok(notes);
        }
        let ids: Vec<String> = commits.iter().map(ToString::to_string).collect();
        let ids = terminated(&ids, b'\n');
        let (mut id, mut author) = (None, None);
        self.ask_about(NOTES.split(' '), ids)?
            .of_history()
            .each(b'\n', |line| {
                if id.is_none() {
                    id = ObjectId::parse(line);
                } else if author.is_none() {
                    author = Some(line.to_vec());
                } else if let (Some(id), Some(author)) = (id.take(), author.take()) {
                    notes.push(Commit {
                        id,
                        author,
                        date: String::from_utf8_lossy(line).into_owned(),
                    });
                }
            })?;
        Ok(notes)
    }
}
