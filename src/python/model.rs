//! What the analysis of Python files finds.

use std::collections::{HashMap, HashSet};

use crate::core::message::{Place, ShownPath};
use crate::core::name::EnvName;
use crate::core::token_like::is_token_like;
use crate::python::expected::Expected;
use crate::python::part::Part;
use crate::schema::formats;

/// A default longer than this is not kept.
const LONGEST_DEFAULT: usize = 64;

pub(crate) struct SourceFile {
    /// Its path from the tree's root, with `/` between the parts.
    pub path: String,
    /// Its path as it is shown.
    pub shown: ShownPath,
    pub text: String,
}

/// A file of the program that runs something if it is started.
#[derive(Debug)]
pub(crate) struct EntryPoint {
    /// Its name with dots, from the tree's root.
    pub dotted: String,
    /// The files whose code it may run: itself, and all that it imports.
    pub files: HashSet<ShownPath>,
}

/// What is found in a tree of Python files.
#[derive(Debug, Default)]
pub(crate) struct Analysis {
    /// Every place that reads a variable, by path and line.
    pub reads: Vec<Read>,
    /// Every place that bypasses secrun.
    pub bypasses: Vec<(Place, Bypass)>,
    /// Whether django-environ leaves a `$` at the start of a value alone.
    pub plain_dollars: bool,
    /// Reads of a name that is made at run time.
    pub dynamic: Vec<Place>,
    /// Files with syntax errors.
    pub broken: Vec<ShownPath>,
    /// The files that are started as programs.
    pub entry_points: Vec<EntryPoint>,
}

impl Analysis {
    /// Takes over the spelling of known names where the reader ignores case.
    pub(crate) fn spell_as<'n>(&mut self, known: impl Iterator<Item = &'n EnvName>) {
        let mut spelled: HashMap<String, Vec<&EnvName>> = HashMap::new();
        for name in known {
            let key = name.as_str().to_lowercase();
            spelled.entry(key).or_default().push(name);
        }
        for read in self.reads.iter_mut().filter(|read| read.any_case) {
            for name in std::iter::once(&mut read.name).chain(&mut read.aliases) {
                if let Some(others) = spelled.get(&name.as_str().to_lowercase())
                    && !others.contains(&&*name)
                {
                    *name = others[0].clone();
                }
            }
        }
    }
}

/// One place that reads one variable.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Read {
    pub name: EnvName,
    /// The other names that it is read from.
    pub aliases: Vec<EnvName>,
    /// Whether upper and lower case are the same to the reader.
    pub any_case: bool,
    /// Whether it is possible, but unusual, to set it: a whole model as JSON.
    pub unusual: bool,
    pub place: Place,
    pub reader: Reader,
    /// What happens when it is not set.
    pub need: Need,
    /// The type that the code expects.
    pub hint: TypeHint,
    /// What pydantic takes for it: one of these. None if that is not known.
    pub expected: Vec<Expected>,
    pub empty: EmptyValue,
    /// The default as the environment spells it, if it is short and plain.
    pub default: Option<Box<str>>,
    pub default_text: DefaultText,
    pub treatment: Treatment,
    /// The part of the project that the file belongs to.
    pub part: Part,
    /// Whether it is read as soon as the file is imported, or with all settings.
    pub at_start: bool,
}

/// What the text of a default is. One that is no text is none of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct DefaultText {
    /// Whether it is not empty, apart from URLs without a user and empty JSON.
    pub is_filled: bool,
    /// The provider format, if it is a live key.
    pub live: Option<&'static str>,
    /// Whether it contains a password or a private key.
    pub has_secret: bool,
}

/// How the code treats a value apart from its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Treatment {
    Plain,
    /// Any text counts as true, also `False`: the code takes it without a cast.
    Truth,
    /// It becomes a `SecretStr` of pydantic, or a `Secret` of Starlette.
    SecretStr,
}

/// The library that reads a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reader {
    Environ,
    /// A field of a pydantic settings class.
    Settings,
    Decouple,
    Environs,
    DjangoEnviron,
    Dynaconf,
    Starlette,
    /// `envvar=` of click and typer, `from_envvar` of Flask.
    CommandLine,
    DotenvValues,
    /// A function of the project that passes its argument on.
    Function,
    /// The code sets it: to a made-up text, or to what it asks for.
    Assigned,
    /// The client of a service, from this package: no name stands in the code.
    Client(&'static str),
}

impl Reader {
    /// Whether it converts the text to the stated type, so that a default means
    /// the same in the environment as in the code.
    pub(crate) const fn converts(self) -> bool {
        !matches!(
            self,
            Self::Environ
                | Self::DotenvValues
                | Self::Function
                | Self::CommandLine
                | Self::Assigned
                | Self::Client(_)
        )
    }

    /// The package whose client it is.
    pub(crate) const fn client(self) -> Option<&'static str> {
        match self {
            Self::Client(package) => Some(package),
            _ => None,
        }
    }
}

/// What happens when a variable is not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Need {
    Required,
    /// The code continues without it.
    Optional,
    /// The code has a default.
    Default,
}

/// What an empty value is to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EmptyValue {
    /// A value like any other.
    Set,
    /// As if the variable was not set: `env_ignore_empty`.
    Unset,
}

/// The type that the code expects of a value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum TypeHint {
    /// The code does not say.
    #[default]
    Unknown,
    Text,
    Int,
    Float,
    Bool,
    OneOf(Vec<Box<str>>),
    Url,
    /// A URL of a server that asks for a password.
    Dsn,
    /// A URL of a server in a form of the library's own: `locmem://`, `sqlite:///x`.
    Connection,
    Email,
    Path,
    Ip,
    Uuid,
    Json,
    /// Items separated by commas.
    List,
}

/// A way for the code to bypass secrun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Bypass {
    /// `load_dotenv()`, `dotenv_values()`, `read_env()`: reads an env file.
    LoadsDotenv,
    /// python-decouple's `config`, which looks into `.env` for what the environment
    /// lacks. No variable turns it off.
    Decouple,
    /// `env_file=` of a settings class, which no variable turns off.
    EnvFile,
    /// `override=True`: the file wins over what secrun passed.
    Override,
}

/// Keeps a short plain word that is not a secret.
pub(crate) fn plain(text: &str) -> Option<Box<str>> {
    let good = |byte: u8| byte.is_ascii_alphanumeric() || b"_.:/-+,".contains(&byte);
    let fine = !text.is_empty()
        && text.len() <= LONGEST_DEFAULT
        && text.bytes().all(good)
        && !formats::looks_like_token(text.as_bytes());
    fine.then(|| text.into())
}

/// Takes a text as a variable's name, unless it may be a pasted token: names are
/// shown.
pub(crate) fn plausible(text: &str) -> Option<EnvName> {
    let segment_is_fine = |segment: &str| {
        let digits = segment.bytes().filter(u8::is_ascii_digit).count();
        segment.len() <= 24
            && (digits == 0 || segment.len() < 16 && (segment.len() < 8 || digits < 4))
    };
    let fine = text.len() <= 80 && text.split(['_', '-', '.']).all(segment_is_fine);
    let letters = text.bytes().any(|byte| byte.is_ascii_alphabetic());
    // A schema with a name that looks like a token is refused.
    let declarable = fine && letters && !is_token_like(text);
    EnvName::new(text).ok().filter(|_| declarable)
}

#[cfg(test)]
mod tests {
    use super::plausible;

    #[test]
    fn names_of_a_tokens_shape_are_not_taken() {
        for name in [
            "OPENAI_API_KEY",
            "http_proxy",
            "S3_BUCKET",
            "app.key",
            "AUTHENTICATION_BACKEND",
        ] {
            assert!(plausible(name).is_some(), "{name}");
        }
        for name in [
            "",
            "A B",
            "1A",
            "___",
            "ghp_A1b2C3d4E5f6G7h8I9j0",
            "AKIA1234567890ABCDEF",
            "os.environ/X",
        ] {
            assert!(plausible(name).is_none(), "{name}");
        }
    }
}
