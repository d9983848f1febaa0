//! By when a State says it will file a report that is due.

use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::NaiveDate;

use super::{Acting, Names, acting, entering, frame_below};
use crate::app::answering;
use crate::domain::access::NationalAct;
use crate::domain::report::ReportReference;
use crate::store::reminders::list_promises_of;
use crate::text::Text;
use crate::web::Site;
use crate::web::address::see;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame};
use crate::web::promised::read_day;
use crate::web::session::{AtDesk, blocking, private, private_page};

#[derive(Template)]
#[template(path = "desk/promise.html")]
struct PromisePage {
    frame: Frame,
    t: &'static Text,
    over: String,
    address: String,
    form_token: String,
    /// What was said before.
    stands: Option<String>,
    typed: String,
    fault: Option<String>,
}

impl PromisePage {
    fn render(
        site: &Site,
        at: &AtDesk,
        reference: ReportReference,
        stands: Option<NaiveDate>,
        (typed, fault): (String, Option<String>),
    ) -> Result<String, PageError> {
        let (t, names) = (site.text, Names::of(site, reference));
        frame::render(&Self {
            frame: frame_below(site, at, &names, t.say("promise-title")),
            t,
            over: names.over(t),
            address: format!("{}/promise", names.address),
            form_token: at.by.form_token(),
            stands: stands.map(|day| t.with("promise-stands-on", "date", t.date(day))),
            typed,
            fault,
        })
    }
}

/// What was said before, where the report is asked for and has not come; of others nothing can be promised.
async fn standing(site: &Data<Site>, reference: ReportReference) -> Result<Option<NaiveDate>, PageError> {
    let edition = site.portal.edition();
    let found = blocking(site, move |store| {
        store.snapshot(|db| {
            let missing = answering::missing(db, &edition, reference.party, reference.cycle)?;
            let promises = list_promises_of(db, reference.party, edition.today)?;
            Ok(missing.contains_key(&reference).then(|| promises.get(&reference).copied()))
        })
    });
    found.await?.ok_or(PageError::UnknownReport)
}

pub(in crate::web) async fn promise_form(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (at, reference) = entering(&site, &request, &code, NationalAct::Submit).await?;
    let stands = standing(&site, reference).await?;
    Ok(private_page(PromisePage::render(&site, &at, reference, stands, (String::new(), None))?))
}

pub(in crate::web) async fn promise(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let Acting { at, reference, posted } =
        match acting(&site, &request, (&code, "/promise"), &body, NationalAct::Submit).await? {
            Ok(form) => form,
            Err(answer) => return Ok(answer),
        };
    let stands = standing(&site, reference).await?;
    let typed = posted.one("file_by")?.to_owned();
    let day = match read_day(site.text, &typed, site.portal.edition().today) {
        Ok(day) => day,
        Err(fault) => {
            let content = PromisePage::render(&site, &at, reference, stands, (typed, Some(fault)))?;
            return Ok(private(HttpResponse::UnprocessableEntity(), content));
        }
    };
    // Said twice, it is said once.
    if stands != Some(day) {
        let (leave, person, now) = (at.leave, at.by.person.clone(), site.portal.clock().now());
        blocking(&site, move |store| answering::promise(store, leave, &person, (reference, day), now)).await?;
    }
    Ok(see("/desk"))
}
