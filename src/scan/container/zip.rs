//! Zip archives (PKWARE's APPNOTE.TXT 6.3.10), read from their local headers
//! on, so that a stream will do: docx, xlsx, jar, whl and apk files.

use std::io::{self, BufReader, Read};

use flate2::bufread::DeflateDecoder;

use super::endless::Endless;
use super::parts::Parts;
use super::{CHUNK, Content, Each};
use crate::scan::searcher::Unreadable;

/// The mark of a local header.
const LOCAL: u32 = u32::from_be_bytes(*b"PK\x03\x04");
/// Marks of what follows the members.
const CENTRAL: u32 = u32::from_be_bytes(*b"PK\x01\x02");
const END: u32 = u32::from_be_bytes(*b"PK\x05\x06");
const EXTRA_DATA: u32 = u32::from_be_bytes(*b"PK\x06\x08");

/// What Android's signatures end with, which stand before the central directory.
const SIGNATURES: u128 = u128::from_be_bytes(*b"APK Sig Block 42");

/// The longest descriptor: what stands behind a member that tells its size
/// there.
const MAX_DESCRIPTOR: u64 = 24;

/// A size that stands in the extra field (zip64).
const ELSEWHERE: u32 = u32::MAX;

/// Calls `each` with every member and its name. The headers before the members
/// are what is followed: the directory at the end lists no others, and may have
/// lost some.
///
/// # Errors
///
/// Where the archive is damaged or cut off, or what `each` says.
pub(super) fn members(from: &mut dyn Read, each: &mut Each<'_>) -> Result<(), Unreadable> {
    let mut from = BufReader::with_capacity(CHUNK, from);
    // Before the first member there may be a program that unpacks them.
    let (mut gap, mut is_whole) = (u64::MAX, true);
    loop {
        let next = Mark::next(&mut from).ok().flatten();
        let next = next.ok_or(Unreadable::Damaged)?;
        is_whole &= next.is_clean || next.gap <= gap;
        if next.kind != LOCAL {
            break;
        }
        let header = Header::read(&mut from).map_err(|_| Unreadable::Damaged)?;
        is_whole &= member(&header, &mut from, each)?;
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

/// Whether a script goes over into an archive, as Python's zipapp, PEX and
/// shiv write it.
pub(super) fn is_program(head: &[u8]) -> bool {
    memchr::memmem::find(head, b"\nPK\x03\x04").is_some()
}

/// Reads one member; says whether it is all there.
fn member(
    header: &Header,
    from: &mut BufReader<&mut dyn Read>,
    each: &mut Each<'_>,
) -> Result<bool, Unreadable> {
    let name = &header.name;
    let size = header.size();
    let mut body = from.take(size.unwrap_or(u64::MAX));
    match (header.flags & 1, header.method) {
        (0, 0) => {
            let Some(size) = size else {
                let mut content = Endless::new(&mut body);
                each(name, Content::Plain(&mut content))?;
                return Ok(is_drained(&mut content) && content.is_over());
            };
            let mut content = (&mut body).take(size);
            each(name, Content::Plain(&mut content))?;
        }
        (0, 8) => {
            // It ends by itself, and takes no byte more than its own.
            let mut content = DeflateDecoder::new(&mut body);
            each(name, Content::Packed(&mut content))?;
            let read = is_drained(&mut content);
            let ends_well = size.is_none() || body.limit() == 0;
            if size.is_some() {
                is_drained(&mut body);
            }
            // Where it is damaged, that is told of the member.
            return Ok(ends_well || !read);
        }
        (0, 93) if size.is_some() => each(name, Content::Packed(&mut Parts::new(&mut body)))?,
        (0, _) => each(name, Content::Unread(Unreadable::UnknownMethod))?,
        _ => each(name, Content::Unread(Unreadable::Encrypted))?,
    }
    if size.is_none() {
        let mut rest = Endless::new(&mut body);
        return Ok(is_drained(&mut rest) && rest.is_over());
    }
    Ok(is_drained(&mut body) && body.limit() == 0)
}

/// Passes the rest by; whether it could be read.
fn is_drained(content: &mut dyn Read) -> bool {
    io::copy(content, &mut io::sink()).is_ok()
}

/// The mark that comes next.
struct Mark {
    kind: u32,
    /// How many bytes were passed by.
    gap: u64,
    /// Whether these were padding, or Android's signatures.
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

/// A local header.
struct Header {
    flags: u16,
    method: u16,
    /// How many bytes the member takes.
    packed: u64,
    name: Vec<u8>,
}

impl Header {
    /// Reads what follows the mark.
    fn read(from: &mut impl Read) -> io::Result<Self> {
        let mut fields = [0; 26];
        from.read_exact(&mut fields)?;
        let short = |at: usize| {
            let bytes = fields.get(at..).and_then(|rest| rest.first_chunk());
            bytes.map_or(0, |bytes| u16::from_le_bytes(*bytes))
        };
        let long = |at: usize| {
            let bytes = fields.get(at..).and_then(|rest| rest.first_chunk());
            bytes.map_or(0, |bytes| u32::from_le_bytes(*bytes))
        };
        let mut name = vec![0; usize::from(short(22))];
        from.read_exact(&mut name)?;
        let mut extra = vec![0; usize::from(short(24))];
        from.read_exact(&mut extra)?;
        let packed = match long(14) {
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

    /// Whether the sizes stand behind the member.
    fn is_streamed(&self) -> bool {
        self.flags & 8 == 8
    }

    /// How many bytes the member takes, where that is told before it.
    fn size(&self) -> Option<u64> {
        // A folder has no content, but Java compresses it.
        let is_folder = self.method == 0 && self.name.ends_with(b"/");
        let is_told = self.packed > 0 || !self.is_streamed() || is_folder;
        is_told.then_some(self.packed)
    }
}

/// The packed size in the field of zip64: behind the other size.
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
