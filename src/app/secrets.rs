//! Passwords, and secrets that open a door once: made here, stored as hashes only.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use data_encoding::HEXLOWER;
use parking_lot::{Condvar, Mutex};
use sha2::{Digest, Sha256};

/// Letters of a password, as NIST SP 800-63B asks: length counts, not kinds of letters.
pub const SHORTEST_PASSWORD: usize = 12;
/// Longer ones would only keep the machine busy.
pub const LONGEST_PASSWORD: usize = 200;

/// Each hash takes 19 MiB for a twentieth of a second: two at a time, the others wait for their turn.
static FREE: Mutex<u8> = Mutex::new(2);
/// Wakes one of those who wait, whichever of the two is done.
static DONE: Condvar = Condvar::new();

/// A password of nobody: checked where there is no account, so that the answer takes as long.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5LW5vYm9keQ$V8hHVjZ0Oah7VbBK4j6AhnAF0DT6ZG6fyS3hJ5RJxHQ";

/// One of the two, until it is dropped.
struct Turn;

impl Turn {
    fn take() -> Self {
        let mut free = FREE.lock();
        DONE.wait_while(&mut free, |free| *free == 0);
        *free -= 1;
        Self
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *FREE.lock() += 1;
        DONE.notify_one();
    }
}

/// Argon2id, in the PHC form.
pub(super) fn hash_password(password: &str) -> anyhow::Result<String> {
    let _turn = Turn::take();
    let hash: PasswordHash = Argon2::default().hash_password(password.as_bytes())?;
    Ok(hash.to_string())
}

/// Whether the password is that of the hash; without a hash it takes as long and is not.
pub(super) fn is_password(password: &str, hash: Option<&str>) -> bool {
    let _turn = Turn::take();
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(NOBODY)) else { return false };
    let fits = Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok();
    fits && hash.is_some()
}

/// 256 random bits of the operating system, in hexadecimal.
pub(super) fn new_secret() -> anyhow::Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no random numbers: {error}"))?;
    Ok(HEXLOWER.encode(&bytes))
}

/// What of a secret may be stored. The secret is random and long, so one round of SHA-256 is enough.
pub(super) fn fingerprint(secret: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(secret.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_only() {
        let hash = hash_password("correct horse battery").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(is_password("correct horse battery", Some(&hash)));
        assert!(!is_password("correct horse batterx", Some(&hash)));
        assert!(!is_password("correct horse battery", None));
        assert!(!is_password("x", Some("not a hash")));
    }

    #[test]
    fn the_hash_of_nobody_is_one_that_takes_as_long() {
        let nobody = PasswordHash::new(NOBODY).unwrap();
        let real = hash_password("correct horse battery").unwrap();
        assert_eq!(nobody.params, PasswordHash::new(&real).unwrap().params);
    }

    #[test]
    fn secrets_are_long_and_differ() {
        let (one, other) = (new_secret().unwrap(), new_secret().unwrap());
        assert_eq!(one.len(), 64);
        assert_ne!(one, other);
        assert_ne!(fingerprint(&one), one);
    }
}
