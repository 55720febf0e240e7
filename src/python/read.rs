//! What is found in Python files: variables that they read, and ways past secrun.

use crate::core::message::{Place, ShownPath};
use crate::core::name::EnvName;
use crate::schema::redact::is_token_like;

/// A Python file.
pub struct SourceFile {
    /// Its path from the tree's root, with `/` between the parts.
    pub path: String,
    /// Its path as it is shown.
    pub shown: ShownPath,
    /// Its text.
    pub text: String,
}

/// What is found in a tree of Python files.
#[derive(Debug, Default)]
pub struct Reading {
    /// Every place that reads a variable, by path and line.
    pub reads: Vec<Read>,
    /// What goes past secrun.
    pub flags: Vec<Flag>,
    /// Places whose name is made at run time, and so is not known.
    pub dynamic: Vec<Place>,
    /// Files that are not the Python that the parser knows.
    pub broken: Vec<ShownPath>,
}

/// One place that reads one variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The variable.
    pub name: EnvName,
    /// Where.
    pub place: Place,
    /// By what means.
    pub reader: Reader,
    /// What happens when it is not set.
    pub need: Need,
    /// What the code takes it for.
    pub guess: Guess,
    /// The default as the environment would spell it, where it is short and plain.
    pub default: Option<Box<str>>,
    /// Whether a text that is not empty stands as the default.
    pub text_default: bool,
    /// The provider's form that the default has, where it is a live key.
    pub live_default: Option<&'static str>,
    /// Whether the value becomes a `SecretStr`.
    pub masked: bool,
    /// Whether the file is one of tests.
    pub in_tests: bool,
}

/// The means by which a variable is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reader {
    /// `os.environ` and `os.getenv`.
    Environ,
    /// A field of a pydantic settings class.
    Settings,
    /// python-decouple's `config`.
    Decouple,
    /// `environs.Env`.
    Environs,
    /// django-environ's `Env`.
    DjangoEnviron,
    /// Starlette's `Config`.
    Starlette,
    /// `envvar=` of click and typer, `from_envvar` of Flask.
    CommandLine,
    /// `dotenv_values()`.
    DotenvValues,
    /// A function of the project that hands its argument on.
    Function,
}

impl Reader {
    /// Its name in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Environ => "os.environ",
            Self::Settings => "settings class",
            Self::Decouple => "decouple",
            Self::Environs => "environs",
            Self::DjangoEnviron => "django-environ",
            Self::Starlette => "starlette",
            Self::CommandLine => "command line",
            Self::DotenvValues => "dotenv_values",
            Self::Function => "own function",
        }
    }

    /// Whether it turns the text into the type that it states, so that a
    /// default means the same in the environment as in the code.
    #[must_use]
    pub const fn converts(self) -> bool {
        !matches!(
            self,
            Self::Environ | Self::DotenvValues | Self::Function | Self::CommandLine
        )
    }
}

/// What happens when a variable is not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// The code fails.
    Required,
    /// It goes on without.
    Optional,
    /// It takes a default of its own.
    Default,
}

/// What the code takes a value for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Guess {
    /// The code does not say.
    #[default]
    Unknown,
    /// Text.
    Text,
    /// A whole number.
    Int,
    /// A number.
    Float,
    /// Yes or no.
    Bool,
    /// One of these.
    OneOf(Vec<Box<str>>),
    /// A URL.
    Url,
    /// An e-mail address.
    Email,
    /// A path.
    Path,
    /// An IP address.
    Ip,
    /// A UUID.
    Uuid,
    /// JSON.
    Json,
    /// Items with commas between.
    List,
}

/// Something in the code that goes past secrun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// What.
    pub what: Bypass,
    /// Where.
    pub place: Place,
}

/// A way past secrun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bypass {
    /// `load_dotenv()`, `dotenv_values()`, `read_env()`: reads an env file itself.
    LoadsDotenv,
    /// `env_file=` of a settings class, which heeds no switch.
    EnvFile,
    /// `override=True`: what the file has wins over what secrun passed.
    Override,
}

/// Reads what may be a variable's name: of a name's shape, and not of a
/// token's, as what is found is shown.
pub(crate) fn plausible(text: &str) -> Option<EnvName> {
    let segment_is_fine = |segment: &str| {
        let digits = segment.bytes().filter(u8::is_ascii_digit).count();
        segment.len() <= 24
            && (digits == 0 || segment.len() < 16 && (segment.len() < 8 || digits < 4))
    };
    let fine = text.len() <= 80 && text.split(['_', '-', '.']).all(segment_is_fine);
    let letters = text.bytes().any(|byte| byte.is_ascii_alphabetic());
    // What the schema's parser refuses as a token cannot be declared either.
    let declarable = fine && letters && !is_token_like(text);
    EnvName::new(text).ok().filter(|_| declarable)
}
