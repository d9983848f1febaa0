//! What another version of the rules would change in what is said of a report.

use super::Checked;
use super::finding::Finding;

/// The findings in which two checks of a report differ.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Effect {
    /// Said now, and then no more.
    pub gone: Vec<Finding>,
    /// Not said now.
    pub new: Vec<Finding>,
}

impl Effect {
    /// Between what is said now and what would be said. A finding that weighs otherwise is gone and new.
    pub fn between(now: &Checked, then: &Checked) -> Self {
        Self { gone: beyond(&now.findings, &then.findings), new: beyond(&then.findings, &now.findings) }
    }

    /// Whether both say the same.
    pub fn is_none(&self) -> bool {
        self.gone.is_empty() && self.new.is_empty()
    }
}

/// The findings of one list that another does not hold, each as often as it is missing.
fn beyond(own: &[Finding], other: &[Finding]) -> Vec<Finding> {
    let mut left: Vec<&Finding> = other.iter().collect();
    let mut missing = Vec::new();
    for finding in own {
        match left.iter().position(|one| *one == finding) {
            Some(at) => drop(left.swap_remove(at)),
            None => missing.push(finding.clone()),
        }
    }
    missing
}
