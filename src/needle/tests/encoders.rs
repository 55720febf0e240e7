//! The forms of a whole value.

use super::{case, value};
use crate::needle::{Encoding, Form, forms};

#[test]
fn plain_values_have_few_forms() {
    let forms = forms(&value("test-not-a-real-key"));
    let encodings: std::collections::BTreeSet<Encoding> =
        forms.iter().map(Form::encoding).collect();
    let expected = [
        Encoding::Raw,
        Encoding::Base64,
        Encoding::Hex,
        Encoding::Utf16Le,
    ];
    assert!(encodings.iter().eq(&expected), "{encodings:?}");
    assert!(forms.len() <= 15, "{}", forms.len());
}

#[test]
fn base64_is_found_at_every_place_of_a_longer_text() {
    use base64::Engine as _;
    let secret = "tëst?>not~a~real~key";
    let forms = forms(&value(secret));
    for before in 0..9 {
        for after in 0..4 {
            let text = format!("{}{secret}{}", "x".repeat(before), "y".repeat(after));
            for (encoding, text) in [
                (
                    Encoding::Base64,
                    base64::engine::general_purpose::STANDARD.encode(&text),
                ),
                (
                    Encoding::Base64Url,
                    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(&text),
                ),
            ] {
                let found = forms.iter().any(|form| {
                    form.encoding() == encoding
                        && text.contains(std::str::from_utf8(form.expose()).unwrap())
                });
                assert!(found, "{encoding:?} {before} {after}");
            }
        }
    }
    case(
        secret,
        Encoding::Base64,
        &[
            "dMOrc3Q/Pm5vdH5hfnJlYWx+a2V5",
            "dMOrc3Q/Pm5vdH5hfnJlYWx+a2V5Cg==",
        ],
    );
}

#[test]
fn encoders_are_followed_to_the_letter() {
    // Each made with the tool that the comment names.
    let secret = "a/b c&d<e>\"f'g\\é+~!*(x)";
    // Python: urllib.parse.quote(s, safe=""), quote(s), quote_plus(s).
    case(
        secret,
        Encoding::Url,
        &[
            "a%2Fb%20c%26d%3Ce%3E%22f%27g%5C%C3%A9%2B~%21%2A%28x%29",
            "a/b%20c%26d%3Ce%3E%22f%27g%5C%C3%A9%2B~%21%2A%28x%29",
            "a%2Fb+c%26d%3Ce%3E%22f%27g%5C%C3%A9%2B~%21%2A%28x%29",
            // JavaScript: encodeURIComponent(s), encodeURI(s), new URLSearchParams({s}).
            "a%2Fb%20c%26d%3Ce%3E%22f'g%5C%C3%A9%2B~!*(x)",
            "a/b%20c&d%3Ce%3E%22f'g%5C%C3%A9+~!*(x)",
            "a%2Fb+c%26d%3Ce%3E%22f%27g%5C%C3%A9%2B%7E%21*%28x%29",
            "a%2fb%20c%26d%3ce%3e%22f%27g%5c%c3%a9%2b~%21%2a%28x%29",
        ],
    );
    case(
        secret,
        Encoding::Json,
        &[
            // Python: json.dumps(s, ensure_ascii=False), json.dumps(s); PHP; Go.
            "a/b c&d<e>\\\"f'g\\\\é+~!*(x)",
            "a/b c&d<e>\\\"f'g\\\\\\u00e9+~!*(x)",
            "a\\/b c&d<e>\\\"f'g\\\\\\u00e9+~!*(x)",
            "a/b c\\u0026d\\u003ce\\u003e\\\"f'g\\\\é+~!*(x)",
            "a/b c&d<e>\\\\\\\"f'g\\\\\\\\\\\\u00e9+~!*(x)",
        ],
    );
    case(
        secret,
        Encoding::Html,
        &[
            // Python: html.escape(s); Go: html.EscapeString(s); XML.
            "a/b c&amp;d&lt;e&gt;&quot;f&#x27;g\\é+~!*(x)",
            "a/b c&amp;d&lt;e&gt;&#34;f&#39;g\\é+~!*(x)",
            "a/b c&amp;d&lt;e&gt;&quot;f&apos;g\\é+~!*(x)",
        ],
    );
    case(
        secret,
        Encoding::Shell,
        &[
            // Bash: ${s@Q}; Python: shlex.quote(s); bash: printf %q, also with LC_ALL=C.
            "a/b c&d<e>\"f'\\''g\\é+~!*(x)",
            "a/b c&d<e>\"f'\"'\"'g\\é+~!*(x)",
            "a/b c&d<e>\\\"f'g\\\\é+~!*(x)",
            "a/b\\ c\\&d\\<e\\>\\\"f\\'g\\\\é+~\\!\\*\\(x\\)",
            "a/b c&d<e>\"f\\'g\\\\\\303\\251+~!*(x)",
        ],
    );
    case(
        secret,
        Encoding::Python,
        &[
            // Python: repr(s.encode()), repr(s).
            "a/b c&d<e>\"f\\'g\\\\\\xc3\\xa9+~!*(x)",
            "a/b c&d<e>\"f\\'g\\\\é+~!*(x)",
        ],
    );
}

#[test]
fn long_encodings_are_found_in_lines() {
    let secret = "not-a-real-key/".repeat(9);
    let forms = forms(&value(&secret));
    let base64 = {
        use base64::Engine as _;
        base64::engine::general_purpose::STANDARD.encode(&secret)
    };
    for width in [64, 76] {
        for line in base64.as_bytes().chunks(width) {
            assert!(forms.iter().any(|form| form.expose() == line) || line.len() < 20);
        }
    }
}

#[test]
fn forms_do_not_print_their_bytes() {
    let forms = forms(&value("test-not-a-real-key"));
    assert_eq!(format!("{:?}", forms[0]), "Form(Raw)");
}
