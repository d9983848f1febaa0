//! Who may do what: the only place that decides.
//!
//! A person acts through appointments: a role, and for national roles the State it is held for. Whoever
//! works for a State holds a [`ForParty`], which only this module makes, so that no national
//! page can reach another State's papers by mistake.
//!
//! | Role | Works for | May |
//! |---|---|---|
//! | focal point, deputy | a State | read, write, submit and recall its reports, ask for clearance of drafts and give it, answer questions about them; the focal point confirms to be it |
//! | submitter (permanent mission) | a State | read, submit and recall its reports, give the note verbale they are sent under, clear or return drafts, answer questions about them |
//! | mine clearance contact | a State | read what is circulated to parties; listed as the national point of contact on mine clearance (Amended Protocol II, article 11(2); Protocol V, article 8(5)) |
//! | reader | a State | read what is circulated to parties |
//! | desk officer | the secretariat | see how far reports are and read what is filed; ask about it, acknowledge, request corrections, circulate, publish; file what a State sent on paper, say where it speaks of each form, and record its answers; see who has an account; read the plan of letters and hold, skip or send one; write to many States at once; see to letters that do not go out |
//! | administrator | the secretariat | appoint people; read the plan of letters and what was written to many States, and release or stop letters; see to letters that do not go out |
//!
//! Nobody holds roles of both kinds: a person of the secretariat speaks for no State. The same person may work for
//! several States, and hold both roles of the secretariat.
//!
//! Drafts and letters are between the State and the secretariat; a State's words are changed by nobody else
//! (rules 5 and 10 of conduct). National roles read what is circulated as well.

use crate::domain::code::Iso3;
use crate::domain::report::Audience;

/// What a person is appointed as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Runs the installation and appoints people.
    Administrator,
    /// One of the secretariat.
    DeskOfficer,
    /// Answers for a State's reports, usually in the capital.
    FocalPoint,
    /// Stands in for the focal point.
    Deputy,
    /// Of the permanent mission: sends reports under its note.
    Submitter,
    /// The State's national point of contact on mine clearance (Amended Protocol II, article 11(2); Protocol V,
    /// article 8(5)). Nothing is asked of it about reports, and it clears no drafts.
    ClearanceContact,
    /// Reads for a State what is circulated to parties.
    Reader,
}

impl Role {
    /// All, in the order in which they are listed.
    pub const ALL: [Self; 7] = [
        Self::Administrator,
        Self::DeskOfficer,
        Self::FocalPoint,
        Self::Deputy,
        Self::Submitter,
        Self::ClearanceContact,
        Self::Reader,
    ];

    /// Its word in data and text keys.
    pub fn key(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::DeskOfficer => "desk_officer",
            Self::FocalPoint => "focal_point",
            Self::Deputy => "deputy",
            Self::Submitter => "submitter",
            Self::ClearanceContact => "clearance_contact",
            Self::Reader => "reader",
        }
    }

    /// The role of that word.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }

    /// Whether it is held for a State.
    pub fn is_national(self) -> bool {
        !matches!(self, Self::Administrator | Self::DeskOfficer)
    }

    /// Whether it works at a State's desk: letters about reports go to such roles alone.
    pub fn is_at_desk(self) -> bool {
        matches!(self, Self::FocalPoint | Self::Deputy | Self::Submitter)
    }

    /// Whether it begins and writes reports; a mission reads and submits them.
    pub fn may_write(self) -> bool {
        matches!(self, Self::FocalPoint | Self::Deputy)
    }
}

/// A role somebody holds, for a State where it is a national one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Appointment {
    role: Role,
    party: Option<Iso3>,
}

impl Appointment {
    /// A national role with its State, or a role of the secretariat without one; nothing else is an appointment.
    pub fn new(role: Role, party: Option<Iso3>) -> Option<Self> {
        (role.is_national() == party.is_some()).then_some(Self { role, party })
    }

    /// The role.
    pub fn role(self) -> Role {
        self.role
    }

    /// The State, of a national role.
    pub fn party(self) -> Option<Iso3> {
        self.party
    }
}

/// Whether somebody may get a role beside those they hold: nobody works for the secretariat and for a State.
pub fn goes_beside(held: &[Appointment], role: Role) -> bool {
    held.iter().all(|own| own.role.is_national() == role.is_national())
}

/// Whether somebody works for other States alone than the one that a role is of.
pub fn works_elsewhere(held: &[Appointment], appointment: Appointment) -> bool {
    let parties = || held.iter().filter_map(|own| own.party);
    appointment.party.is_some_and(|party| parties().next().is_some() && parties().all(|own| own != party))
}

/// Whether somebody holds roles of both kinds, given before that was forbidden.
pub fn works_for_both(held: &[Appointment]) -> bool {
    let is_national = |own: &Appointment| own.role.is_national();
    held.iter().any(is_national) && !held.iter().all(is_national)
}

/// What somebody wants to do for a State.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NationalAct {
    /// See the State's desk, its drafts and filings.
    Read,
    /// Start and write drafts.
    Write,
    /// Submit a report, with the note verbale it is sent under, or recall one that is not circulated yet.
    Submit,
    /// Answer what the secretariat asks about a filed report.
    Answer,
    /// Say that one is still the focal point: nobody says so for another.
    ConfirmContact,
}

/// What somebody wants to do otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// See how far every State's reports are, and what was filed.
    ReadFiled,
    /// Acknowledge, request corrections, circulate, publish.
    Review,
    /// File for a State what it sent another way.
    FileOnBehalf,
    /// Say where a report in free format speaks of each form.
    Classify,
    /// See who has an account, and for which State.
    ReadPeople,
    /// Invite, appoint and dismiss people.
    ManagePeople,
    /// Read what is circulated to parties.
    ReadCirculated,
    /// See which letters are planned, wait, went out or were given up.
    ReadLetters,
    /// Hold, let go, skip or send a planned letter; write to many States at once.
    DecideLetters,
    /// Let planned letters go out at all, and stop them.
    ReleaseLetters,
    /// Try a letter again that was given up, or take back one that waits.
    TendOutbox,
    /// See by which rules and form sets the portal goes, with their sources.
    ReadData,
    /// Add a version of rules or of a form set, put it in force, take it out.
    ManageData,
}

/// The person holds no role that allows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no role allows it")]
pub struct Denied;

/// Leave to work for one State; nobody makes one but [`national()`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ForParty {
    party: Iso3,
    is_mission: bool,
}

impl ForParty {
    /// The State.
    pub fn party(self) -> Iso3 {
        self.party
    }

    /// Whether they act for it as its permanent mission alone, which clears and submits what the capital writes.
    pub fn is_mission(self) -> bool {
        self.is_mission
    }
}

/// Whether somebody may do something for a State.
pub fn national(held: &[Appointment], party: Iso3, act: NationalAct) -> Result<ForParty, Denied> {
    let allows = |role: Role| match act {
        NationalAct::Read | NationalAct::Submit | NationalAct::Answer => role.is_at_desk(),
        NationalAct::Write => role.may_write(),
        NationalAct::ConfirmContact => role == Role::FocalPoint,
    };
    let allowed = held.iter().any(|appointment| appointment.party == Some(party) && allows(appointment.role));
    let own = || held.iter().filter(|appointment| appointment.party == Some(party) && appointment.role.is_at_desk());
    let is_mission = own().all(|appointment| appointment.role == Role::Submitter);
    if allowed { Ok(ForParty { party, is_mission }) } else { Err(Denied) }
}

/// Whether somebody may do something that is not bound to a State.
pub fn may(held: &[Appointment], act: Act) -> Result<(), Denied> {
    let allows = |role: Role| match act {
        Act::ReadFiled | Act::Review | Act::FileOnBehalf | Act::Classify | Act::DecideLetters => {
            role == Role::DeskOfficer
        }
        Act::ReadPeople | Act::ReadLetters | Act::TendOutbox | Act::ReadData => {
            matches!(role, Role::DeskOfficer | Role::Administrator)
        }
        Act::ManagePeople | Act::ReleaseLetters | Act::ManageData => role == Role::Administrator,
        Act::ReadCirculated => role.is_national() || role == Role::DeskOfficer,
    };
    if held.iter().any(|appointment| allows(appointment.role)) { Ok(()) } else { Err(Denied) }
}

/// As what somebody reads the reports of a State.
pub fn audience(held: &[Appointment], party: Iso3) -> Audience {
    if may(held, Act::ReadFiled).is_ok() {
        Audience::Secretariat
    } else if national(held, party, NationalAct::Read).is_ok() {
        Audience::State
    } else if may(held, Act::ReadCirculated).is_ok() {
        Audience::Parties
    } else {
        Audience::Everyone
    }
}

/// The States for which somebody may see the desk, in the order of their codes.
pub fn desks(held: &[Appointment]) -> Vec<Iso3> {
    let mut parties: Vec<_> = held.iter().filter_map(|appointment| appointment.party).collect();
    parties.sort();
    parties.dedup();
    parties.retain(|party| national(held, *party, NationalAct::Read).is_ok());
    parties
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(role: Role, party: &str) -> Appointment {
        Appointment::new(role, Some(Iso3::parse(party).unwrap())).unwrap()
    }

    #[test]
    fn whoever_only_submits_acts_as_the_mission() {
        let che = Iso3::parse("CHE").unwrap();
        let is_mission = |held: &[Appointment]| national(held, che, NationalAct::Submit).unwrap().is_mission();
        assert!(is_mission(&[of(Role::Submitter, "CHE"), of(Role::FocalPoint, "FRA"), of(Role::Reader, "CHE")]));
        assert!(!is_mission(&[of(Role::Submitter, "CHE"), of(Role::Deputy, "CHE")]));
    }

    #[test]
    fn everybody_reads_as_somebody() {
        let che = Iso3::parse("CHE").unwrap();
        let officer = Appointment::new(Role::DeskOfficer, None).unwrap();
        let administrator = Appointment::new(Role::Administrator, None).unwrap();
        for (held, expected) in [
            (vec![], Audience::Everyone),
            (vec![administrator], Audience::Everyone),
            (vec![of(Role::FocalPoint, "FRA")], Audience::Parties),
            (vec![of(Role::Reader, "CHE")], Audience::Parties),
            (vec![of(Role::FocalPoint, "FRA"), of(Role::Submitter, "CHE")], Audience::State),
            (vec![of(Role::FocalPoint, "CHE"), officer], Audience::Secretariat),
        ] {
            assert_eq!(audience(&held, che), expected, "{held:?}");
        }
    }

    #[test]
    fn the_table_of_national_roles() {
        let che = Iso3::parse("CHE").unwrap();
        let acts = [NationalAct::Read, NationalAct::Write, NationalAct::Submit, NationalAct::ConfirmContact];
        for (role, expected) in [
            (Role::FocalPoint, [true, true, true, true]),
            (Role::Deputy, [true, true, true, false]),
            (Role::Submitter, [true, false, true, false]),
            (Role::ClearanceContact, [false, false, false, false]),
            (Role::Reader, [false, false, false, false]),
        ] {
            let held = [of(role, "CHE")];
            assert_eq!(acts.map(|act| national(&held, che, act).is_ok()), expected, "{role:?}");
        }
    }

    #[test]
    fn the_table_of_other_acts() {
        let acts = [
            Act::ReadFiled,
            Act::Review,
            Act::FileOnBehalf,
            Act::Classify,
            Act::ReadPeople,
            Act::ManagePeople,
            Act::ReadCirculated,
            Act::ReadLetters,
            Act::DecideLetters,
            Act::ReleaseLetters,
            Act::TendOutbox,
            Act::ReadData,
            Act::ManageData,
        ];
        for (role, expected) in [
            (Role::Administrator, [false, false, false, false, true, true, false, true, false, true, true, true, true]),
            (Role::DeskOfficer, [true, true, true, true, true, false, true, true, true, false, true, true, false]),
            (
                Role::FocalPoint,
                [false, false, false, false, false, false, true, false, false, false, false, false, false],
            ),
            (Role::Deputy, [false, false, false, false, false, false, true, false, false, false, false, false, false]),
            (
                Role::Submitter,
                [false, false, false, false, false, false, true, false, false, false, false, false, false],
            ),
            (
                Role::ClearanceContact,
                [false, false, false, false, false, false, true, false, false, false, false, false, false],
            ),
            (Role::Reader, [false, false, false, false, false, false, true, false, false, false, false, false, false]),
        ] {
            let party = role.is_national().then(|| Iso3::parse("CHE").unwrap());
            let held = [Appointment::new(role, party).unwrap()];
            assert_eq!(acts.map(|act| may(&held, act).is_ok()), expected, "{role:?}");
        }
        assert_eq!(acts.map(|act| may(&[], act).is_ok()), [false; 13]);
    }

    #[test]
    fn a_role_of_the_secretariat_has_no_state_and_a_national_one_has() {
        let che = Some(Iso3::parse("CHE").unwrap());
        for role in Role::ALL {
            assert_eq!(Appointment::new(role, che).is_some(), role.is_national());
            assert_eq!(Appointment::new(role, None).is_some(), !role.is_national());
            assert_eq!(Role::from_key(role.key()), Some(role));
        }
    }

    #[test]
    fn nobody_works_for_the_secretariat_and_for_a_state() {
        let party = Some(Iso3::parse("CHE").unwrap());
        for own in Role::ALL {
            let held = [Appointment::new(own, party.filter(|_| own.is_national())).unwrap()];
            for other in Role::ALL {
                assert_eq!(goes_beside(&held, other), own.is_national() == other.is_national(), "{own:?} {other:?}");
                assert!(goes_beside(&[], other));
            }
        }
    }

    fn appointments() -> impl Strategy<Value = Vec<Appointment>> {
        let one = (0..Role::ALL.len(), 0usize..3).prop_map(|(role, party)| {
            let party = Iso3::parse(["CHE", "FRA", "NOR"][party]).unwrap();
            let role = Role::ALL[role];
            Appointment::new(role, role.is_national().then_some(party)).unwrap()
        });
        proptest::collection::vec(one, 0..6)
    }

    proptest! {
        #[test]
        fn nobody_works_for_a_state_without_an_appointment_for_it(held in appointments()) {
            for party in ["CHE", "FRA", "NOR"].map(|code| Iso3::parse(code).unwrap()) {
                for act in [NationalAct::Read, NationalAct::Write, NationalAct::Submit, NationalAct::ConfirmContact] {
                    if let Ok(leave) = national(&held, party, act) {
                        prop_assert_eq!(leave.party(), party);
                        prop_assert!(held.iter().any(|one| one.party() == Some(party)));
                    }
                }
            }
        }
    }
}
