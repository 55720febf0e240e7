//! A look at the schema's text before it is parsed: where strings and brackets
//! are. Enough to say in our own words what a broken line is, and to refuse a
//! nesting that would exhaust the stack of the parser.

use std::ops::Range;

/// How many brackets may be open at once, and how many dots a key may have.
/// The deepest field of the schema is four levels down.
const MAX_OPEN: usize = 32;
const MAX_DOTS: usize = 16;

pub(super) struct Prescan {
    /// The strings that are never closed, from their quote on; in order.
    pub(super) unclosed: Vec<Range<usize>>,
    /// The first bracket that is still open at the end.
    pub(super) open: Option<usize>,
    /// Where the nesting goes too deep.
    pub(super) too_deep: Option<usize>,
}

/// Looks at the text. Strings and comments end exactly where TOML says.
pub(super) fn prescan(text: &str) -> Prescan {
    let bytes = text.as_bytes();
    let mut seen = Prescan {
        unclosed: Vec::new(),
        open: None,
        too_deep: None,
    };
    let mut open = Vec::with_capacity(MAX_OPEN);
    let (mut at, mut dots) = (0, 0_usize);
    while let Some(&byte) = bytes.get(at) {
        let mut next = at + 1;
        match byte {
            b'"' | b'\'' => {
                next = string_end(bytes, at, byte).unwrap_or_else(|end| {
                    seen.unclosed.push(at..end);
                    end
                });
            }
            b'#' => next = line_end(bytes, at),
            b'[' | b'{' => open.push(at),
            b']' | b'}' => drop(open.pop()),
            b'.' => dots += 1,
            b'\n' | b'=' | b',' => dots = 0,
            b' ' | b'\t' | b'\r' => {}
            _ => next = skip_to(bytes, at, &ENDS_ATOM),
        }
        if b"[{]}".contains(&byte) {
            dots = 0;
        }
        if open.len() > MAX_OPEN || dots > MAX_DOTS {
            seen.too_deep = Some(at);
            break;
        }
        at = next;
    }
    seen.open = open.first().copied();
    seen
}

/// The end of the string whose opening quote is here, or, if it is not
/// closed, where it is given up.
fn string_end(bytes: &[u8], start: usize, quote: u8) -> Result<usize, usize> {
    let long = bytes[start..].starts_with(&[quote; 3]);
    let mut at = start + if long { 3 } else { 1 };
    loop {
        at = skip_to(bytes, at, &ENDS_TEXT);
        let Some(&byte) = bytes.get(at) else {
            return Err(bytes.len());
        };
        if byte == b'\\' && quote == b'"' {
            at += 1;
            if !long && bytes.get(at) == Some(&b'\n') {
                return Err(at);
            }
        } else if byte == b'\n' && !long {
            return Err(at);
        } else if byte == quote && !long {
            return Ok(at + 1);
        } else if byte == quote && bytes.get(at..at + 3) == Some(&[quote; 3]) {
            // Up to two quotes may stand before the closing three.
            let extra = bytes.iter().skip(at + 3).take(2);
            return Ok(at + 3 + extra.take_while(|byte| **byte == quote).count());
        }
        at += 1;
    }
}

/// The bytes that end what is neither a string nor punctuation; a quote
/// within it opens nothing.
const ENDS_ATOM: [bool; 256] = table_of(b".=,[]{} \t#\r\n");

/// The bytes that may end a string or a line within it.
const ENDS_TEXT: [bool; 256] = table_of(b"\"'\\\n");

/// A set of bytes as a table: every byte of the schema is looked up in one.
const fn table_of(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
}

/// The first byte of the set from here on, or the end.
fn skip_to(bytes: &[u8], at: usize, set: &[bool; 256]) -> usize {
    // A backslash at the end of the text escapes what is not there.
    let at = at.min(bytes.len());
    let rest = &bytes[at..];
    let length = rest.iter().position(|byte| set[usize::from(*byte)]);
    at + length.unwrap_or(rest.len())
}

/// The end of the line, without its line break.
pub(super) fn line_end(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at..];
    let length = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
    at + length.unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_end_where_toml_says() {
        for closed in [
            r#"a = "x""#,
            r#"a = "x\"y""#,
            r"a = 'x\'",
            "a = \"\"\"x\n\"y\"\"\"\"\"",
            "a = '''x\n''y'''",
            "# it's",
        ] {
            assert!(prescan(closed).unclosed.is_empty(), "{closed}");
        }
        for open in ["a = \"x\nb = 1", "a = 'x", "a = \"\"\"x\"\"", "a = \"x\\\n"] {
            assert_eq!(prescan(open).unclosed[0].start, 4, "{open}");
        }
    }

    #[test]
    fn only_nesting_outside_strings_counts() {
        assert!(
            prescan(&"a = \"......................\"\n".repeat(9))
                .too_deep
                .is_none()
        );
        assert!(prescan(&"[a.b]\nx = 1.5\n".repeat(99)).too_deep.is_none());
        assert!(prescan(&"a.".repeat(17)).too_deep.is_some());
        assert!(prescan(&"[".repeat(33)).too_deep.is_some());
    }
}
