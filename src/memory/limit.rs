//! Limit: "500M" in, bytes out; and what the process took at the most.
//!
//! Holds nothing to the limit; that is done by whoever keeps lists in files instead.

/// Fewest bytes without a unit: whoever writes "500" means another unit.
const LEAST_BARE: f64 = 1e6;

/// Bytes of a size such as "500M", "1.5 GB" or "800000000"; units are powers of 1024. None where it is no size, or one
/// that can only lack its unit.
pub fn parse(text: &str) -> Option<u64> {
    let text = text.trim().to_ascii_lowercase();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).trim_end();
    let unit = text[digits.len()..].trim_start();
    let power = match unit {
        "" | "b" => 0,
        "k" | "kb" | "kib" => 1,
        "m" | "mb" | "mib" => 2,
        "g" | "gb" | "gib" => 3,
        "t" | "tb" | "tib" => 4,
        _ => return None,
    };
    let is_plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let bytes = digits.parse::<f64>().ok().filter(|_| is_plain)? * 1024_f64.powi(power);
    let least = if unit.is_empty() { LEAST_BARE } else { 1.0 };
    (least..1e18).contains(&bytes).then_some(bytes as u64)
}

/// Bytes as a person writes them: "104 MB".
pub fn written(bytes: u64) -> String {
    let mb = bytes as f64 / f64::from(1 << 20);
    if mb < 9.95 { format!("{mb:.1} MB") } else { format!("{mb:.0} MB") }
}

/// The most memory that this process has held so far, in bytes; none where the system does not say.
pub fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kb| kb * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read() {
        for (text, bytes) in [
            ("500M", Some(500 << 20)),
            ("1.5 GB", Some(3 << 29)),
            ("64k", Some(65_536)),
            ("2GiB", Some(2 << 30)),
            ("800000000", Some(800_000_000)),
            ("", None),
            ("0", None),
            ("500", None),
            ("500 b", Some(500)),
            ("M", None),
            ("-5M", None),
            ("5 apples", None),
            ("1e9", None),
            ("1.2.3M", None),
            ("ñ", None),
            ("99999999999999T", None),
        ] {
            assert_eq!(parse(text), bytes, "{text}");
        }
    }

    #[test]
    fn the_peak_is_what_was_held() {
        let Some(before) = peak() else { return };
        let held = vec![1_u8; 64 << 20];
        assert!(std::hint::black_box(&held).iter().all(|&b| b == 1));
        assert!(peak().is_some_and(|peak| peak >= before && peak >= 64 << 20));
    }
}
