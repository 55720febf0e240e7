//! What messages call a provider's token.

use crate::core::message::Message;
use crate::schema::formats::format::Format;

/// By the name of the form. The others are keys of a provider that is written as its form
/// is.
const NOUNS: &[(&str, &str)] = &[
    ("1password", "a 1Password key"),
    ("age", "an age key"),
    ("airtable", "an Airtable token"),
    ("alibaba", "an Alibaba Cloud key"),
    ("anthropic", "an Anthropic key"),
    ("apify", "an Apify token"),
    ("artifactory", "an Artifactory token"),
    ("assemblyai", "an AssemblyAI key"),
    ("aws-access-key-id", "an AWS access key ID"),
    ("aws-secret-access-key", "an AWS secret access key"),
    ("azure", "an Azure key"),
    ("azure-openai", "an Azure OpenAI key"),
    ("bedrock", "an Amazon Bedrock key"),
    ("brave", "a Brave Search key"),
    ("browserbase", "a Browserbase key"),
    ("cerebras", "a Cerebras key"),
    ("cloudflare", "a Cloudflare token"),
    ("cohere", "a Cohere key"),
    ("databricks", "a Databricks token"),
    ("datadog", "a Datadog key"),
    ("deepgram", "a Deepgram key"),
    ("deepseek", "a DeepSeek key"),
    ("digitalocean", "a DigitalOcean token"),
    ("discord", "a Discord token"),
    ("docker", "a Docker token"),
    ("doppler", "a Doppler token"),
    ("e2b", "an E2B key"),
    ("elevenlabs", "an ElevenLabs key"),
    ("exa", "an Exa key"),
    ("figma", "a Figma token"),
    ("firecrawl", "a Firecrawl key"),
    ("fireworks", "a Fireworks key"),
    ("fly", "a Fly.io token"),
    ("github", "a GitHub token"),
    ("gitlab", "a GitLab token"),
    ("google-api-key", "a Google API key"),
    ("google-client-secret", "a Google client secret"),
    ("grafana", "a Grafana token"),
    ("groq", "a Groq key"),
    ("helicone", "a Helicone key"),
    ("heroku", "a Heroku key"),
    ("hubspot", "a HubSpot token"),
    ("huggingface", "a Hugging Face token"),
    ("jina", "a Jina key"),
    ("jwt", "a JSON Web Token"),
    ("langfuse", "a Langfuse key"),
    ("langsmith", "a LangSmith key"),
    ("linear", "a Linear key"),
    ("llamacloud", "a LlamaCloud key"),
    ("mailchimp", "a Mailchimp key"),
    ("mailgun", "a Mailgun key"),
    ("mistral", "a Mistral key"),
    ("modal", "a Modal token"),
    ("neon", "a Neon key"),
    ("netlify", "a Netlify token"),
    ("new-relic", "a New Relic key"),
    ("ngrok", "an ngrok token"),
    ("notion", "a Notion token"),
    ("npm", "an npm token"),
    ("nvidia", "an NVIDIA key"),
    ("okta", "an Okta token"),
    ("openai", "an OpenAI key"),
    ("openrouter", "an OpenRouter key"),
    ("perplexity", "a Perplexity key"),
    ("pinecone", "a Pinecone key"),
    ("planetscale", "a PlanetScale token"),
    ("posthog", "a PostHog key"),
    ("postman", "a Postman key"),
    ("prefect", "a Prefect key"),
    ("private-key", "a private key"),
    ("pulumi", "a Pulumi token"),
    ("pypi", "a PyPI token"),
    ("qdrant", "a Qdrant key"),
    ("render", "a Render key"),
    ("replicate", "a Replicate token"),
    ("resend", "a Resend key"),
    ("rubygems", "a RubyGems key"),
    ("sendgrid", "a SendGrid key"),
    ("sentry", "a Sentry token"),
    ("serper", "a Serper key"),
    ("shopify", "a Shopify token"),
    ("slack", "a Slack token"),
    ("square", "a Square token"),
    ("stripe", "a Stripe key"),
    ("supabase", "a Supabase key"),
    ("tailscale", "a Tailscale key"),
    ("tavily", "a Tavily key"),
    ("telegram", "a Telegram token"),
    ("terraform-cloud", "a Terraform Cloud token"),
    ("together", "a Together key"),
    ("twilio", "a Twilio key"),
    ("upstash", "an Upstash token"),
    ("url-with-password", "a URL with a password"),
    ("vault", "a Vault token"),
    ("vercel", "a Vercel token"),
    ("voyage", "a Voyage key"),
    ("wandb", "a W&B key"),
    ("xai", "an xAI key"),
];

impl Format {
    /// The noun with its article: `an OpenAI key`.
    pub(crate) fn noun(self) -> Message {
        let name = self.name();
        match NOUNS.iter().find(|(known, _)| *known == name) {
            Some((_, noun)) => message!("{}", *noun),
            None => message!("a `{}` key", name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_has_a_noun_with_the_right_article() {
        assert!(NOUNS.is_sorted_by_key(|(name, _)| name));
        for (_, noun) in NOUNS {
            assert!(noun.starts_with("a ") || noun.starts_with("an "), "{noun}");
        }
        for name in Format::names() {
            let noun = Format::named(name).unwrap().noun().to_string();
            assert!(!noun.contains('`'), "{noun}: add it to NOUNS");
        }
        let noun = |name| Format::named(name).unwrap().noun().to_string();
        assert_eq!(noun("openai"), "an OpenAI key");
        assert_eq!(noun("github"), "a GitHub token");
    }
}
