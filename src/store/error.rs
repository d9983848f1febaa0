//! What can go wrong in the store. That something is absent is no error: `find_*` answers `Ok(None)`.
//!
//! Messages carry what the database says about the statement, never its values and never a password.

use std::path::{Path, PathBuf};

use diesel::result::{ConnectionError, DatabaseErrorKind, Error};

/// What functions of the store answer.
pub type StoreResult<T> = Result<T, StoreError>;

/// Why the store could not do as asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A row with this key is there already; the text is the database's own and names the constraint.
    #[error("there is such a row already: {0}")]
    Conflict(String),
    /// Others kept the database busy for too long; the same may work a moment later.
    #[error("the database is busy; try again in a moment")]
    Busy,
    /// The row to change is not there.
    #[error("{table}: there is no row {id}")]
    Missing {
        /// Table that should hold the row.
        table: &'static str,
        /// Key of the row.
        id: String,
    },
    /// A row holds what the program never writes.
    #[error("{table}, row {id}: {why}")]
    Corrupt {
        /// Table that holds the row.
        table: &'static str,
        /// Key of the row.
        id: String,
        /// What is wrong with it.
        why: String,
    },
    /// The database cannot be reached or takes no writes, for example because its disk is full.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// Asked for something the store does not do; the text says what and why.
    #[error("{0}")]
    Refused(String),
    /// A file is not what it should be.
    #[error("{}: {why}", path.display())]
    NotUnderstood {
        /// The file.
        path: PathBuf,
        /// What it is not.
        why: String,
    },
    /// A file cannot be read or written.
    #[error("{}: {why}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        why: std::io::Error,
    },
    /// Any other answer of the database.
    #[error("the database says: {0}")]
    Database(Error),
}

impl StoreError {
    /// Ties what the operating system says to the file it is about.
    pub(super) fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |why| Self::File { path, why }
    }
}

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        match Kind::of(&error) {
            Kind::Duplicate => Self::Conflict(error.to_string()),
            Kind::Race | Kind::Locked => Self::Busy,
            Kind::Closed | Kind::Storage => Self::Unavailable(error.to_string()),
            Kind::Other => Self::Database(error),
        }
    }
}

impl From<ConnectionError> for StoreError {
    fn from(error: ConnectionError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

/// The distinctions the store acts upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A unique key is taken.
    Duplicate,
    /// Two transactions met; PostgreSQL undid one of them.
    Race,
    /// Another process holds SQLite's write lock.
    Locked,
    /// The connection is of no more use.
    Closed,
    /// The file cannot be written or read.
    Storage,
    /// Everything else.
    Other,
}

impl Kind {
    /// Sorts an error of diesel.
    ///
    /// Diesel keeps the database's codes to itself where it has no kind for them,
    /// so the rest is told by SQLite's fixed texts and PostgreSQL's English ones.
    pub(super) fn of(error: &Error) -> Self {
        match error {
            Error::DatabaseError(kind, information) => match kind {
                DatabaseErrorKind::UniqueViolation => Self::Duplicate,
                DatabaseErrorKind::SerializationFailure => Self::Race,
                DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand => Self::Closed,
                _ => Self::of_message(information.message()),
            },
            Error::BrokenTransactionManager => Self::Closed,
            Error::RollbackErrorOnCommit { commit_error, .. } => Self::of(commit_error),
            _ => Self::Other,
        }
    }

    fn of_message(message: &str) -> Self {
        match message {
            "deadlock detected" => Self::Race,
            "database is locked" | "database table is locked" | "database schema is locked" => Self::Locked,
            "disk I/O error" | "unable to open database file" => Self::Closed,
            "database or disk is full" | "attempt to write a readonly database" => Self::Storage,
            _ => Self::Other,
        }
    }
}
