//! One article: its tree in, its fields out.

use std::borrow::Cow;

use crate::corpus::lang::Lang;
use crate::corpus::markup::is_inline;
use crate::corpus::record::{RecordBuilder, Role};
use crate::corpus::xml::Node;

/// The record of a `PubmedArticle` or `PubmedBookArticle`.
pub(super) fn record(root: Node<'_>, line: u32) -> RecordBuilder {
    let document = root.child("BookDocument");
    let is_chapter = document.is_some_and(|book| book.child("ArticleTitle").is_some());
    let by_line = document.map_or(0, by_line);
    let mut article = Article { fields: RecordBuilder::new(line), is_chapter, by_line, is_by_line: true, doi: false };
    root.children().for_each(|child| article.walk(child, &mut child.name().to_string()));
    article.fields
}

/// How near a list of people is to the authors of a chapter: its own authors are nearest, then those of the book, then
/// editors.
fn distance(list: Node<'_>, is_of_book: bool) -> u8 {
    if list.attribute("Type") == Some("editors") { 2 } else { u8::from(is_of_book) }
}

/// The distance of the nearest list of people that a book or a chapter has.
fn by_line(document: Node<'_>) -> u8 {
    let of = |node: Node<'_>, is_of_book| {
        let lists = node.children().filter(|child| child.name() == "AuthorList" && child.child("Author").is_some());
        lists.map(|list| distance(list, is_of_book)).min()
    };
    let of_book = document.child("Book").and_then(|book| of(book, true));
    of(document, false).into_iter().chain(of_book).min().unwrap_or(0)
}

struct Article {
    fields: RecordBuilder,
    /// Whether a book is only what the article stands in.
    is_chapter: bool,
    /// The distance of the list that names the authors.
    by_line: u8,
    /// Whether the people that are read stand in such a list; others of a book are its editors.
    is_by_line: bool,
    /// Whether a DOI was found.
    doi: bool,
}

impl Article {
    fn push(&mut self, tag: &str, role: Role, value: &str) {
        if !value.is_empty() {
            self.fields.push(tag, role, value);
        }
    }

    /// Takes what an element says, and goes into those that only hold others.
    fn walk(&mut self, node: Node<'_>, path: &mut String) {
        match node.name() {
            "MedlineCitation" => {
                self.push("STAT", Role::Other, node.attribute("Status").unwrap_or_default());
                self.push("OWN", Role::Database, node.attribute("Owner").unwrap_or_default());
                self.inside(node, path);
            }
            "PMID" => self.push("PMID", Role::Pmid, &node.text()),
            "Abstract" => self.summary(node, "AB", None),
            "OtherAbstract" => self.summary(node, "OAB", node.attribute("Language")),
            "AuthorList" if path.contains("BookDocument") => {
                self.is_by_line = distance(node, path.contains("/Book/")) <= self.by_line;
                self.inside(node, path);
                self.is_by_line = true;
            }
            "Author" if !self.is_by_line => self.editor(node),
            "Author" | "Investigator" => self.author(node),
            "PubDate" => self.push("DP", Role::Year, &date(node)),
            "ArticleDate" => self.push("DEP", Role::Date, &date(node)),
            "DateCompleted" => self.push("DCOM", Role::Other, &date(node)),
            "DateRevised" => self.push("LR", Role::Other, &date(node)),
            "ContributionDate" => self.push("CTDT", Role::Date, &date(node)),
            "PubMedPubDate" => {
                let status = node.attribute("PubStatus").unwrap_or_default();
                self.push("PHST", Role::Other, &format!("{} [{status}]", date(node)));
            }
            "MeshHeading" => self.push("MH", Role::Subject, &heading(node)),
            "Chemical" => {
                let value = format!("{} ({})", node.text_of("RegistryNumber"), node.text_of("NameOfSubstance"));
                self.push("RN", Role::Other, &value);
            }
            "Grant" => {
                let parts: Vec<Cow<'_, str>> = node.children().map(Node::text).collect();
                self.push("GR", Role::Other, &parts.join("/"));
            }
            "CommentsCorrections" => {
                let kind = node.attribute("RefType").unwrap_or("CommentsCorrections");
                self.push(kind, Role::Other, &node.text_of("RefSource"));
            }
            "Reference" => self.push("REF", Role::Other, &node.text_of("Citation")),
            "ELocationID" => self.identifier("LID", node.attribute("EIdType").unwrap_or_default(), &node.text()),
            "ArticleId" => self.identifier("AID", node.attribute("IdType").unwrap_or_default(), &node.text()),
            "Pagination" => self.pages(node),
            _ if node.has_text() || node.holds_only(is_inline) => self.leaf(node, path),
            _ => self.inside(node, path),
        }
    }

    fn inside(&mut self, node: Node<'_>, path: &mut String) {
        let length = path.len();
        for child in node.children() {
            path.push('/');
            path.push_str(child.name());
            self.walk(child, path);
            path.truncate(length);
        }
    }

    /// An element with a text of its own.
    fn leaf(&mut self, node: Node<'_>, path: &str) {
        let (tag, role) = match node.name() {
            "ArticleTitle" => ("TI", Role::Title),
            "VernacularTitle" => ("TT", Role::TranslatedTitle),
            "BookTitle" => ("BTI", if self.is_chapter { Role::Journal } else { Role::Title }),
            "Title" if path.contains("/Journal/") => ("JT", Role::Journal),
            "ISOAbbreviation" => ("TA", Role::JournalAbbrev),
            "MedlineTA" => ("MedlineJournalInfo/MedlineTA", Role::Other),
            "Volume" => ("VI", Role::Volume),
            "Issue" => ("IP", Role::Issue),
            "ISSN" => ("IS", Role::Issn),
            "Isbn" => ("ISBN", Role::Issn),
            "Language" => ("LA", Role::Language),
            "PublicationType" => ("PT", Role::Type),
            "Keyword" => ("OT", Role::Keyword),
            "PublisherName" => ("PB", Role::Publisher),
            "PublisherLocation" | "Country" => ("PL", Role::Other),
            "NlmUniqueID" => ("JID", Role::Other),
            "CitationSubset" => ("SB", Role::Other),
            "GeneralNote" => ("GN", Role::Note),
            "CoiStatement" => ("COIS", Role::Other),
            "PublicationStatus" => ("PST", Role::Other),
            "SupplMeshName" => ("NM", Role::Other),
            _ => (path, Role::Other),
        };
        self.push(tag, role, &node.text());
    }

    fn editor(&mut self, node: Node<'_>) {
        let parts = ["LastName", "Initials", "CollectiveName"].map(|name| node.text_of(name));
        let parts: Vec<&str> = parts.iter().map(AsRef::as_ref).filter(|part: &&str| !part.is_empty()).collect();
        self.push("ED", Role::Other, &parts.join(" "));
    }

    fn author(&mut self, node: Node<'_>) {
        let is_author = node.name() == "Author";
        let [mut last, mut initials, mut fore, mut suffix] = [const { Cow::Borrowed("") }; 4];
        for child in node.children() {
            match child.name() {
                "LastName" => last = child.text(),
                "Initials" => initials = child.text(),
                "ForeName" => fore = child.text(),
                "Suffix" => suffix = child.text(),
                _ => {}
            }
        }
        if !last.is_empty() {
            let full = if fore.is_empty() { last.to_string() } else { format!("{last}, {fore}") };
            let short = [&*last, &*initials, &*suffix].map(str::trim);
            let short: Vec<&str> = short.into_iter().filter(|part| !part.is_empty()).collect();
            let (short_tag, role) = if is_author { ("AU", Role::Author) } else { ("IR", Role::Other) };
            self.push(if is_author { "FAU" } else { "FIR" }, Role::Other, &full);
            self.push(short_tag, role, &short.join(" "));
        }
        for child in node.children() {
            match child.name() {
                "CollectiveName" => self.push("CN", Role::Author, &child.text()),
                "AffiliationInfo" => self.push("AD", Role::Other, &child.text_of("Affiliation")),
                "Affiliation" => self.push("AD", Role::Other, &child.text()),
                "Identifier" => {
                    let source = child.attribute("Source").unwrap_or_default();
                    self.push("AUID", Role::Other, &format!("{source}: {}", child.text()));
                }
                _ => {}
            }
        }
    }

    fn summary(&mut self, node: Node<'_>, tag: &str, language: Option<&str>) {
        let mut parts: Vec<Cow<'_, str>> = Vec::new();
        for part in node.children().filter(|child| child.name() == "AbstractText") {
            let text = part.text();
            match part.attribute("Label").map(str::trim).filter(|label| !label.is_empty()) {
                Some(label) if !text.is_empty() => parts.push(format!("{label}: {text}").into()),
                _ if !text.is_empty() => parts.push(text),
                _ => {}
            }
        }
        let lang = language.and_then(Lang::parse);
        if !parts.is_empty() {
            self.fields.push_lang(tag, Role::Abstract, lang, &parts.join(" "));
        }
        self.push("OABL", Role::Other, language.unwrap_or_default());
        self.push("CI", Role::Other, &node.text_of("CopyrightInformation"));
    }

    fn identifier(&mut self, tag: &str, kind: &str, value: &str) {
        match kind {
            "pubmed" | "" => {}
            "doi" if self.doi => {}
            "doi" => {
                self.doi = true;
                self.push(tag, Role::Doi, &format!("{value} [doi]"));
            }
            "pmc" => self.push("PMC", Role::Other, value),
            _ => self.push(tag, Role::Other, &format!("{value} [{kind}]")),
        }
    }

    fn pages(&mut self, node: Node<'_>) {
        let (pages, start, end) = (node.text_of("MedlinePgn"), node.text_of("StartPage"), node.text_of("EndPage"));
        let value = match (pages.is_empty(), end.is_empty()) {
            (false, _) => pages,
            (true, true) => start,
            (true, false) => format!("{start}-{end}").into(),
        };
        self.push("PG", Role::Pages, &value);
    }
}

/// Year, month and day by blanks, or the date as MEDLINE writes it.
fn date(node: Node<'_>) -> String {
    let free = node.text_of("MedlineDate");
    if !free.is_empty() {
        return free.into_owned();
    }
    let parts = ["Year", "Season", "Month", "Day"].map(|name| node.text_of(name));
    parts.iter().filter(|part| !part.is_empty()).map(AsRef::as_ref).collect::<Vec<_>>().join(" ")
}

/// `Heading/qualifier/*qualifier`, the star marking what is major.
fn heading(node: Node<'_>) -> String {
    let part = |child: Node<'_>| {
        let star = if child.attribute("MajorTopicYN") == Some("Y") { "*" } else { "" };
        format!("{star}{}", child.text())
    };
    let named = |child: &Node<'_>| matches!(child.name(), "DescriptorName" | "QualifierName");
    node.children().filter(named).map(part).collect::<Vec<_>>().join("/")
}
