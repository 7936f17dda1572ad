//! Names: the value of a field of authors in, a name at a time out, each as written.
//!
//! BibTeX parts names by `and`. Sources that write a list of their own are read, too: parted by semicolons or `&`
//! (RePEc), by commas (Cochrane), and BibLaTeX's names of named parts. What stands in braces is one name.

use std::borrow::Cow;

use super::super::values;
use super::tex;

/// The names of a value; one that is empty where it holds none.
pub(super) fn split(raw: &str) -> Vec<Cow<'_, str>> {
    let mut names: Vec<Cow<'_, str>> = parted(raw, and).into_iter().flat_map(between).collect();
    names.retain(|name| !name.is_empty());
    if names.is_empty() { vec![Cow::Borrowed("")] } else { names }
}

/// The parts of a text between marks that stand outside braces; `mark` tells how long the one at a place is, or 0.
fn parted(text: &str, mark: fn(&[u8], usize) -> usize) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0usize, 0, Vec::new());
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ if depth == 0 && at >= start => {
                let length = mark(text.as_bytes(), at);
                if length > 0 {
                    parts.push(&text[start..at]);
                    start = at + length;
                }
            }
            _ => {}
        }
    }
    parts.push(&text[start.min(text.len())..]);
    parts
}

/// Whether blanks stand around the bytes from `at` on.
fn is_apart(text: &[u8], at: usize, length: usize) -> bool {
    at > 0 && text[at - 1].is_ascii_whitespace() && text.get(at + length).is_none_or(u8::is_ascii_whitespace)
}

/// The word `and`, in small letters or not.
fn and(text: &[u8], at: usize) -> usize {
    let is_and = matches!(text[at], b'a' | b'A')
        && text.get(at..at + 3).is_some_and(|word| word.eq_ignore_ascii_case(b"and"))
        && is_apart(text, at, 3);
    if is_and { 3 } else { 0 }
}

/// An ampersand between blanks, escaped or not.
fn ampersand(text: &[u8], at: usize) -> usize {
    const FORMS: [&str; 4] = ["\\&amp;", "&amp;", "\\&", "&"];
    let is_here = |form: &&&str| text[at..].starts_with(form.as_bytes()) && is_apart(text, at, form.len());
    if matches!(text[at], b'&' | b'\\') { FORMS.iter().find(is_here).map_or(0, |form| form.len()) } else { 0 }
}

/// A semicolon, but that of an entity (`&uuml;`).
fn semicolon(text: &[u8], at: usize) -> usize {
    let is_entity = || {
        let word = text[..at].iter().rev().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#').count();
        word > 0 && at > word && text[at - word - 1] == b'&'
    };
    usize::from(text[at] == b';' && !is_entity())
}

fn comma(text: &[u8], at: usize) -> usize {
    usize::from(text[at] == b',')
}

fn comma_or_ampersand(text: &[u8], at: usize) -> usize {
    comma(text, at).max(ampersand(text, at))
}

/// The names between two `and`: one, or a list.
fn between(names: &str) -> Vec<Cow<'_, str>> {
    let names = trimmed(names);
    if let Some(name) = of_parts(names) {
        return vec![Cow::Owned(name)];
    }
    let lists = if names.contains(';') { parted(names, semicolon) } else { vec![names] };
    lists.into_iter().flat_map(|list| listed(trimmed(list))).map(|name| Cow::Borrowed(without_number(name))).collect()
}

/// Without the blanks and the comma that an `and` leaves around a name.
fn trimmed(names: &str) -> &str {
    names.trim().trim_end_matches(',').trim_end()
}

/// The names of a list without semicolons: with initials as Cochrane writes them, "Ruiz, AB, Brandt, O," for two;
/// three full names and more; or several parted by `&`.
fn listed(names: &str) -> Vec<&str> {
    if !names.contains([',', '&']) {
        return vec![names];
    }
    full(names).or_else(|| joined(names)).or_else(|| values::initialed(names)).unwrap_or_else(|| vec![names])
}

/// The names of a list such as "Ana Ruiz, Otto Brandt & Bea Soto".
fn full(names: &str) -> Option<Vec<&str>> {
    let parts: Vec<&str> =
        parted(names, comma_or_ampersand).into_iter().map(str::trim).filter(|part| !part.is_empty()).collect();
    (parts.len() >= 3 && parts.iter().all(|part| values::is_full_name(&tex::decode(part)))).then_some(parts)
}

/// The names of a list parted by `&`, where each part is a name for itself: "Smith & Nephew" is one.
fn joined(names: &str) -> Option<Vec<&str>> {
    let parts: Vec<&str> = parted(names, ampersand).into_iter().map(trimmed).collect();
    let is_name =
        |part: &&str| values::initialed(part).is_some() || values::is_full_name(&tex::decode(part).replace(',', " "));
    let several = |part| values::initialed(part).unwrap_or_else(|| vec![part]);
    (parts.len() >= 2 && parts.iter().all(is_name)).then(|| parts.into_iter().flat_map(several).collect())
}

/// A name without the number by which dblp tells namesakes apart: "Ana Ruiz 0001".
fn without_number(name: &str) -> &str {
    let is_number = |word: &str| word.len() == 4 && word.starts_with('0') && word.bytes().all(|b| b.is_ascii_digit());
    match name.rsplit_once(|c: char| c.is_whitespace() || c == '~') {
        Some((bare, word)) if is_number(word) => bare.trim_end(),
        _ => name,
    }
}

/// A name that BibLaTeX writes by its parts, "family=Brandt, given=Otto, prefix=von", as BibTeX has it.
fn of_parts(name: &str) -> Option<String> {
    if !name.contains("family") {
        return None;
    }
    let name = name.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')).unwrap_or(name);
    let (mut family, mut given, mut prefix, mut suffix) = ("", "", "", "");
    for part in parted(name, comma) {
        let (key, value) = part.trim().trim_matches('"').split_once('=')?;
        let value = value.trim().trim_matches('"').trim();
        match key.trim() {
            "family" => family = value,
            "given" => given = value,
            "prefix" => prefix = value,
            "suffix" => suffix = value,
            // Initials of the parts, and how they are used.
            key if key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') => {}
            _ => return None,
        }
    }
    let family = format!("{prefix} {family}");
    let parts = [family.trim(), suffix, given].into_iter().filter(|part| !part.is_empty());
    (!family.trim().is_empty()).then(|| parts.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_names_are_parted() {
        for (raw, names) in [
            ("Lena Ruiz & Otto Brandt", &["Lena Ruiz", "Otto Brandt"][..]),
            ("L. Ruiz \\& O. Brandt", &["L. Ruiz", "O. Brandt"]),
            ("Ruiz, Lena \\&amp; Brandt, Otto", &["Ruiz, Lena", "Brandt, Otto"]),
            ("Ruiz, L., Vega, M., \\& Brandt, O.", &["Ruiz, L.", "Vega, M.", "Brandt, O."]),
            ("{Smith \\& Nephew Ltd} and Ruiz, L.", &["{Smith \\& Nephew Ltd}", "Ruiz, L."]),
            ("Smith \\& Nephew Ltd", &["Smith \\& Nephew Ltd"]),
            ("Department of Health \\& Human Services", &["Department of Health \\& Human Services"]),
            ("Ruiz, L.; Brandt, O.;", &["Ruiz, L.", "Brandt, O."]),
            ("Ruiz, Lena;Brandt, Otto", &["Ruiz, Lena", "Brandt, Otto"]),
            ("M&uuml;ller, L and Brandt, O", &["M&uuml;ller, L", "Brandt, O"]),
            ("{Sleep; Health} and Ruiz, L", &["{Sleep; Health}", "Ruiz, L"]),
            ("Lena Ruiz, Otto Brandt, {\\'A}lex Vega", &["Lena Ruiz", "Otto Brandt", "{\\'A}lex Vega"]),
            ("Lena Ruiz, Otto Brandt & Marta Vega", &["Lena Ruiz", "Otto Brandt", "Marta Vega"]),
            ("Ruiz Soto, Lena Marta", &["Ruiz Soto, Lena Marta"]),
            ("", &[""]),
        ] {
            assert_eq!(split(raw), names, "{raw}");
        }
    }

    #[test]
    fn names_of_named_parts_are_put_together() {
        for (raw, name) in [
            ("family=Laan, given=Otto B., prefix=van der, useprefix=true", "van der Laan, Otto B."),
            ("family={Vega}, given={Luz}, given-i={{Lu}}, suffix=Jr", "{Vega}, Jr, {Luz}"),
            ("{family=Soto, given=Carla}", "Soto, Carla"),
            ("\"family={Care, Health}\"", "{Care, Health}"),
            ("The family=Group", "The family=Group"),
            ("A family, Given", "A family, Given"),
        ] {
            assert_eq!(split(raw), [name], "{raw}");
        }
        let two = split("Ruiz, Lena and family=Laan, given=Otto, prefix=van");
        assert_eq!(two, ["Ruiz, Lena", "van Laan, Otto"]);
    }

    #[test]
    fn numbers_of_namesakes_are_left_out() {
        for (raw, name) in [
            ("Lena Ruiz 0001", "Lena Ruiz"),
            ("Lena Ruiz~0123", "Lena Ruiz"),
            ("{Sleep Group 0001}", "{Sleep Group 0001}"),
            ("Sleep Group 2020", "Sleep Group 2020"),
        ] {
            assert_eq!(split(raw), [name], "{raw}");
        }
    }
}
