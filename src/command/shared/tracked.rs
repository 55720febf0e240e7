//! Files of the run that git tracks: a real value in one of them is in every clone.

use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use memchr::memmem;

use crate::core::binding::Provenance;
use crate::core::message::{Message, Place, ShownPath};
use crate::core::name::{EnvName, Label};
use crate::core::report::Problem;
use crate::core::secret::SecretValue;
use crate::core::walk::{absolute, seen_from};
use crate::env::host::{self, HostEnv};
use crate::env::layers::Loaded;
use crate::env::plan;
use crate::git::Repository;
use crate::schema::fake;
use crate::schema::formats::is_placeholder;
use crate::schema::model::Date;
use crate::schema::token::LiveKeys;
use crate::session::Session;

/// An env file of the run, or a file that holds one value.
pub(crate) struct ValueFile {
    /// The file itself, whatever links lead to it.
    pub(crate) real: PathBuf,
    shown: ShownPath,
    /// The secrets with a real value in it, and where.
    keys: Vec<(EnvName, Place)>,
}

/// The work tree that a folder is in. Without a repository above, git is not asked.
pub(crate) struct WorkTree<'a> {
    env: &'a HostEnv,
    repository: Repository,
    top: PathBuf,
}

impl<'a> WorkTree<'a> {
    pub(crate) fn around(env: &'a HostEnv, folder: &Path) -> Option<Self> {
        let has_repository = |folder: &Path| folder.join(".git").symlink_metadata().is_ok();
        if env.get("GIT_DIR").is_none() && !folder.ancestors().any(has_repository) {
            return None;
        }
        let repository = Repository::find(env, folder).ok()?;
        let top = repository.top.as_ref()?.canonicalize().ok()?;
        Some(Self {
            env,
            repository,
            top,
        })
    }

    /// Whether git tracks a file, there or not.
    pub(crate) fn tracks(&self, real: &Path) -> bool {
        let within = real.strip_prefix(&self.top);
        within.is_ok_and(|within| self.repository.git(self.env).tracks(within))
    }

    /// Whether `git add` would take a file that it does not track.
    pub(crate) fn would_add(&self, real: &Path) -> bool {
        real.strip_prefix(&self.top).is_ok_and(|within| {
            let path = within.as_os_str().as_bytes().to_vec();
            let git = self.repository.git(self.env);
            git.ignored([path]).is_empty()
        })
    }
}

impl ValueFile {
    /// How to make git forget it. For a link, git tracks the target.
    fn untrack(&self) -> Message {
        if self.shown.hidden().is_some() || Path::new(self.shown.as_str()).is_symlink() {
            message!("run `git rm --cached` on it")
        } else {
            message!("run `git rm --cached {}`", self.shown)
        }
    }
}

/// The command that reports them, which decides their codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum For {
    Check,
    Scan,
}

/// The files that values were read from, without those that hold only fakes by intent.
pub(crate) fn value_files(session: &Session<'_>, loaded: &Loaded) -> Vec<ValueFile> {
    let mut files = Vec::new();
    for (path, shown) in session.files().map(|file| (&file.path, &file.shown)) {
        let Ok(real) = path.canonicalize() else {
            continue;
        };
        let mut text = loaded.texts.iter().filter(|text| text.path == *shown);
        let text = text.next().map_or(&[][..], |text| text.bytes.as_slice());
        if is_for_fakes(session, &real) {
            continue;
        }
        let is_in = |key: &EnvName, value| is_real(session, key, value) && holds(text, value);
        let layers = loaded
            .bindings
            .iter()
            .filter_map(|it| match &it.provenance {
                Provenance::File { place } if place.path == *shown => {
                    Some((&it.key, &it.value, place.clone()))
                }
                _ => None,
            });
        let earlier = loaded.bindings.superseded().iter();
        let earlier = earlier.map(|(key, value)| (key, value, Place::file(shown)));
        let keys = layers
            .chain(earlier)
            .filter(|(key, value, _)| is_in(key, value));
        let mut keys: Vec<_> = keys.map(|(key, _, place)| (key.clone(), place)).collect();
        keys.dedup_by(|one, other| one.0 == other.0);
        let shown = shown.clone();
        files.push(ValueFile { real, shown, keys });
    }
    for it in loaded.bindings.iter() {
        let Provenance::SecretFile { path } = &it.provenance else {
            continue;
        };
        let Ok(real) = Path::new(path.as_str()).canonicalize() else {
            continue;
        };
        let (key, shown) = (it.key.clone(), path.clone());
        let keys = is_real(session, &key, &it.value).then(|| (key, Place::file(&shown)));
        let keys = keys.into_iter().collect();
        files.push(ValueFile { real, shown, keys });
    }
    files
}

/// Whether only profiles that refuse live keys name a file.
fn is_for_fakes(session: &Session<'_>, real: &Path) -> bool {
    let is_named = |profile: Option<&Label>| {
        let files = plan::env_files(&session.schema, session.root(), profile, &[]);
        files
            .iter()
            .any(|file| file.path.canonicalize().is_ok_and(|path| path == real))
    };
    let mut profiles = session.schema.profiles.iter();
    let named: Vec<bool> = profiles
        .by_ref()
        .filter(|(label, _)| is_named(Some(label)))
        .map(|(_, profile)| profile.forbid_live_keys)
        .collect();
    !named.is_empty() && named.iter().all(|forbids| *forbids) && !is_named(None)
}

/// Whether a value is a secret's, and neither a placeholder nor a fake.
pub(crate) fn is_real(session: &Session<'_>, key: &EnvName, value: &SecretValue) -> bool {
    let rule = session.schema.rules.get(key);
    let Some(rule) = rule.filter(|rule| rule.is_secret()) else {
        return false;
    };
    let bytes = value.expose();
    let is_made_up = |text: Option<&str>| text.is_some_and(|text| text.as_bytes() == bytes);
    let fake = |live_keys| fake::fake(rule, live_keys, &host::path_kind);
    !value.is_blank()
        && !is_placeholder(bytes)
        && !is_made_up(rule.example.as_deref())
        && !is_made_up(fake(LiveKeys::Allow).as_deref())
        && !is_made_up(fake(LiveKeys::Forbid).as_deref())
}

/// Whether a text holds a value, and not only a reference to it. Quotes and escapes
/// change some bytes; the pieces between them must be there.
fn holds(text: &[u8], value: &SecretValue) -> bool {
    let is_escaped = |byte: &u8| byte.is_ascii_control() || b"\\\"'$`".contains(byte);
    let mut pieces = value.expose().split(is_escaped);
    pieces.all(|piece| memmem::find(text, piece).is_some())
}

/// The problems of those that git tracks, less those that `[[allow]]` accepts.
pub(crate) fn problems(
    session: &Session<'_>,
    files: &[ValueFile],
    reporter: For,
    is_tracked: impl Fn(&Path) -> bool,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    let root = Path::new(".")
        .join(session.root())
        .canonicalize()
        .unwrap_or_default();
    for file in files.iter().filter(|file| is_tracked(&file.real)) {
        let path = seen_from(&root, &absolute(&root, &file.real));
        let path = path.as_os_str().as_bytes();
        let is_allowed = |key| is_allowed(session, Some(path), key);
        for (key, place) in &file.keys {
            if !is_allowed(Some(key)) {
                let what = message!("git tracks this file, so the value is in every clone");
                let problem = match reporter {
                    For::Check => Problem::error("tracked", what),
                    For::Scan => Problem::error("scan.tracked", what),
                };
                let hint = message!(
                    "replace the key at its provider, then {}, ignore it, and look at the history: see `secrun help committed-env`",
                    file.untrack()
                );
                problems.push(problem.about(key).at(place.clone()).hint(hint));
            }
        }
        if file.keys.is_empty() && !is_allowed(None) {
            let what = message!("git tracks this file, and it may get the value of a secret");
            let problem = match reporter {
                For::Check => Problem::warning("tracked", what),
                For::Scan => Problem::warning("scan.tracked", what),
            };
            let hint = message!("{}, and ignore it", file.untrack());
            problems.push(problem.at(Place::file(&file.shown)).hint(hint));
        }
    }
    problems
}

/// Whether `[[allow]]` accepts the value of a key in a file of the schema's folder.
pub(crate) fn is_allowed(
    session: &Session<'_>,
    path: Option<&[u8]>,
    key: Option<&EnvName>,
) -> bool {
    let today = today();
    let mut rules = session.schema.allow.iter();
    rules.any(|rule| !rule.has_expired(today) && rule.covers(path, key))
}

/// The day by which `[[allow]]` entries expire.
pub(crate) fn today() -> Date {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    Date::of_unix_time(now.map_or(0, |now| now.as_secs()))
}
