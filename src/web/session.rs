//! Who asks: the cookie of a session, and the doors to pages that need one.

use actix_web::cookie::{Cookie, SameSite};
use actix_web::web::{self, Data};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};

use super::Site;
use super::error::PageError;
use super::frame::{Section, Who};
use super::posted::{Posted, is_from_here};
use crate::app::accounts;
use crate::domain::access::{ForParty, NationalAct, desks, national};
use crate::domain::code::Iso3;
use crate::store::people::Person;
use crate::store::{Store, StoreError};

/// Somebody signed in.
#[derive(Clone)]
pub(super) struct SignedIn {
    pub(super) person: Person,
    pub(super) secret: String,
}

/// Somebody at a State's desk, with the leave to work there.
pub(super) struct AtDesk {
    pub(super) by: SignedIn,
    pub(super) leave: ForParty,
}

impl AtDesk {
    /// Whether they may do that at the desk, too.
    pub(super) fn may(&self, act: NationalAct) -> bool {
        national(&self.by.person.appointments, self.leave.party(), act).is_ok()
    }
}

impl SignedIn {
    /// Whoever sent the request.
    pub(super) async fn of(site: &Data<Site>, request: &HttpRequest) -> Result<Self, PageError> {
        let cookie = request.cookie(cookie_name(site)).ok_or(PageError::SignedOut)?;
        site.look_for_news();
        let secret = cookie.value().to_owned();
        let now = site.portal.clock().now();
        let found = blocking(site, {
            let secret = secret.clone();
            move |store| accounts::signed_in(store, &secret, now)
        });
        let person = found.await?.ok_or(PageError::SignedOut)?;
        let by = Self { person, secret };
        request.extensions_mut().insert(by.clone());
        Ok(by)
    }

    /// Whoever was found to have sent the request, without asking the database.
    pub(super) fn known(request: &HttpRequest) -> Option<Self> {
        request.extensions().get::<Self>().cloned()
    }

    /// The same for a form: only one of our own pages, shown to this session, carries the token.
    pub(super) fn sent(&self, site: &Site, request: &HttpRequest, posted: &Posted) -> Result<(), PageError> {
        self.sent_token(site, request, posted.one("form_token")?)
    }

    /// The same where the token has come alone, before the rest of the form.
    pub(super) fn sent_token(&self, site: &Site, request: &HttpRequest, sent: &str) -> Result<(), PageError> {
        let token = self.form_token();
        let is_ours = subtle::ConstantTimeEq::ct_eq(sent.as_bytes(), token.as_bytes());
        if bool::from(is_ours) && is_from_here(site, request) { Ok(()) } else { Err(PageError::ForeignForm) }
    }

    /// What every form shown to this session carries.
    pub(super) fn form_token(&self) -> String {
        accounts::form_token(&self.secret)
    }

    /// The leave to do something for a State. To others the State's papers do not exist.
    pub(super) fn at_desk(self, party: Iso3, act: NationalAct) -> Result<AtDesk, PageError> {
        let may_read = national(&self.person.appointments, party, NationalAct::Read);
        may_read.map_err(|_denied| PageError::UnknownReport)?;
        let leave = national(&self.person.appointments, party, act).map_err(|_denied| PageError::Denied)?;
        Ok(AtDesk { by: self, leave })
    }

    /// The States whose desks they may see.
    pub(super) fn desks(&self) -> Vec<Iso3> {
        desks(&self.person.appointments)
    }

    /// How the head of a page names them.
    pub(super) fn who(&self, place: String) -> Who {
        Who { form_token: Some(self.form_token()), ..self.who_reads(place) }
    }

    /// The same for a public page.
    pub(super) fn who_reads(&self, place: String) -> Who {
        let works = Section::works(&self.person.appointments);
        Who { name: self.person.name.clone(), place, form_token: None, works, held: self.person.appointments.clone() }
    }
}

/// Over https the browser itself makes sure that no other host can set the cookie.
fn cookie_name(site: &Site) -> &'static str {
    if site.is_https() { "__Host-session" } else { "session" }
}

/// The cookie that keeps somebody signed in, or an empty one that signs them out.
pub(super) fn cookie<'c>(site: &Site, secret: Option<String>) -> Cookie<'c> {
    let is_out = secret.is_none();
    let mut cookie = Cookie::build(cookie_name(site), secret.unwrap_or_default())
        .path("/")
        .secure(site.is_https())
        .http_only(true)
        .same_site(SameSite::Lax)
        .finish();
    if is_out {
        cookie.make_removal();
    }
    cookie
}

/// Work on the database, away from the threads that answer.
pub(super) async fn blocking<T, E>(
    site: &Data<Site>,
    work: impl FnOnce(&Store) -> Result<T, E> + Send + 'static,
) -> Result<T, PageError>
where
    T: Send + 'static,
    E: Into<WorkError> + Send + 'static,
{
    let portal = site.portal.clone();
    let done = web::block(move || work(portal.store())).await;
    done.map_err(|_stopping| PageError::Unavailable)?.map_err(|error| error.into().into())
}

/// What work may fail with, before it is a page.
pub(super) enum WorkError {
    Store(StoreError),
    Other(anyhow::Error),
    Page(PageError),
}

impl From<StoreError> for WorkError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<anyhow::Error> for WorkError {
    fn from(error: anyhow::Error) -> Self {
        Self::Other(error)
    }
}

impl From<PageError> for WorkError {
    fn from(error: PageError) -> Self {
        Self::Page(error)
    }
}

impl From<WorkError> for PageError {
    fn from(error: WorkError) -> Self {
        match error {
            WorkError::Page(page) => page,
            WorkError::Store(error @ (StoreError::Busy | StoreError::Unavailable(_))) => {
                tracing::warn!(%error, "the database does not answer");
                Self::Unavailable
            }
            WorkError::Store(error) => Self::Internal(error.into()),
            WorkError::Other(error) => match error.downcast::<StoreError>() {
                Ok(error) => WorkError::Store(error).into(),
                Err(error) => Self::Internal(error),
            },
        }
    }
}

/// A page for one person: nobody keeps it, and going back asks for it again.
pub(super) fn private_page(content: String) -> HttpResponse {
    private(HttpResponse::Ok(), content)
}

/// The same with another status.
pub(super) fn private(mut answer: actix_web::HttpResponseBuilder, content: String) -> HttpResponse {
    answer
        .insert_header((actix_web::http::header::CACHE_CONTROL, "no-store"))
        .content_type("text/html; charset=utf-8")
        .body(content)
}
