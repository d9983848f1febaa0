//! Everything the rules say about a draft, on one page, each with a link to its field.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::labels::label;
use super::places::{anchor, is_about_documents, path, section_of};
use super::{Names, entering, frame_below, or_report};
use crate::app::Edition;
use crate::app::drafting::{self, CheckedDraft, DraftingError};
use crate::app::reusing;
use crate::app::submitting::warning_key;
use crate::domain::access::NationalAct;
use crate::domain::checklist::Completeness;
use crate::domain::draft::Section as Part;
use crate::domain::regime::FormSet;
use crate::domain::report::ReportReference;
use crate::domain::reuse::{Disagreement, Kind};
use crate::domain::validation::{Finding, Severity};
use crate::text::{Text, finding_sentence};
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
    groups: Vec<Group>,
    /// Answers that other reports of the State give otherwise; nothing waits for them.
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
    pub(super) address: String,
    pub(super) cite: String,
    /// What it is called where it is confirmed.
    pub(super) key: String,
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
        let found = checked.checked.findings.iter().filter(|finding| finding.severity == severity).count();
        i64::try_from(found).unwrap_or_default()
    };
    let untaken = i64::try_from(checked.composed.untaken.len()).unwrap_or_default();
    let page = CheckPage {
        over: names.over(t),
        counted: t.with_all(
            "counted-findings",
            [("errors", (count(Severity::Error) + untaken).into()), ("warnings", count(Severity::Warning).into())],
        ),
        measured: measured(t, &Completeness::of(&checked.report, set, &checked.checked.checklist)),
        groups: groups(t, &edition, set, &names.address, &checked, |_| true),
        differing: disagreements.iter().map(|one| differing(site, &edition, set, &names.address, one)).collect(),
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

/// Findings by section, in the order of the report.
pub(super) fn groups(
    t: &Text,
    edition: &Edition,
    set: &FormSet,
    address: &str,
    checked: &CheckedDraft,
    wanted: impl Fn(&Finding) -> bool,
) -> Vec<Group> {
    let mut groups = Vec::new();
    for part in Part::all(set) {
        let form = match &part {
            Part::Form(letter) => set.form(letter),
            _ => None,
        };
        let untaken = checked.composed.untaken.iter().filter(|untaken| section_of(set, &untaken.field) == part);
        let mut findings: Vec<_> = untaken
            .map(|untaken| FindingView {
                class: "error",
                word: t.say("tag-error"),
                sentence: t.say(&format!("untaken-{}", untaken.expected)),
                address: format!("{address}/{}#{}", path(&part), anchor(&untaken.field)),
                cite: String::new(),
                key: String::new(),
            })
            .collect();
        let own = checked.checked.findings.iter();
        let own = own.filter(|finding| !stands_apart(finding) && section_of(set, &finding.place) == part);
        findings.extend(
            own.filter(|finding| wanted(finding)).map(|finding| view(t, edition, address, &part, checked, finding)),
        );
        if findings.is_empty() {
            continue;
        }
        groups.push(Group {
            id: format!("of-{part}"),
            letter: form.map(|form| form.letter.clone()).unwrap_or_default(),
            title: match (&part, form) {
                (_, Some(form)) => form.title.in_language(t.language()).to_owned(),
                (Part::Profile, _) => t.say("profile-title"),
                _ => t.say("cover-title"),
            },
            findings,
        });
    }
    let about_documents = checked.checked.findings.iter().filter(|finding| is_about_documents(&finding.place));
    let about_documents = about_documents.filter(|finding| wanted(finding));
    let findings: Vec<_> =
        about_documents.map(|finding| view(t, edition, address, &Part::Cover, checked, finding)).collect();
    if !findings.is_empty() {
        let (id, title) = ("of-documents".into(), t.say("documents-title"));
        groups.push(Group { id, letter: String::new(), title, findings });
    }
    let about_items = checked.checked.findings.iter().filter(|finding| is_about_items(finding) && wanted(finding));
    let findings: Vec<_> =
        about_items.map(|finding| view(t, edition, address, &Part::Cover, checked, finding)).collect();
    if !findings.is_empty() {
        groups.push(Group { id: "of-items".into(), letter: String::new(), title: t.say("items-title"), findings });
    }
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

fn view(
    t: &Text,
    edition: &Edition,
    address: &str,
    part: &Part,
    checked: &CheckedDraft,
    finding: &Finding,
) -> FindingView {
    let (class, word) = match finding.severity {
        Severity::Error => ("error", "tag-error"),
        Severity::Warning => ("warning", "tag-warning"),
        Severity::Advice => ("advice", "tag-advice"),
    };
    FindingView {
        class,
        word: t.say(word),
        sentence: finding_sentence(t, &edition.register, finding),
        address: if is_about_items(finding) {
            format!("{address}#items")
        } else if is_about_documents(&finding.place) {
            format!("{address}/attachments#{}", anchor(&finding.place))
        } else {
            format!("{address}/{}#{}", path(part), anchor(&checked.composed.in_draft(&finding.place)))
        },
        cite: t.with_all(
            "finding-cite",
            [("rule", finding.rule.to_string().into()), ("source", finding.citation.as_str().into())],
        ),
        key: if finding.severity == Severity::Warning { warning_key(finding) } else { String::new() },
    }
}
