//! Writing the files of a project: whole or not at all.
//!
//! A file is written as a draft beside it, `.NAME.secrun-RANDOM`, which then gets the
//! file's name. The draft is locked as long as its writer lives, so that the next writer
//! of the same file can remove what a killed one left behind.

use std::fs::{self, DirEntry, File, Metadata, OpenOptions, Permissions};
use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, Gid, Uid, fchown, fgetxattr, flistxattr, flock, fremovexattr, fsetxattr};
use rustix::fs::{FlockOperation, RenameFlags, XattrFlags};
use rustix::io::Errno;

use crate::core::access;
use crate::core::message::{Cause, ShownPath};
use crate::core::open::{self, Opened};

/// The files that a write may meet at its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// Nothing; a file there is an error.
    New,
    /// Nothing, and the new file is for its owner alone.
    NewPrivate,
    /// Nothing, or a file, which is replaced. A link is an error, because its
    /// target may be anywhere.
    Replaceable,
    /// As [`Self::Replaceable`], and a new file is for its owner alone.
    ReplaceablePrivate,
}

impl Target {
    /// Whether a file may be there already.
    const fn replaces(self) -> bool {
        matches!(self, Self::Replaceable | Self::ReplaceablePrivate)
    }
}

/// A file that cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not writable")]
pub struct WriteError {
    pub path: ShownPath,
    pub cause: Cause,
}

impl WriteError {
    /// What the system said of a file.
    pub fn new(path: &Path, error: &io::Error) -> Self {
        Self {
            path: ShownPath::typed(path),
            cause: error.into(),
        }
    }
}

impl From<WriteError> for io::Error {
    fn from(error: WriteError) -> Self {
        error.cause.kind().into()
    }
}

/// Writes a file under another name beside it, then gives it its own. The new file has
/// the owner, the mode, the access list and the other attributes of the old one, as far
/// as this user may set them.
///
/// # Errors
///
/// Errors of the system; [`io::ErrorKind::AlreadyExists`] where something is
/// there that must not be replaced, [`io::ErrorKind::TooManyLinks`] where the file has
/// other names that would keep the old text.
pub(crate) fn write(path: &Path, text: &[u8], target: Target) -> Result<(), WriteError> {
    replace(path, text, target).map_err(|error| WriteError::new(path, &error))
}

fn replace(path: &Path, text: &[u8], target: Target) -> io::Result<()> {
    sweep(path);
    let old = match fs::symlink_metadata(path) {
        Ok(there) if !target.replaces() || !there.is_file() => {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        Ok(there) if there.nlink() > 1 => return Err(io::ErrorKind::TooManyLinks.into()),
        Ok(there) => Some(there),
        Err(_) => None,
    };
    let mode = match target {
        // Without write permission for the group whatever the umask is: these files decide
        // who gets secrets.
        Target::New | Target::Replaceable if old.is_none() => 0o644,
        _ => 0o600,
    };
    let (draft, mut file) = new_draft(path, mode)?;
    let placed = file
        .write_all(text)
        .and_then(|()| old.map_or(Ok(()), |old| keep(path, &old, &file)))
        .and_then(|()| file.sync_all())
        .and_then(|()| {
            if target.replaces() {
                fs::rename(&draft, path)
            } else {
                place(&draft, path)
            }
        });
    if placed.is_err() {
        // Nothing is left behind; where that fails too, the first error says more.
        let _ = fs::remove_file(&draft);
    }
    placed?;
    // Some file systems cannot sync a folder; the file itself is on the disk.
    let _ = File::open(folder_of(path)).and_then(|folder| folder.sync_all());
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    let folder = path.parent();
    let named = folder.filter(|folder| !folder.as_os_str().is_empty());
    named.unwrap_or(Path::new("."))
}

/// How the names of a file's drafts begin.
fn draft_start(path: &Path) -> Vec<u8> {
    // A path without a name, such as `..`, is a folder, which no draft can replace.
    let name = path.file_name().unwrap_or_default();
    [b".", name.as_bytes(), b".secrun-"].concat()
}

/// Makes a draft that nobody else can remove, and locks it.
fn new_draft(path: &Path, mode: u32) -> io::Result<(PathBuf, File)> {
    loop {
        // The keys of a `RandomState` are random.
        let random = format!("{:016x}", RandomState::new().hash_one(0));
        let mut name = std::ffi::OsString::from(std::ffi::OsStr::from_bytes(&draft_start(path)));
        name.push(random);
        let draft = path.with_file_name(name);
        let mut options = OpenOptions::new();
        let options = options.write(true).create_new(true).mode(mode);
        let file = match options.open(&draft) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
            file => file?,
        };
        // Some file systems have no locks. There no draft is removed either.
        let locked = flock(&file, FlockOperation::NonBlockingLockExclusive);
        // Another writer may have taken the draft for one that was left behind.
        if locked != Err(Errno::WOULDBLOCK) && file.metadata()?.nlink() > 0 {
            return Ok((draft, file));
        }
    }
}

/// Removes the drafts of this user whose writers are gone. Best effort: the writing itself
/// says what is wrong with the folder.
fn sweep(path: &Path) {
    let start = draft_start(path);
    let is_draft = |entry: &DirEntry| {
        let name = entry.file_name();
        let random = name.as_bytes().strip_prefix(start.as_slice());
        random.is_some_and(|it| it.len() == 16 && it.iter().all(u8::is_ascii_hexdigit))
    };
    let entries = fs::read_dir(folder_of(path))
        .into_iter()
        .flatten()
        .flatten();
    for entry in entries.filter(is_draft) {
        let draft = entry.path();
        if let Ok(Opened::File(file, facts)) = open::open_listed(&draft)
            && facts.uid() == access::user()
            && flock(&file, FlockOperation::NonBlockingLockExclusive).is_ok()
        {
            let _ = fs::remove_file(draft);
        }
    }
}

/// Gives the new file what the old one has besides its text.
fn keep(path: &Path, old: &Metadata, new: &File) -> io::Result<()> {
    let facts = new.metadata()?;
    let mut mode = old.permissions().mode() & 0o7777;
    if (facts.uid(), facts.gid()) != (old.uid(), old.gid()) {
        let group = Some(Gid::from_raw(old.gid()));
        let given = fchown(new, Some(Uid::from_raw(old.uid())), group);
        // Only root gives files away. A group that the user is in can be kept.
        if given.is_err() && fchown(new, None, group).is_err() {
            // Rights for one group are not for another, and nobody runs it as another.
            mode &= 0o1707 | (mode & 7) << 3;
        } else if given.is_err() {
            mode &= 0o3777;
        }
    }
    if let Ok(Opened::File(old, _)) = open::open(path) {
        keep_attributes(&old, new);
    }
    new.set_permissions(Permissions::from_mode(mode))
}

/// Copies extended attributes, of which the access list is one. What this user may not
/// set, such as a label of `SELinux`, is left as the folder gives it.
fn keep_attributes(old: &File, new: &File) {
    const ACCESS_LIST: &[u8] = b"system.posix_acl_access";
    /// The kernel's own limits of a list of names and of a value.
    const MOST: usize = 65536;
    let mut names = vec![0; MOST];
    let size = flistxattr(old, &mut names[..]).unwrap_or(0);
    let mut names: Vec<&[u8]> = names[..size].split(|byte| *byte == 0).collect();
    names.retain(|name| !name.is_empty());
    if !names.contains(&ACCESS_LIST) {
        // The folder may give one to every new file.
        let _ = fremovexattr(new, ACCESS_LIST);
    }
    let mut value = vec![0; if names.is_empty() { 0 } else { MOST }];
    for name in names {
        if let Ok(size) = fgetxattr(old, name, &mut value[..]) {
            let _ = fsetxattr(new, name, &value[..size], XattrFlags::empty());
        }
    }
}

/// Gives the draft a name that nothing has yet.
fn place(draft: &Path, path: &Path) -> io::Result<()> {
    // Some file systems know neither of these ways, and say so in several words.
    let unknown =
        |error: Errno| [Errno::INVAL, Errno::NOSYS, Errno::OPNOTSUPP, Errno::PERM].contains(&error);
    match rustix::fs::renameat_with(CWD, draft, CWD, path, RenameFlags::NOREPLACE) {
        Err(error) if unknown(error) => {}
        placed => return Ok(placed?),
    }
    match rustix::fs::link(draft, path) {
        Err(error) if unknown(error) => {}
        linked => {
            return linked
                .map_err(io::Error::from)
                .and_then(|()| fs::remove_file(draft));
        }
    }
    if fs::symlink_metadata(path).is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    fs::rename(draft, path)
}
/// Who may read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Privacy {
    /// Only its owner can read it, or it does not exist.
    Given,
    /// Only its owner can read it from now on.
    Made,
    /// Others can read it, too: it is a link, whose target may belong to someone else.
    OfAnother,
}

/// Removes the permissions of everyone except the owner. A link stays unchanged.
pub(crate) fn make_private(path: &Path) -> io::Result<Privacy> {
    let private = |mode: u32| mode.trailing_zeros() >= 6;
    let Ok(there) = fs::metadata(path) else {
        return Ok(Privacy::Given);
    };
    if !there.is_file() || private(there.permissions().mode()) {
        return Ok(Privacy::Given);
    }
    if fs::symlink_metadata(path)?.is_symlink() {
        return Ok(Privacy::OfAnother);
    }
    fs::set_permissions(path, Permissions::from_mode(0o600))?;
    Ok(Privacy::Made)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    fn drafts(folder: &Path) -> usize {
        let entries = fs::read_dir(folder).unwrap().flatten();
        let is_draft = |entry: &DirEntry| entry.file_name().as_bytes().starts_with(b".f.secrun-");
        entries.filter(is_draft).count()
    }

    #[test]
    fn a_draft_that_was_left_behind_is_removed_and_one_in_use_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("f");
        let (left, file) = new_draft(&path, 0o600).unwrap();
        drop(file);
        let (_, used) = new_draft(&path, 0o600).unwrap();
        fs::write(folder.path().join(".f.secrun-notes"), "mine").unwrap();
        write(&path, b"text", Target::New).unwrap();
        assert!(!left.exists());
        assert_eq!(drafts(folder.path()), 2);
        drop(used);
        write(&path, b"text", Target::Replaceable).unwrap();
        assert_eq!(drafts(folder.path()), 1);
    }

    /// As in containers, where every secrun has the same process id.
    #[test]
    fn of_writers_at_the_same_time_none_loses_its_draft() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("f");
        let failed = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        if write(&path, &[b'x'; 5000], Target::Replaceable).is_err() {
                            failed.store(true, Ordering::Relaxed);
                        }
                    }
                });
            }
        });
        assert!(!failed.into_inner());
        assert_eq!(fs::read(&path).unwrap(), [b'x'; 5000]);
        assert_eq!(drafts(folder.path()), 0);
    }

    #[test]
    fn a_new_file_replaces_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("f");
        let draft = folder.path().join("draft");
        for text in ["one", "two"] {
            fs::write(&draft, text).unwrap();
            let placed = place(&draft, &path);
            assert_eq!(placed.is_ok(), text == "one");
            assert_eq!(fs::read(&path).unwrap(), b"one");
        }
        let error = write(&path, b"two", Target::New).unwrap_err();
        assert_eq!(error.cause.kind(), io::ErrorKind::AlreadyExists);
    }

    #[test]
    fn a_file_with_a_second_name_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("f");
        fs::write(&path, "old").unwrap();
        fs::hard_link(&path, folder.path().join("g")).unwrap();
        let error = write(&path, b"new", Target::Replaceable).unwrap_err();
        assert_eq!(error.cause.kind(), io::ErrorKind::TooManyLinks);
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(drafts(folder.path()), 0);
    }

    #[test]
    fn a_replaced_file_keeps_mode_attributes_and_owner() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("f");
        fs::write(&path, "old").unwrap();
        let is_root = access::user() == 0;
        if is_root {
            std::os::unix::fs::chown(&path, Some(65534), Some(65533)).unwrap();
        }
        let mode = Permissions::from_mode(0o2764);
        fs::set_permissions(&path, mode).unwrap();
        let file = File::open(&path).unwrap();
        // `user::rw-, user:65532:r--, group::r--, mask::rw-, other::r--` (acl(5), linux/posix_acl_xattr.h).
        let list: Vec<u8> = [
            (1_u16, 6_u16, u32::MAX),
            (2, 4, 65532),
            (4, 4, u32::MAX),
            (16, 6, u32::MAX),
            (32, 4, u32::MAX),
        ]
        .iter()
        .flat_map(|(tag, may, id)| {
            [
                &tag.to_le_bytes()[..],
                &may.to_le_bytes(),
                &id.to_le_bytes(),
            ]
            .concat()
        })
        .collect();
        let list = [&2_u32.to_le_bytes()[..], &list].concat();
        let mut given = Vec::new();
        for (name, value) in [
            ("user.origin", &b"here"[..]),
            ("system.posix_acl_access", &list),
        ] {
            // Not every file system has them.
            if fsetxattr(&file, name, value, XattrFlags::empty()).is_ok() {
                given.push((name, value));
            }
        }
        let before = fs::metadata(&path).unwrap();
        write(&path, b"new", Target::Replaceable).unwrap();
        let after = fs::metadata(&path).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        let facts = |it: &Metadata| (it.uid(), it.gid(), it.mode());
        assert_eq!(facts(&after), facts(&before));
        let new = File::open(&path).unwrap();
        for (name, value) in given {
            let mut buffer = [0; 128];
            let size = fgetxattr(&new, name, &mut buffer[..]).unwrap();
            assert_eq!(&buffer[..size], value, "{name}");
        }
    }
}
