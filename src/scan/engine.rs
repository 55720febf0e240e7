//! What finds needles in a text that is there as a whole: those that stand in
//! it as they are, and those that are broken up.

use super::dump;
use super::squeeze::{self, Squeezed};
use crate::core::entropy;
use crate::needle::{Encoding, Form, Index};

/// A needle that is shorter is looked for apart: it would slow the search for
/// the others down.
const SHORT: usize = 15;

/// A value of fewer bits may be words: white space alone does not break it up.
const NO_WORDS_BITS: u32 = 64;

/// Only so much of what comes before a place is looked at.
pub(super) const BEFORE: usize = 512;

/// A needle at a place, before it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) key: usize,
    pub(super) encoding: Encoding,
    pub(super) partial: bool,
}

/// How a text is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// A text, in which needles may be broken up.
    Text,
    /// Bytes, in which they are not.
    Binary,
    /// A text to be shown: a value that is a part of a word counts too.
    Redact,
}

/// A part of a text that needles may begin in, and where it lies in the whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window<'t> {
    pub(super) text: &'t [u8],
    /// How many bytes come before the text.
    pub(super) base: u64,
    pub(super) from: usize,
    pub(super) until: usize,
}

impl<'t> Window<'t> {
    /// A text as a whole.
    pub(super) fn whole(text: &'t [u8]) -> Self {
        Self {
            text,
            base: 0,
            from: 0,
            until: text.len(),
        }
    }
}

/// The compiled needles.
pub(super) struct Engine {
    forms: Vec<Sought>,
    needles: Vec<Needle>,
    long: Option<Index>,
    short: Option<Index>,
    squeezed: Option<Index>,
    /// For each squeezed needle, its form.
    squeezed_forms: Vec<u32>,
}

/// A form that is looked for.
struct Sought {
    key: usize,
    form: Form,
    /// Whether it is of words, so that white space alone does not break it up.
    wordy: bool,
    /// Of the beginning of a value, the form of all of it.
    whole: Option<u32>,
}

/// What is looked for in the text as it is.
#[derive(Clone, Copy)]
struct Needle {
    form: u32,
    /// Whether it is what leads to the form in a dump.
    leads: bool,
}

impl Engine {
    /// Compiles forms with the numbers of their keys.
    pub(super) fn new(forms: Vec<(usize, Form)>) -> Self {
        let sought = forms.into_iter().map(|(key, form)| Sought {
            key,
            wordy: is_written(form.encoding()) && entropy::bits(form.expose()) < NO_WORDS_BITS,
            form,
            whole: None,
        });
        let mut engine = Self {
            forms: sought.collect(),
            needles: Vec::new(),
            long: None,
            short: None,
            squeezed: None,
            squeezed_forms: Vec::new(),
        };
        engine.link();
        engine.compile();
        engine.compile_squeezed();
        engine
    }

    /// Finds the whole values of beginnings.
    fn link(&mut self) {
        let whole = |part: &Sought| {
            let is_whole = |other: &Sought| {
                !other.form.is_partial()
                    && other.key == part.key
                    && other.form.expose().starts_with(part.form.expose())
            };
            let place = self.forms.iter().position(is_whole);
            place.and_then(|place| u32::try_from(place).ok())
        };
        let wholes = self.forms.iter().map(|form| {
            let partial = form.form.is_partial();
            partial.then(|| whole(form)).flatten()
        });
        let wholes: Vec<Option<u32>> = wholes.collect();
        for (form, whole) in self.forms.iter_mut().zip(wholes) {
            form.whole = whole;
        }
    }

    fn compile(&mut self) {
        let mut anchors = Vec::new();
        let (mut long, mut short) = (Vec::new(), Vec::new());
        for (number, sought) in (0..).zip(&self.forms) {
            let needle = Needle {
                form: number,
                leads: false,
            };
            match sought.form.expose().len() {
                ..SHORT => short.push((sought.form.expose(), needle)),
                SHORT.. => long.push((sought.form.expose(), needle)),
            }
            if is_written(sought.form.encoding()) && !sought.form.is_partial() {
                let leads = Needle {
                    form: number,
                    leads: true,
                };
                let texts = dump::anchors(sought.form.expose()).into_iter();
                anchors.extend(texts.map(|text| (text, leads)));
            }
        }
        long.extend(
            anchors
                .iter()
                .map(|(text, needle)| (text.as_slice(), *needle)),
        );
        let mut needles = Vec::new();
        let mut index = |list: &[(&[u8], Needle)]| {
            let first = u32::try_from(needles.len()).unwrap_or(u32::MAX);
            needles.extend(list.iter().map(|(_, needle)| *needle));
            let texts: Vec<&[u8]> = list.iter().map(|(text, _)| *text).collect();
            Index::new(&texts, first)
        };
        let (long, short) = (index(&long), index(&short));
        self.needles = needles;
        self.long = long;
        self.short = short;
    }

    fn compile_squeezed(&mut self) {
        let mut texts = Vec::new();
        for (number, sought) in (0..).zip(&self.forms) {
            let needle = squeeze::needle(&sought.form);
            texts.extend(needle.map(|text| (text, sought.key, number)));
        }
        texts.sort_by(|one, other| (&*one.0, one.1, one.2).cmp(&(&*other.0, other.1, other.2)));
        texts.dedup_by(|one, other| (&*one.0, one.1) == (&*other.0, other.1));
        let needles: Vec<&[u8]> = texts.iter().map(|(text, ..)| text.as_slice()).collect();
        self.squeezed = Index::new(&needles, 0);
        self.squeezed_forms = texts.iter().map(|(.., form)| *form).collect();
    }

    /// Whether there is nothing to look for.
    pub(super) fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// The needles' bytes, in an order that does not change.
    pub(super) fn needles(&self) -> impl Iterator<Item = &[u8]> {
        self.forms.iter().map(|sought| sought.form.expose())
    }

    /// So many bytes after a place decide what begins there.
    pub(super) fn ahead(&self) -> usize {
        let longest = |index: &Option<Index>| index.as_ref().map_or(0, Index::longest);
        let broken = match longest(&self.squeezed) {
            0 => 0,
            length => squeeze::reach(length),
        };
        let values = self.forms.iter().map(|sought| &sought.form);
        let values = values.filter(|form| is_written(form.encoding()));
        let dump = values.map(|form| dump::reach(form.expose().len())).max();
        let lengths = [
            longest(&self.long),
            longest(&self.short),
            broken,
            dump.unwrap_or(0),
        ];
        lengths.into_iter().max().unwrap_or(0) + BEFORE
    }

    /// Finds what begins in a window.
    pub(super) fn sweep(
        &self,
        window: &Window<'_>,
        manner: Manner,
        scratch: &mut Squeezed,
        matches: &mut Vec<Match>,
    ) {
        for index in self.long.iter().chain(&self.short) {
            index.search(window.text, window.from, window.until, &mut |at, number| {
                matches.extend(self.matched(window, manner, at, number));
            });
        }
        if manner != Manner::Binary
            && let Some(index) = &self.squeezed
        {
            scratch.fill(window, squeeze::reach(index.longest()));
            let until = scratch.until();
            index.search(scratch.bytes(), 0, until, &mut |at, number| {
                let start = scratch.origin(at, window);
                matches.extend(self.broken_up(window.text, start, number));
            });
        }
        matches
            .sort_unstable_by_key(|it| (it.start, std::cmp::Reverse(it.end), it.encoding, it.key));
    }

    /// Makes a needle that stands in the text a match, unless it is a part of
    /// something else.
    fn matched(
        &self,
        window: &Window<'_>,
        manner: Manner,
        start: usize,
        number: u32,
    ) -> Option<Match> {
        let needle = self.needles.get(number as usize)?;
        let sought = self.forms.get(needle.form as usize)?;
        let bytes = sought.form.expose();
        if needle.leads {
            let (start, end) = dump::find(window.text, start, bytes)?;
            return Some(sought.at(start, end, Encoding::Dump));
        }
        let end = start + bytes.len();
        let alone = manner == Manner::Redact || sought.form.stands_alone(window.text, start, end);
        if !alone {
            return None;
        }
        let whole = sought
            .whole
            .and_then(|whole| self.forms.get(whole as usize));
        let more = whole.map_or(0, |whole| {
            let rest = whole.form.expose().iter().skip(bytes.len());
            let text = window.text.get(end..).unwrap_or_default();
            rest.zip(text)
                .take_while(|(one, other)| one == other)
                .count()
        });
        // ASCII in UTF-16 is one needle for both orders: units begin at even places.
        let odd = (window.base + start as u64) % 2 == 1;
        let high_first = sought.form.encoding() == Encoding::Utf16Le && bytes.len() % 2 == 1 && odd;
        Some(if high_first {
            sought.at(start.saturating_sub(1), end, Encoding::Utf16Be)
        } else {
            sought.at(start, end + more, sought.form.encoding())
        })
    }

    /// Makes a needle that is met in the squeezed text a match, if it stands
    /// in the text so.
    fn broken_up(&self, text: &[u8], start: usize, number: u32) -> Option<Match> {
        let form = self.squeezed_forms.get(number as usize)?;
        let sought = self.forms.get(*form as usize)?;
        let rest = text.get(start..)?;
        let length = squeeze::follow(rest, sought.form.expose(), sought.wordy)?;
        let encoding = match sought.form.encoding() {
            encoding if is_written(encoding) => Encoding::Split,
            encoding => encoding,
        };
        Some(sought.at(start, start + length, encoding))
    }
}

impl Sought {
    fn at(&self, start: usize, end: usize, encoding: Encoding) -> Match {
        Match {
            start,
            end,
            key: self.key,
            encoding,
            partial: self.form.is_partial(),
        }
    }
}

/// Whether a form is the value or a part of it as it is written.
fn is_written(encoding: Encoding) -> bool {
    matches!(
        encoding,
        Encoding::Raw
            | Encoding::UrlPassword
            | Encoding::JsonField
            | Encoding::ConnectionPassword
            | Encoding::Joined
    )
}
