//! A report as a document: cover page, summary sheet, forms in their official order, what comes with it.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::answers::{FormView, form};
use super::letters::in_cell;
use super::setting::{Template, set};
use super::{DocumentError, Fact, Frame};
use crate::domain::regime::{Field, FieldKind, Form, FormSet};
use crate::domain::report::{Availability, Contact, FormState, Opening, Report};
use crate::text::{Text, cover_table, in_groups, joined, note, period};

/// A report, and what is known of it outside.
#[derive(Debug, Clone)]
pub struct ReportDocument<'r> {
    /// The language of all that is not the State's.
    pub t: &'r Text,
    /// The report.
    pub report: &'r Report,
    /// Its forms.
    pub set: &'r FormSet,
    /// How much of it is open to whoever reads.
    pub opening: &'r Opening,
    /// Whether the State was a party to the instrument on the day: only such a State is called so.
    pub is_party: bool,
    /// What the register calls the State, in short and in full.
    pub state: (&'r str, &'r str),
    /// *Compliance report 2027*.
    pub title: String,
    /// Its reference, with its version where it has one.
    pub reference: String,
    /// Draft or filed.
    pub standing: Standing,
    /// When, how and as what it was filed: label and words.
    pub facts: Vec<(String, String)>,
    /// What was chosen about availability, where none of the boxes of the form is it.
    pub availability: String,
    /// Said on every page, beside what the report says of itself: that a demonstration made it.
    pub marks: Vec<String>,
    /// Said before all else: that something is withheld, that there is a newer version.
    pub notes: Vec<String>,
}

/// Where a report stands, and the day of that in Geneva.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Being written.
    Draft(NaiveDate),
    /// Received.
    Filed(NaiveDate),
}

#[derive(Serialize)]
struct View {
    #[serde(flatten)]
    frame: Frame,
    cover: CoverView,
    summary: Option<SummaryView>,
    forms: Vec<FormView>,
    documents: Option<DocumentsView>,
}

#[derive(Serialize)]
struct CoverView {
    title: String,
    rows: Vec<CoverRow>,
}

#[derive(Serialize)]
struct CoverRow {
    #[serde(flatten)]
    fact: Fact,
    choices: Vec<Choice>,
}

/// A box of the paper form.
#[derive(Serialize)]
struct Choice {
    chosen: bool,
    label: String,
}

#[derive(Serialize)]
struct SummaryView {
    title: String,
    head: [String; 5],
    rows: Vec<SummaryRow>,
}

#[derive(Serialize)]
struct SummaryRow {
    letter: String,
    title: String,
    reason: String,
    withheld: String,
    /// Changed, unchanged since, not applicable.
    marks: [String; 3],
}

#[derive(Serialize)]
struct DocumentsView {
    title: String,
    head: [String; 3],
    rows: Vec<[String; 3]>,
    withheld: String,
}

impl ReportDocument<'_> {
    /// The report as PDF.
    pub fn to_pdf(&self) -> Result<Vec<u8>, DocumentError> {
        // Empty forms would read as if nothing was said.
        let forms = self.set.forms.iter().filter(|_| !self.report.is_unsorted());
        let view = View {
            frame: self.frame(),
            cover: CoverView { title: self.t.say("cover-title"), rows: self.cover() },
            summary: (!self.report.is_wordless()).then(|| self.summary()),
            forms: forms.map(|one| form(self.t, self.report, self.opening, one)).collect(),
            documents: self.documents(),
        };
        set(Template::Report, serde_json::to_value(view)?, &self.t.say("document-letters-missing"))
    }

    fn frame(&self) -> Frame {
        let (t, (state, _)) = (self.t, self.state);
        let (Standing::Draft(day) | Standing::Filed(day)) = self.standing;
        let draft = matches!(self.standing, Standing::Draft(_));
        let marks = [
            draft.then(|| t.with("document-draft", "date", t.date(day))),
            self.report.label.clone(),
            self.report.is_voluntary().then(|| t.with("document-voluntary", "state", state)),
        ];
        let sentence = |key: &str| t.with_all(key, [("report", self.title.as_str().into()), ("state", state.into())]);
        let own_words = self.report.label.is_none().then(|| t.say("public-own-words"));
        Frame {
            language: language(self.report.language.as_deref(), t),
            portal_language: t.language(),
            title: sentence("document-title"),
            author: state.to_owned(),
            description: sentence("document-description"),
            keywords: vec![self.reference.clone(), t.regime(self.report.regime), self.report.cycle.to_string()],
            date: (day.year(), day.month(), day.day()),
            marks: marks
                .into_iter()
                .flatten()
                .chain(self.marks.iter().cloned())
                .filter(|mark| !mark.is_empty())
                .collect(),
            foot: [state, &self.title, &self.reference].join(" · "),
            page_word: t.say("document-page"),
            over: t.say("instrument-ccw-title"),
            heading: state.to_owned(),
            under: self.title.clone(),
            notes: self.notes.iter().cloned().chain(own_words).collect(),
            facts: self.facts.iter().map(|fact| Fact::new(fact.clone(), true)).collect(),
        }
    }

    /// The fields of the cover in the order of the paper form, then what the portal asks beside them.
    fn cover(&self) -> Vec<CoverRow> {
        let (t, report) = (self.t, self.report);
        let own = self.set.cover.iter().filter_map(|field| self.cover_row(field));
        let language = report.language.as_deref().map(|tag| t.language_name(tag)).unwrap_or_default();
        // Its words may tell what is withheld.
        let summary = report.translated_summary.clone().filter(|_| self.opening.is_whole()).unwrap_or_default();
        let further = [
            (Fact::new((t.say("question-language"), language), true), Vec::new()),
            (Fact::new((t.say("field-translated-summary"), summary), false), Vec::new()),
        ];
        let further = further.into_iter().map(|(fact, choices)| CoverRow { fact, choices });
        own.chain(further).filter(|row| !row.fact.lines.is_empty() || !row.choices.is_empty()).collect()
    }

    fn cover_row(&self, field: &Field) -> Option<CoverRow> {
        let (t, cover) = (self.t, &self.report.cover);
        let (words, portal) = match field.kind {
            FieldKind::State => (self.state.1.to_owned(), true),
            FieldKind::Contact if self.opening.shows_contacts() => (self.contacts(), false),
            FieldKind::Contact if cover.contacts.is_empty() => return None,
            FieldKind::Contact => (t.say("form-withheld"), true),
            FieldKind::Period => (period(t, &self.report.period), true),
            // It is not submitted yet.
            FieldKind::Date if matches!(self.standing, Standing::Draft(_)) => return None,
            FieldKind::Date => {
                (self.report.submitted_on.as_ref().map(|date| t.written(date)).unwrap_or_default(), true)
            }
            FieldKind::NoteVerbale => (note(t, &cover.note_verbale), true),
            FieldKind::Availability if cover.chosen().is_none() => (self.availability.clone(), true),
            FieldKind::Availability => (String::new(), true),
            _ => (cover_table(t, self.report, self.opening, field).unwrap_or_default(), true),
        };
        let choices = if field.kind == FieldKind::Availability { self.choices() } else { Vec::new() };
        // The paper form asks for the name of the High Contracting Party.
        let label = match field.kind {
            FieldKind::State if !self.is_party => t.say("cover-state"),
            _ => field.label.in_language(t.language()).to_owned(),
        };
        let fact = Fact::new((label, words), portal);
        Some(CoverRow { fact, choices })
    }

    /// An office a paragraph, a line for each thing that is said of it.
    fn contacts(&self) -> String {
        let office = |one: &Contact| {
            let direct = joined([one.email.clone(), one.telephone.clone()]);
            let lines = [one.organization.clone(), one.name.clone(), Some(direct)];
            lines.into_iter().flatten().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
        };
        self.report.cover.contacts.iter().map(office).collect::<Vec<_>>().join("\n\n")
    }

    /// Yes, no, partially, and the forms to choose from.
    fn choices(&self) -> Vec<Choice> {
        let (t, cover) = (self.t, &self.report.cover);
        let words = [
            (Availability::Yes, "availability-yes"),
            (Availability::No, "availability-no"),
            (Availability::Partially, "document-partially"),
        ];
        let words = words.map(|(word, key)| Choice { chosen: cover.chosen() == Some(word), label: t.say(key) });
        let is_ticked = |form: &Form| {
            cover.chosen() == Some(Availability::Partially) && cover.availability_forms.contains(&form.letter)
        };
        let forms = self.set.forms.iter().map(|form| Choice { chosen: is_ticked(form), label: form.letter.clone() });
        words.into_iter().chain(forms).collect()
    }

    fn summary(&self) -> SummaryView {
        let t = self.t;
        let head = ["form-word", "document-column-title", "part-changed", "document-unchanged", "part-not-applicable"];
        let rows = self.set.forms.iter().map(|form| {
            let is_open = self.opening.shows_form(&form.letter);
            let line = self.report.summary.get(&form.letter).filter(|_| is_open);
            let state = line.and_then(|line| line.chosen());
            let marked = |own: FormState| if state == Some(own) { "x".to_owned() } else { String::new() };
            let year = line.filter(|_| state == Some(FormState::Unchanged)).and_then(|line| line.last_reporting);
            let unchanged = year.map_or_else(|| marked(FormState::Unchanged), |year| year.to_string());
            SummaryRow {
                letter: form.letter.clone(),
                title: form.title.in_language(t.language()).to_owned(),
                reason: line.and_then(|line| line.reason.clone()).unwrap_or_default(),
                withheld: if is_open { String::new() } else { t.say("form-withheld") },
                marks: [marked(FormState::Changed), unchanged, marked(FormState::NotApplicable)],
            }
        });
        SummaryView { title: t.say("summary-title"), head: head.map(|key| t.say(key)), rows: rows.collect() }
    }

    /// The documents that come with it, as far as they are open.
    fn documents(&self) -> Option<DocumentsView> {
        let (t, all) = (self.t, &self.report.attachments);
        let shown: Vec<_> = all.iter().filter(|one| self.opening.shows_attachment(one)).collect();
        let withheld = i64::try_from(all.len().saturating_sub(shown.len())).unwrap_or_default();
        let row = |one: &&crate::domain::report::Attachment| {
            let form = one.form.clone().unwrap_or_else(|| t.say("document-of-report"));
            let sha256 = one.sha256.as_deref().unwrap_or_default();
            [in_cell(one.name.as_deref().unwrap_or_default()), form, in_cell(&in_groups(sha256))]
        };
        (!all.is_empty()).then(|| DocumentsView {
            title: t.say("documents-title"),
            head: [t.say("document-file"), t.say("form-word"), "SHA-256".to_owned()],
            rows: shown.iter().map(row).collect(),
            withheld: if withheld == 0 { String::new() } else { t.with("documents-withheld", "count", withheld) },
        })
    }
}

/// The language of a tag as Typst takes it; the portal's where there is none.
fn language(tag: Option<&str>, t: &Text) -> String {
    let first = tag.and_then(|tag| tag.trim().split(['-', '_']).next()).unwrap_or_default();
    let is_code = matches!(first.len(), 2 | 3) && first.bytes().all(|letter| letter.is_ascii_alphabetic());
    if is_code { first.to_lowercase() } else { t.language().to_owned() }
}
