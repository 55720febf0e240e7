//! The annotation of a field, from the rule of its key.

use crate::adopt::decide::is_within;
use crate::adopt::generate::imports::Imports;
use crate::adopt::generate::layout::{Code, OR_NONE, literal, raw};
use crate::python::readers;
use crate::schema::model::Rule;
use crate::schema::types::{JsonShape, ListStyle, ValueType};

const ANNOTATED: &str = "Annotated[";

/// What a field is annotated with, and what `Field(…)` says of it.
#[derive(Debug, Clone)]
pub(super) struct Typed {
    pub(super) annotation: Code,
    pub(super) bounds: Vec<Code>,
    /// Whether pydantic-settings reads the variable as JSON.
    decoded: bool,
}

impl Typed {
    fn named(name: &str) -> Self {
        Self {
            annotation: Code::word(name),
            bounds: Vec::new(),
            decoded: false,
        }
    }

    /// The type with its bounds, to stand in another one.
    fn inner(self, imports: &mut Imports) -> Code {
        if self.bounds.is_empty() {
            return self.annotation;
        }
        imports.add("Annotated");
        imports.add("Field");
        let field = Code::Group("Field(".to_owned(), self.bounds, ")");
        annotated(vec![self.annotation, field])
    }
}

fn annotated(items: Vec<Code>) -> Code {
    Code::Group(ANNOTATED.to_owned(), items, "]")
}

/// The type of a key's field. `optional`: it is `None` if the variable is not set.
pub(super) fn typed(rule: &Rule, optional: bool, imports: &mut Imports) -> Typed {
    let mut typed = match &rule.value_type {
        of if rule.is_secret() => secret(rule, of, imports),
        ValueType::String => Typed {
            bounds: text_bounds(rule),
            ..Typed::named("str")
        },
        of => of_type(of, imports),
    };
    let takes_empty = typed.bounds.is_empty()
        && matches!(&typed.annotation, Code::Word(name) if ["str", "Path", "SecretStr"].contains(&&**name));
    if rule.allow_empty && !takes_empty {
        return or_blank(typed, imports);
    }
    if optional {
        typed.annotation = or_none(typed.annotation);
    }
    typed
}

/// A secret is not shown by the settings that have it, whatever it is.
fn secret(rule: &Rule, of: &ValueType, imports: &mut Imports) -> Typed {
    match of {
        ValueType::List { of, .. } if **of == ValueType::String => {
            let items = of_type(&rule.value_type, imports);
            let masked = |code: Code| match code {
                Code::Word(name) if name == "list[str]" => Code::word("list[SecretStr]"),
                other => other,
            };
            imports.add("SecretStr");
            Typed {
                annotation: match items.annotation {
                    Code::Group(open, parts, close) => {
                        Code::Group(open, parts.into_iter().map(masked).collect(), close)
                    }
                    other => masked(other),
                },
                ..items
            }
        }
        ValueType::String if pattern_of(rule).is_some() => {
            imports.add("Secret");
            let inner = Typed {
                bounds: text_bounds(rule),
                ..Typed::named("str")
            };
            let inner = inner.inner(imports);
            Typed {
                annotation: Code::Group("Secret[".to_owned(), vec![inner], "]"),
                ..Typed::named("")
            }
        }
        of => {
            imports.add("SecretStr");
            let is_text = *of == ValueType::String;
            Typed {
                bounds: if is_text {
                    text_bounds(rule)
                } else {
                    Vec::new()
                },
                ..Typed::named("SecretStr")
            }
        }
    }
}

/// The pattern as pydantic reads it.
fn pattern_of(rule: &Rule) -> Option<String> {
    rule.pattern.as_ref()?.with_unicode()
}

fn text_bounds(rule: &Rule) -> Vec<Code> {
    let mut bounds = Vec::new();
    let length = |length: Option<usize>| length.map(|it| it.to_string());
    push(&mut bounds, "min_length", length(rule.min_length));
    push(&mut bounds, "max_length", length(rule.max_length));
    let pattern = pattern_of(rule);
    push(&mut bounds, "pattern", pattern.map(|source| raw(&source)));
    bounds
}

fn push(bounds: &mut Vec<Code>, name: &str, value: Option<String>) {
    bounds.extend(value.map(|value| Code::Word(format!("{name}={value}"))));
}

/// The type for a setting, without what the rule says of any text.
fn of_type(of: &ValueType, imports: &mut Imports) -> Typed {
    match of {
        ValueType::Enum { values } => {
            imports.add("Literal");
            let values = values.iter().map(|value| Code::Word(literal(value)));
            Typed {
                annotation: Code::Group("Literal[".to_owned(), values.collect(), "]"),
                ..Typed::named("")
            }
        }
        ValueType::Json { shape: Some(shape) } => {
            imports.add("Any");
            Typed {
                decoded: true,
                ..Typed::named(match shape {
                    JsonShape::Object => "dict[str, Any]",
                    JsonShape::Array => "list[Any]",
                })
            }
        }
        ValueType::List { of, style } => {
            let item = of_type(of, imports).inner(imports);
            let list = match item {
                Code::Word(name) => Code::Word(format!("list[{name}]")),
                other => Code::Group("list[".to_owned(), vec![other], "]"),
            };
            match style {
                ListStyle::Json => Typed {
                    annotation: list,
                    decoded: true,
                    ..Typed::named("")
                },
                ListStyle::Separated(separator) => {
                    imports.add("Annotated");
                    imports.add("NoDecode");
                    imports.needs_split = true;
                    let split = format!("_split({})", literal(separator));
                    let notes = [Code::word("NoDecode"), Code::Word(split)];
                    let items = std::iter::once(list).chain(notes).collect();
                    Typed {
                        annotation: annotated(items),
                        ..Typed::named("")
                    }
                }
            }
        }
        of => {
            let (name, wanted) = reader(of);
            imports.add(name);
            Typed {
                bounds: number_bounds(of, &wanted, imports),
                ..Typed::named(name)
            }
        }
    }
}

/// The narrowest type that reads every value of this type.
pub(super) fn reader(of: &ValueType) -> (&'static str, ValueType) {
    let found = readers(of).find(|(_, wanted)| is_within(of, wanted));
    found.unwrap_or(("str", ValueType::String))
}

/// What a type of numbers is bounded by.
fn number_bounds(of: &ValueType, wanted: &ValueType, imports: &mut Imports) -> Vec<Code> {
    let mut bounds = Vec::new();
    let whole = |number: Option<i128>| number.map(|it| it.to_string());
    match of {
        ValueType::Int {
            min,
            max,
            multiple_of,
        } => {
            push(&mut bounds, "ge", whole(*min));
            push(&mut bounds, "le", whole(*max));
            push(&mut bounds, "multiple_of", whole(*multiple_of));
        }
        ValueType::Port { min, max } => {
            push(&mut bounds, "ge", Some(min.to_string()));
            push(&mut bounds, "le", Some(max.to_string()));
        }
        ValueType::Float(float) => {
            let decimal = matches!(wanted, ValueType::Float(wanted) if wanted.decimal);
            let mut add = |name, bound: Option<f64>| {
                let number = bound.map(|it| number(it, decimal));
                push(&mut bounds, name, number);
            };
            add("ge", float.min);
            add("gt", float.above);
            add("le", float.max);
            add("lt", float.below);
            if decimal && !bounds.is_empty() {
                imports.add("Decimal");
            }
        }
        _ => {}
    }
    bounds
}

fn number(number: f64, decimal: bool) -> String {
    if decimal {
        format!("Decimal(\"{number:?}\")")
    } else if number.is_finite() {
        format!("{number:?}")
    } else {
        format!("float(\"{number}\")")
    }
}

fn or_none(annotation: Code) -> Code {
    match annotation {
        // pydantic-settings sees `NoDecode` only beside the whole type.
        Code::Group(open, mut items, close) if open == ANNOTATED => {
            if let Some(first) = items.first_mut() {
                *first = or_none(first.clone());
            }
            Code::Group(open, items, close)
        }
        Code::Group(open, items, "]") => Code::Group(open, items, "] | None"),
        other => Code::Word(format!("{}{OR_NONE}", other.flat())),
    }
}

/// The type of a key that may be empty: then it is `None`.
fn or_blank(typed: Typed, imports: &mut Imports) -> Typed {
    imports.add("Annotated");
    imports.add("BeforeValidator");
    imports.needs_none_if_blank = true;
    let decoded = typed.decoded;
    let blank = Code::word("BeforeValidator(_none_if_blank)");
    let notes = match typed.annotation {
        // Validators before the type are called from the last to the first.
        list @ Code::Group(..) if list.flat().starts_with(ANNOTATED) => match or_none(list) {
            Code::Group(_, mut items, _) => {
                items.push(blank);
                items
            }
            other => vec![other, blank],
        },
        _ if decoded => {
            imports.add("Json");
            imports.add("NoDecode");
            let json = Code::Group("Json[".to_owned(), vec![typed.annotation], "]");
            vec![or_none(json), Code::word("NoDecode"), blank]
        }
        _ => vec![or_none(typed.inner(imports)), blank],
    };
    Typed {
        annotation: annotated(notes),
        ..Typed::named("")
    }
}
