//! The text of a new `secrun.toml`.

use std::fmt::Write as _;

use crate::adopt::draft::{Draft, Proposal, Typed};
use crate::core::name::{EnvName, Label};
use crate::core::report::Kind;
use crate::schema::json_schema::DIRECTIVE;

/// The whole schema with comments.
#[must_use]
pub fn schema(proposal: &Proposal, project: Option<&Label>) -> String {
    let mut text = format!(
        "{DIRECTIVE}\n\
         # What this project takes from its environment. Begun by `secrun init`, and yours\n\
         # to edit; `secrun check --code` compares it with the code. No secret's value\n\
         # belongs here.\n\
         version = 1\n",
    );
    if let Some(name) = project {
        let _ = write!(text, "\n[project]\nname = \"{name}\"\n");
    }
    let presets: Vec<String> = proposal
        .presets
        .iter()
        .map(|preset| format!("\"{preset}\""))
        .collect();
    let _ = write!(
        text,
        "\n[env]\nfiles = [\".env\"]\n# What the child keeps of the host's environment.\ninherit = [{}]\n",
        presets.join(", ")
    );
    listed(
        &mut text,
        "The code reads these too; the presets above pass them:",
        &proposal.inherited,
    );
    listed(
        &mut text,
        "The code reads these too; they change what runs, so none is declared:",
        &proposal.reserved,
    );
    for (kind, table, about) in [
        (
            Kind::Secret,
            "secrets",
            "Never shown. Required unless a key says otherwise.",
        ),
        (
            Kind::Setting,
            "settings",
            "Not secret: defaults are allowed, values may be shown.",
        ),
    ] {
        let drafts: Vec<&Draft> = proposal
            .drafts
            .iter()
            .filter(|draft| draft.kind == kind)
            .collect();
        if !drafts.is_empty() {
            let _ = write!(text, "\n# {about}\n[{table}]\n");
        }
        for draft in drafts {
            if let Some(comment) = comment(draft) {
                let _ = writeln!(text, "# {comment}");
            }
            let _ = writeln!(text, "{} = {}", key(&draft.name), entry(draft));
        }
    }
    text.push_str("\n# `secrun check --profile test` takes fakes for keys and refuses live ones.\n[profiles.test]\nlive_keys = \"forbid\"\n");
    text
}

fn listed(text: &mut String, about: &str, names: &[EnvName]) {
    if !names.is_empty() {
        let names: Vec<&str> = names.iter().map(EnvName::as_str).collect();
        let _ = write!(text, "# {about}\n# {}\n", names.join(" "));
    }
}

/// Where a key is found and why it is a secret.
pub(super) fn comment(draft: &Draft) -> Option<String> {
    let place = draft.place.as_ref().map(|place| match place.line() {
        Some(line) => format!("{}:{line}", place.path),
        None => place.path.to_string(),
    });
    match (place, draft.kind) {
        (Some(place), Kind::Secret) => Some(format!("{place}; {}", draft.why)),
        (Some(place), Kind::Setting) => Some(place),
        (None, Kind::Secret) => Some(draft.why.to_string()),
        (None, Kind::Setting) => None,
    }
}

/// A name as a TOML key.
pub(super) fn key(name: &EnvName) -> String {
    if name.as_str().contains('.') {
        format!("\"{name}\"")
    } else {
        name.as_str().to_owned()
    }
}

/// The inline table of a key.
#[must_use]
pub fn entry(draft: &Draft) -> String {
    let mut fields = Vec::new();
    match &draft.typed {
        Typed::Text => {}
        Typed::Named(name) => fields.push(format!("type = \"{name}\"")),
        Typed::OneOf(values) => {
            let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
            fields.push(format!("type = \"enum\", values = [{}]", values.join(", ")));
        }
    }
    if let Some(format) = draft.format {
        fields.push(format!("format = \"{format}\""));
    }
    if let Some(default) = &draft.default {
        let bare = matches!(draft.typed, Typed::Named("int" | "bool")) && is_bare(default);
        fields.push(format!(
            "default = {}",
            if bare {
                default.to_string()
            } else {
                quoted(default)
            }
        ));
    } else if !draft.required {
        fields.push("required = false".to_owned());
    }
    if draft.allow_empty {
        fields.push("allow_empty = true".to_owned());
    }
    if let Some(example) = &draft.example {
        fields.push(format!("example = {}", quoted(example)));
    }
    if fields.is_empty() {
        "{}".to_owned()
    } else {
        format!("{{ {} }}", fields.join(", "))
    }
}

fn is_bare(text: &str) -> bool {
    matches!(text, "true" | "false")
        || (text
            .parse::<i64>()
            .is_ok_and(|number| number.to_string() == text))
}

/// A basic string. What comes here is short and plain.
fn quoted(text: &str) -> String {
    toml_edit::Value::from(text).to_string().trim().to_owned()
}
