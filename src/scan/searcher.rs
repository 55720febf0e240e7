//! The compiled search for the values of a run's secrets.

use std::fmt;

use crate::core::name::EnvName;
use crate::core::secret::{self, SecretValue};
use crate::needle;
use crate::scan::hit::Skipped;
use crate::scan::needle_finder::NeedleFinder;
use crate::scan::squeeze::Squeezed;
use crate::scan::window::{SearchMode, Window};

/// The purpose of a search's identity.
const DOMAIN: &str = "secrun/scan-cache/v1";

/// The compiled search for the values of a run's secrets. Threads share it.
/// Its `search`, `search_stream` and `search_name` are in `unpack`, above the
/// containers that they open.
pub struct Searcher {
    keys: Vec<EnvName>,
    finder: NeedleFinder,
}

impl Searcher {
    /// Compiles every form of every secret that can be searched for, and lists
    /// the others by name; a key may have several values. `plain` are the
    /// values of settings, which are no leak. Blank values never match.
    pub fn new<'v>(
        secrets: impl IntoIterator<Item = (&'v EnvName, &'v SecretValue)>,
        plain: impl IntoIterator<Item = &'v SecretValue>,
    ) -> (Self, Vec<Skipped>) {
        let (searched, weak) = needle::searchable(secrets, plain);
        let skipped = weak.into_iter().map(|it| Skipped {
            key: it.key,
            why: it.why,
        });
        let (mut keys, mut keyed): (Vec<EnvName>, _) = (Vec::new(), Vec::new());
        for (key, forms) in searched {
            if keys.last() != Some(key) {
                keys.push(key.clone());
            }
            let index = keys.len() - 1;
            keyed.extend(forms.into_iter().map(|form| (index, form)));
        }
        let finder = NeedleFinder::new(keyed);
        (Self { keys, finder }, skipped.collect())
    }

    /// Whether there is nothing to search for.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The keys that are searched for, sorted.
    pub fn keys(&self) -> &[EnvName] {
        &self.keys
    }

    /// A MAC under `key` of the needles and of the program's version, which may
    /// search in another way: a cache of what was searched holds for one.
    pub fn identity(&self, key: &[u8; 32]) -> [u8; 32] {
        let needles = self.finder.needles();
        let names = self.keys.iter().map(|key| key.as_str().as_bytes());
        let version = std::iter::once(env!("CARGO_PKG_VERSION").as_bytes());
        secret::keyed_digest(key, DOMAIN, version.chain(names).chain(needles))
    }

    /// A text with every value in it replaced by `***REDACTED:KEY***`, for
    /// showing a path or a message.
    pub fn redact(&self, text: &[u8]) -> Vec<u8> {
        let mut matches = Vec::new();
        let window = Window::whole(text);
        let mut squeezed = Squeezed::default();
        let mode = SearchMode::Redact;
        self.finder
            .sweep(&window, mode, &mut squeezed, &mut matches);
        let (mut out, mut at) = (Vec::with_capacity(text.len()), 0);
        for it in matches {
            if it.start >= at {
                out.extend_from_slice(&text[at..it.start]);
                let key = &self.keys[it.key];
                out.extend_from_slice(format!("***REDACTED:{key}***").as_bytes());
            }
            at = at.max(it.end);
        }
        out.extend_from_slice(&text[at..]);
        out
    }

    pub(super) fn finder(&self) -> &NeedleFinder {
        &self.finder
    }
}

impl fmt::Debug for Searcher {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Searcher([redacted])")
    }
}
