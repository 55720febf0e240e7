//! What `init` decided, a line for each key.

use crate::adopt::Draft;
use crate::render::colour::Colour;
use crate::render::text::table::{Table, nothing, plain};

/// The decisions: what each key is, and why.
#[must_use]
pub fn decisions(drafts: &[Draft], colour: Colour) -> String {
    if drafts.is_empty() {
        return "no keys found\n".to_owned();
    }
    let mut table = Table::titled(&["KEY", "KIND", "TYPE", "REQUIRED", "WHY", "WHERE"]);
    for draft in drafts {
        let required = match (&draft.default, draft.required) {
            (Some(_), _) => "default",
            (None, true) => "yes",
            (None, false) => "no",
        };
        table.push(vec![
            plain(draft.name.as_str()),
            plain(draft.kind.as_str()),
            plain(draft.format.unwrap_or_else(|| draft.typed.name())),
            plain(required),
            plain(draft.why.as_str()),
            draft
                .place
                .as_ref()
                .map_or_else(nothing, |place| plain(place.to_string())),
        ]);
    }
    table.render("", colour)
}
