//! Volumes, issues and pages of RIS that say what they are: the fields of a record in, out the bare numbers beside
//! them.
//!
//! AGRIS has "v. 40" and "v. 7 issue 4" for a volume, others "no. 3" for an issue and "pp. 12-20" for a page. The
//! fields stay as they are, so that a record is written as it was.

use crate::corpus::draft::Draft;
use crate::corpus::record::Role;

/// Gives the numbers of a record without their names fields of their own.
pub(super) fn settle(draft: &mut Draft) {
    for i in 0..draft.len() {
        let role = draft.field(i).role;
        // Most numbers begin with a digit.
        if !matches!(role, Role::Volume | Role::Issue | Role::StartPage) || draft.value(i).starts_with(char::is_numeric)
        {
            continue;
        }
        let value = draft.value(i);
        let found = match role {
            Role::Volume => volume(value).map(|(volume, issue)| (role, volume.to_string(), issue.map(str::to_string))),
            Role::Issue => {
                behind(value, &["no.", "No.", "n.", "issue ", "Issue "]).map(|n| (role, n.to_string(), None))
            }
            _ => behind(value, &["pp.", "p.", "Pp.", "P."]).map(|pages| (Role::Pages, pages.to_string(), None)),
        };
        let Some((role, number, issue)) = found else { continue };
        draft.field_mut(i).role = Role::Other;
        let tag = draft.tag(i).to_string();
        draft.push(&format!("{tag}/number"), role, &number);
        if let Some(issue) = issue.filter(|_| !draft.has_role(Role::Issue)) {
            draft.push(&format!("{tag}/issue"), Role::Issue, &issue);
        }
    }
}

/// Volume and issue: "v. 40", "vol. 40(3)", "v. 7 issue 4", "v. 12, no. 3"; none where there is more.
fn volume(text: &str) -> Option<(&str, Option<&str>)> {
    let rest = ["v.", "V.", "vol.", "Vol.", "VOL."].iter().find_map(|name| text.strip_prefix(name))?.trim_start();
    let (volume, rest) = number(rest);
    let rest = rest.trim_start_matches([' ', ',', ':']);
    if volume.is_empty() || rest.is_empty() {
        return Some((volume, None)).filter(|(volume, _)| !volume.is_empty());
    }
    let inside = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let rest = inside.unwrap_or(rest);
    let issue = behind(rest, &["issue ", "no.", "n.", "iss."]).or_else(|| inside.filter(|text| is_number(text)));
    issue.map(|issue| (volume, Some(issue)))
}

/// The number behind one of these names.
fn behind<'t>(text: &'t str, names: &[&str]) -> Option<&'t str> {
    let rest = names.iter().find_map(|name| text.strip_prefix(name))?.trim_start();
    Some(rest.trim_end()).filter(|rest| is_number(rest))
}

/// Whether a text is a number, or a range of numbers, and no more.
fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && number(text).1.is_empty()
}

/// A number with its letters at the start of a text, and what stands behind it.
fn number(text: &str) -> (&str, &str) {
    let is_sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '–' | '/' | '+');
    let end = text.find(|c| !is_sign(c)).unwrap_or(text.len());
    if text.starts_with(|c: char| c.is_ascii_digit()) { text.split_at(end) } else { ("", text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn volumes_with_their_names() {
        for (text, expected) in [
            ("v. 40", Some(("40", None))),
            ("v.40", Some(("40", None))),
            ("Vol. 40(3)", Some(("40", Some("3")))),
            ("v. 7 issue 4", Some(("7", Some("4")))),
            ("v. 12, no. 3-4", Some(("12", Some("3-4")))),
            ("v. 12 (no. 3)", Some(("12", Some("3")))),
            ("v. 12 (Spring)", None),
            ("v. A", None),
            ("various", None),
            ("40", None),
        ] {
            assert_eq!(volume(text), expected, "{text}");
        }
        assert_eq!(behind("no. 3", &["no."]), Some("3"));
        assert_eq!(behind("pp. 12-20", &["pp."]), Some("12-20"));
        assert_eq!(behind("p. xii", &["p."]), None);
    }
}
