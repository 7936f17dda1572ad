//! The committed sample report is what a run on the sample gives, and what it shows is right.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{differences, root, rows, run, sample, shared};

/// To renew: `cargo run --release -- cluster data/sample/bvs.txt -o reports/sample`.
#[test]
fn the_committed_report_is_what_comes_out() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("sample");
    run(&root(), &["cluster", "data/sample/bvs.txt", "-o", out.to_str().unwrap(), "-q"], 0);
    assert_eq!(differences(&out, &root().join("reports/sample")), [""; 0]);
}

/// Topic of every record by number.
fn topics(report: &std::path::Path) -> BTreeMap<usize, i32> {
    let number = |id: &str| id.rsplit('#').next().unwrap().parse().unwrap();
    rows(&report.join("documents.csv")).iter().map(|r| (number(&r["record_id"]), r["topic"].parse().unwrap())).collect()
}

#[test]
fn themes_of_the_sample_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let input = sample("bvs.txt");
    let (out, _) = run(folder.path(), &["cluster", input.to_str().unwrap(), "-o", "r", "-q"], 0);
    for word in ["gene delivery", "bioprint", "nanoparticles"] {
        assert!(out.contains(word), "{word} in {out}");
    }
    let labels: BTreeSet<String> =
        rows(&folder.path().join("r/topics.csv")).iter().map(|r| r["label"].clone()).collect();
    assert!(labels.len() >= 3 && labels.iter().all(|label| !label.is_empty()));
    let of = topics(&folder.path().join("r"));
    assert_eq!(of.len(), 40);
    assert!(of.values().all(|&t| t >= 0));
}

/// An extra check on the page this project was asked for.
#[test]
fn the_twenty_abstracts_fall_as_a_reader_would_put_them() {
    let Some(page) = shared("exports/bvs/page-text-20-abstracts.txt") else { return };
    let folder = tempfile::tempdir().unwrap();
    let page = page.to_str().unwrap();
    run(folder.path(), &["cluster", page, "-k", "5", "-o", "five", "-q"], 0);
    let mut groups: BTreeMap<i32, BTreeSet<usize>> = BTreeMap::new();
    for (number, topic) in topics(&folder.path().join("five")) {
        groups.entry(topic).or_default().insert(number);
    }
    let has = |wanted: &[usize]| groups.values().any(|g| *g == wanted.iter().copied().collect());
    assert!(has(&[3, 6, 12, 15, 16]) && has(&[2, 11, 13, 19]), "{groups:?}");
    let most = groups.values().map(|g| [1, 7, 8, 10, 18].iter().filter(|n| g.contains(n)).count()).max();
    assert!(most >= Some(4), "{groups:?}");
    run(folder.path(), &["cluster", page, "-k", "3", "-o", "three", "-q"], 0);
    let of = topics(&folder.path().join("three"));
    for together in [&[3, 6, 12, 15, 16][..], &[2, 11, 13, 19]] {
        assert_eq!(together.iter().map(|n| of[n]).collect::<BTreeSet<_>>().len(), 1, "{of:?}");
    }
}

/// Sentences of three themes in a script without blanks between words.
const CHINESE: [[&str; 7]; 3] = [
    [
        "针灸能够减轻慢性疼痛",
        "治疗组采用针灸治疗",
        "与药物相比针灸的不良反应较少",
        "针灸改善患者的睡眠质量",
        "观察针灸对头痛的疗效",
        "疼痛评分明显降低",
        "穴位选择以内关为主",
    ],
    [
        "纳米粒的平均粒径约为一百纳米",
        "载药纳米粒提高肿瘤的靶向性",
        "聚合物纳米粒毒性更低",
        "通过透射电镜观察纳米粒形态",
        "肿瘤体积明显缩小",
        "制备纳米粒并测定包封率",
        "该递送系统用于肿瘤治疗",
    ],
    [
        "糖尿病患者的血糖控制较差",
        "二型糖尿病发生率逐年升高",
        "餐后血糖均有下降",
        "肥胖者容易得糖尿病",
        "早期糖尿病并发症较多",
        "糖尿病合并高血压",
        "调查社区糖尿病管理",
    ],
];

#[test]
fn labels_of_chinese_records_are_whole_words() {
    let folder = tempfile::tempdir().unwrap();
    let record = |n: usize| {
        let (sentences, at) = (CHINESE[n % 3], n / 3);
        let text: Vec<&str> = [0, 1, 3, 4].iter().map(|step| sentences[(at + step) % 7]).collect();
        format!("{{\"title\":\"{}\",\"abstract\":\"{}。\"}}\n", sentences[(at + 5) % 7], text.join("。"))
    };
    std::fs::write(folder.path().join("zh.jsonl"), (0..45).map(record).collect::<String>()).unwrap();
    let (out, _) = run(folder.path(), &["cluster", "zh.jsonl", "-k", "3", "--keep-duplicates", "-o", "r", "-q"], 0);
    for word in ["针灸", "纳米粒", "糖尿病"] {
        let is_whole = |label: &str| label.split([',', ' ']).any(|term| term == word);
        assert!(out.lines().any(is_whole), "{word} in {out}");
    }
    assert!(!out.contains("尿病发") && !out.contains("用针"), "{out}");
}
