//! Compressed streams in PDF files (ISO 32000): pages, metadata, attachments.
//! Images are passed by: pixels are no text.

use std::io::{BufRead, BufReader, Read};

use flate2::bufread::ZlibDecoder;
use memchr::memmem;

use super::ascii85::Ascii85;
use super::peek::Peek;
use super::{CHUNK, Content, Each, Format, HEAD};
use crate::scan::searcher::Unreadable;

/// What a PDF file begins with.
pub(super) const MARK: &[u8] = b"%PDF-";

/// How much before a stream is looked at; what describes it is shorter.
const MAX_DICTIONARY: usize = 4 * 1024;

/// Calls `each` with every compressed stream and the number of its object.
///
/// # Errors
///
/// Where the file is encrypted, or what `each` says.
pub(super) fn streams(from: &mut dyn Read, each: &mut Each<'_>) -> Result<(), Unreadable> {
    let mut from = Peek::new(from);
    let (mut before, mut unknown, mut is_encrypted) = (Vec::new(), None, false);
    loop {
        let seen = before.len().saturating_sub(b"/Encrypt".len());
        let mut line = (&mut from).take(CHUNK as u64);
        let read = line.read_until(b'\n', &mut before);
        if read.map_err(|_| Unreadable::Damaged)? == 0 {
            break;
        }
        let new = before.get(seen..).unwrap_or_default();
        is_encrypted |= memmem::find(new, b"/Encrypt").is_some();
        if let Some(dictionary) = dictionary(&before)
            && !is_encrypted
        {
            let name = object(&before);
            if !stream(dictionary, &name, &mut from, each)? {
                unknown.get_or_insert(name);
            }
            before.clear();
        }
        before.drain(..before.len().saturating_sub(MAX_DICTIONARY));
    }
    if is_encrypted {
        return Err(Unreadable::Encrypted);
    }
    match unknown {
        Some(name) => each(&name, Content::Unread(Unreadable::UnknownMethod)),
        None => Ok(()),
    }
}

/// Reads a stream, if there is text in it; says whether its filters are known.
fn stream(
    dictionary: &[u8],
    name: &[u8],
    from: &mut Peek<'_>,
    each: &mut Each<'_>,
) -> Result<bool, Unreadable> {
    let filters = filters(dictionary);
    let is_image = |name: &&[u8]| {
        matches!(
            *name,
            b"DCTDecode" | b"JPXDecode" | b"CCITTFaxDecode" | b"JBIG2Decode"
        )
    };
    if is_of(dictionary, b"/Subtype", b"/Image") || filters.iter().any(is_image) {
        return Ok(true);
    }
    let head = from.peek(HEAD).map_err(|_| Unreadable::Damaged)?;
    match filters.as_slice() {
        [] if Format::of(head).is_none() => {}
        [] => {
            let Some(length) = length(dictionary) else {
                return Ok(false);
            };
            each(name, Content::Plain(&mut from.take(length)))?;
        }
        [b"FlateDecode" | b"Fl", ..] if !is_zlib(head) => return Ok(false),
        [b"FlateDecode" | b"Fl", ..] => {
            each(name, Content::Packed(&mut ZlibDecoder::new(from)))?;
        }
        [b"ASCII85Decode" | b"A85", b"FlateDecode" | b"Fl", ..] => {
            let binary = BufReader::new(Ascii85::new(from));
            each(name, Content::Packed(&mut ZlibDecoder::new(binary)))?;
        }
        [b"ASCII85Decode" | b"A85"] => each(name, Content::Plain(&mut Ascii85::new(from)))?,
        _ => return Ok(false),
    }
    Ok(true)
}

/// Whether it begins like zlib's format (RFC 1950), as far as it is there.
fn is_zlib(head: &[u8]) -> bool {
    match head {
        [method, flags, ..] => {
            method & 15 == 8 && u16::from_be_bytes([*method, *flags]).is_multiple_of(31)
        }
        _ => true,
    }
}

/// How long a stream is, where that is not written elsewhere.
fn length(dictionary: &[u8]) -> Option<u64> {
    let at = memmem::find(dictionary, b"/Length ")? + b"/Length ".len();
    let mut words = dictionary.get(at..)?.split(|byte| !byte.is_ascii_digit());
    let number = std::str::from_utf8(words.next()?).ok()?.parse().ok()?;
    // The number of an object, and of its generation: `7 0 R`.
    let is_elsewhere = words.next().is_some_and(|word| !word.is_empty());
    (!is_elsewhere).then_some(number)
}

/// What describes a stream that begins next.
fn dictionary(before: &[u8]) -> Option<&[u8]> {
    let text = before.strip_suffix(b"\n")?;
    let text = text.strip_suffix(b"\r").unwrap_or(text);
    let text = text.strip_suffix(b"stream")?;
    let start = memmem::rfind(text, b"obj").unwrap_or(0);
    text.get(start..).filter(|text| !text.ends_with(b"end"))
}

/// The name of the object that a stream belongs to.
fn object(before: &[u8]) -> Vec<u8> {
    let end = memmem::rfind(before, b" obj").unwrap_or(0);
    let text = before.get(..end).unwrap_or_default();
    let mut words = text.rsplit(u8::is_ascii_whitespace);
    let number = words.nth(1).unwrap_or_default();
    let digits = number.iter().rev().take_while(|byte| byte.is_ascii_digit());
    let length = digits.take(10).count();
    let number = number.get(number.len() - length..).unwrap_or_default();
    [b"object ", number].concat()
}

/// The names of a stream's filters, in the order of decoding.
fn filters(dictionary: &[u8]) -> Vec<&[u8]> {
    let Some(at) = memmem::find(dictionary, b"/Filter") else {
        return Vec::new();
    };
    let rest = dictionary.get(at + b"/Filter".len()..).unwrap_or_default();
    let rest = rest.trim_ascii_start();
    let (text, most) = match rest.strip_prefix(b"[") {
        Some(list) => (list.split(|byte| *byte == b']').next(), usize::MAX),
        None => (Some(rest), 1),
    };
    let names = text.unwrap_or_default().split(|byte| *byte == b'/').skip(1);
    let name = |text: &[u8]| {
        text.iter()
            .take_while(|byte| byte.is_ascii_alphanumeric())
            .count()
    };
    let names = names.map(|text| text.get(..name(text)).unwrap_or_default());
    names.take(most).collect()
}

/// Whether an entry has this value.
fn is_of(dictionary: &[u8], entry: &[u8], value: &[u8]) -> bool {
    let mut places = memmem::find_iter(dictionary, entry);
    places.any(|at| {
        let rest = dictionary.get(at + entry.len()..).unwrap_or_default();
        rest.trim_ascii_start().starts_with(value)
    })
}
