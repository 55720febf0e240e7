//! The one test for a token that was pasted where a name belongs.

/// Beginnings of well-known tokens that are also of a name's form.
const PREFIXES: &str = "\
    AGE-SECRET-KEY- AIza AKIA ASIA EAA SG. dckr_pat_ dop_v1_ eyJ ghp_ gho_ ghs_ ghu_ \
    github_pat_ glpat- gsk_ hf_ lsv2_ npm_ ops_ pk_live_ pypi- r8_ rk_live_ shpat_ sk- \
    sk_live_ sk_test_ tvly- whsec_ xai- xapp- xoxb- xoxp-";

/// The shortest text that a known beginning makes a token: `hf_token` is a
/// name.
const SHORTEST_TOKEN: usize = 18;

/// Whether a declared name or label looks like a pasted token rather than
/// like words. Long words in one case pass (`APPLICATIONINSIGHTS_…` is real),
/// and so do dates and numbers at a word's end.
pub(crate) fn is_token_like(text: &str) -> bool {
    // Nearly all names: too short for a token, and no digit to make one of.
    if text.len() < 8 || (text.len() < 16 && !text.bytes().any(|byte| byte.is_ascii_digit())) {
        return false;
    }
    let is_prefixed = || PREFIXES.split(' ').any(|start| text.starts_with(start));
    (text.len() >= SHORTEST_TOKEN && is_prefixed())
        || text.split(['_', '-', '.']).any(is_token_like_segment)
}

fn is_token_like_segment(segment: &str) -> bool {
    let stem = segment.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = segment.bytes().filter(u8::is_ascii_digit).count();
    let inner = stem.bytes().filter(u8::is_ascii_digit).count();
    if stem.is_empty() {
        segment.len() > 10
    } else if segment.len() < 8 {
        false
    } else if inner > 0 {
        digits >= 3 || inner >= 2 || segment.len() >= 16
    } else {
        digits > 4 || is_token_like_stem(stem)
    }
}

/// A segment of letters only.
fn is_token_like_stem(stem: &str) -> bool {
    let upper = stem.bytes().filter(u8::is_ascii_uppercase).count();
    if upper == stem.len() {
        return upper > 40;
    }
    if upper == 0 {
        return stem.len() >= 16;
    }
    // In CamelCase a word has four letters or more, in random text about two.
    let humps = stem
        .as_bytes()
        .windows(2)
        .filter(
            |pair| matches!(pair, [low, up] if low.is_ascii_lowercase() && up.is_ascii_uppercase()),
        )
        .count();
    stem.len() >= 16 && (humps + 1) * 4 > stem.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_use_are_not_tokens() {
        for name in [
            "OPENAI_API_KEY",
            "APPLICATIONINSIGHTS_CONNECTION_STRING",
            "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING",
            "AzureWebJobsStorage",
            "AWS_S3_BUCKET",
            "DATABASE2_URL",
            "REDIS6379_URL",
            "AUTH0_DOMAIN",
            "SHA256_SALT",
            "hf_token",
            "app.key",
            "gpt-4o-2024-08-06",
            "claude-3-5-sonnet-20241022",
            "ml-platform",
        ] {
            assert!(!is_token_like(name), "{name}");
        }
    }

    #[test]
    fn tokens_are_told_from_names() {
        for token in [
            "AKIAIOSFODNN7EXAMPLE",
            "JBSWY3DPEHPK3PXP",
            "9f86d081884c7d65",
            "KEY_9F86D081884C7D65",
            "aBcDeFgHiJkLmNoP",
            "abcdefghijklmnop",
            concat!("gh", "p_abcdefghijklmnopq"),
            concat!("sk_li", "ve_abcdefghijkl"),
            "a1b2c3d4",
        ] {
            assert!(is_token_like(token), "{token}");
        }
    }
}
