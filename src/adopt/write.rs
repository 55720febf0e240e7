//! The text of `secrun.toml`: a new one, or additions to one that exists.

use toml_edit::{DocumentMut, Item, Table, Value};

use crate::adopt::decide;
use crate::adopt::draft::{Draft, DraftType, Proposal};
use crate::core::name::{EnvName, Label};
use crate::core::report::KeyKind;
use crate::python::Expected;
use crate::schema::json_schema::DIRECTIVE;
use crate::schema::types::ValueType;

/// The tables of keys, each with the comment of a new schema.
const TABLES: [(KeyKind, &str, &str); 2] = [
    (
        KeyKind::Secret,
        "secrets",
        "Never shown. Required by default.",
    ),
    (
        KeyKind::Setting,
        "settings",
        "Not secret: values may be shown, and defaults are allowed.",
    ),
];

/// The profile of tests.
const TEST_PROFILE: &str = "
# `secrun --profile test -- pytest` makes up the required keys, and refuses live ones.
[profiles.test]
fakes = true
live_keys = \"forbid\"
";

/// A whole new schema.
pub(super) fn schema(proposal: &Proposal, project: Option<&Label>) -> String {
    let mut text = format!(
        "{DIRECTIVE}\n\
         # The environment variables of this project. Written by `secrun init`; edit it\n\
         # freely. `secrun check --code` compares it with the code. Never put the value\n\
         # of a secret here.\n\
         version = 1\n",
    );
    if let Some(name) = project {
        append!(text, "\n[project]\nname = \"{name}\"\n");
    }
    let presets: Vec<String> = proposal
        .presets
        .iter()
        .map(|preset| quoted(preset))
        .collect();
    let files = std::iter::once(".env").chain(proposal.files.iter().map(String::as_str));
    let files: Vec<String> = files.map(quoted).collect();
    append!(
        text,
        "\n[env]\nfiles = [{}]\n# Variables of the host that the program also gets.\ninherit = [{}]\n",
        files.join(", "),
        presets.join(", ")
    );
    push_names(
        &mut text,
        "The code also reads these, which the presets above pass:",
        &proposal.inherited,
    );
    push_names(
        &mut text,
        "The code also reads these, which change what runs and cannot be declared:",
        &proposal.reserved,
    );
    for (kind, table, about) in TABLES {
        let drafts = of_kind(&proposal.drafts, kind);
        if !drafts.is_empty() {
            append!(text, "\n# {about}\n[{table}]\n");
        }
        push_keys(&mut text, &drafts);
    }
    push_scopes(&mut text, &proposal.scopes);
    text.push_str(TEST_PROFILE);
    text
}

/// Scopes as comments: which of them a run should have is for people to decide.
fn push_scopes(text: &mut String, scopes: &[(Label, Vec<EnvName>)]) {
    if scopes.is_empty() {
        return;
    }
    text.push_str(
        "\n# A scope gives a run only its own secrets: `secrun --scope NAME -- …`. These are what\n\
         # each program of the project reads, with the files that it imports.\n# [scopes]\n",
    );
    for (label, names) in scopes {
        let names: Vec<String> = names.iter().map(|name| quoted(name.as_str())).collect();
        append!(text, "# {} = [{}]\n", label_key(label), names.join(", "));
    }
}

/// A scope's name as a TOML key.
fn label_key(label: &Label) -> String {
    if label.as_str().contains('.') {
        quoted(label.as_str())
    } else {
        label.as_str().to_owned()
    }
}

/// The keys as they would be added to a schema.
pub(crate) fn additions(drafts: &[Draft]) -> String {
    let mut text = String::new();
    for (kind, table, _) in TABLES {
        let drafts = of_kind(drafts, kind);
        if !drafts.is_empty() {
            append!(text, "[{table}]\n");
        }
        push_keys(&mut text, &drafts);
    }
    text
}

/// A schema's text with keys added at the ends of their tables. Its comments
/// and its order stay. `None` if its tables are written in a way that keys
/// cannot be added to.
pub(crate) fn amend(text: &str, drafts: &[Draft]) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    for (kind, table, _) in TABLES {
        let additions = of_kind(drafts, kind);
        if additions.is_empty() {
            continue;
        }
        if !document.contains_key(table) {
            document.insert(table, Item::Table(Table::new()));
        }
        let table = document.get_mut(table)?.as_table_mut()?;
        for draft in additions {
            let value: Value = entry(draft).parse().ok()?;
            table.insert(draft.name.as_str(), Item::Value(value));
            if let Some(comment) = comment(draft)
                && let Some(mut key) = table.key_mut(draft.name.as_str())
            {
                key.leaf_decor_mut().set_prefix(format!("# {comment}\n"));
            }
        }
    }
    Some(with_endings_of(text, document.to_string()))
}

/// Restores the line ends that the parser makes LF.
fn with_endings_of(old: &str, new: String) -> String {
    let returns = old.matches("\r\n").count();
    if returns > 0 && returns == old.matches('\n').count() {
        new.replace("\r\n", "\n").replace('\n', "\r\n")
    } else {
        new
    }
}

fn of_kind(drafts: &[Draft], kind: KeyKind) -> Vec<&Draft> {
    drafts.iter().filter(|draft| draft.kind == kind).collect()
}

fn push_keys(text: &mut String, drafts: &[&Draft]) {
    for draft in drafts {
        if let Some(comment) = comment(draft) {
            append!(text, "# {comment}\n");
        }
        append!(text, "{} = {}\n", key(&draft.name), entry(draft));
    }
}

fn push_names(text: &mut String, about: &str, names: &[EnvName]) {
    if !names.is_empty() {
        let names: Vec<&str> = names.iter().map(EnvName::as_str).collect();
        append!(text, "# {about}\n# {}\n", names.join(" "));
    }
}

/// Where a key was found, and why it is a secret.
fn comment(draft: &Draft) -> Option<String> {
    let place = draft.place.as_ref().map(|place| match place.line() {
        Some(line) => format!("{}:{line}", place.path),
        None => place.path.to_string(),
    });
    let place = place.map(|place| match &draft.found {
        Some(found) => format!("{place}, {found}"),
        None => place,
    });
    match (place, draft.kind) {
        (Some(place), KeyKind::Secret) => Some(format!("{place}; {}", draft.why)),
        (None, KeyKind::Secret) => Some(draft.why.to_string()),
        (place, KeyKind::Setting) => place,
    }
}

/// A name as a TOML key.
fn key(name: &EnvName) -> String {
    if name.as_str().contains('.') {
        quoted(name.as_str())
    } else {
        name.as_str().to_owned()
    }
}

/// The inline table of a key.
fn entry(draft: &Draft) -> String {
    let mut fields = Vec::new();
    match &draft.typed {
        DraftType::Text => {}
        // Any text is a `string`, without a word.
        DraftType::Rule(expected) if is_any_text(expected) => {}
        DraftType::Rule(expected) => fields.push(decide::written(expected)),
        DraftType::Named(name) => fields.push(format!("type = \"{name}\"")),
        DraftType::OneOf(values) => {
            let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
            fields.push(format!("type = \"enum\", values = [{}]", values.join(", ")));
        }
    }
    if !draft.aliases.is_empty() {
        let aliases: Vec<String> = draft
            .aliases
            .iter()
            .map(EnvName::as_str)
            .map(quoted)
            .collect();
        fields.push(format!("aliases = [{}]", aliases.join(", ")));
    }
    if let Some(format) = draft.format {
        fields.push(format!("format = \"{format}\""));
    }
    if let Some(default) = &draft.default {
        let is_bare = matches!(draft.typed.name(), "int" | "bool") && is_bare(default);
        fields.push(if is_bare {
            format!("default = {default}")
        } else {
            format!("default = {}", quoted(default))
        });
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

fn is_any_text(expected: &Expected) -> bool {
    matches!(expected.value_type, ValueType::String)
        && expected.min_length.or(expected.max_length).is_none()
        && expected.pattern.is_none()
}

/// Whether a default is a boolean or an integer in TOML.
fn is_bare(text: &str) -> bool {
    let number = text.parse::<i64>();
    matches!(text, "true" | "false") || number.is_ok_and(|number| number.to_string() == text)
}

/// A basic string. The texts here are short and plain.
fn quoted(text: &str) -> String {
    Value::from(text).to_string().trim().to_owned()
}
