//! Column names: the header of any export in, the role of each column out.
//!
//! Names are compared by letters and digits alone, without case, accents, spaces and punctuation; `names` has those that
//! are known. Of others it is tried whether they are one of these with words around it ("Nombre de la revista",
//! "Paper abstract"), of Dublin Core (`dc.title[es]`) or a tag in small letters. A name has a rank: where several columns
//! of a table claim a role of which a record has one (title, id, year …), only those of the best rank keep it. What a
//! name means in one database alone is in `dialect`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::super::lang::Lang;
use super::super::record::Role;
use super::super::values::is_han;
use super::mixed;
use super::names::by_key;

/// What a name that needs a second look is behind one that is plain.
const LOOSE: u8 = 3;

/// Letters and digits of a header, in lower case and without accents: `Publication_Year` → `publicationyear`.
pub fn key(header: &str) -> String {
    if header.is_ascii() {
        return header.bytes().filter(u8::is_ascii_alphanumeric).map(|b| char::from(b.to_ascii_lowercase())).collect();
    }
    // Letters of Korean, which are parted as accents are, are put together again.
    let letters = header.nfd().filter(|c| !is_combining_mark(*c) && c.is_alphanumeric());
    letters.nfc().flat_map(char::to_lowercase).collect()
}

/// What one column is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Role of its cells.
    pub role: Role,
    /// Language that the header names (`abstract_spa`).
    pub lang: Option<Lang>,
}

/// Role, rank and language that a name tells.
pub type Guess = (Role, u8, Option<Lang>);

/// The roles of the columns of a table or of the keys of an object, by their names.
pub fn roles<'a>(headers: impl Iterator<Item = &'a str>) -> Vec<Column> {
    let headers: Vec<&str> = headers.collect();
    let mut guesses: Vec<Guess> = headers.iter().map(|header| guess_loosely(header)).collect();
    // The title of a publication is that of its journal only where the record has one of its own.
    let is_publication = |header: &&str| key(header) == "publicationtitle";
    let n_journals = guesses.iter().filter(|guess| guess.0 == Role::Journal).count();
    if n_journals > 1
        && !guesses.iter().any(|guess| guess.0 == Role::Title)
        && let Some(at) = headers.iter().position(is_publication)
    {
        guesses[at] = (Role::Title, 0, None);
    }
    settle(&guesses)
}

/// Lets a role of which a record has one to the columns of the best rank; the others become [`Role::Other`].
pub fn settle(guesses: &[Guess]) -> Vec<Column> {
    let best = |role: Role| guesses.iter().filter(|g| g.0 == role).map(|g| g.1).min();
    let keep = |&(role, rank, lang): &Guess| {
        let role = if best(role) == Some(rank) { role } else { Role::Other };
        Column { role, lang }
    };
    guesses.iter().map(keep).collect()
}

/// Role, rank (0 is best) and language of one header, as far as the name alone tells.
pub fn guess(header: &str) -> Guess {
    if is_given_twice(header) {
        return (of_cnki(header), 0, None);
    }
    // HAL: the reference in words.
    if header == "label_s" {
        return (Role::Other, 0, None);
    }
    let key = key(header);
    if let Some((role, rank)) = by_key(&key) {
        return (role, rank, None);
    }
    let numbered = key.trim_end_matches(|c: char| c.is_ascii_digit());
    if numbered.len() < key.len()
        && let Some((role, rank)) = by_key(numbered)
        && matches!(role, Role::Abstract | Role::AuthorList)
    {
        return (role, rank, None);
    }
    let lower = header.trim().to_lowercase();
    if let Some((name, suffix)) = lower.rsplit_once(['_', ' ', '.', '-'])
        && let Some(lang) = Lang::parse(suffix.trim_matches(['(', ')', '[', ']']))
    {
        // "Resumo em inglês", "Abstract in English".
        let name = [" em", " en", " in"].iter().find_map(|word| name.strip_suffix(word)).unwrap_or(name);
        match by_key(&self::key(name)) {
            Some((Role::Abstract, rank)) if lang.is_named() => return (Role::Abstract, rank, known(lang)),
            // Of these there is one, with or without another abstract; `abstract_url`, `abstract_len` hold none.
            Some((Role::Abstract, _)) if matches!(suffix, "raw" | "txt") => return (Role::Abstract, LOOSE, None),
            Some((Role::Title, _)) if known(lang).is_some() => return (Role::TranslatedTitle, 0, Some(lang)),
            Some((role @ (Role::KeywordList | Role::SubjectList), rank)) if known(lang).is_some() => {
                return (role, rank, None);
            }
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

/// Role, rank and language of one header of a table, where names are free.
pub fn guess_loosely(header: &str) -> Guess {
    let plain = guess(header);
    if plain.0 != Role::Other {
        return plain;
    }
    let of_tag = || {
        let (name, lang) = header.rsplit_once('_').unwrap_or((header, ""));
        match (tag(&key(header)), tag(&key(name)), Lang::parse(lang).and_then(known)) {
            (Some(role), ..) => Some((role, LOOSE, None)),
            (None, Some(Role::Abstract), Some(lang)) => Some((Role::Abstract, LOOSE, Some(lang))),
            _ => None,
        }
    };
    of_dublin_core(header)
        .or_else(of_tag)
        .or_else(|| of_tag_and_name(header))
        .or_else(|| among_words(header).map(|role| (role, LOOSE, None)))
        .or_else(|| mixed::is_dated(header).then_some((Role::AuthorList, LOOSE, None)))
        .unwrap_or(plain)
}

/// A name of Dublin Core or of those who write as it does: `dc.title[es]`, `dcterms:abstract`, `prism:doi`, `rel_title`.
fn of_dublin_core(header: &str) -> Option<Guess> {
    const SPACES: [&str; 4] = ["dcterms", "dc", "prism", "rel"];
    let (name, lang) = match header.trim_end().strip_suffix(']').and_then(|header| header.rsplit_once('[')) {
        Some((name, lang)) => (name, Lang::parse(lang).and_then(known)),
        None => (header, None),
    };
    let key = key(name);
    let (role, rank) = SPACES.iter().filter_map(|space| key.strip_prefix(space)).find_map(by_key)?;
    Some((role, rank, lang.filter(|_| role == Role::Abstract)))
}

/// The tags of PubMed and others, as programs write them that read such files.
fn tag(key: &str) -> Option<Role> {
    Some(match key {
        "ti" => Role::Title,
        "ab" => Role::Abstract,
        "au" => Role::AuthorList,
        "kw" | "terms" => Role::KeywordList,
        "mh" => Role::SubjectList,
        "py" | "dp" => Role::Year,
        "so" | "jt" => Role::Journal,
        "di" | "do" => Role::Doi,
        "la" => Role::Language,
        _ => return None,
    })
}

/// A name behind its tag: "AB - Abstract"; of the two the name tells more.
fn of_tag_and_name(header: &str) -> Option<Guess> {
    let (tag, name) = header.trim_start_matches('\u{FEFF}').split_once(" - ")?;
    let is_tag = tag.len() == 2 && tag.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let (role, rank) = by_key(&key(name)).filter(|_| is_tag).or_else(|| self::tag(&key(tag)).map(|r| (r, LOOSE)))?;
    is_tag.then_some((role, rank, None))
}

/// The role of a name with words around it that only say of what it is, or with a second name behind it.
fn among_words(header: &str) -> Option<Role> {
    const AROUND: [&str; 48] = [
        "all",
        "articulo",
        "articulos",
        "article",
        "articles",
        "artigo",
        "artigos",
        "artikel",
        "articolo",
        "citation",
        "complete",
        "completa",
        "completo",
        "d",
        "da",
        "das",
        "de",
        "degli",
        "del",
        "della",
        "dell",
        "des",
        "do",
        "doc",
        "document",
        "dos",
        "du",
        "el",
        "estudio",
        "estudo",
        "full",
        "l",
        "la",
        "las",
        "le",
        "les",
        "los",
        "name",
        "nom",
        "nombre",
        "nome",
        "of",
        "paper",
        "publication",
        "record",
        "reference",
        "study",
        "the",
    ];
    let fits = |words: &str| {
        let words = words.split(|c: char| !c.is_alphanumeric()).map(key).filter(|word| !word.is_empty());
        let rest: String = words.filter(|word| !AROUND.contains(&word.as_str())).collect();
        by_key(&rest).filter(|(role, rank)| *rank == 0 && is_plain(*role)).map(|(role, _)| role)
    };
    fits(header).or_else(|| fits(header.split(['/', '(', '|', ',']).next()?))
}

/// Whether a role is one whose names say the same whatever they are of; the type and the subjects of a study do not.
fn is_plain(role: Role) -> bool {
    use Role::{Abstract, AuthorList, Date, Doi, Journal, KeywordList, Language, Title, Url, Year};
    [Abstract, AuthorList, Date, Doi, Journal, KeywordList, Language, Title, Url, Year].contains(&role)
}

/// Only languages with a name of their own: `abstract_raw` names none.
fn known(lang: Lang) -> Option<Lang> {
    const SURE: [&str; 10] = ["eng", "spa", "por", "fra", "deu", "ita", "nld", "rus", "zho", "jpn"];
    SURE.contains(&lang.as_str()).then_some(lang)
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
    fn a_publication_has_the_title_where_the_journal_has_its_own() {
        check(&["publication_title", "journal"], &[Role::Title, Role::Journal]);
        check(&["publication_title", "title"], &[Role::Journal, Role::Title]);
        check(&["Author1", "Author2", "Paper Name"], &[Role::AuthorList, Role::AuthorList, Role::Title]);
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
        assert_eq!(guess("abstract_tur").0, Role::Abstract);
        check(&["abstract_raw", "abstract_len"], &[Role::Abstract, Role::Other]);
        check(&["abstract", "abstract_raw", "abstract_url"], &[Role::Abstract, Role::Other, Role::Other]);
    }

    #[test]
    fn names_of_many_programs_and_languages_are_known() {
        for (header, role) in [
            ("Titre", Role::Title),
            ("Titolo", Role::Title),
            ("文献标题", Role::Title),
            ("タイトル", Role::Title),
            ("dc.title[es]", Role::Title),
            ("dc:title", Role::Title),
            ("rel_title", Role::Title),
            ("Título del estudio", Role::Title),
            ("Riassunto", Role::Abstract),
            ("Samenvatting", Role::Abstract),
            ("抄録", Role::Abstract),
            ("摘要", Role::Abstract),
            ("dc.description.abstract", Role::Abstract),
            ("Resumen del artículo", Role::Abstract),
            ("Paper Abstract", Role::Abstract),
            ("Resumo/Abstract", Role::Abstract),
            ("Abstract (résumé)", Role::Abstract),
            ("title_abstract", Role::Abstract),
            ("ab", Role::Abstract),
            ("Autor, Herausgeber oder Institution", Role::AuthorList),
            ("dc.contributor.author", Role::AuthorList),
            ("著者キーワード", Role::KeywordList),
            ("Palabras claves", Role::KeywordList),
            ("Nombre de la revista", Role::Journal),
            ("Journal/Conference", Role::Journal),
            ("Titre de la revue", Role::Journal),
            ("pubtitle", Role::Journal),
            ("Année de publication", Role::Year),
            ("dc.date.issued", Role::Year),
            ("Paper DOI", Role::Doi),
            ("prism:doi", Role::Doi),
            ("开始页码", Role::Other),
            ("開始ページ", Role::StartPage),
            ("Study subjects", Role::Other),
            ("Study ID", Role::Other),
            ("Full text", Role::Other),
            ("Document description", Role::Other),
            ("citation_title", Role::Title),
            ("citation_journal_name", Role::Journal),
            ("Title of the paper", Role::Title),
            ("Langue du document", Role::Language),
            ("Date de publication", Role::Date),
            ("Creator/Author", Role::AuthorList),
            ("Keywords (English)", Role::KeywordList),
            ("Abstract in Spanish", Role::Abstract),
            ("Publication type", Role::Type),
            ("Removed_Title", Role::Other),
            ("Verfasser", Role::AuthorList),
            ("期刊", Role::Journal),
            ("authFullName_s", Role::AuthorList),
            ("publicationDateY_i", Role::Year),
            ("journalTitle_s", Role::Journal),
            ("doiId_s", Role::Doi),
            ("label_s", Role::Other),
        ] {
            assert_eq!(guess_loosely(header).0, role, "{header}");
        }
        assert_eq!(guess_loosely("dc.description.abstract[es_ES]"), (Role::Abstract, 0, Some(Lang::SPA)));
        assert_eq!(guess_loosely("ab_pt").2, Some(Lang::POR));
        check(&["Paper title", "Name of journal", "Journal"], &[Role::Title, Role::Other, Role::Journal]);
    }

    #[test]
    fn names_as_people_write_them_are_known() {
        for (header, role) in [
            ("Nombre del Artículo", Role::Title),
            ("Name of the article", Role::Title),
            ("Nom de l'article", Role::Title),
            ("Book/Article Title", Role::Title),
            ("Abstract summary", Role::Abstract),
            ("DOI or URL", Role::Doi),
            ("PubMed ID (PMID)", Role::Pmid),
            ("Link to article", Role::Url),
            ("Lead author", Role::AuthorList),
            ("published_date", Role::Date),
            ("Yr", Role::Year),
            ("pp", Role::Pages),
            ("Pages (from-to)", Role::Pages),
            ("spage", Role::StartPage),
            ("UPAGES", Role::EndPage),
            ("Schlüsselwörter", Role::KeywordList),
            ("Heftnummer", Role::Issue),
            ("Venue/Journal", Role::Journal),
            ("journal-iso", Role::JournalAbbrev),
            ("TI - Title", Role::Title),
            ("DE - Descriptors", Role::SubjectList),
            ("AB - Something", Role::Abstract),
            ("No - Something", Role::Other),
            ("Paper", Role::Other),
            ("Study", Role::Other),
        ] {
            assert_eq!(guess_loosely(header).0, role, "{header}");
        }
        check(&["abstract_clean", "abstract"], &[Role::Other, Role::Abstract]);
        check(&["authors_raw", "authors_clean"], &[Role::AuthorList, Role::Other]);
        check(&["Brief Title", "Official Title"], &[Role::Title, Role::Other]);
    }

    #[test]
    fn every_name_reads_back_to_its_role() {
        for role in [Role::Title, Role::Abstract, Role::Year, Role::Doi, Role::Id, Role::Note, Role::Label] {
            assert_eq!(name(role).map(|name| guess(name).0), Some(role));
        }
    }
}
