//! Everything the rules say about a draft, on one page, each with a link to its field.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::labels::{label, label_in_section, said_of};
use super::note::lead_to_note_only;
use super::places::{anchor, is_about_documents, is_about_report, path, section_of};
use super::writers::{For, Writers};
use super::{Names, entering, frame_below, or_report};
use crate::app::Edition;
use crate::app::drafting::{self, CheckedDraft, DraftingError};
use crate::app::reusing;
use crate::app::submitting::warning_key;
use crate::domain::access::NationalAct;
use crate::domain::checklist::Completeness;
use crate::domain::draft::{Section as Part, Untaken};
use crate::domain::regime::{FormSet, lies_in};
use crate::domain::report::ReportReference;
use crate::domain::reuse::{Disagreement, Kind};
use crate::domain::validation::{Finding, Severity, Told};
use crate::text::{Text, finding_sentence, odds_sentence, untaken_sentence};
use crate::web::Site;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame};
use crate::web::session::{AtDesk, blocking, private_page};

#[derive(Template)]
#[template(path = "desk/check.html")]
struct CheckPage {
    frame: Frame,
    t: &'static Text,
    over: String,
    counted: String,
    /// How much is answered; it stops nothing.
    measured: String,
    /// Who can mend what is found, where whoever looks may not.
    writers: Option<Writers>,
    groups: Vec<Group>,
    /// Answers that do not go together, or that other reports of the State give otherwise; nothing waits for them.
    differing: Vec<Differing>,
    submit: Option<String>,
}

/// An answer that another report gives otherwise.
struct Differing {
    said: String,
    address: String,
}

/// The findings of one section.
pub(super) struct Group {
    pub(super) id: String,
    pub(super) letter: String,
    pub(super) title: String,
    pub(super) findings: Vec<FindingView>,
}

/// One finding as shown.
pub(super) struct FindingView {
    pub(super) class: &'static str,
    pub(super) word: String,
    pub(super) sentence: String,
    /// What the page of the field calls it, or that there is a place to go to.
    pub(super) field: String,
    /// Whether it is called anything.
    pub(super) is_named: bool,
    /// Where it is mended; empty where whoever looks may not.
    pub(super) address: String,
    /// Its place in the draft, where its rule compares with other reports.
    compared: Option<String>,
    /// How other reports of the State answer the same.
    beside: Vec<String>,
    /// The rules that notice it.
    pub(super) cite: String,
    /// What it is called where it is confirmed.
    pub(super) key: String,
}

impl FindingView {
    /// Whether whoever looks can only ask somebody else to mend it.
    pub(super) fn leads_nowhere(&self) -> bool {
        self.address.is_empty()
    }
}

pub(in crate::web) async fn check(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (at, reference) = entering(&site, &request, &code, NationalAct::Read).await?;
    or_report(&site, reference, checked(&site, &at, reference).await).await
}

async fn checked(site: &Data<Site>, at: &AtDesk, reference: ReportReference) -> Result<HttpResponse, PageError> {
    let (edition, leave) = (site.portal.edition(), at.leave);
    let held = edition.clone();
    let found = blocking(site, move |store| -> Result<_, DraftingError> {
        let examined = drafting::examine(store, &held, leave, reference, None)?;
        let differing = reusing::disagreeing(store, &held, &examined)?;
        Ok((examined.checked, differing))
    });
    let (checked, disagreements) = found.await?;
    let set = drafting::form_set(&edition, reference).map_err(|_none: DraftingError| PageError::UnknownReport)?;
    let t = site.text;
    let names = Names::of(site, reference);
    let count = |severity| {
        let found = checked.checked.told().iter().filter(|told| told.finding.severity == severity).count();
        i64::try_from(found).unwrap_or_default()
    };
    let mut groups = groups(t, &edition, set, &names.address, &checked, |_| true);
    if !at.may(NationalAct::Write) {
        let submit = format!("{}/submit", names.address);
        lead_to_note_only(groups.iter_mut().flat_map(|group| &mut group.findings), &names.address, &submit);
    }
    let leads_nowhere = groups.iter().flat_map(|group| &group.findings).any(FindingView::leads_nowhere);
    let writers = match leads_nowhere {
        true => Some(Writers::of(site, reference.party, &names.state, For::Mending).await?),
        false => None,
    };
    let differing = disagreements.iter().map(|one| (one, differing(site, &edition, set, &names.address, one)));
    let differing = differing.filter_map(|(one, differing)| told_beside(&mut groups, one, differing));
    let at_odds = checked.report.at_odds(set);
    let at_odds = at_odds.iter().map(|odds| {
        let field = label(t, set, &edition.books.obligations, &odds.place);
        let address = format!("{}/{}#{}", names.address, path(&section_of(set, &odds.place)), anchor(&odds.place));
        Differing { said: said_of(t, &field, &odds_sentence(t, set, odds)), address }
    });
    let differing = at_odds.chain(differing).collect();
    let untaken = i64::try_from(checked.composed.untaken.len()).unwrap_or_default();
    let page = CheckPage {
        over: names.over(t),
        counted: t.with_all(
            "counted-findings",
            [("errors", (count(Severity::Error) + untaken).into()), ("warnings", count(Severity::Warning).into())],
        ),
        measured: measured(t, &Completeness::of(&checked.report, set, &checked.checked.checklist)),
        writers,
        groups,
        differing,
        submit: checked.can_be_submitted().then(|| format!("{}/submit", names.address)),
        frame: frame_below(site, at, &names, t.say("check-title")),
        t,
    };
    Ok(private_page(frame::render(&page)?))
}

/// How much of a report is answered, in words.
pub(in crate::web) fn measured(t: &Text, measure: &Completeness) -> String {
    let count = |count: usize| i64::try_from(count).unwrap_or_default().into();
    let Completeness { forms, items } = measure;
    let counts = [
        ("forms", count(forms.answered)),
        ("all_forms", count(forms.all)),
        ("items", count(items.answered)),
        ("all_items", count(items.all)),
    ];
    t.with_all("completeness", counts)
}

fn differing(site: &Site, edition: &Edition, set: &FormSet, address: &str, one: &Disagreement) -> Differing {
    let t = site.text;
    let key = match one.kind {
        Kind::SameYear => "differs-same-year",
        Kind::Fell => "differs-fell",
        Kind::NotAsBefore => "differs-not-as-before",
    };
    let said = [
        ("field", label(t, set, &edition.books.obligations, &one.name).into()),
        ("here", one.here.as_str().into()),
        ("there", one.there.as_str().into()),
        ("report", Names::of(site, one.source).report.into()),
    ];
    let address = format!("{address}/{}#{}", path(&section_of(set, &one.name)), anchor(&one.name));
    Differing { said: t.with_all(key, said), address }
}

/// Rules that compare with other reports too.
const COMPARING: [&str; 3] = ["A-09", "C-15", "V-20"];

/// Says it with the finding of a rule that asks about the same field, else gives it back.
fn told_beside(groups: &mut [Group], one: &Disagreement, differing: Differing) -> Option<Differing> {
    let about = |finding: &&mut FindingView| finding.compared.as_deref().is_some_and(|place| lies_in(&one.name, place));
    match groups.iter_mut().flat_map(|group| &mut group.findings).find(about) {
        Some(finding) => {
            finding.beside.push(differing.said);
            None
        }
        None => Some(differing),
    }
}

/// Findings by section, in the order of the report.
pub(super) fn groups(
    t: &Text,
    edition: &Edition,
    set: &FormSet,
    address: &str,
    checked: &CheckedDraft,
    wanted: impl Fn(&Finding) -> bool,
) -> Vec<Group> {
    let told = checked.checked.told();
    let told: Vec<_> = told.iter().filter(|told| wanted(told.finding)).collect();
    let viewing = Viewing { t, edition, set, address, checked };
    let mut groups = Vec::new();
    for part in Part::all(set) {
        let form = match &part {
            Part::Form(letter) => set.form(letter),
            _ => None,
        };
        let untaken = checked.composed.untaken.iter().filter(|untaken| section_of(set, &untaken.field) == part);
        let own =
            told.iter().filter(|told| !stands_apart(told.finding) && section_of(set, &told.finding.place) == part);
        let findings = untaken.map(|untaken| viewing.untaken(&part, untaken));
        groups.push(Group {
            id: format!("of-{part}"),
            letter: form.map(|form| form.letter.clone()).unwrap_or_default(),
            title: match (&part, form) {
                (_, Some(form)) => form.title.in_language(t.language()).to_owned(),
                (Part::Profile, _) => t.say("profile-title"),
                _ => t.say("cover-title"),
            },
            findings: findings.chain(own.map(|told| viewing.told(&part, told))).collect(),
        });
    }
    let apart = |id: &str, title: &str, is_about: fn(&Finding) -> bool| {
        let own = told.iter().filter(|told| is_about(told.finding));
        let findings = own.map(|told| viewing.told(&Part::Cover, told)).collect();
        Group { id: id.to_owned(), letter: String::new(), title: t.say(title), findings }
    };
    groups.push(apart("of-documents", "documents-title", |finding| is_about_documents(&finding.place)));
    groups.push(apart("of-items", "items-title", is_about_items));
    groups.retain(|group| !group.findings.is_empty());
    groups
}

/// Not about a section.
fn stands_apart(finding: &Finding) -> bool {
    is_about_items(finding) || is_about_documents(&finding.place)
}

/// About items of the checklist, which stand on the report's own page.
fn is_about_items(finding: &Finding) -> bool {
    finding.place.starts_with("checklist")
}

/// What findings of a draft are shown with.
struct Viewing<'a> {
    t: &'a Text,
    edition: &'a Edition,
    set: &'a FormSet,
    /// That of the report at the desk.
    address: &'a str,
    checked: &'a CheckedDraft,
}

impl Viewing<'_> {
    /// What the page of a place in the draft calls it; where none does, that there is a field. And whether it does.
    fn field(&self, place: &str) -> (String, bool) {
        let shown = self.checked.composed.as_shown(place);
        let label = label_in_section(self.t, self.set, &self.edition.books.obligations, &shown);
        if label.is_empty() { (self.t.say("go-to-field"), false) } else { (label, true) }
    }

    fn untaken(&self, part: &Part, untaken: &Untaken) -> FindingView {
        let (field, is_named) = self.field(&untaken.field);
        FindingView {
            class: "error",
            word: self.t.say("tag-error"),
            sentence: untaken_sentence(self.t, untaken),
            field,
            is_named,
            address: format!("{}/{}#{}", self.address, path(part), anchor(&untaken.field)),
            compared: None,
            beside: Vec::new(),
            cite: String::new(),
            key: String::new(),
        }
    }

    fn told(&self, part: &Part, told: &Told<'_>) -> FindingView {
        let (t, address, finding) = (self.t, self.address, told.finding);
        let place = self.checked.composed.in_draft(&finding.place);
        let (class, word) = match finding.severity {
            Severity::Error => ("error", "tag-error"),
            Severity::Warning => ("warning", "tag-warning"),
            Severity::Advice => ("advice", "tag-advice"),
        };
        let ((field, is_named), address) = if is_about_items(finding) {
            ((t.say("items-title"), true), format!("{address}#items"))
        } else if is_about_report(&finding.place) {
            ((t.say("go-to-report"), false), address.to_owned())
        } else if is_about_documents(&finding.place) {
            ((t.say("documents-title"), true), format!("{address}/attachments#{}", anchor(&finding.place)))
        } else {
            (self.field(&place), format!("{address}/{}#{}", path(part), anchor(&place)))
        };
        let cite = |finding: &&Finding| {
            let named = [("rule", finding.rule.to_string().into()), ("source", finding.citation.as_str().into())];
            t.with_all("finding-cite", named)
        };
        FindingView {
            class,
            word: t.say(word),
            sentence: finding_sentence(t, &self.edition.register, finding),
            field,
            is_named,
            address,
            compared: COMPARING.contains(&finding.rule.0.as_str()).then_some(place),
            beside: Vec::new(),
            cite: [&finding].into_iter().chain(&told.same).map(cite).collect::<Vec<_>>().join(" "),
            key: if finding.severity == Severity::Warning { warning_key(finding) } else { String::new() },
        }
    }
}
