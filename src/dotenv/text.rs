//! The text of an env file: UTF-8 without its mark, every line ended by LF.

use zeroize::Zeroizing;

use crate::dotenv::statement::MAX_FILE_BYTES;

/// A decoded file. What cannot be decoded stays in it as a replacement
/// character and is listed among the flaws, so that the rest is still checked.
pub(super) struct Text<'b> {
    content: Content<'b>,
    /// The bytes that no value may have, by offset.
    pub(super) flaws: Vec<Flaw>,
    /// Offsets of the line ends that were CRLF.
    pub(super) crlf: Vec<usize>,
    /// Offset of the first line end that was a lone CR.
    pub(super) lone_cr: Option<usize>,
    /// Whether the file began with a byte order mark.
    pub(super) mark: Mark,
}

/// The characters: the file's own bytes where nothing had to change.
enum Content<'b> {
    Borrowed(&'b str),
    Owned(Zeroizing<String>),
}

/// Whether a file began with the byte order mark of UTF-8.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Present,
    Absent,
}

/// A place in the text that cannot be part of a variable.
#[derive(Clone, Copy)]
pub(super) struct Flaw {
    pub(super) at: usize,
    pub(super) kind: FlawKind,
}

/// The kind of a flaw.
#[derive(Clone, Copy)]
pub(super) enum FlawKind {
    Nul,
    /// Bytes that are not UTF-8.
    NotUtf8,
}

/// Why a file is not read at all.
#[derive(Clone, Copy)]
pub(super) enum Unreadable {
    TooLarge,
    /// UTF-16, with its mark or by its look.
    Utf16,
}

impl<'b> Text<'b> {
    pub(super) fn decode(bytes: &'b [u8]) -> Result<Self, Unreadable> {
        if bytes.len() > MAX_FILE_BYTES {
            return Err(Unreadable::TooLarge);
        }
        if is_utf16(bytes) {
            return Err(Unreadable::Utf16);
        }
        let (bytes, mark) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
            Some(rest) => (rest, Mark::Present),
            None => (bytes, Mark::Absent),
        };
        let mut text = Self {
            content: Content::Borrowed(""),
            flaws: Vec::new(),
            crlf: Vec::new(),
            lone_cr: None,
            mark,
        };
        match std::str::from_utf8(bytes) {
            Ok(content) if !content.contains('\r') => text.content = Content::Borrowed(content),
            _ => text.content = Content::Owned(text.normalise(bytes)),
        }
        text.find_nuls();
        Ok(text)
    }

    pub(super) fn as_str(&self) -> &str {
        match &self.content {
            Content::Borrowed(text) => text,
            Content::Owned(text) => text,
        }
    }

    /// Whether the line end at this offset was CRLF.
    pub(super) fn has_crlf_within(&self, start: usize, end: usize) -> bool {
        let first = self.crlf.partition_point(|&at| at < start);
        self.crlf.get(first).is_some_and(|&at| at < end)
    }

    fn normalise(&mut self, bytes: &[u8]) -> Zeroizing<String> {
        let invalid = bytes.utf8_chunks().filter(|c| !c.invalid().is_empty());
        // A replacement character is up to two bytes longer than what it stands
        // for; with room for all, no unwiped copy is left behind by growing.
        let room = bytes.len() + 2 * invalid.count();
        let mut out = Zeroizing::new(String::with_capacity(room));
        for chunk in bytes.utf8_chunks() {
            let mut rest = chunk.valid();
            while let Some((line, after)) = rest.split_once('\r') {
                out.push_str(line);
                if let Some(after) = after.strip_prefix('\n') {
                    self.crlf.push(out.len());
                    rest = after;
                } else {
                    self.lone_cr.get_or_insert(out.len());
                    rest = after;
                }
                out.push('\n');
            }
            out.push_str(rest);
            if !chunk.invalid().is_empty() {
                let (at, kind) = (out.len(), FlawKind::NotUtf8);
                self.flaws.push(Flaw { at, kind });
                out.push(char::REPLACEMENT_CHARACTER);
            }
        }
        out
    }

    fn find_nuls(&mut self) {
        let nuls = self.as_str().match_indices('\0');
        let kind = FlawKind::Nul;
        let nuls: Vec<Flaw> = nuls.map(|(at, _)| Flaw { at, kind }).collect();
        if !nuls.is_empty() {
            self.flaws.extend(nuls);
            self.flaws.sort_by_key(|flaw| flaw.at);
        }
    }
}

/// Whether the bytes are UTF-16: by a mark, or by a NUL in every second place
/// of the first four.
fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xff\xfe")
        || bytes.starts_with(b"\xfe\xff")
        || matches!(
            bytes,
            [1..=255, 0, 1..=255, 0, ..] | [0, 1..=255, 0, 1..=255, ..]
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_end_becomes_a_line_feed() {
        let text = Text::decode(b"a\r\nb\rc\r\r\nd\n").ok().unwrap();
        assert_eq!(text.as_str(), "a\nb\nc\n\nd\n");
        assert_eq!((text.crlf, text.lone_cr), (vec![1, 6], Some(3)));
    }

    #[test]
    fn one_mark_is_removed() {
        let text = Text::decode("\u{feff}\u{feff}A=1".as_bytes()).ok().unwrap();
        assert_eq!(text.as_str(), "\u{feff}A=1");
        assert!(text.mark == Mark::Present);
    }

    #[test]
    fn flaws_are_kept_in_order() {
        let text = Text::decode(b"A=a\xff\xfeb\0\nB=\xc3").ok().unwrap();
        assert_eq!(text.as_str(), "A=a\u{fffd}\u{fffd}b\0\nB=\u{fffd}");
        let places: Vec<usize> = text.flaws.iter().map(|flaw| flaw.at).collect();
        assert_eq!(places, [3, 6, 10, 14]);
    }

    #[test]
    fn utf_16_is_told_from_a_nul() {
        for bytes in [
            b"\xff\xfeA\0".as_slice(),
            b"\xfe\xff\0A",
            b"A\0=\0",
            b"\0A\0=",
        ] {
            assert!(matches!(Text::decode(bytes), Err(Unreadable::Utf16)));
        }
        assert!(Text::decode(b"A\0=1\n").is_ok());
        let large = vec![b'#'; MAX_FILE_BYTES + 1];
        assert!(matches!(Text::decode(&large), Err(Unreadable::TooLarge)));
        assert!(Text::decode(&large[1..]).is_ok());
    }
}
