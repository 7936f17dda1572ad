//! Labels: ranked terms of every topic in, two or three of them for each out.
//!
//! No label term stands in another topic's label, nor inside a term of it, nor in a single record only; the largest
//! topic chooses first.

use std::collections::BTreeSet;

use super::rank;
use super::{RankedTerm, TopicInput};

/// Longest label in characters; a third term is left out before it gets longer.
const LONGEST: usize = 60;

/// The label terms of every topic.
pub(super) fn labels(input: &TopicInput<'_>, terms: &[Vec<RankedTerm>]) -> Vec<Vec<RankedTerm>> {
    let sizes = rank::sizes(input);
    let mut order: Vec<usize> = (0..terms.len()).collect();
    order.sort_by(|&a, &b| sizes[b].cmp(&sizes[a]).then(a.cmp(&b)));
    let mut taken: Vec<String> = Vec::new();
    let mut labels = vec![Vec::new(); terms.len()];
    for topic in order {
        let label = choose(&terms[topic], sizes[topic], &taken);
        taken.extend(label.iter().map(|t| t.text.to_lowercase()));
        labels[topic] = label;
    }
    labels
}

fn choose(terms: &[RankedTerm], size: usize, taken: &[String]) -> Vec<RankedTerm> {
    let mut chosen: Vec<RankedTerm> = Vec::new();
    let best = terms.first().map_or(0.0, |t| t.weight);
    for term in terms {
        let lower = term.text.to_lowercase();
        let carried = term.df_inside >= 2 || size < 2;
        let clashes = taken.iter().any(|other| overlaps(&lower, other))
            || chosen.iter().any(|c| overlaps(&lower, &c.text.to_lowercase()));
        let length: usize =
            chosen.iter().map(|c| c.text.chars().count() + 2).sum::<usize>() + term.text.chars().count();
        let strong = chosen.len() < 2 || term.weight >= 0.5 * best;
        if carried && !clashes && strong && (chosen.is_empty() || length <= LONGEST) {
            chosen.push(term.clone());
        }
        if chosen.len() == 3 {
            break;
        }
    }
    chosen
}

/// Whether one term stands, word by word, inside the other.
fn overlaps(a: &str, b: &str) -> bool {
    let words = |text: &str| -> BTreeSet<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(|w| w.strip_suffix('s').unwrap_or(w).to_string())
            .collect()
    };
    let (a, b) = (words(a), words(b));
    a.is_subset(&b) || b.is_subset(&a)
}

/// Share of the topic's documents, and of all others, that hold a term of the label.
pub(super) fn coverage(input: &TopicInput<'_>, topic: usize, label: &[RankedTerm]) -> (f64, f64) {
    let stems: BTreeSet<u32> = label.iter().flat_map(|t| t.stems.iter().copied()).collect();
    let (mut inside, mut outside, mut here, mut there) = (0, 0, 0, 0);
    for (row, assigned) in input.assignments.iter().enumerate() {
        let Some(assigned) = assigned else { continue };
        let terms = &input.counts.indices[input.counts.indptr[row]..input.counts.indptr[row + 1]];
        let holds = usize::from(stems.iter().any(|stem| terms.binary_search(stem).is_ok()));
        if *assigned as usize == topic {
            inside += holds;
            here += 1;
        } else {
            outside += holds;
            there += 1;
        }
    }
    (inside as f64 / here.max(1) as f64, outside as f64 / there.max(1) as f64)
}

/// The label as text; a topic without any term of its own is named by its number.
pub(super) fn text(label: &[RankedTerm], topic: usize) -> String {
    if label.is_empty() {
        return format!("topic {}", topic + 1);
    }
    label.iter().map(|t| t.text.replace([';', ','], " ")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(text: &str, weight: f64) -> RankedTerm {
        RankedTerm { text: text.into(), weight, df_inside: 5, ..RankedTerm::default() }
    }

    #[test]
    fn no_term_inside_another_label() {
        let terms = [term("gene", 1.0), term("niosomes", 0.9), term("plasmid DNA", 0.8), term("cells", 0.2)];
        let chosen = choose(&terms, 10, &["gene delivery".into()]);
        assert_eq!(text(&chosen, 0), "niosomes, plasmid DNA");
        assert_eq!(text(&[], 3), "topic 4");
    }
}
