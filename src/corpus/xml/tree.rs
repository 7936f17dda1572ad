//! The tree of one record: elements, attributes and texts in document order in one text, used again for the next one.

use std::borrow::Cow;
use std::ops::Range;

/// Deepest element that is told apart; text below goes to it.
const MAX_DEPTH: usize = 64;
/// Most bytes and nodes of one record.
const MAX_TEXT: usize = 64 << 20;
const MAX_NODES: usize = 2 << 20;

#[derive(Clone, Debug)]
enum Kind {
    Element,
    Attribute { value: Range<usize> },
    Text,
}

#[derive(Clone, Debug)]
struct Item {
    kind: Kind,
    /// Name of an element or attribute, or the text.
    span: Range<usize>,
    /// First item behind this one and all that it holds.
    end: usize,
}

/// Elements in the order of the document, each knowing where it ends.
#[derive(Debug, Default)]
pub(in crate::corpus) struct Tree {
    text: String,
    items: Vec<Item>,
    stack: Vec<usize>,
    /// Elements that are open but too deep to be told apart.
    deeper: usize,
    /// Whether an element ended behind the last text.
    closed: bool,
    cut: bool,
}

impl Tree {
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.items.clear();
        self.stack.clear();
        (self.deeper, self.closed, self.cut) = (0, false, false);
    }

    pub(super) fn cut(&self) -> bool {
        self.cut
    }

    fn full(&mut self, more: usize) -> bool {
        let full = self.text.len() + more > MAX_TEXT || self.items.len() >= MAX_NODES;
        self.cut |= full;
        full
    }

    fn add(&mut self, text: &str) -> Range<usize> {
        let start = self.text.len();
        self.text.push_str(text);
        start..self.text.len()
    }

    pub(super) fn open(&mut self, name: &str) {
        if self.stack.len() >= MAX_DEPTH || self.full(name.len()) {
            self.deeper += 1;
            return;
        }
        self.stack.push(self.items.len());
        let span = self.add(name);
        self.items.push(Item { kind: Kind::Element, span, end: usize::MAX });
    }

    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        if self.deeper > 0 || self.full(name.len() + value.len()) {
            return;
        }
        let span = self.add(name);
        let value = self.add(value);
        let end = self.items.len() + 1;
        self.items.push(Item { kind: Kind::Attribute { value }, span, end });
    }

    pub(super) fn text(&mut self, text: &str) {
        if self.full(text.len()) {
            return;
        }
        // What parts elements is nobody's text, and costs nothing where the last one has it.
        let goes_on = !self.closed || text.trim().is_empty();
        self.closed &= goes_on;
        let span = self.add(text);
        match self.items.last_mut().filter(|_| goes_on) {
            // Pieces of one text, parted by an entity, become one.
            Some(Item { kind: Kind::Text, span: last, .. }) if last.end == span.start => last.end = span.end,
            _ => {
                let end = self.items.len() + 1;
                self.items.push(Item { kind: Kind::Text, span, end });
            }
        }
    }

    /// Closes the innermost open element of that name and all inside; true where that was the record.
    pub(super) fn close(&mut self, name: &str) -> bool {
        if self.deeper > 0 {
            self.deeper -= 1;
            return false;
        }
        let Some(at) =
            self.stack.iter().rposition(|&i| self.text.as_bytes()[self.items[i].span.clone()] == *name.as_bytes())
        else {
            return false;
        };
        let end = self.items.len();
        self.closed = true;
        for item in self.stack.drain(at..) {
            self.items[item].end = end;
        }
        at == 0
    }

    /// The record; elements left open end with the text.
    pub(super) fn root(&mut self) -> Option<Node<'_>> {
        let end = self.items.len();
        for item in self.stack.drain(..) {
            self.items[item].end = end;
        }
        (!self.items.is_empty()).then_some(Node { tree: self, at: 0 })
    }
}

/// An element or a text of a tree.
#[derive(Clone, Copy)]
pub(in crate::corpus) struct Node<'t> {
    tree: &'t Tree,
    at: usize,
}

impl<'t> Node<'t> {
    fn item(&self) -> &'t Item {
        &self.tree.items[self.at]
    }

    /// Name of an element; empty for a text.
    pub fn name(&self) -> &'t str {
        if matches!(self.item().kind, Kind::Element) { &self.tree.text[self.item().span.clone()] } else { "" }
    }

    fn is_named(&self, name: &str) -> bool {
        self.tree.text.as_bytes()[self.item().span.clone()] == *name.as_bytes()
    }

    /// Elements, attributes and texts right inside; only elements have a name.
    pub fn items(self) -> impl Iterator<Item = Node<'t>> {
        let end = self.item().end;
        let mut at = self.at + 1;
        std::iter::from_fn(move || {
            (at < end).then(|| {
                let node = Node { tree: self.tree, at };
                at = node.item().end;
                node
            })
        })
    }

    /// Elements right inside.
    pub fn children(self) -> impl Iterator<Item = Node<'t>> {
        self.items().filter(|node| matches!(node.item().kind, Kind::Element))
    }

    /// The first element of a name right inside.
    pub fn child(self, name: &str) -> Option<Node<'t>> {
        self.children().find(|node| node.is_named(name))
    }

    /// The value of an attribute.
    pub fn attribute(self, name: &str) -> Option<&'t str> {
        self.items().find_map(|node| match &node.item().kind {
            Kind::Attribute { value } if node.is_named(name) => Some(&self.tree.text[value.clone()]),
            _ => None,
        })
    }

    /// All text inside, whatever elements part it, with runs of white space as one blank.
    pub fn text(self) -> Cow<'t, str> {
        let mut pieces = self.pieces();
        let first = pieces.next().unwrap_or_default();
        match pieces.next() {
            None if is_squeezed(first) => Cow::Borrowed(first.trim()),
            None => Cow::Owned(squeeze(first)),
            Some(_) => Cow::Owned(squeeze(&self.raw())),
        }
    }

    /// All text inside, with a line end before every element of these names.
    pub fn text_by_lines(self, breaks: &[&str]) -> String {
        let items = &self.tree.items[self.at + 1..self.item().end.min(self.tree.items.len())];
        let mut text = String::new();
        for item in items {
            let span = &self.tree.text[item.span.clone()];
            match item.kind {
                Kind::Text => text.push_str(span),
                Kind::Element if breaks.contains(&span) => text.push('\n'),
                _ => {}
            }
        }
        let lines: Vec<String> = text.lines().map(squeeze).filter(|line| !line.is_empty()).collect();
        lines.join("\n")
    }

    /// The text of the first element of a name right inside; empty where there is none.
    pub fn text_of(self, name: &str) -> Cow<'t, str> {
        self.child(name).map(Node::text).unwrap_or_default()
    }

    /// All text inside, as it stands.
    pub fn raw(self) -> String {
        self.pieces().collect()
    }

    fn pieces(self) -> impl Iterator<Item = &'t str> {
        let items = &self.tree.items[self.at..self.item().end.min(self.tree.items.len())];
        items.iter().filter(|item| matches!(item.kind, Kind::Text)).map(|item| &self.tree.text[item.span.clone()])
    }

    /// Whether all elements right inside have such names, and there is one.
    pub fn holds_only(self, fits: impl Fn(&str) -> bool) -> bool {
        self.children().next().is_some() && self.children().all(|child| fits(child.name()))
    }

    /// Whether text stands right inside.
    pub fn has_text(self) -> bool {
        let is_text = |node: Node<'t>| {
            matches!(node.item().kind, Kind::Text) && !self.tree.text[node.item().span.clone()].trim().is_empty()
        };
        self.items().any(is_text)
    }
}

/// Whether [`squeeze`] would only trim the text: ASCII without two blanks in a row or other white space inside.
fn is_squeezed(text: &str) -> bool {
    let inner = text.trim().as_bytes();
    inner.iter().all(|b| matches!(b, b' '..=b'~')) && memchr::memmem::find(inner, b"  ").is_none()
}

/// The text with runs of white space as one blank.
pub(in crate::corpus) fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
