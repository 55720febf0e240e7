//! Compose files.

use crate::adopt::evidence::mention::{Mention, MentionKind, may_be_secret};
use crate::adopt::evidence::yaml::{self, Node};
use crate::core::message::{Place, ShownPath};
use crate::python::plausible;

/// Reads `environment:` of every service, in either of its forms, and every `${…}`.
/// A variable that is set to a `${…}` is another name in the container for that one.
pub(super) fn read(path: &ShownPath, text: &str) -> Vec<Mention> {
    let root = yaml::read(text);
    let mut found = Vec::new();
    let mention = |node: &Node, name: &str, kind, value: &str| {
        plausible(name).map(|name| Mention {
            name,
            place: Place::at(path, node.line, node.column),
            kind,
            may_be_secret: may_be_secret(value),
        })
    };
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
        let items = environment.items().iter().map(|item| {
            let text = item.text().unwrap_or_default();
            let (name, value) = text.split_once('=').unwrap_or((text, ""));
            (item, Some(name), Some(value))
        });
        for (node, name, value) in pairs.chain(items) {
            let (name, value) = (name.unwrap_or_default(), value.unwrap_or_default());
            // Without a value, Compose passes its own on.
            let kind = if value.is_empty() {
                MentionKind::Interpolated
            } else {
                kind
            };
            if references(value).is_empty() {
                found.extend(mention(node, name, kind, value));
            }
        }
    }
    if let Some(root) = &root {
        root.each_text(&mut |node, text| {
            for (name, kind) in references(text) {
                found.extend(mention(node, name, kind, ""));
            }
        });
    }
    found
}

/// The variables in `$NAME`, `${NAME:-default}` and `${NAME:?message}`, also in a default.
fn references(text: &str) -> Vec<(&str, MentionKind)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('$') {
        // `$$` is a dollar for the container.
        rest = after.strip_prefix('$').unwrap_or(after);
        if rest.len() < after.len() {
            continue;
        }
        let name = rest.strip_prefix('{').unwrap_or(rest);
        let end = name.find(|letter: char| letter != '_' && !letter.is_ascii_alphanumeric());
        let (name, after) = name.split_at(end.unwrap_or(name.len()));
        let needed = rest.starts_with('{') && (after.starts_with(":?") || after.starts_with('?'));
        let kind = if needed {
            MentionKind::InterpolatedOrRefused
        } else {
            MentionKind::Interpolated
        };
        found.push((name, kind));
        rest = after;
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
