//! The search of a text for the anchors of all rules at once.

use crate::schema::formats::search::name::LastName;
use crate::schema::formats::search::rules::{self, GRAM, Rule, Token};

/// All rules, compiled; threads share it.
pub(crate) struct TokenFinder {
    rules: Vec<Rule>,
    /// The gram of each rule's anchor, sorted, with the rule's number.
    grams: Vec<(u32, usize)>,
    /// One bit for each hash of a gram.
    bits: Box<[u64; HASHES / 64]>,
}

/// What was found so far.
struct Matches {
    tokens: Vec<Token>,
    /// For each rule, up to where nothing more of it can be.
    settled: Vec<usize>,
    last: LastName,
}

/// How many bits a hash has: their table fits into the nearest cache.
const HASH: u32 = 17;
const HASHES: usize = 1 << HASH;

impl TokenFinder {
    /// Compiles every form that says enough.
    pub(crate) fn new() -> Self {
        let rules = rules::all();
        let mut bits = Box::new([0; HASHES / 64]);
        let numbered = rules.iter().enumerate();
        let mut grams: Vec<(u32, usize)> = numbered.map(|(at, rule)| (rule.gram(), at)).collect();
        grams.sort_unstable();
        for (gram, _) in &grams {
            let place = hash(*gram);
            bits[place / 64] |= 1 << (place % 64);
        }
        Self { rules, grams, bits }
    }

    /// All tokens of a text, in order; of those that overlap, the longest.
    pub(crate) fn find(&self, text: &[u8]) -> Vec<Token> {
        let mut found = Matches {
            tokens: Vec::new(),
            settled: vec![0; self.rules.len()],
            last: LastName::default(),
        };
        // Four bytes are read at once; of the last place, one is not there.
        let mut tail = [0; GRAM + 1];
        let last = text.len().saturating_sub(GRAM);
        for (to, from) in tail.iter_mut().zip(&text[last..]) {
            *to = *from;
        }
        for (at, bytes) in text.windows(GRAM + 1).enumerate() {
            self.look(text, at, bytes, &mut found);
        }
        if text.len() >= GRAM {
            self.look(text, last, &tail, &mut found);
        }
        let mut found = found.tokens;
        found.sort_by_key(|token| (token.start, std::cmp::Reverse(token.end), token.form));
        let mut end = 0;
        found.retain(|token| {
            let apart = token.start >= end;
            end = end.max(token.end);
            apart
        });
        found
    }

    /// Looks whether a place is one of an anchor's.
    #[inline]
    fn look(&self, text: &[u8], at: usize, bytes: &[u8], found: &mut Matches) {
        let Some(bytes) = bytes.first_chunk() else {
            return;
        };
        let gram = u32::from_le_bytes(*bytes) & 0xff_ffff;
        let place = hash(gram);
        // No check remains: the compiler knows how many bits a hash has.
        if self.bits[place / 64] >> (place % 64) & 1 == 1 {
            self.try_rules(text, at, gram, found);
        }
    }

    #[inline(never)]
    fn try_rules(&self, text: &[u8], at: usize, gram: u32, found: &mut Matches) {
        let first = self.grams.partition_point(|(known, _)| *known < gram);
        let same = self.grams[first..].iter();
        for (_, number) in same.take_while(|(known, _)| *known == gram) {
            let (rule, settled) = (&self.rules[*number], &mut found.settled[*number]);
            if let Some(at) = rule.anchor(text, at).filter(|at| *settled <= *at) {
                *settled = rule.settled(text, at);
                found.tokens.extend(rule.token(text, at, &found.last));
            }
        }
    }
}

impl Default for TokenFinder {
    fn default() -> Self {
        Self::new()
    }
}

#[inline]
fn hash(gram: u32) -> usize {
    (gram.wrapping_mul(0x9e37_79b1) >> (32 - HASH)) as usize
}
