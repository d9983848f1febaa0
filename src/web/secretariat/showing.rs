//! What publishing would show to everyone, and what it would not change, in sentences: said on the page of a report,
//! and before it is done.

use crate::app::Edition;
use crate::app::opening::{Publishing, shows_nothing};
use crate::domain::filing::{FilingAct, may_follow};
use crate::domain::report::{Availability, Opening};
use crate::text::Text;
use crate::web::reports::contacts;

/// What everyone would see of it.
pub(super) fn shown(t: &Text, edition: &Edition, publishing: &Publishing) -> Vec<String> {
    let (report, opening) = (&publishing.version.report, &publishing.version.opening);
    let set = edition.books.form_sets.for_cycle(report.regime, report.cycle);
    let letters = set.into_iter().flat_map(|set| &set.forms).map(|form| form.letter.clone());
    let open: Vec<_> = letters.filter(|letter| opening.shows_form(letter)).collect();
    let mut said = vec![if opening.is_whole() {
        t.say("showing-whole")
    } else if shows_nothing(edition, report, opening) {
        t.say("showing-nothing")
    } else {
        let count = i64::try_from(open.len()).unwrap_or_default();
        // Of a report in free format no words are in the forms: they say where the original speaks of them.
        let key = if report.is_wordless() { "showing-places" } else { "showing-forms" };
        t.with_all(key, [("forms", t.list(&open).into()), ("count", count.into())])
    }];
    said.extend(closed(t, edition, publishing));
    if !contacts(report, &Opening::whole()).is_empty() {
        said.push(t.say(if opening.shows_contacts() { "showing-contacts" } else { "showing-no-contacts" }));
    }
    said
}

/// Which forms the State closes to the public, where it closes some.
fn closed(t: &Text, edition: &Edition, publishing: &Publishing) -> Option<String> {
    let report = &publishing.version.report;
    let set = edition.books.form_sets.for_cycle(report.regime, report.cycle)?;
    if report.is_unsorted() {
        return None;
    }
    let chosen = &report.cover.availability_forms;
    let closed = set.forms.iter().map(|form| form.letter.clone()).filter(|letter| !chosen.contains(letter));
    let closed: Vec<_> = closed.filter(|_| report.cover.chosen() == Some(Availability::Partially)).collect();
    let count = i64::try_from(closed.len()).unwrap_or_default();
    let said = || t.with_all("showing-closed", [("forms", t.list(&closed).into()), ("count", count.into())]);
    (count > 0).then(said)
}

/// What stays as it is whatever the version says, until it or a later one is published.
pub(super) fn unchanged(t: &Text, publishing: &Publishing) -> Vec<String> {
    let numbers: Vec<_> = publishing.narrowed.iter().map(ToString::to_string).collect();
    let count = i64::try_from(numbers.len()).unwrap_or_default();
    let narrowed = || t.with_all("caution-narrowed", [("versions", t.list(&numbers).into()), ("count", count.into())]);
    let later = |number: i32| t.with("caution-later", "number", number.to_string());
    (count > 0).then(narrowed).into_iter().chain(publishing.later.map(later)).collect()
}

/// What an officer should know before acting: that little or nothing would be published, that something stays public,
/// that nobody would be told.
pub(super) fn cautions(
    t: &Text,
    edition: &Edition,
    publishing: &Publishing,
    done: &[FilingAct],
    is_reached: bool,
) -> Vec<String> {
    let mut cautions = Vec::new();
    if may_follow(done, FilingAct::Published) || may_follow(done, FilingAct::Circulated) {
        match publishing.version.report.cover.chosen() {
            Some(Availability::Yes) => {}
            // Its words stand in the original alone, which is open only where all of the report is.
            Some(Availability::Partially) if publishing.version.report.is_wordless() => {
                cautions.push(t.say("caution-partially-original"));
            }
            Some(Availability::Partially) => {
                cautions.push(t.say("caution-partially"));
                cautions.extend(closed(t, edition, publishing));
            }
            Some(Availability::No) => cautions.push(t.say("caution-no")),
            None => cautions.push(t.say("caution-unsaid")),
        }
        cautions.extend(unchanged(t, publishing));
    }
    if !is_reached {
        cautions.push(t.say("caution-unreached"));
    }
    cautions
}
