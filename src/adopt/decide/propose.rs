//! The decisions on every key.

use std::collections::{BTreeMap, BTreeSet};

use crate::adopt::decide::{kind, provider, types};
use crate::adopt::draft::{Draft, Proposal};
use crate::adopt::evidence::{Mention, MentionKind, Observed, TokenMatch};
use crate::core::name::EnvName;
use crate::core::report::Kind;
use crate::python::{Analysis, Need, Read};
use crate::schema::formats::Format;
use crate::schema::model::Preset;

/// What the decisions are made from.
pub struct Material<'a> {
    /// What the code reads.
    pub analysis: &'a Analysis,
    /// What Compose files and workflows say.
    pub mentions: &'a [Mention],
    /// The env files.
    pub observed: &'a Observed,
    /// Whether there is Python code.
    pub has_code: bool,
}

/// Decides on every key.
#[must_use]
pub fn decide(material: &Material<'_>) -> Proposal {
    let mut reads: BTreeMap<&EnvName, Vec<&Read>> = BTreeMap::new();
    for read in &material.analysis.reads {
        reads.entry(&read.name).or_default().push(read);
    }
    let mut mentions: BTreeMap<&EnvName, Vec<&Mention>> = BTreeMap::new();
    for mention in material.mentions {
        mentions.entry(&mention.name).or_default().push(mention);
    }
    let own = mentions
        .iter()
        .filter(|(_, said)| said.iter().any(|one| one.kind == MentionKind::OwnService));
    let names: BTreeSet<&EnvName> = reads
        .keys()
        .copied()
        .chain(material.observed.names())
        .chain(own.map(|(name, _)| *name))
        .collect();
    let mut proposal = Proposal {
        presets: vec!["@base"],
        ..Proposal::default()
    };
    if material.has_code {
        proposal.presets.push("@python");
    }
    for name in names {
        let said = mentions.get(name).map_or(&[][..], Vec::as_slice);
        let of_code = reads.get(name).map_or(&[][..], Vec::as_slice);
        proposal.place(name, of_code, said, material);
    }
    proposal.follow_references(material.observed);
    proposal
}

impl Proposal {
    /// Declares a name, or says why not.
    fn place(
        &mut self,
        name: &EnvName,
        reads: &[&Read],
        said: &[&Mention],
        material: &Material<'_>,
    ) {
        let presets = [Preset::Base, Preset::Python, Preset::Ci, Preset::Proxy];
        let passing = presets
            .into_iter()
            .find(|preset| preset.admits(name.as_str(), b""));
        if name.is_reserved() && passing.is_none() {
            self.reserved.push(name.clone());
        } else if let Some(preset) =
            passing.filter(|_| name.is_reserved() || !material.observed.has(name))
        {
            let preset = preset.name();
            if !self.presets.contains(&preset) {
                self.presets.push(preset);
            }
            self.inherited.push(name.clone());
        } else {
            self.drafts.push(draft(name, reads, said, material));
        }
    }

    /// A setting that an env file puts together from a secret would show it.
    fn follow_references(&mut self, observed: &Observed) {
        for _ in 0..8 {
            let secrets: BTreeSet<String> = self
                .drafts
                .iter()
                .filter(|draft| draft.kind == Kind::Secret)
                .map(|draft| draft.name.as_str().to_owned())
                .collect();
            let mut changed = false;
            for draft in self
                .drafts
                .iter_mut()
                .filter(|draft| draft.kind == Kind::Setting)
            {
                if observed
                    .looks(&draft.name)
                    .made_from
                    .iter()
                    .any(|name| secrets.contains(name))
                {
                    draft.kind = Kind::Secret;
                    draft.why = message!("an env file makes it from a secret");
                    draft.default = None;
                    draft.example = None;
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
    }
}

fn draft(name: &EnvName, reads: &[&Read], said: &[&Mention], material: &Material<'_>) -> Draft {
    let looks = material.observed.looks(name);
    let guess = types::guess(reads);
    let (kind, why) = kind::decide(name, &guess, reads, said, &looks);
    let required = is_required(name, reads, &looks, material);
    let default = match kind {
        Kind::Setting if !required => types::default(reads),
        _ => None,
    };
    let place = reads
        .first()
        .map(|read| read.place.clone())
        .or_else(|| looks.place.clone())
        .or_else(|| said.first().map(|mention| mention.place.clone()));
    Draft {
        name: name.clone(),
        why,
        typed: types::typed(&guess, &looks),
        format: (kind == Kind::Secret)
            .then(|| format(name, &looks, material.observed))
            .flatten(),
        required,
        allow_empty: !required && default.is_none() && looks.blank,
        example: looks
            .plain
            .clone()
            .filter(|_| kind == Kind::Setting && default.is_none()),
        default,
        kind,
        place,
    }
}

/// Required is what the code fails without. Where there are env files, they
/// are the list of what the project needs, so what they leave out is not
/// required; without code, what they fill in is.
fn is_required(
    name: &EnvName,
    reads: &[&Read],
    looks: &TokenMatch,
    material: &Material<'_>,
) -> bool {
    let own: Vec<_> = reads.iter().filter(|read| !read.in_tests).collect();
    if !material.has_code {
        return looks.filled;
    }
    let listed = !material.observed.is_list() || material.observed.has(name);
    listed && !own.is_empty() && own.iter().all(|read| read.need == Need::Required)
}

/// The form that the value has, or else the one of the name.
fn format(name: &EnvName, looks: &TokenMatch, observed: &Observed) -> Option<&'static str> {
    let format = looks.live.or_else(|| provider::format_of(name.as_str()))?;
    let known = Format::named(format)?;
    (!observed.contradicts(name, known)).then_some(format)
}
