//! The places to search: those that the arguments name, or the work tree.

use std::ffi::OsStr;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::command::scan::args::{Args, Place};
use crate::core::message::ShownPath;
use crate::core::read::ReadError;
use crate::core::report::{Failure, Problem, Stage};
use crate::core::walk::absolute;
use crate::env::host::{Host, Stream};
use crate::error::Error;
use crate::git::{self, Cleanup, Git, NoAnswer, Range, Repository};
use crate::scan::Surface;
use crate::scan::cache::{Cache, CacheKind};
use crate::scan::surface::{self, Coverage, Results, Search};

/// No push has more lines than fit into so many bytes.
const MOST_BYTES: u64 = 1 << 22;

/// Everything that decides which surfaces are searched.
pub(super) struct Surfaces<'a> {
    pub(super) args: &'a Args,
    pub(super) host: &'a Host,
    pub(super) cwd: &'a Path,
    /// The schema's folder, as it was found.
    pub(super) root: &'a Path,
    pub(super) repository: Option<&'a Repository>,
}

impl Surfaces<'_> {
    /// Searches all of them.
    pub(super) fn search(&self, search: Search<'_>) -> Result<Results, Error> {
        let args = self.args;
        for path in args.paths.iter().chain(&args.image) {
            self.refuse_a_slip(path)?;
        }
        let mut results = Results::default();
        for place in args.places() {
            results.add(match place {
                Place::WorkTree => self.tree(search)?,
                Place::Index => self.staged(search)?,
                Place::History => self.history(search)?,
                Place::Range(range) => self.range(search, range)?,
                Place::Pushed => self.pushed(search)?,
                Place::Message(path) => self.message(search, path)?,
                Place::Paths => self.given(search),
                Place::Image(path) => surface::image(search, &absolute(self.cwd, path)),
                Place::Home(folder) => self.home(search, folder)?,
            });
        }
        Ok(results)
    }

    /// A path that looks like a value, and that does not exist, was not meant as a
    /// path: no message may show it.
    fn refuse_a_slip(&self, path: &Path) -> Result<(), Error> {
        let shown = ShownPath::typed_in(path, "the path to search");
        match absolute(self.cwd, path).symlink_metadata() {
            Err(error) if shown.hidden().is_some() => Err(ReadError::new(&shown, &error).into()),
            _ => Ok(()),
        }
    }

    /// git in the repository.
    fn git(&self) -> Result<(Git<'_>, &Repository), Error> {
        let repository = self.repository.ok_or_else(no_repository)?;
        Ok((repository.git(&self.host.env), repository))
    }

    fn tree(&self, search: Search<'_>) -> Result<Results, Error> {
        let coverage = if self.args.all {
            Coverage::All
        } else {
            Coverage::Visible
        };
        let Some(repository) = self.repository else {
            let mut above = self.cwd.ancestors();
            if above.any(|folder| folder.join(".git").symlink_metadata().is_ok()) {
                return Err(no_answer(NoAnswer).into());
            }
            let root = absolute(self.cwd, self.root);
            let within = self.cwd.starts_with(&root);
            let root = if within { &root } else { self.cwd };
            return Ok(surface::tree(search, root, coverage));
        };
        if repository.top.is_none() && coverage == Coverage::Visible {
            return Err(bare().into());
        }
        let env = &self.host.env;
        let mut results =
            surface::repository(search, repository, env, coverage).map_err(no_answer)?;
        let names = repository.git(env).refs().map_err(no_answer)?;
        results.add(surface::refs(search, &names));
        Ok(results)
    }

    fn staged(&self, search: Search<'_>) -> Result<Results, Error> {
        let (git, repository) = self.git()?;
        let top = repository.top.as_deref().ok_or_else(bare)?;
        Ok(surface::staged(search, &git, top).map_err(no_answer)?)
    }

    fn history(&self, search: Search<'_>) -> Result<Results, Error> {
        let (git, repository) = self.git()?;
        let mut results = if let Some(since) = &self.args.since {
            let range = since.to_str().ok_or(NoAnswer);
            let range = range.and_then(|since| Range::since(&git, since));
            let range = range.map_err(|_| not_here(repository, "neither a commit nor a date"))?;
            surface::range(search, &git, repository, &range).map_err(no_answer)?
        } else {
            let sought = if self.args.patterns {
                CacheKind::ValuesAndTokens
            } else {
                CacheKind::Values
            };
            let cache = Cache::open(&self.host.env, &repository.common, search.searcher, sought);
            surface::history(search, &git, repository, cache.as_ref()).map_err(no_answer)?
        };
        results.add(surface::refs(search, &git.refs().map_err(no_answer)?));
        self.show_from_the_top(&mut results, repository);
        Ok(results)
    }

    fn range(&self, search: Search<'_>, range: &OsStr) -> Result<Results, Error> {
        let (git, repository) = self.git()?;
        let range = range.to_str().ok_or(NoAnswer);
        let range = range.and_then(|range| Range::parse(&git, range));
        let range = range.map_err(|_| not_here(repository, "not a commit range"))?;
        let mut results = surface::range(search, &git, repository, &range).map_err(no_answer)?;
        self.show_from_the_top(&mut results, repository);
        Ok(results)
    }

    /// Searches the range that pre-commit's variables name, or else the lines that git
    /// writes for a `pre-push` hook.
    fn pushed(&self, search: Search<'_>) -> Result<Results, Error> {
        let (git, repository) = self.git()?;
        let variable = |name: &str| {
            let value = self.host.env.get(name).and_then(OsStr::to_str);
            value.filter(|value| !value.is_empty())
        };
        let remote = variable("PRE_COMMIT_REMOTE_NAME");
        let wrong = |_| not_here(repository, "not a list of pushed refs");
        let (range, names) = if let (Some(from), Some(to)) = (
            variable("PRE_COMMIT_FROM_REF"),
            variable("PRE_COMMIT_TO_REF"),
        ) {
            let range = Range::parse(&git, &format!("{from}..{to}")).map_err(wrong)?;
            (range, Vec::new())
        } else if let Some(branch) = variable("PRE_COMMIT_LOCAL_BRANCH") {
            // All of a branch without anything in common with the remote.
            let id = git.commit(branch).map_err(wrong)?;
            (Range::new_to(&[id], remote), Vec::new())
        } else {
            let lines = lines(self.host)?;
            // git runs the hook also when there is nothing to push.
            if lines.is_empty() && self.host.env.get("GIT_EXEC_PATH").is_none() {
                return Err(nothing_pushed().into());
            }
            git::pushed(&git, &lines, remote).map_err(wrong)?
        };
        let branch = variable("PRE_COMMIT_REMOTE_BRANCH").map(|name| name.as_bytes().to_vec());
        let names: Vec<Vec<u8>> = names.into_iter().chain(branch).collect();
        let mut results = surface::refs(search, &names);
        results.add(surface::range(search, &git, repository, &range).map_err(no_answer)?);
        self.show_from_the_top(&mut results, repository);
        Ok(results)
    }

    /// Paths in history are relative to the top of the work tree.
    fn show_from_the_top(&self, results: &mut Results, repository: &Repository) {
        results.place_in(repository.top.as_deref().unwrap_or(self.cwd));
    }

    fn message(&self, search: Search<'_>, path: &Path) -> Result<Results, Error> {
        // Without an editor git keeps comments; it tells its hooks through `GIT_EDITOR`.
        let edited = self.host.env.get("GIT_EDITOR").is_none_or(|it| it != ":");
        let (mark, cleanup) = match self.git() {
            Ok((git, _)) => git.message_rules(edited),
            Err(_) => (b"#".to_vec(), Cleanup::Strip),
        };
        let whole = absolute(self.cwd, path);
        let shown = ShownPath::typed_in(path, "the path in `--message`");
        let bytes = path.as_os_str().as_encoded_bytes();
        let shown = if search.searcher.redact(bytes) == bytes {
            shown
        } else {
            ShownPath::secret()
        };
        Ok(surface::message(search, &whole, &shown, (&mark, cleanup))?)
    }

    fn given(&self, search: Search<'_>) -> Results {
        let is_stdin = |path: &&PathBuf| path.as_os_str() == "-";
        let (stdin, files): (Vec<&PathBuf>, Vec<&PathBuf>) =
            self.args.paths.iter().partition(is_stdin);
        let mut results = Results::default();
        if !files.is_empty() {
            let files = files.into_iter().map(|path| absolute(self.cwd, path));
            let files: Vec<PathBuf> = files.collect();
            results.add(surface::paths(search, &files, Surface::Given));
        }
        if !stdin.is_empty() {
            results.add(surface::stdin(search));
        }
        results
    }

    fn home(&self, search: Search<'_>, folder: Option<&Path>) -> Result<Results, Error> {
        let env = &self.host.env;
        let folder = if let Some(folder) = folder {
            absolute(self.cwd, folder)
        } else {
            let home = env.get("HOME").map(PathBuf::from);
            home.filter(|home| home.is_absolute()).ok_or_else(|| {
                Failure::usage("`HOME` is not a folder", "name the folder after `--home`")
            })?
        };
        if !folder.is_dir() {
            return Err(Failure::usage("`--home` does not name a folder", "check the path").into());
        }
        Ok(surface::home(search, &folder, env))
    }
}

/// The input of a `pre-push` hook: a line for each ref.
fn lines(host: &Host) -> Result<Vec<u8>, Error> {
    if host.is_terminal(Stream::Stdin) {
        return Err(wrong_range("no pushed refs on standard input").into());
    }
    let mut lines = Vec::new();
    let read = io::stdin().lock().take(MOST_BYTES).read_to_end(&mut lines);
    read.map_err(|_| wrong_range("no pushed refs on standard input"))?;
    if lines.len() as u64 == MOST_BYTES {
        return Err(wrong_range("too many pushed refs on standard input").into());
    }
    Ok(lines)
}

fn wrong_range(what: &'static str) -> Box<Failure> {
    Failure::usage(what, "see `secrun scan --help`")
}

/// A name that is no commit of this clone.
fn not_here(repository: &Repository, what: &'static str) -> Box<Failure> {
    if repository.border().is_empty() {
        return wrong_range(what);
    }
    Failure::usage(
        what,
        "the clone is shallow: run `git fetch --unshallow`, or set `fetch-depth: 0` in `actions/checkout`",
    )
}

fn nothing_pushed() -> Box<Failure> {
    Failure::usage(
        "no pushed refs: pre-commit's variables are not set, and standard input is empty",
        "use it in a pre-push hook, or name the commits with `--range A..B`",
    )
}

fn no_repository() -> Box<Failure> {
    if git::is_given_up() {
        return no_answer(NoAnswer);
    }
    Failure::usage(
        "not in a git repository",
        "name the files and folders to search",
    )
}

fn bare() -> Box<Failure> {
    Failure::usage(
        "a bare repository has neither work tree nor index",
        "search `--history`",
    )
}

fn no_answer(_: NoAnswer) -> Box<Failure> {
    let what = if git::is_given_up() {
        message!("git does not answer: it may wait for a FIFO or a file server")
    } else {
        message!("git fails for this repository")
    };
    let problem = Problem::error("scan.git", what);
    let hint = "run `git status` to see why";
    problem.hint(hint).ends(Stage::Read)
}
