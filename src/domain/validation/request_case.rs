//! One request with everything the rules may look at.

use chrono::NaiveDate;

use super::case::Reference;
use super::finding::{self, Finding, Findings};
use super::{requests, run};
use crate::domain::calendar::Cycle;
use crate::domain::code::InstrumentCode;
use crate::domain::request::Request;

type Check = fn(&RequestCase<'_>, &mut Findings<'_>);

/// Every rule that reads requests, in the order of the list.
pub(super) const CHECKS: &[(&str, Check)] = &[
    ("F-01", requests::f_01),
    ("G-01", requests::g_01),
    ("P-01", requests::p_01),
    ("P-02", requests::p_02),
    ("P-03", requests::p_03),
    ("P-04", requests::p_04),
    ("P-05", requests::p_05),
    ("P-06", requests::p_06),
    ("P-07", requests::p_07),
];

/// A request under the eyes of the rules.
pub(super) struct RequestCase<'a> {
    pub(super) reference: Reference<'a>,
    pub(super) request: &'a Request,
    /// Other requests of the State, of any kind, that came before.
    pub(super) history: Vec<&'a Request>,
    /// The day of submission; the day of reading where it is not given, or still to come.
    pub(super) on: NaiveDate,
}

impl RequestCase<'_> {
    /// Whether the instrument is in force for the State on the day of the request.
    pub(super) fn is_bound(&self, instrument: InstrumentCode) -> bool {
        self.reference.register.bound(self.request.party, instrument, self.on)
    }
}

/// Checks a request as read on a day, with the State's earlier requests beside it. Errors come first, then warnings,
/// then advice.
///
/// `history` may hold requests of other States and the request itself; they are left out. The rules are those of the
/// cycle in which the day of the request lies.
pub fn check_request(
    reference: Reference<'_>,
    request: &Request,
    history: &[&Request],
    read_on: NaiveDate,
) -> Vec<Finding> {
    let is_other = |other: &&&Request| other.party == request.party && !std::ptr::eq(**other, request);
    let history = history.iter().filter(is_other).copied().collect();
    let on = request.submitted_on.filter(|day| *day <= read_on).unwrap_or(read_on);
    let case = RequestCase { reference, request, history, on };
    let cycle = Cycle::containing(on);
    finding::sort(run(CHECKS, &case, |id| reference.rules.rule_of_requests(id, cycle)), order)
}

/// Places that rules name, in the order of a form.
const PLACES: [&str; 15] = [
    "party",
    "replaces_earlier",
    "instrument",
    "expert.name",
    "expert.nationality",
    "expert.competence",
    "expert.contact",
    "obligations_of",
    "obligation",
    "contacts",
    "needs",
    "information",
    "meeting",
    "delegate",
    "grounds",
];

fn order(place: &str) -> (usize, usize) {
    let member = place.split('[').next().unwrap_or_default();
    let known = PLACES.iter().position(|one| *one == member);
    (known.unwrap_or(PLACES.len()), finding::entry(place))
}
