//! Fields: the text between the braces of one entry in, a record out.
//!
//! Where a value ends is the business of `value`. Several authors become a field each.

use std::borrow::Cow;

use super::super::issue::IssueKind;
use super::super::record::{RecordBuilder, Role};
use super::super::sink::Sink;
use super::super::values;
use super::value::{self, Ends, MAX_NAME, Macros};
use super::{KEY, TYPE, formula, journals, names, tex, titles};
use crate::corpus::markup;

/// An entry as it stands in a file.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    /// Its type, as written.
    pub kind: &'a str,
    /// What stands between its braces.
    pub text: &'a str,
    /// Line on which it starts.
    pub line: u32,
    /// Whether it ends where its braces are even.
    pub is_closed: bool,
}

/// Reads one entry.
pub(super) fn entry(entry: Entry<'_>, macros: &mut Macros, sink: &mut Sink) {
    let Entry { kind, text, is_closed, .. } = entry;
    match kind.to_ascii_lowercase().as_str() {
        "comment" | "preamble" => {}
        "string" => {
            let (mut rest, mut ends) = (text, Ends::new(is_closed));
            while let Some((name, value, after)) = field(rest, &mut ends, macros) {
                macros.insert(name.to_lowercase(), value.into_owned());
                rest = after;
            }
        }
        _ => record(entry, macros, sink),
    }
}

fn record(entry: Entry<'_>, macros: &Macros, sink: &mut Sink) {
    let Entry { kind, text, line, is_closed } = entry;
    let (key, mut rest) = key(text);
    let (mut fields, mut ends) = (Vec::new(), Ends::new(is_closed));
    while let Some((name, value, after)) = field(rest, &mut ends, macros) {
        fields.push((name, value));
        rest = after;
    }
    let mut builder = RecordBuilder::with_capacity(line, text.len() + 16, 16);
    builder.push(TYPE, Role::Type, kind);
    builder.push(KEY, role_of_key(key), key);
    let is_pubmed = fields.iter().any(|(name, value)| tells_pubmed(name, value));
    let has_full = fields.iter().any(|(name, _)| name.eq_ignore_ascii_case("fjournal"));
    let subtitle = fields.iter().find(|(name, _)| name.eq_ignore_ascii_case(titles::SUBTITLE));
    for (name, value) in &fields {
        let role = match role(name) {
            _ if is_pubmed && name.eq_ignore_ascii_case("eprint") => Role::Pmid,
            // MathSciNet: the short name beside the full one.
            Role::Journal if has_full && name.eq_ignore_ascii_case("journal") => Role::JournalAbbrev,
            role => role,
        };
        match subtitle {
            Some((_, subtitle)) if role == Role::Title => {
                let whole = titles::join(&plain(role, value), &plain(role, subtitle)).into_owned();
                builder.push(name, role, &whole);
            }
            _ => push(&mut builder, name, role, value),
        }
    }
    let left = behind_comments(rest).trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '}'));
    if !left.is_empty() {
        let start: String = left.chars().take(40).map(|c| if c.is_control() { ' ' } else { c }).collect();
        sink.issue(line, IssueKind::Malformed, format!("no `name = value` in this entry, left out from here: {start}"));
    }
    sink.record(builder);
}

/// The key, and what follows it. An entry without a key begins with a field.
fn key(text: &str) -> (&str, &str) {
    let end = text.find(['=', ',', '"', '{']).unwrap_or(text.len());
    match text.as_bytes().get(end) {
        Some(b',') => (text[..end].trim(), &text[end + 1..]),
        None => (text.trim(), ""),
        Some(_) => uncommaed(text).unwrap_or(("", text)),
    }
}

/// The key on a line of its own that no comma ends, where a field begins below it, and what follows.
fn uncommaed(text: &str) -> Option<(&str, &str)> {
    let (line, rest) = text.split_once('\n')?;
    let key = line.trim();
    let is_key = !key.is_empty() && !key.contains(['=', '"', '{', '}', '%']);
    (is_key && value::begins_field(rest)).then_some((key, rest))
}

/// What a key is: an id, or the PMID with its name, as converters of PubMed's records write it ("pmid91234567").
fn role_of_key(key: &str) -> Role {
    match key.strip_prefix("pmid") {
        Some(number) if values::is_pmid(number) => Role::Pmid,
        _ if key.is_empty() => Role::Other,
        _ => Role::Id,
    }
}

/// Whether a field says that `eprint` is a PMID.
fn tells_pubmed(name: &str, value: &str) -> bool {
    let is_type = ["eprinttype", "archiveprefix"].iter().any(|known| name.eq_ignore_ascii_case(known));
    is_type && ["pmid", "pubmed"].iter().any(|known| value.trim().eq_ignore_ascii_case(known))
}

fn push(builder: &mut RecordBuilder, name: &str, role: Role, raw: &str) {
    let text = |raw: &str| plain(role, raw);
    match role {
        Role::Author => names::split(raw).iter().for_each(|author| builder.push(name, role, &text(author))),
        // Cochrane: "PUBMED 91234567,EMBASE 2012345678".
        Role::Accession if raw.trim_start().starts_with("PUBMED ") => builder.push(name, Role::Pmid, &text(raw)),
        Role::Doi | Role::Url => builder.push(name, role, &collapse(&markup::value(role, &tex::unescape(raw)))),
        Role::Pages => builder.push(name, role, &text(raw).replace(['–', '—'], "-")),
        Role::KeywordList if is_by_line(raw) => {
            let words: Vec<String> = raw.lines().map(text).filter(|word| !word.is_empty()).collect();
            builder.push(name, role, &words.join("\n"));
        }
        Role::Journal => builder.push(name, role, &journals::named(raw).map_or_else(|| text(raw), str::to_string)),
        _ => builder.push(name, role, &text(raw)),
    }
}

/// The text of the cell of a table that was BibTeX; of people, one behind the other.
pub(in crate::corpus) fn cell(role: Role, raw: &str) -> Cow<'_, str> {
    let is_tex = raw.contains(['{', '}', '\\', '\n']) || role == Role::Pages && raw.contains("--");
    Cow::Owned(match role {
        _ if !is_tex => return Cow::Borrowed(raw),
        Role::KeywordList if is_by_line(raw) => return Cow::Borrowed(raw),
        Role::AuthorList => {
            let names: Vec<String> = names::split(raw).iter().map(|name| plain(Role::Author, name)).collect();
            names.join("; ")
        }
        Role::Doi | Role::Url => collapse(&tex::unescape(raw)),
        Role::Pages => plain(role, raw).replace(['–', '—'], "-"),
        Role::Id | Role::Label | Role::Type | Role::Other => return Cow::Borrowed(raw),
        _ => plain(role, raw),
    })
}

/// The text of a value in one line.
fn plain(role: Role, raw: &str) -> String {
    let text = tex::decode(raw);
    let text = markup::value(role, &text);
    match role {
        Role::Title | Role::TranslatedTitle | Role::Abstract => collapse(&formula::plain(&text)),
        _ => collapse(&text),
    }
}

/// Whether each line is a keyword of its own, as EndNote writes them: not set in, with no more commas than one each.
fn is_by_line(raw: &str) -> bool {
    let mut lines = raw.trim().lines();
    let n_commas = raw.matches(',').count();
    let is_plain = |line: &str| !line.starts_with([' ', '\t']) && !line.trim_end().ends_with(',');
    let (is_first_plain, rest) = (lines.next().is_some_and(is_plain), lines.collect::<Vec<_>>());
    is_first_plain
        && !rest.is_empty()
        && n_commas <= rest.len()
        && !raw.contains(';')
        && rest.iter().all(|line| is_plain(line))
}

fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The next `name = value`: the name, the value as written, and what follows.
fn field<'a>(text: &'a str, ends: &mut Ends, macros: &Macros) -> Option<(&'a str, Cow<'a, str>, &'a str)> {
    let text = behind_comments(text);
    let (name, rest) = text.split_once('=')?;
    let name = name.trim();
    if name.is_empty() || name.len() > MAX_NAME || name.contains(['{', '}', '"', '\n', ',']) {
        return None;
    }
    let (value, rest) = value::read(rest, ends, macros);
    Some((name, value, rest))
}

/// The text from its next field on; lines behind a `%` are comments, as Biber has them.
fn behind_comments(mut text: &str) -> &str {
    loop {
        text = text.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        if !text.starts_with('%') {
            return text;
        }
        text = text.find('\n').map_or("", |end| &text[end..]);
    }
}

/// What a field means.
pub(super) fn role(name: &str) -> Role {
    match name.to_ascii_lowercase().replace(['_', ' '], "-").as_str() {
        "title" => Role::Title,
        "origtitle" => Role::TranslatedTitle,
        "author" => Role::Author,
        "journal" | "fjournal" | "journaltitle" | "booktitle" => Role::Journal,
        "shortjournal" | "journal-iso" | "journalabbr" | "abbrev-source-title" => Role::JournalAbbrev,
        "year" => Role::Year,
        "date" | "month" | "earlyaccessdate" | "publication-date" => Role::Date,
        "volume" => Role::Volume,
        "number" | "issue" => Role::Issue,
        "pages" | "article-number" | "art-number" | "eid" => Role::Pages,
        "doi" => Role::Doi,
        "url" | "link" => Role::Url,
        "pmid" | "pubmed" | "pubmedid" | "pubmed-id" => Role::Pmid,
        "unique-id" | "accession-number" => Role::Accession,
        "abstract" => Role::Abstract,
        "keywords" | "keyword" | "key-words" | "author-keywords" | "keywords-plus" => Role::KeywordList,
        "mesh" | "mesh-terms" | "mesh-headings" => Role::SubjectList,
        "issn" | "isbn" | "eissn" => Role::Issn,
        "publisher" => Role::Publisher,
        "language" | "langid" => Role::Language,
        "type" | "document-type" | "howpublished" => Role::Type,
        "note" | "notes" | "annote" | "annotation" => Role::Note,
        "database" | "source" => Role::Database,
        "label" => Role::Label,
        _ => Role::Other,
    }
}
