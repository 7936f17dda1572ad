//! Citations: a record in, what a list of the report shows of it out: title, first author, journal, year, link.

use minijinja::{Value, context};

use super::clean::shortened;
use super::words::language_tag;
use crate::analysis::Analysis;
use crate::corpus::{Record, Role};

/// Longest title in a list.
pub const LONGEST_TITLE: usize = 220;
/// Longest name of an author or a journal.
const LONGEST_NAME: usize = 60;

/// A record as the template's `ref` takes it.
pub fn citation(analysis: &Analysis, at: usize) -> Value {
    let record = &analysis.corpus.records[at];
    context! {
        id => shortened(&record.id, 80), title => title(record), by => by(record),
        // Made of signs that mean nothing in HTML.
        year => analysis.year(at), url => url(record).map(Value::from_safe_string),
        lang => analysis.documents.get(at).map(|d| language_tag(d.language_code())),
    }
}

/// The title; where there is none, how the abstract begins.
pub fn title(record: &Record) -> String {
    let text = match record.title() {
        "" => record.abstracts().next().map_or("(no title)", |(_, text)| text),
        title => title,
    };
    shortened(text, LONGEST_TITLE)
}

/// First author and journal, as far as they are known.
fn by(record: &Record) -> String {
    let authors = record.authors();
    let first = authors.first().map(|name| {
        let name = shortened(name, LONGEST_NAME);
        if authors.len() > 1 { format!("{name} et al.") } else { name }
    });
    let journal = record.first(Role::Journal).or_else(|| record.first(Role::JournalAbbrev));
    let journal = journal.map(|name| shortened(name, LONGEST_NAME));
    let known = [first, journal].into_iter().flatten().filter(|part| !part.is_empty());
    known.collect::<Vec<_>>().join(", ")
}

/// Where the record can be read: by its DOI, else in PubMed.
pub fn url(record: &Record) -> Option<String> {
    let doi = record.doi().map(|doi| format!("https://doi.org/{}", escaped(&doi)));
    doi.or_else(|| record.pmid().map(|pmid| format!("https://pubmed.ncbi.nlm.nih.gov/{pmid}/")))
}

/// A DOI with all but the plainest signs as in a link.
fn escaped(doi: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    doi.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::RecordBuilder;

    fn record(fields: &[(Role, &str)]) -> Record {
        let mut builder = RecordBuilder::new(1);
        fields.iter().for_each(|(role, value)| builder.push("X", *role, value));
        builder.finish()
    }

    #[test]
    fn authors_and_journal_stand_where_they_are_known() {
        let (a, b) = ((Role::Author, "Ruiz, A"), (Role::Author, "Brandt, O"));
        let (full, short) = ((Role::Journal, "Journal of Gels"), (Role::JournalAbbrev, "J Gels"));
        for (fields, shown) in [
            (vec![a, b, full, short], "Ruiz, A et al., Journal of Gels"),
            (vec![a, short], "Ruiz, A, J Gels"),
            (vec![full], "Journal of Gels"),
            (vec![], ""),
        ] {
            assert_eq!(by(&record(&fields)), shown);
        }
    }

    #[test]
    fn a_link_leads_to_the_doi_or_to_pubmed() {
        let (doi, pmid) = ((Role::Doi, "10.1000/a(1)"), (Role::Pmid, "31452104"));
        let link = |fields: &[(Role, &str)]| url(&record(fields)).unwrap_or_default();
        assert_eq!(link(&[doi, pmid]), "https://doi.org/10.1000/a%281%29");
        assert_eq!(link(&[pmid]), "https://pubmed.ncbi.nlm.nih.gov/31452104/");
        assert_eq!(link(&[]), "");
    }
}
