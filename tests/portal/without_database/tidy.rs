//! The architecture, as assertions. Each test names the file and what to do about it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use ccw_portal::config::SETTINGS;
use ccw_portal::text::Text;

/// What each part of the library may use of the others; `main.rs` uses `cli` alone.
const RINGS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("clock", &[]),
    ("text", &["domain"]),
    ("store", &["domain"]),
    ("files", &[]),
    ("document", &["domain", "text"]),
    ("telemetry", &["config"]),
    ("mail", &["domain", "store", "text", "clock"]),
    ("config", &["store", "telemetry", "mail"]),
    ("app", &["domain", "store", "files", "clock"]),
    ("web", &["domain", "store", "files", "document", "app", "mail", "text"]),
    ("worker", &["store", "app", "mail"]),
    ("cli", &["domain", "store", "files", "app", "mail", "text", "web", "worker", "clock", "config", "telemetry"]),
];

/// Crates that one part alone may know.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("diesel", &["store"]),
    ("diesel_migrations", &["store"]),
    ("actix_web", &["web"]),
    ("tokio", &["web", "mail"]),
    ("askama", &["web", "mail"]),
    ("lettre", &["mail"]),
    ("typst", &["document"]),
    ("mail_parser", &["mail"]),
    ("actix_multipart", &["web"]),
    ("infer", &["files"]),
    ("prometheus", &["web"]),
    ("fluent_bundle", &["text"]),
    ("clap", &["cli"]),
    ("indicatif", &["cli"]),
    ("regex", &["domain"]),
    ("tracing_subscriber", &["telemetry"]),
];

/// The pure ring does nothing but compute.
const NOT_IN_DOMAIN: &[&str] =
    &["async ", "std::fs", "std::net", "std::env", "std::thread", "tracing::", "Instant::now", "uuid::", "anyhow"];

/// Aim at 400; more than this is two rooms in one.
const LONGEST_FILE: usize = 500;

struct Source {
    path: PathBuf,
    text: String,
}

impl Source {
    /// The part of the library it belongs to: `web` for `src/web/kept.rs`.
    fn part(&self) -> &str {
        let first = self.path.components().nth(1).map(|part| part.as_os_str().to_str().unwrap()).unwrap();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    fn name(&self) -> String {
        self.path.display().to_string()
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str, endings: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if endings.iter().any(|ending| path.extension().is_some_and(|own| own == *ending)) {
                let text = fs::read_to_string(&path).unwrap();
                found.push(Source { path: path.strip_prefix(root()).unwrap().to_owned(), text });
            }
        }
    }
    assert!(!found.is_empty(), "nothing in {folder}");
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// The words that follow `before` in the text.
fn words_after<'a>(text: &'a str, before: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(before).skip(1).map(|rest| {
        let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len());
        &rest[..end]
    })
}

#[test]
fn no_ring_uses_one_outside_it() {
    let parts: Vec<&str> = RINGS.iter().map(|(part, _)| *part).collect();
    for source in files("src", &["rs"]) {
        if ["main", "lib"].contains(&source.part()) {
            continue;
        }
        let allowed = RINGS.iter().find(|(part, _)| *part == source.part());
        let (_, allowed) = allowed.unwrap_or_else(|| panic!("{}: give this part a ring in tidy.rs", source.name()));
        let code = without_comments(&source.text);
        assert!(
            !code.contains("crate::{"),
            "{}: one `use crate::` for each part, so that arrows can be seen",
            source.name()
        );
        for used in words_after(&code, "crate::").filter(|word| parts.contains(word)) {
            assert!(used == source.part() || allowed.contains(&used), "{} must not use {used}", source.name());
        }
    }
}

#[test]
fn each_outside_crate_is_known_to_one_part() {
    for source in files("src", &["rs"]) {
        let code = without_comments(&source.text);
        for (outside, parts) in ONLY_IN {
            let used = code.contains(&format!("{outside}::")) || code.contains(&format!("use {outside}"));
            let known = parts.contains(&source.part());
            assert!(!used || known, "{}: {outside} belongs to {parts:?}", source.name());
        }
        for word in NOT_IN_DOMAIN.iter().filter(|_| source.part() == "domain") {
            assert!(!code.contains(word), "{}: the domain is pure, so no `{word}`", source.name());
        }
    }
}

fn without_comments(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn files_are_short_and_say_what_they_are() {
    for source in ["src", "tests", "benches", "templates"].into_iter().flat_map(|f| files(f, &["rs", "html", "css"])) {
        let lines = source.text.lines().count();
        assert!(lines <= LONGEST_FILE, "{}: {lines} lines; make it two rooms", source.name());
        let is_code = source.path.extension().is_some_and(|ending| ending == "rs");
        assert!(!is_code || source.text.starts_with("//!"), "{}: begin with a module doc", source.name());
    }
}

#[test]
fn pages_take_their_days_from_the_office() {
    for source in files("src/web", &["rs"]) {
        let is_of_utc = source.text.contains(".date_naive()");
        assert!(!is_of_utc, "{}: the day of an instant is that in Geneva: `site.day_of(at)`", source.name());
    }
}

#[test]
fn a_reader_that_has_gone_ends_no_command() {
    for source in files("src", &["rs"]) {
        let panics = ["println!(", "print!("].iter().any(|word| source.text.contains(word));
        assert!(!panics, "{}: it panics where nobody reads; use `say!` or `note!`", source.name());
    }
}

#[test]
fn nothing_is_left_undone_or_silenced() {
    // Written apart, so that this file does not find itself.
    let banned = [["#[all", "ow("], ["todo", "!("], ["unimplement", "ed!("], ["#[ign", "ore"], ["dbg", "!("]];
    for source in ["src", "tests", "benches"].into_iter().flat_map(|folder| files(folder, &["rs"])) {
        for word in banned.map(|halves| halves.concat()) {
            assert!(!source.text.contains(&word), "{}: `{word}`", source.name());
        }
    }
}

#[test]
fn templates_are_used_and_only_show() {
    let code: String = files("src", &["rs"]).into_iter().map(|source| source.text).collect();
    let templates = files("templates", &["html"]);
    let all: String = templates.iter().map(|template| template.text.as_str()).collect();
    for template in &templates {
        let path = template.path.strip_prefix("templates").unwrap().display().to_string();
        let used = ["path = ", "extends ", "include ", "import "].map(|way| format!("{way}\"{path}\""));
        assert!(used.iter().any(|way| code.contains(way) || all.contains(way)), "{path} is not used");
        // Programs that show mail load no style sheet; a message brings its own.
        let inside = if path == "mail/letter.html" { "" } else { " style=" };
        for banned in ["|safe", "crate::", inside, "<style", "javascript:", " onclick", "http://", "https://"]
            .into_iter()
            .filter(|banned| !(inside.is_empty() && ["", "<style"].contains(banned)))
        {
            assert!(!template.text.contains(banned), "{path}: `{banned}`");
        }
        let scripts = template.text.split("<script").skip(1);
        let mut foreign = scripts.filter(|rest| !rest.starts_with(" src=\"{{ script }}\" defer></script>"));
        assert_eq!(foreign.next(), None, "{path}: scripts are files of our own, and pages do without them");
    }
}

#[test]
fn every_dependency_says_why_it_is_there() {
    let manifest = read("Cargo.toml");
    let sections = manifest
        .split("\n[")
        .filter(|section| section.starts_with("dependencies]") || section.starts_with("dev-dependencies]"));
    let lines = sections.flat_map(|section| section.lines().skip(1)).filter(|line| line.contains(" = "));
    for line in lines {
        let reason = line.split_once("# ").map_or("", |(_, reason)| reason);
        assert!(reason.len() > 10, "no reason: {line}");
    }
}

#[test]
fn the_readme_lists_every_setting() {
    let readme = read("README.md");
    for setting in SETTINGS {
        let default = setting.default.map_or("required".to_owned(), |default| format!("`{default}`"));
        let line = format!("| `{}` | {} | {default} |", setting.name, setting.about);
        assert!(readme.contains(&line), "README.md lacks this line:\n{line}");
    }
}

/// Keys of the catalogue in the order of the file.
fn keys() -> Vec<String> {
    let catalogue = read("templates/text/en.ftl");
    let line_keys = catalogue.lines().filter_map(|line| line.split_once(" =").map(|(key, _)| key));
    line_keys.filter(|key| is_key(key)).map(str::to_owned).collect()
}

fn is_key(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_lowercase())
        && text.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-')
}

/// Everything between double quotes in code and templates, tests left out.
fn quoted() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for source in files("src", &["rs"]).into_iter().chain(files("templates", &["html"])) {
        let code = source.text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned();
        found.extend(code.split('"').map(str::to_owned));
    }
    found
}

#[test]
fn every_sentence_is_used() {
    let quoted = quoted();
    // `format!("how-{}")` uses every key that begins so; a pattern without a beginning would use them all.
    let begins: Vec<String> = quoted
        .iter()
        .filter_map(|text| text.split_once('{').map(|(begin, _)| begin.to_owned()))
        .filter(|begin| begin.ends_with('-') && is_key(begin))
        .collect();
    let unused: Vec<_> = keys()
        .into_iter()
        .filter(|key| !quoted.contains(key) && !begins.iter().any(|begin| key.starts_with(begin)))
        .filter(|key| {
            // Texts about instruments and regimes: their last word is what the code asks for.
            let last = key.rsplit('-').next().unwrap_or_default();
            let about = key.starts_with("instrument-") || key.starts_with("regime-");
            let spelled =
                quoted.iter().any(|text| text == last || key.ends_with(&format!("-{text}")) && text.contains('-'));
            !(about && spelled)
        })
        .collect();
    assert_eq!(unused, Vec::<String>::new(), "keys of en.ftl that nothing says");
}

#[test]
fn every_key_has_a_sentence() {
    let text = Text::english();
    let asked = [".say(\"", ".with(\"", ".with_all(\""];
    for source in files("src", &["rs"]).into_iter().chain(files("templates", &["html"])) {
        // However a call is broken into lines, its key follows the parenthesis.
        let joined: Vec<_> = source.text.split("(\n").map(str::trim_start).collect();
        let joined = joined.join("(");
        for call in asked {
            for rest in joined.split(call).skip(1) {
                let key = rest.split('"').next().unwrap_or_default();
                let known = text.knows(key) || !is_key(key) || key == "no-such-key";
                assert!(known, "{}: en.ftl lacks `{key}`", source.name());
            }
        }
    }
}

#[test]
fn sentences_never_judge_and_never_shout() {
    let catalogue = read("templates/text/en.ftl").to_lowercase();
    for word in ["compliant", "violat", "breach", "failed to report", "!", "invalid", "delinquent", "overdue"] {
        for line in catalogue.lines().filter(|line| !line.starts_with('#')) {
            assert!(!line.contains(word), "en.ftl: `{word}` in: {line}");
        }
    }
    let mut seen = BTreeSet::new();
    for key in keys() {
        assert!(seen.insert(key.clone()), "en.ftl: `{key}` stands twice");
    }
}
