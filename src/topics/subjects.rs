//! Subject headings: records and topics in, the headings over-represented in each topic out.
//!
//! Fisher's exact test, one-sided, adjusted over all headings and topics. Check tags ("Humans", "Male") are left out.

use std::collections::{BTreeMap, BTreeSet};

use super::TopicInput;
use super::rank;
use crate::math::special::{benjamini_hochberg, fisher_greater};
use crate::text::is_check_tag;

/// Headings shown per topic.
const MOST: usize = 8;
/// Largest adjusted p of a heading that is shown.
const LARGEST_P: f64 = 0.05;

/// A heading with its test.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeadingTest {
    /// The heading.
    pub heading: String,
    /// Documents of the topic that carry it.
    pub inside: usize,
    /// Other documents that carry it.
    pub outside: usize,
    /// Adjusted p.
    pub p_adjusted: f64,
}

pub(super) fn headings(input: &TopicInput<'_>) -> Vec<Vec<HeadingTest>> {
    let mut counts: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, (record, topic)) in input.records.iter().zip(input.assignments).enumerate() {
        input.corpus.passes(at);
        let Some(topic) = topic else { continue };
        let carried: BTreeSet<String> =
            record.subjects().into_iter().map(|s| s.heading).filter(|heading| !is_check_tag(heading)).collect();
        for heading in carried {
            counts.entry(heading).or_insert_with(|| vec![0; input.n_topics])[*topic as usize] += 1;
        }
    }
    let sizes = rank::sizes(input);
    let n: usize = sizes.iter().sum();
    let mut tests: Vec<(usize, HeadingTest)> = Vec::new();
    for (heading, by_topic) in counts {
        let all: usize = by_topic.iter().sum();
        for (topic, &inside) in by_topic.iter().enumerate().filter(|(_, c)| **c >= 2) {
            let p = fisher_greater(inside, sizes[topic], all, n);
            tests.push((topic, HeadingTest { heading: heading.clone(), inside, outside: all - inside, p_adjusted: p }));
        }
    }
    let adjusted = benjamini_hochberg(&tests.iter().map(|t| t.1.p_adjusted).collect::<Vec<_>>());
    tests.iter_mut().zip(adjusted).for_each(|(t, p)| t.1.p_adjusted = p);
    let mut found = vec![Vec::new(); input.n_topics];
    for (topic, test) in tests.into_iter().filter(|t| t.1.p_adjusted <= LARGEST_P) {
        found[topic].push(test);
    }
    for list in &mut found {
        list.sort_by(|a: &HeadingTest, b| {
            a.p_adjusted.total_cmp(&b.p_adjusted).then(b.inside.cmp(&a.inside)).then(a.heading.cmp(&b.heading))
        });
        list.truncate(MOST);
    }
    found
}
