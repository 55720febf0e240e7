//! The values of the names that loops over literals bind.

use ruff_python_ast::{DictItem, Expr, ExprCall, ExprDict};

use crate::python::code::literal::{elements, text};
use crate::python::code::module::{Symbol, Symbols};
use crate::python::code::resolve::View;

/// Binds a loop's target to the texts that it iterates over, if they are known.
pub(super) fn bind<'a>(
    view: View<'_, 'a>,
    target: &'a Expr,
    over: &'a Expr,
    symbols: &mut Symbols<'a>,
) {
    let rows = rows(view, over, 4);
    match target {
        Expr::Name(name) => {
            let maps = maps(view, over, 4).filter(|maps| !maps.is_empty());
            let texts = || column(rows.as_deref(), None);
            symbols.insert(name.id.as_str(), maps.map_or_else(texts, Symbol::OneOfMaps));
        }
        Expr::Tuple(tuple) => {
            for (at, element) in tuple.elts.iter().enumerate() {
                if let Expr::Name(name) = element {
                    symbols.insert(name.id.as_str(), column(rows.as_deref(), Some(at)));
                }
            }
        }
        _ => {}
    }
}

/// The dictionaries that a loop is over: `[{"name": "A"}, {"name": "B"}]`.
fn maps<'a>(view: View<'_, 'a>, over: &'a Expr, depth: u32) -> Option<Vec<&'a ExprDict>> {
    let depth = depth.checked_sub(1)?;
    if let Expr::Name(name) = over {
        let (module, value) = view.only_value(name.id.as_str())?;
        return maps(view.seen_in(module), value, depth);
    }
    elements(over)?.iter().map(Expr::as_dict_expr).collect()
}

/// The values of a name that takes one column of the rows. One unknown cell
/// makes them all unknown.
fn column<'a>(rows: Option<&[Vec<Option<String>>]>, at: Option<usize>) -> Symbol<'a> {
    let Some(rows) = rows else {
        return Symbol::Other;
    };
    let cell = |row: &Vec<Option<String>>| match (at, row.as_slice()) {
        (None, [only]) => only.clone(),
        (Some(at), cells) if cells.len() > 1 => cells.get(at).cloned().flatten(),
        _ => None,
    };
    let texts: Option<Vec<String>> = rows.iter().map(cell).collect();
    texts.map_or(Symbol::Other, Symbol::OneOf)
}

/// The cells of each round of a loop.
fn rows<'a>(view: View<'_, 'a>, over: &'a Expr, depth: u32) -> Option<Vec<Vec<Option<String>>>> {
    let depth = depth.checked_sub(1)?;
    if let Some(elements) = elements(over) {
        return Some(elements.iter().map(cells).collect());
    }
    match over {
        Expr::Dict(dict) => Some(
            dict.items
                .iter()
                .map(|item| vec![item.key.as_ref().and_then(text)])
                .collect(),
        ),
        Expr::Name(name) => {
            let (module, value) = view.only_value(name.id.as_str())?;
            rows(view.seen_in(module), value, depth)
        }
        Expr::Call(call) => called(view, call, depth),
        _ => None,
    }
}

fn called<'a>(
    view: View<'_, 'a>,
    call: &'a ExprCall,
    depth: u32,
) -> Option<Vec<Vec<Option<String>>>> {
    match &*call.func {
        Expr::Attribute(attribute) => {
            let dict = dict(view, &attribute.value)?;
            let value = |item: &DictItem| text(&item.value);
            let key = |item: &DictItem| item.key.as_ref().and_then(text);
            let items = dict.items.iter();
            match attribute.attr.as_str() {
                "items" => Some(items.map(|item| vec![key(item), value(item)]).collect()),
                "values" => Some(items.map(|item| vec![value(item)]).collect()),
                "keys" => Some(items.map(|item| vec![key(item)]).collect()),
                _ => None,
            }
        }
        Expr::Name(name) if matches!(name.id.as_str(), "sorted" | "list" | "tuple" | "set") => {
            rows(view, call.arguments.args.first()?, depth)
        }
        _ => None,
    }
}

/// The dictionary that an expression is, or is a name for.
pub(super) fn dict<'a>(view: View<'_, 'a>, expr: &'a Expr) -> Option<&'a ExprDict> {
    match expr {
        Expr::Dict(dict) => Some(dict),
        Expr::Name(name) => match view.only_value(name.id.as_str())?.1 {
            Expr::Dict(dict) => Some(dict),
            _ => None,
        },
        _ => None,
    }
}

/// The cells of one element.
fn cells(element: &Expr) -> Vec<Option<String>> {
    match elements(element) {
        Some(cells) => cells.iter().map(text).collect(),
        None => vec![text(element)],
    }
}
