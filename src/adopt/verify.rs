//! Checks the proposal with the schema's parser and against the values of the
//! env files, so that the schema is valid and a project that works passes it.

use crate::adopt::draft::{DraftType, Proposal};
use crate::adopt::evidence::EnvValues;
use crate::adopt::write;
use crate::core::message::ShownPath;
use crate::core::name::{EnvName, Label};
use crate::core::report::KeyKind;
use crate::schema::types::Disk;
use crate::schema::{self, model::SCHEMA_FILE};

/// How often rules are relaxed. Each round removes one thing from a key.
const ROUNDS: usize = 4;

/// Writes the schema, after relaxing each rule that the parser or a value
/// contradicts.
pub(crate) fn verify(
    proposal: &mut Proposal,
    project: Option<&Label>,
    values: &EnvValues,
    disk: &Disk<'_>,
) -> String {
    let path = ShownPath::typed(std::path::Path::new(SCHEMA_FILE));
    let secrets: Vec<EnvName> = proposal
        .drafts
        .iter()
        .filter(|draft| draft.kind == KeyKind::Secret)
        .map(|draft| draft.name.clone())
        .collect();
    withhold(proposal, values, &secrets);
    for _ in 0..ROUNDS {
        let text = write::schema(proposal, project);
        let broken: Vec<_> = match schema::parse(&path, text.as_bytes()) {
            Ok(schema) => {
                let rules = schema
                    .rules
                    .values()
                    .filter(|rule| values.breaks(rule, disk));
                rules.map(|rule| rule.name.clone()).collect()
            }
            Err(problems) => problems
                .into_iter()
                .filter_map(|problem| problem.key)
                .collect(),
        };
        if broken.is_empty() {
            return text;
        }
        for draft in proposal
            .drafts
            .iter_mut()
            .filter(|draft| broken.contains(&draft.name))
        {
            if draft.format.take().is_some() {
            } else if draft.typed != DraftType::Text {
                draft.typed = DraftType::Text;
            } else {
                draft.required = draft.required && draft.default.is_none();
                draft.default = None;
                draft.example = None;
            }
        }
    }
    write::schema(proposal, project)
}

/// Removes the default, the example and the values of a setting that contain
/// the value of one of these secrets.
pub(crate) fn withhold(proposal: &mut Proposal, values: &EnvValues, secrets: &[EnvName]) {
    let tells = |text: &str| secrets.iter().any(|name| values.is_given_away(name, text));
    for draft in &mut proposal.drafts {
        draft.default = draft.default.take().filter(|text| !tells(text));
        draft.example = draft.example.take().filter(|text| !tells(text));
        if let DraftType::OneOf(words) = &draft.typed
            && words.iter().any(|word| tells(word))
        {
            draft.typed = DraftType::Text;
        }
    }
}
