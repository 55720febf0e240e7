//! Zip archives (PKWARE's APPNOTE.TXT 6.3.10), read from their local headers
//! on, so that a stream will do: docx, xlsx, jar, whl and apk files.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::DeflateDecoder;
use ruzstd::decoding::StreamingDecoder;

use super::{CHUNK, MAX_ZSTD_WINDOW};
use crate::scan::searcher::Unreadable;

/// The mark of a local header.
const LOCAL: [u8; 4] = *b"PK\x03\x04";
/// Marks of what follows the members.
const CENTRAL: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";
const EXTRA_DATA: [u8; 4] = *b"PK\x06\x08";
/// The mark that a descriptor may begin with.
const DESCRIPTOR: [u8; 4] = *b"PK\x07\x08";

/// A size that stands in the extra field (zip64).
const ELSEWHERE: u32 = u32::MAX;

/// Calls `each` with every member and its name.
///
/// # Errors
///
/// Where the archive is damaged or cut off (`None`), something of it is
/// encrypted or compressed in an unknown way, or what `each` says.
pub(super) fn members(
    from: &mut dyn Read,
    mut each: impl FnMut(&[u8], &mut dyn Read) -> Result<(), Option<Unreadable>>,
) -> Result<(), Option<Unreadable>> {
    let mut from = BufReader::with_capacity(CHUNK, from);
    let mut unread = Ok(());
    loop {
        let mut mark = [0; 4];
        from.read_exact(&mut mark).map_err(|_| None)?;
        match mark {
            LOCAL => {}
            CENTRAL | END | EXTRA_DATA => return unread,
            _ => return Err(None),
        }
        let header = Header::read(&mut from).map_err(|_| None)?;
        match member(&header, &mut from, &mut each) {
            Err(Some(why @ (Unreadable::Encrypted | Unreadable::UnknownMethod))) => {
                unread = Err(Some(why));
                header.skip(&mut from)?;
            }
            other => other?,
        }
    }
}

/// Reads one member.
fn member(
    header: &Header,
    from: &mut BufReader<&mut dyn Read>,
    each: &mut impl FnMut(&[u8], &mut dyn Read) -> Result<(), Option<Unreadable>>,
) -> Result<(), Option<Unreadable>> {
    if header.flags & 1 == 1 {
        return Err(Some(Unreadable::Encrypted));
    }
    match header.method {
        0 if header.is_streamed() && header.packed == 0 => {
            return Err(Some(Unreadable::UnknownMethod));
        }
        0 => {
            let mut content = from.take(header.packed);
            each(&header.name, &mut content)?;
            drained(&mut content)?;
            if content.limit() > 0 {
                return Err(None);
            }
        }
        8 => {
            // It ends by itself, and takes no byte more than its own.
            let mut content = DeflateDecoder::new(&mut *from);
            each(&header.name, &mut content)?;
            drained(&mut content)?;
            if !header.is_streamed() && content.total_in() != header.packed {
                return Err(None);
            }
        }
        93 if header.packed > 0 => {
            let mut content = from.take(header.packed);
            let window = MAX_ZSTD_WINDOW;
            let decoder = StreamingDecoder::new_with_max_window_size(&mut content, window);
            each(&header.name, &mut decoder.map_err(|_| None)?)?;
            drained(&mut content)?;
        }
        _ => return Err(Some(Unreadable::UnknownMethod)),
    }
    if header.is_streamed() {
        descriptor(from).map_err(|_| None)?;
    }
    Ok(())
}

fn drained(content: &mut dyn Read) -> Result<(), Option<Unreadable>> {
    let copied = io::copy(content, &mut io::sink());
    copied.map(|_| ()).map_err(|_| None)
}

/// Reads what follows a member whose sizes were not known before it: with or
/// without a mark, with sizes of four bytes or of eight.
fn descriptor(from: &mut BufReader<&mut dyn Read>) -> io::Result<()> {
    let mut fields = [0; 12];
    from.read_exact(&mut fields)?;
    if fields.starts_with(&DESCRIPTOR) {
        from.read_exact(&mut [0; 4])?;
    }
    let is_next = |bytes: &[u8]| {
        [LOCAL, CENTRAL, END, EXTRA_DATA]
            .iter()
            .any(|mark| bytes.starts_with(mark))
    };
    if !is_next(from.fill_buf()?) {
        from.read_exact(&mut [0; 8])?;
    }
    Ok(())
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

    /// Passes by a member that cannot be read.
    fn skip(&self, from: &mut BufReader<&mut dyn Read>) -> Result<(), Option<Unreadable>> {
        if self.is_streamed() {
            // Where it ends is not told before it.
            return Err(Some(Unreadable::Damaged));
        }
        drained(&mut from.take(self.packed))
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
