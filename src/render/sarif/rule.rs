//! What each kind of problem is, in general.

use serde::Serialize;

use crate::core::report::Code;

/// What the kinds of problems are, by the first part of their codes.
const FAMILIES: &[(&str, &str)] = &[
    ("code", "Code that does not agree with the schema."),
    (
        "drift",
        "A statement that other readers of env files read differently.",
    ),
    ("dotenv", "A statement of an env file that is broken."),
    ("empty", "A key that is set to nothing."),
    ("enum", "A value that is not one of those in the schema."),
    ("forbidden", "A value of a form that the schema forbids."),
    ("format", "A value that is not of its provider's form."),
    (
        "live-key",
        "A provider's live key where the profile forbids one.",
    ),
    ("missing", "A required key that is not set."),
    ("not-portable", "A name that shells cannot set."),
    (
        "scan",
        "A secret's value, or what looks like one, where it must not be.",
    ),
    ("schema", "A schema that is not valid."),
    ("shadowed", "A value that another layer hides."),
    ("too-long", "A value that is too long for an environment."),
    ("type", "A value that is not of its type."),
    (
        "undeclared",
        "A key of an env file that the schema does not declare.",
    ),
];

/// What any other kind is.
const OTHER: &str = "A key or a value that does not meet the schema.";

/// How bad a kind of problem is, where it is more than a mistake.
const SEVERITIES: &[(&str, &str)] = &[("scan.leak", "9.1"), ("scan.looks-like", "7.0")];

const HELP_SCAN: &str = "Replace the key at its provider, then take the value out. What is in the \
                         history stays in every clone.";

const HELP: &str = "Run `secrun check` to see all problems, and `secrun explain KEY` to see \
                    where the value of a key comes from and what the schema asks of it.";

/// A kind of problem.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rule {
    id: &'static str,
    short_description: Text<'static>,
    full_description: Text<'static>,
    help: Text<'static>,
    properties: Tags,
}

/// A text, in the wrapping that SARIF asks for.
#[derive(Serialize)]
struct Text<'a> {
    text: &'a str,
}

#[derive(Serialize)]
struct Tags {
    tags: [&'static str; 1],
    /// How bad it is, from 0 to 10: critical from 9, high from 7.
    #[serde(rename = "security-severity", skip_serializing_if = "Option::is_none")]
    severity: Option<&'static str>,
}

impl Rule {
    pub(super) fn of(code: Code) -> Self {
        let description = describe(code);
        let mut severities = SEVERITIES.iter();
        let severity = severities.find(|(known, _)| *known == code.as_str());
        Self {
            id: code.as_str(),
            short_description: Text { text: description },
            full_description: Text { text: description },
            help: Text {
                text: if severity.is_some() { HELP_SCAN } else { HELP },
            },
            properties: Tags {
                tags: ["security"],
                severity: severity.map(|(_, severity)| *severity),
            },
        }
    }
}

fn describe(code: Code) -> &'static str {
    let family = code.as_str().split('.').next();
    let known = FAMILIES.iter().find(|(name, _)| Some(*name) == family);
    known.map_or(OTHER, |(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_described_by_its_family() {
        let case = |code: &'static str| describe(Code::new(code));
        assert_eq!(case("missing"), "A required key that is not set.");
        assert_eq!(case("type.int"), "A value that is not of its type.");
        assert_eq!(case("never-heard-of"), OTHER);
    }
}
