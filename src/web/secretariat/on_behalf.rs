//! Filing a report for a State that sent it on paper or by e-mail: the original goes with it as it came.

use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::held::{Held, Said};
use super::looked_over::{Look, look_over};
use super::paper::{Meant, Typed, UNSAID};
use crate::app::doubts::doubts;
use crate::app::drafting;
use crate::app::on_behalf::{self, Further, OnBehalfError, Paper, Room};
use crate::domain::access::{Act, may};
use crate::domain::draft::{DOCUMENT_BYTES, Unfit};
use crate::domain::filing::Way;
use crate::domain::report::{Availability, ReportReference};
use crate::files::{Kept, Kind};
use crate::text::Text;
use crate::web::Site;
use crate::web::account::signed_out_with_file;
use crate::web::address::{named, of_state, see};
use crate::web::desk::{Names, sentence, status};
use crate::web::documents::size;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::posted::Posted;
use crate::web::session::{SignedIn, WorkError, blocking, private};
use crate::web::upload::{self, Parts, Received, Refusal, receive};

#[derive(Template)]
#[template(path = "secretariat/on-behalf.html")]
struct OnBehalfPage {
    frame: Frame,
    t: &'static Text,
    over: String,
    /// The State's page.
    party: String,
    address: String,
    /// What stands in the way, or what it would come after: title, text, and where to look.
    notice: Option<(String, String, Option<String>)>,
    form: Option<Form>,
}

struct Form {
    token: String,
    version: i32,
    typed: Typed,
    /// Value, name, whether chosen.
    kinds_of_filing: Vec<(&'static str, String, bool)>,
    ways: Vec<(&'static str, String, bool)>,
    choices: Vec<(&'static str, String, bool)>,
    letters: Vec<(String, String, bool)>,
    kinds: String,
    limits: String,
    /// The file that is here already: what is said of it, and what the form sends to go on with it.
    held: Option<(String, [(&'static str, String); 3])>,
    /// The field a fault is at, and the fault.
    faults: Vec<(&'static str, String)>,
}

impl Form {
    fn fault(&self, field: &str) -> &str {
        self.faults.iter().find(|(own, _)| *own == field).map_or("", |(_, fault)| fault)
    }
}

/// The report of an address, which is one of a State of the register with forms of its cycle, and can have come.
fn reference(site: &Site, code: &str) -> Result<ReportReference, PageError> {
    let reference: ReportReference = named(code)?;
    let edition = site.portal.edition();
    edition.register.state(reference.party).ok_or(PageError::UnknownReport)?;
    drafting::form_set(&edition, reference).map_err(|_none| PageError::UnknownReport)?;
    on_behalf::is_fileable(&edition, reference.cycle).then_some(reference).ok_or(PageError::UnknownReport)
}

/// The frame of a page of such a filing.
pub(super) fn frame_of(site: &Site, by: &SignedIn, title: &str) -> Frame {
    Frame::new(site, Section::Secretariat, site.text.say(title))
        .with_crumb("/secretariat", site.text.say("queue-title"))
        .seen_by(by.who(site.text.say("secretariat")))
}

pub(super) async fn officer(site: &Data<Site>, request: &HttpRequest) -> Result<SignedIn, PageError> {
    let by = SignedIn::of(site, request).await?;
    may(&by.person.appointments, Act::FileOnBehalf).map_err(|_denied| PageError::Denied)?;
    Ok(by)
}

pub(in crate::web) async fn form(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let by = officer(&site, &request).await?;
    let reference = reference(&site, &code)?;
    answer(&site, &by, reference, StatusCode::OK, Filled::default()).await
}

/// Files the report, or shows it as it will stand, or says what is missing.
pub(in crate::web) async fn file(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    parts: Multipart,
) -> Result<HttpResponse, PageError> {
    let parts = Parts::new(parts);
    let entered = officer(&site, &request).await.and_then(|by| Ok((by, reference(&site, &code)?)));
    let (by, reference) = match entered {
        Ok(entered) => entered,
        Err(error) => {
            parts.hear_out().await;
            let is_signed_out = matches!(error, PageError::SignedOut);
            let address = format!("/secretariat/reports/{code}/on-behalf");
            return if is_signed_out { signed_out_with_file(&site, &address) } else { Err(error) };
        }
    };
    let t = site.text;
    let check = |fields: &Posted| Said::read(fields).and(Typed::read(fields)).map(drop);
    let Received { fields, name, file } = receive(&site, &request, &by, parts, check).await?;
    let (typed, said, go) = (Typed::read(&fields)?, Said::read(&fields)?, fields.one("go")?);
    // Only what was shown as it will stand is filed so.
    let is_confirmed = go == "file" && matches!(file, Err(Refusal::NoFile));
    let (held, refusal) = hold(&site, &by, reference, said.as_ref(), (name.clone(), file)).await?;
    if let (Some(said), None, true) = (&said, &held, is_confirmed)
        && is_filed(&site, reference, &said.sha256).await?
    {
        return Ok(see(&format!("/secretariat/reports/{reference}")));
    }
    if go == "change" && refusal.is_none() {
        return answer(&site, &by, reference, StatusCode::OK, Filled { typed, held, faults: Vec::new() }).await;
    }
    let edition = site.portal.edition();
    let room = blocking(&site, move |store| on_behalf::room_for(store, reference)).await?;
    let meant = typed.meant(t, &edition, reference, since(&site, room, typed.version));
    let refusal = match (&held, &meant, refusal) {
        (Some(held), Ok(meant), None) if meant.further == Some(Further::Update) => {
            let (portal, called) = (site.portal.clone(), held.name.clone());
            let is_taken = blocking(&site, move |_store| on_behalf::has_document(&portal, reference, &called)).await?;
            is_taken.then_some(Refusal::Unfit(Unfit::NameTaken))
        }
        (.., refusal) => refusal,
    };
    let (held, meant) = match (held, meant) {
        (Some(held), Ok(meant)) if refusal.is_none() => (held, meant),
        (held, meant) => {
            let mut faults = meant.err().unwrap_or_default();
            let called = held.as_ref().map_or(name.as_str(), |held| held.name.as_str());
            faults.extend(refusal.map(|refusal| ("file", refused(t, refusal, called, said.is_some()))));
            let code = refusal.map_or(StatusCode::UNPROCESSABLE_ENTITY, status);
            return answer(&site, &by, reference, code, Filled { typed, held, faults }).await;
        }
    };
    let paper = paper(&typed, meant, &held);
    // What cannot be filed any more is told at once.
    if is_current(room, paper.version) {
        let (portal, received_on) = (site.portal.clone(), paper.original.received_on);
        let asked = blocking(&site, move |_store| on_behalf::nothing_asks(&portal, reference, received_on));
        let is_voluntary = asked.await?;
        let doubts = doubts(&edition, reference, &paper, is_voluntary);
        let lacks_ticks = doubts.iter().any(|doubt| !paper.confirmed.contains(doubt));
        if !is_confirmed || lacks_ticks {
            let look =
                Look { typed: &typed, paper: &paper, held: &held, is_voluntary, doubts, lacks_ticks: is_confirmed };
            return look_over(&site, &by, reference, look).await;
        }
    }
    if is_confirmed {
        return file_it(&site, &by, reference, (typed, held, paper)).await;
    }
    // Nobody has looked it over as it would stand.
    if is_filed(&site, reference, &held.kept.sha256).await? {
        held.give_up(&site).await?;
        return Ok(see(&format!("/secretariat/reports/{reference}")));
    }
    changed(&site, &by, reference, typed, held).await
}

/// The file that the form holds from now on, and why the one that was sent was not taken.
async fn hold(
    site: &Data<Site>,
    by: &SignedIn,
    reference: ReportReference,
    said: Option<&Said>,
    (name, file): (String, Result<Kept, Refusal>),
) -> Result<(Option<Held>, Option<Refusal>), PageError> {
    let before = match said {
        Some(said) => said.find(site, by, reference).await?,
        None => None,
    };
    Ok(match file {
        Ok(kept) => (Some(Held::new(site, by, reference, (name, kept), before).await?), None),
        Err(Refusal::NoFile) if before.is_some() => (before, None),
        Err(refusal) => (before, Some(refusal)),
    })
}

async fn is_filed(site: &Data<Site>, reference: ReportReference, sha256: &str) -> Result<bool, PageError> {
    let sha256 = sha256.to_owned();
    blocking(site, move |store| on_behalf::is_filed(store, reference, &sha256)).await
}

fn paper(typed: &Typed, meant: Meant, held: &Held) -> Paper {
    Paper {
        original: meant.original,
        further: meant.further,
        availability: meant.availability,
        availability_forms: typed.letters.clone(),
        note_number: typed.note_number.clone(),
        note_date: typed.note_date.clone(),
        name: held.name.clone(),
        kept: held.kept.clone(),
        version: typed.version,
        confirmed: typed.confirmed.clone(),
    }
}

/// Files what was looked over.
async fn file_it(
    site: &Data<Site>,
    by: &SignedIn,
    reference: ReportReference,
    (typed, held, paper): (Typed, Held, Paper),
) -> Result<HttpResponse, PageError> {
    let (waiting, now, portal) = (held.waiting.clone(), site.portal.clock().now(), site.portal.clone());
    let filed = blocking(site, move |_store| match on_behalf::file_on_behalf(&portal, &waiting, paper, now) {
        Ok(id) => Ok(Some(format!("{id}?filed=yes"))),
        Err(OnBehalfError::Again) => Ok(Some(reference.to_string())),
        Err(OnBehalfError::Drafted | OnBehalfError::Changed) => Ok(None),
        Err(error) => Err(error),
    });
    match filed.await? {
        Some(id) => Ok(see(&format!("/secretariat/reports/{id}"))),
        None => changed(site, by, reference, typed, held).await,
    }
}

/// The form again, for what happened to the report since it was shown.
async fn changed(
    site: &Data<Site>,
    by: &SignedIn,
    reference: ReportReference,
    typed: Typed,
    held: Held,
) -> Result<HttpResponse, PageError> {
    let faults = vec![("came", site.text.say("on-behalf-changed"))];
    answer(site, by, reference, StatusCode::CONFLICT, Filled { typed, held: Some(held), faults }).await
}

/// Whether nothing happened to the report since the form was shown.
fn is_current(room: Room, shown: i32) -> bool {
    match room {
        Room::Open(version) | Room::Further { version, .. } => version == shown,
        Room::Drafted => false,
    }
}

/// The day on which the filing that stands was received, where the form was shown with it: of what came meanwhile
/// nobody was asked.
fn since(site: &Site, room: Room, shown: i32) -> Option<chrono::NaiveDate> {
    match room {
        Room::Further { version, since } if version == shown => Some(site.day_of(since)),
        _ => None,
    }
}

/// Why no file is there, or not this one.
fn refused(t: &Text, refusal: Refusal, name: &str, did_wait: bool) -> String {
    match refusal {
        Refusal::NoFile if did_wait => t.say("on-behalf-file-gone"),
        Refusal::NoFile => t.say("on-behalf-file-missing"),
        // What stands of the report is not taken out here.
        Refusal::Unfit(Unfit::NameTaken) => t.with("on-behalf-name-taken", "name", name),
        refusal => sentence(t, refusal, name),
    }
}

impl From<OnBehalfError> for WorkError {
    fn from(error: OnBehalfError) -> Self {
        match error {
            OnBehalfError::Drafted | OnBehalfError::Again | OnBehalfError::Changed | OnBehalfError::Unfit(_) => {
                Self::Page(PageError::Stale)
            }
            OnBehalfError::NoFile(sha256) => Self::Page(PageError::NoFile(sha256)),
            OnBehalfError::Files(error) => Self::Page(upload::page(error)),
            OnBehalfError::Drafting(error) => error.into(),
            OnBehalfError::Store(error) => Self::Store(error),
        }
    }
}

/// What the form is shown with.
#[derive(Default)]
struct Filled {
    typed: Typed,
    held: Option<Held>,
    faults: Vec<(&'static str, String)>,
}

async fn answer(
    site: &Data<Site>,
    by: &SignedIn,
    reference: ReportReference,
    status: StatusCode,
    Filled { typed, held, faults }: Filled,
) -> Result<HttpResponse, PageError> {
    let (t, edition, names) = (site.text, site.portal.edition(), Names::of(site, reference));
    let room = blocking(site, move |store| on_behalf::room_for(store, reference)).await?;
    let set = drafting::form_set(&edition, reference).map_err(|_none| PageError::UnknownReport)?;
    if let (Room::Drafted, Some(held)) = (room, &held) {
        held.clone().give_up(site).await?;
    }
    let notice = match room {
        Room::Open(_) => None,
        Room::Drafted => Some(("drafted", None)),
        Room::Further { .. } => Some(("filed", Some(format!("/secretariat/reports/{reference}")))),
    };
    let notice = notice.map(|(why, place)| {
        let say = |what: &str| t.with(&format!("on-behalf-{why}-{what}"), "state", names.state.as_str());
        (say("title"), say("lead"), place)
    });
    let letter = |form: &crate::domain::regime::Form| {
        let title = form.title.in_language(t.language());
        let name =
            t.with_all("document-form-option", [("letter", form.letter.as_str().into()), ("title", title.into())]);
        (form.letter.clone(), name, typed.letters.contains(&form.letter))
    };
    let choices = [Availability::Yes, Availability::No, Availability::Partially].map(Availability::word);
    let form = match room {
        Room::Open(version) | Room::Further { version, .. } => Some(Form {
            token: by.form_token(),
            version,
            kinds_of_filing: Further::ALL
                .into_iter()
                .filter(|_| matches!(room, Room::Further { .. }))
                .map(|one| (one.key(), t.say(&format!("on-behalf-kind-{}", one.key())), typed.kind == one.key()))
                .collect(),
            ways: Way::ALL
                .map(|way| (way.key(), t.say(&format!("way-choice-{}", way.key())), typed.how == way.key()))
                .into(),
            choices: choices
                .into_iter()
                .chain([UNSAID])
                .map(|word| (word, t.say(&format!("on-behalf-option-{word}")), typed.availability == word))
                .collect(),
            letters: set.forms.iter().map(letter).collect(),
            kinds: t.list(&Kind::ALL.map(|kind| t.say(&format!("kind-{}", kind.key())))),
            limits: t.with("document-limits", "size", size(t, DOCUMENT_BYTES)),
            held: held.map(|held| {
                let about = [("name", held.name.as_str().into()), ("size", size(t, held.kept.bytes).into())];
                (t.with_all("on-behalf-file-holds", about), held.fields())
            }),
            faults,
            typed,
        }),
        Room::Drafted => None,
    };
    let page = OnBehalfPage {
        frame: frame_of(site, by, "on-behalf-title"),
        t,
        over: names.over(t),
        party: of_state(reference.party),
        address: format!("/secretariat/reports/{reference}/on-behalf"),
        notice,
        form,
    };
    Ok(private(HttpResponse::build(status), frame::render(&page)?))
}
