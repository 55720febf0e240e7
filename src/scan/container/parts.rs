//! What is in a gzip or zstd file (RFC 1952, RFC 8878): the content of all its
//! parts, each of which could be a file of its own, as one text.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;
use ruzstd::decoding::errors::FrameDecoderError;
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

use super::Format;
use super::peek::Peek;

/// The largest window of a zstd frame, which is held in memory: what the format
/// asks of every decoder, and what `zstd -19` writes.
const MAX_WINDOW: u64 = 8 << 20;

/// The last bytes of the mark of a frame that decoders pass by; the first
/// has any low digit.
const SKIPPABLE: &[u8] = &[0x2a, 0x4d, 0x18];

/// The content of a compressed file.
pub(super) struct Parts<'p>(State<'p>);

enum State<'p> {
    Between(Peek<'p>),
    Gzip(Box<GzDecoder<Peek<'p>>>),
    Zstd(Box<StreamingDecoder<Peek<'p>, FrameDecoder>>),
    Done,
}

impl<'p> Parts<'p> {
    pub(super) fn new(from: &'p mut dyn Read) -> Self {
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

/// Whether a zstd file may begin so, with a frame that decoders pass by.
pub(super) fn is_skippable(head: &[u8]) -> bool {
    let first = head.first().is_some_and(|byte| byte >> 4 == 5);
    first && head.get(1..4) == Some(SKIPPABLE)
}

/// Begins the next part. Padding may follow the last.
fn next(mut from: Peek<'_>) -> io::Result<State<'_>> {
    loop {
        let head = from.peek(8)?;
        if is_skippable(head) {
            let length = head.get(4..).and_then(|rest| rest.first_chunk());
            let length = length.map_or(0, |bytes| u32::from_le_bytes(*bytes));
            from.consume(8);
            io::copy(&mut (&mut from).take(u64::from(length)), &mut io::sink())?;
            continue;
        }
        return match Format::of(head) {
            Some(Format::Gzip) => Ok(State::Gzip(Box::new(GzDecoder::new(from)))),
            Some(Format::Zstd) => {
                let frame = StreamingDecoder::new_with_max_window_size(from, MAX_WINDOW);
                Ok(State::Zstd(Box::new(frame.map_err(|error| kind(&error))?)))
            }
            _ => Ok(State::Done),
        };
    }
}

fn kind(error: &FrameDecoderError) -> io::ErrorKind {
    match error {
        FrameDecoderError::WindowSizeTooBig { .. } => io::ErrorKind::FileTooLarge,
        FrameDecoderError::DictNotProvided { .. } => io::ErrorKind::Unsupported,
        _ => io::ErrorKind::InvalidData,
    }
}
