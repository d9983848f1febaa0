//! Section 5, Forms C and D of the Compliance report: legislation and amounts.

use std::collections::BTreeMap;

use chrono::Datelike;

use super::case::Case;
use super::cover::no_date;
use super::figures::Place;
use super::finding::{Findings, Parameter, quoted};
use super::lexicon::names_year;
use crate::domain::report::{Amount, Attachment, Law, Report, WrittenDate, is_blank, says};

/// An act with its place among those of the report.
struct Act<'a> {
    place: usize,
    law: &'a Law,
}

impl Act<'_> {
    fn at(&self, member: &str) -> String {
        format!("laws[{}].{member}", self.place)
    }

    /// What to call it.
    fn name(&self) -> Parameter {
        let named = [&self.law.title, &self.law.number].into_iter().flatten().find(|text| !is_blank(text));
        named.map_or_else(|| quoted(&format!("no. {}", self.place + 1)), |text| quoted(text))
    }
}

fn acts<'a>(case: &Case<'a>) -> impl Iterator<Item = Act<'a>> {
    case.report.laws.iter().enumerate().map(|(place, law)| Act { place, law })
}

/// An act has its number and its date of adoption.
pub(super) fn c_08(case: &Case<'_>, found: &mut Findings<'_>) {
    for act in acts(case).filter(|act| !act.law.is_draft()) {
        let law = act.law;
        if !says(law.title.as_deref()) {
            found.add(act.at("title"), [("law", act.name()), ("lacking", "title".into())]);
        }
        let lacking = match (says(law.number.as_deref()), law.adopted_on.is_some()) {
            (true, true) => continue,
            (true, false) => "date",
            (false, true) => "number",
            (false, false) => "both",
        };
        found.add(format!("laws[{}]", act.place), [("law", act.name()), ("lacking", lacking.into())]);
    }
    // Measures described without a list of acts.
    let has_acts = case.report.laws.iter().any(|law| !law.is_draft());
    let Some(form) = case.spoken("legislation").filter(|_| !has_acts) else { return };
    let texts = case.report.texts(form);
    let lexicon = case.reference.lexicon;
    if !texts.is_empty() && !texts.values().any(|text| lexicon.says_nothing(text) || names_year(text)) {
        let place = format!("forms.{}.legislation", form.letter);
        found.add(place, [("law", "no-act-listed".into()), ("lacking", "both".into())]);
    }
}

/// No act was adopted in the future.
pub(super) fn c_09(case: &Case<'_>, found: &mut Findings<'_>) {
    for act in acts(case) {
        let law = act.law;
        if let Some(date) = law.adopted_on.as_ref().and_then(|written| written.day).filter(|day| *day > case.read_on) {
            found.add(act.at("adopted_on"), [("law", act.name()), ("date", date.into())]);
        }
    }
}

/// Dates of an act are possible.
pub(super) fn c_10(case: &Case<'_>, found: &mut Findings<'_>) {
    let first_year = found.limit("first_year");
    for act in acts(case) {
        let law = act.law;
        for (member, written) in [("adopted_on", &law.adopted_on), ("in_force_on", &law.in_force_on)] {
            let (reason, date) = match (no_date(written.as_ref()), written.as_ref().and_then(|written| written.day)) {
                (Some(given), _) => ("no_date", quoted(given)),
                (None, Some(day)) if i64::from(day.year()) < first_year => ("too_early", day.into()),
                _ => continue,
            };
            let parameters = [("law", act.name()), ("reason", reason.into()), ("date", date), ("other", "none".into())];
            found.add(act.at(member), parameters);
        }
        let day = |written: &Option<WrittenDate>| written.as_ref().and_then(|one| one.day);
        let (Some(adopted), Some(in_force)) = (day(&law.adopted_on), day(&law.in_force_on)) else { continue };
        if in_force < adopted {
            let parameters =
                [("law", act.name()), ("reason", "order".into()), ("date", adopted.into()), ("other", in_force.into())];
            found.add(act.at("in_force_on"), parameters);
        }
    }
}

/// A draft is labelled as one, and is not in force.
pub(super) fn c_11(case: &Case<'_>, found: &mut Findings<'_>) {
    for act in acts(case) {
        let law = act.law;
        let reason = match law.status.as_deref() {
            Some("adopted") if law.adopted_on.is_none() => "adopted_without_date",
            Some("draft") if law.adopted_on.is_some() || law.in_force_on.is_some() => "draft_with_date",
            Some(word) if !is_blank(word) && !Law::STATUSES.contains(&word) => "unknown_word",
            _ => continue,
        };
        found.add(act.at("status"), [("law", act.name()), ("reason", reason.into())]);
    }
}

/// A party to Amended Protocol II names what punishes.
pub(super) fn c_12(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some(form) = case.spoken("legislation") else { return };
    let is_concerned = found.rule.instruments.iter().any(|code| case.is_bound(*code));
    let (texts, lexicon) = (case.report.texts(form), case.reference.lexicon);
    let is_named = case.report.laws.iter().any(|law| !law.is_draft() && says(law.penal_provision.as_deref()))
        || texts.values().any(|text| lexicon.penal.is_match(text));
    let says_nothing =
        case.report.says_nothing_to_report(form) || texts.values().any(|text| lexicon.says_nothing(text));
    if is_concerned && !is_named && !says_nothing {
        found.add(format!("forms.{}.legislation", form.letter), []);
    }
}

/// The text of an act can be found.
pub(super) fn c_13(case: &Case<'_>, found: &mut Findings<'_>) {
    for act in acts(case) {
        let link = act.law.link.as_deref().map(str::trim).unwrap_or_default();
        let names = |file: &Attachment| file.name.is_some() && file.name == act.law.attachment;
        let is_attached = case.report.attachments.iter().any(names);
        if (link.is_empty() && is_attached) || is_https(link) {
            continue;
        }
        let given = if link.is_empty() { "none".into() } else { quoted(link) };
        found.add(act.at("link"), [("law", act.name()), ("link", given)]);
    }
}

fn is_https(link: &str) -> bool {
    url::Url::parse(link).is_ok_and(|url| url.scheme() == "https" && url.host_str().is_some())
}

/// The amounts with their places, and whether each takes its direction from the whole it is a part of.
fn amounts(report: &Report) -> impl Iterator<Item = (Place<'static>, &Amount, bool)> {
    let has_whole = !report.funding.is_empty();
    let whole = report.funding.iter().enumerate().map(|(row, one)| (Place::in_row("figures.funding", row), one, false));
    let parts = report.funding_by_recipient.iter().enumerate();
    whole.chain(parts.map(move |(row, one)| (Place::in_row("figures.funding_by_recipient", row), one, has_whole)))
}

/// An amount has its currency, year and direction.
pub(super) fn c_14(case: &Case<'_>, found: &mut Findings<'_>) {
    incomplete(case, found, false);
}

/// Amounts that lack something, and what. What is given goes through a channel, where the form asks for it.
pub(super) fn incomplete(case: &Case<'_>, found: &mut Findings<'_>, asks_for_channel: bool) {
    for (place, amount, is_part) in amounts(case.report) {
        for lacking in lacking_in(case, (place, amount), is_part, asks_for_channel) {
            let size = amount.amount.map_or("none".into(), Parameter::Amount);
            found.add(place.column(lacking), [("amount", size), ("lacking", lacking.into())]);
        }
    }
}

/// What an amount lacks, as the members of a report file are called.
fn lacking_in(
    case: &Case<'_>,
    (place, amount): (Place<'_>, &Amount),
    is_part: bool,
    asks_for_channel: bool,
) -> Vec<&'static str> {
    let is_currency = |code: &str| code.len() == 3 && code.bytes().all(|letter| letter.is_ascii_uppercase());
    let currency = amount.currency.as_deref().is_some_and(is_currency);
    let year = amount.year.is_some_and(|year| (1980..=i64::from(case.read_on.year()) + 1).contains(&year));
    let direction = match amount.direction.as_deref() {
        Some(word) => Amount::DIRECTIONS.contains(&word),
        None => is_part,
    };
    // Help in goods often has no figure.
    let size = amount.amount.is_none_or(|size| size >= 0.0);
    let is_given = amount.direction.as_deref() == Some("given");
    let channel = !asks_for_channel || !is_given || says(amount.channel.as_deref());
    let members =
        [(size, "amount"), (currency, "currency"), (year, "year"), (direction, "direction"), (channel, "channel")];
    // What was written and is no year is told once, where it was written.
    let is_unread = |member: &str| case.seen.unread.contains(&place.column(member).to_string());
    let lacking = members.into_iter().filter(|(is_there, member)| !is_there && !is_unread(member));
    lacking.map(|(_, member)| member).collect()
}

/// The same project shows the same figure in the other reports of the cycle.
pub(super) fn c_15(case: &Case<'_>, found: &mut Findings<'_>) {
    let cycle = case.report.cycle;
    let others = case.standing.iter().filter(|other| other.cycle == cycle && other.regime != case.report.regime);
    let others: Vec<_> = others.collect();
    let own = if others.is_empty() { BTreeMap::new() } else { by_project(case.report) };
    for other in others {
        let theirs = by_project(other);
        for (key, here) in &own {
            let Some(there) = theirs.get(key).filter(|there| there.len() == here.len()) else { continue };
            // Several amounts for one project are compared in the order of their size.
            let differing = here.iter().zip(there).find(|((_, here), (_, there))| (here - there).abs() >= 0.5);
            if let Some(((place, here), (_, there))) = differing {
                let parameters = [
                    ("project", quoted(&key.0)),
                    ("here", (*here).into()),
                    ("there", (*there).into()),
                    ("regime", other.regime.into()),
                ];
                found.add(*place, parameters);
            }
        }
    }
}

/// What makes two amounts the same matter: project and recipient, currency, year, direction, in kind or not.
type Matter = (String, Option<String>, Option<i64>, Option<String>, bool);

/// The amounts of each matter with their places, the smallest first.
fn by_project(report: &Report) -> BTreeMap<Matter, Vec<(Place<'static>, f64)>> {
    let mut matters: BTreeMap<Matter, Vec<(Place<'static>, f64)>> = BTreeMap::new();
    for (place, amount, _) in amounts(report) {
        let (Some(project), Some(size)) = (project(amount), amount.amount) else { continue };
        // Parts that do not say so share the direction of the whole, which is mostly given.
        let direction = amount.direction.clone().filter(|word| word != "given");
        let matter = (project, amount.currency.clone(), amount.year, direction, amount.in_kind);
        matters.entry(matter).or_default().push((place, size));
    }
    matters.values_mut().for_each(|sizes| sizes.sort_by(|(_, one), (_, other)| one.total_cmp(other)));
    matters
}

/// What an amount was for: its project and recipient, in small letters.
fn project(amount: &Amount) -> Option<String> {
    let parts = [&amount.project, &amount.recipient].into_iter().flatten().map(|text| text.trim());
    let parts: Vec<_> = parts.filter(|text| !is_blank(text)).collect();
    (!parts.is_empty()).then(|| parts.join(", ").to_lowercase())
}
