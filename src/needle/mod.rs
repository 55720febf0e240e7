//! Needles: the values of a run in every form in which they may come out,
//! compiled once. What is found is decided here; `mask` replaces it.
//!
//! The needles' own bytes are wiped on drop. The automaton's tables, which
//! hold the same bytes in pieces, are not within reach.

mod automaton;
mod base;
mod bound;
mod escape;
mod form;
mod guess;
mod index;
mod markup;
pub mod mask;
mod part;
mod percent;
mod quote;
mod sieve;
mod sought;
mod store;
#[cfg(test)]
mod tests;
mod weakness;

use std::fmt;

pub(crate) use automaton::{Automaton, State};
pub use form::{Encoding, Form};
pub(crate) use index::Index;
pub(crate) use sieve::Sieve;
pub(crate) use store::Store;
pub use weakness::Weakness;

use crate::core::name::EnvName;
use crate::core::secret::SecretValue;

/// A truncated needle of so many bytes is masked at the end of the input.
pub(crate) const TRUNCATED: usize = 8;

/// Every form of one value, each once. Empty for a value that is too weak to
/// be masked by itself.
#[must_use]
pub fn forms(value: &SecretValue) -> Vec<Form> {
    forms_beside(value.expose(), &[]).unwrap_or_default()
}

/// Every form in which a value is searched for, each once, or why it is not
/// searched for. `plain` are the settings' values.
pub(crate) fn sought(value: &SecretValue, plain: &[&SecretValue]) -> Result<Vec<Form>, Weakness> {
    let value = value.expose();
    let is_plain = |bytes: &[u8]| {
        let mut plain = plain.iter().map(|other| other.expose().trim_ascii());
        plain.any(|other| other == bytes.trim_ascii())
    };
    match Weakness::of_sought(value) {
        Some(why) => Err(why),
        None if is_plain(value) => Err(Weakness::EqualsSetting),
        None => {
            let mut forms = form::Forms::sought(value);
            forms.retain(|form| !is_plain(form.bytes()));
            Ok(forms)
        }
    }
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
    /// other secrets by name; a key may come with several values. `plain` are
    /// the run's settings, whose values stay readable. An empty secret is in
    /// neither: it cannot leak.
    pub fn new<'v>(
        secrets: impl IntoIterator<Item = (&'v EnvName, &'v SecretValue)>,
        plain: impl IntoIterator<Item = &'v SecretValue>,
    ) -> (Self, Vec<Unmaskable>) {
        let (masked, mut unmaskable) = maskable(secrets, plain);
        let engine = Engine::new(&masked);
        if engine.is_none() {
            unmaskable.extend(masked.iter().map(|(key, _)| Unmaskable {
                key: (*key).clone(),
                why: Weakness::TooLarge,
            }));
            unmaskable.sort();
        }
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
        let key = |needle: &(&str, &[u8])| EnvName::new(needle.0).unwrap();
        let keys: Vec<EnvName> = needles.iter().map(key).collect();
        let forms = needles.iter().map(|(_, bytes)| vec![Form::plain(bytes)]);
        Self(Engine::new(&keys.iter().zip(forms).collect::<Vec<_>>()))
    }
}

impl fmt::Debug for Needles {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Needles([redacted])")
    }
}

/// Every form of every secret that can be masked, sorted by key, and the
/// secrets that cannot.
#[must_use]
pub fn maskable<'v>(
    secrets: impl IntoIterator<Item = (&'v EnvName, &'v SecretValue)>,
    plain: impl IntoIterator<Item = &'v SecretValue>,
) -> (Vec<(&'v EnvName, Vec<Form>)>, Vec<Unmaskable>) {
    let plain = plain.into_iter().map(|value| value.expose().trim_ascii());
    let plain: Vec<&[u8]> = plain.collect();
    let mut masked = Vec::new();
    let mut unmaskable = Vec::new();
    for (key, value) in secrets {
        match forms_beside(value.expose(), &plain) {
            _ if value.is_blank() => {}
            Ok(forms) => masked.push((key, forms)),
            Err(why) => unmaskable.push(Unmaskable {
                key: key.clone(),
                why,
            }),
        }
    }
    masked.sort_by_key(|(key, _)| *key);
    unmaskable.sort();
    unmaskable.dedup();
    (masked, unmaskable)
}

/// The forms of a value that is masked, without those that are a setting's
/// value too, or why it is not.
fn forms_beside(value: &[u8], plain: &[&[u8]]) -> Result<Vec<Form>, Weakness> {
    let is_plain = |bytes: &[u8]| plain.contains(&bytes.trim_ascii());
    match Weakness::of(value) {
        Some(why) => Err(why),
        None if is_plain(value) => Err(Weakness::EqualsSetting),
        None => {
            let mut forms = form::Forms::of(value);
            forms.retain(|form| !is_plain(form.bytes()));
            Ok(forms)
        }
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
