//! What the table promises.

use super::form::{Fitness, Piece, Row, Token};
use super::format::LONGEST;
use super::table::rows;
use super::*;

/// A small generator of numbers (xorshift), the same in every run.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn one_of<'a>(&mut self, texts: &[&'a str]) -> &'a str {
        texts[self.below(texts.len())]
    }

    /// A made-up token of this kind.
    pub(super) fn token(&mut self, token: &Token) -> String {
        self.one_of(token.leads).to_owned() + &self.rest(token)
    }

    /// What follows its beginning.
    fn rest(&mut self, token: &Token) -> String {
        let mut made = String::new();
        for piece in token.rest {
            match piece {
                Piece::Text(text) => made.push_str(text),
                Piece::OneOf(texts) => made.push_str(self.one_of(texts)),
                Piece::Run(class, min, max) => {
                    let regex = regex_lite::Regex::new(&format!("[{class}]")).unwrap();
                    let characters = (33..127_u8).map(char::from);
                    let known: Vec<char> = characters
                        .filter(|c| regex.is_match(&c.to_string()))
                        .collect();
                    let length = min + self.below(max.saturating_sub(*min).min(9) + 1);
                    if known.is_empty() {
                        continue;
                    }
                    made.extend((0..length).map(|_| known[self.below(known.len())]));
                }
            }
        }
        made
    }
}

#[test]
fn tokens_made_by_the_table_are_of_their_form() {
    let mut dice = Dice(0x5eed);
    for row in rows() {
        let format = Format::named(row.name).unwrap();
        assert_eq!(Format::named(row.name), Some(format));
        let whole = format
            .pattern()
            .map(|source| regex_lite::Regex::new(&format!("^(?:{source})$")).unwrap());
        for token in row.tokens {
            for _ in 0..5 {
                // Only a made-up token could show up here, and only in a failure.
                let made = dice.token(token);
                assert_eq!(
                    format.fit(made.as_bytes()),
                    Fit::Exact,
                    "{} {made}",
                    row.name
                );
                if token.is_telling() {
                    assert!(
                        whole.as_ref().unwrap().is_match(&made),
                        "{} {made}",
                        row.name
                    );
                }
                if token.fitness == Fitness::Live {
                    let live = live_form(made.as_bytes());
                    assert!(live.is_some() || is_placeholder(made.as_bytes()), "{made}");
                }
            }
        }
    }
}

#[test]
fn names_are_short_words_and_each_stands_once() {
    let mut names: Vec<_> = Format::names().collect();
    assert!(names.len() >= 60, "{}", names.len());
    for name in &names {
        let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        assert!(name.bytes().all(good), "{name}");
    }
    names.sort_unstable();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    assert_eq!(Format::named("no-such-provider"), None);
}

#[track_caller]
fn case(name: &str, value: &str, fit: Fit) {
    assert_eq!(
        Format::named(name).unwrap().fit(value.as_bytes()),
        fit,
        "{name} {value}"
    );
}

#[test]
fn only_what_is_certainly_no_key_of_the_provider_is_none() {
    let hex = "9f86d081884c7d659a2feaa0c55ad015";
    let other = |name| Fit::Other(Format::named(name).unwrap());
    case("huggingface", &format!("{}_{hex}", "hf"), Fit::CutOff);
    case("huggingface", &format!("{}_", "hf"), Fit::CutOff);
    case(
        "huggingface",
        &format!("{}_{hex}-+", "hf"),
        Fit::OtherStructure,
    );
    case(
        "huggingface",
        &format!("{}_{hex}{hex}", "hf"),
        Fit::OtherStructure,
    );
    case("huggingface", hex, Fit::Unknown);
    case("openai", &format!("{}-proj-{hex}", "sk"), Fit::CutOff);
    case("openai", &format!("{}-proj-{hex}{hex}", "sk"), Fit::Shorter);
    case("openai", &format!("{}-{hex}", "sk"), other("deepseek"));
    case("openai", &format!("{}-{}", "sk", &hex[..31]), Fit::CutOff);
    case(
        "openai",
        &format!("{}-{hex}{}", "sk", &hex[..16]),
        Fit::OtherStructure,
    );
    case("openai", &format!("ey{hex}"), Fit::Unknown);
    case(
        "openai",
        &format!("{}-ant-api03-{hex}", "sk"),
        other("anthropic"),
    );
    case(
        "openai",
        &format!("{}-or-v1-{hex}", "sk"),
        other("openrouter"),
    );
    case(
        "openai",
        &format!("{}-or-v2-{hex}", "sk"),
        other("openrouter"),
    );
    case("openai", hex, Fit::Unknown);
    case(
        "anthropic",
        &format!("{}-ant-api03-{hex}", "sk"),
        Fit::CutOff,
    );
    case("anthropic", &format!("{}-ant-a", "sk"), Fit::CutOff);
    case(
        "anthropic",
        &format!("{}-ant-new-{}", "sk", hex.repeat(3)),
        Fit::Shorter,
    );
    case(
        "anthropic",
        &format!("{}-proj-{hex}", "sk"),
        other("openai"),
    );
    // Others than OpenAI give out keys that begin with `sk-`, too.
    case("mailchimp", &format!("{}-{hex}{hex}", "sk"), Fit::Unknown);
    case("cohere", hex, Fit::Unknown);
    case("cohere", "short", Fit::No);
    case("cohere", "https://api.internal/v1/models", Fit::No);
    case("cohere", "your-cohere-key-goes-here", Fit::No);
    case("github", &format!("Bearer {}_{hex}", "ghp"), Fit::No);
    case(
        "aws-secret-access-key",
        &format!("{}QWERTYUIOPASDFGH", "AKIA"),
        other("aws-access-key-id"),
    );
    case(
        "url-with-password",
        "postgres://app:hunter2@db/x",
        Fit::Exact,
    );
    case("url-with-password", "postgres://db.example.org/x", Fit::No);
    for name in Format::names() {
        case(name, "not a key at all", Fit::No);
        case(name, "", Fit::No);
    }
}

/// Keys that a provider gave out once, and still accepts.
#[test]
fn older_and_newer_forms_of_a_provider_are_its_own() {
    let hex = "9f86d081884c7d659a2feaa0c55ad0159f86d081884c7d659a2feaa0c55ad015";
    let mixed = "x7Qm3Zk9Vt2Rw8Yh4Nb6Pl0Cd5Ef1Gj3Ls8TxA9Kd7Wq2Zm4Rv6Bn8Hc0Jf3A5Ty1Uo9Ip";
    let uuid = "3f2b8c1e-9d47-4a6b-8e5f-0c7d1a2b3e4f";
    let mark = format!("{}T3BlbkFJ{}", &mixed[..20], &mixed[20..40]);
    for (name, value) in [
        ("pinecone", uuid.to_owned()),
        ("vercel", mixed[..24].to_owned()),
        ("elevenlabs", hex[..32].to_owned()),
        ("langsmith", format!("ls_{}{}", "_", &hex[..32])),
        ("github", hex[..40].to_owned()),
        ("github", format!("v1.{}", &hex[..40])),
        (
            "github",
            format!("{}_{}", "ghr", mixed.repeat(2).split_at(76).0),
        ),
        ("github", format!("{}_{}", "ghs", mixed.repeat(7))),
        ("openai", format!("{}-{mark}", "sk")),
        ("openai", format!("{}-proj-{mark}", "sk")),
        ("openai", format!("{}-None-{mark}", "sk")),
        ("google-api-key", format!("A{}.Ab8{}", "Q", &mixed[..47])),
        ("huggingface", format!("api_{}", &mixed[..34])),
        ("huggingface", format!("api_org_{}", &mixed[..34])),
        ("replicate", hex[..40].to_owned()),
        ("heroku", uuid.to_owned()),
        ("heroku", format!("{}-{uuid}", "HRKU")),
        ("digitalocean", hex.to_owned()),
        ("npm", uuid.to_owned()),
        ("docker", uuid.to_owned()),
        ("sentry", hex.to_owned()),
        ("gitlab", mixed[..20].to_owned()),
        ("vault", format!("hv{}.{}", "s", &mixed[..24])),
        ("alibaba", format!("LT{}{}", "AI", &mixed[..12])),
        ("aws-access-key-id", format!("{}I1O8S9FODNN7EQ0M", "AKIA")),
        ("wandb", format!("local-{}", &hex[..40])),
    ] {
        case(name, &value, Fit::Exact);
    }
}

/// The beginnings of the table that are no standard's.
fn leads() -> impl Iterator<Item = (Format, &'static Token, &'static str)> {
    let of = |row: &'static Row| {
        let format = Format::named(row.name).unwrap();
        let leads = |token: &'static Token| token.leads.iter().map(move |lead| (token, *lead));
        let tokens = row.tokens.iter().filter(|_| !row.is_standard());
        tokens
            .flat_map(leads)
            .map(move |(token, lead)| (format, token, lead))
    };
    rows().flat_map(of).filter(|(.., lead)| !lead.is_empty())
}

#[test]
fn a_token_that_is_shorter_than_all_that_begin_so_is_cut_off() {
    let mut dice = Dice(0x5eed);
    for (format, token, lead) in leads() {
        let only = Token {
            leads: &[],
            rest: token.rest,
            fitness: token.fitness,
        };
        let made = format!("{lead}{}", dice.rest(&only));
        assert_eq!(format.fit(made.as_bytes()), Fit::Exact, "{lead}");
        let cut = (lead.len()..made.len()).rev();
        let fits: Vec<Fit> = cut
            .map(|length| format.fit(&made.as_bytes()[..length]))
            .collect();
        let first = fits.iter().position(|fit| *fit == Fit::CutOff);
        // What others begin with too is a part of theirs as well.
        assert!(first.is_some(), "{lead} {fits:?}");
        let first = first.unwrap();
        let (may_be_whole, cut) = fits.split_at(first);
        let warned = [Fit::Exact, Fit::Shorter, Fit::OtherStructure];
        assert!(
            may_be_whole.iter().all(|fit| warned.contains(fit)),
            "{lead} {fits:?}"
        );
        assert!(cut.iter().all(|fit| *fit == Fit::CutOff), "{lead} {fits:?}");
    }
}

#[test]
fn a_key_without_a_format_is_cut_off_where_its_beginning_says_whose_it_is() {
    let name = |name, value: &str| cut_off(name, value.as_bytes()).map(Format::name);
    let body = "x7Qm3Zk9Vt2Rw8Yh4Nb6Pl0Cd5Ef1Gj3Ls8T";
    for (parts, form) in [
        (["sk-", "proj-"], "openai"),
        (["sk-ant-", "api03-"], "anthropic"),
        (["gh", "p_"], "github"),
        (["github_", "pat_"], "github"),
        (["gs", "k_"], "groq"),
        (["AI", "za"], "google-api-key"),
        (["xa", "i-"], "xai"),
    ] {
        let lead = parts.concat();
        for length in [8, 12, 20, 30] {
            let cut = format!("{lead}{}", &body[..length]);
            assert_eq!(name("A_KEY", &cut), Some(form), "{cut}");
        }
        assert_eq!(name("A_KEY", &format!("{lead}{}", &body[..4])), None);
    }
    let token = format!("{}p_{body}", "gh");
    assert_eq!(name("A_KEY", &token), None);
    assert_eq!(name("A_KEY", &token[..39]), Some("github"));
    // Who runs a server of Langfuse chooses its first key.
    assert_eq!(name("A_KEY", "sk-lf-9f86d081884c7d65"), None);
    // Such a beginning says it only together with the name.
    let token = format!("{}f_{}", "h", &body[..20]);
    assert_eq!(name("A_KEY", &token), None);
    assert_eq!(name("HF_TOKEN", &token), Some("huggingface"));
    // Other servers' keys begin so, and clients of OpenAI have them.
    let token = format!("{}k-{}", "s", &body[..20]);
    assert_eq!(name("OPENAI_API_KEY", &token), None);
}

#[test]
fn fakes_are_not_cut_off() {
    for fake in [
        "ghp_localdevelopment",
        "ghp_faketoken123",
        "sk-proj-test",
        "sk-ant-api03-abc123",
        "ghp_abcd1234",
        "sk-ant-api03-your-key-here",
        "sk-proj-xxxxxxxxxxxx",
        "sk-or-v1-dummy-value",
        "glpat-password",
        "xoxb-local",
        "sk_test_abc123",
        "whsec_secret",
        "whsec_localwebhook",
        "npm_token",
        "gsk_mocked-in-tests",
        "AKIAEXAMPLE",
        "AKIALOCALSTACK",
        "pplx-...",
        "hvs.devroot",
    ] {
        assert_eq!(cut_off("A_KEY", fake.as_bytes()), None, "{fake}");
    }
}

#[test]
fn live_forms_leave_tests_and_fakes_alone() {
    let name = |value: &str| live_form(value.as_bytes()).map(Format::name);
    let stripe = |mode: &str, rest: &str| format!("{}_{mode}_{rest}", "sk");
    assert_eq!(
        name(&stripe("live", "4eC39HqLyjWDarjtT1zdp7dc")),
        Some("stripe")
    );
    assert_eq!(name(&stripe("test", "4eC39HqLyjWDarjtT1zdp7dc")), None);
    assert_eq!(name(&stripe("live", "xxxxxxxxxxxxxxxxxxxxxxxx")), None);
    let quoted = stripe("live", "4eC39HqLyjWDarjtT1zdp7dc").replace("sk", "\"sk");
    assert_eq!(name(&quoted), Some("stripe"));
    assert_eq!(
        name(&format!("{}\n", stripe("live", "4eC39HqLyjWDarjtT1zdp7dc"))),
        Some("stripe")
    );
    let body = "b".repeat(30) + &"c3D4".repeat(10);
    assert_eq!(
        name(&format!("pypi-{}{body}", "AgENdGVzdC5weXBpLm9yZw")),
        None
    );
    assert_eq!(
        name(&format!("pypi-{}{body}", "AgEIcHlwaS5vcmc")),
        Some("pypi")
    );
    assert_eq!(name("AKIAIOSFODNN7EXAMPLE"), None);
    for vague in [
        "9f86d081884c7d659a2feaa0c55ad015",
        "9f86d081884c7d659a2feaa0c55ad0159f86d081",
        &format!("{}/K7MDENG/{}", "wJalrXUtnFEMI", "bPxRfiCYzQw7RtB3aS"),
        "test-not-a-real-key",
        "postgres://app:hunter2@db/x",
        "",
    ] {
        assert_eq!(name(vague), None, "{vague}");
    }
}

#[test]
fn no_value_takes_long() {
    for row in rows() {
        for token in row.tokens {
            for filler in ["a", "-", "0", "A", ".ey", ":", "-----END PRIVATE KEY", "=;"] {
                let lead = token.leads[0];
                let value = format!("{lead}{}", filler.repeat(LONGEST / filler.len() - 10));
                // Only that it ends soon is of interest.
                let _ = token.is_fit(value.as_bytes());
            }
        }
    }
}
