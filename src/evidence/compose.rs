//! Compose files.

use crate::code::plausible;
use crate::evidence::yaml::{self, Node};
use crate::evidence::{Mention, MentionKind};
use crate::words::{Place, ShownPath};

/// Reads `environment:` of every service, in either of its forms.
pub(super) fn read(path: &ShownPath, text: &str) -> Vec<Mention> {
    let root = yaml::read(text);
    let services = root.as_ref().and_then(|root| root.get("services"));
    let mut found = Vec::new();
    for (_, service) in services.map_or(&[][..], Node::entries) {
        let kind = if service.get("build").is_some() {
            MentionKind::OwnService
        } else {
            MentionKind::OtherService
        };
        let Some(environment) = service.get("environment") else {
            continue;
        };
        let keys = environment.entries().iter().map(|(key, _)| key);
        for node in keys.chain(environment.items()) {
            let text = node.text().unwrap_or_default();
            let name = text.split_once('=').map_or(text, |(name, _)| name);
            found.extend(plausible(name).map(|name| Mention {
                name,
                place: Place::at(path, node.line, node.column),
                kind,
            }));
        }
    }
    found
}
