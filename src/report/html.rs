//! `report.html`: an analysis in, one self-contained page out.
//!
//! The template stands in `templates/`; here the values are made ready: cleaned, rounded, shortened. Works without
//! scripts. Long lists are cut, and say where the rest is.

use minijinja::{Environment, Value, context};

use super::charts::Chart;
use super::citation::{LONGEST_TITLE, citation};
use super::clean::{line, number, shortened, stability_shown};
use super::json::RunInfo;
use super::order::members;
use super::words::{counted, language};
use super::{News, NewsTable, prisma, tables, warnings, workbook};
use crate::analysis::{Analysis, Span, Topic};
use crate::chart::color;
use crate::corpus::read::file_name;

/// Records up to which every one is listed: the page then has some megabytes, which browsers open at once.
const MOST_RECORDS: usize = 10_000;
/// Records listed per topic where there are more; the rest stands in `documents.csv`.
const MOST_IN_LARGE: usize = 40;
/// Issues and pairs listed.
const MOST_ROWS: usize = 200;

/// The page.
pub fn page(analysis: &Analysis, info: &RunInfo, charts: &[Chart], news: Option<&News>) -> String {
    let mut environment = Environment::new();
    environment.add_function("counted", |n: usize, thing: &str| counted(n, thing));
    let template = include_str!("templates/report.html");
    let added = environment.add_template("report.html", template);
    let page = added
        .and_then(|()| environment.get_template("report.html"))
        .and_then(|t| t.render(values(analysis, info, charts, news)));
    // The template is part of the program and rendered by the tests, so this is for whoever edits it.
    page.unwrap_or_else(|error| {
        format!("<!doctype html><title>themata</title><p>the template is broken: {error:#}</p>")
    })
}

fn values(analysis: &Analysis, info: &RunInfo, charts: &[Chart], news: Option<&News>) -> Value {
    let prisma = prisma::count(analysis);
    let lists = members(analysis);
    let most = if lists.iter().map(Vec::len).sum::<usize>() > MOST_RECORDS { MOST_IN_LARGE } else { MOST_RECORDS };
    let chart = |name: &str| charts.iter().find(|c| c.name == name).map(chart_value);
    context! {
        title => line(&analysis.title),
        version => env!("CARGO_PKG_VERSION"),
        has_workbook => workbook::is_made(analysis),
        css => Value::from_safe_string(include_str!("templates/report.css").to_string()),
        summary => summary(analysis, &prisma, news.is_some_and(|n| n.updated)),
        news => news.map(|n| context! {
            summary => line(&n.summary), lines => n.lines.iter().map(|l| line(l)).collect::<Vec<_>>(),
            charts => n.charts.iter().map(chart_value).collect::<Vec<_>>(),
            tables => n.tables.iter().map(news_table).collect::<Vec<_>>(),
        }),
        warnings => warnings::in_words(analysis).iter().map(|w| line(w)).collect::<Vec<_>>(),
        prisma => context! {
            identified => prisma.identified.iter().map(|(path, n)| context! { path => without_folder(path, &prisma.identified), n => n }).collect::<Vec<_>>(),
            total => analysis.corpus.records.len(), within => prisma.within, across => prisma.across,
            remaining => prisma.remaining, without_text => prisma.without_text,
        },
        files => analysis.corpus.files.iter().map(|f| context! {
            path => line(&f.path), format => f.format.name(), dialect => f.dialect.as_deref().map(line), encoding => f.encoding, n => f.n_records,
        }).collect::<Vec<_>>(),
        issues => analysis.corpus.issues.iter().take(MOST_ROWS).map(|i| context! {
            path => analysis.corpus.files.get(i.file as usize).map(|f| line(&f.path)), line => i.line, message => line(&i.message),
        }).collect::<Vec<_>>(),
        n_issues => analysis.corpus.issues.len(),
        languages => analysis.languages.iter().map(|(l, n)| context! { name => language(l), n => n }).collect::<Vec<_>>(),
        topics => analysis.topics.iter().enumerate().map(|(n, t)| topic(analysis, n, t, &lists[n], most)).collect::<Vec<_>>(),
        groups => groups(analysis),
        sizes_chart => chart("topic-sizes"), map_chart => chart("map"), terms_charts => charts.iter().filter(|c| c.name.starts_with("top-terms")).map(chart_value).collect::<Vec<_>>(),
        similarity_chart => chart("topic-similarity"), silhouette_chart => chart("silhouette"), curve_chart => chart("silhouette-by-k"),
        years_chart => chart("topics-by-year"), tree_chart => chart("hierarchy"), stability_chart => chart("stability"),
        choice => context! {
            automatic => analysis.choice.automatic, still_rising => analysis.choice.still_rising, k => analysis.choice.k, communities => analysis.choice.communities,
            candidates => analysis.choice.candidates.iter().map(|c| context! {
                k => c.k, silhouette => number(c.silhouette, 3), sizes => c.sizes.iter().map(usize::to_string).collect::<Vec<_>>().join(", "), evidence => line(&analysis.say(&c.evidence)),
            }).collect::<Vec<_>>(),
        },
        near => analysis.near_duplicates.iter().take(MOST_ROWS).map(|p| context! {
            a => citation(analysis, p.a), b => citation(analysis, p.b), similarity => number(p.similarity, 3),
        }).collect::<Vec<_>>(),
        n_near => analysis.near_duplicates.len(),
        audit => analysis.audit.iter().map(|a| context! { property => &a.property, ami => number(a.ami.max(0.0), 3), verdict => analysis.say(&a.verdict) }).collect::<Vec<_>>(),
        guide => analysis.guide.iter().map(|g| context! { request => line(&g.request), outcome => &g.outcome, detail => line(&analysis.say(&g.detail)) }).collect::<Vec<_>>(),
        lone => (0..analysis.documents.len()).filter(|&at| analysis.documents[at].topic.is_none()).take(MOST_ROWS).map(|at| citation(analysis, at)).collect::<Vec<_>>(),
        n_lone => analysis.documents.iter().filter(|d| d.topic.is_none()).count(),
        fit => context! { algorithm => &analysis.fit.algorithm, reweighed => analysis.fit.reweighed, n_init => analysis.fit.n_init, objective => number(analysis.fit.objective, 3), silhouette => number(analysis.fit.silhouette, 3) },
        vectors => context! { n_docs => analysis.vectors.n_docs, n_terms => analysis.vectors.n_terms, weighting => &analysis.vectors.weighting, min_df => analysis.vectors.min_df, max_df => number(analysis.vectors.max_df * 100.0, 1).trim_end_matches(".0").to_string() },
        settings => info.settings.iter().map(|(k, v)| context! { key => k, value => line(&v.to_string()) }).collect::<Vec<_>>(),
    }
}

/// The name of a source without its folders, where no other source has the same name.
fn without_folder<'a>(path: &'a str, all: &[(String, usize)]) -> &'a str {
    let own = file_name(path);
    let n_alike = all.iter().filter(|(other, _)| file_name(other) == own).count();
    if n_alike > 1 { path } else { own }
}

fn chart_value(chart: &Chart) -> Value {
    context! { title => &chart.title, caption => &chart.caption, svg => Value::from_safe_string(chart.svg.clone()), name => &chart.name }
}

/// A table of the first page, its cells cleaned and shortened.
fn news_table(table: &NewsTable) -> Value {
    let columns: Vec<(&str, bool)> =
        table.header.iter().map(|head| (head.trim_start_matches('#'), head.starts_with('#'))).collect();
    let cells = |row: &Vec<String>| -> Vec<Value> {
        let shown = row.iter().zip(&columns);
        shown.map(|(text, column)| context! { text => shortened(text, LONGEST_TITLE), n => column.1 }).collect()
    };
    context! {
        title => line(&table.title), open => table.open, n_more => table.n_more,
        header => columns.iter().map(|(text, n)| context! { text => *text, n => *n }).collect::<Vec<_>>(),
        rows => table.rows.iter().map(cells).collect::<Vec<_>>(),
    }
}

/// Two or three plain sentences.
fn summary(analysis: &Analysis, prisma: &prisma::Prisma, updated: bool) -> String {
    let weak = analysis.topics.iter().filter(|t| t.weak).count();
    let how = match (updated, analysis.choice.automatic) {
        (true, _) => "carried on from the last run",
        (_, true) => "themata chose this number",
        _ => "the number you asked for",
    };
    let stability = match weak {
        _ if analysis.topics.iter().all(|t| t.stability.is_none()) => String::new(),
        0 => " Every topic stays together when a fifth of the records is left out.".to_string(),
        1 => " One topic is weak: it falls apart when some records are left out.".to_string(),
        n => format!(" {n} topics are weak: they fall apart when some records are left out."),
    };
    format!("{} ({how}).{stability}", reading(analysis, prisma))
}

/// What was read, joined and grouped.
fn reading(analysis: &Analysis, prisma: &prisma::Prisma) -> String {
    let (n, left, grouped) = (analysis.corpus.records.len(), prisma.remaining, analysis.vectors.n_docs);
    let were = |n: usize| if n == 1 { "was" } else { "were" };
    let mut text = format!("{} {} read", counted(n, "record"), were(n));
    let joined = prisma.within + prisma.across;
    if joined > 0 {
        let remain = if left == 1 { "remains" } else { "remain" };
        text += &format!("; {left} {remain} after joining {}", counted(joined, "duplicate"));
    }
    text += &match grouped == left {
        true if joined == 0 => " and".to_string(),
        true => format!(" and {}", were(left)),
        false => format!(", and {grouped} of them {}", were(grouped)),
    };
    format!("{text} grouped into {}", counted(analysis.topics.len(), "topic"))
}

fn topic(analysis: &Analysis, number_of: usize, topic: &Topic, members: &[usize], most: usize) -> Value {
    analysis.corpus.release();
    let percent = |share: f64| format!("{:.0}", share * 100.0);
    context! {
        number => analysis.number(number_of), label => line(&topic.label), color => color(topic.color), size => topic.size, share => percent(topic.share),
        weak => topic.weak, given => topic.label_is_given, stability => topic.stability.map(stability_shown),
        silhouette => number(topic.silhouette, 3), mean_similarity => number(topic.mean_similarity, 3),
        covers => topic.label_coverage != (0.0, 0.0), inside => percent(topic.label_coverage.0), outside => percent(topic.label_coverage.1), form_note => &topic.form_note,
        terms => topic.terms.iter().map(|t| context! {
            text => line(&t.text), inside => percent(t.inside), outside => percent(t.outside),
        }).collect::<Vec<_>>(),
        representatives => topic.representatives.iter().map(|r| context! {
            record => citation(analysis, r.record), similarity => number(r.similarity, 3), sentence => shortened(&r.sentence, 500),
        }).collect::<Vec<_>>(),
        evidence => topic.evidence.iter().map(|s| context! { record => citation(analysis, s.record), sentence => shortened(&s.text, 500) }).collect::<Vec<_>>(),
        subjects => topic.subjects.iter().map(|s| context! { heading => line(&s.heading), inside => s.inside, outside => s.outside, p => p_value(s.p_adjusted) }).collect::<Vec<_>>(),
        documents => members.iter().take(most).map(|&at| member(analysis, at)).collect::<Vec<_>>(),
        n_more => members.len().saturating_sub(most),
    }
}

fn p_value(p: f64) -> String {
    if p < 0.001 { "< .001".into() } else { number(p, 3) }
}

fn member(analysis: &Analysis, at: usize) -> Value {
    let document = &analysis.documents[at];
    let why = |span: Span| {
        let parts = analysis.carried(span).map(|(t, share)| format!("{} {:.0} %", line(t), share * 100.0));
        parts.collect::<Vec<_>>().join(", ")
    };
    context! {
        record => citation(analysis, at), similarity => number(document.similarity, 3), margin => number(document.margin, 3),
        second => document.second_topic.map(|t| analysis.number(t)), borderline => document.margin < tables::BORDERLINE, title_only => document.title_only,
        notice => document.notice, why => why(document.why), why_second => why(document.why_second),
    }
}

/// Two levels of topics where there are many.
fn groups(analysis: &Analysis) -> Vec<Value> {
    let k = analysis.topics.len();
    if k <= 12 {
        return Vec::new();
    }
    let merges: Vec<(usize, usize, f64, usize)> =
        analysis.hierarchy.iter().map(|m| (m.a, m.b, m.height, m.size)).collect();
    let of = crate::cluster::cut(&merges, k, (k as f64).sqrt().round() as usize + 1);
    let n_groups = of.iter().max().map_or(0, |m| m + 1);
    (0..n_groups)
        .map(|group| {
            let topics: Vec<usize> = (0..k).filter(|&t| of[t] == group).collect();
            let size: usize = topics.iter().map(|&t| analysis.topics[t].size).sum();
            let links = topics
                .iter()
                .map(|&t| context! { number => analysis.number(t), label => line(&analysis.topics[t].label), color => color(analysis.topics[t].color), weak => analysis.topics[t].weak });
            context! { size => size, topics => links.collect::<Vec<_>>() }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Choice, Document, Merge, Vectors};
    use crate::corpus::{Corpus, Issue, IssueKind, RecordBuilder, Role};

    /// Records of which the first `n_joined` are duplicates of the last one, and which stand in one topic.
    fn analysis(n: usize, n_joined: usize) -> Analysis {
        let record = |at: usize| {
            let mut builder = RecordBuilder::new(1);
            builder.push("TI", Role::Title, &format!("title {at}"));
            builder.finish()
        };
        Analysis {
            corpus: Corpus { records: (0..n).map(record).collect(), ..Corpus::default() },
            joined: crate::corpus::dedup::Joined {
                stands_for: (0..n).map(|at| if at < n_joined { n - 1 } else { at }).collect(),
                ..Default::default()
            },
            documents: (0..n).map(|_| Document { topic: Some(0), ..Document::default() }).collect(),
            topics: vec![Topic { label: "gels".into(), size: n - n_joined, ..Topic::default() }],
            vectors: Vectors { n_docs: n - n_joined, ..Vectors::default() },
            choice: Choice { automatic: true, k: 1, ..Choice::default() },
            ..Analysis::default()
        }
    }

    #[test]
    fn what_was_read_is_told_in_a_sentence() {
        let told = |n: usize, n_joined: usize, n_without: usize| {
            let mut analysis = analysis(n, n_joined);
            analysis.vectors.n_docs -= n_without;
            summary(&analysis, &prisma::count(&analysis), false)
        };
        let how = "grouped into 1 topic (themata chose this number).";
        assert_eq!(told(53, 0, 0), format!("53 records were read and {how}"));
        assert_eq!(told(53, 0, 1), format!("53 records were read, and 52 of them were {how}"));
        assert_eq!(told(53, 1, 0), format!("53 records were read; 52 remain after joining 1 duplicate and were {how}"));
        let some = "53 records were read; 51 remain after joining 2 duplicates, and 1 of them was ";
        assert_eq!(told(53, 2, 50), format!("{some}{how}"));
        assert_eq!(told(1, 0, 0), format!("1 record was read and {how}"));
    }

    #[test]
    fn all_records_are_listed_and_of_very_many_the_first() {
        let rows = |n: usize| {
            let page = page(&analysis(n, 0), &RunInfo::default(), &[], None);
            (page.matches("<tr><td><span>title ").count(), page)
        };
        let (n, whole) = rows(MOST_RECORDS);
        assert!(n == MOST_RECORDS && whole.contains("All records of this topic (10000)"), "{n}");
        let (n, cut) = rows(MOST_RECORDS + 1);
        assert!(n == MOST_IN_LARGE && cut.contains("<p>9961 more: all of them are in documents.csv"), "{n}");
    }

    #[test]
    fn tables_have_names_and_sentences_their_language() {
        use crate::analysis::Sentence;
        let mut analysis = analysis(2, 0);
        analysis.documents[1].language = crate::corpus::Lang::parse("spa");
        let sentence = Sentence { record: 1, text: "Un gel.".into() };
        analysis.topics[0].evidence.push(sentence);
        let page = page(&analysis, &RunInfo::default(), &[], None);
        assert!(page.contains("<span lang=\"es\">Un gel.</span>"));
        for table in page.split("<table").skip(1) {
            let named = table.starts_with(" aria-label=\"") || table.starts_with("><caption");
            assert!(named, "{}", table.chars().take(80).collect::<String>());
        }
    }

    #[test]
    fn a_page_counts_and_names_as_people_do() {
        let mut analysis = analysis(2, 0);
        analysis.documents[1].topic = None;
        analysis.languages = vec![("eng".into(), 1), ("und".into(), 1)];
        let page = page(&analysis, &RunInfo::default(), &[], None);
        assert!(page.contains("<p>1 record has no usable text.</p>"));
        assert!(page.contains("Languages of the texts: English 1, not told 1."));
    }

    #[test]
    fn shares_are_round_and_an_unknown_line_is_no_line() {
        let mut analysis = analysis(2, 0);
        analysis.corpus.issues.push(Issue { file: 0, line: 0, kind: IssueKind::Limit, message: "too large".into() });
        for (share, shown) in [(0.5, "50 %"), (0.55, "55 %"), (0.125, "12.5 %")] {
            analysis.vectors.max_df = share;
            let page = page(&analysis, &RunInfo::default(), &[], None);
            assert!(page.contains(&format!("at most {shown} of the texts")), "{share}");
            assert!(page.contains("<td class=\"n\">–</td><td>too large</td>"));
        }
    }

    #[test]
    fn weak_topics_are_marked_in_groups_and_the_curve_is_told() {
        let mut analysis = analysis(2, 0);
        analysis.topics = vec![Topic { weak: true, stability: Some(0.5), ..Topic::default() }; 13];
        analysis.hierarchy = (1..13)
            .map(|at| Merge { a: if at == 1 { 0 } else { 11 + at }, b: at, height: 0.5, size: at + 1 })
            .collect();
        analysis.choice.still_rising = true;
        let page = page(&analysis, &RunInfo::default(), &[], None);
        let groups = page.split("Topics of topics</h3>").nth(1).and_then(|rest| rest.split("</ul>").next());
        assert_eq!(groups.map(|text| text.matches(">weak<").count()), Some(13));
        assert!(page.contains("The curve of silhouettes rises to its end"));
    }
}
