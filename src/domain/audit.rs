//! The audit as a chain: who changes, removes or reorders a sealed act leaves a trace.
//!
//! A seal is the SHA-256, in hexadecimal, over two lines: the seal before it (before the first,
//! [`BEGINNING`]) and the act as canonical JSON (RFC 8785). The particulars enter as the text that
//! is stored, so that two texts which some reader takes for the same value are still two texts.
//!
//! No chain shows by itself that its end was cut off, or that somebody who may write the database made
//! it anew. Against that, somebody else keeps a seal: a chain that still holds it has replaced
//! nothing up to there.

use chrono::{DateTime, SecondsFormat, Utc};
use data_encoding::HEXLOWER;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::report::canonical;

/// Stands where the first link has no seal before it.
pub const BEGINNING: &str = "ccw-portal audit";

/// A noted act as it stands in the database, readable or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Key of the entry.
    pub id: String,
    /// When it was done.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub actor: String,
    /// What was done, as a code.
    pub act: String,
    /// What it was done to.
    pub subject: String,
    /// The particulars, as stored.
    pub detail: String,
}

/// A seal with what it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Place in the chain, from 1.
    pub position: i64,
    /// SHA-256 in hexadecimal.
    pub seal: String,
    /// Key of the entry it is of.
    pub entry: String,
    /// The entry, if it is there.
    pub record: Option<Record>,
}

/// The first place at which a chain does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Break {
    /// No seal has this position, and a later one is there.
    Gap {
        /// Where a seal should be.
        position: i64,
    },
    /// A seal is of an act that is not there.
    NoEntry {
        /// Where the seal is.
        position: i64,
        /// What it is of.
        entry: String,
    },
    /// The next seal rests on this one, and this one is not of the act as it stands.
    Altered {
        /// Where the seal is.
        position: i64,
        /// What it is of.
        entry: String,
    },
    /// The next seal rests on the act as it stands, and this seal says otherwise.
    WrongSeal {
        /// Where the seal is.
        position: i64,
        /// What it is of.
        entry: String,
    },
    /// Act and seal do not agree, and the next seal, if there is one, speaks for neither.
    Unlike {
        /// Where the seal is.
        position: i64,
        /// What it is of.
        entry: String,
    },
}

/// What became of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Number of sealed acts.
    pub sealed: u64,
    /// Number of acts that wait for their seal; nothing speaks for them yet.
    pub unsealed: u64,
    /// The last seal.
    pub last: Option<String>,
    /// The first place at which the chain does not hold.
    pub broken: Option<Break>,
    /// A seal was asked for, and the chain does not hold it.
    pub lacks_expected: bool,
}

/// The seal of an act that follows `previous`.
pub fn seal(previous: &str, record: &Record) -> Result<String, serde_json::Error> {
    let act = json!({
        "id": record.id,
        // Whole seconds are all that is ever stored; a fraction is somebody else's.
        "at": record.at.to_rfc3339_opts(SecondsFormat::AutoSi, true),
        "actor": record.actor,
        "act": record.act,
        "subject": record.subject,
        "detail": record.detail,
    });
    let mut hash = Sha256::new();
    hash.update(previous);
    hash.update(b"\n");
    hash.update(canonical(&act)?);
    Ok(HEXLOWER.encode(&hash.finalize()))
}

/// Reads a chain link by link, in the order of positions, and holds no more than one of them.
#[derive(Debug)]
pub struct Verification<'a> {
    expected: Option<&'a str>,
    lacks_expected: bool,
    sealed: u64,
    next: i64,
    previous: Option<String>,
    doubt: Option<Doubt>,
    broken: Option<Break>,
}

/// Act and seal did not agree; the next link tells which of them it rests on.
#[derive(Debug)]
struct Doubt {
    position: i64,
    entry: String,
    /// The seal that the act should have.
    due: String,
}

impl<'a> Verification<'a> {
    /// Begins with nothing read; the chain is to hold the seal `expected`.
    pub fn new(expected: Option<&'a str>) -> Self {
        let lacks_expected = expected.is_some();
        Self { expected, lacks_expected, sealed: 0, next: 1, previous: None, doubt: None, broken: None }
    }

    /// Reads the next link.
    pub fn take(&mut self, link: Link) -> Result<(), serde_json::Error> {
        if self.broken.is_none() {
            self.judge(&link)?;
        }
        self.lacks_expected &= self.expected != Some(link.seal.as_str());
        self.sealed += 1;
        self.next = link.position.saturating_add(1);
        self.previous = Some(link.seal);
        Ok(())
    }

    fn judge(&mut self, link: &Link) -> Result<(), serde_json::Error> {
        let previous = self.previous.as_deref().unwrap_or(BEGINNING);
        let (position, entry) = (link.position, link.entry.clone());
        if let Some(doubt) = self.doubt.take() {
            let follower = link.record.as_ref().filter(|_| position == self.next);
            self.broken = Some(doubt.resolve(previous, &link.seal, follower)?);
            return Ok(());
        }
        if position != self.next {
            self.broken = Some(Break::Gap { position: self.next });
            return Ok(());
        }
        let Some(record) = &link.record else {
            self.broken = Some(Break::NoEntry { position, entry });
            return Ok(());
        };
        let due = seal(previous, record)?;
        if due != link.seal {
            self.doubt = Some(Doubt { position, entry, due });
        }
        Ok(())
    }

    /// The chain is at its end; so many acts have no seal yet.
    pub fn finish(self, unsealed: u64) -> Verdict {
        let doubt = self.doubt.map(|doubt| Break::Unlike { position: doubt.position, entry: doubt.entry });
        Verdict {
            sealed: self.sealed,
            unsealed,
            last: self.previous,
            broken: self.broken.or(doubt),
            lacks_expected: self.lacks_expected,
        }
    }
}

impl Doubt {
    /// Asks the next link: does its seal rest on the seal in doubt, or on the one that was due?
    fn resolve(self, given: &str, next: &str, follower: Option<&Record>) -> Result<Break, serde_json::Error> {
        let Self { position, entry, due } = self;
        let Some(follower) = follower else { return Ok(Break::Unlike { position, entry }) };
        Ok(if seal(given, follower)? == next {
            Break::Altered { position, entry }
        } else if seal(&due, follower)? == next {
            Break::WrongSeal { position, entry }
        } else {
            Break::Unlike { position, entry }
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn record(id: &str, detail: &str) -> Record {
        Record {
            id: id.into(),
            at: "2027-03-31T12:00:00Z".parse().unwrap(),
            actor: "office".into(),
            act: "report.filed".into(),
            subject: "CHE".into(),
            detail: detail.into(),
        }
    }

    fn chain(records: Vec<Record>) -> Vec<Link> {
        let mut previous = BEGINNING.to_owned();
        let links = records.into_iter().zip(1..).map(|(record, position)| {
            previous = seal(&previous, &record).unwrap();
            Link { position, seal: previous.clone(), entry: record.id.clone(), record: Some(record) }
        });
        links.collect()
    }

    fn three() -> Vec<Link> {
        chain(["a", "b", "c"].map(|id| record(id, "{\"version\":1}")).into())
    }

    fn verdict(links: Vec<Link>, expected: Option<&str>) -> Verdict {
        let mut verification = Verification::new(expected);
        links.into_iter().for_each(|link| verification.take(link).unwrap());
        verification.finish(0)
    }

    fn broken(links: Vec<Link>) -> Option<Break> {
        verdict(links, None).broken
    }

    /// Written out, so that anyone can make the seal again with `sha256sum`.
    #[test]
    fn a_seal_is_the_hash_of_two_lines() {
        let lines = "ccw-portal audit\n{\"act\":\"report.filed\",\"actor\":\"office\",\"at\":\"2027-03-31T12:00:00Z\",\
                     \"detail\":\"{\\\"version\\\":1}\",\"id\":\"a\",\"subject\":\"CHE\"}";
        let expected: String = Sha256::digest(lines).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(seal(BEGINNING, &record("a", "{\"version\":1}")).unwrap(), expected);
    }

    #[test]
    fn a_whole_chain_is_unbroken() {
        let links = three();
        let last = links[2].seal.clone();
        let whole = Verdict { sealed: 3, unsealed: 0, last: Some(last), broken: None, lacks_expected: false };
        assert_eq!(verdict(links, None), whole);
        assert_eq!(verdict(Vec::new(), None), Verdict { sealed: 0, last: None, ..whole });
    }

    #[test]
    fn the_next_seal_tells_an_altered_act_from_an_altered_seal() {
        let entry = || "b".to_owned();
        let mut links = three();
        links[1].record.as_mut().unwrap().actor = "nobody".into();
        assert_eq!(broken(links.clone()), Some(Break::Altered { position: 2, entry: entry() }));
        links.pop();
        assert_eq!(broken(links), Some(Break::Unlike { position: 2, entry: entry() }));
        let mut links = three();
        links[1].seal = "0".repeat(64);
        assert_eq!(broken(links), Some(Break::WrongSeal { position: 2, entry: entry() }));
        let mut links = three();
        links[1].record = None;
        assert_eq!(broken(links), Some(Break::NoEntry { position: 2, entry: entry() }));
        let mut links = three();
        links.remove(1);
        assert_eq!(broken(links), Some(Break::Gap { position: 2 }));
    }

    #[test]
    fn a_chain_that_was_cut_or_made_anew_lacks_the_seal_that_was_kept() {
        let links = three();
        let (first, kept) = (links[0].seal.clone(), links[2].seal.clone());
        assert!(!verdict(links.clone(), Some(&kept)).lacks_expected);
        assert!(!verdict(links.clone(), Some(&first)).lacks_expected);
        let cut = verdict(links[..2].to_vec(), Some(&kept));
        assert!(cut.broken.is_none() && cut.lacks_expected);
        let anew = verdict(chain(vec![record("a", "{\"version\":2}")]), Some(&first));
        assert!(anew.broken.is_none() && anew.lacks_expected);
    }

    fn records() -> impl Strategy<Value = Vec<Record>> {
        let record = ("[a-f0-9]{1,8}", 0_i64..4_000_000_000, ".{1,9}", ".{1,9}", ".{1,9}", ".{1,30}").prop_map(
            |(id, seconds, actor, act, subject, detail)| {
                let at = DateTime::from_timestamp(seconds, 0).unwrap();
                Record { id, at, actor, act, subject, detail }
            },
        );
        proptest::collection::vec(record, 1..9)
    }

    /// The text with one of its characters changed.
    fn changed(text: &str, at: usize) -> String {
        let place = at % text.chars().count();
        let other = |(index, letter)| if index == place { if letter == 'x' { 'y' } else { 'x' } } else { letter };
        text.chars().enumerate().map(other).collect()
    }

    proptest! {
        #[test]
        fn one_character_of_one_act_is_noticed(
            records in records(), which in any::<usize>(), field in 0..6, at in any::<usize>(),
        ) {
            let mut links = chain(records);
            let which = which % links.len();
            let record = links[which].record.as_mut().unwrap();
            match field {
                0 => record.id = changed(&record.id, at),
                1 => record.at += chrono::TimeDelta::milliseconds(1),
                2 => record.actor = changed(&record.actor, at),
                3 => record.act = changed(&record.act, at),
                4 => record.subject = changed(&record.subject, at),
                _ => record.detail = changed(&record.detail, at),
            }
            prop_assert!(broken(links).is_some());
        }

        #[test]
        fn an_act_that_is_gone_is_noticed(records in records(), which in any::<usize>()) {
            let mut links = chain(records);
            let last = links.last().unwrap().seal.clone();
            let which = which % links.len();
            links.remove(which);
            let verdict = verdict(links.clone(), Some(&last));
            prop_assert_eq!(verdict.broken.is_some(), which < links.len());
            prop_assert_eq!(verdict.lacks_expected, which == links.len());
            // Closing the gap helps nobody.
            links.iter_mut().zip(1..).for_each(|(link, position)| link.position = position);
            prop_assert_eq!(broken(links.clone()).is_some(), which < links.len());
        }

        #[test]
        fn two_acts_that_change_places_are_noticed(
            records in records(), one in any::<usize>(), other in any::<usize>(), with_seals in any::<bool>(),
        ) {
            let mut links = chain(records);
            let (one, other) = (one % links.len(), other % links.len());
            if links[one].record == links[other].record {
                return Ok(()); // Nothing changes places.
            }
            if with_seals {
                links.swap(one, other);
                links.iter_mut().zip(1..).for_each(|(link, position)| link.position = position);
            } else {
                let record = links[one].record.take();
                links[one].record = std::mem::replace(&mut links[other].record, record);
            }
            prop_assert!(broken(links).is_some());
        }
    }
}
