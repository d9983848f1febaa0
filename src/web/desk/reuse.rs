//! Answers of the State's other reports beside the questions of a form: from where, how old, and what they say.

use std::collections::BTreeMap;

use super::Names;
use super::labels::{entry_of, joined, own_label, shown};
use super::question::Question;
use crate::app::Edition;
use crate::app::drafting::{DraftingError, Examined};
use crate::app::reusing;
use crate::app::submitting::names;
use crate::domain::draft::{Answers, Section, fields_of};
use crate::domain::regime::FormSet;
use crate::domain::report::ReportReference;
use crate::domain::reuse::{Offer, Stands, asked_elsewhere};
use crate::domain::treaty::Mark;
use crate::store::Store;
use crate::web::Site;

/// What a section can take over, with the names of those who wrote it.
#[derive(Default)]
pub(super) struct Offered {
    pub(super) offers: Vec<Offer>,
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
        offers.retain(Offer::would_change);
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
    /// What the two reports count or answer apart; empty where both ask the same.
    pub(super) apart: String,
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
        offers.iter().for_each(|offer| said.add(self, &offer.writes));
        let apart = self.apart(offers.iter().find(|offer| offer.apart.is_some()).unwrap_or(&first));
        Some(OfferView { changed, from: self.from(first, offered), apart, said, go, act })
    }

    /// What the report of an offer counts or answers apart from this one.
    pub(super) fn apart(&self, offer: &Offer) -> String {
        offer.apart.as_ref().map(|apart| apart.in_language(self.site.text.language()).to_owned()).unwrap_or_default()
    }

    /// Report, form and age of an answer.
    pub(super) fn from(&self, offer: &Offer, offered: &Offered) -> String {
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
        let from = t.with_all(if offer.is_draft { "reuse-from-draft" } else { "reuse-from-filed" }, said);
        match offer.first_said < i64::from(offer.source.cycle.year()) {
            true => {
                t.with_all("reuse-first-said", [("from", from.into()), ("cycle", offer.first_said.to_string().into())])
            }
            false => from,
        }
    }

    /// That an answer reads otherwise than when it was looked at.
    pub(super) fn changed(&self, offer: &Offer) -> Option<String> {
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
    pub(super) fn of(showing: &Showing<'_>, answers: &Answers) -> Self {
        let mut said = Self::default();
        said.add(showing, answers);
        said
    }

    /// Adds texts in the order of their page.
    fn add(&mut self, showing: &Showing<'_>, answers: &Answers) {
        let (t, set) = (showing.site.text, showing.set);
        let fields = fields_of(showing.section, set, &showing.edition.books.obligations);
        let place = |name: &str| {
            let found = fields.iter().enumerate().find_map(|(at, field)| Some((field.entry_in(name)?, at)));
            found.unwrap_or_default()
        };
        let mut held: Vec<_> = answers.iter().filter(|(_, text)| !text.trim().is_empty()).collect();
        held.sort_by_key(|(name, _)| place(name));
        for (name, text) in held {
            let (label, value) = (joined(t, [entry_of(t, name), own_label(t, set, name)]), shown(t, set, name, text));
            if label.is_empty() {
                self.words.push(value);
            } else {
                self.lines.push((label, value));
            }
        }
    }
}
