//! Finds needles in a text that is in memory: whole, in dumps, and split.

use std::hash::{BuildHasher as _, RandomState};

use zeroize::Zeroizing;

use crate::core::entropy;
use crate::core::entropy::thresholds::NO_WORDS_BITS;
use crate::needle::{Encoding, Form, Index};
use crate::scan::dump;
use crate::scan::squeeze::{self, Squeezed};
use crate::scan::window::{BEFORE, SearchMode, Window};

/// Shorter needles have an index of their own: they would slow down the
/// search for the long ones.
const SHORT: usize = 15;

/// A needle at a place, before it becomes a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) key: usize,
    pub(super) encoding: Encoding,
    pub(super) partial: bool,
}

pub(super) struct NeedleFinder {
    forms: Vec<KeyedForm>,
    /// The needles that `whole` finds, by number.
    needles: Vec<Needle>,
    /// Finds needles as they are: the long ones, and the short ones.
    whole: Vec<Index>,
    /// Finds needles in the squeezed text.
    squeezed: SqueezedForms,
}

/// A form of a key's value.
struct KeyedForm {
    key: usize,
    form: Form,
    is_wordy: bool,
    /// The form of the whole value, if this is only its beginning.
    whole: Option<usize>,
}

#[derive(Clone, Copy)]
struct Needle {
    form: usize,
    /// Whether this is only an anchor of the form, in a dump.
    leads: bool,
}

impl NeedleFinder {
    /// Compiles forms, each with the index of its key, by which they are sorted.
    pub(super) fn new(forms: Vec<(usize, Form)>) -> Self {
        let whole_of = |(key, part): &(usize, Form)| {
            let is_whole = |(_, form): &(usize, Form)| {
                !form.is_partial() && form.expose().starts_with(part.expose())
            };
            // The forms are sorted by key.
            let first = forms.partition_point(|(other, _)| other < key);
            let mut own = forms[first..].iter().take_while(|(other, _)| other == key);
            let is_part = part.is_partial();
            let place = is_part.then(|| own.position(is_whole)).flatten()?;
            Some(first + place)
        };
        let wholes: Vec<Option<usize>> = forms.iter().map(whole_of).collect();
        let forms = forms.into_iter().zip(wholes);
        let forms = forms.map(|((key, form), whole)| KeyedForm {
            key,
            is_wordy: form.encoding().is_written() && entropy::bits(form.expose()) < NO_WORDS_BITS,
            form,
            whole,
        });
        let forms: Vec<KeyedForm> = forms.collect();
        let (whole, needles) = index_whole(&forms);
        Self {
            squeezed: SqueezedForms::new(&forms),
            forms,
            needles,
            whole,
        }
    }

    /// The bytes of the needles, always in the same order.
    pub(super) fn needles(&self) -> impl Iterator<Item = &[u8]> {
        self.forms.iter().map(|it| it.form.expose())
    }

    /// How many bytes after a place decide what begins there.
    pub(super) fn ahead(&self) -> usize {
        let whole = self.whole.iter().map(Index::longest);
        let squeezed = self.squeezed.index.iter();
        let squeezed = squeezed.map(|_| squeeze::reach(self.squeezed.longest));
        let written = self
            .forms
            .iter()
            .filter(|it| it.form.encoding().is_written());
        let dumps = written.map(|it| dump::reach(it.form.expose().len()));
        let longest = whole.chain(squeezed).chain(dumps).max();
        longest.unwrap_or(0) + BEFORE
    }

    /// Finds what begins in a window.
    pub(super) fn sweep(
        &self,
        window: &Window<'_>,
        mode: SearchMode,
        squeezed: &mut Squeezed,
        matches: &mut Vec<Match>,
    ) {
        for index in &self.whole {
            index.search(window.text, window.from, window.until, &mut |at, number| {
                let needle = self.needles[number as usize];
                matches.extend(self.matched(window, mode, at, needle));
            });
        }
        if mode != SearchMode::Binary
            && let Some(index) = &self.squeezed.index
        {
            squeezed.fill(window, squeeze::reach(self.squeezed.longest));
            index.search(squeezed.bytes(), 0, squeezed.until(), &mut |at, number| {
                let start = squeezed.origin(at, window);
                let form = &self.forms[self.squeezed.forms[number as usize]];
                matches.extend(form.split_at(window.text, start));
            });
        }
        matches
            .sort_unstable_by_key(|it| (it.start, std::cmp::Reverse(it.end), it.encoding, it.key));
    }

    /// Makes a needle whose beginning is in the text a match, unless the text goes on in
    /// another way or it is part of a longer word.
    fn matched(
        &self,
        window: &Window<'_>,
        mode: SearchMode,
        start: usize,
        needle: Needle,
    ) -> Option<Match> {
        let keyed = &self.forms[needle.form];
        let bytes = keyed.form.expose();
        if needle.leads {
            let (start, end) = dump::find(window.text, start, bytes)?;
            return Some(keyed.matched(start, end, Encoding::Dump));
        }
        let end = start + bytes.len();
        if !window.text[start..].starts_with(bytes) {
            return None;
        }
        if mode != SearchMode::Redact && !keyed.form.stands_alone(window.text, start, end) {
            return None;
        }
        let tail = keyed.whole.map_or(0, |whole| {
            let rest = &self.forms[whole].form.expose()[bytes.len()..];
            let pairs = rest.iter().zip(&window.text[end..]);
            pairs.take_while(|(one, other)| one == other).count()
        });
        // One needle finds ASCII in both byte orders of UTF-16, whose units begin at even places.
        let is_odd = (window.base + start as u64) % 2 == 1 && bytes.len() % 2 == 1;
        Some(if is_odd && keyed.form.encoding() == Encoding::Utf16Le {
            keyed.matched(start.saturating_sub(1), end, Encoding::Utf16Be)
        } else {
            keyed.matched(start, end + tail, keyed.form.encoding())
        })
    }
}

impl KeyedForm {
    fn matched(&self, start: usize, end: usize, encoding: Encoding) -> Match {
        Match {
            start,
            end,
            key: self.key,
            encoding,
            partial: self.form.is_partial(),
        }
    }

    /// The match at a place that the squeezed text leads to, if the text has
    /// the form there in pieces.
    fn split_at(&self, text: &[u8], start: usize) -> Option<Match> {
        let length = squeeze::follow(&text[start..], self.form.expose(), self.is_wordy)?;
        let encoding = if self.form.encoding().is_written() {
            Encoding::Split
        } else {
            self.form.encoding()
        };
        Some(self.matched(start, start + length, encoding))
    }
}

/// Indexes the forms as they are and what leads to them in dumps.
fn index_whole(forms: &[KeyedForm]) -> (Vec<Index>, Vec<Needle>) {
    let written = forms.iter().enumerate();
    let written =
        written.filter(|(_, it)| it.form.encoding().is_written() && !it.form.is_partial());
    let anchors = written.flat_map(|(form, it)| {
        let texts = dump::anchors(it.form.expose()).into_iter();
        texts.map(move |text| (text, Needle { form, leads: true }))
    });
    let anchors: Vec<_> = anchors.collect();
    let whole = forms.iter().enumerate().map(|(form, it)| {
        let leads = false;
        (it.form.expose(), Needle { form, leads })
    });
    let leading = anchors.iter().map(|(text, it)| (text.as_slice(), *it));
    let all = whole.chain(leading);
    let (long, short): (Vec<_>, Vec<_>) = all.partition(|(text, _)| text.len() >= SHORT);
    let (mut indexes, mut needles) = (Vec::new(), Vec::new());
    for list in [long, short] {
        let first = u32::try_from(needles.len()).unwrap_or(u32::MAX);
        let (texts, own): (Vec<&[u8]>, Vec<Needle>) = list.into_iter().unzip();
        indexes.extend(Index::new(&texts, first));
        needles.extend(own);
    }
    (indexes, needles)
}

/// The forms without what may split them.
struct SqueezedForms {
    index: Option<Index>,
    /// The form of each number.
    forms: Vec<usize>,
    longest: usize,
}

impl SqueezedForms {
    /// Indexes the beginnings of the squeezed forms: [`squeeze::follow`] compares the rest.
    fn new(forms: &[KeyedForm]) -> Self {
        let hasher = RandomState::new();
        let mut longest = 0;
        let squeezed = forms.iter().enumerate().filter_map(|(form, it)| {
            let text = squeeze::needle(&it.form)?;
            longest = longest.max(text.len());
            let head = Zeroizing::new(Index::head(&text).to_vec());
            // All of the text would take as much memory as the form.
            Some((head, hasher.hash_one(&text[..]), it.key, form))
        });
        let mut squeezed: Vec<_> = squeezed.collect();
        squeezed.sort_unstable_by(|one, other| {
            let (one, other) = (
                (&*one.0, one.1, one.2, one.3),
                (&*other.0, other.1, other.2, other.3),
            );
            one.cmp(&other)
        });
        squeezed.dedup_by(|one, other| (&one.0, one.1, one.2) == (&other.0, other.1, other.2));
        let heads: Vec<&[u8]> = squeezed.iter().map(|(head, ..)| head.as_slice()).collect();
        Self {
            index: Index::new(&heads, 0),
            forms: squeezed.iter().map(|(.., form)| *form).collect(),
            longest,
        }
    }
}
