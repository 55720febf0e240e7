//! Which objects of a repository were searched before, and had nothing in
//! them. An id stands for its content, so what is known holds as long as the
//! values and the way of searching are the same.

use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use crate::core::write::{self, Existing};
use crate::env::host::HostEnv;
use crate::env::state;
use crate::git::ObjectId;
use crate::scan::Searcher;

/// What a cache begins with.
const MAGIC: &[u8; 16] = b"secrun scanned 1";

/// Magic, identity of the search, version of secrun, length of an id, count of
/// ids, sum over the ids.
const HEAD: usize = 16 + 32 + 16 + 8 + 8 + 8;

/// More is not read: some twenty million objects.
const MOST: u64 = 1 << 29;

/// The objects that need not be searched again.
#[derive(Debug)]
pub struct Cache {
    path: PathBuf,
    identity: [u8; 32],
    ids: Vec<u8>,
    width: usize,
}

/// What else is searched for, beside the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sought {
    /// Nothing.
    Values,
    /// What looks like a provider's token.
    PatternsToo,
}

impl Cache {
    /// Opens the cache of a repository, which may be empty: there was none, it
    /// is damaged, or it is about other values. None where there is no place
    /// for one.
    #[must_use]
    pub fn open(
        host: &HostEnv,
        repository: &Path,
        searcher: &Searcher,
        sought: Sought,
    ) -> Option<Self> {
        let folder = state::folder(host)?;
        let identity = searcher.identity(&key(&folder.join("scan-cache.key"))?);
        let kind = match sought {
            Sought::Values => "values",
            Sought::PatternsToo => "patterns",
        };
        let sum = sum(repository.as_os_str().as_bytes());
        let path = folder.join(format!("scan/{sum:016x}.{kind}"));
        let mut cache = Self {
            path,
            identity,
            ids: Vec::new(),
            width: 0,
        };
        // What cannot be read is made anew.
        if let Ok(bytes) = state::read_private(&cache.path, MOST) {
            cache.load(&bytes);
        }
        Some(cache)
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The ids, in order.
    #[must_use]
    pub fn known(&self) -> Known<'_> {
        Known {
            ids: self.ids.chunks_exact(self.width.max(1)),
            next: None,
        }
    }

    /// Whether an id is in it.
    #[must_use]
    pub fn has(&self, id: &ObjectId) -> bool {
        let width = self.width;
        if id.as_bytes().len() != width {
            return false;
        }
        let (mut low, mut high) = (0, self.ids.len() / width);
        while low < high {
            let middle = low.midpoint(high);
            let there = self.ids.get(middle * width..(middle + 1) * width);
            match there.unwrap_or_default().cmp(id.as_bytes()) {
                std::cmp::Ordering::Equal => return true,
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        false
    }

    /// Puts these ids in the place of what was there.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn replace(&self, mut ids: Vec<ObjectId>) -> io::Result<()> {
        ids.sort_unstable();
        ids.dedup();
        let width = ids.first().map_or(20, |id| id.as_bytes().len());
        let mut bytes = Vec::with_capacity(HEAD + ids.len() * width);
        bytes.extend_from_slice(&self.head(width, ids.len()));
        for id in &ids {
            bytes.extend_from_slice(id.as_bytes());
        }
        drop(ids);
        let sum = sum(bytes.get(HEAD..).unwrap_or_default());
        if let Some(place) = bytes.get_mut(HEAD - 8..HEAD) {
            place.copy_from_slice(&sum.to_le_bytes());
        }
        if let Some(folder) = self.path.parent() {
            state::make_folder(folder)?;
        }
        if !self.path.is_file() {
            // A new file would be readable for everybody.
            write::write(&self.path, b"", Existing::File)?;
            write::make_private(&self.path)?;
        }
        write::write(&self.path, &bytes, Existing::File)
    }

    fn head(&self, width: usize, count: usize) -> [u8; HEAD] {
        let mut version = [0; 16];
        for (place, byte) in version.iter_mut().zip(env!("CARGO_PKG_VERSION").bytes()) {
            *place = byte;
        }
        let numbers = [width as u64, count as u64, 0].map(u64::to_le_bytes);
        let parts = [MAGIC.as_slice(), &self.identity, &version];
        let all = parts.into_iter().flatten().chain(numbers.iter().flatten());
        let mut head = [0; HEAD];
        for (place, byte) in head.iter_mut().zip(all) {
            *place = *byte;
        }
        head
    }

    fn load(&mut self, bytes: &[u8]) {
        let Some((head, ids)) = bytes.split_at_checked(HEAD) else {
            return;
        };
        for width in [20, 32] {
            let (own, last) = (self.head(width, ids.len() / width), HEAD - 8);
            let same = own.get(..last) == head.get(..last)
                && ids.len().is_multiple_of(width)
                && head.get(last..) == Some(&sum(ids).to_le_bytes());
            if same {
                self.ids = ids.to_vec();
                self.width = width;
            }
        }
    }
}

/// The ids of a cache, as they are compared with a list in the same order.
#[derive(Debug)]
pub struct Known<'a> {
    ids: std::slice::ChunksExact<'a, u8>,
    next: Option<&'a [u8]>,
}

impl Known<'_> {
    /// Whether an id is there; the ids must come in order.
    pub fn has(&mut self, id: &ObjectId) -> bool {
        loop {
            let Some(next) = self.next.or_else(|| self.ids.next()) else {
                return false;
            };
            self.next = Some(next);
            if next >= id.as_bytes() {
                return next == id.as_bytes();
            }
            self.next = None;
        }
    }
}

/// The key that ties a cache to the values, made when it is not there.
fn key(path: &Path) -> Option<[u8; 32]> {
    let read = || {
        let bytes = state::read_private(path, 64).ok()?;
        <[u8; 32]>::try_from(bytes.as_slice()).ok()
    };
    read().or_else(|| {
        if path.exists() {
            // Damaged, or open to others: what was made with it is worth nothing.
            fs::remove_file(path).ok()?;
        }
        state::make_key(path).ok()?;
        read()
    })
}

/// FNV-1a over words of eight bytes: it tells damage, and one folder from another.
fn sum(bytes: &[u8]) -> u64 {
    bytes.chunks(8).fold(0xcbf2_9ce4_8422_2325, |sum, chunk| {
        let mut word = [0; 8];
        for (place, byte) in word.iter_mut().zip(chunk) {
            *place = *byte;
        }
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
        Cache::open(&host.env, Path::new("/a"), &searcher, Sought::Values).unwrap()
    }

    #[test]
    fn what_was_put_in_comes_out_for_the_same_values() {
        let folder = tempfile::tempdir().unwrap();
        let value = "Qf8WkZtXm3RbNs6JyHv";
        let cache = open(folder.path(), value);
        assert!(cache.is_empty() && !cache.has(&id(1)));
        cache.replace(vec![id(9), id(1), id(5), id(5)]).unwrap();
        let cache = open(folder.path(), value);
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
        cache.replace(vec![id(1), id(2)]).unwrap();
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
