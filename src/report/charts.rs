//! The charts of a run: an analysis in, named SVG texts out.

use crate::analysis::{Analysis, Topic, WEAK};
use crate::chart::{self, Bar, Label, TermBars};
use crate::report::clean::{line, stability_shown};

/// A chart as it goes into the report and into `charts/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// File name without ending.
    pub name: String,
    /// Heading.
    pub title: String,
    /// One sentence on how to read it.
    pub caption: String,
    /// The SVG text.
    pub svg: String,
}

/// Heading of the charts of terms.
const TERMS: &str = "Top terms of each topic";
/// Topics on one chart of terms, so that it fills a printed page at most, and on a row of it.
const TOPICS_A_CHART: usize = 15;
const TOPICS_A_ROW: usize = 3;

/// Draws every chart that the analysis has data for.
pub fn charts(analysis: &Analysis) -> Vec<Chart> {
    let label = |(at, t): (usize, &Topic)| Label {
        number: analysis.number(at),
        text: line(&t.label),
        color: t.color,
        weak: t.weak,
    };
    let labels: Vec<Label> = analysis.topics.iter().enumerate().map(label).collect();
    let mut list = vec![
        sizes(analysis, &labels),
        chart(
            "map",
            "Map of the records",
            "The color of a record, and its mark where points are large enough for marks, are those at the label of its topic.",
            |t| chart::map(t, &labels, &points(analysis)),
        ),
        chart(
            "silhouette",
            "Silhouette of every record",
            "The wider to the right, the better a record fits its topic; below 0 it is as near to another one.",
            |t| chart::silhouette(t, &labels, &silhouettes(analysis)),
        ),
    ];
    list.extend(terms(analysis, &labels));
    if analysis.topics.len() > 1 {
        let merges: Vec<(usize, usize, f64)> = analysis.hierarchy.iter().map(|m| (m.a, m.b, m.height)).collect();
        // Similar topics stand together in the grid.
        let order = chart::leaves(labels.len(), &merges);
        list.push(chart(
            "topic-similarity",
            "Similarity of topics",
            "Darker cells: topics that use the same words.",
            |t| chart::heatmap(t, &labels, &analysis.topic_similarity, &order),
        ));
        list.push(chart("hierarchy", "Topics of topics", "Topics that join further left are more alike.", |t| {
            chart::tree(t, &labels, &merges)
        }));
    }
    if analysis.choice.curve.len() > 1 {
        let tried: Vec<chart::Tried> = analysis.choice.curve.iter().map(|p| (p.k, p.silhouette, p.stability)).collect();
        let candidates: Vec<usize> = analysis.choice.candidates.iter().map(|c| c.k).collect();
        list.push(chart(
            "silhouette-by-k",
            "Silhouette and stability against the number of topics",
            "Higher is better; the number with the best product of both is chosen, or a smaller one that is nearly as good.",
            |t| chart::curve(t, &tried, analysis.choice.k, &candidates),
        ));
    }
    if analysis.topics.iter().any(|t| !t.years.is_empty()) {
        list.push(years(analysis, &labels));
    }
    if analysis.topics.iter().any(|t| t.stability.is_some()) {
        list.push(stability(analysis, &labels));
    }
    list
}

fn chart(name: &str, title: &str, caption: &str, draw: impl Fn(&str) -> String) -> Chart {
    Chart { name: name.into(), title: title.into(), caption: caption.into(), svg: draw(title) }
}

fn sizes(analysis: &Analysis, labels: &[Label]) -> Chart {
    let bars: Vec<Bar> = analysis
        .topics
        .iter()
        .zip(labels)
        .map(|(t, label)| Bar {
            label: label.clone(),
            value: t.size as f64,
            note: format!("{} ({:.0} %)", t.size, t.share * 100.0),
        })
        .collect();
    chart("topic-sizes", "Topic sizes", "Records in each topic and their share of all.", |t| {
        chart::bars(t, "records", &bars, None)
    })
}

fn stability(analysis: &Analysis, labels: &[Label]) -> Chart {
    let bars: Vec<Bar> = analysis
        .topics
        .iter()
        .zip(labels)
        .map(|(t, label)| {
            let value = t.stability.unwrap_or(0.0);
            Bar { label: label.clone(), value, note: stability_shown(value) }
        })
        .collect();
    chart(
        "stability",
        "Stability of topics",
        "How much of a topic comes back when a fifth of the records is left out; below 0.6 (dashed) it is weak.",
        |t| chart::bars(t, "mean Jaccard", &bars, Some(WEAK)),
    )
}

fn years(analysis: &Analysis, labels: &[Label]) -> Chart {
    let counts: Vec<Vec<(i32, usize)>> = analysis.topics.iter().map(|t| t.years.clone()).collect();
    let n: usize = analysis.topics.iter().map(|t| t.size).sum();
    let without = n - counts.iter().flatten().map(|c| c.1).sum::<usize>().min(n);
    let mut caption = "Records of each topic by year of publication.".to_string();
    if without > 0 {
        caption += &format!(" {without} of {n} records {} no year.", if without == 1 { "has" } else { "have" });
    }
    chart("topics-by-year", "Topics by year", &caption, |t| chart::years(t, labels, &counts))
}

/// Records that stand for themselves, with position and topic.
fn points(analysis: &Analysis) -> Vec<([f64; 2], usize)> {
    let documents = analysis.documents.iter().enumerate().filter(|(at, _)| analysis.duplicate_of(*at).is_none());
    documents.filter_map(|(_, d)| Some((d.position?, d.topic?))).collect()
}

/// The terms of all topics, on several charts where one would be longer than a page.
fn terms(analysis: &Analysis, labels: &[Label]) -> Vec<Chart> {
    let bars = term_bars(analysis, labels);
    let n_parts = bars.len().div_ceil(TOPICS_A_CHART).max(1);
    let part_size = bars.len().div_ceil(n_parts).next_multiple_of(TOPICS_A_ROW).max(1);
    let part = |(at, bars): (usize, &[TermBars])| {
        let name = if at == 0 { "top-terms".to_string() } else { format!("top-terms-{}", at + 1) };
        let title = if n_parts == 1 { TERMS.to_string() } else { format!("{TERMS} ({} of {n_parts})", at + 1) };
        chart(
            &name,
            &title,
            "Bars: share of the topic's records that hold the term; lines: share of all others.",
            |t| chart::terms(t, bars),
        )
    };
    bars.chunks(part_size).enumerate().map(part).collect()
}

fn term_bars(analysis: &Analysis, labels: &[Label]) -> Vec<TermBars> {
    let terms = |topic: &Topic| topic.terms.iter().map(|t| (line(&t.text), t.inside, t.outside)).collect();
    analysis
        .topics
        .iter()
        .zip(labels)
        .map(|(topic, label)| TermBars { label: label.clone(), terms: terms(topic) })
        .collect()
}

fn silhouettes(analysis: &Analysis) -> Vec<Vec<f64>> {
    let mut values = vec![Vec::new(); analysis.topics.len()];
    for (at, document) in analysis.documents.iter().enumerate() {
        if let Some(topic) = document.topic.filter(|_| analysis.duplicate_of(at).is_none()) {
            values[topic].push(document.silhouette);
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_of_many_topics_stand_on_charts_of_a_page() {
        for (k, names) in [
            (15, vec!["top-terms"]),
            (16, vec!["top-terms", "top-terms-2"]),
            (45, vec!["top-terms", "top-terms-2", "top-terms-3"]),
        ] {
            let topics = (0..k).map(|at| Topic { label: format!("about {at}"), ..Topic::default() }).collect();
            let analysis = Analysis { topics, ..Analysis::default() };
            let parts: Vec<Chart> =
                charts(&analysis).into_iter().filter(|chart| chart.name.starts_with("top-terms")).collect();
            assert_eq!(parts.iter().map(|chart| chart.name.as_str()).collect::<Vec<_>>(), names);
            for at in 0..k {
                let text = format!(">{} about {at}</text>", at + 1);
                assert_eq!(parts.iter().filter(|chart| chart.svg.contains(&text)).count(), 1, "{text}");
            }
        }
    }

    #[test]
    fn records_without_a_year_are_counted_and_weak_is_said_once() {
        let topic = |stability: f64, years: Vec<(i32, usize)>| Topic {
            size: 4,
            stability: Some(stability),
            weak: stability < WEAK,
            years,
            ..Topic::default()
        };
        let topics = vec![topic(0.5, vec![(2020, 1), (2021, 2)]), topic(0.9, vec![])];
        let analysis = Analysis { topics, ..Analysis::default() };
        let all = charts(&analysis);
        let of = |name: &str| all.iter().find(|chart| chart.name == name).expect("a chart of every run");
        assert!(of("topics-by-year").caption.ends_with(" 5 of 8 records have no year."));
        // Once in the label that is drawn, once in the description.
        assert_eq!(of("stability").svg.matches("weak").count(), 2);
    }
}
