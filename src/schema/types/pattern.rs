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

impl Pattern {
    /// Compiles a pattern.
    ///
    /// # Errors
    ///
    /// [`InvalidPattern`] if it is not a regular expression, or would be too large.
    pub fn new(source: &str) -> Result<Self, InvalidPattern> {
        regex_lite::Regex::new(source)
            .map(Self)
            .map_err(|_| InvalidPattern)
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
