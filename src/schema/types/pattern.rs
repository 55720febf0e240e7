//! Regular expressions.

/// A compiled regular expression: the dialect of pydantic's `pattern` (Rust's
/// regex), with ASCII classes. Its source is never shown.
#[derive(Clone)]
pub struct Pattern(regex_lite::Regex);

/// A text that is not a regular expression. Carries nothing: the parser's own
/// words quote the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a regular expression")]
pub struct InvalidPattern;

/// The most memory of a compiled pattern: repetitions such as `(a{500}){500}` are short.
const MAX_COMPILED_BYTES: usize = 256 << 10;

impl Pattern {
    /// The longest pattern. A search takes time for each byte of the value times the size of
    /// the pattern, so that a long one would hold a run up for minutes.
    pub const MAX_BYTES: usize = 1000;

    /// Compiles a pattern.
    ///
    /// # Errors
    ///
    /// [`InvalidPattern`] if it is not a regular expression, or would be too large.
    pub fn new(source: &str) -> Result<Self, InvalidPattern> {
        if source.len() > Self::MAX_BYTES {
            return Err(InvalidPattern);
        }
        let compiled = regex_lite::RegexBuilder::new(source)
            .size_limit(MAX_COMPILED_BYTES)
            .build();
        compiled.map(Self).map_err(|_| InvalidPattern)
    }

    /// Whether it was compiled from this source.
    pub(crate) fn is(&self, source: &str) -> bool {
        self.0.as_str() == source
    }

    /// Whether the pattern is found anywhere in the text.
    pub fn is_found_in(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

impl std::fmt::Debug for Pattern {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Pattern([redacted])")
    }
}
