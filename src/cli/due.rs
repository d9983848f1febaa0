//! `due`: what a State is asked for in a cycle; needs no database.

use std::process::ExitCode;

use chrono::NaiveDate;
use serde::Serialize;

use super::{Failure, Format};
use crate::clock::Clock;
use crate::domain::calendar::{Asked, Cycle, DueDate, ReportingRules, due};
use crate::domain::code::{Iso3, RegimeCode};
use crate::domain::treaty::{Register, Standing, State};
use crate::text::{Text, asked_reason};

/// One report as programs read it.
#[derive(Serialize)]
struct Line {
    regime: RegimeCode,
    kind: &'static str,
    due_on: Option<NaiveDate>,
    reason: String,
}

pub(super) fn run(party: Iso3, cycle: Cycle, format: Format) -> Result<ExitCode, Failure> {
    let register = Register::embedded()?;
    let Some(state) = register.state(party) else {
        return Err(Failure::NotUnderstood(vec![format!(
            "{party} is not the code of a State; ISO 3166-1 alpha-3 codes look like CHE"
        )]));
    };
    let asked = due(&register, &ReportingRules::embedded()?, party, cycle);
    let (text, today) = (Text::english(), Clock::System.today());
    match format {
        Format::Json => {
            let reports = asked.iter().filter_map(|asked| match asked {
                Asked::Report(report) => Some(Line {
                    regime: report.regime,
                    kind: report.kind.key(),
                    due_on: report.due.on(),
                    reason: asked_reason(text, asked, &state.short_name_en, today),
                }),
                Asked::ServedBy(_) => None,
            });
            say!("{}", serde_json::to_string_pretty(&reports.collect::<Vec<_>>())?);
        }
        Format::Text => {
            let heading = text.with_all(
                "due-heading",
                [("state", state.short_name_en.as_str().into()), ("cycle", cycle.to_string().into())],
            );
            say!("{heading}");
            for asked in &asked {
                let report = asked.report();
                let when = match (asked, report.due) {
                    (Asked::ServedBy(_), _) => text.say("due-served"),
                    (_, DueDate::On(day)) => text.date(day),
                    (_, DueDate::BeforeMeeting(day)) => text.with("due-before-meeting", "month", text.month_year(day)),
                };
                say!(
                    "  {} ({}): {when}",
                    text.regime(report.regime),
                    text.say(&format!("report-kind-{}", report.kind.key()))
                );
                say!("    {}", asked_reason(text, asked, &state.short_name_en, today));
            }
            if asked.is_empty() {
                say!("  {} {}", text.say("due-nothing"), nothing_due(text, &register, state, today));
            }
            say!("{}", text.with("register-as-of", "date", text.date(register.as_of())));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Why nothing is due, as the page of the State says it.
fn nothing_due(text: &Text, register: &Register, state: &State, today: NaiveDate) -> String {
    match register.standing(state.iso3, register.convention(), today) {
        Standing::Bound(_) => String::new(),
        Standing::Pending(period) => text.with("nothing-due-pending", "since", text.date(period.since)),
        _ => text.say("nothing-due-not-party"),
    }
}
