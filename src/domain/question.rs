//! Questions of the secretariat about a report, and answers of the State, which begins a thread itself about how its
//! report was sorted. A question asks about the form's words; it changes nothing in them, and the filing stands whatever
//! is answered. What a State answers on paper or by e-mail the secretariat records, in the State's words.

mod recording;

pub use recording::{RecordFault, TypedRecord};

use chrono::{DateTime, Utc};

use super::filing::Original;

/// Letters of what is said at a time.
pub const LONGEST_MESSAGE: usize = 5_000;
/// Letters of whom a recorded answer is from.
pub const LONGEST_SENDER: usize = 200;
/// Letters of why a recorded answer is taken back.
pub const LONGEST_REASON: usize = 1_000;

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// A desk officer.
    Secretariat,
    /// Somebody who works for the State.
    State,
}

impl Side {
    /// Its word in data and text keys.
    pub fn key(self) -> &'static str {
        match self {
            Self::Secretariat => "secretariat",
            Self::State => "state",
        }
    }

    /// The side of that word.
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Secretariat, Self::State].into_iter().find(|side| side.key() == key)
    }
}

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionState {
    /// The State has not answered yet.
    Open,
    /// The State has answered; the secretariat has not closed it.
    Answered,
    /// Settled.
    Closed,
}

impl QuestionState {
    /// Follows from who spoke last, and whether it was closed.
    pub fn of(last: Side, is_closed: bool) -> Self {
        match (is_closed, last) {
            (true, _) => Self::Closed,
            (false, Side::Secretariat) => Self::Open,
            (false, Side::State) => Self::Answered,
        }
    }

    /// Its word in text keys.
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Closed => "closed",
        }
    }
}

/// Where the secretariat has an answer from that a State gave on paper or by e-mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// When and how it came.
    pub original: Original,
    /// Who wrote it, as the document says.
    pub from: String,
}

/// What was recorded by mistake, and is shown to nobody any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenBack {
    /// When.
    pub at: DateTime<Utc>,
    /// The key of the officer who took it back.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// Something said in a thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Key; empty before it is kept.
    pub id: String,
    /// Who speaks.
    pub side: Side,
    /// In these words; empty where it is taken back.
    pub words: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The key of the person who typed it.
    pub by: String,
    /// Of a State's answer that the secretariat recorded, and has not taken back.
    pub recorded: Option<Recorded>,
    /// That it was recorded by mistake: nobody said it.
    pub taken_back: Option<TakenBack>,
}

/// A question with what was said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Key.
    pub id: String,
    /// The letter of the form that it is about; none where it is about the cover or the whole report.
    pub form: Option<String>,
    /// When it was settled.
    pub closed_at: Option<DateTime<Utc>>,
    /// What was said, the first words first.
    pub messages: Vec<Message>,
}

impl Question {
    /// When the secretariat first asked something in it: the State may have begun it.
    pub fn asked_at(&self) -> Option<DateTime<Utc>> {
        self.messages.iter().find(|message| message.side == Side::Secretariat).map(|message| message.at)
    }

    /// Whether the State began it, and nobody has answered.
    pub fn is_remark(&self) -> bool {
        self.asked_at().is_none()
    }

    /// What was said last; what was recorded by mistake was not said.
    pub fn last(&self) -> Option<&Message> {
        self.messages.iter().rfind(|message| message.taken_back.is_none())
    }

    /// Whose turn it is.
    pub fn state(&self) -> QuestionState {
        let last = self.last().map_or(Side::Secretariat, |message| message.side);
        QuestionState::of(last, self.closed_at.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_state_began_is_asked_about_from_the_first_question_on() {
        let said = |side, hour: u32| Message {
            id: String::new(),
            side,
            words: "Which unit?".into(),
            at: crate::domain::calendar::day(2027, 3, 1).and_hms_opt(hour, 0, 0).unwrap().and_utc(),
            by: "one".into(),
            recorded: None,
            taken_back: None,
        };
        let of = |messages| Question { id: "q".into(), form: None, closed_at: None, messages };
        let (remark, question) = (said(Side::State, 8), said(Side::Secretariat, 9));
        let begun = of(vec![remark.clone()]);
        assert_eq!((begun.asked_at(), begun.is_remark()), (None, true));
        let asked = of(vec![remark, question.clone(), said(Side::Secretariat, 10)]);
        assert_eq!((asked.asked_at(), asked.is_remark()), (Some(question.at), false));
    }

    #[test]
    fn what_is_taken_back_was_never_said() {
        let at = crate::domain::calendar::day(2027, 3, 1).and_hms_opt(8, 0, 0).unwrap().and_utc();
        let said = |side, taken_back| {
            let (id, words, by) = (String::new(), "Which unit?".into(), "one".into());
            Message { id, side, words, at, by, recorded: None, taken_back }
        };
        let mistake = || Some(TakenBack { at, by: "one".into(), reason: "Of another State.".into() });
        let of = |messages, closed_at| Question { id: "q".into(), form: None, closed_at, messages }.state();
        let asked = || said(Side::Secretariat, None);
        assert_eq!(of(vec![asked(), said(Side::State, mistake())], None), QuestionState::Open);
        assert_eq!(
            of(vec![asked(), said(Side::State, None), said(Side::State, mistake())], None),
            QuestionState::Answered
        );
        assert_eq!(of(vec![asked(), said(Side::State, mistake())], Some(at)), QuestionState::Closed);
    }

    #[test]
    fn whoever_spoke_last_waits_for_the_other() {
        assert_eq!(QuestionState::of(Side::Secretariat, false), QuestionState::Open);
        assert_eq!(QuestionState::of(Side::State, false), QuestionState::Answered);
        assert_eq!(QuestionState::of(Side::State, true), QuestionState::Closed);
    }
}
