//! The list of what is to be written in a draft, and how far each part is.

use super::Names;
use super::clearance::Standing;
use super::others::Others;
use super::places::{is_about_documents, is_about_report, path, section_of};
use crate::app::Edition;
use crate::app::drafting::{CheckedDraft, OpenDraft};
use crate::domain::checklist::ItemState;
use crate::domain::draft::Section as Part;
use crate::domain::regime::FormSet;
use crate::domain::report::{FilingKind, FormState};
use crate::domain::validation::Severity;
use crate::text::Text;
use crate::web::OFFERS_PDF;

/// A draft as the page of its report shows it: what is to be written, and how far that is.
pub(super) struct DraftView {
    /// Its key.
    pub(super) id: String,
    /// It was begun as one in which nothing has changed.
    pub(super) is_short: bool,
    /// It answers forms that hold no more: what that means, and texts that have no place in the new ones.
    pub(super) outdated: Option<(String, Vec<(String, String)>)>,
    /// What the other kind of filing is called in the form, where the draft corrects or updates one.
    pub(super) other: Option<&'static str>,
    pub(super) before: Vec<Task>,
    pub(super) forms: Vec<Task>,
    pub(super) items: Vec<ItemLine>,
    pub(super) items_lead: String,
    /// How many items hang on a fact of the State that is not confirmed; nothing where none does.
    pub(super) items_waiting: Option<String>,
    pub(super) check: Task,
    /// Where it is as PDF, where that is offered.
    pub(super) pdf: Option<String>,
    /// Where clearance stands: what was said when it was returned is read before anything else.
    pub(super) standing: Standing,
    pub(super) clearance: Task,
    pub(super) submit: Task,
    pub(super) documents: Task,
}

/// One thing to do, with how far it is.
pub(super) struct Task {
    pub(super) letter: String,
    pub(super) name: String,
    pub(super) address: String,
    pub(super) class: &'static str,
    pub(super) state: String,
    pub(super) about: String,
}

/// An item of the checklist.
pub(super) struct ItemLine {
    pub(super) instrument: String,
    pub(super) article: String,
    pub(super) title: String,
    pub(super) state: String,
}

impl DraftView {
    /// Says beside the cover and each form how many answers of other reports it can take over.
    pub(super) fn tell_of(&mut self, t: &Text, others: &Others) {
        let Others::Counted(counted) = others else { return };
        let forms = self.forms.iter_mut().map(|task| (Part::Form(task.letter.clone()), task));
        let cover = self.before.first_mut().map(|task| (Part::Cover, task));
        for (part, task) in cover.into_iter().chain(forms) {
            if let Some(count) = counted.get(&part) {
                task.about = t.with("task-others", "count", *count);
            }
        }
    }

    pub(super) fn new(
        t: &Text,
        edition: &Edition,
        set: &FormSet,
        names: &Names,
        (open, checked): (&OpenDraft, &CheckedDraft),
        standing: Standing,
    ) -> Self {
        let task = |part: &Part, letter: &str, name: String, about: String| {
            let (class, state) = progress(t, set, part, open, checked);
            let address = format!("{}/{}", names.address, path(part));
            Task { letter: letter.to_owned(), name, address, class, state, about }
        };
        let forms = set.forms.iter().map(|form| {
            let title = form.title.in_language(t.language()).to_owned();
            task(&Part::Form(form.letter.clone()), &form.letter, title, String::new())
        });
        let errors = count(checked, Severity::Error) + checked.composed.untaken.len();
        let warnings = count(checked, Severity::Warning);
        let counted = t.with_all(
            "counted-findings",
            [
                ("errors", i64::try_from(errors).unwrap_or_default().into()),
                ("warnings", i64::try_from(warnings).unwrap_or_default().into()),
            ],
        );
        let all_items = &checked.checked.checklist.items;
        let open_items = all_items.iter().filter(|item| item.state == ItemState::Open).count();
        let waiting = all_items.iter().filter(|item| matches!(item.state, ItemState::AppliesIf(_))).count();
        Self {
            is_short: open.draft.kind == FilingKind::SummarySheet,
            outdated: open.left_over.clone().map(|left| {
                let names = [("given", open.draft.form_set.as_str().into()), ("expected", set.name().into())];
                (t.with_all("forms-changed", names), left.into_iter().collect())
            }),
            id: open.draft.id.clone(),
            other: match open.draft.kind {
                FilingKind::Correction => Some("update"),
                FilingKind::Update => Some("correction"),
                _ => None,
            },
            before: vec![
                task(&Part::Cover, "", t.say("cover-title"), t.say("cover-about")),
                summary_sheet(t, set, names, checked),
                task(&Part::Profile, "", t.say("profile-title"), t.say("profile-about")),
            ],
            forms: forms.collect(),
            items_lead: t.with_all(
                "items-lead",
                [
                    ("count", i64::try_from(all_items.len()).unwrap_or_default().into()),
                    ("open", i64::try_from(open_items).unwrap_or_default().into()),
                ],
            ),
            items_waiting: (waiting > 0)
                .then(|| t.with("items-waiting", "count", i64::try_from(waiting).unwrap_or_default())),
            items: items(t, edition, checked),
            pdf: OFFERS_PDF.then(|| format!("{}/draft.pdf", names.address)),
            check: Task {
                letter: String::new(),
                name: t.say("check-title"),
                address: format!("{}/check", names.address),
                class: if errors > 0 { "error" } else { "done" },
                state: counted,
                about: t.say("check-about"),
            },
            documents: documents(t, names, checked, open.attached.len()),
            clearance: Task {
                letter: String::new(),
                name: t.say("clearance-title"),
                address: standing.address.clone(),
                class: standing.class,
                state: standing.tag(t),
                about: t.say("clearance-about"),
            },
            standing,
            submit: Task {
                letter: String::new(),
                name: t.say("submit-title"),
                address: format!("{}/submit", names.address),
                class: if errors > 0 { "none" } else { "due" },
                state: t.say(if errors > 0 { "submit-not-yet" } else { "submit-ready" }),
                about: t.say("submit-about"),
            },
        }
    }
}

/// How many documents come with it, and whether one cannot be used.
fn documents(t: &Text, names: &Names, checked: &CheckedDraft, attached: usize) -> Task {
    let about_files = checked.checked.findings.iter().filter(|finding| is_about_documents(&finding.place));
    let faults = about_files.filter(|finding| finding.severity == Severity::Error).count();
    let (class, state) = match (faults, attached) {
        (0, 0) => ("none", t.say("documents-none")),
        (0, _) => ("done", t.with("documents-some", "count", i64::try_from(attached).unwrap_or_default())),
        _ => ("error", t.with("part-faults", "count", i64::try_from(faults).unwrap_or_default())),
    };
    let (letter, name, about) = (String::new(), t.say("documents-title"), t.say("documents-about"));
    Task { letter, name, address: format!("{}/attachments", names.address), class, state, about }
}

fn count(checked: &CheckedDraft, severity: Severity) -> usize {
    checked.checked.told().iter().filter(|told| told.finding.severity == severity).count()
}

/// The items of the checklist with their states.
fn items(t: &Text, edition: &Edition, checked: &CheckedDraft) -> Vec<ItemLine> {
    let obligations = &edition.books.obligations;
    let line = |item: &crate::domain::checklist::Item| ItemLine {
        instrument: t.of_instrument(item.instrument, "short"),
        article: obligations.item(&item.id).map(|known| known.article.clone()).unwrap_or_default(),
        title: obligations.item(&item.id).map(|known| known.title.clone()).unwrap_or_default(),
        state: crate::text::item_state(t, obligations, &item.state),
    };
    checked.checked.checklist.items.iter().map(line).collect()
}

/// How far the summary sheet is: the lines of all forms.
fn summary_sheet(t: &Text, set: &FormSet, names: &Names, checked: &CheckedDraft) -> Task {
    let is_of_sheet = |place: &str| place.starts_with("summary");
    let findings = checked.checked.told().into_iter().map(|told| told.finding);
    let lines = set.forms.iter().map(|form| checked.report.summary.get(&form.letter).and_then(|line| line.chosen()));
    let is_set: usize = lines.flatten().count();
    // A line that is not chosen yet is no fault of what was written.
    let faults = findings.filter(|finding| finding.severity == Severity::Error && is_of_sheet(&finding.place)).count();
    let faults = faults.saturating_sub(set.forms.len() - is_set)
        + checked.composed.untaken.iter().filter(|untaken| is_of_sheet(&untaken.field)).count();
    let number = |count: usize| i64::try_from(count).unwrap_or_default();
    let (class, state) = match (faults, is_set) {
        (0, 0) => ("due", t.say("part-due")),
        (0, all) if all == set.forms.len() => ("done", t.say("part-done")),
        (0, some) => {
            let counted = [("set", number(some).into()), ("all", number(set.forms.len()).into())];
            ("draft", t.with_all("summary-set", counted))
        }
        (faults, _) => ("error", t.with("part-faults", "count", number(faults))),
    };
    let (name, about) = (t.say("summary-title"), t.say("summary-about"));
    Task { letter: String::new(), name, address: format!("{}/summary", names.address), class, state, about }
}

/// How far a section is; follows from what stands in it.
pub(super) fn progress(
    t: &Text,
    set: &FormSet,
    part: &Part,
    open: &OpenDraft,
    checked: &CheckedDraft,
) -> (&'static str, String) {
    if open.revision(part) == 0 {
        return ("due", t.say("part-due"));
    }
    let of_part = |place: &str| {
        !place.starts_with("checklist")
            && !is_about_documents(place)
            && !is_about_report(place)
            && section_of(set, place) == *part
    };
    let errors = checked.checked.told().into_iter().filter(|told| told.finding.severity == Severity::Error);
    let found = errors.filter(|told| of_part(&told.finding.place)).count();
    let untaken = checked.composed.untaken.iter().filter(|untaken| of_part(&untaken.field)).count();
    let faults = found + untaken;
    if faults > 0 {
        return ("error", t.with("part-faults", "count", i64::try_from(faults).unwrap_or_default()));
    }
    let Part::Form(letter) = part else { return ("done", t.say("part-done")) };
    let line = checked.report.summary.get(letter);
    match line.and_then(|line| line.chosen()) {
        Some(FormState::Unchanged) => {
            let year = line.and_then(|line| line.last_reporting).map(|year| year.to_string()).unwrap_or_default();
            ("same", t.with("part-unchanged", "year", year))
        }
        Some(FormState::NotApplicable) => ("none", t.say("part-not-applicable")),
        Some(FormState::Changed) => ("done", t.say("part-done")),
        None => ("draft", t.say("part-draft")),
    }
}
