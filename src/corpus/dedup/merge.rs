//! Merging: records that are the same work in, one record out.
//!
//! The first record's fields stay as they are. From the others come what it lacks: a longer abstract in the same
//! language, abstracts in others, keywords and headings, and every field that it does not have.

use crate::corpus::record::{Field, Record, RecordBuilder, Role};

/// Joins records field by field; `records[0]` should be the one that stands for them.
///
/// # Panics
/// Never for a list with a record; an empty list gives an empty record.
pub fn merge(records: &[&Record]) -> Record {
    let Some(first) = records.first() else { return Record::default() };
    let mut builder = RecordBuilder::new(first.source.line);
    for field in first.fields() {
        // Several abstracts of one language, or of none stated, are different texts: none of them goes.
        let alone =
            field.role == Role::Abstract && first.all(Role::Abstract).filter(|f| f.lang == field.lang).count() == 1;
        let longer = alone.then(|| longest(records, |f| f.lang == field.lang)).flatten();
        builder.field(longer.map_or(field, |longer| Field { tag: field.tag, ..longer }));
    }
    if first.all(Role::Abstract).next().is_none() {
        longest(records, |_| true).into_iter().for_each(|longest| builder.field(longest));
    }
    let mut merged = builder.finish();
    for other in &records[1..] {
        let missing: Vec<Field<'_>> = other.fields().filter(|f| lacks(&merged, f)).collect();
        merged = merged.with_fields(missing);
    }
    merged.id.clone_from(&first.id);
    merged.source = first.source;
    merged
}

/// The longest of the abstracts wanted.
fn longest<'r>(records: &[&'r Record], is_wanted: impl Fn(&Field<'_>) -> bool) -> Option<Field<'r>> {
    let abstracts = records.iter().flat_map(|record| record.all(Role::Abstract)).filter(|f| is_wanted(f));
    abstracts.max_by(|a, b| a.value.len().cmp(&b.value.len()).then(b.value.cmp(a.value)))
}

/// Whether a record has nothing like the field.
fn lacks(record: &Record, field: &Field<'_>) -> bool {
    if field.value.trim().is_empty() {
        return false;
    }
    match field.role {
        Role::Keyword | Role::Subject | Role::Url | Role::Accession => {
            let same = |f: Field<'_>| f.value.trim().eq_ignore_ascii_case(field.value.trim());
            !record.all(field.role).any(same)
        }
        Role::KeywordList | Role::SubjectList => !record.all(field.role).any(|f| f.value == field.value),
        Role::Abstract => !record.all(Role::Abstract).any(|f| f.lang == field.lang),
        Role::Author | Role::AuthorList => record.authors().is_empty(),
        Role::Other | Role::Id | Role::Label => false,
        role => record.first(role).is_none(),
    }
}
