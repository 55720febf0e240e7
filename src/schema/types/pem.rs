//! PEM texts: keys and certificates.

use zeroize::Zeroizing;

use crate::schema::types::encoding;
use crate::schema::types::mismatch::Mismatch;

/// Checks `pem` (RFC 7468, and the armour of `OpenPGP`): at least one block, every
/// block ended by its own label, every body base64. Text between blocks is
/// left alone, as readers do.
pub(super) fn check(text: &str) -> Result<(), Mismatch> {
    let mut lines = text.lines();
    let mut blocks = 0_usize;
    // Allocated at full size, because growing would leave copies behind.
    let mut body = Zeroizing::new(String::with_capacity(text.len()));
    while let Some(line) = lines.next() {
        if let Some(label) = label(line, "-----BEGIN ") {
            read_block(&mut lines, label, &mut body)?;
            blocks += 1;
        } else if label(line, "-----END ").is_some() {
            return Err(not_pem("an END line without its BEGIN line"));
        }
    }
    match blocks {
        0 if text.contains("-----BEGIN ") && text.contains("\\n") => {
            Err(not_pem("`\\n` instead of line breaks")
                .hint("use real line breaks (in an env file, `\\n` between double quotes is one)"))
        }
        0 => Err(not_pem("no BEGIN line")),
        _ => Ok(()),
    }
}

/// Reads the lines of a block to its end.
fn read_block<'a>(
    lines: &mut impl Iterator<Item = &'a str>,
    name: &str,
    body: &mut String,
) -> Result<(), Mismatch> {
    body.clear();
    let mut headers = Headers::Possible;
    for line in lines.map(str::trim_end) {
        if let Some(end) = label(line, "-----END ") {
            return if end != name {
                Err(not_pem("an END line that does not match its BEGIN line"))
            } else if encoding::decoded_len(body).is_none() {
                Err(not_pem("a body that is not base64"))
            } else {
                Ok(())
            };
        }
        match headers {
            // `Proc-Type: 4,ENCRYPTED` and the like end with an empty line.
            Headers::Possible | Headers::Seen if line.contains(':') => headers = Headers::Seen,
            Headers::Possible | Headers::Seen if line.is_empty() => headers = Headers::Over,
            // A continued header.
            Headers::Seen if line.starts_with([' ', '\t']) => {}
            // The armour's checksum, which is not part of the body.
            _ if name.starts_with("PGP ") && line.starts_with('=') => {}
            _ => {
                headers = Headers::Over;
                body.push_str(line);
            }
        }
    }
    Err(not_pem("a BEGIN line without its END line"))
}

/// Where the reading of a block's headers is.
#[derive(Clone, Copy)]
enum Headers {
    Possible,
    Seen,
    Over,
}

/// The label of a BEGIN or END line.
fn label<'a>(line: &'a str, start: &str) -> Option<&'a str> {
    line.trim_end()
        .strip_prefix(start)?
        .strip_suffix("-----")
        .filter(|label| !label.is_empty())
}

fn not_pem(what: &'static str) -> Mismatch {
    Mismatch::new("type.pem", what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::types::ValueType;
    use crate::schema::types::tests::table;

    /// A block with a made-up body.
    fn block(begin: &str, body: &str, end: &str) -> String {
        format!("-----BEGIN {begin}-----\n{body}\n-----END {end}-----\n")
    }

    #[test]
    fn blocks_are_whole_and_hold_base64() {
        let plain = block("CERTIFICATE", "dGVzdC1u\nb3QtYS1y\nZWFs", "CERTIFICATE");
        let headers = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\ndGVzdA==";
        let armour = "Version: test\n\ndGVzdA==\n=abcd";
        let good = [
            plain.clone(),
            plain.trim_end().to_owned(),
            plain.replace('\n', "\r\n"),
            format!("# a comment\n{plain}\n{plain}"),
            block("TEST KEY", headers, "TEST KEY"),
            block("PGP MESSAGE", armour, "PGP MESSAGE"),
        ];
        let bad = [
            String::new(),
            "dGVzdA==".to_owned(),
            plain.replace('\n', "\\n"),
            plain.replace('\n', ""),
            block("CERTIFICATE", "dGVzdA==", "OTHER"),
            block("CERTIFICATE", "dGVz dA==", "CERTIFICATE"),
            block("CERTIFICATE", "", "CERTIFICATE"),
            block("CERTIFICATE", "not base64!", "CERTIFICATE"),
            block("", "dGVzdA==", ""),
            "-----BEGIN A-----\ndGVzdA==\n".to_owned(),
            "-----END A-----\n".to_owned(),
        ];
        let bad: Vec<_> = bad.iter().map(|text| (text.as_str(), "type.pem")).collect();
        table(&ValueType::Pem, &good.each_ref().map(String::as_str), &bad);
    }

    #[test]
    fn written_out_line_breaks_get_a_hint() {
        let wrong = check(&block("A", "dGVzdA==", "A").replace('\n', "\\n")).unwrap_err();
        assert!(
            wrong
                .hint
                .unwrap()
                .as_str()
                .starts_with("use real line breaks")
        );
    }
}
