//! What happens to a report after it is submitted: one transition table, and a state that follows from acts.
//!
//! A filing stands: that a correction is requested changes neither its day of receipt nor its duty to be
//! circulated (rule 4 of conduct). Nothing here is stored but the acts.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

/// Something done with a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FilingAct {
    /// The secretariat has read it.
    Acknowledged,
    /// The secretariat asks for a correction; the filing stands.
    CorrectionRequested,
    /// Sent to all parties.
    Circulated,
    /// Shown to everyone, as far as its availability goes.
    Published,
    /// Taken back by the State before it was circulated.
    Recalled,
    /// Taken back before it was circulated, with the reason, by the secretariat that had filed it by mistake: it may be
    /// another State's.
    Withdrawn,
}

impl FilingAct {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Acknowledged,
        Self::CorrectionRequested,
        Self::Circulated,
        Self::Published,
        Self::Recalled,
        Self::Withdrawn,
    ];

    /// Its word in data and text keys.
    pub fn key(self) -> &'static str {
        match self {
            Self::Acknowledged => "acknowledged",
            Self::CorrectionRequested => "correction_requested",
            Self::Circulated => "circulated",
            Self::Published => "published",
            Self::Recalled => "recalled",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether it takes the report back.
    pub fn takes_back(self) -> bool {
        matches!(self, Self::Recalled | Self::Withdrawn)
    }

    /// Whether it shows the report to readers who had not seen it: nothing takes that back.
    pub fn is_showing(self) -> bool {
        matches!(self, Self::Circulated | Self::Published)
    }

    /// Whether its reason is said with it.
    pub fn asks_why(self) -> bool {
        matches!(self, Self::CorrectionRequested | Self::Withdrawn)
    }

    /// The act of that word.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.key() == key)
    }
}

/// How a report came that was not filed in the portal by its State.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// On paper, by post.
    Post,
    /// By e-mail.
    Email,
    /// On paper, handed over.
    Hand,
}

impl Way {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Post, Self::Email, Self::Hand];

    /// Its word in data and text keys.
    pub fn key(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Email => "email",
            Self::Hand => "hand",
        }
    }

    /// The way of that word.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.key() == key)
    }
}

/// The document of a State that the secretariat filed for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Original {
    /// The day it came to Geneva: the filing's day of receipt.
    pub received_on: NaiveDate,
    /// How it came.
    pub how: Way,
}

impl Original {
    /// When a filing counts as received: when it was submitted, or on the day its original came.
    pub fn received_at(original: Option<Self>, submitted_at: DateTime<Utc>) -> DateTime<Utc> {
        original.map_or(submitted_at, |original| original.received_on.and_time(NaiveTime::MIN).and_utc())
    }
}

/// An act with who, when and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActDone {
    /// What was done.
    pub act: FilingAct,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom: the key of a person.
    pub by: String,
    /// What was said with it.
    pub note: Option<String>,
}

/// Whether a submission with these acts may undergo another.
///
/// | Act | Not after |
/// |---|---|
/// | acknowledged | acknowledged, recalled, withdrawn |
/// | correction requested | recalled, withdrawn |
/// | circulated | circulated, recalled, withdrawn |
/// | published | published, recalled, withdrawn; only after it is circulated |
/// | recalled, withdrawn | circulated, published, recalled, withdrawn |
pub fn may_follow(done: &[FilingAct], act: FilingAct) -> bool {
    use FilingAct::{Acknowledged, Circulated, CorrectionRequested, Published, Recalled, Withdrawn};
    let was = |act| done.contains(&act);
    !done.iter().any(|act| act.takes_back())
        && match act {
            Acknowledged => !was(Acknowledged),
            CorrectionRequested => true,
            Circulated => !was(Circulated),
            Published => was(Circulated) && !was(Published),
            Recalled | Withdrawn => !was(Circulated) && !was(Published),
        }
}

/// Where a submission stands, in one word; what comes later in this order outweighs what comes before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FilingState {
    /// Here, not read yet.
    Received,
    /// Read.
    Acknowledged,
    /// With all parties.
    Circulated,
    /// With everyone.
    Published,
    /// Taken back by the State.
    Recalled,
    /// Taken back by the secretariat, which had filed it by mistake.
    Withdrawn,
}

impl FilingState {
    /// The state that follows from acts.
    pub fn of(done: impl IntoIterator<Item = FilingAct>) -> Self {
        let left_in = |act| match act {
            FilingAct::Acknowledged => Self::Acknowledged,
            FilingAct::Circulated => Self::Circulated,
            FilingAct::Published => Self::Published,
            FilingAct::Recalled => Self::Recalled,
            FilingAct::Withdrawn => Self::Withdrawn,
            FilingAct::CorrectionRequested => Self::Received,
        };
        done.into_iter().map(left_in).max().unwrap_or(Self::Received)
    }

    /// Whether a filing in this state counts: nobody took it back.
    pub fn stands(self) -> bool {
        !matches!(self, Self::Recalled | Self::Withdrawn)
    }

    /// Its word in text keys.
    pub fn key(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Acknowledged => "acknowledged",
            Self::Circulated => "circulated",
            Self::Published => "published",
            Self::Recalled => "recalled",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// A version of a report, in whichever form a list holds it.
pub trait Filing {
    /// Where it stands.
    fn state(&self) -> FilingState;

    /// Whether it counts: nobody took it back.
    fn stands(&self) -> bool {
        self.state().stands()
    }
}

/// The version of a report that stands, of all its versions, the first first: the last that nobody took back. A later
/// one that was taken back leaves the one before it in its place.
pub fn standing<V: Filing>(versions: &[V]) -> Option<&V> {
    versions.iter().rfind(|version| version.stands())
}

/// Whether a report came by mistake and nothing of it stands: of its versions, the first first, the last was withdrawn.
pub fn is_withdrawn<V: Filing>(versions: &[V]) -> bool {
    standing(versions).is_none() && versions.last().is_some_and(|last| last.state() == FilingState::Withdrawn)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_may_follow_what() {
        use FilingAct::{Acknowledged, Circulated, CorrectionRequested, Published, Recalled, Withdrawn};
        let follow = |done: &[FilingAct]| -> Vec<FilingAct> {
            FilingAct::ALL.into_iter().filter(|act| may_follow(done, *act)).collect()
        };
        assert_eq!(follow(&[]), [Acknowledged, CorrectionRequested, Circulated, Recalled, Withdrawn]);
        assert_eq!(follow(&[Circulated]), [Acknowledged, CorrectionRequested, Published]);
        assert_eq!(follow(&[Circulated, Published]), [Acknowledged, CorrectionRequested]);
        assert_eq!(follow(&[Recalled]), []);
        assert_eq!(follow(&[Withdrawn]), []);
    }

    impl Filing for (i32, &[FilingAct]) {
        fn state(&self) -> FilingState {
            FilingState::of(self.1.iter().copied())
        }
    }

    #[test]
    fn what_was_taken_back_leaves_the_version_before_it() {
        let number = |versions: &[(i32, &[FilingAct])]| standing(versions).map(|(number, _)| *number);
        let recalled: &[FilingAct] = &[FilingAct::Acknowledged, FilingAct::Recalled];
        assert_eq!(number(&[(1, &[FilingAct::Circulated]), (2, &[]), (3, recalled)]), Some(2));
        assert_eq!(number(&[(1, &[]), (2, &[FilingAct::Withdrawn])]), Some(1));
        assert_eq!(number(&[(1, recalled), (2, &[])]), Some(2));
        assert_eq!(number(&[(1, recalled)]), None);
        assert_eq!(number(&[]), None);
        let withdrawn: &[FilingAct] = &[FilingAct::Acknowledged, FilingAct::Withdrawn];
        let is_gone = |versions: &[(i32, &[FilingAct])]| is_withdrawn(versions);
        assert!(is_gone(&[(1, recalled), (2, withdrawn)]));
        assert!(!is_gone(&[(1, &[]), (2, withdrawn)]), "another stands");
        assert!(!is_gone(&[(1, withdrawn), (2, recalled)]), "the State may be asked why");
        assert!(!is_gone(&[]));
    }

    proptest! {
        /// However acts follow each other, what parties have seen is never taken back, and nothing is
        /// public that parties have not been sent.
        #[test]
        fn no_order_of_acts_breaks_the_audiences(wanted in proptest::collection::vec(0usize..6, 0..12)) {
            let mut done = Vec::new();
            for act in wanted.into_iter().map(|act| FilingAct::ALL[act]) {
                if may_follow(&done, act) {
                    done.push(act);
                }
            }
            let was = |act| done.contains(&act);
            prop_assert!(!was(FilingAct::Published) || was(FilingAct::Circulated));
            prop_assert!(!(done.iter().any(|act| act.takes_back()) && was(FilingAct::Circulated)));
        }
    }
}
