//! A saved container image: its layers and its configuration.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use super::origin::Origin;
use super::worker::Worker;
use super::{Haul, Search};
use crate::scan::Surface;
use crate::sys::file::{self, Opened};
use crate::words::Words;

/// A tar archive is made of blocks.
const BLOCK: usize = 512;

/// A name that is longer is none.
const LONGEST_NAME: u64 = 1 << 16;

/// Searches what `docker save` or another tool has put into a file. Each
/// layer is searched as an archive of its own, so that what is packed into a
/// layer is unpacked as deep as anywhere else.
#[must_use]
pub fn image(search: Search<'_>, path: &Path) -> Haul {
    let mut worker = Worker::new(search);
    // Which link it is was the caller's choice.
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    match file::open(&real) {
        Ok(Opened::File(file, _)) if begins_an_archive(&file) => {
            worker.haul.searched.files += 1;
            if let Err(error) = members(&mut worker, BufReader::new(file), path) {
                match error.kind() {
                    io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
                        worker.not_read(path, Words::new("the rest of it is damaged"));
                    }
                    kind => worker.unreadable(path, kind),
                }
            }
        }
        _ => worker.path_as(&real, path, Surface::Image),
    }
    worker.haul
}

fn begins_an_archive(file: &File) -> bool {
    use std::os::unix::fs::FileExt as _;
    let mut block = [0; BLOCK];
    file.read_exact_at(&mut block, 0).is_ok() && Header::parse(&block).is_some()
}

/// Searches every member of an archive.
fn members(worker: &mut Worker<'_>, mut from: impl Read, path: &Path) -> io::Result<()> {
    let (mut name, mut size) = (None, None);
    let mut block = [0; BLOCK];
    loop {
        from.read_exact(&mut block)?;
        if block == [0; BLOCK] {
            return Ok(());
        }
        let header = Header::parse(&block).ok_or(io::ErrorKind::InvalidData)?;
        let padding = |size: u64| size.next_multiple_of(BLOCK as u64) - size;
        match header.kind {
            b'L' | b'x' => {
                let mut text = Vec::new();
                (&mut from)
                    .take(header.size.min(LONGEST_NAME))
                    .read_to_end(&mut text)?;
                pass_by(
                    &mut from,
                    header.size - text.len() as u64 + padding(header.size),
                )?;
                if header.kind == b'L' {
                    text.truncate(
                        text.iter()
                            .position(|byte| *byte == 0)
                            .unwrap_or(text.len()),
                    );
                    name = Some(text);
                } else {
                    name = record(&text, b"path").or(name);
                    size = record(&text, b"size").and_then(|digits| number(&digits, 10));
                }
            }
            kind => {
                let size = size.take().unwrap_or(header.size);
                let name = name.take().unwrap_or(header.name);
                if matches!(kind, b'0' | 0 | b'7') {
                    let origin = Origin {
                        member: Some(&name),
                        ..Origin::file(Surface::Image, path)
                    };
                    let read = worker.stream(&mut (&mut from).take(size), size, origin)?;
                    pass_by(&mut from, size - read)?;
                } else {
                    pass_by(&mut from, size)?;
                }
                pass_by(&mut from, padding(size))?;
            }
        }
    }
}

fn pass_by(from: &mut impl Read, bytes: u64) -> io::Result<()> {
    if io::copy(&mut from.take(bytes), &mut io::sink())? == bytes {
        Ok(())
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

/// What the header of a member says.
struct Header {
    name: Vec<u8>,
    size: u64,
    kind: u8,
}

impl Header {
    /// None where the sum over it is not right.
    fn parse(block: &[u8; BLOCK]) -> Option<Self> {
        let sum = |(at, byte): (usize, &u8)| match at {
            148..156 => u64::from(b' '),
            _ => u64::from(*byte),
        };
        let sum: u64 = block.iter().enumerate().map(sum).sum();
        if number(block.get(148..156)?, 8) != Some(sum) {
            return None;
        }
        let text = |from: usize, until: usize| {
            let field = block.get(from..until)?;
            let end = field.iter().position(|byte| *byte == 0);
            field.get(..end.unwrap_or(field.len()))
        };
        let mut name = text(0, 100)?.to_vec();
        if block.get(257..262) == Some(b"ustar") {
            let prefix = text(345, 500)?;
            if !prefix.is_empty() {
                name = [prefix, &name].join(&b'/');
            }
        }
        let size = block.get(124..136)?;
        let size = match size.split_first()? {
            // Numbers beyond eight octal digits are in binary.
            (0x80, rest) => rest.iter().try_fold(0_u64, |sum, byte| {
                Some(sum.checked_mul(256)? + u64::from(*byte))
            })?,
            _ => number(size, 8)?,
        };
        Some(Self {
            name,
            size,
            kind: *block.get(156)?,
        })
    }
}

/// A number in digits, with spaces or NULs around it.
fn number(field: &[u8], radix: u32) -> Option<u64> {
    let text = std::str::from_utf8(field).ok()?;
    let digits = text.trim_matches([' ', '\0']);
    u64::from_str_radix(digits, radix).ok()
}

/// The value of a record of a pax header: `<length> <key>=<value>` and a line end.
fn record(text: &[u8], key: &[u8]) -> Option<Vec<u8>> {
    let mut rest = text;
    while let Some(space) = rest.iter().position(|byte| *byte == b' ') {
        let length = usize::try_from(number(rest.get(..space)?, 10)?).ok()?;
        let record = rest.get(space + 1..length.checked_sub(1)?)?;
        if let Some(value) = record
            .strip_prefix(key)
            .and_then(|it| it.strip_prefix(b"="))
        {
            return Some(value.to_vec());
        }
        rest = rest.get(length..)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_read() {
        let text = b"20 mtime=1700000000\n16 path=a b/c=d\n11 size=42\n";
        assert_eq!(record(text, b"path"), Some(b"a b/c=d".to_vec()));
        assert_eq!(record(text, b"size"), Some(b"42".to_vec()));
        assert_eq!(record(text, b"uid"), None);
        assert_eq!(record(b"99 path=x\n", b"path"), None);
    }
}
