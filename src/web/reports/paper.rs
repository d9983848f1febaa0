//! A report as PDF: as much of it as the page shows to the same audience, and a draft as it stands.

use chrono::NaiveDate;

use super::show::{about, find, first_received, form_set, shown, shown_hash};
use crate::app::Edition;
use crate::app::opening::{Opened, shows_nothing};
use crate::document::{ReportDocument, Standing};
use crate::domain::report::{Audience, Opening, Report, ReportReference, VersionReference};
use crate::text::{availability, filing, in_groups};
use crate::web::Site;
use crate::web::desk::{Names, verify_at};
use crate::web::error::PageError;
use crate::web::pdf::Paper;
use crate::web::receipts::{chosen, received};

/// A version for an audience. Blocks on the database and on setting the document.
pub(in crate::web) fn paper_for(
    site: &Site,
    edition: &Edition,
    audience: Audience,
    reference: VersionReference,
) -> Result<Paper, PageError> {
    let Opened { version, numbers, received_at, .. } = find(site, edition, audience, reference, false)?;
    let (t, submission) = (site.text, &version.submission);
    let (report, opening) = (&version.report, &version.opening);
    let names = Names::of(site, reference.report);
    let sha256 = shown_hash(&shown(edition, &version)?)?;
    let is_part = sha256 != submission.sha256;
    let part = if is_part { t.say("public-digest-part") } else { String::new() };
    let digest = format!("{}\n{part}\n{}", in_groups(&sha256), verify_at(site, &submission.id));
    let received_on = submission.original.map_or_else(|| site.day_of(received_at), |original| original.received_on);
    let is_newest = numbers.last() == Some(&submission.version);
    let notes = [
        (shows_nothing(edition, report, opening), "public-nothing"),
        (!is_newest, "public-superseded"),
        (report.is_wordless() && !report.is_unsorted(), "in-original-lead"),
    ];
    let document = ReportDocument {
        t,
        report,
        set: form_set(edition, &version)?,
        opening,
        is_party: is_party(edition, reference.report, received_on),
        state: names_of_state(edition, &names, reference.report),
        title: names.report.clone(),
        reference: submission.id.clone(),
        standing: Standing::Filed(received_on),
        facts: [
            (t.say("document-reference"), submission.id.clone()),
            (t.say("receipt-received"), received(t, submission)),
        ]
        .into_iter()
        .chain(first_received(site, &version, received_at))
        .chain(about(t, &version))
        .chain([("SHA-256".to_owned(), digest)])
        .collect(),
        availability: chosen(t, submission, &report.cover),
        marks: site.mark_of_demo().into_iter().collect(),
        notes: notes.into_iter().filter(|(is_so, _)| *is_so).map(|(_, key)| t.say(key)).collect(),
    };
    Ok(Paper { name: format!("{}.pdf", submission.id), bytes: document.to_pdf()? })
}

/// A draft of that report as it stands. Blocks on setting the document.
pub(in crate::web) fn paper_of_draft(
    site: &Site,
    edition: &Edition,
    reference: ReportReference,
    report: &Report,
) -> Result<Paper, PageError> {
    let (t, names) = (site.text, Names::of(site, reference));
    let set = edition.books.form_sets.for_cycle(reference.regime, reference.cycle).ok_or(PageError::UnknownReport)?;
    let document = ReportDocument {
        t,
        report,
        set,
        opening: &Opening::whole(),
        is_party: is_party(edition, reference, edition.today),
        state: names_of_state(edition, &names, reference),
        title: names.report.clone(),
        reference: reference.to_string(),
        standing: Standing::Draft(site.day_of(site.portal.clock().now())),
        facts: vec![(t.say("document-reference"), reference.to_string()), (t.say("receipt-kind"), filing(t, report))],
        availability: availability(t, &report.cover),
        marks: site.mark_of_demo().into_iter().collect(),
        notes: Vec::new(),
    };
    Ok(Paper { name: format!("{reference}-draft.pdf"), bytes: document.to_pdf()? })
}

/// Whether the instrument that the report is under bound the State on a day.
fn is_party(edition: &Edition, reference: ReportReference, on: NaiveDate) -> bool {
    let regime = edition.rules.regimes().iter().find(|regime| regime.code == reference.regime);
    regime.is_some_and(|regime| edition.register.bound(reference.party, regime.instrument, on))
}

/// In short and in full.
fn names_of_state<'e>(edition: &'e Edition, names: &'e Names, reference: ReportReference) -> (&'e str, &'e str) {
    let formal = edition.register.state(reference.party).map(|state| state.formal_name_en.as_str());
    (&names.state, formal.filter(|name| !name.is_empty()).unwrap_or(&names.state))
}
