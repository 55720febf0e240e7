//! What `init` decided, a line for each key.

use crate::adopt::Draft;
use crate::render::colour::Colour;
use crate::render::human::table::{Table, maybe, plain};

/// The decisions: what each key is, and why.
pub(crate) fn decisions(drafts: &[Draft], colour: Colour) -> String {
    let titles = ["KEY", "KIND", "TYPE", "REQUIRED", "WHY", "WHERE"];
    let rows = drafts.iter().map(|draft| {
        let required = match (&draft.default, draft.required) {
            (Some(_), _) => "default",
            (None, true) => "yes",
            (None, false) => "no",
        };
        vec![
            plain(draft.name.as_str()),
            plain(draft.kind.name()),
            plain(draft.format.unwrap_or_else(|| draft.typed.name())),
            plain(required),
            plain(draft.why.as_str()),
            maybe(draft.place.as_ref().map(ToString::to_string)),
        ]
    });
    let table = Table::titled(&titles, rows);
    table.map_or_else(|| "no keys found\n".to_owned(), |it| it.render("", colour))
}
