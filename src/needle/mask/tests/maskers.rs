//! What the maskers of CI systems find according to their own tests, as facts:
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
