//! One record: its tree in, its fields out.

use super::{Kind, feed, names, prose, source, titles};
use crate::corpus::doi;
use crate::corpus::lang::Lang;
use crate::corpus::markup;
use crate::corpus::record::{RecordBuilder, Role};
use crate::corpus::refworks;
use crate::corpus::xml::{Node, squeeze};

/// Goes through the elements of a record.
pub(super) struct Walk {
    pub fields: RecordBuilder,
    kind: Kind,
    /// Whether the year was found.
    has_year: bool,
    title: String,
    /// What the title of the book is that EBSCO names.
    book: Role,
    /// Whether the abstract was found on a page beside the elements.
    has_page: bool,
    has_doi: bool,
    /// The DOI of something that the record is related to: its own where it names no other.
    related: Option<(String, String)>,
}

impl Walk {
    pub fn new(line: u32, kind: Kind) -> Walk {
        Walk {
            fields: RecordBuilder::new(line),
            kind,
            has_year: false,
            title: String::new(),
            book: Role::Journal,
            has_page: false,
            has_doi: false,
            related: None,
        }
    }

    /// The record of an element.
    pub fn record(node: Node<'_>, line: u32, kind: Kind) -> RecordBuilder {
        let mut walk = Walk::new(line, kind);
        if kind == Kind::Jats {
            for (name, role) in [("article-type", Role::Type), ("xml:lang", Role::Language)] {
                walk.push(name, role, node.attribute(name).unwrap_or_default());
            }
        }
        if kind == Kind::Dblp {
            walk.push("key", Role::Id, node.attribute("key").unwrap_or_default());
            walk.push("type", Role::Type, node.name());
        }
        if kind == Kind::Rss
            && let Some(text) = feed::text(node)
        {
            walk.push("encoded", Role::Abstract, &text);
            walk.has_page = true;
        }
        walk.inside(node, &mut String::new());
        if let Some((path, doi)) = walk.related.take() {
            walk.push(&path, if walk.has_doi { Role::Other } else { Role::Doi }, &doi);
        }
        walk.fields
    }

    fn push(&mut self, tag: &str, role: Role, value: &str) {
        if !value.trim().is_empty() {
            self.has_doi |= role == Role::Doi;
            self.fields.push(tag, role, value.trim());
        }
    }

    /// Takes all elements right inside.
    pub fn inside(&mut self, node: Node<'_>, path: &mut String) {
        let length = path.len();
        for child in node.children() {
            if length > 0 {
                path.push('/');
            }
            path.push_str(segment(child));
            if child.name() == "bkinfo" {
                self.book = book(node);
            }
            // Europe PMC has the same authors in a list, Scopus the first of them one by one with the others.
            let has_parts = |people: &str| node.child(people).is_some_and(|people| people.children().next().is_some());
            let is_repeated = match child.name() {
                "authorString" => node.child("authorList").is_some(),
                "dc:creator" => has_parts("author"),
                _ => false,
            };
            let is_jats = self.kind == Kind::Jats;
            match child.name() {
                _ if is_repeated => self.push(path, Role::Other, &child.text()),
                "article-title" | "trans-title" if is_jats => {
                    self.text(path, names::role(path), &titles::of_jats(child, node));
                }
                "subtitle" | "trans-subtitle" if is_jats && node.name().ends_with("title-group") => {}
                _ => self.element(child, path),
            }
            path.truncate(length);
        }
    }

    fn element(&mut self, node: Node<'_>, path: &mut String) {
        let name = names::local(node.name());
        let has_children = node.children().next().is_some();
        match name {
            "body" | "back" | "sub-article" | "response" | "floats-group" | "ref-list" if self.kind == Kind::Jats => {}
            "commentCorrectionList" | "grantsList" => self.push(path, Role::Other, &node.text()),
            "contrib" | "author" | "Person" if has_children => self.person(node, path),
            "name" if has_children && self.kind != Kind::Jats => self.person(node, path),
            "header" => {
                for (name, role) in [("longDbName", Role::Database), ("uiTerm", Role::Accession)] {
                    self.push(name, role, node.attribute(name).unwrap_or_default());
                }
                self.inside(node, path);
            }
            "titleInfo" => self.text(path, names::role(path), &titles::of_mods(node)),
            "detail" => {
                let role = match node.attribute("type") {
                    Some("volume") => Role::Volume,
                    Some("issue" | "number") => Role::Issue,
                    _ => Role::Other,
                };
                self.push(path, role, &node.text_of("number"));
            }
            "pub-date" | "dt" => self.date(node, path),
            // MeSH of Europe PMC, one heading a field.
            "meshHeading" => self.push(path, Role::Subject, &node.text_of("descriptorName")),
            "relation" if self.related.is_none() && is_doi(&node.text()) => {
                self.related = Some((path.clone(), node.text().into_owned()));
            }
            "identifier" | "article-id" | "ui" if !has_children => self.identifier(node, path),
            _ => match self.role(path, name) {
                Role::Abstract => self.summary(node, path),
                role if (node.has_text() || node.holds_only(markup::is_inline))
                    && !(role == Role::Other && has_children && self.kind == Kind::Any) =>
                {
                    self.text(path, role, &prose::text(node, role));
                }
                _ => self.inside(node, path),
            },
        }
    }

    fn role(&self, path: &str, name: &str) -> Role {
        match self.kind {
            Kind::Refworks => refworks::role(&name.to_uppercase()),
            // Zotero keeps there what has no field of its own.
            Kind::Rdf if name == "description" => Role::Note,
            Kind::Rss if self.has_page && matches!(name, "description" | "encoded") => Role::Other,
            Kind::Rss if name == "source" => Role::Journal,
            Kind::Dblp if name == "author" => Role::Author,
            // The place of a page in dblp itself.
            Kind::Dblp if name == "url" => Role::Other,
            Kind::Dblp if name == "ee" => Role::Url,
            _ if name == "btl" && path.ends_with("bkinfo/btl") => self.book,
            _ => names::role(path),
        }
    }

    fn text(&mut self, path: &str, role: Role, text: &str) {
        // People of the same name have numbers: "Ana Roe 0002".
        let is_numbered = self.kind == Kind::Dblp && role == Role::Author;
        let text = if is_numbered { text.trim_end_matches(|c: char| c.is_ascii_digit()) } else { text };
        let role = match role {
            Role::Year if self.has_year => Role::Date,
            Role::Title if self.title == text => Role::Other,
            Role::Title if !self.title.is_empty() => Role::TranslatedTitle,
            Role::Keyword if text.contains(';') => Role::KeywordList,
            // Journals that give Dublin Core.
            Role::Database if source::parts(text).is_some() => return self.source(path, text),
            role => role,
        };
        self.has_year |= role == Role::Year;
        if role == Role::Title {
            self.title.push_str(text);
        }
        self.push(path, role, &markup::without_frame(role, text.into()));
    }

    /// Journal, volume and issue of a text that has them all.
    fn source(&mut self, path: &str, text: &str) {
        let Some(found) = source::parts(text) else { return };
        self.push(path, Role::Journal, found.journal);
        self.push(path, Role::Volume, found.volume);
        self.push(path, Role::Issue, found.issue);
    }

    fn date(&mut self, node: Node<'_>, path: &str) {
        let parts = ["year", "month", "day"]
            .map(|part| node.attribute(part).map_or_else(|| node.text_of(part).into_owned(), str::to_string));
        let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        let value = if parts.is_empty() { node.text().into_owned() } else { parts.join("-") };
        self.text(path, Role::Year, &value);
    }

    fn identifier(&mut self, node: Node<'_>, path: &str) {
        let value = node.text();
        let kind = ["pub-id-type", "type", "identifierType"].iter().find_map(|name| node.attribute(name));
        let bare = value.strip_prefix("ISSN ").or_else(|| value.strip_prefix("ISBN "));
        let role = match kind.unwrap_or_default().to_ascii_lowercase().as_str() {
            "doi" => Role::Doi,
            "pmid" | "pubmed" => Role::Pmid,
            "pmc" | "pmcid" => Role::Accession,
            "issn" | "isbn" => Role::Issn,
            "uri" | "url" => Role::Url,
            "" if bare.is_some() => Role::Issn,
            "" if value.starts_with("pmid:") => Role::Pmid,
            "" if doi::find(&value).is_some() => Role::Doi,
            "" if value.starts_with("http") => Role::Url,
            _ => Role::Other,
        };
        self.push(path, role, bare.unwrap_or(&value));
    }

    /// A person or a body; editors and others are no authors.
    fn person(&mut self, node: Node<'_>, path: &str) {
        let is_author = node.attribute("contrib-type").is_none_or(|kind| kind == "author")
            && !["editors", "contributors", "Item", "subject"].iter().any(|other| path.contains(other))
            && !has_role(node, &["edt", "editor", "ths", "advisor"]);
        let role = if is_author { Role::Author } else { Role::Other };
        let family = found(node, &FAMILY);
        let given = found(node, &GIVEN).or_else(|| found(node, &["initials", "Initials"]));
        let name = match (family, given) {
            _ if is_author && let Some(group) = group(node) => group,
            (Some(family), Some(given)) => format!("{family}, {given}"),
            (Some(family), None) => family,
            _ => of_parts(node).or_else(|| found(node, &WHOLE)).unwrap_or_default(),
        };
        self.push(path, role, &name);
    }

    /// An abstract with its language, its parts in lines, each with its heading.
    fn summary(&mut self, node: Node<'_>, path: &str) {
        // Highlights, pictures and the like are no abstracts.
        const KINDS: [&str; 3] = ["abstract", "section", "main"];
        let is_other = node.attribute("abstract-type").is_some_and(|kind| !KINDS.contains(&kind));
        let lang = ["xml:lang", "lang", "language"].iter().find_map(|name| node.attribute(name)).and_then(Lang::parse);
        let mut lines = Vec::new();
        collect(node, &mut lines);
        let role = if is_other { Role::Other } else { Role::Abstract };
        if !lines.is_empty() {
            self.fields.push_lang(path, role, lang, &lines.join("\n"));
        }
    }
}

/// Names that hold a part of a name.
const FAMILY: [&str; 5] = ["surname", "lastName", "LastName", "family", "keyname"];
const GIVEN: [&str; 7] = ["given-names", "given-name", "givenName", "given", "firstName", "ForeName", "forenames"];
/// Names that hold a whole name.
const WHOLE: [&str; 8] =
    ["fullName", "collab", "string-name", "CollectiveName", "collectiveName", "displayForm", "institution", "name"];

/// What an element adds to the way: titles and items of another kind have names of their own.
fn segment<'t>(node: Node<'t>) -> &'t str {
    let name = names::local(node.name());
    match name {
        "titleInfo" if node.attribute("type").is_some() => "otherTitle",
        "relatedItem" if node.attribute("type").is_some_and(|kind| kind != "host") => "otherItem",
        name => name,
    }
}

/// The text of the first element inside of one of these names, at any depth.
fn found(node: Node<'_>, wanted: &[&str]) -> Option<String> {
    for child in node.children() {
        if wanted.contains(&names::local(child.name())) {
            let text = child.text();
            if !text.is_empty() {
                return Some(text.into_owned());
            }
        }
        if let Some(text) = found(child, wanted) {
            return Some(text);
        }
    }
    None
}

/// The name of a group that signs as an author, without those of its members, which JATS may list inside of it.
fn group(author: Node<'_>) -> Option<String> {
    let group = author.children().find(|child| matches!(child.name(), "collab" | "collab-alternatives"))?;
    let group = group.child("collab").unwrap_or(group);
    let is_own = |part: &Node<'_>| !matches!(part.name(), "contrib-group" | "xref");
    let own: String = group.items().filter(is_own).map(Node::raw).collect();
    Some(squeeze(&own)).filter(|name| !name.is_empty())
}

/// Whether a text is a DOI, as it stands.
fn is_doi(text: &str) -> bool {
    text.starts_with("10.") && doi::find(text).is_some()
}

/// What the book of an entry of EBSCO is: what a chapter stands in, or the entry itself. APA names every article so, too.
fn book(entry: Node<'_>) -> Role {
    let [title, book] = [&["tig", "atl"][..], &["btl"]].map(|names| found(entry, names));
    match title {
        None => Role::Title,
        Some(_) if title == book || found(entry, &["jtl"]).is_some() => Role::Other,
        Some(_) => Role::Journal,
    }
}

/// The name that MODS has in parts.
fn of_parts(node: Node<'_>) -> Option<String> {
    let of = |kind: Option<&str>| {
        let mut parts = node.children().filter(|child| names::local(child.name()) == "namePart");
        parts.find(|part| part.attribute("type") == kind).map(|part| part.text().into_owned())
    };
    match (of(Some("family")), of(Some("given"))) {
        (Some(family), Some(given)) => Some(format!("{family}, {given}")),
        (Some(family), None) => Some(family),
        _ => of(None),
    }
}

fn has_role(node: Node<'_>, roles: &[&str]) -> bool {
    found(node, &["roleTerm"]).is_some_and(|role| roles.iter().any(|known| role.eq_ignore_ascii_case(known)))
}

/// The lines of an abstract: paragraphs, with the headings before them.
fn collect(node: Node<'_>, lines: &mut Vec<String>) {
    let is_block = |child: &Node<'_>| matches!(names::local(child.name()), "sec" | "p" | "title" | "list" | "label");
    if node.has_text() || !node.children().any(|child| is_block(&child)) {
        let text = prose::text(node, Role::Abstract);
        if !text.is_empty() {
            lines.push(markup::value(Role::Abstract, &text).into_owned());
        }
        return;
    }
    let mut heading = None;
    for child in node.children() {
        let name = names::local(child.name());
        if name == "title" {
            heading = Some(child.text().trim_end_matches([':', '.']).to_string());
            continue;
        }
        let start = lines.len();
        collect(child, lines);
        if let (Some(line), Some(text)) = (lines.get_mut(start), heading.take())
            && !text.is_empty()
            && !names::is_abstract(&text)
        {
            *line = format!("{text}: {line}");
        }
    }
}
