//! The key of keyed fingerprints: found, or made if the user asks for it.

use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::core::message::{Message, Place, ShownPath};
use crate::core::report::{Failure, Problem, Stage};
use crate::core::secret::FingerprintKey;
use crate::env::host::HostEnv;
use crate::env::state;

/// The variable that holds a key shared by a team or a CI system, in base64.
pub(crate) const VARIABLE: &str = "SECRUN_FINGERPRINT_KEY";

/// Finds the key: the variable, or the user's own file
/// (`$XDG_STATE_HOME/secrun/fingerprint.key`).
pub(crate) fn find(host: &HostEnv) -> Result<Option<FingerprintKey>, Box<Failure>> {
    if let Some(text) = host.get(VARIABLE).filter(|text| !text.is_empty()) {
        return decode(text.as_bytes()).map(Some).ok_or_else(bad_variable);
    }
    // A key in a place that this user cannot look at is not this user's.
    let Some(path) = path(host).filter(|path| std::fs::symlink_metadata(path).is_ok()) else {
        return Ok(None);
    };
    read(&path).map(Some).map_err(|_| bad_file(&path))
}

/// Finds the key for a run that does not ask for it: one that is not valid is a
/// warning.
pub(crate) fn find_or_warn(host: &HostEnv) -> (Option<FingerprintKey>, Option<Problem>) {
    match find(host) {
        Ok(key) => (key, None),
        Err(failure) => (None, Some(failure.problem.into_warning())),
    }
}

/// Finds the key, or makes the user's file with 32 random bytes and mode 0600.
///
/// # Errors
///
/// A problem when there is one that is not valid, or none can be made.
pub(crate) fn find_or_make(host: &HostEnv) -> Result<FingerprintKey, Box<Failure>> {
    if let Some(key) = find(host)? {
        return Ok(key);
    }
    let path = path(host).ok_or_else(|| {
        let what = message!(
            "no place for a fingerprint key: neither `XDG_STATE_HOME` nor `HOME` is an absolute path"
        );
        unusable(what).hint(message!("set `HOME`")).ends(Stage::Read)
    })?;
    state::make_key(&path).map_err(|_| {
        let what = message!("cannot create the fingerprint key");
        let problem = unusable(what).at(Place::file(&ShownPath::typed(&path)));
        problem.ends(Stage::Read)
    })?;
    read(&path).map_err(|_| bad_file(&path))
}

fn path(host: &HostEnv) -> Option<PathBuf> {
    Some(state::folder(host)?.join("fingerprint.key"))
}

fn read(path: &Path) -> io::Result<FingerprintKey> {
    let mut bytes = state::read_private(path, 4096)?;
    FingerprintKey::new(std::mem::take(&mut *bytes)).map_err(|_| io::ErrorKind::InvalidData.into())
}

/// Base64 in either alphabet, padded or not.
fn decode(text: &[u8]) -> Option<FingerprintKey> {
    let config =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let engines = [base64::alphabet::STANDARD, base64::alphabet::URL_SAFE]
        .map(|alphabet| GeneralPurpose::new(&alphabet, config));
    let bytes = engines
        .iter()
        .find_map(|engine| engine.decode(text.trim_ascii()).ok())?;
    FingerprintKey::new(bytes).ok()
}

fn unusable(what: Message) -> Problem {
    Problem::error("fingerprint-key", what)
}

fn bad_variable() -> Box<Failure> {
    let what = message!("`SECRUN_FINGERPRINT_KEY` is not base64 of 32 bytes or more");
    let hint = "generate one with `head -c 32 /dev/urandom | base64`";
    unusable(what).hint(hint).ends(Stage::Read)
}

fn bad_file(path: &Path) -> Box<Failure> {
    let what = message!("not a fingerprint key of 32 bytes that only you can read");
    let hint = "set its mode to 0600, or remove it and run `secrun fingerprint --keyed`";
    let problem = unusable(what).at(Place::file(&ShownPath::typed(path)));
    problem.hint(hint).ends(Stage::Read)
}
