//! k-means alone, on rows that another program made: `cargo bench --bench rows -- FILE K OUT`.
//!
//! FILE holds, little-endian: the numbers of rows, columns and entries (u64 each), where every row starts and the last
//! one ends (u64), the column of every entry (u32, ascending in a row), its weight (f32). Rows are of length 1 or 0.
//! OUT gets the group of every row (u32); the seconds of one restart are printed. `benches/peers/compare.py` calls it.

#![allow(clippy::unwrap_used, missing_docs)]

use std::fs;
use std::time::Instant;

use themata::cluster::{self, ClusterParams};
use themata::vectorize::TfIdfMatrix;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let [file, k, out] = &args[..] else {
        println!("left out: give FILE K OUT (see benches/peers/compare.py)");
        return;
    };
    let matrix = read(&fs::read(file).unwrap());
    let params = ClusterParams { n_init: Some(1), ..ClusterParams::default() };
    let start = Instant::now();
    let clustering = cluster::fit(&matrix, None, k.parse().unwrap(), &params).unwrap();
    println!("{}", start.elapsed().as_secs_f64());
    let groups: Vec<u8> = clustering.assignments.iter().flat_map(|group| group.to_le_bytes()).collect();
    fs::write(out, groups).unwrap();
}

fn read(bytes: &[u8]) -> TfIdfMatrix {
    let mut longs = bytes.as_chunks().0.iter().map(|b| usize::try_from(u64::from_le_bytes(*b)).unwrap());
    let [n_rows, n_cols, n_entries] = std::array::from_fn(|_| longs.next().unwrap());
    let indptr: Vec<usize> = longs.take(n_rows + 1).collect();
    let rest = &bytes[8 * (3 + n_rows + 1)..];
    let (indices, values) = rest.split_at(4 * n_entries);
    TfIdfMatrix {
        indptr: indptr.into(),
        indices: indices.as_chunks().0.iter().map(|b| u32::from_le_bytes(*b)).collect::<Vec<u32>>().into(),
        values: values.as_chunks().0.iter().map(|b| f32::from_le_bytes(*b)).collect(),
        n_cols,
    }
}
