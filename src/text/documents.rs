//! Documents: records in, for each the text that is clustered and its language out.
//!
//! Of several abstracts, or parts of one in different languages, the one in the language asked for (else in the majority
//! language of the corpus) is taken. A record without an abstract is read by title, keywords and subject headings, and
//! marked so; `check_tags` tells which headings are no subject.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::language::detect;
use super::{TextParams, bilingual, check_tags};
use crate::corpus::{Lang, Record, Role};

/// The text of one record, borrowed from it.
#[derive(Clone, Debug, Default)]
pub struct Document<'a> {
    /// Title; empty where the record has none.
    pub title: &'a str,
    /// The chosen abstract, or keywords and headings where there is none.
    pub body: Body<'a>,
    /// Language; none where it cannot be told.
    pub lang: Option<Lang>,
    /// Language whose rules apply where it cannot be told: that of most abstracts.
    pub otherwise: Option<Lang>,
    /// Whether there is no abstract.
    pub title_only: bool,
}

/// What a document holds beside its title; nearly always one text, which takes no memory of its own.
#[derive(Clone, Debug)]
pub enum Body<'a> {
    /// One text.
    One([&'a str; 1]),
    /// None or several.
    Many(Box<[&'a str]>),
}

impl Default for Body<'_> {
    fn default() -> Self {
        Body::Many(Box::default())
    }
}

impl<'a> std::ops::Deref for Body<'a> {
    type Target = [&'a str];

    fn deref(&self) -> &[&'a str] {
        match self {
            Body::One(text) => text,
            Body::Many(texts) => texts,
        }
    }
}

impl Document<'_> {
    /// The language whose rules apply, English where there are none for it.
    pub fn rules(&self) -> Lang {
        self.lang.or(self.otherwise).filter(|lang| super::stopwords::has_rules(*lang)).unwrap_or(Lang::ENG)
    }
}

/// Chooses the text of every record.
///
/// # Determinism
/// Depends on the records and settings only.
pub fn documents<'a>(records: &[&'a Record], params: &TextParams) -> Vec<Document<'a>> {
    documents_with(records, params, &|_| {})
}

/// Like [`documents`], telling `on_read` from any thread of every record before it is read, by index.
pub fn documents_with<'a>(
    records: &[&'a Record],
    params: &TextParams,
    on_read: &(dyn Fn(usize) + Sync),
) -> Vec<Document<'a>> {
    let first_look = |(at, record): (usize, &&'a Record)| {
        on_read(at);
        look(record)
    };
    let looks: Vec<Look> = records.par_iter().enumerate().map(first_look).collect();
    let wanted = params.language.or_else(|| majority(&looks));
    let choose = |(at, (record, look)): (usize, (&&'a Record, Look<'a>))| {
        let document = match look {
            Look::Settled(document) => document,
            Look::Several(abstracts) => {
                on_read(at);
                one_of(record, &abstracts, wanted)
            }
        };
        Document { otherwise: wanted, ..document }
    };
    records.par_iter().zip(looks).enumerate().map(choose).collect()
}

/// The documents of each language, the commonest first; those not told count as `und`.
pub fn languages(documents: &[Document<'_>]) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for document in documents {
        *counts.entry(document.lang.map_or("und".into(), |l| l.to_string())).or_default() += 1;
    }
    let mut ranked: Vec<(String, usize)> = counts.into_iter().collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    ranked
}

/// What a record has to offer.
enum Look<'a> {
    /// One abstract or none.
    Settled(Document<'a>),
    /// Several abstracts, of which the languages of the others decide.
    Several(Vec<Abstract<'a>>),
}

/// An abstract and its language.
type Abstract<'a> = (Option<Lang>, &'a str);

fn look<'a>(record: &'a Record) -> Look<'a> {
    let stated = record.language();
    let mut abstracts = record.abstracts();
    let read = |(lang, text): Abstract<'a>| (detect(text, lang.or(stated)), text);
    match (abstracts.next(), abstracts.next()) {
        (None, _) => Look::Settled(without_abstract(record, stated)),
        (Some(only), None) => match bilingual::parts(only.1) {
            None => Look::Settled(with_abstract(record, read(only))),
            Some(parts) => Look::Several(parts.into_iter().map(|(lang, part)| (Some(lang), part)).collect()),
        },
        (Some(first), Some(second)) => Look::Several([first, second].into_iter().chain(abstracts).map(read).collect()),
    }
}

fn majority(looks: &[Look<'_>]) -> Option<Lang> {
    let mut counts: BTreeMap<Lang, usize> = BTreeMap::new();
    let mut count = |lang: Option<Lang>| lang.into_iter().for_each(|lang| *counts.entry(lang).or_default() += 1);
    for look in looks {
        match look {
            Look::Settled(document) if document.title_only => (),
            Look::Settled(document) => count(document.lang),
            Look::Several(abstracts) => abstracts.iter().for_each(|(lang, _)| count(*lang)),
        }
    }
    counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0))).map(|(lang, _)| lang)
}

fn one_of<'a>(record: &'a Record, abstracts: &[Abstract<'a>], wanted: Option<Lang>) -> Document<'a> {
    let in_wanted = abstracts.iter().find(|(lang, _)| lang.is_some() && *lang == wanted);
    let longest = || abstracts.iter().rev().max_by_key(|(_, text)| text.len());
    in_wanted.or_else(longest).map(|chosen| with_abstract(record, *chosen)).unwrap_or_default()
}

fn with_abstract<'a>(record: &'a Record, (lang, text): Abstract<'a>) -> Document<'a> {
    Document { title: title_in(record, lang), body: Body::One([text]), lang, ..Document::default() }
}

fn without_abstract(record: &Record, stated: Option<Lang>) -> Document<'_> {
    let title = title_in(record, None);
    let lang = detect(title, stated);
    let lists =
        record.fields().filter(|field| is_heading(field.role)).flat_map(|field| field.value.split([';', '|', '\n']));
    let headings: Vec<&str> = lists.filter_map(check_tags::subject).collect();
    // The headings of a database in another language than the title's would set its records apart.
    let is_foreign = lang.is_some() && detect(&headings.join(", "), None).is_some_and(|other| Some(other) != lang);
    let headings = headings.into_iter().filter(|_| !is_foreign);
    let keywords = record.keywords().into_iter().filter_map(check_tags::keyword);
    Document {
        title,
        lang,
        body: Body::Many(keywords.chain(headings).collect()),
        title_only: true,
        ..Document::default()
    }
}

fn is_heading(role: Role) -> bool {
    matches!(role, Role::Subject | Role::SubjectList)
}

/// The title in the language of the abstract where a translated one says so, else the title.
fn title_in(record: &Record, lang: Option<Lang>) -> &str {
    let translated = record.fields().find(|f| f.role == Role::TranslatedTitle && f.lang.is_some() && f.lang == lang);
    translated.map_or_else(|| record.title(), |f| f.value.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{RecordBuilder, Role};

    fn record(fields: &[(Role, &str)]) -> Record {
        let mut builder = RecordBuilder::new(1);
        fields.iter().for_each(|(role, value)| builder.push("X", *role, value));
        builder.finish()
    }

    const ENGLISH: &str = "The delivery of genes to the cells was studied with the help of nanoparticles";
    const SPANISH: &str =
        "La entrega de genes a las células fue estudiada con la ayuda de nanopartículas en el laboratorio clínico";

    #[test]
    fn the_majority_language_is_chosen() {
        let both = record(&[(Role::Abstract, SPANISH), (Role::Abstract, ENGLISH)]);
        let english = record(&[(Role::Abstract, ENGLISH)]);
        let found = documents(&[&both, &english], &TextParams::default());
        assert_eq!(*found[0].body, [ENGLISH]);
        let spanish = TextParams { language: Some(Lang::SPA), ..TextParams::default() };
        let found = documents(&[&both, &english], &spanish);
        assert_eq!((found[0].body[0], found[1].body[0]), (SPANISH, ENGLISH));
        assert_eq!(languages(&found), [("eng".to_string(), 1), ("spa".to_string(), 1)]);
    }

    #[test]
    fn two_languages_in_one_field_are_two_abstracts() {
        let both = format!("{0} {0} {0}. {1} {1} {1}.", SPANISH, ENGLISH);
        let both = record(&[(Role::Abstract, &both)]);
        let english = record(&[(Role::Abstract, ENGLISH)]);
        let found = documents(&[&both, &english], &TextParams::default());
        assert_eq!((found[0].lang, found[0].body[0]), (Some(Lang::ENG), &*format!("{ENGLISH} {ENGLISH} {ENGLISH}.")));
    }

    #[test]
    fn a_text_of_no_known_language_is_read_as_most_are() {
        let spanish = record(&[(Role::Abstract, "La masa fue extirpada del riñón con una incisión por el cirujano")]);
        let short = record(&[(Role::Abstract, "Úlceras gástricas")]);
        let rules = |records: &[&Record]| {
            let documents = documents(records, &TextParams::default());
            documents.last().map(|document| (document.lang, document.rules()))
        };
        assert_eq!(rules(&[&short]), Some((None, Lang::ENG)));
        assert_eq!(rules(&[&spanish, &short]), Some((None, Lang::SPA)));
    }

    #[test]
    fn without_an_abstract_title_and_keywords_stand_in() {
        let bare = record(&[
            (Role::Title, "Niosomes"),
            (Role::Keyword, "gene therapy"),
            (Role::Keyword, "*Gene Transfer/methods"),
            (Role::Keyword, "\u{26D4} No DOI found"),
            (Role::Subject, "Liposomes/chemistry"),
            (Role::SubjectList, "Humans; Retina"),
        ]);
        let found = documents(&[&bare], &TextParams::default());
        let of_portal = record(&[
            (Role::Title, "The delivery of genes to the cells with the help of small particles"),
            (
                Role::SubjectList,
                "Transtornos de Ansiedade; Terapia Cognitivo-Comportamental; Escalas de Graduação Psiquiátrica",
            ),
        ]);
        assert!(documents(&[&of_portal], &TextParams::default())[0].body.is_empty());
        assert!(found[0].title_only);
        assert_eq!(*found[0].body, ["gene therapy", "Gene Transfer", "Liposomes", "Retina"]);
    }
}
