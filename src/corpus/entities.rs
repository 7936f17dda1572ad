//! Entities: text with `&amp;`, `&#8211;` or `&eacute;` in, the signs they stand for out.
//!
//! Databases escape for the web what they then write into files that know no entities. The five of XML, numbers and a
//! few names of HTML are known; whatever else stands behind an ampersand is text ("R&D; AT&T"). XML itself is read by
//! `xml`.

use std::borrow::Cow;

/// Names that are known, and their signs.
const NAMES: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("hellip", '…'),
    ("deg", '°'),
    ("plusmn", '±'),
    ("times", '×'),
    ("micro", 'µ'),
    ("le", '≤'),
    ("ge", '≥'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("alpha", 'α'),
    ("beta", 'β'),
    ("gamma", 'γ'),
    ("delta", 'δ'),
    ("kappa", 'κ'),
    ("lambda", 'λ'),
    ("mu", 'μ'),
    ("omega", 'ω'),
    ("aacute", 'á'),
    ("eacute", 'é'),
    ("iacute", 'í'),
    ("oacute", 'ó'),
    ("uacute", 'ú'),
    ("ntilde", 'ñ'),
    ("uuml", 'ü'),
    ("ouml", 'ö'),
    ("auml", 'ä'),
    ("ccedil", 'ç'),
    ("atilde", 'ã'),
    ("otilde", 'õ'),
    ("agrave", 'à'),
    ("egrave", 'è'),
    ("acirc", 'â'),
    ("ecirc", 'ê'),
    ("ocirc", 'ô'),
    ("Aacute", 'Á'),
    ("Eacute", 'É'),
    ("Ntilde", 'Ñ'),
    ("Iacute", 'Í'),
    ("Oacute", 'Ó'),
    ("Uacute", 'Ú'),
    ("Ccedil", 'Ç'),
    ("Atilde", 'Ã'),
    ("Otilde", 'Õ'),
    ("iquest", '¿'),
    ("ordm", 'º'),
    ("ordf", 'ª'),
    ("oslash", 'ø'),
    ("Oslash", 'Ø'),
    ("aring", 'å'),
    ("Aring", 'Å'),
    ("Auml", 'Ä'),
    ("Ouml", 'Ö'),
    ("Uuml", 'Ü'),
    ("euml", 'ë'),
    ("iuml", 'ï'),
    ("szlig", 'ß'),
    ("icirc", 'î'),
    ("ucirc", 'û'),
    ("ugrave", 'ù'),
    ("ograve", 'ò'),
    ("igrave", 'ì'),
    ("scaron", 'š'),
    ("Scaron", 'Š'),
    ("sigma", 'σ'),
    ("chi", 'χ'),
    ("tau", 'τ'),
    ("theta", 'θ'),
    ("epsilon", 'ε'),
    ("Delta", 'Δ'),
    ("Omega", 'Ω'),
    ("minus", '−'),
    ("bull", '•'),
    ("rarr", '→'),
    ("sup2", '²'),
    ("sup3", '³'),
    ("frac12", '½'),
    ("ne", '≠'),
    ("asymp", '≈'),
    ("infin", '∞'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("iexcl", '¡'),
    ("pound", '£'),
    ("euro", '€'),
    ("middot", '·'),
    ("sect", '§'),
    ("para", '¶'),
    ("dagger", '†'),
];

/// Longest name or number of an entity, in bytes.
const LONGEST: usize = 8;

/// The sign of this name.
pub(super) fn named(name: &str) -> Option<char> {
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, sign)| *sign)
}

/// The text with signs for its entities. One that was escaped again and again (`&amp;lt;`) is one, so that nothing is
/// left to be decoded in what comes out.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    let Some(first) = memchr::memchr(b'&', text.as_bytes()) else { return Cow::Borrowed(text) };
    let (mut plain, mut rest) = (String::with_capacity(text.len()), text);
    let mut next = Some(first);
    while let Some(at) = next {
        plain.push_str(&rest[..at]);
        let (sign, behind) = entity(&rest[at + 1..]);
        plain.push(sign);
        rest = behind;
        next = memchr::memchr(b'&', rest.as_bytes());
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// The sign of the entity whose name begins here, and what stands behind it; the ampersand itself where there is none.
fn entity(mut text: &str) -> (char, &str) {
    loop {
        match first(text) {
            // What it escapes may be an entity in turn.
            Some(('&', behind)) => text = behind,
            Some(found) => return found,
            None => return ('&', text),
        }
    }
}

/// The sign of the name or number that ends with the first semicolon, and what stands behind it; Web of Science sets a
/// blank before some names.
fn first(text: &str) -> Option<(char, &str)> {
    let text =
        text.strip_prefix(' ').filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic())).unwrap_or(text);
    let end = text.bytes().take(LONGEST + 1).position(|byte| byte == b';')?;
    let (name, behind) = (&text[..end], &text[end + 1..]);
    let sign = name.strip_prefix('#').map_or_else(|| named(name), numbered)?;
    Some((sign, behind))
}

/// The sign of a number; one that stands for a letter or a digit is none, since nobody writes so.
fn numbered(number: &str) -> Option<char> {
    let (digits, radix) = number.strip_prefix(['x', 'X']).map_or((number, 10), |hex| (hex, 16));
    let is_number = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let code = u32::from_str_radix(digits, radix).ok().filter(|_| is_number);
    let is_sign = |c: &char| !c.is_control() && !c.is_ascii_alphanumeric() && !matches!(c, '#' | ';');
    code.and_then(char::from_u32).filter(is_sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_entities_become_signs_and_all_else_stays() {
        for (text, plain) in [
            ("Obstetrics &amp; gynecology", "Obstetrics & gynecology"),
            ("p &lt; 0.05 &#8211; &#x2265;5&#37;", "p < 0.05 – ≥5%"),
            ("Jos&eacute; &quot;x&quot; &#39;y&apos;", "José \"x\" 'y'"),
            ("&amp;amp;lt;5 &amp;#38;amp; so", "<5 & so"),
            ("M& uuml;ller, 5 & mu;m & so; on", "Müller, 5 μm & so; on"),
            ("R&D; AT&T &unknown; &; &", "R&D; AT&T &unknown; &; &"),
            ("&#65;&#10;&#xFFFFFF;&#+38;&#038;lt;", "&#65;&#10;&#xFFFFFF;&#+38;<"),
            ("a=1&copy=2&ñ;", "a=1&copy=2&ñ;"),
            ("", ""),
        ] {
            assert_eq!(decode(text), plain, "{text}");
            assert_eq!(decode(&decode(text)), plain, "{text} again");
        }
    }
}
