//! Where a value begins that is assigned to a name: in code, in files of settings, on
//! command lines and in headers.

/// Where something begins and ends in a text.
pub(super) type Span = (usize, usize);

/// How far a value is from its name at most: an annotation, a wrapper, a line break.
const LONGEST_GAP: usize = 160;

/// Words before a name that is assigned without a sign: `ENV X v`, `set -gx X v`.
const BARE: [&[u8]; 9] = [
    b"ENV", b"ARG", b"SetEnv", b"setenv", b"setx", b"set", b"-x", b"-gx", b"#define",
];

/// How far back from a name to look for one of them.
const LONGEST_BARE: usize = 24;

/// Words between an assignment's sign and its value, and types between a name and
/// the sign.
const GLUE: [&[u8]; 10] = [
    b"apikey", b"basic", b"bearer", b"bot", b"key", b"new", b"or", b"str", b"string", b"token",
];

/// Words that assign, as they name what to take in place of what is not there.
const OR: [&[u8]; 4] = [b"or", b"unwrap_or", b"orElse", b"getOrElse"];

/// Names of what holds the value where the key has a member of its own:
/// `{"name": "X", "value": "v"}`.
const VALUE: [&[u8]; 5] = [
    b"value",
    b"default",
    b"default_value",
    b"fallback",
    b"content",
];

/// The reading of what stands between a name and its value.
struct Gap<'a> {
    text: &'a [u8],
    /// Where the name's last character is.
    from: usize,
    at: usize,
    end: usize,
    assigned: Assigned,
    /// Whether a word came last, and blanks since: the next word is prose.
    word: bool,
    blank: bool,
    /// The last sign, or the end of a line.
    sign: u8,
    /// Whether the next value is another name's.
    foreign: bool,
    depth: i32,
}

/// What has been assigned so far.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Assigned {
    Nothing,
    /// By a comma, or within brackets: other values may follow.
    Some,
    /// By a sign that one value follows.
    One,
}

/// The first text that `take` takes where the value of a name begins.
pub(super) fn assigned(
    text: &[u8],
    name: Span,
    take: &dyn Fn(usize) -> Option<Span>,
) -> Option<Span> {
    let bare = is_bare(text, name);
    let mut gap = Gap {
        text,
        from: name.1.saturating_sub(1),
        at: name.1,
        end: text.len().min(name.1 + LONGEST_GAP),
        assigned: if bare {
            Assigned::Some
        } else {
            Assigned::Nothing
        },
        word: !bare,
        blank: false,
        sign: 0,
        foreign: false,
        depth: 0,
    };
    while gap.at < gap.end {
        if gap.assigned != Assigned::Nothing && !gap.word && !gap.foreign {
            let found = take(gap.at);
            if found.is_some() {
                return found;
            }
        }
        gap.step()?;
    }
    None
}

/// Whether a name is an option, or follows a word that assigns to it.
fn is_bare(text: &[u8], name: Span) -> bool {
    let before = &text[name.0.saturating_sub(LONGEST_BARE)..name.0];
    let blanks = before.iter().rev().take_while(|byte| b" \t".contains(byte));
    let blanks = blanks.count();
    let before = &before[..before.len() - blanks];
    let word = before.iter().rposition(u8::is_ascii_whitespace);
    let word = &before[word.map_or(0, |at| at + 1)..];
    text[name.0..].starts_with(b"--") || (blanks > 0 && BARE.contains(&word))
}

impl Gap<'_> {
    /// Reads on. `None` if what comes is not an assignment.
    fn step(&mut self) -> Option<()> {
        let byte = self.text[self.at];
        match byte {
            b' ' | b'\t' => self.blank = true,
            b'\n' | b'\r' => self.line_break(1)?,
            b'\\' => return self.escape(),
            b'"' | b'\'' | b'`' => {}
            b'-' if self.blank && self.is_option() => {
                self.option();
                return Some(());
            }
            b'(' | b'[' | b'{' => self.open(byte),
            b')' | b']' | b'}' => self.close()?,
            b',' => self.comma()?,
            b'=' | b':' | b'?' | b'|' | b'>' => self.sign(byte),
            // The next member of a query.
            b'&' if self.sign == b'=' => return None,
            b'&' | b'<' | b'$' | b'@' | b'-' | b'!' | b'*' | b'.' => self.word = false,
            _ if byte.is_ascii_alphanumeric() || byte == b'_' => return self.word(),
            _ => return None,
        }
        self.at += 1;
        Some(())
    }

    fn is_option(&self) -> bool {
        let rest = &self.text[self.at + 1..];
        let name = rest.strip_prefix(b"-").unwrap_or(rest);
        name.first().is_some_and(u8::is_ascii_alphabetic)
    }

    fn open(&mut self, byte: u8) {
        self.depth += 1;
        self.word = false;
        self.sign = byte;
    }

    /// Whatever is in brackets ends with them, and so does what the name is in.
    fn close(&mut self) -> Option<()> {
        self.depth -= 1;
        // Two: the brackets of a subscript and of a call around the name.
        (self.depth >= -2).then_some(())
    }

    fn comma(&mut self) -> Option<()> {
        if self.depth <= 0 && self.assigned == Assigned::One {
            return None;
        }
        self.assign(Assigned::Some);
        self.foreign = false;
        self.word = false;
        self.sign = b',';
        Some(())
    }

    fn assign(&mut self, how: Assigned) {
        if self.assigned != Assigned::One {
            self.assigned = how;
        }
    }

    fn sign(&mut self, byte: u8) {
        // Of `>`, only that of a tag or of `=>` assigns.
        let assigns = byte != b'>' || self.sign == b'=' || self.text[self.at - 1] != b' ';
        if byte != b'>' && self.depth <= 0 {
            self.assign(Assigned::One);
        } else if assigns {
            self.assign(Assigned::Some);
        }
        self.word = false;
        self.sign = byte;
    }

    /// An option such as `--body`, which takes a value.
    fn option(&mut self) {
        let rest = &self.text[self.at..self.end];
        let is_option = |byte: &&u8| byte.is_ascii_alphanumeric() || b"_-".contains(byte);
        self.at += rest.iter().take_while(is_option).count();
        self.assign(Assigned::Some);
        self.word = false;
    }

    fn word(&mut self) -> Option<()> {
        let rest = &self.text[self.at..self.end];
        let is_word = |byte: &&u8| byte.is_ascii_alphanumeric() || b"_.-/".contains(byte);
        let length = rest.iter().take_while(is_word).count();
        let (word, rest) = rest.split_at(length);
        let is_glue = is_one(&GLUE, word);
        let is_named = is_named(rest);
        let is_value = is_named && is_one(&VALUE, word);
        if self.word && self.blank && !is_glue && !is_value && !self.foreign {
            return None;
        }
        if b",({[\n".contains(&self.sign) && is_named {
            self.foreign = !is_value;
        }
        if is_one(&OR, word) {
            self.assign(Assigned::One);
        }
        self.word = !is_glue;
        self.blank = false;
        self.at += length;
        Some(())
    }

    /// The end of a line, which is that of an assignment too, unless it is open.
    fn line_break(&mut self, length: usize) -> Option<()> {
        let rest = &self.text[self.at + length..self.end];
        let last = self.text[self.from..self.at].trim_ascii_end().last();
        let goes_on = last.is_some_and(|byte| b"([{,=:|>+?\\".contains(byte));
        let is_inside = self.depth > 0 || (goes_on && self.depth >= 0);
        let next = rest.trim_ascii_start();
        let next = next.strip_prefix(b"\"").unwrap_or(next);
        let is_word = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
        let word = &next[..next.iter().take_while(is_word).count()];
        if !is_inside && !is_one(&VALUE, word) {
            return None;
        }
        self.foreign &= self.depth <= 0;
        self.word = false;
        self.blank = true;
        if !goes_on || self.sign == b'{' {
            self.sign = b'\n';
        }
        self.at += length;
        Some(())
    }

    /// A character after a backslash: the end of a line, a quote, or nothing.
    fn escape(&mut self) -> Option<()> {
        if matches!(self.text.get(self.at + 1), Some(b'n' | b'r')) {
            return self.line_break(2);
        }
        self.at += 1;
        Some(())
    }
}

/// Whether an assignment to the word before follows.
fn is_named(rest: &[u8]) -> bool {
    let quotes = |byte: &&u8| b"\"'\\ \t".contains(byte);
    let sign = &rest[rest.iter().take_while(quotes).count()..];
    matches!(sign, [b'=' | b':', after, ..] if !b"=:".contains(after))
}

fn is_one(words: &[&[u8]], word: &[u8]) -> bool {
    words.iter().any(|one| one.eq_ignore_ascii_case(word))
}
