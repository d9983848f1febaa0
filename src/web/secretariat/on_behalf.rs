//! Filing a report for a State that sent it on paper or by e-mail: the original goes with it as it came.

use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::paper::{Typed, UNSAID};
use crate::app::doubts::{Doubt, doubts};
use crate::app::drafting;
use crate::app::letters::is_reached;
use crate::app::on_behalf::{self, Further, OnBehalfError, Paper, Room};
use crate::domain::access::{Act, may};
use crate::domain::draft::{DOCUMENT_BYTES, is_name};
use crate::domain::filing::Way;
use crate::domain::report::{Availability, Cover, ReportReference, WrittenDate};
use crate::files::{Kept, Kind};
use crate::store::Store;
use crate::text::{Text, availability};
use crate::web::Site;
use crate::web::account::signed_out_with_file;
use crate::web::address::{named, of_state, see};
use crate::web::desk::{Names, sentence, status};
use crate::web::documents::size;
use crate::web::doubts::Doubted;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
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
    /// What would be filed, to be looked over.
    confirm: Option<Confirm>,
}

impl OnBehalfPage {
    /// The page with nothing on it yet.
    fn of(site: &Site, by: &SignedIn, names: &Names, reference: ReportReference, title: &str) -> Self {
        let t = site.text;
        Self {
            frame: Frame::new(site, Section::Secretariat, t.say(title))
                .with_crumb("/secretariat", t.say("queue-title"))
                .seen_by(by.who(t.say("secretariat"))),
            t,
            over: names.over(t),
            party: of_state(reference.party),
            address: format!("/secretariat/reports/{reference}/on-behalf"),
            notice: None,
            form: None,
            confirm: None,
        }
    }
}

/// The filing as it will stand, and what the page sends to file it so.
struct Confirm {
    token: String,
    /// What is to be confirmed: key, question, whether it is ticked.
    doubts: Vec<(&'static str, String, bool)>,
    /// It was sent without every tick.
    lacks_ticks: bool,
    lines: Vec<(String, String)>,
    /// Whether a letter tells the State.
    is_told: bool,
    fields: Vec<(&'static str, String)>,
}

impl Confirm {
    /// A point that was sent without its tick.
    fn lacks(&self, is_ticked: &bool) -> bool {
        self.lacks_ticks && !is_ticked
    }
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
    answer(&site, &by, reference, StatusCode::OK, Typed::default(), Vec::new()).await
}

/// Files the report, or says what is missing.
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
    let received = receive(&site, &request, &by, parts, |fields| Typed::read(fields).map(drop)).await?;
    let Received { fields, name, file } = received;
    let (name, file, is_confirmed) = match fields.one("sha256")? {
        "" => (name, file, false),
        sha256 => {
            let name = fields.one("name")?.to_owned();
            (name.clone(), looked_over(&site, &by, reference, sha256, name).await?, true)
        }
    };
    let typed = Typed::read(&fields)?;
    if let (true, "change", Ok(kept)) = (is_confirmed, fields.one("go")?, &file) {
        give_up(&site, &by, reference, kept).await?;
        return answer(&site, &by, reference, StatusCode::OK, typed, Vec::new()).await;
    }
    let edition = site.portal.edition();
    let room = blocking(&site, move |store| on_behalf::room_for(store, reference)).await?;
    let said = typed.said(t, &edition, reference, since(&site, room, typed.version));
    let kept = match (file, said) {
        (Ok(kept), Ok(said)) => (kept, said),
        (Ok(kept), Err(mut faults)) => {
            give_up(&site, &by, reference, &kept).await?;
            faults.push(("file", t.say("on-behalf-file-again")));
            return answer(&site, &by, reference, StatusCode::UNPROCESSABLE_ENTITY, typed, faults).await;
        }
        (Err(refusal), said) => {
            let mut faults = said.err().unwrap_or_default();
            faults.push(("file", refused(t, refusal, &name)));
            return answer(&site, &by, reference, status(refusal), typed, faults).await;
        }
    };
    let (kept, said) = kept;
    let paper = Paper {
        original: said.original,
        further: said.further,
        availability: said.availability,
        availability_forms: typed.letters.clone(),
        note_number: typed.note_number.clone(),
        note_date: typed.note_date.clone(),
        name,
        kept,
        version: typed.version,
        confirmed: typed.confirmed.clone(),
    };
    // What cannot be filed any more is told at once.
    if is_current(room, paper.version) {
        let (portal, received_on) = (site.portal.clone(), paper.original.received_on);
        let asked = blocking(&site, move |_store| on_behalf::nothing_asks(&portal, reference, received_on));
        let is_voluntary = asked.await?;
        let doubts = doubts(&edition, reference, &paper, is_voluntary);
        let lacks_ticks = doubts.iter().any(|doubt| !paper.confirmed.contains(doubt));
        if !is_confirmed || lacks_ticks {
            let look = Look { typed: &typed, paper: &paper, is_voluntary, doubts, lacks_ticks: is_confirmed };
            return confirm(&site, &by, reference, look).await;
        }
    }
    let (person, now, portal) = (by.person.clone(), site.portal.clock().now(), site.portal.clone());
    let filed =
        blocking(&site, move |_store| match on_behalf::file_on_behalf(&portal, reference, paper, &person, now) {
            Ok(id) => Ok(Some(format!("{id}?filed=yes"))),
            Err(OnBehalfError::Again) => Ok(Some(reference.to_string())),
            Err(OnBehalfError::Drafted | OnBehalfError::Changed) => Ok(None),
            Err(error) => Err(error),
        });
    match filed.await? {
        Some(id) => Ok(see(&format!("/secretariat/reports/{id}"))),
        None => {
            let again = vec![("file", t.say("on-behalf-file-again"))];
            answer(&site, &by, reference, StatusCode::CONFLICT, typed, again).await
        }
    }
}

/// The file that was sent before, as it lies in the folder.
async fn looked_over(
    site: &Data<Site>,
    by: &SignedIn,
    reference: ReportReference,
    sha256: &str,
    name: String,
) -> Result<Result<Kept, Refusal>, PageError> {
    is_name(&name).map_err(|_unfit| PageError::OddForm)?;
    let (files, person, sha256) = (site.portal.files().clone(), by.person.clone(), sha256.to_owned());
    let kept = blocking(site, move |_store| {
        on_behalf::looked_over(&files, reference, &person, (&sha256, &name)).map_err(OnBehalfError::Files)
    });
    Ok(kept.await?.ok_or(Refusal::NoFile))
}

/// Removes the file again, unless something names it or somebody else looks over the same.
async fn give_up(site: &Data<Site>, by: &SignedIn, reference: ReportReference, kept: &Kept) -> Result<(), PageError> {
    let (files, person, sha256) = (site.portal.files().clone(), by.person.clone(), kept.sha256.clone());
    blocking(site, move |store| on_behalf::give_up(store, &files, reference, &person, &sha256)).await
}

/// Whether nothing happened to the report since the form was shown.
fn is_current(room: Room, shown: i32) -> bool {
    match room {
        Room::Open(version) | Room::Further { version, .. } => version == shown,
        Room::Drafted => false,
    }
}

/// What is looked over.
struct Look<'l> {
    typed: &'l Typed,
    paper: &'l Paper,
    is_voluntary: bool,
    doubts: Vec<Doubt>,
    /// It was sent without every tick.
    lacks_ticks: bool,
}

/// Shows the filing as it will stand: what is filed cannot be taken back once parties have it.
async fn confirm(
    site: &Data<Site>,
    by: &SignedIn,
    reference: ReportReference,
    Look { typed, paper, is_voluntary, doubts, lacks_ticks }: Look<'_>,
) -> Result<HttpResponse, PageError> {
    let (t, names, edition, on) = (site.text, Names::of(site, reference), site.portal.edition(), paper.original);
    let (files, person, sha256) = (site.portal.files().clone(), by.person.clone(), paper.kept.sha256.clone());
    let wait = move |_: &Store| on_behalf::wait(&files, reference, &person, &sha256).map_err(OnBehalfError::Files);
    blocking(site, wait).await?;
    let kind = t.say(&format!("filing-{}", paper.further.map_or("free-format", Further::key)));
    let cover = Cover {
        availability: paper.availability.map(|choice| choice.word().to_owned()),
        availability_forms: paper.availability_forms.clone(),
        ..Cover::default()
    };
    let chosen = paper.availability.map(|_| availability(t, &cover));
    let mut lines = vec![
        (t.say("column-party"), names.state.clone()),
        (t.say("on-behalf-report"), names.report.clone()),
        (t.say("receipt-kind"), if is_voluntary { t.with("filing-of-own-will", "filing", kind) } else { kind }),
        (t.say("receipt-received"), t.date(on.received_on)),
        (t.say("on-behalf-came"), t.say(&format!("way-choice-{}", on.how.key()))),
        (t.say("receipt-availability"), chosen.unwrap_or_else(|| t.say(&format!("on-behalf-option-{UNSAID}")))),
    ];
    let note_date = WrittenDate::new(paper.note_date.clone());
    let given = |said: String| if said.is_empty() { t.say("on-behalf-not-given") } else { said };
    lines.push((t.say("on-behalf-note-number"), given(paper.note_number.clone())));
    lines.push((t.say("on-behalf-note-date"), given(t.written(&note_date))));
    lines.push((t.say("on-behalf-original"), format!("{} ({})", paper.name, size(t, paper.kept.bytes))));
    let one = [
        ("version", paper.version.to_string()),
        ("kind", typed.kind.clone()),
        ("received_on", typed.received_on.clone()),
        ("how", typed.how.clone()),
        ("availability", typed.availability.clone()),
        ("note_number", typed.note_number.clone()),
        ("note_date", typed.note_date.clone()),
        ("name", paper.name.clone()),
        ("sha256", paper.kept.sha256.clone()),
    ];
    let letters = typed.letters.iter().map(|letter| ("availability_forms", letter.clone()));
    let fields = one.into_iter().chain(letters).collect();
    let about = Doubted { reference, received_on: on.received_on, note_date: Some(&note_date) };
    let doubts: Vec<_> = doubts
        .into_iter()
        .map(|doubt| (doubt.key(), about.sentence(t, &edition, doubt), paper.confirmed.contains(&doubt)))
        .collect();
    let is_told = blocking(site, move |store| is_reached(store, reference.party)).await?;
    let page = OnBehalfPage {
        confirm: Some(Confirm { token: by.form_token(), doubts, lacks_ticks, lines, is_told, fields }),
        ..OnBehalfPage::of(site, by, &names, reference, "on-behalf-confirm-title")
    };
    let status = if lacks_ticks { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(private(HttpResponse::build(status), frame::render(&page)?))
}

/// The day on which the filing that stands was received, where the form was shown with it: of what came meanwhile
/// nobody was asked.
fn since(site: &Site, room: Room, shown: i32) -> Option<chrono::NaiveDate> {
    match room {
        Room::Further { version, since } if version == shown => Some(site.day_of(since)),
        _ => None,
    }
}

fn refused(t: &Text, refusal: Refusal, name: &str) -> String {
    match refusal {
        Refusal::NoFile => t.say("on-behalf-file-missing"),
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

async fn answer(
    site: &Data<Site>,
    by: &SignedIn,
    reference: ReportReference,
    status: StatusCode,
    typed: Typed,
    faults: Vec<(&'static str, String)>,
) -> Result<HttpResponse, PageError> {
    let (t, edition, names) = (site.text, site.portal.edition(), Names::of(site, reference));
    let room = blocking(site, move |store| on_behalf::room_for(store, reference)).await?;
    let set = drafting::form_set(&edition, reference).map_err(|_none| PageError::UnknownReport)?;
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
            faults,
            typed,
        }),
        Room::Drafted => None,
    };
    let page = OnBehalfPage { notice, form, ..OnBehalfPage::of(site, by, &names, reference, "on-behalf-title") };
    Ok(private(HttpResponse::build(status), frame::render(&page)?))
}
