//! One version: what it holds with its sources and marks, in what it differs, and what can be done with it.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::{ADDRESS, Named, address, framed, name_of, standing, with_versions};
use crate::app::data_versions::{self, VersionError};
use crate::domain::access::{Act, may};
use crate::domain::data_version::{DataKind, Difference, Version};
use crate::domain::regime::{Field, FormSet};
use crate::domain::treaty::Mark;
use crate::domain::validation::{Rule, RuleSet};
use crate::text::{Text, rule_sentences};
use crate::web::Site;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame};
use crate::web::session::{SignedIn, private};

#[derive(Template)]
#[template(path = "data/version.html")]
struct VersionPage {
    frame: Frame,
    t: &'static Text,
    /// What kind it is of, from which cycle on it holds, where it was read.
    lead: String,
    source: String,
    standing: (&'static str, String),
    forms: Vec<FormLine>,
    rules: Vec<RuleLine>,
    changes: Vec<Difference>,
    /// The way to a new version, and what can be done with this one, for administrators.
    next: Option<String>,
    deed: Option<(&'static str, String)>,
    /// Where rules are tried on what was filed before they are put in force.
    trial: Option<String>,
    form_token: String,
    kind: &'static str,
    name: String,
    fault: String,
}

struct FormLine {
    title: String,
    articles: String,
    mark: Option<String>,
    fields: Vec<FieldLine>,
}

struct FieldLine {
    key: String,
    label: String,
    articles: String,
    mark: Option<String>,
}

struct RuleLine {
    id: String,
    severity: String,
    reports: String,
    cycles: String,
    sentences: Vec<String>,
    citation: String,
    source: String,
}

pub(in crate::web) async fn show(
    site: Data<Site>,
    request: HttpRequest,
    named: Query<Named>,
) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    may(&by.person.appointments, Act::ReadData).map_err(|_denied| PageError::Denied)?;
    let kind = DataKind::from_key(&named.kind).ok_or(PageError::NotFound)?;
    page(&site, &by, kind, &named.name, None).await
}

/// The page of a version, with what kept the last deed from being done.
pub(super) async fn page(
    site: &Data<Site>,
    by: &SignedIn,
    kind: DataKind,
    name: &str,
    fault: Option<String>,
) -> Result<HttpResponse, PageError> {
    let wanted = name.to_owned();
    let found = with_versions(site, move |store| {
        let document = data_versions::document_of(store, kind, &wanted)?;
        let version = Version::read(kind, &document);
        let listed = data_versions::list(store)?.into_iter().find(|one| one.kind == kind && one.name == wanted);
        let listed = listed.ok_or(VersionError::NotFound(wanted))?;
        let is_new = listed.added.is_some() && !listed.in_force && version.is_ok();
        let changes = if is_new { data_versions::changes(store, kind, &document, None)? } else { Vec::new() };
        Ok((version, listed, changes))
    });
    let (version, listed, changes) = found.await?.map_err(|_none| PageError::NotFound)?;
    let t = site.text;
    let may_change = may(&by.person.appointments, Act::ManageData).is_ok();
    // Rules are put in force on the page that shows what they change.
    let trial = (kind == DataKind::Rules && !listed.in_force && version.is_ok()).then(|| address("trial", kind, name));
    let deed = match (listed.in_force, listed.added.is_some()) {
        (false, _) if version.is_ok() && trial.is_none() => Some(("put-in-force", t.say("data-put-in-force"))),
        (true, true) => Some(("take-out", t.say("data-take-out"))),
        _ => None,
    };
    let title = t.with_all("data-version", [("kind", name_of(t, kind).into()), ("name", name.into())]);
    let (lead, source, forms, rules) = match &version {
        Err(faults) => (t.with("data-misfit-lead", "faults", faults.join("; ")), String::new(), Vec::new(), Vec::new()),
        Ok(Version::Rules(rules)) => (t.say("data-rules-lead"), String::new(), Vec::new(), rule_lines(t, rules)),
        Ok(Version::FormSet(set)) => {
            let lead = [
                ("title", set.title.in_language(t.language()).into()),
                ("cycle", set.first_cycle().to_string().into()),
            ];
            (t.with_all("data-forms-lead", lead), set.source.clone(), form_lines(t, set), Vec::new())
        }
    };
    let status = if fault.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    let page = VersionPage {
        frame: framed(site, by, title).with_crumb(ADDRESS, t.say("data-title")),
        t,
        lead,
        source,
        standing: standing(t, &listed),
        forms,
        rules,
        changes,
        next: may_change.then(|| address("new", kind, name)),
        deed: deed.filter(|_| may_change),
        trial,
        form_token: by.form_token(),
        kind: kind.key(),
        name: name.to_owned(),
        fault: fault.unwrap_or_default(),
    };
    Ok(private(HttpResponse::build(status), frame::render(&page)?))
}

/// Only what is recalled needs a word beside it.
fn recalled(t: &Text, mark: Mark) -> Option<String> {
    (mark != Mark::Verified).then(|| t.say("mark-recalled"))
}

fn form_lines(t: &Text, set: &FormSet) -> Vec<FormLine> {
    let lines = |fields: &[Field]| fields.iter().map(|field| field_line(t, field)).collect();
    let cover = FormLine {
        title: t.say("cover-title"),
        articles: String::new(),
        mark: recalled(t, set.mark),
        fields: lines(&set.cover),
    };
    let forms = set.forms.iter().map(|form| FormLine {
        title: t.with_all(
            "form-name",
            [("letter", form.letter.as_str().into()), ("title", form.title.in_language(t.language()).into())],
        ),
        articles: form.articles.clone(),
        mark: recalled(t, form.mark),
        fields: lines(&form.fields),
    });
    std::iter::once(cover).chain(forms).collect()
}

fn field_line(t: &Text, field: &Field) -> FieldLine {
    FieldLine {
        key: field.key.clone(),
        label: field.label.in_language(t.language()).to_owned(),
        articles: field.articles.clone().unwrap_or_default(),
        mark: recalled(t, field.mark),
    }
}

fn rule_lines(t: &'static Text, rules: &RuleSet) -> Vec<RuleLine> {
    rules.rules().iter().map(|rule| rule_line(t, rule)).collect()
}

fn rule_line(t: &'static Text, rule: &Rule) -> RuleLine {
    let regimes: Vec<_> = rule.regimes.iter().map(|code| t.regime(*code)).collect();
    let said = |key: &str, cycle: i32| t.with(key, "cycle", cycle.to_string());
    let cycles = match rule.cycles() {
        (None, None) => String::new(),
        (Some(first), None) => said("data-from-cycle", first),
        (None, Some(last)) => said("data-until-cycle", last),
        (Some(first), Some(last)) => format!("{}, {}", said("data-from-cycle", first), said("data-until-cycle", last)),
    };
    RuleLine {
        id: rule.id.to_string(),
        severity: t.say(&format!("severity-{}", rule.severity.word())),
        reports: if rule.is_of_requests() {
            t.say("data-of-requests")
        } else if regimes.is_empty() {
            t.say("choice-all")
        } else {
            regimes.join(", ")
        },
        cycles,
        sentences: rule_sentences(t, rule),
        citation: rule.citation.clone(),
        source: rule.source.clone(),
    }
}
