//! Cells that hold two things: the name of a column and a cell in, the fields that the cell stands for out.
//!
//! People keep lists by hand in which authors and year share a cell ("Ruiz A, Brandt O (2018)"), or title and abstract.
//! What a cell says is read only where the row has no column of its own for it.

use std::borrow::Cow;

use super::columns::{self, Column};
use crate::corpus::record::Role;
use crate::corpus::values::{find_year, is_nobody};

/// What a column may hold together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Authors, with a year by the name of the column.
    Dated,
    /// Authors, with a year in brackets at most.
    People,
    /// How a text names a work ("Roe 2018"), or something else.
    Study,
    /// A title and an abstract.
    TitleAbstract,
    /// Both beside a study, which would be the title if this had none: the first sentence is.
    TitleText,
}

/// What the cells of each column may hold.
pub(super) fn kinds(names: &[String], columns: &[Column]) -> Vec<Option<Kind>> {
    let mut kinds: Vec<_> = names.iter().zip(columns).map(|(name, column)| kind(name, column.role)).collect();
    let is_beside = |(kind, column): (&Option<Kind>, &Column)| *kind == Some(Kind::Study) && column.role == Role::Title;
    if kinds.iter().zip(columns).any(is_beside) {
        kinds
            .iter_mut()
            .flatten()
            .filter(|kind| **kind == Kind::TitleAbstract)
            .for_each(|kind| *kind = Kind::TitleText);
    }
    kinds
}

/// What the cells under a name may hold.
fn kind(header: &str, role: Role) -> Option<Kind> {
    let key = columns::key(header);
    match key.as_str() {
        _ if is_dated(header) => Some(Kind::Dated),
        _ if role == Role::AuthorList => Some(Kind::People),
        _ if role == Role::Other && is_with_year(header, &["study", "reference", "citation"]) => Some(Kind::Study),
        "study" | "studies" | "studyid" | "reference" | "references" | "citation" | "paper" | "article" | "estudio"
        | "estudo" | "referencia" | "etude" | "studie" | "studio" => Some(Kind::Study),
        _ if role == Role::Abstract && is_title_and_abstract(&key) => Some(Kind::TitleAbstract),
        _ => None,
    }
}

/// Whether a name, as letters and digits, is of titles and abstracts in one cell.
pub(super) fn is_title_and_abstract(key: &str) -> bool {
    matches!(
        key,
        "titleabstract"
            | "titleandabstract"
            | "titleabs"
            | "titlesabstracts"
            | "titlesandabstracts"
            | "tituloresumen"
            | "tituloyresumen"
            | "tituloresumo"
            | "tituloeresumo"
            | "titelabstract"
            | "titelundabstract"
            | "titreresume"
            | "titreetresume"
    )
}

/// Whether a name says that its cells have authors and a year: "Authors, Year", "Author (year)", "Autor/año".
pub(super) fn is_dated(header: &str) -> bool {
    const PEOPLE: [&str; 10] =
        ["author", "authors", "autor", "autores", "autora", "auteur", "auteurs", "autoren", "autore", "autori"];
    is_with_year(header, &PEOPLE)
        || matches!(columns::key(header).as_str(), "authoryear" | "authorsyear" | "authordate")
}

/// Whether a name has one of these words, one of a year, and no others that mean something.
fn is_with_year(header: &str, known: &[&str]) -> bool {
    const YEARS: [&str; 9] = ["year", "years", "date", "ano", "anio", "jahr", "annee", "anno", "yr"];
    const BETWEEN: [&str; 25] = [
        "of",
        "publication",
        "published",
        "pub",
        "and",
        "y",
        "e",
        "et",
        "und",
        "first",
        "lead",
        "main",
        "name",
        "names",
        "the",
        "s",
        "es",
        "de",
        "publicacion",
        "id",
        "principal",
        "al",
        "study",
        "country",
        "reference",
    ];
    let words = || header.split(|c: char| !c.is_alphanumeric()).map(columns::key).filter(|word| !word.is_empty());
    let has = |known: &[&str]| words().any(|word| known.contains(&word.as_str()));
    let is_known = |word: String| [known, &YEARS, &BETWEEN].iter().any(|known| known.contains(&word.as_str()));
    has(known) && has(&YEARS) && words().all(is_known)
}

/// The fields that a cell stands for, where it holds more than its column is for; `has` tells whether other cells of the
/// row have one of some roles. The cell itself is not among them.
pub(super) fn fields(kind: Kind, cell: &str, has: &dyn Fn(&[Role]) -> bool) -> Vec<(Role, String)> {
    if matches!(kind, Kind::TitleAbstract | Kind::TitleText) {
        let fields = if has(&[Role::Title]) { Vec::new() } else { title_and_abstract(cell) };
        let is_open = fields.is_empty() && kind == Kind::TitleText && !has(&[Role::Title]);
        return if is_open { first_sentence(cell) } else { fields };
    }
    let Some((people, year, is_in_brackets)) = dated(cell) else { return Vec::new() };
    let has_year = has(&[Role::Year, Role::Date]);
    let people = match kind {
        Kind::People if has_year && !is_in_brackets => return Vec::new(),
        Kind::Study if !is_named(people) => return Vec::new(),
        Kind::Study => names(people).join("; "),
        _ => listed(people).into_owned(),
    };
    let mut fields = Vec::new();
    if !is_nobody(&people) && (kind != Kind::Study || !has(&[Role::Author, Role::AuthorList])) {
        fields.push((Role::AuthorList, people));
    }
    if !has_year {
        fields.push((Role::Year, year.to_string()));
    }
    fields
}

/// What stands before a year at the end of a cell, the year, and whether it is in brackets: "Roe et al., 2018a [12]".
fn dated(cell: &str) -> Option<(&str, &str, bool)> {
    let cell = cell.trim().trim_end_matches('.');
    let cell = without_place(without_number(cell).trim_end());
    let inner = cell.strip_suffix([')', ']']);
    let dated = inner.unwrap_or(cell).trim_end();
    let bare = dated.strip_suffix(|c: char| c.is_ascii_lowercase()).unwrap_or(dated);
    let (people, year) = bare.split_at_checked(bare.len().checked_sub(4)?)?;
    let is_year = year.bytes().all(|byte| byte.is_ascii_digit()) && find_year(year).is_some();
    let is_parted = people.ends_with([' ', ',', ';', '(', '[', '\n', '\u{A0}', '/']);
    let is_in_brackets = inner.is_some() && people.ends_with(['(', '[']);
    let people = people.trim_end_matches(|c: char| c.is_whitespace() || ",;:(/[-–".contains(c)).trim_start();
    let has_names = people.chars().any(char::is_alphabetic) && !people.contains(|c: char| c.is_ascii_digit());
    (is_year && is_parted && has_names).then_some((people, year, is_in_brackets))
}

/// A cell without the number that a work has in a list: "Roe (2018) [12]".
fn without_number(cell: &str) -> &str {
    let Some((before, number)) = cell.strip_suffix(']').and_then(|inner| inner.rsplit_once('[')) else { return cell };
    let is_number = (1..=3).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { before } else { cell }
}

/// A cell without the country behind its year: "Roe (2018), Peru".
fn without_place(cell: &str) -> &str {
    const LONGEST: usize = 40;
    let Some((dated, place)) = cell.split_once(')').filter(|(_, rest)| rest.starts_with([',', ';', ':', '\n'])) else {
        return cell;
    };
    let is_place = place.len() <= LONGEST && place.chars().all(|c| c.is_alphabetic() || " ,;:.-\n".contains(c));
    let is_one = place.matches([',', ';', ':']).count() <= 1;
    if is_place && is_one { &cell[..=dated.len()] } else { cell }
}

/// A list of authors in the form that it has everywhere else; where it goes on, that is left out.
fn listed(people: &str) -> Cow<'_, str> {
    let bare = without_others(people);
    let is_short = bare.contains(" & ") || bare.contains(" and ");
    // "Roe & Poe": of family names alone nothing else tells where one ends.
    if is_short && is_named(bare) { Cow::Owned(names(bare).join("; ")) } else { Cow::Borrowed(bare) }
}

/// Names without the words that there are more.
fn without_others(people: &str) -> &str {
    const OTHERS: [&str; 6] = [" et al", " and others", " and colleagues", " y cols", " y col", " e cols"];
    let bare = people.trim_end_matches(['.', ',', ' ']);
    let end = OTHERS.iter().find_map(|words| bare.strip_suffix(words));
    end.map_or(people, |names| names.trim_end_matches([',', ';', ' ']))
}

/// The names in what a text calls a work by: "Roe", "Roe & Poe", "Roe, Poe and Soto", "Roe A, Poe B".
fn names(people: &str) -> Vec<String> {
    let bare = without_others(people);
    let parts: Vec<&str> = [" & ", " and ", " und ", " et "]
        .iter()
        .find_map(|word| bare.rsplit_once(word))
        .map_or_else(|| vec![bare], |(before, last)| vec![before.trim_end_matches(','), last]);
    let is_one_word = |name: &&str| !name.trim().is_empty() && !name.trim().contains(' ');
    let of_part = |part: &&str| -> Vec<String> {
        let inner: Vec<&str> = part.split(", ").collect();
        // "Roe, A" is one.
        let are_families =
            inner.iter().all(is_one_word) && inner.iter().all(|name| name.trim_end_matches('.').len() > 2);
        if are_families { inner.iter().map(|name| name.trim().to_string()).collect() } else { vec![part.to_string()] }
    };
    parts.iter().flat_map(of_part).map(|name| name.trim().to_string()).collect()
}

/// Whether a text is nothing but family names, perhaps with initials: "van der Roe A, Poe-Soto et al.".
fn is_named(people: &str) -> bool {
    const SMALL: [&str; 19] = [
        "al", "and", "da", "das", "de", "del", "den", "der", "di", "do", "dos", "du", "et", "la", "le", "ten", "und",
        "van", "von",
    ];
    let bare = without_others(people);
    let is_capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let is_initials = |word: &str| word.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-'));
    let is_family = |word: &str| is_capital(word) && word.chars().any(char::is_lowercase);
    let is_sign = |c: char| c.is_alphabetic() || "-'’.&".contains(c);
    let words = || bare.split([' ', ',', ';', '\u{A0}']).filter(|word| !word.is_empty());
    let fits = |word: &str| {
        let is_short = word.chars().count() <= 5;
        word == "&" || SMALL.contains(&word) || is_family(word) || is_short && is_initials(word)
    };
    // Of many words without a comma, a title is made.
    let longest = bare.split([',', ';', '&']).map(|part| part.split_whitespace().count()).max().unwrap_or(0);
    words().any(is_family)
        && longest <= 5
        && words().all(|word| fits(word) && word.chars().all(is_sign))
        && bare.chars().count() <= 300
}

/// A title and the abstract behind it: by its heading, or by the end of a line. A short text without a full stop inside
/// is a title alone.
fn title_and_abstract(cell: &str) -> Vec<(Role, String)> {
    const LONGEST: usize = 400;
    let cell = cell.trim();
    let cell = ["Title:", "TITLE:", "Título:"].iter().find_map(|word| cell.strip_prefix(word)).unwrap_or(cell).trim();
    let parted = HEADINGS.iter().find_map(|word| cell.split_once(word)).or_else(|| cell.split_once('\n'));
    if let Some((title, text)) = parted.map(|(title, text)| (title.trim(), text.trim())) {
        let text = HEADINGS.iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text).trim();
        let is_title = !title.is_empty() && title.len() <= LONGEST && !text.is_empty();
        let both = [(Role::Title, title.to_string()), (Role::Abstract, text.to_string())];
        return if is_title { both.into() } else { Vec::new() };
    }
    let n_words = cell.split_whitespace().count();
    let is_one = !cell.trim_end_matches('.').contains(". ") && cell.len() <= LONGEST / 2;
    if (4..=40).contains(&n_words) && is_one { vec![(Role::Title, cell.to_string())] } else { Vec::new() }
}

/// The first sentence as the title, where more stand behind it.
fn first_sentence(cell: &str) -> Vec<(Role, String)> {
    const LONGEST: usize = 250;
    let end = [". ", "? ", "! "].iter().filter_map(|end| cell.find(end)).min();
    let Some((title, text)) = end.and_then(|end| cell.split_at_checked(end + 1)) else { return Vec::new() };
    let is_title = (3..=40).contains(&title.split_whitespace().count()) && title.len() <= LONGEST;
    let title = title.trim().trim_end_matches('.').to_string();
    let both = [(Role::Title, title), (Role::Abstract, text.trim().to_string())];
    if is_title { both.into() } else { Vec::new() }
}

/// What stands before an abstract.
const HEADINGS: [&str; 8] =
    ["Abstract:", "ABSTRACT:", "Abstract.", "ABSTRACT\n", "Abstract\n", "Resumen:", "RESUMEN:", "Resumo:"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Format;
    use crate::corpus::record::Record;
    use crate::corpus::sink::Sink;

    #[test]
    fn a_year_behind_people_is_found() {
        for (cell, people, year) in [
            ("Ruiz A, Brandt O (2018)", "Ruiz A, Brandt O", "2018"),
            ("Ruiz, A., & Brandt, O. (2018).", "Ruiz, A., & Brandt, O.", "2018"),
            ("Ruiz et al., 2018a [12]", "Ruiz et al.", "2018"),
            ("van der Roe 2001", "van der Roe", "2001"),
            ("Ruiz; 1999", "Ruiz", "1999"),
            ("Ruiz et al. (2018), New Zealand", "Ruiz et al.", "2018"),
        ] {
            assert_eq!(dated(cell).map(|(people, year, _)| (people, year)), Some((people, year)), "{cell}");
        }
        for cell in ["2018", "Ruiz A", "Ruiz 12", "Sleep in 2018 and 2019", "Ruiz 20180", ""] {
            assert_eq!(dated(cell), None, "{cell}");
        }
    }

    #[test]
    fn what_names_a_work_is_told_from_a_title() {
        for (cell, wanted) in [
            ("Ruiz", &["Ruiz"][..]),
            ("Ruiz et al.", &["Ruiz"]),
            ("Ruiz & Brandt", &["Ruiz", "Brandt"]),
            ("Ruiz, Brandt and Soto", &["Ruiz", "Brandt", "Soto"]),
            ("de la Vega-Paz", &["de la Vega-Paz"]),
            ("O’Roe, A", &["O’Roe, A"]),
        ] {
            assert!(is_named(cell), "{cell}");
            assert_eq!(names(cell), wanted);
        }
        for cell in
            ["Rest and sleep of nurses", "SPRINTER", "A trial of rest", "Nurses’ Health Study of All Women Ever"]
        {
            assert!(!is_named(cell), "{cell}");
        }
    }

    #[test]
    fn names_of_columns() {
        for name in
            ["Authors, Year", "Author (year)", "Author/Year", "First author and year", "Autor(es)/Año", "author_year"]
        {
            assert_eq!(kind(name, Role::Other), Some(Kind::Dated), "{name}");
        }
        assert_eq!(kind("Study (year)", Role::Other), Some(Kind::Study));
        assert_eq!(kind("Study", Role::Title), Some(Kind::Study));
        assert_eq!(kind("Title & Abstract", Role::Abstract), Some(Kind::TitleAbstract));
        assert_eq!([kind("Year", Role::Year), kind("Author affiliation", Role::Other)], [None, None]);
    }

    #[test]
    fn a_title_before_its_abstract() {
        let both = |title: &str, text: &str| vec![(Role::Title, title.into()), (Role::Abstract, text.into())];
        assert_eq!(title_and_abstract("Rest of nurses\n\nWe asked."), both("Rest of nurses", "We asked."));
        assert_eq!(title_and_abstract("Rest of nurses. Abstract: We asked."), both("Rest of nurses.", "We asked."));
        assert_eq!(title_and_abstract("Rest of all nurses"), [(Role::Title, "Rest of all nurses".into())]);
        assert!(title_and_abstract("Rest of nurses. We asked.").is_empty() && title_and_abstract("yes").is_empty());
    }

    fn read(text: &str) -> Vec<Record> {
        let mut sink = Sink::default();
        crate::corpus::table::parse(&mut text.as_bytes(), &mut sink).unwrap();
        sink.records
    }

    #[test]
    fn a_row_has_people_and_year_of_one_cell() {
        let records = read(
            "\"Authors, Year\",Title,Abstract\n\"Ruiz A, Brandt O (2018)\",Rest,We asked.\n\
            \"Soto et al., 2019\",Calm,We asked again.\n\"Ruiz & Brandt, 2020\",Sleep,We slept.\n",
        );
        let found: Vec<_> = records.iter().map(|one| (one.authors(), one.year())).collect();
        let wanted = [
            (vec!["Ruiz A", "Brandt O"], Some(2018)),
            (vec!["Soto"], Some(2019)),
            (vec!["Ruiz", "Brandt"], Some(2020)),
        ];
        assert_eq!(found, wanted);
        // A source without a year is no date.
        assert_eq!(read("Author/Year,Title,Source\nRuiz (2018),Rest,J Imag\n")[0].year(), Some(2018));
        let records = read("Author,Title,Year\nRuiz A (2018),Rest,2018\nBurden Group 2019,Load,2020\n");
        assert_eq!([records[0].authors(), records[1].authors()], [["Ruiz A"], ["Burden Group 2019"]]);
        assert_eq!((records[0].year(), records[1].year()), (Some(2018), Some(2020)));
    }

    #[test]
    fn a_study_is_no_title_beside_one() {
        let records = read(
            "Study,Title/Abstract,Country\nRuiz 2018,\"Rest of nurses\nWe asked. They rest.\",Spain\n\
            Soto and Poe 2019,Calm of doctors at night,Peru\nSPRINTER,Sleep of all at work,Peru\n",
        );
        let titles: Vec<&str> = records.iter().map(Record::title).collect();
        assert_eq!(titles, ["Rest of nurses", "Calm of doctors at night", "Sleep of all at work"]);
        assert_eq!((records[1].authors(), records[1].year()), (vec!["Soto", "Poe"], Some(2019)));
        let joined = read("Study,Title/Abstract,Year\nRuiz 2018,Rest of nurses. We asked. They rest.,2018\n");
        assert_eq!((joined[0].title(), joined[0].authors()), ("Rest of nurses", vec!["Ruiz"]));
        assert_eq!(joined[0].abstracts().next().map(|(_, text)| text), Some("We asked. They rest."));
        let only = read("Study,Abstract\nRuiz 2018,We asked. They rest.\n");
        assert_eq!((only[0].title(), only[0].authors(), only[0].year()), ("Ruiz 2018", vec!["Ruiz"], Some(2018)));
        let mut out = Vec::new();
        crate::corpus::table::write(records.iter().map(|r| (r, Format::Csv)), &mut out).unwrap();
        let again = read(std::str::from_utf8(&out).unwrap());
        assert_eq!(again.iter().map(Record::title).collect::<Vec<_>>(), titles);
    }
}
