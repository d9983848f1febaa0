//! Documents that come with reports: a folder of files called by what is in them.
//!
//! A file lies under the SHA-256 of its content, `ab/cdef…`, and is never changed. It is written under
//! another name first, in the same file system, and gets its own when it is whole and on the disk: after
//! a power cut there is all of it or none. No name that somebody gave ever becomes a path.

mod container;
mod incoming;
mod kind;
mod look;

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

pub use incoming::{Incoming, Kept};
pub use kind::Kind;
pub use look::Unwanted;

/// Where files lie while they come and while they go.
const PASSAGE: &str = "passage";

/// Why a file is not kept or not given.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// It has more bytes than it may have.
    #[error("the file is too large")]
    TooLarge,
    /// It is of no kind that is taken.
    #[error("the file is not of a kind that is taken: {0:?}")]
    Unwanted(Unwanted),
    /// There is no room left.
    #[error("no room for files in {}: {why}", path.display())]
    Full {
        /// The folder or file.
        path: PathBuf,
        /// What the operating system says.
        why: io::Error,
    },
    /// The folder cannot be used.
    #[error("{}: {why}", path.display())]
    Io {
        /// The folder or file.
        path: PathBuf,
        /// What the operating system says.
        why: io::Error,
    },
}

impl FilesError {
    fn at(path: &Path) -> impl Fn(io::Error) -> Self {
        let path = path.to_owned();
        move |why| match why.kind() {
            // A quota and a limit on file sizes are no room either.
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                Self::Full { path: path.clone(), why }
            }
            _ => Self::Io { path: path.clone(), why },
        }
    }
}

/// The folder of the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    root: PathBuf,
}

impl Files {
    /// The folder; it need not be there yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Where it is.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Makes sure that files can be written in the folder, or that it can be made; makes nothing that stays.
    pub fn check(&self) -> Result<(), FilesError> {
        let beside = || self.root.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = if self.root.is_dir() { &self.root } else { beside() };
        tempfile::tempfile_in(folder).map(drop).map_err(FilesError::at(folder))
    }

    /// A new file, to be written piece by piece, of at most so many bytes.
    pub fn begin(&self, limit: u64) -> Result<Incoming, FilesError> {
        Incoming::new(self.clone(), limit)
    }

    /// A file and its length, if it is here.
    pub fn open(&self, sha256: &str) -> Result<Option<(File, u64)>, FilesError> {
        let Some(path) = self.path(sha256) else { return Ok(None) };
        let opened = match File::open(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                // The process may have died while it asked whether anybody names the file.
                let _ = fs::rename(self.leaving(sha256), &path);
                File::open(&path)
            }
            opened => opened,
        };
        match opened.and_then(|file| file.metadata().map(|about| (file, about.len()))) {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(FilesError::at(&path)(error)),
        }
    }

    /// Whether the file is in its place.
    pub fn holds(&self, sha256: &str) -> bool {
        self.path(sha256).is_some_and(|path| path.is_file())
    }

    /// Removes a file that nobody names.
    ///
    /// It leaves its place before `is_named` is asked: whoever stores the same content meanwhile finds
    /// the place empty and puts it there again, or names it in time and sees, looking once more, that
    /// it is gone.
    pub fn discard<E: From<FilesError>>(
        &self,
        sha256: &str,
        is_named: impl FnOnce() -> Result<bool, E>,
    ) -> Result<(), E> {
        let Some(path) = self.path(sha256) else { return Ok(()) };
        self.passage()?;
        let leaving = self.leaving(sha256);
        match fs::rename(&path, &leaving) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            moved => moved.map_err(FilesError::at(&path))?,
        }
        match is_named() {
            Ok(false) => Ok(fs::remove_file(&leaving).map_err(FilesError::at(&leaving))?),
            named => {
                fs::rename(&leaving, &path).map_err(FilesError::at(&path))?;
                named.map(drop)
            }
        }
    }

    /// The place of a file; none for what is no hash.
    fn path(&self, sha256: &str) -> Option<PathBuf> {
        let is_hash = sha256.len() == 64 && sha256.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let (folder, name) = sha256.split_at_checked(2).filter(|_| is_hash)?;
        Some(self.root.join(folder).join(name))
    }

    fn leaving(&self, sha256: &str) -> PathBuf {
        self.root.join(PASSAGE).join(format!("leaving-{sha256}"))
    }

    fn passage(&self) -> Result<PathBuf, FilesError> {
        let passage = self.root.join(PASSAGE);
        fs::create_dir_all(&passage).map_err(FilesError::at(&passage))?;
        Ok(passage)
    }
}
