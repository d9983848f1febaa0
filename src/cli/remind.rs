//! `remind`: the letters that are due by a day, and who gets none and why.

use std::process::ExitCode;

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::{Failure, Format, database, open_migrated, remind_none};
use crate::app::Edition;
use crate::app::reminding::{self, Known, language_of};
use crate::clock::Clock;
use crate::config::Values;
use crate::domain::code::{Iso3, RegimeCode};
use crate::domain::reminder::{NoLetter, Plan, PlannedLetter};
use crate::text::Text;

#[derive(Args)]
pub(super) struct Arguments {
    /// The day by which the letters are due, for example 2027-03-01; today where none is given
    #[arg(long, value_name = "DATE", value_parser = super::date)]
    on: Option<NaiveDate>,
    /// Further days to look ahead
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=3660))]
    days: u32,
    /// Only show them; without it those due by today are written to the outbox, once letters are released
    #[arg(long)]
    dry_run: bool,
    /// Show as well who gets no letter, and why
    #[arg(long)]
    explain: bool,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// A letter as programs read it; with a reason it is none.
#[derive(Serialize)]
struct Line<'p> {
    party: Iso3,
    regime: Option<RegimeCode>,
    cycle: i32,
    step: Option<&'p str>,
    recipient: Option<&'p str>,
    language: &'static str,
    send_on: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

pub(super) fn run(arguments: &Arguments, values: &Values) -> Result<ExitCode, Failure> {
    let store = open_migrated(&database(values)?)?;
    let now = Edition::load(&store, Clock::System.today())?;
    let on = arguments.on.unwrap_or(now.today);
    let edition = Edition { today: on, ..now.clone() };
    let known = Known::load(&store, &edition, on, arguments.days)?;
    let plan = known.plan(&edition, on, arguments.days);
    let mut lines: Vec<_> = plan.letters.iter().map(|letter| Line::of(&edition, letter)).collect();
    if arguments.explain {
        lines.extend(plan.none.iter().map(|none| Line::of_none(&edition, none)));
    }
    match arguments.format {
        Format::Json => say!("{}", serde_json::to_string_pretty(&lines)?),
        Format::Text => print(&edition, &plan, arguments),
    }
    match (&known.release, arguments.dry_run) {
        (None, is_shown) => {
            note!(
                "letters are not released; an administrator looks at the plan and releases them at /secretariat/reminders"
            );
            if !is_shown {
                return Ok(ExitCode::FAILURE);
            }
        }
        (Some(_), true) => {}
        (Some(_), false) => {
            let written = reminding::write_due(&store, &now, Clock::System.now())?;
            note!("{} messages written to the outbox, {} taken back", written.messages, written.withdrawn);
            let later = plan.letters.iter().filter(|one| one.occasion.send_on > now.today).count();
            if later > 0 {
                note!("{later} letters are dated after today; `serve` and `work` write them on their day");
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn language(edition: &Edition, party: Iso3) -> &'static str {
    edition.register.state(party).map_or("en", language_of)
}

impl<'p> Line<'p> {
    fn of(edition: &Edition, letter: &'p PlannedLetter) -> Self {
        let occasion = &letter.occasion;
        Self {
            party: occasion.party,
            regime: occasion.regime,
            cycle: occasion.cycle.year(),
            step: Some(&occasion.step.name),
            recipient: Some(&letter.recipient.address),
            language: language(edition, occasion.party),
            send_on: Some(occasion.send_on),
            reason: None,
        }
    }

    fn of_none(edition: &Edition, none: &'p NoLetter) -> Self {
        Self {
            party: none.party,
            regime: none.regime,
            cycle: none.cycle.year(),
            step: none.occasion.as_ref().map(|occasion| occasion.step.name.as_str()),
            recipient: none.recipient.map(|recipient| recipient.address.as_str()),
            language: language(edition, none.party),
            send_on: none.occasion.as_ref().map(|occasion| occasion.send_on),
            reason: Some(none.reason.key()),
        }
    }
}

fn print(edition: &Edition, plan: &Plan, arguments: &Arguments) {
    let text = Text::english();
    let regime = |code: Option<RegimeCode>| code.map_or_else(|| text.say("remind-contact"), |code| text.regime(code));
    for letter in &plan.letters {
        let occasion = &letter.occasion;
        let held = if letter.is_held { text.say("remind-held") } else { String::new() };
        say!(
            "{}  {}  {} {}  {}  {} <{}>  {}{held}",
            occasion.send_on,
            occasion.party,
            regime(occasion.regime),
            occasion.cycle,
            occasion.step.name,
            letter.recipient.name,
            letter.recipient.address,
            language(edition, occasion.party),
        );
    }
    let figures = [("count", plan.letters.len().into()), ("letters", reminding::count_messages(plan).into())];
    say!("{}", text.with_all("remind-letters", figures));
    if !arguments.explain {
        return;
    }
    remind_none::print(text, &plan.none);
}
