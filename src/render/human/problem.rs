//! Problems and hints, a line each: `secrun: error: PATH:LINE:COLUMN: KEY: what`.

use std::collections::BTreeSet;

use crate::core::message::Message;
use crate::core::report::{Problem, Severity};
use crate::render::colour::{Colour, Tone};
use crate::render::phrases::keys;

pub fn problem_line(problem: &Problem, colour: Colour) -> String {
    let tone = match problem.severity {
        Severity::Error => Tone::Error,
        Severity::Warning => Tone::Warning,
        Severity::Note => Tone::Faint,
    };
    let word = format!("{}:", problem.severity.name());
    let named = keys::named(problem);
    let text = match &problem.place {
        Some(place) => format!("{place}: {named}"),
        None => named,
    };
    format!("secrun: {} {text}\n", colour.paint(tone, &word))
}

pub fn hint_line(hint: &Message, colour: Colour) -> String {
    format!("secrun: {} {hint}\n", colour.paint(Tone::Hint, "hint:"))
}

/// Problems in their order, with their hints. Neighbours with the same hint
/// share it: it stands after the last of them, and nowhere else.
pub fn problems(problems: &[Problem], colour: Colour) -> String {
    let mut text = String::new();
    let mut given = BTreeSet::new();
    for (index, problem) in problems.iter().enumerate() {
        text.push_str(&problem_line(problem, colour));
        let next = problems.get(index + 1).and_then(|next| next.hint.as_ref());
        let Some(hint) = &problem.hint else { continue };
        if next != Some(hint) && given.insert(hint) {
            text.push_str(&hint_line(hint, colour));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::sample;

    fn error(what: &'static str) -> Problem {
        Problem::error("missing", Message::from(what))
    }

    #[test]
    fn a_line_has_place_key_and_what_as_far_as_there_are_any() {
        let line = |problem: &Problem| problem_line(problem, Colour::Never);
        let bare = error("no schema");
        assert_eq!(line(&bare), "secrun: error: no schema\n");
        let placed = bare.at(sample::place(".env", 3, 5));
        assert_eq!(line(&placed), "secrun: error: .env:3:5: no schema\n");
        let keyed = placed.about(&sample::name("API_KEY"));
        assert_eq!(
            line(&keyed),
            "secrun: error: .env:3:5: API_KEY: no schema\n"
        );
        let warning = Problem::warning("empty", message!("is empty"));
        assert_eq!(
            line(&warning.about(&sample::name("API_KEY"))),
            "secrun: warning: API_KEY: is empty\n"
        );
    }

    #[test]
    fn colour_marks_the_first_word_only() {
        assert_eq!(
            problem_line(&error("no schema"), Colour::Always),
            "secrun: \x1b[1;31merror:\x1b[0m no schema\n"
        );
        assert_eq!(
            problem_line(
                &Problem::warning("empty", message!("is empty")),
                Colour::Always
            ),
            "secrun: \x1b[1;33mwarning:\x1b[0m is empty\n"
        );
        assert_eq!(
            hint_line(&message!("run `secrun init`"), Colour::Always),
            "secrun: \x1b[1;36mhint:\x1b[0m run `secrun init`\n"
        );
    }

    #[test]
    fn neighbours_share_a_hint_and_it_is_told_once() {
        let fix = || message!("fix it");
        let list = [
            error("one").hint(fix()),
            error("two").hint(fix()),
            error("three"),
            error("four").hint(message!("look")),
            error("five").hint(fix()),
        ];
        assert_eq!(
            problems(&list, Colour::Never),
            "secrun: error: one\n\
             secrun: error: two\n\
             secrun: hint: fix it\n\
             secrun: error: three\n\
             secrun: error: four\n\
             secrun: hint: look\n\
             secrun: error: five\n"
        );
    }
}
