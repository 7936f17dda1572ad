//! Ids: every record gets one, and no two the same.
//!
//! The input's own id, else the DOI, else `<file name>#<number>`; the second and later records with one id get `#2`,
//! `#3` … behind it. Also tells of records that hold no text.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::corpus::issue::{Issue, IssueKind};
use crate::corpus::record::{Record, Role};
use crate::corpus::{Corpus, SourceFile, spool};

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
    let (files, spools) = (&corpus.files, &corpus.spools);
    let kinds: Vec<Kind> = corpus
        .records
        .par_iter_mut()
        .enumerate()
        .map(|(at, record)| {
            spool::pass(spools, at);
            let (kind, id) = find(record, files);
            record.id = id;
            kind
        })
        .collect();
    make_unique(corpus, &kinds);
    tell_no_text(corpus);
}

/// Last part of a path.
pub fn file_name(path: &str) -> &str {
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
    if let Some(eid) = record.all(Role::Url).find_map(|field| scopus_eid(field.value)) {
        return (Kind::Own, eid.to_string());
    }
    let path = files.get(record.source.file as usize).map_or("", |file| file.path.as_str());
    (Kind::Number, format!("{}#{}", file_name(path), record.source.number))
}

/// The accession number of Scopus, which stands only in its links: `…?eid=2-s2.0-85074596690&…`.
fn scopus_eid(url: &str) -> Option<&str> {
    let eid = url.split_once("eid=")?.1.split(['&', ' ']).next()?;
    eid.starts_with("2-s2.0-").then_some(eid)
}

/// An id on one line, without control characters.
fn clean(id: &str) -> String {
    let words: Vec<&str> = id.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    words.join(" ")
}

/// A record whose id another one has already.
struct Repeat {
    index: usize,
    first: usize,
    id: String,
}

fn make_unique(corpus: &mut Corpus, kinds: &[Kind]) {
    let repeats = find_repeats(&corpus.records);
    let mut told = vec![0usize; corpus.files.len()];
    let mut elsewhere = vec![(0usize, String::new()); corpus.files.len()];
    for Repeat { index, first, id } in repeats {
        let first = corpus.records[first].source.file;
        let record = &mut corpus.records[index];
        let (file, line) = (record.source.file, record.source.line);
        let old = std::mem::replace(&mut record.id, id);
        // The same work in two databases is no fault; what it means is up to the joining of duplicates.
        if kinds[index] == Kind::Own && file == first {
            told[file as usize] += 1;
            if told[file as usize] <= MAX_TOLD {
                let message = format!("id {old} is there twice; this one became {}", record.id);
                corpus.issues.push(Issue { file, line, kind: IssueKind::RepeatedId, message });
            }
        } else if kinds[index] == Kind::Own && record.first(Role::Id).is_some() {
            let (count, example) = &mut elsewhere[file as usize];
            *count += 1;
            if example.is_empty() {
                *example = format!("{old} became {}", record.id);
            }
        }
    }
    for (file, ((count, example), told)) in (0..).zip(elsewhere.into_iter().zip(told)) {
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

/// All records but the first of each id, with an id that no other record has.
fn find_repeats(records: &[Record]) -> Vec<Repeat> {
    let mut order: Vec<usize> = (0..records.len()).collect();
    order.par_sort_unstable_by(|&a, &b| records[a].id.cmp(&records[b].id).then(a.cmp(&b)));
    let is_there = |id: &str| order.binary_search_by(|&i| records[i].id.as_str().cmp(id)).is_ok();
    let mut taken = BTreeSet::new();
    let mut repeats = Vec::new();
    for run in order.chunk_by(|&a, &b| records[a].id == records[b].id) {
        let mut number = 2;
        for &index in &run[1..] {
            let id = loop {
                let id = format!("{}#{number}", records[index].id);
                number += 1;
                if !is_there(&id) && taken.insert(id.clone()) {
                    break id;
                }
            };
            repeats.push(Repeat { index, first: run[0], id });
        }
    }
    repeats
}

fn tell_no_text(corpus: &mut Corpus) {
    let mut told = vec![0usize; corpus.files.len()];
    for (at, record) in corpus.records.iter().enumerate() {
        spool::pass(&corpus.spools, at);
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
    for (file, told) in (0..).zip(told).filter(|(_, told)| *told > MAX_TOLD) {
        let message = format!("and {} more records without title and abstract", told - MAX_TOLD);
        corpus.issues.push(Issue { file, line: 0, kind: IssueKind::NoText, message });
    }
}
