//! [`Message`]: text made only of fixed words and of arguments that are safe to
//! show.

use std::fmt;

use crate::core::name::{EnvName, Label, NamePattern};

/// Marks a type whose `Display` can only show what is not secret.
pub trait Showable: fmt::Display {}

impl Showable for EnvName {}
impl Showable for Label {}
impl Showable for NamePattern {}
impl Showable for Message {}
impl Showable for &'static str {}
impl Showable for u8 {}
impl Showable for u16 {}
impl Showable for u32 {}
impl Showable for u64 {}
impl Showable for i32 {}
impl Showable for i64 {}
impl Showable for i128 {}
impl Showable for usize {}
impl Showable for f64 {}
impl<T: Showable + ?Sized> Showable for &T {}

/// Puts a [`Message`] together as [`format!`] does. Each `{}` takes a
/// [`Showable`], and nothing else compiles: no run-time string, no `{:?}`, and
/// no variable captured by name.
///
/// ```
/// let key = secrun::core::name::EnvName::new("API_KEY").unwrap();
/// let what = secrun::message!("`{}` is shorter than {} bytes", key, 20);
/// assert_eq!(what.as_str(), "`API_KEY` is shorter than 20 bytes");
/// ```
///
/// ```compile_fail
/// let value = String::from("test-not-a-real-key");
/// secrun::message!("not a number: {}", value);
/// ```
///
/// ```compile_fail
/// let value = String::from("test-not-a-real-key");
/// secrun::message!("not a number: {}", value.as_str());
/// ```
///
/// ```compile_fail
/// let key = secrun::core::name::EnvName::new("API_KEY").unwrap();
/// secrun::message!("not set: {key}");
/// ```
///
/// ```compile_fail
/// let key = secrun::core::name::EnvName::new("API_KEY").unwrap();
/// secrun::message!("not set: {:?}", key);
/// ```
#[macro_export]
macro_rules! message {
    // `concat!` keeps `format_args!` from capturing variables by name.
    ($text:literal $(, $argument:expr)* $(,)?) => {
        $crate::core::message::text::Message::assemble(::core::format_args!(
            concat!($text)
            $(, $crate::core::message::text::Checked(&$argument))*
        ))
    };
}

/// An argument of [`message!`]: it has `Display` only where that shows nothing
/// secret.
pub struct Checked<'a, T: Showable>(pub &'a T);

impl<T: Showable> fmt::Display for Checked<'_, T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

/// Names or labels in backticks, with commas between them.
pub fn quoted(items: impl IntoIterator<Item: Showable>) -> Message {
    let mut list = String::new();
    for item in items {
        let comma = if list.is_empty() { "" } else { ", " };
        append!(list, "{comma}`{item}`");
    }
    Message(list)
}

/// A count and its noun: `no keys`, `1 key`, `2 keys`.
pub fn counted(count: usize, noun: &'static str) -> Message {
    match count {
        0 => message!("no {}s", noun),
        1 => message!("1 {}", noun),
        _ => message!("{} {}s", count, noun),
    }
}

/// A text that holds no value: fixed words, names, labels, numbers, places,
/// fingerprints and short settings. It is made by [`message!`], [`quoted`] or from a text
/// in the source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Message(String);

impl Message {
    /// For [`message!`] alone, which lets only [`Showable`] arguments in.
    #[doc(hidden)]
    pub fn assemble(arguments: fmt::Arguments<'_>) -> Self {
        Self(fmt::format(arguments))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&'static str> for Message {
    fn from(text: &'static str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Display for Message {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_shows_its_arguments() {
        let key = EnvName::new("A").unwrap();
        let what = message!("at most {}, not like {}", 5, quoted([&key, &key]));
        assert_eq!(what.as_str(), "at most 5, not like `A`, `A`");
    }
}
