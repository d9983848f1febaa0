//! Section 5: Forms C and D.

use super::*;

rule!(c_08, passes: |s| s.report["laws"][0]["in_force_on"] = json!(null), fails:
    "laws[0].title" |s| s.report["laws"][0]["title"] = json!(null),
    "laws[0]" |s| s.report["laws"][0]["adopted_on"] = json!(" "),
    "laws[0].title" |s| s.report["laws"][0]["title"] = json!(null),
    "laws[0]" |s| s.report["laws"][0]["adopted_on"] = json!(null),
    "laws[0]" |s| s.report["laws"][0]["number"] = json!(" "),
    "forms.C.legislation" |s| s.report["laws"] = json!([]),
);
rule!(c_09, passes: |s| s.report["laws"][0]["adopted_on"] = json!("2027-03-20"), fails:
    "laws[0].adopted_on" |s| s.report["laws"][0]["adopted_on"] = json!("2027-03-21"),
    "laws[0].adopted_on" |s| { s.report["regime"] = json!("APII"); s.report["laws"][0]["adopted_on"] = json!("9999-12-31"); },
);
rule!(c_10, passes: |s| s.report["laws"][0]["in_force_on"] = json!("1996-12-13"), fails:
    "laws[0].in_force_on" |s| s.report["laws"][0]["in_force_on"] = json!("1996-12-12"),
    "laws[0].adopted_on" |s| s.report["laws"][0]["adopted_on"] = json!("1899-12-31"),
    "laws[0].adopted_on" |s| s.report["laws"][0]["adopted_on"] = json!("0000-01-01"),
    "laws[0].adopted_on" |s| s.report["laws"][0]["adopted_on"] = json!("1996"),
);
rule!(c_11, passes: |s| { s.report["laws"][0]["status"] = json!("draft"); s.report["laws"][0]["adopted_on"] = json!(null); s.report["laws"][0]["in_force_on"] = json!(null); }, fails:
    "laws[0].status" |s| s.report["laws"][0]["adopted_on"] = json!(null),
    "laws[0].status" |s| s.report["laws"][0]["status"] = json!("draft"),
    "laws[0].status" |s| s.report["laws"][0]["status"] = json!("voted"),
);
rule!(c_12, passes: |s| s.report["laws"][0]["penal_provision"] = json!(null), fails:
    "forms.C.legislation" |s| { s.report["laws"][0]["penal_provision"] = json!(null); s.report["forms"]["C"]["legislation"]["text"] = json!("The War Materiel Act of 1996."); },
);
rule!(c_13, passes: |s| { s.report["laws"][0]["link"] = json!(null); s.report["laws"][0]["attachment"] = json!("act.pdf"); s.report["attachments"] = json!([{ "name": "act.pdf" }]); }, fails:
    "laws[0].link" |s| { s.report["laws"][0]["link"] = json!(null); s.report["laws"][0]["attachment"] = json!("not there.pdf"); },
    "laws[0].link" |s| s.report["laws"][0]["link"] = json!(null),
    "laws[0].link" |s| s.report["laws"][0]["link"] = json!("http://law.example.org/514.51"),
    "laws[0].link" |s| s.report["laws"][0]["link"] = json!("https://"),
    "laws[0].link" |s| s.report["laws"][0]["link"] = json!("law.example.org"),
);
rule!(c_14, passes: |s| s.report["figures"]["funding_by_recipient"] = json!([{ "recipient": "KHM", "amount": 1000, "currency": "CHF", "year": 2026 }]), fails:
    "figures.funding[0].currency" |s| s.report["figures"]["funding"][0]["currency"] = json!("francs"),
    "figures.funding[0].year" |s| s.report["figures"]["funding"][0]["year"] = json!(null),
    "figures.funding[0].direction" |s| s.report["figures"]["funding"][0]["direction"] = json!("sent"),
    "figures.funding[0].amount" |s| s.report["figures"]["funding"][0]["amount"] = json!(-1),
);
rule!(c_15, passes: |s| {
    let mut other = s.report.clone();
    other["regime"] = json!("APII");
    s.others.push(other);
}, fails:
    "figures.funding[0]" |s| {
        let mut other = s.report.clone();
        other["regime"] = json!("APII");
        other["figures"]["funding"][0]["amount"] = json!(200_000);
        s.others.push(other);
    },
);

#[test]
fn a_draft_needs_no_date_of_adoption() {
    let mut setup = Setup::clean();
    setup.report["laws"][0]["status"] = json!("draft");
    setup.report["laws"][0]["adopted_on"] = json!(null);
    assert!(setup.found("C-08").iter().all(|finding| !finding.place.starts_with("laws")));
}

#[test]
fn another_year_or_currency_is_another_figure() {
    for (member, value) in [("year", json!(2025)), ("currency", json!("USD"))] {
        let mut setup = Setup::clean();
        let mut other = setup.report.clone();
        other["regime"] = json!("PV");
        other["figures"]["funding"][0]["amount"] = json!(1);
        other["figures"]["funding"][0][member] = value;
        setup.others.push(other);
        assert_eq!(setup.found("C-15"), Vec::new());
    }
}

#[test]
fn a_figure_that_was_corrected_is_compared_as_it_stands() {
    let mut setup = Setup::clean();
    let mut other = setup.report.clone();
    other["regime"] = json!("APII");
    let mut correction = other.clone();
    correction["kind"] = json!("correction");
    correction["reason"] = json!("An amount was wrong.");
    other["figures"]["funding"][0]["amount"] = json!(200_000);
    setup.others = vec![other, correction];
    assert_eq!(setup.found("C-15"), Vec::new());
}
