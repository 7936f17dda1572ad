//! Values of VIP, SinoMed and Ichushi: sources, people and terms as they stand in, the fields and lists of records out.
//!
//! "虚构杂志 2020；9(1)：17-18", "虚构杂志2020 9(1):17-18", "虚构杂志 2020年第1期", "架空学会誌(1234-5679)34巻5号
//! Page112-119(2019.03)".

use crate::corpus::record::Role;
use crate::corpus::values::{find_year, is_han, is_issn};

/// Signs between the parts of a source.
const SIGNS: [char; 8] = [' ', ',', '.', ';', ':', '-', '年', '\u{3000}'];

/// What a source says: tag, role and value of each field that it has.
pub(super) fn parse(text: &str) -> Vec<(&'static str, Role, String)> {
    let text = plain(text);
    let [journal, volume, issue, pages, year] =
        if text.contains('号') && !text.contains('年') { of_ichushi(&text) } else { of_china(&text) };
    let issn = issn(&text).unwrap_or_default();
    let all = [
        ("Journal", Role::Journal, journal),
        ("ISSN", Role::Issn, issn),
        ("Volume", Role::Volume, volume),
        ("Issue", Role::Issue, issue),
        ("Pages", Role::Pages, pages),
        ("Year", Role::Year, year),
    ];
    all.into_iter()
        .filter(|(.., value)| !value.is_empty())
        .map(|(tag, role, value)| (tag, role, value.into()))
        .collect()
}

/// Signs of double width as those of ASCII.
fn plain(text: &str) -> String {
    let one = |c: char| match c {
        '；' => ';',
        '：' => ':',
        '，' => ',',
        '（' => '(',
        '）' => ')',
        '．' => '.',
        '－' | '–' | '～' => '-',
        other => other,
    };
    text.trim().chars().map(one).collect()
}

/// An ISSN in brackets.
fn issn(text: &str) -> Option<&str> {
    let mut inside = text.split('(').skip(1).filter_map(|rest| rest.split(')').next());
    inside.find(|inside| is_issn(inside))
}

/// "架空学会誌(1234-5679)34巻5号 Page112-119(2019.03)": journal, volume, issue, pages and year.
fn of_ichushi(text: &str) -> [&str; 5] {
    let volume = before(text, '巻');
    let issue = before(text, '号');
    let pages = text.split_once("Page").map_or("", |(_, rest)| pages(rest));
    let year = text.rsplit_once('(').map_or("", |(_, date)| first_year(date));
    let end = text.find(['(', '巻', '号']).unwrap_or(text.len());
    let journal = text[..end].trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    [journal, volume, issue, pages, year]
}

/// "虚构杂志 2020;9(1):17-18", "虚构杂志,2020,第9卷,第1期": journal, volume, issue, pages and year.
fn of_china(text: &str) -> [&str; 5] {
    let year = first_year(text);
    let Some(at) = text.find(year).filter(|_| !year.is_empty()) else { return [text, "", "", "", ""] };
    let journal = text[..at].trim_end_matches([' ', ',', '.', ';', '(', '\u{3000}']);
    let rest = text[at + year.len()..].trim_start_matches([' ', ',', '.', ';', ')', '年', '\u{3000}']);
    if let Some(end) = rest.find('期') {
        let behind = &rest[end + '期'.len_utf8()..];
        return [journal, before(rest, '卷'), before(rest, '期'), pages(behind), year];
    }
    let (volume, rest) = number(rest);
    let (issue, rest) = match rest.trim_start().strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        Some((inside, rest)) => (inside.trim(), rest),
        None => ("", rest),
    };
    [journal, volume, issue, pages(rest), year]
}

/// The first year of a text as it stands.
fn first_year(text: &str) -> &str {
    let starts =
        text.char_indices().map(|(at, _)| at).filter(|at| !text[..*at].ends_with(|c: char| c.is_ascii_digit()));
    let years = starts.filter_map(|at| text.get(at..at + 4).filter(|_| !text[at..].starts_with("0")));
    let mut years = years.filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()) && find_year(year).is_some());
    // An ISSN may begin like a year.
    years.find(|year| !issn(text).is_some_and(|issn| issn.contains(*year))).unwrap_or_default()
}

/// The number, or the name of a supplement, right before a sign.
fn before(text: &str, sign: char) -> &str {
    let Some((head, _)) = text.split_once(sign) else { return "" };
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/');
    let start = head.char_indices().rev().take_while(|(_, c)| is_part(*c)).last().map_or(head.len(), |(at, _)| at);
    &head[start..]
}

/// The pages at the start of a text.
fn pages(text: &str) -> &str {
    let text = text.trim_start_matches(SIGNS);
    let text = text.strip_prefix('第').or_else(|| text.strip_prefix(['P', 'p'])).unwrap_or(text);
    number(text.trim_start_matches(['p', '.', ' '])).0.trim_end_matches(['-', ','])
}

/// A volume or a range of pages at the start of a text, and what stands behind it.
fn number(text: &str) -> (&str, &str) {
    let is_sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | ',' | '/');
    text.split_at(text.find(|c| !is_sign(c)).unwrap_or(text.len()))
}

/// A list of people without the numbers or names of their institutions: "王芳(1)；李娜(2)" is "王芳; 李娜". Blanks part
/// them where `is_chinese`.
pub(super) fn people(text: &str, is_chinese: bool) -> String {
    let (mut bare, mut depth) = (String::with_capacity(text.len()), 0_usize);
    for c in text.chars() {
        match c {
            '(' | '（' | '[' => depth += 1,
            ')' | '）' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    let is_latin = bare.contains(|c: char| c.is_ascii_alphabetic());
    let joint = |c: char| matches!(c, ';' | '；' | '，' | '、' | '\n') || c == ',' && !is_latin;
    let is_name = |word: &str| (2..=4).contains(&word.chars().count()) && word.chars().all(is_han);
    let is_blank_list = is_chinese && !bare.contains(joint) && bare.split_whitespace().all(is_name);
    let parts: Vec<&str> =
        if is_blank_list { bare.split_whitespace().collect() } else { bare.split(joint).map(str::trim).collect() };
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

/// A list of terms: "睡眠；护士", "睡眠、护士", "睡眠 护士" are all "睡眠; 护士".
pub(super) fn terms(text: &str) -> String {
    let joint = |c: char| matches!(c, ';' | '；' | '，' | '、' | '\n');
    let has_comma = !text.contains(joint) && text.contains(',');
    let is_blank_list = !text.contains(joint) && !has_comma && text.chars().all(|c| is_han(c) || c.is_whitespace());
    let is_joint = |c: char| joint(c) || has_comma && c == ',' || is_blank_list && c.is_whitespace();
    text.split(is_joint).map(str::trim).filter(|term| !term.is_empty()).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_of_every_habit() {
        for (text, expected) in [
            ("虚构杂志 2020；9(1)：17-18", ["虚构杂志", "9", "1", "17-18", "2020"]),
            ("虚构杂志, 2020, 9(1): 17-18", ["虚构杂志", "9", "1", "17-18", "2020"]),
            ("虚构杂志2020 9(1):17-18", ["虚构杂志", "9", "1", "17-18", "2020"]),
            ("虚构学报.2010(5).-889-896", ["虚构学报", "", "5", "889-896", "2010"]),
            ("虚构杂志 2020年第1期", ["虚构杂志", "", "1", "", "2020"]),
            ("虚构杂志,2020,第9卷,第1期,17-18页", ["虚构杂志", "9", "1", "17-18", "2020"]),
            ("虚构杂志 2020；52：300-303", ["虚构杂志", "52", "", "300-303", "2020"]),
            ("虚构杂志", ["虚构杂志", "", "", "", ""]),
            ("架空学会誌(2019-5679)34巻5号 Page112-119(2019.03)", ["架空学会誌", "34", "5", "112-119", "2019"]),
            ("架空学会誌 34巻Suppl.号 Page S12(2018.06)", ["架空学会誌", "34", "", "S12", "2018"]),
            ("架空(1234-5679)12号 Page1-3(2017.01)", ["架空", "", "12", "1-3", "2017"]),
            ("", ["", "", "", "", ""]),
        ] {
            let found = parse(text);
            let of = |wanted: Role| found.iter().find(|(_, role, _)| *role == wanted).map_or("", |(.., value)| value);
            let roles = [Role::Journal, Role::Volume, Role::Issue, Role::Pages, Role::Year];
            assert_eq!(roles.map(of), expected, "{text}");
        }
    }

    #[test]
    fn lists_are_parted() {
        for (text, expected) in [
            ("王一(1)；李二三(2)", "王一; 李二三"),
            ("王一 李二三", "王一; 李二三"),
            ("王一，李二三", "王一; 李二三"),
            ("Ruiz, Ana; Brandt, Otto", "Ruiz, Ana; Brandt, Otto"),
        ] {
            assert_eq!(people(text, true), expected);
        }
        assert_eq!(people("山田 花子(架空大学 (看護)), 佐藤 次郎", false), "山田 花子; 佐藤 次郎");
        assert_eq!(people("山田 花子", false), "山田 花子");
        for text in ["睡眠；护士", "睡眠、护士", "睡眠 护士", "睡眠,护士", "睡眠; 护士；"] {
            assert_eq!(terms(text), "睡眠; 护士");
        }
        assert_eq!(terms("night work"), "night work");
    }
}
