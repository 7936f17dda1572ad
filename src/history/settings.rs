//! Settings: those of two runs in, what differs between them out, so that a change that we made ourselves is not read
//! as one of the literature.
//!
//! Knows no setting by name; what is absent in one of the runs differs from any value. Lists are told by what came and
//! went, so that one new stop word is seen among a hundred.

use serde_json::{Map, Value};

/// Longest value that is told as it is, in characters.
const LONGEST: usize = 40;
/// Words of a list that are told.
const MOST_WORDS: usize = 8;

/// A setting that two runs do not share.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct SettingChange {
    /// Its name.
    pub key: String,
    /// Its value in the earlier run; null where it had none.
    pub before: Value,
    /// Its value in the later run; null where it has none.
    pub now: Value,
}

/// The settings that differ, by name; none where one of the texts is no JSON object.
pub fn differences(earlier: &str, later: &str) -> Vec<SettingChange> {
    let read = |text: &str| serde_json::from_str::<Map<String, Value>>(text).ok();
    let Some((earlier, later)) = read(earlier).zip(read(later)) else { return Vec::new() };
    let keys: std::collections::BTreeSet<&String> = earlier.keys().chain(later.keys()).collect();
    let value = |of: &Map<String, Value>, key: &String| of.get(key).cloned().unwrap_or_default();
    let change =
        |key: &String| SettingChange { key: key.clone(), before: value(&earlier, key), now: value(&later, key) };
    keys.into_iter().map(change).filter(|change| change.before != change.now).collect()
}

impl SettingChange {
    /// The change in a few words: `n_clusters: 8, now 10`.
    pub fn told(&self) -> String {
        let key = &self.key;
        if let (Value::Array(before), Value::Array(now)) = (&self.before, &self.now) {
            let parts = [list("added", now, before), list("removed", before, now)];
            let parts: Vec<String> = parts.into_iter().flatten().collect();
            return if parts.is_empty() {
                format!("{key}: another order")
            } else {
                format!("{key}: {}", parts.join("; "))
            };
        }
        match (short(&self.before), short(&self.now)) {
            (Some(before), Some(now)) => format!("{key}: {before}, now {now}"),
            _ => format!("{key}: changed"),
        }
    }
}

/// What stands in a list and not in the other.
fn list(verb: &str, here: &[Value], there: &[Value]) -> Option<String> {
    let words: Vec<String> = here.iter().filter(|value| !there.contains(value)).map(plain).collect();
    let more = words.len().saturating_sub(MOST_WORDS);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    let shown: Vec<String> = words.iter().take(MOST_WORDS).map(|word| word.chars().take(LONGEST).collect()).collect();
    (!words.is_empty()).then(|| format!("{verb} {}{rest}", shown.join(", ")))
}

/// A value as text, where it is short enough to be told whole.
fn short(value: &Value) -> Option<String> {
    Some(plain(value)).filter(|text| text.chars().count() <= LONGEST)
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => "none".to_string(),
        Value::String(text) => text.clone(),
        Value::Array(pair) => pair.iter().map(plain).collect::<Vec<_>>().join(" = "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_told_by_name_and_in_short() {
        let long = "x".repeat(50);
        let earlier = format!(
            r#"{{"seed": 1, "n_clusters": "auto", "stop_words": ["rat"], "guide": "{long}",
                "thesaurus": [], "old": 2}}"#
        );
        let later = r#"{"seed": 1, "n_clusters": 8, "stop_words": ["mouse", "rat"], "guide": "x",
            "thesaurus": [["a", "b"]],
            "new": true}"#;
        let told: Vec<String> = differences(&earlier, later).iter().map(SettingChange::told).collect();
        let expected = [
            "guide: changed",
            "n_clusters: auto, now 8",
            "new: none, now true",
            "old: 2, now none",
            "stop_words: added mouse",
            "thesaurus: added a = b",
        ];
        assert_eq!(told, expected);
        assert!(differences(later, later).is_empty() && differences("", later).is_empty());
    }

    #[test]
    fn long_lists_are_cut() {
        let words: Vec<Value> = (0..20).map(|n| Value::String(format!("w{n}"))).collect();
        let change = |before: &[Value], now: &[Value]| {
            SettingChange { key: "stop_words".into(), before: before.into(), now: now.into() }.told()
        };
        assert_eq!(change(&words[1..], &words), "stop_words: added w0");
        assert_eq!(change(&words, &words[..9]), "stop_words: removed w9, w10, w11, w12, w13, w14, w15, w16 and 3 more");
        let turned: Vec<Value> = words.iter().rev().cloned().collect();
        assert_eq!(change(&words, &turned), "stop_words: another order");
    }
}
