//! EndNote XML read, written and read again.

use super::*;
use crate::corpus::format::Format;

fn read(text: &str) -> Sink {
    let mut sink = Sink::default();
    parse(&mut text.as_bytes(), &mut sink).unwrap();
    sink
}

const LIBRARY: &str = r#"<?xml version="1.0" encoding="UTF-8" ?><xml><records><record><database name="a.enl">a.enl</database>
<rec-number>19</rec-number><ref-type name="Journal Article">17</ref-type><contributors><authors>
<author><style face="normal">Ruiz, A.</style></author><author><style>Brandt, O.</style></author></authors></contributors>
<titles><title><style>Niosomes &amp; </style><style face="italic">in vivo</style></title><secondary-title>Small J</secondary-title></titles>
<keywords><keyword><style>niosome&#xD;gene delivery</style></keyword></keywords><dates><year><style>2019</style></year></dates>
<abstract><style>Text.&#xD;More text.</style></abstract><electronic-resource-num>10.5555/n.1</electronic-resource-num></record>
<record><rec-number>20</rec-number><titles><title>Second</title></titles></record></records></xml>"#;

#[test]
fn records_are_read_with_styles_undone() {
    let sink = read(LIBRARY);
    assert!(sniff(LIBRARY) && !sniff("<records><record><name>x</name></record></records>"));
    assert_eq!((sink.records.len(), sink.issues.len()), (2, 0));
    let record = &sink.records[0];
    assert_eq!(record.title(), "Niosomes & in vivo");
    assert_eq!(record.authors(), ["Ruiz, A.", "Brandt, O."]);
    assert_eq!(record.keywords(), ["niosome", "gene delivery"]);
    assert_eq!(record.abstracts().next().unwrap().1, "Text.\nMore text.");
    assert_eq!((record.year(), record.doi().as_deref()), (Some(2019), Some("10.5555/n.1")));
    assert_eq!((record.first(Role::Id), record.first(Role::Type)), (Some("19"), Some("Journal Article")));
}

#[test]
fn lines_that_a_program_laid_out_are_one() {
    let text = "<xml>\n  <records>\n    <record>\n      <contributors>\n        <authors>\n          <author>\n            <style>Ruiz,\n\
        \u{20}               A. B.\n            </style>\n          </author>\n        </authors>\n      </contributors>\n      <titles>\n\
        \u{20}       <title>\n          <style>Niosomes: a\n            trial\n          </style>\n        </title>\n      </titles>\n\
        \u{20}     <keywords>\n        <keyword>niosome&#xD;gene\n          delivery</keyword>\n      </keywords>\n\
        \u{20}     <abstract>Text.\nMore\n        text.</abstract>\n    </record>\n  </records>\n</xml>\n";
    for text in [text.to_string(), text.replace('\n', "\r\n")] {
        let sink = read(&text);
        let [record] = &sink.records[..] else { panic!() };
        assert_eq!((record.authors(), record.title()), (vec!["Ruiz, A. B."], "Niosomes: a trial"));
        assert_eq!(record.keywords(), ["niosome", "gene delivery"]);
        assert_eq!(record.abstracts().next(), Some((None, "Text.\nMore text.")));
    }
}

#[test]
fn written_and_read_again_the_fields_are_the_same() {
    let first = read(LIBRARY);
    let mut out = Vec::new();
    write(first.records.iter().map(|record| (record, Format::EndnoteXml)), &mut out).unwrap();
    let again = read(std::str::from_utf8(&out).unwrap());
    let fields = |sink: &Sink| -> Vec<String> {
        sink.records.iter().flat_map(|r| r.fields().map(|f| format!("{f:?}")).collect::<Vec<_>>()).collect()
    };
    assert_eq!(fields(&again), fields(&first));
}

#[test]
fn a_registered_trial_has_a_link_for_its_journal_and_a_number_for_its_author() {
    let text = LIBRARY.replace("Small J", "https://registry.example/NCT01234567").replace("Ruiz, A.", "NCT01234567,");
    let sink = read(&text);
    let record = &sink.records[0];
    assert_eq!((record.authors(), record.first(Role::Journal)), (vec!["Brandt, O."], None));
    assert_eq!(record.first(Role::Url), Some("https://registry.example/NCT01234567"));
}
