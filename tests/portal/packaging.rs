//! The files for operators: they hold what the program knows, and are well formed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use ccw_portal::config::{SETTINGS, Values};

use crate::support::database::TestDatabase;
use crate::support::process::Process;
use crate::support::program::run;

fn packaging() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging")
}

fn read(name: &str) -> String {
    fs::read_to_string(packaging().join(name)).unwrap()
}

#[test]
fn the_example_file_holds_every_setting_once_and_no_other() {
    let example = read("environment.example");
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    let pairs = example.lines().filter_map(|line| line.trim_start_matches('#').split_once('='));
    let pairs: Vec<_> = pairs.filter(|(name, _)| is_name(name)).collect();
    let known: BTreeMap<_, _> = SETTINGS.iter().map(|setting| (setting.name, setting.default)).collect();
    let named: BTreeMap<_, _> = pairs.iter().copied().collect();
    assert_eq!(named.len(), pairs.len(), "a setting stands twice");
    assert_eq!(named.keys().collect::<Vec<_>>(), known.keys().collect::<Vec<_>>());
    for line in example.lines().filter(|line| line.starts_with('#')) {
        let Some((name, value)) = line.trim_start_matches('#').split_once('=').filter(|(name, _)| is_name(name)) else {
            continue;
        };
        assert_eq!(known[name], Some(value), "{name}: a line that is commented out shows the default");
    }
    let given: BTreeMap<_, _> = example.lines().filter_map(|line| line.split_once('=')).collect();
    let values = Values::from_parts(|name| given.get(name).map(|value| (*value).to_owned()), "").unwrap();
    values.config().unwrap();
}

/// systemd's own look at the units; the program stands where they expect it only once it is installed.
#[test]
fn the_units_are_understood_by_systemd() {
    if Command::new("systemd-analyze").arg("--version").output().is_err() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for (unit, command) in [("ccw-portal.service", "serve"), ("ccw-portal-worker.service", "work")] {
        let text = read(unit);
        let start = format!("ExecStart=/usr/local/bin/ccw-portal {command}\n");
        assert!(text.contains(&start), "{unit}");
        let here = text.replace("/usr/local/bin/ccw-portal", env!("CARGO_BIN_EXE_ccw-portal"));
        fs::write(folder.path().join(unit), here).unwrap();
        let said = Command::new("systemd-analyze").args(["verify", "--man=no"]).arg(folder.path().join(unit)).output();
        let said = said.unwrap();
        assert!(said.status.success() && said.stderr.is_empty(), "{unit}: {}", String::from_utf8_lossy(&said.stderr));
    }
}

#[test]
fn the_health_of_a_portal_that_serves_is_asked_by_the_program_itself() {
    let database = TestDatabase::new();
    let serving = Process::start(&["serve", "--without-worker"], &database, &[]);
    let address = serving.address();
    let ask = || run(&["check-health"], &[("LISTEN", &address)]);
    assert_eq!(ask(), (0, format!("the portal answers at {address}\n"), String::new()));
    serving.stop();
    let (code, out, err) = ask();
    assert!(code == 1 && out.is_empty() && err.contains(&format!("nothing answers at {address}")), "{err}");
    let container = read("Containerfile");
    assert!(container.contains("CMD [\"ccw-portal\", \"check-health\"]") && container.contains("\nUSER 10001\n"));
}
