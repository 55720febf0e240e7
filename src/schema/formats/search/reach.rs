//! Where a token in a text ends, and whether it is a separate word.

use crate::schema::formats::form::{Piece, is_in};

/// The longest token.
const LONGEST: usize = 8 * 1024;

/// Where the pieces end in a text if they begin at a place, such that the token does
/// not go on. The longest match counts.
pub(super) fn reach(pieces: &[Piece], text: &[u8], at: usize) -> Option<usize> {
    let Some((piece, rest)) = pieces.split_first() else {
        return ends(text, at).then_some(at);
    };
    let here = text.get(at..)?;
    let after = |word: &str| {
        let there = here.starts_with(word.as_bytes());
        there.then(|| reach(rest, text, at + word.len())).flatten()
    };
    match piece {
        Piece::Text(word) => after(word),
        Piece::OneOf(words) => words.iter().filter_map(|word| after(word)).max(),
        Piece::Run(class, min, max) => {
            let run = here.iter().take((*max).min(LONGEST + 1));
            let longest = run.take_while(|byte| is_in(class, **byte)).count();
            if longest > LONGEST {
                return None;
            }
            if rest.is_empty() {
                let next = here.get(longest);
                let over = next.is_some_and(|byte| is_in(class, *byte));
                return (longest >= *min && !over && ends(text, at + longest))
                    .then_some(at + longest);
            }
            // If the next piece cannot begin within the run, it begins after it.
            let min = match rest.first() {
                Some(Piece::Text(next)) if !next.bytes().any(|byte| is_in(class, byte)) => {
                    longest.max(*min)
                }
                _ => *min,
            };
            let mut lengths = (min..=longest).rev();
            lengths.find_map(|length| reach(rest, text, at + length))
        }
    }
}

/// The end of the first piece's characters, if that piece has no fixed end: every token
/// that begins within them ends there, too.
pub(super) fn run_end(pieces: &[Piece], text: &[u8], at: usize) -> Option<usize> {
    let Some(Piece::Run(class, _, usize::MAX)) = pieces.first() else {
        return None;
    };
    let run = text.get(at..)?.iter();
    Some(at + run.take_while(|byte| is_in(class, **byte)).count())
}

/// Whether a place is the end of a word.
fn ends(text: &[u8], at: usize) -> bool {
    text.get(at).is_none_or(|byte| !is_word(*byte))
}

/// Whether a place is the beginning of a word. An escape before it, such as `\n` or
/// `%22`, does not belong to the word.
pub(crate) fn begins(text: &[u8], at: usize) -> bool {
    match &text[at.saturating_sub(3)..at] {
        [] | [.., b'\\', b'n' | b't' | b'r'] => true,
        [b'%', high, low] => high.is_ascii_hexdigit() && low.is_ascii_hexdigit(),
        [.., last] => !is_word(*last),
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
