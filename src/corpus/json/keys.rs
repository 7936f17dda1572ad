//! Keys of objects that mean something in JSON alone: a key in, its role out.
//!
//! Keys that columns of tables have, too, are known by `table::columns`; what stands under a key is read by `nested`.

use super::super::record::Role;

/// Roles of keys that mean something in JSON alone.
pub(super) fn role(key: &str) -> Option<Role> {
    Some(match key {
        "abstract_inverted_index" | "indexed_abstract" => Role::Abstract,
        // Fatcat.
        "contrib_names" => Role::AuthorList,
        "container_name" => Role::Journal,
        "container_issnl" => Role::Issn,
        "release_year" => Role::Year,
        "release_date" => Role::Date,
        "release_type" => Role::Type,
        // Fields of study of AMiner.
        "fos" => Role::KeywordList,
        "authorships" => Role::AuthorList,
        "issued" => Role::Year,
        "published" | "published-print" | "published-online" => Role::Date,
        "primary_location" | "host_venue" => Role::Journal,
        "short-container-title" | "container-title-short" => Role::JournalAbbrev,
        "source" => Role::Database,
        "authorString" | "authorList" | "names" => Role::AuthorList,
        "journalInfo" => Role::Journal,
        "bookOrReportDetails" => Role::Publisher,
        "pageInfo" => Role::Pages,
        "keywordList" => Role::KeywordList,
        "meshHeadingList" => Role::SubjectList,
        "pubTypeList" | "pubType" => Role::Type,
        "journalIssn" => Role::Issn,
        "index_terms" => Role::KeywordList,
        "idxterms" => Role::SubjectList,
        "title_display" => Role::Title,
        "author_display" => Role::AuthorList,
        "server" => Role::Database,
        // A study of ClinicalTrials.gov: all that tells of it is in there.
        "protocolSection" => Role::Title,
        // A record of the Web of Science: all that was published is in there.
        "static_data" => Role::Title,
        "passages" => Role::Title,
        "titles" => Role::Title,
        "abstracts" | "descriptions" => Role::Abstract,
        "dois" => Role::Doi,
        "journals" | "container" => Role::Journal,
        "versions" => Role::Date,
        "biblio" | "ids" | "externalIds" | "externalids" | "external_ids" | "articleids" | "identifiers" => Role::Other,
        _ => return None,
    })
}

/// What a text means that is not always what its key says: bioRxiv puts the DOI of the article under `published`, PLOS
/// that of the record under `id`.
pub(super) fn text_role(key: &str, role: Role, text: &str, keys: &[String]) -> Role {
    match key {
        "published" if text.starts_with("10.") || text == "NA" => Role::Other,
        "id" if text.starts_with("10.") && keys.iter().any(|key| key == "title_display") => Role::Doi,
        // ERIC, Publish or Perish and PubMed's summaries name the journal so, others the database.
        "source" if keys.iter().any(|key| matches!(key.as_str(), "publicationdateyear" | "cites")) => Role::Journal,
        "source" if keys.iter().any(|key| key == "articleids") => Role::JournalAbbrev,
        "UID" if keys.iter().any(|key| key == "static_data") => Role::Accession,
        _ => role,
    }
}

/// Whether a key only repeats in short what another one of the same object says.
pub(super) fn is_repeated(key: &str, keys: &[String]) -> bool {
    key == "authorString" && keys.iter().any(|other| other == "authorList")
}

/// The program or database that writes such keys.
pub(super) fn dialect<'a>(keys: impl Iterator<Item = &'a str>) -> Option<&'static str> {
    let mut csl = None;
    for key in keys {
        match key {
            "abstract_inverted_index" | "authorships" => return Some("OpenAlex"),
            "paperId" | "corpusId" => return Some("Semantic Scholar"),
            "lens_id" => return Some("Lens"),
            "title_display" => return Some("PLOS"),
            "jatsxml" => return Some("bioRxiv"),
            "sourceTypes" | "static_data" => return Some("Web of Science"),
            "index_terms" => return Some("IEEE"),
            "protocolSection" => return Some("ClinicalTrials.gov"),
            "authorString" | "inEPMC" => return Some("Europe PMC"),
            "is-referenced-by-count" | "reference-count" | "content-domain" => return Some("Crossref"),
            "issued" | "container-title" => csl = Some("CSL-JSON"),
            _ => {}
        }
    }
    csl
}

/// Whether a nested value of this key is looked into.
pub(super) fn is_read(key: &str, role: Role) -> bool {
    const PARTS: [&str; 9] = [
        "biblio",
        "ids",
        "externalIds",
        "externalids",
        "external_ids",
        "articleids",
        "identifier",
        "identifiers",
        "dynamic_data",
    ];
    role != Role::Other || PARTS.contains(&key)
}
