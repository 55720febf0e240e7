//! Workflows of GitHub Actions.

use crate::adopt::evidence::mention::{Mention, MentionKind, may_be_secret};
use crate::adopt::evidence::yaml::{self, Node};
use crate::core::message::{Place, ShownPath};
use crate::python::plausible;

/// Reads `env:` of a workflow, its jobs, their containers and their steps.
pub(super) fn read(path: &ShownPath, text: &str) -> Vec<Mention> {
    let Some(root) = yaml::read(text) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    env(path, &root, &mut found);
    for (_, job) in root.get("jobs").map_or(&[][..], Node::entries) {
        env(path, job, &mut found);
        if let Some(container) = job.get("container") {
            env(path, container, &mut found);
        }
        for step in job.get("steps").map_or(&[][..], Node::items) {
            env(path, step, &mut found);
        }
    }
    found
}

fn env(path: &ShownPath, node: &Node, found: &mut Vec<Mention>) {
    for (key, value) in node.get("env").map_or(&[][..], Node::entries) {
        let filled = value
            .text()
            .is_some_and(|text| text.contains("${{") && text.contains("secrets."));
        let kind = if filled {
            MentionKind::WorkflowSecret
        } else {
            MentionKind::WorkflowValue
        };
        found.extend(key.text().and_then(plausible).map(|name| Mention {
            name,
            place: Place::at(path, key.line, key.column),
            kind,
            may_be_secret: value.text().is_some_and(may_be_secret),
        }));
    }
}
