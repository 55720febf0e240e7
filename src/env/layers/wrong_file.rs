//! Files that a key must not take its value from: env files, which hold every key, and
//! for a setting, which every scope gets and reports may show, those that hold a secret.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use crate::core::message::Message;
use crate::core::name::EnvName;
use crate::core::report::Problem;
use crate::core::secret::SecretValue;
use crate::core::secret_value;
use crate::dotenv::Contents;
use crate::env::layers::sources::Sources;
use crate::env::plan;
use crate::schema::formats;
use crate::schema::model::{ReadAs, Rule};

/// A file, whatever its path: the numbers of its device and inode.
type FileId = (u64, u64);

/// The files whose content is known not to be the value of a setting.
#[derive(Default)]
pub(super) struct KnownFiles<'a> {
    env_files: Vec<FileId>,
    /// Those with the value of a secret, also of one that the run does not have.
    of_secrets: Vec<(FileId, &'a EnvName)>,
}

impl<'a> KnownFiles<'a> {
    /// The env files of every profile, and what the `KEY_FILE`s of secrets name, in the
    /// env files as read, in the environment, or by place.
    pub(super) fn of(sources: &Sources<'a>, readings: &[Contents]) -> Self {
        let schema = sources.schema;
        if !schema.rules.values().any(|rule| rule.file) {
            return Self::default();
        }
        let profiles = schema.profiles.keys().map(Some).chain([None]);
        let planned = profiles.flat_map(|it| plan::env_files(schema, sources.root, it, &[]));
        let planned = planned.map(|file| file.path);
        let paths = sources.files.iter().map(|file| file.path.clone());
        let env_files = paths.chain(planned).filter_map(|path| id(&path)).collect();
        let secrets = schema.rules.values().filter(|rule| rule.is_secret());
        let in_place = secrets.filter(|rule| rule.file).flat_map(|rule| {
            let mounted = sources.secrets_folder.join(rule.name.as_str());
            let variable = rule.file_variable();
            let by_host = variable.and_then(|it| sources.host.get(it.as_str()));
            let paths = [Some(mounted), by_host.map(PathBuf::from)];
            paths
                .into_iter()
                .flatten()
                .map(move |path| (&rule.name, path))
        });
        let statements = readings.iter().flat_map(|reading| &reading.statements);
        let named = statements.filter_map(|it| match schema.governing(it.name.as_str())? {
            (rule, ReadAs::FileVariable) if rule.is_secret() => {
                let path = Path::new(OsStr::from_bytes(it.value.expose()));
                Some((&rule.name, sources.root.join(path)))
            }
            _ => None,
        });
        let of_secrets = in_place.chain(named);
        let of_secrets = of_secrets.filter_map(|(name, path)| Some((id(&path)?, name)));
        Self {
            env_files,
            of_secrets: of_secrets.collect(),
        }
    }

    /// The problem with this file as the source of a key's value. `file` are the words
    /// for the file.
    pub(super) fn refusal(
        &self,
        rule: &Rule,
        path: &Path,
        value: &SecretValue,
        file: &Message,
    ) -> Option<Box<Problem>> {
        let id = id(path);
        let is_setting = !rule.is_secret();
        let is_env_file = id.is_some_and(|id| self.env_files.contains(&id))
            || (is_setting && is_named_as_env_file(path));
        let mut of_secrets = self.of_secrets.iter();
        let of_secret = of_secrets.find(|(other, _)| is_setting && Some(*other) == id);
        let what = if is_env_file {
            message!("{} is an env file, which holds other keys, too", file)
        } else if let Some((_, secret)) = of_secret {
            message!("{} holds the secret `{}`", file, *secret)
        } else {
            let why = is_setting.then(|| holds_secret(value)).flatten()?;
            message!("{} holds a secret: {}", file, why)
        };
        let variable = rule.file_variable().unwrap_or_else(|| rule.name.clone());
        let hint = if is_env_file {
            message!("set `{}` to a file that holds only this value", variable)
        } else {
            message!(
                "set `{}` to another file, or declare the key under `[secrets]`",
                variable
            )
        };
        Some(Box::new(Problem::error("wrong-file", what).hint(hint)))
    }
}

fn id(path: &Path) -> Option<FileId> {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.dev(), metadata.ino()))
}

/// Whether a file is called `.env` or `.env.local`.
fn is_named_as_env_file(path: &Path) -> bool {
    let name = path.file_name().map(OsStr::as_encoded_bytes);
    name.is_some_and(|name| name == b".env" || name.starts_with(b".env."))
}

/// Why a text is a secret, by itself.
fn holds_secret(value: &SecretValue) -> Option<&'static str> {
    let text = value.expose();
    let token = || formats::live_form(text).map(|_| "its value contains a provider's token");
    secret_value::reason(text).or_else(token)
}
