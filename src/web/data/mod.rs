//! The rules and form sets that the portal goes by: read by the secretariat, put right by administrators.

mod act;
mod index;
mod trial;
mod version;

pub(super) use act::{act, ask};
pub(super) use index::index;
pub(super) use trial::show as trial;
pub(super) use version::show;

use actix_web::web::Data;
use serde::Deserialize;

use super::Site;
use super::error::PageError;
use super::frame::{Frame, Section};
use super::session::{SignedIn, blocking};
use crate::app::data_versions::{Listed, VersionError};
use crate::domain::data_version::DataKind;
use crate::store::Store;
use crate::text::Text;

/// Address of the list.
const ADDRESS: &str = "/secretariat/data";

/// Does something with versions, aside from the threads that answer; what the database cannot is a page of its own.
async fn with_versions<T: Send + 'static>(
    site: &Data<Site>,
    work: impl FnOnce(&Store) -> Result<T, VersionError> + Send + 'static,
) -> Result<Result<T, VersionError>, PageError> {
    blocking(site, move |store| match work(store) {
        Err(VersionError::Store(error)) => Err(error),
        other => Ok(other),
    })
    .await
}

/// Which version is meant: names hold strokes, as in `APII/2028`.
#[derive(Default, Deserialize)]
pub(super) struct Named {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    name: String,
}

fn framed(site: &Site, by: &SignedIn, title: String) -> Frame {
    let frame = Frame::new(site, Section::People, title).seen_by(by.who(site.text.say("secretariat")));
    frame.with_crumb("/secretariat/people", site.text.say("nav-people"))
}

/// The address of a page about a version.
fn address(page: &str, kind: DataKind, name: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    format!("{ADDRESS}/{page}?{}", query.append_pair("kind", kind.key()).append_pair("name", name).finish())
}

fn name_of(t: &Text, kind: DataKind) -> String {
    t.say(&format!("data-kind-{}", kind.key()))
}

/// The tag of how it stands.
fn standing(t: &Text, listed: &Listed) -> (&'static str, String) {
    match (listed.in_force, listed.fits) {
        (true, true) => {
            let since = listed.first_cycle.map(|cycle| t.with("data-from", "cycle", cycle.to_string()));
            ("good", since.unwrap_or_else(|| t.say("data-in-force")))
        }
        (true, false) => ("warning", t.say("data-misfit")),
        (false, _) => ("", t.say("data-not-in-force")),
    }
}
