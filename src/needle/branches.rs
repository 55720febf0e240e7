//! Where needles part: the trie of sorted needles, without what each has to itself.

use crate::needle::store::Store;

/// Where a needle parts from an earlier one.
struct Branch {
    /// The first needle with these bytes, and how many they are.
    from: u32,
    depth: u32,
    /// The byte that follows in the other needle, and that needle.
    byte: u8,
    to: u32,
}

/// Where needles part.
pub(super) struct Branches {
    /// The first needle that begins with each byte.
    first: Box<[u32; 256]>,
    /// Sorted by needle, depth and byte.
    rows: Box<[Branch]>,
    /// Where the rows of each needle begin, and the end of the last ones.
    starts: Box<[u32]>,
}

/// No needle begins with the byte.
const NONE: u32 = u32::MAX;

impl Branches {
    /// Finds where needles part that are sorted and not empty, each once.
    pub(super) fn new(store: &Store) -> Self {
        let mut first = Box::new([NONE; 256]);
        let mut rows = Vec::with_capacity(store.len());
        // The needles on the way to the present one, and from where on each is alone.
        let mut way: Vec<(u32, u32)> = Vec::new();
        let mut before: &[u8] = &[];
        for (to, needle) in (0..).zip(store.iter()) {
            let depth = shared(before, needle);
            before = needle;
            while way.pop_if(|(_, alone)| *alone >= depth).is_some() {}
            let byte = needle[depth as usize];
            match way.last() {
                Some((from, _)) => rows.push(Branch {
                    from: *from,
                    depth,
                    byte,
                    to,
                }),
                None => first[usize::from(byte)] = to,
            }
            way.push((to, depth));
        }
        rows.sort_unstable_by_key(|row| (row.from, row.depth, row.byte));
        let mut starts = vec![0; store.len() + 1];
        for row in &rows {
            starts[row.from as usize + 1] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        Self {
            first,
            rows: rows.into(),
            starts: starts.into(),
        }
    }

    /// The first needle that begins with a byte.
    #[inline]
    pub(super) fn first(&self, byte: u8) -> Option<u32> {
        let needle = self.first[usize::from(byte)];
        (needle != NONE).then_some(needle)
    }

    /// The first needle that goes on with another byte than this one does at a depth.
    pub(super) fn find(&self, needle: u32, depth: u32, byte: u8) -> Option<u32> {
        let needle = needle as usize;
        let own = &self.rows[self.starts[needle] as usize..self.starts[needle + 1] as usize];
        let found = own.binary_search_by_key(&(depth, byte), |row| (row.depth, row.byte));
        found.ok().map(|place| own[place].to)
    }

    /// How many bytes the tables have.
    #[cfg(test)]
    pub(super) fn size(&self) -> usize {
        size_of_val(&*self.first) + size_of_val(&*self.rows) + size_of_val(&*self.starts)
    }

    /// The needles and depths at which others part from them.
    pub(super) fn places(&self) -> impl Iterator<Item = (usize, usize)> {
        let rows = self.rows.iter();
        rows.map(|row| (row.from as usize, row.depth as usize))
    }
}

/// How many first bytes two texts share.
fn shared(one: &[u8], other: &[u8]) -> u32 {
    let pairs = one.iter().zip(other);
    pairs
        .take_while(|(one, other)| one == other)
        .map(|_| 1)
        .sum()
}
