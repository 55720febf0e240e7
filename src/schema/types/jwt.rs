//! JSON Web Tokens.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use crate::schema::types::json;
use crate::schema::types::mismatch::Mismatch;

/// Checks a `jwt`: three base64url parts, of which the first two are JSON objects (RFC
/// 7519). A token without a signature is refused.
pub(super) fn check(text: &str) -> Result<(), Mismatch> {
    if is_jwt(text) {
        return Ok(());
    }
    let mismatch = Mismatch::new("type.jwt", "not a JSON Web Token");
    match text.get(..7) {
        Some(start) if start.eq_ignore_ascii_case("bearer ") => {
            Err(mismatch.hint("remove `Bearer`"))
        }
        _ => Err(mismatch),
    }
}

fn is_jwt(text: &str) -> bool {
    let mut parts = text.split('.');
    let (Some(header), Some(claims), Some(signature), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).ok().map(Zeroizing::new);
    let object = |part: &str| decode(part).is_some_and(|bytes| json::is_object(&bytes));
    object(header) && object(claims) && decode(signature).is_some_and(|bytes| !bytes.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::types::ValueType;
    use crate::schema::types::tests::table;

    #[test]
    fn tokens_have_two_objects_and_a_signature() {
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let join = |parts: &[&str]| parts.join(".");
        let (header, claims) = (part("{\"alg\":\"HS256\"}"), part("{\"sub\":\"test\"}"));
        let (signature, array) = (part("test-not-a-real-signature"), part("[]"));
        let good = join(&[&header, &claims, &signature]);
        let bearer = format!("Bearer {good}");
        let padded = format!("{good}==");
        table(
            &ValueType::Jwt,
            &[&good],
            &[
                join(&[&header, &claims]),
                join(&[&header, &claims, ""]),
                join(&[&header, &array, &signature]),
                join(&[&header, &claims, "a b"]),
                join(&[&header, &claims, &signature, &signature]),
                bearer.clone(),
                padded,
                String::new(),
                "..".to_owned(),
                "a.b.c".to_owned(),
            ]
            .iter()
            .map(|text| (text.as_str(), "type.jwt"))
            .collect::<Vec<_>>(),
        );
        assert_eq!(
            check(&bearer).unwrap_err().hint.unwrap().as_str(),
            "remove `Bearer`"
        );
    }
}
