//! Findings and checklist items as sentences.

use fluent_bundle::FluentValue;
use fluent_syntax::ast;

use super::Text;
use crate::domain::checklist::{ConditionKey, ItemState, Obligations};
use crate::domain::draft::{Unread, Untaken, Why};
use crate::domain::regime::FormSet;
use crate::domain::report::{AtOdds, Odds};
use crate::domain::treaty::Register;
use crate::domain::validation::{Finding, Parameter, Rule, shortened};

/// The sentence of a finding.
pub fn finding_sentence(text: &Text, register: &Register, finding: &Finding) -> String {
    let value = |parameter: &Parameter| -> FluentValue<'_> {
        match parameter {
            Parameter::Text(words) => words.clone().into(),
            Parameter::Word(word) => (*word).into(),
            Parameter::Number(number) => (*number).into(),
            Parameter::Amount(amount) => grouped(*amount).into(),
            Parameter::Area(metres) => text.area(*metres).into(),
            Parameter::Labels(labels) => {
                let labels: Vec<_> = labels.iter().map(|label| label.in_language(text.language()).to_owned()).collect();
                text.list(&labels).into()
            }
            Parameter::Date(day) => text.date(*day).into(),
            Parameter::Span((from, to)) => text.span(*from, *to).into(),
            Parameter::State(iso3) => {
                register.state(*iso3).map_or_else(|| iso3.to_string(), |state| state.short_name_en.clone()).into()
            }
            Parameter::Instrument(code) => text.of_instrument(*code, "inside").into(),
            Parameter::Instruments(codes) => {
                let names: Vec<_> = codes.iter().map(|code| text.of_instrument(*code, "inside")).collect();
                text.list(&names).into()
            }
            Parameter::Regime(code) => text.regime(*code).into(),
            Parameter::Forms(letters) => text.list(letters).into(),
        }
    };
    let parameters: Vec<_> = finding.parameters.iter().map(|(name, parameter)| (*name, value(parameter))).collect();
    let sentence = text.with_all(&sentence_key(&finding.rule.0), parameters);
    // Names of instruments may begin a sentence; words of a State are left as they are.
    sentence.strip_prefix("the ").map_or(sentence.clone(), |rest| format!("The {rest}"))
}

/// Every sentence that a rule can say, with its parameters as placeholders, for lists of rules.
pub fn rule_sentences(text: &Text, rule: &Rule) -> Vec<String> {
    let key = sentence_key(&rule.id.0);
    let Ok(catalogue) = fluent_syntax::parser::parse(text.source) else { return Vec::new() };
    let message = catalogue.body.iter().find_map(|entry| match entry {
        ast::Entry::Message(message) if message.id.name == key => message.value.as_ref(),
        _ => None,
    });
    message.map(ways).unwrap_or_default()
}

/// The texts of a pattern, one for each choice among variants.
fn ways(pattern: &ast::Pattern<&str>) -> Vec<String> {
    pattern.elements.iter().fold(vec![String::new()], |said, element| {
        let next = match element {
            ast::PatternElement::TextElement { value } => vec![(*value).to_owned()],
            ast::PatternElement::Placeable { expression: ast::Expression::Select { variants, .. } } => {
                variants.iter().flat_map(|variant| ways(&variant.value)).collect()
            }
            ast::PatternElement::Placeable { expression: ast::Expression::Inline(inline) } => match inline {
                ast::InlineExpression::VariableReference { id } => vec![format!("{{{}}}", id.name)],
                _ => vec![String::new()],
            },
        };
        said.iter().flat_map(|so_far| next.iter().map(move |next| format!("{so_far}{next}"))).collect()
    })
}

/// Why a text of a draft was not taken, and what to write instead where that is plain.
pub fn untaken_sentence(text: &Text, untaken: &Untaken) -> String {
    let (key, unread) = match &untaken.why {
        Why::NotAYear => ("untaken-year", None),
        Why::NotADate => ("untaken-date", None),
        Why::NoteNotUsed => ("untaken-note-not-used", None),
        Why::NothingInPeriod => ("untaken-nothing-in-period", None),
        Why::NotAnArea(unread) => ("untaken-area", Some(unread)),
        Why::NotANumber(unread) => ("untaken-number", Some(unread)),
    };
    let (why, write, other) = match unread {
        Some(Unread::DecimalComma(write)) => ("decimal-comma", write.as_str(), ""),
        Some(Unread::ThousandsPoints(write)) => ("thousands-points", write.as_str(), ""),
        Some(Unread::TwoReadings(whole, decimal)) => ("two-readings", whole.as_str(), decimal.as_str()),
        Some(Unread::TooManyDigits) => ("too-many-digits", "", ""),
        Some(Unread::NotWhole) => ("not-whole", "", ""),
        Some(Unread::Negative) => ("negative", "", ""),
        Some(Unread::Other) | None => ("other", "", ""),
    };
    let typed = shortened(&untaken.typed);
    text.with_all(key, [("typed", typed.into()), ("why", why.into()), ("write", write.into()), ("other", other.into())])
}

/// What in a report does not go together.
pub fn odds_sentence(text: &Text, set: &FormSet, odds: &AtOdds) -> String {
    match &odds.kind {
        Odds::NotApplicable => {
            let form = set.form_at(&odds.place).map(|form| form.letter.clone()).unwrap_or_default();
            text.with("odds-not-applicable", "form", form)
        }
        Odds::NothingToReport => text.say("odds-nothing-to-report"),
        Odds::MoreThanAll { all, parts } => {
            text.with_all("odds-more-than-all", [("all", grouped(*all).into()), ("parts", grouped(*parts).into())])
        }
        Odds::SinceLater(year) => text.with("odds-since-later", "year", year.to_string()),
        Odds::NoDay(typed) => text.with("odds-no-day", "typed", shortened(typed)),
    }
}

fn sentence_key(rule: &str) -> String {
    format!("finding-{}", rule.to_ascii_lowercase())
}

/// The state of an item in words.
pub fn item_state(text: &Text, obligations: &Obligations, state: &ItemState) -> String {
    match state {
        ItemState::UnchangedSince(since) => {
            let since = since.map_or_else(|| "none".to_owned(), |year| year.to_string());
            text.with("item-unchanged", "since", since)
        }
        ItemState::AppliesIf(keys) => {
            let about = |key: &ConditionKey| obligations.conditions().iter().find(|condition| condition.key == *key);
            let words = keys.iter().filter_map(about).map(|one| one.applies_if.in_language(text.language()).to_owned());
            text.with("item-applies_if", "conditions", text.either(&words.collect::<Vec<_>>()))
        }
        ItemState::InOriginal(place) => text.with("in-original", "place", place.as_str()),
        other => text.say(&format!("item-{}", other.word())),
    }
}

/// An amount with its thousands apart, and two places after the point where there are any, or more where it has more.
pub fn grouped(amount: f64) -> String {
    let whole = match (amount.fract() == 0.0, format!("{amount:.2}")) {
        (true, _) => format!("{amount:.0}"),
        (false, cents) if cents.parse() == Ok(amount) => cents,
        (false, _) => amount.to_string(),
    };
    let (digits, rest) = whole.split_once('.').map_or((whole.as_str(), None), |(digits, rest)| (digits, Some(rest)));
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    let first = digits.len() % 3;
    let mut out = sign.to_owned();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && place % 3 == first % 3 {
            out.push(',');
        }
        out.push(digit);
    }
    rest.map_or(out.clone(), |rest| format!("{out}.{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_their_thousands_apart() {
        for (amount, expected) in [
            (0.0, "0"),
            (999.0, "999"),
            (1000.0, "1,000"),
            (13_926_017.0, "13,926,017"),
            (1234.5, "1,234.50"),
            (-1000.0, "-1,000"),
            (1000.125, "1,000.125"),
        ] {
            assert_eq!(grouped(amount), expected);
        }
    }
}
