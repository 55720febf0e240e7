//! `secrun.toml`: what a project's keys are, and who gets which.
//!
//! To read in this order:
//!
//! 1. [`model`]: the schema as it is meant. Everything else makes it or uses it.
//! 2. [`fields`](mod@fields): every table and field as data. The parser, the JSON Schema
//!    ([`json_schema`]) and the test of `docs/schema.md` work from it.
//! 3. From text to model: `prescan` and `syntax` say what is not TOML, `tree`
//!    reads the rest, and [`parse`](mod@parse) turns it into the model, a file
//!    for each group of tables; `extends` and `merge` put the files of a monorepo together,
//!    each a `source`. `problems` collects what is wrong, and `redact`
//!    decides which words of the file a message may repeat.
//! 4. From value to verdict: `check` applies a key's rule, with the value types
//!    in [`types`](mod@types); `token` has what the providers' token forms in `formats`
//!    say of it.
//! 5. What else is made of a rule: `describe` (words for `explain`), `fake`
//!    (made-up values), `help` (what its author says to people), `preset` (host variables), `allow` (accepted findings).

mod allow;
pub(crate) mod check;
mod date;
mod describe;
pub(crate) mod fake;
pub mod fields;
pub(crate) mod formats;
pub(crate) mod help;
pub mod json_schema;
pub mod model;
mod parse;
mod prescan;
pub(crate) mod preset;
mod problems;
pub(crate) mod redact;
mod source;
mod syntax;
pub(crate) mod token;
mod tree;
pub mod types;

pub use fields::{fields, types};
pub use parse::{Extends, extends, parse, parse_all};
pub use source::Source;
