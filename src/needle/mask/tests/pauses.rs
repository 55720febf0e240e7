//! The text that is held back, and that a pause or the end of the input shows.

use super::naive::Dice;
use super::texts::needles;
use crate::needle::Needles;
use crate::needle::mask::Masker;

const VALUE: &str = "test-not-a-real-key";

/// A masker, and what came out of it.
struct Session<'n>(Masker<'n>, Vec<u8>);

impl<'n> Session<'n> {
    fn new(needles: &'n Needles) -> Self {
        Self(Masker::new(needles), Vec::new())
    }

    fn push(&mut self, text: &str) -> String {
        self.0.push(text.as_bytes(), &mut self.1);
        self.take()
    }

    fn idle(&mut self) -> String {
        self.0.idle(&mut self.1);
        self.take()
    }

    fn finish(&mut self) -> String {
        self.0.finish(&mut self.1);
        self.take()
    }

    fn take(&mut self) -> String {
        String::from_utf8(std::mem::take(&mut self.1)).unwrap()
    }
}

#[test]
fn exactly_the_beginning_of_a_needle_is_held() {
    let needles = needles(&[("KEY", VALUE)]);
    let mut session = Session::new(&needles);
    assert_eq!(session.push("Password: "), "Password: ");
    assert_eq!(session.push("x tes"), "x ");
    assert_eq!(session.0.held(), 3);
    assert_eq!(session.push("test-no"), "tes");
    assert_eq!(session.0.held(), 7);
    assert_eq!(session.push("!"), "test-no!");
    assert_eq!(session.0.held(), 0);
}

#[test]
fn a_pause_shows_four_bytes_once_and_the_rest_is_masked() {
    let needles = needles(&[("KEY", VALUE)]);
    let mut session = Session::new(&needles);
    assert_eq!(session.push("> test-no"), "> ");
    assert_eq!(session.idle(), "test");
    assert_eq!(session.idle(), "");
    assert_eq!(session.0.held(), 3);
    assert_eq!(session.push("t-a-real"), "");
    assert_eq!(session.idle(), "");
    assert_eq!(session.push("-key."), "***REDACTED:KEY***.");
}

#[test]
fn a_value_that_comes_byte_by_byte_shows_four() {
    let needles = needles(&[("KEY", VALUE)]);
    let mut session = Session::new(&needles);
    let mut out = String::new();
    for byte in VALUE.chars() {
        out += &session.push(&byte.to_string());
        out += &session.idle();
    }
    out += &session.finish();
    assert_eq!(out, "test***REDACTED:KEY***");
}

#[test]
fn a_beginning_that_comes_to_nothing_is_shown_whole() {
    let needles = needles(&[("KEY", VALUE)]);
    let mut session = Session::new(&needles);
    assert_eq!(session.push("test-n"), "");
    assert_eq!(session.idle(), "test");
    assert_eq!(session.push("ew"), "-new");
    assert_eq!(session.push(&format!("{VALUE};")), "***REDACTED:KEY***;");
}

#[test]
fn a_whole_value_that_begins_a_longer_one_is_masked_in_a_pause() {
    let needles = needles(&[("A", "secret-A"), ("B", "secret-A-long-tail")]);
    let mut session = Session::new(&needles);
    assert_eq!(session.push("secret-A-lo"), "");
    assert_eq!(session.idle(), "***REDACTED:A***");
    assert_eq!(session.idle(), "");
    assert_eq!(session.push("ng-tail!"), "!");
    assert_eq!(session.push("secret-A"), "");
    assert_eq!(session.idle(), "***REDACTED:A***");
    assert_eq!(session.push("-lo!"), "-lo!");
    // Nothing longer begins with this one.
    assert_eq!(session.push("secret-A-long-tail"), "***REDACTED:B***");
    assert_eq!(session.0.held(), 0);
}

#[test]
fn control_sequences_after_a_prompt_are_shown_in_a_pause() {
    let needles = needles(&[("KEY", VALUE)]);
    let mut session = Session::new(&needles);
    assert_eq!(session.push("\x1b[1mName? te\x1b[0m"), "\x1b[1mName? ");
    assert_eq!(session.idle(), "te\x1b[0m");
    assert_eq!(session.push("st-not-a-real-key"), "***REDACTED:KEY***");
}

#[test]
fn the_end_masks_a_truncated_value_from_eight_bytes_on() {
    let needles = needles(&[("KEY", VALUE)]);
    for (text, expected) in [
        ("a test-no", "a test-no"),
        ("a test-not", "a ***REDACTED:KEY***"),
        ("a test-not-a-real-ke", "a ***REDACTED:KEY***"),
        ("a te\x1b[0mst-not", "a ***REDACTED:KEY***\x1b[0m"),
        ("a test-not\x1b[3", "a ***REDACTED:KEY***\x1b[3"),
    ] {
        let mut session = Session::new(&needles);
        assert_eq!(session.push(text) + &session.finish(), expected);
        assert_eq!(session.push("fresh "), "fresh ");
    }
    let mut session = Session::new(&needles);
    assert_eq!(
        session.push("test-not") + &session.idle() + &session.finish(),
        "test***REDACTED:KEY***"
    );
}

#[test]
fn pauses_never_show_more_than_four_bytes_of_a_value() {
    let values = [
        ("A", "kq7zkq7zkq7x"),
        ("B", "q7zkq7xwwwwwwwww"),
        ("C", "7zkq7zkq7zkq7zkv"),
    ];
    let needles = needles(&values);
    let mut dice = Dice(0x1d1e);
    for _ in 0..1000 {
        let (key, value) = values[dice.below(3)];
        let before = dice.text(b"kq7zx", 6);
        let text = format!("{} {value} {key}", String::from_utf8(before).unwrap());
        let mut session = Session::new(&needles);
        let mut out = String::new();
        for byte in text.chars() {
            out += &session.push(&byte.to_string());
            if dice.below(2) == 0 {
                out += &session.idle();
            }
        }
        out += &session.finish();
        assert!(!out.contains(&value[value.len() - 5..]), "{out}");
        for start in 0..value.len() - 5 {
            let piece = &value[start..start + 5];
            let own = text.replacen(value, "", 1);
            assert!(
                own.contains(piece) || !out.contains(piece),
                "{text} -> {out}"
            );
        }
    }
}
