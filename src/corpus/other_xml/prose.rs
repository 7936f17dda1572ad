//! Running text of a title or a paragraph: its element in, what a reader reads out.
//!
//! A formula that is given in several forms is read in one, and the marks of footnotes are left out. LaTeX stays as it
//! is; the frame of a document around it goes with the other markup of a text.

use std::borrow::Cow;

use super::names::local;
use crate::corpus::record::Role;
use crate::corpus::xml::{Node, squeeze};

/// Elements that are not read as they stand.
const LOOKED_AT: [&str; 5] = ["alternatives", "tex-math", "fn", "xref", "annotation"];

/// The text of an element that holds a title or an abstract; of any other all that is in it.
pub(super) fn text(node: Node<'_>, role: Role) -> Cow<'_, str> {
    let is_prose = matches!(role, Role::Title | Role::TranslatedTitle | Role::Abstract);
    if !is_prose || !holds(node) {
        return node.text();
    }
    let mut text = String::new();
    read(node, role != Role::Abstract, &mut text);
    Cow::Owned(squeeze(&text))
}

fn holds(node: Node<'_>) -> bool {
    node.children().any(|child| LOOKED_AT.contains(&local(child.name())) || holds(child))
}

fn read(node: Node<'_>, is_title: bool, text: &mut String) {
    if local(node.name()) == "alternatives" {
        return form(node).into_iter().for_each(|form| read(form, is_title, text));
    }
    let has_math = node.children().any(|child| local(child.name()) == "math");
    for part in node.items() {
        match local(part.name()) {
            "" => text.push_str(&part.raw()),
            "fn" | "annotation" => {}
            "xref" if is_mark(part, is_title) => {}
            "tex-math" if has_math => {}
            _ => read(part, is_title, text),
        }
    }
}

/// The form of a formula that is read: MathML, else any with a text, else LaTeX.
fn form(alternatives: Node<'_>) -> Option<Node<'_>> {
    let rank = |form: &Node<'_>| match local(form.name()) {
        "math" => 0,
        "tex-math" => 2,
        _ => 1,
    };
    alternatives.children().filter(|form| !form.text().is_empty()).min_by_key(rank)
}

/// Whether a link is only the mark of a note, as a star or a number; in a title any link of that length is.
fn is_mark(link: Node<'_>, is_title: bool) -> bool {
    const LETTERS_OF_A_WORD: usize = 3;
    let is_note = matches!(link.attribute("ref-type"), Some("fn" | "author-notes" | "corresp" | "aff"));
    let n_letters = link.text().chars().filter(|c| c.is_alphabetic()).count();
    (is_note || is_title) && n_letters < LETTERS_OF_A_WORD
}
