//! Reads every layer: defaults, env files, files with one value, the host.

mod load;
mod refuse;
mod secret_file;

pub use self::load::{EnvText, Loaded, SECRETS_FOLDER, Sources, Unread};
