//! The tables that find needles in a stream, and the facts about each needle.

use crate::core::name::EnvName;
use crate::needle::automaton::Automaton;
use crate::needle::encoding::Encoding;
use crate::needle::form::Form;
use crate::needle::sieve::Sieve;
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
    pub(crate) store: Store,
    pub(crate) automaton: Automaton,
    pub(crate) sieve: Option<Sieve>,
    notes: Vec<Note>,
    masks: Vec<String>,
}

/// The facts about a needle besides its bytes.
struct Note {
    /// The number of its key.
    key: usize,
    /// How many of its first bytes are not secret.
    public: usize,
    /// The needle that this is a piece of, and where in that the piece ends.
    whole: Option<(usize, usize)>,
}

/// A needle before it is compiled.
struct Draft<'f> {
    bytes: &'f [u8],
    key: usize,
    form: &'f Form,
    /// Where the piece ends, if it is one of the form.
    end: Option<usize>,
}

impl MaskTables {
    /// Compiles the forms of keys that are sorted by name, and the pieces of those that
    /// programs break up. Returns `None` if there are none.
    pub(super) fn new(masked: &[(&EnvName, Vec<Form>)]) -> Option<Self> {
        let all = || masked.iter().flat_map(|(_, forms)| forms);
        let shortest = all().map(|form| form.expose().len()).min()?;
        let length = shortest.clamp(MIN_PIECE, MAX_PIECE);
        let mut needles: Vec<Draft<'_>> = Vec::new();
        for (key, (_, forms)) in masked.iter().enumerate() {
            for form in forms {
                let bytes = form.expose();
                let ends = form
                    .broken_from()
                    .map(|from| ends(from, bytes.len(), length));
                let piece = |end| Draft {
                    bytes: &bytes[end - length..end],
                    key,
                    form,
                    end: Some(end),
                };
                needles.extend(ends.into_iter().flatten().map(piece));
                needles.push(Draft {
                    bytes,
                    key,
                    form,
                    end: None,
                });
            }
        }
        // If two keys share a needle, prefer the one it is the raw value of.
        needles.sort_by_key(|it| {
            let is_derived = it.form.encoding() != Encoding::Raw;
            (it.bytes, it.end.is_some(), is_derived, it.key)
        });
        needles.dedup_by_key(|it| it.bytes);
        let store = Store::new(needles.iter().map(|it| it.bytes));
        let place = |bytes: &[u8]| needles.binary_search_by(|it| it.bytes.cmp(bytes)).ok();
        let notes = needles.iter().map(|it| Note {
            key: it.key,
            public: it.end.map_or(it.form.public(), |_| 0),
            whole: it.end.and_then(|end| Some((place(it.form.expose())?, end))),
        });
        let notes = notes.collect();
        let mask = |(key, _): &(&EnvName, _)| format!("***REDACTED:{key}***");
        Some(Self {
            automaton: Automaton::new(&store)?,
            sieve: Sieve::new(&store),
            notes,
            masks: masked.iter().map(mask).collect(),
            store,
        })
    }

    /// The needle that another one is a piece of, and where in that the piece ends.
    pub(crate) fn whole(&self, piece: usize) -> Option<(usize, usize)> {
        self.notes[piece].whole
    }

    /// The text that replaces a needle.
    pub(crate) fn mask(&self, needle: usize) -> &str {
        &self.masks[self.notes[needle].key]
    }

    /// The first place where a truncated needle begins that runs to the end of the text
    /// and is too long to occur by chance, and the needle.
    pub(crate) fn truncated(&self, text: &[u8]) -> Option<(usize, usize)> {
        (0..(text.len() + 1).saturating_sub(TRUNCATED)).find_map(|from| {
            let rest = &text[from..];
            let is_cut = |(needle, note): &(usize, &Note)| {
                self.store.get(*needle).starts_with(rest) && rest.len() >= note.public + TRUNCATED
            };
            let needles = self.notes.iter().enumerate().filter(is_cut);
            let first = needles.min_by_key(|(_, note)| note.key);
            first.map(|(needle, _)| (from, needle))
        })
    }
}
