//! The history: every object, reachable or not, or those that a range adds.

use std::collections::HashSet;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use crate::core::message::Message;
use crate::git::{Git, Missing, NoAnswer, ObjectId, Range, Repository};
use crate::scan::cache::Cache;
use crate::scan::finding::NotRead;
use crate::scan::surface::commits;
use crate::scan::surface::results::Results;
use crate::scan::surface::search::Search;
use crate::scan::surface::sweep::{Sweep, everything, these};

/// Searches every object except those that the cache knows to be clean, and
/// adds the clean ones to the cache.
pub(crate) fn history(
    search: Search<'_>,
    git: &Git<'_>,
    repository: &Repository,
    cache: Option<&Cache>,
) -> Result<Results, NoAnswer> {
    let (mut clean, mut new) = (Vec::new(), None);
    if let Some(cache) = cache.filter(|cache| !cache.is_empty()) {
        let (mut ids, mut known) = (Vec::new(), cache.known());
        git.ids()?.each(b'\n', |line| {
            if let Some(id) = ObjectId::parse(line) {
                let is_clean = known.has(&id);
                let list = if is_clean { &mut clean } else { &mut ids };
                list.push(id);
            }
        })?;
        new = Some(ids);
    }
    let before = clean.len();
    // If all was there and clean, then what is missing now was clean.
    let is_settled = new.as_ref().is_some_and(Vec::is_empty) && cache.is_some_and(Cache::is_whole);
    // git looks for missing objects while others are searched.
    let missing = if is_settled {
        None
    } else {
        Some(git.missing()?)
    };
    let is_known = |id: &ObjectId| cache.is_some_and(|cache| cache.has(id));
    let mut sweep = match new {
        Some(new) if new.len() <= before => these(search, git, new)?,
        _ => everything(search, git, is_known)?,
    };
    sweep.missing.retain(|id| !is_known(id));
    let unclean: HashSet<ObjectId> = sweep.results.unclean.iter().copied().collect();
    clean.extend(sweep.seen.iter().filter(|id| !unclean.contains(id)));
    add_missing(git, missing, &clean, &mut sweep)?;
    let is_whole = unclean.is_empty() && sweep.results.not_read.is_empty();
    if let Some(cache) = cache
        && (clean.len() > before || is_whole != cache.is_whole())
    {
        // Without the cache, only the next search takes longer.
        let _ = cache.replace(clean, is_whole);
    }
    let mut results = commits::add(search, git, &Range::reachable(), sweep.results);
    if !repository.border().is_empty() {
        results.not_read.push(shallow(repository));
    }
    Ok(results)
}

/// Adds the objects that refs lead to and that are neither clean nor in the sweep, and
/// reports all that are missing.
fn add_missing(
    git: &Git<'_>,
    missing: Option<Missing>,
    clean: &[ObjectId],
    sweep: &mut Sweep,
) -> Result<(), NoAnswer> {
    let mut absent = git.ref_targets()?;
    let mut is_listed = true;
    if let Some(missing) = missing {
        let walked = missing.each(|id| {
            absent.insert(id);
        });
        is_listed = walked.is_ok();
    }
    for id in clean.iter().chain(&sweep.seen) {
        absent.remove(id);
    }
    sweep.missing.extend(absent);
    sweep.missing.sort_unstable();
    sweep.missing.dedup();
    sweep.report_missing();
    if !is_listed && sweep.results.not_read.is_empty() {
        return Err(NoAnswer);
    }
    Ok(())
}

/// Searches the objects that a range adds.
pub(crate) fn range(
    search: Search<'_>,
    git: &Git<'_>,
    repository: &Repository,
    range: &Range,
) -> Result<Results, NoAnswer> {
    let (mut ids, border) = (Vec::new(), repository.border());
    let mut is_cut = false;
    let listed = git.objects_of(range, |id, _| {
        is_cut |= border.contains(&id);
        ids.push(id);
    });
    if listed.is_err() && ids.is_empty() {
        return Err(NoAnswer);
    }
    let mut sweep = these(search, git, ids)?;
    sweep.report_missing();
    let mut results = commits::add(search, git, range, sweep.results);
    if is_cut {
        results.not_read.push(shallow(repository));
    }
    if listed.is_err() {
        let why = message!("git cannot list the objects of the range, because one is damaged");
        results.not_read.push(not_read(&repository.common, why));
    }
    Ok(results)
}

fn shallow(repository: &Repository) -> NotRead {
    let why = message!(
        "the clone is shallow, so it lacks older commits: fetch them with \
         `git fetch --unshallow`, or with `fetch-depth: 0` in `actions/checkout`"
    );
    not_read(&repository.shallow(), why)
}

fn not_read(path: &Path, why: Message) -> NotRead {
    let path = path.as_os_str().as_bytes().to_vec();
    NotRead { path, why }
}
