//! The tables of a schema over those of the file that it extends: tables merge by key,
//! lists are joined with the parent's items first, and of anything else the child's
//! counts.

use std::collections::BTreeSet;

use crate::schema::fields::keys::{SECRET, SETTING, key, setting};
use crate::schema::fields::tables::{env, profile, scope, top};
use crate::schema::fields::{Field, Tables};
use crate::schema::tree::{Key, Node, Table, Value};

/// Merges what a file declares into what its parent does.
pub(super) fn over<'t>(mut parent: Table<'t>, child: Table<'t>) -> Table<'t> {
    for (name, node) in child {
        put(&mut parent, name, node, &top_level);
    }
    parent
}

fn top_level<'t>(name: &str, old: Node<'t>, new: Node<'t>) -> Node<'t> {
    if name == top::SECRETS.name {
        merged(old, new, &|_, old, new| joined_rule(old, new, SECRET))
    } else if name == top::SETTINGS.name {
        merged(old, new, &|_, old, new| joined_rule(old, new, SETTING))
    } else if name == top::SCOPES.name {
        merged(old, new, &|_, old, new| joined_scope(old, new))
    } else {
        joined(name, old, new)
    }
}

/// How the values of a key that both have become one.
type Join<'t> = dyn Fn(&str, Node<'t>, Node<'t>) -> Node<'t>;

/// Puts an entry into a table. Its place is that of the later key.
fn put<'t>(table: &mut Table<'t>, name: Key<'t>, node: Node<'t>, join: &Join<'t>) {
    let node = match table.remove(&**name.get_ref()) {
        Some(old) => join(name.get_ref(), old, node),
        None => node,
    };
    table.insert(name, node);
}

/// Two tables as one; of anything else the new.
fn merged<'t>(old: Node<'t>, new: Node<'t>, join: &Join<'t>) -> Node<'t> {
    let span = new.span();
    let value = match (old.into_inner(), new.into_inner()) {
        (Value::Table(mut table), Value::Table(entries)) => {
            for (name, node) in entries {
                put(&mut table, name, node, join);
            }
            Value::Table(table)
        }
        (_, new) => new,
    };
    Node::new(span, value)
}

/// Tables merge, lists are joined.
fn joined<'t>(name: &str, old: Node<'t>, new: Node<'t>) -> Node<'t> {
    match (old.get_ref(), new.get_ref()) {
        (Value::Array(_), Value::Array(_)) => joined_list(name, old, new),
        _ => merged(old, new, &joined),
    }
}

/// The parent's items, then the child's. A text that both have counts once, unless it is
/// a path: that is another file in another folder.
fn joined_list<'t>(name: &str, old: Node<'t>, new: Node<'t>) -> Node<'t> {
    let span = new.span();
    let is_of_files = name == env::FILES.name || name == profile::ENV_FILES.name;
    let value = match (old.into_inner(), new.into_inner()) {
        (Value::Array(items), Value::Array(added)) => {
            let texts = items.iter().filter_map(|item| item.get_ref().as_str());
            let known: BTreeSet<&str> = texts.filter(|_| !is_of_files).collect();
            let is_new = |item: &Node<'_>| {
                let text = item.get_ref().as_str();
                text.is_none_or(|text| !known.contains(text))
            };
            let added = added.into_iter().filter(is_new).collect::<Vec<_>>();
            Value::Array(items.into_iter().chain(added).collect())
        }
        (_, new) => new,
    };
    Node::new(span, value)
}

/// A scope may be a list of secrets in one file, and a table in the other.
fn joined_scope<'t>(old: Node<'t>, new: Node<'t>) -> Node<'t> {
    match (old.get_ref(), new.get_ref()) {
        (Value::Array(_), Value::Table(_)) => joined("", as_table(old), new),
        (Value::Table(_), Value::Array(_)) => joined("", old, as_table(new)),
        _ => joined("", old, new),
    }
}

fn as_table(list: Node<'_>) -> Node<'_> {
    let span = list.span();
    let name = Key::new(span.clone(), scope::SECRETS.name.into());
    let mut table = Table::new();
    table.insert(name, list);
    Node::new(span, Value::Table(table))
}

/// The rule of a key. What the child says may make fields of the parent meaningless:
/// `required` and `required_in` replace each other, and a `type` brings its own fields.
fn joined_rule<'t>(mut old: Node<'t>, new: Node<'t>, fields: Tables) -> Node<'t> {
    if let (Value::Table(parent), Value::Table(child)) = (old.get_mut(), new.get_ref()) {
        let says = |field: &Field| child.contains_key(field.name);
        let mut gone: Vec<&str> = Vec::new();
        if says(key::REQUIRED) || says(key::REQUIRED_IN) {
            gone.extend([key::REQUIRED.name, key::REQUIRED_IN.name]);
        }
        if says(key::TYPE) {
            let all = fields.iter().flat_map(|table| table.fields);
            let typed = all.filter(|field| !field.types.is_empty());
            gone.extend(typed.map(|field| field.name));
            gone.push(setting::DEFAULT.name);
        }
        for name in gone {
            parent.remove(name);
        }
    }
    joined("", old, new)
}
