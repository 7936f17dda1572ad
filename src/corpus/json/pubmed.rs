//! An article of PubMed's XML that a program turned into JSON: its parts in, the fields they stand for out.
//!
//! Attributes stand under names with a sign before them (`@Label`, `_Label`) and texts under `#text` or the like, or a
//! text stands alone; lists of one are not always lists. References and grants are not read.

use serde_json::Value;

use super::super::record::Role;
use super::text::{plain_text, text_at};

/// Names under which programs put the text of an element that has attributes.
const TEXT: [&str; 6] = ["#text", "__text", "_text", "$t", "_", "$"];

/// The fields of the value of `MedlineCitation`.
pub(super) fn fields(citation: &Value) -> Vec<(Role, String)> {
    let at = |path: &[&str]| each(path.iter().try_fold(citation, |value, key| only(value).get(key)));
    let mut fields = Vec::new();
    let issue = ["Article", "Journal", "JournalIssue"];
    for (path, role) in [
        (&["PMID"][..], Role::Pmid),
        (&["Article", "ArticleTitle"], Role::Title),
        (&["Article", "VernacularTitle"], Role::TranslatedTitle),
        (&["Article", "Journal", "Title"], Role::Journal),
        (&["Article", "Journal", "ISOAbbreviation"], Role::JournalAbbrev),
        (&["Article", "Journal", "ISSN"], Role::Issn),
        (&[issue[0], issue[1], issue[2], "Volume"], Role::Volume),
        (&[issue[0], issue[1], issue[2], "Issue"], Role::Issue),
        (&[issue[0], issue[1], issue[2], "PubDate", "Year"], Role::Year),
        (&[issue[0], issue[1], issue[2], "PubDate", "MedlineDate"], Role::Year),
        (&["Article", "Pagination", "MedlinePgn"], Role::Pages),
        (&["Article", "Language"], Role::Language),
        (&["Article", "PublicationTypeList", "PublicationType"], Role::Type),
        (&["KeywordList", "Keyword"], Role::Keyword),
    ] {
        let found = at(path).into_iter().filter_map(text);
        fields.extend(found.map(|text| (role, plain_text(role, &text).into_owned())));
    }
    // Biopython has lists in the place of elements that hold nothing but others of one name.
    let direct = |key: &str| at(&["Article", key]).into_iter().chain(at(&[key])).collect::<Vec<_>>();
    let names = at(&["Article", "AuthorList", "Author"]).into_iter().chain(direct("AuthorList"));
    fields.extend(names.filter_map(author).map(|name| (Role::Author, name)));
    let headings = at(&["MeshHeadingList", "MeshHeading"]).into_iter().chain(direct("MeshHeadingList"));
    fields
        .extend(headings.filter_map(|one| one.get("DescriptorName").and_then(text)).map(|word| (Role::Subject, word)));
    for (key, role) in [("PublicationTypeList", Role::Type), ("KeywordList", Role::Keyword)] {
        fields.extend(direct(key).into_iter().flat_map(|one| each(Some(one))).filter_map(text).map(|t| (role, t)));
    }
    let abstracts = at(&["Article", "Abstract", "AbstractText"]).into_iter().filter_map(section);
    let lines: Vec<String> = abstracts.collect();
    fields.push((Role::Abstract, plain_text(Role::Abstract, &lines.join("\n")).into_owned()));
    fields.retain(|(_, text)| !text.is_empty());
    fields
}

/// The identifiers in the value of `PubmedData`; the PMID is in the citation.
pub(super) fn identifiers(data: &Value) -> Vec<(Role, String)> {
    let list = data.get("ArticleIdList");
    let ids = each(list.and_then(|list| list.get("ArticleId"))).into_iter().chain(each(list));
    ids.filter_map(text)
        .find(|id| id.starts_with("10.") && id.contains('/'))
        .map(|id| (Role::Doi, id))
        .into_iter()
        .collect()
}

/// A part of an abstract, with its heading.
fn section(value: &Value) -> Option<String> {
    let heading = ["@Label", "_Label", "Label"].iter().find_map(|key| text_at(value, &[key]));
    Some(heading.map_or(String::new(), |heading| heading + ": ") + &text(value)?)
}

/// A person, or a group.
fn author(value: &Value) -> Option<String> {
    let part = |key: &str| value.get(key).and_then(text);
    let given = part("ForeName").or_else(|| part("Initials")).map_or(String::new(), |given| format!(", {given}"));
    part("LastName").map(|family| family + &given).or_else(|| part("CollectiveName"))
}

/// The text of an element, with or without attributes.
fn text(value: &Value) -> Option<String> {
    text_at(value, &[]).or_else(|| TEXT.iter().find_map(|key| text_at(value, &[key])))
}

/// What stands in a list; one alone stands without it.
fn each(value: Option<&Value>) -> Vec<&Value> {
    match value {
        Some(Value::Array(list)) => list.iter().collect(),
        Some(value) => vec![value],
        None => Vec::new(),
    }
}

/// The first of a list, or what stands alone.
fn only(value: &Value) -> &Value {
    value.as_array().and_then(|list| list.first()).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;
    use super::*;

    fn check(text: &str) {
        let sink = read(text);
        assert_eq!((sink.records.len(), sink.issues.len()), (1, 0), "{:?}", sink.issues);
        let record = &sink.records[0];
        assert_eq!((record.title(), record.first(Role::Pmid)), ("Rest in mice", Some("91234567")));
        assert_eq!(record.abstracts().map(|(_, text)| text).collect::<Vec<_>>(), ["AIMS: We ask.\nIt is so."]);
        assert_eq!(record.authors(), ["Roe, Ana", "Rest Group"]);
        assert_eq!((record.year(), record.first(Role::Doi)), (Some(2020), Some("10.5555/a")));
        let subjects: Vec<&str> = record.all(Role::Subject).map(|field| field.value).collect();
        assert_eq!((subjects, record.keywords()), (vec!["Mice", "Sleep"], vec!["rest"]));
    }

    #[test]
    fn an_article_turned_into_json_by_its_elements() {
        check(
            r##"{"PubmedArticleSet": {"PubmedArticle": {"MedlineCitation": {"@Status": "MEDLINE",
            "PMID": {"@Version": "1", "#text": "91234567"}, "Article": {"Journal": {"Title": "Rest",
            "JournalIssue": {"PubDate": {"Year": "2020"}}}, "ArticleTitle": "Rest in mice",
            "Abstract": {"AbstractText": [{"@Label": "AIMS", "#text": "We ask."}, "It is so."]},
            "AuthorList": {"Author": [{"LastName": "Roe", "ForeName": "Ana"}, {"CollectiveName": "Rest Group"}]}},
            "MeshHeadingList": {"MeshHeading": [{"DescriptorName": {"@UI": "D1", "#text": "Mice"}},
            {"DescriptorName": "Sleep"}]}, "KeywordList": {"Keyword": {"#text": "rest"}}},
            "PubmedData": {"ArticleIdList": {"ArticleId": [{"#text": "91234567"}, {"#text": "10.5555/a"}]},
            "ReferenceList": {"Reference": [{"Citation": "Other", "ArticleIdList": {"ArticleId": "1"}}]}}}}}"##,
        );
    }

    #[test]
    fn an_article_as_biopython_holds_it() {
        check(
            r#"{"PubmedBookArticle": [], "PubmedArticle": [{"MedlineCitation": {"PMID": "91234567",
            "KeywordList": [["rest"]], "Article": {"Journal": {"Title": "Rest", "JournalIssue": {"PubDate":
            {"Year": "2020"}}}, "ArticleTitle": "Rest in mice", "Abstract": {"AbstractText": ["AIMS: We ask.",
            "It is so."]}, "AuthorList": [{"LastName": "Roe", "ForeName": "Ana"}, {"CollectiveName": "Rest Group"}],
            "PublicationTypeList": ["Journal Article"]}, "MeshHeadingList": [{"DescriptorName": "Mice"},
            {"DescriptorName": "Sleep"}]}, "PubmedData": {"ArticleIdList": ["91234567", "10.5555/a"]}}]}"#,
        );
    }
}
