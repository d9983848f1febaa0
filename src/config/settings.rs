//! The one list of settings.

/// One setting as operators know it.
pub struct Setting {
    /// Name of the variable.
    pub name: &'static str,
    /// What it means.
    pub about: &'static str,
    /// Used when nothing is given; `None` where a value is required.
    pub default: Option<&'static str>,
}

/// Every setting there is.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "DATABASE_URL",
        about: "where the data is: `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/NAME`",
        default: None,
    },
    Setting {
        name: "PUBLIC_URL",
        about: "the address people use, for example `https://reports.example.org`; links never trust the Host header",
        default: None,
    },
    Setting {
        name: "FILES",
        about: "folder of the documents that come with reports; `beside` is the folder `files` beside a SQLite database, with PostgreSQL name one that every node shares",
        default: Some(BESIDE),
    },
    Setting { name: "LISTEN", about: "address and port the server listens on", default: Some("127.0.0.1:8080") },
    Setting { name: "WORKERS", about: "threads that answer requests, 1 to 64", default: Some("2") },
    Setting {
        name: "DATABASE_CONNECTIONS",
        about: "connections that read at the same time, 1 to 100",
        default: Some("8"),
    },
    Setting {
        name: "TRUSTED_PROXIES",
        about: "addresses of proxies in front, separated by commas; whom they name in X-Forwarded-For is believed, for limits on signing in",
        default: Some("none"),
    },
    Setting {
        name: "MAIL_URL",
        about: "where letters go: `smtps://USER:PASSWORD@HOST:465` (TLS), `smtp://USER:PASSWORD@HOST:587` (STARTTLS, required), `smtp+plain://HOST:25` (not encrypted), or `folder:PATH` for one `.eml` file each; with `none` they wait in the database",
        default: Some("none"),
    },
    Setting {
        name: "MAIL_CA",
        about: "a file of certificates (PEM) by which the mail server is known; `system` are those that the machine trusts",
        default: Some(SYSTEM),
    },
    Setting {
        name: "MAIL_FROM",
        about: "the sender of letters, for example `CCW secretariat <reports@example.org>`, whom replies reach; needed with `MAIL_URL`",
        default: Some("none"),
    },
    Setting {
        name: "MAIL_BOUNCES",
        about: "the address that mail systems send back to what they cannot deliver, for example `bounces@example.org`; with `none` it is that of `MAIL_FROM`",
        default: Some("none"),
    },
    Setting {
        name: "MINE_BAN_PARTIES_FILE",
        about: "a list of the parties to the mine-ban convention, CSV with `iso3,in_force_on,as_of,source`; with `none` the rule that compares holdings with it is silent",
        default: Some("none"),
    },
    Setting {
        name: "POPULATION_FILE",
        about: "a list of populations, CSV with `iso3,people,as_of,source`; with `none` the rule that compares people reached with it is silent",
        default: Some("none"),
    },
    Setting {
        name: "LOG",
        about: "what is logged: `error`, `warn`, `info`, `debug`, or directives of tracing",
        default: Some("info"),
    },
    Setting { name: "LOG_FORMAT", about: "`text` for people, `json` for collectors", default: Some("text") },
];

/// Settings of earlier programs, and what takes their place: whoever still gives one is told, since letters or documents
/// would go elsewhere than they think.
pub(super) const FORMER: &[(&str, &str)] = &[("MAIL_FOLDER", "write its folder as MAIL_URL=folder:PATH")];

/// The folder of documents is beside the database.
pub(super) const BESIDE: &str = "beside";
/// The mail server is known by the certificates that the machine trusts.
pub(super) const SYSTEM: &str = "system";
