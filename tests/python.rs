//! The Python that tests use: `SECRUN_TEST_PYTHON`, or `python3`.

use std::process::Command;

/// A Python that has this module. Without one the test that asks has nothing
/// to run; in CI (`CI=true`) that is a failure.
pub(crate) fn with_module(module: &str) -> Option<String> {
    let python = std::env::var("SECRUN_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let found = Command::new(&python)
        .args(["-c", &format!("import {module}")])
        .output();
    if found.is_ok_and(|output| output.status.success()) {
        return Some(python);
    }
    assert_ne!(
        std::env::var("CI").as_deref(),
        Ok("true"),
        "{python} has no {module}, and CI must run this test"
    );
    eprintln!("not run: {python} has no {module}");
    None
}

/// A Python that has this module, which no CI need have.
pub(crate) fn with_optional_module(module: &str) -> Option<String> {
    let python = std::env::var("SECRUN_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut command = Command::new(&python);
    let found = command.args(["-c", &format!("import {module}")]).output();
    if found.is_ok_and(|output| output.status.success()) {
        return Some(python);
    }
    eprintln!("not run: {python} has no {module}");
    None
}
