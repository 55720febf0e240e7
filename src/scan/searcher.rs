//! The search for the values of a run's secrets.

use std::fmt;
use std::io::{self, Read};

use super::container::{self, Format};
use super::engine::{Engine, Manner, Window};
use super::place;
use super::reading::Reading;
use super::squeeze::Squeezed;
use super::stream::WINDOW;
use crate::core::name::EnvName;
use crate::core::secret::{self, SecretValue};
use crate::needle::{self, Encoding, Weakness};

pub use place::Place;

/// What the identity of a needle set is for; another version of the program may
/// search in another way.
const DOMAIN: &str = "secrun/scan-cache/v1";

/// The compiled search for the values of a run's secrets. Shared by threads.
pub struct Searcher {
    keys: Vec<EnvName>,
    engine: Engine,
}

/// A secret that is not searched for, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// The secret's name.
    pub key: EnvName,
    /// Why it is not searched for.
    pub why: Weakness,
}

/// What a search found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The places of values, in the order of the bytes.
    pub hits: Vec<Hit>,
    /// What was not read.
    pub unread: Vec<Unread>,
}

/// One occurrence of a value. Those of one key that overlap are one hit: the
/// longest of them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// Whose value it is.
    pub key: EnvName,
    /// In which form.
    pub encoding: Encoding,
    /// Where.
    pub place: Place,
    /// Whether it is only the beginning of the value.
    pub partial: bool,
}

/// Something in a container that was not read, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unread {
    /// The names of the container members on the way in.
    pub member: Vec<Vec<u8>>,
    /// Why it was not read.
    pub why: Unreadable,
}

/// Why something in a container was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unreadable {
    /// It is larger than what is read of one file.
    TooLarge,
    /// It holds more values than are told.
    TooMany,
    /// It grows so much that it looks like a bomb.
    Bomb,
    /// It is in too many containers.
    TooDeep,
    /// It is encrypted.
    Encrypted,
    /// It is damaged, or cut off.
    Damaged,
    /// It is compressed in a way that is not known.
    UnknownMethod,
}

impl Found {
    /// Tells once that something is not read.
    pub(super) fn pass_by(&mut self, member: &[Vec<u8>], why: Unreadable) {
        let unread = Unread {
            member: member.to_vec(),
            why,
        };
        if self.unread.last() != Some(&unread) {
            self.unread.push(unread);
        }
    }
}

impl Searcher {
    /// Compiles every form of every secret that can be searched for, and lists
    /// the others by name; a key may come with several values. `plain` are the
    /// settings' values, which are no leak. An empty secret is in neither.
    pub fn new<'v>(
        secrets: impl IntoIterator<Item = (&'v EnvName, &'v SecretValue)>,
        plain: impl IntoIterator<Item = &'v SecretValue>,
    ) -> (Self, Vec<Skipped>) {
        let plain: Vec<&SecretValue> = plain.into_iter().collect();
        let mut secrets: Vec<(&EnvName, &SecretValue)> = secrets.into_iter().collect();
        secrets.retain(|(_, value)| !value.is_blank());
        secrets.sort_by_key(|(key, _)| *key);
        let (mut keys, mut skipped, mut sought) = (Vec::new(), Vec::new(), Vec::new());
        for (key, value) in secrets {
            match needle::forms_to_search(value, &plain) {
                Ok(forms) => {
                    if keys.last() != Some(key) {
                        keys.push(key.clone());
                    }
                    let number = keys.len() - 1;
                    sought.extend(forms.into_iter().map(|form| (number, form)));
                }
                Err(why) => skipped.push(Skipped {
                    key: key.clone(),
                    why,
                }),
            }
        }
        let engine = Engine::new(sought);
        (Self { keys, engine }, skipped)
    }

    /// Whether there is nothing to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.engine.is_empty()
    }

    /// The keys that are searched for, sorted.
    #[must_use]
    pub fn keys(&self) -> &[EnvName] {
        &self.keys
    }

    /// What identifies the needles and the way of searching, for a cache of
    /// what was searched: a MAC under `key`.
    #[must_use]
    pub fn identity(&self, key: &[u8; 32]) -> [u8; 32] {
        let needles = self.engine.needles();
        let names = self.keys.iter().map(|key| key.as_str().as_bytes());
        let version = std::iter::once(env!("CARGO_PKG_VERSION").as_bytes());
        secret::keyed_digest(key, DOMAIN, version.chain(names).chain(needles))
    }

    /// Searches a whole text in memory, and what it contains. Its `name` decides
    /// nothing: it names the content of a compressed file.
    pub fn search(&self, bytes: &[u8], name: &[u8], found: &mut Found) {
        if Format::of(bytes).is_some() {
            // Reading from memory does not fail.
            let _ = self.search_stream(&mut &*bytes, name, found);
            return;
        }
        let mut reading = Reading::new(self, &[], bytes);
        for from in (0..bytes.len()).step_by(WINDOW) {
            let until = (from + WINDOW).min(bytes.len());
            let window = Window {
                text: bytes,
                base: 0,
                from,
                until,
            };
            reading.window(&window, found);
        }
    }

    /// Searches a stream of any length, and what it contains; memory stays
    /// flat.
    ///
    /// # Errors
    ///
    /// What reading the stream ends with; what was found before is there.
    pub fn search_stream(
        &self,
        from: &mut dyn Read,
        name: &[u8],
        found: &mut Found,
    ) -> io::Result<()> {
        container::search(self, from, name, found)
    }

    /// Searches a name: no containers, no lines.
    #[must_use]
    pub fn search_name(&self, name: &[u8]) -> Vec<Hit> {
        let mut found = Found::default();
        let mut reading = Reading::of_name(self, &[]);
        reading.window(&Window::whole(name), &mut found);
        found.hits
    }

    /// A text with every value in it replaced by `***REDACTED:KEY***`, for
    /// showing a path or a message.
    #[must_use]
    pub fn redact(&self, text: &[u8]) -> Vec<u8> {
        let mut matches = Vec::new();
        let window = Window::whole(text);
        let mut scratch = Squeezed::default();
        self.engine
            .sweep(&window, Manner::Redact, &mut scratch, &mut matches);
        let (mut out, mut at) = (Vec::with_capacity(text.len()), 0);
        for it in matches {
            if it.start >= at {
                out.extend_from_slice(text.get(at..it.start).unwrap_or_default());
                let key = self.keys.get(it.key).map_or("", EnvName::as_str);
                out.extend_from_slice(format!("***REDACTED:{key}***").as_bytes());
            }
            at = at.max(it.end);
        }
        out.extend_from_slice(text.get(at..).unwrap_or_default());
        out
    }

    /// What finds the needles.
    pub(super) fn engine(&self) -> &Engine {
        &self.engine
    }
}

impl fmt::Debug for Searcher {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Searcher([redacted])")
    }
}
