//! Tar archives (POSIX.1-2024, pax; with GNU's long names).

use std::io::{self, Read};

use super::{Content, Each};
use crate::scan::searcher::Unreadable;

const BLOCK: usize = 512;

/// A longer name, or a larger extended header, is not read.
const MAX_NAME: u64 = 64 * 1024;

/// Stands for a name that is not read. A part of it could be one of a value.
const TOO_LONG: &[u8] = b"(a long name)";

/// Whether an archive may begin so. Old ones have no mark, but a checksum.
pub(super) fn is_header(head: &[u8]) -> bool {
    let is_marked = head.get(257..262) == Some(b"ustar");
    is_marked || head.first_chunk().is_some_and(is_good)
}

/// Calls `each` with every member and its name.
///
/// # Errors
///
/// Where the archive is damaged or cut off, or what `each` says.
pub(super) fn members(from: &mut dyn Read, each: &mut Each<'_>) -> Result<(), Unreadable> {
    let damaged = |_| Unreadable::Damaged;
    let mut next = Extended::default();
    while let Some(header) = header(from).map_err(damaged)? {
        let size = header.size(&next);
        let mut content = (&mut *from).take(size);
        match header.kind {
            b'L' | b'x' if size > MAX_NAME => next.name = Some(TOO_LONG.to_vec()),
            b'L' => next.name = Some(name_of(&text(&mut content).map_err(damaged)?)),
            b'x' => next.read(&text(&mut content).map_err(damaged)?),
            // Global headers and the targets of links stand there as they are.
            b'g' | b'K' => {}
            _ => {
                let name = next.name.take().unwrap_or(header.name);
                each(&name, Content::Plain(&mut content))?;
                next = Extended::default();
            }
        }
        io::copy(&mut content, &mut io::sink()).map_err(damaged)?;
        if content.limit() > 0 {
            return Err(Unreadable::Damaged);
        }
        let padding = (BLOCK as u64 - size % BLOCK as u64) % BLOCK as u64;
        io::copy(&mut (&mut *from).take(padding), &mut io::sink()).map_err(damaged)?;
    }
    Ok(())
}

struct Header {
    name: Vec<u8>,
    size: u64,
    kind: u8,
}

impl Header {
    /// How much of the archive the member takes. Links, folders and devices
    /// have no content, whatever they tell.
    fn size(&self, extended: &Extended) -> u64 {
        match self.kind {
            b'1'..=b'6' => 0,
            _ => extended.size.unwrap_or(self.size),
        }
    }
}

/// What an extended header says of the member after it.
#[derive(Default)]
struct Extended {
    name: Option<Vec<u8>>,
    size: Option<u64>,
}

impl Extended {
    /// Reads records of the form `LENGTH KEY=VALUE\n`.
    fn read(&mut self, text: &[u8]) {
        let mut rest = text;
        while let Some(space) = memchr::memchr(b' ', rest) {
            let (digits, _) = rest.split_at(space);
            let Some(length) = decimal(digits).and_then(|length| usize::try_from(length).ok())
            else {
                return;
            };
            let Some((record, after)) = rest.split_at_checked(length) else {
                return;
            };
            let record = record.get(space + 1..).unwrap_or_default();
            let record = record.strip_suffix(b"\n").unwrap_or(record);
            if let Some(path) = record.strip_prefix(b"path=") {
                self.name = Some(path.to_vec());
            } else if let Some(size) = record.strip_prefix(b"size=") {
                self.size = decimal(size);
            }
            if length <= space {
                return;
            }
            rest = after;
        }
    }
}

/// The next header; none at the end of the archive.
fn header(from: &mut dyn Read) -> io::Result<Option<Header>> {
    let mut block = [0; BLOCK];
    // Another archive may follow behind the zeros at the end of one.
    let (mut zeros, mut length) = (0, BLOCK);
    while length == BLOCK && block.iter().all(|byte| *byte == 0) {
        zeros += 1;
        length = fill(from, &mut block)?;
    }
    let is_behind_end = zeros > 1;
    if length == 0 {
        return Ok(None);
    }
    let field = |from: usize, length: usize| block.get(from..from + length).unwrap_or_default();
    let good = length == BLOCK && is_good(&block);
    let Some(size) = number(field(124, 12)).filter(|_| good) else {
        // What is behind the end is no archive.
        return if is_behind_end {
            Ok(None)
        } else {
            Err(io::ErrorKind::InvalidData.into())
        };
    };
    let mut name = name_of(field(0, 100));
    // GNU's own format has other things where POSIX has a prefix.
    if field(257, 6) == b"ustar\0" && block.get(345).is_some_and(|byte| *byte != 0) {
        name = [&name_of(field(345, 155)), b"/".as_slice(), &name].concat();
    }
    let kind = block.get(156).copied().unwrap_or_default();
    if kind == b'S' && block.get(482) == Some(&1) {
        pass_map(from)?;
    }
    Ok(Some(Header { name, size, kind }))
}

/// Passes by where the holes of a sparse file are, as GNU's old format has it.
fn pass_map(from: &mut dyn Read) -> io::Result<()> {
    let mut block = [0; BLOCK];
    while fill(from, &mut block)? == BLOCK && block.get(504) == Some(&1) {}
    Ok(())
}

/// Reads a block, or what is left.
fn fill(from: &mut dyn Read, block: &mut [u8; BLOCK]) -> io::Result<usize> {
    let mut length = 0;
    while let Some(rest @ [_, ..]) = block.get_mut(length..) {
        match from.read(rest)? {
            0 => break,
            read => length += read,
        }
    }
    Ok(length)
}

/// Whether a header tells its own checksum.
fn is_good(block: &[u8; BLOCK]) -> bool {
    let told = block.get(148..156).and_then(octal);
    told == Some(checksum(block))
}

/// The sum of a header's bytes, those of the sum itself as spaces.
fn checksum(block: &[u8; BLOCK]) -> u64 {
    let bytes = block.iter().enumerate();
    let value = |(at, byte): (usize, &u8)| match at {
        148..156 => u64::from(b' '),
        _ => u64::from(*byte),
    };
    bytes.map(value).sum()
}

/// A number in octal digits, or in binary where the first bit says so.
fn number(field: &[u8]) -> Option<u64> {
    match field.split_first() {
        Some((0x80, rest)) => rest.iter().try_fold(0_u64, |number, byte| {
            Some(number.checked_mul(256)? | u64::from(*byte))
        }),
        _ => octal(field),
    }
}

fn octal(field: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(field).ok()?;
    let text = text.trim_matches(['\0', ' ']);
    if text.is_empty() {
        return Some(0);
    }
    u64::from_str_radix(text, 8).ok()
}

fn decimal(digits: &[u8]) -> Option<u64> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// A name up to its first NUL.
fn name_of(field: &[u8]) -> Vec<u8> {
    let end = memchr::memchr(0, field).unwrap_or(field.len());
    field.get(..end).unwrap_or_default().to_vec()
}

/// The content of a header.
fn text(content: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    content.read_to_end(&mut text)?;
    Ok(text)
}
