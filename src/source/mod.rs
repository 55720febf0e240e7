//! Where values come from: the readers of layers.

pub mod dotenv;
