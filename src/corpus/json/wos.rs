//! A record of the Web of Science, whole ("Expanded" JSON): its two parts in, the fields they stand for out.
//!
//! `static_data` has what was published, `dynamic_data` the identifiers. Addresses, grants and references are not read.

use serde_json::Value;

use super::super::record::Role;
use super::text::{plain_text, text_at};

/// The fields of the value of `static_data`.
pub(super) fn fields(data: &Value) -> Vec<(Role, String)> {
    let at = |path: &[&str]| path.iter().try_fold(data, |value, key| value.get(key)).map_or(&[][..], each);
    let mut fields = Vec::new();
    for title in at(&["summary", "titles", "title"]) {
        let role = match text_at(title, &["type"]).as_deref() {
            Some("item") => Role::Title,
            Some("foreign") => Role::TranslatedTitle,
            Some("source") => Role::Journal,
            Some("abbrev_iso") => Role::JournalAbbrev,
            _ => continue,
        };
        let title = text_at(title, &["content"]).unwrap_or_default();
        fields.push((role, plain_text(role, &title).into_owned()));
    }
    for name in at(&["summary", "names", "name"]) {
        if text_at(name, &["role"]).is_none_or(|role| role == "author") {
            let names = ["display_name", "full_name", "wos_standard"];
            fields.push((Role::Author, names.iter().find_map(|key| text_at(name, &[key])).unwrap_or_default()));
        }
    }
    for (path, role) in [
        (&["pubyear"][..], Role::Year),
        (&["sortdate"], Role::Date),
        (&["vol"], Role::Volume),
        (&["issue"], Role::Issue),
        (&["page", "begin"], Role::StartPage),
        (&["page", "end"], Role::EndPage),
    ] {
        let info = at(&["summary", "pub_info"]);
        fields.extend(info.iter().filter_map(|info| Some((role, text_at(info, path)?))));
    }
    for part in at(&["fullrecord_metadata", "abstracts", "abstract"]) {
        let paragraphs = part.get("abstract_text").and_then(|text| text.get("p")).map_or(&[][..], each);
        let lines: Vec<String> = paragraphs.iter().filter_map(word).collect();
        fields.push((Role::Abstract, plain_text(Role::Abstract, &lines.join("\n")).into_owned()));
    }
    for (path, role) in [
        (["fullrecord_metadata", "keywords", "keyword"], Role::Keyword),
        (["item", "keywords_plus", "keyword"], Role::Keyword),
        (["fullrecord_metadata", "languages", "language"], Role::Language),
        (["summary", "doctypes", "doctype"], Role::Type),
    ] {
        fields.extend(at(&path).iter().filter_map(|one| Some((role, word(one)?))));
    }
    fields.retain(|(_, text)| !text.is_empty());
    fields
}

/// The identifiers in the value of `dynamic_data`.
pub(super) fn identifiers(data: &Value) -> &[Value] {
    let path = ["cluster_related", "identifiers", "identifier"];
    path.iter().try_fold(data, |value, key| value.get(key)).map_or(&[], each)
}

/// What stands in a list; one alone stands without it.
fn each(value: &Value) -> &[Value] {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)
}

/// A text, or the one that an object holds.
fn word(value: &Value) -> Option<String> {
    text_at(value, &[]).or_else(|| text_at(value, &["content"]))
}
