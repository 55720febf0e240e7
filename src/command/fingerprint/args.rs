//! The arguments of `fingerprint`, and what they make fingerprints with.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::command::shared::choices;
use crate::core::report::Problem;
use crate::env::fingerprint_key;
use crate::env::fingerprints::{Fingerprinter, Policy};
use crate::env::host::Host;
use crate::error::Error;
use crate::render::KeyFormat;
use crate::session::words::KeyName;

/// Show a fingerprint of each key, and where its value comes from
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Args {
    /// The keys [default: every key of the schema]
    #[arg(value_name = "KEY")]
    pub(crate) keys: Vec<KeyName>,
    /// Output format
    #[arg(long, value_name = "FORMAT", value_parser = choices::key_formats())]
    format: Option<KeyFormat>,
    /// Compare with a JSON report; `-` for stdin
    #[arg(long, value_name = "FILE", conflicts_with_all = ["verify", "stdin"])]
    pub(crate) against: Option<PathBuf>,
    /// Check that the value of KEY has this fingerprint
    #[arg(long, value_name = "FINGERPRINT")]
    pub(crate) verify: Option<OsString>,
    /// Compare standard input with KEY or with --verify
    #[arg(long)]
    pub(crate) stdin: bool,
    /// Print plain fingerprints of weak values, too
    #[arg(long, conflicts_with = "verify")]
    pub(crate) exact: bool,
    /// Make a fingerprint key if there is none
    #[arg(long)]
    pub(crate) keyed: bool,
}

impl Args {
    /// The format that was asked for, else text for people.
    pub(super) fn format(&self) -> KeyFormat {
        self.format.unwrap_or_default()
    }

    /// Whether weak values have plain fingerprints.
    pub(super) fn policy(&self) -> Policy {
        if self.exact {
            Policy::Exact
        } else {
            Policy::Guarded
        }
    }

    /// The fingerprinter, and a warning if the fingerprint key is unusable and
    /// `--keyed` does not ask for one.
    pub(super) fn fingerprinter(
        &self,
        host: &Host,
        project: &str,
    ) -> Result<(Fingerprinter, Option<Problem>), Error> {
        let (key, warning) = if self.keyed {
            (Some(fingerprint_key::find_or_make(&host.env)?), None)
        } else {
            fingerprint_key::find_or_warn(&host.env)
        };
        Ok((Fingerprinter::new(self.policy(), key, project), warning))
    }
}
