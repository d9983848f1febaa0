//! Clearance of a draft within its State, before it goes out: who asked, and who cleared or returned it. What a
//! State's rules ask for is its own affair, so clearance keeps nothing from being submitted.

use chrono::{DateTime, Utc};

/// What is done about the clearance of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClearanceAct {
    /// Whoever writes asks the others at the desk.
    Asked,
    /// It may go out as it was read.
    Cleared,
    /// It is to be changed first.
    Returned,
    /// Whoever asked no longer does.
    Withdrawn,
}

impl ClearanceAct {
    const ALL: [Self; 4] = [Self::Asked, Self::Cleared, Self::Returned, Self::Withdrawn];

    /// Its word in data and text keys.
    pub fn key(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Cleared => "cleared",
            Self::Returned => "returned",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The act of that word.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.key() == key)
    }

    /// Whether it is of use after the last act: what was asked is answered once, and nothing is answered unasked.
    pub fn may_follow(self, last: Option<Self>) -> bool {
        (self == Self::Asked) != (last == Some(Self::Asked))
    }
}

/// Something done about the clearance of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClearanceEntry {
    /// Key; later ones have larger ones.
    pub id: String,
    /// What.
    pub act: ClearanceAct,
    /// When.
    pub at: DateTime<Utc>,
    /// The key of the person.
    pub by: String,
    /// What they said with it.
    pub remark: Option<String>,
    /// Digest of the draft as it was cleared.
    pub digest: Option<String>,
}

/// Where the clearance of a draft stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clearance {
    /// Nobody asks for it.
    NotAsked,
    /// It was asked for, and nobody has answered.
    Awaiting,
    /// It was returned.
    Returned,
    /// The draft is as it was cleared.
    Cleared,
    /// Somebody changed the draft since.
    Changed,
}

impl Clearance {
    /// Follows from the last act, and from what the draft is now.
    pub fn of(last: Option<&ClearanceEntry>, digest: &str) -> Self {
        match last.map(|last| (last.act, last.digest.as_deref())) {
            None | Some((ClearanceAct::Withdrawn, _)) => Self::NotAsked,
            Some((ClearanceAct::Asked, _)) => Self::Awaiting,
            Some((ClearanceAct::Returned, _)) => Self::Returned,
            Some((ClearanceAct::Cleared, Some(cleared))) if cleared == digest => Self::Cleared,
            Some((ClearanceAct::Cleared, _)) => Self::Changed,
        }
    }

    /// Its word in text keys.
    pub fn key(self) -> &'static str {
        match self {
            Self::NotAsked => "not-asked",
            Self::Awaiting => "awaiting",
            Self::Returned => "returned",
            Self::Cleared => "cleared",
            Self::Changed => "changed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_is_answered_once_and_nothing_unasked() {
        use ClearanceAct::{Asked, Cleared, Returned, Withdrawn};
        for last in [None, Some(Cleared), Some(Returned), Some(Withdrawn)] {
            assert!(Asked.may_follow(last), "{last:?}");
            assert!([Cleared, Returned, Withdrawn].iter().all(|act| !act.may_follow(last)), "{last:?}");
        }
        assert!(!Asked.may_follow(Some(Asked)));
        assert!([Cleared, Returned, Withdrawn].iter().all(|act| act.may_follow(Some(Asked))));
    }

    #[test]
    fn the_last_act_and_the_words_tell_where_it_stands() {
        let entry = |act: ClearanceAct| ClearanceEntry {
            id: String::new(),
            act,
            at: DateTime::UNIX_EPOCH,
            by: String::new(),
            remark: None,
            digest: (act == ClearanceAct::Cleared).then(|| "a".to_owned()),
        };
        assert_eq!(Clearance::of(None, "a"), Clearance::NotAsked);
        for (act, same, other) in [
            (ClearanceAct::Asked, Clearance::Awaiting, Clearance::Awaiting),
            (ClearanceAct::Returned, Clearance::Returned, Clearance::Returned),
            (ClearanceAct::Cleared, Clearance::Cleared, Clearance::Changed),
            (ClearanceAct::Withdrawn, Clearance::NotAsked, Clearance::NotAsked),
        ] {
            assert_eq!(ClearanceAct::from_key(act.key()), Some(act));
            assert_eq!((Clearance::of(Some(&entry(act)), "a"), Clearance::of(Some(&entry(act)), "b")), (same, other));
        }
    }
}
