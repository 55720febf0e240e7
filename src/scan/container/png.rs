//! Compressed texts in PNG images (ISO/IEC 15948): comments, XMP, and colour
//! profiles. Others stand there as they are, and pixels are no text.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::ZlibDecoder;

use super::{CHUNK, Content, Each};
use crate::scan::searcher::Unreadable;

/// What a PNG image begins with.
pub(super) const MARK: &[u8] = b"\x89PNG\r\n\x1a\n";

/// A longer keyword, with its NUL, is none.
const MAX_KEYWORD: u64 = 80;

/// So much is passed by of other fields before a text.
const MAX_FIELD: u64 = 64 * 1024;

/// Calls `each` with every compressed text and its keyword. Where an image is
/// cut off, nothing that is there is unread.
///
/// # Errors
///
/// What `each` says.
pub(super) fn texts(from: &mut dyn Read, each: &mut Each<'_>) -> Result<(), Unreadable> {
    let mut from = BufReader::with_capacity(CHUNK, from);
    let mut mark = [0; MARK.len()];
    let mut read = from.read_exact(&mut mark);
    while read.is_ok() {
        let mut head = [0; 8];
        if from.read_exact(&mut head).is_err() {
            break;
        }
        let [a, b, c, d, kind @ ..] = head;
        let mut chunk = (&mut from).take(u64::from(u32::from_be_bytes([a, b, c, d])));
        if let Ok(Some((keyword, method))) = packed(kind, &mut chunk) {
            match method {
                0 => each(&keyword, Content::Packed(&mut ZlibDecoder::new(&mut chunk)))?,
                _ => each(&keyword, Content::Unread(Unreadable::UnknownMethod))?,
            }
        }
        read = io::copy(&mut chunk, &mut io::sink())
            // Its checksum.
            .and_then(|_| from.read_exact(&mut [0; 4]));
    }
    Ok(())
}

/// The keyword and the method of a compressed text, which comes next.
fn packed(kind: [u8; 4], chunk: &mut impl BufRead) -> io::Result<Option<(Vec<u8>, u8)>> {
    if !matches!(&kind, b"zTXt" | b"iTXt" | b"iCCP") {
        return Ok(None);
    }
    let keyword = field(chunk, MAX_KEYWORD)?;
    let mut flags = [0; 2];
    if &kind != b"iTXt" {
        let [_, method] = &mut flags;
        chunk.read_exact(std::slice::from_mut(method))?;
        return Ok(Some((keyword, *method)));
    }
    chunk.read_exact(&mut flags)?;
    let [is_packed, method] = flags;
    // The language, and the keyword in it.
    field(chunk, MAX_FIELD)?;
    field(chunk, MAX_FIELD)?;
    Ok((is_packed == 1).then_some((keyword, method)))
}

/// A field up to its NUL. A part of one is none, and could be one of a value.
fn field(chunk: &mut impl BufRead, most: u64) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    chunk.by_ref().take(most).read_until(0, &mut text)?;
    match text.pop() {
        Some(0) => Ok(text),
        _ => Err(io::ErrorKind::InvalidData.into()),
    }
}
