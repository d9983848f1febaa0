//! A file that is being received: written, hashed and counted piece by piece.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use super::look::{Looked, look};
use super::{Files, FilesError, Kind};

/// A file on its way; dropped before it is kept, nothing of it stays.
#[derive(Debug)]
pub struct Incoming {
    files: Files,
    file: NamedTempFile,
    hash: Sha256,
    bytes: u64,
    limit: u64,
}

/// A file that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
    /// What it is by its content.
    pub kind: Kind,
    /// Why it cannot be used, where that was seen: a word of the rules.
    pub fault: Option<&'static str>,
    /// The beginning of the text in it, where it is one.
    pub text: Option<String>,
}

impl Incoming {
    pub(super) fn new(files: Files, limit: u64) -> Result<Self, FilesError> {
        let passage = files.passage()?;
        let file = tempfile::Builder::new().prefix("coming-").tempfile_in(&passage);
        let file = file.map_err(FilesError::at(&passage))?;
        Ok(Self { files, file, hash: Sha256::new(), bytes: 0, limit })
    }

    /// Takes the next piece.
    pub fn write(&mut self, piece: &[u8]) -> Result<(), FilesError> {
        self.bytes = self.bytes.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        if self.bytes > self.limit {
            return Err(FilesError::TooLarge);
        }
        self.hash.update(piece);
        let written = self.file.write_all(piece);
        written.map_err(FilesError::at(self.file.path()))
    }

    /// Looks what the file is, whatever the name says, and gives it its place if it is of a kind that
    /// is taken; on the disk when this returns.
    pub fn keep(mut self, name: &str) -> Result<Kept, FilesError> {
        self.file.flush().map_err(FilesError::at(self.file.path()))?;
        let Looked { kind, fault, text } = look(self.file.as_file_mut(), self.bytes, name)
            .map_err(FilesError::at(self.file.path()))?
            .map_err(FilesError::Unwanted)?;
        let sha256 = HEXLOWER.encode(&self.hash.finalize());
        let Some(path) = self.files.path(&sha256) else { return Err(FilesError::TooLarge) };
        let folder = path.parent().unwrap_or(&self.files.root);
        if !folder.is_dir() {
            fs::create_dir_all(folder).map_err(FilesError::at(folder))?;
            synced(&self.files.root)?;
        }
        self.file.as_file().sync_all().map_err(FilesError::at(self.file.path()))?;
        // Over one that is there already: it holds the same, unless a disk has spoilt it.
        self.file.persist(&path).map_err(|error| FilesError::at(&path)(error.error))?;
        synced(folder)?;
        Ok(Kept { sha256, bytes: self.bytes, kind, fault, text })
    }
}

/// A new name is on the disk when its folder is.
fn synced(folder: &Path) -> Result<(), FilesError> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(FilesError::at(folder))
}
