//! The way from an object back to the commit that it came with.

use std::collections::{HashMap, HashSet};

use super::command::ended;
use super::{Git, NoAnswer, ObjectId, Range, Stream};

/// The first commit that holds an object, and where in its tree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Introduction {
    /// How many commits came before.
    pub order: usize,
    /// The commit; none for what only the index or a tag leads to.
    pub commit: Option<ObjectId>,
    /// The path in it.
    pub path: Vec<u8>,
}

/// What git says of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its id.
    pub id: ObjectId,
    /// Name and address of its author.
    pub author: Vec<u8>,
    /// When it was written, as ISO 8601 has it.
    pub date: String,
}

/// How git lists objects, each after the first commit that holds it. What it
/// reads from its input is not touched by a `--not` that follows.
const OBJECTS: [&str; 8] = [
    "rev-list",
    "--objects",
    "--in-commit-order",
    "--topo-order",
    "--reverse",
    "--missing=allow-any",
    "--ignore-missing",
    "--stdin",
];

impl Git<'_> {
    /// The ids of every object, sorted, reachable or not.
    ///
    /// # Errors
    ///
    /// [`NoAnswer`] when git is not there.
    pub fn ids(&self) -> Result<Stream, NoAnswer> {
        let words = [
            "cat-file",
            "--batch-all-objects",
            "--batch-check=%(objectname)",
        ];
        self.stream(words)
    }

    /// The ids of every commit, reachable or not.
    ///
    /// # Errors
    ///
    /// [`NoAnswer`] when git fails.
    pub fn commits(&self) -> Result<Vec<ObjectId>, NoAnswer> {
        let mut ids = Vec::new();
        let words = [
            "cat-file",
            "--batch-all-objects",
            "--unordered",
            "--batch-check=%(objecttype) %(objectname)",
        ];
        self.stream(words)?.each(b'\n', |line| {
            let id = line.strip_prefix(b"commit ");
            ids.extend(id.and_then(ObjectId::parse));
        })?;
        Ok(ids)
    }

    /// The objects that a range brings, each with the first commit that holds
    /// it, from the oldest on.
    ///
    /// # Errors
    ///
    /// [`NoAnswer`] when git fails.
    pub fn objects_of(
        &self,
        range: &Range,
        mut take: impl FnMut(ObjectId, &Introduction),
    ) -> Result<(), NoAnswer> {
        if range.is_empty() {
            return Ok(());
        }
        let words = OBJECTS
            .into_iter()
            .chain(range.words.iter().map(String::as_str));
        let mut now = Introduction::default();
        self.ask_about(words, ended(&range.ids, b'\n'))?
            .each(b'\n', |line| {
                let (id, path) = match line.iter().position(|byte| *byte == b' ') {
                    Some(at) => (line.get(..at), line.get(at + 1..)),
                    None => (Some(line), None),
                };
                let Some(id) = id.and_then(ObjectId::parse) else {
                    return;
                };
                now.path.clear();
                match path {
                    // A commit is told without a path, the folder at its top with an empty one.
                    None => {
                        now.order += 1;
                        now.commit = Some(id);
                    }
                    Some(path) => now.path.extend_from_slice(path),
                }
                take(id, &now);
            })
    }

    /// Where each of these objects came in, of those that the range has.
    ///
    /// # Errors
    ///
    /// [`NoAnswer`] when git fails.
    pub fn introductions(
        &self,
        range: &Range,
        wanted: &HashSet<ObjectId>,
    ) -> Result<HashMap<ObjectId, Introduction>, NoAnswer> {
        let mut found = HashMap::new();
        self.objects_of(range, |id, introduction| {
            if wanted.contains(&id) {
                found.entry(id).or_insert_with(|| introduction.clone());
            }
        })?;
        Ok(found)
    }

    /// Authors and dates.
    ///
    /// # Errors
    ///
    /// [`NoAnswer`] when git fails.
    pub fn notes_of(&self, commits: &HashSet<ObjectId>) -> Result<Vec<Commit>, NoAnswer> {
        let mut notes = Vec::new();
        if commits.is_empty() {
            return Ok(notes);
        }
        let words = [
            "log",
            "--no-walk=unsorted",
            "--no-patch",
            "--no-notes",
            "--no-decorate",
            "--no-color",
            "--no-mailmap",
            "--encoding=UTF-8",
            "--format=tformat:%H%n%an <%ae>%n%aI",
            "--stdin",
        ];
        let ids: Vec<String> = commits.iter().map(ToString::to_string).collect();
        let ids = ended(&ids, b'\n');
        let (mut id, mut author) = (None, None);
        self.ask_about(words, ids)?.each(b'\n', |line| {
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
