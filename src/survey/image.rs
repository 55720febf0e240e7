//! A saved container image: its layers and its configuration.

use std::path::Path;

use super::worker::Worker;
use super::{Haul, Search};
use crate::scan::Surface;

/// Searches what `docker save` or another tool has put into a file.
#[must_use]
pub fn image(search: Search<'_>, path: &Path) -> Haul {
    let mut worker = Worker::new(search);
    worker.path(path, Surface::Image);
    worker.haul
}
