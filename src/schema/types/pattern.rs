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

    /// Whether it was compiled from this source, or means the same to pydantic.
    pub(crate) fn is(&self, source: &str) -> bool {
        self.0.as_str() == source || self.with_unicode().as_deref() == Some(source)
    }

    /// The source of the same pattern for readers whose classes have all of Unicode, as
    /// pydantic's do. `None` if they cannot say it.
    pub(crate) fn with_unicode(&self) -> Option<String> {
        with_unicode(self.0.as_str())
    }

    /// Whether the pattern is found anywhere in the text.
    pub fn is_found_in(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

/// Writes `\d` and the like as the ASCII characters that they stand for.
fn with_unicode(source: &str) -> Option<String> {
    let mut made = String::new();
    let mut rest = source;
    while let Some(at) = rest.find(['\\', '[', '(']) {
        made.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = match rest.as_bytes() {
            [b'\\', b'b', b'{', ..] => return None,
            [b'\\', ..] => escape(rest, false, &mut made)?,
            [b'[', ..] => class(rest, &mut made)?,
            _ => group(rest, &mut made)?,
        };
        rest = rest.get(length..)?;
    }
    made.push_str(rest);
    Some(made)
}

/// Writes an escape, and returns its length.
fn escape(text: &str, in_class: bool, made: &mut String) -> Option<usize> {
    const WORD: &str = "0-9A-Za-z_";
    const SPACE: &str = r"\t\n\x0b\x0c\r\x20";
    let escaped = text.chars().nth(1)?;
    let length = 1 + escaped.len_utf8();
    let inner = match escaped.to_ascii_lowercase() {
        'd' => "0-9",
        'w' => WORD,
        's' => SPACE,
        'b' if in_class || escaped == 'B' => return None,
        'b' => {
            made.push_str(r"(?-u:\b)");
            return Some(length);
        }
        '<' | '>' => return None,
        _ => {
            made.push_str(&text[..length]);
            return Some(length);
        }
    };
    match (in_class, escaped.is_ascii_uppercase()) {
        (true, true) => return None,
        (true, false) => made.push_str(inner),
        (false, true) => made.extend(["[^", inner, "]"]),
        (false, false) => made.extend(["[", inner, "]"]),
    }
    Some(length)
}

/// Writes a class in brackets, and returns its length.
fn class(text: &str, made: &mut String) -> Option<usize> {
    let open = ["[^]", "[]", "[^", "["];
    let open = open.into_iter().find(|open| text.starts_with(open))?;
    made.push_str(open);
    let mut at = open.len();
    loop {
        let rest = &text[at..];
        match rest.as_bytes().first()? {
            b']' => {
                made.push(']');
                return Some(at + 1);
            }
            b'\\' => at += escape(rest, true, made)?,
            // `[:alpha:]`
            b'[' => {
                let end = rest.find(":]")? + 2;
                made.push_str(&rest[..end]);
                at += end;
            }
            _ => {
                let next = rest.chars().next()?;
                made.push(next);
                at += next.len_utf8();
            }
        }
    }
}

/// Writes the beginning of a group, and returns its length. Of the flags, `i` ignores the
/// case of more letters there, and `x` makes comments.
fn group(text: &str, made: &mut String) -> Option<usize> {
    let flags = text.strip_prefix("(?").unwrap_or("");
    let end = flags.find([')', ':', '<']).unwrap_or(0);
    if !flags[..end].chars().all(|flag| "msUP-".contains(flag)) {
        return None;
    }
    made.push('(');
    Some(1)
}

impl std::fmt::Debug for Pattern {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Pattern([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::{Pattern, with_unicode};

    #[test]
    fn classes_are_written_as_what_they_are_here() {
        for (source, written) in [
            ("^[a-z]+$", Some("^[a-z]+$")),
            (r"^\d{3}\.\w$", Some(r"^[0-9]{3}\.[0-9A-Za-z_]$")),
            (r"\D", Some("[^0-9]")),
            (r"[\d.\]\\-]\s", Some(r"[0-9.\]\\-][\t\n\x0b\x0c\r\x20]")),
            (
                r"[]\d][^]x][[:alpha:]\d]",
                Some(r"[]0-9][^]x][[:alpha:]0-9]"),
            ),
            (
                r"\bx(?:y)(?P<z>\d)(?s:.)",
                Some(r"(?-u:\b)x(?:y)(?P<z>[0-9])(?s:.)"),
            ),
            (r"\\d[(]", Some(r"\\d[(]")),
            (r"[^\D]", None),
            (r"\B", None),
            ("(?i)x", None),
            ("(?x) x # [", None),
            (r"\b{start}x", None),
        ] {
            assert_eq!(with_unicode(source).as_deref(), written, "{source}");
            let pattern = Pattern::new(source).unwrap();
            assert!(pattern.is(source) && written.is_none_or(|it| pattern.is(it)));
            assert!(!pattern.is("other"));
        }
    }
}
