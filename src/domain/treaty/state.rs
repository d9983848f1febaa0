//! A State, with its names and its place in the United Nations.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::domain::code::Iso3;

/// A State of the register: the 193 Members, the two observers, the Cook Islands and Niue.
///
/// Names are those of the UN Statistics Division (M49) and UNTERM, not CLDR's:
/// UN documents use their own forms. Designations imply no opinion on legal status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// ISO 3166-1 alpha-3.
    pub iso3: Iso3,
    /// ISO 3166-1 alpha-2.
    pub iso2: String,
    /// Short name in English, as in UN documents.
    pub short_name_en: String,
    /// Formal name in English, without the article.
    pub formal_name_en: String,
    /// Regional group for elections.
    #[serde(rename = "un_region")]
    pub group: RegionalGroup,
    /// Standing in the United Nations.
    pub un_status: UnStatus,
    /// Letter of the language of correspondence (A, C, E, F, R, S): a default by rule, until the State chooses.
    #[serde(rename = "languages_of_correspondence")]
    pub language: String,
    /// Whether the language was confirmed by the State.
    #[serde(with = "yes_no")]
    pub language_verified: bool,
    /// Name in Arabic.
    pub name_ar: String,
    /// Name in Chinese.
    pub name_zh: String,
    /// Name in French.
    pub name_fr: String,
    /// Name in Russian.
    pub name_ru: String,
    /// Name in Spanish.
    pub name_es: String,
}

/// What a State answers to: its codes and its names, folded once, since every search asks all States.
#[derive(Debug, Clone)]
pub(super) struct SearchNames {
    short_name: String,
    others: Vec<String>,
    /// Finds the State among others, but does not mean it: two letters are the beginning of many names.
    iso2: String,
}

impl SearchNames {
    pub(super) fn of(state: &State, aliases: &[String]) -> Self {
        let own = [
            state.iso3.as_str(),
            &state.formal_name_en,
            &state.name_ar,
            &state.name_zh,
            &state.name_fr,
            &state.name_ru,
            &state.name_es,
        ];
        let others = own.into_iter().chain(aliases.iter().map(String::as_str)).map(folded).collect();
        Self { short_name: folded(&state.short_name_en), others, iso2: folded(&state.iso2) }
    }

    /// The short English name as lists are sorted by it.
    pub(super) fn short_name(&self) -> &str {
        &self.short_name
    }

    /// Whether `wanted`, folded, is one of the names or codes.
    pub(super) fn are(&self, wanted: &str) -> bool {
        self.short_name == wanted || self.others.iter().any(|name| name == wanted)
    }

    /// Whether every word of `wanted`, folded, begins a word of one of the names or codes.
    pub(super) fn answer_to(&self, wanted: &str) -> bool {
        let begins = |name: &String| wanted.split(' ').all(|word| name.split(' ').any(|own| own.starts_with(word)));
        !wanted.is_empty() && (begins(&self.short_name) || self.iso2 == wanted || self.others.iter().any(begins))
    }
}

/// Lower case, without accents and punctuation: what people type and how lists are sorted.
pub fn folded(text: &str) -> String {
    let letters = text.nfkd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase);
    let spaced: String = letters.map(|letter| if letter.is_alphanumeric() { letter } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

macro_rules! spelled {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal, $key:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $text)] $variant,)+
        }

        impl $name {
            /// Every value, in the order shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The spelling in the register's data files.
            pub fn spelling(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The word in addresses and text keys.
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }

            /// Reads the spelling of the data files.
            pub fn from_spelling(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.spelling() == text)
            }

            /// Reads the word used in addresses.
            pub fn from_key(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.key() == text)
            }
        }
    };
}
pub(super) use spelled;

spelled! {
    /// The UN regional groups, as used for elections.
    RegionalGroup {
        /// African Group.
        African = "African Group", "african";
        /// Asia-Pacific Group.
        AsiaPacific = "Asia-Pacific Group", "asia-pacific";
        /// Eastern European Group.
        EasternEuropean = "Eastern European Group", "eastern-european";
        /// Group of Latin American and Caribbean States.
        Grulac = "GRULAC", "grulac";
        /// Western European and other States Group.
        Weog = "WEOG", "weog";
        /// Member of no group.
        None = "none", "none";
    }
}

spelled! {
    /// Standing in the United Nations.
    UnStatus {
        /// Member State.
        Member = "member", "member";
        /// Observer State.
        Observer = "observer", "observer";
        /// State that is neither, but may join treaties open to "any State".
        NonMember = "non-member", "non-member";
    }
}

/// `yes` and `no`, as the data files write truth values.
pub(super) mod yes_no {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(in super::super) fn serialize<S: Serializer>(value: &bool, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(if *value { "yes" } else { "no" })
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
        match String::deserialize(from)?.as_str() {
            "yes" => Ok(true),
            "no" => Ok(false),
            other => Err(D::Error::custom(format!("“{other}” is neither yes nor no"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::domain::treaty::{Register, folded};

    fn found(wanted: &str) -> Vec<String> {
        let register = Register::embedded().unwrap();
        register.states_answering_to(wanted).into_iter().map(|state| state.iso3.to_string()).collect()
    }

    #[test]
    fn states_are_found_by_what_people_type() {
        assert_eq!(found("turkiye"), ["TUR"]);
        assert_eq!(found("Cote d’Ivoire"), ["CIV"]);
        assert_eq!(found("lao pdr"), ["LAO"]);
        assert_eq!(found("South Korea"), ["KOR"]);
        assert_eq!(found("UK"), ["UKR", "GBR"], "an abbreviation, and the beginning of a name");
        assert_eq!(found("che"), ["CZE", "CHE"], "Chequia");
        assert_eq!(found("Швейцария"), ["CHE"]);
        assert_eq!(found("瑞士"), ["CHE"]);
        assert_eq!(found("tchequie"), ["CZE"], "in any of the six languages");
        assert_eq!(found(" "), Vec::<String>::new());
        assert_eq!(found("atlantis"), Vec::<String>::new());
    }

    #[test]
    fn a_whole_name_or_code_means_one_state() {
        let register = Register::embedded().unwrap();
        let meant = |wanted: &str| register.state_called(wanted).map(|state| state.iso3.to_string());
        for (wanted, iso3) in [("UK", "GBR"), ("niger", "NER"), ("CHE", "CHE"), ("DPRK", "PRK"), ("guinea", "GIN")] {
            assert_eq!(meant(wanted).as_deref(), Some(iso3), "{wanted}");
        }
        assert_eq!((meant("eng"), meant("ma"), meant("ukra"), meant("")), (None, None, Some("UKR".into()), None));
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing_more(text in ".{0,60}") {
            prop_assert_eq!(folded(&folded(&text)), folded(&text));
        }
    }
}
