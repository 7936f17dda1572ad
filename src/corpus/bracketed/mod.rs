//! Text whose fields have names in black brackets, as VIP, SinoMed and Ichushi write it: lines in, records out.
//!
//! `【题名】…`, `【作　者】：…`, `【抄録】…`; blanks inside of a name are none of it, and a line may hold several fields. A
//! record starts at a line that counts it ("3.", "[3]", "3"), where the name comes again that the one before began
//! with, or with another title. Headings of abstracts stand in such brackets, too. `source` reads where a record was
//! published.

mod source;

use std::io::{self, BufRead};

use super::draft::Draft;
use super::lines;
use super::record::Role;
use super::sink::Sink;
use super::table::columns;

/// Longest name of a field, in characters.
const LONGEST: usize = 20;
/// Lines above the first record, at most.
const ABOVE: usize = 15;
/// Lines of a file that are looked at to tell it.
const LOOKED_AT: usize = 60;
/// Digits from which a number is that of a record in its database, and none that counts it.
const OF_DATABASE: usize = 8;
/// Tag of such a number on a line of its own.
const NUMBER: &str = "ID";

/// Names that no column of a table has, or that mean something else there, as letters and digits.
const NAMES: &[(&str, Role)] = &[
    ("篇名", Role::Title),
    ("文章标题", Role::Title),
    ("文章题目", Role::Title),
    ("中文标题", Role::Title),
    ("中文题名", Role::Title),
    ("標題", Role::Title),
    ("題名", Role::Title),
    ("論文名", Role::Title),
    ("英文标题", Role::TranslatedTitle),
    ("英文题名", Role::TranslatedTitle),
    ("英文篇名", Role::TranslatedTitle),
    ("英文タイトル", Role::TranslatedTitle),
    ("英語タイトル", Role::TranslatedTitle),
    ("文摘", Role::Abstract),
    ("英文文摘", Role::Abstract),
    ("英文抄録", Role::Abstract),
    ("要旨", Role::Abstract),
    ("著者名所属機関名", Role::AuthorList),
    ("キーワート", Role::KeywordList),
    ("フリーキーワート", Role::KeywordList),
    ("主题词", Role::SubjectList),
    ("特征词", Role::SubjectList),
    ("シソーラス用語", Role::SubjectList),
    ("統制語", Role::SubjectList),
    ("出处", Role::Other),
    ("来源", Role::Other),
    ("收载志", Role::Other),
    ("収載誌", Role::Other),
    ("収録誌", Role::Other),
    ("掲載誌", Role::Other),
    ("雑誌名", Role::Journal),
    ("年", Role::Year),
    ("年代", Role::Year),
    ("出版年份", Role::Year),
    ("発行年", Role::Year),
    ("出版日期", Role::Date),
    ("卷号", Role::Volume),
    ("期号", Role::Issue),
    ("页码", Role::Pages),
    ("页", Role::Pages),
    ("起止页码", Role::Pages),
    ("ヘーシ", Role::Pages),
    ("流水号", Role::Accession),
    ("文献番号", Role::Accession),
    ("医中誌id", Role::Accession),
    ("doi号", Role::Doi),
    ("issn号", Role::Issn),
    ("语种", Role::Language),
    ("文种", Role::Language),
    ("言語", Role::Language),
    ("論文種類", Role::Type),
    ("資料種別", Role::Type),
    ("资料类型", Role::Type),
    ("网址", Role::Url),
    ("全文链接", Role::Url),
    ("テータヘース", Role::Database),
    ("数据库", Role::Database),
];
/// Names under which a source stands.
const SOURCES: [&str; 6] = ["出处", "来源", "收载志", "収載誌", "収録誌", "掲載誌"];
/// What names of fields hold that say nothing here, as letters and digits. Inside of an abstract any other name that
/// is not known is a heading.
const SILENT: [&str; 22] = [
    "机构", "单位", "地址", "所属", "分类", "分類", "基金", "号", "文摘", "序", "国别", "出版", "通讯", "邮", "被引",
    "下载", "備考", "检索", "更新", "cn", "タク", "収",
];

/// Reads text with names in black brackets.
pub fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    let mut reader = Reader::default();
    let result = lines::each(input, sink, |number, line, sink| reader.line(number, line, sink));
    reader.finish(sink);
    result
}

/// Whether the first text of a file is so: near its start a line begins with a name that is known, and of those
/// behind it one is a title's and two more are known.
pub fn sniff(head: &str) -> bool {
    let lines = lines::of_head(head).filter(|line| !line.trim().is_empty());
    let roles: Vec<Vec<Role>> = lines.take(ABOVE + LOOKED_AT).map(|line| fields(line).1).map(known).collect();
    let first = roles.iter().position(|roles| !roles.is_empty()).filter(|at| *at < ABOVE);
    let all: Vec<Role> = roles.into_iter().flatten().collect();
    first.is_some() && all.contains(&Role::Title) && all.iter().any(|role| *role != Role::Title) && all.len() >= 3
}

fn known(fields: Vec<Named<'_>>) -> Vec<Role> {
    fields.iter().map(|field| role(&field.name)).filter(|role| *role != Role::Other).collect()
}

/// A field in a line: its name without blanks, and its value.
struct Named<'l> {
    name: String,
    value: &'l str,
}

/// What stands above or before the first name of a line, and the fields behind it.
fn fields(line: &str) -> (&str, Vec<Named<'_>>) {
    let (lead, mut rest) = line.split_at(line.find('【').unwrap_or(line.len()));
    let mut fields: Vec<Named<'_>> = Vec::new();
    // Text with a bracket inside goes on with the field above.
    if !lead.trim().is_empty() && count(lead.trim()).is_none() {
        return (line.trim(), fields);
    }
    while let Some((name, behind)) = rest.strip_prefix('【').and_then(|rest| rest.split_once('】')) {
        let end = next_name(behind);
        let value = behind[..end].trim().trim_start_matches([':', '：']).trim();
        let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
        if name.is_empty() || name.chars().count() > LONGEST {
            break;
        }
        fields.push(Named { name, value });
        rest = &behind[end..];
    }
    (if fields.is_empty() { line.trim() } else { lead.trim() }, fields)
}

/// Where the next field of a line begins: at a name that is known and no heading of an abstract.
fn next_name(text: &str) -> usize {
    let is_name = |at: &usize| {
        let signs = text[*at + '【'.len_utf8()..].chars().take(LONGEST + 1);
        let name: String = signs.take_while(|c| *c != '】').collect();
        name.chars().count() <= LONGEST && role(&name) != Role::Other
    };
    text.match_indices('【').map(|(at, _)| at).find(is_name).unwrap_or(text.len())
}

/// The number in what counts a record: "3", "3.", "3、", "[3]", "(3)".
fn count(text: &str) -> Option<u32> {
    let inner = text.trim_start_matches(['[', '(', '［', '（']);
    let digits = inner.trim_end_matches([']', ')', '.', '、', '．', '］', '）']);
    digits.parse().ok().filter(|_| digits.len() < OF_DATABASE && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// What a name means.
fn role(name: &str) -> Role {
    let key = columns::key(name);
    let known = NAMES.iter().find(|(known, _)| *known == key).map(|(_, role)| *role);
    known.unwrap_or_else(|| columns::guess(&key).0)
}

/// Whether a name inside of an abstract is the heading of a part of it.
fn is_heading(name: &str) -> bool {
    let key = columns::key(name);
    role(name) == Role::Other && !SOURCES.contains(&key.as_str()) && !SILENT.iter().any(|silent| key.contains(silent))
}

#[derive(Default)]
struct Reader {
    /// Number of the last record that was counted.
    count: u32,
    /// Whether the last line was blank.
    is_parted: bool,
    draft: Draft,
}

impl Reader {
    fn line(&mut self, number: u32, line: &str, sink: &mut Sink) {
        if line.trim().is_empty() {
            self.is_parted = true;
            return;
        }
        let (lead, fields) = fields(line);
        if let Some(count) = count(lead).filter(|count| self.counts(*count, fields.is_empty())) {
            self.finish(sink);
            self.count = count;
        } else if fields.is_empty() {
            self.text(number, lead, sink);
        }
        fields.iter().for_each(|field| self.field(number, field, sink));
        self.is_parted = false;
    }

    /// Whether a number begins a record here; a selection keeps gaps.
    fn counts(&self, count: u32, is_alone: bool) -> bool {
        let is_next = self.draft.is_empty() || self.count > 0 && count > self.count;
        is_next && (!is_alone || self.is_parted || self.draft.is_empty())
    }

    fn field(&mut self, number: u32, field: &Named<'_>, sink: &mut Sink) {
        let name = field.name.as_str();
        if self.draft.last_role() == Some(Role::Abstract) && is_heading(name) {
            return self.draft.append("\n", &format!("【{name}】{}", field.value));
        }
        let role = role(name);
        let is_begun = !self.draft.is_empty() && self.draft.tag(0) == name;
        if is_begun || role == Role::Title && self.draft.has(name) {
            self.finish(sink);
        }
        if self.draft.is_empty() {
            self.draft.start(number);
        }
        self.draft.push(name, role, field.value);
    }

    /// Takes a line without a name: the number of a record, or more of the field above.
    fn text(&mut self, number: u32, text: &str, sink: &mut Sink) {
        let is_number = text.len() >= OF_DATABASE && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let is_of_database = is_number && text.bytes().any(|byte| byte.is_ascii_digit());
        if is_of_database && (self.draft.is_empty() || self.is_parted && self.draft.tag(0) == NUMBER) {
            self.finish(sink);
            self.draft.start(number);
            return self.draft.push(NUMBER, Role::Accession, text);
        }
        match self.draft.last_role() {
            // The search, above the first record.
            None => {}
            Some(Role::Abstract | Role::Note) => self.draft.append("\n", text),
            // Each on a line of its own.
            Some(Role::AuthorList | Role::KeywordList | Role::SubjectList) => self.draft.append("; ", text),
            Some(_) => self.draft.append(" ", text),
        }
    }

    fn finish(&mut self, sink: &mut Sink) {
        if self.draft.is_empty() {
            return;
        }
        for i in 0..self.draft.len() {
            let (name, value) = (self.draft.tag(i), self.draft.value(i));
            let new = match self.draft.field(i).role {
                Role::AuthorList => source::people(value, name == "作者"),
                Role::KeywordList | Role::SubjectList => source::terms(value),
                _ => continue,
            };
            self.draft.set_value(i, &new);
        }
        self.settle_source();
        self.draft.finish(sink);
    }

    /// Reads the source, which may stand under the name of the journal.
    fn settle_source(&mut self) {
        let is_source = |i: &usize| SOURCES.contains(&self.draft.tag(*i));
        let is_journal = |i: &usize| self.draft.field(*i).role == Role::Journal;
        let Some(at) = (0..self.draft.len()).find(is_source).or_else(|| (0..self.draft.len()).find(is_journal)) else {
            return;
        };
        let found = source::parse(self.draft.value(at));
        // The name alone of a journal is there already.
        if self.draft.field(at).role == Role::Journal && found.len() > 1 {
            self.draft.field_mut(at).role = Role::Other;
        }
        for (tag, role, value) in found {
            if !self.draft.has_role(role) {
                self.draft.push(tag, role, &value);
            }
        }
    }
}

#[cfg(test)]
mod tests;
