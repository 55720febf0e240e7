//! The building blocks of a token form, and the comparison of a value with
//! them.

/// One row of the table: a name and the tokens it stands for.
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) tokens: &'static [Token],
}

/// One kind of token: its prefix, the rest, and whether it is live.
pub(super) struct Token {
    /// The alternatives of its beginning.
    pub(super) leads: &'static [&'static str],
    /// What follows, to the end.
    pub(super) rest: &'static [Piece],
    pub(super) fitness: Fitness,
}

/// What a token that fits its form is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fitness {
    /// A live token of the provider.
    Live,
    /// A token of a test mode, a public one, or one without a provider.
    Other,
    /// The form is not specific enough to tell.
    Vague,
}

/// A piece of a token.
pub(super) enum Piece {
    Text(&'static str),
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// Characters of a class: the least and the most.
    Run(&'static str, usize, usize),
}

impl Row {
    /// Whether the form is a standard, which no provider changes.
    pub(super) fn is_standard(&self) -> bool {
        let mut tokens = self.tokens.iter();
        tokens.all(|token| token.fitness == Fitness::Other)
    }
}

impl Token {
    /// Whether a value is this token as a whole.
    pub(super) fn is_fit(&self, value: &[u8]) -> bool {
        self.leads.iter().any(|lead| {
            value
                .strip_prefix(lead.as_bytes())
                .is_some_and(|rest| fits(self.rest, rest))
        })
    }

    /// The length of the longest beginning that the value shares.
    pub(super) fn lead(&self, value: &[u8]) -> Option<usize> {
        let shared = self.leads.iter().map(|lead| lead.as_bytes());
        shared
            .filter(|lead| value.starts_with(lead))
            .map(<[u8]>::len)
            .max()
    }

    /// The length of the shortest text after the beginning.
    pub(super) fn least(&self) -> usize {
        self.rest.iter().map(Piece::least).sum()
    }

    /// Whether a character can stand somewhere after the beginning.
    pub(super) fn has(&self, byte: u8) -> bool {
        self.rest.iter().any(|piece| piece.has(byte))
    }

    /// A token with filler characters wherever the form allows any.
    pub(super) fn fake(&self) -> String {
        // Every row of the table has a lead, be it empty, and a choice of texts.
        let mut made = self.leads[0].to_owned();
        for piece in self.rest {
            match piece {
                Piece::Text(text) => made.push_str(text),
                Piece::OneOf(texts) => made.push_str(texts[0]),
                Piece::Run(class, min, _) => {
                    // Recognised as a fake by people and by `is_placeholder`.
                    let fillers = ["x", "X", "1234567890"];
                    let known = |text: &&str| text.bytes().all(|byte| is_in(class, byte));
                    let filler = fillers.iter().copied().find(known).unwrap_or("A");
                    made.extend(filler.chars().cycle().take(*min));
                }
            }
        }
        made
    }

    /// Whether the form is specific enough to find tokens in text.
    pub(super) fn is_telling(&self) -> bool {
        self.fitness != Fitness::Vague
    }

    /// The form as a regular expression.
    pub(super) fn pattern(&self) -> String {
        let mut source = String::new();
        push_one_of(&mut source, self.leads);
        for piece in self.rest {
            match piece {
                Piece::Text(text) => push_literal(&mut source, text),
                Piece::OneOf(texts) => push_one_of(&mut source, texts),
                Piece::Run(class, min, max) => push_run(&mut source, class, *min, *max),
            }
        }
        source
    }
}

impl Piece {
    /// Whether it can have this character.
    pub(super) fn has(&self, byte: u8) -> bool {
        match self {
            Self::Text(text) => text.as_bytes().contains(&byte),
            Self::OneOf(texts) => texts.iter().any(|text| text.as_bytes().contains(&byte)),
            Self::Run(class, ..) => is_in(class, byte),
        }
    }

    fn least(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::OneOf(texts) => texts.iter().map(|text| text.len()).min().unwrap_or(0),
            Self::Run(_, min, _) => *min,
        }
    }
}

/// Whether the pieces make up the whole value. No run of the table can be
/// divided in many ways (kept by a test), so this stays linear.
fn fits(pieces: &[Piece], value: &[u8]) -> bool {
    let Some((piece, rest)) = pieces.split_first() else {
        return value.is_empty();
    };
    let after = |text: &str| value.strip_prefix(text.as_bytes());
    match piece {
        Piece::Text(text) => after(text).is_some_and(|value| fits(rest, value)),
        Piece::OneOf(texts) => texts
            .iter()
            .any(|text| after(text).is_some_and(|value| fits(rest, value))),
        Piece::Run(class, min, max) => {
            let run = value.iter().take(*max);
            let longest = run.take_while(|byte| is_in(class, **byte)).count();
            if rest.is_empty() {
                return longest >= *min && longest == value.len();
            }
            (*min..=longest)
                .rev()
                .any(|length| value.get(length..).is_some_and(|value| fits(rest, value)))
        }
    }
}

/// Whether a class has a byte. A class is written as in a regular expression:
/// ranges and single characters, `-` last, `^` first for all others.
pub(super) fn is_in(class: &str, byte: u8) -> bool {
    let (negated, mut class) = match class.as_bytes() {
        [b'^', class @ ..] => (true, class),
        class => (false, class),
    };
    let found = loop {
        class = match class {
            [] => break false,
            [first, b'-', last, ..] if (first..=last).contains(&&byte) => break true,
            [_, b'-', _, rest @ ..] => rest,
            [single, ..] if *single == byte => break true,
            [_, rest @ ..] => rest,
        };
    };
    found != negated
}

fn push_literal(source: &mut String, text: &str) {
    for character in text.chars() {
        if !character.is_ascii_alphanumeric() && character != '_' && character != '-' {
            source.push('\\');
        }
        source.push(character);
    }
}

fn push_one_of(source: &mut String, texts: &[&str]) {
    if let [text] = texts {
        push_literal(source, text);
        return;
    }
    for (at, text) in texts.iter().enumerate() {
        source.push_str(if at == 0 { "(?:" } else { "|" });
        push_literal(source, text);
    }
    source.push(')');
}

fn push_run(source: &mut String, class: &str, min: usize, max: usize) {
    match max {
        usize::MAX => append!(source, "[{class}]{{{min},}}"),
        max if max == min => append!(source, "[{class}]{{{min}}}"),
        max => append!(source, "[{class}]{{{min},{max}}}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_read_as_in_a_regular_expression() {
        for class in ["a-z", "A-Za-z0-9_-", "^a-c:", "A-Z2-7", ".~0-9-", "/+"] {
            let regex = regex_lite::Regex::new(&format!("^[{class}]$")).unwrap();
            for byte in 0..128 {
                let text = char::from(byte).to_string();
                assert_eq!(is_in(class, byte), regex.is_match(&text), "{class} {byte}");
            }
        }
    }

    #[test]
    fn pieces_must_make_up_the_whole() {
        let pieces = [
            Piece::Run("a-z", 1, 3),
            Piece::OneOf(&["b", "cc"]),
            Piece::Run("0-9", 0, 2),
        ];
        for good in ["ab", "abb", "abbb1", "acc12", "zccb"] {
            assert!(fits(&pieces, good.as_bytes()), "{good}");
        }
        for bad in ["", "b", "a", "ab123", "aaaab", "ac1", "ab1x"] {
            assert!(!fits(&pieces, bad.as_bytes()), "{bad}");
        }
    }
}
