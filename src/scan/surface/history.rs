//! The history: every object, reachable or not, or those that a range brings.

use std::io::Read as _;
use std::sync::{Mutex, PoisonError};

use super::commits;
use super::haystack::Haystack;
use super::pool::{self, Handover};
use super::worker::{WHOLE, Worker};
use super::{Results, Search};
use crate::git::{Git, Next, NoAnswer, Object, ObjectId, Objects, Range};
use crate::scan::cache::Cache;
use crate::scan::{NotRead, ObjectKind};

/// Objects are handed over in portions of about this size.
const PORTION: usize = 256 * 1024;

/// So many damaged objects are passed by one for one; with more the repository
/// is lost.
const MOST_DAMAGED: usize = 1000;

/// Objects with their content, one after the other.
#[derive(Default)]
struct Portion {
    bytes: Vec<u8>,
    /// Each object with the end of its content.
    objects: Vec<(Object, usize)>,
}

/// Searches every object. What the cache knows is passed by, and what has
/// nothing in it becomes known.
///
/// # Errors
///
/// [`NoAnswer`] when git fails.
pub fn history(
    search: Search<'_>,
    git: &Git<'_>,
    cache: Option<&Cache>,
) -> Result<Results, NoAnswer> {
    let known = cache.filter(|cache| !cache.is_empty());
    let Some(known) = known else {
        let sweep = everything(search, git, |_| false)?;
        return remember(cache, sweep, Vec::new()).told(search, git, &Range::reachable());
    };
    let (mut kept, mut new) = (Vec::new(), Vec::new());
    let mut ids = known.known();
    git.ids()?.each(b'\n', |line| {
        if let Some(id) = ObjectId::parse(line) {
            let list = if ids.has(&id) { &mut kept } else { &mut new };
            list.push(id);
        }
    })?;
    let sweep = if new.len() > kept.len() {
        everything(search, git, |id| known.has(id))?
    } else {
        these(search, git, new)?
    };
    remember(cache, sweep, kept).told(search, git, &Range::reachable())
}

/// Searches the objects that a range brings.
///
/// # Errors
///
/// [`NoAnswer`] when git fails.
pub fn range(search: Search<'_>, git: &Git<'_>, range: &Range) -> Result<Results, NoAnswer> {
    let mut ids = Vec::new();
    git.objects_of(range, |id, _| ids.push(id))?;
    these(search, git, ids)?.told(search, git, range)
}

/// What came of a sweep over objects.
#[derive(Default)]
struct Sweep {
    haul: Results,
    /// What was read.
    seen: Vec<ObjectId>,
    /// What has something in it.
    unclean: Vec<ObjectId>,
}

impl Sweep {
    /// The haul, with the commits that each finding came with.
    fn told(self, search: Search<'_>, git: &Git<'_>, range: &Range) -> Result<Results, NoAnswer> {
        commits::trace(search, git, range, self.haul)
    }

    fn add(&mut self, other: Self) {
        self.haul.add(other.haul);
        self.seen.extend(other.seen);
        self.unclean.extend(other.unclean);
    }
}

/// Keeps what had nothing in it, for the next time.
fn remember(cache: Option<&Cache>, mut sweep: Sweep, mut kept: Vec<ObjectId>) -> Sweep {
    let unclean = std::mem::take(&mut sweep.unclean);
    let unclean: std::collections::HashSet<ObjectId> = unclean.into_iter().collect();
    let mut clean = std::mem::take(&mut sweep.seen);
    clean.retain(|id| !unclean.contains(id));
    if let Some(cache) = cache
        && !clean.is_empty()
    {
        kept.extend(clean);
        // Without a cache the next time takes longer, and that is all.
        let _ = cache.replace(kept);
    }
    sweep
}

/// Every object in the order of the packs; where git breaks off at a damaged
/// one, the others one by one.
fn everything(
    search: Search<'_>,
    git: &Git<'_>,
    known: impl Fn(&ObjectId) -> bool,
) -> Result<Sweep, NoAnswer> {
    let mut sweep = Sweep::default();
    let whole = sweep_over(search, Objects::all(git)?, &known, &mut sweep);
    if whole.is_err() {
        let seen: std::collections::HashSet<ObjectId> = sweep.seen.iter().copied().collect();
        let mut rest = Vec::new();
        git.ids()?.each(b'\n', |line| {
            let id = ObjectId::parse(line);
            rest.extend(id.filter(|id| !seen.contains(id) && !known(id)));
        })?;
        sweep.add(these(search, git, rest)?);
    }
    Ok(sweep)
}

/// Objects by their ids. git breaks off at a damaged one: it is told, and the
/// rest is asked for again.
fn these(search: Search<'_>, git: &Git<'_>, mut ids: Vec<ObjectId>) -> Result<Sweep, NoAnswer> {
    let mut sweep = Sweep::default();
    for _ in 0..MOST_DAMAGED {
        if ids.is_empty() {
            return Ok(sweep);
        }
        let mut part = Sweep::default();
        let objects = Objects::with_ids(git, &ids)?;
        let whole = sweep_over(search, objects, &|_| false, &mut part);
        let done = part.seen.len();
        sweep.add(part);
        if whole.is_ok() {
            return Ok(sweep);
        }
        let Some(bad) = ids.get(done) else {
            return Err(NoAnswer);
        };
        sweep.haul.not_read.push(NotRead {
            path: bad.to_string().into_bytes(),
            why: message!("git cannot read this object"),
        });
        ids.drain(..=done);
    }
    Err(NoAnswer)
}

/// Reads objects on this thread and searches them on others; one that is too
/// large for that is searched while it is read.
fn sweep_over(
    search: Search<'_>,
    mut objects: Objects,
    known: &dyn Fn(&ObjectId) -> bool,
    sweep: &mut Sweep,
) -> Result<(), NoAnswer> {
    let spare: Mutex<Vec<Portion>> = Mutex::default();
    let unclean = Mutex::new(&mut sweep.unclean);
    let mut outcome = Ok(());
    let mut large = Worker::new(search);
    let haul = pool::share(
        search,
        Handover::LARGE,
        |send| {
            let mut reader = Reader {
                objects: &mut objects,
                seen: &mut sweep.seen,
                spare: &spare,
                known,
            };
            outcome = reader.run(send, &mut large, &unclean);
        },
        |worker, portion| {
            let portion = look_at(worker, portion, &unclean);
            lock(&spare).push(portion);
        },
    );
    sweep.haul.add(haul);
    sweep.haul.add(large.haul);
    outcome.and_then(|()| objects.finish())
}

/// What fills portions.
struct Reader<'r> {
    objects: &'r mut Objects,
    seen: &'r mut Vec<ObjectId>,
    spare: &'r Mutex<Vec<Portion>>,
    known: &'r dyn Fn(&ObjectId) -> bool,
}

impl Reader<'_> {
    fn run(
        &mut self,
        send: &mut dyn FnMut(Portion),
        large: &mut Worker<'_>,
        unclean: &Mutex<&mut Vec<ObjectId>>,
    ) -> Result<(), NoAnswer> {
        let mut portion = Portion::default();
        let outcome = loop {
            match self.objects.advance() {
                Ok(Next::End) => break Ok(()),
                Ok(Next::Missing(id)) => self.seen.push(id),
                Ok(Next::Object(object)) if (self.known)(&object.id) => {}
                Ok(Next::Object(object)) => {
                    let read = if object.size > WHOLE {
                        self.stream(object, large, unclean)
                    } else {
                        self.fill(object, &mut portion)
                    };
                    if read.is_err() {
                        break read;
                    }
                    self.seen.push(object.id);
                }
                Err(error) => break Err(error),
            }
            if portion.bytes.len() >= PORTION {
                let next = lock(self.spare).pop().unwrap_or_default();
                send(std::mem::replace(&mut portion, next));
            }
        };
        send(portion);
        outcome
    }

    fn fill(&mut self, object: Object, portion: &mut Portion) -> Result<(), NoAnswer> {
        let before = portion.bytes.len();
        if self.objects.read_to_end(&mut portion.bytes).is_err() {
            portion.bytes.truncate(before);
            return Err(NoAnswer);
        }
        portion.objects.push((object, portion.bytes.len()));
        Ok(())
    }

    fn stream(
        &mut self,
        object: Object,
        worker: &mut Worker<'_>,
        unclean: &Mutex<&mut Vec<ObjectId>>,
    ) -> Result<(), NoAnswer> {
        let origin = Haystack::object(object.id, object.kind);
        let before = worker.weight();
        worker.stream(self.objects, object.size, origin)?;
        worker.haul.searched.objects += 1;
        if worker.weight() > before {
            lock(unclean).push(object.id);
        }
        Ok(())
    }
}

fn look_at(
    worker: &mut Worker<'_>,
    mut portion: Portion,
    unclean: &Mutex<&mut Vec<ObjectId>>,
) -> Portion {
    let mut start = 0;
    for (object, end) in portion.objects.drain(..) {
        let bytes = portion.bytes.get(start..end).unwrap_or_default();
        start = end;
        let any = match object.kind {
            ObjectKind::Tree => names(worker, object, bytes),
            _ => worker.bytes(bytes, Haystack::object(object.id, object.kind)),
        };
        if any {
            lock(unclean).push(object.id);
        }
        worker.haul.searched.objects += 1;
        worker.search.progress.place();
    }
    worker.haul.searched.bytes += portion.bytes.len() as u64;
    worker.search.progress.read(portion.bytes.len() as u64);
    portion.bytes.clear();
    portion
}

/// Searches the names in a tree: `<mode> <name>` NUL `<id>`, again and again.
fn names(worker: &mut Worker<'_>, object: Object, bytes: &[u8]) -> bool {
    if worker.search.searcher.search_name(bytes).is_empty() {
        return false;
    }
    let (mut rest, mut any) = (bytes, false);
    let width = object.id.as_bytes().len();
    while let Some(end) = rest.iter().position(|byte| *byte == 0) {
        let entry = rest.get(..end).unwrap_or_default();
        let space = entry.iter().position(|byte| *byte == b' ');
        let name = space.and_then(|at| entry.get(at + 1..));
        if let Some(name) = name {
            let origin = Haystack {
                path: Some(name),
                ..Haystack::object(object.id, object.kind)
            };
            any |= worker.name(name, b"", origin);
        }
        rest = rest.get(end + 1 + width..).unwrap_or_default();
    }
    any
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
