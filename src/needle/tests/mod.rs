//! Which forms a value has, and which values have none.

mod encoders;
mod parts;
mod table;
mod weak_values;

use crate::core::name::EnvName;
use crate::core::secret::SecretValue;
use crate::needle::{Encoding, Form, forms, searchable};

fn value(text: &str) -> SecretValue {
    SecretValue::new(text).unwrap()
}

/// Checks that a value has these forms, the first one in this encoding. (A form that
/// two encodings share is named after one of them.)
#[track_caller]
fn case(text: &str, encoding: Encoding, expected: &[&str]) {
    let forms = forms(&value(text));
    for (number, expected) in expected.iter().enumerate() {
        let found = forms
            .iter()
            .find(|form| form.expose() == expected.as_bytes());
        assert!(found.is_some(), "{encoding:?} of {text}: {expected}");
        if number == 0 {
            assert_eq!(found.map(Form::encoding), Some(encoding), "{expected}");
        }
    }
}

/// The forms that a value is searched for in.
fn searched(value: &SecretValue) -> Vec<Form> {
    let key = EnvName::new("KEY").unwrap();
    let (searched, _) = searchable([(&key, value)], []);
    searched.into_iter().flat_map(|(_, forms)| forms).collect()
}

/// Texts that look random; no two are alike.
const RANDOM: [&str; 3] = [
    "q7Hd02LkXw9sZt4bVn61Rc8fYp3m",
    "Jm5tKz8Qe1Wv6Ry0Bx2Nc9Gu4LfA",
    "u3Pb7Ys1Td9Ek5Ri0Vo2Mw8Zx6Qj",
];
