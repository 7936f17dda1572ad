//! The record: one bibliographic entry with every field of its source, in order.
//!
//! In come the fields a parser found, each with its own tag and the role that themata sees in it;
//! out come typed views (title, abstracts, authors, year, DOI …) that are read from the fields on demand.
//! A record keeps its text once, packed into one string. It knows nothing of files or of clustering.

use super::contents::{Contents, Span};
use super::doi;
use super::lang::Lang;
pub use super::role::Role;
use super::spool::Place;
use super::subject::{self, Subject};
use super::values::{
    bare_name, find_pmid, find_year, is_nobody, is_placeholder, linked_pmid, noted, split_authors, split_headings,
    split_list,
};

/// One field of a record, borrowed from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    /// Tag as the source writes it: `TI`, `Author Keywords`, `PubmedData/History` …
    pub tag: &'a str,
    /// What themata takes the field for.
    pub role: Role,
    /// Language, where the source says it.
    pub lang: Option<Lang>,
    /// Decoded text, line folding undone, otherwise unchanged.
    pub value: &'a str,
}

/// Where a record stands in the input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Index into `Corpus::files`.
    pub file: u32,
    /// Line on which the record starts, from 1; 0 where the format has no lines.
    pub line: u32,
    /// Number of the record in its file, from 1.
    pub number: u32,
}

/// A bibliographic entry: an id, a place in the input, and all its fields in order.
///
/// Two records are equal when id, place and all fields are.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Unique in the corpus: the input's own id, else the DOI, else `<file name>#<number>`.
    pub id: String,
    /// Where it stands in the input.
    pub source: Source,
    contents: Contents,
}

impl PartialEq for Record {
    fn eq(&self, other: &Record) -> bool {
        (&self.id, self.source) == (&other.id, other.source) && self.fields().eq(other.fields())
    }
}

impl Eq for Record {}

impl Record {
    /// Bytes that it takes in a spool.
    pub(super) fn size(&self) -> usize {
        self.contents.size()
    }

    /// Bytes of its tags and values; reads none of them.
    pub(super) fn text_size(&self) -> usize {
        self.contents.text().len()
    }

    /// What is written into a spool: the text and the ends of its fields.
    pub(super) fn pack(&self) -> (&str, Vec<u8>) {
        self.contents.pack()
    }

    /// Empties the record, whose contents are in a spool.
    pub(super) fn put_away(&mut self) {
        self.contents = Contents::default();
    }

    /// Gives the record its contents in a spool.
    pub(super) fn keep_at(&mut self, place: Place) {
        self.contents = Contents::Spooled(place);
    }

    /// All fields in the order of the source.
    pub fn fields(&self) -> impl Iterator<Item = Field<'_>> {
        self.fields_of(|_| true)
    }

    /// The fields of some roles; what lies between them is not read.
    fn fields_of(&self, is_wanted: impl Fn(Role) -> bool) -> impl Iterator<Item = Field<'_>> {
        let text = self.contents.text();
        let mut end = 0;
        let placed = self.contents.spans().map(move |span| {
            let start = std::mem::replace(&mut end, span.end as usize);
            (start, span)
        });
        placed.filter(move |(_, span)| is_wanted(span.role)).map(move |(start, span)| {
            let value_at = start + usize::from(span.tag_len);
            Field {
                tag: &text[start..value_at],
                role: span.role,
                lang: Lang::from_bytes(span.lang),
                value: &text[value_at..span.end as usize],
            }
        })
    }

    /// The fields of one role, in order.
    pub fn all(&self, role: Role) -> impl Iterator<Item = Field<'_>> {
        self.fields_of(move |r| r == role)
    }

    /// The first non-blank value of a role, trimmed.
    pub fn first(&self, role: Role) -> Option<&str> {
        self.all(role).map(|field| field.value.trim()).find(|value| !value.is_empty())
    }

    /// The title, or an empty string; falls back to the translated title.
    pub fn title(&self) -> &str {
        self.first(Role::Title).or_else(|| self.first(Role::TranslatedTitle)).unwrap_or_default()
    }

    /// The abstracts with their languages where the source says them; blank ones, and words that only say that there is
    /// none, left out.
    pub fn abstracts(&self) -> impl Iterator<Item = (Option<Lang>, &str)> {
        self.all(Role::Abstract)
            .map(|f| (f.lang, f.value.trim()))
            .filter(|(_, value)| !value.is_empty() && !is_placeholder(value))
    }

    /// Whether any abstract is there.
    pub fn has_abstract(&self) -> bool {
        self.abstracts().next().is_some()
    }

    /// The authors, one string each, as the source writes them, without addresses of mail.
    ///
    /// An author list is split at semicolons or line ends; without those where family names and initials take turns
    /// ("Smith, J., Doe, A."), at `" and "`, and at commas when every part looks like a whole name ("Smith J").
    pub fn authors(&self) -> Vec<&str> {
        self.fields_of(|role| matches!(role, Role::Author | Role::AuthorList))
            .flat_map(|f| match f.role {
                Role::Author => vec![f.value.trim()],
                Role::AuthorList => split_authors(f.value),
                _ => Vec::new(),
            })
            .map(bare_name)
            .filter(|name| !is_nobody(name))
            .collect()
    }

    /// The free keywords.
    pub fn keywords(&self) -> Vec<&str> {
        self.split(Role::Keyword, Role::KeywordList)
    }

    /// The controlled headings as the source writes them, with `*` and qualifiers.
    pub fn headings(&self) -> Vec<&str> {
        self.split(Role::Subject, Role::SubjectList)
    }

    /// The controlled headings, one per qualifier, without those that only repeat.
    pub fn subjects(&self) -> Vec<Subject> {
        let mut subjects = Vec::new();
        for text in self.headings() {
            for subject in subject::of(text) {
                if !subjects.contains(&subject) {
                    subjects.push(subject);
                }
            }
        }
        subjects
    }

    /// The year of publication: the first four-digit number from 1500 to 2100 in the year or date fields.
    pub fn year(&self) -> Option<i32> {
        [Role::Year, Role::Date].into_iter().flat_map(|role| self.all(role)).find_map(|f| find_year(f.value))
    }

    /// The DOI in lower case without `https://doi.org/` or `doi:`.
    pub fn doi(&self) -> Option<String> {
        let of_field =
            [Role::Doi, Role::Url].into_iter().flat_map(|role| self.all(role)).find_map(|f| doi::find(f.value));
        of_field.or_else(|| self.noted("DOI:").find_map(doi::find))
    }

    /// The PubMed identifier as digits: of its own field, a note, or a link of PubMed.
    pub fn pmid(&self) -> Option<&str> {
        let of_field = self.all(Role::Pmid).find_map(|f| find_pmid(f.value));
        let linked = || self.all(Role::Url).find_map(|f| linked_pmid(f.value));
        of_field.or_else(|| self.noted("PMID:").find_map(find_pmid)).or_else(linked)
    }

    /// What stands behind a name on a line of a note of its own, as Zotero keeps what has no field ("PMID: 91234567").
    fn noted<'r>(&'r self, name: &'static str) -> impl Iterator<Item = &'r str> {
        self.all(Role::Note).flat_map(move |f| noted(f.value, name))
    }

    /// The languages that the source states.
    pub fn language(&self) -> Option<Lang> {
        self.all(Role::Language).find_map(|f| Lang::parse(f.value))
    }

    /// A copy with the given fields after its own; id and source stay.
    pub fn with_fields<'a>(&self, added: impl IntoIterator<Item = Field<'a>>) -> Record {
        let mut builder = RecordBuilder::new(self.source.line);
        self.fields().for_each(|f| builder.field(f));
        added.into_iter().for_each(|f| builder.field(f));
        let mut record = builder.finish();
        record.id.clone_from(&self.id);
        record.source = self.source;
        record
    }

    fn split(&self, one: Role, list: Role) -> Vec<&str> {
        self.fields_of(move |role| role == one || role == list)
            .flat_map(|f| {
                if f.role == one {
                    vec![f.value.trim()]
                } else if f.role == list {
                    if list == Role::SubjectList { split_headings(f.value) } else { split_list(f.value) }
                } else {
                    Vec::new()
                }
            })
            .filter(|value| !value.is_empty())
            .collect()
    }
}

/// Collects the fields of one record; made by parsers.
#[derive(Debug, Default)]
pub struct RecordBuilder {
    line: u32,
    text: String,
    spans: Vec<Span>,
}

impl RecordBuilder {
    /// Starts a record on `line` (from 1; 0 where the format has no lines).
    pub fn new(line: u32) -> RecordBuilder {
        RecordBuilder { line, text: String::new(), spans: Vec::new() }
    }

    /// Starts a record with room for `text` bytes in `fields` fields.
    pub fn with_capacity(line: u32, text: usize, fields: usize) -> RecordBuilder {
        RecordBuilder { line, text: String::with_capacity(text), spans: Vec::with_capacity(fields) }
    }

    /// Adds a field. A tag is cut to 65,535 bytes; text beyond 4 GiB in one record is left out.
    pub fn push(&mut self, tag: &str, role: Role, value: &str) {
        self.field(Field { tag, role, lang: None, value });
    }

    /// Adds a field with its language.
    pub fn push_lang(&mut self, tag: &str, role: Role, lang: Option<Lang>, value: &str) {
        self.field(Field { tag, role, lang, value });
    }

    /// Adds a field as it stands.
    pub fn field(&mut self, field: Field<'_>) {
        let tag = &field.tag[..field.tag.floor_char_boundary(usize::from(u16::MAX))];
        let end = self.text.len() + tag.len() + field.value.len();
        let (Ok(end), Ok(tag_len)) = (u32::try_from(end), u16::try_from(tag.len())) else { return };
        self.text.push_str(tag);
        self.text.push_str(field.value);
        let lang = field.lang.map(Lang::bytes).unwrap_or_default();
        self.spans.push(Span { end, tag_len, role: field.role, lang });
    }

    /// Whether nothing was added yet.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The line on which the record starts.
    pub fn line(&self) -> u32 {
        self.line
    }

    /// The record, without an id; `Corpus` gives ids when all files are read.
    pub fn finish(self) -> Record {
        Record {
            id: String::new(),
            source: Source { file: 0, line: self.line, number: 0 },
            contents: Contents::Held { text: self.text.into_boxed_str(), spans: self.spans.into_boxed_slice() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(fields: &[(&str, Role, &str)]) -> Record {
        let mut builder = RecordBuilder::new(1);
        fields.iter().for_each(|(tag, role, value)| builder.push(tag, *role, value));
        builder.finish()
    }

    #[test]
    fn fields_come_back_in_order() {
        let input = [("TI", Role::Title, "A title"), ("XX", Role::Other, ""), ("AB", Role::Abstract, "Text – ü")];
        let record = record(&input);
        let back: Vec<_> = record.fields().map(|f| (f.tag, f.role, f.value)).collect();
        assert_eq!(back, input);
    }

    #[test]
    fn words_that_say_there_is_no_abstract_are_none() {
        for text in [
            "[No abstract available]",
            "No abstract available.",
            "Resumen no disponible",
            "NA",
            "-",
            "Publisher: Abstract available from the publisher.",
        ] {
            assert!(!record(&[("AB", Role::Abstract, text)]).has_abstract(), "{text}");
        }
        assert!(record(&[("AB", Role::Abstract, "None of the patients died.")]).has_abstract());
    }

    #[test]
    fn year_is_found_in_dates() {
        for (text, year) in [
            ("2008 Apr", Some(2008)),
            ("04/1999", Some(1999)),
            ("20210315", Some(2021)),
            ("202103", Some(2021)),
            ("202199", None),
            ("2012///", Some(2012)),
            ("p. 12345", None),
            ("0000", None),
        ] {
            assert_eq!(record(&[("PY", Role::Year, text)]).year(), year, "{text}");
        }
    }

    #[test]
    fn doi_is_normalized() {
        for text in
            ["10.1000/AbC.", "https://doi.org/10.1000/abc", "doi: 10.1000/abc [doi]", "https://x.org/?d=10.1000%2Fabc"]
        {
            assert_eq!(record(&[("DO", Role::Doi, text)]).doi().as_deref(), Some("10.1000/abc"), "{text}");
        }
        let old = record(&[("DO", Role::Doi, "10.1016/S0140-6736(05)12345-6")]);
        assert_eq!(old.doi().as_deref(), Some("10.1016/s0140-6736(05)12345-6"));
        assert_eq!(record(&[("DO", Role::Doi, "none")]).doi(), None);
    }

    #[test]
    fn subjects_split_into_heading_and_qualifiers() {
        let record =
            record(&[("MH", Role::Subject, "*Neoplasms/drug therapy/*pathology"), ("MH", Role::Subject, "Humans")]);
        let found: Vec<_> =
            record.subjects().iter().map(|s| (s.heading.clone(), s.qualifier.clone(), s.major)).collect();
        assert_eq!(
            found,
            [
                ("Neoplasms".into(), Some("drug therapy".into()), true),
                ("Neoplasms".into(), Some("pathology".into()), true),
                ("Humans".into(), None, false)
            ]
        );
    }

    #[test]
    fn author_lists_are_split() {
        for text in ["Smith J; Doe A", "Smith J and Doe A", "Smith J, Doe A"] {
            assert_eq!(record(&[("AU", Role::AuthorList, text)]).authors(), ["Smith J", "Doe A"], "{text}");
        }
        assert_eq!(record(&[("AU", Role::AuthorList, "Smith, John")]).authors(), ["Smith, John"]);
        for text in ["C Kun\u{2010}Paz, J Doe, ...", "C Kun\u{2010}Paz, J Doe, …", "C Kun\u{2010}Paz; J Doe; ..."] {
            assert_eq!(record(&[("AU", Role::AuthorList, text)]).authors(), ["C Kun\u{2010}Paz", "J Doe"], "{text}");
        }
    }
}
