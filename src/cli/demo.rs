//! `demo`: the portal in one command, with nothing to set up.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use super::{Failure, demo_reports, serve, start_logging};
use crate::app::{accounts, import_embedded_register_once};
use crate::clock::Clock;
use crate::config::{Config, Mail, Values};
use crate::domain::access::{Appointment, Role};
use crate::domain::code::Iso3;
use crate::mail::MailUrl;
use crate::store::people::count_people;
use crate::store::{DatabaseUrl, Limits, Store, migrate};

#[derive(Args)]
pub(super) struct Arguments {
    /// Address and port to listen on; other machines reach it only if you name another address than loopback
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS", value_parser = address)]
    listen: SocketAddr,
    /// Folder for the database `portal.db`, letters and documents, kept afterwards [default: a fresh one, removed afterwards]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, values: &Values) -> Result<ExitCode, Failure> {
    start_logging(values)?;
    let listener = serve::listen(arguments.listen)?;
    let address = listener.local_addr()?;
    if !address.ip().is_loopback() {
        note!("other machines can reach this demonstration; it is meant for this one only");
    }
    // Lives until the server has stopped; then the folder is removed.
    let (folder, _temporary) = match &arguments.data {
        Some(folder) => (folder.clone(), None),
        None => {
            let fresh = tempfile::Builder::new().prefix("ccw-portal-demo-").tempdir();
            let fresh = fresh.context("cannot make a temporary folder")?;
            (fresh.path().to_owned(), Some(fresh))
        }
    };
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let database_url = DatabaseUrl::of_file(&folder.join("portal.db"));
    migrate::migrate(&database_url)?;
    let letters = folder.join("letters");
    std::fs::create_dir_all(&letters).with_context(|| format!("cannot make the folder {}", letters.display()))?;
    let from = SENDER.parse().map_err(|why: String| anyhow::anyhow!(why))?;
    let config = Config {
        database_url,
        files: folder.join("files"),
        public_url: format!("http://{address}"),
        listen: address,
        workers: 2,
        database_connections: Limits::default().readers,
        trusted_proxies: Vec::new(),
        // Files that nobody collects: whatever address is typed, nothing leaves this machine.
        mail: Some(Mail { to: MailUrl::of_folder(&letters), authorities: None, from, bounces: None }),
        mine_ban_parties: None,
        population: None,
    };
    invite_everybody(&config)?;
    say!("Letters go to no mailbox; they appear on the page /letters.");
    serve::serve(&config, listener, serve::Duty::Demonstration)
}

/// Address, name, and roles with their States.
type Account = (&'static str, &'static str, &'static [(Role, Option<&'static str>)]);

/// People for States of different situations; their addresses can reach nobody (rule 3 of conduct).
const PEOPLE: [Account; 11] = [
    ("focal.point@che.example.org", "A. Keller", &[(Role::FocalPoint, Some("CHE"))]),
    ("deputy@che.example.org", "B. Favre", &[(Role::Deputy, Some("CHE"))]),
    ("mission@che.example.org", "C. Bernasconi", &[(Role::Submitter, Some("CHE"))]),
    ("focal.point@cub.example.org", "D. Torres", &[(Role::FocalPoint, Some("CUB"))]),
    ("focal.point@tto.example.org", "E. Joseph", &[(Role::FocalPoint, Some("TTO"))]),
    ("mission@col.example.org", "I. Restrepo", &[(Role::Submitter, Some("COL"))]),
    ("mines@col.example.org", "K. Duarte", &[(Role::ClearanceContact, Some("COL"))]),
    ("focal.point@lao.example.org", "J. Vong", &[(Role::FocalPoint, Some("LAO"))]),
    ("two.desks@example.org", "F. Lindgren", &[(Role::FocalPoint, Some("SWE")), (Role::Reader, Some("NOR"))]),
    ("desk.officer@example.org", "G. Okafor", &[(Role::DeskOfficer, None)]),
    ("administrator@example.org", "H. Tanaka", &[(Role::Administrator, None)]),
];
/// A sender that reaches nobody.
const SENDER: &str = "CCW reports demonstration <portal@example.org>";
/// Printed at the start: it protects nothing.
const PASSWORD: &str = "mountain lake demonstration";

/// Opens the accounts of the demonstration, once for a folder that is kept.
fn invite_everybody(config: &Config) -> Result<(), Failure> {
    let store = Store::open(&config.database_url, Limits::default())?;
    let now = Clock::System.now();
    import_embedded_register_once(&store, now)?;
    if store.read(count_people)? == 0 {
        for (email, name, roles) in PEOPLE {
            let held = roles.iter().filter_map(|(role, party)| {
                let party = party.and_then(|party| Iso3::parse(party).ok());
                Appointment::new(*role, party)
            });
            accounts::create_with_password(&store, "demo", email, name, &held.collect::<Vec<_>>(), PASSWORD, now)?;
        }
    }
    demo_reports::fill(&store, &config.files, now)?;
    say!("Accounts, all with the password “{PASSWORD}”:");
    for (email, name, roles) in PEOPLE {
        let roles = roles.iter().map(|(role, party)| {
            let role = role.key().replace('_', " ");
            party.map_or_else(|| role.clone(), |party| format!("{role} of {party}"))
        });
        say!("  {email:<30} {name:<14} {}", roles.collect::<Vec<_>>().join(", "));
    }
    Ok(())
}

fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_error| "not an address with a port; write it as 127.0.0.1:8080".to_owned())
}
