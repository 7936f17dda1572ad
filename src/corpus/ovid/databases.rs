//! What tags mean in single databases of Ovid: the fields of a record in, out as that database means them.
//!
//! BIOSIS has concepts, diseases, chemicals, organisms and methods in fields of their own, each with remarks behind a
//! colon that are no part of the term; IPSA parts its descriptors by commas. Which database it is, `DB` says.

use crate::corpus::draft::Draft;
use crate::corpus::record::Role;

/// Gives the fields of a record the meaning that its database has for them.
pub(super) fn settle(draft: &mut Draft) {
    let is_of = |name: &str| draft.tagged("DB").any(|i| draft.value(i).contains(name));
    if is_of("BIOSIS") {
        biosis(draft);
    } else if is_of("International Political Science Abstract") {
        ipsa(draft);
    }
}

/// Terms without their remarks: "zinc: 7440-66-6, food supplement" is the heading "zinc". The field stays beside it.
fn biosis(draft: &mut Draft) {
    for i in 0..draft.len() {
        let (tag, role) = match draft.tag(i) {
            "DS" | "CB" | "OR" => ("MC", Role::Subject),
            "MI" | "MQ" => ("KW", Role::Keyword),
            "PI" => {
                draft.field_mut(i).role = Role::Publisher;
                continue;
            }
            _ => continue,
        };
        draft.field_mut(i).role = Role::Other;
        let term = draft.value(i).split(": ").next().unwrap_or_default().trim().to_string();
        if !term.is_empty() {
            draft.push(tag, role, &term);
        }
    }
}

/// "Sleep , Nurses" as "Sleep; Nurses".
fn ipsa(draft: &mut Draft) {
    for i in 0..draft.len() {
        let value = draft.value(i);
        if draft.tag(i) == "DE" && !value.contains(';') {
            let parts: Vec<&str> = value.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
            let list = parts.join("; ");
            draft.set(i, &list);
        }
    }
}
