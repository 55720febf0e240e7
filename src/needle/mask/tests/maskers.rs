//! The values that the maskers of CI systems find according to their own tests:
//! GitHub's and Azure's runners, GitLab's, Jenkins', Buildkite's.

use super::laws::pieces;
use super::texts::needles;

/// A secret, a text that has it in some form, and what remains visible.
const FACTS: &[(&str, &str, &str, &str)] = &[
    // Every masker: as it is, several times, next to other words.
    (
        "all",
        "q7Hd02LkXw9s",
        "a q7Hd02LkXw9s,q7Hd02LkXw9s",
        "a M,M",
    ),
    ("all", "q7Hd02LkXw9s", "q7Hd02LkXw9sq7Hd02LkXw9s", "M"),
    // GitHub: without the white space and the quotes around it.
    ("GitHub", "  q7Hd02LkXw9s\n", "<q7Hd02LkXw9s>", "<M>"),
    ("GitHub", "\"q7Hd02LkXw9s\"", "<q7Hd02LkXw9s>", "<M>"),
    // GitHub and Jenkins: base64 at the three offsets.
    (
        "GitHub",
        "q7Hd02LkXw9sZt4b",
        "cTdIZDAyTGtYdzlzWnQ0Yg==",
        "M",
    ),
    (
        "GitHub",
        "q7Hd02LkXw9sZt4b",
        "OnE3SGQwMkxrWHc5c1p0NGI=",
        "OnMI=",
    ),
    (
        "GitHub",
        "q7Hd02LkXw9sZt4b",
        "YTpxN0hkMDJMa1h3OXNadDRi",
        "YTpM",
    ),
    // GitHub: in JSON, XML, a URI, an expression, a command line.
    (
        "GitHub",
        "q7\"Hd02\\LkXw9",
        "{\"a\": \"q7\\\"Hd02\\\\LkXw9\"}",
        "{\"a\": \"M\"}",
    ),
    ("GitHub", "q7<Hd02&LkXw9", "q7&lt;Hd02&amp;LkXw9", "M"),
    ("GitHub", "q7'Hd02\"LkXw9", "q7&apos;Hd02&quot;LkXw9", "M"),
    ("GitHub", "q7 Hd02/LkXw9=", "q7%20Hd02%2FLkXw9%3D", "M"),
    ("GitHub", "q7'Hd02LkXw9", "'q7''Hd02LkXw9'", "'M'"),
    ("GitHub", "q7\"Hd02LkXw9", "\"q7\\\"Hd02LkXw9\"", "\"M\""),
    // GitHub, Azure: a secret of several lines is masked line by line.
    (
        "Azure",
        "q7Hd02LkXw9s\r\nZt4bVn61Rc8f",
        "1 q7Hd02LkXw9s\n2 Zt4bVn61Rc8f",
        "1 M\n2 M",
    ),
    (
        "Azure",
        "q7Hd02LkXw9s\nZt4bVn61Rc8f",
        "q7Hd02LkXw9s\\nZt4bVn61Rc8f",
        "M",
    ),
    (
        "Azure",
        "q7Hd02LkXw9s\nZt4bVn61Rc8f",
        "q7Hd02LkXw9s%0AZt4bVn61Rc8f",
        "M",
    ),
    // Azure, GitLab: of two secrets that overlap or contain each other all bytes.
    (
        "Azure",
        "q7Hd02LkXw9sZt4b",
        "q7Hd02LkXw9sZt4bq7Hd02LkXw9sZt4b",
        "M",
    ),
    // Jenkins: quoted for sh, bash's xtrace, cmd.exe, with `$` doubled.
    ("Jenkins", "q7'Hd02'LkXw9", "'q7'\\''Hd02'\\''LkXw9'", "'M'"),
    ("Jenkins", "q7''Hd02LkXw9", "'q7'\"''\"'Hd02LkXw9'", "'M'"),
    (
        "Jenkins",
        "q7\"Hd02$LkXw9",
        "\"q7\\\"Hd02\\$LkXw9\"",
        "\"M\"",
    ),
    ("Jenkins", "q7&Hd02|LkXw9", "q7^&Hd02^|LkXw9", "M"),
    ("Jenkins", "q7%Hd02LkXw9", "q7%%Hd02LkXw9", "M"),
    ("Jenkins", "q7$Hd02LkXw9", "q7$$Hd02LkXw9", "M"),
    ("Jenkins", "q7 Hd02LkXw9", "q7\\ Hd02LkXw9", "M"),
    // Buildkite: white space in a secret is any white space; Go's `%q`.
    (
        "Buildkite",
        "q7Hd02LkXw9s\nZt4bVn61Rc8f",
        "q7Hd02LkXw9s Zt4bVn61Rc8f",
        "M",
    ),
    (
        "Buildkite",
        "q7Hd02LkXw9s\nZt4bVn61Rc8f",
        "q7Hd02LkXw9s\r\nZt4bVn61Rc8f",
        "M",
    ),
    (
        "Buildkite",
        "q7\tHd02\"LkXw9",
        "\"q7\\tHd02\\\"LkXw9\"",
        "\"M\"",
    ),
    // PowerShell.
    (
        "PowerShell",
        "q7$Hd02\"LkXw9",
        "\"q7`$Hd02`\"LkXw9\"",
        "\"M\"",
    ),
    // zsh's `%q`, dash, Java's properties, repr of repr, references, octal, twice.
    ("zsh", "q7=Hd02^LkXw9", "q7\\=Hd02\\^LkXw9", "M"),
    ("Java", "q7=Hd02:LkXw9", "k=q7\\=Hd02\\:LkXw9", "k=M"),
    ("Python", "q7'Hd02\\LkXw9", "q7\\'Hd02\\\\\\\\LkXw9", "M"),
    ("HTML", "q7<Hd02LkXw9", "q7&#x3C;Hd02LkXw9", "M"),
    ("C", "q7<Hd02LkXw9", "q7\\074Hd02LkXw9", "M"),
    ("URL", "q7/Hd02=LkXw9", "q7%252FHd02%253DLkXw9", "M"),
    ("mail", "q7=Hd02LkXw9", "q7=3DHd02LkXw9", "M"),
    ("Gson", "q7=Hd02<LkXw9", "q7\\u003dHd02\\u003cLkXw9", "M"),
];

#[test]
fn what_other_maskers_find_is_masked() {
    let mut wrong = Vec::new();
    for (who, secret, text, expected) in FACTS {
        let masked = pieces(&needles(&[("KEY", secret)]), &[text.as_bytes()]);
        let masked = masked.replace("***REDACTED:KEY***", "M");
        if masked != *expected {
            wrong.push((who, text, masked));
        }
    }
    assert_eq!(wrong, []);
}

/// `base64 key.pem`, at its width: the last line has the line break of the file in it.
#[test]
fn every_line_of_base64_of_a_file_is_masked() {
    use base64::Engine as _;
    let pem = format!(
        "-----BEGIN TEST KEY-----\n{}\n-----END TEST KEY-----\n",
        "q7Hd02LkXw9sZt4bVn61Rc8fYp3m".repeat(4)
    );
    let needles = needles(&[("PEM", &pem)]);
    for text in [pem.clone(), pem.trim_ascii().to_owned()] {
        let base64 = base64::engine::general_purpose::STANDARD.encode(&text);
        for width in [64, 76] {
            let lines = base64.as_bytes().chunks(width);
            let lines: Vec<_> = lines.map(|line| String::from_utf8_lossy(line)).collect();
            let masked = pieces(&needles, &[lines.join("\n").as_bytes(), b"\n"]);
            assert_eq!(masked, "***REDACTED:PEM***\n", "{width}");
        }
    }
    // In JSON in base64, as in a Kubernetes Secret.
    let json = format!("{{\"key\": {}}}", serde_json::Value::from(pem.as_str()));
    let base64 = base64::engine::general_purpose::STANDARD.encode(&json);
    let masked = pieces(&needles, &[base64.as_bytes()]);
    assert!(
        masked.len() < 60 && masked.contains("***REDACTED:PEM***"),
        "{masked}"
    );
}

/// A token of a hundred characters, with pieces that a dice would not throw twice.
const LONG: &str = "tok_Iuh8gXWsDH81ZwIO9fzc9vY0pAXn6MopH6XWHjF80FOXsHiWaBdSoqpx5DZQ7KGgPxzfszMeAbck9yfXYSa6zlz2F2Wn1cAJo";

/// The longest piece of a value that a text shows.
fn longest_shown(value: &str, text: &str) -> usize {
    let lengths = 1..=value.len();
    let is_shown = |length: &usize| {
        let mut pieces = value.as_bytes().windows(*length);
        pieces.any(|piece| text.as_bytes().windows(*length).any(|other| other == piece))
    };
    lengths.take_while(is_shown).last().unwrap_or(0)
}

#[test]
fn a_value_that_is_broken_over_lines_is_masked() {
    let needles = needles(&[("KEY", LONG)]);
    for (before, between, after) in [
        ("", "\n", ""),
        ("", "\r\n", ""),
        ("| ", " |\n| ", " |"),
        ("\u{2502} ", " \u{2502}\n\u{2502} ", " \u{2502}"),
        ("\u{2502}  ", "  \u{2502}\r\n\u{2502}   ", "\u{2502}"),
        ("\"", "\" +\n    \"", "\""),
        ("\x1b[31m", "\x1b[0m \u{2502}\n\u{2502} \x1b[31m", "\x1b[0m"),
        ("", " \\\n   ", ""),
    ] {
        for width in 26..LONG.len() {
            for first in [26, width] {
                let (one, rest) = LONG.split_at(first.min(width));
                let lines = rest.as_bytes().chunks(width);
                let lines = std::iter::once(one.as_bytes()).chain(lines);
                let lines: Vec<_> = lines.map(String::from_utf8_lossy).collect();
                let text = format!("{before}{}{after}\nfine\n", lines.join(between));
                let masked = pieces(&needles, &[text.as_bytes()]);
                assert!(longest_shown(LONG, &masked) <= 4, "{width}: {masked}");
                assert_eq!(masked.lines().count(), text.lines().count(), "{masked}");
                assert!(masked.ends_with("\nfine\n"), "{masked}");
                let bytes = text.as_bytes().chunks(1).collect::<Vec<_>>();
                assert_eq!(pieces(&needles, &bytes), masked);
            }
        }
    }
}

#[test]
fn a_long_end_or_middle_of_a_value_is_masked() {
    let needles = needles(&[("KEY", LONG)]);
    for start in 1..LONG.len() - 28 {
        for end in [LONG.len(), start + 28] {
            let text = format!("2 | {} ]\n", &LONG[start..end]);
            let masked = pieces(&needles, &[text.as_bytes()]);
            assert!(longest_shown(LONG, &masked) <= 4, "{start}: {masked}");
        }
    }
    let hex = "3f9c0e7a51d8b24660f7ce93ab18d5027c4e9f61b3d0a875";
    for (key, value) in [
        ("HEX", hex),
        ("NEW", &format!("sk-made-api03-{}", &LONG[4..50])),
    ] {
        let masked = pieces(
            &super::texts::needles(&[(key, value)]),
            &[&value.as_bytes()[9..]],
        );
        assert!(longest_shown(value, &masked) <= 4, "{masked}");
    }
    // Text after a piece stays if it is not the value's.
    let text = format!("{}\n  {}\n", &LONG[..40], &LONG[50..60]);
    let masked = pieces(&needles, &[text.as_bytes()]);
    assert_eq!(masked, format!("***REDACTED:KEY***\n  {}\n", &LONG[50..60]));
}

#[test]
fn pieces_of_words_and_of_headers_of_tokens_are_not_masked() {
    let header = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
    let token = format!("{header}.{}", &LONG[4..]);
    let words = "production-database-of-the-research-department";
    let needles = needles(&[("JWT", &token), ("WORDS", words)]);
    for text in [
        format!("{header}.other"),
        "the production-database-of-the-research is down".to_owned(),
    ] {
        assert_eq!(pieces(&needles, &[text.as_bytes()]), text);
    }
    let rest = pieces(&needles, &[&token.as_bytes()[50..]]);
    assert!(longest_shown(&token, &rest) <= 4, "{rest}");
}
