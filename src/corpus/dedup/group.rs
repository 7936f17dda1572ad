//! Groups: judged pairs in, groups of records out.
//!
//! The surest pairs join first. Two groups are joined only when no two of their members contradict each other, so a
//! chain of weak likenesses never makes one group of different works.

use std::collections::BTreeMap;

use super::DuplicatePair;
use super::compare::{Verdict, compare};
use super::features::Table;

/// Groups of two and more, and the pairs for the tables.
#[derive(Debug, Default)]
pub(super) struct Grouped {
    pub groups: Vec<Vec<usize>>,
    pub pairs: Vec<DuplicatePair>,
    pub possible: Vec<DuplicatePair>,
}

/// Most members whose every pair is checked when two groups join.
const MOST_CHECKED: usize = 12;
/// Most members of a group whose every two are listed as a pair.
const MOST_PAIRED: usize = 100;

pub(super) fn group(n: usize, judged: &[(usize, usize, Verdict)], features: &Table) -> Grouped {
    let mut sure: Vec<(f64, usize, usize, &str)> = judged
        .iter()
        .filter_map(|(a, b, v)| if let Verdict::Same(s, r) = v { Some((*s, *a, *b, r.as_str())) } else { None })
        .collect();
    sure.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut group_of: Vec<usize> = (0..n).collect();
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut refused = Vec::new();
    for &(score, a, b, reason) in &sure {
        let (ga, gb) = (group_of[a], group_of[b]);
        if ga == gb {
            continue;
        }
        let of = |g: usize| members.get(&g).cloned().unwrap_or_else(|| vec![g]);
        let (left, right) = (of(ga), of(gb));
        if contradicts(&left, &right, features) {
            refused.push(DuplicatePair {
                a,
                b,
                score: score.min(0.8),
                reason: format!("{reason}; others of the group differ"),
            });
            continue;
        }
        let joined = [left, right].concat();
        let root = ga.min(gb);
        members.remove(&ga);
        members.remove(&gb);
        joined.iter().for_each(|&at| group_of[at] = root);
        members.insert(root, joined);
    }
    let known: BTreeMap<(usize, usize), (f64, &str)> = sure.iter().map(|s| ((s.1, s.2), (s.0, s.3))).collect();
    let mut result = Grouped::default();
    for mut list in members.into_values() {
        list.sort_unstable();
        // Every two, but of a very large group each with the first only: pairs grow with the square.
        let n_first = if list.len() > MOST_PAIRED { 1 } else { list.len() };
        for (i, &a) in list[..n_first].iter().enumerate() {
            for &b in &list[i + 1..] {
                let (score, reason) = known.get(&(a, b)).map_or((0.9, "both are the same as a third record"), |k| *k);
                result.pairs.push(DuplicatePair { a, b, score, reason: reason.to_string() });
            }
        }
        result.groups.push(list);
    }
    result.pairs.sort_by_key(|p| (p.a, p.b));
    let perhaps = judged.iter().filter_map(|(a, b, v)| {
        if let Verdict::Possible(s, r) = v {
            Some(DuplicatePair { a: *a, b: *b, score: *s, reason: r.clone() })
        } else {
            None
        }
    });
    result.possible = perhaps.chain(refused).filter(|p| group_of[p.a] != group_of[p.b]).collect();
    result.possible.sort_by_key(|p| (p.a, p.b));
    result
}

/// Whether any member of one group is plainly another work than one of the other.
fn contradicts(left: &[usize], right: &[usize], features: &Table) -> bool {
    if left.len() == 1 && right.len() == 1 {
        return false;
    }
    let pairs = left.iter().take(MOST_CHECKED).flat_map(|&a| right.iter().take(MOST_CHECKED).map(move |&b| (a, b)));
    let different = |(a, b): (usize, usize)| {
        let (a, b) = (features.of(a), features.of(b));
        a.title.len() > 1 && b.title.len() > 1 && compare(&a, &b) == Verdict::Different
    };
    pairs.filter(|p| different(*p)).count() * 2 > left.len().min(MOST_CHECKED) * right.len().min(MOST_CHECKED)
}
