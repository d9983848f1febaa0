//! Who wrote what into which field of a report, in any of its drafts, and when.

use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::TimeDelta;
use serde::Deserialize;

use super::places::{anchor, path, section_of};
use super::{Names, entering, frame_below};
use crate::app::drafting::{self, DraftingError};
use crate::app::submitting::names;
use crate::domain::access::NationalAct;
use crate::domain::draft::Section as Part;
use crate::domain::regime::{Field, FormSet};
use crate::store::drafts::{EXCERPT, FieldChange, list_changes};
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
        let changes = store.read(|db| list_changes(db, reference, after, SHOWN))?;
        let mut people: Vec<_> = changes.iter().map(|change| change.by.clone()).collect();
        people.sort();
        people.dedup();
        Ok::<_, DraftingError>((changes, names(store, &people)?))
    });
    let (changes, people) = found.await?;
    let set = drafting::form_set(&edition, reference).map_err(|_none| PageError::UnknownReport)?;
    let shown = Names::of(&site, reference);
    let view = |change: &FieldChange| ChangeView {
        when: t.instant(change.at),
        who: people.get(&change.by).cloned().unwrap_or_default(),
        address: Part::from_key(set, &change.section)
            .map(|part| format!("{}/{}#{}", shown.address, path(&part), anchor(&change.field))),
        field: label(t, set, &change.field),
        value: change.value.as_deref().map(excerpt),
    };
    let is_full = changes.len() == usize::try_from(SHOWN).unwrap_or(usize::MAX);
    let last = changes.last().filter(|_| is_full);
    let page = HistoryPage {
        over: shown.over(t),
        changes: together(&changes).into_iter().map(view).collect(),
        earlier: last.map(|last| format!("{}/history?after={}", shown.address, last.id)),
        frame: frame_below(&site, &at, &shown, t.say("history-title")),
        t,
    };
    Ok(private_page(frame::render(&page)?))
}

/// Without changes that the same person wrote over in the same field soon after.
fn together(changes: &[FieldChange]) -> Vec<&FieldChange> {
    let mut kept: Vec<&FieldChange> = Vec::new();
    for change in changes {
        let later = kept.iter().rfind(|later| later.section == change.section && later.field == change.field);
        let is_written_over = later.is_some_and(|later| later.by == change.by && later.at - change.at < TOGETHER);
        if !is_written_over {
            kept.push(change);
        }
    }
    kept
}

fn excerpt(value: &str) -> String {
    let most = usize::try_from(EXCERPT).unwrap_or_default();
    match value.char_indices().nth(most) {
        Some((end, _)) => format!("{} …", value.get(..end).unwrap_or(value)),
        None => value.to_owned(),
    }
}

/// What the page of the field calls it, with its form.
fn label(t: &Text, set: &FormSet, name: &str) -> String {
    let holds = |at: &str| name == at || name.strip_prefix(at).is_some_and(|rest| rest.starts_with(['.', '[']));
    let is_it = |letter: &str, field: &Field| match &field.at {
        Some(at) => holds(at),
        None => holds(&format!("forms.{letter}.{}", field.key)),
    };
    let in_form = set.fields().find(|(form, field)| is_it(&form.letter, field)).map(|(_, field)| field);
    let of_cover = || set.cover.iter().find(|field| field.at.as_deref().is_some_and(holds));
    let field = in_form.or_else(of_cover).map(|field| field.label.in_language(t.language()).to_owned());
    let said = match field {
        Some(label) => label,
        None if name.starts_with("summary.") => t.say("summary-title"),
        None => name.to_owned(),
    };
    match section_of(set, name) {
        Part::Form(letter) => format!("{}{}{said}", t.with("question-form", "letter", letter), t.say("list-semicolon")),
        _ => said,
    }
}
