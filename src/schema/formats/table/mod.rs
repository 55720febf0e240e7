//! The forms themselves, from gitleaks (July 2026), `TruffleHog` and secretlint
//! (August 2026), detect-secrets 1.5, kingfisher, betterleaks and titus (2026), and the
//! providers' documentation.

mod agents;
mod clouds;
mod code;
mod models;
mod rows;
mod services;
mod spelling;

pub(super) use rows::rows;
