//! The content of a gzip or zstd file (RFC 1952, RFC 8878). Such a file may
//! consist of several, one after the other; their contents are one text.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;
use ruzstd::decoding::errors::FrameDecoderError;
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

use crate::scan::container::peek::Peek;

/// How a gzip part and a zstd frame begin.
pub(super) const GZIP: &[u8] = &[0x1f, 0x8b, 8];
pub(super) const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// The largest window of a zstd frame, which is held in memory: what the format
/// asks of every decoder, and what `zstd -19` writes.
const MAX_WINDOW: u64 = 8 << 20;

/// The last bytes of the mark of a frame that decoders skip; the first is
/// `0x50` to `0x5f`.
const SKIPPABLE: &[u8] = &[0x2a, 0x4d, 0x18];

/// The content of a compressed file.
pub(crate) struct Parts<'p>(State<'p>);

enum State<'p> {
    Between(Peek<'p>),
    Gzip(Box<GzDecoder<Peek<'p>>>),
    Zstd(Box<StreamingDecoder<Peek<'p>, FrameDecoder>>),
    Done,
}

impl<'p> Parts<'p> {
    pub(crate) fn new(from: &'p mut dyn Read) -> Self {
        Self(State::Between(Peek::new(from)))
    }
}

impl Read for Parts<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = match &mut self.0 {
                State::Done => return Ok(0),
                State::Between(_) => 0,
                State::Gzip(part) => part.read(out)?,
                State::Zstd(part) => part.read(out)?,
            };
            if read > 0 || out.is_empty() {
                return Ok(read);
            }
            self.0 = match std::mem::replace(&mut self.0, State::Done) {
                State::Between(from) => next(from)?,
                State::Gzip(part) => State::Between(part.into_inner()),
                State::Zstd(part) => State::Between(part.into_inner()),
                State::Done => State::Done,
            };
        }
    }
}

/// Whether a zstd frame that decoders skip begins so.
pub(super) fn is_skippable(head: &[u8]) -> bool {
    matches!(head, [0x50..=0x5f, rest @ ..] if rest.starts_with(SKIPPABLE))
}

/// Begins the next part. Padding may follow the last.
fn next(mut from: Peek<'_>) -> io::Result<State<'_>> {
    loop {
        let head = from.peek(4)?;
        if is_skippable(head) {
            from.consume(4);
            let mut length = [0; 4];
            from.read_exact(&mut length)?;
            let length = u64::from(u32::from_le_bytes(length));
            io::copy(&mut (&mut from).take(length), &mut io::sink())?;
        } else if head.starts_with(GZIP) {
            return Ok(State::Gzip(Box::new(GzDecoder::new(from))));
        } else if head.starts_with(ZSTD) {
            let frame = StreamingDecoder::new_with_max_window_size(from, MAX_WINDOW);
            return Ok(State::Zstd(Box::new(frame.map_err(|error| kind(&error))?)));
        } else {
            return Ok(State::Done);
        }
    }
}

fn kind(error: &FrameDecoderError) -> io::ErrorKind {
    match error {
        FrameDecoderError::WindowSizeTooBig { .. } => io::ErrorKind::FileTooLarge,
        FrameDecoderError::DictNotProvided { .. } => io::ErrorKind::Unsupported,
        _ => io::ErrorKind::InvalidData,
    }
}
