//! Words of a command line that name something. The type says what, so that completion
//! offers it for every argument of that type.

use std::ffi::{OsStr, OsString};
use std::ops::Deref;

macro_rules! words {
    ($($(#[$what:meta])* $name:ident,)*) => {$(
        $(#[$what])*
        #[derive(Debug, Default, Clone, PartialEq, Eq)]
        pub(crate) struct $name(OsString);

        impl From<OsString> for $name {
            fn from(word: OsString) -> Self {
                Self(word)
            }
        }

        impl Deref for $name {
            type Target = OsStr;

            fn deref(&self) -> &OsStr {
                &self.0
            }
        }
    )*};
}

words! {
    /// A key of the schema.
    KeyName,
    /// A scope of the schema.
    ScopeName,
    /// A profile of the schema.
    ProfileName,
    /// A variable, a glob or a preset.
    InheritItem,
    /// A command of secrun.
    CommandName,
    /// A command or a topic of `help`.
    TopicName,
}
