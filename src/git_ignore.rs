//! The entry for `.env` in `.gitignore`.

use std::fs;
use std::io;
use std::path::Path;

use ignore::gitignore::GitignoreBuilder;

use crate::place_file::{self, Existing};

/// Adds `.env` to the folder's `.gitignore` where git would take the file:
/// in a repository, or where there is a `.gitignore` already. Says whether it
/// did.
///
/// # Errors
///
/// What the system says.
pub fn add_env(root: &Path) -> io::Result<bool> {
    let folder = if root.as_os_str().is_empty() {
        Path::new(".")
    } else {
        root
    };
    let folder = folder.canonicalize()?;
    let repository = folder.ancestors().find(|above| above.join(".git").exists());
    let path = root.join(".gitignore");
    let there = path.is_file();
    if repository.is_none() && !there {
        return Ok(false);
    }
    let top = repository.unwrap_or(&folder);
    let mut builder = GitignoreBuilder::new(top);
    let folders: Vec<&Path> = folder
        .ancestors()
        .take_while(|above| above.starts_with(top))
        .collect();
    for above in folders.into_iter().rev() {
        // A file that cannot be read ignores nothing.
        let _ = builder.add(above.join(".gitignore"));
    }
    let ignored = builder.build().is_ok_and(|rules| {
        rules
            .matched_path_or_any_parents(folder.join(".env"), false)
            .is_ignore()
    });
    if ignored {
        return Ok(false);
    }
    let mut text = if there { fs::read(&path)? } else { Vec::new() };
    if text.last().is_some_and(|last| *last != b'\n') {
        text.push(b'\n');
    }
    text.extend_from_slice(b".env\n");
    let existing = if there {
        Existing::File
    } else {
        Existing::None
    };
    place_file::write(&path, &text, existing)?;
    Ok(true)
}
