//! Fake tokens.

use crate::schema::formats::form::Token;
use crate::schema::formats::format::{Fit, Format};
use crate::schema::formats::live::live_form;

impl Format {
    /// A text of the form that is clearly not a real token.
    pub fn fake(self) -> Option<String> {
        let made = self.row()?.tokens.iter().map(Token::fake);
        let good = |made: &String| {
            self.fit(made.as_bytes()) != Fit::No && live_form(made.as_bytes()).is_none()
        };
        made.into_iter().find(good)
    }
}
