//! Section 5, Forms A, B and E of the Compliance report, and the report as a whole.

use super::case::Case;
use super::finding::{Findings, Parameter};
use crate::domain::code::InstrumentCode;
use crate::domain::regime::Form;
use crate::domain::treaty::Standing;

/// Both halves of Form A have an answer.
pub(super) fn c_01(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some(form) = case.spoken("dissemination") else { return };
    for part in ["armed_forces", "civilian_population"] {
        let answer = case.report.answer(&form.letter, part);
        if !answer.is_some_and(|answer| answer.holds_text() || answer.nothing_to_report) {
            let parameters = [("form", form.letter.clone().into()), ("part", part.into())];
            found.add(format!("forms.{}.{part}", form.letter), parameters);
        }
    }
}

/// Training names what it is about.
pub(super) fn c_02(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some((text, place)) = case.spoken_text("dissemination", "armed_forces") else { return };
    let lexicon = case.reference.lexicon;
    let mut in_force = case.reference.register.instruments().iter().filter(|one| case.is_bound(one.code));
    let named = lexicon.of_the_convention(text);
    if !lexicon.says_nothing(text) && !in_force.any(|one| lexicon.names(one.code, &named)) {
        found.add(place, []);
    }
}

/// Training has its time and its audience.
pub(super) fn c_03(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some((text, place)) = case.spoken_text("dissemination", "armed_forces") else { return };
    let lexicon = case.reference.lexicon;
    let lacking = match (lexicon.says_when(text), lexicon.audience.is_match(text)) {
        (true, true) => return,
        (false, true) => "date",
        (true, false) => "audience",
        (false, false) => "both",
    };
    if !lexicon.says_nothing(text) {
        found.add(place, [("lacking", lacking.into())]);
    }
}

/// A manual has its date.
pub(super) fn c_04(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some((text, place)) = case.spoken_text("dissemination", "armed_forces") else { return };
    let lexicon = case.reference.lexicon;
    if !lexicon.dates_its_manual(text) {
        found.add(place, []);
    }
}

/// Civilians can find it.
pub(super) fn c_05(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some((text, place)) = case.spoken_text("dissemination", "civilian_population") else { return };
    let lexicon = case.reference.lexicon;
    if !lexicon.says_nothing(text) && !lexicon.link.is_match(text) && !lexicon.says_when(text) {
        found.add(place, []);
    }
}

/// What Form B says, without what only looks like a Protocol; none where the State says that there is
/// nothing, or that nothing changed.
fn technical(case: &Case<'_>) -> Option<(String, String)> {
    let form = case.spoken("technical_requirements")?;
    let text = case.report.texts(form).into_values().collect::<Vec<_>>().join("\n");
    let answer = case.report.answer(&form.letter, "technical_requirements");
    let says_nothing = answer.is_some_and(|answer| answer.nothing_to_report && !answer.holds_text());
    let lexicon = case.reference.lexicon;
    (!says_nothing && !lexicon.says_nothing(&text)).then(|| {
        (lexicon.of_the_convention(&text).into_owned(), format!("forms.{}.technical_requirements", form.letter))
    })
}

/// Each Protocol with technical content has an answer or a pointer.
pub(super) fn c_06(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some((text, place)) = technical(case) else { return };
    let regimes = case.reference.deadlines.regimes();
    let regime_of = |code: InstrumentCode| regimes.iter().find(|regime| regime.instrument == code);
    let letter = case.form("technical_requirements").map_or("", |form| form.letter.as_str());
    let answers = || case.report.forms.get(letter).into_iter().flatten().map(|(_, answer)| answer);
    for code in found.rule.instruments.clone().into_iter().filter(|code| case.is_bound(*code)) {
        let own = regime_of(code).map(|regime| regime.code);
        let points = own.is_some_and(|own| {
            answers().any(|answer| answer.see.iter().any(|see| see.regime == own && see.cycle <= case.report.cycle))
        });
        if points || case.reference.lexicon.names(code, &text) {
            continue;
        }
        // The report to point to: the newest held, else the one of the same cycle.
        let cycle = own.and_then(|own| {
            let known = case.history.iter().filter(|other| other.regime == own && other.cycle <= case.report.cycle);
            let newest = known.map(|other| other.cycle).max();
            Some(newest.unwrap_or(case.report.cycle)).map(|cycle| i64::from(cycle.year()))
        });
        let parameters = [
            ("instrument", code.into()),
            ("regime", own.map_or("none".into(), Parameter::Regime)),
            ("cycle", cycle.map_or("none".into(), Parameter::Number)),
        ];
        found.add(place.clone(), parameters);
    }
}

/// New weapons are held against Protocols I, III and IV.
pub(super) fn c_07(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some((text, place)) = technical(case) else { return };
    let lexicon = case.reference.lexicon;
    if lexicon.weapons_review.is_match(&text) {
        return;
    }
    for code in found.rule.instruments.clone().into_iter().filter(|code| case.is_bound(*code)) {
        if !lexicon.names(code, &text) {
            let parameters = [("state", case.report.party.into()), ("instrument", code.into())];
            found.add(place.clone(), parameters);
        }
    }
}

/// Steps towards texts that do not bind the State yet are welcome.
pub(super) fn c_16(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some(form) = case.form("other_matters") else { return };
    // Who has consented and waits for the six months to pass has taken the step.
    let register = case.reference.register;
    let stands_outside = |code: &InstrumentCode| {
        !matches!(register.standing(case.report.party, *code, case.on), Standing::Bound(_) | Standing::Pending(_))
    };
    let missing: Vec<_> = found.rule.instruments.iter().copied().filter(stands_outside).collect();
    if !missing.is_empty() {
        let several = if missing.len() > 1 { "yes" } else { "no" };
        let parameters =
            [("state", case.report.party.into()), ("instruments", missing.into()), ("several", several.into())];
        found.add(format!("forms.{}.other_matters", form.letter), parameters);
    }
}

/// A report in which every form says that there is nothing is meant.
pub(super) fn c_17(case: &Case<'_>, found: &mut Findings<'_>) {
    let lexicon = case.reference.lexicon;
    let says_nothing = |form: &Form| {
        let texts = case.report.texts(form);
        let silent = texts.values().all(|text| lexicon.says_nothing(text));
        silent && (case.report.says_nothing_to_report(form) || !texts.is_empty())
    };
    if case.set.forms.iter().all(says_nothing) {
        found.add("forms", []);
    }
}
