//! Columns count characters, in every report: SARIF says so, and editors do.

use serde_json::Value;

use crate::case::{CANARY, Case};

/// Columns of the first result and its kind, as SARIF has them.
#[track_caller]
fn sarif(case: &Case, words: &[&str]) -> (String, u64, u64) {
    let words: Vec<&str> = [words, &["--format", "sarif"]].concat();
    let log: Value = serde_json::from_str(&case.again(&words).stdout).unwrap();
    let run = &log["runs"][0];
    let region = &run["results"][0]["locations"][0]["physicalLocation"]["region"];
    let number = |name: &str| region[name].as_u64().unwrap();
    let kind = run["columnKind"].as_str().unwrap().to_owned();
    (kind, number("startLine"), number("startColumn"))
}

fn code_points(line: u64, column: u64) -> (String, u64, u64) {
    ("unicodeCodePoints".to_owned(), line, column)
}

#[test]
fn columns_count_characters_in_check() {
    let schema = Case::with_schema("\"Ä\u{1f511}\" = 1\n[secrets]\nA = { \"ключ\" = \"x\" }\n");
    assert_eq!(sarif(&schema, &["check"]), code_points(2, 1));
    let case = Case::with_schema("[secrets]\nA = { description = \"ключ \u{1f511}\", nope = 1 }\n");
    assert_eq!(sarif(&case, &["check"]), code_points(3, 31));
    let case = Case::with_schema("[secrets]\nA = {}\n").file(".env", "A='ключ \u{1f511}' x\n");
    assert_eq!(sarif(&case, &["check"]), code_points(1, 3));
}

#[test]
fn columns_count_characters_in_scan() {
    let case = |text: Vec<u8>| {
        Case::with_schema("[secrets]\nA = {}\n")
            .file(".env", format!("A={CANARY}\n"))
            .file("a.txt", text)
    };
    let text = format!("ä\n ключ \u{1f511} = {CANARY}\n");
    let words = ["scan", "a.txt"];
    assert_eq!(
        sarif(&case(text.clone().into()), &words),
        code_points(2, 11)
    );
    case(text.clone().into())
        .again(&words)
        .status(1)
        .says("a.txt:2:11");
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(sarif(&case(wide), &words), code_points(2, 11));
    let token = format!("gh{}_{}", "p", "Zq9WxKv7JpTn3RbLm5HdYc2Fs8Gt4Vu6Ae1B");
    let looks = case(format!("ключ \u{1f511} = {token}\n").into());
    assert_eq!(
        sarif(&looks, &["scan", "--patterns", "a.txt"]),
        code_points(1, 10)
    );
}
