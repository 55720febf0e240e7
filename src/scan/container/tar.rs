//! Tar archives (POSIX.1-2024, pax; with GNU's long names).

use std::io::{self, Read};

use crate::scan::container::member::{Content, Visit};
use crate::scan::hit::Unreadable;

const BLOCK: usize = 512;

/// Longer names and larger extended headers are not read.
const MAX_NAME: u64 = 64 * 1024;

/// Replaces a name that is too long: a part of it could be part of a value.
const TOO_LONG: &[u8] = b"(a long name)";

/// Whether an archive may begin so. Old archives have no mark, but a checksum.
pub(super) fn is_header(head: &[u8]) -> bool {
    let is_marked = head.get(257..262) == Some(b"ustar");
    is_marked || head.first_chunk().is_some_and(is_good)
}

/// Visits every member.
///
/// # Errors
///
/// If the archive is damaged or truncated, or the visitor's error.
pub(crate) fn members(from: &mut dyn Read, visit: &mut Visit<'_>) -> Result<(), Unreadable> {
    let damaged = |_| Unreadable::Damaged;
    let mut next = Extended::default();
    while let Some(header) = header(from).map_err(damaged)? {
        let size = header.size(&next);
        let mut content = (&mut *from).take(size);
        match header.kind {
            b'L' | b'x' if size > MAX_NAME => next.name = Some(TOO_LONG.to_vec()),
            b'L' => next.name = Some(name_of(&text(&mut content).map_err(damaged)?)),
            b'x' => next.read(&text(&mut content).map_err(damaged)?),
            // Global headers and targets of links are in the bytes of the archive.
            b'g' | b'K' => {}
            _ => {
                let name = next.name.take().unwrap_or(header.name);
                visit(&name, Content::Plain(&mut content))?;
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
    /// have no content, whatever their headers say.
    fn size(&self, extended: &Extended) -> u64 {
        match self.kind {
            b'1'..=b'6' => 0,
            _ => extended.size.unwrap_or(self.size),
        }
    }
}

/// The fields of an extended header, for the next member.
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
            let length = decimal(&rest[..space]).and_then(|length| usize::try_from(length).ok());
            let Some(length) = length.filter(|length| (space + 1..=rest.len()).contains(length))
            else {
                return;
            };
            let (record, after) = rest.split_at(length);
            let record = &record[space + 1..];
            let record = record.strip_suffix(b"\n").unwrap_or(record);
            if let Some(path) = record.strip_prefix(b"path=") {
                self.name = Some(path.to_vec());
            } else if let Some(size) = record.strip_prefix(b"size=") {
                self.size = decimal(size);
            }
            rest = after;
        }
    }
}

/// The next header; none at the end of the archive.
fn header(from: &mut dyn Read) -> io::Result<Option<Header>> {
    let mut block = [0; BLOCK];
    // Another archive may follow after the zeros at the end of one.
    let (mut zeros, mut length) = (0, BLOCK);
    while length == BLOCK && block.iter().all(|byte| *byte == 0) {
        zeros += 1;
        length = fill(from, &mut block)?;
    }
    let is_behind_end = zeros > 1;
    if length == 0 {
        return Ok(None);
    }
    let is_good = length == BLOCK && is_good(&block);
    let Some(size) = number(&block[124..136]).filter(|_| is_good) else {
        // Anything may follow the end of an archive.
        return if is_behind_end {
            Ok(None)
        } else {
            Err(io::ErrorKind::InvalidData.into())
        };
    };
    let mut name = name_of(&block[..100]);
    // GNU's format has other fields where POSIX has a prefix.
    if &block[257..263] == b"ustar\0" && block[345] != 0 {
        name = [&name_of(&block[345..500]), b"/".as_slice(), &name].concat();
    }
    let kind = block[156];
    if kind == b'S' && block[482] == 1 {
        skip_map(from)?;
    }
    Ok(Some(Header { name, size, kind }))
}

/// Skips the map of holes of a sparse file in GNU's old format.
fn skip_map(from: &mut dyn Read) -> io::Result<()> {
    let mut block = [0; BLOCK];
    while fill(from, &mut block)? == BLOCK && block[504] == 1 {}
    Ok(())
}

/// Reads a block, or what is left.
fn fill(from: &mut dyn Read, block: &mut [u8; BLOCK]) -> io::Result<usize> {
    let mut length = 0;
    while length < BLOCK {
        match from.read(&mut block[length..])? {
            0 => break,
            read => length += read,
        }
    }
    Ok(length)
}

/// Whether a header has the right checksum: the sum of its bytes, where those
/// of the checksum count as spaces.
fn is_good(block: &[u8; BLOCK]) -> bool {
    let sum = |bytes: &[u8]| bytes.iter().map(|byte| u64::from(*byte)).sum::<u64>();
    let spaces = 8 * u64::from(b' ');
    octal(&block[148..156]) == Some(sum(&block[..148]) + spaces + sum(&block[156..]))
}

/// A number in octal digits, or in binary if the first bit is set.
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
    field[..end].to_vec()
}

/// The content of an extended header.
fn text(content: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    content.read_to_end(&mut text)?;
    Ok(text)
}
