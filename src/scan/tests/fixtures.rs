//! Containers as other programs write them.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(super) fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A tar archive of one file; a long name comes first, as GNU tar has it.
pub(super) fn tar(name: &str, content: &[u8]) -> Vec<u8> {
    let entry = |name: &[u8], kind: u8, content: &[u8]| {
        let mut head = vec![0; 512];
        head[..name.len()].copy_from_slice(name);
        head[124..135].copy_from_slice(format!("{:011o}", content.len()).as_bytes());
        head[148..156].fill(b' ');
        head[156] = kind;
        head[257..265].copy_from_slice(b"ustar  \0");
        let sum: u32 = head.iter().map(|byte| u32::from(*byte)).sum();
        head[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        head.extend(content);
        head.resize(head.len().next_multiple_of(512), 0);
        head
    };
    let mut out = Vec::new();
    if name.len() > 100 {
        out.extend(entry(
            b"././@LongLink",
            b'L',
            format!("{name}\0").as_bytes(),
        ));
    }
    out.extend(entry(
        &name.as_bytes()[..name.len().min(100)],
        b'0',
        content,
    ));
    out.extend([0; 1024]);
    out
}

/// How a member of a zip archive is written.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Way {
    Stored,
    Deflated,
    /// With its sizes behind it.
    Streamed,
    /// So, too, and not compressed.
    StreamedStored,
    Encrypted,
    StreamedEncrypted,
    Unknown,
}

pub(super) fn zip(members: &[(&str, &[u8], Way)]) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, content, way) in members {
        let packed = match way {
            Way::Stored | Way::StreamedStored => content.to_vec(),
            _ => deflated(content),
        };
        let (method, flags) = match way {
            Way::Stored => (0_u16, 0_u16),
            Way::Deflated => (8, 0),
            Way::Streamed => (8, 8),
            Way::StreamedStored => (0, 8),
            Way::Encrypted => (8, 1),
            Way::StreamedEncrypted => (8, 9),
            Way::Unknown => (12, 0),
        };
        let size = u32::try_from(packed.len()).unwrap();
        let told = if flags & 8 == 8 { 0 } else { size };
        out.extend(b"PK\x03\x04\x14\0");
        out.extend(flags.to_le_bytes());
        out.extend(method.to_le_bytes());
        out.extend([0; 8]);
        out.extend(told.to_le_bytes());
        out.extend([0; 4]);
        out.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        out.extend([0; 2]);
        out.extend(name.as_bytes());
        out.extend(packed);
        if flags & 8 == 8 {
            out.extend(b"PK\x07\x08\0\0\0\0");
            out.extend(size.to_le_bytes());
            out.extend([0; 4]);
        }
    }
    out.extend(b"PK\x05\x06");
    out.extend([0; 18]);
    out
}

/// A zstd frame of one block that is not compressed.
pub(super) fn zstd(bytes: &[u8]) -> Vec<u8> {
    let size = u32::try_from(bytes.len()).unwrap();
    let mut out = vec![0x28, 0xb5, 0x2f, 0xfd, 0b1010_0000];
    out.extend(size.to_le_bytes());
    out.extend(&((size << 3) | 1).to_le_bytes()[..3]);
    out.extend(bytes);
    out
}
