//! A made-up library: records of some themes in words that exist nowhere else, cut into monthly exports.
//!
//! Every theme has sixty words of its own, the first the commonest, and all share two hundred. Two themes are kin: they
//! share half of their words, so that they are the two that become one when a topic less is asked for.

use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// Themes of the library.
pub const N_THEMES: usize = 9;
/// The two themes that are kin.
pub const KIN: [usize; 2] = [4, 5];

/// What makes the text English: words that say nothing.
const BETWEEN: [&str; 6] = [" of the ", " ", " and these ", " ", " which were with the ", " from that "];

/// One record.
pub struct Made {
    /// Its number.
    pub number: usize,
    /// Its theme.
    pub theme: usize,
    /// The month in which it is found first, from 1.
    pub month: usize,
    text: String,
}

impl Made {
    /// The record in RIS.
    pub fn ris(&self) -> String {
        let (title, text) = self.text.split_at(self.text.match_indices(' ').nth(20).map_or(0, |(at, _)| at));
        let n = self.number;
        format!("TY  - JOUR\nID  - m{n}\nTI  - {title}\nAB  -{text}.\nDO  - 10.5555/m{n}\nPY  - 2020\nER  - \n")
    }
}

/// `per_theme` records of every theme; every month finds as many of each, `shuffle` says which.
pub fn library(per_theme: usize, shuffle: u64) -> Vec<Made> {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(7);
    let words: Vec<String> = (0..N_THEMES * 60 + 200).map(word).collect();
    let mut order = Xoshiro256PlusPlus::seed_from_u64(shuffle);
    let mut shuffled = || {
        let mut months: Vec<usize> = (0..per_theme).map(|n| n % 12 + 1).collect();
        months.shuffle(&mut order);
        months
    };
    let months: Vec<Vec<usize>> = (0..N_THEMES).map(|_| shuffled()).collect();
    let mut make = |number: usize| {
        let theme = number % N_THEMES;
        let mut text = String::new();
        for at in 0..60 {
            text += &words[pick(theme, at, &mut rng)];
            text += BETWEEN[at % BETWEEN.len()];
        }
        Made { number, theme, month: months[theme][number / N_THEMES], text }
    };
    (0..per_theme * N_THEMES).map(&mut make).collect()
}

fn pick(theme: usize, at: usize, rng: &mut Xoshiro256PlusPlus) -> usize {
    if at % 5 > 2 {
        return N_THEMES * 60 + rng.gen_range(0..200);
    }
    let own = rng.gen_range(0..60).min(rng.gen_range(0..60));
    let from = if theme == KIN[1] && own % 2 == 0 { KIN[0] } else { theme };
    from * 60 + own
}

/// A word of four syllables that no stemmer changes.
fn word(number: usize) -> String {
    let syllables = ["ba", "ko", "du", "fa", "go", "ru", "ka", "lo", "mu", "na", "po", "zu", "ta", "vo"];
    let digit = |n: usize| syllables[n % syllables.len()];
    format!("{}{}{}{}k", digit(number), digit(number / 14), digit(number / 196), digit(number * 5 + 3))
}
