//! Warnings: the remarks of an analysis in, lines for the reader out.
//!
//! What is said of several topics in the same words is said once, with the topics named together.

use super::words::listed;
use crate::analysis::Analysis;

/// What a reader must know before trusting the result.
pub fn in_words(analysis: &Analysis) -> Vec<String> {
    let mut told: Vec<Told<'_>> = Vec::new();
    for remark in &analysis.warnings {
        match remark.about_topic() {
            Some((topic, words)) => {
                let (words, figures) = apart(words);
                match told.iter_mut().find(|t| !t.topics.is_empty() && t.words == words) {
                    Some(same) => {
                        same.topics.push(analysis.number(topic));
                        same.figures.push(figures);
                    }
                    None => {
                        told.push(Told { topics: vec![analysis.number(topic)], words, figures: vec![figures] });
                    }
                }
            }
            None => told.push(Told { words: vec![analysis.say(remark)], ..Told::default() }),
        }
    }
    told.iter().map(Told::line).collect()
}

/// A warning, perhaps of several topics.
#[derive(Default)]
struct Told<'a> {
    /// The numbers of the topics that it is about.
    topics: Vec<String>,
    /// The words between the figures.
    words: Vec<String>,
    /// The figures, for every topic as many as there are gaps between words.
    figures: Vec<Vec<&'a str>>,
}

impl Told<'_> {
    fn line(&self) -> String {
        let mut text = match self.topics.as_slice() {
            [] => String::new(),
            [one] => format!("topic {one}"),
            several => format!("topics {}", listed(several)),
        };
        for (at, words) in self.words.iter().enumerate() {
            text += words;
            let mut figures: Vec<&str> = self.figures.iter().filter_map(|own| own.get(at).copied()).collect();
            figures.sort_by_key(|figure| (figure.len(), *figure));
            figures.dedup();
            match figures.as_slice() {
                [] => {}
                [one] => text += one,
                [least, .., most] => text += &format!("{least} to {most}"),
            }
        }
        text
    }
}

/// The words of a text and the whole numbers between them.
fn apart(text: &str) -> (Vec<String>, Vec<&str>) {
    let (mut words, mut figures, mut rest) = (Vec::new(), Vec::new(), text);
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(at);
        let end = from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len());
        words.push(before.to_string());
        figures.push(&from[..end]);
        rest = &from[end..];
    }
    words.push(rest.to_string());
    (words, figures)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Remark, Topic};

    #[test]
    fn what_is_said_of_several_topics_is_said_once() {
        let of = |topic: usize, text: &str| Remark::from("topic ").topic(topic).text(text);
        let analysis = Analysis {
            topics: vec![Topic::default(); 9],
            warnings: vec![
                "the curve rises at k = 40".into(),
                of(5, ": 84 % of these are without an abstract"),
                of(2, ": 90 % of these are errata"),
                of(6, ": 100 % of these are without an abstract"),
                of(8, ": 97 % of these are without an abstract"),
                "the curve rises at k = 30".into(),
            ],
            ..Analysis::default()
        };
        let expected = [
            "the curve rises at k = 40",
            "topics 6, 7 and 9: 84 to 100 % of these are without an abstract",
            "topic 3: 90 % of these are errata",
            "the curve rises at k = 30",
        ];
        assert_eq!(in_words(&analysis), expected);
    }
}
