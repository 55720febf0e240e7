//! Who may read and change a file, by its owner and its mode.

use std::fs::{self, File, Metadata};
use std::os::unix::fs::MetadataExt as _;

use crate::core::message::Message;
use crate::core::name::Label;

/// The owner and the mode of a file that was opened.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Access {
    pub owner: u32,
    pub mode: u32,
    /// Whether the file system keeps modes, or makes them up.
    pub has_modes: bool,
}

impl Access {
    /// A FIFO or a device counts as its owner's alone: who can reach it is not in its mode.
    pub(crate) fn of(file: &File, metadata: &Metadata) -> Self {
        let mode = metadata.mode() & 0o7777;
        Self {
            owner: metadata.uid(),
            mode,
            has_modes: metadata.is_file() && (mode & 0o026 == 0 || has_modes(file)),
        }
    }

    pub(crate) const fn everyone_writes(self) -> bool {
        self.has_modes && self.mode & 0o002 != 0
    }

    pub(crate) const fn group_writes(self) -> bool {
        self.has_modes && self.mode & 0o020 != 0
    }

    /// Whether anyone but the owner can read, change or run it.
    pub(crate) const fn others_reach(self) -> bool {
        self.has_modes && self.mode & 0o077 != 0
    }

    pub(crate) const fn everyone_reads(self) -> bool {
        self.has_modes && self.mode & 0o004 != 0
    }

    /// The owner and the mode, as in `owner 1000 (alice), mode 0644`.
    pub(crate) fn words(self) -> Message {
        let Self { owner, mode, .. } = self;
        let digit = |at: u32| mode >> at & 7;
        let mode = message!("{}{}{}{}", digit(9), digit(6), digit(3), digit(0));
        match name(owner) {
            Some(name) => message!("owner {} ({}), mode {}", owner, name, mode),
            None => message!("owner {}, mode {}", owner, mode),
        }
    }
}

/// The user who can change every file anyway.
pub(crate) const ROOT: u32 = 0;

/// The user that this process acts as.
pub(crate) fn user() -> u32 {
    rustix::process::geteuid().as_raw()
}

/// Whether the file system keeps modes. Those of Windows and of mounted shares show the
/// same one for every file.
#[cfg(target_os = "linux")]
fn has_modes(file: &File) -> bool {
    // MSDOS, exFAT, NTFS (two drivers), FUSE (ntfs-3g, sshfs, shared folders), SMB (three
    // versions), 9p (WSL, virtual machines), WSL 1, VirtualBox, VMware: statfs(2), and the
    // drivers' sources.
    const MADE_UP: [u32; 12] = [
        0x4d44,
        0x2011_bab0,
        0x5346_544e,
        0x7366_746e,
        0x6573_5546,
        0x517b,
        0xff53_4d42,
        0xfe53_4d42,
        0x0102_1997,
        0x5346_4846,
        0x786f_4256,
        0xbacb_acbc,
    ];
    let kind = rustix::fs::fstatfs(file).map(|facts| facts.f_type);
    // The numbers have 32 bits, in a field whose width and sign depend on the machine.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "32 bits"
    )]
    kind.is_ok_and(|kind| !MADE_UP.contains(&(kind as u32)))
}

#[cfg(not(target_os = "linux"))]
fn has_modes(_: &File) -> bool {
    true
}

/// The name of a user, where `/etc/passwd` has it.
fn name(user: u32) -> Option<Label> {
    let users = fs::read_to_string("/etc/passwd").ok()?;
    users.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        let id = fields.nth(1)?;
        (id.parse() == Ok(user)).then(|| Label::new(name).ok())?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owner_and_mode_are_named() {
        let access = |owner, mode| Access {
            owner,
            mode,
            has_modes: true,
        };
        let root = access(0, 0o1777);
        assert_eq!(root.words().as_str(), "owner 0 (root), mode 1777");
        let nobody_has_it = access(u32::MAX - 7, 0o644);
        assert_eq!(
            nobody_has_it.words().as_str(),
            "owner 4294967288, mode 0644"
        );
        assert!(root.everyone_writes() && root.everyone_reads() && root.group_writes());
        assert!(!nobody_has_it.everyone_writes() && !nobody_has_it.group_writes());
    }
}
