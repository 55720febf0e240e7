//! The tables that find needles in a stream, and the facts about each needle.

use crate::core::name::EnvName;
use crate::needle::automaton::Automaton;
use crate::needle::encoding::Encoding;
use crate::needle::form::Form;
use crate::needle::sieve::Sieve;
use crate::needle::store::Store;

/// A truncated needle of at least this many bytes is masked at the end of the input.
pub(crate) const TRUNCATED: usize = 8;

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
}

impl MaskTables {
    /// Compiles the forms of keys that are sorted by name. Returns `None` if there are
    /// none.
    pub(super) fn new(masked: &[(&EnvName, Vec<Form>)]) -> Option<Self> {
        let keyed = masked.iter().enumerate();
        let mut needles: Vec<(usize, &Form)> = keyed
            .flat_map(|(key, (_, forms))| forms.iter().map(move |form| (key, form)))
            .collect();
        if needles.is_empty() {
            return None;
        }
        // If two keys share a needle, prefer the one it is the raw value of.
        needles.sort_by_key(|(key, form)| (form.expose(), form.encoding() != Encoding::Raw, *key));
        needles.dedup_by_key(|(_, form)| form.expose());
        let store = Store::new(needles.iter().map(|(_, form)| form.expose()));
        let notes = needles.iter().map(|(key, form)| Note {
            key: *key,
            public: form.public(),
        });
        let mask = |(key, _): &(&EnvName, _)| format!("***REDACTED:{key}***");
        Some(Self {
            automaton: Automaton::new(&store)?,
            sieve: Sieve::new(&store),
            notes: notes.collect(),
            masks: masked.iter().map(mask).collect(),
            store,
        })
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
