//! The log of `-vv` and `-vvv`: the keys of each layer, and the child's variables.
//! Names and reasons only.

use std::collections::BTreeMap;

use crate::core::binding::{Binding, Bindings, Provenance};
use crate::core::name::EnvName;
use crate::core::report::{Entry, Status};
use crate::env::child_env::ChildInputs;
use crate::env::layers::Loaded;
use crate::env::plan::PlannedFile;

/// Logs the declared keys of each layer, and for each key which layer wins over
/// which.
pub(crate) fn layers(files: &[PlannedFile], loaded: &Loaded) {
    if !tracing::enabled!(tracing::Level::DEBUG) {
        return;
    }
    for file in files {
        if loaded.texts.iter().all(|text| text.path != file.shown) {
            tracing::debug!(file = file.shown.as_str(), "a missing env file");
        }
    }
    for (layer, keys) in by_layer(&loaded.bindings) {
        tracing::debug!(layer, keys = keys.join(" "), "a layer");
    }
    for (key, layers) in by_key(&loaded.bindings) {
        if let Some((winner, shadowed)) = layers.split_last()
            && !shadowed.is_empty()
        {
            let key = key.as_str();
            let shadowed: Vec<String> = shadowed.iter().rev().map(|it| source(it)).collect();
            let (wins, over) = (source(winner), shadowed.join(", "));
            tracing::debug!(key, wins, over, "a key in several layers");
        }
    }
}

/// Logs which keys and host variables the child is given, and why; at `-vvv` also
/// the host variables that it is not given.
pub(crate) fn child(inputs: ChildInputs<'_>, entries: &[Entry]) {
    if !tracing::enabled!(tracing::Level::DEBUG) {
        return;
    }
    let set = entries.iter().filter(|entry| entry.status != Status::Unset);
    for row in inputs.names(set.map(|entry| &entry.key)) {
        let (name, why) = (row.name.as_str(), row.why.as_str());
        tracing::debug!(name, why, "passed to the child");
    }
    if !tracing::enabled!(tracing::Level::TRACE) {
        return;
    }
    for row in inputs.withheld() {
        let (name, why) = (row.name.as_str(), row.why.as_str());
        tracing::trace!(name, why, "not passed to the child");
    }
}

/// The layers with their keys, in the order in which they were read.
fn by_layer(bindings: &Bindings) -> Vec<(String, Vec<&str>)> {
    let mut layers: Vec<(String, Vec<&str>)> = Vec::new();
    for binding in bindings.iter() {
        let layer = match &binding.provenance {
            Provenance::File { place } => place.path.to_string(),
            other => other.to_string(),
        };
        match layers.iter_mut().find(|(known, _)| *known == layer) {
            Some((_, keys)) => keys.push(binding.key.as_str()),
            None => layers.push((layer, vec![binding.key.as_str()])),
        }
    }
    layers
}

fn by_key(bindings: &Bindings) -> BTreeMap<&EnvName, Vec<&Binding>> {
    let mut keys: BTreeMap<&EnvName, Vec<&Binding>> = BTreeMap::new();
    for binding in bindings.iter() {
        keys.entry(&binding.key).or_default().push(binding);
    }
    keys
}

fn source(binding: &Binding) -> String {
    match &binding.read_as {
        Some(name) => format!("{} as {name}", binding.provenance),
        None => binding.provenance.to_string(),
    }
}
