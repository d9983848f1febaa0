//! What a section of a draft can take over from the State's other reports.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::content::{Content, Spot, digest, question_of};
use super::{FieldKey, Matters, Pointer};
use crate::domain::checklist::Obligations;
use crate::domain::draft::{Answers, Section};
use crate::domain::regime::{Field, FieldKind, Form, FormSet, Words};
use crate::domain::report::{FormState, Report, ReportReference};

/// Another report of the State, with its words.
#[derive(Debug, Clone)]
pub struct Source<'a> {
    /// Which.
    pub reference: ReportReference,
    /// The form set it answers.
    pub set: &'a FormSet,
    /// Its words.
    pub held: Held<'a>,
}

/// How the words of a report are held.
#[derive(Debug, Clone)]
pub enum Held<'a> {
    /// A draft: each section with when it was saved last, and by whom.
    Draft(BTreeMap<Section, (Answers, DateTime<Utc>, String)>),
    /// Filed: the report, when, and by whom.
    Filed(&'a Report, DateTime<Utc>, String),
}

impl Source<'_> {
    /// Whether it is not filed yet.
    pub fn is_draft(&self) -> bool {
        matches!(self.held, Held::Draft(_))
    }

    /// The year of its cycle.
    fn year(&self) -> i64 {
        i64::from(self.reference.cycle.year())
    }

    /// The year since which the form of the section is unchanged, where the report says so.
    fn unchanged_since(&self, section: &Section) -> Option<i64> {
        let Section::Form(letter) = section else { return None };
        match &self.held {
            Held::Draft(sections) => {
                let (answers, ..) = sections.get(section)?;
                let said = |what: &str| answers.get(&format!("summary.{letter}.{what}"));
                said("state").filter(|state| *state == FormState::Unchanged.word())?;
                said("last_reporting")?.trim().parse().ok()
            }
            Held::Filed(report, ..) => {
                let line = report.summary.get(letter)?;
                line.last_reporting.filter(|_| line.chosen() == Some(FormState::Unchanged))
            }
        }
    }

    /// What it holds of a field, since when it is so, and by whose hand; nothing where nobody wrote the section.
    pub(super) fn content(&self, spot: &Spot<'_>) -> Option<(Content, DateTime<Utc>, &str)> {
        match &self.held {
            Held::Draft(sections) => {
                sections.get(&spot.section).map(|(answers, at, by)| (spot.content(answers), *at, by.as_str()))
            }
            Held::Filed(report, at, by) => Some((spot.content_in(&report.document), *at, by)),
        }
    }
}

/// The section that is being written.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// Of which report.
    pub reference: ReportReference,
    /// The form set it answers.
    pub set: &'a FormSet,
    /// Which section.
    pub section: &'a Section,
    /// What is typed there.
    pub answers: &'a Answers,
}

/// What somebody decided about an offer: took it, or having seen it kept what stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reused {
    /// The place of the field.
    pub place: String,
    /// The report whose answer it was.
    pub source: ReportReference,
    /// The [`Offer::digest`] of the answer.
    pub digest: String,
    /// Whether it was taken.
    pub is_taken: bool,
    /// When.
    pub at: DateTime<Utc>,
}

/// How an offer stands to what the field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// The field holds nothing that it would replace.
    Blank,
    /// Taking it would change nothing.
    Same,
    /// The field holds something else.
    Differs,
}

/// An answer of another report to the same question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The place of the field.
    pub place: String,
    /// The place of the question that it belongs to on its page.
    pub question: String,
    /// The report whose answer it is.
    pub source: ReportReference,
    /// The field that holds it there.
    pub from: FieldKey,
    /// Whether that report is not filed yet.
    pub is_draft: bool,
    /// Since when the answer is held there: the last save of its section, or the filing.
    pub at: DateTime<Utc>,
    /// By whose hand: the key of a person.
    pub by: String,
    /// The year of the report that said it first: later ones repeat it, or say that it is unchanged.
    pub first_said: i64,
    /// What taking it writes; blank texts take out what stands.
    pub writes: Answers,
    /// A digest of the answer.
    pub digest: String,
    /// How it stands to what the field holds.
    pub stands: Stands,
    /// When an earlier answer from there was taken, or seen and not taken, that read otherwise.
    pub changed_since: Option<DateTime<Utc>>,
    /// Nothing is held there any more.
    pub is_gone: bool,
    /// What the two reports count or answer apart.
    pub apart: Option<Words>,
}

impl Offer {
    /// Whether taking it would change anything.
    pub fn would_change(&self) -> bool {
        self.stands != Stands::Same
    }

    /// Whether it may be taken with all others at once: it takes the place of nothing, and both ask for the same.
    pub fn goes_with_all(&self) -> bool {
        self.stands == Stands::Blank && self.apart.is_none()
    }
}

/// What the section can take over: of each other report of the cycle, and of the newest earlier one that says
/// something; of a total that is repeated as it stood the year before, that of the report of that year. In the order of
/// the fields, the reports of the cycle first.
pub fn offers(
    matters: &Matters,
    obligations: &Obligations,
    target: Target<'_>,
    sources: &[Source<'_>],
    reused: &[Reused],
) -> Vec<Offer> {
    let all = found(matters, obligations, target, sources, reused).into_iter();
    all.flat_map(|(asking, own)| own.into_iter().map(|one| asking.offer(one)).collect::<Vec<_>>()).collect()
}

/// How many of them would change anything.
pub fn count_offers(
    matters: &Matters,
    obligations: &Obligations,
    target: Target<'_>,
    sources: &[Source<'_>],
    reused: &[Reused],
) -> usize {
    let all = found(matters, obligations, target, sources, reused);
    let count = |(asking, own): &(Asking<'_>, Vec<Found<'_>>)| {
        own.iter().filter(|one| asking.written(one).1 != Stands::Same).count()
    };
    all.iter().map(count).sum()
}

/// What other reports answer to each field of the section.
fn found<'a>(
    matters: &'a Matters,
    obligations: &'a Obligations,
    target: Target<'a>,
    sources: &'a [Source<'a>],
    reused: &'a [Reused],
) -> Vec<(Asking<'a>, Vec<Found<'a>>)> {
    let mut all = Vec::new();
    for (form, field) in fields_in(target.set, target.section) {
        let key = FieldKey::of(target.set, form, field);
        let Some(here) = Spot::find(&key, target.set, obligations) else { continue };
        let asking = Asking { obligations, target, sources, reused, here };
        let mut own: Vec<Found<'_>> = Vec::new();
        for (from, matter) in matters.sources_of(&key) {
            let found = asking.of(from, matter.of_the_year).into_iter();
            own.extend(found.map(|one| Found { apart: matter.apart.as_ref(), ..one }));
        }
        if lasts(field) {
            own.extend(asking.of(&key, false));
        }
        if let Some(total) = matters.total_before(&key) {
            let last = target.reference.cycle.previous();
            own.extend(asking.of(total, false).into_iter().filter(|one| Some(one.source.reference.cycle) == last));
        }
        own.sort_by_key(|one| std::cmp::Reverse(one.source.reference.cycle));
        all.push((asking, own));
    }
    all
}

fn fields_in<'s>(set: &'s FormSet, section: &Section) -> Vec<(Option<&'s Form>, &'s Field)> {
    match section {
        Section::Cover => set.cover.iter().map(|field| (None, field)).collect(),
        Section::Form(letter) => {
            let form = set.form(letter);
            form.map(|form| form.fields.iter().map(|field| (Some(form), field)).collect()).unwrap_or_default()
        }
        Section::Profile => Vec::new(),
    }
}

/// Where reports under other treaties ask for what a section asks for, by the place of the question on its page.
pub fn asked_elsewhere<'m>(matters: &'m Matters, set: &FormSet, section: &Section) -> Vec<(String, &'m Pointer)> {
    let fields = fields_in(set, section).into_iter();
    let of_field = |(form, field)| {
        let question = question_of(form, field);
        let key = FieldKey::of(set, form, field);
        matters
            .pointers()
            .iter()
            .filter(move |pointer| pointer.fields.contains(&key))
            .map(move |one| (question.clone(), one))
    };
    fields.flat_map(of_field).collect()
}

/// Whether last year's answer to the same question may still hold; figures are of their year.
fn lasts(field: &Field) -> bool {
    matches!(field.kind, FieldKind::LongText | FieldKind::Law | FieldKind::Contact)
}

/// Asks for offers to one field.
struct Asking<'a> {
    obligations: &'a Obligations,
    target: Target<'a>,
    sources: &'a [Source<'a>],
    reused: &'a [Reused],
    here: Spot<'a>,
}

/// An answer that was found.
struct Found<'a> {
    source: &'a Source<'a>,
    /// The field that holds it there.
    from: FieldKey,
    /// What fits here of it.
    content: Content,
    digest: String,
    at: DateTime<Utc>,
    by: &'a str,
    changed_since: Option<DateTime<Utc>>,
    apart: Option<&'a Words>,
}

impl<'a> Asking<'a> {
    fn of(&self, from: &FieldKey, of_the_year: bool) -> Vec<Found<'a>> {
        let cycle = self.target.reference.cycle;
        let mut sources: Vec<_> = self
            .sources
            .iter()
            .filter(|source| source.reference.regime == from.regime && source.reference != self.target.reference)
            .filter(|source| source.reference.cycle <= cycle)
            .filter(|source| !of_the_year || source.reference.cycle == cycle)
            .collect();
        sources.sort_by_key(|source| std::cmp::Reverse(source.reference.cycle));
        let mut found: Vec<Found<'a>> = Vec::new();
        for source in sources {
            let Some(one) = self.from(source, from) else { continue };
            if found.iter().all(|newer| newer.digest != one.digest) {
                found.push(one);
            }
            // Of the years before the newest answer will do.
            if source.reference.cycle < cycle {
                break;
            }
        }
        found
    }

    /// The answer of one report, where it holds any, or held the one that was taken.
    fn from(&self, source: &'a Source<'a>, from: &FieldKey) -> Option<Found<'a>> {
        let there = Spot::find(from, source.set, self.obligations)?;
        let (content, at, by) = source.content(&there)?;
        let content = self.here.fitting(&there, &content);
        let digest = digest(&content);
        let of_here = |one: &&Reused| one.place == self.here.place && one.source == source.reference;
        let decided = self.reused.iter().filter(of_here).max_by_key(|one| one.at);
        let changed_since = decided.filter(|decided| decided.digest != digest).map(|decided| decided.at);
        let was_taken = self.reused.iter().filter(of_here).any(|one| one.is_taken);
        // That nothing is held any more is told once, to whoever took what was.
        if content.is_empty() && (changed_since.is_none() || !was_taken) {
            return None;
        }
        Some(Found { source, from: from.clone(), content, digest, at, by, changed_since, apart: None })
    }

    /// What taking it writes, and how it stands to what the field holds.
    fn written(&self, found: &Found<'_>) -> (Answers, Stands) {
        let writes = self.here.writes(&found.content, self.target.answers);
        let stands = stands(&writes, self.target.answers);
        (writes, stands)
    }

    fn offer(&self, found: Found<'_>) -> Offer {
        let (writes, stands) = self.written(&found);
        Offer {
            place: self.here.place.clone(),
            question: self.here.question.clone(),
            source: found.source.reference,
            is_draft: found.source.is_draft(),
            at: found.at,
            by: found.by.to_owned(),
            first_said: self.first_said(found.source, &found.from, &found.digest),
            stands,
            writes,
            changed_since: found.changed_since,
            is_gone: found.content.is_empty(),
            apart: found.apart.cloned(),
            from: found.from,
            digest: found.digest,
        }
    }

    /// The year of the report that said it first, with none between that says otherwise: an *unchanged since* that
    /// reaches behind a report with other words does not count.
    fn first_said(&self, newest: &Source<'_>, from: &FieldKey, said: &str) -> i64 {
        let of_regime = self.sources.iter().filter(|source| source.reference.regime == from.regime);
        let mut older: Vec<_> = of_regime.filter(|one| one.reference.cycle < newest.reference.cycle).collect();
        older.sort_by_key(|source| std::cmp::Reverse(source.reference.cycle));
        let (mut years, mut otherwise) = (vec![newest.year()], None);
        for source in [newest].into_iter().chain(older) {
            let Some(there) = Spot::find(from, source.set, self.obligations) else { break };
            let Some((content, ..)) = source.content(&there) else { continue };
            let content = self.here.fitting(&there, &content);
            let since = source.unchanged_since(&there.section);
            // A form that is unchanged need not repeat its words.
            if content.is_empty() && since.is_some() {
                continue;
            }
            if digest(&content) != said {
                otherwise = Some(source.year()).filter(|_| !content.is_empty());
                break;
            }
            years.extend([source.year()].into_iter().chain(since));
        }
        years.retain(|year| otherwise.is_none_or(|otherwise| *year > otherwise));
        years.into_iter().min().unwrap_or_else(|| newest.year())
    }
}

fn stands(writes: &Answers, standing: &Answers) -> Stands {
    let text = |name: &String| standing.get(name).map_or("", |text| text.as_str());
    if writes.iter().all(|(name, written)| text(name) == written) {
        Stands::Same
    } else if writes.keys().all(|name| text(name).trim().is_empty()) {
        Stands::Blank
    } else {
        Stands::Differs
    }
}
