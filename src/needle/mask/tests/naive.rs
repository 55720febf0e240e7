//! A masker that looks at every place of a whole text for every needle, and a
//! source of numbers for made-up texts.

/// Needles with the names of their keys.
pub(super) type Named<'a> = [(&'a str, &'a [u8])];

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Plain,
    Masked,
    Through,
}

/// Masks a whole text that is not cut off in the middle of a needle.
pub(super) fn mask(needles: &Named<'_>, text: &[u8]) -> Vec<u8> {
    let mut kinds = vec![Kind::Plain; text.len()];
    // The longest needle at each place, by number.
    let mut longest: Vec<Option<usize>> = vec![None; text.len()];
    let codes = codes(text);
    let plain: Vec<usize> = (0..text.len()).filter(|at| !codes[*at]).collect();
    let mut note = |at: usize, number: usize| {
        let longer =
            longest[at].is_none_or(|other| needles[other].1.len() < needles[number].1.len());
        if longer {
            longest[at] = Some(number);
        }
    };
    for (number, (_, needle)) in needles.iter().enumerate() {
        for places in plain.windows(needle.len()) {
            if places
                .iter()
                .zip(*needle)
                .all(|(at, byte)| text[*at] == *byte)
            {
                note(places[0], number);
                for at in places[0]..=places[needle.len() - 1] {
                    kinds[at] = if codes[at] {
                        Kind::Through
                    } else {
                        Kind::Masked
                    };
                }
            }
        }
    }
    for (number, (_, needle)) in needles.iter().enumerate() {
        for (at, window) in text.windows(needle.len()).enumerate() {
            if window == *needle {
                note(at, number);
                kinds[at..at + needle.len()].fill(Kind::Masked);
            }
        }
    }
    let mut out = Vec::new();
    let mut open = false;
    for (at, byte) in text.iter().enumerate() {
        match kinds[at] {
            Kind::Masked if open => {}
            Kind::Masked => {
                let key = needles[longest[at].unwrap()].0;
                out.extend_from_slice(format!("***REDACTED:{key}***").as_bytes());
                open = true;
            }
            Kind::Through => out.push(*byte),
            Kind::Plain => {
                out.push(*byte);
                open = false;
            }
        }
    }
    out
}

/// Which bytes are part of a whole control sequence.
fn codes(text: &[u8]) -> Vec<bool> {
    let mut codes = vec![false; text.len()];
    let mut at = 0;
    while at < text.len() {
        let length = code_length(&text[at..]);
        codes[at..at + length].fill(true);
        at += length.max(1);
    }
    codes
}

fn code_length(text: &[u8]) -> usize {
    let count = |from: usize, good: &dyn Fn(u8) -> bool| {
        let rest = text.get(from..).unwrap_or_default();
        from + rest.iter().take_while(|byte| good(**byte)).count()
    };
    let between = |byte: u8| (0x20..0x30).contains(&byte);
    let is_last = |at: usize, first: u8| {
        let last = text
            .get(at)
            .is_some_and(|byte| (first..0x7f).contains(byte));
        if last && at < 40 { at + 1 } else { 0 }
    };
    match text {
        [0x1b, b'[', ..] => {
            let parameters = count(2, &|byte| (0x30..0x40).contains(&byte));
            is_last(count(parameters, &between), 0x40)
        }
        [0x1b, b']' | b'P' | b'X' | b'^' | b'_', ..] => {
            let end = count(2, &|byte| byte == b'\t' || byte >= 0x20 && byte != 0x7f);
            match text.get(end..).unwrap_or_default() {
                _ if end >= 2048 => 0,
                [0x07, ..] => end + 1,
                // The last byte of all cannot end anything.
                [0x1b] if end < 2047 => 0,
                [0x1b, b'\\', ..] if end < 2047 => end + 2,
                [0x1b, ..] if end < 2047 => end,
                _ => 0,
            }
        }
        [0x1b, ..] => is_last(count(1, &between), 0x30),
        _ => 0,
    }
}

/// Numbers that look random and are the same in every run (xorshift64*).
pub(super) struct Dice(pub(super) u64);

impl Dice {
    /// A number below `limit`.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(number).unwrap() % limit
    }

    /// So many bytes of an alphabet.
    pub(super) fn text(&mut self, alphabet: &[u8], length: usize) -> Vec<u8> {
        (0..length)
            .map(|_| alphabet[self.below(alphabet.len())])
            .collect()
    }
}
