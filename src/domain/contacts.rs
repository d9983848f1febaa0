//! Contacts of the States as a list that the secretariat brings: who is to be invited, for which State and as what.
//!
//! [`read`] makes contacts of a list or names every line that cannot be one; [`difference()`] tells which of them are
//! new. Nobody is removed: a list may tell of one State only, and whoever is missing may have been forgotten.

use std::collections::{BTreeMap, BTreeSet};

use validator::ValidateEmail;

use super::access::{Appointment, Role, goes_beside, works_elsewhere};
use super::list::{self, BadLine, BadLines, Fault, noted, party, quoted, unreadable_cells, wrong_number_of_cells};
use super::treaty::Register;

/// The columns of a list, in their order.
pub const COLUMNS: [&str; 4] = ["iso3", "role", "name", "email"];

/// Letters of a name.
const LONGEST_NAME: usize = 200;
/// Letters of an address, as mail allows.
const LONGEST_ADDRESS: usize = 254;

/// What no name begins with, and spreadsheets take for a formula.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Whether letters can address somebody so, trimmed already.
pub fn is_name(text: &str) -> bool {
    let is_said = !text.is_empty() && !text.starts_with(FORMULA);
    is_said && text.chars().count() <= LONGEST_NAME && !text.chars().any(is_hidden)
}

/// Control characters, breaks of lines and what turns the direction of all that follows.
fn is_hidden(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether it is an address to which letters can go.
pub fn is_address(text: &str) -> bool {
    text.validate_email() && text.len() <= LONGEST_ADDRESS
}

/// Somebody to be invited for a State.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListedContact {
    /// Address, in lower case.
    pub email: String,
    /// As what, and for which State.
    pub appointment: Appointment,
    /// As letters address them.
    pub name: String,
}

impl ListedContact {
    fn describe(&self) -> String {
        format!("{}: {} <{}>", in_words(self.appointment), self.name, self.email)
    }
}

/// `CHE focal_point`, in the words of a list.
fn in_words(appointment: Appointment) -> String {
    let party = appointment.party().map(|party| format!("{party} ")).unwrap_or_default();
    format!("{party}{}", appointment.role().key())
}

/// Reads a list with a heading and one line for each role of each person.
pub fn read(bytes: &[u8], register: &Register) -> Result<Vec<ListedContact>, BadLines> {
    let mut reading = Reading::default();
    for (line, cells) in list::lines(bytes, &COLUMNS)? {
        match reading.take(line, &cells, register) {
            Ok(contact) => reading.contacts.push(contact),
            Err(faults) => reading.bad.add(BadLine { line, faults }),
        }
    }
    reading.bad.unless_bad(reading.contacts, "there is not one contact")
}

/// What was read so far.
#[derive(Default)]
struct Reading {
    contacts: Vec<ListedContact>,
    bad: BadLines,
    /// In which line an address holds a role first.
    roles: BTreeMap<(String, Appointment), usize>,
    /// In which line an address stands first, and with which name.
    names: BTreeMap<String, (usize, String)>,
}

impl Reading {
    fn take(&mut self, line: usize, cells: &[String], register: &Register) -> Result<ListedContact, Vec<Fault>> {
        let [iso3, role, name, email] = cells else { return Err(vec![wrong_number_of_cells(cells, &COLUMNS)]) };
        let mut faults = unreadable_cells(cells, &COLUMNS);
        let party = noted(party(iso3, register), &mut faults);
        let role = noted(national_role(role), &mut faults);
        let name = noted(name_of(name), &mut faults);
        let email = noted(address(email), &mut faults);
        let appointment = role.zip(party).and_then(|(role, party)| Appointment::new(role, Some(party)));
        if let (Some(appointment), Some(email)) = (appointment, &email) {
            faults.extend(self.repeated(email, appointment, line));
        }
        if let (Some(name), Some(email)) = (&name, &email) {
            faults.extend(self.otherwise_named(email, name, line));
        }
        match (appointment, name, email) {
            (Some(appointment), Some(name), Some(email)) if faults.is_empty() => {
                Ok(ListedContact { email, appointment, name })
            }
            _ => Err(faults),
        }
    }

    fn repeated(&mut self, email: &str, appointment: Appointment, line: usize) -> Option<Fault> {
        let first = *self.roles.entry((email.to_owned(), appointment)).or_insert(line);
        let what = in_words(appointment);
        let wrong = || format!("{what} {email} stands in line {first} already, and again in line {line}");
        (first != line).then(|| Fault::new("iso3,role,email", wrong(), "one line for each"))
    }

    /// One of two names for an address is mistyped, or one of two addresses.
    fn otherwise_named(&mut self, email: &str, name: &str, line: usize) -> Option<Fault> {
        let (first, before) = self.names.entry(email.to_owned()).or_insert_with(|| (line, name.to_owned()));
        let wrong = || format!("{email} is {} here and {} in line {first}", quoted(name), quoted(before));
        (before != name).then(|| Fault::new("name", wrong(), "one name for each address"))
    }
}

fn national_role(text: &str) -> Result<Role, Fault> {
    let national = Role::ALL.into_iter().filter(|role| role.is_national());
    let expected = || format!("one of {}", national.map(Role::key).collect::<Vec<_>>().join(", "));
    match Role::from_key(text) {
        Some(role) if role.is_national() => Ok(role),
        Some(_) => Err(Fault::new("role", format!("{} is a role of the secretariat", quoted(text)), expected())),
        None => Err(Fault::new("role", format!("{} is not known", quoted(text)), expected())),
    }
}

fn name_of(text: &str) -> Result<String, Fault> {
    let fault = || {
        Fault::new(
            "name",
            format!("{} is no name", quoted(text)),
            "the name as letters address it, for example A. Keller; none begins with =, +, - or @",
        )
    };
    if is_name(text) { Ok(text.to_owned()) } else { Err(fault()) }
}

fn address(text: &str) -> Result<String, Fault> {
    let fault = || {
        Fault::new(
            "email",
            format!("{} is no e-mail address", quoted(text)),
            "a whole address, for example focal.point@example.org",
        )
    };
    if is_address(text) { Ok(text.to_lowercase()) } else { Err(fault()) }
}

/// An account as it is held, by its address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// As letters address its holder.
    pub name: String,
    /// What its holder is appointed as; nothing once it was closed.
    pub held: Vec<Appointment>,
    /// It was closed, and would be opened again.
    pub is_closed: bool,
}

/// What a list changes, by address and role.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContactsDifference {
    /// Roles to be given, each with the account its holder has or had.
    pub added: Vec<(ListedContact, Option<Account>)>,
    /// Roles that cannot be given, because their holder works for the secretariat: while there is one, nothing is done.
    pub other_side: Vec<ListedContact>,
    /// How many of the list are held already.
    pub unchanged: usize,
    /// How many roles of States are held and not in the list. They stay.
    pub kept: usize,
    /// Holders of an account whom the list calls otherwise, and how the account calls them. The account's name stays.
    pub otherwise_named: BTreeSet<(String, String)>,
}

/// Which contacts of a list are new beside the accounts there are.
pub fn difference(accounts: &BTreeMap<String, Account>, listed: &[ListedContact]) -> ContactsDifference {
    let mut found = ContactsDifference::default();
    let listed: BTreeSet<_> = listed.iter().collect();
    for contact in &listed {
        let account = accounts.get(&contact.email);
        if let Some(account) = account.filter(|account| !account.is_closed && account.name != contact.name) {
            found.otherwise_named.insert((contact.email.clone(), account.name.clone()));
        }
        match account.filter(|account| account.held.contains(&contact.appointment)) {
            Some(_) => found.unchanged += 1,
            None if account.is_some_and(|one| !goes_beside(&one.held, contact.appointment.role())) => {
                found.other_side.push((*contact).clone());
            }
            None => found.added.push(((*contact).clone(), account.cloned())),
        }
    }
    let held = accounts.values().flat_map(|account| &account.held).filter(|one| one.party().is_some()).count();
    found.kept = held.saturating_sub(found.unchanged);
    found
}

impl ContactsDifference {
    /// Nothing to do.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty()
    }

    /// Each role to be given, and what its holder gets to read: `+ CHE deputy: A. Keller <...>; invited`.
    pub fn describe_added(&self) -> impl Iterator<Item = String> {
        self.added.iter().map(|(contact, account)| {
            let what = match account {
                None => "by invitation".to_owned(),
                Some(account) if account.is_closed => {
                    "by invitation, which opens an account anew that was closed".to_owned()
                }
                Some(account) if works_elsewhere(&account.held, contact.appointment) => {
                    let held: Vec<_> = account.held.iter().map(|one| in_words(*one)).collect();
                    let name = quoted(&account.name);
                    format!("added to the account of {name}, {}; is the same person meant?", held.join(", "))
                }
                Some(_) => "added to the account there is".to_owned(),
            };
            format!("+ {}; {what}", contact.describe())
        })
    }

    /// Who cannot be given what the list says, and what to do.
    pub fn describe_other_side(&self) -> impl Iterator<Item = String> {
        self.other_side.iter().map(|contact| {
            format!("{}; this address is of the secretariat, and nobody speaks for a State beside that: give another address", contact.describe())
        })
    }

    /// Who is called otherwise than in the list.
    pub fn describe_otherwise_named(&self) -> impl Iterator<Item = String> {
        self.otherwise_named
            .iter()
            .map(|(email, name)| format!("{email} has an account as {}, which stays", quoted(name)))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use proptest::prelude::*;

    use super::*;
    use crate::domain::code::Iso3;

    const HEADING: &str = "iso3,role,name,email\n";

    /// Read once: properties ask hundreds of times.
    fn register() -> &'static Register {
        static REGISTER: OnceLock<Register> = OnceLock::new();
        REGISTER.get_or_init(|| Register::embedded().unwrap())
    }

    fn read_under_heading(lines: &str) -> Result<Vec<ListedContact>, BadLines> {
        read(format!("{HEADING}{lines}").as_bytes(), register())
    }

    fn refused(lines: &str) -> Vec<String> {
        read_under_heading(lines).unwrap_err().named.iter().map(ToString::to_string).collect()
    }

    fn contact(party: &str, role: Role, email: &str) -> ListedContact {
        let appointment = Appointment::new(role, Some(Iso3::parse(party).unwrap())).unwrap();
        ListedContact { email: email.into(), appointment, name: "A. Keller".into() }
    }

    #[test]
    fn a_list_tells_who_is_what_for_which_state() {
        let read = read_under_heading(
            "CHE,focal_point, A. Keller ,A@Example.org\r\nNOR,reader,A. Keller,a@example.org\n,,,\n",
        );
        let expected =
            [contact("CHE", Role::FocalPoint, "a@example.org"), contact("NOR", Role::Reader, "a@example.org")];
        assert_eq!(read, Ok(expected.to_vec()));
    }

    #[test]
    fn every_fault_is_named_with_its_line_and_column() {
        for (line, expected) in [
            (
                "XYZ,deputy,A,a@example.org",
                "line 2: iso3: “XYZ” is no State of the register; expected a code such as CHE",
            ),
            (
                "CHE,king,A,a@example.org",
                "line 2: role: “king” is not known; expected one of focal_point, deputy, submitter, clearance_contact, reader",
            ),
            (
                "CHE,desk_officer,A,a@example.org",
                "line 2: role: “desk_officer” is a role of the secretariat; expected one of",
            ),
            ("CHE,,A,a@example.org", "line 2: role: “” is not known"),
            ("CHE,deputy,,a@example.org", "line 2: name: “” is no name; expected the name as letters address it"),
            (
                "CHE,deputy,A,a.example.org",
                "line 2: email: “a.example.org” is no e-mail address; expected a whole address",
            ),
            ("CHE,deputy,A,a@example.org b@example.org", "line 2: email: “a@example.org b@example.org” is no e-mail"),
            ("CHE,deputy,\"A\nBcc: b\",a@example.org", "line 2: name: there is a line break"),
            ("CHE,deputy,A", "line 2: columns: there are 3 cells; expected the columns iso3,role,name,email"),
            ("CHE;deputy;A;a@example.org", "line 2: columns: the cells are set apart by semicolons; expected commas"),
            (
                "CHE,deputy,A,a@example.org\nNOR,deputy,A,a@example.org\nCHE,deputy,A,A@example.org",
                "line 4: iso3,role,email: CHE deputy a@example.org stands in line 2 already, and again in line 4",
            ),
            (
                "CHE,deputy,A,a@example.org\nNOR,deputy,B,a@example.org",
                "line 3: name: a@example.org is “B” here and “A” in line 2; expected one name for each address",
            ),
        ] {
            let said = refused(line);
            assert!(
                said.first().is_some_and(|first| first.starts_with(expected)) && said.len() == 1,
                "{line}: {said:?}"
            );
        }
        assert_eq!(refused(""), ["line 1: list: there is not one contact; expected a list that was not cut"]);
        let bad = read(b"iso3,name\n", register()).unwrap_err();
        assert_eq!(
            bad.named[0].to_string(),
            "line 1: heading: it does not name the columns; expected iso3,role,name,email, with commas"
        );
        assert!(is_name(&"ü".repeat(200)) && !is_name(&"ü".repeat(201)) && !is_name("A\nB"));
        for odd in ["=cmd()", "+41", "-", "@a", "＝1", "A\u{202e}", "A\u{2028}B", "\t", ""] {
            assert!(!is_name(odd), "{odd:?}");
        }
        assert!(is_name("A. Keller") && is_name("'Abd al-Rahman") && is_name("Ö=") && is_name("أ. ب"));
    }

    #[test]
    fn a_difference_gives_roles_and_takes_none_away() {
        let listed = [
            contact("CHE", Role::FocalPoint, "held@example.org"),
            contact("NOR", Role::Deputy, "held@example.org"),
            contact("CHE", Role::Deputy, "new@example.org"),
            contact("CHE", Role::Deputy, "closed@example.org"),
        ];
        let account = |held: &[&ListedContact]| Account {
            name: "B. Other".into(),
            held: held.iter().map(|contact| contact.appointment).collect(),
            is_closed: held.is_empty(),
        };
        let other = contact("FRA", Role::Reader, "other@example.org");
        let accounts = BTreeMap::from([
            ("held@example.org".to_owned(), account(&[&listed[0]])),
            ("closed@example.org".to_owned(), account(&[])),
            ("other@example.org".to_owned(), account(&[&other])),
        ]);
        let found = difference(&accounts, &listed);
        let added: Vec<_> = found.describe_added().collect();
        assert_eq!(
            added,
            [
                "+ CHE deputy: A. Keller <closed@example.org>; by invitation, which opens an account anew that was closed",
                "+ NOR deputy: A. Keller <held@example.org>; added to the account of “B. Other”, CHE focal_point; is the same person meant?",
                "+ CHE deputy: A. Keller <new@example.org>; by invitation",
            ]
        );
        assert_eq!((found.unchanged, found.kept, found.is_empty()), (1, 1, false));
        let named: Vec<_> = found.describe_otherwise_named().collect();
        assert_eq!(named, ["held@example.org has an account as “B. Other”, which stays"]);
        assert!(difference(&accounts, &listed[..1]).is_empty());
    }

    proptest! {
        #[test]
        fn anything_under_the_heading_is_read_or_refused(text in "([A-Z,;\"\r\n\u{feff} @.-]|CHE,deputy,|\\PC){0,60}") {
            let list = format!("{HEADING}{text}");
            let lines = list.matches(['\r', '\n']).count() + 1;
            if let Err(bad) = read(list.as_bytes(), register()) {
                prop_assert!(bad.named.iter().all(|bad| (1..=lines).contains(&bad.line) && !bad.faults.is_empty()));
            }
        }
    }
}
