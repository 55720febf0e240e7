//! The rule `format`: only what cannot be a key of the provider stops a program.

use crate::case::{CANARY, Case};

const MIXED: &str = "x7Qm3Zk9Vt2Rw8Yh4Nb6Pl0Cd5Ef1Gj3Ls8T";
const HEX: &str = "9f86d081884c7d659a2feaa0c55ad0159f86d081";

fn case(rule: &str, value: &str) -> Case {
    Case::with_schema(&format!("[secrets]\nA_KEY = {rule}\n"))
        .file(".env", format!("A_KEY='{value}'\n"))
        .args(["--", "true"])
}

fn of(format: &str, value: &str) -> Case {
    case(&format!("{{ format = \"{format}\" }}"), value)
}

#[test]
fn an_older_form_passes_without_a_word() {
    for (format, value) in [
        (
            "pinecone",
            "3f2b8c1e-9d47-4a6b-8e5f-0c7d1a2b3e4f".to_owned(),
        ),
        ("vercel", MIXED[..24].to_owned()),
        ("elevenlabs", HEX[..32].to_owned()),
        ("langsmith", format!("ls_{}{}", "_", &HEX[..32])),
        ("github", HEX.to_owned()),
    ] {
        of(format, &value)
            .output()
            .status(0)
            .never("warning")
            .never("error");
    }
}

#[test]
fn a_form_that_nobody_knows_yet_is_a_warning_that_strict_counts() {
    let case = of("groq", &format!("new-{MIXED}"));
    case.output().status(0).tells(
        "secrun: warning: .env:1:1: A_KEY: does not look like a Groq key\n\
         secrun: hint: check that it is the right one; if it is, remove `format` from the schema\n",
    );
    case.again(&["check"]).status(0).says("1 warning");
    case.again(&["check", "--strict"]).status(1);
    let longer = format!("{}k_{}", "gs", MIXED.repeat(2));
    of("groq", &longer)
        .output()
        .status(0)
        .tells("A_KEY: looks like a Groq key but has an unexpected length or structure\n");
}

#[test]
fn a_key_that_is_cut_off_stops_the_program() {
    let told = "secrun: error: .env:1:1: A_KEY: looks like a GitHub token but is cut off: \
                shorter than any known one\n\
                secrun: hint: copy the whole key from the provider again\n";
    for length in [1, 8, 20, 35] {
        let cut = format!("{}p_{}", "gh", &MIXED[..length]);
        of("github", &cut).output().status(125).tells(told);
        if length >= 8 {
            case("{}", &cut).output().status(125).tells(told);
        }
    }
    let whole = format!("{}p_{MIXED}", "gh");
    for rule in ["{ format = \"github\" }", "{}"] {
        case(rule, &whole).output().status(0).never("error");
    }
    // In `check`, one problem among others.
    of("github", &format!("{}p_{}", "gh", &MIXED[..20]))
        .args_anew(["check", "--format", "json"])
        .output()
        .status(1)
        .says("\"format.cut-off\"");
}

#[test]
fn a_beginning_of_several_providers_is_judged_with_the_name() {
    let cut = format!("{}f_{}", "h", &MIXED[..20]);
    Case::with_schema("[secrets]\nHF_TOKEN = {}\n")
        .file(".env", format!("HF_TOKEN={cut}\n"))
        .args(["--", "true"])
        .output()
        .status(125)
        .tells("a Hugging Face token but is cut off");
    case("{}", &cut).output().status(0);
    // Many servers take any `sk-…`, and `OPENAI_API_KEY` is the name for all of them.
    let other = format!("{}k-{}", "s", &MIXED[..20]);
    Case::with_schema("[secrets]\nOPENAI_API_KEY = {}\n")
        .file(".env", format!("OPENAI_API_KEY={other}\n"))
        .args(["--", "true"])
        .output()
        .status(0)
        .never("cut off");
}

#[test]
fn a_made_up_value_without_a_format_is_nobodys_key() {
    for value in [
        "ghp_localdevelopment",
        "sk-ant-your-key-here",
        "sk-proj-test-key",
        "glpat-xxxxxxxx",
        "hvs.devroot",
    ] {
        case("{}", value).output().status(0).never("cut off");
    }
}

#[test]
fn what_is_certainly_another_thing_is_an_error() {
    for (value, what) in [
        ("abc".to_owned(), "not an OpenAI key\n"),
        ("your-key-here".to_owned(), "not an OpenAI key\n"),
        (format!("Bearer {CANARY}"), "not an OpenAI key\n"),
        (
            format!("https://api.internal/{CANARY}"),
            "not an OpenAI key\n",
        ),
        (
            format!("{}-ant-api03-{CANARY}", "sk"),
            "not an OpenAI key: it looks like an Anthropic key\n",
        ),
        (
            format!("{}p_{CANARY}", "gh"),
            "not an OpenAI key: it looks like a GitHub token\n",
        ),
    ] {
        of("openai", &value)
            .output()
            .status(125)
            .tells(&format!("secrun: error: .env:1:1: A_KEY: {what}"));
    }
}

/// An old `export` in a shell's profile, and a good key in the file.
#[test]
fn a_value_of_the_environment_is_blamed_on_the_environment() {
    let key = format!("{}-{}T3BlbkFJ{}", "sk", &MIXED[..20], &MIXED[8..28]);
    let case = of("openai", &key).host("A_KEY", "abc");
    case.output().status(125).tells(
        "the environment (it overrides .env:1): A_KEY: not an OpenAI key\n\
         secrun: hint: unset `A_KEY`, or pass `--override` to let files win\n",
    );
    case.again(&["--override", "--", "true"]).status(0);
}
