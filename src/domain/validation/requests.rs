//! Section 8: Pool of Experts, requests for assistance, sponsorship.

use super::cover::{has_channel, is_reachable_office};
use super::finding::{Findings, Parameter, quoted};
use super::identity;
use super::request_case::RequestCase;
use crate::domain::code::InstrumentCode;
use crate::domain::report::{is_blank, says};
use crate::domain::request::{Choice, Nomination, Request, Subject};
use crate::domain::treaty::Standing;

/// Members that nothing understands.
pub(super) fn f_01(case: &RequestCase<'_>, found: &mut Findings<'_>) {
    identity::unknown_members(&case.request.unknown, found);
}

/// The code is that of a State. A State that is no party may ask for sponsorship.
pub(super) fn g_01(case: &RequestCase<'_>, found: &mut Findings<'_>) {
    if case.reference.register.state(case.request.party).is_none() {
        identity::unknown_state(case.request.party, found);
    }
}

/// One expert for each State and Protocol; a further one takes the place of the earlier where the State says so.
pub(super) fn p_01(case: &RequestCase<'_>, found: &mut Findings<'_>) {
    let Subject::Nomination(nomination) = &case.request.subject else { return };
    let Some(instrument) = nomination.instrument.filter(|_| !nomination.replaces_earlier) else { return };
    let Some((request, held)) = in_force(case, instrument) else { return };
    let name = held.expert.name.as_deref().filter(|name| !is_blank(name));
    let parameters = [
        ("state", case.request.party.into()),
        ("instrument", instrument_or_code(case, instrument)),
        ("name", name.map_or("none".into(), quoted)),
        ("date", request.submitted_on.map_or("unknown".into(), Into::into)),
    ];
    found.add("replaces_earlier", parameters);
}

/// The nomination that holds: the first, until one says that it takes its place.
fn in_force<'a>(case: &RequestCase<'a>, instrument: InstrumentCode) -> Option<(&'a Request, &'a Nomination)> {
    let of_instrument = |request: &&'a Request| match &request.subject {
        Subject::Nomination(nomination) if nomination.instrument == Some(instrument) => Some((*request, nomination)),
        _ => None,
    };
    let mut earlier: Vec<_> = case.history.iter().filter_map(of_instrument).collect();
    earlier.sort_by(|(one, own), (other, theirs)| {
        (one.turn(), &own.expert.name).cmp(&(other.turn(), &theirs.expert.name))
    });
    earlier.into_iter().reduce(|held, next| if next.1.replaces_earlier { next } else { held })
}

/// A nomination says who, for what, and how to reach the person.
pub(super) fn p_02(case: &RequestCase<'_>, found: &mut Findings<'_>) {
    let Subject::Nomination(nomination) = &case.request.subject else { return };
    let protocols = found.rule.instruments.clone();
    let expert = &nomination.expert;
    let is_protocol = nomination.instrument.is_some_and(|given| protocols.contains(&given));
    let parts = [
        ("instrument", "instrument", is_protocol),
        ("expert.name", "name", says(expert.name.as_deref())),
        ("expert.nationality", "nationality", says(expert.nationality.as_deref())),
        ("expert.competence", "competence", says(expert.competence.as_deref())),
        ("expert.contact", "contact", has_channel(&expert.contact)),
    ];
    for (place, lacking, _) in parts.into_iter().filter(|(_, _, is_given)| !is_given) {
        let parameters = [
            ("lacking", lacking.into()),
            ("given", nomination.instrument.map_or("none".into(), |given| given.to_string().into())),
            ("protocols", protocols.clone().into()),
        ];
        found.add(place, parameters);
    }
}

/// The Protocol is in force for the State that names the expert.
pub(super) fn p_03(case: &RequestCase<'_>, found: &mut Findings<'_>) {
    let Subject::Nomination(nomination) = &case.request.subject else { return };
    let is_protocol = |given: &InstrumentCode| found.rule.instruments.contains(given);
    let Some(instrument) = nomination.instrument.filter(is_protocol).filter(|given| !case.is_bound(*given)) else {
        return;
    };
    let parameters = [
        ("state", case.request.party.into()),
        ("instrument", instrument.into()),
        ("date", case.on.into()),
        ("from", bound_from(case, instrument)),
    ];
    found.add("instrument", parameters);
}

/// From when an instrument will bind the State that has consented to it.
fn bound_from(case: &RequestCase<'_>, instrument: InstrumentCode) -> Parameter {
    match case.reference.register.standing(case.request.party, instrument, case.on) {
        Standing::Pending(period) => period.since.into(),
        _ => "none".into(),
    }
}

/// The Pool is asked about own obligations, under a text in force for the State.
pub(super) fn p_04(case: &RequestCase<'_>, found: &mut Findings<'_>) {
    let Subject::Pool(asked) = &case.request.subject else { return };
    let party = case.request.party;
    let other = asked.obligations_of.filter(|other| *other != party);
    let text = match asked.instrument {
        None => Some("none"),
        Some(given) if !is_known(case, given) => Some("unknown"),
        Some(given) if !case.is_bound(given) => Some("not_bound"),
        Some(_) => None,
    };
    let faults = [
        ("obligations_of", other.map(|_| "other")),
        ("instrument", text),
        ("obligation", (!says(asked.obligation.as_deref())).then_some("obligation")),
    ];
    for (place, reason) in faults.into_iter().filter_map(|(place, reason)| Some((place, reason?))) {
        let parameters = [
            ("reason", reason.into()),
            ("state", party.into()),
            ("other", other.map_or("none".into(), Into::into)),
            ("instrument", asked.instrument.map_or("none".into(), |given| instrument_or_code(case, given))),
            ("date", case.on.into()),
            ("from", asked.instrument.map_or("none".into(), |given| bound_from(case, given))),
        ];
        found.add(place, parameters);
    }
}

/// A request for assistance says under what, whom to answer, what is needed, and on what facts it rests.
pub(super) fn p_05(case: &RequestCase<'_>, found: &mut Findings<'_>) {
    let Subject::Assistance(asked) = &case.request.subject else { return };
    let protocols = found.rule.instruments.clone();
    let known = &case.reference.request_choices.needs;
    let mut add = |place: String, lacking: &'static str, given: Parameter| {
        let parameters = [
            ("lacking", lacking.into()),
            ("given", given),
            ("protocols", protocols.clone().into()),
            ("choices", keys(known).into()),
        ];
        found.add(place, parameters);
    };
    if !asked.instrument.is_some_and(|given| protocols.contains(&given)) {
        let given = asked.instrument.map_or("none".into(), |given| given.to_string().into());
        add("instrument".into(), "instrument", given);
    }
    if !case.request.contacts.iter().any(is_reachable_office) {
        add("contacts".into(), "contact", "none".into());
    }
    if asked.needs.is_empty() {
        add("needs".into(), "needs", "none".into());
    }
    for (index, need) in asked.needs.iter().enumerate() {
        match need.kind.as_deref().filter(|kind| !is_blank(kind)) {
            None => add(format!("needs[{index}].kind"), "kind", "none".into()),
            Some(kind) if !is_among(known, kind) => add(format!("needs[{index}].kind"), "kind", quoted(kind)),
            Some("other") if !says(need.description.as_deref()) => {
                add(format!("needs[{index}].description"), "description", "none".into());
            }
            Some(_) => {}
        }
    }
    if !says(asked.information.as_deref()) && case.request.attachments.is_empty() {
        add("information".into(), "information", "none".into());
    }
}

/// The State knows to whom its request for assistance goes.
pub(super) fn p_06(case: &RequestCase<'_>, found: &mut Findings<'_>) {
    let Subject::Assistance(asked) = &case.request.subject else { return };
    if !asked.circulation_confirmed {
        let marked = asked.sensitive_parts.iter().any(|part| !is_blank(part));
        found.add("circulation_confirmed", [("marked", if marked { "yes" } else { "no" }.into())]);
    }
}

/// A request for sponsorship says for which meeting, for whom and on what ground, and comes before the closing date.
pub(super) fn p_07(case: &RequestCase<'_>, found: &mut Findings<'_>) {
    let Subject::Sponsorship(asked) = &case.request.subject else { return };
    let known = &case.reference.request_choices.grounds;
    let mut add = |place: String, lacking: &'static str, given: Parameter, closed: Parameter| {
        let parameters =
            [("lacking", lacking.into()), ("given", given), ("closed", closed), ("choices", keys(known).into())];
        found.add(place, parameters);
    };
    let meeting = &asked.meeting;
    if !says(meeting.title.as_deref()) || meeting.opens_on.is_none() {
        add("meeting".into(), "meeting", "none".into(), "none".into());
    }
    if !says(asked.delegate.name.as_deref()) {
        add("delegate".into(), "delegate", "none".into(), "none".into());
    }
    if asked.grounds.iter().all(|ground| is_blank(ground)) {
        add("grounds".into(), "ground", "none".into(), "none".into());
    }
    for (index, ground) in asked.grounds.iter().enumerate().filter(|(_, ground)| !is_blank(ground)) {
        if !is_among(known, ground) {
            add(format!("grounds[{index}]"), "ground", quoted(ground), "none".into());
        }
    }
    let meeting = meeting.regime.zip(meeting.opens_on);
    let closed_on = meeting.and_then(|(regime, day)| case.reference.deadlines.sponsorship_closes_on(regime, day));
    if let Some(closed_on) = closed_on.filter(|closed_on| case.on > *closed_on) {
        add("submitted_on".into(), "late", case.on.into(), closed_on.into());
    }
}

/// The instrument, or its code as written where no register knows it: that one has no name.
fn instrument_or_code(case: &RequestCase<'_>, given: InstrumentCode) -> Parameter {
    if is_known(case, given) { given.into() } else { given.to_string().into() }
}

fn is_known(case: &RequestCase<'_>, given: InstrumentCode) -> bool {
    case.reference.register.instruments().iter().any(|one| one.code == given)
}

fn keys(choices: &[Choice]) -> Vec<String> {
    choices.iter().map(|choice| choice.key.clone()).collect()
}

fn is_among(choices: &[Choice], word: &str) -> bool {
    choices.iter().any(|choice| choice.key == word.trim())
}
