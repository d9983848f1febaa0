//! Since when a State is bound by an instrument, and how that day is found.
//!
//! Article 5 of the Convention: a State's consent takes effect six months after its
//! deposit, but not before the instrument itself is in force. A day of effect stated by
//! the depositary wins (successions). Article 9: a denunciation takes effect one year
//! after its receipt; denouncing the Convention ends its Protocols too.

use chrono::{Datelike, Months, NaiveDate};

use super::{ActionKind, Effect, Instrument, Mark, TreatyAction};

/// Months between a deposit and its effect (article 5(2) and 5(4)).
const MONTHS_TO_EFFECT: Months = Months::new(6);
/// Months between the receipt of a denunciation and its effect (article 9(2)).
const MONTHS_TO_END: Months = Months::new(12);

/// A span of time during which an instrument binds a State.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// First day bound.
    pub since: NaiveDate,
    /// First day no longer bound, after a denunciation.
    pub until: Option<NaiveDate>,
    /// How `since` was found.
    pub how: How,
    /// The act of the State.
    pub kind: ActionKind,
    /// Day of deposit of that act.
    pub deposited_on: NaiveDate,
}

impl Period {
    /// Whether the day lies in the span.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.since <= day && self.until.is_none_or(|until| day < until)
    }
}

/// How the first day bound was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// A source states the day of effect.
    Stated(Mark),
    /// Six calendar months after the deposit.
    SixMonths,
    /// Six calendar months after the deposit, on the last day of a month that has no such day.
    SixMonthsToMonthEnd,
    /// The instrument itself entered into force later than that.
    WithTheInstrument,
}

impl How {
    /// The word for it in text keys.
    pub fn key(self) -> &'static str {
        match self {
            Self::Stated(Mark::Verified) => "stated",
            Self::Stated(Mark::Recalled) => "stated-recalled",
            Self::SixMonths => "six-months",
            Self::SixMonthsToMonthEnd => "six-months-to-month-end",
            Self::WithTheInstrument => "with-the-instrument",
        }
    }
}

/// First day bound, and how it was found, for an act that binds; `None` for one that does not.
pub(super) fn first_day_bound(action: &TreatyAction, instrument: &Instrument) -> Option<(NaiveDate, How)> {
    if matches!(action.kind, ActionKind::Signature | ActionKind::Denunciation) {
        return None;
    }
    if let Some(Effect { on, mark }) = action.effect {
        return Some((on, How::Stated(mark)));
    }
    let six_months = later(action.deposited_on, MONTHS_TO_EFFECT);
    Some(if six_months < instrument.entered_into_force_on {
        (instrument.entered_into_force_on, How::WithTheInstrument)
    } else if six_months.day() != action.deposited_on.day() {
        (six_months, How::SixMonthsToMonthEnd)
    } else {
        (six_months, How::SixMonths)
    })
}

/// First day no longer bound, for a denunciation.
fn first_day_free(denunciation: &TreatyAction) -> NaiveDate {
    denunciation.effect.map_or_else(|| later(denunciation.deposited_on, MONTHS_TO_END), |effect| effect.on)
}

/// The spans during which `instrument` binds a State.
///
/// `own` are the State's acts on the instrument in order of deposit; `denunciations` those
/// on the convention it belongs to. A denunciation ends what was consented to before it: a
/// consent deposited during its year of notice goes on.
pub(super) fn periods(own: &[&TreatyAction], denunciations: &[&TreatyAction], instrument: &Instrument) -> Vec<Period> {
    let of_itself = own.iter().filter(|action| action.kind == ActionKind::Denunciation);
    let ends: Vec<_> = of_itself.chain(denunciations).map(|act| (act.deposited_on, first_day_free(act))).collect();
    let mut periods: Vec<Period> = Vec::new();
    for action in own {
        let Some((since, how)) = first_day_bound(action, instrument) else { continue };
        let later_ends = ends.iter().filter(|(received_on, end)| *received_on > action.deposited_on && *end > since);
        let until = later_ends.map(|(_, end)| *end).min();
        match periods.last_mut() {
            // Bound already: a second act begins nothing, but may outlive the end of the first.
            Some(last) if last.until.is_none_or(|end| since <= end) => {
                last.until = last.until.and_then(|end| until.map(|until| until.max(end)));
            }
            _ => periods.push(Period { since, until, how, kind: action.kind, deposited_on: action.deposited_on }),
        }
    }
    periods
}

/// The same day number some months later, or the last day of a month that has no such day.
/// Days at the end of chrono's calendar (the year 262142) stay where they are.
fn later(day: NaiveDate, months: Months) -> NaiveDate {
    day.checked_add_months(months).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::calendar::day;
    use crate::domain::code::{InstrumentCode, Iso3};

    fn act(kind: ActionKind, deposited_on: NaiveDate) -> TreatyAction {
        TreatyAction {
            party: Iso3::parse("CHE").unwrap(),
            instrument: InstrumentCode::parse("P-V").unwrap(),
            deposited_on,
            kind,
            effect: None,
            verified: true,
            source: String::new(),
        }
    }

    fn protocol_v() -> Instrument {
        Instrument {
            code: InstrumentCode::parse("P-V").unwrap(),
            belongs_to: InstrumentCode::parse("CCW").ok(),
            adopted_on: day(2003, 11, 28),
            entered_into_force_on: day(2006, 11, 12),
            depositary_list: "XXVI-2-d".into(),
            mark: Mark::Verified,
        }
    }

    fn check(deposited_on: NaiveDate, since: NaiveDate, how: How) {
        let found = first_day_bound(&act(ActionKind::Consent, deposited_on), &protocol_v());
        assert_eq!(found, Some((since, how)), "deposited on {deposited_on}");
    }

    #[test]
    fn consent_takes_effect_after_six_calendar_months() {
        check(day(2006, 5, 12), day(2006, 11, 12), How::SixMonths);
        check(day(2008, 7, 21), day(2009, 1, 21), How::SixMonths);
        check(day(2006, 10, 31), day(2007, 4, 30), How::SixMonthsToMonthEnd);
        for year in 2007..2030 {
            let february = day(year + 1, 3, 1).pred_opt().unwrap();
            check(day(year, 8, 31), february, How::SixMonthsToMonthEnd);
        }
        check(day(2007, 8, 29), day(2008, 2, 29), How::SixMonths);
        check(day(2006, 1, 5), day(2006, 11, 12), How::WithTheInstrument);
    }

    #[test]
    fn a_signature_does_not_bind() {
        assert_eq!(first_day_bound(&act(ActionKind::Signature, day(2010, 1, 1)), &protocol_v()), None);
    }

    #[test]
    fn a_stated_day_of_effect_wins() {
        let mut succession = act(ActionKind::Succession, day(2010, 10, 23));
        succession.effect = Some(Effect { on: day(2010, 6, 3), mark: Mark::Verified });
        assert_eq!(first_day_bound(&succession, &protocol_v()), Some((day(2010, 6, 3), How::Stated(Mark::Verified))));
    }

    #[test]
    fn a_denunciation_ends_after_a_year_and_a_new_consent_binds_again() {
        let acts = [
            act(ActionKind::Consent, day(2010, 1, 1)),
            act(ActionKind::Denunciation, day(2020, 2, 29)),
            act(ActionKind::Consent, day(2024, 1, 1)),
        ];
        let spans = periods(&acts.iter().collect::<Vec<_>>(), &[], &protocol_v());
        let days: Vec<_> = spans.iter().map(|span| (span.since, span.until)).collect();
        assert_eq!(days, [(day(2010, 7, 1), Some(day(2021, 2, 28))), (day(2024, 7, 1), None)]);
    }

    #[test]
    fn a_consent_during_the_year_of_notice_outlives_the_denunciation() {
        let consent = act(ActionKind::Consent, day(2010, 1, 1));
        let denunciation = act(ActionKind::Denunciation, day(2020, 6, 15));
        for (again, expected) in [
            // In force again before the end: bound throughout.
            (day(2020, 12, 1), vec![(day(2010, 7, 1), None)]),
            (day(2020, 12, 15), vec![(day(2010, 7, 1), None)]),
            // In force again after it: a gap.
            (day(2021, 3, 1), vec![(day(2010, 7, 1), Some(day(2021, 6, 15))), (day(2021, 9, 1), None)]),
        ] {
            let again = act(ActionKind::Consent, again);
            for ends in [vec![], vec![&denunciation]] {
                let own = if ends.is_empty() { vec![&consent, &denunciation, &again] } else { vec![&consent, &again] };
                let spans = periods(&own, &ends, &protocol_v());
                let days: Vec<_> = spans.iter().map(|span| (span.since, span.until)).collect();
                assert_eq!(days, expected, "{again:?}");
            }
        }
    }

    #[test]
    fn denouncing_the_convention_ends_its_protocols() {
        let consent = act(ActionKind::Consent, day(2010, 1, 1));
        let denunciation = act(ActionKind::Denunciation, day(2020, 6, 15));
        let spans = periods(&[&consent], &[&denunciation], &protocol_v());
        assert_eq!(spans.first().and_then(|span| span.until), Some(day(2021, 6, 15)));
    }

    proptest! {
        #[test]
        fn six_months_later_is_the_same_day_or_a_month_end(days in -4_000_000i32..4_000_000) {
            let deposited = NaiveDate::from_epoch_days(days).unwrap_or(NaiveDate::MAX);
            let effect = later(deposited, MONTHS_TO_EFFECT);
            let months = |d: NaiveDate| d.year() * 12 + i32::try_from(d.month0()).unwrap();
            prop_assert_eq!(months(effect) - months(deposited), 6);
            let month_end = effect.succ_opt().unwrap().day() == 1;
            prop_assert!(effect.day() == deposited.day() || (month_end && effect.day() < deposited.day()));
        }

        #[test]
        fn a_later_deposit_never_takes_effect_earlier(a in 0i32..40_000, b in 0i32..40_000) {
            let (first, second) = (a.min(b), a.max(b));
            let on = |days| NaiveDate::from_epoch_days(days).unwrap_or_default();
            prop_assert!(later(on(first), MONTHS_TO_EFFECT) <= later(on(second), MONTHS_TO_EFFECT));
        }

        #[test]
        fn any_date_at_all_is_survived(days in any::<i32>()) {
            if let Some(deposited) = NaiveDate::from_epoch_days(days) {
                prop_assert!(later(deposited, MONTHS_TO_END) >= deposited);
            }
        }

        #[test]
        fn spans_of_one_state_never_overlap(acts in proptest::collection::vec((0u8..3, 13_000i32..25_000), 0..8)) {
            let kinds = [ActionKind::Consent, ActionKind::Denunciation, ActionKind::Signature];
            let mut acts: Vec<_> = acts
                .into_iter()
                .map(|(kind, on)| act(kinds[usize::from(kind)], NaiveDate::from_epoch_days(on).unwrap()))
                .collect();
            acts.sort_by_key(|action| action.deposited_on);
            let spans = periods(&acts.iter().collect::<Vec<_>>(), &[], &protocol_v());
            for pair in spans.windows(2) {
                prop_assert!(pair[0].until.is_some_and(|until| until <= pair[1].since));
            }
            let last = acts.iter().rev().find(|act| act.kind != ActionKind::Signature).map(|act| act.kind);
            let goes_on = spans.last().is_some_and(|span| span.until.is_none());
            prop_assert!(last != Some(ActionKind::Consent) || goes_on, "{:?} {:?}", acts, spans);
        }
    }
}
