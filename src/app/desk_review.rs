//! What the rules of the desk's review say of a version that was filed, on its page and before an act.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::Edition;
use super::known::known_of;
use super::opening::{Publishing, publishing};
use super::rechecking::check_filed;
use super::reviewing::{Version, versions};
use crate::domain::filing::{FilingAct, standing};
use crate::domain::report::VersionReference;
use crate::domain::validation::{Bearing, Checked, Finding, Review, bearing, review};
use crate::store::{Store, StoreResult};

/// What is to be known of a version, from what the other rules say of it and what publishing it would show.
pub fn look_over(
    edition: &Edition,
    version: &Version,
    checked: &Checked,
    publishing: &Publishing,
    is_standing: bool,
) -> Vec<Finding> {
    let (submission, open) = (&version.submission, &publishing.version);
    let (regime, cycle) = (open.report.regime, open.report.cycle);
    let set = edition.books.form_sets.for_cycle(regime, cycle);
    let shown = set.map(|set| open.report.shown_forms(set, &open.opening)).unwrap_or_default();
    let looked = Review {
        report: &open.report,
        findings: &checked.findings,
        acts: &version.acts,
        receipt: &submission.sha256,
        stored: &HEXLOWER.encode(&Sha256::digest(submission.document.as_bytes())),
        shown: &shown,
        // What another version took the place of is not circulated for a meeting.
        meeting_on: edition.rules.meeting(regime, cycle).filter(|_| is_standing),
        on: edition.today,
    };
    review(&edition.books.rules, &looked)
}

/// The same of a version that is named; nothing where there is none.
pub fn look_over_named(store: &Store, edition: &Edition, reference: VersionReference) -> StoreResult<Vec<Finding>> {
    let all = versions(store, reference.report)?;
    let number = reference.version.unwrap_or_default();
    let Some(publishing) = publishing(edition, &all, number)? else { return Ok(Vec::new()) };
    let Some(version) = all.iter().find(|version| version.submission.version == number) else { return Ok(Vec::new()) };
    let known = known_of(store, edition, reference.report.party, reference.report.regime)?;
    let checked = check_filed(edition, &known, &version.submission.id, &publishing.version.report);
    let is_standing = standing(&all).is_some_and(|newest| newest.submission.version == number);
    Ok(look_over(edition, version, &checked, &publishing, is_standing))
}

/// Of what was found, what is to be known before the act.
pub fn about(act: FilingAct, found: Vec<Finding>) -> Vec<Finding> {
    found.into_iter().filter(|finding| bearing(finding, act).is_some()).collect()
}

/// Whether what was found stands against the act: errors that are open do so until somebody records why they stand.
pub fn stands_against(finding: &Finding, act: FilingAct, note: Option<&str>) -> bool {
    match bearing(finding, act) {
        Some(Bearing::Stops) => true,
        Some(Bearing::Explained) => note.is_none(),
        Some(Bearing::Told) | None => false,
    }
}
