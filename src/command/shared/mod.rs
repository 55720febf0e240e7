//! What several commands have in common, and `partial_line`, which serves `cli`, too.

pub(super) mod ask;
pub(super) mod choices;
pub(super) mod edit;
pub(super) mod from_schema;
pub(super) mod known_values;
pub(super) mod masking;
pub(super) mod named_key;
pub(crate) mod partial_line;
pub(super) mod report;
pub(super) mod standard_input;
pub(super) mod tracked;

mod folder_lock;
