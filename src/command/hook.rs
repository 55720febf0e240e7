//! `secrun hook`: puts secrun into a hook of plain git, and takes it out.

use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use clap::ValueEnum;

use crate::command::shared::choices::one_of;
use crate::core::message::{Message, Place, ShownPath};
use crate::core::read::{self, ReadError};
use crate::core::report::{Failure, Problem, Stage};
use crate::core::write::{self, Target, WriteError};
use crate::error::Error;
use crate::exit::Exit;
use crate::git::hook::{self, Hook, Manager};
use crate::git::{self, Repository};
use crate::schema::model::SCHEMA_FILE;
use crate::session::Context;
use crate::session::project;

/// Install or uninstall git hooks that run check and scan
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What to do
    #[arg(value_name = "ACTION")]
    pub(crate) action: Action,
    /// The git hook
    #[arg(value_name = "HOOK", default_value = "pre-commit", value_parser = one_of(&Hook::ALL, Hook::name))]
    pub(crate) hook: Hook,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Action {
    Install,
    Uninstall,
}

/// Installs or uninstalls.
pub(crate) fn hook(context: &Context<'_>, args: &Args) -> Result<Exit, Error> {
    let host = context.host;
    let folder = host.cwd.clone().unwrap_or_default();
    let repository = Repository::find(&host.env, &folder).ok();
    let repository = repository.filter(|found| found.top.is_some());
    let repository = repository.ok_or_else(|| {
        if git::is_given_up() {
            let what = "git does not answer: it may wait for a FIFO or a file server";
            return Failure::usage(what, "run `git status` to see why");
        }
        let what = "not in the work tree of a git repository";
        Failure::usage(what, "run `git init` first")
    })?;
    let hooks = repository.hooks(&host.env);
    let path = hooks.join(args.hook.name());
    let done = match args.action {
        Action::Install => {
            let schema = schema_from_top(context, &repository)?;
            install(args.hook, &repository, &hooks, schema.as_deref())?
        }
        Action::Uninstall => uninstall(&path)?,
    };
    let shown = ShownPath::typed(&path);
    context.ui.note(|_| format!("{done} {shown}\n"))?;
    Ok(Exit::Clean)
}

/// The schema's path relative to the top of the work tree, where git runs its
/// hooks; `None` if secrun finds it from there.
fn schema_from_top(
    context: &Context<'_>,
    repository: &Repository,
) -> Result<Option<String>, Error> {
    let Context { options, host, .. } = context;
    let project = project::open(options.schema.as_deref(), host)?;
    let path = Path::new(project.schema().as_str()).canonicalize();
    let top = repository.top.as_ref().map(|top| top.canonicalize());
    let (Ok(path), Some(Ok(top))) = (path, top) else {
        return Ok(None);
    };
    let relative = path.strip_prefix(&top).unwrap_or(&path);
    if relative == Path::new(SCHEMA_FILE) {
        return Ok(None);
    }
    let text = relative
        .to_str()
        .filter(|text| !text.contains(char::is_control));
    let text = text.ok_or_else(|| {
        let what = "the schema's path cannot be written into a hook";
        Failure::usage(what, "move the schema")
    })?;
    Ok(Some(text.to_owned()))
}

/// The hook's text, if there is a hook: all of it, because the rest is written back.
fn read(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match read::whole(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(ReadError::new(&ShownPath::typed(path), &error).into()),
    }
}

fn install(
    hook: Hook,
    repository: &Repository,
    hooks: &Path,
    schema: Option<&str>,
) -> Result<&'static str, Error> {
    let path = &hooks.join(hook.name());
    let text = read(path)?;
    if let Some(manager) = hook::manager(hooks, text.as_deref().unwrap_or_default()) {
        return Err(kept(path, manager).into());
    }
    if !repository.owns(hooks) {
        let what = message!("other repositories share the folder in `core.hooksPath`");
        let hint = "set a folder for this repository with `git config core.hooksPath .githooks`, and call the shared hooks from it";
        return Err(refused(path, what, hint).into());
    }
    if path.is_symlink() {
        let what = message!("the hook is a symbolic link");
        return Err(refused(path, what, "add `secrun check` to the file it leads to").into());
    }
    let is_own = |text: &[u8]| hook::without_block(text).is_some_and(|rest| hook::is_bare(&rest));
    if text.as_deref().is_some_and(|text| !is_own(text)) && !is_executable(path) {
        let what = message!("the hook is not executable, so git does not run it");
        return Err(refused(
            path,
            what,
            "make it executable, or remove it, and try again",
        )
        .into());
    }
    let made = hook::with_block(hook, text.as_deref(), schema);
    if text.as_deref() == Some(&*made) && is_executable(path) {
        return Ok("already installed in");
    }
    if let Err(error) = std::fs::create_dir_all(hooks) {
        return Err(unwritable(hooks, &error));
    }
    write(path, &made)?;
    make_executable(path).map_err(|error| unwritable(path, &error))?;
    Ok("installed in")
}

fn write(path: &Path, text: &[u8]) -> Result<(), Error> {
    Ok(write::write(path, text, Target::Replaceable)?)
}

fn unwritable(path: &Path, error: &io::Error) -> Error {
    Error::Write(WriteError::new(path, error))
}

fn is_executable(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o100 != 0)
}

fn make_executable(path: &Path) -> io::Result<()> {
    let mut permissions = std::fs::metadata(path)?.permissions();
    let mode = permissions.mode();
    // Everyone who can read it can also run it.
    permissions.set_mode(mode | ((mode & 0o444) >> 2));
    std::fs::set_permissions(path, permissions)
}

fn uninstall(path: &Path) -> Result<&'static str, Error> {
    let text = read(path)?.unwrap_or_default();
    let Some(rest) = hook::without_block(&text) else {
        return Ok("not installed in");
    };
    if hook::is_bare(&rest) {
        std::fs::remove_file(path).map_err(|error| unwritable(path, &error))?;
    } else {
        write(path, &rest)?;
    }
    Ok("removed from")
}

fn refused(path: &Path, what: impl Into<Message>, hint: &'static str) -> Box<Failure> {
    Problem::error("hook.kept", what)
        .at(Place::file(&ShownPath::typed(path)))
        .hint(hint)
        .ends(Stage::Output)
}

/// A hook that secrun leaves alone, and what to do instead.
fn kept(path: &Path, manager: Manager) -> Box<Failure> {
    let (what, hint) = match manager {
        Manager::PreCommit => (
            "pre-commit manages this hook",
            "add `secrun-check` and `secrun-scan` to `.pre-commit-config.yaml`",
        ),
        Manager::Husky => (
            "husky manages this hook",
            "add the line `secrun check` to `.husky/pre-commit`",
        ),
        Manager::Lefthook => (
            "lefthook manages this hook",
            "add the command `secrun check` to `lefthook.yml`",
        ),
        Manager::NotShell => (
            "the hook is not a shell script",
            "run `secrun check` from it yourself",
        ),
        Manager::ReadsItself => (
            "the hook reads its own text, which more lines would break",
            "run `secrun check` from it yourself",
        ),
    };
    refused(path, what, hint)
}
