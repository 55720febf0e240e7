//! The line that a terminal shows during a scan.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::scan::surface::Progress;
use crate::session::ui;

/// A shorter scan shows nothing; then the line is updated this often.
const PAUSE: Duration = Duration::from_millis(250);

const ERASE: &str = "\r\x1b[K";

/// Does the work, and shows its progress if `visible`.
pub(super) fn shown<T>(visible: bool, progress: &Progress, work: impl FnOnce() -> T) -> T {
    if !visible {
        return work();
    }
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel::<()>();
        let watcher = scope.spawn(move || {
            let mut shown = false;
            while receiver.recv_timeout(PAUSE) == Err(mpsc::RecvTimeoutError::Timeout) {
                let (places, bytes) = progress.so_far();
                let amount = bytes >> 20;
                ui::say(&format!(
                    "{ERASE}secrun: searched {places} files and objects, {amount} MiB"
                ));
                shown = true;
            }
            if shown {
                ui::say(ERASE);
            }
        });
        let outcome = work();
        drop(sender);
        // It only prints.
        let _ = watcher.join();
        outcome
    })
}
