//! A profile that forbids live keys refuses them in any length and any text,
//! and lets fakes pass.

use crate::case::{CANARY, Case};

fn case(value: &str) -> Case {
    Case::with_schema(
        "[secrets]\nA_KEY = { format = \"openai\" }\n[profiles.test]\nlive_keys = \"forbid\"\n",
    )
    .file(".env", format!("A_KEY='{value}'\n"))
    .args(["--profile", "test", "--", "true"])
}

/// What only keys of the provider begin with; the rest is the canary.
fn live(parts: [&str; 2]) -> String {
    format!("{}{CANARY}", parts.concat())
}

#[test]
fn a_live_key_of_an_unknown_length_or_in_other_text_is_refused() {
    for (value, form) in [
        (live(["sk-", "proj-"]), "openai"),
        (live(["sk-ant-", "api03-"]), "anthropic"),
        (live(["sk_", "live_"]), "stripe"),
        (live(["rk_", "live_"]), "stripe"),
        (format!("Bearer {}", live(["sk_", "live_"])), "stripe"),
        (
            format!("{{\"token\": \"{}\"}}", live(["gh", "p_"])),
            "github",
        ),
        (
            format!("https://x:{}@git.internal/a", live(["github_", "pat_"])),
            "github",
        ),
    ] {
        let refused = format!(
            "secrun: error: .env:1:1: A_KEY: a live key of the format `{form}`, which this profile forbids"
        );
        case(&value).output().status(125).tells(&refused);
    }
}

#[test]
fn a_fake_passes() {
    for value in [
        "sk-test-not-a-real-key",
        "sk-proj-xxxxxxxxxxxxxxxxxxxxxxxx",
        "sk-fake-key-for-tests-of-ours",
        "sk-...",
        "your-key-here",
        "Bearer sk-test-not-a-real-key",
    ] {
        case(value).output().status(0);
    }
}
