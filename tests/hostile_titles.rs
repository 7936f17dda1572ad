//! What people or programs wrote is data: markup, formulas, control characters and marks that turn text around do no
//! harm in any file of a report or on a terminal.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::fs;

use common::{rows, run};

fn corpus() -> String {
    let titles = [
        "<script>alert('x')</script> genes in niosomes".to_string(),
        "=cmd|' /C calc'!A0 genes in niosomes".to_string(),
        "+1+1 @SUM(A1) genes in niosomes".to_string(),
        "\u{1b}[31mred\u{7} \u{202e}sdrawkcab genes in niosomes".to_string(),
        format!("{} niosomes", "long ".repeat(2_000)),
        "\"quotes\" & <b>ampersands</b> ]]> </style></svg> printed cartilage".to_string(),
        "-->{{ title }} {% raw %} printed cartilage".to_string(),
        "javascript:alert(1) printed cartilage".to_string(),
    ];
    let record = |(i, title): (usize, &String)| {
        let theme = if i < 5 { "Genes enter cells in niosomes" } else { "A bioink becomes printed cartilage" };
        format!(
            "TY  - JOUR\nTI  - {title}\nAB  - {theme}. {title}\nKW  - <img src=x onerror=alert(1)>\nUR  - javascript:alert(1)\nER  - \n\n"
        )
    };
    titles.iter().enumerate().map(record).collect()
}

#[test]
fn no_file_of_a_report_is_led_astray() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("=1+1.ris"), corpus()).unwrap();
    let (out, err) = run(folder.path(), &["cluster", "=1+1.ris", "-k", "2", "-o", "out", "-v"], 0);
    let odd = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    assert!(!out.contains(odd) && !err.contains(odd), "{out}{err}");

    let html = fs::read_to_string(folder.path().join("out/report.html")).unwrap();
    assert!(!html.contains("<script>alert") && !html.contains("<img src=x") && !html.contains("href=\"javascript"));
    assert!(html.contains("&lt;script&gt;") || html.contains("&#x3c;script") || html.contains("&lt;script"));
    assert!(!html.contains(|c: char| c.is_control() && c != '\n'));

    for (file, columns) in [("documents.csv", 20), ("topics.csv", 17)] {
        let rows = rows(&folder.path().join("out").join(file));
        assert!(!rows.is_empty() && rows.iter().all(|row| row.len() == columns), "{file}");
        for cell in rows.iter().flat_map(|row| row.values()) {
            let number = cell.parse::<f64>().is_ok();
            assert!(number || !cell.starts_with(['=', '+', '-', '@', '\t']), "{file}: {cell}");
        }
    }
    for entry in fs::read_dir(folder.path().join("out/charts")).unwrap() {
        let path = entry.unwrap().path();
        let svg = fs::read_to_string(&path).unwrap();
        assert!(!svg.contains("<script") && svg.matches("</svg>").count() == 1, "{}", path.display());
        let mut reader = quick_xml::Reader::from_str(&svg);
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(_) => {}
                Err(error) => panic!("{}: {error}", path.display()),
            }
        }
    }
    let json: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path().join("out/report.json")).unwrap()).unwrap();
    assert_eq!(json["documents"].as_array().unwrap().len(), 8);
}

#[test]
fn the_library_gives_every_field_back() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.ris"), corpus()).unwrap();
    run(folder.path(), &["cluster", "a.ris", "-k", "2", "-o", "out", "-q"], 0);
    let library = fs::read_to_string(folder.path().join("out/library.ris")).unwrap();
    for line in corpus().lines().filter(|line| !line.starts_with("ER") && !line.is_empty()) {
        assert!(library.contains(line), "{line:.80}");
    }
    assert_eq!(library.matches("KW  - topic: ").count(), 8);
    assert_eq!(library.matches("N1  - themata_topic: \"").count(), 8);
}
