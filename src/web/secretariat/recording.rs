//! Recording an answer that a State gave on paper or by e-mail: its words as they stand there, with the day they came and
//! from whom. The thread says so beside them.

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::act::words;
use super::on_behalf::officer;
use crate::app::asking::{self, Said};
use crate::app::letters::is_reached;
use crate::app::submitting::names;
use crate::domain::access::{Act, may};
use crate::domain::filing::{Original, Way};
use crate::domain::question::{Question, QuestionState, Recorded};
use crate::domain::report::{ReportReference, WrittenDate};
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

/// Letters of a date, and of whom the answer is from.
const LONGEST: usize = 200;

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
    typed: Typed,
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

/// As typed.
#[derive(Default)]
struct Typed {
    received_on: String,
    how: String,
    sender: String,
    words: String,
}

impl Typed {
    fn read(posted: &Posted) -> Result<Self, PageError> {
        let one = |name: &str| -> Result<String, PageError> {
            let text = posted.one(name)?.trim();
            if text.chars().count() > LONGEST { Err(PageError::TooLong(LONGEST)) } else { Ok(text.to_owned()) }
        };
        Ok(Self {
            received_on: one("received_on")?,
            how: one("how")?,
            sender: one("sender")?,
            words: words(posted, "words")?,
        })
    }

    /// What it means, or a fault by field.
    fn said(&self, site: &Site, question: &Question) -> Result<Recorded, Vec<(&'static str, String)>> {
        let t = site.text;
        let day = self.day(site, question);
        let how = Way::from_key(&self.how).ok_or_else(|| t.say("recording-how-missing"));
        let sender = if self.sender.is_empty() { Err(t.say("recording-sender-missing")) } else { Ok(()) };
        let words = if self.words.is_empty() { Err(t.say("recording-words-missing")) } else { Ok(()) };
        match (day, how, sender, words) {
            (Ok(received_on), Ok(how), Ok(()), Ok(())) => {
                Ok(Recorded { original: Original { received_on, how }, from: self.sender.clone() })
            }
            (day, how, sender, words) => {
                let faults =
                    [("received_on", day.err()), ("how", how.err()), ("sender", sender.err()), ("words", words.err())];
                Err(faults.into_iter().filter_map(|(field, fault)| Some((field, fault?))).collect())
            }
        }
    }

    /// The day, which is not to come and not before that of the question.
    fn day(&self, site: &Site, question: &Question) -> Result<chrono::NaiveDate, String> {
        let t = site.text;
        if self.received_on.is_empty() {
            return Err(t.say("recording-date-missing"));
        }
        let day = WrittenDate::new(self.received_on.clone()).day;
        let day = day.ok_or_else(|| t.with("on-behalf-date-unreadable", "given", self.received_on.as_str()))?;
        let asked_on = question.asked_at().map(|at| site.day_of(at));
        if day > site.portal.edition().today {
            Err(t.with("recording-date-future", "date", t.date(day)))
        } else if let Some(asked_on) = asked_on.filter(|asked_on| day < *asked_on) {
            Err(t.with("recording-date-early", "date", t.date(asked_on)))
        } else {
            Ok(day)
        }
    }
}

pub(in crate::web) async fn form(
    site: Data<Site>,
    request: HttpRequest,
    path: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let by = officer(&site, &request).await?;
    let (code, id) = path.into_inner();
    page(&site, &by, named(&code)?, &id, (Typed::default(), Vec::new())).await
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
        let typed = Typed::read(&posted)?;
        let question = open(&site, reference, &id).await?;
        let recorded = match typed.said(&site, &question) {
            Ok(recorded) => recorded,
            Err(faults) => return page(&site, &by, reference, &id, (typed, faults)).await,
        };
        let back = see(&format!("/secretariat/reports/{reference}#question-{id}"));
        let said = Said { words: typed.words, by: by.person, at: site.portal.clock().now() };
        blocking(&site, move |store| asking::record_answer(store, reference, &id, recorded, said)).await?;
        Ok(back)
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
    (typed, faults): (Typed, Vec<(&'static str, String)>),
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
