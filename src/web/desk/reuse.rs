//! Answers of the State's other reports: offered beside the questions of a form, and taken on a page that shows both.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::labels::{entry_of, label, own_label};
use super::places::{anchor, path};
use super::question::Question;
use super::section::Banner;
use super::{Acting, Names, acting, entering, frame_below, or_report, shown_draft};
use crate::app::Edition;
use crate::app::drafting::{self, DraftingError, Examined};
use crate::app::reusing::{self, Decided, Taking};
use crate::app::submitting::names;
use crate::domain::access::NationalAct;
use crate::domain::draft::{Answers, Section};
use crate::domain::regime::FormSet;
use crate::domain::report::ReportReference;
use crate::domain::reuse::{Offer, Stands, asked_elsewhere};
use crate::domain::treaty::Mark;
use crate::store::Store;
use crate::text::Text;
use crate::web::Site;
use crate::web::address::see;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame};
use crate::web::session::{AtDesk, blocking, private, private_page};

/// What the address of a form says after something was taken over.
pub(super) const TAKEN: &str = "taken";

/// What a section can take over, with the names of those who wrote it.
#[derive(Default)]
pub(super) struct Offered {
    offers: Vec<Offer>,
    people: BTreeMap<String, String>,
}

impl Offered {
    pub(super) fn load(
        store: &Store,
        edition: &Edition,
        examined: &Examined,
        section: &Section,
    ) -> Result<Self, DraftingError> {
        let mut offers = reusing::offered(store, edition, examined, section)?;
        offers.retain(|offer| offer.stands != Stands::Same);
        let mut people: Vec<_> = offers.iter().map(|offer| offer.by.clone()).collect();
        people.sort();
        people.dedup();
        let people = if people.is_empty() { BTreeMap::new() } else { names(store, &people)? };
        Ok(Self { offers, people })
    }
}

/// Offers beside a question.
#[derive(Default)]
pub(super) struct Offers {
    pub(super) counted: String,
    /// What was taken reads otherwise by now.
    pub(super) has_changed: bool,
    pub(super) all: Vec<OfferView>,
}

/// What an answer says.
#[derive(Default)]
pub(super) struct Said {
    /// Texts whose label is the question.
    pub(super) words: Vec<String>,
    /// Others with what their page calls them.
    pub(super) lines: Vec<(String, String)>,
}

/// Answers of one report to a question.
pub(super) struct OfferView {
    pub(super) changed: String,
    pub(super) from: String,
    pub(super) said: Said,
    /// What the button sends.
    pub(super) go: String,
    pub(super) act: String,
}

/// Shows offers on the page of a section.
pub(super) struct Showing<'a> {
    pub(super) site: &'a Site,
    pub(super) edition: &'a Edition,
    pub(super) set: &'a FormSet,
    pub(super) section: &'a Section,
}

impl Showing<'_> {
    /// Adds to a question what other reports answer to it, and where other treaties ask for the same.
    pub(super) fn add_to(&self, question: &mut Question, offered: &Offered) {
        question.elsewhere = self.elsewhere(&question.place);
        let own: Vec<_> = offered.offers.iter().filter(|offer| offer.question == question.place).collect();
        let mut sources: Vec<_> = own.iter().map(|offer| offer.source).collect();
        sources.dedup();
        let mut all: Vec<OfferView> = Vec::new();
        let mut seen = Vec::new();
        for source in sources {
            if !seen.contains(&source) {
                seen.push(source);
                let of_source: Vec<_> = own.iter().filter(|offer| offer.source == source).copied().collect();
                all.extend(self.view(&of_source, offered));
            }
        }
        question.offers = Offers {
            counted: self.site.text.with("reuse-counted", "count", i64::try_from(all.len()).unwrap_or_default()),
            has_changed: all.iter().any(|view| !view.changed.is_empty()),
            all,
        };
    }

    fn view(&self, offers: &[&Offer], offered: &Offered) -> Option<OfferView> {
        let (t, first) = (self.site.text, *offers.first()?);
        let is_one = offers.len() == 1;
        let (go, act) = match first.stands {
            Stands::Blank if is_one && first.changed_since.is_none() => {
                (format!("take:{}:{}:{}", first.source, first.digest, first.place), t.say("reuse-take"))
            }
            _ => (format!("compare:{}:{}", first.source, first.question), t.say("reuse-compare")),
        };
        let changed = offers.iter().find_map(|offer| self.changed(offer)).unwrap_or_default();
        let mut said = Said::default();
        offers.iter().for_each(|offer| said.add(t, self.set, &offer.writes));
        Some(OfferView { changed, from: self.from(first, offered), said, go, act })
    }

    /// Report, form and age of an answer.
    fn from(&self, offer: &Offer, offered: &Offered) -> String {
        let t = self.site.text;
        let sets = &self.edition.books.form_sets;
        let found = sets.for_cycle(offer.source.regime, offer.source.cycle).and_then(|set| offer.from.find(set));
        let place = found.map(|(_, form, field)| match form {
            Some(form) => t.with_all(
                "reuse-place",
                [
                    ("letter", form.letter.as_str().into()),
                    ("question", form.title_over(field).in_language(t.language()).into()),
                ],
            ),
            None => t.say("cover-title"),
        });
        let said = [
            ("report", Names::of(self.site, offer.source).report.into()),
            ("place", place.unwrap_or_default().into()),
            ("date", t.date(self.site.day_of(offer.at)).into()),
            ("name", offered.people.get(&offer.by).cloned().unwrap_or_default().into()),
        ];
        t.with_all(if offer.is_draft { "reuse-from-draft" } else { "reuse-from-filed" }, said)
    }

    /// That an answer reads otherwise than when it was looked at.
    fn changed(&self, offer: &Offer) -> Option<String> {
        let (t, seen) = (self.site.text, offer.changed_since?);
        let said = [
            ("report", Names::of(self.site, offer.source).report.into()),
            ("date", t.date(self.site.day_of(offer.at)).into()),
            ("seen", t.date(self.site.day_of(seen)).into()),
        ];
        Some(t.with_all(if offer.is_gone { "reuse-gone" } else { "reuse-changed" }, said))
    }

    fn elsewhere(&self, place: &str) -> String {
        let t = self.site.text;
        let found = asked_elsewhere(&self.edition.books.matters, self.set, self.section);
        let mut pointers: Vec<_> =
            found.into_iter().filter(|(at, _)| at == place).map(|(_, pointer)| pointer).collect();
        pointers.dedup();
        let Some(_) = pointers.first() else { return String::new() };
        let is_read = pointers.iter().all(|pointer| pointer.mark == Mark::Verified);
        let asked: Vec<_> = pointers.iter().map(|pointer| pointer.question.in_language(t.language())).collect();
        let key = if is_read { "reuse-elsewhere" } else { "reuse-elsewhere-recalled" };
        t.with(key, "treaties", asked.join(&t.say("list-semicolon")))
    }

    /// Reports that have several answers for the section.
    pub(super) fn together(&self, offered: &Offered) -> Vec<(String, String)> {
        let t = self.site.text;
        let mut counted: BTreeMap<ReportReference, i64> = BTreeMap::new();
        offered.offers.iter().for_each(|offer| *counted.entry(offer.source).or_default() += 1);
        let several = counted.into_iter().rev().filter(|(_, count)| *count > 1);
        let button = |(source, count): (ReportReference, i64)| {
            let report = Names::of(self.site, source).report;
            let act = t.with_all("reuse-together-act", [("count", count.into()), ("report", report.into())]);
            (format!("compare:{source}:"), act)
        };
        several.map(button).collect()
    }
}

impl Said {
    fn of(t: &Text, set: &FormSet, answers: &Answers) -> Self {
        let mut said = Self::default();
        said.add(t, set, answers);
        said
    }

    fn add(&mut self, t: &Text, set: &FormSet, answers: &Answers) {
        for (name, text) in answers.iter().filter(|(_, text)| !text.trim().is_empty()) {
            let parts = [entry_of(t, name), own_label(t, set, name)];
            let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            let value = shown(t, set, name, text);
            if parts.is_empty() {
                self.words.push(value);
            } else {
                self.lines.push((parts.join(&t.say("list-semicolon")), value));
            }
        }
    }
}

/// A text as its page shows it: of a few words to choose from, what is printed for it.
fn shown(t: &Text, set: &FormSet, name: &str, text: &str) -> String {
    let key = format!("option-{}", text.replace('_', "-"));
    match set.slot(name).and_then(|slot| slot.word(text)) {
        Some(word) => word.label.in_language(t.language()).to_owned(),
        None if is_of_words(name) && t.knows(&key) => t.say(&key),
        None => text.to_owned(),
    }
}

/// Fields of acts, amounts and forms that take one of a few words.
fn is_of_words(name: &str) -> bool {
    [".status", ".direction", ".in_kind", ".nothing_to_report"].iter().any(|end| name.ends_with(end))
}

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
    from: String,
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
}

/// One answer beside what stands.
struct Row {
    id: String,
    title: String,
    changed: String,
    mine: Said,
    theirs: Said,
    /// Place and digest of the offer.
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
    frame::render(&ReusePage {
        over: names.over(t),
        from: own.first().map(|offer| showing.from(offer, &offered)).unwrap_or_default(),
        banner,
        back: format!("{}/{}", names.address, path(&section)),
        form_token: at.by.form_token(),
        draft: open.draft.id.clone(),
        revision: open.revision(&section),
        rows: own.iter().map(|offer| row(&showing, offer, &standing)).collect(),
        section: section.to_string(),
        source: source.to_string(),
        question: about.question,
        frame: frame_below(site, at, &names, t.say("reuse-title")),
        address: names.address,
        t,
    })
}

fn row(showing: &Showing<'_>, offer: &Offer, standing: &Answers) -> Row {
    let (t, set) = (showing.site.text, showing.set);
    let mut mine = standing.clone();
    mine.retain(|name, _| offer.writes.contains_key(name));
    let is_blank = offer.stands == Stands::Blank;
    Row {
        id: anchor(&offer.place),
        title: label(t, set, &showing.edition.books.obligations, &offer.place),
        changed: showing.changed(offer).unwrap_or_default(),
        mine: Said::of(t, set, &mine),
        theirs: Said::of(t, set, &offer.writes),
        offer: format!("{} {}", offer.place, offer.digest),
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
    let mut decided = Vec::new();
    for offer in posted.all("offer") {
        let (place, digest) = offer.split_once(' ').ok_or(PageError::OddForm)?;
        let is_taken = match posted.one(&choice_of(place))? {
            "take" => true,
            "keep" => false,
            _ => return Err(PageError::OddForm),
        };
        decided.push(Decided { place: place.to_owned(), digest: digest.to_owned(), is_taken });
    }
    let first = decided.first().map(|decided| decided.place.clone()).ok_or(PageError::OddForm)?;
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
