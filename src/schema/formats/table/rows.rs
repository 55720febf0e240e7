//! All rows of the table.

use crate::schema::formats::form::Row;
use crate::schema::formats::table::{agents, clouds, code, models, services};

/// Every form, families of providers together.
pub(crate) fn rows() -> impl Iterator<Item = &'static Row> {
    [
        models::ROWS,
        agents::ROWS,
        clouds::ROWS,
        code::ROWS,
        services::ROWS,
    ]
    .into_iter()
    .flatten()
}
