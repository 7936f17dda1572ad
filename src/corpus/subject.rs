//! Subjects: one field with a controlled heading in, heading, qualifiers and mark of a main subject out.
//!
//! Does not split lists and knows no thesaurus.

/// A controlled subject heading.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// The heading itself.
    pub heading: String,
    /// Its qualifier (subheading), if any.
    pub qualifier: Option<String>,
    /// Whether the source marks it as a main subject (`*`).
    pub major: bool,
}

/// The headings in one subject field, one for each qualifier.
pub(super) fn of(text: &str) -> Vec<Subject> {
    let (text, mut major) = match text.trim().strip_prefix('*') {
        Some(rest) => (rest, true),
        None => (text.trim(), false),
    };
    let (text, trailing) = match text.strip_suffix('*') {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    major |= trailing;
    let mut parts = text.split('/').map(str::trim);
    let heading = parts.next().unwrap_or_default().to_string();
    if heading.is_empty() {
        return Vec::new();
    }
    let qualifiers: Vec<&str> = parts.filter(|q| !q.is_empty()).collect();
    if qualifiers.is_empty() {
        return vec![Subject { heading, qualifier: None, major }];
    }
    let one = |q: &str| Subject {
        heading: heading.clone(),
        qualifier: Some(q.trim_start_matches('*').to_string()),
        major: major || q.starts_with('*'),
    };
    qualifiers.into_iter().map(one).collect()
}
