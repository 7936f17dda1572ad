//! A study of ClinicalTrials.gov in its old XML: a `clinical_study`, or a `study` of a list, in, its fields out.
//!
//! Fields are those of a study in JSON: the brief title is the title, the official one is kept beside it; conditions,
//! keywords and interventions are keywords. The abstract is the summary with the description. Arms, outcomes, places,
//! results and what the study cites are not read.

use crate::corpus::record::{RecordBuilder, Role};
use crate::corpus::xml::Node;

/// Elements right inside of a study whose text means something.
const FACTS: &[(&str, Role)] = &[
    ("nct_id", Role::Accession),
    ("start_date", Role::Year),
    ("study_first_posted", Role::Date),
    ("first_posted", Role::Date),
    ("study_type", Role::Type),
    ("study_types", Role::Type),
    ("url", Role::Url),
    ("condition", Role::Keyword),
    ("keyword", Role::Keyword),
];
/// Lists of a study, and elements that name what they list.
const LISTS: &[(&str, &str)] =
    &[("conditions", "condition"), ("interventions", "intervention"), ("intervention", "intervention_name")];

/// The record of a study.
pub(super) fn record(root: Node<'_>, line: u32) -> RecordBuilder {
    let mut fields = RecordBuilder::new(line);
    let mut push = |tag: &str, role: Role, value: &str| {
        if !value.is_empty() {
            fields.push(tag, role, value);
        }
    };
    titles(root, &mut push);
    push("abstract", Role::Abstract, &summary(root));
    for child in root.children() {
        let name = child.name();
        if let Some((_, role)) = FACTS.iter().find(|(known, _)| *known == name) {
            push(name, *role, &child.text());
        } else if name == "id_info" {
            push("nct_id", Role::Accession, &child.text_of("nct_id"));
        } else if name == "required_header" {
            push("url", Role::Url, &child.text_of("url"));
        } else if let Some((_, part)) = LISTS.iter().find(|(known, _)| *known == name) {
            words(child, part, &mut push);
        }
    }
    fields
}

fn titles(root: Node<'_>, push: &mut dyn FnMut(&str, Role, &str)) {
    let brief = ["brief_title", "title"].map(|name| root.text_of(name)).into_iter().find(|title| !title.is_empty());
    let (brief, official) = (brief.unwrap_or_default(), root.text_of("official_title"));
    if brief.is_empty() {
        return push("official_title", Role::Title, &official);
    }
    push("brief_title", Role::Title, &brief);
    if brief != official {
        push("official_title", Role::TranslatedTitle, &official);
    }
}

/// The brief summary, and the detailed description behind it.
fn summary(root: Node<'_>) -> String {
    let texts = ["brief_summary", "detailed_description"].map(|name| root.text_of(name));
    let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).filter(|text: &&str| !text.is_empty()).collect();
    texts.join("\n")
}

/// What a list names: by elements, or by strokes in one text.
fn words(list: Node<'_>, part: &str, push: &mut dyn FnMut(&str, Role, &str)) {
    let tag = list.name();
    if list.children().next().is_none() {
        return list.text().split('|').for_each(|word| push(tag, Role::Keyword, word.trim()));
    }
    list.children().filter(|child| child.name() == part).for_each(|child| push(tag, Role::Keyword, &child.text()));
}
