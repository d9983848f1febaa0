//! `create-admin`: the first account, from which all others are invited.

use std::io::{BufRead, IsTerminal};
use std::process::ExitCode;

use clap::Args;
use validator::ValidateEmail;

use super::Failure;
use crate::app::accounts::{self, LONGEST_PASSWORD, SHORTEST_PASSWORD};
use crate::clock::Clock;
use crate::domain::access::{Appointment, Role};
use crate::store::people::find_person_by_email;
use crate::store::{DatabaseUrl, Limits, Store, migrate};

#[derive(Args)]
pub(super) struct Arguments {
    /// E-mail address of the account
    #[arg(value_name = "ADDRESS")]
    email: String,
    /// Name of the person
    #[arg(long, value_name = "NAME")]
    name: String,
}

pub(super) fn run(arguments: &Arguments, url: &DatabaseUrl) -> Result<ExitCode, Failure> {
    let email = arguments.email.trim().to_lowercase();
    if !email.validate_email() {
        let why = format!("“{email}” is not an e-mail address such as administrator@example.org");
        return Err(Failure::NotUnderstood(vec![super::visible(&why)]));
    }
    if !migrate::pending(url)?.is_empty() {
        return Err(anyhow::anyhow!("the database must be migrated first; run `ccw-portal migrate`").into());
    }
    let store = Store::open(url, Limits::default())?;
    if store.snapshot(|db| find_person_by_email(db, &email))?.is_some() {
        return Err(anyhow::anyhow!("{email} has an account already").into());
    }
    let password = password()?;
    if password.chars().count() < SHORTEST_PASSWORD || password.len() > LONGEST_PASSWORD {
        let why = format!("a password has at least {SHORTEST_PASSWORD} letters and at most {LONGEST_PASSWORD} bytes");
        return Err(Failure::NotUnderstood(vec![why]));
    }
    let held: Vec<_> = Appointment::new(Role::Administrator, None).into_iter().collect();
    let now = Clock::System.now();
    accounts::create_with_password(&store, "ccw-portal create-admin", &email, &arguments.name, &held, &password, now)?;
    say!("{email} can sign in as administrator");
    Ok(ExitCode::SUCCESS)
}

/// Never an argument: those can be seen in the list of processes.
fn password() -> Result<String, Failure> {
    if std::io::stdin().is_terminal() {
        let first = rpassword::prompt_password("Password: ").map_err(anyhow::Error::from)?;
        let again = rpassword::prompt_password("The same again: ").map_err(anyhow::Error::from)?;
        return if first == again { Ok(first) } else { Err(anyhow::anyhow!("the two passwords differ").into()) };
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(anyhow::Error::from)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
