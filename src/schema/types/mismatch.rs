//! Why a value is refused.

use crate::core::message::Message;

/// Why a value is not of a type, in words that are safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// The problem's stable name.
    pub code: &'static str,
    pub what: Message,
    pub hint: Option<Message>,
}

impl Mismatch {
    /// A mismatch in fixed words.
    pub(super) fn new(code: &'static str, what: &'static str) -> Self {
        Self::of(code, Message::from(what))
    }

    pub(super) fn of(code: &'static str, what: Message) -> Self {
        Self {
            code,
            what,
            hint: None,
        }
    }

    /// Says what to do.
    pub(super) fn hint(self, hint: &'static str) -> Self {
        Self {
            hint: Some(Message::from(hint)),
            ..self
        }
    }
}
