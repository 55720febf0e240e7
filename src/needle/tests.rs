//! Which forms a value has, and which values have none.

use super::*;
use crate::core::name::EnvName;
use crate::core::secret::SecretValue;

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
fn parts_of_a_value_are_needles_too() {
    case(
        "postgres://app:p%40ss-not-real@db/x",
        Encoding::UrlPassword,
        &["p%40ss-not-real", "p@ss-not-real"],
    );
    case(
        "redis://:not/a/real/one@cache:6379/0",
        Encoding::UrlPassword,
        &["not/a/real/one"],
    );
    let token = format!("{}_{}", "made", "0a9Zk3Xq7Lm2Vb8Nc4Wd");
    case(
        &format!("https://{token}@git.example/x"),
        Encoding::UrlPassword,
        &[&token],
    );
    for public in [
        "https://example.org/a@b",
        "postgres://app@db/x",
        "postgres://app:short@db/x",
    ] {
        assert!(
            !forms(&value(public))
                .iter()
                .any(|form| form.encoding() == Encoding::UrlPassword)
        );
    }
    let json = r#"{"type":"service_account","project_id":"my-project-1234",
        "private_key":"-----BEGIN TEST KEY-----\nbm90LWEtcmVhbC1rZXk\n-----END TEST KEY-----\n",
        "client_email":"svc@my-project-1234.iam.gserviceaccount.com","client_id":"102938475610293847561",
        "token_uri":"https://oauth2.googleapis.com/token","db":{"url":"postgres://app:hunter2hunter2@db/x"}}"#;
    case(json, Encoding::Line, &["bm90LWEtcmVhbC1rZXk"]);
    case(json, Encoding::UrlPassword, &["hunter2hunter2"]);
    case(
        json,
        Encoding::JsonField,
        &["-----BEGIN TEST KEY-----\nbm90LWEtcmVhbC1rZXk\n-----END TEST KEY-----\n"],
    );
    for public in [
        "service_account",
        "my-project-1234",
        "102938475610293847561",
        "https://oauth2.googleapis.com/token",
        "{",
        "}",
    ] {
        assert!(
            !forms(&value(json))
                .iter()
                .any(|form| form.expose() == public.as_bytes()),
            "{public}"
        );
    }
}

/// Its base64 is long enough, but says what the value is.
#[test]
fn a_weak_value_has_no_forms() {
    for weak in ["4821", "a b&c<", "password", " \n"] {
        assert!(forms(&value(weak)).is_empty(), "{weak}");
    }
}

#[test]
fn weak_values_are_listed_by_name_and_not_masked() {
    let name = |text: &str| EnvName::new(text).unwrap();
    let secrets = [
        ("PIN", "4821"),
        ("WORD", "Password"),
        ("REGION", "eu-central-1"),
        ("EMPTY", " "),
        ("KEY", "test-not-a-real-key"),
    ]
    .map(|(key, text)| (name(key), value(text)));
    let plain = value("eu-central-1");
    let named = || secrets.iter().map(|(key, value)| (key, value));
    let (needles, weak) = Needles::new(named(), [&plain]);
    assert_eq!(unmaskable(named(), [&plain]), weak, "without any forms");
    let expected = [
        ("PIN", Weakness::TooShort),
        ("REGION", Weakness::EqualsSetting),
        ("WORD", Weakness::CommonWord),
    ];
    assert_eq!(
        weak,
        expected.map(|(key, why)| Unmaskable {
            key: name(key),
            why
        })
    );
    assert!(!needles.is_empty());
    let words: Vec<_> = weak
        .iter()
        .map(|weak| weak.why.words().to_string())
        .collect();
    assert_eq!(
        words,
        [
            "too short to mask: under 8 bytes",
            "not masked: equal to a setting",
            "too common a word to mask"
        ]
    );
    assert_eq!(format!("{needles:?}"), "Needles([redacted])");
}

#[test]
fn forms_do_not_print_their_bytes() {
    let forms = forms(&value("test-not-a-real-key"));
    assert_eq!(format!("{:?}", forms[0]), "Form(Raw)");
}

/// The forms that a value is searched for in.
fn searched(value: &SecretValue) -> Vec<Form> {
    let key = EnvName::new("KEY").unwrap();
    let (searched, _) = searchable([(&key, value)], []);
    searched.into_iter().flat_map(|(_, forms)| forms).collect()
}

/// Both lists of forms, of masking and of searching.
#[track_caller]
fn both(text: &str, encoding: Encoding, part: &str) {
    let secret = value(text);
    let searched = searched(&secret);
    for (purpose, forms) in [("mask", forms(&secret)), ("scan", searched)] {
        let found = forms.iter().find(|form| form.expose() == part.as_bytes());
        let found = found.map(Form::encoding);
        assert_eq!(found, Some(encoding), "{purpose}: {part} of {text}");
    }
}

/// Texts that look random; no two are alike.
const RANDOM: [&str; 3] = [
    "q7Hd02LkXw9sZt4bVn61Rc8fYp3m",
    "Jm5tKz8Qe1Wv6Ry0Bx2Nc9Gu4LfA",
    "u3Pb7Ys1Td9Ek5Ri0Vo2Mw8Zx6Qj",
];

#[test]
fn masking_and_searching_know_the_same_parts() {
    let [one, two, three] = RANDOM;
    for list in [
        format!("{one},{two}"),
        format!("{one}, {two};{three}"),
        format!("{one} {two}\n{three}"),
        format!("{one}|{two}"),
        format!("{one}:{two}:{three}"),
        format!("{one}~{two}"),
        format!("[\"{one}\",\"{two}\"]"),
    ] {
        let is_json = list.starts_with('[');
        let encoding = if is_json {
            Encoding::JsonField
        } else {
            Encoding::ListItem
        };
        both(&list, encoding, one);
        both(&list, encoding, two);
    }
    for (text, encoding) in [
        (
            format!("https://{one}:x-oauth-basic@git.example/a.git"),
            Encoding::UrlPassword,
        ),
        (
            format!("https://{one}:@git.example/a.git"),
            Encoding::UrlPassword,
        ),
        (
            format!("https://{one}@git.example/a.git"),
            Encoding::UrlPassword,
        ),
        (
            format!("https://oauth2:{one}@git.example/a.git"),
            Encoding::UrlPassword,
        ),
        (
            format!("https://hooks.example/services/T01ABCDEF/B02/{one}"),
            Encoding::UrlPath,
        ),
        (
            format!("https://hooks.example/bot/{one}/send"),
            Encoding::UrlPath,
        ),
        (
            format!("https://api.example/x?v=1&q={one}"),
            Encoding::UrlPath,
        ),
        (
            format!("https://api.example/x?v=1&sig={one}"),
            Encoding::UrlPath,
        ),
        (
            format!("Driver={{PG}};Server=h;Uid=u;Pwd={one};"),
            Encoding::ConnectionPassword,
        ),
        (
            format!("host=h user=u password='{one}' dbname=d"),
            Encoding::ConnectionPassword,
        ),
        (
            format!("Server=h;Password={{{one}}};Database=d"),
            Encoding::ConnectionPassword,
        ),
        (
            format!("api-key={one},x-tenant=shop"),
            Encoding::ConnectionPassword,
        ),
        (
            format!("x-tenant=shop,api-key={one}"),
            Encoding::ConnectionPassword,
        ),
        (
            format!("machine h login u password {one}"),
            Encoding::ConnectionPassword,
        ),
        (
            format!("registry: x\npassword: {one}\n"),
            Encoding::ConnectionPassword,
        ),
        (
            format!("//registry.example/:_authToken={one}"),
            Encoding::ConnectionPassword,
        ),
        (format!("Bearer {one}"), Encoding::ListItem),
        (format!("app:{one}"), Encoding::ListItem),
        (
            format!("{{\"a\": {{\"secret\": \"{one}\"}}}}"),
            Encoding::JsonField,
        ),
    ] {
        both(&text, encoding, one);
    }
    let connection = format!("amqp://a:{one}@h1,amqp://b:{two}@h2");
    both(&connection, Encoding::UrlPassword, two);
}

#[test]
fn what_base64_stands_for_has_parts_too() {
    use base64::Engine as _;
    let base64 = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
    let [one, ..] = RANDOM;
    let pair = base64(&format!("app:{one}"));
    both(&pair, Encoding::ListItem, one);
    both(&format!("Basic {pair}"), Encoding::ListItem, one);
    let registry = format!("{{\"auths\": {{\"registry.example\": {{\"auth\": \"{pair}\"}}}}}}");
    both(&registry, Encoding::ListItem, one);
    both(&base64(&registry), Encoding::ListItem, one);
    let account = format!("{{\"type\": \"service_account\", \"private_key\": \"{one}\"}}");
    both(&base64(&account), Encoding::JsonField, one);
}

#[test]
fn words_and_addresses_are_no_parts() {
    for (text, public) in [
        ("correct horse battery staple", "staple"),
        (
            "broker-1.example.com:9092,broker-2.example.com:9092",
            "broker-1.example.com:9092",
        ),
        (
            "postgres://app:q7Hd02LkXw9sZt4bVn@db/production-database",
            "production-database",
        ),
        (
            "https://hooks.example/services/alerts-of-production/q7Hd02LkXw9sZt4bVn61",
            "alerts-of-production",
        ),
        (
            "Server=database.example;Password=q7Hd02LkXw9sZt4bVn61",
            "database.example",
        ),
        (
            "first.last@mail.example,second.name@mail.example",
            "first.last@mail.example",
        ),
    ] {
        let secret = value(text);
        let searched = searched(&secret);
        let all = forms(&secret).into_iter().chain(searched);
        let mut all = all.filter(|form| form.expose() == public.as_bytes());
        assert!(all.next().is_none(), "{public}");
    }
}

/// Values that have each form and each part between them.
fn samples() -> Vec<String> {
    use base64::Engine as _;
    let [one, two, _] = RANDOM;
    let special = format!("{one} <a='b\"$%é\\c>\t{two}");
    let line = format!("{one}{two}");
    let json = format!("{{\"secret\": \"{one}\"}}");
    vec![
        base64::engine::general_purpose::STANDARD.encode(&json),
        format!(" {special} \n"),
        format!("{line}\n{line}x  y\n"),
        json,
        format!("https://{one}@h/x"),
        format!("https://h/{one}"),
        format!("password={one};a=b"),
        format!("{one},{two}"),
        format!("ключ{one}"),
    ]
}

#[test]
fn the_table_of_forms_is_true() {
    use crate::needle::derive::{Purpose, forms};
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/forms.md");
    let text = std::fs::read_to_string(path).unwrap();
    let rows = text.lines().filter(|line| line.starts_with("| `"));
    let rows: Vec<Vec<&str>> = rows
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    let names: Vec<String> = Encoding::ALL
        .iter()
        .map(|it| format!("`{}`", it.name()))
        .collect();
    assert!(rows.iter().map(|row| row[1]).eq(names.iter()), "{names:?}");
    let all = |purpose| -> std::collections::BTreeSet<Encoding> {
        let samples = samples();
        let forms = samples.iter().flat_map(|it| forms(it.as_bytes(), purpose));
        forms.map(|form| form.encoding()).collect()
    };
    // A search finds these in the text.
    let read = [Encoding::Dump, Encoding::Split];
    let masked = all(Purpose::Mask);
    let searched = all(Purpose::Search);
    for (encoding, row) in Encoding::ALL.iter().zip(rows) {
        let is_searched = searched.contains(encoding) || read.contains(encoding);
        assert_eq!(
            row[3].starts_with("yes"),
            masked.contains(encoding),
            "{row:?}"
        );
        assert_eq!(row[4].starts_with("yes"), is_searched, "{row:?}");
        assert!(
            row[3..6]
                .iter()
                .all(|it| it.starts_with("yes") || it.starts_with("no: "))
        );
    }
}

#[test]
fn a_value_with_a_secret_part_is_one_for_init_too() {
    use base64::Engine as _;
    let [one, two, _] = RANDOM;
    let json = format!("{{\"auths\": {{\"r\": {{\"token\": \"{one}\"}}}}}}");
    for secret in [
        format!("https://h/services/T01/{one}"),
        format!("https://{one}:x-oauth-basic@h/"),
        format!("{one},{two}"),
        format!("Server=h;Pwd={one}"),
        format!("app:{one}"),
        base64::engine::general_purpose::STANDARD.encode(&json),
        json,
    ] {
        assert!(has_secret(secret.as_bytes()), "{secret}");
    }
    for setting in [
        "",
        "gpt-4o-2024-08-06,claude-3-5-sonnet-20241022",
        "broker-1.example.com:9092,broker-2.example.com:9092",
        "https://app.example.com/some/page-of-things?tab=settings",
        "first.last@mail.example.com,second@mail.example.com",
        "{\"level\": \"debug\", \"names\": [\"one\", \"two\"]}",
        "password=changeme",
        "correct horse battery staple",
    ] {
        assert!(!has_secret(setting.as_bytes()), "{setting}");
    }
}
