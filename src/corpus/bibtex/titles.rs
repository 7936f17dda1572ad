//! Titles: a title and the subtitle that BibLaTeX has apart from it in, both in one out, and back.

use std::borrow::Cow;

/// Tag of the field that holds a subtitle.
pub(super) const SUBTITLE: &str = "subtitle";

/// Signs at the end of a title behind which no colon stands.
const ENDS: [char; 4] = ['?', '!', ':', '.'];

/// A title with its subtitle, where it has none yet.
pub(in crate::corpus) fn join<'t>(title: &'t str, subtitle: &str) -> Cow<'t, str> {
    let (bare, subtitle) = (title.trim(), subtitle.trim());
    if bare.is_empty() || subtitle.is_empty() || bare.to_lowercase().ends_with(&subtitle.to_lowercase()) {
        return Cow::Borrowed(title);
    }
    let colon = if bare.ends_with(ENDS) { "" } else { ":" };
    Cow::Owned(format!("{bare}{colon} {subtitle}"))
}

/// A title without the subtitle that stands in a field of its own.
pub(in crate::corpus) fn part<'t>(title: &'t str, subtitle: &str) -> &'t str {
    let head = title.strip_suffix(subtitle.trim()).filter(|head| head.len() < title.len());
    let head = head.and_then(|head| head.strip_suffix(' ')).filter(|head| head.ends_with(ENDS));
    let bare = head.map(|head| head.strip_suffix(':').unwrap_or(head).trim_end());
    bare.filter(|bare| !bare.is_empty()).unwrap_or(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subtitles_are_joined_and_parted() {
        for (title, subtitle, whole) in [
            ("Rest at night", "a small trial", "Rest at night: a small trial"),
            ("Who rests?", "A small trial", "Who rests? A small trial"),
            ("Rest.", "A trial", "Rest. A trial"),
            ("Rest", "", "Rest"),
            ("", "A trial", ""),
        ] {
            assert_eq!(join(title, subtitle), whole);
            assert_eq!(part(whole, subtitle), title);
        }
        assert_eq!(join("Rest: A Trial", "a trial"), "Rest: A Trial");
        assert_eq!(join("Rest:", "a trial"), "Rest: a trial");
        assert_eq!(part("A trial", "A trial"), "A trial");
        assert_eq!(part("Onetrial", "trial"), "Onetrial");
    }
}
