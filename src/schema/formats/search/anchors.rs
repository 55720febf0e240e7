//! What the search of text needs to know of a form besides the form itself.

/// Prefixes of public tokens.
pub(super) const PUBLIC: [&str; 6] = [
    "pk_live_",
    "pk_test_",
    "sb_publishable_",
    "phc_",
    "pk-lf-",
    "NRJS-",
];

/// Shorter prefixes are too short to search for, and those of this length come up in
/// Base64 by chance.
pub(super) const SHORT: usize = 3;

/// Tokens that are found by a text in their middle: the form, the beginning,
/// the texts, and how many bytes come before at least and at most.
pub(super) const INNER: [(&str, &str, &[&str], usize, usize); 6] = [
    (
        "azure",
        "",
        &[
            "0Q~", "1Q~", "2Q~", "3Q~", "4Q~", "5Q~", "6Q~", "7Q~", "8Q~", "9Q~",
        ],
        3,
        3,
    ),
    ("mailchimp", "", &["-us"], 32, 32),
    ("new-relic", "", &["NRAL"], 36, 36),
    ("openai", "sk-", &["T3BlbkFJ"], 23, 23),
    // The token of every bot begins so.
    ("telegram", "", &[":AA"], 8, 10),
    ("terraform-cloud", "", &[".atlasv1."], 14, 14),
];

/// Forms with a beginning that is too common to search for.
pub(super) const BY_NAME: [&str; 2] = ["airtable", "deepseek"];

/// Providers whose names are everywhere: only the name that a token is assigned to
/// counts, not one beside it.
pub(super) const ORDINARY: [&str; 6] = [
    "aws-secret-access-key",
    "docker",
    "github",
    "gitlab",
    "npm",
    "vault",
];

/// Forms that are not specific enough without a name, and the names that identify them.
pub(super) const NAMED: [(&str, &[&str]); 44] = [
    ("airtable", &["airtable", "Airtable"]),
    ("assemblyai", &["assemblyai", "assembly_ai", "AssemblyAI"]),
    (
        "aws-secret-access-key",
        &[
            "aws_secret",
            "secret_access_key",
            "secretAccessKey",
            "SecretAccessKey",
        ],
    ),
    (
        "azure-openai",
        &["azure_openai", "azureOpenai", "AzureOpenAI"],
    ),
    ("brave", &["brave", "Brave", "X-Subscription-Token"]),
    ("cloudflare", &["cloudflare", "Cloudflare"]),
    ("cohere", &["cohere", "Cohere"]),
    (
        "datadog",
        &["datadog", "Datadog", "DataDog", "dd_ap", "dd-ap"],
    ),
    ("deepgram", &["deepgram", "Deepgram"]),
    ("deepseek", &["deepseek", "DeepSeek"]),
    ("digitalocean", &["digitalocean", "DigitalOcean"]),
    ("discord", &["discord", "Discord"]),
    ("docker", &["docker", "Docker"]),
    ("elevenlabs", &["elevenlabs", "ElevenLabs"]),
    ("exa", &["exa_", "exaApi", "exa.ai", "Exa("]),
    ("github", &["github", "GitHub", "Github"]),
    ("gitlab", &["gitlab", "GitLab", "Gitlab"]),
    ("grafana", &["grafana", "Grafana"]),
    ("heroku", &["heroku", "Heroku"]),
    ("hubspot", &["hubspot", "Hubspot", "HubSpot", "hapikey"]),
    ("huggingface", &["huggingface", "HuggingFace"]),
    ("mailgun", &["mailgun", "Mailgun"]),
    ("mistral", &["mistral", "Mistral"]),
    ("modal", &["modal_", "modalToken", "token-secret"]),
    ("netlify", &["netlify", "Netlify"]),
    ("ngrok", &["ngrok"]),
    ("npm", &["npm"]),
    ("okta", &["okta", "Okta"]),
    ("pinecone", &["pinecone", "Pinecone"]),
    ("qdrant", &["qdrant", "Qdrant"]),
    ("replicate", &["replicate", "Replicate"]),
    ("rubygems", &["rubygems", "RubyGems"]),
    ("sentry", &["sentry", "Sentry"]),
    ("serper", &["serper", "Serper"]),
    ("shopify", &["shopify", "Shopify"]),
    ("slack", &["slack", "Slack"]),
    ("stripe", &["stripe", "Stripe"]),
    ("supabase", &["supabase", "Supabase"]),
    ("twilio", &["twilio", "Twilio"]),
    ("upstash", &["upstash", "Upstash"]),
    ("vault", &["vault"]),
    ("vercel", &["vercel", "Vercel"]),
    ("voyage", &["voyage", "Voyage"]),
    ("wandb", &["wandb"]),
];
