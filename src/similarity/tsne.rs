//! t-SNE: the nearest neighbors of every row in, a position in the plane for each out.
//!
//! Every two positions push each other apart, none left out or lumped together: for as few rows as a map shows that is
//! quicker than the usual approximations, and the work is shared by rows, so that any number of threads gives the same
//! bits. Knows nothing of texts; does not choose rows.
//!
//! # References
//! L. van der Maaten, G. Hinton (2008), *Visualizing data using t-SNE*, JMLR 9; R. Jacobs (1988), *Increased rates of
//! convergence through learning rate adaptation*, Neural Networks 1 (the gains).

use rayon::prelude::*;

use crate::math::simd::{self, Kernel};

/// Rounds of gradient descent, of which the first quarter exaggerates.
const EPOCHS: usize = 400;
/// How much nearer than they should be neighbors are pulled in the first rounds.
const EXAGGERATION: f32 = 12.0;
/// Share of the last step that is made again: in the first rounds, and in the others.
const MOMENTUM: (f32, f32) = (0.5, 0.8);
/// Least and largest factor by which a coordinate that goes on in its direction, or turns, changes its steps.
const GAINS: (f32, f32) = (0.01, 2.0);
/// Halvings in which the width of a row's neighborhood is found, at most, and how near its entropy must come.
const HALVINGS: usize = 50;
const NEAR: f64 = 1e-5;
/// Positions that are compared with one at a time.
const LANES: usize = 16;
/// Rows that a thread takes at a time.
const ROWS: usize = 32;
/// Where positions stand that only fill the last lanes: too far to push.
const FAR: f32 = 1e9;

/// How much every row is drawn to others, both ways; all of it is 1.
#[derive(Clone, Debug)]
pub(super) struct Affinities {
    indptr: Vec<usize>,
    rows: Vec<u32>,
    weights: Vec<f32>,
}

impl Affinities {
    /// Affinities from lists of neighbors, a row and the square of its distance each: every row is drawn to its
    /// neighbors as by a normal distribution as wide as makes `perplexity` of them count.
    pub fn new(neighbors: &[Vec<(u32, f32)>], perplexity: f64) -> Affinities {
        let drawn: Vec<Vec<f64>> = neighbors.par_iter().map(|list| conditional(list, perplexity)).collect();
        let n = neighbors.len();
        let mut both: Vec<Vec<(u32, f64)>> = vec![Vec::new(); n];
        for (row, (list, drawn)) in neighbors.iter().zip(drawn).enumerate() {
            for (&(other, _), p) in list.iter().zip(drawn) {
                both[row].push((other, p));
                both[other as usize].push((row as u32, p));
            }
        }
        let mut all = Affinities { indptr: vec![0], rows: Vec::new(), weights: Vec::new() };
        for mut list in both {
            list.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
            for same in list.chunk_by(|a, b| a.0 == b.0) {
                all.rows.push(same[0].0);
                all.weights.push((same.iter().map(|s| s.1).sum::<f64>() / (2 * n) as f64) as f32);
            }
            all.indptr.push(all.rows.len());
        }
        all
    }

    /// The rows that a row is drawn to, and how much.
    #[inline(always)]
    fn of(&self, row: usize) -> (&[u32], &[f32]) {
        let range = self.indptr[row]..self.indptr[row + 1];
        (&self.rows[range.clone()], &self.weights[range])
    }
}

/// The share of a row that each of its neighbors draws.
fn conditional(list: &[(u32, f32)], perplexity: f64) -> Vec<f64> {
    let nearest = list.iter().map(|(_, square)| f64::from(*square)).fold(f64::INFINITY, f64::min);
    let over: Vec<f64> = list.iter().map(|(_, square)| f64::from(*square) - nearest).collect();
    let shares = |beta: f64| {
        let weights: Vec<f64> = over.iter().map(|d| (-beta * d).exp()).collect();
        let sum: f64 = weights.iter().sum();
        let entropy = sum.ln() + beta * weights.iter().zip(&over).map(|(w, d)| w * d).sum::<f64>() / sum;
        (weights.into_iter().map(|w| w / sum).collect::<Vec<f64>>(), entropy)
    };
    let (mut low, mut high, mut beta) = (0.0, f64::INFINITY, 1.0);
    for _ in 0..HALVINGS {
        let (found, entropy) = shares(beta);
        if (entropy - perplexity.ln()).abs() < NEAR {
            return found;
        }
        if entropy > perplexity.ln() {
            low = beta;
            beta = if high.is_finite() { (low + high) / 2.0 } else { beta * 2.0 };
        } else {
            high = beta;
            beta = (low + high) / 2.0;
        }
    }
    shares(beta).0
}

/// Positions for all rows, from a small start on.
///
/// # Shapes
/// `start`: one position a row.
///
/// # Determinism
/// The same on any number of threads.
///
/// # Complexity
/// O(n²) a round, for n rows.
pub(super) fn positions(affinities: &Affinities, start: &[[f32; 2]]) -> Vec<[f32; 2]> {
    let n = start.len();
    let rate = (n as f32 / EXAGGERATION).max(20.0);
    let mut plane = Plane::new(start);
    let mut forces = vec![Forces::default(); n];
    let mut motion = vec![[Motion::default(); 2]; n];
    for epoch in 0..EPOCHS {
        let is_first = epoch < EPOCHS / 4;
        plane.forces(affinities, &mut forces);
        let total: f64 = forces.iter().map(|force| f64::from(force.total)).sum();
        let (pull, momentum) = if is_first { (EXAGGERATION, MOMENTUM.0) } else { (1.0, MOMENTUM.1) };
        let push = (1.0 / total.max(f64::MIN_POSITIVE)) as f32;
        for (row, (force, motion)) in forces.iter().zip(&mut motion).enumerate() {
            let step = |axis: usize, motion: &mut Motion| {
                motion.step(pull * force.pull[axis] - push * force.push[axis], rate, momentum)
            };
            let [x, y] = motion;
            plane.x[row] += step(0, x);
            plane.y[row] += step(1, y);
        }
        plane.center(n);
    }
    (0..n).map(|row| [plane.x[row], plane.y[row]]).collect()
}

/// How a coordinate moves.
#[derive(Clone, Copy)]
struct Motion {
    velocity: f32,
    gain: f32,
}

impl Default for Motion {
    fn default() -> Motion {
        Motion { velocity: 0.0, gain: 1.0 }
    }
}

impl Motion {
    /// The next step against the gradient: longer where it goes on, shorter where it turns.
    fn step(&mut self, gradient: f32, rate: f32, momentum: f32) -> f32 {
        let goes_on = (gradient > 0.0) != (self.velocity > 0.0);
        self.gain = if goes_on { self.gain + 0.2 } else { self.gain * 0.8 }.clamp(GAINS.0, GAINS.1);
        self.velocity = momentum * self.velocity - rate * self.gain * gradient;
        self.velocity
    }
}

/// What a position is drawn and pushed by.
#[derive(Clone, Copy, Default)]
struct Forces {
    pull: [f32; 2],
    /// Not yet divided by the total of all positions.
    push: [f32; 2],
    total: f32,
}

/// Positions by coordinate, with some far away that fill the last lanes.
struct Plane {
    x: Vec<f32>,
    y: Vec<f32>,
}

impl Plane {
    fn new(start: &[[f32; 2]]) -> Plane {
        let axis = |axis: usize| {
            let mut all: Vec<f32> = start.iter().map(|at| at[axis]).collect();
            all.resize(start.len().next_multiple_of(LANES), FAR);
            all
        };
        Plane { x: axis(0), y: axis(1) }
    }

    fn forces(&self, affinities: &Affinities, out: &mut [Forces]) {
        out.par_chunks_mut(ROWS).enumerate().for_each(|(chunk, out)| {
            simd::widest(Forced { plane: self, affinities, first: chunk * ROWS, out });
        });
    }

    #[inline(always)]
    fn pull(&self, affinities: &Affinities, row: usize) -> [f32; 2] {
        let (others, weights) = affinities.of(row);
        let (mut by_x, mut by_y) = ([0.0; LANES], [0.0; LANES]);
        for (others, weights) in others.chunks(LANES).zip(weights.chunks(LANES)) {
            // The last lanes may be free: there stands the row itself, which draws nowhere.
            let (mut xs, mut ys, mut drawn) = ([self.x[row]; LANES], [self.y[row]; LANES], [0.0; LANES]);
            drawn[..weights.len()].copy_from_slice(weights);
            for (lane, &other) in others.iter().enumerate() {
                (xs[lane], ys[lane]) = (self.x[other as usize], self.y[other as usize]);
            }
            for lane in 0..LANES {
                let (dx, dy) = (self.x[row] - xs[lane], self.y[row] - ys[lane]);
                let weight = drawn[lane] / (1.0 + dx * dx + dy * dy);
                by_x[lane] += weight * dx;
                by_y[lane] += weight * dy;
            }
        }
        [by_x.iter().sum(), by_y.iter().sum()]
    }

    /// What pushes a row, and the total of it.
    #[inline(always)]
    fn push(&self, row: usize) -> ([f32; 2], f32) {
        let (x, y) = (self.x[row], self.y[row]);
        let (mut totals, mut by_x, mut by_y) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
        for (xs, ys) in self.x.as_chunks::<LANES>().0.iter().zip(self.y.as_chunks::<LANES>().0) {
            for lane in 0..LANES {
                let (dx, dy) = (x - xs[lane], y - ys[lane]);
                let near = 1.0 / (1.0 + dx * dx + dy * dy);
                totals[lane] += near;
                by_x[lane] += near * near * dx;
                by_y[lane] += near * near * dy;
            }
        }
        // A row is as near to itself as can be.
        ([by_x.iter().sum(), by_y.iter().sum()], totals.iter().sum::<f32>() - 1.0)
    }

    /// Moves all so that their middle is the origin.
    fn center(&mut self, n: usize) {
        for axis in [&mut self.x[..n], &mut self.y[..n]] {
            let mean = (axis.iter().map(|at| f64::from(*at)).sum::<f64>() / n.max(1) as f64) as f32;
            axis.iter_mut().for_each(|at| *at -= mean);
        }
    }
}

/// The forces on some rows.
struct Forced<'a> {
    plane: &'a Plane,
    affinities: &'a Affinities,
    first: usize,
    out: &'a mut [Forces],
}

impl Kernel for Forced<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for (row, force) in (self.first..).zip(self.out) {
            let (push, total) = self.plane.push(row);
            *force = Forces { pull: self.plane.pull(self.affinities, row), push, total };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of two groups, near their own and far from the others.
    fn two_groups(n: usize) -> Affinities {
        let square = |a: usize, b: usize| if a % 2 == b % 2 { 0.2 + ((a + b) % 7) as f32 / 20.0 } else { 1.9 };
        let list = |row: usize| (0..n).filter(|o| *o != row).map(|o| (o as u32, square(row, o))).collect();
        Affinities::new(&(0..n).map(list).collect::<Vec<_>>(), 6.0)
    }

    fn start(n: usize) -> Vec<[f32; 2]> {
        (0..n).map(|row| [(row * 7919 % 101) as f32 / 1e4, (row * 104_729 % 103) as f32 / 1e4]).collect()
    }

    #[test]
    fn as_many_neighbors_count_as_are_wanted() {
        let list: Vec<(u32, f32)> = (0..90).map(|row| (row, 0.5 + row as f32 / 80.0)).collect();
        let shares = conditional(&list, 30.0);
        let entropy: f64 = shares.iter().map(|p| -p * p.ln()).sum();
        assert!((entropy.exp() - 30.0).abs() < 1e-3 && (shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        assert!(shares.is_sorted_by(|a, b| a >= b));
        let all: f32 = two_groups(30).weights.iter().sum();
        assert!((all - 1.0).abs() < 1e-5);
    }

    #[test]
    fn forces_are_the_gradient_of_the_divergence() {
        let (affinities, start) =
            (two_groups(37), start(37).iter().map(|at| at.map(|x| x * 100.0)).collect::<Vec<_>>());
        let divergence = |at: &[[f32; 2]]| {
            let near = |a: usize, b: usize| {
                let d = |axis: usize| f64::from(at[a][axis]) - f64::from(at[b][axis]);
                1.0 / (1.0 + d(0).powi(2) + d(1).powi(2))
            };
            let total: f64 = (0..37)
                .flat_map(|a| (0..37).filter(move |b| *b != a).map(move |b| (a, b)))
                .map(|(a, b)| near(a, b))
                .sum();
            (0..37)
                .flat_map(|a| {
                    affinities.of(a).0.iter().zip(affinities.of(a).1).map(move |(b, p)| (a, *b as usize, f64::from(*p)))
                })
                .map(|(a, b, p)| p * (p / (near(a, b) / total)).ln())
                .sum::<f64>()
        };
        let mut forces = vec![Forces::default(); 37];
        Plane::new(&start).forces(&affinities, &mut forces);
        let total: f32 = forces.iter().map(|f| f.total).sum();
        for row in [0, 11, 36] {
            for axis in 0..2 {
                let moved = |by: f32| {
                    let mut at = start.clone();
                    at[row][axis] += by;
                    divergence(&at)
                };
                let slope = (moved(1e-2) - moved(-1e-2)) / 2e-2;
                let force = 4.0 * (forces[row].pull[axis] - forces[row].push[axis] / total);
                assert!((slope - f64::from(force)).abs() < 1e-4, "{row}, {axis}: {slope}, {force}");
            }
        }
    }

    #[test]
    fn groups_part_on_any_number_of_threads() {
        let (affinities, start) = (two_groups(60), start(60));
        let at = positions(&affinities, &start);
        let distance = |a: usize, b: usize| (at[a][0] - at[b][0]).hypot(at[a][1] - at[b][1]);
        let mean =
            |row: usize, group: usize| (0..60).skip(group).step_by(2).map(|o| distance(row, o)).sum::<f32>() / 30.0;
        for row in 0..60 {
            let (own, other) = (mean(row, row % 2), mean(row, 1 - row % 2));
            assert!(1.5 * own < other, "{row}: {own}, {other}");
        }
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        assert_eq!(pool.install(|| positions(&affinities, &start)), at);
    }
}
