//! Tables for programs (RFC 4180), in UTF-8.

use super::error::PageError;

/// The media type of a table.
pub(super) const TABLE: &str = "text/csv; charset=utf-8";

/// The columns and the lines as one text. A cell that a spreadsheet would take for a formula has an apostrophe before it,
/// by which it is a text there, whoever typed it; numbers stay as they are.
pub(super) fn table<const N: usize>(
    columns: [&str; N],
    lines: impl IntoIterator<Item = [String; N]>,
) -> Result<String, PageError> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(columns).map_err(anyhow::Error::new)?;
    for line in lines {
        csv.write_record(line.map(guarded)).map_err(anyhow::Error::new)?;
    }
    let bytes = csv.into_inner().map_err(|error| anyhow::anyhow!("{error}"))?;
    Ok(String::from_utf8(bytes).map_err(anyhow::Error::new)?)
}

fn guarded(cell: String) -> String {
    let begins_a_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if begins_a_formula && !is_number(&cell) { format!("'{cell}") } else { cell }
}

/// `-12` and `-0.5`, as programs write them: nothing else that begins with a sign.
fn is_number(cell: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = cell.strip_prefix('-').unwrap_or(cell);
    unsigned.split_once('.').map_or_else(|| digits(unsigned), |(whole, part)| digits(whole) && digits(part))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(table: &str) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_bytes());
        reader.records().map(|line| line.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn no_cell_becomes_a_formula_and_other_text_and_numbers_stay() {
        for formula in ["=1+1", "+41", "-2+3", "--2", "-", "-.5", "-2.", "@SUM(A1)", "\t=1", "＝1"] {
            assert_eq!(guarded(formula.to_owned()), format!("'{formula}"));
        }
        for other in ["", "A. Person", "a=b", "Ä-B", "-2", "-0.25", "17", "2027-03-31", "'=1"] {
            assert_eq!(guarded(other.to_owned()), other);
        }
    }

    proptest! {
        #[test]
        fn numbers_come_back_and_no_cell_begins_a_formula(number in -1e9_f64..1e9, count in any::<i64>(), text in any::<String>()) {
            let line = || [number.to_string(), count.to_string(), text.clone()];
            let read = read(&table(["number", "count", "text"], [line()]).unwrap());
            let [own, other, words] = line();
            prop_assert_eq!(&read[1][..2], [own, other]);
            prop_assert!(read[1][2] == words || read[1][2].strip_prefix('\'') == Some(&words));
            let first = read[1][2].chars().next();
            prop_assert!(is_number(&words) || !first.is_some_and(|first| "=+-@\t\r\n＝＋－＠".contains(first)));
        }
    }
}
