//! The results of a search, and the places that it could not read.

use crate::core::name::EnvName;
use crate::needle::{Encoding, Weakness};
use crate::scan::place::HitPlace;

/// The most hits in one file or object, including everything inside it.
const MAX_HITS: usize = 10_000;

/// A secret that cannot be searched for, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    pub key: EnvName,
    /// Why it is not searched for.
    pub why: Weakness,
}

/// The result of one search.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The values found, in the order of the bytes.
    pub hits: Vec<Hit>,
    /// The places that were not read.
    pub unread: Vec<Unread>,
}

/// One occurrence of a value. Overlapping occurrences of one key are one hit:
/// the longest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// The key whose value it is.
    pub key: EnvName,
    pub encoding: Encoding,
    pub place: HitPlace,
    /// Whether it is only the beginning of the value.
    pub partial: bool,
}

/// Part of a container that was not read, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unread {
    /// The names of the container members that lead to it.
    pub member: Vec<Vec<u8>>,
    /// Why it was not read.
    pub why: Unreadable,
}

/// Why part of a container was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unreadable {
    /// It unpacks to more than the limit for one file.
    TooLarge,
    /// It holds more hits than are reported.
    TooMany,
    /// It looks like a decompression bomb.
    Bomb,
    /// It is nested too deeply.
    TooDeep,
    Encrypted,
    /// It is damaged or truncated.
    Damaged,
    /// Its compression method is not supported.
    UnknownMethod,
}

impl Found {
    /// Adds a hit and returns its index; none past the limit, which counts as
    /// not read.
    pub(super) fn add(&mut self, hit: Hit, member: &[Vec<u8>]) -> Option<usize> {
        if self.hits.len() == MAX_HITS {
            self.not_read(member, Unreadable::TooMany);
            return None;
        }
        self.hits.push(hit);
        Some(self.hits.len() - 1)
    }

    /// Notes that a member was not read, once in a row.
    pub(super) fn not_read(&mut self, member: &[Vec<u8>], why: Unreadable) {
        let unread = Unread {
            member: member.to_vec(),
            why,
        };
        if self.unread.last() != Some(&unread) {
            self.unread.push(unread);
        }
    }
}
