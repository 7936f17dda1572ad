//! Links of Ovid: those of a record in, and out the DOI and the PMID that they hold and no field of the record says.
//!
//! Ovid's own link names the DOI behind `DO=`, that of a library's resolver both, `id=pmid:91234567&id=doi:10.5555/a`,
//! each blank where it is not known. Links of other makers are not looked at.

use crate::corpus::doi;
use crate::corpus::draft::Draft;
use crate::corpus::record::Role;
use crate::corpus::values::is_pmid;

/// Adds to a record what its links say.
pub(in crate::corpus) fn settle(draft: &mut Draft) {
    for (tag, role, value) in numbers((0..draft.len()).map(|i| draft.value(i))) {
        if let Some(value) = value.filter(|_| !draft.has_role(role)) {
            draft.push(tag, role, &value);
        }
    }
}

/// The DOI and the PMID that the links among values hold, with tag and role.
pub(in crate::corpus) fn numbers<'v>(
    values: impl Iterator<Item = &'v str> + Clone,
) -> [(&'static str, Role, Option<String>); 2] {
    let mut links = values.filter(|value| is_link(value));
    let doi = links.clone().find_map(|link| behind(link, &["DO=", "id=doi:"]).find_map(doi::find));
    let pmid = links.find_map(|link| behind(link, &["id=pmid:"]).find(|id| is_pmid(id))).map(str::to_string);
    [("DO", Role::Doi, doi), ("PM", Role::Pmid, pmid)]
}

/// Whether a value is a link of Ovid, or one that it makes for a resolver.
fn is_link(value: &str) -> bool {
    value.starts_with("http") && (value.contains("ovidweb.cgi") || value.contains("sid=OVID:"))
}

/// What stands behind these names in the query of a link.
fn behind<'l>(link: &'l str, names: &'l [&str]) -> impl Iterator<Item = &'l str> {
    let parts = link.split(['?', '&', ' ', '\n']);
    parts.filter_map(|part| names.iter().find_map(|name| part.strip_prefix(name)))
}
