//! A first `.env.example`: names, what each is, and no value of a secret.

use std::fmt::Write as _;

use crate::adopt::{Draft, Proposal};
use crate::report::Kind;

/// The text of the file.
#[must_use]
pub fn example(proposal: &Proposal) -> String {
    let mut text =
        String::from("# Copy to .env and fill in. Made by `secrun init` from secrun.toml.\n");
    for (kind, title) in [(Kind::Secret, "Secrets"), (Kind::Setting, "Settings")] {
        let drafts: Vec<&Draft> = proposal
            .drafts
            .iter()
            .filter(|draft| draft.kind == kind)
            .collect();
        if drafts.is_empty() {
            continue;
        }
        let _ = write!(text, "\n# {title}\n");
        for draft in drafts {
            let about = draft.format.unwrap_or_else(|| draft.typed.name());
            let need = if draft.required {
                "required"
            } else {
                "optional"
            };
            let value = draft
                .default
                .as_deref()
                .or(draft.example.as_deref())
                .unwrap_or_default();
            let mark = if draft.required { "" } else { "# " };
            let _ = write!(text, "# {about}, {need}\n{mark}{}={value}\n", draft.name);
        }
    }
    text
}
