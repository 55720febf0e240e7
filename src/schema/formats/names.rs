//! The names of variables that say whose token is in them.

use crate::core::secret_words::{Secrecy, secrecy_of_variable};
use crate::schema::formats::format::Format;
use crate::schema::formats::table::rows;

/// Other words for a provider than those of its form's name.
const ALSO: &[(&str, &str)] = &[
    ("CF", "cloudflare"),
    ("CO", "cohere"),
    ("DD", "datadog"),
    ("DIGITAL_OCEAN", "digitalocean"),
    ("ELEVEN", "elevenlabs"),
    ("ELEVEN_LABS", "elevenlabs"),
    ("GEMINI", "google-api-key"),
    ("GH", "github"),
    ("HF", "huggingface"),
    ("HUGGINGFACEHUB", "huggingface"),
    ("HUGGING_FACE", "huggingface"),
    ("LANGCHAIN", "langsmith"),
    ("LANG_SMITH", "langsmith"),
    ("NEWRELIC", "new-relic"),
    ("OPEN_AI", "openai"),
    ("OPEN_ROUTER", "openrouter"),
    ("PPLX", "perplexity"),
    ("SEND_GRID", "sendgrid"),
    ("TOGETHERAI", "together"),
    ("VOYAGEAI", "voyage"),
    ("WEIGHTS_AND_BIASES", "wandb"),
];

impl Format {
    /// The form of the token that a variable of this name has: `PINECONE_API_KEY`,
    /// `BACKUP_GH_TOKEN`. The longest of the words that name a provider count.
    pub(crate) fn of_variable(name: &str) -> Option<Self> {
        if matches!(secrecy_of_variable(name), Secrecy::No | Secrecy::Switch) {
            return None;
        }
        let own = rows().filter(|row| !row.is_standard());
        let own = own.map(|row| (row.name, row.name));
        let (_, form) = own
            .chain(ALSO.iter().copied())
            .filter(|(words, _)| has_words(name, words))
            .max_by_key(|(words, _)| words.len())?;
        Self::named(form)
    }
}

/// Whether some of the words of a name are these.
fn has_words(name: &str, words: &str) -> bool {
    let is_end = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric());
    let same = |(one, other): (&u8, &u8)| {
        one.eq_ignore_ascii_case(other) || !one.is_ascii_alphanumeric() && *other == b'-'
    };
    let (name, words) = (name.as_bytes(), words.as_bytes());
    let mut places = name.windows(words.len()).enumerate();
    places.any(|(at, window)| {
        window.iter().zip(words).all(same)
            && is_end(at.checked_sub(1).and_then(|before| name.get(before)))
            && is_end(name.get(at + words.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_whose_key_it_is() {
        for (name, form) in [
            ("ANTHROPIC_API_KEY", "anthropic"),
            ("AWS_ACCESS_KEY_ID", "aws-access-key-id"),
            ("AWS_SECRET_ACCESS_KEY", "aws-secret-access-key"),
            ("AZURE_OPENAI_API_KEY", "azure-openai"),
            ("BACKUP_GH_TOKEN", "github"),
            ("DEEPSEEK_API_KEY", "deepseek"),
            ("GEMINI_API_KEY", "google-api-key"),
            ("GITHUB_TOKEN", "github"),
            ("GOOGLE_API_KEY", "google-api-key"),
            ("HF_TOKEN", "huggingface"),
            ("HUGGINGFACEHUB_API_TOKEN", "huggingface"),
            ("HUGGING_FACE_HUB_TOKEN", "huggingface"),
            ("LANGCHAIN_API_KEY", "langsmith"),
            ("openai_api_key", "openai"),
            ("PINECONE_API_KEY", "pinecone"),
            ("REPLICATE_API_TOKEN", "replicate"),
            ("STRIPE_SECRET_KEY", "stripe"),
            ("VERCEL_TOKEN_2", "vercel"),
            ("XAI_API_KEY", "xai"),
        ] {
            let found = Format::of_variable(name).map(Format::name);
            assert_eq!(found, Some(form), "{name}");
        }
        for name in [
            "GITHUB_SHA",
            "HEROKU_APP_ID",
            "OPENAI_BASE_URL",
            "OPENAI_MAX_TOKENS",
            "PINECONE_INDEX",
            "DATABASE_PASSWORD",
            "MYGITHUBISH_TOKEN",
            "JWT_SECRET",
            "APP_PRIVATE_KEY",
            "API_KEY",
        ] {
            assert_eq!(Format::of_variable(name), None, "{name}");
        }
    }

    #[test]
    fn each_word_is_listed_once_and_means_a_form() {
        assert!(ALSO.is_sorted_by_key(|(words, _)| words));
        for (_, form) in ALSO {
            assert!(Format::named(form).is_some(), "{form}");
        }
    }
}
