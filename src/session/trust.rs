//! Whose files a project is made of: who may have written them, and who may change or
//! read them.

use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use crate::core::access::{self, Access};
use crate::core::message::{Place, ShownPath};
use crate::core::report::Problem;
use crate::env::layers::EnvText;

/// Why the schema at `path`, which nobody named, is not used: it decides what runs with
/// the user's secrets. `level` is how many folders above the working directory it is.
pub(super) fn refusal(path: &Path, access: Access, level: usize) -> Option<Problem> {
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
    let what = if !owned {
        message!("not used: neither you nor root nor the owner of the working directory owns it")
    } else if level > 0 && access.everyone_writes() {
        message!("not used: everyone can change it")
    } else if level > 0 && folder.is_some_and(|folder| is_shared(&folder)) {
        message!("not used: everyone can put files into its folder")
    } else {
        return None;
    };
    let shown = ShownPath::typed(path);
    let problem = Problem::error("untrusted", message!("{} ({})", what, access.words()));
    let hint = message!("pass `--schema {}` if you trust it", shown);
    Some(problem.at(Place::file(&shown)).hint(hint))
}

/// Who is told of files that others can reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    /// A user who runs a program: only what anyone may abuse.
    Run,
    /// A user who checks the project.
    Check,
}

/// Who else can change the schema and the env files, or read the env files.
pub(super) fn open_to_others(
    schema: (&ShownPath, Access),
    texts: &[EnvText],
    audience: Audience,
) -> Vec<Problem> {
    let (shown, access) = schema;
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
    let of_group = || {
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
    let of_schema = writable(shown, access).or_else(of_group);
    let of_texts = texts
        .iter()
        .filter_map(|text| writable(&text.path, text.access).or_else(|| readable(text)));
    of_schema.into_iter().chain(of_texts).collect()
}
