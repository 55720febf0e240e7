//! `examples/crew`: a program without keys that starts agents through secrun.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::case::{Case, finish};
use crate::python;

/// A copy of the example, with `secrun` on its `PATH` and a key in its host
/// environment that no agent may see.
fn crew(script: &str) -> Option<std::process::Output> {
    let python = python::with_module("json")?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/crew");
    let mut case = Case::new().file("bin/keep", "");
    for file in ["secrun.toml", "fakes.env", "crew.py", "agent.py"] {
        case = case.file(file, fs::read(root.join(file)).unwrap());
    }
    symlink(env!("CARGO_BIN_EXE_secrun"), case.path().join("bin/secrun")).unwrap();
    let mut command = Command::new(python);
    let path = std::env::var("PATH").unwrap();
    command
        .args(["-c", script])
        .current_dir(case.path())
        .env_clear()
        .env("PATH", format!("{}/bin:{path}", case.path().display()))
        .env("HOST_API_KEY", "test-not-a-real-key")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    Some(finish(command, b""))
}

#[test]
fn each_agent_sees_the_keys_of_its_scope() {
    let Some(output) = crew("import crew; crew.main()") else {
        return;
    };
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "researcher: OPENAI_API_KEY, SERPER_API_KEY\n\
         coder: GIT_READ_TOKEN, OPENAI_API_KEY\n\
         writer: OPENAI_API_KEY\n\
         done: describe: done: write a test for: done: what does the environment of an agent hold?\n"
    );
}

#[test]
fn an_agent_of_an_unknown_scope_never_starts() {
    let script =
        "import crew\ntry: crew.ask('admin', 'x')\nexcept RuntimeError as error: print(error)";
    let Some(output) = crew(script) else { return };
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("no such scope in the schema"), "{told}");
    assert!(
        String::from_utf8(output.stdout)
            .unwrap()
            .starts_with("secrun refused")
    );
}
