//! A worker pool fed by the calling thread.

use std::num::NonZero;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

use crate::scan::surface::results::Results;
use crate::scan::surface::search::Search;
use crate::scan::surface::worker::Worker;

/// How jobs are handed over.
#[derive(Debug, Clone, Copy)]
pub(super) struct Batches {
    /// The number of jobs in a batch.
    size: usize,
    /// How many batches may wait.
    waiting: usize,
}

impl Batches {
    /// For small jobs, such as files.
    pub(super) const SMALL: Self = Self {
        size: 64,
        waiting: 16,
    };

    /// For jobs that are large themselves.
    pub(super) const LARGE: Self = Self {
        size: 1,
        waiting: 4,
    };
}

fn thread_count() -> usize {
    thread::available_parallelism()
        .map_or(2, NonZero::get)
        .clamp(2, 8)
}

/// Lets threads `work` on every job that `produce`, on this thread, sends.
pub(super) fn run<J: Send>(
    search: Search<'_>,
    batches: Batches,
    produce: impl FnOnce(&mut dyn FnMut(J)),
    work: impl Fn(&mut Worker<'_>, J) + Sync,
) -> Results {
    let (sender, receiver) = mpsc::sync_channel::<Vec<J>>(batches.waiting);
    let receiver = Mutex::new(receiver);
    thread::scope(|scope| {
        let thread = || work_on(Worker::new(search), &receiver, &work);
        let threads: Vec<_> = (0..thread_count()).map(|_| scope.spawn(thread)).collect();
        let mut batch = Vec::with_capacity(batches.size);
        produce(&mut |job| {
            batch.push(job);
            if batch.len() == batches.size {
                let next = Vec::with_capacity(batches.size);
                // The receiver lives as long as this scope.
                let _ = sender.send(std::mem::replace(&mut batch, next));
            }
        });
        let _ = sender.send(batch);
        drop(sender);
        let mut results = Results::default();
        for thread in threads {
            match thread.join() {
                Ok(part) => results.add(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        results
    })
}

/// Works until the sender is dropped.
fn work_on<J>(
    mut worker: Worker<'_>,
    receiver: &Mutex<mpsc::Receiver<Vec<J>>>,
    work: &impl Fn(&mut Worker<'_>, J),
) -> Results {
    loop {
        let batch = receiver
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv();
        let Ok(batch) = batch else {
            return worker.results;
        };
        for job in batch {
            work(&mut worker, job);
        }
    }
}
