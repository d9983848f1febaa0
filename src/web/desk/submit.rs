//! Submitting: the last look, the note verbale, warnings to confirm, and whether contacts may be published.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::check::{Group, groups};
use super::clearance::{Cleared, Standing};
use super::note::{Given, NoteView, Typing, lead_to_note, lead_to_note_only, place_of_note};
use super::section::{Banner, SAVED};
use super::writers::{For, Writers};
use super::{Names, entering, frame_below, or_report, reference, shown_draft};
use crate::app::Edition;
use crate::app::drafting::{self, DraftingError};
use crate::app::submitting::{self, Choices, LONGEST_EXPLANATION, SubmitError};
use crate::domain::access::NationalAct;
use crate::domain::report::{Opening, Report, ReportReference};
use crate::domain::validation::Severity;
use crate::text::{Text, availability};
use crate::web::Site;
use crate::web::account::{add_cookie, signed_in_again};
use crate::web::address::see;
use crate::web::documents::{Listed, listed};
use crate::web::error::PageError;
use crate::web::frame::{self, Frame};
use crate::web::posted::Posted;
use crate::web::receipts::received;
use crate::web::reports::{Cover, CoverLine, FormView, Reading, cover_lines};
use crate::web::session::{AtDesk, blocking, private, private_page};
use crate::web::unsaved;

#[derive(Template)]
#[template(path = "desk/submit.html")]
struct SubmitPage {
    frame: Frame,
    t: &'static Text,
    over: String,
    address: String,
    form_token: String,
    /// Which version it corrects or updates, where it does.
    follows: Option<String>,
    /// That version, where its contacts may be published: what was allowed for it is asked anew.
    opened_contacts: Option<String>,
    /// The key of the draft that is looked at: the form sent again later submits no other.
    draft: String,
    /// Of all that is submitted as it stands now.
    digest: String,
    /// Why the page is shown again, where it is.
    banner: Option<Banner>,
    /// Where clearance stands, if it was asked for: it keeps nothing from being submitted.
    clearance: Option<Standing>,
    is_ready: bool,
    /// Warnings are confirmed and contacts opened here: it can be submitted, or something was chosen when it could.
    takes_choices: bool,
    /// What keeps it from being submitted: address of the field, empty where whoever looks cannot change it, and what is
    /// said there.
    errors: Vec<(String, String)>,
    /// Who can mend it, where whoever looks may not.
    writers: Option<Writers>,
    read: ReadThrough,
    /// Whoever looks may change what stands.
    may_write: bool,
    /// The note verbale, where it is asked for here.
    note: Option<NoteView>,
    groups: Vec<Group>,
    again: Again,
    /// What was said about warnings that are there no more.
    left: Vec<String>,
    /// Letters of what is said about a warning.
    longest: usize,
    too_long: String,
}

/// The draft as readers will have it once it is filed, through what shows filed reports.
pub(super) struct ReadThrough {
    pub(super) cover: Vec<CoverLine>,
    pub(super) forms: Vec<FormView>,
    pub(super) documents: Listed,
}

impl ReadThrough {
    pub(super) fn new(t: &'static Text, edition: &Edition, report: &Report, address: &str) -> Self {
        let opening = &Opening::whole();
        let cover = Cover { report, opening, availability: availability(t, &report.cover) };
        Self {
            cover: cover_lines(t, edition, &cover, None),
            forms: Reading { t, edition, report, opening, before: None }.forms(),
            documents: listed(t, report, opening, address),
        }
    }
}

/// What was chosen and said before the page is shown again, and why it is.
#[derive(Default)]
struct Again {
    choices: Choices,
    /// What was said about each warning, ticked or not.
    said: BTreeMap<String, String>,
    /// What was typed about the note verbale and is not stored.
    note: Typing,
    cause: Option<Cause>,
}

#[derive(Clone, PartialEq, Eq)]
enum Cause {
    Unconfirmed,
    Changed,
    Same,
    TooLong,
    /// The note verbale stands on the cover now.
    Noted,
    /// It is longer than it can be.
    LongNote,
    /// Somebody of this name gave another meanwhile.
    OtherNote(String),
}

impl Cause {
    fn status(&self) -> StatusCode {
        match self {
            Self::Unconfirmed | Self::Same | Self::TooLong | Self::LongNote => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Changed | Self::OtherNote(_) => StatusCode::CONFLICT,
            Self::Noted => StatusCode::OK,
        }
    }
}

impl Again {
    fn read(site: &Site, reference: ReportReference, posted: &Posted) -> Result<Self, PageError> {
        let said = posted.beginning("why.").into_iter().map(|(key, why)| (key.to_owned(), why.to_owned()));
        let said: BTreeMap<_, _> = said.collect();
        let confirmed = posted.beginning("confirm.").into_keys();
        let confirmed = confirmed.map(|key| (key.to_owned(), said.get(key).cloned().unwrap_or_default()));
        let digest = posted.one("digest")?;
        let choices = Choices {
            confirmed: confirmed.collect(),
            contacts_public: !posted.one("contacts_public")?.is_empty(),
            shown: shown_draft(posted)?,
            digest: (!digest.is_empty()).then(|| digest.to_owned()),
        };
        let is_too_long = said.values().any(|why| is_too_long(why));
        let note = Typing::read(site, reference, posted)?;
        Ok(Self { choices, said, note, cause: is_too_long.then_some(Cause::TooLong) })
    }

    /// Whether anything was chosen or said that would be lost.
    fn holds_choices(&self) -> bool {
        let is_said = self.said.values().any(|why| !why.is_empty());
        is_said || !self.choices.confirmed.is_empty() || self.choices.contacts_public
    }

    /// The message above the page.
    fn banner(&self, t: &Text, is_ready: bool, groups: &[Group]) -> Option<Banner> {
        let most = i64::try_from(LONGEST_EXPLANATION).unwrap_or_default();
        let shown = || groups.iter().flat_map(|group| &group.findings);
        let led_to = |what: &str, is_wanted: &dyn Fn(&str) -> bool| {
            let wanted = shown().filter(|finding| is_wanted(&finding.key));
            wanted.map(|finding| (format!("#{what}-{}", finding.key), finding.sentence.clone())).collect()
        };
        let cause = self.cause.as_ref()?;
        let links: Vec<(String, String)> = match cause {
            Cause::Unconfirmed => led_to("confirm", &|key| !self.choices.confirmed.contains_key(key)),
            Cause::TooLong => led_to("why", &|key| self.said.get(key).is_some_and(|why| is_too_long(why))),
            Cause::LongNote => vec![(place_of_note(), t.say("receipt-note"))],
            _ => Vec::new(),
        };
        let (class, title, text) = match cause {
            Cause::Unconfirmed if !is_ready => return None,
            Cause::Unconfirmed => ("error", "submit-unconfirmed-title", t.say("submit-unconfirmed-lead")),
            Cause::Changed => ("warning", "submit-changed-title", t.say("submit-changed-lead")),
            Cause::Same => ("error", "submit-same-title", t.say("submit-same-lead")),
            Cause::TooLong => ("error", "submit-long-title", t.with("submit-long-lead", "most", most)),
            // What keeps it from being submitted is listed below, the note itself too.
            Cause::Noted if !is_ready => ("warning", SAVED, t.say("submit-note-saved")),
            Cause::Noted => ("done", SAVED, t.say("submit-note-saved")),
            Cause::LongNote => ("error", "not-saved-title", t.say("not-saved-lead")),
            Cause::OtherNote(name) => ("warning", "clash-title", t.with("clash-lead", "name", name.as_str())),
        };
        Some(Banner { class, title: t.say(title), text, links })
    }
}

fn is_too_long(why: &str) -> bool {
    why.chars().count() > LONGEST_EXPLANATION
}

impl SubmitPage {
    fn said(&self, key: &str) -> &str {
        self.again.said.get(key).map_or("", String::as_str)
    }

    fn is_confirmed(&self, key: &str) -> bool {
        self.again.choices.confirmed.contains_key(key)
    }

    /// It was sent without the tick that this warning asks for.
    fn lacks_tick(&self, key: &str) -> bool {
        self.again.cause == Some(Cause::Unconfirmed) && !self.is_confirmed(key)
    }

    fn is_too_long(&self, key: &str) -> bool {
        is_too_long(self.said(key))
    }
}

pub(in crate::web) async fn submit_form(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (at, reference) = entering(&site, &request, &code, NationalAct::Submit).await?;
    let page = page(&site, &at, reference, Again::default()).await.map(private_page);
    or_report(&site, reference, page).await
}

async fn page(
    site: &Data<Site>,
    at: &AtDesk,
    reference: ReportReference,
    mut again: Again,
) -> Result<String, PageError> {
    let (edition, leave, t) = (site.portal.edition(), at.leave, site.text);
    let (held, before) = (edition.clone(), again.choices.shown.clone());
    let found = blocking(site, move |store| -> Result<_, DraftingError> {
        let examined = drafting::examine(store, &held, leave, reference, before.as_deref())?;
        let cleared = Cleared::load(store, &examined.open.draft.id)?;
        Ok((examined, cleared))
    });
    let (examined, cleared) = found.await?;
    let set = drafting::form_set(&edition, reference).map_err(|_none| PageError::UnknownReport)?;
    let names = Names::of(site, reference);
    let (open, checked) = (&examined.open, &examined.checked);
    let note = NoteView::of(t, &edition, set, at, &examined, std::mem::take(&mut again.note));
    let found = |severity| {
        let mut groups = groups(t, &edition, set, &names.address, checked, |finding| finding.severity == severity);
        let findings = groups.iter_mut().flat_map(|group| &mut group.findings);
        match note {
            _ if at.leave.is_mission() => lead_to_note_only(findings, &names.address, ""),
            Some(_) => lead_to_note(findings, &names.address, ""),
            None => {}
        }
        groups
    };
    let mut warnings = found(Severity::Warning);
    // What could not be taken over stands in every list of findings; nobody can confirm it.
    warnings.iter_mut().for_each(|group| group.findings.retain(|finding| !finding.key.is_empty()));
    warnings.retain(|group| !group.findings.is_empty());
    let errors = found(Severity::Error).into_iter().flat_map(|group| group.findings);
    let errors: Vec<_> = errors.map(|finding| (finding.address, finding.sentence)).collect();
    let writers = match errors.iter().any(|(address, _)| address.is_empty()) {
        true => Some(Writers::of(site, reference.party, &names.state, For::Mending).await?),
        false => None,
    };
    let most = i64::try_from(LONGEST_EXPLANATION).unwrap_or_default();
    let keys: Vec<_> = warnings.iter().flat_map(|group| &group.findings).map(|finding| &finding.key).collect();
    let left = again.said.iter().filter(|(key, why)| !why.is_empty() && !keys.contains(key));
    let left = left.map(|(_, why)| why.clone()).collect();
    let banner = again.banner(t, checked.can_be_submitted(), &warnings);
    let mut frame = frame_below(site, at, &names, t.say("submit-title"));
    let faults = banner.as_ref().map_or(0, |banner| banner.links.len());
    if faults > 0 {
        let faults = i64::try_from(faults).unwrap_or_default();
        let titled = [("count", faults.into()), ("title", t.say("submit-title").into())];
        frame.title_in_head = Some(t.with_all("title-with-faults", titled));
    }
    let standing = examined.known.standing_filing(reference).map(|filed| &filed.submission);
    let follows = standing.map(|filed| {
        let when = received(t, filed).into();
        let said = [("kind", open.draft.kind.word().into()), ("version", filed.id.as_str().into()), ("when", when)];
        t.with_all("submit-follows", said)
    });
    frame::render(&SubmitPage {
        over: names.over(t),
        form_token: at.by.form_token(),
        clearance: Some(cleared.standing(site, &open.cleared_digest(), &names.address)).filter(Standing::is_asked),
        digest: open.digest(),
        follows,
        opened_contacts: standing.filter(|filed| filed.contacts_public).map(|filed| filed.id.clone()),
        draft: open.draft.id.clone(),
        banner,
        is_ready: checked.can_be_submitted(),
        takes_choices: checked.can_be_submitted() || again.holds_choices(),
        errors,
        writers,
        read: ReadThrough::new(t, &edition, &checked.report, &names.address),
        may_write: !at.leave.is_mission(),
        note,
        groups: warnings,
        again,
        left,
        longest: LONGEST_EXPLANATION,
        too_long: t.with("submit-long-lead", "most", most),
        frame,
        address: names.address,
        t,
    })
}

pub(in crate::web) async fn submit(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read_words(&body)?;
    let reference = reference(&code)?;
    unsaved::or_page(&site, &request, &posted, async || submit_posted(&site, &request, reference, &posted).await).await
}

async fn submit_posted(
    site: &Data<Site>,
    request: &HttpRequest,
    reference: ReportReference,
    posted: &Posted,
) -> Result<HttpResponse, PageError> {
    let (by, secret) = match signed_in_again(site, request, posted).await? {
        Ok(signed_in) => signed_in,
        Err(answer) => return Ok(answer),
    };
    let at = by.at_desk(reference.party, NationalAct::Submit)?;
    let mut again = Again::read(site, reference, posted)?;
    if let Some(secret) = secret {
        // Whoever had to sign in again looks once more, with all that they had ticked and said.
        let mut answer = match unsaved::has_words(posted) {
            true => {
                let again = async || Ok(private_page(page(site, &at, reference, again).await?));
                unsaved::or_page(site, request, posted, again).await?
            }
            false => see(&format!("/desk/reports/{reference}/submit")),
        };
        add_cookie(site, &mut answer, secret)?;
        return Ok(answer);
    }
    let note = std::mem::take(&mut again.note);
    match note.give(site, &at, reference, again.choices.shown.clone()).await? {
        // Its own button submits nothing.
        Given::Same if posted.one("go")? == "note" => again.cause = Some(Cause::Noted),
        Given::Same => {}
        // What would be filed is no longer what the page showed.
        Given::Saved => again.cause = Some(Cause::Noted),
        Given::TooLong(typing) => (again.note, again.cause) = (typing, Some(Cause::LongNote)),
        Given::Clashes(typing, name) => (again.note, again.cause) = (typing, Some(Cause::OtherNote(name))),
    }
    if again.cause.is_some() {
        return shown_again(site, &at, reference, again).await;
    }
    let (portal, leave, person, now) = (site.portal.clone(), at.leave, at.by.person.clone(), site.portal.clock().now());
    let chosen = again.choices.clone();
    let outcome = blocking(site, move |_| {
        match submitting::submit(&portal, leave, reference, &chosen, &person, now) {
            // Sent twice, perhaps because the answer was lost: the receipt is the answer to both.
            Ok(_) | Err(SubmitError::Filed) => Ok(None),
            Err(SubmitError::NotReady) => Ok(Some(Cause::Unconfirmed)),
            Err(SubmitError::Same) => Ok(Some(Cause::Same)),
            Err(SubmitError::Changed) => Ok(Some(Cause::Changed)),
            Err(error) => Err(error),
        }
    });
    match outcome.await? {
        None => Ok(see(&format!("/desk/reports/{reference}/receipt"))),
        cause => shown_again(site, &at, reference, Again { cause, ..again }).await,
    }
}

/// The page with why it is shown again.
async fn shown_again(
    site: &Data<Site>,
    at: &AtDesk,
    reference: ReportReference,
    again: Again,
) -> Result<HttpResponse, PageError> {
    let status = again.cause.as_ref().map_or(StatusCode::OK, Cause::status);
    let content = page(site, at, reference, again).await?;
    Ok(if status == StatusCode::OK { private_page(content) } else { private(HttpResponse::build(status), content) })
}
