//! Explanations: an error of the TOML reader in, the same in our words, with line and nearest key, out. Reads no settings.

use super::ConfigError;

/// Characters of a line that are told: in another kind of file it is a record.
const MOST_TOLD: usize = 100;

/// toml's error in our words, with its line: an unknown key with those that may stand there, or what is amiss.
pub(super) fn explain(text: &str, error: &toml::de::Error) -> ConfigError {
    let before = error.span().and_then(|span| text.get(..span.start));
    let line = before.map(|before| before.matches('\n').count() + 1);
    if error.message().starts_with("unknown field `") {
        let mut names = error.message().split('`').skip(1).step_by(2);
        let key = names.next().unwrap_or_default();
        let known: Vec<&str> = names.collect();
        let nearest = known.iter().map(|name| (edits(key, name), *name)).min().filter(|(n, _)| *n <= 3);
        let nearest = nearest.map(|(_, name)| name.to_string());
        return ConfigError::UnknownKey { line, key: key.to_string(), nearest, known: known.join(", ") };
    }
    let message = plain(error.message());
    let Some(line) = line else {
        return ConfigError::Syntax(message);
    };
    let shown: String = text.lines().nth(line - 1).unwrap_or_default().trim().chars().take(MOST_TOLD).collect();
    ConfigError::Syntax(format!("line {line}: {message}: {shown}"))
}

/// What a value should be, without the names that types have in the program.
fn plain(message: &str) -> String {
    let message = message.trim().replace('\n', " ");
    let Some((what, kind)) = message.split_once(", expected ") else { return message };
    let kind = match kind {
        "a sequence" => "a list in square brackets",
        "a string" => "a text in quotation marks",
        "a boolean" => "true or false",
        "u16" | "u64" | "usize" => "a whole number from 0 on",
        "f64" => "a number",
        "a map" => "a table",
        kind if kind.starts_with("struct ") => "a table",
        kind => kind,
    };
    format!("{what}, expected {kind}")
}

/// Edit distance (Levenshtein 1966).
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let next = (corner + usize::from(x != *y)).min(row[j] + 1).min(row[j + 1] + 1);
            corner = row[j + 1];
            row[j + 1] = next;
        }
    }
    row[b.len()]
}
