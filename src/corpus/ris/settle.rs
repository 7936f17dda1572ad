//! What a tag of RIS means beside the others of its record: a whole draft in, its roles and languages settled.
//!
//! Dialects use one tag for many things; what a tag means as a rule is in `tags`.

use crate::corpus::draft::Draft;
use crate::corpus::lang::Lang;
use crate::corpus::record::Role;
use crate::corpus::values::find_pmid;

/// Settles the roles that depend on the other fields of the record.
pub fn settle(draft: &mut Draft) {
    let has_ab = draft.has("AB");
    let journal = draft.has_role(Role::Journal);
    let title = draft.has("TI") || draft.has("T1");
    let pages = draft.has("SP") || draft.has("PG");
    let issue = draft.has("IS");
    let embase = (0..draft.len()).any(|i| draft.tag(i) == "U2" && is_embase(draft.value(i)));
    let pubmed = (0..draft.len()).any(|i| {
        matches!(draft.tag(i), "DB" | "DP")
            && (matches!(draft.value(i), "NLM" | "PubMed" | "MEDLINE" | "Medline")
                || draft.value(i).starts_with("Ovid MEDLINE"))
    });
    let several = (0..draft.len()).filter(|&i| draft.tag(i) == "AB").count() > 1;
    for i in 0..draft.len() {
        let (tag, value) = (draft.tag(i), draft.value(i));
        let new = match tag {
            "N2" if has_ab => Role::Note,
            // EBSCO's second abstract.
            "AB" if several && value.starts_with("Copyright of ") => Role::Note,
            "BT" if !title => Role::Title,
            "JO" if !journal => Role::Journal,
            "M3" | "L3" if is_doi(value) => Role::Doi,
            "M1" if !issue && !value.is_empty() && value.len() <= 8 => Role::Issue,
            "C7" if !pages => Role::Pages,
            // Cochrane.
            "C3" if value.starts_with("PUBMED ") => Role::Pmid,
            "C2" | "C5" if is_pmid(value) && (tag == "C2" || embase) => Role::Pmid,
            "AN" | "UI" if pubmed && is_pmid(value) => Role::Pmid,
            "IS" if is_issn(value) => Role::Issn,
            "U2" if is_embase(value) => Role::Accession,
            // Ovid: the number, then the link.
            "ID" if value.contains("ncbi.nlm.nih.gov/pubmed") && find_pmid(value).is_some() => Role::Pmid,
            "ID" if !is_identifier(value) => Role::Other,
            "KW" if value.contains(['\n', ';']) => Role::KeywordList,
            "MH" if value.contains(['\n', ';']) => Role::SubjectList,
            _ => continue,
        };
        draft.field_mut(i).role = new;
    }
    if several {
        (0..draft.len()).filter(|&i| draft.tag(i) == "AB").collect::<Vec<_>>().into_iter().for_each(|i| {
            let lang = label_language(draft.value(i));
            draft.field_mut(i).lang = lang;
        });
    }
}

/// The language told by the word that some journals print before the abstract.
fn label_language(text: &str) -> Option<Lang> {
    const LABELS: &[(&str, Lang)] = &[("resumen", Lang::SPA), ("resumo", Lang::POR), ("abstract", Lang::ENG)];
    let word: String = text.chars().take_while(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
    LABELS.iter().find(|(label, _)| *label == word).map(|(_, lang)| *lang)
}

fn is_doi(value: &str) -> bool {
    let value = value.trim_start_matches("https://").trim_start_matches("http://");
    let value = value.trim_start_matches("dx.").trim_start_matches("doi.org/");
    value.starts_with("10.") && value.contains('/')
}

fn is_pmid(value: &str) -> bool {
    (6..=8).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit())
}

fn is_issn(value: &str) -> bool {
    matches!(value.as_bytes(), [a @ .., b'-', b, c, d, e] if a.len() == 4
        && [a, &[*b, *c, *d]].concat().iter().all(u8::is_ascii_digit) && (e.is_ascii_digit() || *e == b'X'))
}

fn is_embase(value: &str) -> bool {
    value.strip_prefix('L').is_some_and(|d| d.len() >= 6 && d.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether an `ID` names the record (`mdl-38012345`, `2019-65183-001`, `Haddaway2019`) or only counts it (`17`).
fn is_identifier(value: &str) -> bool {
    let digits = value.bytes().all(|b| b.is_ascii_digit());
    !value.is_empty() && value.len() <= 200 && !value.contains(['\n', ' ']) && (!digits || value.len() >= 6)
}
