//! Finding what `init` and `check --code` read: Python files, env files,
//! Compose files and workflows of one folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::adopt::evidence::compose;
use crate::adopt::evidence::env_values::Role;
use crate::adopt::evidence::python_files::{has_extension, python};
use crate::core::message::ShownPath;
use crate::core::read;
use crate::env::host::HostEnv;
use crate::python::SourceFile;

/// An env file.
pub struct EnvFile {
    /// Its path.
    pub path: PathBuf,
    /// As it is shown.
    pub shown: ShownPath,
    /// Its text.
    pub text: Zeroizing<Vec<u8>>,
    /// What it is to the project.
    pub role: Role,
}

/// A YAML file.
pub struct YamlFile {
    /// As it is shown.
    pub shown: ShownPath,
    /// Its text.
    pub text: String,
}

/// What is in a folder.
#[derive(Default)]
pub struct Found {
    /// Python files of the tree.
    pub python: Vec<SourceFile>,
    /// Env files of the folder itself, and those that Compose names.
    pub env_files: Vec<EnvFile>,
    /// Env files that cannot be read.
    pub unread: Vec<ShownPath>,
    /// Compose files of the folder itself.
    pub compose: Vec<YamlFile>,
    /// Workflows of GitHub Actions.
    pub workflows: Vec<YamlFile>,
}

impl Found {
    /// Reads an env file.
    fn take(&mut self, path: PathBuf, role: Role) {
        let shown = ShownPath::found(&path);
        match read::read(&path) {
            Ok(text) => self.env_files.push(EnvFile {
                path,
                shown,
                text,
                role,
            }),
            Err(_) => self.unread.push(shown),
        }
    }
}

/// Looks through a folder. What cannot be read is passed by, as it may belong
/// to somebody else; of env files it is told.
#[must_use]
pub fn discover(env: &HostEnv, root: &Path) -> Found {
    let mut found = Found {
        python: python(env, root),
        ..Found::default()
    };
    for path in listed(root) {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if let Some(role) = role_of(&name) {
            found.take(path, role);
        } else if is_compose(&name) {
            found.compose.extend(yaml(&path));
        }
    }
    for path in of_compose(root, &found.compose) {
        let known = |file: &EnvFile| is_same(&file.path, &path);
        if path.is_file() && !found.env_files.iter().any(known) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            // `.env` of another folder is no layer of this one's schema.
            let role = role_of(&name).filter(|role| *role == Role::Template);
            found.take(path, role.unwrap_or(Role::Other));
        }
    }
    let workflows = listed(&root.join(".github/workflows"));
    let yaml_files = workflows
        .iter()
        .filter(|path| has_extension(path, &["yml", "yaml"]));
    found.workflows = yaml_files.filter_map(|path| yaml(path).ok()).collect();
    found
}

/// The files of one folder, sorted; links are followed, as `.env` may be one.
fn listed(folder: &Path) -> Vec<PathBuf> {
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

/// The env files that Compose gives to the project's own services.
fn of_compose(root: &Path, compose: &[YamlFile]) -> Vec<PathBuf> {
    let stated = compose
        .iter()
        .flat_map(|file| compose::env_files(&file.text));
    stated
        .map(|path| root.join(path.strip_prefix("./").unwrap_or(&path)))
        .collect()
}

fn is_same(one: &Path, other: &Path) -> bool {
    let one = fs::canonicalize(one).ok();
    one.is_some() && one == fs::canonicalize(other).ok()
}

/// What an env file of this name is; `None` where it is none.
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

fn yaml(path: &Path) -> io::Result<YamlFile> {
    let text = read::read(path)?;
    let text = std::str::from_utf8(&text).map_err(|_| io::ErrorKind::InvalidData)?;
    Ok(YamlFile {
        shown: ShownPath::found(path),
        text: text.to_owned(),
    })
}
