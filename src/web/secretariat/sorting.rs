//! Sorting a report in free format into forms: where its documents speak of each, typed on the page of the report.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::report::{Again, Asked, page};
use crate::app::Edition;
use crate::app::classifying::{ClassifyError, Found, classify};
use crate::app::drafting;
use crate::app::reviewing::Version;
use crate::domain::access::{Act, may};
use crate::domain::filing::Filing;
use crate::domain::regime::{Form, FormSet};
use crate::domain::report::{Place, Report, ReportReference, VersionReference};
use crate::text::Text;
use crate::web::Site;
use crate::web::address::{named, see};
use crate::web::desk::Banner;
use crate::web::error::PageError;
use crate::web::posted::Posted;
use crate::web::session::{SignedIn, WorkError, blocking, private};
use crate::web::unsaved;

impl From<ClassifyError> for WorkError {
    fn from(error: ClassifyError) -> Self {
        match error {
            ClassifyError::NotFound => Self::Page(PageError::UnknownReport),
            ClassifyError::Foreign => Self::Page(PageError::OddForm),
            ClassifyError::Meanwhile => Self::Page(PageError::Stale),
            ClassifyError::Drafting(error) => error.into(),
            ClassifyError::Store(error) => Self::Store(error),
        }
    }
}

/// What was typed: the place of each form, and the document where there are several.
pub(super) struct Typed {
    places: BTreeMap<String, (String, String)>,
    /// Forms whose place is too long.
    long: BTreeSet<String>,
    /// How often it had been saved when the form was shown.
    revision: i64,
}

impl Typed {
    fn read(posted: &Posted, set: &FormSet) -> Result<Self, PageError> {
        let of = |form: &Form| {
            let one = |name: &str| posted.one(&format!("{name}.{}", form.letter)).map(str::to_owned);
            // A form that was not sent is not taken for one that was left open.
            let is_sent = posted.has(&format!("place.{}", form.letter));
            is_sent.then(|| Ok((form.letter.clone(), (one("place")?, one("document")?)))).ok_or(PageError::OddForm)?
        };
        let places: BTreeMap<_, _> = set.forms.iter().map(of).collect::<Result<_, PageError>>()?;
        let is_long = |place: &str| place.chars().count() > Place::LONGEST;
        let long = places.iter().filter(|(_, (place, _))| is_long(place)).map(|(letter, _)| letter.clone()).collect();
        let revision = posted.one("revision")?.parse().map_err(|_other| PageError::OddForm)?;
        Ok(Self { places, long, revision })
    }

    fn found(&self) -> BTreeMap<String, Option<Place>> {
        let found = self.places.iter().map(|(letter, (place, document))| {
            let document = (!document.is_empty()).then(|| document.clone());
            (letter.clone(), Place::typed(place, document))
        });
        found.collect()
    }
}

/// The form on the page, and what was sorted so far.
pub(super) struct SortingView {
    pub(super) revision: i64,
    /// By whom it was sorted last, and when; empty where nobody has.
    pub(super) said: String,
    /// What opening the form is called.
    pub(super) name: String,
    pub(super) is_open: bool,
    pub(super) longest: String,
    pub(super) lines: Vec<SortingLine>,
}

/// A form of the report.
pub(super) struct SortingLine {
    pub(super) letter: String,
    pub(super) name: String,
    pub(super) typed: String,
    pub(super) is_long: bool,
    /// What somebody else saved meanwhile, where it is not what was typed; empty otherwise.
    pub(super) theirs: String,
    /// Key, name, whether it is chosen; empty where there is one document alone.
    pub(super) documents: Vec<(String, String, bool)>,
}

impl SortingView {
    /// For a report in free format that stands.
    pub(super) fn new(
        t: &Text,
        edition: &Edition,
        report: &Report,
        version: &Version,
        people: &BTreeMap<String, String>,
        again: Option<Typed>,
    ) -> Option<Self> {
        let set = edition.books.form_sets.for_cycle(report.regime, report.cycle)?;
        let is_to_sort = report.is_wordless() && version.submission.original.is_some();
        if !is_to_sort || !version.stands() {
            return None;
        }
        let held = version.submission.classification.clone().unwrap_or_default();
        let said = held.last().map(|last| {
            let name = people.get(&last.by).cloned().unwrap_or_default();
            t.with_all("sorting-said", [("name", name.into()), ("when", t.instant(last.at).into())])
        });
        let is_changed = again.as_ref().is_some_and(|typed| typed.revision != held.revision());
        let line = |form: &Form| {
            let place = held.place(&form.letter);
            let stands = place.map_or("", |place| place.words.as_str());
            let own = place.and_then(|place| place.document.as_deref()).unwrap_or_default();
            let typed = again.as_ref().and_then(|typed| typed.places.get(&form.letter));
            let (words, document) = typed.map_or((stands, own), |(words, document)| (words, document));
            SortingLine {
                letter: form.letter.clone(),
                name: name(t, form),
                typed: words.to_owned(),
                is_long: again.as_ref().is_some_and(|typed| typed.long.contains(&form.letter)),
                theirs: match is_changed && (words.trim(), document) != (stands, own) {
                    true => theirs(t, place),
                    false => String::new(),
                },
                documents: documents(report, document),
            }
        };
        Some(Self {
            revision: held.revision(),
            name: t.say(if said.is_some() { "sorting-again" } else { "sorting-begin" }),
            is_open: again.is_some() || said.is_none(),
            said: said.unwrap_or_default(),
            longest: t.with("sorting-long", "most", i64::try_from(Place::LONGEST).unwrap_or_default()),
            lines: set.forms.iter().map(line).collect(),
        })
    }
}

fn name(t: &Text, form: &Form) -> String {
    let title = form.title.in_language(t.language());
    t.with_all("document-form-option", [("letter", form.letter.as_str().into()), ("title", title.into())])
}

fn theirs(t: &Text, place: Option<&Place>) -> String {
    t.with("sorting-theirs", "place", place.map_or_else(|| t.say("sorting-theirs-open"), |place| place.words.clone()))
}

fn documents(report: &Report, chosen: &str) -> Vec<(String, String, bool)> {
    let named = report.attachments.iter().filter_map(|one| Some((one.sha256.clone()?, one.name.clone()?)));
    let named: Vec<_> = named.map(|(sha256, name)| (sha256.clone(), name, sha256 == chosen)).collect();
    if named.len() > 1 { named } else { Vec::new() }
}

/// Saves where the original speaks of each form.
pub(in crate::web) async fn sort(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read_words(&body)?;
    let reference: ReportReference = named(&code)?;
    unsaved::sent_or_page(&site, &request, &posted, async |by| sorted(&site, by, reference, &posted).await).await
}

async fn sorted(
    site: &Data<Site>,
    by: SignedIn,
    reference: ReportReference,
    posted: &Posted,
) -> Result<HttpResponse, PageError> {
    may(&by.person.appointments, Act::Classify).map_err(|_denied| PageError::Denied)?;
    let edition = site.portal.edition();
    let set = drafting::form_set(&edition, reference).map_err(|_none| PageError::UnknownReport)?;
    let version = posted.one("version")?.parse().map_err(|_other| PageError::OddForm)?;
    let version = VersionReference { report: reference, version: Some(version) };
    let typed = Typed::read(posted, set)?;
    if !typed.long.is_empty() {
        return again(site, &by, version, typed, "long", StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    // One who has looked and found nothing anywhere leaves the report as it is: nobody would know that from a slip.
    if typed.revision == 0 && typed.found().values().all(Option::is_none) {
        return again(site, &by, version, typed, "none", StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let (revision, at) = (typed.revision, site.portal.clock().now());
    let found = Found { places: typed.found(), revision, by: by.person.id.clone(), at };
    let portal = site.portal.clone();
    let is_saved = blocking(site, move |_store| match classify(&portal, version, found) {
        Ok(()) => {
            // Public pages say it with the answer, not a second later; where that fails, the next look finds it.
            if let Err(error) = portal.refresh() {
                tracing::warn!(%error, "what was sorted could not be looked for");
            }
            Ok(true)
        }
        Err(ClassifyError::Meanwhile) => Ok(false),
        Err(error) => Err(error),
    });
    match is_saved.await? {
        true => Ok(see(&format!("/secretariat/reports/{version}?sorted=yes"))),
        false => again(site, &by, version, typed, "meanwhile", StatusCode::CONFLICT).await,
    }
}

/// The page again, with what was typed and why it was not saved.
async fn again(
    site: &Data<Site>,
    by: &SignedIn,
    version: VersionReference,
    typed: Typed,
    why: &str,
    status: StatusCode,
) -> Result<HttpResponse, PageError> {
    let (t, class) = (site.text, if why == "meanwhile" { "warning" } else { "error" });
    let set = drafting::form_set(&site.portal.edition(), version.report).ok().cloned();
    let long = set.iter().flat_map(|set| &set.forms).filter(|form| typed.long.contains(&form.letter));
    let links = long.map(|form| (format!("#place-{}", form.letter), name(t, form))).collect();
    let banner = Banner {
        class,
        title: t.say(&format!("sorting-{why}-title")),
        text: t.say(&format!("sorting-{why}-lead")),
        links,
    };
    let again = Again { sorting: Some(typed), banner: Some(banner), ..Again::default() };
    let content = page(site, by, version, &Asked::default(), again).await?;
    Ok(private(HttpResponse::build(status), content))
}
