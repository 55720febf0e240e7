//! Reads objects of the repository, whole and with the content that their ids stand
//! for, and searches them.

use std::collections::HashSet;
use std::io::Read as _;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::core::message::Message;
use crate::git::{Git, Next, NoAnswer, Object, ObjectId, ObjectKind, Objects};
use crate::scan::finding::NotRead;
use crate::scan::surface::haystack::Haystack;
use crate::scan::surface::pool::{self, Batches};
use crate::scan::surface::results::Results;
use crate::scan::surface::search::Search;
use crate::scan::surface::worker::{WHOLE, Worker};

/// Objects are handed over in portions of about this size.
const PORTION: usize = 256 * 1024;

/// The most missing objects that are listed one by one, and the most damaged ones that
/// git is started again after; with more of those, the search of the repository fails.
const MOST_DAMAGED: usize = 1000;

/// Objects with their content, one after the other.
#[derive(Default)]
struct Portion {
    bytes: Vec<u8>,
    /// Each object with the end of its content.
    objects: Vec<(Object, usize)>,
}

/// The results of a sweep over objects.
#[derive(Default)]
pub(super) struct Sweep {
    pub(super) results: Results,
    /// The objects that were read, or are missing.
    pub(super) seen: Vec<ObjectId>,
    /// Objects that git does not have or cannot read.
    pub(super) missing: Vec<ObjectId>,
}

impl Sweep {
    /// Reports those that are missing.
    pub(super) fn report_missing(&mut self) {
        let (listed, others) = self.missing.split_at(self.missing.len().min(MOST_DAMAGED));
        let row = |id| {
            of_object(
                id,
                message!("git does not have this object, or cannot read it"),
            )
        };
        let rows = listed.iter().map(row);
        let rest = others.split_first().map(|(first, rest)| {
            let count = rest.len();
            of_object(
                first,
                message!("git does not have this object and {} others", count),
            )
        });
        self.results.not_read.extend(rows.chain(rest));
    }
}

fn of_object(id: &ObjectId, why: Message) -> NotRead {
    let path = id.to_string().into_bytes();
    NotRead { path, why }
}

/// Every object in the order of the packs; if git stops at a damaged one, the
/// others one by one.
pub(super) fn everything(
    search: Search<'_>,
    git: &Git<'_>,
    is_known: impl Fn(&ObjectId) -> bool,
) -> Result<Sweep, NoAnswer> {
    let mut sweep = Sweep::default();
    let whole = sweep_over(search, Objects::all(git)?, &is_known, &mut sweep);
    if whole.is_err() {
        let seen: HashSet<ObjectId> = sweep.seen.iter().copied().collect();
        let mut rest = Vec::new();
        git.ids()?.each(b'\n', |line| {
            let id = ObjectId::parse(line);
            rest.extend(id.filter(|id| !seen.contains(id) && !is_known(id)));
        })?;
        let others = these(search, git, rest)?;
        sweep.results.add(others.results);
        sweep.seen.extend(others.seen);
        sweep.missing.extend(others.missing);
    }
    Ok(sweep)
}

/// Objects by their ids. git stops at a damaged one: it is reported, and git
/// is asked again for the rest.
pub(super) fn these(
    search: Search<'_>,
    git: &Git<'_>,
    mut ids: Vec<ObjectId>,
) -> Result<Sweep, NoAnswer> {
    let mut sweep = Sweep::default();
    for _ in 0..MOST_DAMAGED {
        if ids.is_empty() {
            return Ok(sweep);
        }
        let before = sweep.seen.len();
        let objects = Objects::with_ids(git, &ids)?;
        if sweep_over(search, objects, &|_| false, &mut sweep).is_ok() {
            return Ok(sweep);
        }
        let done = sweep.seen.len() - before;
        let bad = ids.get(done).ok_or(NoAnswer)?;
        sweep.missing.push(*bad);
        ids.drain(..=done);
    }
    Err(NoAnswer)
}

/// Reads objects on this thread, and searches them on others. A large object is
/// searched here while it is read.
fn sweep_over(
    search: Search<'_>,
    mut objects: Objects,
    is_known: &dyn Fn(&ObjectId) -> bool,
    sweep: &mut Sweep,
) -> Result<(), NoAnswer> {
    let spare: Mutex<Vec<Portion>> = Mutex::default();
    let mut outcome = Ok(());
    let mut large = Worker::new(search);
    let mut reader = Reader {
        objects: &mut objects,
        seen: &mut sweep.seen,
        missing: &mut sweep.missing,
        portion: Portion::default(),
        spare: &spare,
        is_known,
        large: &mut large,
    };
    let results = pool::run(
        search,
        Batches::LARGE,
        |send| {
            outcome = reader.run(send);
            send(reader.portion);
        },
        |worker, portion| {
            let portion = search_portion(worker, portion);
            lock(&spare).push(portion);
        },
    );
    sweep.results.add(results);
    sweep.results.add(large.results);
    outcome.and_then(|()| objects.finish())
}

/// Fills portions with objects.
struct Reader<'r, 'a> {
    objects: &'r mut Objects,
    seen: &'r mut Vec<ObjectId>,
    missing: &'r mut Vec<ObjectId>,
    portion: Portion,
    /// Searched portions, whose memory is used again.
    spare: &'r Mutex<Vec<Portion>>,
    is_known: &'r dyn Fn(&ObjectId) -> bool,
    large: &'r mut Worker<'a>,
}

impl Reader<'_, '_> {
    /// Sends every portion except the last.
    fn run(&mut self, send: &mut dyn FnMut(Portion)) -> Result<(), NoAnswer> {
        loop {
            match self.objects.advance()? {
                Next::End => return Ok(()),
                Next::Missing(id) => {
                    self.large.results.unclean.push(id);
                    self.missing.push(id);
                    self.seen.push(id);
                }
                Next::Object(object) if (self.is_known)(&object.id) => {}
                Next::Object(object) => {
                    if object.size > WHOLE {
                        self.search_large(object)?;
                    } else {
                        self.read(object)?;
                    }
                    self.seen.push(object.id);
                }
            }
            if self.portion.bytes.len() >= PORTION {
                // A portion that a worker has handed back, or else a new one.
                let next = lock(self.spare).pop().unwrap_or_default();
                send(std::mem::replace(&mut self.portion, next));
            }
        }
    }

    fn read(&mut self, object: Object) -> Result<(), NoAnswer> {
        let bytes = &mut self.portion.bytes;
        let before = bytes.len();
        if self.objects.read_to_end(bytes).is_err() {
            bytes.truncate(before);
            return Err(NoAnswer);
        }
        self.portion.objects.push((object, bytes.len()));
        Ok(())
    }

    fn search_large(&mut self, object: Object) -> Result<(), NoAnswer> {
        let before = self.large.results.len();
        let haystack = Haystack::object(object.id, object.kind);
        let mut content = self.objects.content(object);
        self.large.stream(&mut content, object.size, haystack)?;
        if !content.finish()? {
            self.large.results.not_read.push(swapped(&object.id));
        }
        let any = self.large.results.len() > before;
        self.large.results.searched.objects += 1;
        self.large.results.unclean.extend(any.then_some(object.id));
        Ok(())
    }
}

/// Searches a portion, and empties it.
fn search_portion(worker: &mut Worker<'_>, mut portion: Portion) -> Portion {
    let mut start = 0;
    for (object, end) in portion.objects.drain(..) {
        let bytes = &portion.bytes[start..end];
        start = end;
        let mut any = match object.kind {
            ObjectKind::Tree => search_tree(worker, object, bytes),
            _ => worker.bytes(bytes, Haystack::object(object.id, object.kind)),
        };
        if !object.has(bytes) {
            worker.results.not_read.push(swapped(&object.id));
            any = true;
        }
        worker.results.unclean.extend(any.then_some(object.id));
        worker.results.searched.objects += 1;
        worker.search.progress.add_place();
    }
    let length = portion.bytes.len() as u64;
    worker.results.searched.bytes += length;
    worker.search.progress.add_bytes(length);
    portion.bytes.clear();
    portion
}

/// A leak in other content is a leak, but the object's own was not searched.
fn swapped(id: &ObjectId) -> NotRead {
    of_object(
        id,
        message!("its content is not the one that its id stands for"),
    )
}

/// Searches the names in a tree, whose entries are `<mode> <name>` NUL `<id>`.
fn search_tree(worker: &mut Worker<'_>, object: Object, bytes: &[u8]) -> bool {
    if worker.search.searcher.search_name(bytes).is_empty() {
        return false;
    }
    let (mut rest, mut any) = (bytes, false);
    let width = object.id.as_bytes().len();
    while let Some(end) = memchr::memchr(0, rest) {
        let entry = &rest[..end];
        if let Some(space) = memchr::memchr(b' ', entry) {
            let name = &entry[space + 1..];
            let haystack = Haystack {
                path: Some(name),
                ..Haystack::object(object.id, object.kind)
            };
            any |= worker.name(name, b"", haystack);
        }
        let Some(next) = rest.get(end + 1 + width..) else {
            break;
        };
        rest = next;
    }
    any
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
