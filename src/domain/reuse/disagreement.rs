//! Where the State's reports say different things of the same: a list to look at, from which nothing follows.

use super::content::{Content, Spot};
use super::{FieldKey, Matters, Source};
use crate::domain::checklist::Obligations;
use crate::domain::draft::{FieldName, Input, area, number};
use crate::domain::report::{ReportReference, WrittenDate};

/// What two answers have to do with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Two reports of one cycle answer the same question.
    SameYear,
    /// A total since the start of counting is below that of an earlier report.
    Fell,
    /// What is given as the total of the year before is another than that report gave.
    NotAsBefore,
}

/// Two answers that differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// The field of the report that is looked at.
    pub name: String,
    /// What stands there.
    pub here: String,
    /// The other report.
    pub source: ReportReference,
    /// What stands there.
    pub there: String,
    /// What the two have to do with each other.
    pub kind: Kind,
}

/// Parts of an act that are words rather than facts, and are written in one way or another.
const WORDED: [&str; 2] = ["penal_provision", "link"];

/// Where the report and the others differ: the same figures, periods, acts and contacts in the reports of the cycle,
/// and totals since the start of counting beside those of the newest earlier report.
pub fn disagreements(
    matters: &Matters,
    obligations: &Obligations,
    own: &Source<'_>,
    others: &[Source<'_>],
) -> Vec<Disagreement> {
    let beside = Beside { obligations, own };
    let mut all = Vec::new();
    let fields = own.set.fields().map(|(form, field)| (Some(form), field));
    for (form, field) in own.set.cover.iter().map(|field| (None, field)).chain(fields) {
        let key = FieldKey::of(own.set, form, field);
        for (from, _) in matters.sources_of(&key).into_iter().filter(|(_, matter)| matter.compared) {
            let of_year = |other: &&Source<'_>| other.reference.cycle == own.reference.cycle;
            let of_regime = others.iter().filter(of_year).filter(|other| other.reference.regime == from.regime);
            of_regime.for_each(|other| all.extend(beside.compared(&key, other, from, Kind::SameYear, differ)));
        }
    }
    for total in &matters.cumulative {
        let is_earlier = |other: &&Source<'_>| {
            other.reference.regime == own.reference.regime && other.reference.cycle < own.reference.cycle
        };
        let Some(last) = others.iter().filter(is_earlier).max_by_key(|other| other.reference.cycle) else { continue };
        all.extend(beside.compared(&total.total, last, &total.total, Kind::Fell, is_below));
        all.extend(beside.compared(&total.before, last, &total.total, Kind::NotAsBefore, differ));
    }
    all
}

/// A report beside others.
struct Beside<'a> {
    obligations: &'a Obligations,
    own: &'a Source<'a>,
}

impl Beside<'_> {
    fn compared(
        &self,
        here: &FieldKey,
        other: &Source<'_>,
        there: &FieldKey,
        kind: Kind,
        differs: fn(&Input, &str, &str) -> bool,
    ) -> Vec<Disagreement> {
        let content = |source: &Source<'_>, key: &FieldKey| {
            let spot = Spot::find(key, source.set, self.obligations)?;
            source.content(&spot).map(|(content, ..)| content)
        };
        let Some(spot) = Spot::find(here, self.own.set, self.obligations) else { return Vec::new() };
        let (Some(mine), Some(theirs)) = (content(self.own, here), content(other, there)) else { return Vec::new() };
        // A total that is counted from another year is another total.
        if kind != Kind::SameYear && said(&mine, 0, "since") != said(&theirs, 0, "since") {
            return Vec::new();
        }
        let mut found = Vec::new();
        for ((entry, inside), text) in &mine {
            let Some((_, name)) = spot.names().find(|(own, _)| own == inside) else { continue };
            let Some(partner) = partner(name, *entry, &mine, &theirs) else { continue };
            let is_no_figure =
                kind != Kind::SameYear && !matches!(name.input, Input::Number | Input::Count | Input::Area);
            if let (Some(other_text), false) = (theirs.get(&(partner, inside.clone())), is_no_figure)
                && differs(&name.input, text, other_text)
            {
                found.push(Disagreement {
                    name: name.at(*entry),
                    here: text.clone(),
                    source: other.reference,
                    there: other_text.clone(),
                    kind,
                });
            }
        }
        found
    }
}

fn said<'c>(content: &'c Content, entry: usize, inside: &str) -> Option<&'c str> {
    let found = content.iter().find(|((own, name), _)| *own == entry && name.trim_start_matches('.') == inside);
    found.map(|(_, text)| text.as_str())
}

/// The entry of the other list that is about the same act or the same person; a field that is no list has one entry.
fn partner(name: &FieldName, entry: usize, mine: &Content, theirs: &Content) -> Option<usize> {
    if name.group.is_none() {
        return Some(0);
    }
    if WORDED.contains(&name.name.as_str()) {
        return None;
    }
    let is_same = |other: usize, inside: &str| match (said(mine, entry, inside), said(theirs, other, inside)) {
        (Some(mine), Some(theirs)) => plain(mine) == plain(theirs),
        (mine, theirs) => mine.is_none() && theirs.is_none(),
    };
    let mut others: Vec<usize> = theirs.keys().map(|(other, _)| *other).collect();
    others.dedup();
    let is_act = said(mine, entry, "title").is_some();
    others.into_iter().find(|other| match is_act {
        true => is_same(*other, "title"),
        false => is_same(*other, "organization") && is_same(*other, "name"),
    })
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Whether the two are read as different: as numbers, areas or days where both are such, else as words.
fn differ(input: &Input, one: &str, other: &str) -> bool {
    let values = match input {
        Input::Number | Input::Count => number(one).ok().zip(number(other).ok()),
        Input::Area => area(one).ok().zip(area(other).ok()),
        _ => None,
    };
    if let Some((one, other)) = values {
        return one.as_f64() != other.as_f64();
    }
    let day = |text: &str| WrittenDate::new(text.to_owned()).day;
    match (input, day(one), day(other)) {
        (Input::Date, Some(one), Some(other)) => one != other,
        _ => plain(one) != plain(other),
    }
}

fn is_below(_input: &Input, now: &str, before: &str) -> bool {
    let value = |text: &str| number(text).ok()?.as_f64();
    value(now).zip(value(before)).is_some_and(|(now, before)| now < before)
}
