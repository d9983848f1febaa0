//! What reminders say, and the dates they bring for calendars.

use chrono::{DateTime, NaiveDate, Utc};
use icalendar::{Calendar, Component, Event, EventLike};

use super::words::{About, Line, Words, report_of};
use crate::domain::code::{InstrumentCode, RegimeCode};
use crate::domain::letter::{Expected, Matter};
use crate::text::Text;

/// The letter in sentences, if it is one that reminds.
pub(super) fn words(about: About<'_>) -> Option<Words> {
    let state = &about.state();
    Some(match about.matter {
        Matter::Reminder { step, reports, answer, reads_only, .. } => {
            reminder(about, step, (reports, answer), if *reads_only { "reads" } else { "writes" })
        }
        Matter::TakesEffect { regime, since, .. } => takes_effect(about, regime, *since, state),
        Matter::StillContact { role, since, expires_at, .. } => {
            still_contact(about, (role, *since), *expires_at, state)
        }
        _ => return None,
    })
}

/// `reader` says whether who gets it `writes` reports, or `reads` them.
fn reminder(about: About<'_>, step: &str, (reports, answer): (&[Expected], &str), reader: &str) -> Words {
    let (t, state) = (about.t, about.state());
    let step = step.replace(' ', "-");
    let count = i64::try_from(reports.len()).unwrap_or(i64::MAX);
    let first = reports.first();
    let cycle = first.and_then(|report| report_of(&report.reference)).map(|report| report.cycle.to_string());
    let cycle = cycle.unwrap_or_default();
    let only = first.map(|report| name_of(t, report)).unwrap_or_default();
    let what = t.with_all(
        "letter-reminder-what",
        [("count", count.into()), ("report", only.into()), ("cycle", cycle.as_str().into())],
    );
    let due_on = first.map(|report| t.date(report.due_on)).unwrap_or_default();
    // The same word for all of them, or none.
    let progress =
        first.map(|report| report.progress.as_str()).filter(|one| reports.iter().all(|r| r.progress == *one));
    let progress = progress.unwrap_or("mixed");
    let say = |key: &str| {
        let parameters = [
            ("step", step.as_str().into()),
            ("reader", reader.into()),
            ("state", state.as_str().into()),
            ("what", what.as_str().into()),
            ("cycle", cycle.as_str().into()),
            ("count", count.into()),
            ("date", due_on.as_str().into()),
            ("kind", first.map(|report| report.kind.as_str()).unwrap_or_default().into()),
            ("progress", if count > 1 && key == "link" { "mixed" } else { progress }.into()),
        ];
        t.with_all(&format!("letter-reminder-{key}"), parameters)
    };
    Words {
        reports: reports.iter().map(|report| line(t, report, &state)).collect(),
        answer: Some((t.say("letter-reminder-answer"), format!("{}{answer}", about.public_url))),
        ..about.words(say("subject"), vec![say("said"), say("next")], say("link"))
    }
}

/// *Compliance report 2027*.
fn name_of(t: &Text, report: &Expected) -> String {
    let Some(reference) = report_of(&report.reference) else { return report.reference.clone() };
    let (regime, cycle) = (t.regime(reference.regime), reference.cycle.to_string());
    t.with_all("letter-report", [("regime", regime.into()), ("cycle", cycle.into())])
}

fn line(t: &Text, report: &Expected, state: &str) -> Line {
    let instrument = InstrumentCode::parse(&report.instrument).map(|code| t.of_instrument(code, "opening"));
    let since = t.with_all(
        "reason-bound",
        [
            ("instrument", instrument.unwrap_or_else(|_| report.instrument.clone()).into()),
            ("state", state.into()),
            ("since", t.date(report.bound_since).into()),
        ],
    );
    let ground = report_of(&report.reference).map(|one| t.of_regime(one.regime, "ground-sentence")).unwrap_or_default();
    Line {
        title: t.with_all(
            "letter-reminder-kind",
            [("kind", report.kind.as_str().into()), ("report", name_of(t, report).into())],
        ),
        reason: format!("{since} {ground}"),
        state: t.with_all(
            "letter-reminder-state",
            [
                ("progress", report.progress.as_str().into()),
                ("date", t.date(report.due_on).into()),
                ("earlier", report.starts_from.map_or_else(|| "none".to_owned(), |year| year.to_string()).into()),
            ],
        ),
    }
}

fn takes_effect(about: About<'_>, regime: &str, since: NaiveDate, state: &str) -> Words {
    let t = about.t;
    let regime = RegimeCode::parse(regime);
    let ground = regime.as_ref().map(|code| t.of_regime(*code, "ground-sentence")).unwrap_or_default();
    let instrument = regime.map(|code| t.regime(code)).unwrap_or_default();
    let say = |key: &str| {
        let parameters =
            [("state", state.into()), ("instrument", instrument.as_str().into()), ("date", t.date(since).into())];
        t.with_all(&format!("letter-takes-effect-{key}"), parameters)
    };
    about.words(say("subject"), vec![format!("{} {ground}", say("said")), say("next")], say("link"))
}

fn still_contact(about: About<'_>, (role, since): (&str, NaiveDate), expires_at: DateTime<Utc>, state: &str) -> Words {
    let (t, kind) = (about.t, role);
    let role = t.say(&format!("role-{}", role.replace('_', "-")));
    let say = |key: &str| {
        let parameters = [
            ("state", state.into()),
            ("kind", kind.into()),
            ("role", role.to_lowercase().into()),
            ("date", t.date(since).into()),
            ("when", t.instant(expires_at).into()),
        ];
        t.with_all(&format!("letter-still-contact-{key}"), parameters)
    };
    about.words(say("subject"), vec![say("said"), say("next")], say("link"))
}

/// The last days of the reports as a calendar (RFC 5545), if the letter names any: the same bytes whenever it is
/// made, so that a letter tried again is the same.
pub(super) fn calendar(
    t: &Text,
    matter: &Matter,
    state: &str,
    (host, public_url): (&str, &str),
    written_at: DateTime<Utc>,
) -> Option<String> {
    let dates = dates(t, matter, state);
    let event = |(reference, day, summary): &(&str, NaiveDate, String)| {
        Event::new()
            .uid(&format!("{reference}@{host}"))
            .timestamp(written_at)
            .summary(summary)
            .url(&format!("{public_url}/desk/reports/{reference}"))
            .starts(*day)
            .done()
    };
    let events: Vec<_> = dates.iter().map(event).collect();
    (!events.is_empty()).then(|| Calendar::from_iter(events).to_string())
}

/// What the calendar of a letter holds: report, last day, and what a calendar calls it.
pub(super) fn dates<'m>(t: &Text, matter: &'m Matter, state: &str) -> Vec<(&'m str, NaiveDate, String)> {
    let Matter::Reminder { reports, .. } = matter else { return Vec::new() };
    let date = |report: &'m Expected| {
        let summary = [("report", name_of(t, report).into()), ("state", state.into())];
        (report.reference.as_str(), report.due_on, t.with_all("letter-reminder-calendar", summary))
    };
    reports.iter().map(date).collect()
}
