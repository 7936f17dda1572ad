//! Names of elements: the way to an element in, the role of its text out.

use crate::corpus::record::Role;
use crate::corpus::table::columns;

/// A name without its space: `dc:title` → `title`.
pub(super) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Whether the heading of a text says only that it is an abstract.
pub(super) fn is_abstract(heading: &str) -> bool {
    const HEADINGS: [&str; 7] =
        ["abstract", "resumo", "resumen", "résumé", "riassunto", "samenvatting", "zusammenfassung"];
    HEADINGS.contains(&heading.trim_end_matches([':', '.', ' ']).to_lowercase().as_str())
}

/// The ends of ways that mean something, or something else than a column of that name does.
const WAYS: &[(&str, Role)] = &[
    // The journal or the book that an article stands in.
    ("journal/title", Role::Journal),
    ("Journal/title", Role::Journal),
    ("Book/title", Role::Journal),
    ("Series/title", Role::Other),
    ("relatedItem/titleInfo", Role::Journal),
    ("otherItem/titleInfo", Role::Other),
    ("kwd-group/title", Role::Other),
    ("otherTitle", Role::TranslatedTitle),
    ("titleInfo", Role::Title),
    ("journal-title", Role::Journal),
    ("abbrev-journal-title", Role::JournalAbbrev),
    ("medlineAbbreviation", Role::JournalAbbrev),
    ("jtl", Role::Journal),
    ("title-group/article-title", Role::Title),
    ("trans-title", Role::TranslatedTitle),
    ("atl", Role::Title),
    ("tig/btl", Role::Title),
    // Abstracts.
    ("ab", Role::Abstract),
    ("trans-abstract", Role::Abstract),
    // Words.
    ("kwd", Role::Keyword),
    ("keyword", Role::Keyword),
    ("topic", Role::Keyword),
    ("AutomaticTag/value", Role::Keyword),
    ("subj-group/subject", Role::Other),
    ("subject", Role::Keyword),
    ("subj", Role::Subject),
    ("su", Role::Subject),
    ("meshHeading/descriptorName", Role::Subject),
    // Where and when.
    ("fpage", Role::StartPage),
    ("lpage", Role::EndPage),
    ("ppf", Role::StartPage),
    ("extent/start", Role::StartPage),
    ("extent/end", Role::EndPage),
    ("elocation-id", Role::Pages),
    ("vid", Role::Volume),
    ("iid", Role::Issue),
    ("dateIssued", Role::Year),
    ("arXiv/created", Role::Year),
    ("dateOfPublication", Role::Date),
    ("publisher-name", Role::Publisher),
    ("publisher/Organization/name", Role::Publisher),
    ("URI/value", Role::Url),
    ("authorString", Role::AuthorList),
    ("creator", Role::Author),
    ("au", Role::Author),
    ("author/name", Role::Author),
    ("author", Role::AuthorList),
    // What it is.
    ("languageTerm", Role::Language),
    ("genre", Role::Type),
    ("pubType", Role::Type),
    ("pubtype", Role::Other),
    ("description", Role::Abstract),
    ("source", Role::Database),
    ("name", Role::Other),
    ("copyright-year", Role::Other),
    ("number", Role::Issue),
];

/// The role of a text at the end of `path`.
pub(super) fn role(path: &str) -> Role {
    let ends = |way: &str| path.strip_suffix(way).is_some_and(|before| before.is_empty() || before.ends_with('/'));
    if let Some((_, role)) = WAYS.iter().find(|(way, _)| ends(way)) {
        return *role;
    }
    let (role, rank, _) = columns::guess(path.rsplit('/').next().unwrap_or(path));
    if rank > 1 || rank > 0 && role == Role::Date || role == Role::Label { Role::Other } else { role }
}

/// Whether an element of the first text of a file is a title or an abstract, and a second one is known, too.
pub(super) fn tells(head: &str) -> bool {
    let names = head.split('<').skip(1).filter_map(|tag| tag.split(['>', ' ', '/']).next()).filter(|n| !n.is_empty());
    let roles: std::collections::BTreeSet<Role> = names.take(500).map(|name| role(local(name))).collect();
    (roles.contains(&Role::Title) || roles.contains(&Role::Abstract)) && roles.len() >= 3
}
