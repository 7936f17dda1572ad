//! MARC in XML: a record in, its fields out.

use super::names::local;
use crate::corpus::record::{RecordBuilder, Role};
use crate::corpus::xml::Node;

/// Fields, those of their parts that are read, and what they mean.
const FIELDS: &[(&str, &str, Role)] = &[
    ("022", "a", Role::Issn),
    ("041", "a", Role::Language),
    ("100", "a", Role::Author),
    ("110", "a", Role::Author),
    ("245", "abnp", Role::Title),
    ("246", "a", Role::TranslatedTitle),
    ("260", "c", Role::Year),
    ("264", "c", Role::Year),
    ("260", "b", Role::Publisher),
    ("264", "b", Role::Publisher),
    ("500", "a", Role::Note),
    ("520", "ab", Role::Abstract),
    ("650", "a", Role::Subject),
    ("653", "a", Role::Keyword),
    ("655", "a", Role::Type),
    ("700", "a", Role::Author),
    ("710", "a", Role::Author),
    ("773", "t", Role::Journal),
    ("773", "x", Role::Issn),
    ("856", "u", Role::Url),
];

/// The record of a `record`.
pub(super) fn record(root: Node<'_>, line: u32) -> RecordBuilder {
    let mut fields = RecordBuilder::new(line);
    for field in root.children() {
        let tag = field.attribute("tag").unwrap_or_default();
        match local(field.name()) {
            "controlfield" => {
                let role = if tag == "001" { Role::Accession } else { Role::Other };
                fields.push(tag, role, &field.text());
            }
            "datafield" => datafield(field, tag, &mut fields),
            _ => {}
        }
    }
    fields
}

fn datafield(field: Node<'_>, tag: &str, fields: &mut RecordBuilder) {
    let part = |code: char| {
        let parts = field.children().filter(move |child| {
            local(child.name()) == "subfield" && child.attribute("code").is_some_and(|found| found.starts_with(code))
        });
        parts.map(|part| part.text().trim_end_matches([' ', '/', ',', ':', ';', '=']).to_string())
    };
    if tag == "024" && part('2').any(|kind| kind.eq_ignore_ascii_case("doi")) {
        return part('a').for_each(|value| fields.push(tag, Role::Doi, &value));
    }
    let mut known = FIELDS.iter().filter(|(known, ..)| *known == tag).peekable();
    if known.peek().is_none() {
        return fields.push(tag, Role::Other, &field.text());
    }
    for (_, codes, role) in known {
        let texts: Vec<String> = codes.chars().flat_map(part).filter(|text| !text.is_empty()).collect();
        if *role == Role::Title {
            fields.push(tag, *role, &texts.join(": "));
        } else {
            texts.iter().for_each(|text| fields.push(tag, *role, text));
        }
    }
}
