//! The names of environment variables, and the patterns that select them.

use std::borrow::Borrow;
use std::fmt;
use std::sync::{Arc, LazyLock};

use crate::core::token_like::is_token_like;

/// The name of an environment variable: `[A-Za-z_][A-Za-z0-9_]*` (POSIX.1-2024,
/// Base Definitions 8.1), or with `.` and `-` after the first character, which
/// programs can read and shells cannot set. Copies share one text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EnvName(Arc<str>);

/// A text that is not an environment variable's name. Carries nothing: the
/// text may be a pasted token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a variable name")]
pub struct InvalidName;

impl EnvName {
    /// Reads a name.
    ///
    /// # Errors
    ///
    /// [`InvalidName`] when the text is not of the form above.
    pub fn new(text: &str) -> Result<Self, InvalidName> {
        let mut bytes = text.bytes();
        let first = bytes.next().ok_or(InvalidName)?;
        let starts = first.is_ascii_alphabetic() || first == b'_';
        let goes_on = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
        if starts && bytes.all(goes_on) {
            Ok(Self(text.into()))
        } else {
            Err(InvalidName)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a POSIX shell can set this name: no `.` and no `-` in it.
    pub fn is_portable(&self) -> bool {
        !self.0.contains(['.', '-'])
    }

    /// Whether the name may be shown although the schema does not declare it: a token
    /// pasted alone on a line looks like a name. Long words, and digits among or after
    /// letters, are harmless in a declared name, but may be a token here: the price of
    /// doubt is a message that has the place and not the name.
    pub fn is_showable(&self) -> bool {
        let upper = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
        self.0.as_bytes()[0].is_ascii_uppercase()
            && self.0.bytes().all(upper)
            && self.0.len() <= 64
            && !self.0.split('_').any(may_be_token)
            && !is_token_like(&self.0)
    }

    /// Whether a loader, an interpreter or the shell acts on this variable before the
    /// program's own code runs, so that setting it runs code in the program. The lists
    /// are those of sudo's `env_delete`, ld.so(8), dyld(1), bash(1), and the manuals of
    /// Python, Node.js, Perl and Ruby.
    pub fn is_reserved(&self) -> bool {
        RESERVED_NAMES.binary_search(&self.as_str()).is_ok()
            || RESERVED_PREFIXES
                .iter()
                .any(|prefix| self.0.starts_with(prefix))
    }
}

/// Whether a word of a name that the schema does not declare may be a piece of a token.
fn may_be_token(word: &str) -> bool {
    let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let is_mixed = stem.bytes().any(|byte| byte.is_ascii_digit());
    word.len() >= 16 || (word.len() >= 8 && (digits >= 4 || (digits >= 2 && is_mixed)))
}

/// Reserved names, in the order of their bytes.
const RESERVED: &str = "\
    BASHOPTS BASH_ENV CDPATH CLASSPATH ENV GCONV_PATH GIT_EXTERNAL_DIFF GIT_SSH \
    GIT_SSH_COMMAND GLIBC_TUNABLES GLOBIGNORE HOSTALIASES IFS JAVA_TOOL_OPTIONS \
    JDK_JAVA_OPTIONS LD_ASSUME_KERNEL LD_AUDIT LD_BIND_NOT LD_BIND_NOW LD_DEBUG \
    LD_DEBUG_OUTPUT LD_DYNAMIC_WEAK LD_HWCAP_MASK LD_LIBRARY_PATH LD_LIBRARY_VERSION \
    LD_ORIGIN_PATH LD_POINTER_GUARD LD_PREFER_MAP_32BIT_EXEC LD_PRELOAD LD_PROFILE \
    LD_PROFILE_OUTPUT LD_RUN_PATH LD_SHOW_AUXV LD_TRACE_LOADED_OBJECTS LD_TRACE_PRELINKING \
    LD_USE_LOAD_BIAS LD_VERBOSE LD_WARN LOCALDOMAIN LOCPATH MALLOC_TRACE NIS_PATH NLSPATH \
    NODE_OPTIONS NODE_PATH OPENSSL_CONF OPENSSL_ENGINES OPENSSL_MODULES PATH PERL5DB \
    PERL5LIB PERL5OPT PERLIO_DEBUG PERLLIB PROMPT_COMMAND PS4 PYTHONBREAKPOINT \
    PYTHONEXECUTABLE PYTHONHOME PYTHONINSPECT PYTHONPATH PYTHONPLATLIBDIR \
    PYTHONPYCACHEPREFIX PYTHONSTARTUP PYTHONUSERBASE PYTHONWARNINGS RESOLV_HOST_CONF \
    RES_OPTIONS RUBYLIB RUBYOPT SHELLOPTS TERMCAP TERMINFO TERMINFO_DIRS TMPPREFIX ZDOTDIR \
    _JAVA_OPTIONS";

static RESERVED_NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| RESERVED.split(' ').collect());

/// Prefixes of reserved names; `SECRUN_` is secrun's own. `LD_` is not one: programs
/// have settings with this prefix, and ld.so's are listed by name.
const RESERVED_PREFIXES: &[&str] = &["DYLD_", "BASH_FUNC_", "SECRUN_"];

/// `EnvName` compares and hashes as its text, so that a map can be asked by `str`.
impl Borrow<str> for EnvName {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EnvName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// A label of the schema: the name of a scope, a profile, an owner, an enum's
/// value. Of a name's shape (so `ml-platform` and `v1.2` too) and at most 64
/// characters, so that it may be shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label(EnvName);

impl Label {
    /// Reads a label.
    ///
    /// # Errors
    ///
    /// [`InvalidName`] when the text is not of the form above.
    pub fn new(text: &str) -> Result<Self, InvalidName> {
        if text.len() > 64 {
            Err(InvalidName)
        } else {
            EnvName::new(text).map(Self)
        }
    }

    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for Label {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

/// A pattern over names: literal characters, and `*` for any run of
/// characters, also none (`LC_*`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NamePattern(Box<str>);

impl NamePattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// [`InvalidName`] when it holds other characters than a name's and `*`.
    pub fn new(text: &str) -> Result<Self, InvalidName> {
        let good = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-*".contains(&byte);
        let starts_well = text
            .bytes()
            .next()
            .is_some_and(|byte| !byte.is_ascii_digit() && byte != b'.' && byte != b'-');
        if starts_well && text.bytes().all(good) {
            Ok(Self(text.into()))
        } else {
            Err(InvalidName)
        }
    }

    /// Whether the pattern selects this name.
    pub fn matches(&self, name: &str) -> bool {
        let mut parts = self.0.split('*');
        let Some(rest) = parts.next().and_then(|first| name.strip_prefix(first)) else {
            return false;
        };
        let Some(last) = parts.next_back() else {
            return rest.is_empty();
        };
        let mut rest = rest;
        for middle in parts {
            match rest.find(middle) {
                Some(at) => rest = &rest[at + middle.len()..],
                None => return false,
            }
        }
        rest.ends_with(last)
    }

    /// Whether the pattern has no `*`, so that it is one name.
    pub fn is_exact(&self) -> bool {
        !self.0.contains('*')
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for NamePattern {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_of_the_posix_form_or_dotted() {
        for good in ["A", "_", "a1", "API_KEY", "app.key", "APP-KEY", "_9"] {
            assert!(EnvName::new(good).is_ok(), "{good}");
        }
        for bad in ["", "1A", "A B", "A=", "É", "A\u{200b}", ".A", "-A", "A\0"] {
            assert_eq!(EnvName::new(bad), Err(InvalidName), "{bad:?}");
        }
    }

    #[test]
    fn only_plain_upper_case_names_are_shown_unknown() {
        let showable = |text: &str| EnvName::new(text).unwrap().is_showable();
        for name in [
            "API_KEY",
            "OPENAI_API_KEY",
            "S3_BUCKET",
            "DATABASE2_URL",
            "AWS_EC2_METADATA",
            "PROBE",
        ] {
            assert!(showable(name), "{name}");
        }
        for token in [
            "AbC123",
            "AKIAIOSFODNN7EXAMPLE",
            "sk_live",
            "A1B2C3D4E5",
            "JBSWY3DPEHPK3PXP",
            "KEY_9F86D081884C7D65",
            "GKLX7063",
            "C3TWCKUDMIS1",
            "KEY_ULZMOGKZADV0165",
            "api_key",
            "_A",
        ] {
            assert!(!showable(token), "{token}");
        }
    }

    #[test]
    fn reserved_names_are_sorted_and_found() {
        assert!(RESERVED_NAMES.is_sorted());
        for name in [
            "LD_PRELOAD",
            "DYLD_INSERT_LIBRARIES",
            "PATH",
            "IFS",
            "PYTHONPATH",
            "NODE_OPTIONS",
            "SECRUN_SCOPE",
            "LD_AUDIT",
            "GLIBC_TUNABLES",
        ] {
            assert!(EnvName::new(name).unwrap().is_reserved(), "{name}");
        }
        assert!(!EnvName::new("OPENAI_API_KEY").unwrap().is_reserved());
    }

    #[test]
    fn stars_match_any_run() {
        let case = |pattern: &str, name: &str| NamePattern::new(pattern).unwrap().matches(name);
        assert!(case("LC_*", "LC_ALL") && case("LC_*", "LC_") && !case("LC_*", "XLC_ALL"));
        assert!(case("*", "ANY") && case("A*B*C", "AxBxBxC") && !case("A*B*C", "AxCxB"));
        assert!(case("HOME", "HOME") && !case("HOME", "HOMER") && !case("HOME", "HOM"));
        assert!(!case("A*A", "A"), "the two ends must not share a character");
        assert!(
            NamePattern::new("LC_[A]").is_err()
                && NamePattern::new("").is_err()
                && NamePattern::new("1*").is_err()
        );
    }
}
