//! The Python that tests use: `SECRUN_TEST_PYTHON`, or `python3`.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A Python that has this module, by its full path: tests clear PATH. Without
/// one the test that asks has nothing to run; in CI (`CI=true`) that is a
/// failure.
pub(crate) fn with_module(module: &str) -> Option<String> {
    let python = with_optional_module(module);
    assert!(
        python.is_some() || std::env::var("CI").as_deref() != Ok("true"),
        "there is no Python with {module}, and CI must run this test"
    );
    python
}

/// A Python that has this module, which no CI need have.
pub(crate) fn with_optional_module(module: &str) -> Option<String> {
    let python = std::env::var("SECRUN_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let program = format!("import sys, {module}; print(sys.executable)");
    let found = Command::new(&python).args(["-c", &program]).output();
    let found = found.ok().filter(|output| output.status.success());
    if found.is_none() {
        eprintln!("not run: {python} has no {module}");
    }
    let path = String::from_utf8(found?.stdout).ok()?;
    Some(path.trim().to_owned())
}

/// A program that was installed into the Python that tests use. Where it is
/// missing the test has nothing to run; in CI that is a failure.
pub(crate) fn program(name: &str) -> Option<PathBuf> {
    let python = with_module("sysconfig")?;
    let mut command = Command::new(python);
    command.args([
        "-c",
        "import sysconfig; print(sysconfig.get_path('scripts'))",
    ]);
    let folder = String::from_utf8(command.output().unwrap().stdout).unwrap();
    let path = Path::new(folder.trim()).join(name);
    if path.is_file() {
        return Some(path);
    }
    assert_ne!(
        std::env::var("CI").as_deref(),
        Ok("true"),
        "there is no {name}, and CI must run this test"
    );
    eprintln!("not run: there is no {name}");
    None
}
