//! The recipes: which forms a value is masked and searched for in.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};

use crate::core::entropy;
use crate::core::entropy::thresholds::{NO_WORDS_BITS, TELLING_BITS};
use crate::needle::base::HUGE;
use crate::needle::encoding::Encoding;
use crate::needle::form::{Form, FormBytes, copy};
use crate::needle::weakness::Weakness;
use crate::needle::{base, escape, layout, markup, part, percent, quote};

/// The use that forms are derived for. Masking needs the forms that a terminal shows. Searching
/// also needs the forms in files, but leaves out those that a repository contains by
/// chance.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Mask,
    Search,
}

impl Purpose {
    /// Why a value has no forms, whatever the other values are.
    pub(super) fn weakness(self, value: &[u8]) -> Option<Weakness> {
        match self {
            Self::Mask => Weakness::of(value),
            Self::Search => Weakness::of_searched(value),
        }
    }
}

/// A way to write a value: the encoding, its function, and the longest values
/// that are masked and that are searched for in it. Forms of longer values
/// would cost more than they are worth.
type Recipe = (Encoding, fn(&[u8]) -> Vec<FormBytes>, usize, usize);

const NEVER: usize = 0;
const ALWAYS: usize = usize::MAX;

/// The most bytes of a value with every form that is masked.
const MASKED: usize = 1024;

/// The most bytes of a value with every form that is searched for.
const SEARCHED: usize = 8 * 1024;

/// The most bytes of a value with the forms in which every byte is written as a number.
const NUMBERED: usize = 2048;

/// Encodings that change every value. If two write the same text, the first one
/// names it.
#[rustfmt::skip]
const OF_ANY_VALUE: [Recipe; 12] = [
    (Encoding::Base64, base::base64, ALWAYS, ALWAYS),
    (Encoding::Base64Url, base::base64_url, HUGE, HUGE),
    (Encoding::Base64, base::base64_printed, HUGE, NEVER),
    (Encoding::Base64Url, base::base64_url_printed, HUGE, NEVER),
    (Encoding::Hex, base::hex, MASKED, SEARCHED),
    (Encoding::Utf16Le, base::utf16_le, MASKED, SEARCHED),
    (Encoding::Utf16Be, base::utf16_be, MASKED, SEARCHED),
    (Encoding::Base64, base::base64_utf16, NEVER, SEARCHED),
    (Encoding::Base64Url, base::base64_url_utf16, NEVER, SEARCHED),
    (Encoding::Escaped, escape::bytes, NEVER, NUMBERED),
    (Encoding::Escaped, escape::characters, NEVER, NUMBERED),
    (Encoding::Html, markup::references, NEVER, NUMBERED),
];

/// Encodings that leave letters, digits, `-`, `_` and `.` as they are.
#[rustfmt::skip]
const OF_SPECIAL_CHARACTERS: [Recipe; 14] = [
    (Encoding::Json, quote::json, ALWAYS, ALWAYS),
    (Encoding::Base64, base::base64_json, HUGE, HUGE),
    (Encoding::Json, quote::json_of_files, MASKED, SEARCHED),
    (Encoding::Url, percent::encoded, MASKED, SEARCHED),
    (Encoding::Html, markup::entities, MASKED, SEARCHED),
    (Encoding::Html, markup::references, MASKED, NEVER),
    (Encoding::Shell, quote::shell, MASKED, SEARCHED),
    (Encoding::Python, quote::python, MASKED, SEARCHED),
    (Encoding::Python, quote::python_ascii, MASKED, SEARCHED),
    (Encoding::Doubled, escape::doubled, MASKED, SEARCHED),
    (Encoding::Properties, escape::properties, MASKED, SEARCHED),
    (Encoding::QuotedPrintable, escape::quoted_printable, MASKED, SEARCHED),
    (Encoding::Escaped, escape::specials, MASKED, NUMBERED),
    (Encoding::Zsh, escape::zsh, MASKED, SEARCHED),
];

/// A value with pieces is random in every stretch of this length.
const STRETCH: usize = 20;

/// A shorter line is not searched for on its own.
const MIN_LINE: usize = 40;

/// Logs truncate long values, so the first `PREFIX` bytes of a value longer than `CUT`
/// are searched for, too.
const PREFIX: usize = 64;
const CUT: usize = 100;

/// Every form of a value, each once. If two encodings write the same form, it
/// has the name of the first.
pub(super) fn forms(value: &[u8], purpose: Purpose) -> Vec<Form> {
    let mut derivation = Derivation {
        forms: Vec::new(),
        purpose,
        derived: HashSet::new(),
    };
    derivation.derive(value, Encoding::Raw, part::DEPTH);
    let mut forms = derivation.forms;
    let mut seen = HashSet::new();
    let is_first: Vec<bool> = forms
        .iter()
        .map(|form| seen.insert(form.expose()))
        .collect();
    let mut is_first = is_first.into_iter();
    forms.retain(|_| is_first.next() == Some(true));
    forms.iter_mut().for_each(Form::shrink);
    forms
}

/// The forms of one value, while they are collected.
struct Derivation {
    forms: Vec<Form>,
    purpose: Purpose,
    /// Hashes of the parts whose forms are there.
    derived: HashSet<u64, RandomState>,
}

impl Derivation {
    /// Adds the forms of a value, or of a part of one.
    fn derive(&mut self, value: &[u8], encoding: Encoding, depth: u32) {
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        let first = self.forms.len();
        let trimmed = value.trim_ascii();
        match self.purpose {
            Purpose::Mask => {
                if is_token(value) {
                    self.forms
                        .push(Form::new(encoding, copy(value)).break_up(begin_of_pieces(value)));
                }
                self.add(encoding, copy(value));
                self.add(Encoding::Trimmed, copy(trimmed));
                self.masked_lines(trimmed);
            }
            Purpose::Search => {
                self.add(encoding, copy(trimmed));
                if is_hex(trimmed) {
                    self.add(encoding, FormBytes::new(trimmed.to_ascii_lowercase()));
                    self.add(encoding, FormBytes::new(trimmed.to_ascii_uppercase()));
                }
                self.searched_lines(trimmed, encoding, depth);
            }
        }
        self.encode(trimmed);
        if self.purpose == Purpose::Search {
            self.beginning(trimmed, encoding);
        }
        let public = part::public(trimmed);
        for form in &mut self.forms[first..] {
            form.publish(public);
        }
        self.parts(trimmed, depth);
    }

    /// Adds a form unless it occurs by chance.
    fn add(&mut self, encoding: Encoding, bytes: FormBytes) {
        if Weakness::of(&bytes).is_none() {
            self.forms.push(Form::new(encoding, bytes));
        }
    }

    /// Adds the forms of the recipes.
    fn encode(&mut self, value: &[u8]) {
        let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
        let special = Some(OF_SPECIAL_CHARACTERS).filter(|_| !value.iter().all(is_plain));
        let recipes = OF_ANY_VALUE.iter().chain(special.iter().flatten());
        for (encoding, encode, masked, searched) in recipes {
            let longest = match self.purpose {
                Purpose::Mask => masked,
                Purpose::Search => searched,
            };
            if value.len() <= *longest {
                for text in encode(value) {
                    self.add(*encoding, text);
                }
            }
        }
    }

    fn masked_lines(&mut self, value: &[u8]) {
        if layout::has_lines(value) {
            for line in layout::lines(value) {
                self.add(Encoding::Line, copy(line));
            }
            for text in layout::line_breaks(value) {
                self.add(Encoding::LineBreaks, text);
            }
        } else if value.len() > MASKED {
            return;
        }
        self.add(Encoding::Collapsed, layout::collapsed(value));
    }

    /// Adds the lines that are long enough to search for, and all of them joined.
    fn searched_lines(&mut self, value: &[u8], encoding: Encoding, depth: u32) {
        if !layout::has_lines(value) {
            if value.starts_with(b"-----BEGIN ")
                && let Some(text) = layout::broken(value)
            {
                self.derive(&text, encoding, depth);
            }
            return;
        }
        for text in layout::line_breaks(value) {
            self.add(Encoding::LineBreaks, text);
        }
        // Most lines of a JSON text are public, so its fields are used instead.
        if matches!(value.first(), Some(b'{' | b'[')) {
            return;
        }
        let mut joined = FormBytes::new(Vec::with_capacity(value.len()));
        // The headers of a PEM text are not secret.
        let is_header = |line: &&[u8]| line.windows(2).any(|pair| pair == b": ");
        for line in layout::lines(value).filter(|line| !is_header(line)) {
            joined.extend_from_slice(line);
            if line.len() >= MIN_LINE && entropy::bits(line) >= TELLING_BITS {
                self.add(Encoding::Line, copy(line));
            }
        }
        if entropy::bits(&joined) >= TELLING_BITS {
            self.add(Encoding::Joined, joined);
        }
    }

    /// Adds the beginning of a long value if it identifies the value. PEM texts, JSON
    /// texts and signed tokens all begin alike.
    fn beginning(&mut self, value: &[u8], encoding: Encoding) {
        let is_structured = value.starts_with(b"-----")
            || matches!(value.first(), Some(b'{' | b'[' | b'"'))
            || value.starts_with(b"eyJ");
        if value.len() <= CUT || is_structured {
            return;
        }
        let (start, public) = (&value[..PREFIX], part::public(value).len());
        if public < PREFIX && entropy::bits(&start[public..]) >= TELLING_BITS {
            self.forms.push(Form::partial(encoding, copy(start)));
        }
    }

    /// Adds the forms of the parts that are secrets themselves. Masking one field too many
    /// does less harm than reporting a public one as a leak.
    fn parts(&mut self, value: &[u8], depth: u32) {
        if depth == 0 {
            return;
        }
        for part in part::parts(value) {
            let is_wanted = self.purpose == Purpose::Mask || !part.may_be_public;
            if is_wanted
                && self.purpose.weakness(&part.text).is_none()
                && self
                    .derived
                    .insert(self.derived.hasher().hash_one(&part.text[..]))
            {
                self.derive(&part.text, part.encoding, depth);
            }
        }
    }
}

/// Whether a value consists of hexadecimal digits, so that its case does not matter.
fn is_hex(value: &[u8]) -> bool {
    let is_digit = |byte: &u8| byte.is_ascii_hexdigit() || *byte == b'-';
    value.len() >= 16 && value.iter().all(is_digit)
}

/// Where the pieces of a token begin. All signed tokens begin with the same few headers.
fn begin_of_pieces(value: &[u8]) -> usize {
    let header = value
        .starts_with(b"eyJ")
        .then(|| memchr::memchr(b'.', value));
    header.flatten().map_or(0, |at| at + 1)
}

/// Whether a value is one long word that is random all over, so that its pieces are secret.
/// Only a provider's prefix is not.
fn is_token(value: &[u8]) -> bool {
    let is_sign = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.~+/=".contains(byte);
    let Some(start) = value.len().checked_sub(STRETCH) else {
        return false;
    };
    let mut others = value[start.min(STRETCH)..].rchunks_exact(STRETCH);
    value.len() <= MASKED
        && value.iter().all(is_sign)
        && entropy::bits(&value[..STRETCH]) > TELLING_BITS
        && others.all(|other| entropy::bits(other) >= NO_WORDS_BITS)
}
