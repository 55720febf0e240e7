//! The names that providers give their keys, and the forms of those.

/// Names with the form that their values have.
const KNOWN: &[(&str, &str)] = &[
    ("ANTHROPIC_API_KEY", "anthropic"),
    ("AWS_ACCESS_KEY_ID", "aws-access-key-id"),
    ("AWS_SECRET_ACCESS_KEY", "aws-secret-access-key"),
    ("DEEPSEEK_API_KEY", "deepseek"),
    ("GEMINI_API_KEY", "google-api-key"),
    ("GITHUB_TOKEN", "github"),
    ("GOOGLE_API_KEY", "google-api-key"),
    ("GROQ_API_KEY", "groq"),
    ("HF_TOKEN", "huggingface"),
    ("HUGGINGFACEHUB_API_TOKEN", "huggingface"),
    ("HUGGINGFACE_API_KEY", "huggingface"),
    ("HUGGING_FACE_HUB_TOKEN", "huggingface"),
    ("LANGCHAIN_API_KEY", "langsmith"),
    ("LANGSMITH_API_KEY", "langsmith"),
    ("NVIDIA_API_KEY", "nvidia"),
    ("OPENAI_API_KEY", "openai"),
    ("OPENROUTER_API_KEY", "openrouter"),
    ("PERPLEXITY_API_KEY", "perplexity"),
    ("PINECONE_API_KEY", "pinecone"),
    ("REPLICATE_API_TOKEN", "replicate"),
    ("STRIPE_SECRET_KEY", "stripe"),
    ("XAI_API_KEY", "xai"),
];

/// The form that a variable of this name has.
pub(super) fn format_of(name: &str) -> Option<&'static str> {
    let found = KNOWN.iter().find(|(known, _)| *known == name);
    found.map(|(_, format)| *format)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::formats::Format;

    #[test]
    fn every_form_is_one_of_the_table() {
        assert!(KNOWN.is_sorted());
        for (_, format) in KNOWN {
            assert!(Format::named(format).is_some(), "{format}");
        }
    }
}
