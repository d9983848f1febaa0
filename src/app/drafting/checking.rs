//! A draft as far as it is a report, and what the rules say of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use serde_json::{Value, json};

use super::super::attaching;
use super::super::known::{Known, Revisions, known_as_of};
use super::starting::first_kind;
use super::taking_over::left_over;
use super::{DraftingError, OpenDraft, form_set, own};
use crate::app::Edition;
use crate::clock::office_day;
use crate::domain::access::ForParty;
use crate::domain::draft::{Composed, compose};
use crate::domain::regime::FormSet;
use crate::domain::report::{FilingKind, Report, ReportReference, read, says_the_same};
use crate::domain::validation::{Checked, Mailbox, NoReminder, Observations, check};
use crate::store::people::{Person, list_held_for, list_people_of};
use crate::store::reminders::is_through_mission;
use crate::store::{Db, Store, StoreError, StoreResult, attachments, drafts};

/// The draft as a report file, dated on the day.
fn composed(edition: &Edition, open: &OpenDraft, known: &Known, set: &FormSet, today: NaiveDate) -> Composed {
    let reference = open.draft.reference;
    // A sheet of which a form has changed is a report like any other.
    let has_outgrown = open.draft.kind == FilingKind::SummarySheet && open.has_changed_forms();
    let kind = if has_outgrown { FilingKind::Annual } else { open.draft.kind };
    let mut head: Value = json!({
        "party": reference.party.as_str(),
        "regime": reference.regime.as_str(),
        "cycle": reference.cycle.year(),
        "kind": kind.word(),
        "form_set": open.draft.form_set,
        "submitted_on": today.to_string(),
    });
    // What puts a voluntary report right is as voluntary.
    if known.standing_versions(reference).any(Report::is_voluntary)
        && let Some(members) = head.as_object_mut()
    {
        members.insert("voluntary".into(), true.into());
    }
    if let (Some(members), false) = (head.as_object_mut(), open.attached.is_empty()) {
        let named = open.attached.iter().map(|attached| attaching::named(&attached.document));
        members.insert("attachments".into(), named.collect());
    }
    let sections = open.sections.iter().map(|(section, stored)| (section, &stored.answers));
    let filed = known.worded(reference).map(|filed| &filed.document);
    compose(&head, sections, set, &edition.books.obligations, today, filed)
}

/// A draft as far as it is a report, with what the rules say about it.
#[derive(Debug, Clone)]
pub struct CheckedDraft {
    /// The report it would be.
    pub report: Report,
    /// The file, and what could not be taken over.
    pub composed: Composed,
    /// Findings and checklist.
    pub checked: Checked,
}

impl CheckedDraft {
    /// Whether it can be submitted.
    pub fn can_be_submitted(&self) -> bool {
        self.composed.untaken.is_empty() && !self.checked.has_errors()
    }
}

/// A draft with what is known beside it and what the rules say of it, all at one moment.
#[derive(Debug, Clone)]
pub struct Examined {
    /// The draft.
    pub open: OpenDraft,
    /// What else is known of the State.
    pub known: Known,
    /// The draft as a report.
    pub checked: Arc<CheckedDraft>,
}

impl Examined {
    /// Whether what would be filed says the same as the filing that stands.
    pub fn repeats_what_stands(&self, contacts_public: bool) -> bool {
        self.known.standing_filing(self.open.draft.reference).is_some_and(|filed| {
            filed.submission.contacts_public == contacts_public
                && says_the_same(&filed.report.document, &self.checked.composed.document)
        })
    }
}

/// Reads and checks the open draft of a State's report. A page that showed a draft gives its key: no other is meant.
pub fn examine(
    store: &Store,
    edition: &Edition,
    leave: ForParty,
    reference: ReportReference,
    shown: Option<&str>,
) -> Result<Examined, DraftingError> {
    let reference = own(leave, reference)?;
    let set = form_set(edition, reference)?;
    let (found, known, desk) = store.snapshot(|db| -> StoreResult<_> {
        let known = known_as_of(db, edition, reference.party, reference.regime)?;
        Ok((load(db, edition, reference, set)?, known, AtDesk::load(db, leave)?))
    })?;
    let mut open = match (found, shown) {
        (Some(open), Some(shown)) if open.draft.id != shown => return Err(DraftingError::Ended),
        (None, Some(_)) => return Err(DraftingError::Ended),
        (None, None) => return Err(DraftingError::NotFound),
        (Some(open), _) => open,
    };
    // Since the draft was started what was filed may have been recalled, or have come in by another way, and the
    // register may have come to bind the State or not.
    open.draft.kind = match (known.standing(reference), open.draft.kind) {
        (Some(_), FilingKind::Update) => FilingKind::Update,
        (Some(_), _) => FilingKind::Correction,
        (None, begun) => first_kind(edition, reference, edition.today, begun == FilingKind::SummarySheet),
    };
    let checked = edition.checks.of(edition, &open, (&known, desk), set)?;
    Ok(Examined { open, known, checked })
}

fn load(db: &mut Db, edition: &Edition, reference: ReportReference, set: &FormSet) -> StoreResult<Option<OpenDraft>> {
    let Some(draft) = drafts::find_draft(db, reference)? else { return Ok(None) };
    let stored = drafts::list_sections(db, &draft.id)?;
    let left_over = match draft.form_set == set.name() {
        true => None,
        false => Some(left_over(db, edition, set, &draft, &stored)?),
    };
    let sections = stored.into_iter().map(|stored| (stored.section.clone(), stored)).collect();
    let attached = attachments::list_attachments(db, &draft.id)?;
    Ok(Some(OpenDraft { draft, sections, attached, left_over }))
}

/// What the portal knows of the State's desk: its people's addresses, where letters go, and who looks.
#[derive(Debug, Clone, PartialEq, Eq)]
struct AtDesk {
    mailboxes: BTreeMap<String, Mailbox>,
    no_reminder: Option<NoReminder>,
    is_mission: bool,
}

impl AtDesk {
    fn load(db: &mut Db, leave: ForParty) -> StoreResult<Self> {
        let party = leave.party();
        let held = list_held_for(db, party)?;
        let mailbox = |person: &Person| {
            let own = || held.iter().filter(|(id, _)| *id == person.id).map(|(_, held)| held);
            // Whoever took an invitation up did so by a link that came to the address.
            let appointed = own().filter(|_| person.password_hash.is_some()).map(|held| held.since).max();
            Mailbox {
                confirmed_on: own().filter_map(|held| held.confirmed_at).max().map(office_day),
                appointed_on: appointed.map(office_day),
                bounced_on: person.bounced_at.map(office_day),
            }
        };
        let people = list_people_of(db, party)?;
        let no_reminder = is_through_mission(db, party)?.then_some(NoReminder::MissionOnly);
        Ok(Self {
            mailboxes: people.iter().map(|person| (person.email.clone(), mailbox(person))).collect(),
            no_reminder,
            is_mission: leave.is_mission(),
        })
    }
}

/// Bytes of drafts kept as checked; with what was read from them each takes some times as much.
const BYTES_KEPT: u64 = 2 * 1024 * 1024;
/// An estimate for the cache's own tables, not a limit.
const DRAFTS_EXPECTED: usize = 100;

/// Drafts as checked, kept in memory by their key: between two saves several pages ask for the same.
pub struct Checks(Cache<String, Arc<Kept>, ByBytes>);

struct Kept {
    rests_on: RestsOn,
    bytes: usize,
    checked: Arc<CheckedDraft>,
}

/// All that a check follows from.
#[derive(PartialEq, Eq)]
struct RestsOn {
    draft: String,
    desk: AtDesk,
    known: Revisions,
    register: i64,
    today: NaiveDate,
}

#[derive(Clone)]
struct ByBytes;

impl Weighter<String, Arc<Kept>> for ByBytes {
    fn weight(&self, _id: &String, kept: &Arc<Kept>) -> u64 {
        u64::try_from(kept.bytes).unwrap_or(u64::MAX).max(1)
    }
}

impl Default for Checks {
    fn default() -> Self {
        Self(Cache::with_weighter(DRAFTS_EXPECTED, BYTES_KEPT, ByBytes))
    }
}

impl std::fmt::Debug for Checks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Checks").field(&self.0.len()).finish()
    }
}

impl Checks {
    fn of(
        &self,
        edition: &Edition,
        open: &OpenDraft,
        (known, desk): (&Known, AtDesk),
        set: &FormSet,
    ) -> Result<Arc<CheckedDraft>, DraftingError> {
        let rests_on = RestsOn {
            draft: open.digest(),
            desk,
            known: known.revisions(),
            register: edition.revision,
            today: edition.today,
        };
        if let Some(kept) = self.0.get(&open.draft.id).filter(|kept| kept.rests_on == rests_on) {
            return Ok(Arc::clone(&kept.checked));
        }
        let (checked, bytes) = check_draft(edition, open, (known, &rests_on.desk), set)?;
        let checked = Arc::new(checked);
        self.0.insert(open.draft.id.clone(), Arc::new(Kept { rests_on, bytes, checked: Arc::clone(&checked) }));
        Ok(checked)
    }
}

/// Checks a draft beside what the State has filed; gives the size of its file too.
fn check_draft(
    edition: &Edition,
    open: &OpenDraft,
    (known, desk): (&Known, &AtDesk),
    set: &FormSet,
) -> Result<(CheckedDraft, usize), DraftingError> {
    let composed = composed(edition, open, known, set, edition.today);
    let bytes = serde_json::to_vec(&composed.document).map_err(|error| StoreError::Refused(error.to_string()))?;
    let report = read(&bytes, &edition.books.form_sets, &edition.books.obligations).map_err(|faults| {
        let why = faults.first().map(ToString::to_string).unwrap_or_default();
        StoreError::Corrupt { table: "drafts", id: open.draft.id.clone(), why }
    })?;
    let seen = Observations {
        account: Some(open.draft.reference.party),
        mailboxes: desk.mailboxes.clone(),
        no_reminder: desk.no_reminder,
        sent_by_mission: Some(desk.is_mission),
        unread: composed.untaken.iter().map(|untaken| untaken.field.clone()).collect(),
        attachments: attaching::seen(open.attached.iter().map(|attached| &attached.document)),
        ..known.observations()
    };
    let checked = check(edition.reference(), &report, &known.reports(), &seen, edition.today);
    Ok((CheckedDraft { report, composed, checked }, bytes.len()))
}
