//! A checked report for people.

use std::path::Path;

use crate::domain::checklist::{Checklist, ItemState};
use crate::domain::report::Report;
use crate::domain::validation::{Books, Checked, Severity};
use crate::text::{Text, finding_sentence};

pub(super) fn print(books: &Books, file: &Path, report: &Report, checked: &Checked) {
    let text = Text::english();
    let state =
        books.register.state(report.party).map_or_else(|| report.party.to_string(), |s| s.short_name_en.clone());
    let set = books.form_sets.for_cycle(report.regime, report.cycle);
    let title = set.map_or("", |set| set.title.in_language(text.language()));
    let heading = [("state", state.into()), ("title", title.into()), ("cycle", report.cycle.to_string().into())];
    say!("{}: {}", file.display(), text.with_all("check-heading", heading));
    if let Some(label) = &report.label {
        say!("  [{label}]");
    }
    let count = |severity| checked.findings.iter().filter(|finding| finding.severity == severity).count();
    let counts = [
        ("errors", count(Severity::Error).into()),
        ("warnings", count(Severity::Warning).into()),
        ("advices", count(Severity::Advice).into()),
    ];
    say!(
        "  {}",
        if checked.findings.is_empty() { text.say("check-nothing") } else { text.with_all("check-findings", counts) }
    );
    for finding in &checked.findings {
        let severity = text.say(&format!("severity-{}", finding.severity.word()));
        say!("  {} {severity} {}: {}", finding.rule, finding.place, finding_sentence(text, &books.register, finding));
        say!("       {}", finding.citation);
    }
    print_checklist(books, &checked.checklist);
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
