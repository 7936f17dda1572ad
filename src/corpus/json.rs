//! JSON and JSONL of every known kind.

use std::io::{self, BufRead};

use super::issue::IssueKind;
use super::record::{RecordBuilder, Role};
use super::sink::Sink;

/// Reads JSON lines: flat objects of strings.
pub fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    let mut line = String::new();
    let mut number = 0;
    loop {
        line.clear();
        number += 1;
        if input.read_line(&mut line)? == 0 {
            return Ok(());
        }
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&line) {
            Ok(map) => {
                let mut builder = RecordBuilder::new(number);
                for (key, value) in &map {
                    let role = match key.as_str() {
                        "id" => Role::Id,
                        "title" => Role::Title,
                        "text" | "abstract" => Role::Abstract,
                        "label" => Role::Label,
                        "year" => Role::Year,
                        "doi" => Role::Doi,
                        "authors" => Role::AuthorList,
                        "journal" => Role::Journal,
                        "volume" => Role::Volume,
                        "number" | "issue" => Role::Issue,
                        "pages" => Role::Pages,
                        "pmid" => Role::Pmid,
                        _ => Role::Other,
                    };
                    let text = value.as_str().map_or_else(|| value.to_string(), str::to_string);
                    builder.push(key, role, &text);
                }
                sink.record(builder);
            }
            Err(error) => sink.issue(number, IssueKind::Malformed, format!("no JSON object: {error}")),
        }
    }
}

/// Whether the text is JSON.
pub fn sniff(head: &str) -> bool {
    head.trim_start().starts_with(['{', '['])
}
