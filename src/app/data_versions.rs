//! The rules and form sets that the portal goes by: adding a version, trying it, putting it in force.

use chrono::{DateTime, Utc};
use serde_json::json;
use toml::{Table, Value};

use super::submitting::entry;
use crate::domain::data_version::{DataKind, Difference, Version, differences, figures_at_odds};
use crate::domain::regime::{FormSet, FormSets};
use crate::domain::validation::{Books, RuleSet};
use crate::store::audit_entries::insert_entry;
use crate::store::data_versions::{
    DataVersion, insert_data_version, list_data_versions, newest_filed_cycle, set_in_force, take_all_out,
};
use crate::store::{Db, Store, StoreError, StoreResult};

/// Why a version was not added, put in force or taken out.
#[derive(Debug, thiserror::Error)]
pub enum VersionError {
    /// The file does not hang together.
    #[error("{}", .0.join("; "))]
    Faults(Vec<String>),
    /// There is a version of that name, of the program or added.
    #[error("there is a version {0} already; give the new one another name")]
    Exists(String),
    /// There is none of that name.
    #[error("there is no version {0}")]
    NotFound(String),
    /// Reports were filed that answer other forms.
    #[error("reports for the cycle {0} were filed already; a form set is changed from a later cycle on")]
    Answered(i32),
    /// Another form set of the regime begins with the same cycle.
    #[error("the form set {0} begins with the same cycle")]
    SameCycle(String),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a rule is called in a data file.
const RULE: &str = "rule";

/// Why a version of the program is there.
const OF_PROGRAM: &str = "comes with the program";

/// A version as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Of what.
    pub kind: DataKind,
    /// What it is called.
    pub name: String,
    /// Whether it was put in force.
    pub in_force: bool,
    /// Whether this program can go by it. Rules in force that an earlier program took may not fit; its own hold then.
    pub fits: bool,
    /// From which cycle on a form set holds.
    pub first_cycle: Option<i32>,
    /// Why it was made.
    pub why: String,
    /// When and by whom it was added; nothing of what comes with the program.
    pub added: Option<(DateTime<Utc>, String)>,
}

/// Who does it, and when.
#[derive(Debug, Clone)]
pub struct Doer {
    /// The key of a person, or the name of a command.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// The data that comes with the program, with the versions in force.
pub fn books_in_force(db: &mut Db) -> StoreResult<Books> {
    let kept = list_data_versions(db)?;
    let mut versions = Vec::new();
    for version in kept.iter().filter(|version| version.in_force) {
        match (version.kind, read(version)) {
            // Filings answer a form set: nothing can stand for it. Rules of an earlier program may not fit this one.
            (DataKind::Rules, Err(error)) => {
                tracing::error!(%error, "the rules in force do not fit this program, whose own hold instead");
            }
            (_, read) => versions.push(read?),
        }
    }
    Ok(embedded()?.with(versions))
}

/// The data as it will be when another version of the rules is in force: one that is kept, or that of the program.
pub fn books_with_rules(store: &Store, name: &str) -> Result<Books, VersionError> {
    let (kept, books) = (store.read(list_data_versions)?, embedded()?);
    let form_sets = kept.iter().filter(|version| version.in_force && version.kind == DataKind::FormSet).map(read);
    let mut versions = form_sets.collect::<StoreResult<Vec<_>>>()?;
    match kept.iter().find(|kept| kept.kind == DataKind::Rules && kept.name == name) {
        Some(kept) => versions.push(read(kept)?),
        None if books.rules.version == name => {}
        None => return Err(VersionError::NotFound(name.to_owned())),
    }
    Ok(books.with(versions))
}

/// The form set of that name: of these, or of those that are kept and hold no more. None where there is none that this
/// program can read.
pub(super) fn form_set_named(db: &mut Db, sets: &FormSets, name: &str) -> StoreResult<Option<FormSet>> {
    if let Some(set) = sets.all().iter().find(|set| set.name() == name) {
        return Ok(Some(set.clone()));
    }
    let kept = list_data_versions(db)?.into_iter().find(|kept| kept.kind == DataKind::FormSet && kept.name == name);
    Ok(kept.and_then(|kept| match read(&kept) {
        Ok(Version::FormSet(set)) => Some(set),
        _ => None,
    }))
}

/// All versions, those of the program first.
pub fn list(store: &Store) -> StoreResult<Vec<Listed>> {
    let kept = store.read(list_data_versions)?;
    let read: Vec<_> = kept.iter().map(|kept| read(kept).ok()).collect();
    let mut rules = kept.iter().zip(&read).filter(|(kept, _)| kept.kind == DataKind::Rules);
    let has_rules = rules.any(|(kept, read)| kept.in_force && read.is_some());
    let mut own = Vec::new();
    for kind in DataKind::ALL {
        let in_force = kind == DataKind::FormSet || !has_rules;
        let listed = |(name, text): (String, &str)| {
            let first_cycle = Version::read(kind, text).ok().and_then(|version| version.first_cycle());
            Listed { kind, name, in_force, fits: true, first_cycle, why: OF_PROGRAM.into(), added: None }
        };
        own.extend(of_program(kind)?.into_iter().map(listed));
    }
    let added = kept.into_iter().zip(read).map(|(kept, read)| Listed {
        first_cycle: read.as_ref().and_then(Version::first_cycle),
        kind: kept.kind,
        name: kept.name,
        in_force: kept.in_force,
        fits: read.is_some(),
        why: kept.why,
        added: Some((kept.added_at, kept.added_by)),
    });
    Ok(own.into_iter().chain(added).collect())
}

/// The text of a version's data file.
pub fn document_of(store: &Store, kind: DataKind, name: &str) -> Result<String, VersionError> {
    if let Some((_, own)) = of_program(kind)?.into_iter().find(|(own, _)| own == name) {
        return Ok(own.to_owned());
    }
    let kept = store.read(list_data_versions)?.into_iter().find(|kept| kept.kind == kind && kept.name == name);
    kept.map(|kept| kept.document).ok_or_else(|| VersionError::NotFound(name.to_owned()))
}

/// In what a new version differs from the one named, else from the one in force: of a form set from the newest of its
/// regime. Rules that a file does not name are those of the program.
pub fn changes(store: &Store, kind: DataKind, text: &str, from: Option<&str>) -> Result<Vec<Difference>, VersionError> {
    let version = Version::read(kind, text).map_err(VersionError::Faults)?;
    let before = match from {
        Some(name) => document_of(store, kind, name)?,
        None => in_force_before(store, &version)?,
    };
    Ok(match version {
        Version::Rules(_) => differences(&whole_rules(&before), &whole_rules(text)),
        Version::FormSet(_) => differences(&before, text),
    })
}

fn in_force_before(store: &Store, new: &Version) -> Result<String, VersionError> {
    let books = store.read(books_in_force)?;
    let name = match new {
        Version::Rules(_) => Some(books.rules.version),
        Version::FormSet(new) => {
            let of_regime = books.form_sets.all().iter().filter(|set| set.regime == new.regime);
            of_regime.max_by_key(|set| set.first_cycle()).map(FormSet::name)
        }
    };
    name.map_or_else(|| Ok(String::new()), |name| document_of(store, new.kind(), &name))
}

/// Adds a version, which is not in force yet.
pub fn add(store: &Store, kind: DataKind, document: &str, why: &str, doer: Doer) -> Result<String, VersionError> {
    let version = Version::read(kind, document).map_err(VersionError::Faults)?;
    let new = DataVersion {
        kind,
        name: version.name(),
        document: document.to_owned(),
        why: why.trim().to_owned(),
        added_at: doer.at,
        added_by: doer.by.clone(),
        in_force: false,
    };
    if new.why.is_empty() {
        return Err(VersionError::Faults(vec!["say why the version is made".into()]));
    }
    let is_own = is_of_program(kind, &new.name)?;
    let name = new.name.clone();
    store.write(move |db| {
        let is_kept = list_data_versions(db)?.iter().any(|kept| kept.kind == kind && kept.name == new.name);
        if is_kept || is_own {
            return Err(VersionError::Exists(new.name.clone()));
        }
        insert_data_version(db, &new)?;
        let detail = json!({ "version": 1, "why": new.why });
        Ok(insert_entry(db, &entry(doer.at, &doer.by, "data.added", &subject(kind, &new.name), detail))?)
    })?;
    Ok(name)
}

/// Puts a version in force: rules instead of those before, a form set beside the others of its regime.
pub fn put_in_force(store: &Store, kind: DataKind, name: &str, doer: Doer) -> Result<(), VersionError> {
    let name = name.to_owned();
    // The rules of the program hold while no others do.
    let is_own = kind == DataKind::Rules && is_of_program(kind, &name)?;
    store.write(move |db| {
        let in_force = |version: &DataVersion| version.kind == kind && version.in_force;
        let is_in_force = match is_own {
            true => !list_data_versions(db)?.iter().any(in_force),
            false => find(db, kind, &name)?.in_force,
        };
        if is_in_force {
            return Ok(());
        }
        if kind == DataKind::Rules {
            if !is_own {
                Version::read(kind, &find(db, kind, &name)?.document).map_err(VersionError::Faults)?;
            }
            take_all_out(db, kind)?;
        } else if let Version::FormSet(set) = read(&find(db, kind, &name)?)? {
            refuse_answered(db, &set)?;
            refuse_misfit(db, &set)?;
        }
        if !is_own {
            set_in_force(db, kind, &name, true)?;
        }
        let detail = json!({ "version": 1 });
        Ok(insert_entry(db, &entry(doer.at, &doer.by, "data.in_force", &subject(kind, &name), detail))?)
    })
}

/// Takes a version out of force: a form set while no filing answers it, and rules, instead of which those of the program
/// hold then. Rules that do not fit this program can be taken out too.
pub fn take_out(store: &Store, kind: DataKind, name: &str, doer: Doer) -> Result<(), VersionError> {
    let name = name.to_owned();
    store.write(move |db| {
        let kept = find(db, kind, &name)?;
        if !kept.in_force {
            return Ok(());
        }
        if kind == DataKind::FormSet
            && let Version::FormSet(set) = read(&kept)?
        {
            refuse_answered(db, &set)?;
        }
        set_in_force(db, kind, &name, false)?;
        let detail = json!({ "version": 1 });
        Ok(insert_entry(db, &entry(doer.at, &doer.by, "data.out_of_force", &subject(kind, &name), detail))?)
    })
}

fn find(db: &mut Db, kind: DataKind, name: &str) -> Result<DataVersion, VersionError> {
    let kept = list_data_versions(db)?.into_iter().find(|kept| kept.kind == kind && kept.name == name);
    kept.ok_or_else(|| VersionError::NotFound(name.to_owned()))
}

/// What was filed keeps the forms it answered.
fn refuse_answered(db: &mut Db, set: &FormSet) -> Result<(), VersionError> {
    match newest_filed_cycle(db, set.regime)? {
        Some(cycle) if cycle >= set.first_cycle() => Err(VersionError::Answered(cycle)),
        _ => Ok(()),
    }
}

/// One form set of a regime begins with a cycle; and figures mean the same whichever form set asks for them, so that
/// what was filed can be read.
fn refuse_misfit(db: &mut Db, set: &FormSet) -> Result<(), VersionError> {
    let books = books_in_force(db)?;
    let faults = figures_at_odds(set, &books.form_sets);
    if !faults.is_empty() {
        return Err(VersionError::Faults(faults));
    }
    let of_regime = |other: &&FormSet| other.regime == set.regime && other.name() != set.name();
    let mut others = books.form_sets.all().iter().filter(of_regime);
    match others.find(|other| other.first_cycle() == set.first_cycle()) {
        Some(other) => Err(VersionError::SameCycle(other.name())),
        None => Ok(()),
    }
}

/// Names and texts of what comes with the program.
fn of_program(kind: DataKind) -> StoreResult<Vec<(String, &'static str)>> {
    let refused = |error: &dyn std::fmt::Display| StoreError::Refused(error.to_string());
    Ok(match kind {
        DataKind::Rules => {
            vec![(RuleSet::embedded().map_err(|error| refused(&error))?.version, RuleSet::TEXT)]
        }
        DataKind::FormSet => {
            let sets = FormSets::embedded().map_err(|error| refused(&error))?;
            let names = sets.all().iter().map(FormSet::name);
            names.filter_map(|name| FormSets::text_of(&name).map(|text| (name, text))).collect()
        }
    })
}

fn is_of_program(kind: DataKind, name: &str) -> StoreResult<bool> {
    Ok(of_program(kind)?.iter().any(|(own, _)| own == name))
}

fn embedded() -> StoreResult<Books> {
    Books::embedded().map_err(|error| StoreError::Refused(error.to_string()))
}

/// A data file of rules with those of the program that it does not name.
fn whole_rules(text: &str) -> String {
    let read = |text: &str| text.parse::<Table>().unwrap_or_default();
    let (own, mut whole) = (read(RuleSet::TEXT), read(text));
    let rules = |table: &Table| table.get(RULE).and_then(Value::as_array).cloned().unwrap_or_default();
    let id = |rule: &Value| rule.get("id").and_then(Value::as_str).map(str::to_owned);
    let named: Vec<_> = rules(&whole).iter().filter_map(id).collect();
    let is_named = |rule: &Value| id(rule).is_some_and(|id| named.contains(&id));
    let kept = rules(&own).into_iter().filter(|rule| !is_named(rule));
    whole.insert(RULE.to_owned(), Value::Array(kept.chain(rules(&whole)).collect()));
    whole.to_string()
}

/// A version that was fit when it was kept.
fn read(kept: &DataVersion) -> StoreResult<Version> {
    Version::read(kept.kind, &kept.document).map_err(|faults| StoreError::Corrupt {
        table: "data_versions",
        id: format!("{} {}", kept.kind.key(), kept.name),
        why: faults.join("; "),
    })
}

fn subject(kind: DataKind, name: &str) -> String {
    format!("{} {name}", kind.key())
}
