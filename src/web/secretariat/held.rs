//! The file that a form of an officer holds: it was sent before, and need not be sent again.

use actix_web::web::Data;

use crate::app::attaching::AttachError;
use crate::app::waiting::Waiting;
use crate::domain::draft::{is_name, without_folders};
use crate::domain::report::ReportReference;
use crate::files::Kept;
use crate::web::Site;
use crate::web::error::PageError;
use crate::web::posted::Posted;
use crate::web::session::{SignedIn, WorkError, blocking};

/// What a form says of the file that it holds.
pub(super) struct Said {
    pub(super) sha256: String,
    name: String,
    nonce: String,
}

impl Said {
    /// Nothing where it holds none; a name that no file can have here is of no page of ours.
    pub(super) fn read(fields: &Posted) -> Result<Option<Self>, PageError> {
        let one = |name: &str| fields.one(name).map(str::to_owned);
        let said = Self { sha256: one("sha256")?, name: one("name")?, nonce: one("nonce")? };
        if said.sha256.is_empty() {
            return Ok(None);
        }
        if is_name(&said.name).is_err() || without_folders(&said.name) != said.name {
            return Err(PageError::OddForm);
        }
        Ok(Some(said))
    }

    /// The file, if it still waits for that form of the officer.
    pub(super) async fn find(
        &self,
        site: &Data<Site>,
        by: &SignedIn,
        reference: ReportReference,
    ) -> Result<Option<Held>, PageError> {
        let Some(waiting) = Waiting::of(reference, &by.person, &self.nonce) else { return Ok(None) };
        let (files, name, sha256) = (site.portal.files().clone(), self.name.clone(), self.sha256.clone());
        let found = blocking(site, move |_store| -> Result<_, AttachError> {
            let kept = waiting.find(&files, (&sha256, &name))?;
            Ok(kept.map(|kept| Held { waiting, name, kept }))
        });
        found.await
    }
}

/// A file that waits for one form.
#[derive(Clone)]
pub(super) struct Held {
    pub(super) waiting: Waiting,
    pub(super) name: String,
    pub(super) kept: Kept,
}

impl Held {
    /// One that has just come; it takes the place of the one that the form held.
    pub(super) async fn new(
        site: &Data<Site>,
        by: &SignedIn,
        reference: ReportReference,
        (name, kept): (String, Kept),
        before: Option<Self>,
    ) -> Result<Self, PageError> {
        let (files, person) = (site.portal.files().clone(), by.person.clone());
        let came = blocking(site, move |store| -> Result<_, WorkError> {
            let waiting = match &before {
                Some(before) => before.waiting.clone(),
                None => Waiting::new(reference, &person)?,
            };
            waiting.note(&files, &kept.sha256).map_err(AttachError::from)?;
            if let Some(before) = before.filter(|before| before.kept.sha256 != kept.sha256) {
                waiting.give_up(store, &files, &before.kept.sha256)?;
            }
            Ok(Self { waiting, name, kept })
        });
        came.await
    }

    /// Gives it up: no form is shown that could go on with it.
    pub(super) async fn give_up(self, site: &Data<Site>) -> Result<(), PageError> {
        let files = site.portal.files().clone();
        blocking(site, move |store| self.waiting.give_up(store, &files, &self.kept.sha256)).await
    }

    /// What the form says of it when it is sent again.
    pub(super) fn fields(&self) -> [(&'static str, String); 3] {
        let nonce = self.waiting.nonce().to_owned();
        [("name", self.name.clone()), ("sha256", self.kept.sha256.clone()), ("nonce", nonce)]
    }
}
