//! What the ends of a value say about how it was set: quotes that a tool kept, a
//! line break that `echo` added. Programs pass them on, and providers answer 401.

use crate::core::binding::{Binding, Provenance};
use crate::core::report::Problem;
use crate::schema::model::Rule;
use crate::schema::types::ValueType;

/// A warning about the ends of a value of the environment, or of a file that holds
/// nothing else. In an env file they are written on purpose.
pub(super) fn look(rule: &Rule, layer: &Binding) -> Option<Problem> {
    let of_host = match layer.provenance {
        Provenance::Host => true,
        Provenance::SecretFile { .. } => false,
        Provenance::Default | Provenance::Fake | Provenance::File { .. } => return None,
    };
    // JSON has quotes and may have blanks around it, and blocks of lines end with one.
    if matches!(rule.value_type, ValueType::Json { .. } | ValueType::Pem) {
        return None;
    }
    let text = std::str::from_utf8(layer.value.expose()).ok()?;
    let inner = text.trim_matches(is_blank);
    if inner.is_empty() || inner.contains('\n') {
        return None;
    }
    let blank = |what: &'static str| Problem::warning("value.blank", what);
    let again = "set it again without it";
    let problem = match text.strip_prefix(inner).map(|end| end.chars().next_back()) {
        Some(None) if !is_quoted(text) => return None,
        Some(None) => {
            let what = if of_host {
                "the value stands in quotes: `docker run --env-file` keeps them"
            } else {
                "the value stands in quotes"
            };
            Problem::warning("value.quotes", what).hint("remove the quotes where it is set")
        }
        Some(Some('\n')) => blank("ends with a line break, which HTTP clients refuse in a header")
            .hint("set it again without it (`printf %s`, not `echo`)"),
        Some(Some('\r')) => blank("ends with a carriage return, from a file with CRLF line ends")
            .hint("save that file with LF line endings, and set it again"),
        Some(Some(_)) => blank("ends with white space").hint(again),
        None => blank("starts with white space").hint(again),
    };
    Some(problem.about(&rule.name))
}

/// White space, and what cannot be seen either.
fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{200b}' | '\u{feff}')
}

/// Whether a text begins and ends with one kind of quote.
fn is_quoted(text: &str) -> bool {
    ['"', '\'', '`'].iter().any(|&mark| {
        let inside = text.strip_prefix(mark);
        inside.is_some_and(|inside| inside.ends_with(mark))
    })
}
