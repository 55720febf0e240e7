//! Which rows of the drift table a statement meets.

use crate::core::name::EnvName;
use crate::dotenv::drift::rows::{self, Drift};
use crate::dotenv::lexer::{Assignment, Quote, is_blank};
use crate::dotenv::piece::{Piece, pieces};
use crate::dotenv::statement::Interpolation;
use crate::dotenv::text::Text;

/// A statement as written.
pub(super) struct Written<'w, 't> {
    pub(super) text: &'w Text<'t>,
    /// Where the statement's parts are.
    pub(super) assignment: &'w Assignment,
    pub(super) name: &'w EnvName,
    pub(super) interpolation: Interpolation,
}

/// The rows that a statement meets, each code once.
struct Drifts(Vec<Drift>);

impl Drifts {
    fn add(&mut self, drift: Drift) {
        if self.0.iter().all(|other| other.code != drift.code) {
            self.0.push(drift);
        }
    }
}

/// The rows that a statement meets, each code once.
pub(super) fn of(written: &Written<'_, '_>) -> Vec<Drift> {
    let text = written.text.as_str();
    let assignment = written.assignment;
    let value = assignment.value.of(text);
    let mut found = Drifts(Vec::new());
    key(&mut found, written);
    match assignment.quote {
        Quote::None => unquoted(&mut found, value),
        Quote::Single => single(&mut found, value),
        Quote::Double => double(&mut found, value),
    }
    if assignment.quote != Quote::Single {
        dollars(&mut found, value, assignment.quote, written.interpolation);
    }
    if value.contains('\n') {
        found.add(rows::LINES);
        let span = assignment.value;
        if written.text.has_crlf_within(span.start, span.end) {
            found.add(rows::CRLF_IN_VALUE);
        }
    }
    comment(&mut found, assignment, text);
    found.0
}

/// What dotenvy's different reading is called, by what follows the value.
pub(super) fn dotenvy(tail: &str) -> Drift {
    match tail.split_once('#') {
        Some((_, comment)) if comment.contains(is_quote) => rows::COMMENT_QUOTE,
        _ => rows::DOTENVY,
    }
}

/// What `docker run --env-file`, systemd and node read differently in almost any statement;
/// `gap` are the lines before it.
pub(super) fn noted(assignment: &Assignment, text: &str, gap: &str) -> Vec<Drift> {
    let tail = assignment.tail.of(text);
    let has_value = !assignment.value.of(text).is_empty();
    let spaced = text[assignment.equals + 1..].starts_with(is_blank);
    let mut lines = gap.lines();
    let before = |is: &dyn Fn(&str) -> bool| lines.clone().any(is);
    let is_blank_line = |line: &str| !line.is_empty() && line.chars().all(is_blank);
    let goes_on = |line: &str| line.trim_start().starts_with('#') && line.ends_with('\\');
    let rows = [
        (assignment.quote != Quote::None, rows::DOCKER_QUOTES),
        (tail.contains('#'), rows::DOCKER_COMMENT),
        (
            assignment.start != assignment.key.start,
            rows::DOCKER_EXPORT,
        ),
        (
            has_value && (spaced || (!tail.is_empty() && tail.chars().all(is_blank))),
            rows::DOCKER_BLANK,
        ),
        (before(&goes_on), rows::COMMENT_GOES_ON),
        (lines.any(is_blank_line), rows::BLANK_LINE),
    ];
    rows.into_iter()
        .filter_map(|(meets, row)| meets.then_some(row))
        .collect()
}

fn key(found: &mut Drifts, written: &Written<'_, '_>) {
    let (assignment, text) = (written.assignment, written.text.as_str());
    if assignment.key != assignment.name {
        found.add(rows::KEY_QUOTED);
    } else if written.name.as_str().contains('-') {
        found.add(rows::KEY_DASH);
    } else if !written.name.is_portable() {
        found.add(rows::KEY_DOT);
    }
    let after = &text[assignment.equals + 1..];
    let value_follows = assignment.quote != Quote::None || !assignment.value.of(text).is_empty();
    if assignment.equals > assignment.key.end || (value_follows && after.starts_with(is_blank)) {
        found.add(rows::EQUALS);
    }
}

fn unquoted(found: &mut Drifts, value: &str) {
    let value = match value.split_once('#') {
        Some((before, comment)) if !before.is_empty() && comment.starts_with(is_blank) => {
            found.add(rows::COMMENT_GLUED);
            before
        }
        _ => value,
    };
    if value.starts_with('#') {
        found.add(rows::HASH_FIRST);
    } else if value.contains('#') {
        found.add(rows::HASH);
    }
    if value.contains([' ', '\t']) {
        found.add(rows::BLANK);
    }
    if value.contains(is_quote) {
        found.add(rows::INNER_QUOTE);
    }
    if value.contains('\\') {
        found.add(rows::BACKSLASH);
    }
    // In quotes, after a `#` and in a command the signs mean nothing of their own.
    if !value.starts_with('#') && !value.contains(is_quote) && !value.contains("$(") {
        signs(found, value);
    }
}

/// What is a sign to a shell, outside of references.
fn signs(found: &mut Drifts, value: &str) {
    let texts = pieces(value, Quote::None).filter_map(|piece| match piece {
        Piece::Text(text) => Some(text),
        Piece::Reference(_) | Piece::Ambiguous(..) => None,
    });
    if texts
        .into_iter()
        .any(|text| text.contains(['&', ';', '|', '<', '>', '(', ')']))
    {
        found.add(rows::SHELL);
    }
    // A `~` counts at the start of a value and after a colon of it.
    let is_home = |part: &str| {
        let rest = part.strip_prefix('~');
        rest.is_some_and(|rest| matches!(rest.bytes().next(), None | Some(b'/')) || rest == "+")
    };
    if value.split(':').any(is_home) {
        found.add(rows::HOME);
    }
}

fn single(found: &mut Drifts, value: &str) {
    if escapes(value).any(|character| character == '\'') {
        found.add(rows::QUOTE_IN_SINGLE);
    } else if escapes(value).any(|character| character == '\\') {
        found.add(rows::DOUBLED_IN_SINGLE);
    }
}

fn double(found: &mut Drifts, value: &str) {
    if escapes(value).any(|character| character == '$') {
        found.add(rows::ESCAPED_DOLLAR);
    } else if escapes(value).any(|character| character.is_ascii_digit()) {
        found.add(rows::ESCAPED_NUMBER);
    } else if escapes(value).any(|character| !"\\\"'n".contains(character)) {
        found.add(rows::ESCAPE_UV);
    } else if value.contains('\\') {
        found.add(rows::ESCAPE);
    }
}

/// The characters after the backslashes that escape one.
fn escapes(value: &str) -> impl Iterator<Item = char> {
    let mut characters = value.chars();
    std::iter::from_fn(move || {
        characters.find(|&character| character == '\\')?;
        characters.next()
    })
}

fn dollars(found: &mut Drifts, value: &str, quote: Quote, interpolation: Interpolation) {
    let pieces = match interpolation {
        Interpolation::Off => {
            bare_dollars(found, value, rows::DOLLAR);
            None
        }
        Interpolation::Braces => Some(pieces(value, quote)),
    };
    for piece in pieces.into_iter().flatten() {
        match piece {
            Piece::Text(text) => bare_dollars(found, text, rows::UNCLOSED_REFERENCE),
            Piece::Reference(reference) if reference.default.is_some() => {
                found.add(rows::REFERENCE_DEFAULT);
            }
            // An ambiguous one does not come here: its statement is refused.
            Piece::Reference(_) | Piece::Ambiguous(..) => found.add(rows::REFERENCE),
        }
    }
    if quote == Quote::None && value.starts_with('`') {
        found.add(rows::BACKTICK_QUOTES);
    } else if value.contains('`') {
        found.add(rows::BACKTICK);
    }
}

/// What a `$` means that no reader we follow replaces; `braces` is for `${`.
fn bare_dollars(found: &mut Drifts, text: &str, braces: Drift) {
    for (at, _) in text.match_indices('$') {
        let before = &text[..at];
        let backslashes = before.len() - before.trim_end_matches('\\').len();
        let drift = match text.as_bytes().get(at + 1) {
            _ if backslashes % 2 == 1 => continue,
            Some(b'(') => rows::COMMAND,
            Some(b'{') => braces,
            _ => rows::DOLLAR,
        };
        found.add(drift);
    }
}

fn comment(found: &mut Drifts, assignment: &Assignment, text: &str) {
    if assignment.quote != Quote::None {
        return;
    }
    let tail = assignment.tail.of(text);
    let Some((before, _)) = tail.split_once('#') else {
        return;
    };
    if assignment.value.of(text).is_empty() {
        found.add(rows::COMMENT_ONLY);
    } else if !before.ends_with(' ') {
        found.add(rows::COMMENT_TAB);
    }
}

fn is_quote(character: char) -> bool {
    character == '\'' || character == '"'
}

#[cfg(test)]
mod tests {
    use crate::dotenv::trial::Trial;

    #[track_caller]
    fn case(file: &str, expected: &[&str]) {
        assert_eq!(Trial::new(file).warnings(), expected, "{file:?}");
    }

    #[test]
    fn portable_statements_are_left_alone() {
        for file in [
            "A=plain\nB='$a `b` #c \"d\" \\e'\nC=\"two words\"\nexport D= # ok\n"
                .replace(" # ok", ""),
            "A=x # note\nB='x' # don't\nC=\n# don't $x\n".to_owned(),
        ] {
            case(&file, &[]);
        }
    }

    #[test]
    fn every_row_of_the_table_is_seen() {
        for (statement, code) in [
            ("a$b", "dollar"),
            ("\"a$b\"", "dollar"),
            ("a${b", "unclosed-reference"),
            ("$(x)", "command"),
            ("`x`", "command"),
            ("a#b", "hash"),
            ("#b", "hash"),
            ("a b", "blank"),
            ("a'b", "quote"),
            ("a\\b", "backslash"),
            ("a?x=1&y=2", "shell"),
            ("a;b", "shell"),
            ("(a)", "shell"),
            ("~/x", "shell"),
            ("/x:~", "shell"),
            ("'a\\\\b'", "single-quote-escape"),
            ("'a\\'b'", "single-quote-escape"),
            ("\"a\\nb\"", "escape"),
            ("\"a\\tb\"", "escape"),
            ("\"a\nb\"", "multi-line"),
            ("${H}", "reference"),
            ("${N:-x}", "reference"),
            ("1  # don't", "comment-quote"),
            ("1\t# x", "comment-tab"),
            (" # x", "comment-only"),
            (" 1", "equals"),
            ("\"x\"# y", "dotenvy"),
            ("x# y z", "hash"),
        ] {
            let trial = Trial::new(format!("A={statement}\n")).host("H", "x");
            assert_eq!(
                trial.warnings(),
                [format!("1:1 drift.{code} A")],
                "{statement}"
            );
        }
    }

    #[test]
    fn keys_and_files_are_looked_at_too() {
        case(
            "A.B=1\nA-B=1\n'A'=1\n",
            &["1:1 drift.key", "2:1 drift.key", "3:1 drift.key A"],
        );
        case("KEY=1\nkey=1\n", &["2:1 drift.case"]);
        case(
            "\u{feff}A=1\r\nB='x\r\ny'\n",
            &[
                "1:1 drift.bom",
                "1:1 drift.crlf",
                "2:1 drift.crlf-in-value B",
                "2:1 drift.multi-line B",
            ],
        );
        case("A=1 ", &["1:1 drift.final-blank"]);
        case("A=1\n ", &["2:1 drift.final-blank"]);
        case("A=1 # x ", &[]);
    }

    #[test]
    fn what_docker_and_systemd_keep_is_noted_once() {
        let notes = |file: &str| Trial::new(file).notes();
        assert_eq!(notes("A=x\nB=\n# c\n"), [""; 0]);
        let file = "A='x'\nB=\"y\"\nC=z # c\nexport D=1\n";
        assert_eq!(
            notes(file),
            ["1:1 drift.docker", "3:1 drift.docker", "4:8 drift.docker"]
        );
    }

    #[test]
    fn a_code_is_told_once_for_a_statement() {
        case(
            "A=$a$(b)`c`$d e\n",
            &[
                "1:1 drift.blank A",
                "1:1 drift.command A",
                "1:1 drift.dollar A",
            ],
        );
        assert_eq!(
            Trial::new("A=${B}\n").off().warnings(),
            ["1:1 drift.dollar A"]
        );
        assert_eq!(Trial::new("A='${B}'\n").off().warnings(), [""; 0]);
    }
}
