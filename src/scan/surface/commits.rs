//! From what was found in objects back to the commits: which one brought it,
//! where, by whom, when, and whether a remote has it.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Results, Search};
use crate::core::name::EnvName;
use crate::git::{Commit, Git, Introduction, NoAnswer, ObjectId, Range};
use crate::scan::{CommitNote, Encoding, Finding, Location, ObjectKind};

/// What is one leak although it is in many objects: every version of a file
/// that holds a value is an object of its own.
type Leak = (EnvName, Encoding, bool, Vec<u8>, Option<Vec<u8>>, usize);

/// Completes findings in objects with path and commits; of one leak in several
/// versions of a file one finding is left, with the commits of all.
pub(super) fn trace(
    search: Search<'_>,
    git: &Git<'_>,
    range: &Range,
    mut haul: Results,
) -> Result<Results, NoAnswer> {
    let places = haul.findings.iter().map(|finding| &finding.location);
    let places = places.chain(haul.looks.iter().map(|looks| &looks.location));
    let wanted: HashSet<ObjectId> = places.filter_map(id_of).collect();
    if wanted.is_empty() {
        return Ok(haul);
    }
    let from = introductions(git, range, &wanted)?;
    let commits: HashSet<ObjectId> = from.values().filter_map(|it| it.commit).collect();
    let notes = Notes {
        pushed: git.on_remotes(&commits)?,
        commits: git
            .notes_of(&commits)?
            .into_iter()
            .map(|it| (it.id, it))
            .collect(),
        search,
    };
    for looks in &mut haul.looks {
        notes.complete(&mut looks.location, &from);
    }
    let mut order: Vec<(usize, Finding)> = Vec::new();
    for mut finding in std::mem::take(&mut haul.findings) {
        let at = notes.complete(&mut finding.location, &from);
        order.push((at, finding));
    }
    order.sort_by(|(one, a), (other, b)| (one, &a.location).cmp(&(other, &b.location)));
    haul.findings = grouped(order.into_iter().map(|(_, finding)| finding));
    Ok(haul)
}

/// Where objects came in: from what the range leads to, then from what the
/// index has, then from commits that nothing leads to any more.
fn introductions(
    git: &Git<'_>,
    range: &Range,
    wanted: &HashSet<ObjectId>,
) -> Result<HashMap<ObjectId, Introduction>, NoAnswer> {
    let mut found = git.introductions(range, wanted)?;
    let missing = |found: &HashMap<ObjectId, Introduction>| {
        let missing = wanted.iter().filter(|id| !found.contains_key(id));
        missing.copied().collect::<HashSet<ObjectId>>()
    };
    let left = missing(&found);
    if !left.is_empty() {
        found.extend(git.introductions(&Range::indexed(), &left)?);
        let left = missing(&found);
        if !left.is_empty() {
            let all = Range::of(&git.commits()?);
            found.extend(git.introductions(&all, &left)?);
        }
    }
    Ok(found)
}

fn id_of(location: &Location) -> Option<ObjectId> {
    ObjectId::parse(location.object.as_ref()?.id.as_bytes())
}

/// What is known of the commits.
struct Notes<'a> {
    commits: HashMap<ObjectId, Commit>,
    pushed: HashSet<ObjectId>,
    search: Search<'a>,
}

impl Notes<'_> {
    /// Adds path and commit; says how early that commit was.
    fn complete(&self, location: &mut Location, from: &HashMap<ObjectId, Introduction>) -> usize {
        let introduction = id_of(location).and_then(|id| from.get(&id));
        let (Some(introduction), Some(object)) = (introduction, &mut location.object) else {
            return usize::MAX;
        };
        let path = self.search.searcher.redact(&introduction.path);
        match (object.kind, &mut location.path) {
            (ObjectKind::Blob, place) => *place = Some(path),
            // The name of an entry is there already.
            (ObjectKind::Tree, Some(name)) if !path.is_empty() => {
                *name = [path.as_slice(), name.as_slice()].join(&b'/');
            }
            _ => {}
        }
        // A tag comes at any place of the list.
        let commit = introduction
            .commit
            .filter(|_| object.kind != ObjectKind::Tag);
        object.commits.extend(commit.map(|id| self.note(&id)));
        introduction.order
    }

    fn note(&self, id: &ObjectId) -> CommitNote {
        let known = self.commits.get(id);
        CommitNote {
            id: id.to_string(),
            author: known.map_or_else(Vec::new, |it| self.search.searcher.redact(&it.author)),
            date: known.map_or_else(String::new, |it| it.date.clone()),
            pushed: self.pushed.contains(id),
        }
    }
}

/// One finding for each leak, from findings in the order of their commits.
fn grouped(findings: impl Iterator<Item = Finding>) -> Vec<Finding> {
    let mut told: Vec<Finding> = Vec::new();
    let mut known: BTreeMap<Leak, usize> = BTreeMap::new();
    let mut ordinals: BTreeMap<(String, Leak), usize> = BTreeMap::new();
    for finding in findings {
        let Some((path, object)) = finding
            .location
            .path
            .clone()
            .zip(finding.location.object.clone())
        else {
            told.push(finding);
            continue;
        };
        let mut leak: Leak = (
            finding.key.clone(),
            finding.encoding,
            finding.partial,
            path,
            finding.location.member.clone(),
            0,
        );
        // The second of two in one version is not the first in the next.
        let ordinal = ordinals.entry((object.id, leak.clone())).or_default();
        leak.5 = *ordinal;
        *ordinal += 1;
        let first = known.get(&leak).and_then(|at| told.get_mut(*at));
        if let Some(place) = first.and_then(|first| first.location.object.as_mut()) {
            for commit in object.commits {
                if !place.commits.contains(&commit) {
                    place.commits.push(commit);
                }
            }
        } else {
            known.insert(leak, told.len());
            told.push(finding);
        }
    }
    told
}
