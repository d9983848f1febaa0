//! Keys that are put together from data: every code the data holds has its sentences.

use ccw_portal::domain::calendar::{ReportKind, ReportingRules};
use ccw_portal::domain::request::RequestKind;
use ccw_portal::domain::treaty::{ActionKind, How, Mark, RegionalGroup, UnStatus, remarks};
use ccw_portal::domain::validation::RuleSet;
use ccw_portal::text::Text;

use crate::support::register;

#[test]
fn every_code_in_the_data_has_its_sentences() {
    let mut keys = Vec::new();
    for instrument in register().instruments() {
        let code = instrument.code.as_str().to_lowercase();
        for what in ["name", "inside", "opening", "short", "column", "subject", "title"] {
            keys.push(format!("instrument-{code}-{what}"));
        }
    }
    for regime in ReportingRules::embedded().unwrap().regimes() {
        let code = regime.code.as_str().to_lowercase();
        keys.extend(["name", "ground", "ground-sentence", "report"].map(|what| format!("regime-{code}-{what}")));
    }
    keys.extend(remarks().unwrap().iter().map(|remark| format!("remark-{}", remark.key)));
    keys.extend(
        ActionKind::ALL.iter().flat_map(|kind| [format!("act-{}", kind.key()), format!("deed-{}", kind.key())]),
    );
    keys.extend(RegionalGroup::ALL.iter().map(|group| format!("group-{}", group.key())));
    let outside = UnStatus::ALL.iter().filter(|status| **status != UnStatus::Member);
    keys.extend(outside.map(|status| format!("un-status-{}", status.key())));
    keys.extend(Mark::ALL.iter().map(|mark| format!("mark-{}", mark.key())));
    let stated = Mark::ALL.iter().map(|mark| How::Stated(*mark));
    let computed = [How::SixMonths, How::SixMonthsToMonthEnd, How::WithTheInstrument];
    keys.extend(stated.chain(computed).map(|how| format!("how-{}", how.key())));
    keys.extend([ReportKind::Annual, ReportKind::Initial].map(|kind| format!("report-kind-{}", kind.key())));
    keys.extend(RequestKind::WORDS.iter().map(|word| format!("request-{word}")));
    let text = Text::english();
    let missing: Vec<_> = keys.iter().filter(|key| !text.knows(key)).collect();
    assert!(missing.is_empty(), "en.ftl lacks {missing:?}");
}

#[test]
fn every_error_page_says_what_happened_and_what_to_do() {
    let source = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/web/error.rs")).unwrap();
    let keys = source.split("fn key(&self)").nth(1).unwrap().split("fn recovery").next().unwrap();
    let keys: Vec<_> = keys.split('"').skip(1).step_by(2).collect();
    assert!(keys.len() >= 7, "{keys:?}");
    for key in keys {
        for part in ["title", "lead", "step-1", "step-2"] {
            assert!(Text::english().knows(&format!("error-{key}-{part}")), "error-{key}-{part}");
        }
    }
}

#[test]
fn every_rule_has_a_sentence_that_its_parameters_fill() {
    let catalogue = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/text/en.ftl")).unwrap();
    for rule in RuleSet::embedded().unwrap().rules() {
        let key = format!("\nfinding-{} =", rule.id.0.to_lowercase());
        let sentence = catalogue.split(&key).nth(1).unwrap_or_else(|| panic!("en.ftl lacks {key}"));
        // It ends where the next key stands at the beginning of a line.
        let end = sentence
            .match_indices('\n')
            .find(|(at, _)| sentence[at + 1..].starts_with(|c: char| c.is_ascii_lowercase() || c == '#'));
        let sentence = &sentence[..end.map_or(sentence.len(), |(at, _)| at)];
        let asked = sentence
            .split('$')
            .skip(1)
            .map(|rest| rest.split(|c: char| !c.is_ascii_lowercase() && c != '_').next().unwrap());
        for name in asked {
            assert!(rule.parameters.iter().any(|own| own == name), "{}: nothing fills ${name}", rule.id);
        }
    }
}
