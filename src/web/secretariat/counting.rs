//! Counts of a cycle: how many parties are due, by who was bound on its 31 March, and what the rules of the review say
//! of them.

use std::collections::BTreeSet;

use super::findings::FindingLine;
use crate::app::Edition;
use crate::app::queue::{Line, Place};
use crate::domain::calendar::{Cycle, DueDate};
use crate::domain::code::{Iso3, RegimeCode};
use crate::domain::filing::FilingState;
use crate::domain::validation::{Counted, meeting_ahead, review_counts};
use crate::text::Text;

/// How many parties are due in a cycle.
pub(super) struct CountsView {
    pub(super) title: String,
    /// The day of the register by which they are counted.
    pub(super) lead: String,
    /// Report, and how many parties are due.
    pub(super) lines: Vec<(String, usize)>,
    pub(super) findings: Vec<FindingLine>,
}

impl CountsView {
    /// Of all reports of the cycle; nothing where none is due on a day.
    pub(super) fn new(t: &Text, edition: &Edition, cycle: Cycle, lines: &[Line]) -> Option<Self> {
        let due: Vec<_> = lines.iter().filter(|line| matches!(line.due, Some(DueDate::On(_)))).collect();
        let count = |regime: RegimeCode| due.iter().filter(|line| line.reference.regime == regime).count();
        let regimes = edition.rules.regimes().iter().map(|regime| (regime.code, count(regime.code)));
        let parties: BTreeSet<Iso3> = due.iter().map(|line| line.reference.party).collect();
        let register_on = edition.register.as_of();
        let found = review_counts(&edition.books.rules, &Counted { cycle, parties: parties.len(), register_on });
        (!due.is_empty()).then(|| Self {
            title: t.with("queue-parties", "date", t.date(cycle.closes_on())),
            lead: t.with("queue-parties-lead", "date", t.date(register_on)),
            lines: regimes.map(|(code, count)| (t.regime(code), count)).collect(),
            findings: found.iter().map(|finding| FindingLine::new(t, edition, finding)).collect(),
        })
    }
}

/// For each regime whose reports are to be with all parties before a meeting that is ahead: how many are not circulated
/// yet, and where they are.
pub(super) fn uncirculated(t: &Text, edition: &Edition, cycle: Cycle, lines: &[Line]) -> Vec<(String, String)> {
    let waits = |line: &&Line| matches!(line.place, Place::Filed(FilingState::Received | FilingState::Acknowledged));
    let of = |code: RegimeCode| {
        let meeting_on = edition.rules.meeting(code, cycle);
        let meeting = meeting_ahead(&edition.books.rules, (code, cycle), meeting_on, edition.today)?;
        let count = lines.iter().filter(|line| line.reference.regime == code).filter(waits).count();
        let said = [
            ("count", i64::try_from(count).unwrap_or_default().into()),
            ("regime", t.regime(code).into()),
            ("date", t.date(meeting).into()),
        ];
        let address = format!("/secretariat?cycle={cycle}&regime={code}");
        (count > 0).then(|| (address, t.with_all("queue-uncirculated", said)))
    };
    edition.rules.regimes().iter().filter_map(|regime| of(regime.code)).collect()
}
