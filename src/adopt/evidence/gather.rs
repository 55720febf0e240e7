//! Gathers what `init` decides from: the Python files of a tree, and the env
//! files, Compose files and workflows of its root.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::adopt::evidence::compose;
use crate::adopt::evidence::env_values::{EnvValues, Role};
use crate::adopt::evidence::mention::{Mention, MentionKind};
use crate::adopt::evidence::pattern::has_extension;
use crate::adopt::evidence::source_files::{Sources, sources};
use crate::adopt::evidence::workflow;
use crate::core::message::ShownPath;
use crate::core::name::EnvName;
use crate::core::read::{self, MAX_FILE_BYTES, ReadError};
use crate::env::host::HostEnv;
use crate::python::{Analysis, Need, analyse};

/// The facts about a project that a schema is made from.
#[derive(Default)]
pub(crate) struct Evidence {
    /// The variables that the code reads.
    pub analysis: Analysis,
    /// Whether there is Python code.
    pub has_code: bool,
    /// The variables in Compose files, workflows and files of other languages.
    pub mentions: Vec<Mention>,
    /// The env files of the root, and those that Compose names.
    pub env_values: EnvValues,
    /// The env files that Compose names, by their paths from the root.
    pub layers: Vec<String>,
    /// Env files that cannot be read.
    pub unread: Vec<ReadError>,
}

impl Evidence {
    /// Gathers the evidence in a folder. Unreadable files other than env files
    /// are skipped, as they may belong to another user.
    pub(crate) fn gather(env: &HostEnv, root: &Path) -> Self {
        let Sources { python, mentions } = sources(env, root);
        tracing::info!(files = python.len(), "reading Python");
        let mut evidence = Self {
            analysis: analyse(&python),
            has_code: !python.is_empty(),
            mentions,
            ..Self::default()
        };
        let mut known = Vec::new();
        let mut named = Vec::new();
        for path in files_of(root) {
            let name = name_of(&path);
            if let Some(role) = role_of(&name) {
                evidence.take(&path, role);
                known.push(path);
            } else if is_compose(&name)
                && let Some((shown, text)) = yaml(&path)
            {
                let layers = is_of_development(&name);
                let mut mentions = compose::read(&shown, &text);
                for mention in &mut mentions {
                    // A variable that only one stage needs is not required of all.
                    if !layers && mention.kind == MentionKind::InterpolatedOrRefused {
                        mention.kind = MentionKind::Interpolated;
                    }
                }
                evidence.mentions.extend(mentions);
                named.extend(
                    compose::env_files(&text)
                        .into_iter()
                        .map(|path| (path, layers)),
                );
            }
        }
        for (text, is_layer) in named {
            let within = text.strip_prefix("./").unwrap_or(&text);
            let path = root.join(within);
            if path.is_file() && !known.iter().any(|known| is_same(known, &path)) {
                let inside = !within.starts_with(['/', '.']) || within.starts_with(".env");
                let role = match role_of(&name_of(&path)) {
                    Some(Role::Template) => Role::Template,
                    _ if is_layer && inside && !within.contains("..") => {
                        evidence.layers.push(within.to_owned());
                        Role::Layer
                    }
                    // That of a stage may contradict the others.
                    _ => Role::Other,
                };
                evidence.take(&path, role);
                known.push(path);
            }
        }
        for path in files_of(&root.join(".github/workflows")) {
            if has_extension(&path, &["yml", "yaml"])
                && let Some((shown, text)) = yaml(&path)
            {
                evidence.mentions.extend(workflow::read(&shown, &text));
            }
        }
        evidence.settle_names();
        evidence
    }

    /// Where a client takes a key from either of several names, takes the one that the
    /// project uses. The others that it uses stay keys of their own.
    fn choose_names(&mut self) {
        let reads = &self.analysis.reads;
        let code = reads.iter().filter(|read| read.reader.client().is_none());
        let code: HashSet<EnvName> = code.map(|read| read.name.clone()).collect();
        let values = &self.env_values;
        let reads = &mut self.analysis.reads;
        for read in reads
            .iter_mut()
            .filter(|read| read.reader.client().is_some())
        {
            let mut all = vec![read.name.clone()];
            all.append(&mut read.aliases);
            let is_used = |name: &EnvName| values.has(name) || code.contains(name);
            if let Some(at) = all.iter().position(is_used) {
                read.name = all.swap_remove(at);
                all.retain(|name| !is_used(name));
            } else {
                read.name = all.remove(0);
            }
            read.aliases = all;
        }
    }

    /// Gives each read the name that the env files spell, and collects what they say
    /// of a key under its first name. An alias that is also read by itself stays a key.
    fn settle_names(&mut self) {
        self.analysis.spell_as(self.env_values.names());
        self.choose_names();
        let Analysis { reads, .. } = &mut self.analysis;
        let own: HashSet<EnvName> = reads.iter().map(|read| read.name.clone()).collect();
        let mut keys: HashMap<EnvName, EnvName> = HashMap::new();
        for read in reads {
            let all = read.aliases.len();
            read.aliases.retain(|alias| {
                let key = keys.entry(alias.clone()).or_insert(read.name.clone());
                !own.contains(alias) && *key == read.name
            });
            if read.aliases.len() < all {
                read.need = read.need.max(Need::Optional);
            }
            for alias in &read.aliases {
                self.env_values.rename(alias, &read.name);
            }
        }
    }

    /// Reads an env file.
    fn take(&mut self, path: &Path, role: Role) {
        let shown = ShownPath::trusted(path);
        match read::read_found(path, &shown) {
            Ok(text) if text.len() as u64 > MAX_FILE_BYTES => {
                let error = io::ErrorKind::FileTooLarge.into();
                self.unread.push(ReadError::new(&shown, &error));
            }
            Ok(text) => self.env_values.take(&shown, &text, role),
            Err(error) => self.unread.push(error),
        }
    }
}

/// The files of one folder, sorted. Links are followed, as `.env` may be one.
fn files_of(folder: &Path) -> Vec<PathBuf> {
    let start = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let entries = fs::read_dir(start).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| folder.join(entry.file_name()))
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    paths
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

fn is_same(one: &Path, other: &Path) -> bool {
    let one = fs::canonicalize(one).ok();
    one.is_some() && one == fs::canonicalize(other).ok()
}

/// The role of an env file of this name, if it is one.
fn role_of(name: &str) -> Option<Role> {
    const DOTLESS: [&str; 6] = [
        "env.example",
        "env.sample",
        "env.template",
        "example.env",
        "sample.env",
        "template.env",
    ];
    if DOTLESS.contains(&name) {
        return Some(Role::Template);
    }
    let rest = name.strip_prefix(".env")?;
    if rest.is_empty() {
        return Some(Role::Layer);
    }
    let parts: Vec<&str> = rest.strip_prefix('.')?.split('.').collect();
    let is = |words: &[&str]| parts.iter().any(|part| words.contains(part));
    let other = is(&[
        "bak", "swp", "orig", "old", "vault", "keys", "gpg", "enc", "age", "py", "md", "sh", "json",
    ]);
    let template = is(&["example", "sample", "template", "dist", "defaults", "tmpl"]);
    (!other).then_some(if template {
        Role::Template
    } else {
        Role::Other
    })
}

fn is_compose(name: &str) -> bool {
    let stem = name
        .strip_suffix(".yml")
        .or_else(|| name.strip_suffix(".yaml"));
    stem.is_some_and(|stem| stem.starts_with("docker-compose") || stem.starts_with("compose"))
}

/// Whether a Compose file is the one that is used without a name, or that of
/// development: `compose.yaml`, `docker-compose.override.yml`, `docker-compose.local.yml`.
fn is_of_development(name: &str) -> bool {
    let stage = name.split('.').nth(1).unwrap_or_default();
    matches!(
        stage,
        "yml" | "yaml" | "override" | "local" | "dev" | "development"
    )
}

fn yaml(path: &Path) -> Option<(ShownPath, String)> {
    let shown = ShownPath::trusted(path);
    let text = read::read_found(path, &shown).ok()?;
    let text = std::str::from_utf8(&text).ok()?.to_owned();
    Some((shown, text))
}
