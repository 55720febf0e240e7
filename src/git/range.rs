//! Sets of commits: a range, what is about to be pushed, what is new.

use std::collections::HashSet;

use crate::git::command::{Git, NoAnswer};
use crate::git::id::ObjectId;

/// Where `git rev-list` begins and stops. The words are secrun's own; what a user
/// typed is resolved to ids first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Range {
    pub(super) words: Vec<String>,
    pub(super) ids: Vec<String>,
}

impl Range {
    /// Everything reachable from a ref, a reflog or a work tree's `HEAD`.
    pub(crate) fn reachable() -> Self {
        Self {
            words: ["--all", "--reflog"].map(str::to_owned).to_vec(),
            ids: Vec::new(),
        }
    }

    /// Everything reachable from the index.
    pub(crate) fn indexed() -> Self {
        Self {
            words: vec!["--indexed-objects".to_owned()],
            ids: Vec::new(),
        }
    }

    /// Everything reachable from these commits.
    pub(crate) fn of(commits: &[ObjectId]) -> Self {
        Self {
            words: Vec::new(),
            ids: commits.iter().map(ToString::to_string).collect(),
        }
    }

    /// `A..B`, `A...B` or `B`. An empty side is `HEAD`.
    ///
    /// # Errors
    ///
    /// [`NoAnswer`] when a side names no commit.
    pub(crate) fn parse(git: &Git<'_>, text: &str) -> Result<Self, NoAnswer> {
        let side = |name: &str| git.commit(if name.is_empty() { "HEAD" } else { name });
        let ids = if let Some((from, to)) = text.split_once("...") {
            vec![format!("{}...{}", side(from)?, side(to)?)]
        } else if let Some((from, to)) = text.split_once("..") {
            vec![side(to)?.to_string(), format!("^{}", side(from)?)]
        } else {
            vec![side(text)?.to_string()]
        };
        Ok(Self {
            words: Vec::new(),
            ids,
        })
    }

    /// Everything reachable, except from this commit or from commits older than
    /// this date.
    ///
    /// # Errors
    ///
    /// [`NoAnswer`] when it is neither a commit nor a date.
    pub(crate) fn since(git: &Git<'_>, text: &str) -> Result<Self, NoAnswer> {
        let mut range = Self::reachable();
        if let Ok(id) = git.commit(text) {
            range.ids.push(format!("^{id}"));
            return Ok(range);
        }
        // git takes any word for a date: one that it does not know means now.
        let known = ["yesterday", "last", "noon", "midnight"];
        let is_date = text.starts_with(|first: char| first.is_ascii_digit())
            || known.iter().any(|word| text.starts_with(word));
        if !is_date {
            return Err(NoAnswer);
        }
        let since = format!("--since={text}");
        let words = ["rev-list", "--all", "--reflog", "--boundary", &since];
        let mut new = false;
        git.stream(words)?.of_history().each(b'\n', |line| {
            let id = line.strip_prefix(b"-");
            new |= id.is_none();
            let id = id.map(|id| format!("^{}", String::from_utf8_lossy(id)));
            range.ids.extend(id);
        })?;
        if new { Ok(range) } else { Ok(Self::default()) }
    }

    /// Everything reachable from these commits, except from a branch of the
    /// remote, or of any remote.
    pub(crate) fn new_to(commits: &[ObjectId], remote: Option<&str>) -> Self {
        let remotes = match remote {
            Some(remote) => format!("--remotes={remote}"),
            None => "--remotes".to_owned(),
        };
        Self {
            words: vec!["--not".to_owned(), remotes],
            ..Self::of(commits)
        }
    }

    /// Without words and ids it has no object; a range with some may have none, too.
    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty() && self.ids.is_empty()
    }
}

/// The objects that a push will send, by the lines that git gives a `pre-push`
/// hook, without those that the remote already has; and the names of the new
/// refs.
///
/// # Errors
///
/// [`NoAnswer`] for a line in another form.
pub(crate) fn pushed(
    git: &Git<'_>,
    lines: &[u8],
    remote: Option<&str>,
) -> Result<(Range, Vec<Vec<u8>>), NoAnswer> {
    let (mut tips, mut names, mut known) = (Vec::new(), Vec::new(), Vec::new());
    let lines = lines.split(|byte| *byte == b'\n');
    for line in lines.filter(|line| !line.is_empty()) {
        let words: Vec<&[u8]> = line.split(|byte| *byte == b' ').collect();
        let [_, local, name, theirs] = words.as_slice() else {
            return Err(NoAnswer);
        };
        let local = ObjectId::parse(local).ok_or(NoAnswer)?;
        let theirs = ObjectId::parse(theirs).ok_or(NoAnswer)?;
        if local.is_null() {
            continue;
        }
        tips.push(local);
        names.push(name.to_vec());
        if !theirs.is_null() && git.commit(&theirs.to_string()).is_ok() {
            known.push(format!("^{theirs}"));
        }
    }
    if tips.is_empty() {
        return Ok((Range::default(), names));
    }
    let mut range = Range::new_to(&tips, remote);
    range.ids.extend(known);
    Ok((range, names))
}

impl Git<'_> {
    /// The commit that a name stands for.
    pub(crate) fn commit(&self, name: &str) -> Result<ObjectId, NoAnswer> {
        if name.is_empty() || name.starts_with('-') || name.contains(char::is_whitespace) {
            return Err(NoAnswer);
        }
        let name = format!("{name}^{{commit}}");
        let id = self.line(&["rev-parse", "-q", "--verify", &name]);
        id.and_then(|id| ObjectId::parse(&id)).ok_or(NoAnswer)
    }

    /// The commits among these that a remote-tracking branch leads to.
    pub(crate) fn on_remotes(
        &self,
        commits: &HashSet<ObjectId>,
    ) -> Result<HashSet<ObjectId>, NoAnswer> {
        let mut found = HashSet::new();
        if commits.is_empty() {
            return Ok(found);
        }
        self.stream(["rev-list", "--remotes"])?
            .of_history()
            .each(b'\n', |line| {
                let id = ObjectId::parse(line);
                found.extend(id.filter(|id| commits.contains(id)));
            })?;
        Ok(found)
    }
}
