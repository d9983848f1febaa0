//! The totals that the register must reproduce: the depositary's own, and those published earlier.

use chrono::NaiveDate;

use super::{ActionKind, RegionalGroup, Register, Standing};
use crate::domain::calendar::day;
use crate::domain::code::{InstrumentCode, Iso3};

const INSTRUMENTS: [&str; 8] = ["CCW", "P-I", "P-II", "P-III", "P-IV", "AP-II", "A1", "P-V"];

fn register() -> Register {
    Register::embedded().unwrap()
}

fn code(text: &str) -> InstrumentCode {
    InstrumentCode::parse(text).unwrap()
}

#[test]
fn the_register_holds_197_states_and_919_actions() {
    let register = register();
    assert_eq!(register.as_of(), day(2026, 2, 3));
    assert_eq!((register.states().len(), register.actions().len()), (197, 919));
    assert_eq!(register.instruments().iter().map(|i| i.code.as_str()).collect::<Vec<_>>(), INSTRUMENTS);
    assert!(register.actions().iter().all(|action| action.verified));
}

#[test]
fn signatures() {
    let register = register();
    let signed: Vec<_> = register.actions().iter().filter(|act| act.kind == ActionKind::Signature).collect();
    assert_eq!(signed.len(), 50);
    let only: Vec<_> = register
        .states()
        .filter(|state| matches!(register.standing(state.iso3, code("CCW"), register.as_of()), Standing::Signed(_)))
        .map(|state| state.short_name_en.as_str())
        .collect();
    assert_eq!(only, ["Egypt", "Nigeria", "Sudan", "Viet Nam"]);
}

#[test]
fn acts_by_kind() {
    let register = register();
    let count = |instrument: &str, kind| {
        register.actions().iter().filter(|act| act.instrument == code(instrument) && act.kind == kind).count()
    };
    let kinds = [
        ActionKind::Accession,
        ActionKind::Ratification,
        ActionKind::Succession,
        ActionKind::Acceptance,
        ActionKind::Consent,
        ActionKind::Approval,
    ];
    assert_eq!(kinds.map(|kind| count("CCW", kind)), [72, 43, 8, 5, 0, 0]);
    assert_eq!(kinds.map(|kind| count("P-I", kind)), [0, 0, 8, 0, 113, 0]);
    assert_eq!(kinds.map(|kind| count("P-II", kind)), [0, 0, 8, 0, 88, 0]);
    assert_eq!(kinds.map(|kind| count("P-III", kind)), [0, 0, 8, 0, 109, 0]);
    assert_eq!(kinds.map(|kind| count("P-IV", kind)), [0, 0, 1, 0, 110, 0]);
    assert_eq!(kinds.map(|kind| count("AP-II", kind)), [0, 0, 0, 0, 107, 0]);
    assert_eq!(kinds.map(|kind| count("A1", kind)), [33, 22, 1, 26, 6, 2]);
    assert_eq!(kinds.map(|kind| count("P-V", kind)), [0, 0, 0, 0, 99, 0]);
}

#[test]
fn bound_by_regional_group() {
    let register = register();
    let row = |group: RegionalGroup| {
        let members = register.states().filter(|state| state.group == group).count();
        let bound = INSTRUMENTS.map(|instrument| {
            register.bound_by(code(instrument), register.as_of()).filter(|(state, _)| state.group == group).count()
        });
        (members, bound)
    };
    assert_eq!(row(RegionalGroup::African), (54, [26, 21, 20, 21, 18, 18, 12, 17]));
    assert_eq!(row(RegionalGroup::AsiaPacific), (55, [29, 28, 16, 27, 22, 19, 12, 18]));
    assert_eq!(row(RegionalGroup::EasternEuropean), (23, [21, 21, 19, 21, 21, 21, 21, 20]));
    assert_eq!(row(RegionalGroup::Grulac), (33, [24, 23, 15, 23, 23, 21, 19, 19]));
    assert_eq!(row(RegionalGroup::Weog), (29, [27, 27, 25, 24, 26, 27, 25, 24]));
    assert_eq!(row(RegionalGroup::None), (3, [1, 1, 1, 1, 1, 1, 1, 1]));
    let total = INSTRUMENTS.map(|instrument| register.count_bound(code(instrument), register.as_of()));
    assert_eq!(total, [128, 121, 96, 117, 111, 107, 90, 99]);
}

/// Totals published at earlier dates count deposits, whether in force or not.
#[test]
fn totals_published_earlier() {
    let register = register();
    let deposited = |instrument: &str, until: NaiveDate| {
        let acts = register.actions().iter().filter(|act| act.kind != ActionKind::Signature);
        acts.filter(|act| act.instrument == code(instrument) && act.deposited_on <= until).count()
    };
    assert_eq!(deposited("CCW", day(2022, 11, 16)), 126);
    assert_eq!(deposited("A1", day(2022, 11, 16)), 88);
    assert_eq!(deposited("CCW", day(2023, 12, 31)), 127);
    assert_eq!(deposited("P-IV", day(2023, 12, 31)), 110);
    assert_eq!(deposited("P-V", day(2023, 12, 31)), 97);
    assert_eq!(deposited("AP-II", day(2023, 12, 31)), 106);
    assert_eq!(deposited("A1", day(2024, 4, 20)), 89);
    assert_eq!(deposited("CCW", day(2017, 12, 31)), 125);
    assert_eq!(deposited("P-V", day(2018, 11, 30)), 95);
    assert_eq!(deposited("CCW", day(2008, 8, 20)), 106);
    let january_2006 = ["CCW", "P-I", "P-II", "P-III", "P-IV"].map(|code| deposited(code, day(2006, 1, 1)));
    assert_eq!(january_2006, [100, 98, 87, 93, 81]);
}

fn parties_where(test: impl Fn(&dyn Fn(&str) -> bool) -> bool) -> Vec<String> {
    let register = register();
    let on = register.as_of();
    let parties = register.bound_by(code("CCW"), on);
    let found = parties.filter(|(state, _)| test(&|instrument| register.bound(state.iso3, code(instrument), on)));
    let mut names: Vec<_> = found.map(|(state, _)| state.short_name_en.clone()).collect();
    names.sort();
    names
}

#[test]
fn the_two_texts_of_protocol_ii() {
    assert_eq!(
        parties_where(|bound| bound("AP-II") && !bound("P-II")).join("; "),
        "Afghanistan; Benin; Cameroon; Chile; Dominican Republic; Estonia; Gabon; Grenada; Jamaica; Jordan; Kuwait; \
         Lebanon; Lithuania; Maldives; Monaco; Nicaragua; Peru; Republic of Korea; Saint Vincent and the Grenadines; \
         Senegal; Sierra Leone; Trinidad and Tobago; Türkiye"
    );
    assert_eq!(
        parties_where(|bound| bound("P-II") && !bound("AP-II")).join("; "),
        "Burundi; Cuba; Côte d'Ivoire; Djibouti; Lao People's Democratic Republic; Lesotho; Malawi; Mexico; \
         Mongolia; Togo; Uganda; Uzbekistan"
    );
    assert_eq!(
        parties_where(|bound| !bound("P-II") && !bound("AP-II")).join("; "),
        "Algeria; Antigua and Barbuda; Bahrain; Kazakhstan; Qatar; Saudi Arabia; Singapore; State of Palestine; \
         United Arab Emirates"
    );
    assert_eq!(parties_where(|bound| bound("P-II") && bound("AP-II")).len(), 84);
}

#[test]
fn parties_not_bound_by_a_protocol() {
    let without = |instrument: &'static str| parties_where(move |bound| !bound(instrument)).join("; ");
    assert_eq!(without("P-I"), "Bahrain; Burundi; Cameroon; Côte d'Ivoire; Dominican Republic; Morocco; Senegal");
    assert_eq!(
        without("P-III"),
        "Burundi; Cameroon; Côte d'Ivoire; Dominican Republic; Israel; Malawi; Monaco; Morocco; Republic of Korea; \
         Turkmenistan; Türkiye"
    );
    assert_eq!(
        without("P-IV"),
        "Burundi; Côte d'Ivoire; Djibouti; Jordan; Lao People's Democratic Republic; Lebanon; Malawi; Monaco; \
         Republic of Korea; Senegal; State of Palestine; Togo; Turkmenistan; Uganda; United Arab Emirates; \
         Venezuela (Bolivarian Republic of); Zambia"
    );
    assert_eq!(
        without("A1"),
        "Antigua and Barbuda; Bahrain; Bolivia (Plurinational State of); Burundi; Cabo Verde; Cambodia; Cameroon; \
         Cyprus; Côte d'Ivoire; Djibouti; Gabon; Honduras; Israel; Jordan; Kazakhstan; Lao People's Democratic \
         Republic; Madagascar; Maldives; Mali; Mauritius; Monaco; Mongolia; Morocco; Nauru; Pakistan; Qatar; Saint \
         Vincent and the Grenadines; Saudi Arabia; Senegal; Seychelles; State of Palestine; Tajikistan; Togo; \
         Turkmenistan; Uganda; United Arab Emirates; Uzbekistan; Venezuela (Bolivarian Republic of)"
    );
    assert_eq!(
        without("P-V"),
        "Algeria; Antigua and Barbuda; Bolivia (Plurinational State of); Cabo Verde; Cambodia; Colombia; Djibouti; \
         Israel; Japan; Jordan; Kazakhstan; Lebanon; Malawi; Maldives; Mexico; Monaco; Mongolia; Morocco; Nauru; \
         Niger; Serbia; Seychelles; Singapore; Sri Lanka; Togo; Türkiye; Uganda; Uzbekistan; Venezuela (Bolivarian \
         Republic of)"
    );
}

#[test]
fn parties_bound_by_everything() {
    assert_eq!(parties_where(|bound| INSTRUMENTS.iter().all(|code| bound(code))).len(), 62);
    let whatever_p_ii = |bound: &dyn Fn(&str) -> bool| INSTRUMENTS.iter().all(|code| *code == "P-II" || bound(code));
    assert_eq!(parties_where(whatever_p_ii).len(), 74);
}

/// Article 4(3): consent to at least two Protocols on joining; and nothing precedes the State's own instrument.
#[test]
fn every_party_consented_to_two_protocols_on_joining() {
    let register = register();
    for (state, joined) in register.bound_by(code("CCW"), register.as_of()) {
        let acts = || register.actions_of(state.iso3).filter(|act| act.instrument != code("CCW"));
        assert!(acts().all(|act| act.deposited_on >= joined.deposited_on), "{}", state.iso3);
        let protocols = acts().filter(|act| act.instrument != code("A1") && act.deposited_on <= joined.deposited_on);
        assert!(protocols.count() >= 2, "{}", state.iso3);
    }
}

#[test]
fn entry_into_force_as_sources_give_it() {
    let register = register();
    for (iso3, instrument, since) in [
        ("MEX", "CCW", day(1983, 12, 2)),
        ("FIN", "P-IV", day(1998, 7, 30)),
        ("AUS", "A1", day(2004, 5, 18)),
        ("FRA", "P-V", day(2007, 4, 30)),
        ("GTM", "P-IV", day(2003, 2, 28)),
        ("PRT", "AP-II", day(1999, 9, 30)),
        ("MKD", "AP-II", day(2005, 11, 30)),
        ("LIE", "P-V", day(2006, 11, 12)),
        ("CHE", "P-V", day(2006, 11, 12)),
        ("SGP", "CCW", day(2024, 3, 21)),
        ("RUS", "P-V", day(2009, 1, 21)),
        ("TTO", "CCW", day(2025, 1, 29)),
        ("FRA", "P-III", day(2003, 1, 18)),
        ("USA", "P-III", day(2009, 7, 21)),
        ("BIH", "CCW", day(1992, 3, 6)),
        ("HRV", "P-I", day(1991, 10, 8)),
        ("CZE", "CCW", day(1993, 1, 1)),
        ("MNE", "P-IV", day(2006, 6, 3)),
        ("MKD", "CCW", day(1991, 11, 17)),
        ("SRB", "P-III", day(1992, 4, 27)),
        ("SVK", "CCW", day(1993, 1, 1)),
        ("SVN", "P-II", day(1991, 6, 25)),
    ] {
        let state = Iso3::parse(iso3).unwrap();
        assert!(register.bound(state, code(instrument), since), "{iso3} {instrument}");
        assert!(!register.bound(state, code(instrument), since.pred_opt().unwrap()), "{iso3} {instrument}");
    }
}

/// Liechtenstein and Switzerland brought Protocol V to twenty; the others likewise.
#[test]
fn the_twentieth_consent_brings_the_instrument_into_force() {
    let register = register();
    for (instrument, twentieth) in [("P-IV", day(1998, 1, 30)), ("A1", day(2003, 11, 18)), ("P-V", day(2006, 5, 12))] {
        let acts = register.actions().iter().filter(|act| act.instrument == code(instrument));
        // Successions count from the predecessor, not from their own notification.
        let mut days: Vec<_> =
            acts.filter(|act| act.kind != ActionKind::Succession).map(|act| act.deposited_on).collect();
        days.sort_unstable();
        assert_eq!(days.get(19), Some(&twentieth), "{instrument}");
    }
}
