//! Documents: what the grouping says of every row in, one document a record out, and the words that put it there.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Works;
use super::group::Grouped;
use crate::analysis::{Carriers, Document};
use crate::cluster::Centroids;
use crate::corpus::Lang;
use crate::vectorize::TfIdfMatrix;

/// Terms shown that carry a similarity.
const N_CARRIERS: usize = 5;

/// Language of a text, and whether it is a title only.
pub(super) type Text = (Option<Lang>, bool);

/// One document a record; a joined duplicate goes where the record went that stands for it.
pub(super) fn documents(
    works: &Works,
    grouped: &Grouped,
    assignments: &[Option<u32>],
    texts: &[Text],
    positions: &[Option<[f64; 2]>],
    notices: &BTreeMap<usize, &'static str>,
) -> Vec<Document> {
    let of_record = |(record, &row): (usize, &usize)| {
        let (language, title_only) = texts[row];
        let notice = notices.get(&record).copied();
        let text = Document { notice, position: positions[row], language, title_only, ..Document::default() };
        document(grouped, assignments[row], row, text)
    };
    works.work_of.par_iter().enumerate().map(of_record).collect()
}

/// A document with what the grouping says of its row.
fn document(grouped: &Grouped, topic: Option<u32>, row: usize, text: Document) -> Document {
    let Some(topic) = topic else { return text };
    let profile = &grouped.profile.rows[row];
    Document {
        topic: Some(topic as usize),
        similarity: profile.similarity_to_others,
        second_topic: profile.second.map(|s| s as usize),
        margin: profile.similarity_to_others - profile.second_similarity,
        silhouette: profile.silhouette,
        stability: grouped.stability.as_ref().and_then(|s| s.rows[row]),
        ..text
    }
}

/// Documents whose carriers one thread finds before they are put to the rest, and all threads together.
const AT_ONCE: usize = 1 << 10;
const OF_ALL: usize = 16 * AT_ONCE;

/// Finds the terms that carry the similarities of every document to its topic and to the second one.
pub(super) fn carriers(
    works: &Works,
    matrix: &TfIdfMatrix,
    centroids: &Centroids,
    documents: &mut [Document],
) -> Carriers {
    let mut all = Carriers::with_room(documents.len() * 2 * N_CARRIERS, &matrix.indices.place());
    let rows = works.work_of.chunks(OF_ALL);
    for (some, rows) in documents.chunks_mut(OF_ALL).zip(rows) {
        let find = |(documents, rows): (&mut [Document], &[usize])| {
            let mut found = Carriers::default();
            for (document, &row) in documents.iter_mut().zip(rows) {
                let mut why = |topic| found.add(&centroids.carriers(matrix.row(row), topic, N_CARRIERS));
                document.why = document.topic.map(&mut why).unwrap_or_default();
                document.why_second = document.second_topic.map(&mut why).unwrap_or_default();
            }
            found
        };
        let parts: Vec<Carriers> = some.par_chunks_mut(AT_ONCE).zip(rows.par_chunks(AT_ONCE)).map(find).collect();
        parts.into_iter().zip(some.chunks_mut(AT_ONCE)).for_each(|(found, part)| all.append(found, part));
    }
    all
}
