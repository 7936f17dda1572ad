//! Order: an analysis in, its records as lists of them show them out.

use crate::analysis::Analysis;

/// All records: by topic, those that stand for themselves first, the nearest to the topic first.
pub fn by_topic(analysis: &Analysis) -> Vec<usize> {
    let documents = &analysis.documents;
    let place = |at: usize| (documents[at].topic.unwrap_or(usize::MAX), analysis.duplicate_of(at).is_some());
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by(|&a, &b| {
        let nearer = documents[b].similarity.total_cmp(&documents[a].similarity);
        place(a).cmp(&place(b)).then(nearer).then(a.cmp(&b))
    });
    order
}

/// The records of every topic that stand for themselves, the nearest to the topic first.
pub fn members(analysis: &Analysis) -> Vec<Vec<usize>> {
    let mut lists = vec![Vec::new(); analysis.topics.len()];
    for at in by_topic(analysis).into_iter().filter(|at| analysis.duplicate_of(*at).is_none()) {
        if let Some(topic) = analysis.documents[at].topic {
            lists[topic].push(at);
        }
    }
    lists
}
