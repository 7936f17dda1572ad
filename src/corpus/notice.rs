//! Notices: a record in, and out whether it is a retraction, an erratum or front matter and no work of its own.
//!
//! Told from the kinds of publication first, then from how titles of notices start in English, Spanish and Portuguese.
//! A title such as "Retraction of the lung" or "Correction of scoliosis" is a study, so words alone do not tell.

use super::record::{Record, Role};

/// Retractions, and papers that were retracted.
const RETRACTION: &str = "retraction";
/// Errata, corrigenda, corrections.
const ERRATUM: &str = "erratum";
/// Tables of contents, indexes, prefaces, volumes of proceedings.
const FRONT_MATTER: &str = "front matter";

/// Kinds of publication, in lower case.
const TYPES: &[(&str, &str)] = &[
    ("retracted publication", RETRACTION),
    ("retraction of publication", RETRACTION),
    ("retraction notice", RETRACTION),
    ("retraction", RETRACTION),
    ("retracted", RETRACTION),
    ("retracted article", RETRACTION),
    ("withdrawn publication", RETRACTION),
    ("published erratum", ERRATUM),
    ("erratum", ERRATUM),
    ("corrigendum", ERRATUM),
    ("correction", ERRATUM),
    ("correction, addition", ERRATUM),
    ("conference review", FRONT_MATTER),
    ("front matter", FRONT_MATTER),
    ("table of contents", FRONT_MATTER),
];

/// How titles start, in lower case without leading brackets and quotes.
const STARTS: &[(&str, &str)] = &[
    ("retracted:", RETRACTION),
    ("retracted article", RETRACTION),
    ("retracted ", RETRACTION),
    ("retracted]", RETRACTION),
    ("retraction:", RETRACTION),
    ("retraction to", RETRACTION),
    ("retraction note", RETRACTION),
    ("retraction notice", RETRACTION),
    ("notice of retraction", RETRACTION),
    ("statement of retraction", RETRACTION),
    ("withdrawn:", RETRACTION),
    ("withdrawal:", RETRACTION),
    ("retractación:", RETRACTION),
    ("retractación de", RETRACTION),
    ("retractado:", RETRACTION),
    ("artículo retractado", RETRACTION),
    ("retratação:", RETRACTION),
    ("retratação de", RETRACTION),
    ("artigo retratado", RETRACTION),
    ("erratum", ERRATUM),
    ("errata:", ERRATUM),
    ("errata ", ERRATUM),
    ("corrigend", ERRATUM),
    ("correction:", ERRATUM),
    ("correction to", ERRATUM),
    ("correction for", ERRATUM),
    ("author correction", ERRATUM),
    ("publisher correction", ERRATUM),
    ("publisher's correction", ERRATUM),
    ("addendum:", ERRATUM),
    ("fe de errata", ERRATUM),
    ("corrección:", ERRATUM),
    ("corrección a", ERRATUM),
    ("correção:", ERRATUM),
    ("table of contents", FRONT_MATTER),
    ("front matter", FRONT_MATTER),
    ("back matter", FRONT_MATTER),
    ("tabla de contenido", FRONT_MATTER),
    ("proceedings of the ", FRONT_MATTER),
    ("proceedings - ", FRONT_MATTER),
];

/// Whole titles, in lower case.
const WHOLE: &[(&str, &str)] = &[
    ("retraction", RETRACTION),
    ("retractación", RETRACTION),
    ("retratação", RETRACTION),
    ("errata", ERRATUM),
    ("correction", ERRATUM),
    ("corrections", ERRATUM),
    ("corrección", ERRATUM),
    ("correção", ERRATUM),
    ("contents", FRONT_MATTER),
    ("index", FRONT_MATTER),
    ("author index", FRONT_MATTER),
    ("subject index", FRONT_MATTER),
    ("cover", FRONT_MATTER),
    ("front cover", FRONT_MATTER),
    ("title page", FRONT_MATTER),
    ("masthead", FRONT_MATTER),
    ("editorial board", FRONT_MATTER),
    ("preface", FRONT_MATTER),
    ("foreword", FRONT_MATTER),
    ("organizing committee", FRONT_MATTER),
    ("índice", FRONT_MATTER),
    ("sumario", FRONT_MATTER),
    ("sumário", FRONT_MATTER),
    ("portada", FRONT_MATTER),
    ("prólogo", FRONT_MATTER),
    ("prefácio", FRONT_MATTER),
    ("consejo editorial", FRONT_MATTER),
    ("comité editorial", FRONT_MATTER),
    ("conselho editorial", FRONT_MATTER),
];

/// Longest title that is looked up as a whole, in bytes.
const MAX_WHOLE: usize = 40;

impl Record {
    /// Whether the record is a notice: `retraction`, `erratum` or `front matter`.
    pub fn notice(&self) -> Option<&'static str> {
        let kind = |value: &str| {
            let value = value.trim().trim_end_matches('.');
            TYPES.iter().find(|(name, _)| value.eq_ignore_ascii_case(name)).map(|(_, notice)| *notice)
        };
        let types = self.all(Role::Type).flat_map(|field| field.value.split([';', '\n', '|']));
        // Where several are named, a retraction weighs more than an erratum; Embase has the kind Erratum for both.
        let by_type = types.filter_map(kind).max_by_key(|notice| *notice == RETRACTION);
        match by_type {
            Some(ERRATUM) => self.notice_by_title().filter(|notice| *notice == RETRACTION).or(by_type),
            Some(_) => by_type,
            None => self.notice_by_title(),
        }
    }

    fn notice_by_title(&self) -> Option<&'static str> {
        let title: String = self.title().chars().take(80).collect::<String>().to_lowercase();
        let title = title.trim_matches(|c: char| c.is_whitespace() || "[]()\"'“”*".contains(c));
        if title.len() <= MAX_WHOLE {
            let bare = title.trim_end_matches(['.', ':']);
            if let Some((_, notice)) = WHOLE.iter().find(|(whole, _)| bare == *whole) {
                return Some(notice);
            }
        }
        let found = STARTS.iter().find(|(start, _)| title.starts_with(start)).map(|(_, notice)| *notice);
        let found = found.or_else(|| self.title().trim_end().ends_with("Table of Contents").then_some(FRONT_MATTER));
        found.filter(|notice| *notice != FRONT_MATTER || !self.has_abstract())
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::record::{RecordBuilder, Role};

    fn notice(title: &str, kind: &str) -> Option<&'static str> {
        let mut builder = RecordBuilder::new(1);
        builder.push("TI", Role::Title, title);
        builder.push("PT", Role::Type, kind);
        builder.finish().notice()
    }

    #[test]
    fn kinds_and_titles_tell() {
        for (title, kind, expected) in [
            ("A study", "Retracted Publication", Some("retraction")),
            ("A study", "Journal Article; Published Erratum", Some("erratum")),
            ("A study", "Article", None),
            ("Retraction: A study (J Imag (2013) 12 (1-9))", "Erratum", Some("retraction")),
            ("Retraction Note: A study", "Erratum", Some("retraction")),
            ("Retracted: A study", "Published Erratum", Some("retraction")),
            ("Retraction of the eardrum in children", "Erratum", Some("erratum")),
            ("Erratum: Author Correction: A thing", "JOUR", Some("erratum")),
            ("Fe de erratas", "", Some("erratum")),
            ("Correção: um estudo", "", Some("erratum")),
            ("[Retracted] A study of things", "", Some("retraction")),
            ("RETRACTED ARTICLE: A study", "", Some("retraction")),
            ("Retractación: un estudio", "", Some("retraction")),
            ("Retraction of the eardrum in children", "", None),
            ("Correction of scoliosis", "", None),
            ("Volume 45, Issue 3 Table of Contents", "", Some("front matter")),
            ("Índice", "", Some("front matter")),
            ("Index of suspicion", "", None),
            ("Proceedings of the 5th workshop on nothing", "", Some("front matter")),
            ("", "", None),
        ] {
            assert_eq!(notice(title, kind), expected, "{title} / {kind}");
        }
    }
}
