//! The forms in which a value may come out: as it is, line by line, encoded,
//! quoted, or a part of it.

use std::fmt;

use zeroize::Zeroizing;

use super::bound::Bound;
use super::weakness::Weakness;
use super::{base, markup, part, percent, quote, sought};

/// Bytes that wipe themselves.
pub(super) type Text = Zeroizing<Vec<u8>>;

/// Of a longer value only the forms are derived that long values come out in:
/// the rest would cost more time and memory than it finds.
const LONG: usize = 1024;

/// Parts are looked for in parts (the URL in a JSON text), but not for ever.
const DEPTH: u32 = 3;

/// How a form is made from its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encoding {
    /// The bytes themselves.
    Raw,
    /// Without the white space around them.
    Trimmed,
    /// One line of several.
    Line,
    /// With the other line breaks: CR LF, as a terminal has them, or LF.
    LineBreaks,
    /// With every run of white space as one space, as `echo $KEY` prints it.
    Collapsed,
    /// Base64 of the standard alphabet, also from the middle of a text and in
    /// lines.
    Base64,
    /// Base64 of the alphabet for URLs and file names.
    Base64Url,
    /// Hexadecimal digits.
    Hex,
    /// Percent-encoded.
    Url,
    /// Escaped as in a JSON string.
    Json,
    /// Escaped as in HTML or XML.
    Html,
    /// Quoted for a shell.
    Shell,
    /// As Python's `repr` shows it.
    Python,
    /// The password in a URL, or the token in its place.
    UrlPassword,
    /// A string in a JSON text.
    JsonField,
    /// The password or key in a connection string.
    ConnectionPassword,
    /// All lines in one.
    Joined,
    /// With its quotes doubled, as in SQL, CSV and YAML.
    Doubled,
    /// As quoted-printable mail has it.
    QuotedPrintable,
    /// Every byte or character as a number: `\x74`, `\u0074`, `116, 101`.
    Escaped,
    /// As the history of zsh has it.
    Zsh,
    /// UTF-16, the low byte first.
    Utf16Le,
    /// UTF-16, the high byte first.
    Utf16Be,
    /// Hexadecimal columns of a dump.
    Dump,
    /// Broken up by line breaks, quotes, white space or `+`.
    Split,
}

impl Encoding {
    /// The name of the encoding in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Raw => "raw",
            Self::Trimmed => "trimmed",
            Self::Line => "line",
            Self::LineBreaks => "line-breaks",
            Self::Collapsed => "collapsed",
            Self::Base64 => "base64",
            Self::Base64Url => "base64url",
            Self::Hex => "hex",
            Self::Url => "url",
            Self::Json => "json",
            Self::Html => "html",
            Self::Shell => "shell",
            Self::Python => "python",
            Self::UrlPassword => "url-password",
            Self::JsonField => "json-field",
            Self::ConnectionPassword => "connection-password",
            Self::Joined => "joined",
            Self::Doubled => "doubled-quotes",
            Self::QuotedPrintable => "quoted-printable",
            Self::Escaped => "escaped",
            Self::Zsh => "zsh",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Dump => "dump",
            Self::Split => "split",
        }
    }
}

/// One form of a value. Wiped on drop, and never printed.
pub struct Form {
    encoding: Encoding,
    /// How many of the first bytes are no secret: a URL's scheme and user.
    public: usize,
    /// Whether it is only the beginning of the value.
    partial: bool,
    bytes: Text,
}

impl Form {
    /// How the form is made.
    #[must_use]
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The form itself, as secret as the value.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// How many of the first bytes are no secret by themselves.
    #[must_use]
    pub fn public(&self) -> usize {
        self.public
    }

    /// Whether it is only the beginning of the value.
    pub(crate) fn is_partial(&self) -> bool {
        self.partial
    }

    /// What must not stand beside it.
    pub(crate) fn bound(&self) -> Bound {
        Bound::of(self.encoding, self.bytes.len())
    }

    /// A form of just these bytes.
    #[cfg(test)]
    pub(super) fn plain(bytes: &[u8]) -> Self {
        Self {
            encoding: Encoding::Raw,
            public: 0,
            partial: false,
            bytes: copy(bytes),
        }
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Form").field(&self.encoding).finish()
    }
}

/// What forms are collected for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Mask,
    Search,
}

/// The forms of one value, while they are collected.
pub(super) struct Forms {
    forms: Vec<Form>,
    purpose: Purpose,
}

impl Forms {
    /// Every form of a value, each once, those made first before the others.
    pub(super) fn of(value: &[u8]) -> Vec<Form> {
        let mut forms = Self::new(Purpose::Mask);
        forms.derive(value, Encoding::Raw, DEPTH);
        forms.distinct()
    }

    /// The same of a value that is searched for.
    pub(super) fn sought(value: &[u8]) -> Vec<Form> {
        let mut forms = Self::new(Purpose::Search);
        sought::derive(value, Encoding::Raw, DEPTH, &mut forms);
        forms.distinct()
    }

    fn new(purpose: Purpose) -> Self {
        Self {
            forms: Vec::new(),
            purpose,
        }
    }

    /// Adds a form unless it is met by chance.
    pub(super) fn add(&mut self, encoding: Encoding, bytes: Text) {
        if Weakness::of(&bytes).is_none() {
            self.push(encoding, bytes, false);
        }
    }

    /// Whether a JSON text's strings count whatever their names: to mask one too
    /// many harms less than to find it where it is public.
    pub(super) fn takes_any_field(&self) -> bool {
        self.purpose == Purpose::Mask
    }

    /// Adds the beginning of a value.
    pub(super) fn add_partial(&mut self, encoding: Encoding, bytes: Text) {
        self.push(encoding, bytes, true);
    }

    fn push(&mut self, encoding: Encoding, bytes: Text, partial: bool) {
        self.forms.push(Form {
            encoding,
            public: 0,
            partial,
            bytes,
        });
    }

    /// Adds the forms of a part of a value.
    pub(super) fn part(&mut self, encoding: Encoding, part: &[u8], depth: u32) {
        match self.purpose {
            Purpose::Mask if Weakness::of(part).is_none() => self.derive(part, encoding, depth),
            Purpose::Search if Weakness::of_sought(part).is_none() => {
                sought::derive(part, encoding, depth, self);
            }
            Purpose::Mask | Purpose::Search => {}
        }
    }

    fn derive(&mut self, value: &[u8], encoding: Encoding, depth: u32) {
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        let first = self.forms.len();
        let trimmed = value.trim_ascii();
        self.add(encoding, copy(value));
        self.add(Encoding::Trimmed, copy(trimmed));
        self.lines(trimmed);
        base::base64(trimmed, self);
        if trimmed.len() <= LONG {
            base::hex(trimmed, self);
            base::utf16(trimmed, self);
        }
        // The others leave plain characters as they are.
        if !trimmed.iter().all(|byte| is_plain(*byte)) {
            quote::json(trimmed, self);
            if trimmed.len() <= LONG {
                percent::forms(trimmed, self);
                markup::forms(trimmed, self);
                quote::shell(trimmed, self);
                quote::python(trimmed, self);
            }
        }
        self.publish(first, trimmed);
        part::password(trimmed, self, depth);
        part::fields(trimmed, self, depth);
    }

    /// The forms of a value of several lines.
    fn lines(&mut self, value: &[u8]) {
        let is_break = |byte: &u8| matches!(byte, b'\n' | b'\r');
        if !value.iter().any(is_break) {
            if value.len() <= LONG {
                self.collapsed(value);
            }
            return;
        }
        let lines = value.split(is_break).map(<[u8]>::trim_ascii);
        // A PEM text's first and last line say what it is, and are no secret.
        for line in lines.filter(|line| !line.starts_with(b"-----")) {
            self.add(Encoding::Line, copy(line));
        }
        self.line_breaks(value);
        self.collapsed(value);
    }

    /// Adds a value of several lines with LF and with CR LF.
    pub(super) fn line_breaks(&mut self, value: &[u8]) {
        let mut unix = Text::new(Vec::with_capacity(value.len()));
        let mut terminal = Text::new(Vec::with_capacity(value.len() * 2));
        let mut bytes = value.iter().peekable();
        while let Some(byte) = bytes.next() {
            match byte {
                b'\r' if bytes.peek() == Some(&&b'\n') => {}
                b'\n' => {
                    unix.push(b'\n');
                    terminal.extend_from_slice(b"\r\n");
                }
                _ => {
                    unix.push(*byte);
                    terminal.push(*byte);
                }
            }
        }
        self.add(Encoding::LineBreaks, terminal);
        self.add(Encoding::LineBreaks, unix);
    }

    fn collapsed(&mut self, value: &[u8]) {
        let mut collapsed = Text::new(Vec::with_capacity(value.len()));
        for word in value.split(u8::is_ascii_whitespace) {
            if !word.is_empty() && !collapsed.is_empty() {
                collapsed.push(b' ');
            }
            collapsed.extend_from_slice(word);
        }
        self.add(Encoding::Collapsed, collapsed);
    }

    /// Notes how much of the forms' beginnings is no secret.
    fn publish(&mut self, first: usize, value: &[u8]) {
        let public = part::public(value);
        for form in self.forms.iter_mut().skip(first) {
            if form.bytes.starts_with(public) {
                form.public = public.len();
            }
        }
    }

    fn distinct(self) -> Vec<Form> {
        let mut order: Vec<usize> = (0..self.forms.len()).collect();
        let bytes = |form: &usize| self.forms.get(*form).map(Form::bytes);
        order.sort_by(|one, other| bytes(one).cmp(&bytes(other)).then(one.cmp(other)));
        order.dedup_by(|one, other| bytes(one) == bytes(other));
        order.sort_unstable();
        let mut order = order.into_iter().peekable();
        let numbered = self.forms.into_iter().enumerate();
        let kept = numbered.filter_map(|(number, form)| order.next_if_eq(&number).map(|_| form));
        kept.collect()
    }
}

/// Whether no encoding below changes the byte.
pub(super) fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_' || byte == b'.'
}

/// A copy that wipes itself.
pub(super) fn copy(bytes: &[u8]) -> Text {
    Zeroizing::new(bytes.to_vec())
}

/// Writes each byte of a text through a rule.
pub(super) fn mapped(text: &[u8], mut rule: impl FnMut(u8, &mut Vec<u8>)) -> Text {
    // With its room from the start, as growing would leave copies behind.
    let mut out = Text::new(Vec::with_capacity(text.len() * 6));
    for byte in text {
        rule(*byte, &mut out);
    }
    out
}
