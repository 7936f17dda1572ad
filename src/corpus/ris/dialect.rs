//! Which database or program wrote a RIS file, told from marks in its first records.
//!
//! For the user's eyes only; how a record is read does not depend on it.

use crate::corpus::draft::Draft;

/// Marks: tag, what its value contains, and who writes so. The first that fits counts for a record.
const MARKS: &[(&str, &str, &str)] = &[
    ("M4", "Citavi", "Citavi"),
    ("KW", "eppi-reviewer", "EPPI-Reviewer"),
    ("AN", "rayyan-", "Rayyan"),
    ("N1", "RAYYAN", "Rayyan"),
    ("ID", "RefID:", "RefWorks"),
    ("DB", "SciELO", "SciELO"),
    ("UR", "bvsalud.org", "BVS"),
    ("DP", "bvs", "BVS"),
    ("ID", "lil-", "BVS"),
    ("ID", "mdl-", "BVS"),
    ("L2", "ovid", "Ovid"),
    ("UR", "ovid", "Ovid"),
    ("UR", "cochranelibrary.com", "Cochrane"),
    ("NS", "", "Covidence"),
    ("WE", "", "Web of Science"),
    ("J9", "", "Web of Science"),
    ("AN", "WOS:", "Web of Science"),
    ("LK", "EMBASE", "Embase"),
    ("DB", "psyh", "PsycINFO (EBSCO)"),
    ("DB", "PsycINFO", "PsycINFO"),
    ("DP", "EBSCO", "EBSCO"),
    ("UR", "search.ebscohost.com", "EBSCO"),
    ("DB", "ProQuest", "ProQuest"),
    ("UR", "proquest.com", "ProQuest"),
    ("DB", "JSTOR", "JSTOR"),
    ("UR", "lens.org", "Lens"),
    ("UR", "scopus.com", "Scopus"),
    ("N1", "Export Date:", "Scopus"),
    ("DP", "NLM", "PubMed (EndNote)"),
    ("UR", "ieeexplore", "IEEE"),
    ("ID", "openalex", "OpenAlex"),
    ("UR", "openalex", "OpenAlex"),
];

/// Marks in the lines between records.
const BANNERS: &[(&str, &str)] = &[
    ("John Wiley", "Cochrane"),
    ("JSTOR", "JSTOR"),
    ("American Psychological Association", "PsycINFO"),
    ("Ovid", "Ovid"),
];

/// Records looked at.
const SAMPLE: usize = 5;

/// Votes of the first records.
#[derive(Debug, Default)]
pub struct Votes {
    names: Vec<&'static str>,
    banner: Option<&'static str>,
    seen: usize,
}

impl Votes {
    /// Looks at a record.
    pub fn record(&mut self, draft: &Draft) {
        if self.seen == SAMPLE {
            return;
        }
        self.seen += 1;
        let fits = |&&(tag, part, _): &&(&str, &str, &str)| {
            (0..draft.len()).any(|i| draft.tag(i) == tag && draft.value(i).contains(part))
        };
        self.names.extend(MARKS.iter().find(fits).map(|(_, _, name)| *name));
    }

    /// Looks at a line between records.
    pub fn banner(&mut self, line: &str) {
        if self.banner.is_none() {
            self.banner = BANNERS.iter().find(|(part, _)| line.contains(part)).map(|(_, name)| *name);
        }
    }

    /// The dialect: what a banner says, else what most records say, the first among equals.
    pub fn winner(&self) -> Option<&'static str> {
        let votes = |name: &str| self.names.iter().filter(|n| **n == name).count();
        self.banner.or_else(|| self.names.iter().rev().copied().max_by_key(|name| votes(name)))
    }
}
