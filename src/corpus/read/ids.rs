//! Ids: every record gets one, and no two the same.
//!
//! The input's own id, else the DOI, else `<file name>#<number>`; the second and later records with one id get `#2`,
//! `#3` … behind it. Also tells of records that hold no text.

use rayon::prelude::*;

use crate::corpus::issue::{Issue, IssueKind};
use crate::corpus::record::{Record, Role};
use crate::corpus::{Corpus, SourceFile};

/// Longest id in bytes; what is longer is no id.
const MAX_ID: usize = 500;
/// Most issues of a kind told one by one in one file.
const MAX_TOLD: usize = 100;

/// Where an id came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Own,
    Doi,
    Number,
}

/// Gives every record its id and tells of repeated ids and of records without text.
pub(super) fn give(corpus: &mut Corpus) {
    let files = &corpus.files;
    let kinds: Vec<Kind> = corpus
        .records
        .par_iter_mut()
        .map(|record| {
            let (kind, id) = find(record, files);
            record.id = id;
            kind
        })
        .collect();
    make_unique(corpus, &kinds);
    tell_no_text(corpus);
}

/// Last part of a path.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit('/').find(|part| !part.is_empty()).unwrap_or(path)
}

fn find(record: &Record, files: &[SourceFile]) -> (Kind, String) {
    let own = record
        .first(Role::Id)
        .or_else(|| record.pmid())
        .or_else(|| record.first(Role::Accession).and_then(|text| text.split([';', '\n']).next()))
        .map(clean)
        .filter(|id| !id.is_empty() && id.len() <= MAX_ID);
    if let Some(own) = own {
        return (Kind::Own, own);
    }
    if let Some(doi) = record.doi().filter(|doi| doi.len() <= MAX_ID) {
        return (Kind::Doi, doi);
    }
    let path = files.get(record.source.file as usize).map_or("", |file| file.path.as_str());
    (Kind::Number, format!("{}#{}", file_name(path), record.source.number))
}

/// An id on one line, without control characters.
fn clean(id: &str) -> String {
    let words: Vec<&str> = id.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    words.join(" ")
}

fn make_unique(corpus: &mut Corpus, kinds: &[Kind]) {
    let mut order: Vec<usize> = (0..corpus.records.len()).collect();
    order.par_sort_unstable_by(|&a, &b| corpus.records[a].id.cmp(&corpus.records[b].id).then(a.cmp(&b)));
    let sorted: Vec<String> = order.iter().map(|&i| corpus.records[i].id.clone()).collect();
    let mut told = vec![0usize; corpus.files.len()];
    let mut elsewhere = vec![(0usize, String::new()); corpus.files.len()];
    let mut taken = std::collections::BTreeSet::new();
    let mut at = 0;
    while at < order.len() {
        let run = order[at..].iter().take_while(|&&i| sorted[at] == corpus.records[i].id).count();
        let id = sorted[at].clone();
        let mut number = 2;
        for &i in &order[at + 1..at + run] {
            let mut new = format!("{id}#{number}");
            while sorted.binary_search(&new).is_ok() || taken.contains(&new) {
                number += 1;
                new = format!("{id}#{number}");
            }
            number += 1;
            taken.insert(new.clone());
            let (file, first) =
                (corpus.records[i].source.file as usize, corpus.records[order[at]].source.file as usize);
            if kinds[i] == Kind::Own && file == first {
                told[file] += 1;
                if told[file] <= MAX_TOLD {
                    let message = format!("id {id} is there twice; this one became {new}");
                    let line = corpus.records[i].source.line;
                    let file = corpus.records[i].source.file;
                    corpus.issues.push(Issue { file, line, kind: IssueKind::RepeatedId, message });
                }
            } else if kinds[i] == Kind::Own && corpus.records[i].first(Role::Id).is_some() {
                let (count, example) = &mut elsewhere[file];
                *count += 1;
                if example.is_empty() {
                    *example = format!("{id} became {new}");
                }
            }
            corpus.records[i].id = new;
        }
        at += run;
    }
    for (file, ((count, example), told)) in elsewhere.into_iter().zip(told).enumerate() {
        let file = u32::try_from(file).unwrap_or(u32::MAX);
        let mut tell = |message| {
            corpus.issues.push(Issue { file, line: 0, kind: IssueKind::RepeatedId, message });
        };
        if count > 0 {
            tell(format!("{count} ids are in another file too: {example}"));
        }
        if told > MAX_TOLD {
            tell(format!("and {} more of this kind", told - MAX_TOLD));
        }
    }
}

fn tell_no_text(corpus: &mut Corpus) {
    let mut told = vec![0usize; corpus.files.len()];
    for record in &corpus.records {
        if !record.title().is_empty() || record.has_abstract() {
            continue;
        }
        let file = record.source.file;
        told[file as usize] += 1;
        if told[file as usize] <= MAX_TOLD {
            let message = format!("record {} has neither title nor abstract", record.id);
            corpus.issues.push(Issue { file, line: record.source.line, kind: IssueKind::NoText, message });
        }
    }
    for (file, told) in told.into_iter().enumerate().filter(|(_, told)| *told > MAX_TOLD) {
        let file = u32::try_from(file).unwrap_or(u32::MAX);
        let message = format!("and {} more records without title and abstract", told - MAX_TOLD);
        corpus.issues.push(Issue { file, line: 0, kind: IssueKind::NoText, message });
    }
}
