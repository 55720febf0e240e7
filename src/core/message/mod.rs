//! Text that is safe to show: put together from fixed words, names, labels,
//! numbers, places, fingerprints and short settings, and from nothing else.

// Defines `message!`, which all that follows uses.
#[doc(hidden)]
#[macro_use]
pub mod text;

mod cause;
mod path;
mod place;
mod shown;

pub use cause::{Cause, because};
pub(crate) use path::is_odd;
pub use path::{NotAPath, ShownPath};
pub use place::{Place, Position};
pub use shown::Shown;
pub use text::{Checked, Message, Showable, counted, quoted};
