//! The fields of a rule that says what the code's type takes, for the schema and
//! for messages.

use toml_edit::Value;

use crate::core::message::Message;
use crate::python::{Expected, known_scheme};
use crate::schema::redact::labels;
use crate::schema::types::{At, DurationStyle, JsonShape, ListStyle, ValueType};

/// What stands behind a field's name.
enum Stated<'e> {
    Word(&'static str),
    Whole(i128),
    Number(f64),
    Schemes(&'e [Box<str>]),
    Hosts(&'e [Box<str>]),
    Values(&'e [Box<str>]),
    Pattern(&'e str),
}

type Field<'e> = (&'static str, Stated<'e>);

/// The fields as the schema has them: `type = "int", min = 6`.
pub(crate) fn written(expected: &Expected) -> String {
    let text = |text: &str| Value::from(text).to_string().trim().to_owned();
    let texts = |texts: &[Box<str>]| {
        let texts: Vec<String> = texts.iter().map(|one| text(one)).collect();
        format!("[{}]", texts.join(", "))
    };
    let field = |(name, stated): &Field<'_>| match stated {
        Stated::Word(word) => format!("{name} = \"{word}\""),
        Stated::Whole(number) => format!("{name} = {number}"),
        Stated::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            format!("{name} = {number}")
        }
        Stated::Number(number) => format!("{name} = {number:?}"),
        Stated::Schemes(all) | Stated::Hosts(all) | Stated::Values(all) => {
            format!("{name} = {}", texts(all))
        }
        Stated::Pattern(source) => format!("{name} = {}", text(source)),
    };
    let fields: Vec<String> = fields(expected).iter().map(field).collect();
    fields.join(", ")
}

/// The fields for a message. What may be anything is left out.
pub(crate) fn shown(expected: &Expected) -> Message {
    let field = |(name, stated): Field<'_>| match stated {
        Stated::Word(word) => message!("{} = \"{}\"", name, word),
        Stated::Whole(number) => message!("{} = {}", name, number),
        Stated::Number(number) => message!("{} = {}", name, number),
        Stated::Schemes(all) => {
            let words = all.iter().filter_map(|scheme| known_scheme(scheme));
            message!("{} = [{}]", name, listed(words.map(Message::from)))
        }
        // The one pattern that a type of the code asks for.
        Stated::Hosts(_) => message!("{} = [\"*\"]", name),
        Stated::Values(all) => match labels(all) {
            Some(labels) => {
                let words = labels.iter().map(|label| message!("{}", label));
                message!("{} = [{}]", name, listed(words))
            }
            None => message!("{} = […]", name),
        },
        Stated::Pattern(_) => message!("{} = …", name),
    };
    let mut all = fields(expected).into_iter().map(field);
    let first = all.next().unwrap_or(Message::from(""));
    all.fold(first, |all, one| message!("{}, {}", all, one))
}

fn listed(words: impl Iterator<Item = Message>) -> Message {
    words.fold(Message::from(""), |all, word| match all.as_str() {
        "" => message!("\"{}\"", word),
        _ => message!("{}, \"{}\"", all, word),
    })
}

fn fields(expected: &Expected) -> Vec<Field<'_>> {
    let mut fields = vec![("type", Stated::Word(expected.value_type.name()))];
    of_type(&expected.value_type, &mut fields);
    let count = |count: Option<usize>| count.and_then(|count| i128::try_from(count).ok());
    push(
        &mut fields,
        "min_length",
        count(expected.min_length).map(Stated::Whole),
    );
    push(
        &mut fields,
        "max_length",
        count(expected.max_length).map(Stated::Whole),
    );
    push(
        &mut fields,
        "pattern",
        expected.pattern.as_deref().map(Stated::Pattern),
    );
    fields
}

fn push<'e>(fields: &mut Vec<Field<'e>>, name: &'static str, stated: Option<Stated<'e>>) {
    fields.extend(stated.map(|stated| (name, stated)));
}

fn of_type<'e>(value_type: &'e ValueType, fields: &mut Vec<Field<'e>>) {
    let mut add = |name, stated: Option<Stated<'e>>| push(fields, name, stated);
    let word = |word: Option<&'static str>| word.map(Stated::Word);
    match value_type {
        ValueType::Int {
            min,
            max,
            multiple_of,
        } => {
            add("min", min.map(Stated::Whole));
            add("max", max.map(Stated::Whole));
            add("multiple_of", multiple_of.map(Stated::Whole));
        }
        ValueType::Float(float) => {
            add("style", word(float.decimal.then_some("decimal")));
            add("min", float.min.map(Stated::Number));
            add("above", float.above.map(Stated::Number));
            add("max", float.max.map(Stated::Number));
            add("below", float.below.map(Stated::Number));
        }
        ValueType::Enum { values } => add("values", Some(Stated::Values(values))),
        ValueType::Url {
            schemes,
            hosts,
            pydantic,
        } => {
            let all = |all: &'e Vec<Box<str>>| Some(all).filter(|all| !all.is_empty());
            add("schemes", all(schemes).map(|all| Stated::Schemes(all)));
            add("hosts", all(hosts).map(|all| Stated::Hosts(all)));
            add("style", word(pydantic.then_some("pydantic")));
        }
        ValueType::Email { pydantic } => add("style", word(pydantic.then_some("pydantic"))),
        ValueType::Ip { version } | ValueType::Uuid { version } => {
            add("version", version.map(|it| Stated::Whole(it.into())));
        }
        ValueType::Path { exists } => add("exists", word(exists.map(of_path))),
        ValueType::Json { shape } => add("shape", word(shape.map(of_json))),
        ValueType::Duration { style } => add("style", word(style.map(of_duration))),
        ValueType::List { of, style } => {
            let is_text = matches!(**of, ValueType::String);
            add("of", word((!is_text).then_some(of.name())));
            let json = matches!(style, ListStyle::Json);
            add("style", word(json.then_some("json")));
            let mut items = Vec::new();
            of_type(of, &mut items);
            // The items of a JSON list have their style from it.
            let items = items.into_iter().filter(|(name, _)| *name != "style");
            fields.extend(items);
        }
        _ => {}
    }
}

const fn of_path(exists: At) -> &'static str {
    match exists {
        At::File => "file",
        At::Dir => "dir",
        At::Regular => "regular",
        At::New => "new",
    }
}

const fn of_json(shape: JsonShape) -> &'static str {
    match shape {
        JsonShape::Array => "array",
        JsonShape::Object => "object",
    }
}

const fn of_duration(style: DurationStyle) -> &'static str {
    match style {
        DurationStyle::Iso => "iso",
        DurationStyle::Pydantic => "pydantic",
    }
}
