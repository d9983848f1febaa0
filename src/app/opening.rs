//! Which filings an audience may see, and how much of each.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::Edition;
use super::drafting::read_submission;
use super::reviewing::{Version, versions};
use crate::domain::calendar::Cycle;
use crate::domain::filing::{Filing, FilingAct, FilingState, standing};
use crate::domain::report::{Audience, Opening, Report, ReportReference, VersionReference};
use crate::store::revisions::cycle_revision;
use crate::store::submissions::{self, Filed, Submission};
use crate::store::{Db, Store, StoreError, StoreResult};

/// Whether an audience may see a version with these acts: everyone what was published, parties what was
/// circulated, the State and the secretariat all of them.
fn is_open_to(audience: Audience, done: &[FilingAct]) -> bool {
    match audience {
        Audience::Secretariat | Audience::State => true,
        Audience::Parties => done.contains(&FilingAct::Circulated),
        Audience::Everyone => FilingState::of(done.iter().copied()) == FilingState::Published,
    }
}

/// The versions of a report that an audience may see, the first first. What the secretariat had filed for the State by
/// mistake is none of the State's: it may be another's.
fn filed_open_to(db: &mut Db, audience: Audience, reference: ReportReference) -> StoreResult<Vec<Filed>> {
    let mut open = Vec::new();
    for filed in submissions::list_filed_of(db, reference)? {
        let is_misfiled = audience == Audience::State && filed.state() == FilingState::Withdrawn;
        if is_open_to(audience, &filed.done) && !is_misfiled {
            open.push(filed);
        }
    }
    Ok(open)
}

/// The newest version of each report that the audience may see.
pub fn newest_open_to(audience: Audience, filed: &[Filed]) -> Vec<&Filed> {
    let mut newest: BTreeMap<ReportReference, &Filed> = BTreeMap::new();
    for filed in filed.iter().filter(|filed| is_open_to(audience, &filed.done)) {
        newest.insert(filed.reference, filed);
    }
    newest.into_values().collect()
}

/// A version as an audience may see it.
#[derive(Debug, Clone)]
pub struct Open {
    /// As stored.
    pub submission: Submission,
    /// As read.
    pub report: Report,
    /// How much of it is open: what its own cover and that of the newest version both leave open, so that what
    /// a State takes back in a later version is not shown in an earlier one.
    pub opening: Opening,
}

/// The version that is asked for, or the newest, with the one before it and the numbers of all that the same
/// audience may see.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The version.
    pub version: Open,
    /// The one before it, where that is wanted and there is one.
    pub before: Option<Open>,
    /// All numbers, the first first.
    pub numbers: Vec<i32>,
    /// When the report counts as received, with its first version that stands.
    pub received_at: DateTime<Utc>,
}

/// A report as an audience may see it; nothing where there is nothing for them. Documents are read only of what
/// is open, so that asking for anything else tells nothing and costs little.
pub fn open_to(
    store: &Store,
    edition: &Edition,
    audience: Audience,
    asked: VersionReference,
    with_before: bool,
) -> StoreResult<Option<Opened>> {
    let found = store.snapshot(|db| -> StoreResult<_> {
        let filed = filed_open_to(db, audience, asked.report)?;
        let numbers: Vec<_> = filed.iter().map(|filed| filed.version).collect();
        let newest = numbers.last().copied();
        let limiting: Vec<_> = limiting(&filed).map(|filed| filed.id.clone()).collect();
        let Some(received_at) = filed.first().map(Filed::received_at) else { return Ok(None) };
        let Some(own) = asked.version.or(newest).filter(|own| numbers.contains(own)) else { return Ok(None) };
        let before = numbers.iter().copied().rfind(|number| *number < own).filter(|_| with_before);
        let mut find = |number: Option<i32>| match filed.iter().find(|filed| Some(filed.version) == number) {
            Some(filed) => submissions::find_submission(db, &filed.id, asked.report),
            None => Ok(None),
        };
        let (own, before) = (find(Some(own))?, find(before)?);
        let limiting = limiting.iter().map(|id| submissions::find_submission(db, id, asked.report));
        let limiting: Vec<_> = limiting.collect::<StoreResult<Vec<_>>>()?.into_iter().flatten().collect();
        Ok(Some((own, before, limiting, numbers, received_at)))
    })?;
    let Some((Some(own), before, limiting, numbers, received_at)) = found else { return Ok(None) };
    let limit = limit(edition, audience, &limiting)?;
    let before = before.map(|before| open(edition, audience, &limit, before)).transpose()?;
    Ok(Some(Opened { version: open(edition, audience, &limit, own)?, before, numbers, received_at }))
}

/// All versions of a report that an audience may see, the first first.
pub fn all_open_to(
    store: &Store,
    edition: &Edition,
    audience: Audience,
    reference: ReportReference,
) -> StoreResult<Vec<Open>> {
    let versions = store.snapshot(|db| -> StoreResult<_> {
        let open = filed_open_to(db, audience, reference)?;
        let found = open.iter().map(|filed| submissions::find_submission(db, &filed.id, reference));
        Ok(found.collect::<StoreResult<Vec<_>>>()?.into_iter().flatten().collect::<Vec<_>>())
    })?;
    let limit = limit(edition, audience, versions.iter().rev())?;
    versions.into_iter().map(|version| open(edition, audience, &limit, version)).collect()
}

/// The versions that say how much of earlier ones stays open, the newest first: those filed for the State down to the
/// newest of its own.
fn limiting(filed: &[Filed]) -> impl Iterator<Item = &Filed> {
    let mut is_before_own = false;
    filed.iter().rev().take_while(move |filed| !std::mem::replace(&mut is_before_own, filed.original.is_none()))
}

/// How much versions, the newest first, leave open of all. A cover on paper that does not speak of it takes nothing
/// back, and none says anything of contacts.
fn limit<'s>(
    edition: &Edition,
    audience: Audience,
    newest_first: impl IntoIterator<Item = &'s Submission>,
) -> StoreResult<Opening> {
    let (mut limit, mut is_said) = (Opening::whole(), false);
    for submission in newest_first {
        let (report, is_own) = (read_submission(edition, submission)?, submission.original.is_none());
        let opening = report.opening(audience, !is_own || submission.contacts_public);
        if is_said {
            limit = limit.with_contacts_of(&opening);
        } else if is_own || report.cover.chosen().is_some() {
            (limit, is_said) = (limit.and(&opening), true);
        }
        if is_own {
            break;
        }
    }
    Ok(limit)
}

/// Whether what is open of a report is none of its forms and documents: no more than that it was filed, and its cover.
/// Of a form in free format it is told where it stands, once somebody has found it.
pub fn shows_nothing(edition: &Edition, report: &Report, opening: &Opening) -> bool {
    let set = edition.books.form_sets.for_cycle(report.regime, report.cycle);
    let forms = set.into_iter().flat_map(|set| &set.forms);
    let mut told = forms.filter(|form| !report.is_wordless() || report.place_of(&form.letter).is_some());
    !opening.is_whole()
        && !told.any(|form| opening.shows_form(&form.letter))
        && !report.attachments.iter().any(|attachment| opening.shows_attachment(attachment))
}

/// Of some filings those of which everyone sees no more than that they were filed. Kept in memory: a list asks for each
/// of its lines, and documents are long.
pub fn withheld(store: &Store, edition: &Edition, filed: &[&Filed]) -> StoreResult<BTreeSet<ReportReference>> {
    let cycles: BTreeSet<_> = filed.iter().map(|filed| filed.reference.cycle).collect();
    // Read before the documents are: what is filed meanwhile makes the answer out of date, and never the other way.
    let revision_of = |db: &mut Db, cycle: Cycle| Ok((cycle, cycle_revision(db, cycle)?));
    let revisions: BTreeMap<Cycle, i64> =
        store.snapshot(|db| cycles.iter().map(|cycle| revision_of(db, *cycle)).collect::<StoreResult<_>>())?;
    let mut withheld = BTreeSet::new();
    for filed in filed {
        let revision = revisions.get(&filed.reference.cycle).copied().unwrap_or_default();
        let is_withheld = match edition.filings.is_withheld(&filed.id, revision) {
            Some(kept) => kept,
            None => {
                let found = is_withheld(store, edition, filed)?;
                edition.filings.keep_withheld(&filed.id, revision, found);
                found
            }
        };
        withheld.extend(is_withheld.then_some(filed.reference));
    }
    Ok(withheld)
}

fn is_withheld(store: &Store, edition: &Edition, filed: &Filed) -> StoreResult<bool> {
    let asked = VersionReference { report: filed.reference, version: Some(filed.version) };
    match open_to(store, edition, Audience::Everyone, asked, false) {
        Ok(opened) => {
            let open = opened.map(|opened| opened.version);
            Ok(open.is_none_or(|open| shows_nothing(edition, &open.report, &open.opening)))
        }
        // One row that cannot be read does not take the list away; nothing of it can be shown.
        Err(error @ StoreError::Corrupt { .. }) => {
            tracing::error!(%error, "what is public of a report cannot be told");
            Ok(true)
        }
        Err(error) => Err(error),
    }
}

/// Whether everyone would see none of its forms and documents if a version were published.
pub(super) fn would_show_nothing(store: &Store, edition: &Edition, asked: VersionReference) -> StoreResult<bool> {
    let all = versions(store, asked.report)?;
    let publishing = asked.version.map(|number| publishing(edition, &all, number)).transpose()?.flatten();
    Ok(publishing.is_some_and(|Publishing { version, .. }| shows_nothing(edition, &version.report, &version.opening)))
}

/// What it would change for everyone if a version were published.
#[derive(Debug, Clone)]
pub struct Publishing {
    /// The version as everyone would see it.
    pub version: Open,
    /// Numbers of the versions that are public now and of which everyone would see less.
    pub narrowed: Vec<i32>,
    /// The version that came last and is not public: what it takes back is still open.
    pub later: Option<i32>,
}

/// What publishing a version would change, from all versions of its report, the first first; nothing where there is no
/// such version.
pub fn publishing(edition: &Edition, versions: &[Version], number: i32) -> StoreResult<Option<Publishing>> {
    let number_of = |version: &Version| version.submission.version;
    let Some(own) = versions.iter().find(|version| number_of(version) == number) else { return Ok(None) };
    let is_public = |version: &&Version| is_open_to(Audience::Everyone, &version.done());
    let newest_first = |with_it: bool| {
        let wanted = move |version: &&Version| is_public(version) || (with_it && number_of(version) == number);
        versions.iter().rev().filter(wanted).map(|version| &version.submission)
    };
    let limit_of = |with_it| limit(edition, Audience::Everyone, newest_first(with_it));
    let (now, then) = (limit_of(false)?, limit_of(true)?);
    let seen = |version: &Version, limit| open(edition, Audience::Everyone, limit, version.submission.clone());
    let mut narrowed = Vec::new();
    for version in versions.iter().filter(is_public).filter(|version| number_of(version) != number) {
        if seen(version, &now)?.opening != seen(version, &then)?.opening {
            narrowed.push(number_of(version));
        }
    }
    let later = standing(versions).filter(|later| number_of(later) > number && !is_public(later));
    Ok(Some(Publishing { version: seen(own, &then)?, narrowed, later: later.map(number_of) }))
}

fn open(edition: &Edition, audience: Audience, limit: &Opening, submission: Submission) -> StoreResult<Open> {
    let report = read_submission(edition, &submission)?;
    let opening = report.opening(audience, submission.contacts_public).and(limit);
    Ok(Open { submission, report, opening })
}
