//! Compares the code with the schema, and finds code that bypasses secrun.

use std::collections::BTreeSet;

use crate::adopt::decide::{Gap, agrees, gap, name_of, refuses, shown};
use crate::adopt::evidence::Mention;
use crate::core::message::Message;
use crate::core::name::EnvName;
use crate::core::report::Problem;
use crate::core::secret::SecretValue;
use crate::core::secret_value::is_everyday;
use crate::core::secret_words::{Secrecy, secrecy_of_variable};
use crate::env::resolve::Validated;
use crate::python::{Analysis, Bypass, Need, Part, Read, Reader, Treatment, TypeHint};
use crate::schema::model::{Inherit, Rule, Schema};
use crate::schema::types::ValueType;

/// Names that the clients of services read, so that code uses them without
/// naming them.
const READ_BY_CLIENTS: &[&str] = &[
    "ANTHROPIC_",
    "AWS_",
    "AZURE_",
    "COHERE_",
    "CREWAI_",
    "DJANGO_SETTINGS_MODULE",
    "GEMINI_",
    "GOOGLE_",
    "GROQ_",
    "HF_",
    "HUGGING",
    "LANGCHAIN_",
    "LANGFUSE_",
    "LANGSMITH_",
    "MISTRAL_",
    "OPENAI_",
    "OTEL_",
    "PINECONE_",
    "REPLICATE_",
    "SENTRY_",
    "TAVILY_",
    "WANDB_",
    "COMPOSE_",
];

/// Compares the code with the schema.
pub(crate) fn compare(
    analysis: &Analysis,
    mentions: &[Mention],
    schema: &Schema,
    values: Option<&Validated>,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut read: BTreeSet<&EnvName> = BTreeSet::new();
    for one in &analysis.reads {
        let mut names = std::iter::once(&one.name).chain(&one.aliases);
        match names.find_map(|name| schema.governing(name.as_str())) {
            Some((rule, _)) => {
                read.insert(&rule.name);
                let value = values.and_then(|values| values.value(&rule.name));
                problems.extend(of_rule(one, rule, value));
                if one.reader == Reader::DjangoEnviron
                    && !analysis.plain_dollars
                    && value.is_some_and(SecretValue::begins_with_dollar)
                {
                    problems.push(dollar(one));
                }
            }
            None if one.unusual || is_inherited(schema, &one.name) => {}
            // A client may find its key in another place, or have no need of it.
            None if one.reader.client().is_some() && one.need != Need::Required => {}
            None if one.reader == Reader::Assigned => {}
            None => problems.push(undeclared(one)),
        }
    }
    // Other projects may read the keys that this one shares with them.
    let mut own = schema.rules.values();
    // What a pattern finds may be no read, so a schema without it has no fault.
    for mention in mentions {
        if let Some((rule, _)) = schema.governing(mention.name.as_str()) {
            read.insert(&rule.name);
        }
    }
    for rule in own.by_ref().filter(|rule| rule.place.path == schema.path) {
        let by_client = READ_BY_CLIENTS
            .iter()
            .any(|start| rule.name.as_str().starts_with(start));
        if !read.contains(&rule.name) && !by_client {
            problems.push(unused(rule));
        }
    }
    problems.extend(
        analysis
            .bypasses
            .iter()
            .map(|(place, way)| bypass(*way).at(place.clone())),
    );
    problems
}

/// Whether a name need not be declared, as the schema passes it from the host.
pub(crate) fn is_inherited(schema: &Schema, name: &EnvName) -> bool {
    schema.env.inherit.iter().any(|inherit| match inherit {
        Inherit::Preset(preset) => preset.provides(name.as_str()),
        Inherit::Pattern(pattern) => pattern.matches(name.as_str()),
    })
}

/// Tests set the variables that they read, and the host sets reserved names:
/// neither is an error.
fn undeclared(read: &Read) -> Problem {
    let what = match read.reader.client() {
        Some(package) => message!(
            "`{}` reads it by itself, but the schema does not declare it",
            package
        ),
        None => message!("the code reads it, but the schema does not declare it"),
    };
    let problem = if read.part == Part::Tests || read.name.is_reserved() {
        Problem::warning("code.undeclared", what)
    } else {
        Problem::error("code.undeclared", what)
    };
    let hint = if read.name.is_reserved() {
        "add it to `inherit` if the child needs it"
    } else {
        "declare it, or run `secrun init --write`"
    };
    problem
        .at(read.place.clone())
        .about(&read.name)
        .hint(Message::from(hint))
}

fn unused(rule: &Rule) -> Problem {
    Problem::warning(
        "code.unused",
        message!("declared, but no Python code reads it"),
    )
    .at(rule.place.clone())
    .about(&rule.name)
    .hint(message!(
        "remove it, or keep it if another program reads it"
    ))
}

/// The problems of one read of a declared key.
fn of_rule(read: &Read, rule: &Rule, value: Option<&SecretValue>) -> Vec<Problem> {
    let mut problems = Vec::new();
    if read.part == Part::Tests {
        return problems;
    }
    let live = read.default_text.live.is_some();
    // `redis` names a backend; as the default of a password it is one.
    let is_word = read.default.as_deref().is_some_and(is_everyday)
        && secrecy_of_variable(rule.name.as_str()) != Secrecy::Certain;
    if live || (rule.is_secret() && read.default_text.is_filled && !is_word) {
        let what = Message::from(if live && !rule.is_secret() {
            "its default in the code looks like a live key, but the schema calls it a setting"
        } else {
            "a secret with a default in the code"
        });
        problems.push(Problem::error("code.default", what).hint(message!(
            "remove the default, so that the program stops without the key"
        )));
    }
    if rule.is_secret()
        && read.reader == Reader::Settings
        && read.treatment != Treatment::SecretStr
        && read.hint != TypeHint::Dsn
    {
        let what = message!("a secret without `SecretStr`, so printing the settings shows it");
        problems.push(
            Problem::warning("code.secret-str", what)
                .hint(message!("annotate the field with `SecretStr`")),
        );
    }
    if read.treatment == Treatment::Truth && matches!(rule.value_type, ValueType::Bool) {
        let what = message!("the code takes any text as true, `False` and `0` too");
        let hint = message!("compare the text: `os.getenv(…, \"\").lower() == \"true\"`");
        problems.push(Problem::warning("code.bool", what).hint(hint));
    }
    problems.extend(of_type(read, rule, value));
    let placed = |problem: Problem| problem.at(read.place.clone()).about(&read.name);
    problems.into_iter().map(placed).collect()
}

/// Compares the code's type with the rule, and with the value where no rule can say
/// what the type asks for.
fn of_type(read: &Read, rule: &Rule, value: Option<&SecretValue>) -> Option<Problem> {
    let Some(first) = read.expected.first() else {
        let name = name_of(&read.hint);
        let hint = message!("in the schema, write `type = \"{}\"`", name);
        let gap = too_loose(&Message::from(name), rule).hint(hint);
        return (!agrees(&read.hint, rule)).then_some(gap);
    };
    let gaps = read.expected.iter();
    let gaps = gaps.map(|one| gap(one, rule, read.empty));
    let gaps: Option<Vec<Gap>> = gaps.collect();
    let hint = match gaps.as_deref() {
        Some([Gap::Strict, ..]) => message!("a strict type takes no text: annotate it otherwise"),
        Some([Gap::Empty, ..]) => message!("in the schema, remove `allow_empty`"),
        Some(_) => message!("in the schema, write `{}`", shown(first)),
        None if value.is_some_and(|value| refuses(&read.expected, value)) => {
            let what = message!(
                "the code's type is `{}`, which refuses the value",
                first.name
            );
            let hint = message!("correct the value, or the type");
            return Some(Problem::warning("code.type", what).hint(hint));
        }
        None => return None,
    };
    Some(too_loose(&first.name, rule).hint(hint))
}

fn too_loose(name: &Message, rule: &Rule) -> Problem {
    let what = message!(
        "the code's type is `{}`, and the rule at {} passes values that it refuses",
        name,
        rule.place
    );
    Problem::warning("code.type", what)
}

fn dollar(read: &Read) -> Problem {
    let what = message!(
        "its value begins with `$`, which django-environ takes for the name of a variable"
    );
    let hint = message!("set `interpolate = False`, or `escape_proxy = True` and write `\\$`");
    Problem::warning("code.dollar", what)
        .at(read.place.clone())
        .about(&read.name)
        .hint(hint)
}

fn bypass(bypass: Bypass) -> Problem {
    match bypass {
        Bypass::LoadsDotenv => Problem::warning(
            "code.dotenv",
            message!("this call bypasses secrun and loads every key of an env file"),
        )
        .hint(message!("remove it")),
        Bypass::Decouple => Problem::warning(
            "code.dotenv",
            message!("python-decouple reads `.env` for the keys that a run withholds"),
        )
        .hint(message!(
            "use `Config(RepositoryEmpty())` of decouple, which reads the environment only"
        )),
        Bypass::EnvFile => Problem::warning(
            "code.dotenv",
            message!("`env_file` bypasses secrun and loads every key"),
        )
        .hint(message!("remove `env_file`: secrun passes the values on")),
        Bypass::Override => Problem::error(
            "code.override",
            message!("the env file overrides the values that secrun passes on"),
        )
        .hint(message!("remove `override=True`")),
    }
}
