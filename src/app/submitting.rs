//! Submitting a report: errors stop it, warnings are confirmed, and what is filed is never changed.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::Portal;
use super::drafting::{self, CheckedDraft, DraftingError, Examined, OpenDraft};
use super::known::FiledReport;
use super::letters::{notify_desk, notify_state, notify_state_and_desk};
use crate::clock::office_day;
use crate::domain::access::ForParty;
use crate::domain::filing::{FilingAct, may_follow, standing};
use crate::domain::letter::{Beside, Matter};
use crate::domain::report::{FilingKind, ReportReference, canonical};
use crate::domain::validation::{Finding, Severity, Told};
use crate::store::audit_entries::{NewEntry, insert_entry};
use crate::store::people::{self, Person};
use crate::store::revisions::{hold_data, known_revisions};
use crate::store::submissions::{self, Submission};
use crate::store::{Db, Store, StoreError, StoreResult, attachments, drafts};

/// What whoever submits has chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// Whether contacts may be published with the report.
    pub contacts_public: bool,
    /// Confirmed warnings by [`warning_key`], each with a sentence or nothing.
    pub confirmed: BTreeMap<String, String>,
    /// The key of the draft that they looked at; nothing stands for whichever is open.
    pub shown: Option<String>,
    /// The [`OpenDraft::digest`] of what they looked at; nothing stands for what is there now.
    pub digest: Option<String>,
}

/// Letters of what is said about a warning.
pub const LONGEST_EXPLANATION: usize = 1_000;

/// Why a report was not submitted.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// Errors are left, or warnings that were not confirmed.
    #[error("something is left to mend or to confirm")]
    NotReady,
    /// A document of the report is not in the folder.
    #[error("the document {0} is not in the folder of documents")]
    NoFile(String),
    /// Somebody saved meanwhile.
    #[error("the draft has changed meanwhile")]
    Changed,
    /// It would correct or update what stands, and says the same.
    #[error("nothing differs from what is filed")]
    Same,
    /// It was submitted before: the same form came twice, as when an answer is lost on its way.
    #[error("submitted already")]
    Filed,
    /// The draft.
    #[error(transparent)]
    Drafting(#[from] DraftingError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a warning is called in the form that confirms it: it is the same only while it is about the same.
pub fn warning_key(finding: &Finding) -> String {
    let about = serde_json::to_string(&finding.parameters).unwrap_or_default();
    let hash = Sha256::digest(format!("{}\n{}\n{about}", finding.rule, finding.place));
    HEXLOWER.encode(&hash).chars().take(16).collect()
}

/// The warnings of a draft that are to be confirmed, each with those that are confirmed with it.
pub fn warnings(checked: &CheckedDraft) -> impl Iterator<Item = Told<'_>> {
    checked.checked.told().into_iter().filter(|told| told.finding.severity == Severity::Warning)
}

/// Submits the open draft; gives what was filed. The same form sent again files nothing more.
pub fn submit(
    portal: &Portal,
    leave: ForParty,
    reference: ReportReference,
    choices: &Choices,
    by: &Person,
    now: DateTime<Utc>,
) -> Result<Submission, SubmitError> {
    let (store, files, edition) = (portal.store(), portal.files(), &*portal.edition());
    let examined = match drafting::examine(store, edition, leave, reference, choices.shown.as_deref()) {
        Err(DraftingError::NotFound | DraftingError::Ended) if leave.party() == reference.party => {
            return Err(ended(store, reference)?);
        }
        found => found?,
    };
    let repeats = examined.repeats_what_stands(choices.contacts_public);
    let Examined { open, known, checked } = examined;
    if choices.digest.as_ref().is_some_and(|digest| *digest != open.digest()) {
        return Err(SubmitError::Changed);
    }
    if checked.can_be_submitted() && repeats {
        return Err(SubmitError::Same);
    }
    let unconfirmed = warnings(&checked).any(|told| !choices.confirmed.contains_key(&warning_key(told.finding)));
    if !checked.can_be_submitted() || unconfirmed {
        return Err(SubmitError::NotReady);
    }
    // What is filed stands for years: it names nothing that is not here.
    for attached in &open.attached {
        let sha256 = &attached.document.sha256;
        if !matches!(files.open(sha256), Ok(Some((_, bytes))) if bytes == attached.document.bytes) {
            return Err(SubmitError::NoFile(sha256.clone()));
        }
    }
    let document = canonical(&checked.composed.document).map_err(|error| StoreError::Refused(error.to_string()))?;
    let sha256 = HEXLOWER.encode(&Sha256::digest(&document));
    let document = String::from_utf8(document).map_err(|error| StoreError::Refused(error.to_string()))?;
    // Of all that was ever filed of the report: whatever is filed meanwhile is noticed below.
    let version = known.versions(reference).map(|filed| filed.submission.version).max().unwrap_or_default() + 1;
    let new = Submission {
        id: format!("{reference}.{version}"),
        reference,
        version,
        document,
        sha256,
        submitted_at: now,
        submitted_by: by.id.clone(),
        contacts_public: choices.contacts_public,
        confirmed: confirmed(&checked, choices),
        original: None,
        classification: None,
    };
    let (by, shown, filing, data) = (by.clone(), open, checked.report.kind, edition.data);
    store.write(move |db| {
        // A form set put in force meanwhile would be taken for the one that was answered.
        if hold_data(db)? != data {
            return Err(SubmitError::Changed);
        }
        if !drafts::end_draft(db, &shown.draft.id, now)? {
            return Err(SubmitError::Filed);
        }
        // A recall meanwhile, say, would make a correction of nothing.
        if !is_as_checked(db, &shown)? || known_revisions(db, new.reference.party)? != known.revisions() {
            return Err(SubmitError::Changed);
        }
        let beside = known.standing_filing(new.reference).map(beside);
        file(db, &shown.draft.id, &new, (filing, beside), &by, now)?;
        Ok(new.clone())
    })
}

/// Why the draft that was shown is not open any more: drafts end by being submitted.
fn ended(store: &Store, reference: ReportReference) -> StoreResult<SubmitError> {
    let is_filed = !store.read(|db| submissions::list_submissions(db, reference))?.is_empty();
    Ok(if is_filed { SubmitError::Filed } else { DraftingError::NotFound.into() })
}

/// Whether nobody has saved anything since the draft was checked.
fn is_as_checked(db: &mut Db, shown: &OpenDraft) -> StoreResult<bool> {
    let now = drafts::revisions(db, &shown.draft.id)?;
    let then: BTreeMap<_, _> =
        shown.sections.iter().map(|(section, stored)| (section.to_string(), stored.revision)).collect();
    let attached = attachments::list_attachments(db, &shown.draft.id)?;
    Ok(now == then && attached == shown.attached)
}

fn file(
    db: &mut Db,
    draft_id: &str,
    filed: &Submission,
    (filing, beside): (FilingKind, Option<Beside>),
    by: &Person,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    drafts::take_turn(db, filed.reference)?;
    drafts::hold_sections(db, draft_id)?;
    submissions::insert_submission(db, filed)?;
    let detail = json!({ "version": 1, "sha256": filed.sha256 });
    insert_entry(db, &entry(now, &by.id, "report.submitted", &filed.id, detail))?;
    let letters = (&receipt(filed, (filing, beside), by), &arrived(filed, filing));
    notify_state_and_desk(db, filed.reference.party, &filed.id, letters, now)
}

fn arrived(filed: &Submission, filing: FilingKind) -> Matter {
    Matter::Arrived {
        submission: filed.id.clone(),
        filing: filing.word().to_owned(),
        submitted_at: filed.submitted_at,
        path: at_secretariat(&filed.id),
    }
}

fn at_secretariat(submission: &str) -> String {
    format!("/secretariat/reports/{submission}")
}

/// The filing that stands, beside which a correction or an update comes.
fn beside(standing: &FiledReport) -> Beside {
    let Submission { version, original, submitted_at, .. } = &standing.submission;
    let received_on = original.map_or_else(|| office_day(*submitted_at), |original| original.received_on);
    Beside { version: *version, received_on }
}

fn receipt(filed: &Submission, (filing, beside): (FilingKind, Option<Beside>), by: &Person) -> Matter {
    Matter::Receipt {
        submission: filed.id.clone(),
        submitted_at: filed.submitted_at,
        submitted_by: by.name.clone(),
        filing: filing.word().to_owned(),
        beside,
        sha256: filed.sha256.clone(),
        path: format!("/desk/reports/{}/receipt", filed.id),
    }
}

/// What is kept of the warnings: each that was shown, and those that were confirmed with it, which name its rule.
fn confirmed(checked: &CheckedDraft, choices: &Choices) -> Value {
    let mut said = Vec::new();
    for Told { finding, same } in warnings(checked) {
        let words = choices.confirmed.get(&warning_key(finding)).map(String::as_str).unwrap_or_default();
        let entry =
            |of: &Finding| json!({ "rule": of.rule.to_string(), "where": of.place, "explanation": words.trim() });
        said.push(entry(finding));
        for hidden in same.into_iter().filter(|hidden| hidden.severity == Severity::Warning) {
            let mut hidden = entry(hidden);
            if let Some(members) = hidden.as_object_mut() {
                members.insert(CONFIRMED_WITH.into(), finding.rule.to_string().into());
            }
            said.push(hidden);
        }
    }
    json!({ "version": 1, "warnings": said })
}

/// Names the rule of the warning that was shown, where another was confirmed with it.
const CONFIRMED_WITH: &str = "with";

/// How many warnings were shown and confirmed when it was submitted.
pub fn count_confirmed(submission: &Submission) -> usize {
    let all = submission.confirmed.get("warnings").and_then(Value::as_array);
    all.into_iter().flatten().filter(|one| one.get(CONFIRMED_WITH).is_none()).count()
}

/// Takes a version back, while it is not circulated: the newest that stands, so that what stands afterwards is
/// what stood before it. If that is another than was shown, nothing is taken back.
pub fn recall(
    store: &Store,
    leave: ForParty,
    reference: ReportReference,
    version: i32,
    by: &Person,
    now: DateTime<Utc>,
) -> Result<(), SubmitError> {
    if leave.party() != reference.party {
        return Err(DraftingError::NotFound.into());
    }
    let by = by.clone();
    store.write(move |db| {
        drafts::take_turn(db, reference)?;
        let filed = submissions::list_filed_of(db, reference)?;
        if filed.is_empty() {
            return Err(DraftingError::NotFound.into());
        }
        let shown = standing(&filed).filter(|newest| newest.version == version);
        let shown = shown.filter(|newest| may_follow(&newest.done, FilingAct::Recalled)).ok_or(SubmitError::Changed)?;
        submissions::insert_act(db, &shown.id, FilingAct::Recalled, &by.id, None, now)?;
        insert_entry(db, &entry(now, &by.id, "report.recalled", &shown.id, json!({ "version": 1 })))?;
        let path = format!("/desk/reports/{reference}");
        let recalled = Matter::Recalled { submission: shown.id.clone(), path };
        notify_state(db, reference.party, &shown.id, &recalled, now)?;
        let withdrawn = Matter::Withdrawn { submission: shown.id.clone(), path: at_secretariat(&shown.id) };
        Ok(notify_desk(db, &shown.id, &withdrawn, now)?)
    })
}

/// The names of people by key, for *saved by* and *submitted by*.
pub fn names(store: &Store, ids: &[String]) -> StoreResult<BTreeMap<String, String>> {
    Ok(store.read(|db| people::names_of(db, ids))?.into_iter().collect())
}

pub(super) fn entry(at: DateTime<Utc>, actor: &str, act: &str, subject: &str, detail: Value) -> NewEntry {
    NewEntry { at, actor: actor.to_owned(), act: act.to_owned(), subject: subject.to_owned(), detail }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_confirmed_with_another_is_not_counted() {
        let reference: ReportReference = "CHE-PV-2027".parse().unwrap();
        let own = |rule: &str| json!({ "rule": rule, "where": "forms.F", "explanation": "" });
        let mut hidden = own("V-16");
        hidden[CONFIRMED_WITH] = "V-15".into();
        let submission = Submission {
            id: "CHE-PV-2027.1".into(),
            reference,
            version: 1,
            document: "{}".into(),
            sha256: String::new(),
            submitted_at: DateTime::UNIX_EPOCH,
            submitted_by: String::new(),
            contacts_public: false,
            confirmed: json!({ "version": 1, "warnings": [own("V-15"), hidden, own("G-19")] }),
            original: None,
            classification: None,
        };
        assert_eq!(count_confirmed(&submission), 2);
    }
}
