//! Numbers and areas as people write them, and back.

use serde_json::{Number, Value, json};

/// `250000`, `250,000`, `250 000` and `250'000.50` are one kind of number: groups of three are taken off.
/// A point before three figures is a comma to others, so `250.000` is not guessed.
pub(in crate::domain) fn number(text: &str) -> Option<Value> {
    value_of(&plain(text)?)
}

/// The digits and the point alone, if the text is a number that can be read in one way only.
fn plain(text: &str) -> Option<String> {
    if let Some((whole, figures)) = text.trim().split_once('.')
        && figures.len() == 3
        && !whole.trim_start_matches('0').is_empty()
        && whole.bytes().all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let plain: String =
        text.trim().chars().filter(|letter| !matches!(letter, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’')).collect();
    let plain = without_commas(&plain)?;
    let is_plain = plain.len() <= 20 && plain.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    (is_plain && plain.bytes().any(|byte| byte != b'.')).then_some(plain)
}

/// A whole number stays one, with or without a point behind it. A number with more figures than a file keeps is not
/// rounded: it is not taken.
fn value_of(plain: &str) -> Option<Value> {
    let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
    let (whole, part) = (whole.trim_start_matches('0'), part.trim_end_matches('0'));
    let whole = if whole.is_empty() { "0" } else { whole };
    if part.is_empty() {
        return whole.parse::<u64>().ok().filter(|whole| *whole < 1 << 53).map(|whole| json!(whole));
    }
    let shortest = format!("{whole}.{part}");
    // Display of a float never has an exponent.
    shortest.parse::<f64>().ok().filter(|number| number.to_string() == shortest).map(|number| json!(number))
}

/// A comma is taken off only between groups of three: whether `1,5` is one and a half is not guessed.
fn without_commas(text: &str) -> Option<String> {
    let (whole, rest) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let later: Vec<_> = groups.collect();
    let fits = later.is_empty() || ((1..=3).contains(&first.len()) && later.iter().all(|group| group.len() == 3));
    let joined = || format!("{first}{}{}", later.concat(), rest.map(|rest| format!(".{rest}")).unwrap_or_default());
    fits.then(joined)
}

/// What stands behind an area, in small letters without spaces, and by how many places it moves the point.
const UNITS: [(&str, usize); 12] = [
    ("km2", 6),
    ("km²", 6),
    ("sqkm", 6),
    ("squarekilometres", 6),
    ("squarekilometers", 6),
    ("ha", 4),
    ("hectares", 4),
    ("hectare", 4),
    ("m2", 0),
    ("m²", 0),
    ("sqm", 0),
    ("squaremetres", 0),
];

/// `3.3 km2`, `330 ha`, `3,300,000 m2`, or a number alone: square metres. The point is moved in the digits, so that
/// nothing is rounded.
pub(in crate::domain) fn area(text: &str) -> Option<Value> {
    let text = text.trim();
    let start = text.find(char::is_alphabetic).unwrap_or(text.len());
    let (size, unit) = text.split_at_checked(start)?;
    let unit: String = unit.to_lowercase().chars().filter(|letter| !letter.is_whitespace() && *letter != '.').collect();
    if unit.is_empty() {
        return number(size);
    }
    let (_, places) = UNITS.iter().find(|(name, _)| *name == unit)?;
    value_of(&moved(&plain(size)?, *places))
}

/// An area as it was typed, in square metres.
pub fn square_metres(text: &str) -> Option<f64> {
    area(text)?.as_f64()
}

/// The digits with the point so many places further on.
fn moved(plain: &str, places: usize) -> String {
    let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
    let filled = format!("{part:0<places$}");
    let (taken, left) = filled.split_at(places.min(filled.len()));
    format!("{whole}{taken}.{left}")
}

/// A number as it is typed, so that it reads back as itself.
pub(super) fn as_typed(number: &Number) -> String {
    // Display of a float never has an exponent.
    let text = match (number.as_u64(), number.as_f64()) {
        (None, Some(float)) => float.to_string(),
        _ => number.to_string(),
    };
    match text.split_once('.') {
        Some((_, part)) if part.len() == 3 => format!("{text}0"),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them_and_never_guessed() {
        for (text, expected) in [
            ("250000", Some(json!(250_000))),
            ("250,000", Some(json!(250_000))),
            ("250 000", Some(json!(250_000))),
            ("250'000.50", Some(json!(250_000.5))),
            ("1,5", None),
            ("250.000", None),
            ("1.250", None),
            ("1.234.567", None),
            ("0.125", Some(json!(0.125))),
            ("250,000.125", Some(json!(250_000.125))),
            ("1.25", Some(json!(1.25))),
            ("12,34,567", None),
            ("-3", None),
            ("1e9", None),
            ("NaN", None),
            ("9007199254740993", None),
            (".0", Some(json!(0))),
            ("007.50", Some(json!(7.5))),
            ("9007199254740990.4", None),
            ("0.12345678901234567", None),
            (".", None),
            ("1.2.3", None),
            ("about 5", None),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
    }

    #[test]
    fn areas_are_converted_without_rounding() {
        for (text, expected) in [
            ("380000", Some(json!(380_000))),
            ("0.38 km2", Some(json!(380_000))),
            ("0.57km²", Some(json!(570_000))),
            ("33 sq km", Some(json!(33_000_000))),
            ("33 Sq. Km.", Some(json!(33_000_000))),
            ("3,300 ha", Some(json!(33_000_000))),
            ("1.5 hectares", Some(json!(15_000))),
            ("46 024 965 m²", Some(json!(46_024_965))),
            ("0.0001234 ha", Some(json!(1.234))),
            ("1.25 m2", Some(json!(1.25))),
            ("0 km2", Some(json!(0))),
            ("1,5 km2", None),
            ("1.250 km2", None),
            ("5 acres", None),
            ("km2", None),
            ("-3 ha", None),
            ("9007199254740993 m2", None),
            ("9007199254740 km2", None),
            ("", None),
        ] {
            assert_eq!(area(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_kept_reads_back_as_itself(whole in 0u64..1 << 40, part in 0u32..10_000, unit in 0usize..UNITS.len()) {
            let (name, _) = UNITS[unit];
            let kept = area(&format!("{whole}.{part:04} {name}"));
            if let Some(Value::Number(kept)) = kept {
                prop_assert_eq!(area(&as_typed(&kept)), Some(Value::Number(kept.clone())));
                prop_assert_eq!(number(&as_typed(&kept)), Some(Value::Number(kept)));
            }
        }

        #[test]
        fn no_text_stops_it(text in "\\PC{0,24}") {
            let _ = (number(&text), area(&text));
        }
    }
}
