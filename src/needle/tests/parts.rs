//! The parts of a value that are secret on their own.

use super::{RANDOM, case, searched, value};
use crate::needle::{Encoding, Form, forms, has_secret};

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
