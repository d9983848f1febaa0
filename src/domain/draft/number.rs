//! Numbers and areas as people write them, and back.

use serde_json::{Number, Value, json};

/// Why a text is no number, and what to write instead where that is plain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// A comma stands before the decimals: the same with a point.
    DecimalComma(String),
    /// Points stand between the thousands: the same without them.
    ThousandsPoints(String),
    /// One point before three figures: as a whole number, and with decimals.
    TwoReadings(String, String),
    /// More digits than a file keeps.
    TooManyDigits,
    /// It has decimals, where people or pieces are counted.
    NotWhole,
    /// It is below zero.
    Negative,
    /// It is not understood.
    Other,
}

impl Unread {
    /// What is said to be written instead.
    fn proposals(&self) -> impl Iterator<Item = &str> {
        let (one, other) = match self {
            Self::DecimalComma(one) | Self::ThousandsPoints(one) => (Some(one), None),
            Self::TwoReadings(one, other) => (Some(one), Some(other)),
            Self::TooManyDigits | Self::NotWhole | Self::Negative | Self::Other => (None, None),
        };
        one.into_iter().chain(other).map(String::as_str)
    }

    /// The same with what stands behind the number.
    fn before(self, unit: &str) -> Self {
        let with = |number: String| if unit.is_empty() { number } else { format!("{number} {unit}") };
        match self {
            Self::DecimalComma(number) => Self::DecimalComma(with(number)),
            Self::ThousandsPoints(number) => Self::ThousandsPoints(with(number)),
            Self::TwoReadings(whole, decimal) => Self::TwoReadings(with(whole), with(decimal)),
            Self::TooManyDigits | Self::NotWhole | Self::Negative | Self::Other => self,
        }
    }
}

/// What stands before a number below zero.
const SIGNS: [char; 3] = ['-', '−', '–'];

/// Digits of a number, its point counted.
const MOST_DIGITS: usize = 20;

/// `250000`, `250,000`, `250 000` and `250'000.50` are one kind of number: groups of three are taken off.
/// A point before three figures is a comma to others, so `250.000` is not guessed, and neither is `12,5`: what it
/// seems to mean is said, and somebody writes it.
pub(in crate::domain) fn number(text: &str) -> Result<Value, Unread> {
    read(text, 0)
}

/// How many people or pieces: nothing but a whole number is said to be written. Decimals that are read are left to the
/// rules.
pub(in crate::domain) fn count(text: &str) -> Result<Value, Unread> {
    number(text).map_err(|why| match why {
        Unread::TwoReadings(whole, _) => Unread::ThousandsPoints(whole),
        Unread::DecimalComma(_) => Unread::NotWhole,
        why => why,
    })
}

/// The number with its point so many places further on. Nothing is said to be written that would not be read.
fn read(text: &str, places: usize) -> Result<Value, Unread> {
    let value = |plain: &str| value_of(&moved(plain, places)).ok_or(Unread::TooManyDigits);
    let is_read = |proposal: &str| plain(proposal).and_then(|plain| value(&plain)).is_ok();
    match plain(text) {
        Ok(plain) => value(&plain),
        Err(why) if why.proposals().all(is_read) => Err(why),
        Err(_) => Err(Unread::TooManyDigits),
    }
}

/// The digits and the point alone, if the text is a number that can be read in one way only.
fn plain(text: &str) -> Result<String, Unread> {
    let text = text.trim();
    // One sign only: a line of them is no number, however long it is.
    if let Some(rest) = text.strip_prefix(SIGNS)
        && !rest.starts_with(SIGNS)
        && plain(rest).is_ok()
    {
        return Err(Unread::Negative);
    }
    let bare = without_spaces(text).ok_or(Unread::Other)?;
    let is_of_digits = bare.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
    if !is_of_digits || !bare.bytes().any(|byte| byte.is_ascii_digit()) {
        return Err(Unread::Other);
    }
    if let Some((before, decimals)) = bare.rsplit_once(',')
        && let Some(whole) = before_decimal_comma(before, decimals)
    {
        return Err(Unread::DecimalComma(with_decimals(&whole, decimals)));
    }
    match text.split_once('.') {
        Some((whole, figures)) if is_three_digits(figures) && is_digits(whole) && !is_zero(whole) => {
            Err(Unread::TwoReadings(format!("{whole}{figures}"), with_decimals(whole, figures)))
        }
        Some((_, rest)) if rest.contains('.') => {
            Err(without(&bare, '.').map_or(Unread::Other, Unread::ThousandsPoints))
        }
        _ => match without_commas(&bare) {
            Some(plain) if plain.len() > MOST_DIGITS => Err(Unread::TooManyDigits),
            plain => plain.ok_or(Unread::Other),
        },
    }
}

/// The text without spaces and apostrophes between groups of three before the decimals. Other figures that stand apart
/// are two numbers, as in `12 14`.
fn without_spaces(text: &str) -> Option<String> {
    let is_between = |letter: char| matches!(letter, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’');
    let whole = text.find(['.', ',']).map_or(text, |end| text.get(..end).unwrap_or(text));
    let mut groups = whole.split(is_between);
    let first = groups.next().unwrap_or_default();
    let has_more = text.contains(is_between);
    let fits = !has_more || (1..=3).contains(&first.len()) && is_digits(first) && groups.all(is_three_digits);
    let decimals = text.get(whole.len()..).unwrap_or_default();
    (fits && !decimals.contains(is_between)).then(|| text.replace(is_between, ""))
}

/// What stands before a comma that can only be one before decimals: not one between thousands, as in `250,000`.
fn before_decimal_comma(before: &str, decimals: &str) -> Option<String> {
    if !is_digits(decimals) || before.contains(',') {
        return None;
    }
    let whole = if before.contains('.') { without(before, '.')? } else { before.to_owned() };
    let is_thousands = decimals.len() == 3 && (1..=3).contains(&before.len()) && !is_zero(before);
    (!is_thousands && is_digits(&whole)).then_some(whole)
}

/// The number with a point, so that it reads in one way only.
fn with_decimals(whole: &str, decimals: &str) -> String {
    let more = if decimals.len() == 3 && !is_zero(whole) { "0" } else { "" };
    format!("{whole}.{decimals}{more}")
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_three_digits(text: &str) -> bool {
    text.len() == 3 && is_digits(text)
}

fn is_zero(digits: &str) -> bool {
    digits.bytes().all(|byte| byte == b'0')
}

/// The digits without what stands between groups of three, if nothing but that is between them.
fn without(digits: &str, between: char) -> Option<String> {
    let mut groups = digits.split(between);
    let first = groups.next().unwrap_or_default();
    let fits = (1..=3).contains(&first.len()) && groups.all(is_three_digits);
    (fits && is_digits(first)).then(|| digits.replace(between, ""))
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

/// A comma is taken off only between groups of three.
fn without_commas(text: &str) -> Option<String> {
    let (whole, part) = text.split_once('.').map_or((text, None), |(whole, part)| (whole, Some(part)));
    let whole = if whole.contains(',') { without(whole, ',')? } else { whole.to_owned() };
    match part {
        None => Some(whole),
        Some(part) => part.bytes().all(|byte| byte.is_ascii_digit()).then(|| format!("{whole}.{part}")),
    }
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
pub(in crate::domain) fn area(text: &str) -> Result<Value, Unread> {
    let text = text.trim();
    let start = text.find(char::is_alphabetic).unwrap_or(text.len());
    let (size, typed) = text.split_at_checked(start).ok_or(Unread::Other)?;
    let unit: String =
        typed.to_lowercase().chars().filter(|letter| !letter.is_whitespace() && *letter != '.').collect();
    if unit.is_empty() {
        return number(size);
    }
    let (_, places) = UNITS.iter().find(|(name, _)| *name == unit).ok_or(Unread::Other)?;
    read(size, *places).map_err(|why| why.before(typed))
}

/// An area as it was typed, in square metres.
pub fn square_metres(text: &str) -> Option<f64> {
    area(text).ok()?.as_f64()
}

/// A number as it was typed.
pub fn read_number(text: &str) -> Option<f64> {
    number(text).ok()?.as_f64()
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
            ("1 250 000", Some(json!(1_250_000))),
            // Two numbers are not read as one.
            ("12 14", None),
            ("3 5", None),
            ("500 2024", None),
            ("1. 250", None),
            ("0.125 5", None),
            ("1234 567", None),
            ("1,5", None),
            ("0,125", None),
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
            assert_eq!(number(text).ok(), expected, "{text}");
        }
    }

    #[test]
    fn where_people_are_counted_only_whole_numbers_are_proposed() {
        for (text, expected) in [
            ("1,000", Ok(json!(1_000))),
            ("1.000", Err(Unread::ThousandsPoints("1000".into()))),
            ("1000,5", Err(Unread::NotWhole)),
            ("1.000,5", Err(Unread::NotWhole)),
            ("-3", Err(Unread::Negative)),
            // Decimals that are read are told by the rules.
            ("1000.5", Ok(json!(1000.5))),
        ] {
            assert_eq!(count(text), expected, "{text}");
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
            assert_eq!(area(text).ok(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_not_read_is_told_how_to_be_written() {
        let comma = |write: &str| Unread::DecimalComma(write.into());
        let points = |write: &str| Unread::ThousandsPoints(write.into());
        for (text, expected) in [
            ("12,5", comma("12.5")),
            ("0,125", comma("0.125")),
            ("1 234,5", comma("1234.5")),
            ("1.234,50", comma("1234.50")),
            ("1234,567", comma("1234.5670")),
            ("12,5 km2", comma("12.5 km2")),
            ("1.234.567", points("1234567")),
            ("1.234.567 ha", points("1234567 ha")),
            ("250.000", Unread::TwoReadings("250000".into(), "250.0000".into())),
            ("1.250 km2", Unread::TwoReadings("1250 km2".into(), "1.2500 km2".into())),
            ("9007199254740993", Unread::TooManyDigits),
            ("9007199254740 km2", Unread::TooManyDigits),
            ("9007200.000 km2", Unread::TooManyDigits),
            ("9007199254740.993", Unread::TooManyDigits),
            ("12,34,567", Unread::Other),
            ("1.2.3", Unread::Other),
            ("1.5,5", Unread::Other),
            ("1,234.5,6", Unread::Other),
            ("-3", Unread::Negative),
            ("−3 km2", Unread::Negative),
            ("- 3", Unread::Negative),
            ("12 14", Unread::Other),
            ("--3", Unread::Other),
            ("5 acres", Unread::Other),
            ("12,", Unread::Other),
        ] {
            assert_eq!(area(text), Err(expected), "{text}");
        }
    }

    #[test]
    fn a_long_line_of_signs_stops_nothing() {
        assert_eq!(number(&"-".repeat(3_000_000)), Err(Unread::Other));
        assert_eq!(area(&"−".repeat(1_000_000)), Err(Unread::Other));
    }

    proptest! {
        #[test]
        fn what_is_said_to_be_written_is_read(text in "[0-9]{1,9}[.,' ]{0,1}[0-9]{0,9}[.,]{0,1}[0-9]{1,9}( km2)?") {
            for one in area(&text).err().iter().flat_map(Unread::proposals) {
                prop_assert!(area(one).is_ok(), "{} for {}", one, text);
            }
        }

        #[test]
        fn what_is_kept_reads_back_as_itself(whole in 0u64..1 << 40, part in 0u32..10_000, unit in 0usize..UNITS.len()) {
            let (name, _) = UNITS[unit];
            let kept = area(&format!("{whole}.{part:04} {name}"));
            if let Ok(Value::Number(kept)) = kept {
                prop_assert_eq!(area(&as_typed(&kept)), Ok(Value::Number(kept.clone())));
                prop_assert_eq!(number(&as_typed(&kept)), Ok(Value::Number(kept)));
            }
        }

        #[test]
        fn no_text_stops_it(text in "\\PC{0,24}") {
            let _ = (number(&text), area(&text));
        }
    }
}
