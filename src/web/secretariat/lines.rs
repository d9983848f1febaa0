//! A filed report in lines, as the secretariat reads it: what is known of it, and what was done with it.

use std::collections::BTreeMap;

use crate::app::Edition;
use crate::app::reviewing::Version;
use crate::domain::filing::{ActDone, FilingAct};
use crate::domain::report::Report;
use crate::text::{Text, filing, note};
use crate::web::doubts::confirmed_points;
use crate::web::receipts::{chosen, on_behalf, received, submitted};

/// What is known of it: label and words.
pub(super) fn about(
    t: &Text,
    edition: &Edition,
    report: &Report,
    version: &Version,
    people: &BTreeMap<String, String>,
) -> Vec<(String, String)> {
    let submission = &version.submission;
    let contacts = if submission.contacts_public { "contacts-public" } else { "contacts-kept" };
    let reason = report.reason.clone().filter(|reason| !reason.is_empty());
    let by = people.get(&submission.submitted_by).map_or("", String::as_str);
    let mut lines = vec![
        (t.say("receipt-kind"), filing(t, report)),
        (t.say("receipt-received"), received(t, submission)),
        submitted(t, submission, by, t.instant(submission.submitted_at)),
        (t.say("receipt-note"), note(t, &report.cover.note_verbale)),
        (t.say("receipt-availability"), chosen(t, submission, &report.cover)),
        (t.say("receipt-contacts"), t.say(contacts)),
    ];
    lines.extend(reason.map(|reason| (t.say("public-reason"), reason)));
    if let Some(on_behalf) = on_behalf(t, submission) {
        lines.insert(1, on_behalf);
    }
    lines.extend(confirmed_points(t, edition, submission, report));
    lines
}

/// What was done with it, with the words that went with it.
pub(super) fn acts(t: &Text, version: &Version, people: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let line = |one: &ActDone| {
        let what = t.say(&format!("review-{}", one.act.key().replace('_', "-")));
        let name = people.get(&one.by).cloned().unwrap_or_default();
        let parameters = [("act", what.into()), ("name", name.into()), ("when", t.instant(one.at).into())];
        let key = match one.act {
            FilingAct::Recalled => "act-recalled",
            FilingAct::Withdrawn => "act-withdrawn",
            _ => "act-done",
        };
        (t.with_all(key, parameters), one.note.clone().unwrap_or_default())
    };
    version.acts.iter().map(line).collect()
}
