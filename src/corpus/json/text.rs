//! Texts of JSON: a string or a number, or where one stands, in; the text of a field out.
//!
//! Does not know which field it is for but by its role.

use std::borrow::Cow;

use serde_json::Value;

use super::super::record::Role;
use crate::corpus::{entities, markup};

/// The text of a string value: titles and abstracts without inline tags, and texts without entities of the web.
pub(super) fn plain_text<'a>(role: Role, text: &'a str) -> Cow<'a, str> {
    use Role::{Abstract, Journal, JournalAbbrev, Keyword, KeywordList, Subject, SubjectList, Title, TranslatedTitle};
    match role {
        Title | TranslatedTitle | Abstract => {
            let plain = match markup::strip(text) {
                Cow::Borrowed(text) => entities::decode(text),
                plain => plain,
            };
            // Tags may stand as entities, too.
            let plain = match &plain {
                Cow::Owned(text) if text.contains('<') => Cow::Owned(markup::strip(text).into_owned()),
                _ => plain,
            };
            markup::without_frame(role, plain)
        }
        Journal | JournalAbbrev | Keyword | KeywordList | Subject | SubjectList => entities::decode(text),
        _ => Cow::Borrowed(text),
    }
}

/// A string or a number as text.
pub(super) fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The text at the end of a path of names; none where there is none or an empty one.
pub(super) fn text_at(value: &Value, path: &[&str]) -> Option<String> {
    let found = path.iter().try_fold(value, |value, key| value.get(key))?;
    plain(found).filter(|text| !text.is_empty())
}
