//! Values: the text of one field in, what is meant by it out: names in a list, headings, a year.
//!
//! Takes what exports really write; knows nothing of records.

#[cfg(test)]
mod tests;

/// Whether a text stands where a database has no abstract: words that say so, or only the rights.
pub(super) fn is_placeholder(text: &str) -> bool {
    const WORDS: [&str; 13] = [
        "no abstract available",
        "no abstract",
        "abstract not available",
        "no hay resumen disponible",
        "resumen no disponible",
        "resumo não disponível",
        "abstract available from the publisher",
        "publisher: abstract available from the publisher",
        "not available",
        "none",
        "n/a",
        "na",
        "null",
    ];
    if text.len() > 60 {
        return is_rights(text);
    }
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    bare.is_empty() || WORDS.contains(&bare.as_str()) || is_rights(text)
}

/// Whether a text is a line on rights and no more: "(C) 2019 by the Society", "© 2020 Nobody Ltd. All rights reserved."
fn is_rights(text: &str) -> bool {
    const LONGEST: usize = 120;
    if text.len() > LONGEST {
        return false;
    }
    let text = text.trim().to_lowercase();
    let rest = text.trim_start_matches("copyright").trim_start().trim_start_matches("(c)").trim_start_matches('©');
    let rest = rest.trim_start();
    let is_year = rest.get(..4).is_some_and(|year| year.bytes().all(|b| b.is_ascii_digit()));
    let owner = rest.trim_end_matches('.').trim_end_matches("all rights reserved").trim_end();
    // A sentence behind it would be a text.
    rest.len() < text.len() && is_year && !owner.trim_end_matches('.').contains(". ")
}

/// Whether a name stands where a database knows none, or no more ("...").
pub(super) fn is_nobody(name: &str) -> bool {
    // The last is how BibTeX ends a list that goes on.
    const NAMES: [&str; 6] = ["no authors listed", "no author name available", "anonymous", "anon", "et al", "others"];
    let bare = name.trim_matches(|c: char| !c.is_alphanumeric());
    bare.is_empty() || NAMES.iter().any(|known| bare.eq_ignore_ascii_case(known))
}

/// A name without what stands behind it, its address or that there are more: "Ruiz, Ana (ana@x.example)", "A Ruiz…".
pub(super) fn bare_name(name: &str) -> &str {
    let name = name.trim().trim_end_matches('…').trim_end();
    let name = [" et al.", " et al", "..."].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name).trim_end();
    match name.strip_suffix(')').and_then(|inner| inner.rsplit_once('(')) {
        Some((before, address)) if address.contains('@') && !address.contains(' ') => before.trim_end(),
        _ => name,
    }
}

/// Signs that part a list in one field; the last two are Chinese.
pub(super) const SEPARATORS: [char; 4] = [';', '\n', '；', '，'];

/// Whether the text of one author surely names several: parted by semicolons, three full names and more by commas
/// ("Ana Ruiz, Otto Brandt, Bea Soto"), two and more with initials ("Ruiz, A., Brandt, O."), or in Chinese. "Smith, J,
/// Jr" and "van der Berg, Jan Peter" are one.
pub(super) fn is_author_list(text: &str) -> bool {
    let inner = text.trim_end_matches([';', '；', ' ']);
    if inner.contains(['；', '，']) {
        return true;
    }
    if inner.contains(';') {
        // Not the end of an entity ("M&uuml; ").
        return !text.contains('&');
    }
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    let are_full = || parts.len() >= 3 && !text.contains(" and ") && parts.iter().all(|part| is_full_name(part));
    are_full() || initialed(text).is_some() || are_chinese(&parts, text)
}

/// The names in a list in which family names and initials take turns: "Ruiz, A.B., Brandt, O., & Soto, C., Jr." or
/// "Ruiz, AB, Brandt, O"; none where commas part something else, or where there is but one name.
pub(super) fn initialed(text: &str) -> Option<Vec<&str>> {
    let mut names = Vec::new();
    let mut left = text.trim();
    // Whoever cuts a list off says so behind it, or before the last name.
    while !is_nobody(left) {
        let (family, rest) = left.split_once(',')?;
        let (initials, mut rest) = until_next(rest);
        let is_name = !family.contains('.') && (initials.ends_with('.') || !are_initials(family));
        if !is_name || !are_initials(initials) {
            return None;
        }
        let (suffix, behind) = until_next(rest.trim_start_matches([',', ' ']));
        if SUFFIXES.contains(&suffix.trim_end_matches('.')) {
            rest = behind;
        }
        names.push(left[..left.len() - rest.len()].trim());
        left = rest.trim_start_matches([',', ' ', '.', '…']);
        left = CONJUNCTIONS.iter().find_map(|word| left.strip_prefix(word.trim_start())).unwrap_or(left).trim_start();
    }
    (names.len() >= 2).then_some(names)
}

/// What stands behind a name of a son.
pub(super) const SUFFIXES: [&str; 6] = ["Jr", "Sr", "II", "III", "IV", "Filho"];
/// What stands before the last name of a list.
const CONJUNCTIONS: [&str; 2] = [" & ", " and "];

/// A text up to the next comma or conjunction, and the rest from there on.
fn until_next(text: &str) -> (&str, &str) {
    let ends = CONJUNCTIONS.iter().filter_map(|word| text.find(word)).chain(text.find(','));
    let (part, rest) = text.split_at(ends.min().unwrap_or(text.len()));
    (part.trim(), rest)
}

/// Whether a part of a name is nothing but initials: "A. B.", "AB", "J-P".
fn are_initials(part: &str) -> bool {
    let letters = part.chars().filter(|c| c.is_alphabetic()).count();
    let is_sign = |c: char| c.is_uppercase() || matches!(c, '.' | '-' | '‐');
    let has_form = part.ends_with('.') || !part.contains(' ');
    (1..=4).contains(&letters) && has_form && part.chars().all(|c| is_sign(c) || c == ' ')
}

/// Whether all parts are names in Chinese characters; a blank behind a comma may part family and given name.
fn are_chinese(parts: &[&str], text: &str) -> bool {
    let is_name = |part: &&str| (2..=4).contains(&part.chars().count()) && part.chars().all(is_han);
    parts.len() >= 2 && (parts.len() >= 3 || !text.contains(", ")) && parts.iter().all(is_name)
}

/// Whether a sign is a Chinese character.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}')
}

/// Whether a name of a database is PubMed's, whose accession numbers are PMIDs.
pub(super) fn is_pubmed(name: &str) -> bool {
    // EBSCO's MEDLINE has names and codes of its own.
    const NAMES: [&str; 6] = ["nlm", "pubmed", "medline", "mdc", "cmedm", "mnh"];
    let is_whole = NAMES.iter().any(|known| name.eq_ignore_ascii_case(known));
    is_whole
        || ["Ovid MEDLINE", "MEDLINE Complete", "MEDLINE with Full Text"].iter().any(|known| name.starts_with(known))
}

/// Whether a number is a PMID as it stands.
pub(super) fn is_pmid(value: &str) -> bool {
    (6..=8).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a value is the number of a trial in a registry, as CENTRAL has it where others have an author.
pub(super) fn is_trial(value: &str) -> bool {
    const REGISTRIES: [&str; 12] =
        ["NCT", "ChiCTR", "EUCTR", "ISRCTN", "ACTRN", "CTRI", "IRCT", "JPRN", "DRKS", "NTR", "KCT", "PACTR"];
    let value = value.trim_end_matches(',');
    let number = REGISTRIES.iter().find_map(|name| value.strip_prefix(name));
    let is_sign = |b: u8| b.is_ascii_digit() || b.is_ascii_uppercase() || matches!(b, b'-' | b'/');
    number.is_some_and(|n| n.bytes().filter(u8::is_ascii_digit).count() >= 4 && n.bytes().all(is_sign))
}

/// Whether a value is a link and nothing else.
pub(super) fn is_link(value: &str) -> bool {
    value.starts_with("http") && value.contains("://") && !value.contains(' ')
}

/// Whether a text is a name of two words and more, of a person as far as words tell.
pub(super) fn is_full_name(text: &str) -> bool {
    const PARTICLES: [&str; 16] =
        ["al", "bin", "da", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "la", "ten", "van", "von"];
    const BODIES: [&str; 61] = [
        "Agency",
        "Association",
        "Board",
        "Bureau",
        "Center",
        "Centre",
        "College",
        "Committee",
        "Council",
        "Department",
        "Division",
        "Foundation",
        "Group",
        "Hospital",
        "Institute",
        "Ministry",
        "Office",
        "Organization",
        "Society",
        "University",
        "Asociación",
        "Associação",
        "Centro",
        "Collaboration",
        "Comissão",
        "Comité",
        "Consejo",
        "Conselho",
        "Consortium",
        "Cross",
        "Departamento",
        "Dirección",
        "Direção",
        "Facultad",
        "Faculdade",
        "Federación",
        "Fundação",
        "Fundación",
        "Grupo",
        "Health",
        "Institut",
        "Instituto",
        "Investigators",
        "Ministère",
        "Ministerio",
        "Ministério",
        "Nations",
        "Network",
        "Organização",
        "Organización",
        "Salud",
        "Santé",
        "Saúde",
        "Secretaria",
        "Secretaría",
        "Sociedad",
        "Sociedade",
        "Société",
        "Team",
        "Universidad",
        "Universidade",
    ];
    let mut words = text.split_whitespace();
    let n_names = text.split_whitespace().filter(|word| word.starts_with(char::is_uppercase)).count();
    let fits =
        |word: &str| word.starts_with(char::is_uppercase) && !BODIES.contains(&word) || PARTICLES.contains(&word);
    (2..=4).contains(&n_names) && words.all(fits) && !text.contains(|c: char| c.is_ascii_digit() || c == '(')
}

/// The PMID in a link of PubMed, of which several may stand in a text.
pub(super) fn linked_pmid(text: &str) -> Option<&str> {
    let links = text.split([' ', ';', '\n', '\t']).filter(|part| PUBMED.iter().any(|link| part.contains(link)));
    links.filter(|link| link.starts_with("http")).find_map(find_pmid)
}

/// How PubMed's links name a record.
const PUBMED: [&str; 2] = ["pubmed.ncbi.nlm.nih.gov/", "ncbi.nlm.nih.gov/pubmed/"];

/// The PMID in a value: `33567123`, `33567123.0`, `PMID: 33567123`, `PUBMED 33567123,EMBASE …`, `MEDLINE:33567123`,
/// `33567123 (http://…)`, or a link of PubMed.
pub(super) fn find_pmid(text: &str) -> Option<&str> {
    let text = text.trim();
    let link = PUBMED.iter().filter(|_| text.starts_with("http")).find_map(|link| text.split_once(link));
    let text = link.map_or(text, |(_, rest)| rest.trim_start_matches("?term="));
    let (word, rest) = text.split_at(text.bytes().take_while(u8::is_ascii_alphabetic).count());
    let is_name = ["pubmed", "medline", "pmid", "mdl"].iter().any(|name| word.eq_ignore_ascii_case(name));
    let head = if is_name { rest } else { text };
    let head = head.trim_start_matches([' ', ':', '-']);
    let digits = head.bytes().take_while(u8::is_ascii_digit).count();
    // A spreadsheet that took it for a number leaves ".0" behind it, a link a slash.
    let rest = head[digits..].strip_prefix(".0").unwrap_or(&head[digits..]);
    let ends = rest.chars().next().is_none_or(|c| matches!(c, ' ' | '\n' | ',' | ';' | '(' | '[' | '/' | '?' | '#'));
    ((1..=9).contains(&digits) && ends).then(|| &head[..digits])
}

/// What stands behind a name on a line of a note of its own; behind a blank, too, where a program for BibTeX put all on
/// one line ("Citation Key: roe2019 DOI: 10.5555/a tex.publisher: …").
pub(super) fn noted<'n>(note: &'n str, name: &'static str) -> impl Iterator<Item = &'n str> {
    let is_of_bibtex = note.starts_with("Citation Key:") || note.contains("tex.");
    note.lines().filter_map(move |line| {
        let line = line.trim();
        let inside = || line.match_indices(name).find(|(at, _)| line[..*at].ends_with(' '));
        let behind = || inside().map(|(at, _)| &line[at + name.len()..]).filter(|_| is_of_bibtex);
        line.strip_prefix(name).or_else(behind)
    })
}

/// Whether a text is an ISSN with its hyphen: `1234-567X`.
pub(super) fn is_issn(text: &str) -> bool {
    let is_sign = |(at, byte): (usize, u8)| match at {
        4 => byte == b'-',
        8 => byte.is_ascii_digit() || byte.eq_ignore_ascii_case(&b'x'),
        _ => byte.is_ascii_digit(),
    };
    text.len() == "1234-567X".len() && text.bytes().enumerate().all(is_sign)
}

/// The parts of a list: between semicolons or line ends, else bars, else commas. Beside as many semicolons and more, the
/// end of a line is a blank.
pub(super) fn split_list(text: &str) -> Vec<&str> {
    let parts = |separators: &[char]| text.split(|c| separators.contains(&c)).map(str::trim).collect();
    let n_ends = text.matches('\n').count();
    if n_ends > 0 && text.matches(';').count() >= n_ends {
        parts(&SEPARATORS.map(|sign| if sign == '\n' { ';' } else { sign }))
    } else if text.contains(SEPARATORS) {
        parts(&SEPARATORS)
    } else if text.contains('|') {
        parts(&['|'])
    } else {
        parts(&[','])
    }
}

/// The headings of a list, split like any list; a few commas alone part none, since headings hold them ("Diabetes
/// Mellitus, Type 2").
pub(super) fn split_headings(text: &str) -> Vec<&str> {
    if text.contains(SEPARATORS) || text.contains('|') {
        return split_list(text);
    }
    if text.contains(" , ") {
        return text.split(" , ").map(str::trim).collect();
    }
    let parts = split_list(text);
    if parts.len() > 3 { parts } else { vec![text.trim()] }
}

/// The names in a list of authors; see [`super::Record::authors`].
pub(super) fn split_authors(text: &str) -> Vec<&str> {
    let mut names = parted(text);
    if let Some((last, others)) = names.split_last_mut()
        && !others.is_empty()
        && others.iter().all(|name| has_bare_initials(name))
        && let Some(bare) = last.strip_suffix('.')
        && has_bare_initials(bare)
    {
        *last = bare;
    }
    names
}

/// Whether a name ends in initials without stops: "Ruiz AB", "Ruiz, A".
fn has_bare_initials(name: &str) -> bool {
    let is_word = |word: &str| (1..=3).contains(&word.chars().count()) && word.chars().all(char::is_uppercase);
    !name.contains('.') && name.rsplit_once(' ').is_some_and(|(_, last)| is_word(last))
}

/// The names of a list with all that stands in it.
fn parted(text: &str) -> Vec<&str> {
    if let Some(names) = on_lines(text) {
        return names;
    }
    if text.contains(SEPARATORS) {
        // PubMed sets a group behind a list: "Ruiz A, Brandt O, Soto BC; The Group".
        let parts = text.split(SEPARATORS).map(str::trim);
        return parts.flat_map(|part| if is_author_list(part) { split_authors(part) } else { vec![part] }).collect();
    }
    if text.contains('|') {
        return text.split('|').map(str::trim).collect();
    }
    if let Some(names) = initialed(text) {
        return names;
    }
    if let Some(names) = written_out(text) {
        return names;
    }
    if let Some(names) = with_conjunction(text) {
        return names;
    }
    if text.contains(" and ") {
        return text.split(" and ").flat_map(|part| split_at_commas(part.trim().trim_end_matches(','))).collect();
    }
    split_at_commas(text)
}

/// The names of a list that was folded into lines as BibTeX folds it: "Ruiz, A and\nBrandt, O"; none where the end of a
/// line parts names itself.
fn on_lines(text: &str) -> Option<Vec<&str>> {
    if !text.contains('\n') || text.contains([';', '；', '，']) {
        return None;
    }
    let mut names = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices("and") {
        let is_blank = |c: Option<char>| c.is_some_and(char::is_whitespace);
        if is_blank(text[..at].chars().next_back()) && is_blank(text[at + 3..].chars().next()) {
            names.push(text[start..at].trim());
            start = at + 3;
        }
    }
    names.push(text[start..].trim());
    (names.len() > 1 && !names.iter().any(|name| name.contains('\n'))).then_some(names)
}

/// The names of a list whose last two have a word or a sign between them: "Ruiz A, Gómez B. y Soto C."; all others are
/// names, too, since "Ortega y Gasset" is one.
fn with_conjunction(text: &str) -> Option<Vec<&str>> {
    let (before, last) = [" y ", " e ", " & "].iter().find_map(|word| text.rsplit_once(word))?;
    let names: Vec<&str> = before.trim_end_matches(',').split(',').chain([last]).map(str::trim).collect();
    let ends_in_initials = |name: &&str| {
        name.rsplit_once(' ').is_some_and(|(family, last)| are_initials(last) && !family.split(' ').any(are_initials))
    };
    let are_full = || names.len() > 2 && names.iter().all(|name| is_full_name(name));
    (names.iter().all(ends_in_initials) || are_full()).then_some(names)
}

/// The names of a list as a sentence has it, given names first: "Ana Ruiz, Otto Brandt and Bea Soto".
fn written_out(text: &str) -> Option<Vec<&str>> {
    let (before, last) = text.split_once(" and ")?;
    let names: Vec<&str> = before.trim_end_matches(',').split(',').chain([last]).map(str::trim).collect();
    (names.len() > 2 && names.iter().all(|name| is_full_name(name))).then_some(names)
}

/// The names between commas where every part is a whole name: of two parts both with initials ("Smith J, Doe A"), since
/// "García Márquez, Gabriel José" is one.
fn split_at_commas(text: &str) -> Vec<&str> {
    if let Some(names) = initialed(text) {
        return names;
    }
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    if are_chinese(&parts, text) {
        return parts;
    }
    let mut names = parts.iter().filter(|part| !is_nobody(part));
    let n_names = names.clone().count();
    let is_whole = |name: &&str| {
        let mut words = name.split_whitespace();
        let n_initials = words.clone().filter(|word| are_initials(word)).count();
        words.any(|word| !are_initials(word)) && (n_initials > 0 || n_names > 2 && name.contains(' '))
    };
    if names.all(is_whole) { parts } else { vec![text.trim()] }
}

/// The first four-digit number that can be a year, alone or with month and day behind it ("20200315", "202003").
pub(super) fn find_year(text: &str) -> Option<i32> {
    let bytes = text.as_bytes();
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    (0..bytes.len()).find_map(|i| {
        let has_month = || text.get(i + 4..i + 6).is_some_and(|month| ("00"..="12").contains(&month));
        let ends = !digit(i + 4) || digit(i + 7) && !digit(i + 8) || digit(i + 5) && !digit(i + 6) && has_month();
        let alone = (i == 0 || !digit(i - 1)) && (i..i + 4).all(digit) && ends;
        let year: i32 = if alone { text[i..i + 4].parse().ok()? } else { return None };
        (1500..=2100).contains(&year).then_some(year)
    })
}
