//! One line of a list: its cells become a report, or all that is wrong with them.

use chrono::NaiveDate;

use super::{AnsweredForms, COLUMNS, HistoricReport, HistoryKey};
use crate::domain::calendar::Cycle;
use crate::domain::code::{InstrumentCode, Iso3, RegimeCode};
use crate::domain::list::{Fault, noted, party, quoted, unreadable_cells, wrong_number_of_cells};
use crate::domain::regime::{FormSets, Regime};
use crate::domain::treaty::Register;

/// What a list is read against.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// Who is bound by what.
    pub register: &'a Register,
    /// The regimes there are.
    pub regimes: &'a [Regime],
    /// The forms of every regime and cycle.
    pub form_sets: &'a FormSets,
    /// The day of reading; nothing was received later.
    pub today: NaiveDate,
}

/// A line as far as it can be read.
pub(super) struct ReadLine {
    /// What it is about, also where the rest is wrong.
    pub(super) key: Option<HistoryKey>,
    pub(super) report: Result<HistoricReport, Vec<Fault>>,
    /// The instrument that did not bind the State at any time in the cycle.
    pub(super) not_bound_by: Option<InstrumentCode>,
}

pub(super) fn read_line(cells: &[String], facts: &Facts<'_>) -> ReadLine {
    let [iso3, regime, cycle, received_on, forms, file, source] = cells else {
        return ReadLine { key: None, report: Err(vec![wrong_number_of_cells(cells, &COLUMNS)]), not_bound_by: None };
    };
    let mut faults = unreadable_cells(cells, &COLUMNS);
    let party = noted(party(iso3, facts.register), &mut faults);
    let regime = noted(find_regime(regime, facts), &mut faults);
    let cycle = noted(find_cycle(cycle, facts), &mut faults);
    let received_on = noted(day_of_receipt(received_on, facts), &mut faults);
    // Which letters there are hangs on regime and cycle; without them nothing can be said.
    let of = regime.zip(cycle);
    let forms = of.and_then(|of| noted(answered_forms(forms, of, facts), &mut faults));
    let file = noted(file_or_address(file), &mut faults);
    let source = noted(where_it_was_read(source), &mut faults);
    let key = party.zip(of).map(|(party, (regime, cycle))| (party, regime.code, cycle));
    let not_bound = party.zip(of).filter(|(party, (regime, cycle))| !was_bound(*party, regime, *cycle, facts));
    let report = match (key, received_on, forms, file, source) {
        (Some((party, regime, cycle)), Some(received_on), Some(forms), Some(file), Some(source))
            if faults.is_empty() =>
        {
            Ok(HistoricReport { party, regime, cycle, received_on, forms, file, source })
        }
        _ => Err(faults),
    };
    ReadLine { key, report, not_bound_by: not_bound.map(|(_, (regime, _))| regime.instrument) }
}

fn find_regime<'a>(text: &str, facts: &Facts<'a>) -> Result<&'a Regime, Fault> {
    let known = RegimeCode::parse(text).ok().and_then(|code| facts.regimes.iter().find(|regime| regime.code == code));
    known.ok_or_else(|| {
        let codes: Vec<_> = facts.regimes.iter().map(|regime| regime.code.as_str()).collect();
        Fault::new("regime", format!("{} is not known", quoted(text)), format!("one of {}", codes.join(", ")))
    })
}

fn find_cycle(text: &str, facts: &Facts<'_>) -> Result<Cycle, Fault> {
    let begun = Cycle::containing(facts.today);
    let expected = || format!("the year of a cycle up to {begun}");
    let cycle = text.parse::<Cycle>().map_err(|_not_a_cycle| {
        Fault::new("cycle", format!("{} is not the year of a cycle", quoted(text)), expected())
    })?;
    match cycle <= begun {
        true => Ok(cycle),
        false => Err(Fault::new("cycle", format!("cycle {cycle} has not begun"), expected())),
    }
}

fn day_of_receipt(text: &str, facts: &Facts<'_>) -> Result<Option<NaiveDate>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    let fault = |wrong: &str| {
        let expected = format!("a day up to {}, written as 2012-03-31, or nothing if it is not known", facts.today);
        Fault::new("received_on", format!("{} {wrong}", quoted(text)), expected)
    };
    // Written back it must be the same: “2012-3-31” and “+2012-03-31” are no ISO dates.
    let day = text.parse::<NaiveDate>().ok().filter(|day| day.to_string() == text);
    let day = day.ok_or_else(|| fault("is not a date"))?;
    let convention = facts.register.instrument(facts.register.convention());
    if day > facts.today {
        return Err(fault("lies in the future"));
    }
    match convention.filter(|convention| day < convention.entered_into_force_on) {
        Some(convention) => {
            let since = convention.entered_into_force_on;
            Err(fault(&format!("lies before the entry into force of the Convention, {since}")))
        }
        None => Ok(Some(day)),
    }
}

fn answered_forms(
    text: &str,
    (regime, cycle): (&Regime, Cycle),
    facts: &Facts<'_>,
) -> Result<Option<AnsweredForms>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    let (of, code) = (format!("{} {cycle}", regime.code), regime.code);
    let Some(set) = facts.form_sets.for_cycle(code, cycle) else {
        return Err(Fault::new("forms", format!("no forms of {of} are known"), "nothing"));
    };
    let letters: Vec<_> = set.forms.iter().map(|form| form.letter.as_str()).collect();
    let expected = || format!("letters among {}, “-” for none, or nothing if it is not known", letters.join(" "));
    let forms = text.parse::<AnsweredForms>().map_err(|_not_forms| {
        Fault::new("forms", format!("{} are not letters of forms, each once", quoted(text)), expected())
    })?;
    let unknown: Vec<_> = forms.letters().filter(|letter| set.form(letter).is_none()).collect();
    match unknown.is_empty() {
        true => Ok(Some(forms)),
        false => Err(Fault::new("forms", format!("{of} has no form {}", unknown.join(", ")), expected())),
    }
}

fn file_or_address(text: &str) -> Result<Option<String>, Fault> {
    refuse_sample("file", text)?;
    let is_address = url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
        && !text.contains(char::is_whitespace);
    // Whatever else holds these signs is a folder, or an address of another kind such as javascript:.
    let is_name = !text.contains(['/', '\\', ':']);
    match (text.is_empty(), is_address || is_name) {
        (true, _) => Ok(None),
        (false, true) => Ok(Some(text.to_owned())),
        (false, false) => Err(Fault::new(
            "file",
            format!("{} is neither a web address nor the name of a file", quoted(text)),
            "an address that begins with https:// or http://, or a name without folders, or nothing",
        )),
    }
}

fn where_it_was_read(text: &str) -> Result<String, Fault> {
    refuse_sample("source", text)?;
    match text.is_empty() {
        true => Err(Fault::new("source", "there is nothing", "where the line was read")),
        false => Ok(text.to_owned()),
    }
}

/// What is made up to show the portal must never become a State's record.
fn refuse_sample(column: &'static str, text: &str) -> Result<(), Fault> {
    match text.to_lowercase().contains("sample") {
        true => Err(Fault::new(column, "it is labelled as a sample", "reports that States have filed")),
        false => Ok(()),
    }
}

/// Whether the regime's instrument was in force for the State on at least one day of the cycle.
fn was_bound(party: Iso3, regime: &Regime, cycle: Cycle, facts: &Facts<'_>) -> bool {
    let before = cycle.previous().map(Cycle::closes_on).unwrap_or(NaiveDate::MIN);
    let Some(opens_on) = before.succ_opt() else { return false };
    let mut periods = facts.register.periods(party, regime.instrument).iter();
    periods.any(|period| period.since <= cycle.closes_on() && period.until.is_none_or(|until| opens_on < until))
}
