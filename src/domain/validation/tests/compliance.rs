//! Section 5: Forms A, B and E.

use super::*;

fn armed_forces(setup: &mut Setup, text: &str) {
    setup.report["forms"]["A"]["armed_forces"]["text"] = json!(text);
}

fn technical(setup: &mut Setup, text: &str) {
    setup.report["forms"]["B"]["technical_requirements"]["text"] = json!(text);
}

fn say_nothing(setup: &mut Setup) {
    setup.report["forms"] = json!({
        "A": { "armed_forces": { "nothing_to_report": true }, "civilian_population": { "text": "Nil." } },
        "B": { "technical_requirements": { "text": "Nothing to report" } },
        "C": { "legislation": { "nothing_to_report": true } },
        "D": { "cooperation_assistance": { "text": "Néant" } },
        "E": { "other_matters": { "text": "无" } },
    });
}

rule!(c_01, passes: |s| s.report["forms"]["A"]["armed_forces"] = json!({ "nothing_to_report": true }), fails:
    "forms.A.civilian_population" |s| s.report["forms"]["A"]["civilian_population"] = json!(null),
    "forms.A.armed_forces" |s| armed_forces(s, "  "),
);
rule!(c_02, passes: |s| armed_forces(s, "В 2026 году 40 офицеров изучали Протокол V."), fails:
    "forms.A.armed_forces" |s| armed_forces(s, "In 2026 officers were taught the law of war."),
    // Named, but not in force for the State.
    "forms.A.armed_forces" |s| { s.report["party"] = json!("COL"); armed_forces(s, "In 2026 officers were taught Protocol V."); },
);
rule!(c_03, passes: |s| armed_forces(s, "En 2026 les recrues ont étudié le Protocole III."), fails:
    "forms.A.armed_forces" |s| armed_forces(s, "Officers are taught Protocol III."),
    "forms.A.armed_forces" |s| armed_forces(s, "Protocol III was taught in 2026."),
);
rule!(c_04, passes: |s| armed_forces(s, "The manual of 2024 for officers explains Protocol III."), fails:
    "forms.A.armed_forces" |s| armed_forces(s, "The manual for officers explains Protocol III."),
);
rule!(c_05, passes: |s| s.report["forms"]["A"]["civilian_population"]["text"] = json!("A lecture was given on 4 April 2026."), fails:
    "forms.A.civilian_population" |s| s.report["forms"]["A"]["civilian_population"]["text"] = json!("Lectures are given."),
);
rule!(c_06, passes: |s| {
    technical(s, "Weapons review under Protocol II, Amended Protocol II and Protocol IV.");
    s.report["forms"]["B"]["technical_requirements"]["see"] = json!([{ "regime": "PV", "cycle": 2027 }]);
}, fails:
    "forms.B.technical_requirements" |s| technical(s, "Weapons review under Protocol II, Amended Protocol II and Protocol IV."),
);
rule!(c_07, passes: |s| technical(s, "Every new weapon passes a weapons review."), fails:
    "forms.B.technical_requirements" |s| technical(s, "Protocols I and IV are observed. Mines were destroyed in 2004."),
);
rule!(c_16, passes: |s| s.report["party"] = json!("CHE"), fails:
    "forms.E.other_matters" |s| s.report["party"] = json!("COL"),
);
rule!(c_17, passes: |s| { say_nothing(s); s.report["forms"]["E"]["other_matters"]["text"] = json!("We shall join in 2028."); }, fails:
    "forms" say_nothing,
);

#[test]
fn what_is_unchanged_is_not_read_again() {
    let mut setup = Setup::clean();
    for form in ["A", "B"] {
        setup.report["summary"][form] = json!({ "state": "unchanged", "last_reporting": 2026 });
        setup.report["forms"][form] = json!(null);
    }
    for rule in ["C-01", "C-02", "C-03", "C-06", "C-07"] {
        assert_eq!(setup.found(rule), Vec::new(), "{rule}");
    }
}

#[test]
fn each_protocol_without_an_answer_is_asked_about() {
    let mut setup = Setup::clean();
    technical(&mut setup, "We hold no such weapons.");
    assert_eq!(setup.found("C-06").len(), 4, "Protocol II, amended II, IV and V bind Switzerland");
    assert_eq!(setup.found("C-07").len(), 3);
}
