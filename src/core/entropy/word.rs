//! A word as it is read, and whether a text is made of words.

use crate::core::entropy::chars::{Facts, Kind, NO_LETTER, facts};
use crate::core::entropy::units::{BIT, Units};
use crate::core::entropy::words::{Hash, START, spelled};

/// How many bits cheaper than random ones the letters of a text must be to be words,
/// less half a bit for each: the more letters there are, the further are both apart.
/// Random letters are taken for words once in some thousand times.
pub(super) const CLEARLY: u32 = 7 * BIT;
const TOLERANCE: u32 = BIT / 2;

/// Letters that cost so much more as words than by chance are none, whatever follows.
const FAR: u32 = 30 * BIT;

/// That a letter is replaced everywhere, and that it is here and not elsewhere.
const REPLACED: u32 = BIT / 4;
const ALSO_PLAIN: u32 = 4 * BIT;

/// A sign that does not separate.
const RARE: u32 = 2 * BIT;

/// That a word begins after a digit.
const AFTER_DIGIT: u32 = 3 * BIT;

/// A random letter.
const LETTER: u32 = 37 * BIT / 8;

/// The known words are so much dearer in a text that may be random.
pub(super) const KNOWN: u32 = 3 * BIT;

/// A digit or a sign in place of a letter.
pub(super) const DISGUISE: u32 = BIT;

/// A letter of another alphabet: `ж` and `з` both sound like `z`.
const FOREIGN: u32 = BIT;

/// A word that is not known: one of 4,096. People know more words, and choose these.
const WORD: u32 = 12 * BIT;

/// A longer run of letters is several words, of this many letters each.
const LONG_WORD: u32 = 16;
const SEVERAL: u32 = 6;

/// The most that a letter of a word costs, on average. Few runs of random letters are
/// cheaper.
const LIKE_LETTERS: u32 = 11 * BIT / 2;

/// A word as far as it is read.
pub(super) struct Word {
    row: u8,
    pub(super) hash: Hash,
    spelled: u32,
    pub(super) length: u32,
    letters: u32,
    pub(super) disguised: u32,
    foreign: u32,
    /// How often the case changes, and whether it does after the first letter.
    changes: u32,
    title: bool,
    capital: bool,
}

impl Default for Word {
    fn default() -> Self {
        Self {
            row: START,
            hash: Hash::NEW,
            spelled: 0,
            length: 0,
            letters: 0,
            disguised: 0,
            foreign: 0,
            changes: 0,
            title: false,
            capital: false,
        }
    }
}

impl Word {
    #[inline]
    pub(super) fn push(&mut self, facts: Facts) {
        self.spelled += spelled(self.row, facts.letter);
        self.row = facts.letter;
        self.hash = self.hash.with(facts.letter);
        self.length += 1;
        self.foreign += u32::from(matches!(facts.kind, Kind::OtherLow | Kind::OtherUp));
        if !facts.is_letter {
            self.disguised += 1;
            return;
        }
        if self.letters > 0 && facts.is_capital != self.capital {
            self.changes += 1;
            self.title |= self.letters == 1 && self.capital;
        }
        self.capital = facts.is_capital;
        self.letters += 1;
    }

    /// The cost of the case of its letters.
    pub(super) fn case(&self) -> u32 {
        match self.changes {
            0 if self.capital => BIT,
            0 => 0,
            1 if self.title => BIT,
            // Capitals and small letters take turns.
            changes if changes > 2 && changes + 1 == self.letters => 2 * BIT,
            changes => (BIT + 3 * BIT * changes).min(BIT * self.letters),
        }
    }

    /// What it costs if it is one, or several, of those that people know.
    pub(super) fn capped(&self) -> u32 {
        let spelled = self.spelled + self.foreign * FOREIGN + self.disguised * DISGUISE;
        if self.spelled > LIKE_LETTERS * self.length {
            return spelled;
        }
        let several = if self.length > LONG_WORD {
            WORD * self.length / SEVERAL
        } else {
            WORD
        };
        spelled.min(several + self.disguised.min(2) * DISGUISE)
    }
}

/// Whether the letters of a text are rather words than random: in their order, and in
/// their case. As words, a letter is about 0.9 bits cheaper than by chance, a random one
/// 1.4 bits dearer; the border is between, nearer to the words in short texts.
pub(super) fn are_words(text: &[u16], units: &Units) -> bool {
    let (mut chance, mut words) = (0, CLEARLY);
    let (mut row, mut first, mut disguised) = (START, true, false);
    let mut before = None::<Facts>;
    for (at, &character) in text.iter().enumerate() {
        let facts = facts(character);
        let is_replaced = units.plain >> facts.letter & 1 == 0;
        if !(facts.is_letter || is_disguise(text, at) || disguised && is_replaced) {
            let next = text.get(at + 1).map(|next| self::facts(*next));
            words += match facts.kind {
                Kind::Digit if next.is_some_and(|next| next.is_letter) => AFTER_DIGIT,
                Kind::Sign => RARE,
                _ => 0,
            };
            before = None;
            continue;
        }
        if units.is_hex || words > chance + FAR {
            return false;
        }
        let most = if facts.is_letter { LETTER } else { 6 * BIT };
        chance += units.of_random(character).min(most);
        if let Some(before) = before {
            let case = if facts.is_letter { units.case } else { 0 };
            let changes = facts.is_letter && before.is_capital != facts.is_capital;
            let expected = changes == units.alternates || first && !units.alternates;
            chance += TOLERANCE + case;
            words += if expected { case / 4 } else { case * 9 / 2 };
            first = changes && facts.is_capital;
        } else {
            first = facts.is_capital;
        }
        if before.is_none() || first && !units.alternates {
            (row, disguised) = (START, false);
        }
        words += spelled(row, facts.letter);
        row = facts.letter;
        match facts.kind {
            Kind::OtherLow | Kind::OtherUp => words += FOREIGN / 2,
            Kind::Digit | Kind::Sign | Kind::Separator if is_replaced => chance += REPLACED,
            Kind::Digit | Kind::Sign | Kind::Separator => words += ALSO_PLAIN,
            _ => {}
        }
        disguised |= !facts.is_letter;
        before = Some(facts);
    }
    words <= chance
}

/// Whether a digit or sign replaces a letter: up to four before a letter.
fn is_disguise(text: &[u16], at: usize) -> bool {
    let next = text.get(at..).unwrap_or_default().iter().take(5);
    next.map(|character| facts(*character))
        .take_while(|facts| facts.letter != NO_LETTER)
        .any(|facts| facts.is_letter && !facts.is_capital)
}
