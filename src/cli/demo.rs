//! `demo`: the portal in one command, with nothing to set up.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use super::{Failure, serve, start_logging};
use crate::config::{Config, Values};
use crate::store::{DatabaseUrl, Limits, migrate};

#[derive(Args)]
pub(super) struct Arguments {
    /// Address and port to listen on; other machines reach it only if you name another address than loopback
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS", value_parser = address)]
    listen: SocketAddr,
    /// Folder for the database `portal.db`, kept afterwards [default: a fresh one, removed afterwards]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, values: &Values) -> Result<ExitCode, Failure> {
    start_logging(values)?;
    let listener = serve::listen(arguments.listen)?;
    let address = listener.local_addr()?;
    if !address.ip().is_loopback() {
        eprintln!("ccw-portal: other machines can reach this demonstration; it is meant for this one only");
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
    let config = Config {
        database_url,
        public_url: format!("http://{address}"),
        listen: address,
        workers: 2,
        database_connections: Limits::default().readers,
    };
    serve::serve(&config, listener, true)
}

fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_error| "not an address with a port; write it as 127.0.0.1:8080".to_owned())
}
