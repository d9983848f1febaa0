//! Section 1.

use super::*;

rule!(f_01, passes: |s| s.report["label"] = json!("Illustration"), fails:
    "notes" |s| s.report["notes"] = json!("kept"),
    "cover.contacts[0].e-mail" |s| s.report["cover"]["contacts"][0]["e-mail"] = json!("x"),
    "forms.F" |s| s.report["forms"]["F"] = json!({}),
);
rule!(g_01, passes: |s| s.seen.account = Iso3::parse("CHE").ok(), fails:
    "party" |s| s.report["party"] = json!("EGY"),
    "party" |s| s.report["party"] = json!("AND"),
    "party" |s| s.seen.account = Iso3::parse("COL").ok(),
);
rule!(g_02, passes: |s| { s.report["party"] = json!("MEX"); s.report["kind"] = json!("voluntary"); }, fails:
    "regime" |s| s.report["party"] = json!("EGY"),
    "regime" |s| { s.report["party"] = json!("MEX"); s.report["regime"] = json!("APII"); },
    "regime" |s| { s.report["party"] = json!("COL"); s.report["regime"] = json!("PV"); },
    // Consented five months ago: not bound yet.
    "regime" |s| { s.report["party"] = json!("COL"); s.report["regime"] = json!("PV"); s.act("P-V", ActionKind::Consent, day(2026, 10, 15)); },
);
rule!(g_03, passes: |s| s.report["kind"] = json!("annual"), fails:
    "kind" |s| { s.report["party"] = json!("COL"); s.report["regime"] = json!("PV"); s.report["kind"] = json!("voluntary"); },
);
rule!(g_04, passes: |s| s.report["checklist"] = json!({ "PIV-1A": { "text": "None are held." } }), fails:
    "checklist.PV-11-1A" |s| { s.report["party"] = json!("COL"); s.report["checklist"] = json!({ "PV-11-1A": { "text": "Instructions exist." } }); },
);
rule!(g_05, passes: |s| s.report["forms"]["C"]["legislation"] = json!({ "nothing_to_report": true }), fails:
    "checklist" |s| { s.report["forms"]["C"]["legislation"] = json!(null); s.report["laws"] = json!([]); },
);
rule!(g_06, passes: |s| s.report["form_set"] = json!("COMPLIANCE/2007"), fails:
    "form_set" |s| s.report["form_set"] = json!("COMPLIANCE/1999"),
);
rule!(g_07, passes: |s| s.report["party"] = json!("TTO"), fails:
    "period" |s| { s.report["party"] = json!("TTO"); s.report["cycle"] = json!(2026); s.report["period"] = json!({ "from": "2025-01-01", "to": "2025-12-31" }); },
);
rule!(g_08, passes: |s| {
    s.others.push(s.report.clone());
    s.report["kind"] = json!("correction");
    s.report["reason"] = json!("The amount in Form D was wrong.");
}, fails:
    "kind" |s| s.others.push(s.report.clone()),
    "reason" |s| { s.others.push(s.report.clone()); s.report["kind"] = json!("update"); },
);
rule!(g_09, passes: |s| s.act("CCW", ActionKind::Denunciation, day(2026, 11, 1)), fails:
    "kind" |s| { s.act("CCW", ActionKind::Denunciation, day(2026, 11, 1)); s.report["kind"] = json!("voluntary"); },
);

#[test]
fn what_entered_into_force_on_one_day_is_asked_about_once() {
    let mut setup = Setup::clean().of("TTO");
    setup.report["cycle"] = json!(2026);
    setup.report["period"] = json!({ "from": "2025-01-01", "to": "2025-12-31" });
    let found = setup.found("G-07");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(serde_json::to_string(&found[0].parameters).unwrap().contains("P-V"));
}

#[test]
fn a_later_report_of_another_cycle_is_no_second_one() {
    let mut setup = Setup::clean();
    setup.with_last_year();
    assert_eq!(setup.found("G-08"), Vec::new());
}
