//! The tags of RIS: how a tagged line looks, and what each tag means.
//!
//! Meanings differ between dialects; `settle` has those that depend on the whole record.

use crate::corpus::record::Role;

/// Tags that are told from text even where the line is not `XX  - `; in sorted order.
const KNOWN: &[&[u8]] = &[
    b"A1", b"A2", b"A3", b"A4", b"AB", b"AD", b"AN", b"AU", b"BT", b"C1", b"C2", b"C3", b"C4", b"C5", b"C6", b"C7",
    b"C8", b"CA", b"CN", b"CP", b"CT", b"CY", b"DA", b"DB", b"DO", b"DOI", b"DP", b"ED", b"EP", b"ER", b"ET", b"ID",
    b"IS", b"J1", b"J2", b"JA", b"JF", b"JO", b"KW", b"L1", b"L2", b"L3", b"L4", b"LA", b"LB", b"LK", b"M1", b"M2",
    b"M3", b"MH", b"N1", b"N2", b"NV", b"OP", b"PB", b"PMCID", b"PMID", b"PP", b"PY", b"RI", b"RN", b"RP", b"SE",
    b"SN", b"SP", b"ST", b"T1", b"T2", b"T3", b"TA", b"TI", b"TT", b"TY", b"U1", b"U2", b"U3", b"U4", b"U5", b"UR",
    b"VL", b"VO", b"Y1", b"Y2",
];

/// Splits a tagged line into tag and value; none where the line has no tag.
///
/// `XX  - value` is one for any two to six capitals and digits; with other blanks around the dash or in small letters,
/// only for known tags, since `IL - 6` may stand in a text.
pub fn split(line: &str) -> Option<(&[u8], &str)> {
    let bytes = line.as_bytes();
    if let [a, b, b' ', b' ', b'-', rest @ ..] = bytes
        && a.is_ascii_uppercase()
        && (b.is_ascii_uppercase() || b.is_ascii_digit())
        && matches!(rest.first(), None | Some(b' ' | b'\t'))
    {
        return Some((&bytes[..2], line[5..].trim_ascii()));
    }
    memchr::memchr2(b'-', 0xE2, &bytes[..bytes.len().min(16)])?;
    split_long(line).or_else(|| split_loose(line))
}

/// A tag that only its writer knows, in the form of all: `ISBN  - value`.
fn split_long(line: &str) -> Option<(&[u8], &str)> {
    let (tag, value) = line.split_once("  -")?;
    (is_long(tag.as_bytes()) && (value.is_empty() || value.starts_with([' ', '\t'])))
        .then(|| (tag.as_bytes(), value.trim_ascii()))
}

fn is_long(tag: &[u8]) -> bool {
    (3..=6).contains(&tag.len())
        && tag[0].is_ascii_uppercase()
        && tag.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

fn split_loose(line: &str) -> Option<(&[u8], &str)> {
    let line = line.trim_start_matches(['\u{FEFF}', ' ', '\t']);
    let bytes = line.as_bytes();
    let tag = bytes.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    let capitals = bytes[..tag.min(5)].to_ascii_uppercase();
    let known = KNOWN[KNOWN.binary_search(&&capitals[..]).ok()?];
    let is_small = known != &bytes[..tag];
    let rest = &line[tag..];
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let rest = &rest[blanks..];
    let after = rest.strip_prefix(['-', '–', '—', '‐', '‑'])?;
    let ends = after.is_empty() || after.starts_with([' ', '\t']);
    // Two blanks before the dash are enough; one needs a blank behind it too. Small letters need all three.
    let is_tag = if is_small { blanks == 2 && ends } else { blanks >= 2 || blanks == 1 && ends };
    is_tag.then(|| (known, after.trim_ascii()))
}

/// Where the first line of another record begins inside of a line, as it does where files were put one behind another
/// and the last line had no end: `ER  -TY  - JOUR`, `DO  - 10.5555/xTY  - JOUR`.
pub fn glued(line: &str) -> Option<usize> {
    const LONGEST: usize = "TY  - MANSCRPT".len();
    let line = line.trim_ascii_end();
    let from = line.len().saturating_sub(LONGEST);
    let at = from + memchr::memmem::find(&line.as_bytes()[from..], b"TY  - ")?;
    let kind = &line.as_bytes()[at + 6..];
    let is_kind = kind.len() >= 3 && kind.iter().all(u8::is_ascii_uppercase);
    let before = line[..at].trim_end_matches('\u{FEFF}');
    // Behind a blank it may stand in a text; behind the end of a record there is none.
    let is_end = || before.len() <= 8 && matches!(split(before), Some((b"ER", "")));
    let is_glued = before.chars().next_back().is_some_and(|c| !c.is_whitespace());
    (is_kind && (is_glued || is_end())).then_some(at)
}

/// Whether a tag can be written so that it is read again.
pub fn is_tag(tag: &str) -> bool {
    match tag.as_bytes() {
        [b'E', b'R'] => false,
        [a, b] => a.is_ascii_uppercase() && (b.is_ascii_uppercase() || b.is_ascii_digit()),
        tag => is_long(tag),
    }
}

/// Whether a line between records is known to say nothing of a record.
pub fn is_banner(line: &str) -> bool {
    let numbered = || {
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        digits > 0 && line[digits..].trim() == "."
    };
    const STARTS: &[&str] = &["Record #", "Provider:", "Content:", "Database:", "% ", "Link to the Ovid Full Text"];
    STARTS.iter().any(|start| line.starts_with(start)) || numbered()
}

/// Whether a value of this role ends with its line, so that text after a blank line cannot belong to it.
pub fn is_short(role: Role) -> bool {
    !matches!(role, Role::Abstract | Role::Note | Role::Other | Role::Keyword | Role::Title | Role::TranslatedTitle)
}

/// What a tag means as a rule.
pub fn role(tag: &str) -> Role {
    match tag {
        "TI" | "T1" => Role::Title,
        // Ovid's tagged text, and tables of its tags.
        "UI" => Role::Accession,
        "YR" => Role::Year,
        "LG" => Role::Language,
        "PT" => Role::Type,
        "JN" => Role::Journal,
        "IP" => Role::Issue,
        "TT" => Role::TranslatedTitle,
        "AU" | "A1" => Role::Author,
        "AB" | "N2" => Role::Abstract,
        "KW" => Role::Keyword,
        "MH" => Role::Subject,
        "PY" | "Y1" => Role::Year,
        "DA" => Role::Date,
        "T2" | "JF" | "BT" => Role::Journal,
        "JO" | "JA" | "J1" | "J2" | "J9" | "JI" | "NL" => Role::JournalAbbrev,
        "VL" | "VO" => Role::Volume,
        "IS" | "CP" => Role::Issue,
        "SP" => Role::StartPage,
        "EP" => Role::EndPage,
        "PG" => Role::Pages,
        "DO" | "DOI" => Role::Doi,
        "PMID" => Role::Pmid,
        "AN" | "UT" => Role::Accession,
        "ID" => Role::Id,
        "UR" | "L1" | "L2" | "L3" | "L4" | "LK" => Role::Url,
        "LA" => Role::Language,
        "TY" | "M3" => Role::Type,
        "SN" => Role::Issn,
        "N1" => Role::Note,
        "DB" | "DP" => Role::Database,
        "PB" | "PU" => Role::Publisher,
        "LB" => Role::Label,
        _ => Role::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_tags_are_sorted() {
        assert!(KNOWN.is_sorted());
    }

    #[test]
    fn records_glued_in_one_line_are_told_from_text() {
        for (line, at) in [
            ("ER  -TY  - JOUR", Some(5)),
            ("ER  - TY  - JOUR ", Some(6)),
            ("ER  -\u{FEFF}TY  - CHAP", Some(8)),
            ("N1  - ñTY  - JOUR", Some(8)),
            ("TY  - JOUR", None),
            (" TY  - JOUR", None),
            ("N1  - the line TY  - JOUR", None),
            ("N1  - xTY  - JOUR is a line", None),
        ] {
            assert_eq!(glued(line), at, "{line:?}");
        }
    }

    #[test]
    fn tagged_lines_of_every_habit() {
        for (line, expected) in [
            ("TY  - JOUR", Some(("TY", "JOUR"))),
            ("TY  -  JOUR ", Some(("TY", "JOUR"))),
            ("ER  -", Some(("ER", ""))),
            ("A1\t- First", Some(("A1", "First"))),
            ("ID \t- x", Some(("ID", "x"))),
            ("KW - word", Some(("KW", "word"))),
            ("TY  – JOUR", Some(("TY", "JOUR"))),
            (" AU  - Doe, J", Some(("AU", "Doe, J"))),
            ("DO  -10.1/x", Some(("DO", "10.1/x"))),
            ("PMID  - 123", Some(("PMID", "123"))),
            ("DOI  - 10.1/x", Some(("DOI", "10.1/x"))),
            ("PMCID - PMC1", Some(("PMCID", "PMC1"))),
            ("ISBN13  - 1", Some(("ISBN13", "1"))),
            ("GABA - a word", None),
            ("IL - 6 levels rose", None),
            ("IL-6 - x", None),
            ("AB-cells were", None),
            ("a line of text - with a dash", None),
            ("ZZ  - any", Some(("ZZ", "any"))),
            ("ty  - JOUR", Some(("TY", "JOUR"))),
            ("Au  - Doe, J", Some(("AU", "Doe, J"))),
            ("er  -", Some(("ER", ""))),
            ("is - it", None),
            ("is  -it", None),
            ("zz  - any", None),
            ("", None),
        ] {
            let found = split(line).map(|(tag, value)| (std::str::from_utf8(tag).unwrap(), value));
            assert_eq!(found, expected, "{line:?}");
        }
    }
}
