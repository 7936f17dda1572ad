//! Labels: ranked terms of every topic in, two or three of them for each out.
//!
//! No label term stands in another topic's label, nor inside a term of it, nor in a single record only where the topic
//! has others, nor beside another of its own root ("urology, urologists"); words that fit any topic ("patients") wait
//! until nothing else is left, and so do authors that the texts cite. A label that few records of its topic hold takes
//! further terms. The largest topic chooses first; the best term of another may be a kind of what it chose
//! ("transdermal fentanyl" beside "fentanyl").

use std::collections::BTreeSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{RankedTerm, TopicInput};
use crate::text::{american, scripts};

/// Longest label in characters; a third term is left out before it gets longer.
const LONGEST: usize = 60;

/// Letters that two words of one root have in common at the start, at least, and as a share of the shorter one; fewer
/// where they are nearly all of it ("chaos", "chaotic").
const ROOTS: [(usize, f64); 2] = [(5, 0.6), (4, 0.8)];

/// Words whose plural has another vowel.
const IRREGULAR: &[(&str, &str)] = &[
    ("children", "child"),
    ("feet", "foot"),
    ("geese", "goose"),
    ("lice", "louse"),
    ("men", "man"),
    ("mice", "mouse"),
    ("teeth", "tooth"),
    ("women", "woman"),
];

/// Terms of a label at most.
const MOST: usize = 3;
/// Share of a topic's records that should hold a term of its label; a label that fewer hold takes further terms.
const COVERED: f64 = 0.25;
/// Share of the topic's records that such a term stands in, and of the weight of the best one that it has.
const LEAST_FURTHER: f64 = 0.04;
const LEAST_WEIGHT: f64 = 0.2;

/// Words too general for a label.
static GENERAL: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| crate::text::stopwords::parse(include_str!("../../data/stopwords/label_general.txt")).collect());

/// Phrases of statistics and of searches that stand in the abstracts of any subject.
const PHRASES: &[&str] = &[
    "cochrane library",
    "confidence interval",
    "confidence intervals",
    "google scholar",
    "hazard ratio",
    "hazard ratios",
    "interquartile range",
    "mean age",
    "median age",
    "odds ratio",
    "odds ratios",
    "multivariate analysis",
    "regression analysis",
    "relative risk",
    "standard deviation",
    "statistically significant",
    "web of science",
];

/// Words of each topic, in lower case, that make no label where there are others.
pub(super) type SetAside = Vec<BTreeSet<String>>;

/// The label terms of every topic.
pub(super) fn labels(sizes: &[usize], terms: &[Vec<RankedTerm>], set_aside: &SetAside) -> Vec<Vec<RankedTerm>> {
    let mut order: Vec<usize> = (0..terms.len()).collect();
    order.sort_by(|&a, &b| sizes[b].cmp(&sizes[a]).then(a.cmp(&b)));
    let mut taken: Vec<String> = Vec::new();
    let mut labels = vec![Vec::new(); terms.len()];
    for topic in order {
        let label = choose(&terms[topic], sizes[topic], &taken, &set_aside[topic]);
        taken.extend(label.iter().map(|t| t.text.to_lowercase()));
        labels[topic] = label;
    }
    labels
}

/// Adds terms to labels that few records of their topic hold, as far as there are any.
pub(super) fn widen(
    input: &TopicInput<'_>,
    sizes: &[usize],
    terms: &[Vec<RankedTerm>],
    set_aside: &SetAside,
    labels: &mut [Vec<RankedTerm>],
) {
    for _ in 1..MOST {
        let coverage = coverage(input, sizes, labels);
        let is_narrow = |topic: &usize| (1..MOST).contains(&labels[*topic].len()) && coverage[*topic].0 < COVERED;
        let narrow: Vec<usize> = (0..labels.len()).filter(is_narrow).collect();
        if narrow.is_empty() {
            break;
        }
        for topic in narrow {
            let more = further(&terms[topic], sizes[topic], &set_aside[topic], topic, labels);
            labels[topic].extend(more);
        }
    }
}

/// The telling term that most records of a topic hold beside its label.
fn further(
    terms: &[RankedTerm],
    size: usize,
    set_aside: &BTreeSet<String>,
    topic: usize,
    labels: &[Vec<RankedTerm>],
) -> Option<RankedTerm> {
    let lower = |term: &RankedTerm| term.text.to_lowercase();
    let clashes = |term: &RankedTerm| {
        let text = lower(term);
        labels.iter().flatten().any(|other| overlaps(&text, &lower(other)))
            || labels[topic].iter().any(|other| same_root(&text, &lower(other)))
    };
    let length: usize = labels[topic].iter().map(|term| term.text.chars().count() + 2).sum();
    let best = labels[topic].first().map_or(0.0, |term| term.weight);
    let fits = |term: &&RankedTerm| {
        let is_common = term.df_inside >= 2 && term.df_inside as f64 >= LEAST_FURTHER * size as f64;
        is_common
            && term.weight >= LEAST_WEIGHT * best
            && length + term.text.chars().count() <= LONGEST
            && !is_general(term, set_aside)
            && !clashes(term)
    };
    // The first of equals: they stand in order of rank.
    terms.iter().rev().filter(fits).max_by_key(|term| term.df_inside).cloned()
}

/// Whether a term fits nearly any topic or names authors that are cited.
fn is_general(term: &RankedTerm, set_aside: &BTreeSet<String>) -> bool {
    let text = term.text.to_lowercase();
    let (text, acronym) = text.split_once(" (").unwrap_or((&text, ""));
    GENERAL.contains(text)
        || GENERAL.contains(acronym.trim_end_matches(')'))
        || PHRASES.contains(&text)
        || text.split(' ').all(|word| set_aside.contains(word))
}

/// Telling terms first; general ones only for a topic that has no other, and those of a single record where no two share
/// one.
fn choose(terms: &[RankedTerm], size: usize, taken: &[String], set_aside: &BTreeSet<String>) -> Vec<RankedTerm> {
    // A phrase of a few records does not speak for a topic of many.
    let least = if size >= 20 { 3.max(size * 2 / 25) } else { 0 };
    let is_telling = |term: &&RankedTerm| !is_general(term, set_aside) && term.df_inside >= least;
    let telling: Vec<&RankedTerm> = terms.iter().filter(is_telling).collect();
    let all: Vec<&RankedTerm> = terms.iter().collect();
    let several = size.min(2);
    let ways = [(&telling, several), (&all, several), (&telling, 1), (&all, 1)];
    let chosen = ways.into_iter().map(|(terms, fewest)| choose_among(terms, fewest, taken));
    chosen.into_iter().find(|chosen| !chosen.is_empty()).unwrap_or_default()
}

/// Terms that stand in `fewest` records of the topic or more.
fn choose_among(terms: &[&RankedTerm], fewest: usize, taken: &[String]) -> Vec<RankedTerm> {
    let mut chosen: Vec<RankedTerm> = Vec::new();
    let best = terms.first().map_or(0.0, |t| t.weight);
    let is_best = |term: &RankedTerm| terms.first().is_some_and(|first| first.text == term.text);
    for &term in terms {
        let lower = term.text.to_lowercase();
        let carried = term.df_inside >= fewest;
        let is_kind_of = |other: &str| is_best(term) && lower.split(' ').count() > other.split(' ').count();
        let clashes = taken.iter().any(|other| overlaps(&lower, other) && !is_kind_of(other))
            || chosen.iter().map(|c| c.text.to_lowercase()).any(|c| overlaps(&lower, &c) || same_root(&lower, &c));
        let length: usize =
            chosen.iter().map(|c| c.text.chars().count() + 2).sum::<usize>() + term.text.chars().count();
        let strong = chosen.len() < 2 || term.weight >= 0.5 * best;
        if carried && !clashes && strong && (chosen.is_empty() || length <= LONGEST) {
            chosen.push(term.clone());
        }
        if chosen.len() == MOST {
            break;
        }
    }
    chosen
}

/// Whether one term stands, word by word, inside the other; in scripts without blanks, anywhere in it.
fn overlaps(a: &str, b: &str) -> bool {
    let (shorter, longer) = if a.len() < b.len() { (a, b) } else { (b, a) };
    if scripts::is_unparted(shorter) && longer.contains(shorter) {
        return true;
    }
    let words = |text: &str| -> BTreeSet<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(|w| w.strip_suffix('s').unwrap_or(w).to_string())
            .collect()
    };
    let (a, b) = (words(a), words(b));
    a.is_subset(&b) || b.is_subset(&a)
}

/// Whether two terms have words of one root, in British or American spelling ("gynaecology", "gynecological"), with or
/// without accents ("uréter", "ureteral"), or with another vowel in the plural ("teeth", "tooth").
fn same_root(a: &str, b: &str) -> bool {
    let plain = |text: &str| text.nfd().filter(|c| !is_combining_mark(*c)).collect::<String>();
    let (a, b) = (plain(a), plain(b));
    let singular = |word: &str| IRREGULAR.iter().find(|(plural, _)| *plural == word).map(|(_, singular)| *singular);
    let related = |a: &str, b: &str| {
        if singular(a).unwrap_or(a) == singular(b).unwrap_or(b) {
            return true;
        }
        let (a, b) = (american(a), american(b));
        let common = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
        let shorter = a.chars().count().min(b.chars().count()) as f64;
        ROOTS.iter().any(|&(least, share)| common >= least && common as f64 >= share * shorter)
    };
    a.split([' ', '-']).any(|x| b.split([' ', '-']).any(|y| related(x, y)))
}

/// For every topic the share of its documents, and of all others, that hold a term of its label with all its words.
pub(super) fn coverage(input: &TopicInput<'_>, sizes: &[usize], labels: &[Vec<RankedTerm>]) -> Vec<(f64, f64)> {
    // Every way to write a term: its topic, and how many stems it has.
    let mut ways: Vec<(usize, usize)> = Vec::new();
    let mut ways_with: Vec<Vec<u32>> = vec![Vec::new(); input.vocabulary.terms.len()];
    for (topic, written) in labels
        .iter()
        .enumerate()
        .flat_map(|(topic, label)| label.iter().flat_map(|term| &term.written).map(move |written| (topic, written)))
    {
        let stems: BTreeSet<u32> = written.iter().copied().collect();
        stems.iter().for_each(|&stem| ways_with[stem as usize].push(ways.len() as u32));
        ways.push((topic, stems.len()));
    }
    let (mut inside, mut all) = (vec![0_usize; sizes.len()], vec![0_usize; sizes.len()]);
    let (mut met, mut held): (Vec<u32>, Vec<usize>) = (Vec::new(), Vec::new());
    for (row, assigned) in input.assignments.iter().enumerate() {
        let Some(assigned) = assigned else { continue };
        met.clear();
        let terms = &input.counts.indices[input.counts.indptr[row]..input.counts.indptr[row + 1]];
        terms.iter().for_each(|&term| met.extend(&ways_with[term as usize]));
        met.sort_unstable();
        held.clear();
        let whole = met.chunk_by(|a, b| a == b).filter(|same| same.len() == ways[same[0] as usize].1);
        held.extend(whole.map(|same| ways[same[0] as usize].0));
        held.dedup();
        for &topic in &held {
            all[topic] += 1;
            inside[topic] += usize::from(topic == *assigned as usize);
        }
    }
    let n: usize = sizes.iter().sum();
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    (0..sizes.len()).map(|t| (share(inside[t], sizes[t]), share(all[t] - inside[t], n - sizes[t]))).collect()
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

    fn choose(terms: &[RankedTerm], size: usize, taken: &[String]) -> Vec<RankedTerm> {
        super::choose(terms, size, taken, &BTreeSet::from(["hancock".into(), "smith".into()]))
    }

    #[test]
    fn authors_and_names_of_databases_wait() {
        let terms = [term("Hancock", 1.0), term("MEDLINE", 0.9), term("Smith", 0.9), term("gambling", 0.5)];
        assert_eq!(text(&choose(&terms, 10, &[]), 0), "gambling");
        let long = [term("medical literature online (MEDLINE)", 1.0), term("gambling", 0.5)];
        assert_eq!(text(&choose(&long, 10, &[]), 0), "gambling");
        assert_eq!(text(&choose(&terms[1..3], 10, &[]), 0), "MEDLINE, Smith");
    }

    #[test]
    fn vowels_of_plurals_make_no_other_root() {
        assert!(same_root("tooth", "teeth") && same_root("deciduous teeth", "tooth") && same_root("mice", "mouse"));
        assert!(!same_root("women", "man") && !same_root("foot", "tooth"));
        assert!(overlaps("糖尿病", "老年糖尿病") && !overlaps("糖尿病", "针灸"));
    }

    #[test]
    fn a_narrow_label_takes_the_commonest_term_beside_it() {
        let of = |text: &str, weight, df_inside| RankedTerm { df_inside, ..term(text, weight) };
        let terms = [of("rat", 1.0, 10), of("patients", 0.9, 90), of("liver", 0.6, 7), of("rats", 0.5, 30)];
        let more = [of("kidney", 0.4, 9), of("brain", 0.4, 9), of("rare", 0.4, 3), of("weak", 0.1, 30)];
        let terms: Vec<RankedTerm> = terms.into_iter().chain(more).collect();
        let labels = [vec![terms[0].clone()], vec![term("brain", 1.0)]];
        let found = further(&terms, 100, &BTreeSet::new(), 0, &labels).map(|term| term.text);
        assert_eq!(found.as_deref(), Some("kidney"));
        assert_eq!(further(&terms[6..], 100, &BTreeSet::new(), 0, &labels), None);
    }

    #[test]
    fn no_term_inside_another_label() {
        let terms = [term("gene", 1.0), term("niosomes", 0.9), term("plasmid DNA", 0.8), term("cells", 0.2)];
        let chosen = choose(&terms, 10, &["gene delivery".into()]);
        assert_eq!(text(&chosen, 0), "niosomes, plasmid DNA");
        assert_eq!(text(&[], 3), "topic 4");
        let terms = [term("patients", 1.0), term("urology", 0.9), term("urologists", 0.8), term("prostate", 0.7)];
        assert_eq!(text(&choose(&terms, 10, &[]), 0), "urology, prostate");
        assert_eq!(text(&choose(&terms[..1], 10, &[]), 0), "patients");
        let of_one = |text: &str| RankedTerm { df_inside: 1, ..term(text, 1.0) };
        assert_eq!(text(&choose(&[of_one("gene"), term("cells", 0.5)], 10, &[]), 0), "cells");
        assert_eq!(text(&choose(&[of_one("gene"), of_one("cells")], 2, &[]), 0), "gene, cells");
        assert!(same_root("gynaecology", "gynecologists") && !same_root("bone marrow", "protein"));
        assert!(same_root("chaotic", "chaos") && same_root("uréter", "ureteral") && !same_root("heart", "health"));
        let terms = [term("transdermal fentanyl", 1.0), term("fentanyl patch", 0.9), term("fentanyl", 0.8)];
        assert_eq!(text(&choose(&terms, 10, &["fentanyl".into()]), 0), "transdermal fentanyl");
    }
}
