//! Compose files.

use crate::adopt::evidence::mention::{Mention, MentionKind, may_be_secret};
use crate::adopt::evidence::yaml::{self, Node};
use crate::core::message::{Place, ShownPath};
use crate::python::plausible;

/// Reads `environment:` of every service, in either of its forms.
pub(super) fn read(path: &ShownPath, text: &str) -> Vec<Mention> {
    let root = yaml::read(text);
    let mut found = Vec::new();
    for (_, service) in services(root.as_ref()) {
        let kind = if service.get("build").is_some() {
            MentionKind::OwnService
        } else {
            MentionKind::OtherService
        };
        let Some(environment) = service.get("environment") else {
            continue;
        };
        let pairs = environment.entries().iter();
        let pairs = pairs.map(|(key, value)| (key, key.text(), value.text()));
        let items = environment.items().iter().filter_map(|item| {
            let text = item.text()?;
            let (name, value) = text.split_once('=').unwrap_or((text, ""));
            Some((item, Some(name), Some(value)))
        });
        for (node, name, value) in pairs.chain(items) {
            found.extend(name.and_then(plausible).map(|name| Mention {
                name,
                place: Place::at(path, node.line, node.column),
                kind,
                may_be_secret: value.is_some_and(may_be_secret),
            }));
        }
    }
    found
}

/// Reads `env_file:` of the services that are built from this project: a path,
/// or a list of paths or of tables with one. A path with a variable in it is
/// left out.
pub(super) fn env_files(text: &str) -> Vec<String> {
    let root = yaml::read(text);
    let own = services(root.as_ref())
        .iter()
        .map(|(_, service)| service)
        .filter(|service| service.get("build").is_some());
    let stated = own.filter_map(|service| service.get("env_file"));
    let nodes = stated.flat_map(|node| std::iter::once(node).chain(node.items()));
    let paths = nodes.filter_map(|node| node.text().or_else(|| node.get("path")?.text()));
    let plain = paths.filter(|path| !path.is_empty() && !path.contains('$'));
    plain.map(str::to_owned).collect()
}

fn services(root: Option<&Node>) -> &[(Node, Node)] {
    let services = root.and_then(|root| root.get("services"));
    services.map_or(&[][..], Node::entries)
}
