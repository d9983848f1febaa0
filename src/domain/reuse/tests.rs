//! Offers and disagreements between reports of one State.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use proptest::prelude::*;

use super::*;
use crate::domain::calendar::Cycle;
use crate::domain::checklist::Obligations;
use crate::domain::code::{Iso3, RegimeCode};
use crate::domain::draft::{Answers, FieldName, Input, Section, fields_of};
use crate::domain::regime::{FormSet, FormSets};
use crate::domain::report::{Report, ReportReference, read};

/// What other years are not offered is not carried over from them either, and the other way round.
#[test]
fn answers_of_the_year_are_those_of_the_period() {
    let Desk { sets, matters, .. } = desk();
    for set in sets.all() {
        for (form, field) in set.fields() {
            let key = FieldKey::of(set, Some(form), field);
            for (_, matter) in matters.sources_of(&key) {
                assert_eq!(matter.of_the_year, field.of_period, "{key}");
            }
        }
    }
}

struct Desk {
    sets: FormSets,
    obligations: Obligations,
    matters: Matters,
}

fn desk() -> Desk {
    Desk {
        sets: FormSets::embedded().unwrap(),
        obligations: Obligations::embedded().unwrap(),
        matters: Matters::embedded().unwrap(),
    }
}

fn reference(regime: &str, cycle: i32) -> ReportReference {
    let (party, regime) = (Iso3::parse("CHE").unwrap(), RegimeCode::parse(regime).unwrap());
    ReportReference { party, regime, cycle: Cycle::new(cycle).unwrap() }
}

fn at(day: &str) -> DateTime<Utc> {
    format!("{day}T09:00:00Z").parse().unwrap()
}

fn answers(pairs: &[(&str, &str)]) -> Answers {
    pairs.iter().map(|(field, text)| ((*field).to_owned(), (*text).to_owned())).collect()
}

impl Desk {
    fn set(&self, reference: ReportReference) -> &FormSet {
        self.sets.for_cycle(reference.regime, reference.cycle).unwrap()
    }

    fn draft(&self, regime: &str, cycle: i32, section: Section, typed: &[(&str, &str)]) -> Source<'_> {
        let reference = reference(regime, cycle);
        let held = BTreeMap::from([(section, (answers(typed), at("2026-11-23"), "person".to_owned()))]);
        Source { reference, set: self.set(reference), held: Held::Draft(held) }
    }

    fn filed<'a>(&'a self, report: &'a Report) -> Source<'a> {
        let reference = ReportReference { party: report.party, regime: report.regime, cycle: report.cycle };
        Source { reference, set: self.set(reference), held: Held::Filed(report, at("2026-03-20"), "person".into()) }
    }

    fn offers(&self, form: (&str, &str), typed: &Answers, sources: &[Source<'_>], reused: &[Reused]) -> Vec<Offer> {
        let reference = reference(form.0, 2027);
        let section = if form.1 == "cover" { Section::Cover } else { Section::Form(form.1.into()) };
        let target = self.target(reference, &section, typed);
        let found = offers(&self.matters, &self.obligations, target, sources, reused);
        let open = found.iter().filter(|offer| offer.would_change()).count();
        let counted = count_offers(&self.matters, &self.obligations, target, sources, reused);
        assert_eq!(counted, open, "counted as they are offered");
        found
    }

    fn target<'a>(&'a self, reference: ReportReference, section: &'a Section, answers: &'a Answers) -> Target<'a> {
        Target { reference, set: self.set(reference), section, answers }
    }
}

fn form(letter: &str) -> Section {
    Section::Form(letter.into())
}

fn laws_of(regime: &str, cycle: i32, title: &str) -> Report {
    let desk = desk();
    let file = serde_json::json!({
        "party": "CHE", "regime": regime, "cycle": cycle, "kind": "annual",
        "laws": [{"title": title, "adopted_on": "13 December 1996"}],
    });
    read(file.to_string().as_bytes(), &desk.sets, &desk.obligations).unwrap()
}

#[test]
fn an_answer_is_as_old_as_the_report_that_said_it_first() {
    let desk = desk();
    let words = ("forms.D.legislation.text", "War Materiel Act.");
    let since = |year| [("summary.D.state", "unchanged"), ("summary.D.last_reporting", year), words];
    let sources = |oldest: &str| {
        [
            desk.draft("APII", 2023, form("D"), &[("forms.D.legislation.text", oldest)]),
            desk.draft("APII", 2024, form("D"), &[words]),
            // An unchanged form need not repeat its words.
            desk.draft(
                "APII",
                2025,
                form("D"),
                &[("summary.D.state", "unchanged"), ("summary.D.last_reporting", "2024")],
            ),
            desk.draft("APII", 2026, form("D"), &[words]),
        ]
    };
    let first = |sources: &[Source<'_>]| {
        let offers = desk.offers(("COMPLIANCE", "C"), &Answers::new(), sources, &[]);
        offers
            .iter()
            .find(|offer| offer.place == "forms.C.legislation")
            .map(|offer| (offer.source.cycle.year(), offer.first_said))
    };
    assert_eq!(first(&sources("Another act.")), Some((2026, 2024)));
    assert_eq!(first(&sources("War Materiel Act.")), Some((2026, 2023)));
    assert_eq!(first(&[desk.draft("APII", 2026, form("D"), &since("2012"))]), Some((2026, 2012)), "as it says itself");
    assert_eq!(first(&[desk.draft("APII", 2026, form("D"), &[words])]), Some((2026, 2026)));
    let with_other_words = |since_year| {
        let other = ("forms.D.legislation.text", "Another act.");
        let newest = desk.draft("APII", 2026, form("D"), &since(since_year));
        first(&[desk.draft("APII", 2020, form("D"), &[other]), newest])
    };
    assert_eq!(with_other_words("2012"), Some((2026, 2026)), "the report of 2020 had other words");
    assert_eq!(with_other_words("2022"), Some((2026, 2022)));
}

#[test]
fn the_same_question_is_answered_from_the_other_report_of_the_year() {
    let desk = desk();
    let apii = desk.draft("APII", 2027, form("D"), &[("forms.D.legislation.text", "War Materiel Act.")]);
    let found = desk.offers(("COMPLIANCE", "C"), &Answers::new(), std::slice::from_ref(&apii), &[]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].writes, answers(&[("forms.C.legislation.text", "War Materiel Act.")]));
    assert_eq!((found[0].stands, found[0].is_draft, found[0].at), (Stands::Blank, true, at("2026-11-23")));
    let other =
        answers(&[("forms.C.legislation.text", "Another act."), ("forms.C.legislation.nothing_to_report", "yes")]);
    let found = desk.offers(("COMPLIANCE", "C"), &other, std::slice::from_ref(&apii), &[]);
    assert_eq!(found[0].stands, Stands::Differs);
    assert_eq!(found[0].writes["forms.C.legislation.nothing_to_report"], "", "the text takes the place of the tick");
    let same = answers(&[("forms.C.legislation.text", "War Materiel Act.")]);
    assert_eq!(desk.offers(("COMPLIANCE", "C"), &same, &[apii], &[])[0].stands, Stands::Same);
}

#[test]
fn of_earlier_years_the_newest_answer_is_offered_and_figures_are_not() {
    let desk = desk();
    let (old, new) = (laws_of("APII", 2024, "Old act"), laws_of("APII", 2025, "War Materiel Act"));
    let own = laws_of("COMPLIANCE", 2023, "First act");
    let sources = [desk.filed(&old), desk.filed(&new), desk.filed(&own)];
    let found = desk.offers(("COMPLIANCE", "C"), &Answers::new(), &sources, &[]);
    let from: Vec<_> = found.iter().map(|offer| offer.source.to_string()).collect();
    assert_eq!(from, ["CHE-APII-2025", "CHE-COMPLIANCE-2023"]);
    assert_eq!(found[0].writes["laws[0].title"], "War Materiel Act");
    let figure = [("figures.casualties.total", "5"), ("figures.area_cleared_m2", "3 km2")];
    let last_year = desk.draft("PV", 2026, form("A"), &figure);
    assert!(desk.offers(("APII", "B"), &Answers::new(), &[last_year], &[]).is_empty());
    let this_year = desk.draft("PV", 2027, form("A"), &figure);
    assert_eq!(desk.offers(("APII", "B"), &Answers::new(), &[this_year], &[]).len(), 2);
}

#[test]
fn of_a_record_only_what_both_reports_ask_is_taken_and_the_rest_stays() {
    let desk = desk();
    let pv = [("figures.casualties.total", "5"), ("figures.casualties.by_device.other_erw", "2")];
    let pv = desk.draft("PV", 2027, form("A"), &pv);
    let standing = answers(&[("figures.casualties.by_device.mines", "3")]);
    let found = desk.offers(("APII", "B"), &standing, &[pv], &[]);
    assert_eq!(found[0].writes, answers(&[("figures.casualties.total", "5")]));
    assert_eq!(found[0].stands, Stands::Blank);
}

#[test]
fn a_list_takes_the_place_of_the_list() {
    let desk = desk();
    let standing = answers(&[("laws[0].title", "A"), ("laws[1].title", "B")]);
    let report = laws_of("APII", 2027, "War Materiel Act");
    let found = desk.offers(("PV", "H"), &standing, &[desk.filed(&report)], &[]);
    assert_eq!(found[0].writes["laws[0].title"], "War Materiel Act");
    assert_eq!(found[0].writes["laws[1].title"], "");
}

#[test]
fn a_later_change_of_what_was_taken_is_known_and_so_is_its_end() {
    let desk = desk();
    let text = |text| desk.draft("APII", 2027, form("D"), &[("forms.D.legislation.text", text)]);
    let first = desk.offers(("COMPLIANCE", "C"), &Answers::new(), &[text("One.")], &[]).remove(0);
    let taken = Reused {
        place: first.place.clone(),
        source: first.source,
        digest: first.digest.clone(),
        is_taken: true,
        at: at("2026-11-24"),
    };
    let standing = first.writes.clone();
    let again = |source, reused: &[Reused]| desk.offers(("COMPLIANCE", "C"), &standing, &[source], reused).remove(0);
    assert_eq!(again(text("One."), std::slice::from_ref(&taken)).changed_since, None);
    let changed = again(text("Two."), std::slice::from_ref(&taken));
    assert_eq!((changed.changed_since, changed.stands), (Some(at("2026-11-24")), Stands::Differs));
    let kept = Reused { digest: changed.digest, is_taken: false, at: at("2026-11-25"), ..taken.clone() };
    assert_eq!(again(text("Two."), &[taken.clone(), kept.clone()]).changed_since, None, "seen, and decided");
    let gone = again(text(""), &[taken.clone(), kept.clone()]);
    let seen = Reused { digest: gone.digest.clone(), at: at("2026-11-26"), ..kept };
    assert!(desk.offers(("COMPLIANCE", "C"), &standing, &[text("")], &[taken, seen]).is_empty(), "told once");
    assert!(gone.is_gone && gone.changed_since.is_some() && gone.writes["forms.C.legislation.text"].is_empty());
}

#[test]
fn two_reports_of_a_year_that_differ_are_listed_and_nothing_else_is() {
    let desk = desk();
    let apii = desk.draft(
        "APII",
        2027,
        form("B"),
        &[
            ("figures.casualties.total", "7"),
            ("figures.area_cleared_m2", "0.38 km2"),
            ("figures.items_uxo", "1,000"),
            ("figures.casualties.by_device.mines", "7"),
        ],
    );
    let pv = desk.draft(
        "PV",
        2027,
        form("A"),
        &[
            ("figures.casualties.total", "9"),
            ("figures.area_cleared_m2", "38 ha"),
            ("figures.items_uxo", "1000"),
            ("figures.casualties.killed", "1"),
        ],
    );
    let found = disagreements(&desk.matters, &desk.obligations, &apii, &[pv]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].name.as_str(), found[0].here.as_str()), ("figures.casualties.total", "7"));
    assert_eq!((found[0].there.as_str(), found[0].kind), ("9", Kind::SameYear));
}

#[test]
fn acts_are_compared_by_their_title_and_contacts_by_their_office() {
    let desk = desk();
    let act = [("laws[0].title", "Other"), ("laws[1].title", "WAR materiel act"), ("laws[1].adopted_on", "1996-12-14")];
    let apii = desk.draft("APII", 2027, form("D"), &act);
    let report = laws_of("COMPLIANCE", 2027, "War Materiel Act");
    let found = disagreements(&desk.matters, &desk.obligations, &apii, &[desk.filed(&report)]);
    let named: Vec<_> = found.iter().map(|one| (one.name.as_str(), one.there.as_str())).collect();
    assert_eq!(named, [("laws[1].adopted_on", "13 December 1996")]);
    let contact = |email| [("cover.contacts[0].organization", "Ministry"), ("cover.contacts[0].email", email)];
    let (one, other) = (contact("one@example.org"), contact("two@example.org"));
    let cover = |regime, typed: &[(&str, &str)]| desk.draft(regime, 2027, Section::Cover, typed);
    let (mine, theirs) = (cover("PV", &one), cover("APII", &other));
    let found = disagreements(&desk.matters, &desk.obligations, &mine, &[theirs]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].name, "cover.contacts[0].email");
}

#[test]
fn a_total_since_the_start_that_falls_is_listed() {
    let desk = desk();
    let total = |cycle, total, since| {
        let typed = [
            ("figures.casualties_cumulative.total", total),
            ("figures.casualties_cumulative.since", since),
            ("figures.casualties_cumulative.to", "2026"),
        ];
        desk.draft("PV", cycle, form("A"), &typed)
    };
    let kinds = |now: &Source<'_>, before: Source<'_>| {
        let found = disagreements(&desk.matters, &desk.obligations, now, &[before]);
        found.into_iter().map(|one| one.kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&total(2027, "90", "1990"), total(2025, "100", "1990")), [Kind::Fell]);
    assert_eq!(kinds(&total(2027, "110", "1990"), total(2025, "100", "1990")), []);
    assert_eq!(kinds(&total(2027, "90", "2000"), total(2025, "100", "1990")), []);
    let before = [
        ("figures.casualties_cumulative_previous.total", "99"),
        ("figures.casualties_cumulative_previous.since", "1990"),
    ];
    let now = desk.draft("PV", 2027, form("A"), &before);
    assert_eq!(kinds(&now, total(2026, "100", "1990")), [Kind::NotAsBefore]);
}

#[test]
fn the_total_of_last_year_is_offered_to_the_field_that_repeats_it() {
    let desk = desk();
    let total = |cycle| {
        let typed = [
            ("figures.casualties_cumulative.total", "100"),
            ("figures.casualties_cumulative.since", "1990"),
            ("figures.casualties_cumulative_previous.total", "95"),
        ];
        desk.draft("PV", cycle, form("A"), &typed)
    };
    let offered = |sources: &[Source<'_>]| {
        let all = desk.offers(("PV", "A"), &Answers::new(), sources, &[]);
        let own = all.into_iter().filter(|offer| offer.place == "figures.casualties_cumulative_previous");
        own.map(|offer| (offer.source.cycle.year(), offer.writes)).collect::<Vec<_>>()
    };
    let place = "figures.casualties_cumulative_previous";
    let writes = answers(&[(&format!("{place}.total"), "100"), (&format!("{place}.since"), "1990")]);
    let found = offered(&[total(2026), total(2025)]);
    assert_eq!(found.iter().map(|(cycle, _)| *cycle).collect::<Vec<_>>(), [2026]);
    assert!(writes.iter().all(|(field, text)| found[0].1.get(field) == Some(text)), "{found:?}");
    assert_eq!(offered(&[total(2025)]), [], "two years ago is not the year before");
}

/// Any texts in any fields of a form of a regime.
fn typed(set: &FormSet, section: &Section) -> impl Strategy<Value = Answers> + use<> {
    let fields: Vec<FieldName> = fields_of(section, set, &Obligations::embedded().unwrap());
    let one = (proptest::sample::select(fields), 0usize..3, "[a-c0-9 ]{0,4}");
    proptest::collection::vec(one, 0..12).prop_map(|typed| {
        let text = |field: &FieldName, entry: usize, text: String| match &field.input {
            Input::Choice(words) => words[entry % words.len()].clone(),
            Input::Tick => "yes".to_owned(),
            _ => text,
        };
        typed.into_iter().map(|(field, entry, words)| (field.at(entry), text(&field, entry, words))).collect()
    })
}

fn section_of(set: &FormSet) -> impl Strategy<Value = Section> + use<> {
    let sections = Section::all(set).into_iter().filter(|section| *section != Section::Profile);
    proptest::sample::select(sections.collect::<Vec<_>>())
}

fn any_draft() -> impl Strategy<Value = (&'static str, i32, Section, Answers)> {
    let regimes = proptest::sample::select(vec!["COMPLIANCE", "APII", "PV"]);
    (regimes, 2026i32..=2028).prop_flat_map(|(regime, cycle)| {
        let desk = desk();
        let set = desk.set(reference(regime, cycle)).clone();
        section_of(&set).prop_flat_map(move |section| {
            let answers = typed(&set, &section);
            answers.prop_map(move |answers| (regime, cycle, section.clone(), answers))
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is typed where: an offer is from another report, goes only into fields of the section, and once it is
    /// taken there is nothing left to take.
    #[test]
    fn what_is_taken_stands(mine in any_draft(), others in proptest::collection::vec(any_draft(), 0..4)) {
        let desk = desk();
        let (regime, _, section, standing) = mine;
        let mine = reference(regime, 2027);
        // A State has one draft of a report.
        let others: BTreeMap<_, _> = others.into_iter().map(|(regime, cycle, section, answers)| {
            (reference(regime, cycle), (section, answers))
        }).collect();
        let sources: Vec<_> = others.into_iter().map(|(reference, (section, answers))| {
            let held = BTreeMap::from([(section, (answers, at("2026-11-23"), String::new()))]);
            Source { reference, set: desk.set(reference), held: Held::Draft(held) }
        }).collect();
        let offered = |answers: &Answers| {
            offers(&desk.matters, &desk.obligations, desk.target(mine, &section, answers), &sources, &[])
        };
        let found = offered(&standing);
        prop_assert_eq!(&found, &offered(&standing));
        let fields = fields_of(&section, desk.set(mine), &desk.obligations);
        for offer in found {
            prop_assert!(offer.source != mine && offer.source.cycle <= mine.cycle && !offer.is_gone);
            prop_assert!(offer.writes.keys().all(|name| fields.iter().any(|field| field.entry_in(name).is_some())));
            let mut after = standing.clone();
            after.extend(offer.writes.clone());
            let again = offered(&after);
            let again = again.iter().find(|other| (&other.place, other.source) == (&offer.place, offer.source)).unwrap();
            prop_assert_eq!(again.stands, Stands::Same);
            prop_assert_eq!(&again.digest, &offer.digest);
        }
        let own = Source {
            reference: mine,
            set: desk.set(mine),
            held: Held::Draft(BTreeMap::from([(section.clone(), (standing, at("2026-11-23"), String::new()))])),
        };
        for one in disagreements(&desk.matters, &desk.obligations, &own, &sources) {
            prop_assert!(one.here != one.there && one.source != mine);
        }
    }
}
