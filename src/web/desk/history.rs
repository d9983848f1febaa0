//! Who wrote what into which field of a report, in any of its drafts, and when.

use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::TimeDelta;
use serde::Deserialize;

use super::labels::{label, shown as as_shown};
use super::places::{anchor, path};
use super::{Names, entering, frame_below};
use crate::app::Edition;
use crate::app::drafting::{self, DraftingError};
use crate::app::submitting::names;
use crate::domain::access::NationalAct;
use crate::domain::draft::Section as Part;
use crate::domain::regime::{FormSet, lies_in};
use crate::domain::report::ReportReference;
use crate::domain::reuse::Reused;
use crate::store::StoreResult;
use crate::store::draft_changes::{EXCERPT, FieldChange, list_changes};
use crate::store::reuses::list_reuses;
use crate::text::Text;
use crate::web::Site;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame};
use crate::web::session::{blocking, private_page};

/// Changes on a page.
const SHOWN: u32 = 100;
/// What one person writes into one field within this time is one change to readers: forms save while somebody types.
const TOGETHER: TimeDelta = TimeDelta::minutes(10);

#[derive(Template)]
#[template(path = "desk/history.html")]
struct HistoryPage {
    frame: Frame,
    t: &'static Text,
    over: String,
    changes: Vec<ChangeView>,
    /// The address of earlier changes.
    earlier: Option<String>,
}

struct ChangeView {
    when: String,
    who: String,
    field: String,
    address: Option<String>,
    value: Option<String>,
    /// The report it was taken over from; empty where it was typed.
    taken_from: String,
    /// What came along when the draft was begun: field and words; empty for what somebody wrote.
    along: Vec<(String, String)>,
}

impl ChangeView {
    fn along_count(&self) -> i64 {
        i64::try_from(self.along.len()).unwrap_or_default()
    }
}

#[derive(Deserialize)]
pub(in crate::web) struct Asked {
    /// The change after which to go on.
    #[serde(default)]
    after: String,
}

pub(in crate::web) async fn history(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let (at, reference) = entering(&site, &request, &code, NationalAct::Read).await?;
    let (edition, t, after) = (site.portal.edition(), site.text, asked.into_inner().after);
    let found = blocking(&site, move |store| {
        let after = Some(after.as_str()).filter(|after| !after.is_empty());
        let (changes, reused) = store.snapshot(|db| -> StoreResult<_> {
            Ok((list_changes(db, reference, after, SHOWN)?, list_reuses(db, reference)?))
        })?;
        let mut people: Vec<_> = changes.iter().map(|change| change.by.clone()).collect();
        people.sort();
        people.dedup();
        Ok::<_, DraftingError>((changes, reused, names(store, &people)?))
    });
    let (changes, reused, people) = found.await?;
    let set = drafting::form_set(&edition, reference).map_err(|_none| PageError::UnknownReport)?;
    let shown = Names::of(&site, reference);
    let words = |change: &FieldChange| {
        let held = change.value.as_deref().filter(|value| !value.trim().is_empty());
        held.map(|value| excerpt(&as_shown(t, set, &change.field, value)))
    };
    let came_along =
        |change: &FieldChange| (called(t, set, &edition, &change.field), words(change).unwrap_or_default());
    let view = |change: &FieldChange, along: Vec<(String, String)>| ChangeView {
        along,
        when: t.instant(change.at),
        who: people.get(&change.by).cloned().unwrap_or_default(),
        address: Part::from_key(set, &change.section)
            .map(|part| format!("{}/{}#{}", shown.address, path(&part), anchor(&change.field))),
        field: called(t, set, &edition, &change.field),
        value: words(change),
        taken_from: taken_with(&reused, change)
            .map(|source| t.with("history-taken", "report", Names::of(&site, source).report))
            .unwrap_or_default(),
    };
    let kept = together(&changes, &reused);
    // What a draft began with is one line, however many fields it has.
    let is_along = |change: &FieldChange| change.came_along && taken_with(&reused, change).is_none();
    let lines = kept.chunk_by(|one, next| is_along(one) && is_along(next) && one.at == next.at);
    let shown_as = |line: &[&FieldChange]| {
        let along = line.iter().rev().filter(|one| is_along(one)).map(|one| came_along(one)).collect();
        line.first().map(|first| view(first, along))
    };
    let is_full = changes.len() == usize::try_from(SHOWN).unwrap_or(usize::MAX);
    let last = changes.last().filter(|_| is_full);
    let page = HistoryPage {
        over: shown.over(t),
        changes: lines.filter_map(shown_as).collect(),
        earlier: last.map(|last| format!("{}/history?after={}", shown.address, last.id)),
        frame: frame_below(&site, &at, &shown, t.say("history-title")),
        t,
    };
    Ok(private_page(frame::render(&page)?))
}

/// The report whose answer the change is, taken over at that moment.
fn taken_with(reused: &[Reused], change: &FieldChange) -> Option<ReportReference> {
    let is_of = |reused: &&Reused| reused.is_taken && reused.at == change.at && lies_in(&change.field, &reused.place);
    reused.iter().find(is_of).map(|reused| reused.source)
}

/// Without changes that the same person wrote over in the same field soon after; what was taken over, or came
/// along, stays named.
fn together<'c>(changes: &'c [FieldChange], reused: &[Reused]) -> Vec<&'c FieldChange> {
    let mut kept: Vec<&FieldChange> = Vec::new();
    for change in changes {
        let later = kept.iter().rfind(|later| later.section == change.section && later.field == change.field);
        let is_written_over = later.is_some_and(|later| later.by == change.by && later.at - change.at < TOGETHER);
        if !is_written_over || change.came_along || taken_with(reused, change).is_some() {
            kept.push(change);
        }
    }
    kept
}

/// What its page calls a field; of a field that the forms have no more, its name is left.
fn called(t: &Text, set: &FormSet, edition: &Edition, name: &str) -> String {
    let label = label(t, set, &edition.books.obligations, name);
    if label.is_empty() { name.to_owned() } else { label }
}

fn excerpt(value: &str) -> String {
    let most = usize::try_from(EXCERPT).unwrap_or_default();
    match value.char_indices().nth(most) {
        Some((end, _)) => format!("{} …", value.get(..end).unwrap_or(value)),
        None => value.to_owned(),
    }
}
