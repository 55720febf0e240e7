//! Searches for text that looks like a provider's token, for keys that no
//! schema declares.

use crate::core::lines::characters;
use crate::schema::formats::search::TokenFinder;

/// The compiled search for token forms. Threads share it.
#[derive(Default)]
pub struct Patterns(TokenFinder);

/// A text that looks like a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PatternHit {
    /// The name of the form.
    pub form: &'static str,
    /// The line, from 1.
    pub line: u64,
    /// The column, from 1, in characters.
    pub column: u64,
    /// How many bytes come before it.
    pub offset: usize,
    /// How many bytes it has.
    pub length: usize,
}

impl Patterns {
    pub fn new() -> Self {
        Self::default()
    }

    /// Every text that looks like a token and not like an example, in order.
    pub fn search(&self, bytes: &[u8]) -> Vec<PatternHit> {
        let (mut line, mut column, mut counted) = (1, 1, 0);
        let tokens = self.0.find(bytes);
        let hits = tokens.into_iter().map(|token| {
            let mut before = &bytes[counted..token.start];
            counted = token.start;
            if let Some(last) = memchr::memrchr(b'\n', before) {
                let (lines, own) = before.split_at(last + 1);
                line += memchr::memchr_iter(b'\n', lines).count() as u64;
                (column, before) = (1, own);
            }
            column += characters(before) as u64;
            PatternHit {
                form: token.form,
                line,
                column,
                offset: token.start,
                length: token.end - token.start,
            }
        });
        hits.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_have_their_lines_and_columns() {
        let token = ["gh", "p_", "x7Qm3Zk9Vt2Rw8Yh4Nb6Pl0Cd5Ef1Gj3Ls8T"].concat();
        let text = format!("one\ntwö {token} {token}\n\n{token}");
        let hits = Patterns::new().search(text.as_bytes());
        let places: Vec<_> = hits.iter().map(|it| (it.line, it.column)).collect();
        assert_eq!(places, [(2, 5), (2, 46), (4, 1)]);
        assert!(hits.iter().all(|it| it.form == "github" && it.length == 40));
        assert_eq!(hits[1].offset, 50);
        assert_eq!(Patterns::new().search(b""), []);
    }
}
