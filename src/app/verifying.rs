//! What may be told of a fingerprint, the SHA-256 of a document: to which report it belongs, and whether that stands.
//!
//! Whoever has the fingerprint of a whole report mostly has the report. That it was received, and when, is told to
//! everybody; whose it is only to those who may read it. Two things are told to nobody else: the fingerprint of a report
//! of which forms are withheld from the reader, since whoever reads the others could try guesses at these, and a
//! document that came with a report, since it may be one that everybody has, as a law.

use chrono::{DateTime, Utc};

use super::Edition;
use super::attaching::shown;
use super::opening::{all_open_to, open_to};
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

/// What a fingerprint belongs to, for somebody who holds these appointments.
pub fn verify(store: &Store, edition: &Edition, held: &[Appointment], sha256: &str) -> StoreResult<Verified> {
    let (filed, reports) =
        store.snapshot(|db| -> StoreResult<_> { Ok((list_by_digest(db, sha256)?, list_reports_with(db, sha256)?)) })?;
    if let Some(newest) = filed.last() {
        return of_report(store, edition, held, *newest);
    }
    for reference in reports {
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

fn of_report(store: &Store, edition: &Edition, held: &[Appointment], of: VersionReference) -> StoreResult<Verified> {
    if let Some(open) = open_to(store, edition, audience(held, of.report.party), of, false)? {
        return Ok(match told(store, edition, held, of)? {
            Some(told) if open.version.opening.is_whole() => Verified::Report(told),
            _ => Verified::Unknown,
        });
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
