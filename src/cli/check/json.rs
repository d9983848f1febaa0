//! Checked files for programs: an array of `{file, findings, checklist}`.

use std::path::Path;

use chrono::NaiveDate;
use serde::Serialize;

use super::text::at_odds;
use super::{Looked, Outcome};
use crate::domain::checklist::{Checklist, ConditionKey, Item, ItemId, ItemState, Pointer};
use crate::domain::code::{InstrumentCode, Iso3, RegimeCode};
use crate::domain::regime::FormSet;
use crate::domain::report::{Report, Unreadable};
use crate::domain::request::Request;
use crate::domain::validation::{Books, Finding};
use crate::text::{Text, finding_sentence, item_state};

#[derive(Serialize)]
struct CheckedFile<'a> {
    file: String,
    /// Which report or request it is; not where the file cannot be read.
    #[serde(flatten)]
    about: Option<About<'a>>,
    findings: Vec<Said<'a>>,
    /// What in a report does not go together; not of a request.
    #[serde(skip_serializing_if = "Option::is_none")]
    at_odds: Option<Vec<AtOdds>>,
    /// Not of a request.
    #[serde(skip_serializing_if = "Option::is_none")]
    checklist: Option<Vec<Line<'a>>>,
    /// Only where the file cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    unreadable: Option<Vec<Fault<'a>>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum About<'a> {
    Report(AboutReport<'a>),
    Request(AboutRequest<'a>),
}

/// Which request, and what it was checked with.
#[derive(Serialize)]
struct AboutRequest<'a> {
    request: &'static str,
    party: Iso3,
    /// Said beside an illustration wherever it is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    read_on: NaiveDate,
    /// Version of the data it was checked under.
    rules: &'a str,
}

/// Which report, and what it was checked with.
#[derive(Serialize)]
struct AboutReport<'a> {
    party: Iso3,
    regime: RegimeCode,
    cycle: i32,
    kind: &'static str,
    /// Said beside an illustration wherever it is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    read_on: NaiveDate,
    /// Versions of the data it was checked under.
    form_set: Option<String>,
    rules: &'a str,
    obligations: &'a str,
}

/// A finding with its sentence.
#[derive(Serialize)]
pub(super) struct Said<'a> {
    #[serde(flatten)]
    finding: &'a Finding,
    message: String,
}

/// What in a report does not go together.
#[derive(Serialize)]
struct AtOdds {
    #[serde(rename = "where")]
    place: String,
    message: String,
}

/// What keeps a file from being read.
#[derive(Serialize)]
struct Fault<'a> {
    line: usize,
    field: &'a str,
    message: &'a str,
}

/// An item, or what another report asks for.
#[derive(Serialize)]
#[serde(untagged)]
enum Line<'a> {
    Item(ItemLine<'a>),
    Pointer { instrument: InstrumentCode, regime: RegimeCode, items: usize, state: &'static str },
}

#[derive(Serialize)]
struct ItemLine<'a> {
    id: &'a ItemId,
    instrument: InstrumentCode,
    form: &'a str,
    article: Option<&'a str>,
    title: Option<&'a str>,
    state: &'static str,
    /// Year of the report that still holds, where the form is unchanged.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<i64>,
    /// Facts that the State has not confirmed, where the item hangs on them.
    #[serde(skip_serializing_if = "Option::is_none")]
    conditions: Option<&'a [ConditionKey]>,
    message: String,
}

pub(super) fn written(books: &Books, on: NaiveDate, checked: &[(&Path, Outcome<'_>)]) -> serde_json::Result<String> {
    let files = checked.iter().map(|(file, outcome)| {
        let (about, checklist, unreadable) = match outcome {
            Ok(Looked::Report(report, checked)) => {
                let about = About::Report(about_report(books, on, report));
                (Some(about), Some(lines(books, &checked.checklist)), None)
            }
            Ok(Looked::Request(request, _)) => (Some(About::Request(about_request(books, on, request))), None, None),
            Err(faults) => (None, Some(Vec::new()), Some(faults.iter().map(fault).collect())),
        };
        let findings = outcome.as_ref().map_or(&[][..], Looked::findings);
        let findings = findings.iter().map(|finding| said(books, finding)).collect();
        let at_odds = match outcome {
            Ok(Looked::Report(report, _)) => {
                let odds = at_odds(books, report).into_iter();
                Some(odds.map(|(place, message)| AtOdds { place, message }).collect())
            }
            _ => None,
        };
        CheckedFile { file: file.display().to_string(), about, findings, at_odds, checklist, unreadable }
    });
    serde_json::to_string_pretty(&files.collect::<Vec<_>>())
}

fn about_request<'a>(books: &'a Books, on: NaiveDate, request: &'a Request) -> AboutRequest<'a> {
    AboutRequest {
        request: request.kind().word(),
        party: request.party,
        label: request.label.as_deref(),
        read_on: on,
        rules: &books.rules.version,
    }
}

fn about_report<'a>(books: &'a Books, on: NaiveDate, report: &'a Report) -> AboutReport<'a> {
    AboutReport {
        party: report.party,
        regime: report.regime,
        cycle: report.cycle.year(),
        kind: report.kind.word(),
        label: report.label.as_deref(),
        read_on: on,
        form_set: books.form_sets.for_cycle(report.regime, report.cycle).map(FormSet::name),
        rules: &books.rules.version,
        obligations: books.obligations.version(),
    }
}

pub(super) fn said<'a>(books: &Books, finding: &'a Finding) -> Said<'a> {
    Said { finding, message: finding_sentence(Text::english(), &books.register, finding) }
}

fn fault(fault: &Unreadable) -> Fault<'_> {
    Fault { line: fault.line, field: &fault.path, message: &fault.why }
}

fn lines<'a>(books: &'a Books, checklist: &'a Checklist) -> Vec<Line<'a>> {
    let items = checklist.items.iter().map(|item| Line::Item(item_line(books, item)));
    let pointers = checklist.pointers.iter().map(|Pointer { instrument, regime, items }| Line::Pointer {
        instrument: *instrument,
        regime: *regime,
        items: *items,
        state: "pointer",
    });
    items.chain(pointers).collect()
}

fn item_line<'a>(books: &'a Books, item: &'a Item) -> ItemLine<'a> {
    let known = books.obligations.item(&item.id);
    let (since, conditions) = match &item.state {
        ItemState::UnchangedSince(since) => (*since, None),
        ItemState::AppliesIf(keys) => (None, Some(keys.as_slice())),
        _ => (None, None),
    };
    ItemLine {
        id: &item.id,
        instrument: item.instrument,
        form: &item.form,
        article: known.map(|known| known.article.as_str()),
        title: known.map(|known| known.title.as_str()),
        state: item.state.word(),
        since,
        conditions,
        message: item_state(Text::english(), &books.obligations, &item.state),
    }
}
