//! Small dense matrices in row-major order: products, Cholesky, symmetric eigenvalues.
//!
//! Everything is summed in a fixed order. For matrices of a few hundred columns; not for general use.

use rayon::prelude::*;

/// `Yᵀ Y` of an `n × l` matrix in single precision, summed in blocks of fixed size.
pub fn gram(y: &[f32], l: usize) -> Vec<f64> {
    let parts: Vec<Vec<f64>> = y
        .par_chunks(1024 * l)
        .map(|block| {
            let mut part = vec![0.0; l * l];
            for row in block.chunks_exact(l) {
                for (a, &x) in row.iter().enumerate() {
                    let out = &mut part[a * l..a * l + l];
                    out.iter_mut().zip(row).for_each(|(o, &v)| *o += f64::from(x) * f64::from(v));
                }
            }
            part
        })
        .collect();
    parts.into_iter().fold(vec![0.0; l * l], |mut sum, part| {
        sum.iter_mut().zip(part).for_each(|(s, p)| *s += p);
        sum
    })
}

/// `Y · M` for `Y` of `n × l` and `M` of `l × m`.
pub fn times(y: &[f32], l: usize, matrix: &[f64], m: usize) -> Vec<f32> {
    let n = y.len() / l.max(1);
    let mut out = vec![0.0; n * m];
    out.par_chunks_mut(m.max(1)).zip(y.par_chunks(l.max(1))).for_each(|(out, row)| {
        let mut sums = vec![0.0; m];
        for (a, &x) in row.iter().enumerate() {
            sums.iter_mut().zip(&matrix[a * m..a * m + m]).for_each(|(s, &v)| *s += f64::from(x) * v);
        }
        out.iter_mut().zip(sums).for_each(|(o, s)| *o = s as f32);
    });
    out
}

/// Makes the columns of `Y` orthonormal (Cholesky QR, twice); columns without own direction become 0.
pub fn orthonormalize(y: &mut Vec<f32>, l: usize) {
    for _ in 0..2 {
        let inverse = inverse_upper(&cholesky_upper(&gram(y, l), l), l);
        *y = times(y, l, &inverse, l);
    }
}

/// Upper triangular `R` with `Rᵀ R = G`; a column that depends on earlier ones gets an empty diagonal.
fn cholesky_upper(g: &[f64], l: usize) -> Vec<f64> {
    let mut r = vec![0.0; l * l];
    let largest = (0..l).map(|i| g[i * l + i]).fold(0.0, f64::max);
    for j in 0..l {
        let rest = g[j * l + j] - (0..j).map(|k| r[k * l + j] * r[k * l + j]).sum::<f64>();
        if rest <= 1e-12 * largest {
            continue;
        }
        r[j * l + j] = rest.sqrt();
        for i in j + 1..l {
            let dot: f64 = (0..j).map(|k| r[k * l + j] * r[k * l + i]).sum();
            r[j * l + i] = (g[j * l + i] - dot) / r[j * l + j];
        }
    }
    r
}

/// Inverse of an upper triangular matrix; columns with an empty diagonal become 0.
fn inverse_upper(r: &[f64], l: usize) -> Vec<f64> {
    let mut inverse = vec![0.0; l * l];
    for j in 0..l {
        if r[j * l + j] == 0.0 {
            continue;
        }
        inverse[j * l + j] = 1.0 / r[j * l + j];
        for i in (0..j).rev() {
            if r[i * l + i] != 0.0 {
                let dot: f64 = (i + 1..=j).map(|k| r[i * l + k] * inverse[k * l + j]).sum();
                inverse[i * l + j] = -dot / r[i * l + i];
            }
        }
    }
    inverse
}

/// Eigenvalues (descending) and eigenvectors (columns, `l × l`) of a symmetric matrix by cyclic Jacobi rotations.
///
/// Each eigenvector's entry of largest size is positive, so that signs do not depend on the path taken.
///
/// # References
/// G. H. Golub & C. F. Van Loan (2013), *Matrix Computations*, 4th ed., section 8.5.
pub fn symmetric_eigen(matrix: &[f64], l: usize) -> (Vec<f64>, Vec<f64>) {
    let mut a = matrix.to_vec();
    let mut v = vec![0.0; l * l];
    (0..l).for_each(|i| v[i * l + i] = 1.0);
    let total: f64 = a.iter().map(|x| x * x).sum();
    for _ in 0..30 {
        let off: f64 = (0..l)
            .flat_map(|i| (0..l).map(move |j| (i, j)))
            .filter(|(i, j)| i != j)
            .map(|(i, j)| a[i * l + j].powi(2))
            .sum();
        if off <= 1e-22 * total {
            break;
        }
        for p in 0..l {
            for q in p + 1..l {
                rotate(&mut a, &mut v, l, p, q);
            }
        }
    }
    let values: Vec<f64> = (0..l).map(|i| a[i * l + i]).collect();
    let order = super::rank::descending(&values);
    let mut vectors = vec![0.0; l * l];
    for (to, &from) in order.iter().enumerate() {
        let column = || (0..l).map(|i| v[i * l + from]);
        let largest = column().fold(0.0_f64, |m, x| if x.abs() > m.abs() + 1e-9 { x } else { m });
        let sign = if largest < 0.0 { -1.0 } else { 1.0 };
        column().enumerate().for_each(|(i, x)| vectors[i * l + to] = sign * x);
    }
    (order.iter().map(|&i| values[i]).collect(), vectors)
}

fn rotate(a: &mut [f64], v: &mut [f64], l: usize, p: usize, q: usize) {
    let apq = a[p * l + q];
    if apq.abs() < 1e-300 {
        return;
    }
    let theta = (a[q * l + q] - a[p * l + p]) / (2.0 * apq);
    let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
    let t = if theta == 0.0 { 1.0 } else { t };
    let c = 1.0 / (t * t + 1.0).sqrt();
    let s = t * c;
    for k in 0..l {
        let (x, y) = (a[k * l + p], a[k * l + q]);
        a[k * l + p] = c * x - s * y;
        a[k * l + q] = s * x + c * y;
    }
    for k in 0..l {
        let (x, y) = (a[p * l + k], a[q * l + k]);
        a[p * l + k] = c * x - s * y;
        a[q * l + k] = s * x + c * y;
        let (x, y) = (v[k * l + p], v[k * l + q]);
        v[k * l + p] = c * x - s * y;
        v[k * l + q] = s * x + c * y;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eigen_by_hand() {
        let (values, vectors) = symmetric_eigen(&[2.0, 1.0, 1.0, 2.0], 2);
        assert!((values[0] - 3.0).abs() < 1e-12 && (values[1] - 1.0).abs() < 1e-12);
        assert!((vectors[0] - 0.5_f64.sqrt()).abs() < 1e-12 && (vectors[2] - 0.5_f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn columns_become_orthonormal() {
        let l = 4;
        let mut y: Vec<f32> = (0..40 * l).map(|i| ((i * 37 % 101) as f32).sin()).collect();
        orthonormalize(&mut y, l);
        let g = gram(&y, l);
        for a in 0..l {
            for b in 0..l {
                assert!((g[a * l + b] - f64::from(u8::from(a == b))).abs() < 1e-5);
            }
        }
    }
}
