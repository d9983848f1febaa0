//! Taking answers of another report over: with a button of the form, or on a page that shows them beside what stands.

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::labels::label_in_section;
use super::places::{anchor, path};
use super::reuse::{Offered, Said, Showing};
use super::section::{Banner, called};
use super::{Acting, Names, acting, entering, frame_below, or_report, shown_draft};
use crate::app::Edition;
use crate::app::drafting::{self, DraftingError, Examined};
use crate::app::reusing::{self, Decided, Taking};
use crate::domain::access::NationalAct;
use crate::domain::draft::{Answers, Section};
use crate::domain::report::ReportReference;
use crate::domain::reuse::{Offer, Stands};
use crate::store::Store;
use crate::text::Text;
use crate::web::Site;
use crate::web::address::see;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame};
use crate::web::session::{AtDesk, blocking, private, private_page};

/// What the address of a form says after something was taken over.
pub(super) const TAKEN: &str = "taken";

/// Whether an answer is taken with all others at once, as the page sends it.
const BLANK: &str = "blank";
const HELD: &str = "held";

/// What a button of a form asks for once the form is saved.
pub(super) enum Reusing {
    /// One answer, which the page showed under this digest.
    Take { source: ReportReference, digest: String, place: String },
    /// To see the answers of a report beside what stands; of one question, or where that is empty of all.
    Compare { source: ReportReference, question: String },
}

impl Reusing {
    /// What the button says, where it is one of these.
    pub(super) fn of(go: &str) -> Result<Option<Self>, PageError> {
        let source = |text: &str| text.parse::<ReportReference>().map_err(|_other| PageError::OddForm);
        let parts: Vec<_> = go.split(':').collect();
        Ok(match parts.as_slice() {
            ["take", from, digest, place] => {
                Some(Self::Take { source: source(from)?, digest: (*digest).to_owned(), place: (*place).to_owned() })
            }
            ["compare", from, question] => {
                Some(Self::Compare { source: source(from)?, question: (*question).to_owned() })
            }
            _ => None,
        })
    }
}

/// Does what the button asks for, after what was typed is saved. A field that holds something by now, or an answer that
/// reads otherwise, is shown first.
pub(super) async fn after_saving(
    site: &Data<Site>,
    at: &AtDesk,
    reference: ReportReference,
    section: &Section,
    draft: Option<String>,
    reusing: Reusing,
) -> Result<HttpResponse, PageError> {
    let (source, question) = match reusing {
        Reusing::Compare { source, question } => (source, question),
        Reusing::Take { source, digest, place } => {
            let decided = vec![Decided { place: place.clone(), digest, is_taken: true }];
            let taking = taking(site, at, section, draft, None, source, decided);
            let (leave, edition) = (at.leave, site.portal.edition());
            let take = move |store: &Store| reusing::take(store, &edition, leave, reference, taking);
            if blocking(site, take).await? {
                return Ok(see(&address_of(reference, section, &place)));
            }
            (source, place)
        }
    };
    Ok(see(&format!("/desk/reports/{reference}/answers?section={section}&from={source}&question={question}")))
}

/// The page of the section, after something was taken over.
fn address_of(reference: ReportReference, section: &Section, place: &str) -> String {
    format!("/desk/reports/{reference}/{}?saved={TAKEN}#{}", path(section), anchor(place))
}

fn taking(
    site: &Site,
    at: &AtDesk,
    section: &Section,
    draft: Option<String>,
    revision: Option<i64>,
    source: ReportReference,
    decided: Vec<Decided>,
) -> Taking {
    let (by, now) = (at.by.person.id.clone(), site.portal.clock().now());
    Taking { draft, section: section.clone(), revision, source, decided, by, at: now }
}

#[derive(Template)]
#[template(path = "desk/reuse.html")]
struct ReusePage {
    frame: Frame,
    t: &'static Text,
    over: String,
    /// The form and the other report.
    lead: String,
    banner: Option<Banner>,
    address: String,
    back: String,
    form_token: String,
    draft: String,
    revision: i64,
    section: String,
    source: String,
    question: String,
    rows: Vec<Row>,
    /// Answers to the same question, where nothing stands yet.
    all_blank: i64,
}

/// One answer beside what stands.
struct Row {
    id: String,
    title: String,
    from: String,
    apart: String,
    changed: String,
    mine: Said,
    theirs: Said,
    /// Place and digest of the offer, and whether it is taken with all others at once.
    offer: String,
    /// What the choice is called in the form.
    name: String,
    is_blank: bool,
    take: String,
    keep: String,
}

/// Which answers the page is about.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct About {
    section: String,
    from: String,
    question: String,
}

pub(in crate::web) async fn choose(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    about: Query<About>,
) -> Result<HttpResponse, PageError> {
    let (at, reference) = entering(&site, &request, &code, NationalAct::Write).await?;
    let page = page(&site, &at, reference, about.into_inner(), None).await.map(private_page);
    or_report(&site, reference, page).await
}

/// The section that the form set of the report has, and the report whose answers are meant.
fn meant(
    edition: &Edition,
    reference: ReportReference,
    about: &About,
) -> Result<(Section, ReportReference), PageError> {
    let set = drafting::form_set(edition, reference).map_err(|_none| PageError::UnknownReport)?;
    let section = Section::from_key(set, &about.section).ok_or(PageError::OddForm)?;
    Ok((section, about.from.parse().map_err(|_other| PageError::OddForm)?))
}

async fn page(
    site: &Data<Site>,
    at: &AtDesk,
    reference: ReportReference,
    about: About,
    banner: Option<Banner>,
) -> Result<String, PageError> {
    let (edition, leave, t) = (site.portal.edition(), at.leave, site.text);
    let (section, source) = meant(&edition, reference, &about)?;
    let (held, asked) = (edition.clone(), section.clone());
    let found = blocking(site, move |store| -> Result<_, DraftingError> {
        let examined = drafting::examine(store, &held, leave, reference, None)?;
        let offered = Offered::load(store, &held, &examined, &asked)?;
        Ok((examined, offered))
    });
    let (Examined { open, .. }, offered) = found.await?;
    let set = drafting::form_set(&edition, reference).map_err(|_none| PageError::UnknownReport)?;
    let showing = Showing { site, edition: &edition, set, section: &section };
    let is_meant =
        |offer: &&Offer| offer.source == source && (about.question.is_empty() || offer.question == about.question);
    let own: Vec<_> = offered.offers.iter().filter(is_meant).collect();
    let (names, standing) = (Names::of(site, reference), open.answers(&section));
    let all_blank = own.iter().filter(|offer| offer.goes_with_all()).count();
    frame::render(&ReusePage {
        over: names.over(t),
        lead: t.with_all(
            "reuse-lead",
            [("here", called(t, set, &section).into()), ("report", Names::of(site, source).report.into())],
        ),
        banner,
        back: format!("{}/{}", names.address, path(&section)),
        form_token: at.by.form_token(),
        draft: open.draft.id.clone(),
        revision: open.revision(&section),
        rows: own.iter().map(|offer| row(&showing, offer, &offered, &standing)).collect(),
        all_blank: i64::try_from(all_blank).unwrap_or_default(),
        section: section.to_string(),
        source: source.to_string(),
        question: about.question,
        frame: frame_below(site, at, &names, t.say("reuse-title")),
        address: names.address,
        t,
    })
}

fn row(showing: &Showing<'_>, offer: &Offer, offered: &Offered, standing: &Answers) -> Row {
    let (t, set) = (showing.site.text, showing.set);
    let mut mine = standing.clone();
    mine.retain(|name, _| offer.writes.contains_key(name));
    let is_blank = offer.stands == Stands::Blank;
    Row {
        id: anchor(&offer.place),
        title: label_in_section(t, set, &showing.edition.books.obligations, &offer.place),
        from: showing.from(offer, offered),
        apart: showing.apart(offer),
        changed: showing.changed(offer).unwrap_or_default(),
        mine: Said::of(showing, &mine),
        theirs: Said::of(showing, &offer.writes),
        offer: format!("{} {} {}", offer.place, offer.digest, if offer.goes_with_all() { BLANK } else { HELD }),
        name: choice_of(&offer.place),
        is_blank,
        take: t.say(if is_blank { "reuse-take" } else { "reuse-take-instead" }),
        keep: t.say(if is_blank { "reuse-keep-blank" } else { "reuse-keep" }),
    }
}

fn choice_of(place: &str) -> String {
    format!("choice.{place}")
}

pub(in crate::web) async fn take(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let Acting { at, reference, posted } = match acting(&site, &request, (&code, ""), &body, NationalAct::Write).await?
    {
        Ok(form) => form,
        Err(answer) => return Ok(answer),
    };
    let one = |name: &str| posted.one(name).map(str::to_owned);
    let about = About { section: one("section")?, from: one("from")?, question: one("question")? };
    let (section, source) = meant(&site.portal.edition(), reference, &about)?;
    let revision = posted.one("revision")?.parse().map_err(|_other| PageError::OddForm)?;
    let takes_all = posted.one("all")? == BLANK;
    let mut decided = Vec::new();
    for offer in posted.all("offer") {
        let (place, shown) = offer.split_once(' ').ok_or(PageError::OddForm)?;
        let (digest, stands) = shown.split_once(' ').unwrap_or((shown, HELD));
        let is_taken = match (posted.one(&choice_of(place))?, takes_all) {
            // All at once are those that take the place of nothing.
            ("" | "take", true) if stands == BLANK => true,
            (_, true) => continue,
            ("take", _) => true,
            ("keep", _) => false,
            // What nobody decided about stays as it is, and offered.
            ("", _) => continue,
            _ => return Err(PageError::OddForm),
        };
        decided.push(Decided { place: place.to_owned(), digest: digest.to_owned(), is_taken });
    }
    let Some(first) = decided.first().map(|decided| decided.place.clone()) else {
        let (title, text) = (site.text.say("reuse-undecided"), site.text.say("reuse-undecided-lead"));
        let banner = Banner { class: "error", title, text, links: Vec::new() };
        let content = page(&site, &at, reference, about, Some(banner)).await?;
        return Ok(private(HttpResponse::build(StatusCode::UNPROCESSABLE_ENTITY), content));
    };
    let draft = Some(shown_draft(&posted)?.ok_or(PageError::OddForm)?);
    let taking = taking(&site, &at, &section, draft, Some(revision), source, decided);
    let (leave, edition) = (at.leave, site.portal.edition());
    let took = blocking(&site, move |store| reusing::take(store, &edition, leave, reference, taking));
    if took.await? {
        return Ok(see(&address_of(reference, &section, &first)));
    }
    let t = site.text;
    let (title, text) = (t.say("reuse-meanwhile"), t.say("reuse-meanwhile-lead"));
    let banner = Banner { class: "warning", title, text, links: Vec::new() };
    let content = page(&site, &at, reference, about, Some(banner)).await?;
    Ok(private(HttpResponse::build(StatusCode::CONFLICT), content))
}
