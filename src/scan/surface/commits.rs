//! From a finding in an object back to the commits: which one added it, when,
//! by whom, and whether a remote has it.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::git::{Commit, Git, Introduction, ObjectId, ObjectKind, Range};
use crate::scan::finding::{CommitNote, Finding, Location};
use crate::scan::surface::results::Results;
use crate::scan::surface::search::Search;

/// Adds path and commits to findings in objects. Of findings that differ only
/// in the version of a file, one is left, with the commits of all.
pub(super) fn add(
    search: Search<'_>,
    git: &Git<'_>,
    range: &Range,
    mut results: Results,
) -> Results {
    let places = results.findings.iter().map(|it| &it.location);
    let places = places.chain(results.token_matches.iter().map(|it| &it.location));
    let wanted: HashSet<ObjectId> = places.filter_map(id_of).collect();
    if wanted.is_empty() {
        return results;
    }
    let from = introductions(git, range, &wanted);
    let ids: HashSet<ObjectId> = from.values().filter_map(|it| it.commit).collect();
    // In a damaged repository, git may fail here; the findings count all the same.
    let commits = git.notes_of(&ids).unwrap_or_default().into_iter();
    let notes = Notes {
        pushed: git.on_remotes(&ids).unwrap_or_default(),
        commits: commits.map(|commit| (commit.id, commit)).collect(),
        from,
        search,
    };
    for it in &mut results.token_matches {
        notes.complete(&mut it.location);
    }
    let findings = std::mem::take(&mut results.findings).into_iter();
    let findings = findings.map(|mut finding| (notes.complete(&mut finding.location), finding));
    let mut findings: Vec<(usize, Finding)> = findings.collect();
    findings.sort_by(|(one, a), (other, b)| (one, &a.location).cmp(&(other, &b.location)));
    results.findings = merged(findings.into_iter().map(|(_, finding)| finding));
    results
}

/// Where objects were introduced: by the range, else by the index, else by
/// commits that nothing leads to any more.
fn introductions(
    git: &Git<'_>,
    range: &Range,
    wanted: &HashSet<ObjectId>,
) -> HashMap<ObjectId, Introduction> {
    let mut found = git.introductions(range, wanted);
    let all = || Range::of(&git.commits().unwrap_or_default());
    let others: [&dyn Fn() -> Range; 2] = [&Range::indexed, &all];
    for range in others {
        let missing = wanted.iter().filter(|id| !found.contains_key(id));
        let missing: HashSet<ObjectId> = missing.copied().collect();
        if !missing.is_empty() {
            found.extend(git.introductions(&range(), &missing));
        }
    }
    found
}

fn id_of(location: &Location) -> Option<ObjectId> {
    ObjectId::parse(location.object.as_ref()?.id.as_bytes())
}

/// What git knows about the objects and their commits.
struct Notes<'a> {
    from: HashMap<ObjectId, Introduction>,
    commits: HashMap<ObjectId, Commit>,
    pushed: HashSet<ObjectId>,
    search: Search<'a>,
}

impl Notes<'_> {
    /// Adds path and commit, and returns the number of earlier commits.
    fn complete(&self, location: &mut Location) -> usize {
        let introduction = id_of(location).and_then(|id| self.from.get(&id));
        let (Some(introduction), Some(object)) = (introduction, &mut location.object) else {
            return usize::MAX;
        };
        let path = self.search.searcher.redact(&introduction.path);
        match (object.kind, &mut location.path) {
            (ObjectKind::Blob, place) => *place = Some(path),
            // An entry's name is already set.
            (ObjectKind::Tree, Some(name)) if !path.is_empty() => {
                *name = [path.as_slice(), name.as_slice()].join(&b'/');
            }
            _ => {}
        }
        // git lists tags anywhere, not after their commits.
        if let Some(id) = introduction.commit
            && object.kind != ObjectKind::Tag
        {
            object.commits.push(self.note(&id));
        }
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

/// Merges findings of the same value in versions of one file, each of which is
/// an object. The findings are in the order of their commits.
fn merged(findings: impl Iterator<Item = Finding>) -> Vec<Finding> {
    let mut merged: Vec<Finding> = Vec::new();
    let (mut first, mut counts) = (BTreeMap::new(), BTreeMap::new());
    for finding in findings {
        let Location {
            path: Some(path),
            member,
            object: Some(object),
            ..
        } = finding.location.clone()
        else {
            merged.push(finding);
            continue;
        };
        let kind = (finding.key.clone(), finding.encoding, finding.partial);
        let group = (kind, path, member);
        // The second finding in one version is not the first in the next.
        let count = counts.entry((object.id, group.clone())).or_insert(0);
        let at = *first.entry((group, *count)).or_insert(merged.len());
        *count += 1;
        let earlier = merged.get_mut(at);
        if let Some(earlier) = earlier.and_then(|it| it.location.object.as_mut()) {
            for commit in object.commits {
                if !earlier.commits.contains(&commit) {
                    earlier.commits.push(commit);
                }
            }
        } else {
            merged.push(finding);
        }
    }
    merged
}
