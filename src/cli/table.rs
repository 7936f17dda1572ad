//! Tables for people: cells in, aligned columns out.

use crate::report::clean::{line, shortened};

/// Longest cell in characters.
const LONGEST: usize = 70;

/// A label with the mark of a weak topic, which stays where the label is cut.
pub fn label(label: &str, weak: bool) -> String {
    let mark = if weak { " (weak)" } else { "" };
    shortened(&line(label), LONGEST - mark.len()) + mark
}

/// Lines of a table with a header; numbers (columns named in `right`) are set right.
pub fn table(header: &[&str], right: &[usize], rows: &[Vec<String>]) -> String {
    let clean: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|c| shortened(&line(c), LONGEST)).collect()).collect();
    let width = |column: usize| {
        let cells = clean.iter().map(|row| row[column].chars().count());
        cells.chain([header[column].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..header.len()).map(width).collect();
    let line = |cells: Vec<&str>| {
        let padded = cells.iter().enumerate().map(|(i, cell)| {
            let blank = " ".repeat(widths[i].saturating_sub(cell.chars().count()));
            if right.contains(&i) { format!("{blank}{cell}") } else { format!("{cell}{blank}") }
        });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_string()
    };
    let mut lines = vec![line(header.to_vec())];
    lines.extend(clean.iter().map(|row| line(row.iter().map(String::as_str).collect())));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_of_a_weak_topic_stays() {
        let cut = label(&"long ".repeat(20), true);
        assert!(cut.ends_with("… (weak)") && cut.chars().count() <= LONGEST, "{cut}");
        assert_eq!((label("a", true), label("a", false)), ("a (weak)".into(), "a".into()));
    }

    #[test]
    fn columns_stand_in_line() {
        let rows = [vec!["a".into(), "10".into()], vec!["länger".into(), "5".into()]];
        assert_eq!(table(&["name", "n"], &[1], &rows), "name     n\na       10\nlänger   5");
    }
}
