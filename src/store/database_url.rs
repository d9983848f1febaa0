//! The address of a database, read by us: a mistyped one never becomes a new empty file.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Which database engine an address names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// SQLite, in the program itself.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
}

/// `sqlite:PATH`, `sqlite://PATH`, `postgres://...` or `postgresql://...`; shown without its password.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(Address);

#[derive(Clone, PartialEq, Eq)]
enum Address {
    Sqlite(PathBuf),
    Postgres(String),
}

/// The text is no address of a database. No message repeats the text: it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotADatabaseUrl {
    /// Neither SQLite nor PostgreSQL.
    #[error("a database address begins with sqlite: or postgres://, as in sqlite:/var/lib/portal/portal.db")]
    Scheme,
    /// SQLite without a file.
    #[error("sqlite: needs the path of a file, as in sqlite:/var/lib/portal/portal.db")]
    NoPath,
    /// SQLite in memory: every connection would see a database of its own.
    #[error("a database in memory cannot be shared; give the path of a file")]
    InMemory,
    /// SQLite with `?options`, a fragment or a control character.
    #[error("the path of a SQLite database takes no options and holds no ?, # or control character")]
    Options,
    /// A part of a PostgreSQL address that libpq would read otherwise.
    #[error(
        "the PostgreSQL address is not well formed; write @ : / ? # % inside a name or password as %40 %3A %2F %3F %23 %25"
    )]
    Malformed,
}

impl DatabaseUrl {
    /// Reads an address.
    pub fn parse(text: &str) -> Result<Self, NotADatabaseUrl> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            return sqlite_path(path.strip_prefix("//").unwrap_or(path)).map(Address::Sqlite).map(Self);
        }
        let rest = text.strip_prefix("postgres://").or_else(|| text.strip_prefix("postgresql://"));
        let rest = rest.ok_or(NotADatabaseUrl::Scheme)?;
        if !is_well_formed(rest) {
            return Err(NotADatabaseUrl::Malformed);
        }
        Ok(Self(Address::Postgres(format!("postgres://{rest}"))))
    }

    /// The address of the SQLite database in this file.
    pub fn of_file(path: &Path) -> Self {
        Self(Address::Sqlite(path.to_owned()))
    }

    /// The engine it names.
    pub fn engine(&self) -> Engine {
        match self.0 {
            Address::Sqlite(_) => Engine::Sqlite,
            Address::Postgres(_) => Engine::Postgres,
        }
    }

    /// The folder of a SQLite database.
    pub fn folder(&self) -> Option<&Path> {
        self.sqlite_path()?.parent()
    }

    /// The file of a SQLite database.
    pub(super) fn sqlite_path(&self) -> Option<&Path> {
        match &self.0 {
            Address::Sqlite(path) => Some(path),
            Address::Postgres(_) => None,
        }
    }

    /// The address as libpq takes it, with our own settings where it has none.
    pub(super) fn postgres_url(&self) -> Option<String> {
        let Address::Postgres(url) = &self.0 else { return None };
        let mut full = url.clone();
        for (name, value) in POSTGRES_SETTINGS {
            if !url.contains(&format!("{name}=")) {
                let join = if full.contains('?') { '&' } else { '?' };
                full.push_str(&format!("{join}{name}={value}"));
            }
        }
        Some(full)
    }
}

/// Without limits libpq waits for minutes on a server that does not answer.
const POSTGRES_SETTINGS: [(&str, &str); 3] =
    [("connect_timeout", "5"), ("tcp_user_timeout", "20000"), ("application_name", "ccw-portal")];

fn sqlite_path(path: &str) -> Result<PathBuf, NotADatabaseUrl> {
    if path.is_empty() || path.ends_with('/') {
        return Err(NotADatabaseUrl::NoPath);
    }
    if path.eq_ignore_ascii_case(":memory:") {
        return Err(NotADatabaseUrl::InMemory);
    }
    if path.chars().any(|c| matches!(c, '?' | '#') || c.is_control()) {
        return Err(NotADatabaseUrl::Options);
    }
    Ok(PathBuf::from(path))
}

/// Whether libpq will split the address where we do: then neither it nor we take a password for something else.
fn is_well_formed(rest: &str) -> bool {
    let (before_query, query) = rest.split_once('?').unwrap_or((rest, "application_name=ccw-portal"));
    let (authority, database) = before_query.split_once('/').unwrap_or((before_query, ""));
    let (user, hosts) = authority.rsplit_once('@').unwrap_or(("", authority));
    let plain = |text: &str| !text.contains(['@', '/', '#']) && text.chars().all(|c| c.is_ascii_graphic());
    let port_fits = |host: &str| match host.rsplit_once(':') {
        Some((name, port)) => (port.bytes().all(|b| b.is_ascii_digit()) && !name.contains(':')) || host.ends_with(']'),
        None => true,
    } || host.starts_with('[');
    plain(user)
        && user.matches(':').count() <= 1
        && plain(hosts)
        && hosts.split(',').all(port_fits)
        && plain(database)
        && query.split('&').all(|pair| pair.matches('=').count() == 1)
        && query.chars().all(|c| c.is_ascii_graphic() && c != '#')
}

impl FromStr for DatabaseUrl {
    type Err = NotADatabaseUrl;

    fn from_str(text: &str) -> Result<Self, NotADatabaseUrl> {
        Self::parse(text)
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = match &self.0 {
            Address::Sqlite(path) => return write!(f, "sqlite:{}", path.display()),
            Address::Postgres(url) => url,
        };
        // Options are left out: libpq takes a password there, too.
        let shown = url.split_once('?').map_or(url.as_str(), |(before, _)| before);
        let rest = shown.strip_prefix("postgres://").unwrap_or_default();
        match rest.rsplit_once('@') {
            Some((user, place)) => match user.split_once(':') {
                Some((name, _)) => write!(f, "postgres://{name}:***@{place}"),
                None => write!(f, "postgres://{user}@{place}"),
            },
            None => f.write_str(shown),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}
