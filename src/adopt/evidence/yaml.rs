//! A small tree of a YAML text. The only user of `saphyr_parser`, whose errors
//! end here. A strict scanner of lines would have done without a crate, but
//! anchors, merge keys and flow mappings are common in Compose files.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, Span};

/// A value, and where it begins.
#[derive(Clone)]
pub(super) struct Node {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) value: Value,
}

#[derive(Clone)]
pub(super) enum Value {
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
}

/// A text with more nodes than this, aliases written out, is left unread.
const MOST_NODES: usize = 50_000;

/// How deep values may be in one another.
const DEEPEST: usize = 64;

/// Reads the first document; `None` when it is not YAML.
pub(super) fn read(text: &str) -> Option<Node> {
    let mut builder = Builder {
        open: Vec::new(),
        anchors: HashMap::new(),
        nodes: 0,
        root: None,
    };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.ok()?;
        if matches!(event, Event::DocumentEnd) {
            break;
        }
        builder.take(event, span)?;
    }
    builder.root
}

struct Builder {
    open: Vec<(usize, Node, Vec<Node>)>,
    anchors: HashMap<usize, (Node, usize)>,
    nodes: usize,
    root: Option<Node>,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, span: Span) -> Option<()> {
        let node = |value| Node {
            line: span.start.line(),
            column: span.start.col() + 1,
            value,
        };
        match event {
            Event::Scalar(text, _, anchor, _) => {
                self.close(anchor, node(Value::Text(text.into_owned())))
            }
            Event::Alias(id) => {
                let (target, size) = self.anchors.get(&id)?.clone();
                self.nodes += size;
                (self.nodes < MOST_NODES).then_some(())?;
                self.close(0, target)
            }
            Event::SequenceStart(anchor, _) => self.begin(anchor, node(Value::List(Vec::new()))),
            Event::MappingStart(anchor, _) => self.begin(anchor, node(Value::Map(Vec::new()))),
            Event::SequenceEnd | Event::MappingEnd => {
                let (anchor, mut whole, items) = self.open.pop()?;
                whole.value = match whole.value {
                    Value::List(_) => Value::List(items),
                    _ => Value::Map(pairs(items)),
                };
                self.close(anchor, whole)
            }
            _ => Some(()),
        }
    }

    fn begin(&mut self, anchor: usize, node: Node) -> Option<()> {
        (self.open.len() < DEEPEST).then_some(())?;
        self.open.push((anchor, node, Vec::new()));
        Some(())
    }

    fn close(&mut self, anchor: usize, node: Node) -> Option<()> {
        self.nodes += 1;
        (self.nodes < MOST_NODES).then_some(())?;
        if anchor > 0 {
            let size = node.size();
            self.anchors.insert(anchor, (node.clone(), size));
        }
        match self.open.last_mut() {
            Some((_, _, items)) => items.push(node),
            None => self.root = Some(node),
        }
        Some(())
    }
}

fn pairs(items: Vec<Node>) -> Vec<(Node, Node)> {
    let mut pairs = Vec::new();
    let mut items = items.into_iter();
    while let (Some(key), Some(value)) = (items.next(), items.next()) {
        // `<<: *shared`: what is merged in stands behind what is said here.
        if key.text() == Some("<<") {
            let merged = match value.value {
                Value::Map(entries) => entries,
                Value::List(maps) => maps
                    .into_iter()
                    .flat_map(|map| map.entries().to_vec())
                    .collect(),
                Value::Text(_) => Vec::new(),
            };
            pairs.extend(merged);
        } else {
            pairs.push((key, value));
        }
    }
    pairs
}

impl Node {
    fn size(&self) -> usize {
        1 + match &self.value {
            Value::List(items) => items.iter().map(Self::size).sum(),
            Value::Map(pairs) => pairs
                .iter()
                .map(|(key, value)| key.size() + value.size())
                .sum(),
            Value::Text(_) => 0,
        }
    }

    /// Visits the scalars in a value, apart from the keys of mappings.
    pub(super) fn each_text<'n>(&'n self, visit: &mut impl FnMut(&'n Self, &'n str)) {
        match &self.value {
            Value::Text(text) => visit(self, text),
            Value::List(items) => items.iter().for_each(|item| item.each_text(visit)),
            Value::Map(pairs) => pairs.iter().for_each(|(_, value)| value.each_text(visit)),
        }
    }

    /// The text of a scalar.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The pairs of a mapping.
    pub(super) fn entries(&self) -> &[(Self, Self)] {
        match &self.value {
            Value::Map(pairs) => pairs,
            _ => &[],
        }
    }

    /// The items of a list.
    pub(super) fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        let mut entries = self.entries().iter();
        entries
            .find(|(known, _)| known.text() == Some(key))
            .map(|(_, value)| value)
    }
}
