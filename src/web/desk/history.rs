//! Who wrote what into which field of a draft, and when.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::places::{anchor, path};
use super::{Names, entering, frame_below};
use crate::app::drafting::{self, DraftingError};
use crate::app::submitting::names;
use crate::domain::access::NationalAct;
use crate::domain::draft::Section as Part;
use crate::store::drafts::{FieldChange, list_changes};
use crate::text::Text;
use crate::web::Site;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame};
use crate::web::session::{blocking, private_page};

/// Changes on the page, the latest first.
const SHOWN: u32 = 200;

#[derive(Template)]
#[template(path = "desk/history.html")]
struct HistoryPage {
    frame: Frame,
    t: &'static Text,
    over: String,
    changes: Vec<ChangeView>,
}

struct ChangeView {
    when: String,
    who: String,
    field: String,
    address: Option<String>,
    value: Option<String>,
}

pub(in crate::web) async fn history(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (at, reference) = entering(&site, &request, &code, NationalAct::Read).await?;
    let (edition, leave, t) = (site.portal.edition(), at.leave, site.text);
    let held = edition.clone();
    let found = blocking(&site, move |store| {
        let open = drafting::open(store, &held, leave, reference)?;
        let changes = store.read(|db| list_changes(db, &open.draft.id, SHOWN))?;
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
        field: change.field.clone(),
        value: change.value.clone(),
    };
    let page = HistoryPage {
        over: shown.over(t),
        changes: changes.iter().map(view).collect(),
        frame: frame_below(&site, &at, &shown, t.say("history-title")),
        t,
    };
    Ok(private_page(frame::render(&page)?))
}
