//! Letters are released, or stopped: a page that shows who gets which and whom none reaches, asks, and the act.

use actix_web::web::{Bytes, Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::TimeDelta;
use serde::Deserialize;

use super::ADDRESS;
use super::index::overview;
use super::recipients::Recipients;
use super::states::Unreached;
use crate::app::reminding::{self, HORIZON, look_ahead};
use crate::domain::access::{Act, may};
use crate::text::Text;
use crate::web::Site;
use crate::web::account::signed_in_to_act;
use crate::web::address::see;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::posted::Posted;
use crate::web::session::{SignedIn, blocking, private_page};

/// Days whose letters are named before the release.
const DAYS_NAMED: i64 = 14;

#[derive(Template)]
#[template(path = "reminders/release.html")]
struct ReleasePage {
    frame: Frame,
    t: &'static Text,
    is_released: bool,
    /// Over how many days the letters are named.
    days: i64,
    /// How many go out today, and in the next days.
    counts: Vec<String>,
    /// Day, step, how many.
    overview: Vec<(String, String, i64)>,
    /// Until when the recipients below get letters, in words.
    to_title: String,
    recipients: Recipients,
    unreached: Unreached,
    form_token: String,
}

#[derive(Deserialize)]
pub(in crate::web) struct Asked {
    /// The State after which the recipients go on.
    #[serde(default)]
    after: String,
}

/// Says what would follow, and asks.
pub(in crate::web) async fn ask(
    site: Data<Site>,
    request: HttpRequest,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    may(&by.person.appointments, Act::ReleaseLetters).map_err(|_denied| PageError::Denied)?;
    let (t, edition) = (site.text, site.portal.edition());
    let today = edition.today;
    let outlook = blocking(&site, move |store| look_ahead(store, &edition)).await?;
    let until = today + TimeDelta::days(DAYS_NAMED);
    let going: Vec<_> = outlook.messages.iter().filter(|one| !one.is_held).collect();
    let soon: Vec<_> = going.iter().copied().filter(|one| one.send_on <= until).collect();
    let now = soon.iter().filter(|one| one.send_on <= today).count();
    let is_released = outlook.release.is_some();
    let title = t.say(if is_released { "reminders-stop" } else { "reminders-release" });
    let page = ReleasePage {
        frame: Frame::new(&site, Section::Reminders, title)
            .with_crumb(ADDRESS, t.say("reminders-title"))
            .seen_by(by.who(t.say("secretariat"))),
        t,
        is_released,
        days: DAYS_NAMED,
        counts: vec![
            t.with("release-today", "count", now),
            t.with_all(
                "release-soon",
                [("count", (soon.len() - now).into()), ("today", now.into()), ("date", t.date(until).into())],
            ),
        ],
        overview: overview(t, soon.into_iter()),
        to_title: t.with("release-to", "date", t.date(today + TimeDelta::days(i64::from(HORIZON)))),
        recipients: Recipients::of(&site, &going, &asked.after),
        unreached: Unreached::of(&site, &outlook.unreached),
        form_token: by.form_token(),
    };
    Ok(private_page(frame::render(&page)?))
}

pub(in crate::web) async fn release(
    site: Data<Site>,
    request: HttpRequest,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read(&body)?;
    // Whoever had to sign in again is asked again.
    let by = match signed_in_to_act(&site, &request, &posted, &format!("{ADDRESS}/release")).await? {
        Ok(by) => by,
        Err(answer) => return Ok(answer),
    };
    may(&by.person.appointments, Act::ReleaseLetters).map_err(|_denied| PageError::Denied)?;
    let (person, now, today) = (by.person, site.portal.clock().now(), site.portal.edition().today);
    match posted.one("act")? {
        "release" => blocking(&site, move |store| reminding::release(store, &person, today, now)).await?,
        "stop" => blocking(&site, move |store| reminding::end_release(store, &person, now)).await?,
        _ => return Err(PageError::OddForm),
    }
    Ok(see(ADDRESS))
}
