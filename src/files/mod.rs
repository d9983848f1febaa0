//! Documents that come with reports: a folder of files called by what is in them.
//!
//! A file lies under the SHA-256 of its content, `ab/cdef…`, and is never changed. It is written under
//! another name first, in the same file system, and gets its own when it is whole and on the disk: after
//! a power cut there is all of it or none. No name that somebody gave ever becomes a path.

mod container;
mod incoming;
mod kind;
mod look;
mod sweep;
mod verify;

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

pub use incoming::{Incoming, Kept};
pub use kind::Kind;
pub use look::Unwanted;
pub use verify::Found;

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

    /// A file that was kept before, looked at again under a name, if it is here.
    pub fn kept(&self, sha256: &str, name: &str) -> Result<Option<Kept>, FilesError> {
        let Some((mut file, bytes)) = self.open(sha256)? else { return Ok(None) };
        let looked = look::look(&mut file, bytes, name).map_err(FilesError::at(&self.root))?;
        let look::Looked { kind, fault, text } = looked.map_err(FilesError::Unwanted)?;
        Ok(Some(Kept { sha256: sha256.to_owned(), bytes, kind, fault, text }))
    }

    /// Whether the file is in its place, and not about to go.
    pub fn holds(&self, sha256: &str) -> bool {
        self.path(sha256).is_some_and(|path| path.is_file())
    }

    /// Removes a file that nobody names, and for which nobody waits.
    ///
    /// It leaves its place before `is_named` is asked: whoever stores the same content meanwhile finds
    /// the place empty and puts it there again, or names it in time and sees, looking once more, that
    /// it is gone.
    pub fn discard<E: From<FilesError>>(
        &self,
        sha256: &str,
        is_named: impl FnOnce() -> Result<bool, E>,
    ) -> Result<(), E> {
        self.take_out(sha256, SystemTime::UNIX_EPOCH, is_named)
    }

    /// The same, where who waits since before an instant does not count. Whether somebody waits is asked first: one who
    /// ceases to wait has named the file by then, or given it up.
    fn take_out<E: From<FilesError>>(
        &self,
        sha256: &str,
        since: SystemTime,
        is_named: impl FnOnce() -> Result<bool, E>,
    ) -> Result<(), E> {
        let Some(path) = self.path(sha256) else { return Ok(()) };
        self.passage()?;
        match fs::rename(&path, self.leaving(sha256)) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            moved => moved.map_err(FilesError::at(&path))?,
        }
        let named = match self.is_awaited(sha256, since) {
            Ok(false) => is_named(),
            awaited => awaited.map_err(E::from),
        };
        self.leave(sha256, !matches!(named, Ok(false)))?;
        named.map(drop)
    }

    /// Removes a file that has left its place, or puts it back if somebody names it; `false` if it was gone already.
    fn leave(&self, sha256: &str, is_named: bool) -> Result<bool, FilesError> {
        let leaving = self.leaving(sha256);
        let done = match (self.path(sha256), is_named) {
            (Some(path), true) => fs::rename(&leaving, path),
            _ => fs::remove_file(&leaving),
        };
        match done {
            // Somebody who reads it has put it back meanwhile.
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            done => done.map(|()| true).map_err(FilesError::at(&leaving)),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(files: &Files, content: &[u8]) -> Kept {
        let mut incoming = files.begin(100).unwrap();
        content.chunks(5).for_each(|piece| incoming.write(piece).unwrap());
        incoming.keep("a.txt").unwrap()
    }

    fn is_empty(files: &Files) -> bool {
        files.root().join(PASSAGE).read_dir().unwrap().next().is_none()
    }

    #[test]
    fn a_file_is_kept_under_its_hash_and_found_by_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path().join("files"));
        files.check().unwrap();
        assert!(!files.root().exists(), "a check makes nothing");
        let kept = stored(&files, b"hello world");
        assert_eq!(kept.sha256, "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9");
        assert_eq!(stored(&files, b"hello world"), kept, "once more is the same");
        let (mut file, length) = files.open(&kept.sha256).unwrap().unwrap();
        assert_eq!((io::read_to_string(&mut file).unwrap().as_str(), length), ("hello world", 11));
        for other in ["", "b9", "../files", &kept.sha256.to_uppercase(), &kept.sha256[1..], &"é".repeat(32)] {
            assert!(files.open(other).unwrap().is_none() && !files.holds(other), "{other}");
        }
        assert!(is_empty(&files));
    }

    #[test]
    fn nothing_stays_of_what_is_too_large_unwanted_or_broken_off() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path());
        let mut large = files.begin(10).unwrap();
        large.write(b"0123456789").unwrap();
        assert!(matches!(large.write(b"0"), Err(FilesError::TooLarge)));
        drop(large);
        let mut program = files.begin(10).unwrap();
        program.write(b"MZ\x90\0").unwrap();
        assert!(matches!(program.keep("a.pdf"), Err(FilesError::Unwanted(Unwanted::Program))));
        files.begin(10).unwrap().write(b"012").unwrap();
        assert!(is_empty(&files));
        assert_eq!(folder.path().read_dir().unwrap().count(), 1);
    }

    #[test]
    fn a_file_goes_when_nobody_names_it_and_stays_when_somebody_does() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path());
        let kept = stored(&files, b"hello world");
        files.discard::<FilesError>(&kept.sha256, || Ok(true)).unwrap();
        assert!(files.holds(&kept.sha256));
        let fails = || Err(FilesError::TooLarge);
        assert!(files.discard(&kept.sha256, fails).is_err() && files.holds(&kept.sha256), "in doubt it stays");
        fs::rename(files.path(&kept.sha256).unwrap(), files.leaving(&kept.sha256)).unwrap();
        assert!(files.open(&kept.sha256).unwrap().is_some(), "the process had died in between");
        files.discard::<FilesError>(&kept.sha256, || Ok(false)).unwrap();
        assert!(!files.holds(&kept.sha256) && is_empty(&files));
        files.discard::<FilesError>(&kept.sha256, || Ok(false)).unwrap();
    }

    #[test]
    fn a_folder_that_cannot_be_used_is_named() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let files = Files::new(file.path().join("files"));
        for error in [files.check().unwrap_err(), files.begin(10).unwrap_err()] {
            assert!(matches!(error, FilesError::Io { .. }) && error.to_string().contains("Not a directory"), "{error}");
        }
        let full = io::Error::from(ErrorKind::StorageFull);
        assert!(matches!(FilesError::at(file.path())(full), FilesError::Full { .. }));
    }
}
