//! Questions about a report as both sides see them.

use std::collections::BTreeMap;

use crate::domain::question::{Message, Question, QuestionState, Recorded, Side, TakenBack};
use crate::domain::report::ReportReference;
use crate::text::Text;
use crate::web::Site;
use crate::web::desk::Names;

/// A question with what was said about it.
pub(super) struct ThreadView {
    pub(super) id: String,
    /// The letter of the form; empty for the whole report.
    pub(super) form: String,
    pub(super) about: String,
    pub(super) class: &'static str,
    pub(super) state: String,
    pub(super) is_closed: bool,
    /// Whether the secretariat has asked something in it, which the State may answer on paper too.
    pub(super) is_asked: bool,
    pub(super) messages: Vec<MessageView>,
}

/// Something said.
pub(super) struct MessageView {
    pub(super) who: String,
    pub(super) when: String,
    pub(super) words: String,
    pub(super) is_of_state: bool,
    /// That the secretariat recorded it, and from what, or that it was recorded by mistake; empty for what was written
    /// here.
    pub(super) recorded: String,
    /// The key of an answer that can be taken back, and the day it came; nothing of all others.
    pub(super) taken_back_as: Option<(String, String)>,
}

/// The questions about a report, in the order in which they were asked. To the State the secretariat
/// speaks as one; the secretariat sees which officer wrote.
pub(super) fn threads(
    site: &Site,
    reference: ReportReference,
    questions: &[Question],
    names: &BTreeMap<String, String>,
) -> Vec<ThreadView> {
    let (t, state) = (site.text, Names::of(site, reference).state);
    let thread = |question: &Question| {
        let own = question.state();
        let form = question.form.clone().unwrap_or_default();
        ThreadView {
            id: question.id.clone(),
            about: about(t, &form),
            form,
            class: match own {
                QuestionState::Open => "query",
                QuestionState::Answered => "in",
                QuestionState::Closed => "done",
            },
            state: match own {
                QuestionState::Answered if question.is_remark() => t.say("question-remarked"),
                own => t.say(&format!("question-{}", own.key())),
            },
            is_closed: own == QuestionState::Closed,
            is_asked: !question.is_remark(),
            messages: question
                .messages
                .iter()
                .map(|message| {
                    if let Some(taken_back) = &message.taken_back {
                        return nobody_said(t, message, taken_back);
                    }
                    let side = match message.side {
                        Side::Secretariat => t.say("secretariat"),
                        Side::State => state.clone(),
                    };
                    let person = names.get(&message.by).cloned().unwrap_or_default();
                    let recorded = message.recorded.as_ref().map(|recorded| said_of(t, recorded, &person));
                    // Whoever typed it does not speak.
                    let person = if recorded.is_some() { String::new() } else { person };
                    MessageView {
                        taken_back_as: message
                            .recorded
                            .as_ref()
                            .map(|recorded| (message.id.clone(), t.date(recorded.original.received_on))),
                        who: [side, person].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
                        when: t.instant(message.at),
                        words: message.words.clone(),
                        is_of_state: message.side == Side::State,
                        recorded: recorded.unwrap_or_default(),
                    }
                })
                .collect(),
        }
    };
    questions.iter().map(thread).collect()
}

/// That something was recorded by mistake, with the reason in place of words: the State does not speak.
fn nobody_said(t: &Text, message: &Message, taken_back: &TakenBack) -> MessageView {
    MessageView {
        who: t.say("secretariat"),
        when: t.instant(message.at),
        words: taken_back.reason.clone(),
        is_of_state: false,
        recorded: t.with("thread-taken-back", "when", t.instant(taken_back.at)),
        taken_back_as: None,
    }
}

/// From what the secretariat recorded an answer.
fn said_of(t: &Text, recorded: &Recorded, by: &str) -> String {
    let Recorded { original, from } = recorded;
    t.with_all(
        "thread-recorded",
        [
            ("by", by.into()),
            ("how", original.how.key().into()),
            ("from", from.as_str().into()),
            ("date", t.date(original.received_on).into()),
        ],
    )
}

/// What a question is about.
pub(super) fn about(t: &Text, form: &str) -> String {
    if form.is_empty() { t.say("question-whole") } else { t.with("question-form", "letter", form) }
}

/// The keys of all who spoke.
pub(super) fn speakers(questions: &[Question]) -> Vec<String> {
    questions.iter().flat_map(|question| &question.messages).map(|message| message.by.clone()).collect()
}
