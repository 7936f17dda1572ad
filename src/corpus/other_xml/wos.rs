//! A record of the Web of Science in XML: a `REC` in, its fields out.
//!
//! Addresses, grants, references and categories are not read.

use super::names::local;
use crate::corpus::record::{RecordBuilder, Role};
use crate::corpus::xml::Node;

/// Ways to elements whose text means something.
const TEXTS: &[(&str, Role)] = &[
    ("UID", Role::Accession),
    ("static_data/summary/doctypes/doctype", Role::Type),
    ("static_data/summary/publishers/publisher/names/name/display_name", Role::Publisher),
    ("static_data/fullrecord_metadata/languages/language", Role::Language),
    ("static_data/fullrecord_metadata/keywords/keyword", Role::Keyword),
    ("static_data/item/keywords_plus/keyword", Role::Keyword),
];
/// Ways to elements whose attribute does.
const ATTRIBUTES: &[(&str, &str, Role)] = &[
    ("static_data/summary/pub_info", "pubyear", Role::Year),
    ("static_data/summary/pub_info", "sortdate", Role::Date),
    ("static_data/summary/pub_info", "vol", Role::Volume),
    ("static_data/summary/pub_info", "issue", Role::Issue),
    ("static_data/summary/pub_info/page", "begin", Role::StartPage),
    ("static_data/summary/pub_info/page", "end", Role::EndPage),
];

/// The record of a `REC`.
pub(super) fn record(root: Node<'_>, line: u32) -> RecordBuilder {
    let mut fields = RecordBuilder::new(line);
    inside(root, &mut String::new(), &mut fields);
    fields
}

fn inside(node: Node<'_>, path: &mut String, fields: &mut RecordBuilder) {
    let length = path.len();
    for child in node.children() {
        if length > 0 {
            path.push('/');
        }
        path.push_str(local(child.name()));
        element(child, path, fields);
        path.truncate(length);
    }
}

fn element(node: Node<'_>, path: &mut String, fields: &mut RecordBuilder) {
    let mut push = |role: Role, value: &str| {
        if !value.is_empty() {
            fields.push(path, role, value);
        }
    };
    let is_a = |wanted: &str| node.attribute("role").is_none_or(|role| role == wanted);
    for (_, name, role) in ATTRIBUTES.iter().filter(|(way, ..)| way == path) {
        push(*role, node.attribute(name).unwrap_or_default());
    }
    match path.as_str() {
        "static_data/summary/titles/title" => push(title(node), &node.text()),
        "static_data/summary/names/name" if is_a("author") => {
            let names = ["display_name", "full_name", "wos_standard"].map(|name| node.text_of(name));
            push(Role::Author, names.iter().find(|name| !name.is_empty()).map_or("", |name| name));
        }
        "static_data/fullrecord_metadata/abstracts/abstract" => push(Role::Abstract, &node.text_by_lines(&["p"])),
        "dynamic_data/cluster_related/identifiers/identifier" => {
            push(identifier(node), node.attribute("value").unwrap_or_default());
        }
        way => match TEXTS.iter().find(|(known, _)| *known == way) {
            Some((_, role)) => push(*role, &node.text()),
            None => inside(node, path, fields),
        },
    }
}

fn title(node: Node<'_>) -> Role {
    match node.attribute("type").unwrap_or_default() {
        "item" => Role::Title,
        "foreign" => Role::TranslatedTitle,
        "source" => Role::Journal,
        "abbrev_iso" => Role::JournalAbbrev,
        _ => Role::Other,
    }
}

fn identifier(node: Node<'_>) -> Role {
    match node.attribute("type").unwrap_or_default() {
        "doi" => Role::Doi,
        "pmid" => Role::Pmid,
        "issn" | "eissn" | "isbn" => Role::Issn,
        _ => Role::Other,
    }
}
