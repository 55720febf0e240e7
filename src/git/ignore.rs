//! The entry for `.env` in `.gitignore`.

use std::io;
use std::path::Path;

use crate::core::read;
use crate::core::write::{self, Target};
use crate::env::host::HostEnv;
use crate::git::command::Git;

/// Adds `.env` to the folder's `.gitignore` if git would add the file: in a
/// repository, or next to a `.gitignore`. Returns whether it did.
pub(crate) fn add_env(env: &HostEnv, root: &Path) -> io::Result<bool> {
    let folder = if root.as_os_str().is_empty() {
        Path::new(".")
    } else {
        root
    };
    let folder = folder.canonicalize()?;
    let path = root.join(".gitignore");
    // git would wait for a FIFO of this name, so the file is read before git is asked.
    let text = match read::whole(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        text => Some(text?),
    };
    let there = text.is_some();
    if !there && !folder.ancestors().any(|above| above.join(".git").exists()) {
        return Ok(false);
    }
    let mut text = text.unwrap_or_default();
    if Git::new(env, root).has_rule_for(".env") || names_env(&text) {
        return Ok(false);
    }
    if text.last().is_some_and(|last| *last != b'\n') {
        text.push(b'\n');
    }
    text.extend_from_slice(b".env\n");
    let existing = if there {
        Target::Replaceable
    } else {
        Target::New
    };
    write::write(&path, &text, existing)?;
    Ok(true)
}

/// Whether the last of the plainest rules for `.env` ignores it: a guess for a
/// folder that git knows nothing about.
fn names_env(rules: &[u8]) -> bool {
    const PLAINEST: [&[u8]; 4] = [b".env", b"/.env", b".env*", b"!.env"];
    let mut rules = rules.rsplit(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let last = rules.find(|rule| PLAINEST.contains(rule));
    last.is_some_and(|rule| !rule.starts_with(b"!"))
}
