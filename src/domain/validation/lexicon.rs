//! What rules that read texts look for, as data: words in the six languages, and what dates,
//! links and coordinates look like.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use regex::Regex;
use serde::Deserialize;

use crate::domain::code::InstrumentCode;

const LEXICON: &str = include_str!("lexicon.toml");

/// The word before a Roman numeral, with those that stand between: “Protocols I, III and ”.
const PROTOCOL: &str = "(?:protocole?s?|protocolos?|протокол[а-я]*)[ \\t\\r\\n\u{a0}]+(?:[ivx1-5]+(?: ?[,/&] ?(?:and |et |y |и )?| (?:and|et|y|e|и|or|ou|o|или) ))*";
/// Protocols of 1977 and 2005 to the Geneva Conventions, which carry the same numerals.
const OTHER_PROTOCOLS: &str = "(?:additional protocols?|дополнительн[а-я]* протокол[а-я]*)[ \\t\\r\\n\u{a0}]+\
                               [ivx1-3]+(?:(?: ?[,/&] ?| (?:and|to|и) )[ivx1-3]+)*(?-u:\\b)";
/// Years in the names of treaties, which tell nothing about when something was done.
const TREATY_YEARS: [&str; 8] = ["1949", "1977", "1980", "1981", "1995", "1996", "2001", "2003"];
const LINK: &str = "https?://|www[.]";
/// Degrees in decimals or in minutes and seconds, and grid references.
const COORDINATES: &str = "[0-9]{1,3}[.,][0-9]{4,} ?°? ?(?-i:[NSEW])(?-u:\\b)|[0-9]{1,3} ?° ?[0-9]{1,2} ?['’′]|\
                           -?[0-9]{1,2}[.][0-9]{4,} ?[,;] ?-?[0-9]{1,3}[.][0-9]{4,}|[0-9]{1,2}[C-X][A-Z]{2} ?[0-9]{4,5} ?[0-9]{4,5}";
/// A unit that is named by its number: “3rd Engineer Battalion”, “12e régiment”.
const MILITARY_UNIT: &str = "(?:^|[^0-9.,-])[0-9]{1,3}(?:st|nd|rd|th|er|e|ème|[.]?[ªº]|-?[йяе])? (?:\\p{L}{4,15} )?\
                             (?:battalion|brigade|regiment|squadron|division|bataillon|régiment|escadron|\
                             batallón|brigada|regimiento|escuadrón|división|батальон|бригад|полк|эскадриль|дивизи)";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    instruments: BTreeMap<InstrumentCode, String>,
    every: Every,
    words: Words,
    mailboxes: Mailboxes,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Every {
    protocols: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    audience: Vec<String>,
    manual: Vec<String>,
    weapons_review: Vec<String>,
    penal: Vec<String>,
    instruction: Vec<String>,
    training: Vec<String>,
    transfer: Vec<String>,
    survey: Vec<String>,
    priorities: Vec<String>,
    clearance: Vec<String>,
    targets: Vec<String>,
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
    every_protocol: Regex,
    pub(super) audience: Regex,
    pub(super) manual: Regex,
    pub(super) weapons_review: Regex,
    pub(super) penal: Regex,
    pub(super) instruction: Regex,
    pub(super) training: Regex,
    pub(super) transfer: Regex,
    pub(super) survey: Regex,
    pub(super) priorities: Regex,
    pub(super) clearance: Regex,
    pub(super) targets: Regex,
    pub(super) military_unit: Regex,
    pub(super) confidential: Regex,
    pub(super) personal: Regex,
    other_protocols: Regex,
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
    /// The lexicon that comes with the program. To compile its expressions takes longer than to read all other data, so
    /// that a process does it once.
    pub fn embedded() -> Result<Self, LexiconError> {
        static COMPILED: OnceLock<Lexicon> = OnceLock::new();
        if let Some(lexicon) = COMPILED.get() {
            return Ok(lexicon.clone());
        }
        let lexicon = Self::compiled(toml::from_str(LEXICON)?)?;
        Ok(COMPILED.get_or_init(|| lexicon).clone())
    }

    fn compiled(file: File) -> Result<Self, LexiconError> {
        let named = file.instruments.into_iter().map(|(code, pattern)| Ok((code, expression(&pattern)?)));
        Ok(Self {
            instruments: named.collect::<Result<_, LexiconError>>()?,
            every_protocol: expression(&file.every.protocols)?,
            audience: beginnings(&file.words.audience)?,
            manual: beginnings(&file.words.manual)?,
            weapons_review: beginnings(&file.words.weapons_review)?,
            penal: beginnings(&file.words.penal)?,
            instruction: beginnings(&file.words.instruction)?,
            training: beginnings(&file.words.training)?,
            transfer: beginnings(&file.words.transfer)?,
            survey: beginnings(&file.words.survey)?,
            priorities: beginnings(&file.words.priorities)?,
            clearance: beginnings(&file.words.clearance)?,
            targets: beginnings(&file.words.targets)?,
            military_unit: expression(MILITARY_UNIT)?,
            confidential: beginnings(&file.words.confidential)?,
            personal: beginnings(&file.words.personal)?,
            other_protocols: expression(OTHER_PROTOCOLS)?,
            link: expression(LINK)?,
            coordinates: expression(COORDINATES)?,
            nothing_to_report: file.words.nothing_to_report,
            private_mailboxes: file.mailboxes.private,
        })
    }

    /// Whether the text names the instrument, alone or among all Protocols.
    pub(super) fn names(&self, code: InstrumentCode, text: &str) -> bool {
        self.instruments.get(&code).is_some_and(|pattern| pattern.is_match(text))
            || (code.as_str().contains("P-") && self.every_protocol.is_match(text))
    }

    /// The text without what only looks like a Protocol of the Convention.
    pub(super) fn of_the_convention<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.other_protocols.replace_all(text, "")
    }

    /// Whether the text says when: a year that is not just part of a treaty's name.
    pub(super) fn says_when(&self, text: &str) -> bool {
        years(text).any(|year| !TREATY_YEARS.contains(&year))
    }

    /// Whether a year stands near each manual that is named. Sentences would be the better measure,
    /// but a full stop also ends “ch.” and “art.”.
    pub(super) fn dates_its_manual(&self, text: &str) -> bool {
        let mut named = self.manual.find_iter(text).take(MANUALS_LOOKED_AT);
        named.all(|found| names_year(around(text, found.start(), found.end())))
    }

    /// Whether the text does nothing but say that there is nothing to say.
    pub(super) fn says_nothing(&self, text: &str) -> bool {
        let text = text.trim_matches(|letter: char| !letter.is_alphanumeric());
        // Nothing longer does, and long texts must not be copied to find that out.
        if text.len() > 160 {
            return false;
        }
        let text = text.to_lowercase();
        self.nothing_to_report.iter().any(|phrase| {
            // “None” begins many sentences that do say something; “no change since 2024” says no more.
            let is_whole = phrase.len() < 8;
            match text.strip_prefix(phrase.as_str()) {
                Some("") => true,
                Some(rest) => !is_whole && !rest.starts_with(char::is_alphanumeric) && !text.contains(". "),
                None => false,
            }
        })
    }

    /// Whether mail to the address reaches a private person's mail service.
    pub(super) fn is_private_mailbox(&self, email: &str) -> bool {
        let domain = email.rsplit_once('@').map_or("", |(_, domain)| domain).to_ascii_lowercase();
        self.private_mailboxes.contains(&domain)
    }
}

/// Whether the text names a year of the last or this century.
pub(super) fn names_year(text: &str) -> bool {
    years(text).next().is_some()
}

/// The years of the last and this century that a text names, in the order of the text.
pub fn years_named(text: &str) -> impl Iterator<Item = i32> {
    let value = |digit: char| digit.to_digit(10).or_else(|| u32::from(digit).checked_sub(u32::from('٠')));
    years(text).filter_map(move |year| {
        let digits = year.chars().filter_map(value);
        i32::try_from(digits.fold(0, |number: u32, digit| number.saturating_mul(10).saturating_add(digit))).ok()
    })
}

/// The years of the last and this century that a text names, in Western or Arabic digits: whole numbers of four.
fn years(text: &str) -> impl Iterator<Item = &str> {
    let is_digit = |letter: char| letter.is_ascii_digit() || ('٠'..='٩').contains(&letter);
    let is_year = |number: &&str| match number.chars().next() {
        Some('1' | '2') => number.len() == 4 && ["19", "20"].iter().any(|century| number.starts_with(century)),
        Some('١' | '٢') => number.chars().count() == 4,
        _ => false,
    };
    text.split(move |letter| !is_digit(letter)).filter(is_year)
}

/// So many manuals tell what the text is like.
const MANUALS_LOOKED_AT: usize = 20;
/// Bytes before and after a word that still speak of it: a sentence or two.
const NEAR: (usize, usize) = (300, 120);

fn around(text: &str, start: usize, end: usize) -> &str {
    let mut from = start.saturating_sub(NEAR.0);
    let mut to = end.saturating_add(NEAR.1).min(text.len());
    while !text.is_char_boundary(from) {
        from += 1;
    }
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    text.get(from..to).unwrap_or_default()
}

fn expression(pattern: &str) -> Result<Regex, LexiconError> {
    let pattern = pattern.replace("{protocol}", PROTOCOL);
    Ok(Regex::new(&format!("(?i){pattern}")).map_err(Box::new)?)
}

/// Finds any of the words where a word begins: not after a letter or a hyphen, as in “anti-personnel”.
/// Chinese knows no such places, and Arabic puts its article before the word.
fn beginnings(words: &[String]) -> Result<Regex, LexiconError> {
    let before = |word: &String| match word.chars().next() {
        Some('\u{600}'..='\u{6ff}') => "(?:^|[^\\p{L}])(?:و?ال)?",
        Some(letter) if letter.is_alphabetic() && letter < '\u{2e80}' => "(?:^|[^-\\p{L}\\p{M}])",
        _ => "",
    };
    // What stands before them is written once for all, so that the expression stays small.
    let mut groups: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for word in words {
        groups.entry(before(word)).or_default().push(regex::escape(word));
    }
    let ways = groups.into_iter().map(|(before, words)| format!("{before}(?:{})", words.join("|")));
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
        assert_eq!(named("Protocol 4 and\nProtocol  5"), ["P-IV", "P-V"]);
        assert_eq!(named("Protocols III & IV / V"), ["P-III", "P-IV", "P-V"]);
        let all = ["AP-II", "P-I", "P-II", "P-III", "P-IV", "P-V"];
        for text in ["Protocols I to V", "Protocoles I à V", "the treaty and all its Protocols", "Протоколы I–V"]
        {
            assert_eq!(named(text), all, "{text}");
        }
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
            assert!(names_year(text), "{text}");
        }
        for text in ["12026", "RS 0.515.091", "20 26", "1,926,017", "no. 51.007"] {
            assert!(!names_year(text), "{text}");
        }
        assert_eq!(years_named("1996, عام ٢٠٢٦ and 2027").collect::<Vec<_>>(), [1996, 2026, 2027]);
        for text in ["46.2044, 6.1432", "46°12'16\"N", "32TLS 0912 1234", "N 46.20441 N"] {
            assert!(lexicon.coordinates.is_match(text), "{text}");
        }
        for text in [
            "The Protocol of 03.05.1996 entered into force",
            "16.03.2012 est entrée",
            "13.9260 sq km",
            "2.05 km2",
            "46 024 965 m2",
            "3.1 million",
            "art. 8, al. 2",
        ] {
            assert!(!lexicon.coordinates.is_match(text), "{text}");
        }
    }

    #[test]
    fn words_are_found_where_they_begin() {
        let lexicon = Lexicon::embedded().unwrap();
        for text in ["rules on anti-personnel mines", "杀伤人员地雷", "الألغام المضادة للأفراد", "различных мин"]
        {
            assert!(!lexicon.audience.is_match(text), "{text}");
        }
        for text in ["all personnel", "140 officers", "40 офицеров", "部队", "الضباط", "l'état-major et les soldats"]
        {
            assert!(lexicon.audience.is_match(text), "{text}");
        }
        for text in ["the Secretary-General", "the Secretariat", "restricted use", "internal conflict", "سريع"] {
            assert!(!lexicon.confidential.is_match(text), "{text}");
        }
    }

    #[test]
    fn units_are_named_by_their_number() {
        let lexicon = Lexicon::embedded().unwrap();
        for text in ["by the 3rd Engineer Battalion", "12e régiment du génie", "la 4ª brigada", "101-я бригада"]
        {
            assert!(lexicon.military_unit.is_match(text), "{text}");
        }
        for text in
            ["each engineer battalion", "sixteen firms", "in 2026 the brigade", "article 4 of the division of powers"]
        {
            assert!(!lexicon.military_unit.is_match(text), "{text}");
        }
    }

    #[test]
    fn protocols_of_other_treaties_and_years_in_their_names_tell_nothing() {
        let lexicon = Lexicon::embedded().unwrap();
        let named = |text: &str| lexicon.names(InstrumentCode::parse("P-I").unwrap(), &lexicon.of_the_convention(text));
        assert!(!named("Additional Protocol I to the Geneva Conventions"));
        assert!(!named("Additional Protocols I and II"));
        assert!(named("Additional Protocol II, and Protocol I of the Convention"));
        assert!(!lexicon.says_when("the Convention of 10 October 1980") && lexicon.says_when("1980 and 2026"));
        for text in ["2003-2004", "between 2003 and2004", "1980/1981/2005", "(2001)(2002)"] {
            assert!(lexicon.says_when(text), "{text}");
        }
        assert!(!lexicon.says_when("2001-2003, 1996"));
        let far = "Much was taught and discussed in many places by many people. ".repeat(4);
        assert!(!lexicon.dates_its_manual(&format!("The manual explains it. {far}In 2026 officers were taught.")));
        assert!(lexicon.dates_its_manual("The manual (2nd edition, 2024) explains it. Officers were taught."));
    }

    #[test]
    fn nothing_to_report_is_the_whole_text_or_not_at_all() {
        let lexicon = Lexicon::embedded().unwrap();
        for text in [
            "Nil.",
            "Nothing to report",
            " Néant ",
            "无",
            "لا يوجد",
            "N/A",
            "No change since our last report.",
            "Nothing to report for this period",
            "Aucun changement",
        ] {
            assert!(lexicon.says_nothing(text), "{text}");
        }
        for text in [
            "None of these weapons is held.",
            "Nothing to report on mines. The manual was revised in 2026.",
            "Nilpotent",
        ] {
            assert!(!lexicon.says_nothing(text), "{text}");
        }
    }
}
