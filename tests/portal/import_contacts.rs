//! `import contacts`, run as its users run it.

use ccw_portal::app::accounts;
use ccw_portal::domain::letter::{Letter, Matter};
use ccw_portal::store::audit_entries::list_latest;
use ccw_portal::store::letters::{Kept, list_waiting};
use ccw_portal::store::people::{find_person_by_email, list_people};

use crate::support::at;
use crate::support::office::Office;
use crate::support::people::{PASSWORD, appointment};

const HEADING: &str = "iso3,role,name,email\n";

/// Who has an account, with how many roles.
fn people(office: &Office) -> Vec<(String, String, usize)> {
    let people = office.database.store().read(list_people).unwrap();
    people.into_iter().map(|one| (one.email, one.name, one.appointments.len())).collect()
}

/// What was noted of appointments: by whom, and of what.
fn appointed(office: &Office) -> Vec<(String, String)> {
    let latest = office.database.store().read(|db| list_latest(db, 100)).unwrap();
    let appointed = latest.into_iter().filter(|entry| entry.act == "person.appointed");
    let mut noted: Vec<_> = appointed
        .map(|one| {
            (one.actor, format!("{} {}", one.detail["party"].as_str().unwrap(), one.detail["role"].as_str().unwrap()))
        })
        .collect();
    noted.sort();
    noted
}

/// Letters that wait: to whom, and of what kind.
fn letters(office: &Office) -> Vec<(String, &'static str)> {
    let waiting = office.database.store().read(|db| list_waiting(db, 100)).unwrap();
    let kind = |kept: &Kept| {
        let letter: Letter = serde_json::from_value(kept.letter.clone().unwrap()).unwrap();
        match letter.matter {
            Matter::Invitation { path, .. } if path.starts_with("/invitation/") => "invitation",
            Matter::Appointed { .. } => "appointed",
            other => panic!("{other:?}"),
        }
    };
    let mut found: Vec<_> = waiting.iter().map(|kept| (kept.recipient.clone(), kind(kept))).collect();
    found.sort();
    found
}

fn owned(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter().map(|(one, other)| ((*one).to_owned(), (*other).to_owned())).collect()
}

#[test]
fn a_list_is_shown_first_and_then_everybody_new_is_invited_once() {
    let office = Office::new();
    let list = format!(
        "\u{feff}{HEADING}CHE,focal_point,A. Keller,A.Keller@example.org\nCHE,deputy,B. Muster,b@example.org\n\
         LIE,focal_point,A. Keller,a.keller@example.org\n"
    );
    let shown = "+ CHE focal_point: A. Keller <a.keller@example.org>; by invitation\n\
                 + LIE focal_point: A. Keller <a.keller@example.org>; by invitation\n\
                 + CHE deputy: B. Muster <b@example.org>; by invitation\n\
                 contacts: 3 roles to add, of 2 people; 0 unchanged; 0 held and not in the file: kept\n";
    let nothing = "nothing was changed; add --apply to change the database\n";
    assert_eq!(office.import("contacts", &list, &[]), (0, format!("{shown}{nothing}"), String::new()));
    assert!(people(&office).is_empty() && letters(&office).is_empty());
    assert_eq!(office.import("contacts", &list, &["--apply"]), (0, format!("{shown}applied\n"), String::new()));
    let held = [("a.keller@example.org", "A. Keller", 2), ("b@example.org", "B. Muster", 1)];
    assert_eq!(people(&office), held.map(|(email, name, roles)| (email.to_owned(), name.to_owned(), roles)));
    let by = "ccw-portal import";
    assert_eq!(appointed(&office), owned(&[(by, "CHE deputy"), (by, "CHE focal_point"), (by, "LIE focal_point")]));
    let invited = [("a.keller@example.org".to_owned(), "invitation"), ("b@example.org".to_owned(), "invitation")];
    assert_eq!(letters(&office), invited, "one letter each, whatever they hold");
    let same = "contacts: 0 roles to add, of 0 people; 3 unchanged; 0 held and not in the file: kept\nno differences\n";
    assert_eq!(office.import("contacts", &list, &["--apply"]), (0, same.to_owned(), String::new()));
    assert_eq!((letters(&office).len(), appointed(&office).len()), (2, 3));
}

#[test]
fn what_is_held_stays_and_an_account_gets_its_further_roles() {
    let office = Office::new();
    let (store, now) = (office.database.store(), at("2026-11-24T09:00:00Z"));
    let held = [appointment("focal_point CHE"), appointment("reader NOR")];
    accounts::create_with_password(&store, "tests", "a@example.org", "A. Keller", &held, PASSWORD, now).unwrap();
    let reader = [appointment("reader FRA")];
    accounts::create_with_password(&store, "tests", "c@example.org", "C. Closed", &reader, PASSWORD, now).unwrap();
    let closed = store.read(|db| find_person_by_email(db, "c@example.org")).unwrap().unwrap();
    store.write(move |db| ccw_portal::store::people::close(db, &closed.id, now)).unwrap();
    let list = format!("{HEADING}LIE,submitter,Anna Keller,a@example.org\nNOR,reader,C. Again,c@example.org\n");
    let (code, out, err) = office.import("contacts", &list, &["--apply"]);
    assert_eq!(
        (code, err.as_str()),
        (0, "ccw-portal: warning: a@example.org has an account as “A. Keller”, which stays\n")
    );
    let said = "+ LIE submitter: Anna Keller <a@example.org>; added to the account of “A. Keller”, CHE focal_point, NOR reader; is the same person meant?\n\
                + NOR reader: C. Again <c@example.org>; by invitation, which opens an account anew that was closed\n\
                contacts: 2 roles to add, of 2 people; 0 unchanged; 2 held and not in the file: kept\napplied\n";
    assert_eq!(out, said);
    let held = [("a@example.org", "A. Keller", 3), ("c@example.org", "C. Again", 1)];
    assert_eq!(people(&office), held.map(|(email, name, roles)| (email.to_owned(), name.to_owned(), roles)));
    let told = [("a@example.org".to_owned(), "appointed"), ("c@example.org".to_owned(), "invitation")];
    assert_eq!(letters(&office), told);
}

#[test]
fn a_list_that_lets_the_secretariat_speak_for_a_state_invites_nobody() {
    let office = Office::new();
    let (store, now) = (office.database.store(), at("2026-11-24T09:00:00Z"));
    let held = [appointment("desk_officer")];
    accounts::create_with_password(&store, "tests", "a@example.org", "A. Keller", &held, PASSWORD, now).unwrap();
    let list = format!("{HEADING}LIE,submitter,A. Keller,a@example.org\nNOR,reader,N. New,n@example.org\n");
    for more in [&[][..], &["--apply"]] {
        let (code, out, err) = office.import("contacts", &list, more);
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
        let said = "LIE submitter: A. Keller <a@example.org>; this address is of the secretariat, and nobody speaks for \
                    a State beside that: give another address";
        assert!(err.contains(said) && err.lines().count() == 1, "{err}");
    }
    assert_eq!((people(&office).len(), letters(&office).len(), appointed(&office).len()), (1, 0, 0));
}

#[test]
fn a_list_that_calls_somebody_by_a_formula_invites_nobody() {
    let office = Office::new();
    for name in ["=cmd()", "+1", "@a", "-"] {
        let list = format!("{HEADING}LIE,submitter,{name},a@example.org\n");
        let (code, out, err) = office.import("contacts", &list, &["--apply"]);
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
        assert!(err.contains("is no name") && err.contains("none begins with =, +, - or @"), "{err}");
    }
    assert!(people(&office).is_empty() && letters(&office).is_empty());
}

#[test]
fn one_bad_line_invites_nobody_and_every_one_is_named() {
    let office = Office::new();
    let lines =
        "CHE,focal_point,A,a@example.org\nXYZ,king,B,b@example.org\nCHE,administrator,C,c@example.org\nCHE,deputy,,d\n";
    let (code, out, err) = office.import("contacts", format!("{HEADING}{lines}"), &["--apply"]);
    assert_eq!((code, out.as_str()), (2, ""), "{err}");
    let said: Vec<_> = err.lines().collect();
    assert_eq!(said.len(), 3, "{err}");
    assert!(said[0].contains("list.csv: line 3: iso3: “XYZ” is no State") && said[0].contains("; role: "), "{err}");
    assert!(said[1].contains("line 4: role: “administrator” is a role of the secretariat; expected one of"), "{err}");
    assert!(said[2].contains("line 5: name: ") && said[2].contains("; email: “d” is no e-mail address"), "{err}");
    assert!(people(&office).is_empty() && letters(&office).is_empty() && appointed(&office).is_empty());
    let (code, _, err) = office.import("contacts", format!("{HEADING}CHE,deputy,\u{1b}[2J,x\n"), &[]);
    assert!(code == 2 && err.contains("\\u{1b}") && !err.contains('\u{1b}'), "{err}");
    let (code, _, err) = office.run(&["import", "contacts", &office.path("missing.csv")]);
    assert!(code == 2 && err.contains("missing.csv"), "{err}");
}
