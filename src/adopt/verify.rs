//! The proposal against the schema's own parser and the values at hand: what
//! is written is valid, and what works today passes tomorrow.

use crate::adopt::draft::{Proposal, Typed};
use crate::adopt::evidence::Observed;
use crate::adopt::write;
use crate::core::message::ShownPath;
use crate::core::name::{EnvName, Label};
use crate::core::report::Kind;
use crate::schema;
use crate::schema::types::Disk;

/// How often rules are relaxed; each round takes one thing off a key.
const ROUNDS: usize = 4;

/// Writes the schema; relaxes each rule that the parser or a value at hand
/// does not agree with.
#[must_use]
pub fn verify(
    proposal: &mut Proposal,
    project: Option<&Label>,
    observed: &Observed,
    disk: &Disk<'_>,
) -> String {
    let path = ShownPath::new(std::path::Path::new("secrun.toml"));
    let drafts = proposal.drafts.iter();
    let secrets: Vec<EnvName> = drafts
        .filter(|draft| draft.kind == Kind::Secret)
        .map(|draft| draft.name.clone())
        .collect();
    withhold(proposal, observed, &secrets);
    for _ in 0..ROUNDS {
        let text = write::schema(proposal, project);
        let broken: Vec<_> = match schema::parse(&path, text.as_bytes()) {
            Ok(schema) => {
                let rules = schema
                    .rules
                    .values()
                    .filter(|rule| observed.breaks(rule, disk));
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
            } else if draft.typed != Typed::Text {
                draft.typed = Typed::Text;
            } else {
                draft.required = draft.required && draft.default.is_none();
                draft.default = None;
                draft.example = None;
            }
        }
    }
    write::schema(proposal, project)
}

/// Takes what the code or a template says of a setting off it where that is
/// the value of one of these secrets in an env file.
pub fn withhold(proposal: &mut Proposal, observed: &Observed, secrets: &[EnvName]) {
    let tells = |text: &str| {
        secrets
            .iter()
            .any(|name| observed.is_given_away(name, text))
    };
    for draft in &mut proposal.drafts {
        draft.default = draft.default.take().filter(|text| !tells(text));
        draft.example = draft.example.take().filter(|text| !tells(text));
        if let Typed::OneOf(values) = &draft.typed
            && values.iter().any(|value| tells(value))
        {
            draft.typed = Typed::Text;
        }
    }
}
