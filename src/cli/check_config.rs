//! `check-config`: every setting with its source, and everything that would keep `serve` from working.

use std::io::ErrorKind;
use std::net::TcpListener;
use std::process::ExitCode;

use clap::Args;

use super::{Failure, opening};
use crate::config::{Config, Values};
use crate::domain::access::works_for_both;
use crate::files::{Files, Found};
use crate::store::attachments::list_named;
use crate::store::people::list_people;
use crate::store::{DatabaseUrl, Engine, Limits, Store, backup, migrate};

#[derive(Args)]
pub(super) struct Arguments {
    /// Ask the mail server as well: connect, encrypt, sign in and leave, without a letter
    #[arg(long)]
    try_mail: bool,
    /// Read every document that a report names, and compare it with its hash
    #[arg(long)]
    read_documents: bool,
}

pub(super) fn run(arguments: &Arguments, values: &Values) -> Result<ExitCode, Failure> {
    for (setting, value) in values.shown() {
        match value {
            Some((value, source)) => say!("{} = {value}   ({source})", setting.name),
            None => say!("{} is not set", setting.name),
        }
    }
    let config = opening::config(values)?;
    let mut problems: Vec<String> = Vec::new();
    check_database(&config.database_url, &mut problems);
    match Files::new(&config.files).check() {
        Ok(()) => say!("documents are kept in {}, where files can be written", config.files.display()),
        Err(error) => problems.push(format!("FILES: {error}")),
    }
    if let Err(problem) = opening::outside(config.mine_ban_parties.as_deref(), config.population.as_deref()) {
        problems.push(problem);
    }
    show_both_kinds(&config.database_url, &mut problems);
    check_documents(&config, arguments.read_documents, &mut problems);
    match TcpListener::bind(config.listen) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            say!("{} is in use, perhaps by the portal itself", config.listen);
        }
        Err(error) => problems.push(format!("LISTEN: cannot listen on {}: {error}", config.listen)),
    }
    check_mail(&config, arguments.try_mail, &mut problems);
    if problems.is_empty() {
        say!("ready to serve");
        return Ok(ExitCode::SUCCESS);
    }
    Err(Failure::Undone(anyhow::anyhow!(problems.join("; "))))
}

/// Accounts of before roles of both kinds were forbidden keep nobody from serving; an administrator ends one kind.
fn show_both_kinds(url: &DatabaseUrl, problems: &mut Vec<String>) {
    if !matches!(migrate::pending(url).as_deref(), Ok([])) {
        return; // That is said about the database.
    }
    let people = match Store::open(url, Limits::default()).and_then(|store| store.snapshot(list_people)) {
        Ok(people) => people,
        Err(error) => return problems.push(format!("DATABASE_URL: {error}")),
    };
    let both: Vec<_> = people.iter().filter(|person| works_for_both(&person.appointments)).collect();
    if both.is_empty() {
        return;
    }
    say!(
        "accounts with roles of the secretariat and of a State: {}; an administrator ends one kind of each",
        both.len()
    );
    for person in both {
        let held = person.appointments.iter().map(|held| match held.party() {
            Some(party) => format!("{} {party}", held.role().key()),
            None => held.role().key().to_owned(),
        });
        say!("account {}: {}", person.id, held.collect::<Vec<_>>().join(", "));
    }
}

/// A folder that was not copied along with the database keeps nobody from serving either, and every reader waiting.
fn check_documents(config: &Config, reads: bool, problems: &mut Vec<String>) {
    if !matches!(migrate::pending(&config.database_url).as_deref(), Ok([])) {
        return; // That is said about the database.
    }
    let named = Store::open(&config.database_url, Limits::default()).and_then(|store| store.read(list_named));
    let named = match named {
        Ok(named) => named,
        Err(error) => return problems.push(format!("DATABASE_URL: {error}")),
    };
    let (files, mut lost) = (Files::new(&config.files), 0);
    for (sha256, bytes) in &named {
        let what = match files.verify(sha256, *bytes, reads) {
            Ok(Found::Whole) => continue,
            Ok(Found::Nothing) => "is not there".to_owned(),
            Ok(Found::Other) => "is not what its hash and length say".to_owned(),
            Err(error) => format!("cannot be read: {error}"),
        };
        lost += 1;
        say!("document {sha256} {what}");
    }
    let how = if reads { "with the content of its hash" } else { "with its length" };
    match lost {
        0 => say!("documents that reports name: {}, each there {how}", named.len()),
        lost => problems
            .push(format!("FILES: documents that reports name: {}, of which {lost} cannot be given", named.len())),
    }
}

/// A place that takes no letter keeps nobody from serving, and every letter waiting.
fn check_mail(config: &Config, asks_server: bool, problems: &mut Vec<String>) {
    let Some(mail) = &config.mail else {
        say!("letters wait in the database: MAIL_URL is not set, so nobody receives one");
        return;
    };
    if let Some(folder) = mail.to.folder() {
        if let Err(why) = opening::takes_letters(folder) {
            problems.push(format!("MAIL_URL: {why}"));
        }
        return;
    }
    if mail.to.is_readable_on_its_way() {
        say!(
            "letters go to another machine unencrypted, as MAIL_URL says; whoever is between can read and use their links"
        );
    }
    match mail.post(&config.public_url) {
        Err(why) => problems.push(why),
        Ok(_) if !asks_server => say!("the mail server is not asked; `check-config --try-mail` asks it"),
        Ok(post) => match post.try_out() {
            Ok(said) => say!("{said}; no letter was sent"),
            Err(why) => problems.push(format!("MAIL_URL: {why}")),
        },
    }
}

fn check_database(url: &DatabaseUrl, problems: &mut Vec<String>) {
    match migrate::pending(url) {
        Ok(pending) if !pending.is_empty() && url.engine() == Engine::Postgres => {
            problems.push(format!(
                "DATABASE_URL: migrations are pending ({}); run `ccw-portal migrate`",
                pending.join(", ")
            ));
        }
        Ok(pending) if !pending.is_empty() => say!("the first start applies {}", pending.join(", ")),
        Ok(_) => show_contents(url, problems),
        Err(error) => problems.push(format!("DATABASE_URL: {error}")),
    }
}

/// Counts and hashes, by which a restored database is compared with the one it was taken from.
fn show_contents(url: &DatabaseUrl, problems: &mut Vec<String>) {
    match Store::open(url, Limits::default()).and_then(|store| store.snapshot(backup::contents)) {
        Ok(tables) => {
            say!("what the database holds; a restored copy shows the same:");
            tables.iter().for_each(|table| say!("table {}: {} rows, {}", table.table, table.rows, table.sha256))
        }
        Err(error) => problems.push(format!("DATABASE_URL: {error}")),
    }
}
