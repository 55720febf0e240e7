//! The tables that find needles in a stream, and the facts about each needle.

use crate::core::name::EnvName;
use crate::needle::automaton::Automaton;
use crate::needle::encoding::Encoding;
use crate::needle::form::Form;
use crate::needle::store::Store;

/// A truncated needle of at least this many bytes is masked at the end of the input.
pub(crate) const TRUNCATED: usize = 8;

/// How long pieces of a value are. They are as long as the shortest needle if they can be,
/// so that they do not slow the sieve down.
const MIN_PIECE: usize = 12;
const MAX_PIECE: usize = 24;

/// How far apart pieces begin: at most this many bytes of a value without its beginning
/// are shown. Long values have no more pieces than this.
const PIECE_STEP: usize = 4;
const MAX_PIECES: usize = 32;

/// Where the pieces of a text end: the last one with the text, and one that begins it.
fn ends(from: usize, until: usize, piece: usize) -> impl Iterator<Item = usize> {
    let step = PIECE_STEP.max((until - from) / MAX_PIECES);
    let room = (until - from).checked_sub(piece);
    let count = room.map_or(0, |room| room / step + 1);
    let all = (0..count).map(move |number| until - number * step);
    all.chain(room.map(|_| from + piece))
}

/// The tables that find needles.
pub(crate) struct MaskTables {
    pub(crate) automaton: Automaton,
    notes: Vec<Note>,
    masks: Vec<String>,
}

/// The facts about a needle besides its bytes.
struct Note {
    /// The number of its key.
    key: u32,
    /// How many of its first bytes are not secret.
    public: u32,
    /// The needle that this is a piece of, and where in that the piece ends.
    whole: Option<(u32, u32)>,
}

/// A needle before it is compiled.
struct Draft<'f> {
    /// Its first bytes as a number: comparing those is most of the work of sorting.
    head: u64,
    bytes: &'f [u8],
    /// The number of its form.
    form: usize,
    /// Where the piece ends, if it is one of the form.
    end: Option<u32>,
}

impl<'f> Draft<'f> {
    fn new(bytes: &'f [u8], form: usize, end: Option<u32>) -> Self {
        let head = (0..8).fold(0, |head, at| {
            head << 8 | bytes.get(at).map_or(0, |byte| u64::from(*byte))
        });
        Self {
            head,
            bytes,
            form,
            end,
        }
    }
}

/// Forms with the number of their key.
type Numbered<'f> = Vec<(u32, &'f Form)>;

impl MaskTables {
    /// Compiles the forms of keys that are sorted by name, and the pieces of those that
    /// programs break up. Returns `None` if there are none, or too many.
    pub(super) fn new(masked: &[(&EnvName, Vec<Form>)]) -> Option<Self> {
        let keys = (0..).zip(masked);
        let all = keys.flat_map(|(key, (_, forms))| forms.iter().map(move |form| (key, form)));
        let forms: Numbered<'_> = all.collect();
        let drafts = drafts(&forms)?;
        // The number of the needle that each form has become.
        let mut places = vec![0; forms.len()];
        let needles = || drafts.chunk_by(|one, other| one.bytes == other.bytes);
        for (needle, same) in (0..).zip(needles()) {
            for it in same.iter().filter(|it| it.end.is_none()) {
                places[it.form] = needle;
            }
        }
        let note = |same: &[Draft<'_>]| {
            let (key, form) = forms[same[0].form];
            let public = same[0].end.map_or(form.public(), |_| 0);
            Some(Note {
                key,
                public: u32::try_from(public).ok()?,
                whole: same[0].end.map(|end| (places[same[0].form], end)),
            })
        };
        let notes = needles().map(note).collect::<Option<_>>()?;
        let store = Store::new(needles().map(|same| same[0].bytes))?;
        drop(drafts);
        let mask = |(key, _): &(&EnvName, _)| format!("***REDACTED:{key}***");
        Some(Self {
            automaton: Automaton::new(store),
            notes,
            masks: masked.iter().map(mask).collect(),
        })
    }

    /// The needle that another one is a piece of, and where in that the piece ends.
    pub(crate) fn whole(&self, piece: usize) -> Option<(usize, usize)> {
        let whole = self.notes[piece].whole;
        whole.map(|(needle, end)| (needle as usize, end as usize))
    }

    /// The text that replaces a needle.
    pub(crate) fn mask(&self, needle: usize) -> &str {
        &self.masks[self.notes[needle].key as usize]
    }

    /// The first place where a truncated needle begins that runs to the end of the text
    /// and is too long to occur by chance, and the needle.
    pub(crate) fn truncated(&self, text: &[u8]) -> Option<(usize, usize)> {
        (0..(text.len() + 1).saturating_sub(TRUNCATED)).find_map(|from| {
            let rest = &text[from..];
            let is_cut =
                |needle: &usize| rest.len() >= self.notes[*needle].public as usize + TRUNCATED;
            let needles = self.automaton.store.all_with(rest).filter(is_cut);
            let first = needles.min_by_key(|needle| self.notes[*needle].key);
            first.map(|needle| (from, needle))
        })
    }
}

/// The needles of forms and of their pieces, sorted.
fn drafts<'f>(forms: &Numbered<'f>) -> Option<Vec<Draft<'f>>> {
    let lengths = forms.iter().map(|(_, form)| form.expose().len());
    let length = lengths.min()?.clamp(MIN_PIECE, MAX_PIECE);
    let mut drafts: Vec<Draft<'_>> = Vec::new();
    for (number, (_, form)) in forms.iter().enumerate() {
        let bytes = form.expose();
        if let Some(from) = form.broken_from() {
            for end in ends(from, bytes.len(), length) {
                let piece = &bytes[end - length..end];
                drafts.push(Draft::new(piece, number, Some(u32::try_from(end).ok()?)));
            }
        }
        drafts.push(Draft::new(bytes, number, None));
    }
    // If two keys share a needle, prefer the one it is the raw value of.
    let rank = |it: &Draft<'_>| {
        let is_derived = forms[it.form].1.encoding() != Encoding::Raw;
        (it.end.is_some(), is_derived, it.form, it.end)
    };
    drafts.sort_unstable_by(|one, other| {
        let order = (one.head, one.bytes).cmp(&(other.head, other.bytes));
        order.then_with(|| rank(one).cmp(&rank(other)))
    });
    Some(drafts)
}
