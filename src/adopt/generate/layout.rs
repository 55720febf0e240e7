//! Python code laid out as black and ruff lay it out.

use crate::core::message::is_odd;

/// The longest line, if it can be broken.
const WIDTH: usize = 88;

/// What follows a type that may be absent.
pub(super) const OR_NONE: &str = " | None";

/// An expression of Python, or the name of an argument with its value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Code {
    Word(String),
    /// What stands before the items, the items, and what follows them: `Literal[`, …, `]`.
    Group(String, Vec<Code>, &'static str),
    /// A text behind what names it: `description=`, which may stand on several lines.
    Text(&'static str, String),
}

impl Code {
    pub(super) fn word(text: impl Into<String>) -> Self {
        Self::Word(text.into())
    }

    /// The expression in one line.
    pub(super) fn flat(&self) -> String {
        match self {
            Self::Word(word) => word.clone(),
            Self::Group(open, items, close) => {
                let items: Vec<String> = items.iter().map(Self::flat).collect();
                format!("{open}{}{close}", items.join(", "))
            }
            Self::Text(name, text) => format!("{name}{}", literal(text)),
        }
    }

    /// Adds the expression between two texts, on as many lines as it needs.
    pub(super) fn push(&self, out: &mut String, indent: usize, before: &str, after: &str) {
        let line = format!("{before}{}{after}", self.flat());
        if fits(indent, &line) {
            return push_line(out, indent, &line);
        }
        match self {
            Self::Word(_) => push_line(out, indent, &line),
            Self::Group(open, items, close) => {
                push_line(out, indent, &format!("{before}{open}"));
                for item in items {
                    item.push(out, indent + 4, "", ",");
                }
                match close.strip_suffix(OR_NONE) {
                    Some(close) => {
                        push_line(out, indent, close);
                        push_line(out, indent, &format!("{}{after}", OR_NONE.trim_start()));
                    }
                    None => push_line(out, indent, &format!("{close}{after}")),
                }
            }
            Self::Text(name, text) => {
                push_line(out, indent, &format!("{before}{name}("));
                for piece in pieces(text, WIDTH - indent - 4) {
                    push_line(out, indent + 4, &piece);
                }
                push_line(out, indent, &format!("){after}"));
            }
        }
    }
}

/// Adds the declaration of a field.
pub(super) fn push_field(out: &mut String, name: &str, annotation: &Code, value: Option<&Code>) {
    const INDENT: usize = 4;
    let Some(value) = value else {
        return annotation.push(out, INDENT, &format!("{name}: "), "");
    };
    let head = format!("{name}: {} = ", annotation.flat());
    let first = match value {
        Code::Group(open, ..) => format!("{head}{open}"),
        other => format!("{head}{}", other.flat()),
    };
    match annotation {
        Code::Group(.., close) if !fits(INDENT, &first) && close.ends_with(OR_NONE) => {
            push_line(out, INDENT, &format!("{name}: ("));
            annotation.push(out, INDENT + 4, "", "");
            value.push(out, INDENT, ") = ", "");
        }
        Code::Group(open, items, close) if !fits(INDENT, &first) => {
            push_line(out, INDENT, &format!("{name}: {open}"));
            for item in items {
                item.push(out, INDENT + 4, "", ",");
            }
            value.push(out, INDENT, &format!("{close} = "), "");
        }
        _ => value.push(out, INDENT, &head, ""),
    }
}

fn fits(indent: usize, line: &str) -> bool {
    let width = |c: char| if c < '\u{1100}' { 1 } else { 2 };
    indent + line.chars().map(width).sum::<usize>() <= WIDTH
}

fn push_line(out: &mut String, indent: usize, line: &str) {
    out.extend(std::iter::repeat_n(' ', indent));
    out.push_str(line);
    out.push('\n');
}

/// A text as literals that are no wider than this, broken after blanks.
fn pieces(text: &str, width: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    for word in text.split_inclusive(' ') {
        let longer = literal(&format!("{piece}{word}"));
        if !piece.is_empty() && !fits(WIDTH - width, &longer) {
            pieces.push(literal(&piece));
            piece.clear();
        }
        piece.push_str(word);
    }
    pieces.push(literal(&piece));
    pieces
}

/// A text as a literal of Python, with the quotes that need fewer escapes. What is not
/// seen is escaped.
pub(super) fn literal(text: &str) -> String {
    let count = |quote: char| text.matches(quote).count();
    let quote = if count('"') > count('\'') { '\'' } else { '"' };
    let mut made = String::from(quote);
    for c in text.chars() {
        match c {
            '\n' => made.push_str("\\n"),
            '\t' => made.push_str("\\t"),
            '\r' => made.push_str("\\r"),
            '\\' => made.push_str("\\\\"),
            _ if c == quote => made.extend(['\\', c]),
            _ if is_odd(c) => append!(made, "{}", escaped(c)),
            _ => made.push(c),
        }
    }
    made.push(quote);
    made
}

fn escaped(c: char) -> String {
    match u32::from(c) {
        code @ ..=0xff => format!("\\x{code:02x}"),
        code @ ..=0xffff => format!("\\u{code:04x}"),
        code => format!("\\U{code:08x}"),
    }
}

/// A text with backslashes as a raw literal, where one can say it.
pub(super) fn raw(text: &str) -> String {
    let quote = if text.contains('"') { '\'' } else { '"' };
    let is_plain = !text.chars().any(is_odd) && !text.contains(quote) && !text.ends_with('\\');
    if is_plain && text.contains('\\') {
        format!("r{quote}{text}{quote}")
    } else {
        literal(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_have_the_quotes_that_need_fewer_escapes() {
        for (text, made) in [
            ("", r#""""#),
            ("a'b", r#""a'b""#),
            (r#"a"b"#, r#"'a"b'"#),
            (r#"a"'b"#, r#""a\"'b""#),
            ("a\\\n\t\r", r#""a\\\n\t\r""#),
            ("\u{202e}\0\u{e0041}é日", r#""\u202e\x00\U000e0041é日""#),
        ] {
            assert_eq!(literal(text), made);
        }
        for (text, made) in [
            (r"^\d$", r#"r"^\d$""#),
            ("a", r#""a""#),
            (r#"\"'"#, r#""\\\"'""#),
            (r#"\""#, r#"r'\"'"#),
            ("a\\", r#""a\\""#),
        ] {
            assert_eq!(raw(text), made);
        }
    }
}
