//! What may be told of a fingerprint, the SHA-256 of a document: to which report it belongs, and whether that stands.
//!
//! Whoever has the fingerprint of a whole report mostly has the report. That it was received, and when, is told to
//! everybody; whose it is only to those who may read it. Two things are told to nobody else: the fingerprint of a report
//! of which forms or contacts are withheld from the reader, since whoever reads the rest could try guesses at these, and a
//! document that came with a report, since it may be one that everybody has, as a law.

use chrono::{DateTime, Utc};

use super::Edition;
use super::attaching::shown;
use super::opening::{Open, all_open_to, open_to};
use super::reviewing::{Version, versions};
use crate::domain::access::{Appointment, audience};
use crate::domain::filing::{Filing, FilingAct, Original, standing};
use crate::domain::report::{Audience, VersionReference};
use crate::store::attachments::list_reports_with;
use crate::store::submissions::{Submission, list_by_digest};
use crate::store::{Store, StoreResult};

/// What a fingerprint belongs to, as far as the reader may know it.
#[derive(Debug, Clone, PartialEq)]
pub enum Verified {
    /// A version that the reader may read whole.
    Report(Told),
    /// A document that came with one, by its name.
    Document(String, Told),
    /// A report that the reader may not see.
    Received {
        /// When it was received.
        at: DateTime<Utc>,
        /// Whether it stands.
        stands: bool,
    },
    /// Nothing that is held here, or may be told.
    Unknown,
}

/// A version as the reader may know it.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// As what they read it.
    pub audience: Audience,
    /// As stored.
    pub submission: Submission,
    /// What became of it.
    pub since: Since,
}

impl Told {
    /// Whether it is the report, or the version of it, that somebody names.
    pub fn is_of(&self, named: VersionReference) -> bool {
        let Submission { reference, version, .. } = &self.submission;
        named.report == *reference && named.version.is_none_or(|named| named == *version)
    }
}

/// What became of a version.
#[derive(Debug, Clone, PartialEq)]
pub enum Since {
    /// No later one is known to the reader.
    Newest,
    /// This one came after it.
    Followed(Box<Submission>),
    /// It was taken back: by what, and when.
    TakenBack(FilingAct, DateTime<Utc>),
}

/// Reports with a document that are looked at for one fingerprint: a law may come with every report of a State.
const REPORTS_LOOKED_AT: usize = 60;

/// What a fingerprint belongs to, for somebody who holds these appointments.
pub fn verify(store: &Store, edition: &Edition, held: &[Appointment], sha256: &str) -> StoreResult<Verified> {
    let (filed, reports) =
        store.snapshot(|db| -> StoreResult<_> { Ok((list_by_digest(db, sha256)?, list_reports_with(db, sha256)?)) })?;
    if !filed.is_empty() {
        return of_reports(store, edition, held, &filed);
    }
    for reference in reports.into_iter().rev().take(REPORTS_LOOKED_AT) {
        for open in all_open_to(store, edition, audience(held, reference.party), reference)?.iter().rev() {
            let Some(found) = shown(&open.report, sha256, &open.opening) else { continue };
            let of = VersionReference { report: reference, version: Some(open.submission.version) };
            let told = told(store, edition, held, of)?;
            let document = |told| Verified::Document(found.name.clone().unwrap_or_default(), told);
            return Ok(told.map_or(Verified::Unknown, document));
        }
    }
    Ok(Verified::Unknown)
}

/// Of several filings with one fingerprint the newest that the reader may read whole, else the newest of which they may
/// know that it was received.
fn of_reports(
    store: &Store,
    edition: &Edition,
    held: &[Appointment],
    filed: &[VersionReference],
) -> StoreResult<Verified> {
    let mut best = Verified::Unknown;
    for of in filed.iter().rev() {
        match of_report(store, edition, held, *of)? {
            whole @ Verified::Report(_) => return Ok(whole),
            other if best == Verified::Unknown => best = other,
            _ => {}
        }
    }
    Ok(best)
}

/// What is told of a version. Whoever sees a report in part could try guesses at the rest of it, contacts included: of
/// that version, and of one that is not open to them while another is.
fn of_report(store: &Store, edition: &Edition, held: &[Appointment], of: VersionReference) -> StoreResult<Verified> {
    let open = all_open_to(store, edition, audience(held, of.report.party), of.report)?;
    let is_whole = |open: &Open| {
        open.opening.is_whole() && (open.opening.shows_contacts() || open.report.cover.contacts.is_empty())
    };
    match open.iter().find(|one| Some(one.submission.version) == of.version) {
        Some(own) if is_whole(own) => {
            return Ok(told(store, edition, held, of)?.map_or(Verified::Unknown, Verified::Report));
        }
        Some(_) => return Ok(Verified::Unknown),
        None if !open.iter().all(is_whole) => return Ok(Verified::Unknown),
        None => {}
    }
    let all = versions(store, of.report)?;
    let own = all.iter().find(|one| Some(one.submission.version) == of.version);
    Ok(own.map_or(Verified::Unknown, |own| Verified::Received {
        at: Original::received_at(own.submission.original, own.submission.submitted_at),
        stands: standing(&all).is_some_and(|newest| newest.submission.id == own.submission.id),
    }))
}

/// A version, the newest where none is named, as somebody may know it; nothing where they may see none.
pub fn told(store: &Store, edition: &Edition, held: &[Appointment], of: VersionReference) -> StoreResult<Option<Told>> {
    let audience = audience(held, of.report.party);
    let Some(opened) = open_to(store, edition, audience, of, false)? else { return Ok(None) };
    let (own, all) = (opened.version.submission, versions(store, of.report)?);
    let taken_back = all.iter().filter(|one| one.submission.id == own.id).flat_map(|one| &one.acts);
    let taken_back = taken_back.into_iter().find(|done| done.act.takes_back());
    let comes_after = |one: &&Version| {
        one.stands() && one.submission.version > own.version && opened.numbers.contains(&one.submission.version)
    };
    let since = match (taken_back, all.iter().find(comes_after)) {
        (Some(done), _) => Since::TakenBack(done.act, done.at),
        (None, Some(later)) => Since::Followed(Box::new(later.submission.clone())),
        (None, None) => Since::Newest,
    };
    Ok(Some(Told { audience, submission: own, since }))
}
