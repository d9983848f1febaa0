//! Section 1: identity, status and form set.

use std::collections::BTreeMap;

use super::case::Case;
use super::finding::{Findings, quoted};
use crate::domain::checklist::ItemState;
use crate::domain::code::{InstrumentCode, Iso3};
use crate::domain::report::{FilingKind, Report, says};
use crate::domain::treaty::{ActionKind, Standing};

/// Members that nothing understands.
pub(super) fn f_01(case: &Case<'_>, found: &mut Findings<'_>) {
    unknown_members(&case.report.unknown, found);
}

/// The same of any file.
pub(super) fn unknown_members(unknown: &[String], found: &mut Findings<'_>) {
    for path in unknown {
        found.add(path.clone(), [("path", quoted(path))]);
    }
}

/// The State is a party, and the one of the person who files.
pub(super) fn g_01(case: &Case<'_>, found: &mut Findings<'_>) {
    let (register, party) = (case.reference.register, case.report.party);
    if register.state(party).is_none() {
        return unknown_state(party, found);
    }
    let standing = register.standing(party, register.convention(), case.on);
    // Who has deposited is about to be a party and may file of its own will (rule G-03).
    if !matches!(standing, Standing::Bound(_) | Standing::Pending(_)) {
        found.add("party", [("state", party.into()), ("account", "none".into())]);
    } else if let Some(account) = case.seen.account.filter(|account| *account != party) {
        found.add("party", [("state", party.into()), ("account", account.into())]);
    }
}

/// A code that names no State, in any file.
pub(super) fn unknown_state(party: Iso3, found: &mut Findings<'_>) {
    found.add("party", [("state", party.into()), ("account", "unknown".into())]);
}

/// A regular report comes from a State that the instrument binds.
pub(super) fn g_02(case: &Case<'_>, found: &mut Findings<'_>) {
    let instrument = case.regime.instrument;
    if !case.is_voluntary() && !case.is_bound(instrument) {
        let parameters =
            [("state", case.report.party.into()), ("instrument", instrument.into()), ("date", case.on.into())];
        found.add("regime", parameters);
    }
}

/// A voluntary report is labelled so.
pub(super) fn g_03(case: &Case<'_>, found: &mut Findings<'_>) {
    let instrument = case.regime.instrument;
    if case.report.is_voluntary() && !case.is_bound(instrument) {
        found.add("kind", [("state", case.report.party.into()), ("instrument", instrument.into())]);
    }
}

/// No item of an instrument not in force is answered as an obligation.
pub(super) fn g_04(case: &Case<'_>, found: &mut Findings<'_>) {
    for (id, note) in &case.report.checklist {
        let Some(item) = case.reference.obligations.item(id) else { continue };
        let is_voluntary = note.voluntary || case.report.is_voluntary();
        if note.answers() && !is_voluntary && !case.is_bound(item.instrument) {
            let parameters = [
                ("state", case.report.party.into()),
                ("instrument", item.instrument.into()),
                ("item", id.to_string().into()),
            ];
            found.add(format!("checklist.{id}"), parameters);
        }
    }
}

/// Every item of each instrument in force has an answer.
pub(super) fn g_05(case: &Case<'_>, found: &mut Findings<'_>) {
    let mut open: BTreeMap<usize, (InstrumentCode, i64)> = BTreeMap::new();
    let instruments = case.reference.register.instruments();
    for item in case.checklist.items.iter().filter(|item| item.state == ItemState::Open) {
        let place = instruments.iter().position(|instrument| instrument.code == item.instrument).unwrap_or_default();
        open.entry(place).or_insert((item.instrument, 0)).1 += 1;
    }
    for (instrument, count) in open.into_values() {
        found.add("checklist", [("instrument", instrument.into()), ("count", count.into())]);
    }
}

/// The form set is the one of the cycle.
pub(super) fn g_06(case: &Case<'_>, found: &mut Findings<'_>) {
    let expected = case.set.name();
    if let Some(given) = case.report.form_set.as_deref().filter(|given| *given != expected) {
        found.add("form_set", [("given", quoted(given)), ("expected", expected.into())]);
    }
}

/// What entered into force inside the period opens its items.
pub(super) fn g_07(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some((from, to)) = case.report.period.days() else { return };
    let register = case.reference.register;
    let mut by_day: BTreeMap<_, Vec<InstrumentCode>> = BTreeMap::new();
    let is_asked = |code| case.checklist.items.iter().any(|item| item.instrument == code);
    for instrument in register.instruments().iter().filter(|instrument| is_asked(instrument.code)) {
        let periods = register.periods(case.report.party, instrument.code).iter();
        for since in periods.map(|period| period.since).filter(|since| from <= *since && *since <= to.min(case.on)) {
            by_day.entry(since).or_default().push(instrument.code);
        }
    }
    for (date, instruments) in by_day {
        let parameters =
            [("state", case.report.party.into()), ("instruments", instruments.into()), ("date", date.into())];
        found.add("period", parameters);
    }
}

/// One report for a State, regime and cycle; another is a correction or an update, with its reason.
pub(super) fn g_08(case: &Case<'_>, found: &mut Findings<'_>) {
    let report = case.report;
    let same = case.of_year(report.regime, i64::from(report.cycle.year()));
    // The earliest of those that came before: what it corrects or updates.
    let filed = same.filter(|other| other.kind != FilingKind::Historic).min_by_key(|other| other.turn());
    let is_further = matches!(report.kind, FilingKind::Correction | FilingKind::Update);
    let has_reason = says(report.reason.as_deref());
    if if is_further { has_reason } else { filed.is_none() } {
        return;
    }
    let parameters = [
        ("regime", report.regime.into()),
        ("cycle", i64::from(report.cycle.year()).into()),
        ("date", filed.and_then(Report::submitted_day).map_or("unknown".into(), Into::into)),
        ("without_reason", if is_further { "yes" } else { "no" }.into()),
    ];
    found.add(if is_further { "reason" } else { "kind" }, parameters);
}

/// After a denunciation the duty goes on until it takes effect.
pub(super) fn g_09(case: &Case<'_>, found: &mut Findings<'_>) {
    let (register, party, instrument) = (case.reference.register, case.report.party, case.regime.instrument);
    if case.report.kind != FilingKind::Voluntary {
        return;
    }
    let is_denounced = register.actions_of(party).any(|act| {
        act.kind == ActionKind::Denunciation
            && act.deposited_on <= case.on
            && (act.instrument == instrument || act.instrument == register.convention())
    });
    let end = register.period(party, instrument, case.on).and_then(|period| period.until);
    if let Some(end) = end.filter(|_| is_denounced) {
        found.add("kind", [("state", party.into()), ("instrument", instrument.into()), ("date", end.into())]);
    }
}
