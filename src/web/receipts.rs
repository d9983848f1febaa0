//! When a filing counts as received, and that the secretariat filed it for its State, in words and in data.

use chrono::{DateTime, SecondsFormat, Utc};

use crate::domain::filing::Original;
use crate::domain::report::Cover;
use crate::store::submissions::Submission;
use crate::text::{Text, availability};

/// When it was received: the instant, or the day on which the original came.
pub(super) fn received(t: &Text, submission: &Submission) -> String {
    match submission.original {
        Some(original) => t.date(original.received_on),
        None => t.instant(submission.submitted_at),
    }
}

/// The same as data (ISO 8601).
pub(super) fn received_data(original: Option<Original>, submitted_at: DateTime<Utc>) -> String {
    match original {
        Some(original) => original.received_on.to_string(),
        None => submitted_at.to_rfc3339_opts(SecondsFormat::Secs, true),
    }
}

/// Who filed it, where that was not the State: label and words.
pub(super) fn on_behalf(t: &Text, submission: &Submission) -> Option<(String, String)> {
    let original = submission.original?;
    let how = t.say(&format!("way-{}", original.how.key()));
    let said = t.with_all("on-behalf-said", [("date", t.date(original.received_on).into()), ("how", how.into())]);
    Some((t.say("on-behalf-by"), said))
}

/// Who submitted it; where that was the secretariat, when it entered it too, as `when` says: label and words.
pub(super) fn submitted(t: &Text, submission: &Submission, name: &str, when: String) -> (String, String) {
    if submission.original.is_none() {
        return (t.say("receipt-by"), name.to_owned());
    }
    let parameters = [("when", when.into()), ("name", name.into())];
    (t.say("receipt-entered"), t.with_all("receipt-entered-by", parameters))
}

/// Who may see it by the State's own choice.
pub(super) fn chosen(t: &Text, submission: &Submission, cover: &Cover) -> String {
    match (submission.original, cover.chosen()) {
        (Some(_), None) => t.say("on-behalf-option-unsaid"),
        _ => availability(t, cover),
    }
}
