//! Which part of a project a file belongs to, by its path: the program itself,
//! its tests, or what stands beside it.

/// Folders of files that are run by themselves, and seldom.
const BESIDE: [&str; 19] = [
    "benchmark",
    "benchmarks",
    "bin",
    "ci",
    "demo",
    "demos",
    "dev",
    "doc",
    "docs",
    "example",
    "examples",
    "hack",
    "infra",
    "infrastructure",
    "script",
    "scripts",
    "terraform",
    "tools",
    "utilities",
];

/// A part of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Program,
    /// Documentation, examples, scripts and notebooks.
    Beside,
    Tests,
}

impl Part {
    /// The part that a file of this path belongs to.
    pub(super) fn of(path: &str) -> Self {
        if is_of_tests(path) {
            Self::Tests
        } else if is_beside(path) {
            Self::Beside
        } else {
            Self::Program
        }
    }
}

/// Whether a path is one of tests.
fn is_of_tests(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or(path);
    let folders = path.split('/');
    folders
        .into_iter()
        .any(|part| matches!(part, "tests" | "test" | "testing"))
        || file.starts_with("test_")
        || file.ends_with("_test.py")
        || matches!(file, "conftest.py" | "test.py" | "tests.py" | "testing.py")
}

/// Whether a path is one of documentation, examples or helpers, or a notebook.
/// A package of the program may have such a name, too, so only the first two
/// folders count.
fn is_beside(path: &str) -> bool {
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    let mut first = folders.split('/').take(2);
    is_notebook(path) || first.any(|folder| BESIDE.contains(&folder))
}

pub(super) fn is_notebook(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, end)| end == "ipynb")
}

/// The folder of a dotted name.
pub(super) fn folder(dotted: &str) -> &str {
    dotted.rsplit_once('.').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_shows_in_the_path() {
        for (path, part) in [
            ("app/main.py", Part::Program),
            ("scripts.py", Part::Program),
            ("src/app/core/tools/web.py", Part::Program),
            ("docs/conf.py", Part::Beside),
            ("server/scripts/seed.py", Part::Beside),
            ("a/b/c/d.ipynb", Part::Beside),
            ("app/tests/a.py", Part::Tests),
            ("app/latest.py", Part::Program),
            ("scripts/test_a.py", Part::Tests),
        ] {
            assert_eq!(Part::of(path), part, "{path}");
        }
    }
}
