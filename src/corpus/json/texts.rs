//! Abstracts that are no plain text: the value in, the texts it stands for out.
//!
//! An index of words, parts with their labels, paragraphs, versions in several languages, and passages of BioC.

use serde_json::{Map, Value};

use super::text::{plain_text, text_at};
use crate::corpus::lang::Lang;
use crate::corpus::record::Role;

/// Keys of the text of a part.
pub(super) const TEXTS: [&str; 9] =
    ["text", "value", "abstract", "description", "content", "abstractText", "#text", "$t", "$"];
/// Keys of the label of a part.
const LABELS: [&str; 7] = ["label", "@label", "@Label", "Label", "section", "heading", "name"];

/// The abstracts in a list or an object, parts of one as one text.
pub(super) fn abstracts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(parts) => {
            let of_abstract: Vec<&Value> = parts.iter().filter(|part| is_abstract(part)).collect();
            let texts = of_abstract.iter().filter_map(|part| part_text(part));
            if parts.iter().any(|part| language(part).is_some()) {
                return texts.collect();
            }
            joined(texts.collect())
        }
        Value::Object(object) => of_object(object),
        _ => Vec::new(),
    }
}

fn of_object(object: &Map<String, Value>) -> Vec<String> {
    if let Some(index) = index(object) {
        return vec![restore(index)];
    }
    if TEXTS.iter().any(|key| object.contains_key(*key)) {
        return part_text(&Value::Object(object.clone())).into_iter().collect();
    }
    let texts = |(key, value): (&String, &Value)| {
        let text = match value {
            Value::Array(_) | Value::Object(_) => abstracts(value).join("\n"),
            other => plain_text(Role::Abstract, other.as_str().unwrap_or_default()).trim().to_string(),
        };
        (key.clone(), text)
    };
    let mut texts: Vec<(String, String)> = object.iter().map(texts).collect();
    texts.retain(|(_, text)| !text.is_empty());
    if texts.iter().all(|(key, _)| key.len() <= 5 && Lang::parse(key).is_some()) {
        return texts.into_iter().map(|(_, text)| text).collect();
    }
    // Springer names headings and paragraphs as a page does.
    let is_of_page = |key: &str| matches!(key, "p" | "h1" | "h2" | "h3" | "title" | "sec");
    let part = |(key, text): (String, String)| match key.as_str() {
        "h1" | "h2" | "h3" => None,
        key if is_of_page(key) => Some(text),
        key => Some(format!("{key}: {text}")),
    };
    joined(texts.into_iter().filter_map(part).collect())
}

fn joined(parts: Vec<String>) -> Vec<String> {
    if parts.is_empty() { Vec::new() } else { vec![parts.join("\n")] }
}

/// DataCite has descriptions of other kinds, too.
fn is_abstract(part: &Value) -> bool {
    part.get("descriptionType").and_then(Value::as_str).is_none_or(|kind| kind == "Abstract")
}

fn language(part: &Value) -> Option<Lang> {
    ["lang", "language", "@lang", "xml:lang"].iter().find_map(|key| text_at(part, &[key])).and_then(|l| Lang::parse(&l))
}

/// The text of one part with its label in front.
fn part_text(part: &Value) -> Option<String> {
    let of = |keys: &[&str]| keys.iter().find_map(|key| text_at(part, &[key]));
    let text = part.as_str().map(str::to_string).or_else(|| of(&TEXTS))?;
    let text = plain_text(Role::Abstract, &text).trim().to_string();
    let label = of(&LABELS).filter(|label| !label.eq_ignore_ascii_case("abstract"));
    match label {
        _ if text.is_empty() => None,
        Some(label) => Some(format!("{label}: {text}")),
        None => Some(text),
    }
}

/// The index of words that an object is or holds.
fn index(object: &Map<String, Value>) -> Option<&Map<String, Value>> {
    if let Some(Value::Object(index)) = object.get("InvertedIndex") {
        return Some(index);
    }
    let is_places = |value: &Value| value.as_array().is_some_and(|places| places.iter().all(Value::is_u64));
    (!object.is_empty() && object.values().all(is_places)).then_some(object)
}

/// The running text of an inverted index: each word with its places.
fn restore(index: &Map<String, Value>) -> String {
    let places = |(word, places): (&'_ String, &Value)| -> Vec<(u64, String)> {
        places.as_array().into_iter().flatten().filter_map(Value::as_u64).map(|at| (at, word.clone())).collect()
    };
    let mut words: Vec<(u64, String)> = index.iter().flat_map(places).collect();
    words.sort();
    let words: Vec<&str> = words.iter().map(|(_, word)| word.as_str()).collect();
    words.join(" ")
}

/// The title and the abstract among passages of BioC, as PubTator and LitCovid give them.
pub(super) fn passages(list: &[Value]) -> Vec<(Role, String)> {
    let of = |wanted: &str| -> Vec<String> {
        let kind = |one: &Value| ["type", "section_type"].iter().find_map(|key| text_at(one, &["infons", key]));
        let fits = |one: &&Value| kind(one).is_some_and(|kind| kind.to_lowercase().starts_with(wanted));
        list.iter().filter(fits).filter_map(|one| text_at(one, &["text"])).collect()
    };
    let title = of("title").into_iter().next().or_else(|| of("front").into_iter().next());
    let texts = joined(of("abstract"));
    title.map(|title| (Role::Title, title)).into_iter().chain(texts.into_iter().map(|t| (Role::Abstract, t))).collect()
}
