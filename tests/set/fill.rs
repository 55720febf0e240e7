//! `check --fill`: every missing key is asked for.

use super::{case, text};
use crate::case::{CANARY, Case, assert_no_canary};
use crate::supervise::console::Console;

const SCHEMA: &str = "[owners.ml-platform]\ncontact = \"#ml-platform\"\n\
    [secrets]\n\
    Z_TOKEN = { description = \"Read token for the docs repo\", owner = \"ml-platform\", docs = \"https://example.com/keys\" }\n\
    A_KEY = { min_length = 8 }\n\
    ON_HOST = {}\nIN_FILE = {}\nOPTIONAL = { required = false }\nIN_PROD = { required_in = [\"prod\"] }\n\
    [settings]\nPORT = { type = \"port\" }\nLEVEL = { type = \"int\", default = 1 }\n\
    [profiles.prod]\n";

const END: &str = "(not shown; Enter skips, Ctrl-D quits): ";

fn filling(words: &[&str]) -> Case {
    Case::with_schema(SCHEMA)
        .file(".env", "# mine\nIN_FILE=x\nA_KEY=\n")
        .host("ON_HOST", "x")
        .args(["check", "--fill"])
        .args(words.iter().copied())
}

fn file(console: &Console) -> String {
    std::fs::read_to_string(console.path().join(".env")).unwrap()
}

#[test]
fn what_is_missing_is_asked_for_in_the_order_of_the_schema() {
    let mut console = Console::start(filling(&[]));
    let seen = console.wait_for(END).replace('\r', "");
    assert_eq!(
        seen,
        format!(
            "\nZ_TOKEN (1 of 3), for .env\n  Read token for the docs repo\n  get it at https://example.com/keys\n  \
             ask `ml-platform`: #ml-platform\n  secret, required, type string, owner `ml-platform`\nZ_TOKEN {END}"
        )
    );
    console.keys(&format!("{CANARY}\r"));
    let mut all = console.wait_for(&format!("A_KEY {END}"));
    assert!(
        all.contains("set Z_TOKEN in .env:4: 26 characters, sha256:61b052b6"),
        "{all}"
    );
    assert!(all.contains("A_KEY (2 of 3), for .env"), "{all}");
    console.keys("short\r");
    all.push_str(&console.wait_for(&format!("A_KEY {END}")));
    assert!(all.contains("A_KEY: shorter than 8 characters"), "{all}");
    console.keys("test-not-a-real-key\r");
    all.push_str(&console.wait_for(&format!("PORT {END}")));
    console.keys("8080\r");
    let status = console.end();
    all.push_str(&console.rest());
    assert_no_canary(all.as_bytes(), "the terminal");
    assert_eq!(status.code(), Some(0), "{all}");
    assert!(all.contains("set 3 of 3 missing keys"), "{all}");
    assert_eq!(
        file(&console),
        format!(
            "# mine\nIN_FILE=x\nA_KEY='test-not-a-real-key'\nZ_TOKEN='{CANARY}'\nPORT='8080'\n"
        )
    );
}

#[test]
fn who_skips_or_quits_keeps_what_is_done() {
    let mut console = Console::start(filling(&["--profile", "prod"]));
    console.wait_for(&format!("Z_TOKEN {END}"));
    console.keys("\r");
    console.wait_for(&format!("A_KEY {END}"));
    console.keys("test-not-a-real-key\r");
    console.wait_for(&format!("IN_PROD {END}"));
    console.keys("\u{4}");
    assert_eq!(console.end().code(), Some(1));
    let rest = console.rest();
    assert!(rest.contains("set 1 of 4 missing keys"), "{rest}");
    assert!(
        rest.contains("Z_TOKEN: missing: Read token for the docs repo"),
        "{rest}"
    );
    assert_eq!(
        file(&console),
        "# mine\nIN_FILE=x\nA_KEY='test-not-a-real-key'\n"
    );
    assert!(console.is_cooked());
}

#[test]
fn ctrl_c_ends_it_and_keeps_what_is_done() {
    let mut console = Console::start(filling(&[]));
    console.wait_for(&format!("Z_TOKEN {END}"));
    console.keys("test-not-a-real-key\r");
    console.wait_for(&format!("A_KEY {END}"));
    console.keys("half\u{3}");
    assert!(console.end().code().is_none_or(|status| status == 130));
    assert!(console.is_cooked());
    assert!(file(&console).ends_with("Z_TOKEN='test-not-a-real-key'\n"));
}

#[test]
fn a_file_that_must_be_there_is_made() {
    let schema = format!("[env]\nfiles = [{{ path = \".env\", required = true }}]\n{SCHEMA}");
    let case = Case::with_schema(&schema).args(["check", "--fill", "-q"]);
    let mut console = Console::start(case.host("ON_HOST", "x"));
    console.wait_for(&format!("Z_TOKEN {END}"));
    console.keys("test-not-a-real-key\r");
    console.wait_for(&format!("A_KEY {END}"));
    console.keys("\u{4}");
    assert_eq!(console.end().code(), Some(1));
    assert_eq!(file(&console), "Z_TOKEN='test-not-a-real-key'\n");
}

#[test]
fn without_a_terminal_nobody_is_asked() {
    let case = filling(&[]);
    case.output()
        .status(2)
        .stdout("")
        .tells("secrun: error: standard input is not a terminal");
    assert_eq!(text(&case, ".env"), "# mine\nIN_FILE=x\nA_KEY=\n");
}

#[test]
fn where_nothing_is_missing_it_is_a_check() {
    let full = case(&["check", "--fill"]).file(".env", "API_KEY=test-not-a-real-key\n");
    let mut console = Console::start(full);
    assert_eq!(console.end().code(), Some(0));
    let seen = console.rest();
    assert!(seen.contains("no required key is missing"), "{seen}");
    assert!(seen.contains("3 keys checked"), "{seen}");
}
