//! What a value must look like: the types of the schema and their checks.

mod duration;
mod encoding;
mod host;
mod json;
mod jwt;
mod list;
mod mismatch;
mod number;
mod path;
mod pattern;
mod pem;
mod size;
#[cfg(test)]
mod tests;
mod time;
mod url;
mod value_type;
mod word;

pub use duration::DurationStyle;
pub use json::JsonShape;
pub use list::ListStyle;
pub use mismatch::Mismatch;
pub use number::Float;
pub use path::{At, Disk, PathKind};
pub use pattern::{InvalidPattern, Pattern};
pub(crate) use url::{is_web_scheme, may_lack_host};
pub use value_type::ValueType;
pub use word::means_the_same;
pub(crate) use word::truth;
