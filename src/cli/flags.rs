//! The words of every command as clap reads them.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgAction, Args};

pub(super) const RUN: &str = "Load, validate, print fingerprints, become CMD";
pub(super) const CHECK: &str =
    "Do all that run does short of becoming CMD; tell all problems at once";
pub(super) const FINGERPRINT: &str = "Show key, fingerprint, winning source and shadowed sources";
pub(super) const MASK: &str = "Copy input or files to stdout with every secret replaced";
pub(super) const EXPLAIN: &str = "Show every layer that has a key, who wins and why";

/// Options of every command, before or after its name.
#[derive(Debug, Default, PartialEq, Eq, Args)]
#[command(next_help_heading = "Options for every command")]
pub struct Flags {
    /// The schema.
    #[arg(
        long,
        value_name = "PATH",
        global = true,
        help = "The schema [env: SECRUN_SCHEMA] [default: secrun.toml here or in the nearest parent]"
    )]
    pub schema: Option<PathBuf>,
    /// Read this env file in place of the schema's; may be repeated, later files win.
    #[arg(long = "env-file", value_name = "PATH", global = true, action = ArgAction::Append, help = "Read this env file in place of the schema's; may be repeated, later files win [env: SECRUN_ENV_FILE, a list with `:`]")]
    pub env_files: Vec<PathBuf>,
    /// Give the child only what this scope names
    #[arg(long, value_name = "NAME", global = true)]
    pub scope: Option<OsString>,
    /// Use this profile of the schema.
    #[arg(
        long,
        value_name = "NAME",
        global = true,
        help = "Use this profile of the schema [env: SECRUN_PROFILE]"
    )]
    pub profile: Option<OsString>,
    /// Let files win over the host environment.
    #[arg(
        long = "override",
        global = true,
        overrides_with = "overrides",
        help = "Let files win over the host environment [env: SECRUN_OVERRIDE]"
    )]
    pub overrides: bool,
    /// Let a host variable, a glob or a preset through to the child; may be repeated.
    #[arg(long, value_name = "NAME", global = true, action = ArgAction::Append, help = "Let a host variable, a glob or a preset through to the child; may be repeated, or a list with `,` [env: SECRUN_INHERIT]")]
    pub inherit: Vec<OsString>,
    /// Stay the program's parent and replace every secret in its output.
    #[arg(
        long,
        global = true,
        help = "Stay the program's parent and replace every secret in its output [env: SECRUN_MASK]"
    )]
    pub mask: bool,
    /// Say nothing but errors.
    #[arg(
        short,
        long,
        global = true,
        overrides_with = "quiet",
        help = "Say nothing but errors [env: SECRUN_QUIET]"
    )]
    pub quiet: bool,
    /// Say what is done; -vv also who has which key, -vvv also what is withheld.
    #[arg(short, long, global = true, action = ArgAction::Count, help = "Say what is done; -vv also who has which key, -vvv also what is withheld [env: SECRUN_VERBOSE]")]
    pub verbose: u8,
}

/// How a report is printed.
#[derive(Debug, Default, Args)]
pub struct ReportFlags {
    /// human or json; of `check` and `scan` also github or sarif, of `scan`
    /// gitlab or junit.
    #[arg(
        long,
        value_name = "FORMAT",
        help = "human or json; check and scan also sarif and github, their default under GitHub Actions; scan gitlab and junit"
    )]
    pub format: Option<OsString>,
}

/// The words of `check`.
#[derive(Debug, Default, Args)]
#[command(about = CHECK)]
pub struct CheckFlags {
    /// How the report is printed.
    #[command(flatten)]
    pub report: ReportFlags,
    /// Count warnings as problems
    #[arg(long)]
    pub strict: bool,
    /// List the names that the child would get, and why each
    #[arg(long = "print-env")]
    pub print_env: bool,
    /// Compare the schema with what the Python code reads
    #[arg(long)]
    pub code: bool,
}

/// The words of `fingerprint`.
#[derive(Debug, Default, Args)]
#[command(about = FINGERPRINT)]
pub struct FingerprintFlags {
    /// The keys.
    #[arg(
        value_name = "KEY",
        help = "The keys [default: every key of the schema]"
    )]
    pub keys: Vec<OsString>,
    /// How the report is printed.
    #[command(flatten)]
    pub report: ReportFlags,
    /// Compare with a report that `--format json` saved on another machine
    #[arg(long, value_name = "FILE", conflicts_with_all = ["verify", "stdin"])]
    pub against: Option<PathBuf>,
    /// Tell whether the value of KEY has this fingerprint
    #[arg(long, value_name = "FINGERPRINT")]
    pub verify: Option<OsString>,
    /// Read a value from standard input and compare it with KEY, or with `--verify`
    #[arg(long)]
    pub stdin: bool,
    /// Print the plain fingerprint of weak values too
    #[arg(long)]
    pub exact: bool,
    /// Make a fingerprint key if there is none, so that weak values get a keyed fingerprint
    #[arg(long)]
    pub keyed: bool,
}

/// The words of `explain`.
#[derive(Debug, Default, Args)]
#[command(about = EXPLAIN)]
pub struct ExplainFlags {
    /// The key
    #[arg(value_name = "KEY", required = true)]
    pub key: OsString,
    /// How the report is printed.
    #[command(flatten)]
    pub report: ReportFlags,
}

/// The words of `mask`.
#[derive(Debug, Default, Args)]
#[command(about = MASK)]
pub struct MaskFlags {
    /// The files, one after the other; `-` is standard input
    #[arg(
        value_name = "FILE",
        help = "The files, one after the other; `-` is standard input [default: -]"
    )]
    pub files: Vec<PathBuf>,
    /// Read nothing, and tell GitHub Actions to mask every form of every secret that it would miss
    #[arg(long, conflicts_with = "files")]
    pub github: bool,
}

/// The words of `run`.
#[derive(Debug, Default, Args)]
#[command(about = RUN)]
pub(super) struct RunFlags {
    /// The program and its arguments
    #[arg(
        value_name = "CMD",
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    pub(super) command: Vec<OsString>,
}
