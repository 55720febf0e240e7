//! Several threads that search what one thread finds to be searched.

use std::num::NonZero;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

use super::worker::Worker;
use super::{Results, Search};

/// How work is handed over.
#[derive(Debug, Clone, Copy)]
pub(super) struct Handover {
    /// How much at once.
    batch: usize,
    /// How many batches may wait.
    waiting: usize,
}

impl Handover {
    /// For names of files.
    pub(super) const SMALL: Self = Self {
        batch: 64,
        waiting: 16,
    };

    /// For what is large itself.
    pub(super) const LARGE: Self = Self {
        batch: 1,
        waiting: 4,
    };
}

/// How many threads search.
fn hands() -> usize {
    thread::available_parallelism()
        .map_or(2, NonZero::get)
        .clamp(2, 8)
}

/// Lets threads `work` on everything that `produce` hands over, which runs on
/// the calling thread.
pub(super) fn share<J: Send>(
    search: Search<'_>,
    handover: Handover,
    produce: impl FnOnce(&mut dyn FnMut(J)),
    work: impl Fn(&mut Worker<'_>, J) + Sync,
) -> Results {
    let (sender, receiver) = mpsc::sync_channel::<Vec<J>>(handover.waiting);
    let receiver = Mutex::new(receiver);
    thread::scope(|scope| {
        let labour = || labour(Worker::new(search), &receiver, &work);
        let threads: Vec<_> = (0..hands()).map(|_| scope.spawn(labour)).collect();
        let mut batch = Vec::with_capacity(handover.batch);
        produce(&mut |job| {
            batch.push(job);
            if batch.len() == handover.batch {
                let next = Vec::with_capacity(handover.batch);
                // All threads are there until the sender goes.
                let _ = sender.send(std::mem::replace(&mut batch, next));
            }
        });
        let _ = sender.send(batch);
        drop(sender);
        let mut haul = Results::default();
        for thread in threads {
            match thread.join() {
                Ok(part) => haul.add(part),
                // What is a bug there is one here, too.
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        haul
    })
}

/// Works until nothing more comes.
fn labour<J>(
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
            return worker.haul;
        };
        for job in batch {
            work(&mut worker, job);
        }
    }
}
