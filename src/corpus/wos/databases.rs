//! Other databases of Web of Science: a tag, its value and the fields beside it in, out what they mean there.
//!
//! MEDLINE, BIOSIS, Inspec and SciELO have tags of their own and give a few others another meaning; the accession
//! number (`UT`) begins with the name of the database. Serves tagged text and tables alike, and knows nothing of lines
//! or cells.

use std::borrow::Cow;

use crate::corpus::lang::Lang;
use crate::corpus::record::Role;

/// The language that a tag of SciELO stands for; `has` tells whether another tag is there. Titles have none: each tag
/// may hold any of them.
pub(in crate::corpus) fn lang(tag: &str, has: &dyn Fn(&str) -> bool) -> Option<Lang> {
    match tag {
        // Beside abstracts in Spanish, Portuguese and other languages it is the English one.
        "AB" if ["X4", "Y4", "Z4"].iter().any(|other| has(other)) => Some(Lang::ENG),
        "X4" | "X5" => Some(Lang::SPA),
        "Y4" | "Y5" => Some(Lang::POR),
        _ => None,
    }
}

/// What a field means in the database of its record. `role` is what its tag means as a rule; `of` gives the value of
/// another tag, blank where there is none.
pub(in crate::corpus) fn role<'v>(tag: &str, role: Role, value: &str, of: &dyn Fn(&str) -> &'v str) -> Role {
    let is_of = |names: &[&str]| names.iter().any(|name| of("UT").starts_with(name));
    // BIOSIS Citation Index, Previews and their older part.
    const BIOSIS: &[&str] = &["BCI:", "BIOSIS:", "BIOABS:"];
    match tag {
        "UT" if value.starts_with("MEDLINE:") => Role::Pmid,
        // Each on a line of its own elsewhere.
        "AU" | "CA" if role == Role::Author && value.contains(';') => Role::AuthorList,
        // Major concepts and diseases.
        "MC" | "DS" if is_of(BIOSIS) => Role::SubjectList,
        "MI" | "MQ" if is_of(BIOSIS) => Role::KeywordList,
        // What the publisher numbers the article by.
        "ID" if is_of(&["INSPEC:"]) => Role::Other,
        // Pages of an article with a number are counted from 1 behind it, which first and last page repeat.
        "BP" | "EP" if !of("PS").is_empty() && [of("BP"), of("EP")].iter().any(|page| page.contains('-')) => {
            Role::Other
        }
        _ => role,
    }
}

/// The value of a field with the headings of MEDLINE parted as they are everywhere else.
pub(in crate::corpus) fn value<'v>(tag: &str, value: &'v str) -> Cow<'v, str> {
    let headings = if tag == "MH" { headings(value) } else { None };
    headings.filter(|headings| headings != value).map_or(Cow::Borrowed(value), Cow::Owned)
}

/// Controlled and free terms of Inspec as ISI wrote it, each as a list; none where the text is terms alone.
///
/// "Experimental/ sleep; genes/ night work; BaB/sub 2/O// A4265K Sleep/ wavelength 2E-07 m": kinds of treatment come first,
/// then the terms, then codes, numbers and chemicals. Signs set low or high stand between slashes, too.
pub(super) fn terms(text: &str) -> Option<[String; 2]> {
    const TREATMENTS: [&str; 11] = [
        "Applications",
        "Bibliography",
        "Economic",
        "Experimental",
        "General",
        "Literature",
        "New",
        "Practical",
        "Product",
        "Review",
        "Theoretical",
    ];
    let (mut sections, mut start, mut at) = (Vec::new(), 0, 0);
    while let Some(slash) = text[at..].find('/').map(|found| at + found) {
        let rest = &text[slash + 1..];
        let raised = (rest.starts_with("sub ") || rest.starts_with("sup ")).then(|| rest.find('/')).flatten();
        at = slash + 1 + raised.map_or(0, |end| end + 1);
        if raised.is_none() && rest.trim_start_matches('/').starts_with(' ') {
            sections.push(text[start..slash].trim());
            start = at;
        }
    }
    sections.push(text[start..].trim_start_matches('/').trim());
    let is_treated = TREATMENTS.iter().any(|name| sections[0].starts_with(name));
    let section = |at: usize| sections.get(at).map(|section| (*section).to_string()).unwrap_or_default();
    (is_treated && sections.len() >= 3).then(|| [section(1), section(2)])
}

/// "Animals. *Fires / history; *trends." as "Animals; *Fires/history/*trends"; none where the text is no such list.
fn headings(text: &str) -> Option<String> {
    let text = text.trim();
    let sentences = text.strip_suffix('.').unwrap_or(text).split(". ").map(str::trim);
    let headings: Option<Vec<String>> = sentences.filter(|part| !part.is_empty()).map(heading).collect();
    headings.map(|headings| headings.join("; ")).filter(|list| !list.is_empty())
}

/// A heading with its qualifiers, which are written small; none where it is something else.
fn heading(text: &str) -> Option<String> {
    let (heading, qualifiers) = text.split_once(" / ").unwrap_or((text, ""));
    let mut found = heading.trim_end().to_string();
    for qualifier in qualifiers.split(';').map(str::trim).filter(|qualifier| !qualifier.is_empty()) {
        if !qualifier.trim_start_matches('*').starts_with(char::is_lowercase) {
            return None;
        }
        found.push('/');
        found.push_str(qualifier);
    }
    (!heading.contains(';')).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_parted_once() {
        for (text, expected) in [
            ("Animals. Birds. *Fires / history; *trends.", "Animals; Birds; *Fires/history/*trends"),
            ("*Fires / history; trends", "*Fires/history/trends"),
            ("Animals", "Animals"),
            ("Aged, 80 and over. Humans", "Aged, 80 and over; Humans"),
            // As others write them.
            ("Animals; Birds", "Animals; Birds"),
            ("Fires / history; Birds", "Fires / history; Birds"),
            ("", ""),
        ] {
            assert_eq!(value("MH", text), expected, "{text}");
            assert_eq!(value("MH", expected), expected);
        }
        assert_eq!(value("AB", "Animals. Birds."), "Animals. Birds.");
    }
}
