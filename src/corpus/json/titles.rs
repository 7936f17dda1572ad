//! Titles of objects that keep the subtitle under a key of its own, as Crossref does: the values of both in, the title of
//! the record out, and back.

use serde_json::Value;

use super::super::bibtex::{with_subtitle, without_subtitle};
use super::super::record::{RecordBuilder, Role};
use super::text::plain_text;

/// The key of a subtitle.
pub(super) const SUBTITLE: &str = "subtitle";

/// The subtitle in a value, a text or a list of texts; blank where there is none.
pub(super) fn subtitle(raw: &str) -> String {
    let texts = match serde_json::from_str(raw) {
        Ok(Value::String(text)) => vec![text],
        Ok(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(str::to_string).collect(),
        _ => Vec::new(),
    };
    let texts: Vec<String> = texts.iter().map(|text| plain_text(Role::Title, text).trim().to_string()).collect();
    texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(": ")
}

/// Adds a title, a text or a list of texts, with its subtitle; false where it is something else. A second title is one in
/// another language.
pub(super) fn push(key: &str, raw: &str, subtitle: &str, builder: &mut RecordBuilder) -> bool {
    let titles: Vec<String> = match serde_json::from_str(raw) {
        Ok(Value::String(text)) => vec![text],
        Ok(Value::Array(list)) if list.iter().all(Value::is_string) => {
            list.iter().filter_map(Value::as_str).map(str::to_string).collect()
        }
        _ => return false,
    };
    let Some((first, others)) = titles.split_first().filter(|(first, _)| !first.trim().is_empty()) else {
        return false;
    };
    builder.push(key, Role::Title, &with_subtitle(&plain_text(Role::Title, first), subtitle));
    others.iter().for_each(|title| builder.push(key, Role::TranslatedTitle, &plain_text(Role::TranslatedTitle, title)));
    if !others.is_empty() {
        builder.push(key, Role::Other, raw);
    }
    true
}

/// A title as it stood beside its subtitle.
pub(super) fn bare<'t>(title: &'t str, raw: Option<&str>) -> &'t str {
    // What was a text is one without marks.
    let text = |raw: &str| if raw.starts_with('[') { subtitle(raw) } else { raw.to_string() };
    raw.map(text).filter(|subtitle| !subtitle.is_empty()).map_or(title, |subtitle| without_subtitle(title, &subtitle))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::read::{ReadParams, read_bytes};
    use crate::corpus::write::{format_by_name, write};

    #[test]
    fn a_subtitle_is_of_the_title_and_written_apart_again() {
        let json = br#"[{"title": ["Rest of <i>x</i>"], "subtitle": ["A trial"], "DOI": "10.5555/a", "author":
            [{"given": "Ana", "family": "Ruiz", "suffix": "Jr"}, {"family": "Soto", "given": "B"}]},
            {"title": "Calm?", "subtitle": "A long view", "abstract": "T"}, {"title": "Sleep", "subtitle": [], "DOI": "10.5555/b"},
            {"title": ["One: of two", "Uno"], "subtitle": ["Of two"], "DOI": "10.5555/c"}]"#;
        let corpus = read_bytes(&[("a.json", json)], &ReadParams::default());
        let titles: Vec<&str> = corpus.records.iter().map(|one| one.title()).collect();
        assert_eq!(titles, ["Rest of x: A trial", "Calm? A long view", "Sleep", "One: of two"]);
        assert_eq!(corpus.records[0].authors(), ["Ruiz, Ana, Jr", "Soto, B"]);
        assert_eq!(corpus.records[3].first(Role::TranslatedTitle), Some("Uno"));
        for name in ["jsonl", "json", "ris", "csv"] {
            let mut out = Vec::new();
            write(corpus.records.iter(), &corpus, format_by_name(name).unwrap(), &mut out).unwrap();
            let text = String::from_utf8(out).unwrap();
            let again = read_bytes(&[("x", text.as_bytes())], &ReadParams::default());
            assert_eq!(again.records.iter().map(|one| one.title()).collect::<Vec<_>>(), titles, "{name}: {text}");
            assert_eq!(again.records[0].authors(), ["Ruiz, Ana, Jr", "Soto, B"], "{name}: {text}");
            assert!(!name.starts_with("json") || text.contains("\"title\":\"Calm?\""), "{text}");
        }
    }

    #[test]
    fn a_suffix_of_a_name_is_written_as_csl_has_it() {
        let ris = b"TY  - JOUR\nTI  - One\nAU  - Ruiz, Ana, Jr.\nAU  - Soto, B\nER  - \n";
        let corpus = read_bytes(&[("a.ris", ris)], &ReadParams::default());
        let mut out = Vec::new();
        write(corpus.records.iter(), &corpus, format_by_name("json").unwrap(), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains(r#"{"family":"Ruiz","given":"Ana","suffix":"Jr."}"#), "{text}");
        assert_eq!(
            read_bytes(&[("x", text.as_bytes())], &ReadParams::default()).records[0].authors()[0],
            "Ruiz, Ana, Jr."
        );
    }
}
