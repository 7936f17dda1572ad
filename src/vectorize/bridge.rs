//! Bridge: counts of a corpus in several languages in, rows that compare records by theme and not by language out.
//!
//! Words of one origin are spelled nearly alike ("gástrica", "gastric", "gástrico"): terms become keys, their first
//! letters without accents and in one spelling. Only keys that each of the main languages uses, and none much more than
//! another, are kept, and each language weighs them by how rare they are in it. Knows no dictionary.

use super::TfIdfMatrix;
use super::Vocabulary;
use super::origin::letters;
use super::weight::bm25;
use crate::corpus::Lang;
use crate::memory::List;
use crate::text::TermCounts;

/// Share of the documents from which a language is a main one.
const MAIN: f64 = 0.15;
/// Fewest documents of a main language.
const LEAST: usize = 10;
/// A key that stands so many times more often in one language is a word of that language: it tells languages apart,
/// not themes (of 4, 8, 16 and 32 the best on Spanish and English records of three specialties).
const UNEVEN: f64 = 8.0;
/// Letters of a key, at least and at most.
const LETTERS: (usize, usize) = (4, 6);

/// Rows over keys, and for every key the term of the vocabulary that stands for it.
pub(super) type Bridged = (TfIdfMatrix, Vec<u32>);

/// The rows of a corpus in several languages; none where one language prevails.
///
/// # Shapes
/// `languages`: the language of every row, or none. A row without a shared key keeps its own ones.
///
/// # Complexity
/// O(entries · log entries of a row).
pub(super) fn bridge(counts: &TermCounts, vocabulary: &Vocabulary, languages: &[Option<Lang>]) -> Option<Bridged> {
    let main = main_languages(languages);
    if main.len() < 2 {
        return None;
    }
    // A document of another language is read as one of the commonest.
    let group: Vec<usize> =
        languages.iter().map(|lang| main.iter().position(|m| Some(*m) == *lang).unwrap_or(0)).collect();
    let mut sizes = vec![0_usize; main.len()];
    group.iter().for_each(|g| sizes[*g] += 1);

    let keys: Vec<Option<String>> = vocabulary.terms.iter().map(|term| key(term)).collect();
    let mut names: Vec<&String> = keys.iter().flatten().collect();
    names.sort_unstable();
    names.dedup();
    let number: Vec<Option<u32>> =
        keys.iter().map(|k| k.as_ref().and_then(|k| names.binary_search(&k).ok()).map(|n| n as u32)).collect();
    let rows: Vec<Vec<(u32, u32)>> = counts.indptr.windows(2).map(|w| row(counts, w[0]..w[1], &number)).collect();

    let mut df = vec![0_u32; names.len() * main.len()];
    for (row, group) in rows.iter().zip(&group) {
        row.iter().for_each(|(k, _)| df[*k as usize * main.len() + group] += 1);
    }
    let of = |key: usize| &df[key * main.len()..(key + 1) * main.len()];
    let shared = |key: usize| of(key).iter().zip(&sizes).all(|(df, n)| *df as usize >= if *n < 100 { 2 } else { 3 });
    let even = |key: usize| {
        let shares = of(key).iter().zip(&sizes).map(|(df, n)| f64::from(*df) / *n as f64);
        let (least, most) = shares.fold((f64::INFINITY, 0.0_f64), |(low, high), s| (low.min(s), high.max(s)));
        least * UNEVEN >= most
    };
    let too_common = |key: usize| of(key).iter().zip(&sizes).all(|(df, n)| *df as usize * 2 > *n);
    let mut keep: Vec<bool> = (0..names.len()).map(|key| shared(key) && even(key) && !too_common(key)).collect();
    // A row without any shared key keeps its own, so that no record is lost.
    let lone: Vec<&Vec<(u32, u32)>> = rows.iter().filter(|row| !row.iter().any(|(k, _)| keep[*k as usize])).collect();
    lone.into_iter().flatten().for_each(|(key, _)| keep[*key as usize] = true);
    let kept: Vec<usize> = (0..names.len()).filter(|&key| keep[key]).collect();
    let mut column = vec![u32::MAX; names.len()];
    kept.iter().enumerate().for_each(|(c, &key)| column[key] = c as u32);
    let idf = |key: u32, group: usize| {
        let df = df[key as usize * main.len() + group].max(1);
        (sizes[group] as f64 / f64::from(df)).ln().max(1e-3)
    };
    let lengths: Vec<f64> = rows.iter().map(|row| row.iter().map(|(_, n)| f64::from(*n)).sum()).collect();
    let mean = lengths.iter().sum::<f64>() / lengths.len().max(1) as f64;
    let place = counts.indices.place();
    let (mut indptr, mut indices, mut values) = (vec![0], List::new(&place), List::new(&place));
    for ((row, length), &group) in rows.iter().zip(&lengths).zip(&group) {
        let own = row.iter().filter(|(key, _)| column[*key as usize] != u32::MAX);
        let weights: Vec<(u32, f64)> =
            own.map(|&(key, n)| (column[key as usize], bm25(f64::from(n), *length, mean) * idf(key, group))).collect();
        let norm = weights.iter().map(|(_, w)| w * w).sum::<f64>().sqrt();
        if norm > 0.0 {
            indices.extend(weights.iter().map(|(c, _)| *c));
            values.extend(weights.iter().map(|(_, w)| (w / norm) as f32));
        }
        indptr.push(indices.len());
    }
    let matrix = TfIdfMatrix { indptr: indptr.into(), indices: indices.into(), values, n_cols: kept.len() };
    Some((matrix, representatives(&number, &column, vocabulary, kept.len())))
}

/// Languages with enough documents, the commonest first.
pub(super) fn main_languages(languages: &[Option<Lang>]) -> Vec<Lang> {
    let mut known: Vec<Lang> = languages.iter().flatten().copied().collect();
    let total = known.len();
    known.sort_unstable();
    let mut runs: Vec<(usize, Lang)> = known.chunk_by(|a, b| a == b).map(|run| (run.len(), run[0])).collect();
    runs.retain(|(n, _)| *n >= LEAST && *n as f64 >= MAIN * total as f64);
    runs.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    runs.into_iter().map(|(_, lang)| lang).collect()
}

/// The keys of a row with their counts, ascending.
fn row(counts: &TermCounts, entries: std::ops::Range<usize>, number: &[Option<u32>]) -> Vec<(u32, u32)> {
    let found = counts.indices[entries.clone()].iter().zip(&counts.counts[entries]);
    let mut keyed: Vec<(u32, u32)> =
        found.filter_map(|(term, n)| number[*term as usize].map(|key| (key, u32::from(*n)))).collect();
    keyed.sort_unstable();
    keyed.chunk_by(|a, b| a.0 == b.0).map(|run| (run[0].0, run.iter().map(|e| e.1).sum())).collect()
}

/// For every column the commonest of its terms.
fn representatives(number: &[Option<u32>], column: &[u32], vocabulary: &Vocabulary, n_columns: usize) -> Vec<u32> {
    let mut best: Vec<Option<u32>> = vec![None; n_columns];
    for (term, key) in number.iter().enumerate() {
        let Some(slot) = key.map(|key| column[key as usize]).filter(|c| *c != u32::MAX) else { continue };
        let slot = &mut best[slot as usize];
        if slot.is_none_or(|old| vocabulary.df[term] > vocabulary.df[old as usize]) {
            *slot = Some(term as u32);
        }
    }
    best.into_iter().map(Option::unwrap_or_default).collect()
}

/// The first letters of a term in a spelling that languages share; none for a term that is short or no word.
fn key(term: &str) -> Option<String> {
    let letters = letters(term).filter(|letters| letters.len() >= LETTERS.0)?;
    Some(letters.into_iter().take(LETTERS.1).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_origin_have_one_key() {
        for (a, b) in [
            ("gástric", "gastric"),
            ("nefrolog", "nephrolog"),
            ("estructur", "structur"),
            ("oftalmolog", "ophthalmolog"),
            ("química", "chimica"),
        ] {
            assert_eq!(key(a).map(|k| k[..4].to_string()), key(b).map(|k| k[..4].to_string()), "{a} {b}");
        }
        assert_eq!(key("il-6"), None);
        assert_eq!(key("ojo"), None);
    }

    #[test]
    fn one_language_needs_no_bridge_and_two_share_their_keys() {
        let terms: Vec<Box<str>> = ["eyes", "gastric", "gástric", "ojos"].map(Box::from).to_vec();
        let n = 40;
        // English and Spanish in turn; the first half on the stomach.
        let row = |i: usize| -> Vec<u32> {
            match (i % 2, i < n / 2) {
                (0, true) => vec![0, 1],
                (0, false) => vec![0],
                (_, true) => vec![2, 3],
                (_, false) => vec![3],
            }
        };
        let rows: Vec<Vec<u32>> = (0..n).map(row).collect();
        let mut counts = TermCounts { terms: terms.clone().into(), indptr: vec![0].into(), ..TermCounts::default() };
        for row in &rows {
            counts.indices.extend_from_slice(row);
            counts.counts.extend(row.iter().map(|_| 1));
            counts.indptr.push(counts.indices.len());
        }
        let df = (0..4).map(|t| rows.iter().filter(|r| r.contains(&t)).count() as u32).collect();
        let vocabulary = Vocabulary { terms: terms.into(), df };
        assert!(bridge(&counts, &vocabulary, &vec![Some(Lang::ENG); n]).is_none());
        let mixed: Vec<Option<Lang>> = (0..n).map(|i| Some(if i % 2 == 0 { Lang::ENG } else { Lang::SPA })).collect();
        let (matrix, terms) = bridge(&counts, &vocabulary, &mixed).unwrap();
        // "eyes" and "ojos" are kept only for the rows that have nothing else.
        assert_eq!((matrix.n_cols, terms.len(), matrix.n_rows()), (3, 3, n));
        assert!((0..n).all(|i| !matrix.row(i).0.is_empty()));
        let cosine = |a: usize, b: usize| crate::math::sparse_dot(matrix.row(a), matrix.row(b));
        assert!(cosine(0, 1) > 0.2, "both on the stomach, in two languages");
        assert_eq!(cosine(n - 2, n - 1), 0.0);
    }
}
