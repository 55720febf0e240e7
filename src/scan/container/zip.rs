//! Zip archives (PKWARE's APPNOTE.TXT 6.3.10), read by their local headers, so
//! that a stream is enough: docx, xlsx, jar, whl and apk files.

use std::io::{self, BufReader, Read};

use flate2::bufread::DeflateDecoder;

use crate::scan::container::endless::Endless;
use crate::scan::container::member::{CHUNK, Content, Visit};
use crate::scan::container::parts::Parts;
use crate::scan::hit::Unreadable;

/// How an archive and each of its members begin: the mark of a local header.
pub(super) const MARK: &[u8] = b"PK\x03\x04";
const LOCAL: u32 = u32::from_be_bytes(*b"PK\x03\x04");
/// Marks of what follows the members.
const CENTRAL: u32 = u32::from_be_bytes(*b"PK\x01\x02");
const END: u32 = u32::from_be_bytes(*b"PK\x05\x06");
const EXTRA_DATA: u32 = u32::from_be_bytes(*b"PK\x06\x08");

/// The end of Android's signatures, which precede the central directory.
const SIGNATURES: u128 = u128::from_be_bytes(*b"APK Sig Block 42");

/// The longest descriptor, which follows a member that has its size there.
const MAX_DESCRIPTOR: u64 = 24;

/// Stands for a size in the extra field (zip64).
const ELSEWHERE: u32 = u32::MAX;

/// Visits every member. Follows the headers before the members: the directory
/// at the end lists no others, and may have lost some.
///
/// # Errors
///
/// If the archive is damaged or truncated, or the visitor's error.
pub(crate) fn members(from: &mut dyn Read, visit: &mut Visit<'_>) -> Result<(), Unreadable> {
    let mut from = BufReader::with_capacity(CHUNK, from);
    // A program that unpacks the members may precede the first one.
    let (mut gap, mut is_whole) = (u64::MAX, true);
    loop {
        let next = Mark::next(&mut from).ok().flatten();
        let next = next.ok_or(Unreadable::Damaged)?;
        is_whole &= next.is_clean || next.gap <= gap;
        if next.kind != LOCAL {
            break;
        }
        let header = Header::read(&mut from).map_err(|_| Unreadable::Damaged)?;
        is_whole &= member(&header, &mut from, visit)?;
        gap = if header.is_streamed() {
            MAX_DESCRIPTOR
        } else {
            0
        };
    }
    if is_whole {
        Ok(())
    } else {
        Err(Unreadable::Damaged)
    }
}

/// Whether an archive follows a script, as in files of Python's zipapp, PEX and
/// shiv.
pub(super) fn is_program(head: &[u8]) -> bool {
    memchr::memmem::find(head, b"\nPK\x03\x04").is_some()
}

/// Visits one member, and says whether it is complete.
fn member(
    header: &Header,
    from: &mut BufReader<&mut dyn Read>,
    visit: &mut Visit<'_>,
) -> Result<bool, Unreadable> {
    let name = &header.name;
    let size = header.size();
    let mut body = from.take(size.unwrap_or(u64::MAX));
    match (header.flags & 1, header.method) {
        (0, 0) => {
            let Some(size) = size else {
                let mut content = Endless::new(&mut body);
                visit(name, Content::Plain(&mut content))?;
                return Ok(is_drained(&mut content) && content.is_over());
            };
            let mut content = (&mut body).take(size);
            visit(name, Content::Plain(&mut content))?;
        }
        (0, 8) => {
            // The decoder reads no byte past the member's end.
            let mut content = DeflateDecoder::new(&mut body);
            visit(name, Content::Packed(&mut content))?;
            let read = is_drained(&mut content);
            let ends_well = size.is_none() || body.limit() == 0;
            if size.is_some() {
                is_drained(&mut body);
            }
            // Damage inside the member is reported there.
            return Ok(ends_well || !read);
        }
        (0, 93) if size.is_some() => visit(name, Content::Packed(&mut Parts::new(&mut body)))?,
        (0, _) => visit(name, Content::Unread(Unreadable::UnknownMethod))?,
        _ => visit(name, Content::Unread(Unreadable::Encrypted))?,
    }
    if size.is_none() {
        let mut rest = Endless::new(&mut body);
        return Ok(is_drained(&mut rest) && rest.is_over());
    }
    Ok(is_drained(&mut body) && body.limit() == 0)
}

/// Skips the rest, and says whether it could be read.
fn is_drained(content: &mut dyn Read) -> bool {
    io::copy(content, &mut io::sink()).is_ok()
}

struct Mark {
    kind: u32,
    /// How many bytes precede it.
    gap: u64,
    /// Whether those are padding, or Android's signatures.
    is_clean: bool,
}

impl Mark {
    fn next(from: &mut BufReader<&mut dyn Read>) -> io::Result<Option<Self>> {
        let (mut mark, mut before, mut length, mut is_clean) = (0_u32, 0_u128, 0_u64, true);
        for byte in from.bytes() {
            let [out, ..] = mark.to_be_bytes();
            before = before << 8 | u128::from(out);
            is_clean &= length < 4 || out == 0;
            mark = mark << 8 | u32::from(byte?);
            length += 1;
            if length >= 4 && matches!(mark, LOCAL | CENTRAL | END | EXTRA_DATA) {
                return Ok(Some(Self {
                    kind: mark,
                    gap: length - 4,
                    is_clean: is_clean || before == SIGNATURES,
                }));
            }
        }
        Ok(None)
    }
}

struct Header {
    flags: u16,
    method: u16,
    /// How many bytes the member takes.
    packed: u64,
    name: Vec<u8>,
}

impl Header {
    /// Reads the rest of a header, after its mark.
    fn read(from: &mut impl Read) -> io::Result<Self> {
        let mut fields = [0; 26];
        from.read_exact(&mut fields)?;
        let short = |at: usize| u16::from_le_bytes([fields[at], fields[at + 1]]);
        let long = u32::from_le_bytes([fields[14], fields[15], fields[16], fields[17]]);
        let mut name = vec![0; usize::from(short(22))];
        from.read_exact(&mut name)?;
        let mut extra = vec![0; usize::from(short(24))];
        from.read_exact(&mut extra)?;
        let packed = match long {
            ELSEWHERE => packed_size(&extra).unwrap_or(u64::from(ELSEWHERE)),
            size => u64::from(size),
        };
        Ok(Self {
            flags: short(2),
            method: short(4),
            packed,
            name,
        })
    }

    /// Whether the sizes follow the member.
    fn is_streamed(&self) -> bool {
        self.flags & 8 == 8
    }

    /// How many bytes the member takes, if the header says so.
    fn size(&self) -> Option<u64> {
        // A folder has no content, but Java compresses it.
        let is_folder = self.method == 0 && self.name.ends_with(b"/");
        let is_known = self.packed > 0 || !self.is_streamed() || is_folder;
        is_known.then_some(self.packed)
    }
}

/// The packed size in the zip64 field, where it follows the other size.
fn packed_size(extra: &[u8]) -> Option<u64> {
    let mut rest = extra;
    loop {
        let (kind, after) = rest.split_first_chunk()?;
        let (length, after) = after.split_first_chunk()?;
        let (field, after) = after.split_at_checked(usize::from(u16::from_le_bytes(*length)))?;
        if u16::from_le_bytes(*kind) == 1 {
            return field
                .get(8..)?
                .first_chunk()
                .copied()
                .map(u64::from_le_bytes);
        }
        rest = after;
    }
}
