//! The decisions on every key, and the proposal they make up.

use std::collections::BTreeMap;

use crate::adopt::decide::{kind, scopes, types};
use crate::adopt::draft::{Draft, Proposal};
use crate::adopt::evidence::{EnvValues, Evidence, Mention, MentionKind, Traits};
use crate::core::message::Message;
use crate::core::name::EnvName;
use crate::core::report::KeyKind;
use crate::python::{Need, Part, Read};
use crate::schema::formats::Format;
use crate::schema::model::Preset;

/// The evidence about one name, apart from its values.
#[derive(Default)]
struct Facts<'e> {
    reads: Vec<&'e Read>,
    mentions: Vec<&'e Mention>,
}

/// Decides on every key.
pub(crate) fn decide(evidence: &Evidence) -> Proposal {
    let mut names: BTreeMap<&EnvName, Facts<'_>> = BTreeMap::new();
    for read in &evidence.analysis.reads {
        names.entry(&read.name).or_default().reads.push(read);
    }
    for mention in &evidence.mentions {
        let facts = names.entry(&mention.name).or_default();
        facts.mentions.push(mention);
    }
    for name in evidence.env_values.names() {
        names.entry(name).or_default();
    }
    let mut proposal = Proposal {
        files: evidence.layers.clone(),
        presets: vec!["@base"],
        ..Proposal::default()
    };
    if evidence.has_code {
        proposal.presets.push("@python");
    }
    for (name, facts) in names {
        let is_own = |mention: &&Mention| {
            matches!(
                mention.kind,
                MentionKind::OwnService
                    | MentionKind::Interpolated
                    | MentionKind::InterpolatedOrRefused
                    | MentionKind::Pattern
            )
        };
        // A workflow and the services of others set variables of their own.
        if facts.reads.iter().any(|read| !read.unusual)
            || evidence.env_values.has(name)
            || facts.mentions.iter().any(is_own)
        {
            proposal.place(name, &facts, evidence);
        }
    }
    proposal.follow_references(&evidence.env_values);
    proposal.scopes = scopes::scopes(&evidence.analysis, &proposal.drafts);
    proposal
}

impl Proposal {
    /// Adds a name to the keys, or to those that need no declaration.
    fn place(&mut self, name: &EnvName, facts: &Facts<'_>, evidence: &Evidence) {
        let presets = [
            Preset::Base,
            Preset::Python,
            Preset::Node,
            Preset::Ci,
            Preset::Proxy,
            Preset::Tls,
        ];
        let passing = presets
            .into_iter()
            .find(|preset| preset.provides(name.as_str()));
        if name.is_reserved() && passing.is_none() {
            self.reserved.push(name.clone());
        } else if let Some(preset) =
            passing.filter(|_| name.is_reserved() || !evidence.env_values.has(name))
        {
            let preset = preset.name();
            if !self.presets.contains(&preset) {
                self.presets.push(preset);
            }
            self.inherited.push(name.clone());
        } else {
            self.drafts.push(draft(name, facts, evidence));
        }
    }

    /// Makes a setting that an env file builds from a secret a secret.
    fn follow_references(&mut self, values: &EnvValues) {
        let mut changed = true;
        while changed {
            changed = false;
            let (secrets, settings): (Vec<_>, Vec<_>) = self
                .drafts
                .iter_mut()
                .partition(|draft| draft.kind == KeyKind::Secret);
            for draft in settings {
                let made_from = values.traits(&draft.name).made_from;
                let is_secret =
                    |name: &String| secrets.iter().any(|secret| secret.name.as_str() == name);
                if made_from.iter().any(is_secret) {
                    draft.kind = KeyKind::Secret;
                    draft.why = message!("an env file builds it from a secret");
                    draft.default = None;
                    draft.example = None;
                    changed = true;
                }
            }
        }
    }
}

fn draft(name: &EnvName, facts: &Facts<'_>, evidence: &Evidence) -> Draft {
    let Facts { reads, mentions } = facts;
    let traits = evidence.env_values.traits(name);
    let hint = types::hint(reads);
    let (kind, why) = kind::decide(name, &hint, reads, mentions, &traits);
    let refused = |mention: &&Mention| mention.kind == MentionKind::InterpolatedOrRefused;
    let required = mentions.iter().any(refused) || is_required(reads, &traits, evidence);
    let typed = types::typed(reads, &hint, &traits);
    let default = match kind {
        KeyKind::Setting if !required => types::default(reads).filter(|text| typed.takes(text)),
        _ => None,
    };
    let mut aliases: Vec<EnvName> = Vec::new();
    for alias in reads.iter().flat_map(|read| &read.aliases) {
        if !aliases.contains(alias) {
            aliases.push(alias.clone());
        }
    }
    let place = reads
        .first()
        .map(|read| read.place.clone())
        .or_else(|| traits.place.clone())
        .or_else(|| mentions.first().map(|mention| mention.place.clone()));
    Draft {
        name: name.clone(),
        aliases,
        why,
        typed,
        format: (kind == KeyKind::Secret)
            .then(|| format(name, &traits, &evidence.env_values))
            .flatten(),
        required,
        allow_empty: !required && default.is_none() && traits.blank,
        example: traits
            .plain
            .clone()
            .filter(|_| kind == KeyKind::Setting && default.is_none()),
        default,
        kind,
        place,
        found: found(reads, mentions),
    }
}

/// How a name was found that does not stand in code that was parsed.
fn found(reads: &[&Read], mentions: &[&Mention]) -> Option<Message> {
    match (reads.first(), mentions.first()) {
        (Some(read), _) => {
            let package = read.reader.client()?;
            Some(message!("where `{}` reads it by itself", package))
        }
        (None, Some(mention)) if mention.kind == MentionKind::Pattern => {
            Some(message!("found by pattern"))
        }
        _ => None,
    }
}

/// A key is required if the code fails without it: wherever it is read, or as
/// soon as a file is imported that reads it. Files beside the program count only
/// where there is nothing else. Without code, the keys that env files fill in are.
fn is_required(reads: &[&Read], traits: &Traits, evidence: &Evidence) -> bool {
    if !evidence.has_code {
        return traits.filled;
    }
    let is_of_program = |read: &Read| read.part == Part::Program;
    let has_program = evidence.analysis.reads.iter().any(is_of_program);
    let own = |read: &&&Read| is_of_program(read) || (!has_program && read.part != Part::Tests);
    let mut own = reads.iter().filter(own).peekable();
    let needed = |read: &&&Read| read.need == Need::Required;
    own.peek().is_some()
        && (own.clone().all(|read| needed(&read)) || own.any(|read| needed(&read) && read.at_start))
}

/// The format that a value has. The name alone does not say it: it would refuse keys of a
/// form that secrun does not know.
fn format(name: &EnvName, traits: &Traits, values: &EnvValues) -> Option<&'static str> {
    let live = traits.live.and_then(Format::named);
    let mut formats = live.into_iter().chain(Format::of_variable(name.as_str()));
    let format = formats.find(|format| values.is_of(name, *format))?;
    Some(format.name())
}
