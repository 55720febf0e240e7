//! Ctrl-Z, `fg`, `bg`, and a background job, under a shell.

use super::console::Console;
use super::{MASK, masked};
use crate::case::Case;

/// A folder for a shell to start secrun in.
fn place(script: &str) -> Case {
    masked(&[]).file("job", script)
}

const JOB: &str = "$SECRUN -q --mask -- sh job";

fn run(console: &mut Console, line: &str) {
    console.keys(line);
    console.keys("\r");
    // The echo of what was typed.
    console.wait_for("\r\n");
}

#[test]
fn ctrl_z_stops_both_and_fg_wakes_both() {
    let case =
        place("echo \"ready $API_KEY\"; read -r line; echo \"<$line>\"; read -r line; exit 5");
    let mut console = Console::shell(case);
    run(&mut console, JOB);
    console.wait_for(&format!("ready {MASK}\r\n"));
    for round in ["one", "two"] {
        console.keys("\x1a");
        console.wait_for("prompt> ");
        assert!(console.is_cooked() || round == "two", "{round}");
        run(&mut console, "echo \"shell $((20+22))\"");
        console.wait_for("shell 42\r\nprompt> ");
        run(&mut console, "fg");
        console.wait_for("sh job\r\n");
        console.keys(&format!("{round}\r"));
        if round == "one" {
            console.wait_for("<one>\r\n");
        }
    }
    console.wait_for("prompt> ");
    run(&mut console, "echo \"status $?\"");
    console.wait_for("status 5\r\n");
    run(&mut console, "exit");
    console.end();
}

/// The program gets a terminal that works on lines, whatever the shell's editor left.
#[test]
fn a_background_job_runs_and_prints() {
    let case = place("echo \"from behind $API_KEY\"; exit 3");
    let mut console = Console::shell(case);
    run(
        &mut console,
        &format!("{JOB} & wait $!; echo \"status $?\""),
    );
    console.wait_for(&format!("from behind {MASK}\r\n"));
    console.wait_for("status 3\r\n");
}

#[test]
fn a_background_job_that_reads_stops_until_fg() {
    let case = place("echo ready; read -r line; echo \"<$line>\"; exit 6");
    let mut console = Console::shell(case);
    run(&mut console, &format!("{JOB} &"));
    console.wait_for("ready\r\n");
    // The shell tells of stopped jobs before a prompt.
    let mut told = String::new();
    while !told.contains("Stopped") {
        run(&mut console, "jobs");
        told = console.wait_for("prompt> ");
    }
    run(&mut console, "fg");
    console.wait_for("sh job\r\n");
    console.keys("line\r");
    console.wait_for("<line>\r\n");
    console.wait_for("prompt> ");
    run(&mut console, "echo \"status $?\"");
    console.wait_for("status 6\r\n");
}

/// The loop of a shell ends with the program that Ctrl-C ended.
#[test]
fn ctrl_c_ends_a_loop_of_the_shell() {
    let case = place("echo ready; exec sleep 60")
        .file("loop", format!("while :; do {JOB}; echo again; done\n"));
    let mut console = Console::shell(case);
    run(&mut console, "sh loop; echo \"status $?\"");
    console.wait_for("ready\r\n");
    console.keys("\x03");
    let shown = console.wait_for("prompt> ");
    assert!(!shown.contains("again"), "{shown}");
}

/// A pipeline stops and goes on as a whole. The job starts no program of its
/// own: a shell that is stopped within vfork(2) hangs with or without secrun.
#[test]
fn ctrl_z_stops_a_pipeline() {
    let case = place("echo ready; while ! test -e go; do :; done; echo done");
    let mut console = Console::shell(case);
    run(&mut console, &format!("{JOB} | cat"));
    console.wait_for("ready\r\n");
    console.keys("\x1a");
    console.wait_for("prompt> ");
    std::fs::write(console.path().join("go"), "").unwrap();
    run(&mut console, "echo quiet");
    assert!(!console.wait_for("prompt> ").contains("done"));
    run(&mut console, "fg");
    console.wait_for("done\r\n");
    console.wait_for("prompt> ");
}
