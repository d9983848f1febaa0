//! Tables for programs (RFC 4180), in UTF-8.

use super::error::PageError;

/// The media type of a table.
pub(super) const TABLE: &str = "text/csv; charset=utf-8";

/// The columns and the lines as one text.
pub(super) fn table<const N: usize>(
    columns: [&str; N],
    lines: impl IntoIterator<Item = [String; N]>,
) -> Result<String, PageError> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(columns).map_err(anyhow::Error::new)?;
    for line in lines {
        csv.write_record(line).map_err(anyhow::Error::new)?;
    }
    let bytes = csv.into_inner().map_err(|error| anyhow::anyhow!("{error}"))?;
    Ok(String::from_utf8(bytes).map_err(anyhow::Error::new)?)
}

/// What somebody typed, so that no spreadsheet takes it for a formula: an apostrophe before it makes it a text there.
pub(super) fn as_text(typed: &str) -> String {
    if typed.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        format!("'{typed}")
    } else {
        typed.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_becomes_a_formula_and_other_text_stays() {
        for typed in ["=1+1", "+41", "-2", "@SUM(A1)", "\t=1", "＝1"] {
            assert_eq!(as_text(typed), format!("'{typed}"));
        }
        for typed in ["", "A. Person", "a=b", "Ä-B"] {
            assert_eq!(as_text(typed), typed);
        }
    }
}
