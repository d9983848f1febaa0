//! One section on a page: its questions with what is typed and what the rules say.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::facts::concerning;
use super::inputs::Asking;
use super::labels::{label_in_section, said_of};
use super::period::LastPeriod;
use super::places::{anchor, is_about_report, section_of};
use super::question::{Question, Remarks};
use super::reuse::{Offered, Showing};
use super::taking::TAKEN;
use super::{Names, entering, frame_below, or_report};
use crate::app::Edition;
use crate::app::drafting::{self, CheckedDraft, Examined, OpenDraft};
use crate::domain::access::NationalAct;
use crate::domain::draft::{Answers, Section};
use crate::domain::regime::FormSet;
use crate::domain::report::{FilingKind, ReportReference};
use crate::domain::validation::{Severity, Told, order};
use crate::text::{Text, finding_sentence, odds_sentence, untaken_sentence};
use crate::web::Site;
use crate::web::address::see;
use crate::web::assets;
use crate::web::documents::DocumentView;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame};
use crate::web::session::{AtDesk, blocking, private, private_page};

#[derive(Template)]
#[template(path = "desk/section.html")]
struct SectionPage {
    frame: Frame,
    t: &'static Text,
    over: String,
    letter: String,
    lead: String,
    articles: String,
    /// Why the page is shown again, where it is.
    banner: Option<Banner>,
    form_token: String,
    /// The key of the draft: the page is saved into no other.
    draft: String,
    /// The forms whose questions it asks.
    form_set: String,
    /// Saves in the background.
    script: String,
    revision: i64,
    may_write: bool,
    questions: Vec<Question>,
    /// Reports that have several answers to what is asked here: what a button sends, and what it says.
    together: Vec<(String, String)>,
    /// Documents of the form, counted and named; nothing on other pages.
    documents: Option<(String, Vec<DocumentView>)>,
    back: String,
}

/// The title of the message that all is saved.
pub(super) const SAVED: &str = "saved-title";

/// A message above a form.
pub(in crate::web) struct Banner {
    pub(in crate::web) class: &'static str,
    pub(in crate::web) title: String,
    pub(in crate::web) text: String,
    pub(in crate::web) links: Vec<(String, String)>,
}

impl Banner {
    /// Why the page is shown again, or what the rules say is left to mend on it, with links; `called` is what the page
    /// calls a place.
    pub(super) fn of(
        t: &Text,
        set: &FormSet,
        shown: Option<(&'static str, &'static str, String)>,
        remarks: &Remarks,
        called: impl Fn(&str) -> String,
    ) -> Option<Self> {
        let link = |place: &String, said: &String| (format!("#{}", anchor(place)), said_of(t, &called(place), said));
        // In the order of the report, not by the letters of the fields' names.
        let mut places: Vec<_> = remarks.faults.iter().collect();
        places.sort_by_cached_key(|(place, _)| order(set, place));
        let faults = places.into_iter().flat_map(|(place, all)| all.iter().map(move |said| (place, said)));
        let links: Vec<_> = faults.map(|(place, said)| link(place, said)).collect();
        let count = i64::try_from(links.len()).unwrap_or_default();
        match shown {
            // That it is saved is said with what is left to mend.
            Some((class, title, text)) if title != SAVED || links.is_empty() => {
                Some(Self { class, title: t.say(title), text, links })
            }
            _ if links.is_empty() => None,
            _ => {
                let title = t.with("faults-title", "count", count);
                Some(Self { class: "error", title, text: t.say("faults-lead"), links })
            }
        }
    }

    /// The same for whoever reads and may not write: nothing of theirs is saved, or theirs to mend.
    pub(super) fn read_only(self, t: &Text) -> Self {
        Self { class: "", text: t.say("faults-lead-read"), ..self }
    }
}

/// What a page shows besides what is stored.
#[derive(Default)]
pub(super) struct Shown {
    /// What was typed and is not stored, in place of what is.
    pub(super) typed: Option<Answers>,
    pub(super) remarks: Remarks,
    pub(super) revision: Option<i64>,
    /// The key of the draft that the page showed before.
    pub(super) draft: Option<String>,
    pub(super) banner: Option<(&'static str, &'static str, String)>,
    pub(super) add: Option<String>,
    pub(super) status: Option<StatusCode>,
    /// Somebody would submit what stands: what keeps it from that is said wherever it is.
    pub(super) would_submit: bool,
}

/// What the address says: saved just now, one more entry.
#[derive(Deserialize)]
pub(in crate::web) struct Asked {
    #[serde(default)]
    saved: Option<String>,
    #[serde(default)]
    add: Option<String>,
    /// Somebody would submit what stands.
    #[serde(default)]
    submit: Option<String>,
}

impl Asked {
    pub(super) fn is_saved(&self) -> bool {
        self.saved.is_some()
    }

    pub(super) fn would_submit(&self) -> bool {
        self.submit.is_some()
    }
}

pub(in crate::web) async fn cover(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    show(site, request, &code, Section::Cover, asked.into_inner()).await
}

pub(in crate::web) async fn profile(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    show(site, request, &code, Section::Profile, asked.into_inner()).await
}

pub(in crate::web) async fn form(
    site: Data<Site>,
    request: HttpRequest,
    path: Path<(String, String)>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let (code, letter) = path.into_inner();
    show(site, request, &code, Section::Form(letter), asked.into_inner()).await
}

async fn show(
    site: Data<Site>,
    request: HttpRequest,
    code: &str,
    section: Section,
    asked: Asked,
) -> Result<HttpResponse, PageError> {
    let (at, reference) = entering(&site, &request, code, NationalAct::Read).await?;
    let banner = asked.saved.map(|saved| match saved.as_str() {
        TAKEN => ("done", "taken-title", site.text.say("taken-lead")),
        _ => ("done", SAVED, site.text.say("saved-lead")),
    });
    let shown = Shown { banner, add: asked.add, ..Shown::default() };
    or_report(&site, reference, answer(&site, &at, reference, &section, shown).await).await
}

/// The page of a section.
pub(super) async fn answer(
    site: &Data<Site>,
    at: &AtDesk,
    reference: ReportReference,
    section: &Section,
    shown: Shown,
) -> Result<HttpResponse, PageError> {
    let (edition, leave) = (site.portal.edition(), at.leave);
    let (held, before) = (edition.clone(), shown.draft.clone());
    let asked = section.clone();
    let found = blocking(site, move |store| -> Result<_, drafting::DraftingError> {
        let examined = drafting::examine(store, &held, leave, reference, before.as_deref())?;
        let offered = Offered::load(store, &held, &examined, &asked)?;
        Ok((examined, offered))
    });
    let (examined, offered) = found.await?;
    let set = drafting::form_set(&edition, reference).map_err(|_none| PageError::UnknownReport)?;
    if Section::from_key(set, &section.to_string()).is_none() {
        return Err(PageError::UnknownReport);
    }
    let status = shown.status.unwrap_or(StatusCode::OK);
    // Its words would stand under the questions of other forms: the page of the report takes it over first.
    if status == StatusCode::OK && examined.open.draft.form_set != set.name() {
        return Ok(see(&format!("/desk/reports/{reference}")));
    }
    let page = page(site, at, &edition, set, section, (&examined, &offered), shown)?;
    let content = frame::render(&page)?;
    Ok(if status == StatusCode::OK { private_page(content) } else { private(HttpResponse::build(status), content) })
}

fn page(
    site: &Site,
    at: &AtDesk,
    edition: &Edition,
    set: &FormSet,
    section: &Section,
    (examined, offered): (&Examined, &Offered),
    mut shown: Shown,
) -> Result<SectionPage, PageError> {
    let Examined { open, known, checked } = examined;
    let (t, reference) = (site.text, open.draft.reference);
    let names = Names::of(site, reference);
    // A form nobody has touched yet is not told off.
    if open.revision(section) > 0 {
        remark(t, edition, set, section, checked, &mut shown.remarks);
    }
    let mut answers = open.answers(section);
    answers.extend(shown.typed.unwrap_or_default());
    let asking = Asking {
        t,
        set,
        obligations: &edition.books.obligations,
        answers: &answers,
        remarks: &shown.remarks,
        add: shown.add.as_deref(),
        earlier: drafting::earlier(known, reference).map(|earlier| earlier.cycle().year()),
        is_first: !known.has_earlier(reference),
        is_initial: drafting::is_initial(edition, reference),
        asks_why: matches!(open.draft.kind, FilingKind::Correction | FilingKind::Update),
    };
    let mut questions = asking.questions(section);
    if *section == Section::Profile {
        questions = concerning(t, edition, reference, &answers, questions);
    }
    let showing = Showing { site, edition, set, section };
    questions.iter_mut().for_each(|question| showing.add_to(question, offered));
    if let Section::Form(letter) = section {
        let last = LastPeriod::of(t, edition, set, known, reference);
        questions.iter_mut().for_each(|question| last.add_to(t, letter, question));
    }
    let (letter, title, lead, articles) = heading(t, set, section);
    let called = |place: &str| label_in_section(t, set, asking.obligations, &checked.composed.as_shown(place));
    let banner = Banner::of(t, set, shown.banner, &shown.remarks, called);
    let may_write = at.may(NationalAct::Write);
    let banner = if may_write { banner } else { banner.map(|banner| banner.read_only(t)) };
    if !may_write {
        questions = questions.into_iter().map(|question| question.read_only(t)).collect();
    }
    let mut frame = frame_below(site, at, &names, title.clone());
    frame.title_in_head = titled(t, &shown.remarks, title).filter(|_| may_write);
    let mut over = names.over(t);
    if open.draft.kind == FilingKind::Voluntary {
        over = [over, t.say("filing-voluntary")].join(&t.say("list-comma"));
    }
    Ok(SectionPage {
        over,
        frame,
        t,
        letter,
        lead,
        articles,
        banner,
        form_token: at.by.form_token(),
        draft: open.draft.id.clone(),
        form_set: set.name(),
        script: assets::address("autosave.js"),
        revision: shown.revision.unwrap_or_else(|| open.revision(section)),
        may_write,
        questions,
        together: showing.together(offered),
        documents: of_form(t, section, open, &names.address),
        back: names.address,
    })
}

/// The title as the window has it: errors, and what somebody else wrote meanwhile, are heard first.
pub(super) fn titled(t: &Text, remarks: &Remarks, title: String) -> Option<String> {
    let faults: usize = remarks.faults.values().map(Vec::len).sum();
    let (key, count) = match (faults, remarks.clashes.len()) {
        (0, 0) => return None,
        (faults, 0) => ("title-with-faults", faults),
        (_, clashes) => ("title-with-clashes", clashes),
    };
    let count = i64::try_from(count).unwrap_or_default();
    Some(t.with_all(key, [("count", count.into()), ("title", title.into())]))
}

/// The documents that belong to the form.
fn of_form(t: &Text, section: &Section, open: &OpenDraft, address: &str) -> Option<(String, Vec<DocumentView>)> {
    let Section::Form(letter) = section else { return None };
    let own = open.attached.iter().filter(|attached| attached.document.form.as_ref() == Some(letter));
    let own: Vec<_> = own.map(|attached| super::attachments::view(t, attached, address)).collect();
    Some((t.with("documents-of-form", "count", i64::try_from(own.len()).unwrap_or_default()), own))
}

/// *Form C, Legislation*; of another section its title.
pub(super) fn called(t: &Text, set: &FormSet, section: &Section) -> String {
    let (letter, title, ..) = heading(t, set, section);
    if letter.is_empty() {
        return title;
    }
    t.with_all("reuse-place", [("letter", letter.into()), ("question", title.into())])
}

/// Letter, title, what is asked, and the articles behind it.
fn heading(t: &Text, set: &FormSet, section: &Section) -> (String, String, String, String) {
    let form = match section {
        Section::Form(letter) => set.form(letter),
        _ => None,
    };
    match (section, form) {
        (_, Some(form)) => {
            let said = |words: &crate::domain::regime::Words| words.in_language(t.language()).to_owned();
            (form.letter.clone(), said(&form.title), said(&form.mandate), form.articles.clone())
        }
        (Section::Profile, _) => (String::new(), t.say("profile-title"), t.say("profile-lead"), String::new()),
        _ => (String::new(), t.say("cover-title"), t.say("cover-lead"), String::new()),
    }
}

/// What the rules say about this section, beside its fields.
pub(super) fn remark(
    t: &Text,
    edition: &Edition,
    set: &FormSet,
    section: &Section,
    checked: &CheckedDraft,
    remarks: &mut Remarks,
) {
    for untaken in &checked.composed.untaken {
        if section_of(set, &untaken.field) == *section {
            let said = untaken_sentence(t, untaken);
            remarks.faults.entry(untaken.field.clone()).or_default().push(said);
        }
    }
    for Told { finding, .. } in checked.checked.told() {
        // Documents have a page of their own.
        if ["checklist", "attachments"].iter().any(|apart| finding.place.starts_with(apart))
            || is_about_report(&finding.place)
            || section_of(set, &finding.place) != *section
        {
            continue;
        }
        let said = finding_sentence(t, &edition.register, finding);
        let place = checked.composed.in_draft(&finding.place);
        match finding.severity {
            Severity::Error => remarks.faults.entry(place).or_default().push(said),
            Severity::Warning => remarks.hints.entry(place).or_default().push(("warning", said)),
            Severity::Advice => remarks.hints.entry(place).or_default().push(("advice", said)),
        }
    }
    for odds in checked.report.at_odds(set).iter().filter(|odds| section_of(set, &odds.place) == *section) {
        let said = odds_sentence(t, set, odds);
        remarks.hints.entry(odds.place.clone()).or_default().push(("advice", said));
    }
}
