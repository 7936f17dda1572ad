//! Lists and objects as programs print them: the text of a cell in, the value it stands for out.
//!
//! JSON, and what Python prints: single marks, `None`, `True`, round brackets, lists of arrays without commas
//! (`['Roe, A' 'Poe, B']`); vectors and lists of texts as R prints them (`c("Roe, A", NA)`).

use serde_json::Value;

/// The value; none where the text is neither a list nor an object.
pub(super) fn value(text: &str) -> Option<Value> {
    let text = text.trim();
    if let Some(inner) = of_r(text) {
        return serde_json::from_str(&format!("[{}]", as_json(inner))).ok();
    }
    let is_closed = text.starts_with('[') && text.ends_with(']') || text.starts_with('{') && text.ends_with('}');
    if !is_closed {
        return None;
    }
    serde_json::from_str(text).or_else(|_| serde_json::from_str(&as_json(text))).ok()
}

/// What stands between the brackets of a vector or a list of texts of R.
pub(super) fn of_r(text: &str) -> Option<&str> {
    let inner = text.strip_prefix("c(").or_else(|| text.strip_prefix("list("))?.strip_suffix(')')?;
    inner.starts_with(['"', '\'', 'N']).then_some(inner)
}

/// What Python printed, as JSON would say it.
fn as_json(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    let mut after_text = false;
    while let Some(c) = rest.chars().next() {
        let (piece, len) = match c {
            '"' | '\'' => {
                let (inner, len) = quoted(rest, c);
                if after_text {
                    out.push(',');
                }
                (Value::String(inner).to_string(), len)
            }
            '(' => ("[".into(), 1),
            ')' => ("]".into(), 1),
            _ if c.is_alphabetic() => {
                let len = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
                (word(&rest[..len]).to_string(), len)
            }
            _ => (c.to_string(), c.len_utf8()),
        };
        if !c.is_whitespace() {
            after_text = matches!(c, '"' | '\'');
        }
        out.push_str(&piece);
        rest = &rest[len..];
    }
    out
}

fn word(word: &str) -> &str {
    match word {
        "None" | "nan" | "NaN" | "NA" | "NULL" => "null",
        "True" => "true",
        "False" => "false",
        other => other,
    }
}

/// The text between marks, and the length with them; up to the end where the second one is missing.
fn quoted(text: &str, mark: char) -> (String, usize) {
    let mut inner = String::new();
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => match chars.next().map(|(_, c)| c) {
                Some('n') => inner.push('\n'),
                Some('t') => inner.push('\t'),
                Some('r') => inner.push('\r'),
                Some(digits @ ('x' | 'u')) => {
                    let n_digits = if digits == 'x' { 2 } else { 4 };
                    let code: String = chars.by_ref().take(n_digits).map(|(_, c)| c).collect();
                    inner.extend(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32));
                }
                Some(other) => inner.push(other),
                None => {}
            },
            c if c == mark => return (inner, at + c.len_utf8()),
            c => inner.push(c),
        }
    }
    (inner, text.len())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_programs_print_is_read() {
        for (text, wanted) in [
            ("['Roe, A', \"O'Poe, B\"]", Some(json!(["Roe, A", "O'Poe, B"]))),
            ("['Roe, A' 'Poe, B'\n 'Soto, C']", Some(json!(["Roe, A", "Poe, B", "Soto, C"]))),
            (
                "[{'name': 'A', 'id': None, 'ok': True, 'at': (1, 2.5)}]",
                Some(json!([{"name": "A", "id": null, "ok": true, "at": [1, 2.5]}])),
            ),
            (r"['It\'s \xe9 \\ \n']", Some(json!(["It's é \\ \n"]))),
            ("{\"a\": [0, 7]}", Some(json!({"a": [0, 7]}))),
            (r#"c("Roe, \"A\"", NA)"#, Some(json!(["Roe, \"A\"", null]))),
            ("list('a', 'b')", Some(json!(["a", "b"]))),
            ("c(Sleep)", None),
            ("[]", Some(json!([]))),
            ("[Sleep of nurses]", None),
            ("[No authors listed]", None),
            ("['open", None),
            ("{x}", None),
        ] {
            assert_eq!(value(text), wanted, "{text}");
        }
    }
}
