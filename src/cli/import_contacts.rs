//! `import contacts`: the contacts of the States, from a list.
//!
//! Each is invited as at `/secretariat/people`: the same act in the log, the same letter.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::import::{bytes_of, ended, held_register, refused};
use super::{Failure, visible};
use crate::app::{import_contacts, preview_contacts};
use crate::clock::Clock;
use crate::domain::contacts::{ContactsDifference, read};
use crate::store::Store;

#[derive(Args)]
pub(super) struct ContactsArguments {
    /// CSV with the columns iso3,role,name,email; role is focal_point, deputy, submitter, clearance_contact or reader
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
    /// Invite them; without this, only show who would be
    #[arg(long)]
    apply: bool,
}

pub(super) fn run(arguments: &ContactsArguments, store: &Store) -> Result<ExitCode, Failure> {
    let (file, register) = (&arguments.file, held_register(store)?);
    let contacts = read(&bytes_of(file)?, &register).map_err(|bad| refused(file, &bad))?;
    let difference = if arguments.apply {
        import_contacts(store, contacts, "ccw-portal import", Clock::System.now())?
    } else {
        preview_contacts(store, &contacts)?
    };
    let other_side: Vec<_> = difference.describe_other_side().map(|line| visible(&line)).collect();
    if !other_side.is_empty() {
        return Err(Failure::NotUnderstood(other_side));
    }
    let named = difference.describe_otherwise_named();
    named.for_each(|line| note!("warning: {}", visible(&line)));
    print(&difference);
    Ok(ended(difference.is_empty(), arguments.apply))
}

fn print(difference: &ContactsDifference) {
    difference.describe_added().for_each(|line| say!("{}", visible(&line)));
    let people: BTreeSet<_> = difference.added.iter().map(|(contact, _)| &contact.email).collect();
    say!(
        "contacts: {} roles to add, of {} people; {} unchanged; {} held and not in the file: kept",
        difference.added.len(),
        people.len(),
        difference.unchanged,
        difference.kept
    );
}
