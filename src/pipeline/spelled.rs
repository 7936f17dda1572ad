//! Spelled: the words that put records into topics in, the same as each record itself spells them out.
//!
//! A term is shown by its commonest form, which need not stand in a record ("emerging" where it has "emergency"). Reads
//! the texts again; does not change which terms carry a similarity.

use hashbrown::HashMap;
use rayon::prelude::*;

use super::Works;
use crate::analysis::{Carriers, Document};
use crate::text::{self, Analyzer, TextParams};
use crate::vectorize::Vocabulary;

/// Rows that one thread reads before it learns words anew.
const AT_ONCE: usize = 1 << 9;

/// Points the carriers of every document at words as the document spells them; gives those words, which are numbered from
/// `forms.len()` on.
///
/// # Shapes
/// `texts`: one a row; `forms`: one a term of the vocabulary.
pub(super) fn as_written(
    works: &Works,
    texts: &[text::Document<'_>],
    (vocabulary, forms): (&Vocabulary, &[String]),
    params: &TextParams,
    (documents, carriers): (&[Document], &mut Carriers),
) -> Vec<String> {
    let mut wanted: Vec<Vec<u32>> = vec![Vec::new(); texts.len()];
    for (document, &row) in documents.iter().zip(&works.work_of) {
        let spans = [document.why, document.why_second];
        wanted[row].extend(spans.into_iter().flat_map(|span| carriers.of(span)).map(|carrier| carrier.term));
    }
    let read = |(texts, wanted): (&[text::Document<'_>], &[Vec<u32>])| {
        let mut reader = Reader { vocabulary, forms, analyzer: Analyzer::new(params), ids: Vec::new() };
        texts.iter().zip(wanted).map(|(text, wanted)| reader.own(text, wanted)).collect::<Vec<_>>()
    };
    let own: Vec<Vec<(u32, String)>> =
        texts.par_chunks(AT_ONCE).zip(wanted.par_chunks(AT_ONCE)).flat_map_iter(read).collect();
    let (mut words, mut numbers) = (Vec::new(), HashMap::new());
    for (document, &row) in documents.iter().zip(&works.work_of) {
        let mut number = |term: u32| {
            let (_, word) = own[row].iter().find(|(of, _)| *of == term)?;
            Some(*numbers.entry(word.clone()).or_insert_with(|| {
                words.push(word.clone());
                (forms.len() + words.len() - 1) as u32
            }))
        };
        for span in [document.why, document.why_second] {
            carriers.rename(span, |term| number(term).unwrap_or(term));
        }
    }
    words
}

struct Reader<'a> {
    vocabulary: &'a Vocabulary,
    forms: &'a [String],
    analyzer: Analyzer<'a>,
    /// The term of the vocabulary for every stem of the analyzer.
    ids: Vec<Option<u32>>,
}

impl Reader<'_> {
    /// The wanted terms that a text spells otherwise than they are shown, with the spelling it uses most.
    fn own(&mut self, text: &text::Document<'_>, wanted: &[u32]) -> Vec<(u32, String)> {
        let mut found: Vec<(u32, String)> = Vec::new();
        self.analyzer.document(text, |word| {
            found.extend(word.term.map(|stem| (stem, text::as_read(word.surface()).to_lowercase())));
        });
        for stem in &self.analyzer.stems()[self.ids.len()..] {
            self.ids.push(self.vocabulary.terms.binary_search(stem).ok().map(|term| term as u32));
        }
        let mut spelled: Vec<(u32, String)> = found
            .into_iter()
            .filter_map(|(stem, word)| Some((self.ids[stem as usize]?, word)))
            .filter(|(term, _)| wanted.contains(term))
            .collect();
        spelled.sort_unstable();
        let of_term = |same: &[(u32, String)]| {
            let shown = self.forms.get(same[0].0 as usize)?.to_lowercase();
            let uses = same.chunk_by(|a, b| a.1 == b.1);
            let best = uses.rev().max_by_key(|uses| (uses[0].1 == shown, uses.len()))?;
            (best[0].1 != shown).then(|| best[0].clone())
        };
        spelled.chunk_by(|a, b| a.0 == b.0).filter_map(of_term).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Body;

    #[test]
    fn a_record_shows_the_words_it_has() {
        let vocabulary =
            Vocabulary { terms: ["cell".into(), "gene".into(), "univers".into()].into(), df: vec![2, 2, 2] };
        let forms = ["cells", "gene", "universal"].map(String::from);
        let params = TextParams::default();
        let mut reader =
            Reader { vocabulary: &vocabulary, forms: &forms, analyzer: Analyzer::new(&params), ids: vec![] };
        let mut own = |text: &'static str| {
            let text = text::Document { body: Body::One([text]), ..text::Document::default() };
            reader.own(&text, &[0, 2])
        };
        assert_eq!(own("Universities for cells, and a university"), [(2, "universities".to_string())]);
        assert_eq!(own("Universal universities and university; Genes of one cell"), [(0, "cell".to_string())]);
    }
}
