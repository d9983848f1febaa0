//! How a State stands: what binds it and since when, what is asked of it, and what came of that. The public page of a
//! State and the secretariat's say it in the same words.

use std::collections::BTreeMap;

use crate::app::Edition;
use crate::app::opening::newest_open_to;
use crate::domain::calendar::{Asked, Cycle, DueDate, due};
use crate::domain::filing::Filing;
use crate::domain::history::HistoricReport;
use crate::domain::report::{Audience, ReportReference};
use crate::domain::treaty::{Instrument, Period, RegionalGroup, Standing, State, UnStatus};
use crate::store::submissions::Filed;
use crate::text::{Text, asked_reason};
use crate::web::Site;
use crate::web::desk::lately_first_due;
use crate::web::reports::own_address;

pub(in crate::web) struct InstrumentRow {
    pub(in crate::web) address: String,
    pub(in crate::web) name: String,
    pub(in crate::web) subject: String,
    pub(in crate::web) standing: Shown,
}

/// How a State stands to an instrument, in words.
pub(in crate::web) enum Shown {
    /// In force, or going to be.
    Dated(Dated),
    /// Signed, denounced or nothing.
    Words(String),
}

pub(in crate::web) struct Dated {
    pub(in crate::web) act: String,
    pub(in crate::web) deposited: String,
    pub(in crate::web) deposited_iso: String,
    pub(in crate::web) since: String,
    pub(in crate::web) since_iso: String,
    pub(in crate::web) how: String,
    /// Consented, not yet in force.
    pub(in crate::web) is_pending: bool,
    /// Denounced with effect from this day.
    pub(in crate::web) until: Option<String>,
}

pub(in crate::web) struct DueRow {
    pub(in crate::web) regime: String,
    pub(in crate::web) kind: String,
    /// The date, or words where there is none.
    pub(in crate::web) when: String,
    pub(in crate::web) when_iso: Option<String>,
    /// Days left, or the next working day.
    pub(in crate::web) notes: Vec<String>,
    /// Where the report is, and when it was received, where it was and the reader may see it.
    pub(in crate::web) received: Option<(Option<String>, String)>,
    pub(in crate::web) reason: String,
    pub(in crate::web) source: String,
}

/// Where a report is, as far as there is an address, and when it was received.
pub(in crate::web) type Received = BTreeMap<ReportReference, (Option<String>, String)>;

/// State party or not, group, standing in the United Nations.
pub(in crate::web) fn over(t: &Text, edition: &Edition, state: &State) -> String {
    let standing = match standing_to_convention(edition, state) {
        Standing::Bound(_) => "over-party",
        Standing::Pending(_) => "over-pending",
        Standing::Signed(_) => "over-signatory",
        Standing::Ended(_) | Standing::NotBound => "over-not-party",
    };
    let mut parts = vec![t.say(standing)];
    if state.group != RegionalGroup::None {
        parts.push(t.say(&format!("group-{}", state.group.key())));
    }
    if state.un_status != UnStatus::Member {
        parts.push(t.say(&format!("un-status-{}", state.un_status.key())));
    }
    parts.join(&t.say("list-comma"))
}

fn standing_to_convention<'a>(edition: &'a Edition, state: &State) -> Standing<'a> {
    edition.register.standing(state.iso3, edition.register.convention(), edition.today)
}

pub(in crate::web) fn lead(t: &Text, edition: &Edition, state: &State) -> String {
    let (register, convention) = (&edition.register, edition.register.convention());
    let further = register.instruments().iter().filter(|one| one.code != convention);
    let further = further.filter(|one| register.bound(state.iso3, one.code, edition.today)).count();
    match standing_to_convention(edition, state) {
        Standing::Bound(period) => {
            let bound =
                t.with_all("party-lead-bound", [("since", t.date(period.since).into()), ("further", further.into())]);
            let cycle = Cycle::containing(edition.today);
            let asked = due(register, &edition.rules, state.iso3, cycle);
            let reports = asked.iter().filter(|asked| matches!(asked, Asked::Report(_))).count();
            let due = [("count", reports.into()), ("cycle", cycle.to_string().into())];
            if reports == 0 { bound } else { format!("{bound} {}", t.with_all("party-lead-due", due)) }
        }
        Standing::Pending(period) => t.with("party-lead-pending", "since", t.date(period.since)),
        Standing::Ended(period) => {
            t.with("party-lead-ended", "until", period.until.map(|until| t.date(until)).unwrap_or_default())
        }
        Standing::Signed(day) => t.with("party-lead-signed", "on", t.date(day)),
        Standing::NotBound => t.say("party-lead-not-bound"),
    }
}

pub(in crate::web) fn nothing_due(t: &Text, edition: &Edition, state: &State, cycle: Cycle) -> String {
    match standing_to_convention(edition, state) {
        Standing::Pending(period) => t.with("nothing-due-pending", "since", t.date(period.since)),
        Standing::Bound(_) => t.with("nothing-due-cycle", "cycle", cycle.to_string()),
        _ => t.say("nothing-due-not-party"),
    }
}

impl InstrumentRow {
    pub(in crate::web) fn new(t: &Text, edition: &Edition, state: &State, instrument: &Instrument) -> Self {
        let standing = match edition.register.standing(state.iso3, instrument.code, edition.today) {
            Standing::Bound(period) => Shown::Dated(Dated::new(t, period, false)),
            Standing::Pending(period) => Shown::Dated(Dated::new(t, period, true)),
            Standing::Ended(period) => {
                Shown::Words(t.with("standing-ended", "until", period.until.map(|day| t.date(day)).unwrap_or_default()))
            }
            Standing::Signed(day) => Shown::Words(t.with("standing-signed", "on", t.date(day))),
            Standing::NotBound => Shown::Words(t.say("standing-not-bound")),
        };
        Self {
            address: format!("/instruments/{}", instrument.code),
            name: t.instrument(instrument.code),
            subject: t.of_instrument(instrument.code, "subject"),
            standing,
        }
    }
}

impl Dated {
    fn new(t: &Text, period: &Period, is_pending: bool) -> Self {
        Self {
            act: t.say(&format!("act-{}", period.kind.key())),
            deposited: t.date(period.deposited_on),
            deposited_iso: period.deposited_on.to_string(),
            since: t.date(period.since),
            since_iso: period.since.to_string(),
            how: t.say(&format!("how-{}", period.how.key())),
            is_pending,
            until: period.until.map(|until| t.date(until)),
        }
    }
}

impl DueRow {
    pub(in crate::web) fn new(t: &Text, edition: &Edition, state: &State, asked: &Asked, received: &Received) -> Self {
        let report = asked.report();
        let cycle = Cycle::containing(edition.today);
        let cycle = if let Asked::ServedBy(_) = asked { cycle.next().unwrap_or(cycle) } else { cycle };
        let reference = ReportReference { party: state.iso3, regime: report.regime, cycle };
        let received = received.get(&reference).cloned();
        let (when, when_iso, mut notes) = match (asked, report.due) {
            (Asked::ServedBy(_), _) => (t.say("due-served"), None, Vec::new()),
            (_, DueDate::BeforeMeeting(day)) => {
                (t.with("due-before-meeting", "month", t.month_year(day)), None, Vec::new())
            }
            (_, DueDate::On(day)) => {
                let working_day = edition.office.working_day_from(day);
                let left = (day - edition.today).num_days();
                let mut notes = Vec::new();
                // Between the date and the next working day nothing has passed yet, and for what is here no day counts.
                if received.is_none() && (left >= 0 || working_day < edition.today) {
                    notes.push(t.with(if left < 0 { "due-passed" } else { "due-in-days" }, "days", left));
                }
                if working_day != day {
                    notes.push(t.with("due-working-day", "date", t.date(working_day)));
                }
                (t.date(day), Some(day.to_string()), notes)
            }
        };
        let first = lately_first_due(edition, reference);
        notes.extend(first.map(|(_, day)| t.with("due-first", "date", t.date(day))));
        Self {
            regime: t.regime(report.regime),
            kind: t.say(&format!("report-kind-{}", report.kind.key())),
            when,
            when_iso,
            notes,
            received,
            reason: asked_reason(t, asked, &state.short_name_en, edition.today),
            source: t.with_all(
                "due-source",
                [
                    ("source", report.source.as_str().into()),
                    ("mark", t.say(&format!("mark-{}", report.mark.key())).into()),
                ],
            ),
        }
    }
}

/// What was received and stands, as far as the reader may see it; for its State and the secretariat also what is known
/// from before the portal, of which it is not known who else may see it.
pub(in crate::web) fn received(
    site: &Site,
    filed: &[Filed],
    historic: &[HistoricReport],
    audience: Audience,
) -> Received {
    let standing: Vec<_> = filed.iter().filter(|filed| filed.stands()).cloned().collect();
    let line = |filed: &Filed| {
        let said = site.text.with("due-received", "date", site.text.date(site.day_of(filed.received_at())));
        (filed.reference, (Some(own_address(audience, filed.reference.into(), false)), said))
    };
    let mut received: Received = newest_open_to(audience, &standing).into_iter().map(line).collect();
    if matches!(audience, Audience::State | Audience::Secretariat) {
        for report in historic {
            received.entry(report.reference()).or_insert_with(|| before_the_portal(site.text, report));
        }
    }
    received
}

fn before_the_portal(t: &Text, report: &HistoricReport) -> (Option<String>, String) {
    let address = report.file.clone().filter(|file| file.starts_with("https://"));
    let said = match report.received_on {
        Some(day) => t.with("due-historic-on", "date", t.date(day)),
        None => t.say("due-historic"),
    };
    (address, said)
}
