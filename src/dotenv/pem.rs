//! PEM blocks without quotes, which read as a header and lines of nonsense.

/// A body line without an END line below counts from this length on; PEM
/// lines have 64 characters, and few keys have half of that.
const LONG_LINE: usize = 40;

/// The length of what belongs to an unquoted PEM block that begins in this
/// value, of the text below it; `None` where there is no such block.
pub(super) fn block(value: &str, below: &str) -> Option<usize> {
    let header = value.strip_prefix('`').unwrap_or(value);
    if !header.starts_with("-----BEGIN ") || header.contains("-----END ") {
        return None;
    }
    let (mut length, mut longest) = (0, 0);
    for line in below.split_inclusive('\n') {
        let content = line.trim();
        if content.starts_with("-----END ") {
            return Some(length + line.len());
        }
        if !is_body(content) {
            break;
        }
        length += line.len();
        longest = longest.max(content.len());
    }
    (longest >= LONG_LINE).then_some(length)
}

/// Whether a line can stand between BEGIN and END: base64, one of the two
/// headers of an encrypted key, or nothing.
fn is_body(line: &str) -> bool {
    let digits = line.trim_end_matches('=');
    let base64 = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/';
    (digits.bytes().all(base64) && line.len() - digits.len() <= 2)
        || line.starts_with("Proc-Type: ")
        || line.starts_with("DEK-Info: ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_ends_with_its_end_line_or_its_last_long_line() {
        let header = "-----BEGIN TEST KEY-----";
        let body = "bm90YWtleQ==\n-----END TEST KEY-----\n";
        assert_eq!(block(header, &format!("{body}B=2\n")), Some(body.len()));
        let long = "x".repeat(64) + "\nabc=\n";
        assert_eq!(block(header, &format!("{long}B=2\n")), Some(long.len()));
        assert_eq!(block(header, "B=2\n-----END TEST KEY-----\n"), None);
        assert_eq!(block(header, "ABC=\n"), None);
        assert_eq!(block("x", body), None);
    }
}
