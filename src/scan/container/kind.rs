//! Tells containers by how they begin.

use crate::scan::container::parts::{GZIP, ZSTD, is_skippable};
use crate::scan::container::tar;
use crate::scan::container::zip;

/// How much of a beginning tells a container: the mark of a tar archive ends
/// at its byte 262.
pub(crate) const HEAD: usize = 512;

/// How files begin that are packed in a way that is not supported: xz, lz4, 7z
/// and rar. So is bzip2, whose mark contains a block size.
const UNSUPPORTED: [&[u8]; 4] = [
    b"\xfd7zXZ\0",
    b"\x04\x22\x4d\x18",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ContainerKind {
    /// gzip or zstd: one content, in parts.
    Compressed,
    Zip,
    Tar,
    Unsupported,
}

impl ContainerKind {
    /// The kind of container that a text with this beginning is.
    pub(crate) fn of(head: &[u8]) -> Option<Self> {
        let begins = |mark: &[u8]| head.starts_with(mark);
        if begins(GZIP) || begins(ZSTD) || is_skippable(head) {
            Some(Self::Compressed)
        } else if begins(zip::MARK) || begins(b"#!") && zip::is_program(head) {
            Some(Self::Zip)
        } else if is_bzip2(head) || UNSUPPORTED.into_iter().any(begins) {
            Some(Self::Unsupported)
        } else if tar::is_header(head) {
            Some(Self::Tar)
        } else {
            None
        }
    }
}

fn is_bzip2(head: &[u8]) -> bool {
    matches!(head, [b'B', b'Z', b'h', b'1'..=b'9', block @ ..] if block.starts_with(b"1AY&SY"))
}
