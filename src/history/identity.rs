//! Identity: matched topics in, the same topics with lasting ids, names and colors out.
//!
//! A matched topic keeps id, name and color, and so does one that ended some runs ago and is back ([`returned`]). Any
//! other gets a new id and a color that neither run uses, if possible one that no run of the charts used, else the one
//! that was out of use for longest. A name that a person gave stays through reruns, splits (the largest part has it) and
//! merges (a merged topic takes a given name from any of its sources; two given names are joined by " + ", until the
//! topic of one is back). Any other name stays while it is true ([`naming`]), and is then that which this run found.
//! Events are told elsewhere.

use std::collections::BTreeSet;

use super::matching::Matching;
use super::naming;
use super::returned::returned;
use super::snapshot::{Snapshot, SnapshotTopic, TopicId};
use crate::chart::N_COLORS;

/// What a history and the settings of a run say beyond the two snapshots.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// The first id that is free.
    pub next_id: TopicId,
    /// The reviewer's own stop words; a name that holds one is not kept.
    pub stop_words: &'a [String],
    /// Topics that the earlier run does not have, each as the last run that had it knew it.
    pub ended: &'a [SnapshotTopic],
    /// The colors of the runs that charts go back to, the oldest run first; none: those of the earlier run only.
    pub colors: &'a [Vec<usize>],
}

/// Gives the topics of `later` their lasting ids, names and colors; returns the next id that is free.
///
/// For the first run of a history `earlier` is empty ([`Snapshot::default`]) and the matching too.
pub fn keep(earlier: &Snapshot, later: &mut Snapshot, matching: &Matching, known: Known<'_>) -> TopicId {
    let mut next_id = known.next_id;
    let mut in_use: BTreeSet<usize> = earlier.topics.iter().map(|topic| topic.color).collect();
    let past = Past { earlier, matching, known, returned: returned(later, matching, known.ended) };
    let names = names(&past, later);
    let kept_colors = past.colors(&mut in_use);
    for (j, (topic, (label, given))) in later.topics.iter_mut().zip(names).enumerate() {
        let back = past.back(j);
        topic.id = past.continued(j).or(back).and_then(|before| before.id);
        if topic.id.is_none() {
            topic.id = Some(next_id);
            next_id = TopicId(next_id.0.saturating_add(1));
        }
        topic.color = kept_colors[j].unwrap_or_else(|| free_color(&in_use, known.colors));
        in_use.insert(topic.color);
        topic.label = label;
        topic.label_is_given = given;
    }
    next_id
}

/// A color for a new topic: an ended one that charts still show must not seem to go on in it.
///
/// Of the palette's colors that are not in use the one that was seen least recently; beyond the palette the next
/// number.
fn free_color(in_use: &BTreeSet<usize>, past: &[Vec<usize>]) -> usize {
    let last_seen = |color: usize| past.iter().rposition(|run| run.iter().any(|used| used % N_COLORS == color));
    let in_palette =
        (0..N_COLORS).filter(|color| is_free(in_use, *color)).min_by_key(|color| (last_seen(*color), *color));
    in_palette.or_else(|| (N_COLORS..).find(|color| !in_use.contains(color))).unwrap_or_default()
}

/// Whether no topic has a color, nor one that looks like it.
fn is_free(in_use: &BTreeSet<usize>, color: usize) -> bool {
    in_use.iter().all(|used| used % N_COLORS != color % N_COLORS)
}

/// Numbers the topics of a snapshot that was never matched; returns the next id that is free.
pub fn number(snapshot: &mut Snapshot) -> TopicId {
    let used: BTreeSet<u32> = snapshot.topics.iter().filter_map(|topic| topic.id.map(|id| id.0)).collect();
    let mut next = used.last().map_or(1, |last| last.saturating_add(1));
    for topic in snapshot.topics.iter_mut().filter(|topic| topic.id.is_none()) {
        topic.id = Some(TopicId(next));
        next = next.saturating_add(1);
    }
    TopicId(next)
}

/// What later topics come from.
struct Past<'a> {
    earlier: &'a Snapshot,
    matching: &'a Matching,
    known: Known<'a>,
    /// For every later topic the one of [`Known::ended`] that it is.
    returned: Vec<Option<usize>>,
}

impl<'a> Past<'a> {
    /// The topic of the last run that a later one continues.
    fn continued(&self, j: usize) -> Option<&'a SnapshotTopic> {
        self.matching.earlier_of.get(j).copied().flatten().and_then(|i| self.earlier.topics.get(i))
    }

    /// The topic of before the last run that a later one is.
    fn back(&self, j: usize) -> Option<&'a SnapshotTopic> {
        self.returned.get(j).copied().flatten().and_then(|i| self.known.ended.get(i))
    }

    /// For every later topic the color that it had, where no other topic took it meanwhile; all are then in use.
    fn colors(&self, in_use: &mut BTreeSet<usize>) -> Vec<Option<usize>> {
        let color = |j: usize| match self.continued(j) {
            Some(before) => before.id.map(|_| before.color),
            None => self.back(j).map(|before| before.color).filter(|c| is_free(in_use, *c) && in_use.insert(*c)),
        };
        (0..self.returned.len()).map(color).collect()
    }

    /// The names that persons gave to what a later topic continues, is again, or took in, each once.
    fn given(&self, later: &Snapshot, j: usize) -> Vec<String> {
        let is_matched = self.matching.earlier_of.len() == later.topics.len();
        let sources = if is_matched { self.matching.sources(j) } else { Vec::new() };
        let merged = sources.iter().filter_map(|i| self.earlier.topics.get(*i));
        let of_last_run = self.continued(j).into_iter().chain(merged).filter(|topic| topic.label_is_given);
        let mut given: Vec<String> = Vec::new();
        let of_last_run = of_last_run.map(|topic| self.without_returned(later, &topic.label));
        for label in of_last_run.chain(self.given_back(later, j)) {
            if !label.is_empty() && !given.contains(&label) {
                given.push(label);
            }
        }
        given
    }

    /// The name that a person gave to a topic that is back, unless it went to another one meanwhile.
    fn given_back(&self, later: &Snapshot, j: usize) -> Option<String> {
        let others = later.topics.iter().enumerate().filter(|(k, topic)| *k != j && topic.label_is_given);
        let taken = self.earlier.topics.iter().chain(others.map(|(_, topic)| topic)).collect::<Vec<_>>();
        let is_taken = |name: &str| taken.iter().any(|topic| topic.label == name);
        self.back(j).filter(|topic| topic.label_is_given && !is_taken(&topic.label)).map(|topic| topic.label.clone())
    }

    /// A joined name without the names whose topics are back; empty where all are.
    fn without_returned(&self, later: &Snapshot, name: &str) -> String {
        let back: Vec<String> = (0..self.returned.len()).filter_map(|j| self.given_back(later, j)).collect();
        name.split(JOINED).filter(|part| !back.iter().any(|name| name == part)).collect::<Vec<_>>().join(JOINED)
    }
}

/// Stands between the given names of merged topics.
const JOINED: &str = " + ";

/// What a topic is to be called, and why.
#[derive(Clone, Debug, Default)]
struct Wish {
    label: String,
    /// A person gave it.
    given: bool,
    /// The topic had it before.
    kept: bool,
}

/// Name of every later topic and whether a person gave it; no name twice.
fn names(past: &Past<'_>, later: &Snapshot) -> Vec<(String, bool)> {
    let wished: Vec<Wish> = (0..later.topics.len()).map(|j| wish(past, later, j)).collect();
    let rank = |j: usize| (!wished[j].given, !wished[j].kept, j);
    let mut order: Vec<usize> = (0..wished.len()).collect();
    order.sort_by_key(|&j| rank(j));
    let mut names: Vec<(String, bool)> = wished.iter().map(|wish| (wish.label.clone(), wish.given)).collect();
    let mut taken = BTreeSet::new();
    for j in order {
        let (topic, wish) = (&later.topics[j], &wished[j]);
        let longer =
            topic.terms.iter().filter(|term| !topic.label.contains(*term)).map(|t| format!("{}, {t}", topic.label));
        let numbered = (2..).map(|n| format!("{} ({n})", wish.label));
        let candidates = [wish.label.clone(), topic.label.clone()].into_iter().chain(longer).chain(numbered);
        // A given name is never changed, not even when a person gave it twice.
        let mut free = candidates.filter(|name| wish.given || !taken.contains(&name.to_lowercase()));
        if let Some(name) = free.next() {
            taken.insert(name.to_lowercase());
            names[j].0 = name;
        }
    }
    names
}

fn wish(past: &Past<'_>, later: &Snapshot, j: usize) -> Wish {
    let own = &later.topics[j];
    if own.label_is_given {
        return Wish { label: own.label.clone(), given: true, kept: false };
    }
    let given = past.given(later, j);
    if !given.is_empty() {
        return Wish { label: given.join(JOINED), given: true, kept: true };
    }
    let before = past.continued(j).or_else(|| past.back(j));
    match before.filter(|before| naming::still_fits(&before.label, own, past.known.stop_words)) {
        Some(before) => Wish { label: before.label.clone(), given: false, kept: true },
        None => Wish { label: own.label.clone(), ..Wish::default() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::matching::match_topics;
    use crate::history::testing::{groups, same_order};

    fn run(range: std::ops::Range<u32>) -> Vec<u32> {
        range.collect()
    }

    fn follow(earlier: &Snapshot, mut later: Snapshot) -> Snapshot {
        let pairing = same_order(earlier, &later);
        let matching = match_topics(earlier, &later, &pairing);
        keep(earlier, &mut later, &matching, Known { next_id: TopicId(100), ..Known::default() });
        later
    }

    fn first(members: &[&[u32]]) -> Snapshot {
        let mut snapshot = groups(members);
        let known = Known { next_id: TopicId(1), ..Known::default() };
        assert_eq!(
            keep(&Snapshot::default(), &mut snapshot, &Matching::default(), known).0 as usize,
            members.len() + 1
        );
        snapshot
    }

    fn ids(snapshot: &Snapshot) -> Vec<(u32, usize, &str)> {
        snapshot.topics.iter().map(|t| (t.id.unwrap().0, t.color, t.label.as_str())).collect()
    }

    #[test]
    fn matched_topics_keep_id_name_and_color() {
        let (a, b, new) = (run(0..20), run(20..30), run(100..140));
        let earlier = first(&[&a, &b]);
        let mut grown = b.clone();
        grown.extend(200..230);
        let later = follow(&earlier, groups(&[&new, &grown, &a]));
        assert_eq!(ids(&later), [(100, 2, "about 100"), (2, 1, "about 20"), (1, 0, "about 0")]);
    }

    #[test]
    fn a_new_topic_has_the_color_that_was_out_of_use_for_longest() {
        let in_use: BTreeSet<usize> = [0, 2].into();
        assert_eq!(free_color(&in_use, &[]), 1);
        // 1 ended lately: as long as the palette has one that no chart shows, the new topic takes that.
        assert_eq!(free_color(&in_use, &[vec![0, 1], vec![0, 2]]), 3);
        let all: Vec<usize> = (0..N_COLORS).collect();
        assert_eq!(free_color(&in_use, &[all.clone(), vec![0, 1, 2], vec![0, 3]]), 4);
        assert_eq!(free_color(&in_use, &[all.clone(), (3..N_COLORS).collect()]), 1);
        // All are in use: they repeat from the first.
        assert_eq!(free_color(&all.iter().copied().collect(), &[all]), N_COLORS);
        assert_eq!(free_color(&[N_COLORS, N_COLORS + 1].into(), &[]), 2);
    }

    #[test]
    fn given_names_live_through_splits_and_merges() {
        let (a, b) = (run(0..40), run(40..60));
        let mut earlier = first(&[&a, &b]);
        earlier.topics[1].label = "My topic".into();
        earlier.topics[1].label_is_given = true;
        let both = run(0..60);
        let merged = follow(&earlier, groups(&[&both]));
        assert_eq!((ids(&merged), merged.topics[0].label_is_given), (vec![(1, 0, "My topic")], true));
        let split = follow(&merged, groups(&[&both[40..], &both[..40]]));
        assert_eq!(ids(&split), [(100, 1, "about 40"), (1, 0, "My topic")]);
        earlier.topics[0].label_is_given = true;
        assert_eq!(follow(&earlier, groups(&[&both])).topics[0].label, "about 0 + My topic");
    }

    #[test]
    fn a_topic_that_is_back_has_its_number_color_and_name_again() {
        let (a, b, c) = (run(0..20), run(40..60), run(80..100));
        let mut first = first(&[&a, &b]);
        first.topics[1].label = "My topic".into();
        first.topics[1].label_is_given = true;
        let ended = [first.topics[1].clone()];
        let next = |earlier: &Snapshot, mut later: Snapshot| {
            let matching = match_topics(earlier, &later, &same_order(earlier, &later));
            let known = Known { next_id: TopicId(3), ended: &ended, ..Known::default() };
            let free = keep(earlier, &mut later, &matching, known);
            (later, free)
        };
        let last = follow(&first, groups(&[&a]));
        let (later, free) = next(&last, groups(&[&a, &c, &run(60..64).into_iter().chain(40..56).collect::<Vec<_>>()]));
        assert_eq!(ids(&later), [(1, 0, "about 0"), (3, 2, "about 80"), (2, 1, "My topic")]);
        assert_eq!((later.topics[2].label_is_given, free), (true, TopicId(4)));
        // It had been merged into another one with a name, which is then called as it was.
        let mut last = follow(&first, groups(&[&run(0..60)]));
        last.topics[0].label = "Mine + My topic".into();
        last.topics[0].label_is_given = true;
        let (later, _) = next(&last, groups(&[&run(0..40), &b]));
        assert_eq!(ids(&later), [(1, 0, "Mine"), (2, 1, "My topic")]);
        // It never had a name of its own: without those that it took over it is called as this run found it.
        last.topics[0].label = "My topic + My topic".into();
        let (later, _) = next(&last, groups(&[&run(0..40), &b]));
        assert_eq!(ids(&later), [(1, 0, "about 0"), (2, 1, "My topic")]);
        // The name went to another one meanwhile: it stays there, and no name stands twice.
        last.topics[0].label = "My topic".into();
        let (later, _) = next(&last, groups(&[&run(0..40), &b]));
        assert_eq!(ids(&later), [(1, 0, "My topic"), (2, 1, "about 40")]);
        last.topics[0].label = "Mine".into();
        let mut named = groups(&[&run(0..40), &b]);
        (named.topics[0].label, named.topics[0].label_is_given) = ("My topic".into(), true);
        let (later, _) = next(&last, named);
        assert_eq!(ids(&later), [(1, 0, "My topic"), (2, 1, "about 40")]);
    }

    #[test]
    fn a_name_given_now_counts_more_and_no_name_stands_twice() {
        let (a, b) = (run(0..20), run(20..40));
        let earlier = first(&[&a, &b]);
        let mut later = groups(&[&a, &b, &run(50..60)]);
        later.topics[1].label = "About 0".into();
        later.topics[1].label_is_given = true;
        later.topics[2].label = "about 0".into();
        let later = follow(&earlier, later);
        let labels: Vec<&str> = later.topics.iter().map(|t| t.label.as_str()).collect();
        assert_eq!(labels, ["about 0, term 0", "About 0", "about 0, term 50"]);
    }

    #[test]
    fn a_name_that_is_no_longer_true_gives_way_and_number_and_color_stay() {
        let a = run(0..20);
        let labelled = |label: &str, terms: &[&str]| {
            let mut snapshot = groups(&[&a]);
            snapshot.topics[0].label = label.into();
            snapshot.topics[0].terms = terms.iter().map(|t| t.to_string()).collect();
            snapshot
        };
        let mut earlier = labelled("cough, inhaled capsaicin", &["cough", "inhaled capsaicin"]);
        number(&mut earlier);
        let now = labelled("throat, hoarseness", &["throat", "hoarseness", "reflux"]);
        assert_eq!(ids(&follow(&earlier, now.clone())), [(1, 0, "throat, hoarseness")]);
        let still = labelled("throat, hoarseness", &["throat", "Coughs", "reflux"]);
        assert_eq!(ids(&follow(&earlier, still)), [(1, 0, "cough, inhaled capsaicin")]);
        earlier.topics[0].label_is_given = true;
        assert_eq!(ids(&follow(&earlier, now)), [(1, 0, "cough, inhaled capsaicin")]);
    }

    #[test]
    fn a_name_that_was_kept_goes_before_one_that_is_found_again() {
        let (a, b) = (run(0..20), run(20..40));
        let mut earlier = groups(&[&a, &b]);
        number(&mut earlier);
        earlier.topics[0].label = "lost".into();
        let mut later = groups(&[&a, &b]);
        later.topics[0].label = "about 20".into();
        later.topics[1].terms = vec!["about 20".into()];
        assert_eq!(ids(&follow(&earlier, later)), [(1, 0, "about 20, term 0"), (2, 1, "about 20")]);
    }
}
