//! A profile that forbids live keys refuses them in any length and any text,
//! and lets fakes pass.

use crate::case::{CANARY, Case};

/// A key of this name in a profile that forbids live keys.
fn named(name: &str, value: &str) -> Case {
    let schema = "[secrets]\nNAME = {}\n[profiles.test]\nlive_keys = \"forbid\"\n";
    Case::with_schema(&schema.replace("NAME", name))
        .file(".env", format!("{name}='{value}'\n"))
        .args(["--profile", "test", "--", "true"])
}

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
        (live(["GOC", "SPX-"]), "google-client-secret"),
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

const MIXED: &str = "x7Qm3Zk9Vt2Rw8Yh4Nb6Pl0Cd5Ef1Gj3Ls8T";
const HEX: &str = "9f86d081884c7d659a2feaa0c55ad0159f86d081";
const UUID: &str = "3f2b8c1e-9d47-4a6b-8e5f-0c7d1a2b3e4f";

/// Beginnings of one provider, for which the name of the key does not matter.
#[test]
fn tokens_of_agents_services_are_refused() {
    for (value, form) in [
        (format!("tv{}-{}", "ly", &MIXED[..32]), "tavily"),
        (format!("re_{}_{}", &MIXED[..8], &MIXED[8..32]), "resend"),
        (
            format!("NR{}-{}", "AK", MIXED[..27].to_uppercase()),
            "new-relic",
        ),
        (
            format!("GOC{}-{}", "SPX", &MIXED[..28]),
            "google-client-secret",
        ),
    ] {
        let refused = format!("a live key of the format `{form}`, which this profile forbids");
        named("A_KEY", &value).output().status(125).tells(&refused);
    }
}

/// Forty hex digits are anything, and in `GITHUB_TOKEN` a token.
#[test]
fn a_form_without_a_beginning_counts_with_the_name() {
    for (name, value, form) in [
        ("PINECONE_API_KEY", UUID, "pinecone"),
        ("HEROKU_API_KEY", UUID, "heroku"),
        ("VERCEL_TOKEN", &MIXED[..24], "vercel"),
        ("ELEVENLABS_API_KEY", &HEX[..32], "elevenlabs"),
        ("OLD_GITHUB_TOKEN", HEX, "github"),
        (
            "COHERE_API_KEY",
            &format!("{MIXED}{}", &MIXED[..4]),
            "cohere",
        ),
        ("TWILIO_AUTH_TOKEN", &HEX[..32], "twilio"),
        ("WANDB_API_KEY", HEX, "wandb"),
        ("DATADOG_API_KEY", &HEX[..32], "datadog"),
        ("DD_APP_KEY", HEX, "datadog"),
        // In a length that is not known.
        ("RESEND_API_KEY", &format!("re_{}", &MIXED[..27]), "resend"),
        ("FIRECRAWL_API_KEY", &format!("fc-{HEX}"), "firecrawl"),
    ] {
        let refused =
            format!("{name}: a live key of the format `{form}`, which this profile forbids");
        named(name, value).output().status(125).tells(&refused);
        named("OTHER_KEY", value).output().status(0);
    }
    // An older name of the key, and the schema, say whose it is as well.
    named("VECTORS", UUID).output().status(0);
    let aliased = "VECTORS = { aliases = [\"PINECONE_API_KEY\"] }";
    let schema = format!("[secrets]\n{aliased}\n[profiles.test]\nlive_keys = \"forbid\"\n");
    Case::with_schema(&schema)
        .file(".env", format!("PINECONE_API_KEY={UUID}\n"))
        .args(["--profile", "test", "--", "true"])
        .output()
        .status(125)
        .tells("a live key of the format `pinecone`");
    let schema = "[secrets]\nVECTORS = { format = \"pinecone\" }\n\
                  [profiles.test]\nlive_keys = \"forbid\"\n";
    Case::with_schema(schema)
        .file(".env", format!("VECTORS={UUID}\n"))
        .args(["--profile", "test", "--", "true"])
        .output()
        .status(125)
        .tells("VECTORS: a live key of the format `pinecone`");
}

#[test]
fn a_fake_passes_whatever_the_name() {
    for (name, value) in [
        ("PINECONE_API_KEY", "00000000-0000-0000-0000-000000000000"),
        ("PINECONE_API_KEY", "11111111-2222-3333-4444-555555555555"),
        ("PINECONE_API_KEY", "12345678-1234-1234-1234-123456789abc"),
        ("VERCEL_TOKEN", "not-a-real-vercel-token1"),
        ("VERCEL_TOKEN", "fakevercelaccesstoken001"),
        ("GITHUB_TOKEN", "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef"),
        ("GITHUB_TOKEN", "0123456789abcdef0123456789abcdef01234567"),
        ("TWILIO_AUTH_TOKEN", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
        ("GITLAB_TOKEN", "dummy-token-of-tests"),
        ("PINECONE_INDEX_KEY", "documents-of-the-team"),
    ] {
        named(name, value).output().status(0);
    }
}
