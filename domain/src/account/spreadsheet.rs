//! Cells of files that are opened in spreadsheets.

/// A text as a cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe before it, by which
/// spreadsheets know text (OWASP, CSV injection).
pub fn cell(text: &str) -> String {
    if is_marked(text) { format!("'{text}") } else { text.to_owned() }
}

/// The text of such a cell: without the apostrophe by which it was kept from being a formula.
pub fn text_of_cell(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|text| is_marked(text)).unwrap_or(cell)
}

/// Whether a text gets an apostrophe: one that has some already gets another, so that exactly one is taken away again.
fn is_marked(text: &str) -> bool {
    is_formula(text.trim_start_matches('\''))
}

fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}

#[cfg(test)]
mod tests {
    use super::{cell, text_of_cell};

    #[test]
    fn what_begins_like_a_formula_is_text() {
        for attack in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1+1", "''@a"] {
            assert_eq!(cell(attack), format!("'{attack}"));
            assert_eq!(text_of_cell(&cell(attack)), attack);
        }
        for innocent in ["", "Maria Rossi", "a=b", "O'Neill", "'t Hooft"] {
            assert_eq!(cell(innocent), innocent);
            assert_eq!(text_of_cell(innocent), innocent);
        }
    }
}
