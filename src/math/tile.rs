//! The tile: dot products of one sparse row with many dense columns at once, the hot loop of the whole program.
//!
//! In come a sparse row and a term-major table (for every term a run of `stride` numbers, one per column); out come
//! the dot products with `W` columns that stand side by side. Multiplication and addition stay apart (no fused
//! multiply-add) and every column is summed in the order of the row, so any instruction set gives the same bits.

use super::simd::{self, Kernel};

/// Columns of the narrowest tile; a table has whole ones.
const NARROWEST: usize = 16;

/// Columns that a table for so many has: whole tiles.
pub fn stride(n_columns: usize) -> usize {
    n_columns.next_multiple_of(NARROWEST)
}

/// Dot products of a sparse row with all columns of a term-major table.
///
/// # Shapes
/// `table`: `n_terms × stride`, `stride` as [`stride`] gives it; `out`: `stride`.
///
/// # Panics
/// When an index points beyond the table or `out` is shorter than the stride.
pub fn dot_columns(row: (&[u32], &[f32]), table: &[f32], stride: usize, out: &mut [f32]) {
    let mut offset = 0;
    while offset < stride {
        let width = match stride - offset {
            64.. => 64,
            32.. => 32,
            _ => NARROWEST,
        };
        let out = &mut out[offset..offset + width];
        match width {
            64 => simd::widest(Tile::<64> { row, table, stride, offset, out }),
            32 => simd::widest(Tile::<32> { row, table, stride, offset, out }),
            _ => simd::widest(Tile::<NARROWEST> { row, table, stride, offset, out }),
        }
        offset += width;
    }
}

/// One row with `W` columns.
struct Tile<'a, const W: usize> {
    row: (&'a [u32], &'a [f32]),
    table: &'a [f32],
    stride: usize,
    offset: usize,
    out: &'a mut [f32],
}

impl<const W: usize> Kernel for Tile<'_, W> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let mut sums = [0.0_f32; W];
        for (&term, &weight) in self.row.0.iter().zip(self.row.1) {
            let start = term as usize * self.stride + self.offset;
            let columns = &self.table[start..start + W];
            for (sum, column) in sums.iter_mut().zip(columns) {
                *sum += weight * column;
            }
        }
        self.out[..W].copy_from_slice(&sums);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_instruction_set_gives_the_same_bits() {
        let n_terms = 50;
        for n_columns in [1, 16, 17, 40, 64, 100, 200] {
            let stride = stride(n_columns);
            let table: Vec<f32> = (0..n_terms * stride).map(|i| ((i * 7919) % 1000) as f32 / 1000.0 - 0.3).collect();
            let indices: Vec<u32> = (0..n_terms as u32).step_by(3).collect();
            let values: Vec<f32> = indices.iter().map(|i| 1.0 / (1.0 + *i as f32)).collect();
            let mut out = vec![0.0; stride];
            dot_columns((&indices, &values), &table, stride, &mut out);
            for column in 0..stride {
                let expected = indices
                    .iter()
                    .zip(&values)
                    .fold(0.0_f32, |sum, (&t, &w)| sum + w * table[t as usize * stride + column]);
                assert_eq!(out[column].to_bits(), expected.to_bits());
            }
        }
    }
}
