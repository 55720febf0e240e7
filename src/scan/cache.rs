//! The ids of objects that were searched before and are clean. An id stands for
//! its content, so they stay clean as long as the values and the way of
//! searching are the same.

use std::fs;
use std::io;
use std::iter::Peekable;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::slice;

use crate::core::write::{self, Target};
use crate::env::host::HostEnv;
use crate::env::state;
use crate::git::ObjectId;
use crate::scan::searcher::Searcher;

/// The first bytes of a cache file.
const MAGIC: &[u8; 16] = b"secrun scanned 2";

/// Magic, identity of the search, version of secrun, length of an id, count of
/// ids, sum over the ids.
const HEAD: usize = 16 + 32 + 16 + 8 + 8 + 8;

/// Changes the sum of a cache that knows of no other objects, in many bits.
const WHOLE: u64 = 0x9e37_79b9_7f4a_7c15;

/// The largest cache that is read: some twenty million objects.
const MOST: u64 = 1 << 29;

/// The objects that need not be searched again.
#[derive(Debug)]
pub(crate) struct Cache {
    path: PathBuf,
    identity: [u8; 32],
    ids: Vec<ObjectId>,
    is_whole: bool,
}

/// The target of a search: an object without the values may still have tokens,
/// so each kind has its own cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CacheKind {
    Values,
    ValuesAndTokens,
}

impl Cache {
    /// Opens the cache of a repository. It is empty if it did not exist, is damaged, or
    /// belongs to other values. `None` if there is no place for one.
    pub(crate) fn open(
        host: &HostEnv,
        repository: &Path,
        searcher: &Searcher,
        kind: CacheKind,
    ) -> Option<Self> {
        let folder = state::folder(host)?;
        let identity = searcher.identity(&key(&folder.join("scan-cache.key"))?);
        let suffix = match kind {
            CacheKind::Values => "values",
            CacheKind::ValuesAndTokens => "patterns",
        };
        let sum = sum(repository.as_os_str().as_bytes());
        let mut cache = Self {
            path: folder.join(format!("scan/{sum:016x}.{suffix}")),
            identity,
            ids: Vec::new(),
            is_whole: false,
        };
        if let Ok(bytes) = state::read_private(&cache.path, MOST) {
            cache.load(&bytes);
        }
        Some(cache)
    }

    /// Whether no object is known to be clean.
    pub(crate) fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Whether no object was missing or unclean when it was written.
    pub(crate) fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// The ids, for a comparison with a sorted list.
    pub(crate) fn known(&self) -> Known<'_> {
        Known(self.ids.iter().peekable())
    }

    pub(crate) fn has(&self, id: &ObjectId) -> bool {
        self.ids.binary_search(id).is_ok()
    }

    /// Replaces the ids; `is_whole` is whether no other object was there or missing.
    pub(crate) fn replace(&self, mut ids: Vec<ObjectId>, is_whole: bool) -> io::Result<()> {
        ids.sort_unstable();
        ids.dedup();
        let width = ids.first().map_or(20, |id| id.as_bytes().len());
        let mut bytes = Vec::with_capacity(HEAD + ids.len() * width);
        for id in &ids {
            bytes.extend_from_slice(id.as_bytes());
        }
        bytes.splice(..0, self.head(width, &bytes, is_whole));
        if let Some(folder) = self.path.parent() {
            state::make_folder(folder)?;
        }
        if !self.path.is_file() {
            // A new file would be readable by everyone.
            write::write(&self.path, b"", Target::Replaceable)?;
            write::make_private(&self.path)?;
        }
        Ok(write::write(&self.path, &bytes, Target::Replaceable)?)
    }

    fn head(&self, width: usize, raw: &[u8], is_whole: bool) -> Vec<u8> {
        let mut version = env!("CARGO_PKG_VERSION").as_bytes().to_vec();
        version.resize(16, 0);
        let count = (raw.len() / width) as u64;
        let numbers = [
            width as u64,
            count,
            sum(raw) ^ if is_whole { WHOLE } else { 0 },
        ];
        let numbers = numbers.map(u64::to_le_bytes).concat();
        [MAGIC.as_slice(), &self.identity, &version, &numbers].concat()
    }

    fn load(&mut self, bytes: &[u8]) {
        let Some((head, raw)) = bytes.split_at_checked(HEAD) else {
            return;
        };
        for (width, is_whole) in [(20, false), (20, true), (32, false), (32, true)] {
            if head == self.head(width, raw, is_whole) && raw.len().is_multiple_of(width) {
                self.is_whole = is_whole;
                let ids = raw.chunks_exact(width);
                self.ids = ids.filter_map(ObjectId::of_bytes).collect();
            }
        }
    }
}

/// The ids of a cache, in order.
#[derive(Debug)]
pub(crate) struct Known<'a>(Peekable<slice::Iter<'a, ObjectId>>);

impl Known<'_> {
    /// Whether an id is there; the ids must come in order.
    pub(crate) fn has(&mut self, id: &ObjectId) -> bool {
        while self.0.next_if(|known| *known < id).is_some() {}
        self.0.peek() == Some(&id)
    }
}

/// The key that ties a cache to the values; created if it does not exist.
fn key(path: &Path) -> Option<[u8; 32]> {
    let read = || {
        let bytes = state::read_private(path, 64).ok()?;
        <[u8; 32]>::try_from(bytes.as_slice()).ok()
    };
    read().or_else(|| {
        if path.exists() {
            // It is damaged or readable for others, and so is everything made with it.
            fs::remove_file(path).ok()?;
        }
        state::make_key(path).ok()?;
        read()
    })
}

/// FNV-1a over words of eight bytes: detects damage, and tells folders apart.
fn sum(bytes: &[u8]) -> u64 {
    bytes.chunks(8).fold(0xcbf2_9ce4_8422_2325, |sum, chunk| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        let mixed = (sum ^ u64::from_le_bytes(word)).wrapping_mul(0x0000_0100_0000_01b3);
        mixed ^ (mixed >> 29)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::host::Host;

    fn id(byte: u8) -> ObjectId {
        ObjectId::of_bytes(&[byte; 20]).unwrap()
    }

    fn open(folder: &Path, value: &str) -> Cache {
        let variable = ("XDG_STATE_HOME".into(), folder.as_os_str().to_owned());
        let host = Host::of_parts([variable], PathBuf::new());
        let key = crate::core::name::EnvName::new("API_KEY").unwrap();
        let value = crate::core::secret::SecretValue::new(value).unwrap();
        let (searcher, _) = Searcher::new([(&key, &value)], []);
        Cache::open(&host.env, Path::new("/a"), &searcher, CacheKind::Values).unwrap()
    }

    #[test]
    fn what_was_put_in_comes_out_for_the_same_values() {
        let folder = tempfile::tempdir().unwrap();
        let value = "Qf8WkZtXm3RbNs6JyHv";
        let cache = open(folder.path(), value);
        assert!(cache.is_empty() && !cache.has(&id(1)));
        cache
            .replace(vec![id(9), id(1), id(5), id(5)], true)
            .unwrap();
        let cache = open(folder.path(), value);
        assert!(cache.is_whole());
        assert!([1, 5, 9].iter().all(|it| cache.has(&id(*it))));
        assert!([0, 2, 8, 10].iter().all(|it| !cache.has(&id(*it))));
        let mut known = cache.known();
        let seen: Vec<bool> = (0..=10).map(|it| known.has(&id(it))).collect();
        assert_eq!(seen.iter().filter(|it| **it).count(), 3);
        assert!(seen[1] && seen[5] && seen[9]);
        assert!(open(folder.path(), "Wv7JyTnLx4KpSd2GhZb").is_empty());
    }

    #[test]
    fn a_damaged_cache_is_empty() {
        let folder = tempfile::tempdir().unwrap();
        let value = "Qf8WkZtXm3RbNs6JyHv";
        let cache = open(folder.path(), value);
        cache.replace(vec![id(1), id(2)], false).unwrap();
        assert!(!open(folder.path(), value).is_whole());
        let good = fs::read(&cache.path).unwrap();
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 1;
            fs::write(&cache.path, &bad).unwrap();
            assert!(open(folder.path(), value).is_empty(), "{at}");
        }
        for length in 0..good.len() {
            fs::write(&cache.path, &good[..length]).unwrap();
            assert!(open(folder.path(), value).is_empty(), "{length}");
        }
        fs::write(&cache.path, &good).unwrap();
        assert!(!open(folder.path(), value).is_empty());
    }
}
