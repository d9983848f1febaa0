//! Section 6: who reports under Amended Protocol II, and what each form speaks of.

use super::case::Case;
use super::finding::Findings;
use crate::domain::checklist::Answer;
use crate::domain::regime::Form;
use crate::domain::report::{FormState, says};

/// The forms of the six matters that article 13(4) lists.
const MATTERS: [&str; 6] =
    ["dissemination", "clearance", "technical_requirements", "legislation", "cooperation", "other_matters"];
/// What a stock of anti-personnel mines is called in the table of stocks.
pub(super) const ANTI_PERSONNEL: [&str; 2] = ["anti_personnel", "remotely_delivered_anti_personnel"];

/// A regular report comes from a State bound by the amended Protocol; the original one asks for none.
pub(super) fn a_01(case: &Case<'_>, found: &mut Findings<'_>) {
    if case.is_voluntary() || case.is_bound(case.regime.instrument) {
        return;
    }
    let by_original = found.rule.instruments.iter().any(|code| case.is_bound(*code));
    let original = if by_original { "yes" } else { "no" };
    found.add("kind", [("state", case.report.party.into()), ("original", original.into())]);
}

/// Any of the six matters is reported.
pub(super) fn a_02(case: &Case<'_>, found: &mut Findings<'_>) {
    // Article 13(4) asks nothing of a State that reports of its own will.
    if case.is_voluntary() {
        return;
    }
    let is_reported = |form: &Form| case.report.holds_content(form) || case.state(form) == Some(FormState::Unchanged);
    if !case.report.is_wordless() && !MATTERS.iter().filter_map(|key| case.form(key)).any(is_reported) {
        found.add("forms", []);
    }
}

/// The armed forces have instructions, and are trained.
pub(super) fn a_03(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some(form) = case.spoken("dissemination") else { return };
    let (text, lexicon) = (case.report.text(&form.letter, "armed_forces"), case.reference.lexicon);
    let lacking = match (lexicon.instruction.is_match(text), lexicon.training.is_match(text)) {
        (true, true) => return,
        (false, true) => "instruction",
        (true, false) => "training",
        (false, false) => "both",
    };
    let answer = case.report.answer(&form.letter, "armed_forces");
    if !lexicon.says_nothing(text) && !answer.is_some_and(|answer| answer.nothing_to_report) {
        found.add(format!("forms.{}.armed_forces", form.letter), [("lacking", lacking.into())]);
    }
}

/// The State says whether there are mined areas.
pub(super) fn a_04(case: &Case<'_>, found: &mut Findings<'_>) {
    let is_asked = case.spoken("clearance").is_some();
    if is_asked && mined_areas(case).is_none() {
        found.add("figures.mined_areas", [("state", case.report.party.into())]);
    }
}

/// Whether there are mined areas: as the report says, or as the State has said before.
pub(super) fn mined_areas(case: &Case<'_>) -> Option<&'static str> {
    match case.report.choice("mined_areas").as_deref() {
        Some("yes") => Some("yes"),
        Some("no") => Some("no"),
        Some("suspected") => Some("suspected"),
        _ => match case.fact("mined_areas")? {
            Answer::Yes => Some("yes"),
            Answer::No => Some("no"),
            Answer::Unknown => None,
        },
    }
}

/// The State says whether it holds anti-personnel mines, and whether detectors find them.
pub(super) fn a_11(case: &Case<'_>, found: &mut Findings<'_>) {
    if case.spoken("technical_requirements").is_none() {
        return;
    }
    let stocks = || case.report.rows("stocks").into_iter().map(|(_, row)| row);
    let of_kind = || stocks().filter(|row| row.choice("kind").is_some_and(|kind| ANTI_PERSONNEL.contains(&&*kind)));
    let has_some =
        case.report.number("mines_retained").is_some_and(|number| number > 0.0) || of_kind().next().is_some();
    let said = case.report.choice("anti_personnel_mines_held");
    let holds = match said.as_deref() {
        Some("yes") => Some(true),
        Some("no") => Some(false),
        _ if has_some => Some(true),
        _ => case.fact("holds_ap_mines").map(|answer| answer == Answer::Yes),
    };
    match holds {
        None => found.add("figures.anti_personnel_mines_held", [("lacking", "held".into())]),
        Some(true) => {
            let each = of_kind().next().is_some() && of_kind().all(|row| row.choice("detectable").is_some());
            let known = matches!(case.report.choice("detectable").as_deref(), Some("all" | "some" | "none"));
            if !known && !each {
                found.add("figures.detectable", [("lacking", "detectable".into())]);
            }
        }
        Some(false) => {}
    }
}

/// Remotely delivered mines have their values, and a way to record them.
pub(super) fn a_15(case: &Case<'_>, found: &mut Findings<'_>) {
    if case.spoken("technical_requirements").is_none() {
        return;
    }
    const VALUES: [&str; 4] =
        ["self_destruction_days", "not_self_destructed_30_days", "self_deactivation_days", "working_120_days"];
    let stocks = case.report.rows("stocks").into_iter();
    let remote: Vec<_> =
        stocks.filter(|(_, row)| row.choice("kind").is_some_and(|kind| kind.starts_with("remotely_"))).collect();
    if remote.is_empty() && case.fact("holds_remotely_delivered_mines") != Some(Answer::Yes) {
        return;
    }
    if remote.is_empty() {
        found.add("figures.stocks", [("lacking", "values".into())]);
    }
    for (place, _) in remote.iter().filter(|(_, row)| VALUES.iter().any(|value| row.number(value).is_none())) {
        found.add(format!("figures.stocks[{place}]"), [("lacking", "values".into())]);
    }
    if !says_figure(case, "recording_method") {
        found.add("figures.recording_method", [("lacking", "recording".into())]);
    }
}

/// Whether a text among the figures says something.
fn says_figure(case: &Case<'_>, name: &str) -> bool {
    let field = case.set.fields().find(|(_, field)| field.key == name);
    field.is_some_and(|(form, field)| case.report.holds(&form.letter, field))
}

/// Where there are mined areas: how they are fenced, watched and signed.
pub(super) fn a_16(case: &Case<'_>, found: &mut Findings<'_>) {
    if case.spoken("technical_requirements").is_none() {
        return;
    }
    let marking = case.report.record("marking");
    let given = |column| marking.and_then(|marking| marking.choice(column)).is_some();
    let columns = [("fenced", "fence"), ("monitored", "monitoring"), ("shape", "signs")];
    let is_marked = columns.iter().any(|(column, _)| given(column)) || mined_areas(case) == Some("yes");
    for (column, lacking) in columns.into_iter().filter(|(column, _)| is_marked && !given(column)) {
        found.add(format!("figures.marking.{column}"), [("lacking", lacking.into())]);
    }
}

/// A party to the mine-ban convention keeps mines for training alone.
pub(super) fn a_18(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some(party) = case.seen.mine_ban.filter(|party| party.in_force_on <= case.on) else { return };
    let stocks = case.report.rows("stocks").into_iter().map(|(_, row)| row);
    let of_kind = stocks.filter(|row| row.choice("kind").is_some_and(|kind| ANTI_PERSONNEL.contains(&&*kind)));
    let held: f64 = of_kind.filter_map(|row| row.number("quantity")).sum();
    let retained = case.report.number("mines_retained").unwrap_or_default();
    for (place, number, kind) in [("figures.stocks", held, "held"), ("figures.mines_retained", retained, "retained")] {
        if number > 0.0 {
            let parameters = [
                ("state", case.report.party.into()),
                ("count", number.into()),
                ("since", party.in_force_on.into()),
                ("as_of", party.as_of.into()),
                ("kind", kind.into()),
            ];
            found.add(place, parameters);
        }
    }
}

/// Legislation names what punishes.
pub(super) fn a_19(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some(form) = case.spoken("legislation") else { return };
    let (texts, lexicon) = (case.report.texts(form), case.reference.lexicon);
    let is_named = case.report.laws.iter().any(|law| !law.is_draft() && says(law.penal_provision.as_deref()))
        || texts.values().any(|text| lexicon.penal.is_match(text));
    if !is_named {
        found.add(format!("forms.{}.legislation", form.letter), []);
    }
}

/// A State that holds mines names its rules on transfers.
pub(super) fn a_20(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some(form) = case.spoken("legislation") else { return };
    let holds = case.report.choice("anti_personnel_mines_held").as_deref() == Some("yes")
        || case.report.number("mines_retained").is_some_and(|number| number > 0.0)
        || !case.report.rows("stocks").is_empty()
        || ["holds_mines", "holds_ap_mines"].iter().any(|fact| case.fact(fact) == Some(Answer::Yes));
    let lexicon = case.reference.lexicon;
    let is_named = || {
        says_figure(case, "transfers")
            || case.report.texts(form).values().any(|text| lexicon.transfer.is_match(text))
            || case
                .report
                .laws
                .iter()
                .any(|law| law.title.as_deref().is_some_and(|title| lexicon.transfer.is_match(title)))
    };
    if holds && !is_named() {
        found.add("figures.transfers", []);
    }
}

/// Where missions work: whether one asked for protection or information.
pub(super) fn a_22(case: &Case<'_>, found: &mut Findings<'_>) {
    let is_host = case.fact("hosts_missions") == Some(Answer::Yes) && case.renewed("other_matters").is_some();
    if is_host && !matches!(case.report.choice("mission_requests").as_deref(), Some("yes" | "yes_open" | "none")) {
        found.add("figures.mission_requests", []);
    }
}

/// The national contact, and means or experts of clearance, or since when they are the same.
pub(super) fn a_23(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some(form) = case.renewed("clearance_information") else { return };
    let is_given = |field: &&str| {
        let answer = case.report.answer(&form.letter, field);
        answer.is_some_and(|answer| answer.holds_text() || answer.nothing_to_report)
    };
    let place = |field: &str| format!("forms.{}.{field}", form.letter);
    if !is_given(&"national_contacts") {
        found.add(place("national_contacts"), [("lacking", "contact".into())]);
    }
    if !["technologies", "experts"].iter().any(is_given) {
        found.add(place("technologies"), [("lacking", "entry".into())]);
    }
}
