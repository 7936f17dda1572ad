//! Recognition: the records of two runs in, which of them are the same out.
//!
//! By DOI, then by PMID, then by fingerprint, then by the same title and abstract, one to one. A record that got its DOI
//! between the runs is still found by its PMID or fingerprint, and one whose year or authors were corrected by its text;
//! two records whose DOIs (or PMIDs) are there and differ are never taken for one by fingerprint or text alone. Topics
//! play no part here.

use std::collections::{BTreeMap, VecDeque};

use super::snapshot::RecordKeys;

/// Candidates with one key that are looked at for a record; more have one fingerprint only in broken exports.
const MAX_CANDIDATES: usize = 16;

/// Which records are the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairing {
    /// For every earlier record its index in the later run.
    pub later_of: Vec<Option<usize>>,
    /// For every later record its index in the earlier run.
    pub earlier_of: Vec<Option<usize>>,
}

impl Pairing {
    /// Indices of the records of both runs, by the later index.
    pub fn common(&self) -> impl Iterator<Item = (usize, usize)> {
        self.earlier_of.iter().enumerate().filter_map(|(later, earlier)| earlier.map(|earlier| (earlier, later)))
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    Doi(&'a str),
    Pmid(&'a str),
    Fingerprint(u64),
    Text(u32, u32),
}

type KeyOf = for<'a> fn(&'a RecordKeys) -> Option<Key<'a>>;

/// Finds the records of `later` in `earlier`.
///
/// Among records with one key those with unchanged content go together first, then the others in order.
///
/// # Complexity
/// O(n log n).
pub fn recognize(earlier: &[&RecordKeys], later: &[&RecordKeys]) -> Pairing {
    let mut pairing = Pairing { later_of: vec![None; earlier.len()], earlier_of: vec![None; later.len()] };
    let keys: [KeyOf; 4] = [
        |keys| keys.doi.as_deref().map(Key::Doi),
        |keys| keys.pmid.as_deref().map(Key::Pmid),
        |keys| Some(Key::Fingerprint(keys.fingerprint)),
        |keys| keys.content.filter(|c| c.has_abstract()).map(|c| Key::Text(c.title, c.abstracts)),
    ];
    for key in keys {
        for same_content in [true, false] {
            pair_by(earlier, later, key, same_content, &mut pairing);
        }
    }
    pairing
}

fn pair_by(earlier: &[&RecordKeys], later: &[&RecordKeys], key: KeyOf, same_content: bool, pairing: &mut Pairing) {
    let full_key = |keys| key(keys).map(|k| (k, keys.content.filter(|_| same_content)));
    let mut open: BTreeMap<_, VecDeque<usize>> = BTreeMap::new();
    for (index, keys) in earlier.iter().enumerate().filter(|(i, _)| pairing.later_of[*i].is_none()) {
        if let Some(full_key) = full_key(keys) {
            open.entry(full_key).or_default().push_back(index);
        }
    }
    for (index, keys) in later.iter().enumerate() {
        if pairing.earlier_of[index].is_some() {
            continue;
        }
        let Some(candidates) = full_key(keys).and_then(|k| open.get_mut(&k)) else { continue };
        let weak = matches!(key(keys), Some(Key::Fingerprint(_) | Key::Text(..)));
        let fits = |candidate: &usize| !weak || !contradict(earlier[*candidate], keys);
        if let Some(place) = candidates.iter().take(MAX_CANDIDATES).position(fits)
            && let Some(found) = candidates.remove(place)
        {
            pairing.later_of[found] = Some(index);
            pairing.earlier_of[index] = Some(found);
        }
    }
}

fn contradict(a: &RecordKeys, b: &RecordKeys) -> bool {
    let differ = |x: &Option<String>, y: &Option<String>| x.is_some() && y.is_some() && x != y;
    differ(&a.doi, &b.doi) || differ(&a.pmid, &b.pmid)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::fingerprint::Content;

    fn keys(doi: &str, pmid: &str, fingerprint: u64, content: u32) -> RecordKeys {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_string());
        let content = Some(Content { title: content, ..Content::default() });
        RecordKeys { doi: some(doi), pmid: some(pmid), fingerprint, content }
    }

    fn check(earlier: &[RecordKeys], later: &[RecordKeys], expect: &[Option<usize>]) {
        let (a, b): (Vec<_>, Vec<_>) = (earlier.iter().collect(), later.iter().collect());
        let pairing = recognize(&a, &b);
        assert_eq!(pairing.earlier_of, expect);
        pairing.common().for_each(|(e, l)| assert_eq!(pairing.later_of[e], Some(l)));
        assert_eq!(pairing.common().count(), pairing.later_of.iter().flatten().count());
    }

    #[test]
    fn a_record_that_gained_a_doi_is_known_again() {
        check(&[keys("", "77", 1, 0)], &[keys("10.1/x", "77", 2, 0)], &[Some(0)]);
        check(&[keys("", "", 1, 0)], &[keys("10.1/x", "77", 1, 5)], &[Some(0)]);
    }

    #[test]
    fn a_record_whose_year_was_corrected_is_known_by_its_text() {
        let with = |doi: &str, fingerprint: u64, title: u32, abstracts: u32| {
            let content = Content { title, abstracts, other: fingerprint as u32 };
            RecordKeys { content: Some(content), ..keys(doi, "", fingerprint, 0) }
        };
        check(&[with("", 1, 7, 8)], &[with("", 2, 7, 8)], &[Some(0)]);
        check(&[with("", 1, 7, 8)], &[with("", 2, 7, 9)], &[None]);
        check(&[with("10.1/x", 1, 7, 8)], &[with("10.1/y", 2, 7, 8)], &[None]);
        // Without an abstract the title alone is not enough ("Editorial").
        let none = crate::history::fingerprint::text([]);
        check(&[with("", 1, 7, none)], &[with("", 2, 7, none)], &[None]);
    }

    #[test]
    fn different_dois_are_different_records() {
        check(&[keys("10.1/x", "", 1, 0)], &[keys("10.1/y", "", 1, 0)], &[None]);
    }

    #[test]
    fn records_with_one_key_pair_by_content_then_order() {
        let earlier = [keys("10.1/x", "", 1, 1), keys("10.1/x", "", 1, 2), keys("10.1/x", "", 1, 3)];
        let later = [keys("10.1/x", "", 1, 2), keys("10.1/x", "", 1, 9), keys("10.1/x", "", 1, 1)];
        check(&earlier, &later, &[Some(1), Some(2), Some(0)]);
    }
}
