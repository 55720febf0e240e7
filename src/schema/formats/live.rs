//! Values that hold a provider's live token: as a whole, or in other text.

use crate::core::entropy;
use crate::core::entropy::thresholds::{
    CODE_BITS, FINGERPRINT_BITS, OTHER_LENGTH_BITS, WHOLE_TOKEN_BITS,
};
use crate::core::url::Url;
use crate::schema::formats::fake::is_fake;
use crate::schema::formats::form::{Fitness, Token, is_in};
use crate::schema::formats::format::{Format, LONGEST};
use crate::schema::formats::search::begins;
use crate::schema::formats::table::rows;

/// This many characters of the alphabet after a provider's own prefix make a live
/// token, whatever its known length.
const LEAST: usize = 16;

/// This many characters are enough to tell a fake from a token.
const JUDGED: usize = 200;

/// Prefixes that several providers share: their tokens count only as a whole value of
/// the known length.
pub(super) const SHARED: [&str; 15] = [
    "",
    "SK",
    "s.",
    "v1.0-",
    "key-",
    "secret_",
    "EAAA",
    "A3T",
    "cmVmd",
    "pat",
    "re_",
    "fc-",
    "fw_",
    "rnd_",
    // What comes after `AccountKey=` in it counts.
    "DefaultEndpointsProtocol=",
];

/// Prefixes that one provider alone uses, and that the table has only in longer
/// variants.
pub(super) const FAMILIES: [(&str, &str); 2] = [("anthropic", "sk-ant-"), ("openrouter", "sk-or-")];

/// The characters of their tokens.
const FAMILY: &str = "A-Za-z0-9_-";

/// The form of the live token that the secret of these names is: one by its own form, or
/// one of the provider that the name or the schema says. There, forms that say too little
/// by themselves count, too.
pub(crate) fn live_form_of<'n>(
    names: impl Iterator<Item = &'n str>,
    declared: Option<Format>,
    value: &[u8],
) -> Option<Format> {
    live_form(value).or_else(|| {
        let value = value.trim_ascii();
        let mut formats = declared
            .into_iter()
            .chain(names.filter_map(Format::of_variable));
        formats.find(|format| {
            format.is_whole(value) && !is_fake(value, value, FINGERPRINT_BITS)
                || format.is_begun(value)
        })
    })
}

/// The form of a live token that a value is as a whole (but for white space
/// round it, which a copied key often has) or has in it. Forms that say too
/// little (40 letters and digits) never count, nor do test modes and fakes.
pub(crate) fn live_form(value: &[u8]) -> Option<Format> {
    let value = value.trim_ascii();
    let short = (value.len() <= LONGEST).then_some(value);
    short.and_then(whole).or_else(|| within(value))
}

/// The form whose token, in a length that is known, is the whole value.
fn whole(value: &[u8]) -> Option<Format> {
    let live = rows().position(|row| row.tokens.iter().any(|token| is_live(token, value)));
    live.map(Format)
}

impl Format {
    /// Whether a value is a token of the provider, and none of a test mode.
    fn is_whole(self, value: &[u8]) -> bool {
        let tokens = self.row().map_or(&[][..], |row| row.tokens);
        let mut tokens = tokens
            .iter()
            .filter(|token| token.fitness != Fitness::Other);
        value.len() <= LONGEST && tokens.any(|token| token.is_fit(value))
    }

    /// Whether a value begins like a live token of the provider, and enough follows.
    fn is_begun(self, value: &[u8]) -> bool {
        let tokens = self.row().map_or(&[][..], |row| row.tokens);
        let live = |token: &&Token| token.fitness == Fitness::Live;
        tokens.iter().filter(live).any(|token| {
            let mut leads = token.leads.iter().filter(|lead| !lead.is_empty());
            leads.any(|lead| {
                let rest = value.strip_prefix(lead.as_bytes());
                rest.is_some_and(|rest| goes_on(value, rest, &|byte| token.has(byte)))
            })
        })
    }
}

fn is_live(token: &Token, value: &[u8]) -> bool {
    let is_real = |lead: usize| !is_fake(value, &value[lead..], WHOLE_TOKEN_BITS);
    token.fitness == Fitness::Live && token.is_fit(value) && token.lead(value).is_some_and(is_real)
}

/// The form of the first token that begins with what is a provider's own.
fn within(value: &[u8]) -> Option<Format> {
    let places = 0..value.len().saturating_sub(LEAST);
    let mut words = places.filter(|at| begins(value, *at));
    words.find_map(|at| {
        let here = value.get(at..)?;
        own(here).or_else(|| family(here))
    })
}

/// The form whose own beginning a text has, and enough after it.
fn own(text: &[u8]) -> Option<Format> {
    let is_own = |token: &Token, lead: &str| {
        let is_known = |byte: u8| token.has(byte);
        let rest = text.strip_prefix(lead.as_bytes());
        rest.is_some_and(|rest| !SHARED.contains(&lead) && goes_on(text, rest, &is_known))
    };
    let mut rows = rows();
    let at = rows.position(|row| {
        let live = row
            .tokens
            .iter()
            .filter(|token| token.fitness == Fitness::Live);
        let mut leads = live.flat_map(|token| token.leads.iter().map(move |lead| (token, lead)));
        leads.any(|(token, lead)| is_own(token, lead))
    });
    at.map(Format)
}

fn family(text: &[u8]) -> Option<Format> {
    let is_known = |byte: u8| is_in(FAMILY, byte);
    let mut families = FAMILIES.iter();
    let (name, _) = families.find(|(_, lead)| {
        let rest = text.strip_prefix(lead.as_bytes());
        rest.is_some_and(|rest| goes_on(text, rest, &is_known))
    })?;
    Format::named(name)
}

/// Whether enough characters of the alphabet follow, and they are not a fake's.
fn goes_on(text: &[u8], rest: &[u8], is_known: &dyn Fn(u8) -> bool) -> bool {
    let run = rest.iter().take(JUDGED);
    let length = run.take_while(|byte| is_known(**byte)).count();
    let token = text.get(..text.len() - rest.len() + length);
    let body = rest.get(..length);
    length >= LEAST
        && token
            .zip(body)
            .is_some_and(|(token, body)| !is_fake(token, body, OTHER_LENGTH_BITS))
}

/// Whether a text looks like a token: of a provider's form, or hard to guess.
pub(crate) fn looks_like_token(text: &[u8]) -> bool {
    live_form(text).is_some() || is_hard_to_guess(text)
}

/// Whether a value is hard enough to guess to be a secret. URLs, paths and
/// lists of words are long without being secret.
pub(crate) fn is_hard_to_guess(value: &[u8]) -> bool {
    let url = Url::first_in(value).is_some();
    let path = value.first().is_some_and(|byte| b"/.~".contains(byte));
    let words = value.contains(&b' ') || value.contains(&b',');
    let digits = value.iter().any(u8::is_ascii_digit);
    !url && !path && !words && digits && value.len() >= 12 && entropy::bits(value) >= CODE_BITS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::formats::tests::Dice;

    /// Joins the parts of a token, so that no scanner takes this file for a leak.
    fn join(parts: &[&str]) -> String {
        parts.concat()
    }

    #[track_caller]
    fn case(value: &str, form: Option<&str>) {
        let found = live_form(value.as_bytes()).map(Format::name);
        assert_eq!(found, form, "{value}");
    }

    #[test]
    fn a_providers_beginning_counts_in_any_length() {
        let body = "x7Qm3Zk9Vt2Rw8Yh4Nb6Pl0Cd5Ef1Gj3Ls8TxA9";
        for (parts, form) in [
            (["sk-", "proj-"], "openai"),
            (["sk-", "svcacct-"], "openai"),
            (["sk", "-"], "openai"),
            (["sk-ant-", "api03-"], "anthropic"),
            (["sk-", "ant-sid09-"], "anthropic"),
            (["sk-", "or-v2-"], "openrouter"),
            (["sk_", "live_"], "stripe"),
            (["rk_", "live_"], "stripe"),
            (["gh", "p_"], "github"),
            (["github_", "pat_"], "github"),
            (["xox", "b-"], "slack"),
            (["AI", "za"], "google-api-key"),
            (["hf", "_"], "huggingface"),
        ] {
            let lead = parts.concat();
            for length in [16, 17, 23, 39] {
                case(&format!("{lead}{}", &body[..length]), Some(form));
            }
            // What comes after `sk-ant-` is of the alphabet, too.
            case(&format!("{lead}{}", &body[..9]), None);
            case(&format!("{lead}{}", body.repeat(9)), Some(form));
        }
        let token = join(&["AK", "IA", "QWX7Z2RM4TNB6PLC"]);
        case(&token, Some("aws-access-key-id"));
        case(&format!("{token}3V"), Some("aws-access-key-id"));
    }

    #[test]
    fn it_counts_in_other_text() {
        let token = join(&["sk_", "live_", "4eC39HqLyjWDarjtT1zdp7dc"]);
        for text in [
            format!("Bearer {token}"),
            format!("{{\"name\":\"example\",\"key\":\"{token}\"}}"),
            format!("https://app:{token}@api.internal/v1"),
            format!("https://{token}@api.internal/v1?x=1"),
            format!("a,{token},b"),
            format!("key={token}"),
            format!("x\\n{token}"),
            format!("{token}\n"),
            format!("{} {token}", "long ".repeat(LONGEST)),
        ] {
            case(&text, Some("stripe"));
        }
        case(&format!("x{token}"), None);
        case(&format!("risk-{}", &token[8..]), None);
    }

    #[test]
    fn a_beginning_that_others_have_counts_only_for_the_whole_form() {
        let hex = "9f86d081884c7d659a2feaa0c55ad015";
        case(&format!("key-{hex}"), Some("mailgun"));
        case(&format!("key-{}", &hex[..30]), None);
        case(&format!("https://bucket.internal/key-{hex}"), None);
        case(&format!("secret_{hex}"), None);
        case(&format!("SK{hex}"), Some("twilio"));
        case(&format!("a SK{hex}"), None);
    }

    #[test]
    fn fakes_are_none() {
        for text in [
            "sk-test-not-a-real-key",
            "sk-fake-key-for-the-unit-tests",
            "sk-proj-xxxxxxxxxxxxxxxxxxxxxxxx",
            "sk-proj-test-key-for-local-runs-1",
            "sk-proj-development-key-for-ci-2024",
            "sk-...",
            "sk-ant-test-9f86d081884c7d659a2feaa0c55ad015",
            "sk-ant-api03-your-key-here",
            "sk-or-v1-0000000000000000000000000000",
            "sk-litellm-master-key-1234",
            "sk-litellmmasterkey1234",
            "sk_live_aaaabbbbccccdddd",
            "sk_live_replace_me_please_now",
            "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
            "ghp_fakefakefakefake1",
            "xoxb-not-a-real-token-at-all",
            "hf_deadbeefdeadbeefdeadbeef",
            "sk-ant-api03-fakefakefakefakefakefakefake",
            "ghp_fakefakefakefakefakefakefakefake1234",
            "ghp_offlineofflineofflineofflineoffline1",
            "AIzaSyDUMMYDUMMYDUMMYDUMMYDUMMYDUMMYDUM",
            "glpat-deadbeefdeadbeefdead",
            "AKIAIOSFODNN7EXAMPLE",
            "your-key-here",
            "test-not-a-real-key",
            "postgres://app:sk_test_key@db/x",
        ] {
            case(text, None);
        }
        case(&join(&["sk_", "test_", "4eC39HqLyjWDarjtT1zdp7dc"]), None);
    }

    #[test]
    fn the_key_of_the_storage_emulator_is_none() {
        // The key printed in Azurite's documentation.
        let known = [
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/",
            "K1SZFPTOtr/KBHBeksoGMGw==",
        ];
        let known = known.concat();
        case(&format!("AccountKey={known}"), None);
        let start = "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1";
        let end = "BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1;";
        case(&format!("{start};AccountKey={known};{end}"), None);
        let other: String = known.chars().rev().collect();
        let other = format!("AccountKey={}==", other.trim_start_matches('='));
        case(&other, Some("azure"));
    }

    #[test]
    fn every_beginning_of_the_table_is_found_in_text_or_is_a_shared_one() {
        let mut dice = Dice(0x5eed);
        let live = |token: &&Token| token.fitness == Fitness::Live;
        for token in rows().flat_map(|row| row.tokens).filter(live) {
            if token.leads.iter().all(|lead| SHARED.contains(lead)) {
                continue;
            }
            let made = (0..20).map(|_| dice.token(token));
            let found = made
                .filter(|made| within(format!("a: {made}").as_bytes()).is_some())
                .count();
            // Of the shorter ones half are long enough.
            assert!(found >= 5, "{:?} {found}", token.leads);
        }
        let leads: Vec<_> = rows()
            .flat_map(|row| row.tokens)
            .flat_map(|token| token.leads)
            .collect();
        for shared in SHARED {
            assert!(leads.contains(&&shared), "{shared}");
        }
    }

    #[test]
    fn no_value_takes_long() {
        for piece in [
            "sk-",
            "-",
            "sk-ant-",
            "ghs_a.",
            "fm1_,",
            "AccountKey=",
            "a b",
            "DefaultEndpointsProtocol=",
        ] {
            let text = piece.repeat(LONGEST / 8 / piece.len());
            let started = std::time::Instant::now();
            let _ = live_form(text.as_bytes());
            let took = started.elapsed();
            assert!(took.as_secs() < 20, "{piece} {took:?}");
        }
    }
}
