//! `secrun scan` in repositories of the real git, and its reports.

/// What the schema accepts.
mod allow;
/// Repositories that lack objects, or have other ones.
mod damage;
/// What other programs read of the reports.
mod formats;
/// A repository to be searched.
pub(crate) mod ground;
/// Every object of a repository.
mod history;
/// git hooks, and pre-commit.
mod hooks;
/// What is there to make a search stumble.
mod hostile;
/// Everything that leaks, and what only looks like it.
pub(crate) mod leaks;
/// What looks like a token.
mod looks;
/// Messages, standard input, paths, home folders, images.
mod places;
/// Ranges of commits, and what is pushed.
mod range;
/// The index.
mod staged;
/// The work tree.
mod tree;
/// What is shown on a terminal.
mod wait;
