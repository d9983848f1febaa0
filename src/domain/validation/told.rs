//! What people are told once, though several rules notice it: each rule keeps its finding, and pages group them.

use super::finding::Finding;

/// A finding as it is told, with those of other rules that say no more.
#[derive(Debug, Clone, PartialEq)]
pub struct Told<'f> {
    /// What is told.
    pub finding: &'f Finding,
    /// What it tells too; a State that confirms the one confirms these.
    pub same: Vec<&'f Finding>,
}

/// Where a rule has noticed something of a form, the second says no more of that form. A figure is in no form by its
/// place, so of figures only the same one is told once.
const SAME: [(&str, &str); 7] = [
    // A first report has nothing to be unchanged from, so no year is the right one.
    ("D-03", "G-31"),
    ("D-03", "G-32"),
    ("D-03", "G-33"),
    ("D-03", "G-34"),
    // Both ask for the instruction; that the form concerns every party stands in either.
    ("V-07", "G-38"),
    ("V-18", "G-38"),
    // Both ask what is done for the victims that the report tells of.
    ("V-15", "V-16"),
];

/// The findings as they are told, in their order. What weighs more is never told under what weighs less.
pub fn told(findings: &[Finding]) -> Vec<Told<'_>> {
    let first = |finding: &Finding| findings.iter().position(|other| says_more(other, finding));
    let mut told = Vec::new();
    for (place, finding) in findings.iter().enumerate() {
        if first(finding).is_some() {
            continue;
        }
        let same = findings.iter().filter(|other| first(other) == Some(place)).collect();
        told.push(Told { finding, same });
    }
    told
}

fn says_more(finding: &Finding, than: &Finding) -> bool {
    let is_pair = SAME.contains(&(finding.rule.0.as_str(), than.rule.0.as_str()));
    let form = form_of(&finding.place);
    let is_of_same = finding.place == than.place || (form.is_some() && form == form_of(&than.place));
    is_pair && finding.severity <= than.severity && is_of_same
}

/// The letter of the form that a place of the summary sheet or of a form is about.
fn form_of(place: &str) -> Option<&str> {
    let mut steps = place.split(['.', '[']);
    matches!(steps.next(), Some("summary" | "forms")).then(|| steps.next())?
}
