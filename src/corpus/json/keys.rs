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
        // An article of PubMed's XML as programs turn it into JSON.
        "MedlineCitation" => Role::Title,
        // HAL.
        "volume_s" => Role::Volume,
        "issue_s" => Role::Issue,
        "pubmedId_s" => Role::Pmid,
        // Unpaywall.
        "z_authors" => Role::AuthorList,
        "journal_issns" => Role::Issn,
        "genre" => Role::Type,
        // Kaggle's list of arXiv: the names in parts, without TeX.
        "authors_parsed" => Role::AuthorList,
        // INSPIRE and Google Scholar: journal, volume, pages, year, authors.
        "publication_info" => Role::Journal,
        // Scopus: the number of the journal.
        "source-id" => Role::Other,
        "pubtype" => Role::Type,
        "titles" => Role::Title,
        "abstracts" | "descriptions" => Role::Abstract,
        "dois" => Role::Doi,
        "journals" | "container" => Role::Journal,
        "versions" => Role::Date,
        "biblio" | "ids" | "externalIds" | "externalids" | "external_ids" | "articleids" | "identifiers" => Role::Other,
        _ => return None,
    })
}

/// Roles of the keys of the search of BVS, which names fields by two letters, beside its title.
pub(super) fn role_of_portal(key: &str, keys: &[String]) -> Option<Role> {
    let has = |name: &str| keys.iter().any(|key| key == name);
    if !has("ti") || !has("db") || !(has("la") || has("ab") || has("au")) {
        return None;
    }
    Some(match key {
        "ta" => Role::Journal,
        "da" => Role::Date,
        "ur" => Role::Url,
        "db" => Role::Database,
        "fo" => Role::Note,
        "mj" => Role::SubjectList,
        "is" => Role::Issn,
        "ti_en" | "ti_es" | "ti_pt" | "ti_fr" => Role::TranslatedTitle,
        // Each abstract stands under `ab`, too.
        "ab_en" | "ab_es" | "ab_pt" | "ab_fr" if has("ab") => Role::Other,
        _ => return None,
    })
}

/// What a text means that is not always what its key says: bioRxiv puts the DOI of the article under `published`, PLOS
/// that of the record under `id`.
pub(super) fn text_role(key: &str, role: Role, text: &str, keys: &[String]) -> Role {
    match key {
        "published" if text.starts_with("10.") || text == "NA" => Role::Other,
        "id" if text.starts_with("mdl-") && keys.iter().any(|key| key == "ti") => Role::Pmid,
        "id" if text.starts_with("10.") && keys.iter().any(|key| key == "title_display") => Role::Doi,
        // ERIC, Publish or Perish and PubMed's summaries name the journal so, others the database.
        "source" if keys.iter().any(|key| matches!(key.as_str(), "publicationdateyear" | "cites")) => Role::Journal,
        "source" if keys.iter().any(|key| key == "articleids") => Role::JournalAbbrev,
        "source" if keys.iter().any(|key| key == "profile_id") => Role::Journal,
        // NASA ADS.
        "pub" if keys.iter().any(|key| key == "bibcode") => Role::Journal,
        "UID" if keys.iter().any(|key| key == "static_data") => Role::Accession,
        _ => role,
    }
}

/// Whether a key only repeats in short what another one of the same object says.
pub(super) fn is_repeated(key: &str, keys: &[String]) -> bool {
    let better = match key {
        "authorString" => "authorList",
        "authors" => "authors_parsed",
        "doctype" => "pubtype",
        _ => return false,
    };
    keys.iter().any(|other| other == better)
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
            "MedlineCitation" => return Some("PubMed"),
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
    const PARTS: [&str; 10] = [
        "biblio",
        "ids",
        "externalIds",
        "externalids",
        "external_ids",
        "articleids",
        "identifier",
        "identifiers",
        "dynamic_data",
        "PubmedData",
    ];
    role != Role::Other || PARTS.contains(&key)
}
