//! Every version, which are in force, and what is recalled in each.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::{address, framed, name_of, standing};
use crate::app::data_versions;
use crate::app::submitting::names;
use crate::domain::access::{Act, may};
use crate::text::Text;
use crate::web::Site;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame};
use crate::web::session::{SignedIn, blocking, private_page};

#[derive(Template)]
#[template(path = "data/index.html")]
struct IndexPage {
    frame: Frame,
    t: &'static Text,
    lines: Vec<Line>,
}

struct Line {
    address: String,
    name: String,
    kind: String,
    standing: (&'static str, String),
    why: String,
    added: String,
}

pub(in crate::web) async fn index(site: Data<Site>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    may(&by.person.appointments, Act::ReadData).map_err(|_denied| PageError::Denied)?;
    let t = site.text;
    let (listed, people) = blocking(&site, |store| {
        let listed = data_versions::list(store)?;
        let by: Vec<_> = listed.iter().filter_map(|one| Some(one.added.as_ref()?.1.clone())).collect();
        let people = names(store, &by)?;
        Ok::<_, crate::store::StoreError>((listed, people))
    })
    .await?;
    let lines = listed.iter().map(|one| Line {
        address: address("version", one.kind, &one.name),
        name: one.name.clone(),
        kind: name_of(t, one.kind),
        standing: standing(t, one),
        why: if one.added.is_some() { one.why.clone() } else { t.say("data-of-program") },
        added: one.added.as_ref().map_or_else(String::new, |(at, by)| {
            let who = people.get(by).unwrap_or(by).clone();
            t.with_all("data-added-by", [("who", who.into()), ("when", t.instant(*at).into())])
        }),
    });
    let page = IndexPage { frame: framed(&site, &by, t.say("data-title")), t, lines: lines.collect() };
    Ok(private_page(frame::render(&page)?))
}
