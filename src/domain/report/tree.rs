//! JSON as a tree, read strictly and within limits.
//!
//! Beyond JSON itself: no member twice, because one of the two texts would be lost; no number
//! that a program could not give back (I-JSON, RFC 7493, section 2.2); a bounded number of values.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::locate::line_at;

/// Bytes of a file: enough for any text that people write, and for saying where a longer one is.
pub const LARGEST_FILE: usize = 64 * 1024 * 1024;
/// Letters of one text. The longest answers in filed reports have some ten thousands.
pub(super) const LONGEST_TEXT: usize = 200_000;
/// Bytes of all texts in a file together, the names of its members among them.
pub const TEXT_MAX: usize = 8 * 1024 * 1024;
/// Values in a file. The fullest report of three regimes has some thousands.
const VALUES_MAX: usize = 100_000;
/// Whole numbers up to 2 to the power of 53 are the same in every program.
const LARGEST_NUMBER: u64 = 1 << 53;

/// Why a file cannot be read, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{}{why}", if *line == 0 { String::new() } else { format!("{line}: ") }, if path.is_empty() { String::new() } else { format!("{path}: ") })]
pub struct Unreadable {
    /// Line of the file, from 1; 0 where the file cannot even be opened.
    pub line: usize,
    /// The member, as in `cover.contacts[0].email`; empty for the whole file.
    pub path: String,
    /// What is wrong and what is expected.
    pub why: String,
}

/// The text of a file, and the tree in it.
pub(super) fn parse(bytes: &[u8]) -> Result<(&str, Value), Unreadable> {
    let whole = |line, why: &str| Unreadable { line, path: String::new(), why: why.into() };
    if bytes.len() > LARGEST_FILE {
        return Err(whole(1, "the file is larger than 64 MB; it holds text, documents go beside it"));
    }
    // Some editors begin every file with a byte order mark.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = str::from_utf8(bytes)
        .map_err(|error| whole(line_at(bytes, error.valid_up_to()), "not UTF-8; save the file as UTF-8"))?;
    let mut track = serde_path_to_error::Track::new();
    let mut json = serde_json::Deserializer::from_str(text);
    let left = Left { values: Cell::new(VALUES_MAX), text: Cell::new(TEXT_MAX) };
    let tree = Tree { left: &left }.deserialize(serde_path_to_error::Deserializer::new(&mut json, &mut track));
    let path = track.path();
    tree.and_then(|tree| json.end().map(|()| (text, tree))).map_err(|error| {
        let why = error.to_string();
        let why = why.rsplit_once(" at line ").map_or(why.as_str(), |(why, _)| why);
        let path = path.to_string();
        // Whatever stands in a file may be long; the message is one line.
        let path = if path == "." { String::new() } else { path.chars().take(200).collect() };
        Unreadable { line: error.line().max(1), path, why: plainly(why).chars().take(300).collect() }
    })
}

/// What the JSON parser says, in words for people who wrote the file.
fn plainly(why: &str) -> String {
    let known = [
        ("EOF while parsing", "the file ends too early; a bracket or quotation mark is not closed"),
        ("key must be a string", "expected a name in double quotes"),
        ("recursion limit exceeded", "brackets are nested too deeply"),
        ("control character", "a line break or another control character inside a text; write a line break as \\n"),
        ("trailing comma", "a comma with nothing after it"),
        ("trailing characters", "something stands after the end of the file"),
        ("expected value", "expected a text in double quotes, a number, a list, an object, true, false or null"),
        ("hex escape", "\\u with four letters that are no character"),
    ];
    known.iter().find(|(says, _)| why.contains(says)).map_or_else(|| why.to_owned(), |(_, plain)| (*plain).to_owned())
}

const TOO_LARGE: &str = "the number is too large to be kept exactly; the largest is 9007199254740992";

/// What a file may still hold.
struct Left {
    values: Cell<usize>,
    text: Cell<usize>,
}

struct Tree<'c> {
    left: &'c Left,
}

impl Tree<'_> {
    fn count<E: Error>(&self) -> Result<(), E> {
        let left = self.left.values.get().checked_sub(1);
        self.left.values.set(left.ok_or_else(|| E::custom("too many values; a file has some thousands at most"))?);
        Ok(())
    }

    fn count_text<E: Error>(&self, text: &str) -> Result<(), E> {
        if text.len() > LONGEST_TEXT && text.chars().count() > LONGEST_TEXT {
            let count = text.chars().count();
            return Err(E::custom(format!(
                "{count} letters; a text has at most {LONGEST_TEXT}, longer ones are attached"
            )));
        }
        let left = self.left.text.get().checked_sub(text.len());
        self.left.text.set(left.ok_or_else(|| E::custom("more text than a file can have; attach the rest"))?);
        Ok(())
    }
}

fn number<E: Error>(number: impl Into<Number>, size: u64) -> Result<Value, E> {
    if size > LARGEST_NUMBER {
        return Err(E::custom(TOO_LARGE));
    }
    Ok(Value::Number(number.into()))
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.count().map(|()| Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        self.count().map(|()| Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.count()?;
        number(value, value.unsigned_abs())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.count()?;
        number(value, value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        self.count()?;
        if !value.is_finite() || value.abs() > 9_007_199_254_740_992.0 {
            return Err(E::custom(TOO_LARGE));
        }
        // 21.00 and 21 are the same number, also in the canonical form.
        let whole = (value.fract() == 0.0).then(|| format!("{value:.0}").parse::<i64>().ok()).flatten();
        let number = whole.map(Number::from).or_else(|| Number::from_f64(value));
        Ok(number.map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.count()?;
        self.count_text(value)?;
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        self.count()?;
        let mut values = Vec::new();
        while let Some(value) = from.next_element_seed(Tree { left: self.left })? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        self.count()?;
        let mut members = Map::new();
        while let Some(name) = from.next_key::<String>()? {
            self.count_text(&name)?;
            if members.contains_key(&name) {
                let name: String = name.chars().take(80).collect();
                return Err(A::Error::custom(format!("“{name}” stands here twice; only one can be kept")));
            }
            let value = from.next_value_seed(Tree { left: self.left })?;
            members.insert(name, value);
        }
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refused(text: &str, line: usize, path: &str, why: &str) {
        let error = parse(text.as_bytes()).unwrap_err();
        assert_eq!((error.line, error.path.as_str()), (line, path), "{error}");
        assert!(error.why.contains(why), "{error}");
    }

    #[test]
    fn what_is_broken_is_named_with_its_line() {
        refused("", 1, "", "ends too early");
        refused("{\"cover\": {\n \"contacts\": [ }\n}", 2, "cover.contacts[0]", "expected a text");
        refused("{\"cycle\": 2027}\n{\"cycle\": 2027}", 2, "", "after the end");
        refused("{\"party\": \"CHE\",\n\"party\": \"COL\"}", 2, "", "“party” stands here twice");
        refused("{\"a\": 9007199254740993}", 1, "a", "too large");
        refused("{\"a\": [1,\n -9007199254740993]}", 2, "a[1]", "too large");
        refused("{\"a\": 123456789012345678901234567890}", 1, "a", "too large");
        refused("{\"a\": 1e999}", 1, "a", "out of range");
        refused("{\"text\": \"\\ud800\"}", 1, "text", "no character");
        refused(&"[".repeat(200), 1, &"[0]".repeat(67)[..200], "nested too deeply");
    }

    #[test]
    fn text_that_is_not_utf_8_is_named_with_its_line() {
        let error = parse(b"{\n\"a\": \"\xff\"}").unwrap_err();
        assert_eq!((error.line, error.why.contains("UTF-8")), (2, true), "{error}");
    }

    #[test]
    fn more_values_than_any_report_has_are_refused() {
        refused(&format!("[{}0]", "0,".repeat(VALUES_MAX)), 1, &format!("[{}]", VALUES_MAX - 1), "too many values");
    }

    #[test]
    fn a_number_is_the_same_however_it_is_written() {
        let value = |text: &str| parse(text.as_bytes()).unwrap().1;
        for text in ["21.00", "2.1e1", "210E-1", "21"] {
            assert_eq!(value(text), serde_json::json!(21), "{text}");
        }
        assert_eq!((value("-0.0"), value("-0")), (serde_json::json!(0), serde_json::json!(0)));
        assert_eq!(value("0.5"), serde_json::json!(0.5));
    }

    #[test]
    fn a_byte_order_mark_is_no_fault() {
        assert!(parse(b"\xef\xbb\xbf{}").is_ok());
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Bool),
            (-(1i64 << 53)..=(1 << 53)).prop_map(Value::from),
            (-1e15f64..1e15).prop_filter("no whole number", |value| value.fract() != 0.0).prop_map(Value::from),
            ".{0,20}".prop_map(Value::String),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
                proptest::collection::btree_map(".{0,8}", inner, 0..6)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_json_is_read_as_it_is(value in any_json()) {
            let text = value.to_string();
            prop_assert_eq!(parse(text.as_bytes()).map(|(_, tree)| tree), Ok(value));
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse(&bytes);
        }
    }
}
