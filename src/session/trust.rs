//! Whose files a project is made of: who may have written them, and who may change or
//! read them.

use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use crate::core::access::{self, Access};
use crate::core::message::{Message, Place, ShownPath};
use crate::core::report::Problem;
use crate::env::layers::EnvText;
use crate::session::schema_files::SchemaFile;

/// Why the schema at `path`, which nobody named, is not used: it decides what runs with
/// the user's secrets. `level` is how many folders above the working directory it is.
pub(super) fn refusal(path: &Path, access: Access, level: usize) -> Option<Problem> {
    let (what, _) = distrust(path, access, level)?;
    let shown = ShownPath::typed(path);
    let hint = message!("pass `--schema {}` if you trust it", shown);
    Some(untrusted(&shown, &what, access).hint(hint))
}

/// Why a file that a schema extends is not used. It is looked for like a schema in a
/// parent folder, whoever named the schema itself.
pub(super) fn refusal_of_parent(path: &Path, shown: &ShownPath, access: Access) -> Option<Problem> {
    let (what, remedy) = distrust(path, access, 1)?;
    Some(untrusted(shown, &what, access).hint(remedy))
}

fn untrusted(shown: &ShownPath, what: &Message, access: Access) -> Problem {
    let what = message!("{} ({})", what, access.words());
    Problem::error("untrusted", what).at(Place::file(shown))
}

/// What is wrong with a file, and what its owner can do about it.
fn distrust(path: &Path, access: Access, level: usize) -> Option<(Message, Message)> {
    let users = [access::user(), access::ROOT];
    // A file that the user or root put into the working directory is meant.
    if level == 0 && users.contains(&access.owner) {
        return None;
    }
    let cwd = fs::metadata(".").ok();
    let is_trusted =
        |owner: u32| users.contains(&owner) || cwd.as_ref().is_some_and(|cwd| cwd.uid() == owner);
    // A container mounts single files of other users, but not into a folder like `/tmp`.
    let is_shared = |folder: &Metadata| folder.mode() & 0o002 != 0 && access.has_modes;
    if level == 0 && !cwd.as_ref().is_some_and(is_shared) {
        return None;
    }
    let link = fs::symlink_metadata(path).ok();
    let owned = is_trusted(access.owner) && link.is_none_or(|link| is_trusted(link.uid()));
    let folder = path.parent().and_then(|folder| fs::metadata(folder).ok());
    let reason = if !owned {
        (
            message!(
                "not used: neither you nor root nor the owner of the working directory owns it"
            ),
            message!("extend a copy that you own"),
        )
    } else if level > 0 && access.everyone_writes() {
        let remedy = message!("run `chmod o-w` on it");
        (message!("not used: everyone can change it"), remedy)
    } else if level > 0 && folder.is_some_and(|folder| is_shared(&folder)) {
        (
            message!("not used: everyone can put files into its folder"),
            message!("run `chmod o-w` on its folder, or move it to another one"),
        )
    } else {
        return None;
    };
    Some(reason)
}

/// Who is told of files that others can reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    /// A user who runs a program: only what anyone may abuse.
    Run,
    /// A user who checks the project.
    Check,
}

/// Who else can change the schema with all that it extends and the env files, or read
/// the env files.
pub(super) fn open_to_others(
    schema: &[SchemaFile],
    texts: &[EnvText],
    audience: Audience,
) -> Vec<Problem> {
    let chmod = |problem: Problem, change: &'static str, path: &ShownPath| {
        let hint = message!("run `chmod {} {}`", change, path);
        problem.at(Place::file(path)).hint(hint)
    };
    let writable = |path: &ShownPath, access: Access| {
        access.everyone_writes().then(|| {
            let what = message!("everyone can change this file ({})", access.words());
            chmod(Problem::warning("writable", what), "o-w", path)
        })
    };
    let of_group = |shown: &ShownPath, access: Access| {
        (audience == Audience::Check && access.group_writes()).then(|| {
            let what = message!("its group can change this file ({})", access.words());
            chmod(Problem::warning("group-writable", what), "g-w", shown)
        })
    };
    let readable = |text: &EnvText| {
        (audience == Audience::Check && text.access.everyone_reads()).then(|| {
            let what = message!("everyone can read this file ({})", text.access.words());
            chmod(Problem::note("readable", what), "600", &text.path)
        })
    };
    let of_schema = schema.iter().filter_map(|file| {
        let (shown, access) = (&file.shown, file.access);
        writable(shown, access).or_else(|| of_group(shown, access))
    });
    let of_texts = texts
        .iter()
        .filter_map(|text| writable(&text.path, text.access).or_else(|| readable(text)));
    of_schema.chain(of_texts).collect()
}
