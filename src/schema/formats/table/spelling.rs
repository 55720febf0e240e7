//! How the table spells a form.

use crate::schema::formats::form::Piece::{Run, Text};
use crate::schema::formats::form::{Fitness, Piece, Row, Token};

pub(super) const DIGIT: &str = "0-9";
pub(super) const HEX: &str = "0-9a-f";
pub(super) const ANY_HEX: &str = "0-9a-fA-F";
pub(super) const LOWER: &str = "a-z0-9";
pub(super) const UPPER: &str = "A-Z0-9";
pub(super) const ALNUM: &str = "A-Za-z0-9";
pub(super) const WORD: &str = "A-Za-z0-9_";
pub(super) const URL64: &str = "A-Za-z0-9_-";
pub(super) const BASE64: &str = "A-Za-z0-9/+=";
pub(super) const NO_LIMIT: usize = usize::MAX;

pub(super) const DASH: Piece = Text("-");
pub(super) const DOT: Piece = Text(".");
pub(super) const UUID: [Piece; 9] = [
    run(HEX, 8),
    DASH,
    run(HEX, 4),
    DASH,
    run(HEX, 4),
    DASH,
    run(HEX, 4),
    DASH,
    run(HEX, 12),
];

pub(super) const fn live(leads: &'static [&'static str], rest: &'static [Piece]) -> Token {
    Token {
        leads,
        rest,
        fitness: Fitness::Live,
    }
}

/// A token of a test mode, a public one, or one without a provider.
pub(super) const fn other(leads: &'static [&'static str], rest: &'static [Piece]) -> Token {
    Token {
        leads,
        rest,
        fitness: Fitness::Other,
    }
}

/// A token whose form is not specific enough to recognise it.
pub(super) const fn vague(rest: &'static [Piece]) -> Token {
    Token {
        leads: &[""],
        rest,
        fitness: Fitness::Vague,
    }
}

pub(super) const fn row(name: &'static str, tokens: &'static [Token]) -> Row {
    Row { name, tokens }
}

/// A number of characters of a class.
pub(super) const fn run(class: &'static str, length: usize) -> Piece {
    Run(class, length, length)
}
