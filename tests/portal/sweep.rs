//! What a crash left in the folder of documents, cleared away by the program as its operators run it.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, SystemTime};

use ccw_portal::clock::Clock;
use ccw_portal::files::Files;
use diesel::connection::SimpleConnection;

use crate::support::database::TestDatabase;
use crate::support::program::{program, run};

fn age(file: &Path) {
    let long_ago = SystemTime::from(Clock::System.now()) - Duration::from_secs(2 * 86_400);
    File::options().write(true).open(file).unwrap().set_modified(long_ago).unwrap();
}

/// A whole file that no row names.
fn nameless(folder: &Path, content: &str) -> String {
    let mut incoming = Files::new(folder).begin(1_000).unwrap();
    incoming.write(content.as_bytes()).unwrap();
    incoming.keep("a.txt").unwrap().sha256
}

#[test]
fn nameless_files_of_yesterday_are_shown_and_removed_when_asked() {
    let (database, folder) = (TestDatabase::new(), tempfile::tempdir().unwrap());
    let files = folder.path().join("files");
    let settings = [("DATABASE_URL", database.address()), ("FILES", files.to_str().unwrap())];
    let named = "every file older than a day is named by a report\n";
    assert_eq!(run(&["sweep"], &settings), (0, named.into(), String::new()), "there is no folder yet");
    let (old, new) = (nameless(&files, "old"), nameless(&files, "new"));
    age(&files.join(&old[..2]).join(&old[2..]));
    let (code, out, _) = run(&["sweep"], &settings);
    assert_eq!(code, 0);
    assert!(
        out.starts_with(&format!("{old}\n1 file that no report in this database names; nothing was removed")),
        "{out}"
    );
    assert!(Files::new(&files).holds(&old));
    assert_eq!(run(&["sweep", "--apply"], &settings).1, format!("{old}\n1 file removed\n"));
    assert!(!Files::new(&files).holds(&old) && Files::new(&files).holds(&new), "the young one may be on its way");
    assert_eq!(run(&["sweep", "--apply"], &settings).1, named);
}

#[test]
fn files_that_stopped_on_their_way_go_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let passage = folder.path().join("files/passage");
    fs::create_dir_all(&passage).unwrap();
    let [old, new] = ["coming-old", "coming-new"].map(|name| passage.join(name));
    [&old, &new].into_iter().for_each(|file| fs::write(file, "half").unwrap());
    age(&old);
    let arguments = ["demo", "--listen", "127.0.0.1:0", "--data", folder.path().to_str().unwrap()];
    let mut demo = program(&arguments, &[]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let lines = BufReader::new(demo.stdout.take().unwrap()).lines();
    let is_started = lines.map_while(Result::ok).any(|line| line.contains("runs at"));
    demo.kill().unwrap();
    demo.wait().unwrap();
    assert!(is_started && !old.exists() && new.exists());
}

#[test]
fn documents_that_did_not_come_along_with_the_database_are_named() {
    let (database, folder) = (TestDatabase::new(), tempfile::tempdir().unwrap());
    crate::store::backups::fill_everything(&database.store());
    let files = folder.path().join("files");
    let kept = nameless(&files, "hello world!");
    let name = |sha256: &str| {
        let named = format!("UPDATE attachments SET sha256 = '{sha256}'");
        database.direct().batch_execute(&named).unwrap();
    };
    let settings = [
        ("DATABASE_URL", database.address()),
        ("FILES", files.to_str().unwrap()),
        ("PUBLIC_URL", "https://reports.example.org"),
        ("LISTEN", "127.0.0.1:0"),
    ];
    name(&"0".repeat(64));
    let (code, out, err) = run(&["check-config"], &settings);
    assert!(code == 1 && out.contains(&format!("document {} is not there\n", "0".repeat(64))), "{out}");
    assert!(err.contains("FILES: documents that reports name: 1, of which 1 cannot be given"), "{err}");
    name(&kept);
    let (code, out, err) = run(&["check-config"], &settings);
    assert!(code == 0 && out.contains("documents that reports name: 1, each there with its length\n"), "{out}{err}");
    let place = files.join(&kept[..2]).join(&kept[2..]);
    fs::set_permissions(&place, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    fs::write(place, "other words!").unwrap();
    assert_eq!(run(&["check-config"], &settings).0, 0, "it has the length");
    let (code, out, _) = run(&["check-config", "--read-documents"], &settings);
    assert!(code == 1 && out.contains(&format!("document {kept} is not what its hash and length say\n")), "{out}");
}
