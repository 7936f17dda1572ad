//! Records of the Astrophysics Data System, whose tagged text has the form of EndNote's and other meanings: the fields of
//! one in, what they mean there out.
//!
//! A record is told by its `%R`, a bibcode: year, journal, volume, page and the first letter of a name in 19 signs. Journal,
//! volume, issue and pages stand together, "J Imag, Volume 310, Issue 2, pp. 407-413.".

use crate::corpus::doi;
use crate::corpus::draft::Draft;
use crate::corpus::record::Role;

/// How parts of a source begin that are no names of a journal.
const PARTS: [(&str, Role); 12] = [
    ("Volume ", Role::Volume),
    ("Vol. ", Role::Volume),
    ("vol. ", Role::Volume),
    ("v.", Role::Volume),
    ("Issue ", Role::Issue),
    ("Number ", Role::Issue),
    ("no. ", Role::Issue),
    ("pp. ", Role::Pages),
    ("pp.", Role::Pages),
    ("p. ", Role::Pages),
    ("p.", Role::Pages),
    ("id. ", Role::Pages),
];

/// Whether a text is a bibcode: "2005JImag.310..407W".
pub(super) fn is_bibcode(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_sign = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'&' | b':');
    bytes.len() == 19
        && bytes.iter().all(is_sign)
        && bytes[..4].iter().all(u8::is_ascii_digit)
        && bytes[4].is_ascii_alphabetic()
        && matches!(bytes[18], b'.' | b'A'..=b'Z')
}

/// Whether a record is one of ADS.
pub(super) fn is_record(draft: &Draft) -> bool {
    draft.tagged("%R").any(|i| is_bibcode(draft.value(i)))
}

/// Gives the fields of a record of ADS their meaning, and reads the source.
pub(super) fn settle(draft: &mut Draft) {
    let has_abstract = draft.has("%B");
    let source = draft.tagged("%J").next().map(|i| draft.value(i).to_string()).unwrap_or_default();
    let parts = parts(&source);
    let has_pages = parts.iter().any(|(role, _)| *role == Role::Pages);
    for i in 0..draft.len() {
        let value = draft.value(i).to_string();
        let new = match draft.tag(i) {
            "%R" => Role::Id,
            "%A" if value.contains(';') => Role::AuthorList,
            "%B" => Role::Abstract,
            "%K" => {
                draft.set_value(i, &value.replace('\n', " "));
                Role::KeywordList
            }
            "%X" if has_abstract => Role::Note,
            "%Y" if doi::find(&value).is_some() => Role::Doi,
            "%P" if !has_pages => Role::StartPage,
            "%L" if !has_pages => Role::EndPage,
            // Addresses, where the abstract is from, what else there is.
            "%J" | "%F" | "%G" | "%I" | "%P" | "%L" => Role::Other,
            _ => continue,
        };
        draft.field_mut(i).role = new;
    }
    for (role, value) in parts {
        let tag = if role == Role::Journal { "Journal" } else { "Part" };
        if !draft.has_role(role) {
            draft.push(tag, role, value);
        }
    }
}

/// What a source says: the journal up to the first part that has a name, and those.
fn parts(source: &str) -> Vec<(Role, &str)> {
    let source = source.trim().trim_end_matches('.');
    let named =
        |part: &str| PARTS.iter().find(|(name, _)| part.starts_with(name)).map(|(name, role)| (name.len(), *role));
    let is_number = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_alphanumeric()) && text.contains(|c: char| c.is_ascii_digit())
    };
    let mut found = Vec::new();
    let (mut at, mut journal) = (0, None);
    for part in source.split(", ") {
        if let Some((len, role)) = named(part) {
            journal.get_or_insert(&source[..at]);
            let value = part[len..].split([' ', ';']).next().unwrap_or_default();
            if is_number(value) {
                found.push((role, value));
            }
        }
        at += part.len() + ", ".len();
    }
    let journal = journal.unwrap_or(source).trim_end_matches([',', ' ']);
    if !journal.is_empty() {
        found.insert(0, (Role::Journal, journal));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_of_every_habit() {
        for (text, expected) in [
            ("Monthly Notes, Volume 310, Issue 2, pp. 407-413.", ["Monthly Notes", "310", "2", "407-413"]),
            ("Imag and Stars, v.380, p.415-424 (2001)", ["Imag and Stars", "380", "", "415-424"]),
            ("Stars, Moons, Vol. 5, id. L12", ["Stars, Moons", "5", "", "L12"]),
            ("A talk on stars, Nowhere", ["A talk on stars, Nowhere", "", "", ""]),
            ("", ["", "", "", ""]),
        ] {
            let parts = parts(text);
            let of = |role| parts.iter().find(|(found, _)| *found == role).map_or("", |(_, value)| *value);
            assert_eq!([Role::Journal, Role::Volume, Role::Issue, Role::Pages].map(of), expected, "{text}");
        }
    }

    #[test]
    fn bibcodes_have_nineteen_signs() {
        for text in ["2005JImag.310..407R", "2001A&A...380..415.", "2005arXiv0501.1234R"] {
            assert!(is_bibcode(text), "{text}");
        }
        for text in ["10.5555/1234567890x", "2005JImag.310..407", "2005 Imag.310..407R", "", "20051234.310..407R"] {
            assert!(!is_bibcode(text), "{text}");
        }
    }
}
