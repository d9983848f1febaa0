//! Reports under the two Protocols in which there is nothing to find.

use super::*;

impl Setup {
    /// The report under Amended Protocol II.
    pub(super) fn amended_protocol_ii() -> Self {
        let mut setup = Self::clean();
        let facts = ["holds_mines", "holds_ap_mines", "mined_areas", "hosts_missions", "can_assist"];
        setup.of_regime("APII", "ABCDEFG", &facts);
        setup.report["forms"] = json!({
            "A": {
                "armed_forces": { "text": "Directive 7 of 2020 binds all troops; 140 officers were trained in it in 2026." },
                "civilian_population": { "text": "Texts and maps are at https://mines.example.org." },
            },
            "B": { "mine_clearance": { "text": "The programme of 2024 runs to 2029." }, "rehabilitation": { "text": "Two clinics." } },
            "C": { "technical_requirements": { "text": "All stocks were inspected in 2026." } },
            "D": { "legislation": { "text": "Article 35 of the War Materiel Act punishes breaches; exports need a licence." } },
            "E": {
                "information_exchange": { "text": "We took part in two workshops." },
                "clearance_cooperation": { "text": "Instructors were sent." }, "technical_assistance": { "text": "See the amounts." },
            },
            "F": { "other_matters": { "text": "We took part in the meetings." } },
            "G": {
                "technologies": { "text": "Dogs and detectors." }, "experts": { "text": "The national centre." },
                "national_contacts": { "text": "Mine action centre, centre@example.org." },
            },
        });
        let people = json!({
            "total": 5, "killed": 1, "injured": 4, "unknown_outcome": 0,
            "men": 2, "women": 1, "boys": 1, "girls": 1, "unknown_age_sex": 0,
        });
        let mut figures = json!({
            "mined_areas": "yes", "area_cleared_m2": 380_000, "area_reduced_m2": 350_000, "area_cancelled_m2": 240_000,
            "area_released_m2": 970_000, "area_newly_found_m2": 1000, "area_remaining_m2": 2_000_000,
            "mines_destroyed": 244, "anti_personnel_mines_destroyed": 200, "improvised_devices_destroyed": 3, "mines_destroyed_origin": "mined_areas",
            "casualties": people, "casualties_cumulative": { "since": 1990, "to": "2026-12-31", "total": 100, "killed": 40, "injured": 60 },
            "anti_personnel_mines_held": "yes", "detectable": "all", "mines_retained": 50,
            "stocks": [{
                "type": "M1", "kind": "remotely_delivered_anti_personnel", "quantity": 20, "detectable": "yes",
                "self_destruction_days": 30, "not_self_destructed_30_days": 4, "self_deactivation_days": 90, "working_120_days": 0.1,
            }],
            "recording_method": "The engineers keep a register of every mine.",
            "marking": { "fenced": "yes", "monitored": "yes", "shape": "triangle", "width": 28, "height": 20 },
            "deferral": { "claimed": "no" }, "transfers": "Exports of mines are forbidden.", "mission_requests": "none",
        });
        figures["funding"] = setup.report["figures"]["funding"].clone();
        figures["funding"][0]["channel"] = json!("trust fund");
        setup.report["figures"] = figures;
        setup
    }

    /// The report under Protocol V.
    pub(super) fn protocol_v() -> Self {
        let mut setup = Self::clean();
        let facts = [
            "erw_affected",
            "existing_erw",
            "erw_victims",
            "uses_ordnance",
            "holds_ordnance",
            "can_assist",
            "in_conflict",
        ];
        setup.of_regime("PV", "ABCDEFGHI", &facts);
        let said = |text: &str| json!({ "steps_taken": { "text": text } });
        setup.report["opening_answers"] =
            json!({ "affected_by_erw": "yes", "user_of_ordnance": "yes", "existing_erw": "yes" });
        setup.report["forms"] = json!({
            "A": said("Survey goes on. Schools come first in the list of priorities. Clearance follows it."),
            "B": said("Every strike is recorded on a form that the general staff keeps."),
            "C": said("Areas are fenced and signed."),
            "D": said("One organization asked and was answered."),
            "E": said("Three valleys are known."),
            "F": {
                "steps_taken": { "text": "Instructors were sent." },
                "victim_assistance": { "text": "Two clinics care for victims." },
            },
            "G": said("Stocks are inspected each year."),
            "H": said("Directive 7 of 2020 binds all troops, and 140 officers were trained in it in 2026."),
            "I": { "other_matters": { "text": "We took part in the meetings." } },
        });
        let people = json!({
            "total": 5, "killed": 1, "injured": 4, "unknown_outcome": 0,
            "men": 2, "women": 1, "boys": 1, "girls": 1, "unknown_age_sex": 0,
        });
        let reached =
            json!({ "total": 900, "men": 200, "women": 300, "boys": 200, "girls": 200, "unknown_age_sex": 0 });
        let yes =
            |columns: &[&str]| columns.iter().map(|column| ((*column).to_owned(), json!("yes"))).collect::<Value>();
        let mut figures = json!({
            "area_cleared_m2": 33_000, "items_uxo": 100, "submunitions_destroyed": 40, "abandoned_ordnance_destroyed": 5,
            "erw_items_total": 145, "mines_destroyed": 3, "casualties": people,
            "contamination": [{ "description": "The northern valley", "from": 2010, "to": 2015, "area": 5000 }],
            "handover": { "on": "2026-05-04", "to": "The mine action centre" },
            "precautions": yes(&["warning", "risk_education", "marking", "fencing", "monitoring"]),
            "risk_education": reached, "mission_requests": "yes",
            "existing_contamination": [{ "description": "The old border", "from": 1944, "to": 1945, "area": 7000 }],
            "assistance_with_existing": "none",
            "victims_assisted": { "total": 4 }, "measures": yes(&["management"]),
            "victim_assistance_means": yes(&["data", "services", "laws", "plan", "budget"]),
        });
        figures["funding"] = setup.report["figures"]["funding"].clone();
        figures["funding"][0]["channel"] = json!("trust fund");
        setup.report["figures"] = figures;
        setup
    }

    /// The regime with its forms, and facts of the State that are so.
    fn of_regime(&mut self, regime: &str, letters: &str, facts: &[&str]) {
        let changed = letters.chars().map(|letter| (letter.to_string(), json!({ "state": "changed" })));
        self.report["regime"] = json!(regime);
        self.report["summary"] = changed.collect::<Value>();
        let facts = facts.iter().map(|fact| ((*fact).to_owned(), json!({ "answer": "yes", "on": "2026-01-01" })));
        self.report["profile"] = facts.collect::<Value>();
    }

    /// What the State says about a fact of itself.
    pub(super) fn fact(&mut self, fact: &str, answer: &str) {
        self.report["profile"][fact] = json!({ "answer": answer, "on": "2026-01-01" });
    }

    /// The report without a member at a place, as `/figures/deferral`.
    pub(super) fn without(&mut self, place: &str) {
        *self.report.pointer_mut(place).unwrap() = json!(null);
    }
}
