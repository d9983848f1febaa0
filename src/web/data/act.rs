//! A new version is written; a version is put in force or taken out.

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::{ADDRESS, Named, address, framed, name_of, version, with_versions};
use crate::app::data_versions::{self, Doer, VersionError};
use crate::domain::access::{Act, may};
use crate::domain::data_version::DataKind;
use crate::text::Text;
use crate::web::Site;
use crate::web::address::see;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame};
use crate::web::posted::Posted;
use crate::web::session::{SignedIn, blocking, private};
use crate::web::unsaved;

#[derive(Template)]
#[template(path = "data/new.html")]
struct NewPage {
    frame: Frame,
    t: &'static Text,
    kind: &'static str,
    document: String,
    why: String,
    faults: Vec<String>,
    form_token: String,
}

/// The form for a new version, with the text of the one it is made from.
pub(in crate::web) async fn ask(
    site: Data<Site>,
    request: HttpRequest,
    named: Query<Named>,
) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    may(&by.person.appointments, Act::ManageData).map_err(|_denied| PageError::Denied)?;
    let kind = DataKind::from_key(&named.kind).ok_or(PageError::NotFound)?;
    let name = named.into_inner().name;
    let found = with_versions(&site, move |store| data_versions::document_of(store, kind, &name)).await?;
    let document = found.map_err(|_none| PageError::NotFound)?;
    form(&site, &by, kind, document, String::new(), Vec::new())
}

fn form(
    site: &Site,
    by: &SignedIn,
    kind: DataKind,
    document: String,
    why: String,
    faults: Vec<String>,
) -> Result<HttpResponse, PageError> {
    let t = site.text;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = NewPage {
        frame: framed(site, by, t.with("data-new", "kind", name_of(t, kind))).with_crumb(ADDRESS, t.say("data-title")),
        t,
        kind: kind.key(),
        document,
        why,
        faults,
        form_token: by.form_token(),
    };
    Ok(private(HttpResponse::build(status), frame::render(&page)?))
}

pub(in crate::web) async fn act(
    site: Data<Site>,
    request: HttpRequest,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read(&body)?;
    unsaved::sent_or_page(&site, &request, &posted, async |by| {
        may(&by.person.appointments, Act::ManageData).map_err(|_denied| PageError::Denied)?;
        let kind = DataKind::from_key(posted.one("kind")?).ok_or(PageError::OddForm)?;
        match posted.one("act")? {
            "add" => add(&site, &by, kind, posted.one("document")?, posted.one("why")?).await,
            deed @ ("put-in-force" | "take-out") => decide(&site, &by, kind, deed, posted.one("name")?).await,
            _ => Err(PageError::OddForm),
        }
    })
    .await
}

fn doer(site: &Site, by: &SignedIn) -> Doer {
    Doer { by: by.person.id.clone(), at: site.portal.clock().now() }
}

async fn add(
    site: &Data<Site>,
    by: &SignedIn,
    kind: DataKind,
    document: &str,
    why: &str,
) -> Result<HttpResponse, PageError> {
    let (text, reason, doer) = (document.to_owned(), why.to_owned(), doer(site, by));
    match with_versions(site, move |store| data_versions::add(store, kind, &text, &reason, doer)).await? {
        Ok(name) => Ok(see(&address("version", kind, &name))),
        Err(VersionError::Faults(faults)) => form(site, by, kind, document.to_owned(), why.to_owned(), faults),
        Err(other) => form(site, by, kind, document.to_owned(), why.to_owned(), vec![other.to_string()]),
    }
}

async fn decide(
    site: &Data<Site>,
    by: &SignedIn,
    kind: DataKind,
    deed: &str,
    name: &str,
) -> Result<HttpResponse, PageError> {
    let (deed, wanted, doer) = (deed.to_owned(), name.to_owned(), doer(site, by));
    let done = with_versions(site, move |store| match deed.as_str() {
        "take-out" => data_versions::take_out(store, kind, &wanted, doer),
        _ => data_versions::put_in_force(store, kind, &wanted, doer),
    });
    match done.await? {
        Ok(()) => {
            // Whoever did it sees it at once, not a second later.
            // It is done even where that fails; then the next look finds it.
            let portal = site.portal.clone();
            if let Err(error) = blocking(site, move |_store| portal.refresh()).await {
                tracing::warn!(%error, "the data in force could not be looked for");
            }
            Ok(see(&address("version", kind, name)))
        }
        Err(VersionError::NotFound(_)) => Err(PageError::NotFound),
        Err(other) => version::page(site, by, kind, name, Some(other.to_string())).await,
    }
}
