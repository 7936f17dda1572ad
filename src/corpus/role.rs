//! Roles: what the fields of a record mean, whatever their tags are called in the source format.
//!
//! Names and numbers only; which tag has which role is up to the readers.

/// What a field means, whatever its tag is called in the source format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Role {
    /// Title of the entry itself.
    Title,
    /// Title in another language, or the original-language title of a translated entry.
    TranslatedTitle,
    /// Abstract; may occur several times, each with its own language.
    Abstract,
    /// One author.
    Author,
    /// Several authors in one field; see [`super::Record::authors`] for how it is split.
    AuthorList,
    /// One free keyword.
    Keyword,
    /// Several free keywords in one field, separated by semicolons, line ends, or (without those) commas.
    KeywordList,
    /// One controlled subject heading (MeSH, DeCS, Emtree), perhaps `*major` and with `/qualifier`s.
    Subject,
    /// Several controlled subject headings in one field.
    SubjectList,
    /// Year, or a date that starts with or holds the year.
    Year,
    /// Any further date.
    Date,
    /// Full name of the journal, book or proceedings.
    Journal,
    /// Abbreviated name of the journal.
    JournalAbbrev,
    /// Volume.
    Volume,
    /// Issue number.
    Issue,
    /// Page range or article number.
    Pages,
    /// First page, where the last one is apart.
    StartPage,
    /// Last page.
    EndPage,
    /// DOI, bare or as a link.
    Doi,
    /// PubMed identifier.
    Pmid,
    /// Accession number of a database (WoS `UT`, Scopus EID, Embase `L…`, LILACS id, Cochrane `CN-…`).
    Accession,
    /// The input's own identifier of the entry (`id` column, BibTeX key, `record_id`).
    Id,
    /// Link.
    Url,
    /// Language of the entry.
    Language,
    /// Kind of publication ("Journal Article", `JOUR`, "Retracted Publication").
    Type,
    /// ISSN or ISBN.
    Issn,
    /// Note.
    Note,
    /// Database or provider the record came from.
    Database,
    /// Publisher.
    Publisher,
    /// Class given to the record in a labelled corpus or by a screener; never used for clustering.
    Label,
    /// Anything else; kept, not interpreted.
    Other,
}

impl Role {
    /// Every role, in the order of its number.
    pub(super) const ALL: &[Role] = &[
        Role::Title,
        Role::TranslatedTitle,
        Role::Abstract,
        Role::Author,
        Role::AuthorList,
        Role::Keyword,
        Role::KeywordList,
        Role::Subject,
        Role::SubjectList,
        Role::Year,
        Role::Date,
        Role::Journal,
        Role::JournalAbbrev,
        Role::Volume,
        Role::Issue,
        Role::Pages,
        Role::StartPage,
        Role::EndPage,
        Role::Doi,
        Role::Pmid,
        Role::Accession,
        Role::Id,
        Role::Url,
        Role::Language,
        Role::Type,
        Role::Issn,
        Role::Note,
        Role::Database,
        Role::Publisher,
        Role::Label,
        Role::Other,
    ];
}
