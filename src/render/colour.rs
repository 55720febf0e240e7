//! Colour, which only repeats what the words say.

/// Whether text is coloured. The caller decides: a terminal, and no `NO_COLOR`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    Never,
    /// With ANSI escape sequences, of the 16 colours that a terminal's theme sets.
    Always,
}

/// The role of a piece of text, which decides its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    Heading,
    Faint,
    Good,
    Warning,
    Error,
    Hint,
}

impl Tone {
    /// The parameters of its SGR sequence (ECMA-48, section 8.3.117).
    const fn parameters(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Heading => "1",
            Self::Faint => "2",
            Self::Good => "32",
            Self::Warning => "1;33",
            Self::Error => "1;31",
            Self::Hint => "1;36",
        }
    }
}

impl Colour {
    /// A text in the colour of its tone.
    pub(super) fn paint(self, tone: Tone, text: &str) -> String {
        let mut painted = String::new();
        self.paint_onto(&mut painted, tone, text);
        painted
    }

    /// Appends a text in the colour of its tone.
    pub(super) fn paint_onto(self, out: &mut String, tone: Tone, text: &str) {
        if self == Self::Never || tone == Tone::Plain || text.is_empty() {
            out.push_str(text);
        } else {
            for part in ["\x1b[", tone.parameters(), "m", text, "\x1b[0m"] {
                out.push_str(part);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_comes_only_when_asked_for() {
        assert_eq!(Colour::Never.paint(Tone::Error, "error:"), "error:");
        assert_eq!(
            Colour::Always.paint(Tone::Error, "error:"),
            "\x1b[1;31merror:\x1b[0m"
        );
        assert_eq!(Colour::Always.paint(Tone::Plain, "text"), "text");
        assert_eq!(Colour::Always.paint(Tone::Good, ""), "");
    }
}
