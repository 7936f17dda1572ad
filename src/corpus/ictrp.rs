//! XML of the WHO's registry of clinical trials (ICTRP, "Export results to XML"): text in, a record for each trial out.
//!
//! The elements of a trial have the names that the columns of the registry's tables have, and mean the same; each is
//! kept under its name. Reads as a stream, one record at a time. JSON of the registry is not read.

use std::io::{self, BufRead};

use super::record::{RecordBuilder, Role};
use super::sink::Sink;
use super::table::{self, Cell, ICTRP, columns};
use super::xml::{self, Node};

/// Reads ICTRP's XML from UTF-8 text.
///
/// # Errors
/// What `input` says.
pub fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    sink.dialect = Some(ICTRP.to_string());
    xml::records(input, &["Trial"], sink, &mut |node, line, sink| sink.record(trial(node, line)))
}

/// Whether a text that opens like this is ICTRP's XML.
pub fn sniff(head: &str) -> bool {
    head.trim_start_matches('\u{FEFF}').trim_start().starts_with('<') && head.contains("<Trials_downloaded_from_ICTRP")
}

fn trial(node: Node<'_>, line: u32) -> RecordBuilder {
    let cells: Vec<(&str, String, _)> =
        node.children().map(|child| (child.name(), columns::key(child.name()), child.text())).collect();
    let of = |wanted: &str| cells.iter().find(|(_, key, _)| key == wanted).map_or("", |(_, _, value)| value.as_ref());
    let mut fields = RecordBuilder::new(line);
    for (name, key, value) in cells.iter().filter(|(_, _, value)| !value.is_empty()) {
        let role = table::own(ICTRP, key).unwrap_or(Role::Other);
        fields.push(name, table::in_row(ICTRP, &Cell { name, key, role, value }, &of), value);
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRIALS: &str = "<?xml version=\"1.0\"?><Trials_downloaded_from_ICTRP>\n<Trial><Internal_Number>1\n    </Internal_Number>\
        <TrialID>T-1\n    </TrialID><Public_title>Niosomes at home\n    </Public_title><Scientific_title>Niosomes for genes: a trial   \
        </Scientific_title><Acronym/><Date_registration>27/01/2020</Date_registration><web_address>https://x.example</web_address>\
        <Study_type>Interventional</Study_type><Inclusion_Criteria>Adults&lt;br&gt;</Inclusion_Criteria><Condition>Sleep</Condition>\
        <Intervention>Drug: X;Drug: Y</Intervention><Primary_outcome>mortality</Primary_outcome></Trial>\n\
        <Trial><TrialID>T-2</TrialID><Public_title>Second &amp; last</Public_title><Condition>Heart</Condition></Trial>\n\
        </Trials_downloaded_from_ICTRP>\n";

    #[test]
    fn trials_are_records() {
        assert!(sniff(TRIALS) && !sniff("<Trial><TrialID>1</TrialID></Trial>"));
        let mut sink = Sink::default();
        parse(&mut TRIALS.as_bytes(), &mut sink).unwrap();
        assert!(sink.issues.is_empty(), "{:?}", sink.issues);
        let [one, two] = &sink.records[..] else { panic!() };
        assert_eq!((one.title(), one.source.line), ("Niosomes for genes: a trial", 2));
        assert_eq!(one.keywords(), ["Sleep", "Drug: X", "Drug: Y", "mortality"]);
        assert_eq!((one.year(), one.first(Role::Accession)), (Some(2020), Some("T-1")));
        let found = [Role::TranslatedTitle, Role::Url, Role::Note, Role::Type].map(|role| one.first(role));
        assert_eq!(
            found,
            [Some("Niosomes at home"), Some("https://x.example"), Some("Adults<br>"), Some("Interventional")]
        );
        assert!(one.fields().any(|field| field.tag == "Internal_Number") && !one.fields().any(|f| f.tag == "Acronym"));
        assert_eq!((two.first(Role::Title), two.keywords()), (Some("Second & last"), vec!["Heart"]));
    }
}
