//! The table of clients that read their keys by themselves.

use std::collections::HashMap;

/// The rows, with a comment that says how to read them.
const TABLE: &str = include_str!("sdks.txt");

/// Heads of packages that are also ordinary words, which projects give to folders of
/// their own.
const ORDINARY: [&str; 4] = ["agents", "google", "azure", "phi"];

/// Functions that take a client by the name of a model: `completion("gpt-4o")`.
const BY_MODEL: [(&str, &str); 10] = [
    ("langchain", "init_chat_model"),
    ("langchain", "create_agent"),
    ("litellm", "completion"),
    ("litellm", "acompletion"),
    ("litellm", "embedding"),
    ("pydantic_ai", "Agent"),
    ("dspy", "LM"),
    ("crewai", "LLM"),
    ("smolagents", "LiteLLMModel"),
    ("instructor", "from_provider"),
];

/// Providers and the beginnings of their models, with what their clients read. Providers
/// whose variable differs from one library to the other are left out.
const MODELS: [(&str, &[&str]); 8] = [
    ("openai gpt- o1 o3 o4- chatgpt-", &["OPENAI_API_KEY"]),
    ("anthropic claude", &["ANTHROPIC_API_KEY"]),
    (
        "google_genai google-gla gemini",
        &["GOOGLE_API_KEY", "GEMINI_API_KEY"],
    ),
    ("groq", &["GROQ_API_KEY"]),
    ("mistral mistralai", &["MISTRAL_API_KEY"]),
    ("deepseek", &["DEEPSEEK_API_KEY"]),
    ("openrouter", &["OPENROUTER_API_KEY"]),
    ("xai", &["XAI_API_KEY"]),
];

/// The package of a function that takes the name of a model.
pub(super) fn takes_model(dotted: &str) -> Option<&'static str> {
    let mut known = BY_MODEL.iter();
    let (package, _) = known.find(|(package, function)| {
        let rest = dotted.strip_prefix(package);
        let end = rest.and_then(|rest| rest.strip_suffix(function));
        end.is_some_and(|between| between.starts_with('.') && between.ends_with('.'))
    })?;
    Some(package)
}

/// What a model's client reads: `openai:gpt-4o`, `groq/llama-3`, `claude-sonnet`.
pub(super) fn of_model(model: &str) -> Option<&'static [&'static str]> {
    let provider = model.find([':', '/']).map(|end| &model[..end]);
    let mut models = MODELS.iter();
    let (_, names) = models.find(|(starts, _)| {
        let mut starts = starts.split(' ');
        match provider {
            Some(provider) => starts.any(|start| start == provider),
            None => starts.any(|start| model.starts_with(start)),
        }
    })?;
    Some(names)
}

/// What is called: `OpenAI`, `Runner.run`.
pub(super) struct Client {
    called: &'static str,
    pub(super) variables: Vec<Variable>,
}

/// A variable that a client reads.
#[derive(Clone)]
pub(super) struct Variable {
    /// Its names: the client takes the first that is set.
    pub(super) names: Vec<&'static str>,
    /// What takes its place, see the table.
    pub(super) given_by: Vec<&'static str>,
    pub(super) usage: Usage,
}

/// How much a client depends on a variable.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Usage {
    Required,
    Optional,
    /// Few programs set it.
    Seldom,
    /// An attribute that the call sets, and no variable.
    Sets,
}

/// The clients, by their packages.
pub(super) struct Clients(HashMap<&'static str, Vec<Client>>);

impl Clients {
    pub(super) fn new() -> Self {
        let mut clients: HashMap<_, Vec<Client>> = HashMap::new();
        for (packages, called, variables) in rows() {
            let variables: Vec<Variable> = variables.split(' ').filter_map(variable).collect();
            for package in packages.split(' ') {
                let of_package = clients.entry(package).or_default();
                of_package.extend(called.split(' ').map(|called| Client {
                    called,
                    variables: variables.clone(),
                }));
            }
        }
        Self(clients)
    }

    /// What a call of a dotted name reads, with the package: `openai.lib.azure.AzureOpenAI`.
    pub(super) fn called(&self, dotted: &str) -> Option<(&'static str, Vec<&Variable>)> {
        let dots = dotted.match_indices('.').map(|(at, _)| at);
        let mut package = None;
        let mut variables = Vec::new();
        for at in dots {
            let Some((name, clients)) = self.0.get_key_value(&dotted[..at]) else {
                continue;
            };
            let is_called = |client: &&Client| {
                let head = dotted[at..].strip_suffix(client.called);
                head.is_some_and(|head| head.ends_with('.'))
            };
            for client in clients.iter().filter(is_called) {
                package = Some(*name);
                variables.extend(&client.variables);
            }
        }
        Some((package?, variables))
    }

    /// Whether a file of this name is not what an import means: `llms/openai.py`
    /// imports the package that it is named after.
    pub(super) fn is_package(&self, name: &str) -> bool {
        !ORDINARY.contains(&name) && self.0.contains_key(name)
    }
}

fn rows() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| {
        let mut cells = row.split(" | ");
        Some((cells.next()?, cells.next()?, cells.next()?))
    })
}

/// `?A/B(c,@0)`
fn variable(text: &'static str) -> Option<Variable> {
    let (usage, text) = match text.split_at_checked(1)? {
        ("?", rest) => (Usage::Optional, rest),
        ("~", rest) => (Usage::Seldom, rest),
        ("!", rest) => (Usage::Sets, rest),
        _ => (Usage::Required, text),
    };
    let (names, given) = text.split_once('(').unwrap_or((text, ""));
    let given = given.strip_suffix(')').unwrap_or(given);
    Some(Variable {
        names: names.split('/').collect(),
        given_by: given.split(',').filter(|given| !given.is_empty()).collect(),
        usage,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::name::EnvName;
    use crate::core::secret_words::{Secrecy, secrecy_of_variable};

    #[test]
    fn every_row_has_its_cells_and_every_variable_is_a_name() {
        let lines = TABLE.lines().filter(|line| line.contains('|'));
        assert_eq!(lines.skip(1).count(), rows().count());
        for (packages, called, variables) in rows() {
            assert!(!packages.is_empty() && !called.is_empty(), "{packages}");
            for text in variables.split(' ') {
                let variable = variable(text).unwrap();
                for name in &variable.names {
                    let is_attribute = variable.usage == Usage::Sets && name.contains('.');
                    let is_name = EnvName::new(name).is_ok() && name.to_uppercase() == **name;
                    assert!(is_attribute || is_name, "{packages}: {name}");
                }
                assert_eq!(
                    text.matches('(').count(),
                    text.matches(')').count(),
                    "{text}"
                );
            }
        }
    }

    #[test]
    fn every_key_of_the_table_is_a_secret_by_its_name() {
        // What an account, a region or a key that is public says is no secret.
        let settings = [
            "AWS_DEFAULT_REGION",
            "AWS_REGION",
            "AZURE_CLIENT_ID",
            "AZURE_OPENAI_ENDPOINT",
            "AZURE_TENANT_ID",
            "ANTHROPIC_VERTEX_PROJECT_ID",
            "CLOUD_ML_REGION",
            "GOOGLE_APPLICATION_CREDENTIALS",
            "GOOGLE_CSE_ID",
            "LANGFUSE_PUBLIC_KEY",
            "OPENAI_API_VERSION",
            "TWILIO_ACCOUNT_SID",
            "UPSTASH_REDIS_REST_URL",
        ];
        for (_, _, variables) in rows() {
            let variables = variables.split(' ').filter_map(variable);
            let proposed = variables
                .filter(|variable| matches!(variable.usage, Usage::Required | Usage::Optional));
            for name in proposed.flat_map(|variable| variable.names) {
                let is_secret = secrecy_of_variable(name) != Secrecy::No;
                assert!(is_secret || settings.contains(&name), "{name}");
            }
        }
    }

    #[test]
    fn a_client_is_known_by_its_package_and_the_end_of_its_path() {
        let clients = Clients::new();
        let names = |dotted: &str| {
            let (package, variables) = clients.called(dotted)?;
            let first = variables.first()?.names.first()?;
            Some((package, *first))
        };
        assert_eq!(names("openai.OpenAI"), Some(("openai", "OPENAI_API_KEY")));
        assert_eq!(
            names("openai.lib.azure.AzureOpenAI"),
            Some(("openai", "AZURE_OPENAI_API_KEY"))
        );
        assert_eq!(
            names("google.genai.Client"),
            Some(("google.genai", "GOOGLE_API_KEY"))
        );
        assert_eq!(names("openai.types.NotOpenAI"), None);
        assert_eq!(names("other.OpenAI"), None);
        assert_eq!(names("OpenAI"), None);
    }
}
