//! Names of authors as Ovid writes them: numbers of addresses, marks and degrees behind them in, the bare names out.
//!
//! "Ruiz, Ana MD 1,2,+" and "Brandt, O. [Author, Reprint Author; E-mail: o@x.example]" are "Ruiz, Ana" and "Brandt,
//! O.". What could be initials ("Ruiz, MD") stays.

use crate::corpus::draft::Draft;
use crate::corpus::record::Role;

/// Degrees, without their full stops and in lower case; they are written with two capitals at least ("Meng" is a name).
const DEGREES: &[&str] = &[
    "md", "phd", "mph", "msc", "bsc", "rn", "dphil", "mbbs", "mbchb", "dds", "dmd", "dvm", "pharmd", "facs", "facsm",
    "facp", "facc", "faha", "faan", "frcp", "frcs", "frcpc", "frcsc", "mrcp", "drph", "scd", "edd", "psyd", "mba",
    "mhs", "mha", "mhsc", "mphil", "msn", "bsn", "dnp", "dpt", "mspt", "meng", "beng", "mmed", "mmedsc",
];

/// Makes the names of a record bare.
pub(in crate::corpus) fn settle(draft: &mut Draft) {
    for i in 0..draft.len() {
        let value = draft.value(i);
        let names = match draft.field(i).role {
            Role::Author => bare(value).to_string(),
            Role::AuthorList => list(value),
            _ => continue,
        };
        if names != draft.value(i) {
            draft.set(i, &names);
        }
    }
}

/// A list of bare names, between semicolons or line ends as it was.
pub(in crate::corpus) fn list(names: &str) -> String {
    let (separator, joint) = if names.contains(';') { (';', "; ") } else { ('\n', "\n") };
    names.split(separator).map(bare).collect::<Vec<_>>().join(joint)
}

/// A name without what stands behind it.
fn bare(name: &str) -> &str {
    let mut name = name.trim();
    loop {
        let shorter = without_last(name);
        if shorter == name {
            return name;
        }
        name = shorter;
    }
}

/// A name without its last word, where that is a remark, a mark or a degree.
fn without_last(name: &str) -> &str {
    if let Some(at) = name.rfind('[').filter(|at| *at > 0 && name.ends_with(']')) {
        return name[..at].trim_end();
    }
    let Some((rest, last)) = name.rsplit_once([' ', ',']) else { return name };
    let rest = rest.trim_end_matches([' ', ',']);
    // A family name alone has no degree yet; those may be initials.
    let is_whole = rest.split_once(", ").is_some_and(|(_, given)| given.contains(char::is_alphabetic));
    // In a name all in capitals a degree looks like a name.
    let has_degree = || is_degree(last) && rest.contains(char::is_lowercase);
    if is_whole && (is_mark(last) || has_degree()) { rest } else { name }
}

fn is_mark(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '*' | '#' | '&' | '†' | '‡' | '§' | '¶'))
}

fn is_degree(word: &str) -> bool {
    let is_written_so = word.chars().filter(|c| c.is_uppercase()).count() >= 2;
    let word: String = word.chars().filter(|c| *c != '.').flat_map(char::to_lowercase).collect();
    is_written_so && DEGREES.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_marks_and_degrees_are_none_of_a_name() {
        for (name, expected) in [
            ("Ruiz, Ana B. [Inventor, Reprint Author]", "Ruiz, Ana B."),
            ("Brandt, O. [Author, Reprint Author; E-mail: o@x.example]", "Brandt, O."),
            ("Soto, Eva 1,2,+", "Soto, Eva"),
            ("Soto, Eva 2,*", "Soto, Eva"),
            ("Verde, Jan MD *", "Verde, Jan"),
            ("Paz, Luis A. Ph.D., FACSM", "Paz, Luis A."),
            ("Ruiz, MD", "Ruiz, MD"),
            ("Li, Xiao Meng", "Li, Xiao Meng"),
            ("LI, XIAO MENG", "LI, XIAO MENG"),
            ("Tan, Boon MEng", "Tan, Boon"),
            ("Ruiz, A. Jr.", "Ruiz, A. Jr."),
            ("Behan L.", "Behan L."),
            ("Study Group 2000", "Study Group 2000"),
            ("[No authors listed]", "[No authors listed]"),
            ("", ""),
        ] {
            assert_eq!(bare(name), expected, "{name}");
        }
        assert_eq!(list("Ruiz, Ana 1;  Soto, Eva MD 2"), "Ruiz, Ana; Soto, Eva");
        assert_eq!(list("Ruiz A.\nBrandt O."), "Ruiz A.\nBrandt O.");
    }
}
