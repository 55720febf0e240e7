//! The leak search: what it tells, and that it finds everything.

mod formats;
