//! What a version of the rules would change in what is said of the reports filed so far, before it is put in force.

use std::time::Duration;

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::{ADDRESS, Named, address, framed, name_of, with_versions};
use crate::app::Edition;
use crate::app::data_versions::books_with_rules;
use crate::app::rechecking::{Trial, trial};
use crate::domain::access::{Act, may};
use crate::domain::data_version::DataKind;
use crate::domain::validation::Finding;
use crate::text::{Text, finding_sentence};
use crate::web::Site;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame};
use crate::web::session::{SignedIn, private_page};

/// How long somebody waits for the page. Reports are read at some thousands a second.
const WITHIN: Duration = Duration::from_secs(5);

#[derive(Template)]
#[template(path = "data/trial.html")]
struct TrialPage {
    frame: Frame,
    t: &'static Text,
    lead: String,
    /// How to try the rules on the rest, where time ran out.
    cut: Option<String>,
    /// Rule, severity, how often it would speak no more, and how often anew.
    rules: Vec<(String, String, usize, usize)>,
    /// The first reports that would be read otherwise, for whoever may read them, with their heading.
    reports: Vec<ReportLine>,
    heading: String,
    /// Whether whoever looks reads reports.
    may_read: bool,
    version: String,
    name: String,
    may_change: bool,
    form_token: String,
}

struct ReportLine {
    reference: String,
    gone: Vec<String>,
    new: Vec<String>,
}

pub(in crate::web) async fn show(
    site: Data<Site>,
    request: HttpRequest,
    named: Query<Named>,
) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    may(&by.person.appointments, Act::ReadData).map_err(|_denied| PageError::Denied)?;
    if DataKind::from_key(&named.kind) != Some(DataKind::Rules) {
        return Err(PageError::NotFound);
    }
    let (edition, name) = (site.portal.edition(), named.into_inner().name);
    let (held, wanted) = (edition.clone(), name.clone());
    let tried = with_versions(&site, move |store| {
        let books = books_with_rules(store, &wanted)?;
        Ok(trial(store, &held, books, WITHIN)?)
    });
    let Trial { counts, shown, is_cut } = tried.await?.map_err(|_none| PageError::NotFound)?;
    let t = site.text;
    let lead = [
        ("reports", number(counts.reports).into()),
        ("touched", number(counts.touched).into()),
        ("now", edition.books.rules.version.as_str().into()),
        ("name", name.as_str().into()),
    ];
    let rules = counts
        .rules
        .iter()
        .map(|((rule, severity), (gone, new))| (rule.clone(), t.say(&format!("severity-{severity}")), *gone, *new));
    // Findings may quote what a State keeps from the public.
    let may_read = may(&by.person.appointments, Act::ReadFiled).is_ok();
    let version = address("version", DataKind::Rules, &name);
    let title = t.with("data-trial-title", "name", name.as_str());
    let above = [("kind", name_of(t, DataKind::Rules).into()), ("name", name.as_str().into())];
    let page = TrialPage {
        frame: framed(&site, &by, title)
            .with_crumb(ADDRESS, t.say("data-title"))
            .with_crumb(&version, t.with_all("data-version", above)),
        t,
        lead: t.with_all("data-trial-lead", lead),
        cut: is_cut.then(|| t.with("data-trial-cut", "name", name.as_str())),
        rules: rules.collect(),
        heading: match shown.len() < counts.touched {
            true => t.with("data-trial-first", "count", number(shown.len())),
            false => t.say("data-trial-reports"),
        },
        reports: shown
            .iter()
            .filter(|_| may_read)
            .map(|(reference, effect)| ReportLine {
                reference: reference.to_string(),
                gone: said(t, &edition, &effect.gone),
                new: said(t, &edition, &effect.new),
            })
            .collect(),
        may_read,
        may_change: may(&by.person.appointments, Act::ManageData).is_ok() && name != edition.books.rules.version,
        version,
        name,
        form_token: by.form_token(),
    };
    Ok(private_page(frame::render(&page)?))
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn said(t: &Text, edition: &Edition, findings: &[Finding]) -> Vec<String> {
    let sentence = |finding: &Finding| {
        let sentence = finding_sentence(t, &edition.register, finding);
        let severity = t.say(&format!("severity-{}", finding.severity.word()));
        let said =
            [("rule", finding.rule.to_string().into()), ("severity", severity.into()), ("sentence", sentence.into())];
        t.with_all("data-trial-finding", said)
    };
    findings.iter().map(sentence).collect()
}
