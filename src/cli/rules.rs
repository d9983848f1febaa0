//! `rules`: every rule with its weight, sentences and source, as a table in Markdown.

use std::process::ExitCode;

use super::Failure;
use crate::domain::validation::RuleSet;
use crate::text::{Text, rule_sentences};

pub(super) fn run() -> Result<ExitCode, Failure> {
    let rules = RuleSet::embedded()?;
    say!("| Rule | Severity | Reports | Sentences | Rests on | Source |");
    say!("|---|---|---|---|---|---|");
    for rule in rules.rules() {
        let regimes: Vec<_> = rule.regimes.iter().map(ToString::to_string).collect();
        let reports = if rule.is_of_requests() {
            "none: requests".to_owned()
        } else if regimes.is_empty() {
            "all".to_owned()
        } else {
            regimes.join(", ")
        };
        let sentences = rule_sentences(Text::english(), rule).join("<br>");
        say!(
            "| {} | {} | {} | {} | {} | {} |",
            rule.id,
            rule.severity.word(),
            reports,
            // A table in Markdown takes brackets for links.
            sentences.replace('|', "\\|").replace('[', "\\["),
            rule.citation,
            rule.source
        );
    }
    Ok(ExitCode::SUCCESS)
}
