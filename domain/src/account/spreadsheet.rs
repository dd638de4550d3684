//! Cells of files that are opened in spreadsheets.

/// A text as a cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe before it, by which
/// spreadsheets know text (OWASP, CSV injection).
pub fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if is_formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn what_begins_like_a_formula_is_text() {
        for attack in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(cell(attack), format!("'{attack}"));
        }
        for innocent in ["", "Maria Rossi", "a=b", "O'Neill"] {
            assert_eq!(cell(innocent), innocent);
        }
    }
}
