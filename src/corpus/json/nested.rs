//! Nested values: the key, the role and the JSON text of an array or object in, the fields it stands for out.
//!
//! Knows the shapes of OpenAlex, Crossref, DataCite, Semantic Scholar, Europe PMC, DOAJ, CORE, AMiner, IEEE Xplore,
//! Lens, PLOS, bioRxiv, ERIC, Scopus, Web of Science (Starter; whole records: `wos`), PubMed's summaries,
//! ClinicalTrials.gov (`study`), PubMed's XML turned into JSON (`pubmed`), INSPIRE, Zotero and CSL-JSON by their keys,
//! and abstracts in pieces (`texts`). What the fields do not say in full is kept as JSON text in one more field of the
//! same tag and [`Role::Other`].

use serde_json::Value;

use super::super::record::{RecordBuilder, Role};
use super::text::{plain, plain_text, text_at};
use super::{keys, pubmed, study, texts, wos};

/// Adds the fields of the nested value `raw`.
pub(super) fn push(key: &str, role: Role, raw: &str, builder: &mut RecordBuilder) {
    let mut found = Found { key, fields: Vec::new(), whole: false };
    if let Ok(value) = serde_json::from_str::<Value>(raw)
        && keys::is_read(key, role)
    {
        found.read(role, &value);
    }
    for (role, text) in &found.fields {
        builder.push(key, *role, text);
    }
    if !found.whole || found.fields.is_empty() {
        builder.push(key, Role::Other, raw);
    }
}

/// Adds the fields of a cell that holds `value`, and the cell as it stands; false where it tells nothing.
pub(super) fn push_cell(key: &str, role: Role, value: &Value, raw: &str, builder: &mut RecordBuilder) -> bool {
    let mut found = Found { key, fields: Vec::new(), whole: false };
    if keys::is_read(key, role) {
        found.read(role, value);
    }
    for (role, text) in &found.fields {
        builder.push(key, *role, text);
    }
    if !found.fields.is_empty() {
        builder.push(key, Role::Other, raw);
    }
    !found.fields.is_empty()
}

struct Found<'k> {
    key: &'k str,
    fields: Vec<(Role, String)>,
    /// Whether the fields say all that the value says.
    whole: bool,
}

impl Found<'_> {
    fn read(&mut self, role: Role, value: &Value) {
        match (self.key, value) {
            ("passages", Value::Array(list)) => self.fields.extend(texts::passages(list)),
            ("versions", Value::Array(list)) => {
                self.add(role, list.first().and_then(|one| text_at(one, &["created"])).unwrap_or_default());
            }
            ("titles", Value::Array(list)) => self.titles(list),
            ("container", Value::Object(_)) => self.journal(value),
            ("journals", Value::Array(list)) => {
                self.add(role, list.first().and_then(|one| text_at(one, &["title"])).unwrap_or_default());
            }
            (_, Value::Array(_) | Value::Object(_)) if role == Role::Abstract => {
                texts::abstracts(value).into_iter().for_each(|text| self.add(role, text));
                self.whole = self.key == "abstract_inverted_index" || value.as_array().is_some_and(|l| l.len() < 2);
            }
            ("authorships", Value::Array(list)) => {
                for one in list {
                    let name = text_at(one, &["author", "display_name"]).or_else(|| text_at(one, &["raw_author_name"]));
                    self.add(Role::Author, name.unwrap_or_default());
                }
            }
            ("primary_location" | "host_venue", _) => self.location(value),
            ("protocolSection", Value::Object(_)) => self.fields.extend(study::fields(value)),
            ("static_data", Value::Object(_)) => self.fields.extend(wos::fields(value)),
            ("MedlineCitation", Value::Object(_)) => self.fields.extend(pubmed::fields(value)),
            ("PubmedData", Value::Object(_)) => self.fields.extend(pubmed::identifiers(value)),
            ("publication_info", Value::Array(list)) => list.iter().take(1).for_each(|one| self.published(one)),
            ("publication_info", Value::Object(_)) => self.published(value),
            ("dynamic_data", Value::Object(_)) => self.typed_identifiers(wos::identifiers(value)),
            ("biblio", _) => self.parts(
                value,
                &[
                    ("volume", Role::Volume),
                    ("issue", Role::Issue),
                    ("first_page", Role::StartPage),
                    ("last_page", Role::EndPage),
                ],
            ),
            ("ids" | "externalIds" | "externalids", _) | ("identifiers", Value::Object(_)) => self.identifiers(value),
            ("journal" | "source", Value::Object(_)) => self.journal(value),
            ("identifier" | "identifiers" | "external_ids" | "articleids", Value::Array(list))
                if list.iter().all(Value::is_object) =>
            {
                self.typed_identifiers(list);
            }
            ("index_terms", Value::Object(kinds)) => self.index_terms(kinds),
            ("journalInfo", Value::Object(_)) => self.journal_info(value),
            ("bookOrReportDetails", Value::Object(_)) => self.parts(value, &[("publisher", Role::Publisher)]),
            ("names", Value::Object(_)) => {
                let list = value.get("authors").and_then(Value::as_array);
                self.names(list.map_or(&[][..], Vec::as_slice));
                self.whole = false;
            }
            (_, Value::Object(object)) if wrapped(role, object).is_some() => {
                self.read(role, wrapped(role, object).unwrap_or(&Value::Null));
                self.whole = false;
            }
            (_, Value::Array(list)) if matches!(role, Role::Author | Role::AuthorList) => self.names(list),
            // A single author of dblp.
            (_, Value::Object(object)) if role == Role::AuthorList => {
                let only = object.values().next().filter(|inner| object.len() == 1 && inner.is_object());
                self.names(std::slice::from_ref(only.unwrap_or(value)));
                self.whole = false;
            }
            (_, Value::Array(list)) => self.list(single(role), list),
            (_, Value::Object(_)) if matches!(role, Role::Year | Role::Date) => self.date(role, value),
            (_, Value::Object(_)) => {
                let name = ["display_name", "name", "title", "value", "raw", "@xml:lang"]
                    .iter()
                    .find_map(|key| text_at(value, &[key]));
                self.add(single(role), name.unwrap_or_default());
            }
            _ => {}
        }
    }

    fn add(&mut self, role: Role, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.fields.push((role, text));
        }
    }

    fn parts(&mut self, value: &Value, parts: &[(&str, Role)]) {
        for (key, role) in parts {
            self.add(*role, text_at(value, &[key]).unwrap_or_default());
        }
    }

    fn location(&mut self, value: &Value) {
        let source = value.get("source").filter(|source| source.is_object()).unwrap_or(value);
        self.parts(
            source,
            &[
                ("display_name", Role::Journal),
                ("issn_l", Role::Issn),
                ("host_organization_name", Role::Publisher),
                ("publisher", Role::Publisher),
            ],
        );
    }

    /// The journal of Semantic Scholar, DOAJ and Lens.
    fn journal(&mut self, value: &Value) {
        self.parts(
            value,
            &[
                ("name", Role::Journal),
                ("title", Role::Journal),
                ("sourceTitle", Role::Journal),
                ("publishYear", Role::Year),
                ("volume", Role::Volume),
                ("issue", Role::Issue),
                ("number", Role::Issue),
                ("pages", Role::Pages),
                ("firstPage", Role::StartPage),
                ("lastPage", Role::EndPage),
                ("publisher", Role::Publisher),
            ],
        );
        self.add(Role::Pages, text_at(value, &["pages", "range"]).unwrap_or_default());
        for (key, role) in [("issn", Role::Issn), ("issns", Role::Issn), ("language", Role::Language)] {
            if let Some(list) = value.get(key).and_then(Value::as_array) {
                self.list(role, list);
            }
        }
        self.whole = false;
    }

    /// Where a work of INSPIRE was published, or what Google Scholar says of it.
    fn published(&mut self, value: &Value) {
        self.parts(
            value,
            &[
                ("journal_title", Role::Journal),
                ("journal_volume", Role::Volume),
                ("journal_issue", Role::Issue),
                ("page_start", Role::StartPage),
                ("page_end", Role::EndPage),
                ("year", Role::Year),
                ("summary", Role::Note),
            ],
        );
        if let Some(list) = value.get("authors").and_then(Value::as_array) {
            self.names(list);
        }
        self.whole = false;
    }

    /// The title, and others of the same work.
    fn titles(&mut self, list: &[Value]) {
        let texts = list.iter().filter_map(|one| text_at(one, &["title"]).or_else(|| text_at(one, &[])));
        for (at, text) in texts.enumerate() {
            let role = if at == 0 { Role::Title } else { Role::TranslatedTitle };
            self.add(role, plain_text(role, &text).into_owned());
        }
    }

    /// Identifiers with their kinds: `{"type": "doi", "value": "10.5555/a"}`.
    fn typed_identifiers(&mut self, list: &[Value]) {
        for one in list {
            let get = |keys: &[&str]| keys.iter().find_map(|key| text_at(one, &[key])).unwrap_or_default();
            let kind = get(&["type", "idtype", "identifierType"]).to_lowercase();
            let role = match kind.as_str() {
                "doi" => Role::Doi,
                "pmid" | "pubmed" => Role::Pmid,
                "issn" | "pissn" | "eissn" => Role::Issn,
                _ => continue,
            };
            self.add(role, get(&["value", "id", "identifier"]));
        }
    }

    /// The terms of IEEE Xplore, those of the authors and those of its own lists.
    fn index_terms(&mut self, kinds: &serde_json::Map<String, Value>) {
        for (kind, value) in kinds {
            let role = if kind == "author_terms" { Role::Keyword } else { Role::Subject };
            if let Some(list) = value.get("terms").and_then(Value::as_array) {
                self.list(role, list);
            }
        }
        self.whole = false;
    }

    /// Volume, issue and journal of Europe PMC; the year has a key of its own beside it.
    fn journal_info(&mut self, value: &Value) {
        self.parts(value, &[("volume", Role::Volume), ("issue", Role::Issue), ("dateOfPublication", Role::Date)]);
        if let Some(journal) = value.get("journal") {
            self.parts(
                journal,
                &[
                    ("title", Role::Journal),
                    ("medlineAbbreviation", Role::JournalAbbrev),
                    ("issn", Role::Issn),
                    ("essn", Role::Issn),
                ],
            );
        }
    }

    fn identifiers(&mut self, value: &Value) {
        let pmid = ["pmid", "PubMed", "PMID"].iter().find_map(|key| text_at(value, &[key])).unwrap_or_default();
        self.add(Role::Pmid, pmid.trim_end_matches('/').rsplit('/').next().unwrap_or_default());
        let doi = ["DOI", "doi"].iter().find_map(|key| text_at(value, &[key])).unwrap_or_default();
        self.add(Role::Doi, doi);
    }

    /// Names as strings or as objects of family and given name.
    fn names(&mut self, list: &[Value]) {
        let with_authors = list.iter().any(|one| role_of_person(one).is_some_and(is_author));
        self.whole = true;
        for one in list {
            if with_authors && role_of_person(one).is_some_and(|role| !is_author(role)) {
                self.whole = false;
                continue;
            }
            let (name, whole) = name(one);
            self.whole &= whole;
            self.add(Role::Author, name);
        }
    }

    fn list(&mut self, role: Role, list: &[Value]) {
        self.whole = true;
        for (at, one) in list.iter().enumerate() {
            let role = if role == Role::Title && at > 0 { Role::TranslatedTitle } else { role };
            let text = match one {
                Value::String(text) => {
                    self.whole &= !text.is_empty();
                    plain_text(role, text).into_owned()
                }
                Value::Object(_) => {
                    self.whole = false;
                    match role {
                        Role::Subject => heading(one),
                        Role::Url => text_at(one, &["url"]),
                        _ => label(one),
                    }
                    .unwrap_or_default()
                }
                Value::Array(_) | Value::Null => {
                    self.whole = false;
                    String::new()
                }
                other => other.to_string(),
            };
            self.add(role, text);
        }
    }

    /// A date of CSL: `{"date-parts": [[2008, 3]]}`, `{"raw": …}` or `{"literal": …}`.
    fn date(&mut self, role: Role, value: &Value) {
        let parts = value.get("date-parts").and_then(Value::as_array);
        let first = parts.and_then(|parts| parts.first()).and_then(Value::as_array);
        if let Some(first) = first {
            let numbers: Vec<String> = first.iter().filter_map(plain).collect();
            let alone = value.as_object().is_some_and(|object| object.len() == 1);
            self.whole = alone && parts.is_some_and(|parts| parts.len() == 1) && numbers.len() == first.len();
            self.whole &= first.iter().all(Value::is_number);
            self.add(role, numbers.join("-"));
        } else {
            let text = ["raw", "literal", "date-time"].iter().find_map(|key| text_at(value, &[key]));
            self.add(role, text.unwrap_or_default());
        }
    }
}

/// The list that is all of an object: `{"author": [...]}` under `authorList`.
fn wrapped(role: Role, object: &serde_json::Map<String, Value>) -> Option<&Value> {
    let is_list = matches!(single(role), Role::Author | Role::Keyword | Role::Subject | Role::Type);
    let only = object.values().next().filter(|_| object.len() == 1)?;
    (is_list && only.is_array()).then_some(only)
}

/// The role of one element of a list of that role.
fn single(role: Role) -> Role {
    match role {
        Role::AuthorList => Role::Author,
        Role::KeywordList => Role::Keyword,
        Role::SubjectList => Role::Subject,
        other => other,
    }
}

/// What a person did, as Zotero and PubMed's summaries tell.
fn role_of_person(value: &Value) -> Option<&str> {
    ["creatorType", "authtype"].iter().find_map(|key| value.get(key)?.as_str())
}

fn is_author(role: &str) -> bool {
    ["author", "inventor", "presenter", "collectivename"].iter().any(|known| role.eq_ignore_ascii_case(known))
}

/// A person's name as one string, and whether it says all of the value.
fn name(value: &Value) -> (String, bool) {
    if let Value::Array(parts) = value {
        // Family and given name and what stands behind them.
        let parts: Vec<String> = parts.iter().filter_map(plain).filter(|part| !part.is_empty()).take(2).collect();
        return (parts.join(", "), false);
    }
    let Value::Object(object) = value else {
        return (value.as_str().unwrap_or_default().to_string(), value.as_str().is_some_and(|name| !name.is_empty()));
    };
    // `Name` and `name` are one.
    let any_case =
        |key: &str| object.iter().find(|(known, _)| known.eq_ignore_ascii_case(key)).and_then(|e| plain(e.1));
    let get = |keys: &[&str]| {
        let exact = keys.iter().find_map(|key| text_at(value, &[key]));
        exact.or_else(|| keys.iter().find_map(|key| any_case(key).filter(|text| !text.is_empty())))
    };
    const GIVEN: [&str; 10] = [
        "ce:given-name",
        "given",
        "givenName",
        "firstName",
        "first_name",
        "forename",
        "first",
        "given-name",
        "firstname",
        "ForeName",
    ];
    let given = get(&GIVEN).or_else(|| get(&["initials", "ce:initials"]));
    let family = get(&[
        "family",
        "ce:surname",
        "familyName",
        "lastName",
        "last_name",
        "surname",
        "last",
        "lastname",
        "LastName",
    ]);
    let Some(family) = family else {
        const NAMES: [&str; 14] = [
            "ce:indexed-name",
            "literal",
            "name",
            "display_name",
            "displayName",
            "fullName",
            "full_name",
            "collectiveName",
            "collective_name",
            "author_name",
            "authname",
            "creator",
            "text",
            "author",
        ];
        let name = get(&NAMES).or(given).unwrap_or_default();
        let whole = object.len() == 1 && object.contains_key("literal") && !name.contains(", ");
        return (name, whole);
    };
    let particle = get(&["non-dropping-particle"]).map(|particle| particle + " ").unwrap_or_default();
    // "Jr", as CSL and Crossref have it.
    let given = match (given, get(&["suffix"])) {
        (Some(given), Some(suffix)) => Some(format!("{given}, {suffix}")),
        (given, suffix) => given.or(suffix),
    };
    match given {
        Some(given) => {
            let csl = object.len() == 2 && object.contains_key("family") && object.contains_key("given");
            (format!("{particle}{family}, {given}"), csl && !family.contains(", "))
        }
        None => (format!("{particle}{family}"), false),
    }
}

fn label(value: &Value) -> Option<String> {
    let keys = ["display_name", "name", "keyword", "term", "label", "value", "tag", "subject", "title", "$"];
    keys.iter().find_map(|key| text_at(value, &[key]))
}

/// A subject heading of Europe PMC, as MEDLINE writes it: `Heading/qualifier/*major qualifier`.
fn mesh_heading(value: &Value, heading: &str) -> String {
    let is_major = |value: &Value| value.get("majorTopic_YN").and_then(Value::as_str) == Some("Y");
    let qualifiers = value.get("meshQualifierList").and_then(|list| list.get("meshQualifier"));
    let mut text = format!("{}{heading}", if is_major(value) { "*" } else { "" });
    for qualifier in qualifiers.and_then(Value::as_array).into_iter().flatten() {
        let mark = if is_major(qualifier) && !is_major(value) { "*" } else { "" };
        if let Some(name) = text_at(qualifier, &["qualifierName"]) {
            text += &format!("/{mark}{name}");
        }
    }
    text
}

/// A subject heading of OpenAlex or Lens: `*Heading/qualifier`.
fn heading(value: &Value) -> Option<String> {
    if let Some(heading) = text_at(value, &["descriptorName"]) {
        return Some(mesh_heading(value, &heading));
    }
    let named = ["descriptor_name", "mesh_heading"].iter().find_map(|key| text_at(value, &[key]));
    let Some(heading) = named else { return label(value) };
    let major = if value.get("is_major_topic").and_then(Value::as_bool) == Some(true) { "*" } else { "" };
    Some(match text_at(value, &["qualifier_name"]) {
        Some(qualifier) => format!("{major}{heading}/{qualifier}"),
        None => format!("{major}{heading}"),
    })
}
