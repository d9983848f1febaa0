//! What is left in the folder: files that stopped on their way, whole ones that nobody came to name, and those that
//! wait for somebody who looks over what would name them.

use std::fs::{self, DirEntry, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{Files, FilesError, PASSAGE};

impl Files {
    /// Notes, or notes anew, that a whole file waits for somebody to go on with it: nobody names it yet, and after a day
    /// nobody will. `by` is a name of its own for each who waits, and holds
    /// nothing that separates folders.
    ///
    /// Until then the file stays. Whoever is about to name it notes this anew and only then looks whether it is here.
    pub fn wait(&self, sha256: &str, by: &str) -> Result<(), FilesError> {
        // What is no hash is no file, and no path.
        if self.path(sha256).is_none() {
            return Ok(());
        }
        self.passage()?;
        let waiting = self.waiting(sha256, by);
        fs::write(&waiting, sha256).map_err(FilesError::at(&waiting))
    }

    /// Notes it anew where it is noted; whether it was.
    pub fn wait_on(&self, sha256: &str, by: &str) -> Result<bool, FilesError> {
        if self.path(sha256).is_none() {
            return Ok(false);
        }
        let waiting = self.waiting(sha256, by);
        let noted = File::options().write(true).open(&waiting);
        match noted.and_then(|mut note| note.write_all(sha256.as_bytes())) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            done => done.map(|()| true).map_err(FilesError::at(&waiting)),
        }
    }

    /// Takes the note away: the file is named by now, or given up.
    pub fn settle(&self, sha256: &str, by: &str) -> Result<(), FilesError> {
        match self.path(sha256) {
            Some(_) => removed(&self.waiting(sha256, by)).map(drop),
            None => Ok(()),
        }
    }

    /// Whether anybody has waited for the file since an instant.
    pub(super) fn is_awaited(&self, sha256: &str, since: SystemTime) -> Result<bool, FilesError> {
        let begin = format!("waiting-{sha256}");
        for entry in entries(&self.root.join(PASSAGE))? {
            if entry.file_name().to_string_lossy().starts_with(&begin) && !is_older(&entry.path(), since)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn waiting(&self, sha256: &str, by: &str) -> PathBuf {
        self.root.join(PASSAGE).join(format!("waiting-{sha256}-{by}"))
    }

    /// Removes what began to come before an instant and never became whole, and brings to its end what was
    /// about to go. What waited since before it goes as well, unless somebody names it. Gives how many files that were.
    ///
    /// A file that is being received is written again and again, so an old one is of a process that died.
    pub fn clear_passage<E: From<FilesError>>(
        &self,
        before: SystemTime,
        is_named: impl Fn(&str) -> Result<bool, E>,
    ) -> Result<usize, E> {
        let passage = self.root.join(PASSAGE);
        let mut cleared = 0;
        for entry in entries(&passage)? {
            let name = entry.file_name().to_string_lossy().into_owned();
            let gone = if let Some(sha256) = name.strip_prefix("leaving-") {
                self.leave(sha256, self.is_awaited(sha256, before)? || is_named(sha256)?)?
            } else if !is_older(&entry.path(), before)? {
                false
            } else if let Some(waiting) = name.strip_prefix("waiting-") {
                let sha256 = waiting.split('-').next().unwrap_or_default();
                let gone = self.discard_older(sha256, before, || is_named(sha256))?;
                // It may have been noted anew meanwhile.
                if is_older(&entry.path(), before)? {
                    removed(&entry.path())?;
                }
                gone
            } else {
                removed(&entry.path())?
            };
            cleared += usize::from(gone);
        }
        Ok(cleared)
    }

    /// Hashes of the files that have been in their places since before an instant, in order.
    pub fn list_older(&self, before: SystemTime) -> Result<Vec<String>, FilesError> {
        let mut found = Vec::new();
        for folder in entries(&self.root)?.into_iter().filter(|entry| entry.path().is_dir()) {
            for entry in entries(&folder.path())? {
                let sha256 = [folder.file_name(), entry.file_name()].map(|name| name.to_string_lossy().into_owned());
                let sha256 = sha256.concat();
                // Whatever else lies there is not ours.
                if self.path(&sha256) == Some(entry.path()) && is_older(&entry.path(), before)? {
                    found.push(sha256);
                }
            }
        }
        found.sort();
        Ok(found)
    }

    /// Removes a file that nobody names and that has been in its place since before an instant, if nobody has waited for
    /// it since; whether it went.
    ///
    /// Both are looked at when it has left its place: the same content may have come again.
    pub fn discard_older<E: From<FilesError>>(
        &self,
        sha256: &str,
        before: SystemTime,
        is_named: impl FnOnce() -> Result<bool, E>,
    ) -> Result<bool, E> {
        let leaving = self.leaving(sha256);
        self.take_out(sha256, before, || if is_older(&leaving, before)? { is_named() } else { Ok(true) })?;
        Ok(!self.holds(sha256))
    }
}

/// What is in a folder; nothing in one that is not there.
fn entries(folder: &Path) -> Result<Vec<DirEntry>, FilesError> {
    match fs::read_dir(folder).and_then(Iterator::collect) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        listed => listed.map_err(FilesError::at(folder)),
    }
}

/// Whether the file was last written before an instant; one that is gone is not.
fn is_older(path: &Path, before: SystemTime) -> Result<bool, FilesError> {
    match fs::metadata(path).and_then(|about| about.modified()) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        written => Ok(written.map_err(FilesError::at(path))? < before),
    }
}

fn removed(path: &Path) -> Result<bool, FilesError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        done => done.map(|()| true).map_err(FilesError::at(path)),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::files::Kept;

    const DAY: Duration = Duration::from_secs(86_400);

    fn stored(files: &Files, content: &[u8]) -> Kept {
        let mut incoming = files.begin(100).unwrap();
        incoming.write(content).unwrap();
        incoming.keep("a.txt").unwrap()
    }

    fn age(path: &Path) {
        File::options().write(true).open(path).unwrap().set_modified(SystemTime::UNIX_EPOCH + DAY).unwrap();
    }

    /// Long ago, as a file that is written now sees it.
    fn before() -> SystemTime {
        SystemTime::UNIX_EPOCH + 2 * DAY
    }

    fn passage(files: &Files) -> Vec<PathBuf> {
        entries(&files.root().join(PASSAGE)).unwrap().iter().map(DirEntry::path).collect()
    }

    #[test]
    fn what_stopped_on_its_way_goes_and_what_is_on_its_way_stays() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path());
        let nobody = |_: &str| Ok::<_, FilesError>(false);
        assert_eq!(files.clear_passage(before(), nobody).unwrap(), 0, "there is no folder yet");
        let mut coming = files.begin(100).unwrap();
        coming.write(b"01").unwrap();
        // As a process leaves it that is killed.
        let stopped = passage(&files)[0].with_file_name("coming-stopped");
        fs::write(&stopped, "012").unwrap();
        age(&stopped);
        assert_eq!(files.clear_passage(before(), nobody).unwrap(), 1);
        assert!(!stopped.exists());
        coming.write(b"23").unwrap();
        assert!(files.holds(&coming.keep("a.txt").unwrap().sha256), "it came whole");
    }

    #[test]
    fn what_waits_goes_after_a_day_unless_it_is_settled_named_or_young() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path());
        let all = [b"left", b"come", b"have", b"anew"].map(|content| stored(&files, content).sha256);
        let [left, settled, named, anew] = &all;
        for sha256 in &all {
            files.wait(sha256, "one").unwrap();
            [files.path(sha256).unwrap(), files.waiting(sha256, "one")].iter().for_each(|file| age(file));
        }
        files.settle(settled, "one").unwrap();
        files.wait(anew, "one").unwrap();
        let is_named = |sha256: &str| Ok::<_, FilesError>(sha256 == named);
        assert_eq!(files.clear_passage(before(), is_named).unwrap(), 1);
        assert!(!files.holds(left) && [settled, named, anew].iter().all(|sha256| files.holds(sha256)));
        assert_eq!(passage(&files), [files.waiting(anew, "one")]);
        files.settle(left, "one").unwrap();
    }

    #[test]
    fn only_what_waits_already_waits_on() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path());
        let sha256 = stored(&files, b"looked over").sha256;
        assert!(!files.wait_on(&sha256, "one").unwrap() && passage(&files).is_empty());
        files.wait(&sha256, "one").unwrap();
        for other in [&sha256.to_uppercase(), "../../elsewhere", ""] {
            assert!(!files.wait_on(other, "one").unwrap(), "{other}");
        }
        let note = files.waiting(&sha256, "one");
        age(&note);
        assert!(!files.wait_on(&sha256, "another").unwrap() && is_older(&note, before()).unwrap());
        assert!(files.wait_on(&sha256, "one").unwrap() && !is_older(&note, before()).unwrap());
        assert_eq!(passage(&files), [note]);
    }

    #[test]
    fn each_who_waits_gives_up_for_nobody_else() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path());
        let sha256 = stored(&files, b"looked over by two").sha256;
        files.wait(&sha256, "one").unwrap();
        files.wait(&sha256, "another").unwrap();
        let give_up = |by: &str| {
            files.settle(&sha256, by).unwrap();
            files.discard::<FilesError>(&sha256, || Ok(false)).unwrap();
        };
        give_up("one");
        assert!(files.holds(&sha256));
        // One has left the page long ago; the other one has just looked at it again.
        files.wait(&sha256, "one").unwrap();
        [files.path(&sha256).unwrap(), files.waiting(&sha256, "one")].iter().for_each(|file| age(file));
        assert_eq!(files.clear_passage(before(), |_| Ok::<_, FilesError>(false)).unwrap(), 0);
        assert!(!files.discard_older(&sha256, before(), || Ok::<_, FilesError>(false)).unwrap());
        assert_eq!((files.holds(&sha256), passage(&files)), (true, vec![files.waiting(&sha256, "another")]));
        give_up("another");
        assert!(!files.holds(&sha256) && passage(&files).is_empty());
        files.wait("../../elsewhere", "one").unwrap();
        assert!(passage(&files).is_empty() && !folder.path().join("elsewhere-one").exists());
    }

    #[test]
    fn what_was_about_to_go_goes_or_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path());
        let [named, nameless] = [stored(&files, b"named"), stored(&files, b"nameless")];
        for kept in [&named, &nameless] {
            fs::rename(files.path(&kept.sha256).unwrap(), files.leaving(&kept.sha256)).unwrap();
        }
        let failing = |_: &str| Err::<bool, _>(FilesError::TooLarge);
        assert!(files.clear_passage(before(), failing).is_err());
        assert_eq!(passage(&files).len(), 2, "in doubt both stay");
        let cleared = files.clear_passage(before(), |sha256| Ok::<_, FilesError>(sha256 == named.sha256)).unwrap();
        assert_eq!(cleared, 2);
        assert!(files.holds(&named.sha256) && !files.holds(&nameless.sha256));
        assert!(passage(&files).is_empty());
    }

    #[test]
    fn only_files_that_are_old_when_they_have_left_their_place_go() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path());
        let [old, new] = [stored(&files, b"old"), stored(&files, b"new")];
        age(&files.path(&old.sha256).unwrap());
        let other = files.path(&old.sha256).unwrap().with_file_name("notes.txt");
        fs::write(&other, "not ours").unwrap();
        age(&other);
        assert_eq!(files.list_older(before()).unwrap(), std::slice::from_ref(&old.sha256));
        assert!(!files.discard_older(&new.sha256, before(), || Ok::<_, FilesError>(false)).unwrap());
        assert!(!files.discard_older(&old.sha256, before(), || Ok::<_, FilesError>(true)).unwrap());
        assert!(files.holds(&new.sha256) && files.holds(&old.sha256));
        stored(&files, b"old");
        assert!(!files.discard_older(&old.sha256, before(), || Ok::<_, FilesError>(false)).unwrap(), "it came again");
        assert!(files.holds(&old.sha256));
        age(&files.path(&old.sha256).unwrap());
        assert!(files.discard_older(&old.sha256, before(), || Ok::<_, FilesError>(false)).unwrap());
        assert!(!files.holds(&old.sha256) && other.exists() && passage(&files).is_empty());
    }
}
