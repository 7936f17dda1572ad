//! Seen: uses of a term one by one in; its surface forms, documents and hyphens counted out.
//!
//! Does not read texts.

/// What was seen of one term in the documents read.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    /// Nearly always one or two.
    pub surfaces: Surfaces,
    /// Topics with the number of documents that hold it.
    pub df: Vec<(u32, usize)>,
    /// How often it goes on behind a hyphen, on either side ("renin" in "renin-angiotensin").
    pub hyphenated: usize,
}

impl Seen {
    /// Adds what was seen elsewhere.
    pub fn absorb(&mut self, other: Seen) {
        other.surfaces.into_iter().for_each(|(surface, n)| add(&mut self.surfaces, &surface, n));
        other.df.into_iter().for_each(|(topic, n)| self.add_documents(topic, n));
        self.hyphenated += other.hyphenated;
    }

    /// Whether it stands as a piece of a longer compound in more than a share of its uses.
    pub fn is_piece(&self, share: f64) -> bool {
        let uses: usize = self.surfaces.iter().map(|(_, n)| n).sum();
        self.hyphenated as f64 > share * uses as f64
    }

    /// Adds documents of a topic that hold it.
    pub fn add_documents(&mut self, topic: u32, n: usize) {
        match self.df.iter_mut().find(|(known, _)| *known == topic) {
            Some((_, count)) => *count += n,
            None => {
                self.df.reserve_exact(1);
                self.df.push((topic, n));
            }
        }
    }

    /// Documents of a topic with it among those that were read.
    pub fn df_in(&self, topic: usize) -> usize {
        self.df.iter().find(|(t, _)| *t as usize == topic).map_or(0, |(_, n)| *n)
    }

    /// Documents with it among all that were read.
    pub fn df_all(&self) -> usize {
        self.df.iter().map(|(_, n)| n).sum()
    }
}

/// Surface forms with how often each occurs.
pub(super) type Surfaces = Vec<(Box<str>, usize)>;

/// Adds uses of a surface form.
pub(super) fn add(surfaces: &mut Surfaces, surface: &str, n: usize) {
    match surfaces.iter_mut().find(|(known, _)| **known == *surface) {
        Some((_, count)) => *count += n,
        None => {
            surfaces.reserve_exact(1);
            surfaces.push((surface.into(), n));
        }
    }
}

/// Documents that a phrase must stand in of those that were read of a topic, to be a term of it.
pub(super) fn least_documents(read: usize) -> usize {
    if read >= 30 { 3 } else { 2 }
}
