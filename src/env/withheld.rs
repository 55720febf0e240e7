//! Which host variables the child does not get, in one note.

use std::collections::BTreeMap;

use crate::core::message::{Message, counted, quoted};
use crate::core::name::EnvName;
use crate::core::report::Problem;
use crate::env::child_env::ChildInputs;
use crate::schema::model::Preset;

/// The presets whose variables programs often miss, the likeliest first. Those of CI systems
/// are many, and few programs read them.
const PRESETS: [Preset; 5] = [
    Preset::Proxy,
    Preset::Tls,
    Preset::Dev,
    Preset::Base,
    Preset::Python,
];

/// Variables that programs often miss, and that pass by their names alone: they choose an
/// account, a cluster or code.
const BY_NAME: [&str; 6] = [
    "AWS_DEFAULT_REGION",
    "AWS_PROFILE",
    "AWS_REGION",
    "DOCKER_HOST",
    "KUBECONFIG",
    "PYTHONPATH",
];

/// How many variables of one preset are named.
const NAMED: usize = 3;

/// A note with the number of host variables that the child does not get, and the names of
/// those that programs often miss.
pub(crate) fn note(child: ChildInputs<'_>) -> Option<Problem> {
    let mut count = 0;
    let mut by_preset: BTreeMap<usize, Vec<EnvName>> = BTreeMap::new();
    let mut by_name = Vec::new();
    for (name, value) in child.undeclared() {
        count += 1;
        let admits = |preset: &Preset| preset.admits(name.as_str(), value);
        if let Some(at) = PRESETS.iter().position(admits) {
            by_preset.entry(at).or_default().push(name);
        } else if BY_NAME.contains(&name.as_str()) {
            by_name.push(name);
        }
    }
    let of_preset = |(at, names): (&usize, &Vec<EnvName>)| {
        message!("{} (`{}`)", some(names), PRESETS[*at].name())
    };
    let mut missed: Vec<Message> = by_preset.iter().map(of_preset).collect();
    missed.extend((!by_name.is_empty()).then(|| some(&by_name)));
    let mut what = match count {
        0 => return None,
        _ => message!(
            "the program does not get {}",
            counted(count, "host variable")
        ),
    };
    for (number, part) in missed.iter().enumerate() {
        what = match number {
            0 => message!("{}; `inherit` can pass {}", what, part),
            _ => message!("{}, {}", what, part),
        };
    }
    Some(Problem::note("withheld", what))
}

/// The first of these names, and how many more there are.
fn some(names: &[EnvName]) -> Message {
    let (first, more) = names.split_at(names.len().min(NAMED));
    match more.len() {
        0 => quoted(first),
        more => message!("{} and {} more", quoted(first), more),
    }
}
