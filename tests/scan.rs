//! `secrun scan` in repositories of the real git.

/// A repository to be searched.
mod ground;
/// git hooks, and pre-commit.
mod hooks;
/// What is there to make a search stumble.
mod hostile;
/// Every object of a repository.
mod history;
/// Messages, standard input, paths, home folders, images.
mod places;
/// Ranges of commits, and what is pushed.
mod range;
/// The index.
mod staged;
/// The work tree.
mod tree;
