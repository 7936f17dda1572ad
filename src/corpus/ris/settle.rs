//! What a tag of RIS means beside the others of its record: a whole draft in, its roles and languages settled, and what
//! only a link or a note says put into fields of their own.
//!
//! Dialects use one tag for many things; what a tag means as a rule is in `tags`. Fields of its own making have tags
//! that RIS does not write, so that a record is written as it was.

use super::numbers;
use crate::corpus::draft::Draft;
use crate::corpus::lang::Lang;
use crate::corpus::record::Role;
use crate::corpus::values::{self, find_pmid, is_author_list, is_issn, is_link, is_pmid, is_pubmed, is_trial};

/// Tags of short names of a journal, the one that stands for its name first where no other field has it.
const SHORT_NAMES: [&str; 4] = ["JO", "JA", "J2", "J1"];

/// How the codes of MEDLINE in Ovid's links begin.
const OVID_MEDLINE: [&str; 5] = ["med", "mes", "pmnm", "ppez", "prem"];

/// What stands where a database has no pages, as one value.
const NO_PAGES: [&str; 2] = ["No-Specified", "No Pagination Specified"];

/// Settles what depends on the other fields of the record.
pub fn settle(draft: &mut Draft) {
    let whole = Whole::of(draft);
    for i in 0..draft.len() {
        if let Some(role) = whole.role(draft.tag(i), draft.value(i)) {
            draft.field_mut(i).role = role;
        }
    }
    translated_titles(draft);
    second_title(draft);
    journal(draft);
    languages(draft);
    accession(draft);
    pmid(draft);
    numbers::settle(draft);
}

/// What the fields of a record say together.
struct Whole {
    has_ab: bool,
    has_title: bool,
    has_issue: bool,
    has_doi: bool,
    has_pages: bool,
    /// Several abstracts, one of which may be the rights.
    has_abstracts: bool,
    is_embase: bool,
    is_pubmed: bool,
    is_ovid_medline: bool,
    /// PsycINFO's "No Pagination Specified" in two halves.
    is_unpaged: bool,
    /// themata's own `library.ris`, whose topics are no keywords.
    has_topic: bool,
}

impl Whole {
    fn of(draft: &Draft) -> Whole {
        let any = |tag: &str, fits: fn(&str) -> bool| draft.tagged(tag).any(|i| fits(draft.value(i)));
        let is_unpaged = any("SP", |page| page == "No") && any("EP", |page| page == "Specified");
        Whole {
            has_ab: draft.has("AB"),
            has_title: draft.has("TI") || draft.has("T1"),
            has_issue: draft.has("IS"),
            has_doi: draft.has("DO"),
            has_pages: (draft.has("SP") || draft.has("PG")) && !is_unpaged,
            has_abstracts: draft.tagged("AB").count() > 1,
            is_embase: any("U2", is_embase),
            is_pubmed: any("DB", is_pubmed) || any("DP", is_pubmed),
            is_ovid_medline: any("DB", |name| name.starts_with("Ovid MEDLINE")),
            is_unpaged,
            has_topic: any("N1", |note| note.contains("themata_topic: ")),
        }
    }

    /// What a tag means here, where that is not what it means as a rule.
    fn role(&self, tag: &str, value: &str) -> Option<Role> {
        Some(match tag {
            // IEEE, where it knows none.
            _ if value == "null" && !matches!(tag, "TI" | "T1" | "KW") => Role::Other,
            "N2" if self.has_ab => Role::Note,
            // EBSCO's second abstract.
            "AB" if self.has_abstracts && value.starts_with("Copyright of ") => Role::Note,
            "BT" if !self.has_title => Role::Title,
            "M3" | "L3" if is_doi(value) => Role::Doi,
            // Atypon, of which Taylor & Francis, SAGE and others are.
            "N1" if !self.has_doi && value.starts_with("doi: ") && is_doi(value) => Role::Doi,
            // Epistemonikos and others that write as NLM's own exporter did.
            "U1" | "U2" if marked_pmid(value).is_some() => Role::Pmid,
            "M1" if !self.has_issue && is_issue(value) => Role::Issue,
            // EBSCO repeats the issue there, Web of Science has the conference.
            "CP" if self.has_issue || !is_issue(value) => Role::Other,
            "IS" if matches!(value, "NA" | "N/A") => Role::Other,
            // Theses in Dialnet name their directors and jury, trials in CENTRAL their number.
            "AU" | "A1" if has_office(value) || is_trial(value) => Role::Other,
            "JA" | "JO" | "JF" | "T2" if is_link(value) => Role::Url,
            "C7" if !self.has_pages => Role::Pages,
            "SP" | "EP" if self.is_unpaged => Role::Other,
            "SP" | "PG" if NO_PAGES.contains(&value) => Role::Other,
            // Cochrane.
            "C3" if value.starts_with("PUBMED ") => Role::Pmid,
            "C2" | "C5" if is_pmid(value) && (tag == "C2" || self.is_embase) => Role::Pmid,
            "AN" | "UI" if self.is_pubmed && is_pmid(value) => Role::Pmid,
            "ID" if self.is_ovid_medline && is_pmid(value) => Role::Pmid,
            "IS" if is_issn(value) => Role::Issn,
            "IS" if is_nlm_code(value) => Role::Other,
            "U2" if is_embase(value) => Role::Accession,
            // Ovid: the number, then the link.
            "ID" if value.contains("ncbi.nlm.nih.gov/pubmed") && find_pmid(value).is_some() => Role::Pmid,
            "ID" if !is_identifier(value) => Role::Other,
            "AU" | "A1" if is_author_list(value) => Role::AuthorList,
            "KW" if self.has_topic && value.starts_with("topic: ") => Role::Other,
            "KW" if value.contains(values::SEPARATORS) => Role::KeywordList,
            "MH" if value.contains(values::SEPARATORS) => Role::SubjectList,
            _ => return None,
        })
    }
}

/// EBSCO writes the journal of an article into `JF`, and the title in other languages into `T2`.
fn translated_titles(draft: &mut Draft) {
    let is_article = draft.tagged("TY").any(|i| draft.value(i) == "JOUR");
    let Some(journal) = draft.tagged("JF").next().filter(|_| is_article && is_ebsco(draft)) else { return };
    let journal = letters(draft.value(journal));
    let is_title = |i: &usize| {
        let name = letters(draft.value(*i));
        !name.contains(&journal) && !journal.contains(&name)
    };
    let titles: Vec<usize> = draft.tagged("T2").filter(is_title).collect();
    titles.into_iter().for_each(|i| draft.field_mut(i).role = Role::TranslatedTitle);
}

fn is_ebsco(draft: &Draft) -> bool {
    let any = |tag: &str, fits: fn(&str) -> bool| draft.tagged(tag).any(|i| fits(draft.value(i)));
    any("DP", |name| name.contains("EBSCO"))
        || any("UR", |link| link.contains("ebscohost.com"))
        || any("N1", is_ebsco_note)
}

/// Whether a note is the one in which EBSCO says all that RIS has no tag for.
fn is_ebsco_note(note: &str) -> bool {
    note.starts_with("Accession Number: ")
}

/// Letters and digits in lower case, by which names are compared.
fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Another title of the record in `T2` is not its journal: the end or the beginning of its title where `JF` is the
/// journal, and the official title of a trial in CENTRAL.
fn second_title(draft: &mut Draft) {
    let of = |draft: &Draft, role: Role| {
        (0..draft.len()).find(|&i| draft.field(i).role == role).map(|i| letters(draft.value(i)))
    };
    let Some(title) = of(draft, Role::Title) else { return };
    let is_trial = ["A1", "AU"].iter().any(|tag| draft.tagged(tag).any(|i| is_trial(draft.value(i))));
    let has_journal = draft.has("JF");
    let is_title = |i: &usize| {
        let name = letters(draft.value(*i));
        is_trial || has_journal && name.len() > 20 && title.contains(&name)
    };
    let is_open = |i: &usize| draft.field(*i).role != Role::Url;
    let titles: Vec<usize> = draft.tagged("T2").filter(is_open).filter(is_title).collect();
    titles.into_iter().for_each(|i| draft.field_mut(i).role = Role::TranslatedTitle);
}

/// Where no field has the name of the journal, a short one is all there is.
fn journal(draft: &mut Draft) {
    if draft.has_role(Role::Journal) {
        return;
    }
    let is_name = |i: &usize| draft.field(*i).role == Role::JournalAbbrev;
    let named = |tag: &&str| draft.tagged(tag).filter(is_name).collect::<Vec<usize>>();
    let named = SHORT_NAMES.iter().map(named).find(|named| !named.is_empty()).unwrap_or_default();
    named.into_iter().for_each(|i| draft.field_mut(i).role = Role::Journal);
}

/// The languages of abstracts, by their ends or by their first words, and the one of EBSCO's note.
fn languages(draft: &mut Draft) {
    let abstracts: Vec<usize> = draft.tagged("AB").collect();
    for &i in &abstracts {
        let text = draft.value(i);
        let lang = ebsco_language(text).or_else(|| label_language(text).filter(|_| abstracts.len() > 1));
        draft.field_mut(i).lang = lang;
    }
    if draft.has_role(Role::Language) {
        return;
    }
    let language = |note| note_part(note, "Language: ").map(first_word).filter(|name| Lang::parse(name).is_some());
    let stated = draft.tagged("N1").find_map(|i| language(draft.value(i))).map(str::to_string);
    stated.into_iter().for_each(|name| draft.push("N1/language", Role::Language, &name));
}

/// The language that EBSCO writes behind an abstract: "… (Portuguese) [ABSTRACT FROM AUTHOR]".
fn ebsco_language(text: &str) -> Option<Lang> {
    let (text, _) = text.rsplit_once(" [ABSTRACT FROM ")?;
    let (_, name) = text.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    // Three letters may be any short name.
    Lang::parse(name).filter(|_| name.len() > 3)
}

/// A part of EBSCO's note: "Accession Number: 1; Language: Portuguese", or "Accession Number: 1. Language: English.".
fn note_part<'n>(note: &'n str, name: &str) -> Option<&'n str> {
    let parts = note.split(';').flat_map(|part| part.split(". ")).map(str::trim);
    parts
        .filter_map(|part| part.strip_prefix(name))
        .map(|part| part.trim_end_matches('.'))
        .find(|_| is_ebsco_note(note))
}

/// The word that a part begins with; the next part may be glued to it: "EnglishMajor Descriptor: …".
fn first_word(part: &str) -> &str {
    let is_end = |c: char| !c.is_alphabetic() || c.is_uppercase();
    let end = part.char_indices().skip(1).find(|(_, c)| is_end(*c)).map_or(part.len(), |(at, _)| at);
    &part[..end]
}

/// The PMID in EBSCO's note or in a field of its own: "PMID: 91234567 Partial author list: …", "PMID: NLM91234567.".
fn noted_pmid(value: &str) -> Option<&str> {
    let part = value.strip_prefix("PMID: ").or_else(|| note_part(value, "PMID: "))?;
    let number = part.trim_start_matches("NLM");
    let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
    Some(&number[..end]).filter(|number| is_pmid(number))
}

/// The number of the record in EBSCO's note, where nothing else tells which one it is.
fn accession(draft: &mut Draft) {
    if [Role::Accession, Role::Id, Role::Doi].iter().any(|role| draft.has_role(*role)) {
        return;
    }
    let number = draft.tagged("N1").find_map(|i| note_part(draft.value(i), "Accession Number: ")).map(str::to_string);
    number.into_iter().for_each(|number| draft.push("N1/accession", Role::Accession, &number));
}

/// The PMID in a link or a note, where no field has it; a number that is the same is one.
fn pmid(draft: &mut Draft) {
    if draft.has_role(Role::Pmid) {
        return;
    }
    let links = (0..draft.len()).filter(|&i| draft.field(i).role == Role::Url);
    let linked = links.map(|i| draft.value(i)).find_map(linked_pmid);
    let noted = || ["N1", "U2"].iter().find_map(|tag| draft.tagged(tag).find_map(|i| noted_pmid(draft.value(i))));
    let Some(pmid) = linked.or_else(noted).map(str::to_string) else { return };
    let number = draft.tagged("ID").find(|&i| draft.value(i) == pmid);
    match number {
        Some(i) => draft.field_mut(i).role = Role::Pmid,
        None => draft.push("link/pmid", Role::Pmid, &pmid),
    }
}

/// The PMID in a link of PubMed, of Ovid's MEDLINE (`…&D=medp&NEWS=N&AN=91234567`) or of a link resolver (`…info:pmid/91234567`).
fn linked_pmid(link: &str) -> Option<&str> {
    if let Some(pmid) = values::linked_pmid(link) {
        return Some(pmid);
    }
    if let Some((_, rest)) = link.split_once("info:pmid/") {
        return rest.split(['&', ' ', '\n']).next().filter(|pmid| is_pmid(pmid));
    }
    let parameter = |name: &str| link.split(['?', '&', ' ', '\n']).find_map(|part| part.strip_prefix(name));
    if link.contains("ebscohost.com") {
        return parameter("AN=").filter(|pmid| parameter("db=").is_some_and(is_pubmed) && is_pmid(pmid));
    }
    let database = parameter("D=").filter(|_| link.contains("ovid"))?.to_lowercase();
    let is_medline = OVID_MEDLINE.iter().any(|code| database.starts_with(code));
    parameter("AN=").filter(|pmid| is_medline && is_pmid(pmid))
}

/// The language told by the word that some journals print before the abstract.
fn label_language(text: &str) -> Option<Lang> {
    const LABELS: &[(&str, Lang)] = &[("resumen", Lang::SPA), ("resumo", Lang::POR), ("abstract", Lang::ENG)];
    let word: String = text.chars().take_while(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
    LABELS.iter().find(|(label, _)| *label == word).map(|(_, lang)| *lang)
}

fn is_doi(value: &str) -> bool {
    let value = value.trim_start_matches("doi:").trim_start();
    let value = value.trim_start_matches("https://").trim_start_matches("http://");
    let value = value.trim_start_matches("dx.").trim_start_matches("doi.org/");
    value.starts_with("10.") && value.contains('/')
}

/// Whether a value is the National Library of Medicine's number of a journal ("8918131", "101676033"), which Ovid
/// writes where others have the issue.
fn is_nlm_code(value: &str) -> bool {
    let is_number = |code: &str| matches!(code.len(), 7 | 9) && code.bytes().all(|b| b.is_ascii_digit());
    // The code of the journal may stand beside it: "eag, 7805975".
    let is_code = |code: &str| code.len() == 3 && code.bytes().all(|b| b.is_ascii_alphanumeric());
    is_number(value)
        || value.split_once(", ").is_some_and(|(a, b)| is_code(a) && is_number(b) || is_number(a) && is_code(b))
}

fn is_issue(value: &str) -> bool {
    let is_number = || {
        value.bytes().any(|byte| byte.is_ascii_digit())
            || value.starts_with("Suppl")
            || value.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    (1..=8).contains(&value.len()) && value != "NA" && is_number() && !is_nlm_code(value)
}

/// Whether a name has an office in a thesis behind it: "Ana Ruiz (dir. tes.)".
fn has_office(name: &str) -> bool {
    const OFFICES: [&str; 6] = ["dir", "codir", "pres", "secr", "voc", "tut"];
    let office = name.strip_suffix(')').and_then(|name| name.rsplit_once('(')).map(|(_, office)| office);
    office.and_then(|office| office.split_once('.')).is_some_and(|(office, _)| OFFICES.contains(&office))
}

/// The PMID that says so behind it: `91234567[pmid]`, `91234567 [PMID]`.
fn marked_pmid(value: &str) -> Option<&str> {
    let at = value.len().checked_sub("[pmid]".len())?;
    let mark = value.get(at..).filter(|mark| mark.eq_ignore_ascii_case("[pmid]"))?;
    value.strip_suffix(mark).map(str::trim_end).filter(|number| is_pmid(number))
}

fn is_embase(value: &str) -> bool {
    value.strip_prefix('L').is_some_and(|d| d.len() >= 6 && d.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether an `ID` names the record (`mdl-38012345`, `2019-65183-001`, `Haddaway2019`) or only counts it (`17`).
fn is_identifier(value: &str) -> bool {
    let digits = value.bytes().all(|b| b.is_ascii_digit());
    !value.is_empty() && value.len() <= 200 && !value.contains(['\n', ' ']) && (!digits || value.len() >= 6)
}
