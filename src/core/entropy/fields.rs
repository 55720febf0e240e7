//! Named fields of a text: JSON, YAML, INI, connection strings.

/// Whether a field has a value.
pub(super) fn is_given(value: &[u8]) -> bool {
    ![b"".as_slice(), b"null", b"true", b"false"].contains(&value)
}

/// The fields of a text: a name, `=` or `:`, and a value.
pub(super) struct Fields<'t> {
    pub(super) text: &'t [u8],
    pub(super) from: usize,
}

impl<'t> Iterator for Fields<'t> {
    type Item = (&'t [u8], &'t [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let rest = self.text.get(self.from..)?;
            let at = self.from + memchr::memchr2(b'=', b':', rest)?;
            self.from = at + 1;
            let (before, after) = (&self.text[..at], &self.text[at..]);
            let named = before.trim_ascii_end();
            let quotes = named
                .iter()
                .rev()
                .take_while(|byte| is_quote(**byte))
                .count();
            let named = &named[..named.len() - quotes];
            let name = named
                .iter()
                .rev()
                .take_while(|byte| is_of_name(**byte))
                .count();
            if name > 0 && assigns(after, quotes > 0) {
                return Some((&named[named.len() - name..], value(after)));
            }
        }
    }
}

/// Whether a text begins with a sign between a name and a value. The colon of
/// `user:password` is none.
fn assigns(text: &[u8], quoted: bool) -> bool {
    match text {
        [b'=', next, ..] => *next != b'=',
        [b':', next, ..] => quoted || next.is_ascii_whitespace() || is_quote(*next),
        _ => false,
    }
}

/// The value after the sign at the beginning of a text: up to the quote, the line's end,
/// or the next name.
fn value(text: &[u8]) -> &[u8] {
    let ends: &[u8] = if text[0] == b'=' { b";&, \t}" } else { b",}" };
    let blanks = text[1..]
        .iter()
        .take_while(|byte| b" \t".contains(byte))
        .count();
    let text = &text[1 + blanks..];
    let quotes = text
        .iter()
        .take(2)
        .take_while(|byte| is_quote(**byte))
        .count();
    if let Some((quote, inner)) = text.split_at_checked(quotes).filter(|_| quotes > 0) {
        // `\"` in a JSON text that is a string itself.
        let end = match quote {
            [b'\\', quote] => memchr::memmem::find(inner, &[b'\\', *quote]),
            [quote, ..] => end_of_string(&text[1..], *quote).map(|at| at + 1 - quotes.min(at + 1)),
            [] => None,
        };
        return &inner[..end.unwrap_or(inner.len()).min(inner.len())];
    }
    let is_end = |(at, byte): (usize, &u8)| {
        b"\n\r".contains(byte) || ends.contains(byte) && begins_field(&text[at + 1..])
    };
    let end = text
        .iter()
        .enumerate()
        .position(is_end)
        .unwrap_or(text.len());
    text[..end].trim_ascii()
}

/// Where a string ends whose quote is before the text.
pub(super) fn end_of_string(text: &[u8], quote: u8) -> Option<usize> {
    let mut escaped = false;
    text.iter().position(|byte| {
        let end = *byte == quote && !escaped;
        escaped = *byte == b'\\' && !escaped;
        end
    })
}

fn begins_field(text: &[u8]) -> bool {
    let is_before = |byte: &&u8| byte.is_ascii_whitespace() || b"\"'{,".contains(byte);
    let before = text.iter().take_while(is_before).count();
    let name = text[before..]
        .iter()
        .take_while(|byte| is_of_name(**byte))
        .count();
    let after = &text[before + name..];
    let quotes = after.iter().take_while(|byte| is_quote(**byte)).count();
    let is_name = name > 1
        && text[before..][..name]
            .iter()
            .all(|byte| !byte.is_ascii_digit());
    match after.get(quotes) {
        Some(b'=') => is_name && assigns(&after[quotes..], false),
        _ => name > 0 && assigns(&after[quotes..], quotes > 0),
    }
}

fn is_quote(byte: u8) -> bool {
    b"\"'\\".contains(&byte)
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_.-".contains(&byte)
}
