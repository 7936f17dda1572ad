//! Each stage on made-up abstracts of 1,000 and 10,000 records (100,000 with `THEMATA_BENCH_LARGE=1`), with throughput.
//!
//! The texts are drawn from themes with words of their own and words that all share, in the lengths of real abstracts;
//! they are the same on every machine.

#![allow(clippy::unwrap_used, missing_docs)]

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use themata::config::Config;
use themata::corpus::read::{ReadParams, read_bytes};
use themata::corpus::{Corpus, Record, dedup, write};
use themata::vectorize::{TfIdfMatrix, VectorParams, prune, weigh};
use themata::{cluster, similarity, text};

const THEMES: usize = 20;
const WORDS: usize = 180;

fn sizes() -> Vec<usize> {
    let large = std::env::var_os("THEMATA_BENCH_LARGE").map(|_| 100_000);
    [1_000, 10_000].into_iter().chain(large).collect()
}

/// A word of letters that stems leave alone.
fn word(n: usize) -> String {
    let syllables = ["ba", "ko", "lu", "mi", "ne", "po", "ra", "su", "ti", "vo"];
    (0..4).map(|i| syllables[n / 10_usize.pow(i) % 10]).collect::<String>() + "x"
}

/// JSON lines.
fn abstracts(n: usize) -> Vec<u8> {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(7);
    let mut out = Vec::new();
    for id in 0..n {
        let theme = id % THEMES;
        let words: Vec<String> = (0..WORDS)
            .map(|_| {
                let rare: f64 = rng.r#gen();
                let pick = (rare * rare * rare * 400.0) as usize;
                word(if rng.gen_bool(0.25) { 4_000 + theme * 300 + pick % 300 } else { pick * 9 % 4_000 })
            })
            .collect();
        let line = format!(
            "{{\"id\":\"{id}\",\"title\":\"{} {id}\",\"abstract\":\"{}.\",\"year\":{}}}\n",
            words[..9].join(" "),
            words.join(" "),
            2000 + id % 25
        );
        out.extend_from_slice(line.as_bytes());
    }
    out
}

/// The records as PubMed writes them, with the elements that every article has.
fn pubmed_xml(corpus: &Corpus) -> Vec<u8> {
    let mut out = String::from("<?xml version=\"1.0\"?>\n<PubmedArticleSet>\n");
    for (n, record) in corpus.records.iter().enumerate() {
        let (title, text) = (record.title(), record.abstracts().next().unwrap().1);
        let author = "<Author ValidYN=\"Y\">\n<LastName>Otero</LastName>\n<ForeName>Carla M</ForeName>\n\
                      <Initials>CM</Initials>\n<AffiliationInfo>\n<Affiliation>Department of Made-up Data, Example \
                      University, Example City.</Affiliation>\n</AffiliationInfo>\n</Author>\n";
        let heading = "<MeshHeading>\n<DescriptorName UI=\"D000001\" MajorTopicYN=\"N\">Cells</DescriptorName>\n\
                       <QualifierName UI=\"Q000002\" MajorTopicYN=\"Y\">metabolism</QualifierName>\n</MeshHeading>\n";
        let (authors, headings) = (author.repeat(5), heading.repeat(8));
        let article = format!(
            "<PubmedArticle>\n<MedlineCitation Status=\"MEDLINE\" Owner=\"NLM\">\n<PMID Version=\"1\">{n}</PMID>\n\
             <Article PubModel=\"Print\">\n<Journal>\n<ISSN IssnType=\"Print\">1234-5679</ISSN>\n<JournalIssue>\n\
             <Volume>4</Volume>\n<Issue>2</Issue>\n<PubDate>\n<Year>2019</Year>\n</PubDate>\n</JournalIssue>\n\
             <Title>Journal of examples</Title>\n</Journal>\n<ArticleTitle>{title}</ArticleTitle>\n<Abstract>\n\
             <AbstractText Label=\"AIM\" NlmCategory=\"OBJECTIVE\">{text}</AbstractText>\n</Abstract>\n\
             <AuthorList CompleteYN=\"Y\">\n{authors}</AuthorList>\n<Language>eng</Language>\n</Article>\n\
             <MeshHeadingList>\n{headings}</MeshHeadingList>\n</MedlineCitation>\n</PubmedArticle>\n"
        );
        out.push_str(&article);
    }
    (out + "</PubmedArticleSet>\n").into_bytes()
}

fn read(bytes: &[u8]) -> Corpus {
    read_bytes(&[("bench", bytes)], &ReadParams::default())
}

fn matrix(corpus: &Corpus) -> TfIdfMatrix {
    let config = Config::default();
    let records: Vec<&Record> = corpus.records.iter().collect();
    let counts = text::count(&text::documents(&records, &config.text), &config.text);
    let (vocabulary, counts) = prune(counts, &VectorParams::default());
    weigh(&counts, &vocabulary, config.vectors.weighting)
}

fn reading(c: &mut Criterion) {
    let mut group = c.benchmark_group("read");
    group.sample_size(10).measurement_time(Duration::from_secs(4));
    let corpus = read(&abstracts(5_000));
    let written = |name: &'static str| {
        let mut bytes = Vec::new();
        write::write(corpus.records.iter(), &corpus, write::format_by_name(name).unwrap(), &mut bytes).unwrap();
        (name, bytes)
    };
    let pubmed = ("pubmed-xml", pubmed_xml(&corpus));
    for (name, bytes) in write::names().into_iter().map(written).chain([pubmed]) {
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function(name, |b| b.iter(|| read(black_box(&bytes))));
    }
    group.finish();
}

fn stages(c: &mut Criterion) {
    for n in sizes() {
        let bytes = abstracts(n);
        let corpus = read(&bytes);
        let rows = matrix(&corpus);
        let mut group = c.benchmark_group("stage");
        group.sample_size(10).measurement_time(Duration::from_secs(5));
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function(BenchmarkId::new("text to matrix", n), |b| b.iter(|| matrix(black_box(&corpus))));
        group.throughput(Throughput::Elements(n as u64));
        group.bench_function(BenchmarkId::new("join duplicates", n), |b| b.iter(|| dedup::join(&corpus.records)));
        let params = cluster::ClusterParams { n_init: Some(1), ..cluster::ClusterParams::default() };
        group.bench_function(BenchmarkId::new("k-means, one restart", n), |b| {
            b.iter(|| cluster::fit(black_box(&rows), None, THEMES, &params).unwrap())
        });
        if n <= 10_000 {
            let all = cluster::ClusterParams::default();
            group.bench_function(BenchmarkId::new("k-means, all restarts", n), |b| {
                b.iter(|| cluster::fit(black_box(&rows), None, THEMES, &all).unwrap())
            });
            group.bench_function(BenchmarkId::new("20 neighbors", n), |b| {
                b.iter(|| similarity::neighbors(black_box(&rows), 20))
            });
        }
        group.finish();
    }
}

criterion_group!(benches, reading, stages);
criterion_main!(benches);
