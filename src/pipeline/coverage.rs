//! Coverage: an analysis with names that a person or an earlier run gave in, how many records hold a term of such a name
//! out.
//!
//! The analysis counted for the labels that it found itself; under another name a page would tell the figures of words
//! that it does not show. Counted in titles and abstracts as they are written, without stems.

use std::collections::BTreeSet;

use crate::analysis::Analysis;
use crate::text::stopwords::is_function;

/// Counts anew for the topics that are called otherwise than by the label `found`, one label per topic.
pub fn count_anew(analysis: &mut Analysis, found: &[String]) {
    let names: Vec<(usize, Vec<BTreeSet<String>>)> = (0..analysis.topics.len())
        .filter(|topic| found.get(*topic).is_some_and(|label| *label != analysis.topics[*topic].label))
        .map(|topic| (topic, terms(&analysis.topics[topic].label)))
        .collect();
    if names.is_empty() {
        return;
    }
    let mut sizes = vec![0_usize; analysis.topics.len()];
    let mut held = vec![(0_usize, 0_usize); names.len()];
    for (at, record) in analysis.corpus.one_by_one() {
        let stands = analysis.joined.stands_for.get(at).is_none_or(|stands| *stands == at);
        let Some(topic) = analysis.documents.get(at).and_then(|d| d.topic).filter(|_| stands) else { continue };
        sizes[topic] += 1;
        let texts = std::iter::once(record.title()).chain(record.abstracts().map(|(_, text)| text));
        let there: BTreeSet<String> = texts.flat_map(words).collect();
        for ((own, name), (inside, outside)) in names.iter().zip(&mut held) {
            let holds = name.iter().any(|term| term.is_subset(&there));
            *(if topic == *own { inside } else { outside }) += usize::from(holds);
        }
    }
    let n: usize = sizes.iter().sum();
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    for ((topic, _), (inside, outside)) in names.into_iter().zip(held) {
        analysis.topics[topic].label_coverage = (share(inside, sizes[topic]), share(outside, n - sizes[topic]));
    }
}

/// The terms of a name, each as its words, those that say nothing left out; an acronym behind its long form is a term
/// of its own.
fn terms(name: &str) -> Vec<BTreeSet<String>> {
    let telling = |term: &str| words(term).filter(|word| !is_function(word)).collect::<BTreeSet<String>>();
    name.split([',', '(', ')']).map(telling).filter(|term| !term.is_empty()).collect()
}

/// Words in lower case, without the s of a plural.
fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).map(|word| word.strip_suffix('s').map_or(word.clone(), str::to_string))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Document, Topic};
    use crate::corpus::{Corpus, RecordBuilder, Role};

    #[test]
    fn the_words_of_the_name_that_is_shown_are_counted() {
        let record = |title: &str| {
            let mut builder = RecordBuilder::new(1);
            builder.push("TI", Role::Title, title);
            builder.finish()
        };
        let titles = ["Chronic coughs", "Inhaled capsaicin", "The cream", "A throat", "No cough", "No cough"];
        let topics = [0, 0, 0, 0, 1, 1].map(|topic| Document { topic: Some(topic), ..Document::default() });
        let named = |label: &str| Topic { label: label.into(), label_coverage: (0.9, 0.8), ..Topic::default() };
        let mut analysis = Analysis {
            corpus: Corpus { records: titles.map(record).into_iter().collect(), ..Corpus::default() },
            documents: topics.into_iter().collect(),
            topics: vec![named("cough, the inhaled capsaicin"), named("other")],
            ..Analysis::default()
        };
        // The last record is the same work as the one before.
        analysis.joined.stands_for = vec![0, 1, 2, 3, 4, 4];
        count_anew(&mut analysis, &["throat".into(), "other".into()]);
        let shares: Vec<(f64, f64)> = analysis.topics.iter().map(|topic| topic.label_coverage).collect();
        assert_eq!(shares, [(0.5, 1.0), (0.9, 0.8)]);
    }
}
