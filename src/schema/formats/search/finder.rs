//! The search of a text for the anchors of all rules at once.

use crate::schema::formats::search::rules::{self, Rule};
use crate::schema::formats::search::token::{GRAM, Token};

/// All rules, compiled; threads share it.
pub(crate) struct TokenFinder {
    rules: Vec<Rule>,
    /// The gram of each rule's anchor, sorted, with the rule's number.
    grams: Vec<(u32, usize)>,
    /// One bit for each hash of a gram.
    bits: Box<[u64]>,
}

/// What was found so far.
struct Matches {
    tokens: Vec<Token>,
    /// For each rule, up to where nothing more of it can be.
    settled: Vec<usize>,
}

/// How many bits a hash has: their table fits into the nearest cache.
const HASH: u32 = 17;

impl TokenFinder {
    /// Compiles every form that says enough.
    pub(crate) fn new() -> Self {
        let rules = rules::all();
        let mut bits = vec![0_u64; (1 << HASH) / 64];
        let numbered = rules.iter().enumerate();
        let mut grams: Vec<(u32, usize)> = numbered.map(|(at, rule)| (rule.gram(), at)).collect();
        grams.sort_unstable();
        for (gram, _) in &grams {
            let place = hash(*gram);
            if let Some(word) = bits.get_mut(place / 64) {
                *word |= 1 << (place % 64);
            }
        }
        Self {
            rules,
            grams,
            bits: bits.into(),
        }
    }

    /// All tokens of a text, in order; of those that overlap, the longest.
    pub(crate) fn find(&self, text: &[u8]) -> Vec<Token> {
        let mut found = Matches {
            tokens: Vec::new(),
            settled: vec![0; self.rules.len()],
        };
        // Four bytes are read at once; of the last place, one is not there.
        let mut tail = [0; GRAM + 1];
        let last = text.len().saturating_sub(GRAM);
        for (to, from) in tail.iter_mut().zip(text.get(last..).unwrap_or_default()) {
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
        let word = self.bits.get(place / 64).copied().unwrap_or_default();
        if word >> (place % 64) & 1 == 1 {
            self.try_rules(text, at, gram, found);
        }
    }

    #[inline(never)]
    fn try_rules(&self, text: &[u8], at: usize, gram: u32, found: &mut Matches) {
        let first = self.grams.partition_point(|(known, _)| *known < gram);
        let same = self.grams.get(first..).unwrap_or_default().iter();
        for (_, number) in same.take_while(|(known, _)| *known == gram) {
            let known = self.rules.get(*number).zip(found.settled.get_mut(*number));
            if let Some((rule, settled)) = known
                && let Some(at) = rule.anchor(text, at).filter(|at| *settled <= *at)
            {
                *settled = rule.settled(text, at);
                found.tokens.extend(rule.token(text, at));
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
