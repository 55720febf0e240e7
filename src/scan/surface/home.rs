//! The files of a home folder that secrets are left in.

use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use crate::env::host::HostEnv;
use crate::scan::finding::Surface;
use crate::scan::surface::paths::paths;
use crate::scan::surface::results::Results;
use crate::scan::surface::search::Search;

/// Histories, configurations and transcripts, relative to the home folder. A
/// `*` matches any part of a name; a folder stands for everything in it.
const PLACES: &[&str] = &[
    // Shells.
    ".bash_history",
    ".zsh_history",
    ".zhistory",
    ".histfile",
    ".history",
    ".sh_history",
    ".ksh_history",
    ".zsh_sessions",
    ".bash_sessions",
    ".local/share/fish/fish_history",
    ".config/fish/fish_history",
    ".config/nushell/history.txt",
    ".config/nushell/history.sqlite3",
    ".local/share/atuin",
    ".local/share/powershell/PSReadLine/ConsoleHost_history.txt",
    // Startup files of shells, where keys are exported.
    ".bashrc",
    ".bash_profile",
    ".bash_login",
    ".bash_aliases",
    ".profile",
    ".zshrc",
    ".zshenv",
    ".zprofile",
    ".zlogin",
    ".config/fish/config.fish",
    ".config/fish/fish_variables",
    ".config/environment.d",
    ".pam_environment",
    // Interpreters and clients.
    ".python_history",
    ".ipython",
    ".node_repl_history",
    ".irb_history",
    ".pry_history",
    ".psql_history",
    ".mysql_history",
    ".mariadb_history",
    ".rediscli_history",
    ".sqlite_history",
    ".mongosh",
    ".dbshell",
    ".lesshst",
    ".viminfo",
    ".local/state/nvim/shada",
    ".local/share/nvim/shada",
    ".wget-hsts",
    // Configurations.
    ".netrc",
    ".pypirc",
    ".pip/pip.conf",
    ".config/pip/pip.conf",
    ".config/pypoetry",
    ".config/uv",
    ".local/share/uv/credentials",
    ".condarc",
    ".npmrc",
    ".yarnrc",
    ".yarnrc.yml",
    ".bunfig.toml",
    ".gem/credentials",
    ".cargo/credentials",
    ".cargo/credentials.toml",
    ".docker/config.json",
    ".config/containers/auth.json",
    ".aws/config",
    ".aws/credentials",
    ".aws/cli/cache",
    ".azure",
    ".config/gcloud",
    ".kube/config",
    ".config/gh/hosts.yml",
    ".config/hub",
    ".config/glab-cli",
    ".gitconfig",
    ".config/git",
    ".git-credentials",
    ".my.cnf",
    ".pgpass",
    ".pg_service.conf",
    ".s3cfg",
    ".boto",
    ".config/rclone/rclone.conf",
    ".terraformrc",
    ".terraform.d/credentials.tfrc.json",
    ".vault-token",
    ".cache/huggingface/token",
    ".huggingface/token",
    ".kaggle/kaggle.json",
    ".config/openai",
    ".config/litellm",
    ".jupyter",
    // Left behind by changes that were not committed.
    ".cache/pre-commit/patch*",
    // Histories of editors.
    ".config/Code/User/History",
    ".config/Code/User/settings.json",
    ".config/Code - Insiders/User/History",
    ".config/VSCodium/User/History",
    ".config/Cursor/User/History",
    ".config/Cursor/User/settings.json",
    "Library/Application Support/Code/User/History",
    "Library/Application Support/Cursor/User/History",
    ".cache/JetBrains/*/LocalHistory",
    "Library/Caches/JetBrains/*/LocalHistory",
    ".local/state/vim",
    // Transcripts of coding agents.
    ".claude",
    ".claude.json",
    ".codex",
    ".gemini",
    ".cursor",
    ".continue",
    ".config/opencode",
    ".local/share/opencode",
    ".config/goose",
    ".local/share/goose",
    ".aider.chat.history.md",
    ".aider.input.history",
    ".aider.conf.yml",
    ".config/github-copilot",
    ".config/zed",
    ".local/share/zed",
    ".config/Code/User/globalStorage",
    ".config/Code/User/workspaceStorage",
];

/// Variables that move a history elsewhere.
const VARIABLES: [&str; 7] = [
    "HISTFILE",
    "PYTHON_HISTORY",
    "NODE_REPL_HISTORY",
    "PSQL_HISTORY",
    "MYSQL_HISTFILE",
    "SQLITE_HISTORY",
    "LESSHISTFILE",
];

/// Searches the places above in a home folder. The variables count only if it
/// is the user's own.
pub(crate) fn home(search: Search<'_>, folder: &Path, env: &HostEnv) -> Results {
    let mut found: Vec<PathBuf> = Vec::new();
    for place in PLACES {
        let parts: Vec<&str> = place.split('/').collect();
        find(folder.to_owned(), &parts, &mut found);
    }
    if env
        .get("HOME")
        .is_some_and(|home| Path::new(home) == folder)
    {
        let named = VARIABLES.iter().filter_map(|name| env.get(name));
        let named = named.map(PathBuf::from);
        found.extend(named.filter(|path| path.is_absolute() && path.is_file()));
    }
    found.sort();
    found.dedup();
    paths(search, &found, Surface::Home)
}

/// Adds every path that matches the parts and exists.
fn find(at: PathBuf, parts: &[&str], found: &mut Vec<PathBuf>) {
    let Some((part, rest)) = parts.split_first() else {
        if at.symlink_metadata().is_ok() {
            found.push(at);
        }
        return;
    };
    let Some((start, end)) = part.split_once('*') else {
        return find(at.join(part), rest, found);
    };
    for entry in std::fs::read_dir(&at).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let after = name.as_bytes().strip_prefix(start.as_bytes());
        if after.is_some_and(|after| after.ends_with(end.as_bytes())) {
            find(entry.path(), rest, found);
        }
    }
}
