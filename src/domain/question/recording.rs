//! What can be recorded of an answer that a State gave on paper or by e-mail: from what was typed to a
//! [`Recorded`], or to all that keeps it from being one.

use chrono::NaiveDate;

use super::{LONGEST_MESSAGE, LONGEST_SENDER, Recorded};
use crate::domain::filing::{Original, Way};
use crate::domain::report::WrittenDate;

/// As typed, without spaces around it.
#[derive(Debug, Clone, Default)]
pub struct TypedRecord {
    /// The day it came.
    pub received_on: String,
    /// The key of a way.
    pub how: String,
    /// Whom it is from.
    pub sender: String,
    /// What it says.
    pub words: String,
}

/// What keeps an answer from being recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordFault {
    /// No day.
    DateMissing,
    /// No day that can be read.
    DateUnreadable,
    /// This day is to come.
    DateFuture(NaiveDate),
    /// It came before the question was asked, on this day.
    DateEarly(NaiveDate),
    /// None of the ways.
    HowMissing,
    /// From nobody.
    SenderMissing,
    /// The sender has more letters than [`LONGEST_SENDER`].
    SenderLong,
    /// No words.
    WordsMissing,
    /// More letters than [`LONGEST_MESSAGE`].
    WordsLong,
}

impl RecordFault {
    /// The field it is at.
    pub fn field(self) -> &'static str {
        match self {
            Self::DateMissing | Self::DateUnreadable | Self::DateFuture(_) | Self::DateEarly(_) => "received_on",
            Self::HowMissing => "how",
            Self::SenderMissing | Self::SenderLong => "sender",
            Self::WordsMissing | Self::WordsLong => "words",
        }
    }
}

impl TypedRecord {
    /// Where the answer is from, if all that belongs to it is there; days are those of Geneva. With `asked_on` the
    /// answer came then or later.
    ///
    /// # Errors
    ///
    /// A fault for each field that has one, in the order of the form.
    pub fn read(&self, asked_on: Option<NaiveDate>, today: NaiveDate) -> Result<Recorded, Vec<RecordFault>> {
        let day = self.day(asked_on, today);
        let how = Way::from_key(&self.how).ok_or(RecordFault::HowMissing);
        let sender = held(&self.sender, LONGEST_SENDER, RecordFault::SenderMissing, RecordFault::SenderLong);
        let words = held(&self.words, LONGEST_MESSAGE, RecordFault::WordsMissing, RecordFault::WordsLong);
        match (day, how, sender, words) {
            (Ok(received_on), Ok(how), Ok(()), Ok(())) => {
                Ok(Recorded { original: Original { received_on, how }, from: self.sender.clone() })
            }
            (day, how, sender, words) => {
                Err([day.err(), how.err(), sender.err(), words.err()].into_iter().flatten().collect())
            }
        }
    }

    fn day(&self, asked_on: Option<NaiveDate>, today: NaiveDate) -> Result<NaiveDate, RecordFault> {
        if self.received_on.is_empty() {
            return Err(RecordFault::DateMissing);
        }
        let day = WrittenDate::new(self.received_on.clone()).day.ok_or(RecordFault::DateUnreadable)?;
        match asked_on {
            _ if day > today => Err(RecordFault::DateFuture(day)),
            Some(asked_on) if day < asked_on => Err(RecordFault::DateEarly(asked_on)),
            _ => Ok(day),
        }
    }
}

fn held(text: &str, most: usize, missing: RecordFault, long: RecordFault) -> Result<(), RecordFault> {
    match text.chars().count() {
        0 => Err(missing),
        letters if letters > most => Err(long),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::day;

    fn typed(received_on: &str, how: &str, sender: &str, words: &str) -> TypedRecord {
        let [received_on, how, sender, words] = [received_on, how, sender, words].map(str::to_owned);
        TypedRecord { received_on, how, sender, words }
    }

    #[test]
    fn an_answer_came_on_a_day_between_question_and_today_from_somebody_with_words() {
        let (asked_on, today) = (day(2027, 3, 1), day(2027, 3, 5));
        let read = |typed: TypedRecord| typed.read(Some(asked_on), today);
        for (date, received_on) in [("2027-03-01", asked_on), ("05/03/2027", today)] {
            let recorded = read(typed(date, "post", &"é".repeat(200), &"é".repeat(5_000))).unwrap();
            assert_eq!(recorded.original, Original { received_on, how: Way::Post });
            assert_eq!(recorded.from, "é".repeat(200));
        }
        for (date, fault) in [
            ("", RecordFault::DateMissing),
            ("soon", RecordFault::DateUnreadable),
            ("2027-03-06", RecordFault::DateFuture(day(2027, 3, 6))),
            ("2027-02-28", RecordFault::DateEarly(asked_on)),
        ] {
            assert_eq!(read(typed(date, "email", "A", "B")), Err(vec![fault]));
        }
        assert!(typed("2027-02-28", "email", "A", "B").read(None, today).is_ok(), "nothing was asked");
    }

    #[test]
    fn every_fault_is_told_at_once_in_the_order_of_the_form() {
        let all = |one: TypedRecord| one.read(None, day(2027, 3, 5)).unwrap_err();
        let missing = all(TypedRecord::default());
        let expected =
            [RecordFault::DateMissing, RecordFault::HowMissing, RecordFault::SenderMissing, RecordFault::WordsMissing];
        assert_eq!(missing, expected);
        assert_eq!(
            missing.iter().map(|fault| fault.field()).collect::<Vec<_>>(),
            ["received_on", "how", "sender", "words"]
        );
        let long = all(typed("2027-03-01", "hand", &"é".repeat(201), &"é".repeat(5_001)));
        assert_eq!(long, [RecordFault::SenderLong, RecordFault::WordsLong]);
    }
}
