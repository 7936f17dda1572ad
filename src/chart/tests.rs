//! Every chart with none, two and thirty topics and with hostile labels: well-formed, inside its frame, the same twice.

use super::*;

fn labels(k: usize) -> Vec<Label> {
    let hostile = [
        "<script>alert(1)</script>",
        "ab\u{202e}cd\u{7}",
        "administración de medicamentos antineoplásicos en niños y adultos",
    ];
    (0..k)
        .map(|i| if i < 3 { hostile[i].to_string() } else { format!("gene delivery {i}, {}", "x".repeat(i * 30)) })
        .enumerate()
        .map(|(color, text)| Label { number: (color + 1).to_string(), text, color, weak: color % 2 == 1 })
        .collect()
}

fn all(k: usize) -> Vec<String> {
    let labels = labels(k);
    let similarity: Vec<Vec<f64>> =
        (0..k).map(|a| (0..k).map(|b| if a == b { 1.0 } else { 1.0 / (a + b + 2) as f64 }).collect()).collect();
    let order: Vec<usize> = (0..k).collect();
    let points: Vec<([f64; 2], usize)> =
        (0..k * 20).map(|i| ([(i * 37 % 101) as f64 / 100.0, (i * 53 % 97) as f64 / 96.0], i % k.max(1))).collect();
    let values: Vec<Vec<f64>> = (0..k).map(|t| (0..t + 3).map(|i| 0.3 - i as f64 * 0.05).collect()).collect();
    let merges: Vec<(usize, usize, f64)> =
        (1..k).map(|i| if i == 1 { (0, 1, 0.3) } else { (k + i - 2, i, 0.3 + i as f64 / 100.0) }).collect();
    let list: Vec<Bar> = labels
        .iter()
        .enumerate()
        .map(|(topic, label)| Bar { label: label.clone(), value: (k - topic) as f64, note: "12 %, weak".into() })
        .collect();
    let panels: Vec<TermBars> = labels
        .iter()
        .map(|l| TermBars { label: l.clone(), terms: vec![(l.text.clone(), 0.8, 0.1), ("b".into(), f64::NAN, 0.0)] })
        .collect();
    let counts: Vec<Vec<(i32, usize)>> =
        (0..k).map(|t| (0..8).map(|y| (1950 + y * 9 + t as i32, y as usize + t)).collect()).collect();
    let runs: Vec<RunTopics> = (0..4)
        .map(|run| RunTopics {
            name: format!("2026-0{}-01T06:00:00Z", run + 1),
            topics: labels
                .iter()
                .enumerate()
                .filter(|(t, _)| (t + run) % 5 != 0)
                .map(|(t, l)| RunTopic { topic: t, label: l.text.clone(), color: t, share: 1.0 / k as f64 })
                .collect(),
        })
        .collect();
    let flows = vec![(0..k).map(|t| (Some(t), Some((t + 1) % k), 3 + t)).collect::<Vec<_>>(); 3];
    vec![
        shares("Shares", &runs),
        alluvial("Alluvial", &runs, &flows),
        bars("Topic sizes", "records", &list, Some(1.0)),
        terms("Top terms", &panels),
        heatmap("Similarity", &labels, &similarity, &order),
        map("Map", &labels, &points),
        silhouette("Silhouette", &labels, &values),
        curve("Curve", &(2..k + 2).map(|i| (i, i as f64 / 50.0, (i < 9).then_some(0.7))).collect::<Vec<_>>(), 2, &[3]),
        years("Years", &labels, &counts),
        tree("Tree", &labels, &merges),
    ]
}

/// A text of a chart: its words, from left to right, the height of its baseline and the size of its letters.
struct Written {
    text: String,
    from: f64,
    to: f64,
    y: f64,
    size: f64,
}

/// Parses the SVG, and returns every text, and width and height of the drawing.
fn read(svg: &str) -> (Vec<Written>, f64, f64) {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(svg);
    let (mut texts, mut width, mut height, mut open) = (Vec::new(), 0.0, 0.0, None);
    let mut text = String::new();
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(e) => {
                let get =
                    |name: &str| e.try_get_attribute(name).unwrap().map(|a| a.value.to_string()).unwrap_or_default();
                if e.name().as_ref() == "svg" {
                    width = get("width").parse().unwrap();
                    height = get("height").parse().unwrap();
                }
                if e.name().as_ref() == "text" {
                    text.clear();
                    open = Some((
                        get("x").parse::<f64>().unwrap(),
                        get("text-anchor"),
                        get("y").parse::<f64>().unwrap(),
                        get("font-size").parse::<f64>().unwrap(),
                    ));
                }
            }
            Event::Text(t) => text += &t,
            // A sign that is escaped comes apart from the text around it.
            Event::GeneralRef(_) => text.push('\''),
            Event::End(e) if e.name().as_ref() == "text" => {
                if let Some((x, anchor, y, size)) = open.take() {
                    let wide = width::of(&text, size);
                    let from = match anchor.as_str() {
                        "end" => x - wide,
                        "middle" => x - wide / 2.0,
                        _ => x,
                    };
                    texts.push(Written { text: text.clone(), from, to: from + wide, y, size });
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    (texts, width, height)
}

#[test]
fn charts_are_well_formed_and_stay_inside() {
    for k in [0, 1, 2, 30, 80] {
        for svg in all(k) {
            let (texts, width, _) = read(&svg);
            assert!(svg.contains("<title>") && svg.contains("<desc>") && svg.contains("role=\"img\""));
            assert!(!svg.contains("<script") && !svg.contains('\u{202e}') && !svg.contains("NaN"));
            for Written { text, from, to, .. } in texts {
                assert!(from >= -1.0 && to <= width + 1.0, "{text:?} from {from} to {to} of {width}");
            }
        }
    }
}

#[test]
fn letters_can_be_read_on_a_printed_page() {
    let points = 72.0 / 25.4;
    let runs = |n: usize, k: usize| -> Vec<RunTopics> {
        let topic = |topic| RunTopic { topic, label: format!("about {topic}"), color: topic, share: 1.0 / k as f64 };
        let name = |run| format!("2026-01-{:02}T06:00:00Z", run + 1);
        (0..n).map(|run| RunTopics { name: name(run), topics: (0..k).map(topic).collect() }).collect()
    };
    let over_runs = [(2, 5), (12, 5), (12, 80)].map(|(n, k)| {
        let flow = |topic| (Some(topic), Some(topic), 1);
        let flows = vec![(0..k).map(flow).collect::<Vec<_>>(); n - 1];
        [shares("Shares", &runs(n, k)), alluvial("Alluvial", &runs(n, k), &flows)]
    });
    let terms = |svg: &String| svg.contains("<title>Top terms");
    // Terms of many topics stand on several charts; on one of these are fifteen topics.
    let of_topics = [30, 45, 80].into_iter().flat_map(|k| all(k).into_iter().filter(|svg| !terms(svg)));
    let of_terms = all(15).into_iter().filter(terms);
    for svg in of_topics.chain(of_terms).chain(over_runs.into_iter().flatten()) {
        let (texts, width, height) = read(&svg);
        let scale = (170.0 / width).min(220.0 / height) * points;
        for Written { text, size, .. } in texts {
            assert!(size * scale >= 5.99, "{text:?} in {} pt of {width} by {height}", size * scale);
        }
        assert_eq!(overlapping(&svg), []);
    }
}

/// Two texts of a chart that lie over each other.
fn overlapping(svg: &str) -> Vec<(String, String)> {
    let texts = read(svg).0;
    let over = |a: &Written, b: &Written| {
        let beside = a.to <= b.from || b.to <= a.from;
        // Letters without accent and tail are seven tenths of their size high.
        beside || a.y <= b.y - 0.7 * b.size || b.y <= a.y - 0.7 * a.size
    };
    let pairs = texts.iter().enumerate().flat_map(|(i, a)| texts[..i].iter().map(move |b| (a, b)));
    pairs.filter(|(a, b)| !over(a, b)).map(|(a, b)| (a.text.clone(), b.text.clone())).collect()
}

#[test]
fn no_text_lies_over_another() {
    for k in [1, 2, 5, 30, 45, 80] {
        for svg in all(k) {
            assert_eq!(overlapping(&svg), [], "{k}");
        }
    }
    // The chosen number at the highest point, at either end, and candidates next to it.
    for chosen in [2, 3, 9, 39, 40] {
        let at = |k: usize, most: f64| most - (k as f64 - chosen as f64).abs() / 100.0;
        let tried: Vec<Tried> = (2..41).map(|k| (k, at(k, 0.5), Some(at(k, 1.0)))).collect();
        let svg = curve("Silhouette", &tried, chosen, &[chosen - 1, chosen + 1]);
        assert_eq!(overlapping(&svg), [], "{chosen}");
    }
    assert_eq!(overlapping(&curve("Silhouette", &[(2, -0.393, Some(0.0))], 2, &[])), []);
    assert_eq!(overlapping(&silhouette("Silhouette", &labels(2), &[vec![1.0; 5], vec![1.0; 5]])), []);
}

#[test]
fn letters_are_as_large_as_asked() {
    for svg in all(3) {
        let title = read(&svg).0.into_iter().next().map(|t| t.size);
        assert_eq!(title, Some(15.0), "{svg}");
    }
}

#[test]
fn axes_of_silhouettes_tell_their_ticks_apart() {
    let noise = silhouette("Silhouette", &labels(2), &[vec![1e-9, -2e-9], vec![0.0]]);
    for svg in [
        noise,
        curve("Curve", &[(2, -0.393, Some(0.0))], 2, &[]),
        curve("Curve", &[(2, 0.0, None), (3, 1e-7, None)], 2, &[]),
    ] {
        // The curve has a second drawing below, with an axis of its own.
        let texts = read(&svg).0;
        let lower = texts.iter().find(|t| t.text == "mean stability").map(|t| t.y);
        let numbers = || texts.iter().filter(|t| t.text.parse::<f64>().is_ok());
        let (above, below): (Vec<_>, Vec<_>) = numbers().partition(|t| lower.is_none_or(|lower| t.y < lower));
        for part in [above, below].iter().filter(|part| !part.is_empty()) {
            let ticks: Vec<&String> = part.iter().map(|t| &t.text).collect();
            let distinct: std::collections::BTreeSet<&String> = ticks.iter().copied().collect();
            assert!(ticks.len() > 2 && ticks.len() == distinct.len(), "{ticks:?}");
        }
    }
}

/// The texts of a chart with their sizes.
fn sizes(svg: &str) -> Vec<(String, f64)> {
    read(svg).0.into_iter().map(|t| (t.text, t.size)).collect()
}

#[test]
fn rows_of_a_heatmap_have_letters_of_one_size() {
    for k in [12, 21, 40] {
        let labels: Vec<Label> = labels(k);
        let order: Vec<usize> = (0..k).collect();
        let svg = heatmap("Similarity", &labels, &vec![vec![0.5; k]; k], &order);
        let starts: Vec<String> = (1..=k).map(|number| format!("{number} ")).collect();
        let of_labels = |text: &str| starts.iter().any(|start| text.starts_with(start));
        let sizes: Vec<f64> = sizes(&svg).into_iter().filter(|(text, _)| of_labels(text)).map(|t| t.1).collect();
        assert!(sizes.len() == k && sizes.iter().all(|size| *size == sizes[0]), "{k}: {sizes:?}");
    }
}

#[test]
fn axes_have_round_numbers() {
    let svg = tree("Tree", &labels(3), &[(0, 1, 0.43), (2, 3, 0.87)]);
    let ticks: Vec<String> = sizes(&svg).into_iter().filter(|t| t.0.parse::<f64>().is_ok()).map(|t| t.0).collect();
    assert_eq!(ticks, ["0", "0.2", "0.4", "0.6", "0.8"]);
}

#[test]
fn topics_without_years_are_told() {
    let svg = years("Years", &labels(2), &[vec![(1850, 1), (2020, 99), (2021, 50)], vec![]]);
    let texts: Vec<String> = sizes(&svg).into_iter().map(|t| t.0).collect();
    for text in ["max 99", "no year", "before 2020", "2020", "2021"] {
        assert!(texts.iter().any(|t| t == text), "{text} in {texts:?}");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert_eq!(all(7), all(7));
}
