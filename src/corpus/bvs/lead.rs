//! What stands above an abstract on a BVS page: number, title, authors, source, id, and the buttons of the page.

use super::Text;
use crate::corpus::record::Role;

/// Longest line that may be a title or anything else above an abstract.
const SHORT: usize = 400;

/// Words of the page's buttons and labels, in lower case.
const BUTTONS: &[&str] = &[
    "texto completo",
    "full text",
    "texto integral",
    "imprimir",
    "print",
    "exportar",
    "export",
    "compartir",
    "compartilhar",
    "share",
    "similares",
    "similar",
    "más contenido",
    "mostrar más",
    "ver más detalles",
    "ver mais detalhes",
    "more details",
    "pdf",
    "pubmed",
    "buscar en google",
    "search on google",
    "seleccionar",
    "selecciona",
    "seleciona",
    "para imprimir",
    "documentos relacionados",
    "selecionar",
    "select",
    "añadir a mi lista",
    "enviar por email",
    "enviar por e-mail",
    "fotocopia",
    "photocopy",
    "fotocópia",
    "id documento",
];

/// The fields of a lead; empty where it holds nothing of a record.
pub(super) fn read(lines: &[Text]) -> Vec<(&'static str, Role, String)> {
    let mut fields = Vec::new();
    let mut titled = false;
    for text in lines.iter().map(|text| text.text.trim()).filter(|t| !t.is_empty() && !is_button(t) && !is_number(t)) {
        if let Some((before, id)) = split_id(text) {
            details(before, id, &mut fields);
        } else if titled && is_source(text) {
            source(text, &mut fields);
        } else if !titled && text.len() <= SHORT {
            titled = true;
            let mut titles = numberless(text).split(" / ");
            fields.extend(titles.next().map(|title| ("title", Role::Title, title.trim().to_string())));
            fields.extend(titles.map(|title| ("title", Role::TranslatedTitle, title.trim().to_string())));
        } else if titled && is_authors(text) && !fields.iter().any(|f| f.1 == Role::AuthorList) {
            fields.push(("authors", Role::AuthorList, text.trim_end_matches('.').to_string()));
        } else {
            fields.push(("note", Role::Note, text.to_string()));
        }
    }
    fields
}

/// Where, in the lines of an abstract, the lead of the next record starts; their number where it does not.
pub(super) fn start(lines: &[Text], titled: bool) -> usize {
    let first = lines.iter().position(|text| !text.text.is_empty()).map_or(lines.len(), |i| i + 1);
    let rest = &lines[first.min(lines.len())..];
    let telling = |text: &Text| is_number(&text.text) || is_button(&text.text) || split_id(&text.text).is_some();
    if let Some(mark) = rest.iter().position(telling) {
        let short = |text: &Text| text.text.len() <= SHORT && !text.text.is_empty();
        let numbered = rest.iter().position(|text| is_number(&text.text) || is_button(&text.text));
        let above = rest[..mark].iter().rev().take_while(|text| short(text)).count();
        return first + numbered.unwrap_or(mark - above).min(mark);
    }
    if titled {
        let last = rest.iter().rposition(|text| !text.text.is_empty());
        if let Some(last) = last.filter(|&i| rest[i].text.len() <= SHORT && !rest[i].text.ends_with('.')) {
            return first + last;
        }
    }
    lines.len()
}

/// The lines of an abstract without the page's buttons at its end.
pub(super) fn without_buttons<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let end = lines.iter().rposition(|line| !line.is_empty() && !is_button(line)).map_or(0, |i| i + 1);
    lines[..end].to_vec()
}

/// Whether a line is a button or a label of the page.
pub(in super::super) fn is_button(text: &str) -> bool {
    let lower = text.trim().trim_matches(['(', ')', '.', ':', '|', ' ']).to_lowercase();
    BUTTONS.contains(&lower.as_str())
}

/// `12`, `12.`, `12)`, `12 / 340`.
fn is_number(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty()
        && text.len() <= 15
        && text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ')' | '/' | ' ' | '-'))
}

/// A title without the number of its record before it.
fn numberless(text: &str) -> &str {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match text[digits..].strip_prefix(['.', ')']).filter(|_| (1..=5).contains(&digits)) {
        Some(rest) if rest.starts_with(' ') => rest.trim_start(),
        _ => text,
    }
}

/// `Artículo en Inglés | MEDLINE | ID: mdl-38012345` as what stands before the id, and the id.
fn split_id(text: &str) -> Option<(&str, &str)> {
    let (before, behind) = text.split_once("ID:").or_else(|| text.split_once("ID :"))?;
    let id = behind.split_whitespace().next()?;
    let known = id.contains('-') && id.bytes().any(|b| b.is_ascii_digit()) && id.len() <= 60;
    (known && (before.trim().is_empty() || before.trim_end().ends_with(['|', '.']))).then_some((before, id))
}

fn details(before: &str, id: &str, fields: &mut Vec<(&'static str, Role, String)>) {
    for (i, part) in before.split('|').map(str::trim).filter(|part| !part.is_empty()).enumerate() {
        if i > 0 {
            fields.push(("database", Role::Database, part.to_string()));
            continue;
        }
        let language = [" en ", " in ", " em "].iter().find_map(|word| part.split_once(word));
        fields.push(("type", Role::Type, language.map_or(part, |(kind, _)| kind).trim().to_string()));
        fields.extend(language.map(|(_, language)| ("language", Role::Language, language.trim().to_string())));
    }
    fields.push(("id", Role::Id, id.to_string()));
}

/// `Nanoscale; 15(3): 123-130, 2023 Jan 19.`
fn is_source(text: &str) -> bool {
    let Some((journal, rest)) = text.split_once(';') else { return false };
    !journal.is_empty() && rest.contains([':', '(']) && year_of(rest).is_some()
}

/// Adds what a source says: `Nanoscale; 15(3): 123-130, 2023 Jan 19.`
pub(in super::super) fn source(text: &str, fields: &mut Vec<(&'static str, Role, String)>) {
    let Some((journal, rest)) = text.split_once(';') else { return };
    fields.push(("source", Role::Other, text.to_string()));
    fields.push(("journal", Role::Journal, journal.trim().to_string()));
    let rest = rest.trim();
    let volume: String = rest.chars().take_while(char::is_ascii_digit).collect();
    if !volume.is_empty() {
        let issue = rest[volume.len()..].strip_prefix('(').and_then(|r| r.split_once(')')).map(|(issue, _)| issue);
        fields.extend(issue.map(|issue| ("issue", Role::Issue, issue.trim().to_string())));
        fields.push(("volume", Role::Volume, volume));
    }
    let pages = rest.split_once(':').map(|(_, pages)| pages.split([',', ';']).next().unwrap_or_default().trim());
    fields.extend(pages.filter(|p| !p.is_empty()).map(|p| ("pages", Role::Pages, p.to_string())));
    fields.extend(year_of(rest).map(|year| ("year", Role::Year, year)));
}

/// The last four digits that can be a year.
fn year_of(text: &str) -> Option<String> {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|n| n.len() == 4);
    numbers.rfind(|n| n.starts_with("19") || n.starts_with("20")).map(str::to_string)
}

/// `Apellido, Nombre; Otro, Nombre.` or one such name.
fn is_authors(text: &str) -> bool {
    let names: Vec<&str> = text.trim_end_matches('.').split(';').map(str::trim).filter(|n| !n.is_empty()).collect();
    let is_name = |name: &&str| {
        name.len() <= 60 && name.starts_with(char::is_uppercase) && !name.contains(|c: char| c.is_ascii_digit())
    };
    let with_comma = names.iter().filter(|name| name.contains(',')).count();
    !names.is_empty() && names.iter().all(is_name) && 2 * with_comma >= names.len()
}
