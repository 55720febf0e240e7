//! `extends`: which file a schema is read over.

use memchr::memmem;

use crate::core::lines::Lines;
use crate::core::message::{Place, ShownPath};
use crate::schema::fields::tables::top;
use crate::schema::prescan::prescan;
use crate::schema::problems::Problems;
use crate::schema::source::Source;
use crate::schema::tree::{self, Table, start};

/// The file that a schema extends.
#[derive(Debug)]
pub struct Extends {
    /// As written: relative to the folder of the file that says it.
    pub path: String,
    pub place: Place,
}

/// What a file extends, if it says so in a way that [`parse_all`](super::parse_all) accepts.
pub fn extends(path: &ShownPath, text: &[u8]) -> Option<Extends> {
    // A run reads most schemas only once: without the word there is nothing to look for.
    memmem::find(text, top::EXTENDS.name.as_bytes())?;
    let text = Source::schema(path, text).decode().ok()?;
    if prescan(text).too_deep.is_some() {
        return None;
    }
    let (root, _) = tree::read(text, 0);
    let (at, parent) = written(&root)?;
    fault(parent).is_none().then(|| Extends {
        path: parent.to_owned(),
        place: Lines::new(text).place(path, at),
    })
}

/// Notes what is wrong with the field. `is_followed` says whether its file was read.
pub(super) fn check(root: &Table<'_>, is_followed: bool, problems: &mut Problems<'_>) {
    let Some((at, path)) = written(root) else {
        return;
    };
    if let Some(what) = fault(path) {
        problems.error(at, "schema.path", what, None);
    } else if !is_followed {
        let what = "`extends` is not followed here";
        let hint = "write the name of the field without escapes";
        problems.error(at, "schema.extends", what, hint);
    }
}

fn written<'n>(root: &'n Table<'_>) -> Option<(usize, &'n str)> {
    let node = root.get(top::EXTENDS.name)?;
    Some((start(node), tree::text(node)?))
}

fn fault(path: &str) -> Option<&'static str> {
    if path.trim().is_empty() {
        Some("the path is empty")
    } else if path.contains(['{', '}']) {
        Some("`extends` has no placeholders")
    } else if path.chars().any(char::is_control) {
        Some("the path contains a control character")
    } else {
        None
    }
}
