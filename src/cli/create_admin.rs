//! `create-admin`: the first account, from which all others are invited.

use std::io::{BufRead, IsTerminal};
use std::process::ExitCode;

use clap::Args;

use super::{Failure, database, not_understood, open_migrated};
use crate::app::accounts::{self, LONGEST_PASSWORD, SHORTEST_PASSWORD};
use crate::app::first_administrator;
use crate::clock::Clock;
use crate::config::Values;
use crate::domain::access::{Appointment, Role};
use crate::domain::contacts::{is_address, is_name};
use crate::store::Store;
use crate::store::people::find_person_by_email;

/// Who acts, as the audit notes it.
const MADE_BY: &str = "ccw-portal create-admin";

#[derive(Args)]
pub(super) struct Arguments {
    /// E-mail address of the account
    #[arg(value_name = "ADDRESS")]
    email: String,
    /// Name of the person
    #[arg(long, value_name = "NAME")]
    name: String,
    /// Print a link under PUBLIC_URL by which the password is set, once and within 24 hours
    #[arg(long)]
    link: bool,
}

pub(super) fn run(arguments: &Arguments, values: &Values) -> Result<ExitCode, Failure> {
    let email = arguments.email.trim().to_lowercase();
    if !is_address(&email) {
        let why = format!("“{email}” is not an e-mail address such as administrator@example.org");
        return Err(Failure::NotUnderstood(vec![super::visible(&why)]));
    }
    if !is_name(arguments.name.trim()) {
        let why = format!(
            "“{}” is no name as letters address it, such as “A. Keller”; none begins with =, +, - or @",
            arguments.name
        );
        return Err(Failure::NotUnderstood(vec![super::visible(&why)]));
    }
    let url = database(values)?;
    if arguments.link {
        // First, so that no account is opened whose link leads nowhere.
        let public_url = values.public_url().map_err(not_understood)?;
        return print_link(&open_migrated(&url)?, &email, &arguments.name, &public_url);
    }
    let store = open_migrated(&url)?;
    if store.snapshot(|db| find_person_by_email(db, &email))?.is_some() {
        return Err(has_account(&email));
    }
    let password = password()?;
    if password.chars().count() < SHORTEST_PASSWORD || password.len() > LONGEST_PASSWORD {
        let why = format!("a password has at least {SHORTEST_PASSWORD} letters and at most {LONGEST_PASSWORD} bytes");
        return Err(Failure::NotUnderstood(vec![why]));
    }
    let held: Vec<_> = Appointment::new(Role::Administrator, None).into_iter().collect();
    let now = Clock::System.now();
    accounts::create_with_password(&store, MADE_BY, &email, &arguments.name, &held, &password, now)?;
    say!("{email} can sign in as administrator");
    Ok(ExitCode::SUCCESS)
}

fn print_link(store: &Store, email: &str, name: &str, public_url: &str) -> Result<ExitCode, Failure> {
    let opened = first_administrator::open_with_link(store, MADE_BY, email, name, Clock::System.now())?;
    let link = opened.ok_or_else(|| has_account(email))?;
    say!("{public_url}{}", link.path);
    if let Some(held) = &link.held_by {
        note!("{email} has an account as “{}”, which stays; links printed before work no longer", super::visible(held));
    }
    let until = link.expires_at.format("%Y-%m-%d %H:%M UTC");
    note!("whoever opens this link becomes {email}, administrator; it works once, until {until}");
    Ok(ExitCode::SUCCESS)
}

fn has_account(email: &str) -> Failure {
    anyhow::anyhow!("{email} has an account already").into()
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
