//! Recording an answer that a State gave on paper or by e-mail: its words as they stand there, with the day they came and
//! from whom. The thread says so beside them. What was recorded by mistake is taken back here, with a reason.

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::act::lacking_of;
use super::on_behalf::officer;
use super::report::Lack;
use crate::app::asking::{self, AskError, Said};
use crate::app::letters::is_reached;
use crate::app::submitting::names;
use crate::domain::access::{Act, may};
use crate::domain::filing::Way;
use crate::domain::question::{LONGEST_REASON, Question, QuestionState, RecordFault, TypedRecord};
use crate::domain::report::{ReportReference, VersionReference};
use crate::store::StoreResult;
use crate::text::Text;
use crate::web::Site;
use crate::web::address::{named, of_state, see};
use crate::web::desk::Names;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::posted::Posted;
use crate::web::session::{SignedIn, blocking, private};
use crate::web::threads::{ThreadView, speakers, threads};
use crate::web::unsaved;

#[derive(Template)]
#[template(path = "secretariat/recording.html")]
struct RecordingPage {
    frame: Frame,
    t: &'static Text,
    over: String,
    party: String,
    address: String,
    back: String,
    form_token: String,
    /// Whether a letter tells the State what is recorded.
    is_told: bool,
    /// The question.
    threads: Vec<ThreadView>,
    form: Form,
}

struct Form {
    typed: TypedRecord,
    /// Value, name, whether chosen.
    ways: Vec<(&'static str, String, bool)>,
    /// The field a fault is at, and the fault.
    faults: Vec<(&'static str, String)>,
}

impl Form {
    fn fault(&self, field: &str) -> &str {
        self.faults.iter().find(|(own, _)| *own == field).map_or("", |(_, fault)| fault)
    }
}

fn read(posted: &Posted) -> Result<TypedRecord, PageError> {
    let one = |name: &str| -> Result<String, PageError> { Ok(posted.one(name)?.trim().to_owned()) };
    Ok(TypedRecord { received_on: one("received_on")?, how: one("how")?, sender: one("sender")?, words: one("words")? })
}

/// The field of a fault, and what it says.
fn told(t: &Text, typed: &TypedRecord, fault: RecordFault) -> (&'static str, String) {
    let said = match fault {
        RecordFault::DateMissing => t.say("recording-date-missing"),
        RecordFault::DateUnreadable => t.with("on-behalf-date-unreadable", "given", typed.received_on.as_str()),
        RecordFault::DateFuture(day) => t.with("recording-date-future", "date", t.date(day)),
        RecordFault::DateEarly(asked_on) => t.with("recording-date-early", "date", t.date(asked_on)),
        RecordFault::HowMissing => t.say("recording-how-missing"),
        RecordFault::SenderMissing => t.say("recording-sender-missing"),
        RecordFault::SenderLong => t.say("recording-sender-long"),
        RecordFault::WordsMissing => t.say("recording-words-missing"),
        RecordFault::WordsLong => t.say("recording-words-long"),
    };
    (fault.field(), said)
}

pub(in crate::web) async fn form(
    site: Data<Site>,
    request: HttpRequest,
    path: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let by = officer(&site, &request).await?;
    let (code, id) = path.into_inner();
    page(&site, &by, named(&code)?, &id, (TypedRecord::default(), Vec::new())).await
}

/// Records the answer, or says what is missing.
pub(in crate::web) async fn record(
    site: Data<Site>,
    request: HttpRequest,
    path: Path<(String, String)>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read_words(&body)?;
    let (code, id) = path.into_inner();
    let reference: ReportReference = named(&code)?;
    unsaved::sent_or_page(&site, &request, &posted, async |by| {
        may(&by.person.appointments, Act::FileOnBehalf).map_err(|_denied| PageError::Denied)?;
        let typed = read(&posted)?;
        let question = open(&site, reference, &id).await?;
        let asked_on = question.asked_at().map(|at| site.day_of(at));
        let recorded = match typed.read(asked_on, site.portal.edition().today) {
            Ok(recorded) => recorded,
            Err(faults) => {
                let faults = faults.into_iter().map(|fault| told(site.text, &typed, fault)).collect();
                return page(&site, &by, reference, &id, (typed, faults)).await;
            }
        };
        let back = see(&format!("/secretariat/reports/{reference}#question-{id}"));
        let said = Said { words: typed.words, by: by.person, at: site.portal.clock().now() };
        blocking(&site, move |store| asking::record_answer(store, reference, &id, recorded, said)).await?;
        Ok(back)
    })
    .await
}

/// Takes back what was recorded by mistake, or says that the reason is missing.
pub(in crate::web) async fn take_back(
    site: Data<Site>,
    request: HttpRequest,
    path: Path<(String, String, String)>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read_words(&body)?;
    let (code, id, message) = path.into_inner();
    let reference: ReportReference = named(&code)?;
    unsaved::sent_or_page(&site, &request, &posted, async |by| {
        may(&by.person.appointments, Act::FileOnBehalf).map_err(|_denied| PageError::Denied)?;
        let reason = posted.one("taken_back")?.trim().to_owned();
        let is_long = reason.chars().count() > LONGEST_REASON;
        let back = see(&format!("/secretariat/reports/{reference}#question-{id}"));
        // One that is too long says no more than none, and comes back as it was typed.
        let words = if is_long { String::new() } else { reason.clone() };
        let (said, place) = (Said { words, by: by.person.clone(), at: site.portal.clock().now() }, message.clone());
        let taken = blocking(&site, move |store| match asking::take_back(store, reference, &id, &message, said) {
            Err(AskError::Unsaid) => Ok(false),
            other => other.map(|()| true),
        });
        if taken.await? {
            return Ok(back);
        }
        let said = site.text.say(if is_long { "taking-back-long" } else { "taking-back-missing" });
        let lack = Lack { id: format!("reason-{place}"), said, typed: reason };
        lacking_of(&site, &by, VersionReference { report: reference, version: None }, lack).await
    })
    .await
}

/// The question, which is not closed; what the State began asks nothing of it.
async fn open(site: &Data<Site>, reference: ReportReference, id: &str) -> Result<Question, PageError> {
    let questions = blocking(site, move |store| asking::about(store, reference)).await?;
    let question = questions.into_iter().find(|one| one.id == id).ok_or(PageError::UnknownReport)?;
    match question.state() {
        QuestionState::Closed => Err(PageError::Closed),
        _ if question.is_remark() => Err(PageError::UnknownReport),
        _ => Ok(question),
    }
}

/// The page, perhaps again with what was typed and is to be mended.
async fn page(
    site: &Data<Site>,
    by: &SignedIn,
    reference: ReportReference,
    id: &str,
    (typed, faults): (TypedRecord, Vec<(&'static str, String)>),
) -> Result<HttpResponse, PageError> {
    let question = vec![open(site, reference, id).await?];
    let keys = speakers(&question);
    let found = blocking(site, move |store| -> StoreResult<_> {
        Ok((names(store, &keys)?, is_reached(store, reference.party)?))
    });
    let (people, is_told) = found.await?;
    let (t, shown) = (site.text, Names::of(site, reference));
    let way = |way: Way| (way.key(), t.say(&format!("way-choice-{}", way.key())), way.key() == typed.how);
    let ways = Way::ALL.map(way).into();
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let back = format!("/secretariat/reports/{reference}");
    let page = RecordingPage {
        frame: Frame::new(site, Section::Secretariat, t.say("recording-title"))
            .with_crumb("/secretariat", t.say("queue-title"))
            .with_crumb(&back, shown.report.clone())
            .seen_by(by.who(t.say("secretariat"))),
        t,
        over: shown.over(t),
        party: of_state(reference.party),
        address: format!("{back}/questions/{id}/answer"),
        back: format!("{back}#question-{id}"),
        form_token: by.form_token(),
        is_told,
        threads: threads(site, reference, &question, &people),
        form: Form { typed, ways, faults },
    };
    Ok(private(HttpResponse::build(status), frame::render(&page)?))
}
