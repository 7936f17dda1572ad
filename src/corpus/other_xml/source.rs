//! What Dublin Core says of the journal in one text: the text in, its parts out.

/// Where an article stands.
pub(super) struct Source<'t> {
    pub journal: &'t str,
    pub volume: &'t str,
    pub issue: &'t str,
}

/// The parts of "J Sleep; Vol. 4 (2020); 1-9" (journal alone) or, as SciELO writes, "J Sleep v.4 n.1 2020".
pub(super) fn parts(text: &str) -> Option<Source<'_>> {
    if text.contains("; ") {
        let journal = text.split(';').next().unwrap_or(text);
        return Some(Source { journal, volume: "", issue: "" });
    }
    let (journal, numbers) = text.split_once(" v.")?;
    let word = |text: &'_ str| text.find(' ').unwrap_or(text.len());
    let volume = &numbers[..word(numbers)];
    let issue = numbers.split_once(" n.").map_or("", |(_, issue)| &issue[..word(issue)]);
    volume.starts_with(|c: char| c.is_ascii_digit()).then_some(Source { journal, volume, issue })
}
