//! Needles: the values of a run in every form in which they may come out,
//! compiled once. What is found is decided here; `mask` replaces it.
//!
//! The needles' own bytes are wiped on drop. The automaton's tables, which
//! hold the same bytes in pieces, are not within reach.

mod automaton;
mod base;
mod form;
mod markup;
mod part;
mod percent;
mod quote;
mod sieve;
mod store;
#[cfg(test)]
mod tests;
mod weakness;

use std::collections::BTreeMap;
use std::fmt;

pub(crate) use automaton::{Automaton, State};
pub use form::{Encoding, Form};
pub(crate) use sieve::Sieve;
pub(crate) use store::Store;
pub use weakness::Weakness;

use crate::name::EnvName;
use crate::value::SecretValue;

/// A truncated needle of so many bytes is masked at the end of the input.
pub(crate) const TRUNCATED: usize = 8;

/// Every form of one value, each once. Empty for a value that is too weak to
/// be masked by itself.
#[must_use]
pub fn forms(value: &SecretValue) -> Vec<Form> {
    form::Forms::of(value.expose())
}

/// The compiled needles of a run's secrets; there may be none.
pub struct Needles(Option<Engine>);

/// A secret that cannot be masked, and why. Its name may be shown: the schema
/// declares it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unmaskable {
    /// The secret's name.
    pub key: EnvName,
    /// Why it is not masked.
    pub why: Weakness,
}

impl Needles {
    /// Compiles every form of every secret that can be masked, and lists the
    /// other secrets by name. `plain` are the run's settings, whose values
    /// stay readable. An empty secret is in neither: it cannot leak.
    pub fn new<'v>(
        secrets: impl IntoIterator<Item = (&'v EnvName, &'v SecretValue)>,
        plain: impl IntoIterator<Item = &'v SecretValue>,
    ) -> (Self, Vec<Unmaskable>) {
        let plain: Vec<&[u8]> = plain
            .into_iter()
            .map(|value| value.expose().trim_ascii())
            .collect();
        let secrets: BTreeMap<&EnvName, &SecretValue> = secrets
            .into_iter()
            .filter(|(_, value)| !value.is_blank())
            .collect();
        let mut masked = Vec::new();
        let mut unmaskable = Vec::new();
        for (key, value) in secrets {
            let bytes = value.expose();
            match Weakness::of(bytes) {
                None if plain.contains(&bytes.trim_ascii()) => {
                    unmaskable.push((key, Weakness::EqualsSetting));
                }
                None => masked.push((key, form::Forms::of(bytes))),
                Some(why) => unmaskable.push((key, why)),
            }
        }
        for (_, forms) in &mut masked {
            forms.retain(|form| !plain.contains(&form.bytes().trim_ascii()));
        }
        let engine = Engine::new(&masked);
        if engine.is_none() {
            unmaskable.extend(masked.iter().map(|(key, _)| (*key, Weakness::TooLarge)));
        }
        let mut unmaskable: Vec<Unmaskable> = unmaskable
            .into_iter()
            .map(|(key, why)| Unmaskable {
                key: key.clone(),
                why,
            })
            .collect();
        unmaskable.sort();
        (Self(engine), unmaskable)
    }

    /// Whether there is nothing to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// What looks for them.
    pub(crate) fn engine(&self) -> Option<&Engine> {
        self.0.as_ref()
    }

    /// Compiles needles as they are, however short.
    #[cfg(test)]
    pub(crate) fn of(needles: &[(&str, &[u8])]) -> Self {
        let form = |bytes: &[u8]| Form::plain(bytes);
        let masked: Vec<_> = needles
            .iter()
            .map(|(key, bytes)| (EnvName::new(key).unwrap(), vec![form(bytes)]))
            .collect();
        let masked: Vec<_> = masked.iter().map(|(key, forms)| (key, forms)).collect();
        Self(Engine::compile(&masked))
    }
}

impl fmt::Debug for Needles {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Needles([redacted])")
    }
}

/// The tables that find needles.
pub(crate) struct Engine {
    pub(crate) store: Store,
    pub(crate) automaton: Automaton,
    pub(crate) sieve: Option<Sieve>,
    notes: Vec<Note>,
    masks: Vec<String>,
}

/// What is known of a needle besides its bytes.
struct Note {
    /// The number of its key.
    key: usize,
    /// How many of its first bytes are no secret.
    public: usize,
}

impl Engine {
    /// Compiles the forms of keys that are sorted by name; none without any.
    fn new(masked: &[(&EnvName, Vec<Form>)]) -> Option<Self> {
        let masked: Vec<_> = masked.iter().map(|(key, forms)| (*key, forms)).collect();
        Self::compile(&masked)
    }

    fn compile(masked: &[(&EnvName, &Vec<Form>)]) -> Option<Self> {
        let keyed = masked.iter().enumerate();
        let mut needles: Vec<(usize, &Form)> = keyed
            .flat_map(|(key, (_, forms))| forms.iter().map(move |form| (key, form)))
            .collect();
        if needles.is_empty() {
            return None;
        }
        // Of two keys with one needle the one whose value it is goes first, then the first by name.
        needles.sort_by_key(|(key, form)| (form.bytes(), form.encoding() != Encoding::Raw, *key));
        needles.dedup_by_key(|(_, form)| form.bytes());
        let store = Store::new(needles.iter().map(|(_, form)| form.bytes()));
        let notes = needles.iter().map(|(key, form)| Note {
            key: *key,
            public: form.public(),
        });
        Some(Self {
            automaton: Automaton::new(&store)?,
            sieve: Sieve::new(&store),
            notes: notes.collect(),
            masks: masked.iter().map(|(key, _)| mask_of(key)).collect(),
            store,
        })
    }

    /// What stands in the place of a needle.
    pub(crate) fn mask(&self, needle: usize) -> &str {
        self.notes
            .get(needle)
            .and_then(|note| self.masks.get(note.key))
            .map_or("***REDACTED***", String::as_str)
    }

    /// The first place from which the end of a text is the beginning of a
    /// needle, too long to be met by chance, and the needle.
    pub(crate) fn truncated(&self, text: &[u8]) -> Option<(usize, usize)> {
        (0..(text.len() + 1).saturating_sub(TRUNCATED)).find_map(|from| {
            let rest = text.get(from..)?;
            let cut = |(_, (needle, note)): &(usize, (&[u8], &Note))| {
                needle.starts_with(rest) && rest.len() >= note.public + TRUNCATED
            };
            let mut needles = self.store.iter().zip(&self.notes).enumerate().filter(cut);
            let first = needles.next()?;
            let best = needles.fold(first, |best, other| {
                if other.1.1.key < best.1.1.key {
                    other
                } else {
                    best
                }
            });
            Some((from, best.0))
        })
    }
}

fn mask_of(key: &EnvName) -> String {
    format!("***REDACTED:{key}***")
}
