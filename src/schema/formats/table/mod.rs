//! The forms themselves: what gitleaks (July 2026), `TruffleHog` and secretlint
//! (August 2026), detect-secrets 1.5 and the providers' notes say of them.

mod clouds;
mod code;
mod models;
mod services;

use super::form::Piece::{Run, Text};
use super::form::{Fitness, Piece, Row, Token};

const DIGIT: &str = "0-9";
const HEX: &str = "0-9a-f";
const ANY_HEX: &str = "0-9a-fA-F";
const LOWER: &str = "a-z0-9";
const UPPER: &str = "A-Z0-9";
const ALNUM: &str = "A-Za-z0-9";
const WORD: &str = "A-Za-z0-9_";
const URL64: &str = "A-Za-z0-9_-";
const BASE64: &str = "A-Za-z0-9/+=";
const NO_LIMIT: usize = usize::MAX;

const DASH: Piece = Text("-");
const DOT: Piece = Text(".");
const UUID: [Piece; 9] = [
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

/// A live token.
const fn live(leads: &'static [&'static str], rest: &'static [Piece]) -> Token {
    Token {
        leads,
        rest,
        fitness: Fitness::Live,
    }
}

/// A token that is of a test mode, public, or of no one provider.
const fn other(leads: &'static [&'static str], rest: &'static [Piece]) -> Token {
    Token {
        leads,
        rest,
        fitness: Fitness::Other,
    }
}

/// A token whose form says too little to know it by.
const fn vague(rest: &'static [Piece]) -> Token {
    Token {
        leads: &[""],
        rest,
        fitness: Fitness::Vague,
    }
}

const fn row(name: &'static str, tokens: &'static [Token]) -> Row {
    Row { name, tokens }
}

/// So many characters of a class.
const fn run(class: &'static str, length: usize) -> Piece {
    Run(class, length, length)
}

/// Every form, families of providers together.
pub(super) fn rows() -> impl Iterator<Item = &'static Row> {
    [models::ROWS, clouds::ROWS, code::ROWS, services::ROWS]
        .into_iter()
        .flatten()
}
