//! Checked files for people.

use std::path::Path;

use chrono::NaiveDate;

use super::{Looked, Outcome};
use crate::cli::visible;
use crate::domain::checklist::{Checklist, ItemState};
use crate::domain::code::Iso3;
use crate::domain::report::Report;
use crate::domain::request::Request;
use crate::domain::validation::{Books, Finding, Severity};
use crate::text::{Text, finding_sentence, odds_sentence};

/// All files that can be read, and a count at the end where there are several.
pub(super) fn print_all(books: &Books, on: NaiveDate, checked: &[(&Path, Outcome<'_>)]) {
    for (file, outcome) in checked {
        let called = file.display().to_string();
        match outcome {
            Ok(Looked::Report(report, checked)) => {
                print_heading(books, &called, on, report);
                print_findings(books, &checked.findings);
                print_odds(books, report);
                print_checklist(books, &checked.checklist);
            }
            Ok(Looked::Request(request, findings)) => {
                print_request_heading(books, &called, on, request);
                print_findings(books, findings);
            }
            // Said on standard error.
            Err(_) => {}
        }
    }
    let count = |is: fn(&Outcome<'_>) -> bool| checked.iter().filter(|(_, outcome)| is(outcome)).count();
    let counts = [
        ("files", checked.len().into()),
        ("errors", count(|one| one.as_ref().is_ok_and(Looked::has_errors)).into()),
        ("unreadable", count(|one| one.is_err()).into()),
    ];
    if checked.len() > 1 {
        say!("{}", Text::english().with_all("check-all", counts));
    }
}

/// The line over what is said of a report.
pub(super) fn print_heading(books: &Books, called: &str, on: NaiveDate, report: &Report) {
    let text = Text::english();
    let set = books.form_sets.for_cycle(report.regime, report.cycle);
    let title = set.map_or("", |set| set.title.in_language(text.language()));
    let heading = [
        ("state", state(books, report.party).into()),
        ("title", title.into()),
        ("cycle", report.cycle.to_string().into()),
        ("on", text.date(on).into()),
    ];
    say!("{}: {}", visible(called), text.with_all("check-heading", heading));
    print_label(report.label.as_deref());
}

fn print_request_heading(books: &Books, called: &str, on: NaiveDate, request: &Request) {
    let text = Text::english();
    let heading = [
        ("state", state(books, request.party).into()),
        ("title", text.say(&format!("request-{}", request.kind().word())).into()),
        ("on", text.date(on).into()),
    ];
    say!("{}: {}", visible(called), text.with_all("check-request-heading", heading));
    print_label(request.label.as_deref());
}

fn state(books: &Books, party: Iso3) -> String {
    books.register.state(party).map_or_else(|| party.to_string(), |state| state.short_name_en.clone())
}

fn print_label(label: Option<&str>) {
    if let Some(label) = label {
        say!("  [{}]", visible(label));
    }
}

fn print_findings(books: &Books, findings: &[Finding]) {
    let text = Text::english();
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let counts = [
        ("errors", count(Severity::Error).into()),
        ("warnings", count(Severity::Warning).into()),
        ("advices", count(Severity::Advice).into()),
    ];
    say!("  {}", if findings.is_empty() { text.say("check-nothing") } else { text.with_all("check-findings", counts) });
    for finding in findings {
        say!("  {}", line(books, finding));
        say!("       {}", finding.citation);
    }
}

/// What in a report does not go together; no rule speaks of it.
fn print_odds(books: &Books, report: &Report) {
    let odds = at_odds(books, report);
    if !odds.is_empty() {
        say!("  {}", Text::english().say("check-odds"));
    }
    for (place, sentence) in odds {
        say!("  {}: {}", visible(&place), visible(&sentence));
    }
}

/// Place and sentence of what in a report does not go together.
pub(super) fn at_odds(books: &Books, report: &Report) -> Vec<(String, String)> {
    let Some(set) = books.form_sets.for_cycle(report.regime, report.cycle) else { return Vec::new() };
    let odds = report.at_odds(set).into_iter();
    odds.map(|one| (one.place.clone(), odds_sentence(Text::english(), set, &one))).collect()
}

/// A finding in a line.
pub(super) fn line(books: &Books, finding: &Finding) -> String {
    let text = Text::english();
    let severity = text.say(&format!("severity-{}", finding.severity.word()));
    let sentence = finding_sentence(text, &books.register, finding);
    format!("{} {severity} {}: {}", finding.rule, visible(&finding.place), visible(&sentence))
}

fn print_checklist(books: &Books, checklist: &Checklist) {
    let text = Text::english();
    let count = |word: &str| checklist.items.iter().filter(|item| item.state.word() == word).count();
    let counts = [
        ("answered", count("answered").into()),
        ("unchanged", count("unchanged").into()),
        ("nothing", count("nothing_to_report").into()),
        ("not_applicable", count("not_applicable").into()),
        ("applies_if", count("applies_if").into()),
        ("open", count("open").into()),
    ];
    say!("  {}", text.with_all("check-checklist", counts));
    for item in checklist.items.iter().filter(|item| item.state == ItemState::Open) {
        let title = books.obligations.item(&item.id).map_or("", |known| &known.title);
        say!("    {}: {} {title} ({})", text.say("check-open"), item.id, item.form);
    }
    for pointer in &checklist.pointers {
        let line = [
            ("items", pointer.items.into()),
            ("instrument", text.instrument(pointer.instrument).into()),
            ("regime", text.regime(pointer.regime).into()),
        ];
        say!("    {}", text.with_all("check-pointer", line));
    }
}
