//! What is found and what is not. The tokens are made up at run time.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::*;
use crate::core::entropy::thresholds::TELLING_BITS;
use crate::schema::formats::table::rows;
use crate::schema::formats::tests::Dice;

fn found(text: &str) -> Vec<(&'static str, &str)> {
    let tokens = TokenFinder::new().find(text.as_bytes());
    tokens
        .iter()
        .map(|token| (token.form, &text[token.start..token.end]))
        .collect()
}

#[track_caller]
fn none(text: &str) {
    assert_eq!(found(text), []);
}

#[test]
fn tokens_made_by_the_table_are_found() {
    let mut dice = Dice(0x5eed);
    let search = TokenFinder::new();
    let mut forms = Vec::new();
    for row in rows() {
        let name = row.name.replace('-', "_").to_ascii_uppercase();
        for token in row.tokens {
            // Base64 of no name; and forms whose parts are looked into.
            let looked_into = ["private-key", "url-with-password"].contains(&row.name);
            if looked_into || (row.name == "azure" && !token.is_telling()) {
                continue;
            }
            for _ in 0..20 {
                let mut made = dice.token(token);
                if let (Some(at), "telegram") = (made.find(':'), row.name) {
                    made.replace_range(at + 1..at + 3, "AA");
                }
                for text in [
                    format!("{name}_TOKEN=\"{made}\"\n"),
                    format!("{{\"{}_token\": \"{made}\"}}", name.to_ascii_lowercase()),
                    format!("x\\n{name}_KEY: {made}\\n"),
                ] {
                    let tokens = search.find(text.as_bytes());
                    let start = text.find(&made).unwrap();
                    let whole = tokens
                        .iter()
                        .find(|it| (it.start, it.end) == (start, start + made.len()));
                    forms.extend(whole.map(|it| it.form));
                    let leads = token.leads.iter().filter(|lead| made.starts_with(**lead));
                    let lead = leads.map(|lead| lead.len()).max().unwrap_or(0);
                    let body = &made.as_bytes()[lead..];
                    let real = judge::is_real(row.name, made.as_bytes(), body, TELLING_BITS);
                    let public = anchors::PUBLIC.iter().any(|lead| made.starts_with(lead));
                    let expected = real && !public;
                    assert!(!tokens.is_empty() || !expected, "{} {text}", row.name);
                }
            }
        }
    }
    forms.sort_unstable();
    forms.dedup();
    assert!(forms.len() >= 90, "{}: {forms:?}", forms.len());
}

/// Joins the parts of a token, so that no scanner takes this file for a leak.
fn join(parts: &[&str]) -> String {
    parts.concat()
}

fn github() -> String {
    join(&["gh", "p_", "x7Qm3Zk9Vt2Rw8Yh4Nb6Pl0Cd5Ef1Gj3Ls8T"])
}

fn jwt(header: &str, claims: &str) -> String {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let signature = part("a made-up signature of 32 bytes.");
    [part(header), part(claims), signature].join(".")
}

/// Random letters and digits, of a length, or of a smaller alphabet.
fn body(length: usize) -> String {
    let some = "x7Qm3Zk9Vt2Rw8Yh4Nb6Pl0Cd5Ef1Gj3Ls8Tx9Kd7Wq2Zm4Rv6Bn8Hc0Jf3A";
    some.chars().cycle().take(length).collect()
}

fn small(length: usize) -> String {
    body(length).to_ascii_lowercase()
}

fn hex(length: usize) -> String {
    let some = "9f86d081884c7d659a2feaa0c55ad0153bf1e4c726d80b5e64a7f9c3d2e81b50";
    some.chars().cycle().take(length).collect()
}

fn uuid() -> String {
    let text = hex(32);
    let cuts = [0..8, 8..12, 12..16, 16..20, 20..32];
    cuts.map(|cut| text[cut].to_owned()).join("-")
}

#[test]
fn a_token_with_a_beginning_of_its_own_is_found_anywhere() {
    let long = body(52) + &body(61);
    for (form, lead, body) in [
        ("tavily", "tvly-", body(32)),
        ("tavily", "tvly-dev-", body(32)),
        ("tavily", "tvly-prod-", format!("{}-{}", body(6), body(41))),
        ("together", "tgp_v1_", body(43)),
        ("fireworks", "fw_", body(24)),
        ("cerebras", "csk-", small(48)),
        ("bedrock", "ABSK", format!("{long}=")),
        (
            "bedrock",
            "bedrock-api-key-",
            format!("YmVkcm9jay5hbWF6b25hd3MuY29t{long}="),
        ),
        ("firecrawl", "fc-", hex(32)),
        ("jina", "jina_", body(60)),
        ("llamacloud", "llx-", body(48)),
        ("e2b", "e2b_", hex(40)),
        ("apify", "apify_api_", body(36)),
        ("browserbase", "bb_live_", body(27)),
        (
            "helicone",
            "sk-helicone-",
            ["x7qm3zk", "9vt2rw8", "yh4nb6p", "l0cd5ef"].join("-"),
        ),
        ("render", "rnd_", body(28)),
        ("neon", "napi_", small(64)),
        ("resend", "re_", format!("{}_{}", body(8), body(24))),
        ("hubspot", "pat-na1-", uuid()),
        ("hubspot", "pat-eu1-", uuid()),
        ("datadog", "ddapp_", body(34)),
        ("new-relic", "NRAK-", body(27).to_ascii_uppercase()),
        ("new-relic", "NRII-", body(32)),
        ("new-relic", "", format!("{}FFFFNRAL", hex(32))),
        ("new-relic", "", format!("eu01xx{}FFFFNRAL", hex(26))),
        (
            "discord",
            "https://discord.com/api/webhooks/",
            format!("118239{}/{}", "476102958317", body(68)),
        ),
    ] {
        let token = format!("{lead}{body}");
        assert_eq!(found(&format!("fetch({token:?})")), [(form, &*token)]);
        none(&format!("fetch(x{token})"));
    }
    none(&join(&["NRJ", "S-", &hex(19)]));
}

#[test]
fn a_short_beginning_in_base64_is_chance() {
    for text in [
        format!("sha256=x7Qm3Zk9Vt2R-fw_{},12", body(24)),
        format!("sha256=x7Qm3Zk9_-re_{}_{},12", body(8), body(24)),
    ] {
        none(&text);
    }
}

#[test]
fn a_token_without_one_is_found_beside_its_providers_name() {
    let discord = format!("MTE4MjM5NDc2MTAyOTU4MzE3.{}.{}", body(6), body(38));
    let qdrant = jwt(r#"{"alg":"HS256"}"#, r#"{"access":"m"}"#);
    let airtable = format!("{}{}.{}", "pat", body(14), hex(64));
    for (form, name, token) in [
        ("mistral", "MISTRAL_API_KEY", body(32)),
        ("serper", "SERPER_API_KEY", hex(40)),
        ("exa", "EXA_API_KEY", uuid()),
        ("brave", "BRAVE_API_KEY", format!("{}{}", "BSA", body(28))),
        ("voyage", "VOYAGE_API_KEY", format!("pa-{}", body(43))),
        ("voyage", "voyageApiKey", format!("al-{}", body(43))),
        ("modal", "MODAL_TOKEN_SECRET", format!("as-{}", body(22))),
        ("deepgram", "DEEPGRAM_API_KEY", hex(40)),
        ("assemblyai", "ASSEMBLYAI_API_KEY", hex(32)),
        ("datadog", "DD_API_KEY", hex(32)),
        ("datadog", "DD_APP_KEY", hex(40)),
        ("datadog", "DD_APPLICATION_KEY", hex(40)),
        ("discord", "DISCORD_BOT_TOKEN", discord),
        ("hubspot", "HUBSPOT_API_KEY", uuid()),
        (
            "upstash",
            "UPSTASH_REDIS_REST_TOKEN",
            format!("{}==", body(54)),
        ),
        ("upstash", "UPSTASH_API_KEY", uuid()),
        ("qdrant", "QDRANT_API_KEY", qdrant),
        ("airtable", "AIRTABLE_API_KEY", airtable),
    ] {
        let forms: Vec<_> = found(&format!("{name} = {token:?}"))
            .iter()
            .map(|it| it.0)
            .collect();
        let either = forms == [form] || (form == "qdrant" && forms == ["jwt"]);
        assert!(either, "{name} {forms:?}");
        if form != "qdrant" {
            none(&format!("OTHER_API_KEY = {token:?}"));
            none(&format!("{} is like {token:?}", name.to_ascii_lowercase()));
        }
    }
}

#[test]
fn a_token_stands_by_itself() {
    let token = github();
    for text in [
        token.clone(),
        format!("token={token}"),
        format!("\"{token}\","),
        format!("x\\n{token}\\n"),
        format!("q=%22{token}%22"),
        format!("https://{token}@github.com/a/b"),
        format!("{token}."),
    ] {
        assert_eq!(found(&text), [("github", &*token)], "{text}");
    }
    for text in [
        format!("x{token}"),
        format!("_{token}"),
        format!("{token}0"),
        format!("{token}_"),
        token[..token.len() - 1].to_owned(),
        token[1..].to_owned(),
    ] {
        none(&text);
    }
}

#[test]
fn examples_and_templates_are_none() {
    none("AKIAIOSFODNN7EXAMPLE");
    none("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    none(&join(&["gh", "p_", &"x".repeat(36)]));
    none(&join(&["gh", "p_", &"0".repeat(36)]));
    none(&join(&["sk_li", "ve_", "your", "KeyHere0000000"]));
    none(&join(&["npm_", "${NPM_TOKEN}"]));
    none(&join(&["pk_li", "ve_", "4eC39HqLyjWDarjtT1zdp7dc"]));
    none("hf_this_is_a_long_function_name_of_ours");
    none("task-proj-abcdefgh risk- disk-");
}

#[test]
fn fakes_in_a_providers_form_are_none() {
    for text in [
        format!("{}-{}", "xoxp", "runtime-bearer-token"),
        format!("{}-{}", "xoxb", "test-token-of-the-bot-1"),
        format!("{}{}...{}", "xoxe.xoxp-", body(12), body(12)),
        format!("{}_{}…", "hf", body(34)),
        format!("{}_{}", "ghp", "a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6q7r8"),
        format!("{}_{}", "ghp", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ"),
        format!("fc-{}", "0123456789abcdef".repeat(2)),
        format!("fc-{}", "deadbeef".repeat(4)),
        format!("tvly-{}", "fakeKey0".repeat(4)),
        format!("SERPER_API_KEY={}", "0123456789".repeat(4)),
        format!("SERPER_API_KEY={}", "1a2b3c4d5e6f7a8b9c0d".repeat(2)),
        format!("MISTRAL_API_KEY={}", "A".repeat(32)),
        "MISTRAL_API_KEY=your_mistral_api_key_goes_here_00".to_owned(),
        "MISTRAL_API_KEY=${MISTRAL_KEY}".to_owned(),
        "MISTRAL_API_KEY=<your key>".to_owned(),
        "MISTRAL_API_KEY=test-not-a-real-key".to_owned(),
        "Mistral(api_key='changemechangemechangemechangeme')".to_owned(),
        jwt(r#"{"typ":"JWT","alg":"HS256"}"#, r#"{"some":"payload"}"#),
    ] {
        none(&text);
    }
}

#[test]
fn json_web_tokens_are_signed_and_of_no_sample() {
    let header = r#"{"alg":"HS256","typ":"JWT"}"#;
    let real = jwt(header, r#"{"sub":"9f86d081","name":"Ann"}"#);
    assert_eq!(found(&format!("Bearer {real}\n")), [("jwt", &*real)]);
    none(&jwt(
        header,
        r#"{"sub":"1234567890","name":"John Doe","iat":1516239022}"#,
    ));
    none(&jwt(
        r#"{"typ":"not a token"}"#,
        r#"{"sub":"9f86d081","name":"Ann"}"#,
    ));
}

#[test]
fn a_url_has_a_password_that_may_be_real() {
    let url = join(&["postgres://app:", "x7Qm3Zk9Vt2Rw8Yh", "@db.internal/app"]);
    assert_eq!(found(&url), [("url-with-password", &url[..url.len() - 15])]);
    for text in [
        "postgres://postgres:postgres@localhost/app",
        "postgres://user:password@db/app",
        "postgres://app:${DB_PASSWORD}@db/app",
        "postgres://app:%s@db/app",
        "postgres://app:%(password)s@db/app",
        "http://host:8080/path@x",
        "https://example.org:443/a@b",
        "https://a:x7Qm3Zk9Vt2Rw8Yh@db.example.org/",
        "://a:x7Qm3Zk9Vt2Rw8Yh@db/",
    ] {
        none(text);
    }
}

#[test]
fn a_private_key_has_a_body() {
    let head = join(&["-----BEGIN RSA PRIV", "ATE KEY-----"]);
    let body = "MIIx7Qm3Zk9Vt2Rw8Yh4Nb6Pl0Cd5Ef1Gj3Ls8Tx9Kd7Wq2Zm4Rv6Bn8Hc0Jf3A";
    let (first, second) = (body, body.chars().rev().collect::<String>());
    for text in [
        format!("{head}\n{first}\n{second}\n"),
        format!("k = \"{head}\\n{first}\\n{second}\\n\""),
        format!("  {head}\n  {first}\n  {second}\n"),
        format!("{head}\nProc-Type: 4,ENCRYPTED\n\n{first}\n{second}\n"),
        format!("'{head}\\n' +\n'{first}\\n' +\n'{second}\\n'"),
    ] {
        assert_eq!(found(&text), [("private-key", &*head)], "{text}");
    }
    none(&format!("{head}\n...\n"));
    none(&format!("starts with {head}"));
    none(&format!("{head}\n{}\n", "A".repeat(80)));
    none(&format!("-----BEGIN PUBLIC KEY-----\n{first}\n{second}"));
}

#[test]
fn a_plain_form_needs_a_name_that_says_secret() {
    let token = "9f86d081884c7d659a2feaa0c55ad0159f86d081";
    let form = [("wandb", token)];
    assert_eq!(found(&format!("WANDB_API_KEY={token}")), form);
    assert_eq!(found(&format!("wandb_key: '{token}'")), form);
    none(&format!("wandb_commit={token}"));
    none(&format!("WANDB_API_KEY is like {token}"));
    none(token);
}

#[test]
fn an_assignment_is_seen_in_code_settings_and_commands() {
    let token = hex(40);
    let texts = [
        // Python.
        "os.environ[\"DEEPGRAM_API_KEY\"] = \"@\"",
        "os.environ['DEEPGRAM_API_KEY']='@'",
        "os.environ.setdefault(\"DEEPGRAM_API_KEY\", \"@\")",
        "os.putenv('DEEPGRAM_API_KEY', '@')",
        "monkeypatch.setenv(\"DEEPGRAM_API_KEY\", \"@\")",
        "os.getenv(\"DEEPGRAM_API_KEY\", \"@\")",
        "os.environ.get(\"DEEPGRAM_API_KEY\") or \"@\"",
        "key = os.getenv('DEEPGRAM_API_KEY', default='@')",
        "deepgram_api_key: str = \"@\"",
        "deepgram_api_key: str | None = '@'",
        "deepgram_api_key: SecretStr = SecretStr(\"@\")",
        "deepgram_api_key: SecretStr = Field(default=SecretStr('@'))",
        "deepgram_api_key: Optional[str] = Field(\n    default=\"@\",\n)",
        "deepgram_api_key: str = Field(alias='X', default='@')",
        "DEEPGRAM_API_KEY = (\n    '@'\n)",
        "{'DEEPGRAM_API_KEY': '@'}",
        "dict(DEEPGRAM_API_KEY='@')",
        "connect(deepgram_api_key=\"@\", timeout=3)",
        "settings.deepgram.api_key = '@'",
        "client = DeepgramClient(\"@\")",
        "client = DeepgramClient(api_key=\"@\")",
        "client = Deepgram(\n    timeout=3,\n    api_key='@',\n)",
        "deepgram.login(key='@')",
        // Containers, shells, commands.
        "ENV DEEPGRAM_API_KEY @",
        "ENV DEEPGRAM_API_KEY=@",
        "ARG DEEPGRAM_API_KEY=\"@\"",
        "export DEEPGRAM_API_KEY=@",
        "export DEEPGRAM_API_KEY='@'",
        "set -gx DEEPGRAM_API_KEY @",
        "setx DEEPGRAM_API_KEY \"@\"",
        "$env:DEEPGRAM_API_KEY = \"@\"",
        "${DEEPGRAM_API_KEY:-@}",
        "docker run -e DEEPGRAM_API_KEY=@ app",
        "docker run --env 'DEEPGRAM_API_KEY=@' app",
        "kubectl create secret generic x --from-literal=DEEPGRAM_API_KEY=@",
        "gh secret set DEEPGRAM_API_KEY --body \"@\"",
        "gh secret set DEEPGRAM_API_KEY -R owner/repo -b @",
        "aws ssm put-parameter --name DEEPGRAM_API_KEY --value @ --type SecureString",
        "app --deepgram-api-key @",
        "app --deepgram-api-key=@",
        "deepgram login @",
        "curl -H 'Authorization: Token @' https://api.deepgram.com/v1/listen",
        "curl https://api.deepgram.com/v1/listen \\\n  -H \"Authorization: Token @\"",
        "headers = {\"Authorization\": \"Bearer @\"}\nget(\"https://api.deepgram.com\")",
        "https://api.deepgram.com/v1/listen?token=@",
        // Files of settings.
        "deepgram_api_key: @",
        "deepgram_api_key: '@'",
        "deepgram:\n  url: https://x\n  api_key: @\n",
        "deepgram-api-key: |\n  @",
        "- name: DEEPGRAM_API_KEY\n  value: \"@\"",
        "[deepgram]\napi_key = \"@\"",
        "{\"deepgramApiKey\": \"@\"}",
        "{\"deepgram\": {\"apiKey\": \"@\"}}",
        "{\"name\": \"DEEPGRAM_API_KEY\", \"value\": \"@\"}",
        "{\\\"DEEPGRAM_API_KEY\\\": \\\"@\\\"}",
        "deepgram.api.key=@",
        "deepgram.api.key = @",
        "<add key=\"DeepgramApiKey\" value=\"@\"/>",
        "<DeepgramApiKey>@</DeepgramApiKey>",
        // Other languages.
        "process.env.DEEPGRAM_API_KEY = '@';",
        "const key = process.env.DEEPGRAM_API_KEY || \"@\";",
        "const key = process.env.DEEPGRAM_API_KEY ?? `@`;",
        "const deepgramApiKey: string = '@';",
        "{ deepgramApiKey: '@' }",
        "const DeepgramKey string = \"@\"",
        "deepgramKey := \"@\"",
        "ENV['DEEPGRAM_API_KEY'] ||= '@'",
        "#define DEEPGRAM_KEY \"@\"",
        "let deepgram_key = String::from(\"@\");",
        "env::var(\"DEEPGRAM_KEY\").unwrap_or(\"@\".into())",
        "deepgram_api_key = \"@\"",
        "variable \"deepgram_api_key\" {\n  type    = string\n  default = \"@\"\n}",
    ];
    let missed = |text: &&&str| found(&text.replace('@', &token)) != [("deepgram", &*token)];
    assert_eq!(
        texts.iter().filter(missed).collect::<Vec<_>>(),
        Vec::<&&str>::new()
    );
}

#[test]
fn what_is_not_assigned_to_the_name_is_not_its_value() {
    let token = hex(40);
    let texts = [
        "DEEPGRAM_API_KEY is like @",
        "set DEEPGRAM_API_KEY (see @)",
        "the deepgram key, as of commit @",
        "DEEPGRAM_API_KEY = None\ncommit = '@'",
        "DEEPGRAM_API_KEY: key, commit: '@'",
        "DEEPGRAM_API_KEY=$KEY; COMMIT=@",
        "DEEPGRAM_API_KEY = None  # @",
        "connect(DEEPGRAM_API_KEY, sha='@')",
        "connect(key=DEEPGRAM_API_KEY, sha='@')",
        "{\"deepgram_key\": null, \"sha\": \"@\"}",
        "?deepgram_key=&sha=@",
        "deepgram_key_hash = '@'",
        "deepgram_token_url = '@'",
        "deepgram_commit = '@'",
        "deepgram:\n  commit: @\n",
        "deepgram = '@'",
        "'deepgram-sdk': '@'",
        "deepgram\n\napi_key = '@'",
        "from deepgram import x  # @",
        "git checkout https://x/deepgram @",
        "deepgram-1.0.tar.gz --hash=sha1:@",
        "superdeepgram_key = '@'",
        "api_key = '@'",
        "- name: DEEPGRAM_API_KEY\n- sha: @",
        "FOO(DEEPGRAM_API_KEY)\nSHA = '@'",
    ];
    let seen = |text: &&&str| !found(&text.replace('@', &token)).is_empty();
    assert_eq!(
        texts.iter().filter(seen).collect::<Vec<_>>(),
        Vec::<&&str>::new()
    );
}

#[test]
fn of_overlapping_tokens_one_is_told() {
    let token = github();
    let url = format!("https://ann:{token}@db.internal/");
    let forms: Vec<_> = found(&url).iter().map(|it| it.0).collect();
    assert_eq!(forms, ["url-with-password"]);
}

#[test]
fn no_text_takes_long() {
    let search = TokenFinder::new();
    for piece in [
        "-----BEGIN RSA PRIVATE KEY-----\n",
        "eyJ",
        "eyJhbGciOiJIUzI1NiJ9.",
        "://a:b",
        "sk-ant-api03-",
        "ghs_a.",
        "wandb_key=",
        "wandb_key,",
        "wandb\n",
        "wandb.",
        "://wandb ",
        "x-api-key: authorization: token ://wandb ",
        "fm1_,",
        "-eyJ",
        "://a:bcdefghi@",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        let started = std::time::Instant::now();
        let _ = search.find(text.as_bytes());
        let took = started.elapsed();
        assert!(took.as_secs() < 20, "{piece} {took:?}");
    }
}

/// Each takes minutes if the work for one place grows with the text.
#[test]
fn hostile_texts_take_no_longer_than_their_length_asks() {
    const LENGTH: usize = 64 << 10;
    let search = TokenFinder::new();
    let parts = [
        "wandb.",
        "wandb_",
        "wandb-key.",
        "wandb(",
        "wandb ",
        "wandb key ",
        "wandb_key=",
        "api_key=",
        "mistral_api_key=[",
        "COHERE_TOKEN, ",
        "x.api_key=wandb\n",
        "\"",
        "Bearer ",
        "[",
        "{\"a\":",
        "://",
        "a://b:c",
        "eyJ",
        "eyJhbGciOi.",
        "-----BEGIN",
        "-----BEGIN PRIVATE KEY-----\n",
        "sk-",
        "ghp_",
        "xoxb-1-",
        "glsa_",
        "Wandb.Wandb.",
        "pinecone\\n",
        "npm_key:\n",
        "a.b_c-",
    ];
    for part in parts {
        let text = part.repeat(LENGTH / part.len());
        assert_eq!(search.find(text.as_bytes()), [], "{part}");
    }
}
