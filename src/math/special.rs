//! Special functions: log-gamma, Fisher's exact test, false-discovery rate, Wilson's interval.

/// `ln Γ(x)` for x > 0 (Lanczos' approximation, g = 7, nine terms; about 15 digits).
pub fn ln_gamma(x: f64) -> f64 {
    const C: [f64; 9] = [
        0.999_999_999_999_809_9,
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    let x = x - 1.0;
    let t = x + 7.5;
    let sum = C[1..].iter().enumerate().fold(C[0], |sum, (i, c)| sum + c / (x + i as f64 + 1.0));
    0.5 * std::f64::consts::TAU.ln() + (x + 0.5) * t.ln() - t + sum.ln()
}

fn ln_choose(n: f64, k: f64) -> f64 {
    ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0)
}

/// One-sided Fisher's exact test: the probability of at least `inside` marked things among `drawn` of `total`, when
/// `marked` of all are.
///
/// # References
/// R. A. Fisher (1922), *On the interpretation of χ² from contingency tables*, JRSS 85.
pub fn fisher_greater(inside: usize, drawn: usize, marked: usize, total: usize) -> f64 {
    let (n, k, m) = (total as f64, marked as f64, drawn as f64);
    let all = ln_choose(n, m);
    let most = marked.min(drawn);
    let p: f64 = (inside..=most)
        .filter(|&x| drawn - x <= total - marked)
        .map(|x| (ln_choose(k, x as f64) + ln_choose(n - k, m - x as f64) - all).exp())
        .sum();
    p.min(1.0)
}

/// Adjusted p-values that bound the false-discovery rate.
///
/// # References
/// Y. Benjamini & Y. Hochberg (1995), *Controlling the false discovery rate*, JRSS B 57.
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let n = p.len() as f64;
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]).then(a.cmp(&b)));
    let mut adjusted = vec![1.0; p.len()];
    let mut least: f64 = 1.0;
    for (rank, &i) in order.iter().enumerate().rev() {
        least = least.min(p[i] * n / (rank as f64 + 1.0));
        adjusted[i] = least;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_gamma_of_factorials() {
        assert!((ln_gamma(5.0) - 24_f64.ln()).abs() < 1e-12);
        assert!((ln_gamma(0.5) - std::f64::consts::PI.sqrt().ln()).abs() < 1e-12);
    }

    // The lady tasting tea: three of four right or better, 17/70.
    #[test]
    fn the_lady_tasting_tea() {
        assert!((fisher_greater(3, 4, 4, 8) - 17.0 / 70.0).abs() < 1e-12);
        assert!((fisher_greater(0, 4, 4, 8) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn false_discovery_by_hand() {
        let adjusted = benjamini_hochberg(&[0.01, 0.04, 0.03, 0.5]);
        let expected = [0.04, 0.16 / 3.0, 0.16 / 3.0, 0.5];
        adjusted.iter().zip(expected).for_each(|(a, e)| assert!((a - e).abs() < 1e-12, "{a} {e}"));
    }
}
