//! stub
use crate::cli::adoption::HookFlags;
use crate::error::Error;
use crate::exit::Exit;
use crate::host::Host;
use crate::options::Options;
/// stub
/// # Errors
/// x
pub fn hook(_: &Options, _: &Host, _: &HookFlags) -> Result<Exit, Error> {
    Ok(Exit::Clean)
}
