//! Reads every layer of values: defaults, env files, files with one value, the
//! host. Each kind of layer has a method that binds what it holds.

mod env_file;
mod fakes;
mod load;
mod references;
mod refuse;
mod secret_file;
mod sources;
mod wrong_file;

pub(crate) use self::references::withheld_reference;
pub(crate) use self::sources::{EnvText, Loaded, SECRETS_FOLDER, Sources, UnreadableFiles};
