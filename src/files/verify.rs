//! Whether a file that somebody names is here, and is what its name says.

use std::io::{Read, copy};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::{Files, FilesError};

/// What lies in the place of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// The file.
    Whole,
    /// Nothing.
    Nothing,
    /// Something else: of another length, or with other content.
    Other,
}

impl Files {
    /// Looks for a file of so many bytes; its content is compared with its hash if it is to be read.
    pub fn verify(&self, sha256: &str, bytes: u64, reads: bool) -> Result<Found, FilesError> {
        let Some((mut file, length)) = self.open(sha256)? else { return Ok(Found::Nothing) };
        if length != bytes || (reads && self.hash(sha256, &mut file)? != sha256) {
            return Ok(Found::Other);
        }
        Ok(Found::Whole)
    }

    fn hash(&self, sha256: &str, file: &mut impl Read) -> Result<String, FilesError> {
        let mut hasher = Hasher(Sha256::new());
        copy(file, &mut hasher).map_err(FilesError::at(&self.root().join(sha256)))?;
        Ok(HEXLOWER.encode(&hasher.0.finalize()))
    }
}

/// Takes what is copied into it.
struct Hasher(Sha256);

impl std::io::Write for Hasher {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
