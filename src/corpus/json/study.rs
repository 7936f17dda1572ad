//! A study of ClinicalTrials.gov: its protocol as JSON in, the fields it stands for out.
//!
//! The brief title is the title; the abstract is the brief summary with the detailed description behind it, as in the
//! XML of the same registry; conditions, keywords and interventions are keywords. Arms, outcomes, places and results are
//! not read.

use serde_json::Value;

use super::super::record::Role;
use super::text::{plain_text, text_at};

/// The fields of the value of `protocolSection`.
pub(super) fn fields(protocol: &Value) -> Vec<(Role, String)> {
    let first = |paths: &[[&str; 2]]| paths.iter().find_map(|path| text_at(protocol, path)).unwrap_or_default();
    let brief = first(&[["identificationModule", "briefTitle"]]);
    let official = first(&[["identificationModule", "officialTitle"]]);
    let (title, other) = match (brief.as_str(), official.as_str()) {
        ("", only) | (only, "") => (only, ""),
        (brief, official) => (brief, if brief == official { "" } else { official }),
    };
    let texts = ["briefSummary", "detailedDescription"].map(|key| first(&[["descriptionModule", key]]));
    let texts: Vec<_> = texts.iter().map(|text| plain_text(Role::Abstract, text)).collect();
    let texts: Vec<&str> = texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    let date = |key: &str| text_at(protocol, &["statusModule", key, "date"]).unwrap_or_default();
    let mut fields = vec![
        (Role::Accession, first(&[["identificationModule", "nctId"]])),
        (Role::Title, title.to_string()),
        (Role::TranslatedTitle, other.to_string()),
        (Role::Abstract, texts.join("\n")),
        (Role::Year, date("startDateStruct")),
        (Role::Date, date("studyFirstPostDateStruct")),
        (Role::Type, first(&[["designModule", "studyType"]])),
    ];
    for (module, key) in [
        ("conditionsModule", "conditions"),
        ("conditionsModule", "keywords"),
        ("armsInterventionsModule", "interventions"),
    ] {
        let list = protocol.get(module).and_then(|module| module.get(key)).and_then(Value::as_array);
        let words = list.into_iter().flatten().filter_map(|one| text_at(one, &["name"]).or_else(|| text_at(one, &[])));
        fields.extend(words.map(|word| (Role::Keyword, word)));
    }
    fields.retain(|(_, text)| !text.is_empty());
    fields
}
