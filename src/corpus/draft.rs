//! The draft of a record: fields of tagged text as they come, roles to be settled when the record is whole.
//!
//! One draft is used again for every record of a file, so that reading allocates per record and not per line. What was
//! meant for a page of the web goes on the way: entities line by line, so that no list is parted at their semicolons,
//! and the tags of abstracts at the end. Which tag means what is the business of each format.

use std::borrow::Cow;

use super::lang::Lang;
use super::lines::MAX_LINE;
use super::markup;
use super::record::{Field, RecordBuilder, Role};
use super::sink::Sink;

/// Longest field kept, in bytes, however many lines it is folded into.
const MAX_FIELD: usize = 2 * MAX_LINE;

/// A field of a draft.
#[derive(Clone, Copy, Debug)]
pub struct DraftField {
    start: usize,
    value: usize,
    end: usize,
    /// What the field means, so far.
    pub role: Role,
    /// Its language, where known.
    pub lang: Option<Lang>,
}

/// The fields of one record before they become a record.
#[derive(Debug, Default)]
pub struct Draft {
    line: u32,
    text: String,
    fields: Vec<DraftField>,
    cut: bool,
}

impl Draft {
    /// Starts a record on `line`, forgetting the last one.
    pub fn start(&mut self, line: u32) {
        self.line = line;
        self.text.clear();
        self.fields.clear();
        self.cut = false;
    }

    /// Line on which the record starts.
    pub fn line(&self) -> u32 {
        self.line
    }

    /// Whether no field was added yet.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// Opens a field.
    pub fn push(&mut self, tag: &str, role: Role, value: &str) {
        let start = self.text.len();
        self.text.push_str(tag);
        self.text.push_str(&line(role, value));
        let value = start + tag.len();
        self.fields.push(DraftField { start, value, end: self.text.len(), role, lang: None });
    }

    /// Adds a line to the last field; the separator is left out while the field is blank.
    pub fn append(&mut self, separator: &str, more: &str) {
        let Some(last) = self.fields.last_mut() else { return };
        if last.end - last.value + more.len() > MAX_FIELD {
            self.cut = true;
            return;
        }
        if last.end > last.value {
            self.text.push_str(separator);
        }
        self.text.push_str(&line(last.role, more));
        last.end = self.text.len();
    }

    /// Puts another value into field `i`. Nothing can be appended then, so this is for when the record is whole.
    pub fn set(&mut self, i: usize, value: &str) {
        let tag = self.tag(i).to_string();
        let start = self.text.len();
        self.text.push_str(&tag);
        self.text.push_str(value);
        let field = &mut self.fields[i];
        (field.start, field.value, field.end) = (start, start + tag.len(), self.text.len());
    }

    /// Role of the last field.
    pub fn last_role(&self) -> Option<Role> {
        self.fields.last().map(|field| field.role)
    }

    /// Number of fields.
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// Tag of field `i`.
    pub fn tag(&self, i: usize) -> &str {
        let field = self.fields[i];
        &self.text[field.start..field.value]
    }

    /// Value of field `i`.
    pub fn value(&self, i: usize) -> &str {
        let field = self.fields[i];
        &self.text[field.value..field.end]
    }

    /// Role and language of field `i`.
    pub fn field(&self, i: usize) -> DraftField {
        self.fields[i]
    }

    /// Role and language of field `i`, to be changed.
    pub fn field_mut(&mut self, i: usize) -> &mut DraftField {
        &mut self.fields[i]
    }

    /// The fields of this tag with something in them, by number.
    pub fn tagged<'d>(&'d self, tag: &'d str) -> impl Iterator<Item = usize> + 'd {
        (0..self.len()).filter(move |&i| self.tag(i) == tag && !self.value(i).is_empty())
    }

    /// Gives field `i` another value; nothing is appended to a field after that.
    pub fn set_value(&mut self, i: usize, value: &str) {
        let tag = self.fields[i].start..self.fields[i].value;
        let start = self.text.len();
        self.text.extend_from_within(tag);
        let at = self.text.len();
        self.text.push_str(value);
        self.fields[i] = DraftField { start, value: at, end: self.text.len(), ..self.fields[i] };
    }

    /// Whether a field of this tag with something in it is there.
    pub fn has(&self, tag: &str) -> bool {
        self.tagged(tag).next().is_some()
    }

    /// Whether a field of this role with something in it is there.
    pub fn has_role(&self, role: Role) -> bool {
        self.fields.iter().any(|field| field.role == role && field.end > field.value)
    }

    /// Adds the fields of another draft behind those that are there.
    pub fn join(&mut self, more: &Draft) {
        let at = self.text.len();
        self.text.push_str(&more.text);
        let moved = |field: &DraftField| DraftField {
            start: field.start + at,
            value: field.value + at,
            end: field.end + at,
            ..*field
        };
        self.fields.extend(more.fields.iter().map(moved));
        self.cut |= more.cut;
    }

    /// Gives the record to the sink and forgets it.
    pub fn finish(&mut self, sink: &mut Sink) {
        let mut builder = RecordBuilder::with_capacity(self.line, self.text.len(), self.fields.len());
        for (i, field) in self.fields.iter().enumerate() {
            let (tag, value) = (self.tag(i), self.value(i));
            let value = &*markup::value(field.role, value);
            builder.field(Field { tag, role: field.role, lang: field.lang, value });
        }
        if self.cut {
            let message = format!("field longer than {MAX_FIELD} bytes: the rest was left out");
            sink.issue(self.line, super::issue::IssueKind::Limit, message);
        }
        sink.record(builder);
        self.start(0);
    }
}

/// A line of a value without entities. An abstract keeps them until its tags go, which may be written by them.
fn line(role: Role, text: &str) -> Cow<'_, str> {
    if role == Role::Abstract { Cow::Borrowed(text) } else { markup::value(role, text) }
}
