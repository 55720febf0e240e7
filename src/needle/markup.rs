//! Forms in HTML and XML.

use super::form::{Encoding, Forms, mapped};

/// How libraries write the two quotes; the rest they write alike.
const QUOTES: [(&[u8], &[u8]); 7] = [
    (b"\"", b"'"),
    (b"&quot;", b"'"),
    (b"&quot;", b"&#x27;"),
    (b"&quot;", b"&#39;"),
    (b"&quot;", b"&#039;"),
    (b"&quot;", b"&apos;"),
    (b"&#34;", b"&#39;"),
];

/// Adds the forms in HTML and XML.
pub(super) fn forms(value: &[u8], forms: &mut Forms) {
    if !value.iter().any(|byte| b"&<>\"'".contains(byte)) {
        return;
    }
    for (double, single) in QUOTES {
        let text = mapped(value, |byte, out| match byte {
            b'&' => out.extend_from_slice(b"&amp;"),
            b'<' => out.extend_from_slice(b"&lt;"),
            b'>' => out.extend_from_slice(b"&gt;"),
            b'"' => out.extend_from_slice(double),
            b'\'' => out.extend_from_slice(single),
            _ => out.push(byte),
        });
        forms.add(Encoding::Html, text);
    }
    let numbers = mapped(value, |byte, out| match byte {
        b'&' | b'<' | b'>' | b'"' | b'\'' => {
            out.extend_from_slice(format!("&#{byte};").as_bytes());
        }
        _ => out.push(byte),
    });
    forms.add(Encoding::Html, numbers);
}
