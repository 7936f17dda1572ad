//! Column names: the header of any export in, the role of each column out.
//!
//! Names are compared by letters and digits alone, without case, accents, spaces and punctuation, in English, Spanish
//! and Portuguese (and the commonest German and French ones). A name has a rank: where several columns of a table
//! claim a role of which a record has one (title, id, year …), only those of the best rank keep it. What a name means
//! in one database alone is in `dialect`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::super::lang::Lang;
use super::super::record::Role;
use super::super::values::is_han;

/// Letters and digits of a header, in lower case and without accents: `Publication_Year` → `publicationyear`.
pub fn key(header: &str) -> String {
    if header.is_ascii() {
        return header.bytes().filter(u8::is_ascii_alphanumeric).map(|b| char::from(b.to_ascii_lowercase())).collect();
    }
    header.nfd().filter(|c| !is_combining_mark(*c) && c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What one column is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Role of its cells.
    pub role: Role,
    /// Language that the header names (`abstract_spa`).
    pub lang: Option<Lang>,
}

/// The roles of the columns of a table or of the keys of an object, by their names.
pub fn roles<'a>(headers: impl Iterator<Item = &'a str>) -> Vec<Column> {
    let guesses: Vec<(Role, u8, Option<Lang>)> = headers.map(guess).collect();
    settle(&guesses)
}

/// Lets a role of which a record has one to the columns of the best rank; the others become [`Role::Other`].
pub(super) fn settle(guesses: &[(Role, u8, Option<Lang>)]) -> Vec<Column> {
    let best = |role: Role| guesses.iter().filter(|g| g.0 == role).map(|g| g.1).min();
    let keep = |&(role, rank, lang): &(Role, u8, Option<Lang>)| {
        let role = if best(role) == Some(rank) { role } else { Role::Other };
        Column { role, lang }
    };
    guesses.iter().map(keep).collect()
}

/// Role, rank (0 is best) and language of one header, as far as the name alone tells.
pub fn guess(header: &str) -> (Role, u8, Option<Lang>) {
    if is_given_twice(header) {
        return (of_cnki(header), 0, None);
    }
    let key = key(header);
    if let Some((role, rank)) = by_key(&key) {
        return (role, rank, None);
    }
    let numbered = key.trim_end_matches(|c: char| c.is_ascii_digit());
    if numbered.len() < key.len()
        && let Some((role, rank)) = by_key(numbered)
        && role == Role::Abstract
    {
        return (role, rank, None);
    }
    let lower = header.trim().to_lowercase();
    if let Some((name, suffix)) = lower.rsplit_once(['_', ' ', '.', '-'])
        && let Some(lang) = Lang::parse(suffix.trim_matches(['(', ')', '[', ']']))
    {
        match by_key(&self::key(name)) {
            Some((Role::Abstract, rank)) => return (Role::Abstract, rank, known(lang)),
            Some((Role::Title, _)) if known(lang).is_some() => return (Role::TranslatedTitle, 0, Some(lang)),
            _ => {}
        }
    }
    (Role::Other, 0, None)
}

/// Whether CNKI gives a name in two languages: `Title-题名`, `DOI-DOI`.
pub(in super::super) fn is_given_twice(header: &str) -> bool {
    let header = header.trim_start_matches('\u{FEFF}').trim();
    header.split_once('-').is_some_and(|(name, chinese)| {
        let is_chinese = !chinese.is_empty() && chinese.chars().all(is_han);
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic()) && (is_chinese || chinese == name)
    })
}

/// What a name of CNKI means.
fn of_cnki(header: &str) -> Role {
    let (name, chinese) = header.split_once('-').unwrap_or_default();
    match key(name).as_str() {
        "srcdatabase" => Role::Database,
        "source" => Role::Journal,
        "pubtime" => Role::Date,
        "period" => Role::Issue,
        // Pages are named so, too.
        "pagecount" if chinese.trim() == "页码" => Role::Pages,
        name => by_key(name).map_or(Role::Other, |(role, _)| role),
    }
}

/// Only languages with a name of their own: `abstract_raw` names none.
fn known(lang: Lang) -> Option<Lang> {
    const SURE: [&str; 10] = ["eng", "spa", "por", "fra", "deu", "ita", "nld", "rus", "zho", "jpn"];
    SURE.contains(&lang.as_str()).then_some(lang)
}

fn by_key(key: &str) -> Option<(Role, u8)> {
    text(key).or_else(|| place(key)).or_else(|| identifier(key)).or_else(|| description(key))
}

/// Title, abstract, people and words.
fn text(key: &str) -> Option<(Role, u8)> {
    Some(match key {
        "title" | "articletitle" | "documenttitle" | "itemtitle" | "papertitle" | "primarytitle" | "titulo"
        | "titulodelarticulo" | "titulodoartigo" | "titleprimary" | "titel" | "titre" => (Role::Title, 0),
        "displayname" | "studytitle" => (Role::Title, 1),
        "originaltitle" | "translatedtitle" | "vernaculartitle" | "titulooriginal" | "titulotraducido"
        | "titulotraduzido" | "englishtitle" | "tituloingles" | "tituloemingles" | "tituloeningles" => {
            (Role::TranslatedTitle, 0)
        }
        "abstract" | "abstracts" | "abstractnote" | "abstracttext" | "originalabstract" | "translatedabstract"
        | "briefsummary" | "resumen" | "resumenes" | "resumo" | "resumos" | "zusammenfassung" | "resume" => {
            (Role::Abstract, 0)
        }
        "text" | "summary" => (Role::Abstract, 1),
        "description" | "content" | "body" => (Role::Abstract, 2),
        "authors"
        | "author"
        | "authornames"
        | "autores"
        | "autor"
        | "autoresas"
        | "auteurs"
        | "autoren"
        | "creators"
        | "authorshipsauthordisplayname"
        | "authorsname"
        | "authorsprimary" => (Role::AuthorList, 0),
        "authorfullnames" | "firstauthors" | "creator" | "authorfull" => (Role::AuthorList, 1),
        "firstauthor" | "bookauthors" => (Role::AuthorList, 2),
        "keywords"
        | "keyword"
        | "authorkeywords"
        | "palabrasclave"
        | "palabraclave"
        | "palavraschave"
        | "palavrachave"
        | "keywordsplus"
        | "manualtags"
        | "automatictags"
        | "tags"
        | "keywordsdisplayname"
        | "schlagworter"
        | "motscles" => (Role::KeywordList, 0),
        "mesh"
        | "meshterms"
        | "meshterm"
        | "meshheadings"
        | "meshdescriptorname"
        | "decs"
        | "descriptors"
        | "descriptor"
        | "descriptores"
        | "descritores"
        | "subjects"
        | "subject"
        | "subjectterms"
        | "subjectheadings"
        | "asunto"
        | "asuntos"
        | "assunto"
        | "assuntos"
        | "indexkeywords"
        | "thesaurusterms"
        | "controlledterms"
        | "fieldsofstudy"
        | "ieeeterms"
        | "inspeccontrolledterms" => (Role::SubjectList, 0),
        "emtreedrugindextermsmajorfocus"
        | "emtreedrugindexterms"
        | "emtreemedicalindextermsmajorfocus"
        | "emtreemedicalindexterms"
        | "emtreeterms" => (Role::SubjectList, 0),
        _ => return None,
    })
}

/// Where and when it was published.
fn place(key: &str) -> Option<(Role, u8)> {
    Some(match key {
        "year" | "publicationyear" | "pubyear" | "publishedyear" | "yearpublished" | "yearofpublication" | "ano"
        | "anio" | "anodepublicacion" | "anopublicacion" | "anodepublicacao" | "jahr" | "annee" => (Role::Year, 0),
        "printedpublicationyear" => (Role::Year, 1),
        "citation" | "source" => (Role::Date, 1),
        "date" | "published" | "publicationdate" | "datepublished" | "dateofpublication" | "pubdate" | "fecha"
        | "fechadepublicacion" | "datadepublicacao" | "coverdate" => (Role::Date, 0),
        "journal"
        | "journaltitle"
        | "journalname"
        | "journalbook"
        | "sourcetitle"
        | "publicationname"
        | "publicationtitle"
        | "secondarytitle"
        | "containertitle"
        | "revista"
        | "periodico"
        | "fulljournalname"
        | "periodicalfull"
        | "primarylocationsourcedisplayname"
        | "hostvenuedisplayname"
        | "zeitschrift" => (Role::Journal, 0),
        "publication" | "venue" | "booktitle" => (Role::Journal, 1),
        "conferencename" => (Role::Journal, 2),
        "journalabbreviation"
        | "abbreviatedsourcetitle"
        | "journalabbrev"
        | "abbreviatedjournal"
        | "periodicalabbrev"
        | "journalisoabbreviation"
        | "isoabbreviation" => (Role::JournalAbbrev, 0),
        "volume" | "vol" | "volumen" | "volumenumber" | "journalvolume" | "bibliovolume" => (Role::Volume, 0),
        "issue" | "issuenumber" | "journalissue" | "number" | "numero" | "biblioissue" | "fasciculo" => {
            (Role::Issue, 0)
        }
        "pages" | "page" | "pageinfo" | "pagerange" | "paginas" | "pagina" | "pagination" => (Role::Pages, 0),
        "artno" | "articlenumber" => (Role::Pages, 1),
        "startpage" | "pagestart" | "firstpage" | "beginningpage" | "bibliofirstpage" | "paginainicial" => {
            (Role::StartPage, 0)
        }
        "endpage" | "pageend" | "lastpage" | "endingpage" | "bibliolastpage" | "paginafinal" => (Role::EndPage, 0),
        "publisher" | "editora" | "editorial" | "bookpublisher" => (Role::Publisher, 0),
        _ => return None,
    })
}

/// Identifiers and links.
fn identifier(key: &str) -> Option<(Role, u8)> {
    Some(match key {
        "recordid" | "internalid" | "citationkey" | "citekey" | "covidence" | "covidenceid" | "referenceid"
        | "publicationid" => (Role::Id, 0),
        "id" | "key" | "itemkey" | "uid" | "paperid" | "articleid" | "refid" => (Role::Id, 1),
        "identifier" | "ref" | "sourceid" => (Role::Id, 2),
        "doi" | "itemdoi" | "articledoi" | "bookdoi" | "digitalobjectidentifier" => (Role::Doi, 0),
        "doilink" | "doiurl" | "idsdoi" => (Role::Doi, 1),
        "pmid" | "pubmedid" | "medlinepmid" | "pubmed" | "idspmid" => (Role::Pmid, 0),
        "accessionnumber" | "accession" | "accessionno" | "eid" | "embaseaccessionid" | "pui" | "lensid"
        | "centralid" | "utuniquewosid" | "uniquewosid" | "wosid" | "openalexid" | "lilacsid" | "pmcid" | "pmc"
        | "arxivid" => (Role::Accession, 0),
        "url"
        | "urls"
        | "link"
        | "links"
        | "fulltexturl"
        | "fulltextlink"
        | "articleurl"
        | "sourceurls"
        | "externalurl"
        | "plink"
        | "landingpageurl"
        | "primarylocationlandingpageurl"
        | "enlace" => (Role::Url, 0),
        "issn"
        | "issns"
        | "eissn"
        | "isbn"
        | "isbns"
        | "printissn"
        | "onlineissn"
        | "journalissn"
        | "issnl"
        | "primarylocationsourceissnl" => (Role::Issn, 0),
        _ => return None,
    })
}

/// What kind of record it is and what others said about it.
fn description(key: &str) -> Option<(Role, u8)> {
    Some(match key {
        "language"
        | "languages"
        | "lang"
        | "idioma"
        | "idiomas"
        | "articlelanguage"
        | "lengua"
        | "sprache"
        | "languageoforiginaldocument" => (Role::Language, 0),
        "type" | "documenttype" | "publicationtype" | "publicationtypes" | "itemtype" | "doctype" | "referencetype"
        | "typeofreference" | "articletype" | "contenttype" | "tipo" | "tipodedocumento" | "tipodepublicacion" => {
            (Role::Type, 0)
        }
        "note" | "notes" | "notas" | "extra" => (Role::Note, 0),
        "database" | "databasename" | "sourcedatabase" | "basededatos" | "basededados" => (Role::Database, 0),
        "label" | "labels" | "labelincluded" | "finalincluded" | "included" | "asreviewlabel" | "goldlabel"
        | "screeningdecision" | "decision" => (Role::Label, 0),
        _ => return None,
    })
}

/// The name under which a role is written, where a record comes from another format.
pub fn name(role: Role) -> Option<&'static str> {
    Some(match role {
        Role::Title => "title",
        Role::TranslatedTitle => "original_title",
        Role::Abstract => "abstract",
        Role::Author | Role::AuthorList => "authors",
        Role::Keyword | Role::KeywordList => "keywords",
        Role::Subject | Role::SubjectList => "mesh",
        Role::Year => "year",
        Role::Date => "date",
        Role::Journal => "journal",
        Role::JournalAbbrev => "journal_abbreviation",
        Role::Volume => "volume",
        Role::Issue => "issue",
        Role::Pages => "pages",
        Role::StartPage => "start_page",
        Role::EndPage => "end_page",
        Role::Doi => "doi",
        Role::Pmid => "pmid",
        Role::Accession => "accession_number",
        Role::Id => "id",
        Role::Url => "url",
        Role::Language => "language",
        Role::Type => "type",
        Role::Issn => "issn",
        Role::Note => "notes",
        Role::Database => "database",
        Role::Publisher => "publisher",
        Role::Label => "label",
        Role::Other => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(headers: &[&str], expected: &[Role]) {
        let found: Vec<Role> = roles(headers.iter().copied()).iter().map(|c| c.role).collect();
        assert_eq!(found, expected, "{headers:?}");
    }

    #[test]
    fn names_are_read_without_case_accents_and_punctuation() {
        check(
            &["\u{FEFF}Título", " Abstract", "AUTHOR(S)", "Publication_Year", "DocumentTitle", "Año", "Palavras-chave"],
            &[Role::Title, Role::Abstract, Role::AuthorList, Role::Year, Role::Title, Role::Year, Role::KeywordList],
        );
    }

    #[test]
    fn names_of_cnki_are_given_twice() {
        check(
            &[
                "SrcDatabase-来源库",
                "Title-题名",
                "Author-作者",
                "Source-文献来源",
                "Summary-摘要",
                "Organ-单位",
                "DOI-DOI",
            ],
            &[Role::Database, Role::Title, Role::AuthorList, Role::Journal, Role::Abstract, Role::Other, Role::Doi],
        );
        check(&["PubTime-发表时间", "Period-期", "PageCount-页码"], &[Role::Date, Role::Issue, Role::Pages]);
        check(&["PageCount-页数", "Page-页码", "abstract-español"], &[Role::Other, Role::Pages, Role::Abstract]);
    }

    #[test]
    fn the_better_name_has_the_role() {
        check(&["id", "record_id", "title"], &[Role::Other, Role::Id, Role::Title]);
        check(&["id", "text"], &[Role::Id, Role::Abstract]);
        check(&["text", "abstract"], &[Role::Other, Role::Abstract]);
    }

    #[test]
    fn a_language_may_stand_in_the_name() {
        assert_eq!(guess("abstract_spa"), (Role::Abstract, 0, Some(Lang::SPA)));
        assert_eq!(guess("Abstract (pt)"), (Role::Abstract, 0, Some(Lang::POR)));
        assert_eq!(guess("title_es"), (Role::TranslatedTitle, 0, Some(Lang::SPA)));
        assert_eq!(guess("abstract_2"), (Role::Abstract, 0, None));
        assert_eq!(guess("title_raw").0, Role::Other);
    }

    #[test]
    fn every_name_reads_back_to_its_role() {
        for role in [Role::Title, Role::Abstract, Role::Year, Role::Doi, Role::Id, Role::Note, Role::Label] {
            assert_eq!(name(role).map(|name| guess(name).0), Some(role));
        }
    }
}
