//! Short codes that name a State, an instrument or a regime.
//!
//! Codes are data (`instruments.toml`, `regimes.toml`), never an enum: another treaty's
//! regimes can be added without touching code. They are kept inline, so they copy
//! like numbers.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Up to 15 capital letters, digits and hyphens, as in `CCW`, `AP-II`, `COMPLIANCE`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Code {
    letters: [u8; Code::LONGEST],
}

impl Code {
    /// With the terminating zero a code fills two machine words.
    const LONGEST: usize = 15;

    fn parse(text: &str) -> Option<Self> {
        let well_formed = (1..=Self::LONGEST).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-');
        let mut letters = [0; Self::LONGEST];
        letters.iter_mut().zip(text.bytes()).for_each(|(slot, letter)| *slot = letter);
        well_formed.then_some(Self { letters })
    }

    fn as_str(&self) -> &str {
        let text = str::from_utf8(&self.letters).unwrap_or_default();
        text.trim_end_matches('\0')
    }
}

/// The text is not a code: the message says what one looks like.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{text}” is not {expected}")]
pub struct NotACode {
    text: String,
    expected: &'static str,
}

macro_rules! code {
    ($(#[$doc:meta])* $name:ident, $expected:literal, $fits:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Code);

        impl $name {
            /// Reads a code; other spellings (lower case, spaces) are refused.
            pub fn parse(text: &str) -> Result<Self, NotACode> {
                let fits: fn(&str) -> bool = $fits;
                Code::parse(text).filter(|_| fits(text)).map(Self).ok_or_else(|| NotACode {
                    text: text.chars().take(40).collect(),
                    expected: $expected,
                })
            }

            /// The code as written in addresses and data.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotACode;
            fn try_from(text: String) -> Result<Self, NotACode> {
                Self::parse(&text)
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotACode;
            fn from_str(text: &str) -> Result<Self, NotACode> {
                Self::parse(text)
            }
        }

        impl From<$name> for String {
            fn from(code: $name) -> String {
                code.as_str().to_owned()
            }
        }
    };
}

code!(
    /// ISO 3166-1 alpha-3 code of a State, in capitals: `CHE`.
    Iso3,
    "three capital letters of ISO 3166-1, for example CHE",
    |text| text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase())
);
code!(
    /// Code of an instrument: `CCW`, `P-V`, `AP-II`.
    InstrumentCode,
    "the code of an instrument, for example AP-II",
    |_| true
);
code!(
    /// Code of a reporting regime: `COMPLIANCE`, `APII`, `PV`.
    RegimeCode,
    "the code of a reporting regime, for example COMPLIANCE",
    |_| true
);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn codes_keep_their_spelling() {
        for text in ["CCW", "P-V", "AP-II", "A1"] {
            assert_eq!(InstrumentCode::parse(text).map(String::from), Ok(text.to_owned()));
        }
    }

    #[test]
    fn a_wrong_code_is_named_in_the_message() {
        let said = Iso3::parse("ch").map_err(|e| e.to_string());
        assert_eq!(said, Err("“ch” is not three capital letters of ISO 3166-1, for example CHE".into()));
    }

    proptest! {
        #[test]
        fn any_text_is_kept_or_refused(text in ".{0,40}") {
            if let Ok(code) = InstrumentCode::parse(&text) {
                prop_assert_eq!(code.as_str(), text);
            }
        }
    }
}
