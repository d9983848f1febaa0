//! Settings: read once, checked whole, passed down.
//!
//! Every setting is an environment variable of its name; `--config FILE` (TOML) may give
//! the same names, and the environment wins. [`SETTINGS`] is the one list: the README's
//! table and `check-config` are checked against it.

mod settings;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::mail::{MailUrl, Post, ReturnAddress, Sender};
use crate::store::{DatabaseUrl, Engine};
use crate::telemetry;
use settings::{BESIDE, FORMER, SYSTEM};

pub use settings::{SETTINGS, Setting};

/// The settings of `serve`, each parsed.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the data is.
    pub database_url: DatabaseUrl,
    /// Folder of the documents that come with reports.
    pub files: PathBuf,
    /// The address people use, without a slash at its end.
    pub public_url: String,
    /// Where the server listens.
    pub listen: SocketAddr,
    /// Threads that answer requests.
    pub workers: usize,
    /// Connections that read at the same time.
    pub database_connections: u32,
    /// Proxies whose word about the client is taken.
    pub trusted_proxies: Vec<IpAddr>,
    /// Where letters go; without it they wait.
    pub mail: Option<Mail>,
    /// A list of the parties to the mine-ban convention.
    pub mine_ban_parties: Option<PathBuf>,
    /// A list of populations.
    pub population: Option<PathBuf>,
}

/// Where letters go, and whom they come from.
#[derive(Debug, Clone)]
pub struct Mail {
    /// A mail server, or a folder that takes each as a file.
    pub to: MailUrl,
    /// Certificates by which the mail server is known, if not those that the machine trusts.
    pub authorities: Option<PathBuf>,
    /// Their sender.
    pub from: Sender,
    /// Where mail systems send back what they cannot deliver, if not to the sender.
    pub bounces: Option<ReturnAddress>,
}

impl Mail {
    /// The post that does so; nothing is asked of a mail server yet.
    pub fn post(&self, public_url: &str) -> Result<Post, String> {
        let post = Post::open(&self.to, self.authorities.as_deref(), self.from.clone(), public_url)?;
        Ok(match &self.bounces {
            Some(bounces) => post.returned_to(bounces.clone()),
            None => post,
        })
    }
}

/// How logs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Where a value came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// An environment variable.
    Environment,
    /// The file given with `--config`.
    File,
    /// The default.
    Default,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Environment => "environment",
            Self::File => "file",
            Self::Default => "default",
        })
    }
}

/// A setting that is missing or cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Required and not given.
    #[error("{name} is not set: {about}")]
    Missing {
        /// Name of the setting.
        name: &'static str,
        /// What it means.
        about: &'static str,
    },
    /// Given, but not usable.
    #[error("{name}: {why}")]
    Unusable {
        /// Name of the setting.
        name: &'static str,
        /// What is wrong and what is expected.
        why: String,
    },
    /// The file cannot be used.
    #[error("configuration file: {0}")]
    File(String),
}

/// Raw values with their sources, before they are parsed.
#[derive(Debug)]
pub struct Values {
    values: BTreeMap<&'static str, (String, Source)>,
}

impl Values {
    /// Reads the environment and, if given, a file.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
    pub fn read(file: Option<&Path>) -> Result<Self, Problem> {
        let text = match file {
            None => String::new(),
            Some(path) => std::fs::read_to_string(path)
                .map_err(|error| Problem::File(format!("{} cannot be read: {error}", path.display())))?,
        };
        let unreadable =
            SETTINGS.iter().find(|setting| std::env::var_os(setting.name).is_some_and(|v| v.to_str().is_none()));
        if let Some(setting) = unreadable {
            return Err(Problem::Unusable { name: setting.name, why: "is not UTF-8".into() });
        }
        Self::from_parts(|name| std::env::var(name).ok(), &text)
    }

    /// The same from any environment; for tests.
    pub fn from_parts(environment: impl Fn(&str) -> Option<String>, file: &str) -> Result<Self, Problem> {
        let table: toml::Table = file
            .parse()
            .map_err(|error: toml::de::Error| Problem::File(format!("is not TOML: {}", error.message())))?;
        let is_given = |name: &str| environment(name).is_some_and(|value| !value.trim().is_empty());
        if let Some((name, instead)) = FORMER.iter().find(|(name, _)| is_given(name) || table.contains_key(*name)) {
            return Err(Problem::Unusable { name, why: format!("is no setting any more; {instead}") });
        }
        if let Some(unknown) = table.keys().find(|key| !SETTINGS.iter().any(|setting| setting.name == *key)) {
            return Err(Problem::File(format!("{unknown} is not a setting; `check-config` lists them")));
        }
        let mut values = BTreeMap::new();
        for setting in SETTINGS {
            let given = environment(setting.name).filter(|value| !value.trim().is_empty());
            let found = match (given, table.get(setting.name), setting.default) {
                (Some(value), _, _) => (value, Source::Environment),
                (None, Some(value), _) => (plain(value), Source::File),
                (None, None, Some(value)) => (value.to_owned(), Source::Default),
                (None, None, None) => continue,
            };
            values.insert(setting.name, found);
        }
        Ok(Self { values })
    }

    /// Every setting with its value as it may be shown and its source; `None` where it is missing.
    pub fn shown(&self) -> impl Iterator<Item = (&'static Setting, Option<(String, Source)>)> {
        SETTINGS.iter().map(|setting| {
            let found = self.values.get(setting.name);
            (setting, found.map(|(value, source)| (masked(setting.name, value), *source)))
        })
    }

    /// All settings of `serve`, or everything that is wrong with them.
    pub fn config(&self) -> Result<Config, Vec<Problem>> {
        let mut problems = Vec::new();
        let database_url = keep(self.database_url(), &mut problems);
        let files = keep(self.files(), &mut problems);
        let public_url = keep(self.public_url(), &mut problems);
        let listen = keep(self.listen(), &mut problems);
        let workers = keep(self.parsed("WORKERS", |text| number(text, 1, 64)), &mut problems);
        let connections = keep(self.parsed("DATABASE_CONNECTIONS", |text| number(text, 1, 100)), &mut problems);
        let proxies = keep(self.parsed("TRUSTED_PROXIES", proxies), &mut problems);
        let mail = keep(self.mail(), &mut problems);
        let lists =
            ["MINE_BAN_PARTIES_FILE", "POPULATION_FILE"].map(|name| keep(self.optional_file(name), &mut problems));
        let [mine_ban_parties, population] = lists.map(Option::flatten);
        keep(self.log(), &mut problems);
        match (database_url, files, public_url, listen, workers, connections, proxies, mail) {
            (
                Some(database_url),
                Some(files),
                Some(public_url),
                Some(listen),
                Some(workers),
                Some(database_connections),
                Some(trusted_proxies),
                Some(mail),
            ) if problems.is_empty() => Ok(Config {
                database_url,
                files,
                public_url,
                listen,
                workers,
                database_connections,
                trusted_proxies,
                mail,
                mine_ban_parties,
                population,
            }),
            _ => Err(problems),
        }
    }

    /// The database alone, for commands that need no more.
    pub fn database_url(&self) -> Result<DatabaseUrl, Problem> {
        self.parsed("DATABASE_URL", |text| text.parse::<DatabaseUrl>().map_err(|error| error.to_string()))
    }

    /// The address people use alone, for commands that need no more.
    pub fn public_url(&self) -> Result<String, Problem> {
        self.parsed("PUBLIC_URL", public_url)
    }

    /// Where the server listens alone.
    pub fn listen(&self) -> Result<SocketAddr, Problem> {
        self.parsed("LISTEN", listen)
    }

    /// Where letters go, if anywhere. No sender is ever a default: it must be one whom replies reach.
    fn mail(&self) -> Result<Option<Mail>, Problem> {
        let given = |text: &str, none: &str| (text != none).then(|| text.to_owned());
        let from = match self.parsed("MAIL_FROM", |text| Ok(given(text, "none")))? {
            Some(_) => Some(self.parsed("MAIL_FROM", Sender::from_str)?),
            None => None,
        };
        let authorities = self.parsed("MAIL_CA", |text| Ok(given(text, SYSTEM).map(PathBuf::from)))?;
        let bounces = self.parsed("MAIL_BOUNCES", |text| {
            given(text, "none").map(|address| address.parse::<ReturnAddress>()).transpose()
        })?;
        let to = self.parsed("MAIL_URL", |text| {
            given(text, "none").map(|url| url.parse::<MailUrl>().map_err(|error| error.to_string())).transpose()
        })?;
        match (to, from) {
            (None, _) => Ok(None),
            (Some(to), Some(from)) => Ok(Some(Mail { to, authorities, from, bounces })),
            (Some(_), None) => {
                let why = "is needed where MAIL_URL is set, for example `CCW secretariat <reports@example.org>`";
                Err(Problem::Unusable { name: "MAIL_FROM", why: why.into() })
            }
        }
    }

    /// A file that need not be given.
    fn optional_file(&self, name: &'static str) -> Result<Option<PathBuf>, Problem> {
        self.parsed(name, |text| Ok((text != "none").then(|| PathBuf::from(text))))
    }

    /// The folder of documents; where the database is not understood, that is said about the database alone.
    pub fn files(&self) -> Result<PathBuf, Problem> {
        let database = self.database_url().ok();
        self.parsed("FILES", |text| match (text, database.as_ref().map(|url| (url.engine(), url.folder()))) {
            (BESIDE, Some((Engine::Postgres, _))) => {
                Err("with PostgreSQL, name the folder of the documents that come with reports".to_owned())
            }
            (BESIDE, Some((Engine::Sqlite, folder))) => Ok(folder.unwrap_or(Path::new("")).join("files")),
            (folder, _) => Ok(PathBuf::from(folder)),
        })
    }

    /// What is logged, and how.
    pub fn log(&self) -> Result<(String, LogFormat), Problem> {
        let format = self.parsed("LOG_FORMAT", |text| match text {
            "text" => Ok(LogFormat::Text),
            "json" => Ok(LogFormat::Json),
            other => Err(format!("“{other}” is neither `text` nor `json`")),
        })?;
        let filter = self.parsed("LOG", |text| {
            telemetry::filter(text).map(|_| text.to_owned()).map_err(|why| format!("“{text}” is no log filter: {why}"))
        })?;
        Ok((filter, format))
    }

    fn parsed<T>(&self, name: &'static str, parse: impl Fn(&str) -> Result<T, String>) -> Result<T, Problem> {
        let about = || SETTINGS.iter().find(|setting| setting.name == name).map_or("", |setting| setting.about);
        let (value, _) = self.values.get(name).ok_or_else(|| Problem::Missing { name, about: about() })?;
        parse(value.trim()).map_err(|why| Problem::Unusable { name, why })
    }
}

fn keep<T>(result: Result<T, Problem>, problems: &mut Vec<Problem>) -> Option<T> {
    result.map_err(|problem| problems.push(problem)).ok()
}

/// A number or truth value in the file means the same as its text in the environment.
fn plain(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Integer(number) => number.to_string(),
        toml::Value::Boolean(truth) => truth.to_string(),
        other => format!("{other:?}"),
    }
}

fn masked(name: &str, value: &str) -> String {
    let unusable = || "(not shown: not usable)".to_owned();
    match name {
        "DATABASE_URL" => value.parse::<DatabaseUrl>().map_or_else(|_| unusable(), |url| url.to_string()),
        "MAIL_URL" if value.trim() != "none" => {
            value.trim().parse::<MailUrl>().map_or_else(|_| unusable(), |url| url.to_string())
        }
        _ => value.to_owned(),
    }
}

/// An origin: links in pages and letters are this plus a path.
fn public_url(text: &str) -> Result<String, String> {
    let parsed = url::Url::parse(text).ok().filter(|url| {
        matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.path() == "/"
            && (url.query(), url.fragment()) == (None, None)
            && url.username().is_empty()
    });
    let origin = parsed.map(|url| url.origin().ascii_serialization());
    origin.ok_or_else(|| format!("“{text}” is not an address such as https://reports.example.org, without a path"))
}

fn listen(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_error| format!("“{text}” is not an address and port such as 127.0.0.1:8080"))
}

fn proxies(text: &str) -> Result<Vec<IpAddr>, String> {
    if text == "none" {
        return Ok(Vec::new());
    }
    let one = |part: &str| {
        part.trim().parse().map_err(|_error| format!("“{}” is not an address such as 10.0.0.1", part.trim()))
    };
    text.split(',').map(one).collect()
}

fn number<T: TryFrom<u64>>(text: &str, least: u64, most: u64) -> Result<T, String> {
    let expected = || format!("“{text}” is not a whole number from {least} to {most}");
    let number = text.parse::<u64>().ok().filter(|number| (least..=most).contains(number));
    number.and_then(|number| T::try_from(number).ok()).ok_or_else(expected)
}
