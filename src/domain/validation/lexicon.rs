//! What rules that read texts look for, as data: words in the six languages, and what dates,
//! links and coordinates look like.

use std::collections::BTreeMap;

use regex::Regex;
use serde::Deserialize;

use crate::domain::code::InstrumentCode;

const LEXICON: &str = include_str!("lexicon.toml");

/// The word before a Roman numeral, with those that stand between: “Protocols I, III and ”.
const PROTOCOL: &str =
    "(?:protocole?s?|protocolos?|протокол[а-я]*) (?:[ivx]+(?:, ?(?:and |et |y |и )?| (?:and|et|y|e|и|or|ou|o|или) ))*";
/// A year of the last or this century, in Western or Arabic digits.
const YEAR: &str = "(?:^|[^0-9])(?:19|20)[0-9]{2}(?:[^0-9]|$)|[١٢][٠-٩]{3}";
const LINK: &str = "https?://|www[.]";
/// Degrees in decimals or in minutes and seconds, and grid references.
const COORDINATES: &str = "[0-9]{1,3}[.,][0-9]{4,} ?°? ?[NSEWО]|[0-9]{1,3} ?° ?[0-9]{1,2} ?['’′]|\
                           -?[0-9]{1,2}[.][0-9]{4,} ?[,;] ?-?[0-9]{1,3}[.][0-9]{4,}|[0-9]{1,2}[C-X][A-Z]{2} ?[0-9]{4,5} ?[0-9]{4,5}";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    instruments: BTreeMap<InstrumentCode, String>,
    words: Words,
    mailboxes: Mailboxes,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    audience: Vec<String>,
    manual: Vec<String>,
    weapons_review: Vec<String>,
    penal: Vec<String>,
    nothing_to_report: Vec<String>,
    confidential: Vec<String>,
    personal: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mailboxes {
    private: Vec<String>,
}

/// The expressions, compiled once.
#[derive(Debug, Clone)]
pub struct Lexicon {
    instruments: BTreeMap<InstrumentCode, Regex>,
    pub(super) audience: Regex,
    pub(super) manual: Regex,
    pub(super) weapons_review: Regex,
    pub(super) penal: Regex,
    pub(super) confidential: Regex,
    pub(super) personal: Regex,
    pub(super) year: Regex,
    pub(super) link: Regex,
    pub(super) coordinates: Regex,
    nothing_to_report: Vec<String>,
    private_mailboxes: Vec<String>,
}

/// The lexicon cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LexiconError {
    /// It cannot be read.
    #[error("lexicon")]
    File(#[from] toml::de::Error),
    /// One of its expressions is none.
    #[error("lexicon")]
    Expression(#[from] Box<regex::Error>),
}

impl Lexicon {
    /// The lexicon that comes with the program.
    pub fn embedded() -> Result<Self, LexiconError> {
        let file: File = toml::from_str(LEXICON)?;
        let named = file.instruments.into_iter().map(|(code, pattern)| Ok((code, expression(&pattern)?)));
        Ok(Self {
            instruments: named.collect::<Result<_, LexiconError>>()?,
            audience: beginnings(&file.words.audience)?,
            manual: beginnings(&file.words.manual)?,
            weapons_review: beginnings(&file.words.weapons_review)?,
            penal: beginnings(&file.words.penal)?,
            confidential: beginnings(&file.words.confidential)?,
            personal: beginnings(&file.words.personal)?,
            year: expression(YEAR)?,
            link: expression(LINK)?,
            coordinates: expression(COORDINATES)?,
            nothing_to_report: file.words.nothing_to_report,
            private_mailboxes: file.mailboxes.private,
        })
    }

    /// Whether the text names the instrument.
    pub(super) fn names(&self, code: InstrumentCode, text: &str) -> bool {
        self.instruments.get(&code).is_some_and(|pattern| pattern.is_match(text))
    }

    /// Whether the text does nothing but say that there is nothing to say.
    pub(super) fn says_nothing(&self, text: &str) -> bool {
        let text = text.trim_matches(|letter: char| !letter.is_alphanumeric());
        // No such phrase is longer, and long texts must not be copied to find that out.
        text.len() <= 60 && self.nothing_to_report.contains(&text.to_lowercase())
    }

    /// Whether mail to the address reaches a private person's mail service.
    pub(super) fn is_private_mailbox(&self, email: &str) -> bool {
        let domain = email.rsplit_once('@').map_or("", |(_, domain)| domain).to_ascii_lowercase();
        self.private_mailboxes.contains(&domain)
    }
}

fn expression(pattern: &str) -> Result<Regex, LexiconError> {
    let pattern = pattern.replace("{protocol}", PROTOCOL);
    Ok(Regex::new(&format!("(?i){pattern}")).map_err(Box::new)?)
}

/// Finds any of the words where a word begins. Only ASCII knows beginnings: Unicode's would make
/// the search slow on long texts, and other scripts do without.
fn beginnings(words: &[String]) -> Result<Regex, LexiconError> {
    let ways = words.iter().map(|word| {
        let begins = word.starts_with(|letter: char| letter.is_ascii_alphanumeric());
        format!("{}{}", if begins { "(?-u:\\b)" } else { "" }, regex::escape(word))
    });
    expression(&format!("(?:{})", ways.collect::<Vec<_>>().join("|")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Vec<String> {
        let lexicon = Lexicon::embedded().unwrap();
        lexicon.instruments.keys().filter(|code| lexicon.names(**code, text)).map(ToString::to_string).collect()
    }

    #[test]
    fn instruments_are_found_by_their_names_in_six_languages() {
        assert_eq!(named("Training on Protocol V and Protocol I."), ["P-I", "P-V"]);
        assert_eq!(named("Protocols III and V"), ["P-III", "P-V"]);
        assert_eq!(named("les Protocoles I, III et IV"), ["P-I", "P-III", "P-IV"]);
        assert_eq!(named("Протоколы II, IV и V"), ["P-II", "P-IV", "P-V"]);
        assert_eq!(named("Protocole II modifié : rien de nouveau"), ["AP-II", "P-II"]);
        assert_eq!(named("El Protocolo IV y las armas incendiarias"), ["P-III", "P-IV"]);
        assert_eq!(named("Протокол V о взрывоопасных пережитках войны"), ["P-V"]);
        assert_eq!(named("《特定常规武器公约》第四号议定书"), ["CCW", "P-IV"]);
        assert_eq!(named("البروتوكول الخامس المتعلق بالمتفجرات من مخلفات الحرب"), ["P-V"]);
        assert_eq!(named("The protocol invites volunteers to the CCW course"), ["CCW"]);
        assert_eq!(named("Protocols were signed"), Vec::<String>::new());
    }

    #[test]
    fn every_instrument_but_the_amendment_has_a_name() {
        let register = crate::domain::treaty::Register::embedded().unwrap();
        let lexicon = Lexicon::embedded().unwrap();
        let unnamed = register.instruments().iter().filter(|one| !lexicon.instruments.contains_key(&one.code));
        assert_eq!(unnamed.map(|one| one.code.to_string()).collect::<Vec<_>>(), ["A1"]);
    }

    #[test]
    fn years_links_and_coordinates_are_told_from_other_figures() {
        let lexicon = Lexicon::embedded().unwrap();
        for text in ["in 2026.", "1996", "(13/12/1996)", "عام ٢٠٢٦"] {
            assert!(lexicon.year.is_match(text), "{text}");
        }
        for text in ["12026", "RS 0.515.091", "20 26", "1,926,017", "no. 51.007"] {
            assert!(!lexicon.year.is_match(text), "{text}");
        }
        for text in ["46.2044, 6.1432", "46°12'16\"N", "32TLS 0912 1234", "N 46.20441 N"] {
            assert!(lexicon.coordinates.is_match(text), "{text}");
        }
        for text in ["2.05 km2", "46 024 965 m2", "3.1 million", "art. 8, al. 2"] {
            assert!(!lexicon.coordinates.is_match(text), "{text}");
        }
    }

    #[test]
    fn nothing_to_report_is_the_whole_text_or_not_at_all() {
        let lexicon = Lexicon::embedded().unwrap();
        for text in ["Nil.", "Nothing to report", " Néant ", "无", "لا يوجد", "N/A"] {
            assert!(lexicon.says_nothing(text), "{text}");
        }
        assert!(!lexicon.says_nothing("Nothing to report on courses, but the manual was revised in 2026."));
    }
}
