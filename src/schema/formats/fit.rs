//! How well a value fits the form of a provider's tokens. Providers add forms
//! without notice, so only what cannot be a whole token is refused.

use crate::core::entropy::thresholds::OTHER_LENGTH_BITS;
use crate::schema::formats::fake::is_fake;
use crate::schema::formats::form::{Fitness, Row, Token};
use crate::schema::formats::format::{Format, LONGEST};
use crate::schema::formats::live::{FAMILIES, SHARED, live_form};
use crate::schema::formats::placeholder::is_placeholder;
use crate::schema::formats::table::rows;

/// How well a value fits a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// It is of a known form.
    Exact,
    /// It begins like a token, and is shorter than every known one that begins so.
    CutOff,
    /// It begins like a token, and is shorter than some of them.
    Shorter,
    /// It begins like a token, and has another structure.
    OtherStructure,
    /// It may be a token of a new form.
    Unknown,
    /// It begins like a token of another provider.
    Other(Format),
    /// It is no token of the provider.
    No,
}

/// A text without a known beginning is no token if it is shorter than this.
const SHORTEST: usize = 16;

/// Prefixes that say too little: unknown providers have them too, who runs a server
/// chooses what follows, or the lengths vary.
const COMMON: [&str; 4] = ["sk-", "sk_", "sk-lf-", "AKCp"];

/// A shorter prefix says nothing.
const TELLING: usize = 3;

/// A prefix of this length says whose a token is without the name of the variable.
const UNMISTAKABLE: usize = 4;

/// Fewer characters after the prefix may be anything.
const JUDGED: usize = 8;

/// Random characters have more bits, words fewer.
const BITS_OF_A_CHARACTER: u32 = 3;

impl Format {
    /// How well a value fits the form.
    pub fn fit(self, value: &[u8]) -> Fit {
        let Some(row) = self.row().filter(|_| value.len() <= LONGEST) else {
            return Fit::No;
        };
        let own = row.beginning(value);
        // A part of a token is no older token without a beginning.
        let counts = |token: &&Token| own.is_none() || token.fitness != Fitness::Vague;
        let mut tokens = row.tokens.iter().filter(counts);
        if tokens.any(|token| token.is_fit(value)) {
            return Fit::Exact;
        }
        let rest = &value[own.map_or(0, str::len)..];
        if row.is_standard() || !rest.iter().copied().all(is_usual) {
            return Fit::No;
        }
        if let Some(other) = self.other(own, value) {
            return Fit::Other(other);
        }
        match own {
            Some(lead) => row.length(lead, value.len()),
            None if value.len() < SHORTEST => Fit::No,
            None if is_address(value) || is_placeholder(value) => Fit::No,
            None => Fit::Unknown,
        }
    }

    /// A text of the form that is clearly not a real token.
    pub fn fake(self) -> Option<String> {
        let made = self.row()?.tokens.iter().map(Token::fake);
        let good = |made: &String| {
            self.fit(made.as_bytes()) == Fit::Exact && live_form(made.as_bytes()).is_none()
        };
        made.into_iter().find(good)
    }

    /// The provider whose token the value is, or that has a longer beginning of it for its
    /// own: `sk-ant-…` is Anthropic's, although others' tokens begin with `sk-` too.
    fn other(self, own: Option<&str>, value: &[u8]) -> Option<Self> {
        let length = own.map_or(0, str::len);
        let mut others = rows().enumerate().filter(|(at, _)| *at != self.0);
        let other = others.find(|(_, row)| {
            let lead = row.beginning(value);
            lead.is_some_and(|lead| lead.len() > length && is_own(lead))
                || own.is_some() && lead == own && row.has_live(value)
        });
        other.map(|(at, _)| Self(at))
    }
}

impl Row {
    /// The longest known beginning of the provider's tokens that a value has. One that
    /// others share counts if only characters of the token follow.
    fn beginning(&self, value: &[u8]) -> Option<&'static str> {
        let leads = self.tokens.iter().flat_map(|token| {
            let is_followed = move |lead: &str| {
                let rest = value.get(lead.len()..).unwrap_or_default();
                !SHARED.contains(&lead) || rest.iter().all(|byte| token.has(*byte))
            };
            let leads = token.leads.iter().copied();
            leads.filter(move |lead| {
                !lead.is_empty() && value.starts_with(lead.as_bytes()) && is_followed(lead)
            })
        });
        let families = FAMILIES.iter().filter(|(name, _)| *name == self.name);
        let families = families.map(|(_, lead)| *lead);
        leads
            .chain(families.filter(|lead| value.starts_with(lead.as_bytes())))
            .max_by_key(|lead| lead.len())
    }

    /// The tokens with this beginning, each with its whole beginning: of a family, all.
    fn with(&self, lead: &str) -> impl Iterator<Item = (&Token, &'static str)> {
        let leads = |token: &'static Token| token.leads.iter().map(move |lead| (token, *lead));
        let is_known = self.tokens.iter().any(|token| token.leads.contains(&lead));
        self.tokens
            .iter()
            .flat_map(leads)
            .filter(move |(_, known)| *known == lead || !is_known && known.starts_with(lead))
    }

    /// How well a length fits a beginning.
    fn length(&self, lead: &str, length: usize) -> Fit {
        let is_short = |(token, lead): (&Token, &str)| length < lead.len() + token.least();
        if self.with(lead).all(is_short) {
            Fit::CutOff
        } else if self.with(lead).any(is_short) {
            Fit::Shorter
        } else {
            Fit::OtherStructure
        }
    }

    /// Whether a value is a live token.
    fn has_live(&self, value: &[u8]) -> bool {
        let mut tokens = self.tokens.iter();
        tokens.any(|token| token.fitness == Fitness::Live && token.is_fit(value))
    }

    /// Whether a live token with this beginning can have all of these characters.
    fn has_all(&self, lead: &str, body: &[u8]) -> bool {
        self.with(lead).any(|(token, _)| {
            token.fitness == Fitness::Live && body.iter().all(|byte| token.has(*byte))
        })
    }
}

/// The form of the token that a variable has the beginning of and no more. The beginning
/// must be a provider's own: many servers take any `sk-…`, and clients of `OpenAI` talk to
/// them.
pub(crate) fn cut_off(name: &str, value: &[u8]) -> Option<Format> {
    let value = value.trim_ascii();
    let mut rows = rows().enumerate();
    let (at, _) = rows.find(|(at, row)| {
        let lead = row.beginning(value).filter(|_| !row.is_standard());
        lead.is_some_and(|lead| {
            let body = after_version(&value[lead.len()..]);
            let is_named = || Format::of_variable(name) == Some(Format(*at));
            is_own(lead)
                && (lead.len() >= UNMISTAKABLE || is_named())
                && Format(*at).fit(value) == Fit::CutOff
                && row.has_all(lead, body)
                && body.len() >= JUDGED
                && !is_fake(value, body, bits_of(body))
        })
    })?;
    Some(Format(at))
}

/// What follows the `03-` of `sk-ant-api03-`.
fn after_version(body: &[u8]) -> &[u8] {
    let digits = body.iter().take_while(|byte| byte.is_ascii_digit()).count();
    body[digits..].strip_prefix(b"-").unwrap_or(body)
}

fn bits_of(body: &[u8]) -> u32 {
    let length = u32::try_from(body.len()).unwrap_or(u32::MAX);
    OTHER_LENGTH_BITS.min(length.saturating_mul(BITS_OF_A_CHARACTER))
}

/// Whether a beginning is of one provider alone.
fn is_own(lead: &str) -> bool {
    lead.len() >= TELLING && !SHARED.contains(&lead) && !COMMON.contains(&lead)
}

/// Whether a character may stand in a token.
fn is_usual(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"\"'`<>(){}[]\\".contains(&byte)
}

fn is_address(value: &[u8]) -> bool {
    memchr::memmem::find(value, b"://").is_some()
}
