//! The names of branches, tags and other refs, and how git cleans up a message.

use std::collections::HashSet;

use crate::git::command::{Git, NoAnswer};
use crate::git::id::ObjectId;

/// The part of a commit's message that git removes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cleanup {
    /// Comment lines, and everything below the scissors line.
    Strip,
    /// Everything below the scissors line.
    Scissors,
    Keep,
}

impl Git<'_> {
    /// The full name of every ref.
    pub(crate) fn refs(&self) -> Result<Vec<Vec<u8>>, NoAnswer> {
        let mut names = Vec::new();
        let words = ["for-each-ref", "--format=%(refname)"];
        self.stream(words)?
            .each(b'\n', |name| names.push(name.to_vec()))?;
        // A branch without a commit is not a ref yet.
        let head = self.line(&["symbolic-ref", "-q", "HEAD"]);
        names.extend(head.filter(|head| !names.contains(head)));
        Ok(names)
    }

    /// The objects that `HEAD` and the refs name, there or not.
    pub(crate) fn ref_targets(&self) -> Result<HashSet<ObjectId>, NoAnswer> {
        let head = self.line(&["rev-parse", "-q", "--verify", "HEAD"]);
        let mut ids: HashSet<_> = head
            .and_then(|id| ObjectId::parse(&id))
            .into_iter()
            .collect();
        let words = ["for-each-ref", "--format=%(objectname)"];
        self.stream(words)?
            .each(b'\n', |id| ids.extend(ObjectId::parse(id)))?;
        Ok(ids)
    }

    /// The beginning of a comment line of a message, and the part that is removed.
    /// `edited` is whether the user sees the message in an editor.
    pub(crate) fn message_rules(&self, edited: bool) -> (Vec<u8>, Cleanup) {
        let config = |name: &str| self.line(&["config", "--get", name]);
        let mark = config("core.commentString").or_else(|| config("core.commentChar"));
        let mark = mark.filter(|mark| mark != b"auto");
        let cleanup = match config("commit.cleanup").as_deref() {
            Some(b"verbatim" | b"whitespace") => Cleanup::Keep,
            Some(b"scissors") if edited => Cleanup::Scissors,
            Some(b"strip") => Cleanup::Strip,
            _ if edited => Cleanup::Strip,
            _ => Cleanup::Keep,
        };
        (mark.unwrap_or_else(|| b"#".to_vec()), cleanup)
    }
}
