//! Letters as they are kept.

use serde_json::json;

use super::*;

#[test]
fn letters_stored_before_today_can_be_read() {
    let stored = json!({
        "version": 1, "kind": "receipt", "name": "A", "submission": "CHE-COMPLIANCE-2027.1",
        "submitted_at": "2026-11-24T09:00:00+00:00", "sha256": "00", "path": "/desk",
    });
    let letter: Letter = serde_json::from_value(stored).unwrap();
    assert_eq!((letter.matter.key(), letter.matter.path()), ("receipt", "/desk"));
    let stored = json!({
        "version": 1, "kind": "reset", "name": "A", "path": "/invitation/s",
        "expires_at": "2026-11-24T09:00:00+00:00",
    });
    assert!(serde_json::from_value::<Letter>(stored).unwrap().is_readable());
}

#[test]
fn kinds_are_their_keys_and_only_secrets_are_taken_out() {
    let submission = || "CHE-COMPLIANCE-2027.1".to_owned();
    let reference = || "CHE-COMPLIANCE-2027".to_owned();
    let at = DateTime::UNIX_EPOCH;
    for matter in [
        Matter::Invitation {
            path: "/invitation/s".into(),
            expires_at: at,
            roles: vec![InvitedAs { role: "deputy".into(), party: Some("CHE".into()) }],
        },
        Matter::Reset { path: "/invitation/s".into(), expires_at: at },
        Matter::FiledOnBehalf {
            submission: submission(),
            received_on: at.date_naive(),
            filing: "correction".into(),
            sha256: "00".into(),
            path: "/desk".into(),
        },
        Matter::Arrived {
            submission: submission(),
            filing: "annual".into(),
            submitted_at: at,
            path: "/secretariat".into(),
        },
        Matter::Withdrawn { submission: submission(), path: "/secretariat".into() },
        Matter::Appointed { role: "deputy".into(), party: Some("CHE".into()), path: "/desk".into() },
        Matter::Recalled { submission: submission(), path: "/desk".into() },
        Matter::Misfiled { submission: submission(), path: "/desk".into() },
        Matter::Question { reference: reference(), form: Some("A".into()), path: "/desk".into() },
        Matter::Answer { reference: reference(), form: None, path: "/desk".into() },
        Matter::AnswerRecorded {
            reference: reference(),
            form: None,
            received_on: at.date_naive(),
            path: "/desk".into(),
        },
        Matter::AnswerTakenBack { reference: reference(), form: Some("B".into()), path: "/desk".into() },
        Matter::Remark { reference: reference(), path: "/desk".into() },
        Matter::ClearanceAsked { reference: reference(), path: "/desk".into() },
        Matter::ClearanceGiven { reference: reference(), path: "/desk".into() },
        Matter::ClearanceReturned { reference: reference(), path: "/desk".into() },
        Matter::ClearanceWithdrawn { reference: reference(), path: "/desk".into() },
        Matter::CorrectionRequested { submission: submission(), path: "/desk".into() },
        Matter::Handover { party: "CHE".into(), path: "/secretariat".into() },
        Matter::Circulated { submission: submission(), path: "/desk".into() },
        Matter::Published { submission: submission(), path: "/desk".into(), is_closed: true },
    ] {
        let key = matter.key();
        let stored = serde_json::to_value(Letter::new("A", matter.clone())).unwrap();
        assert_eq!((&stored["kind"], &stored["version"]), (&json!(key), &json!(1)));
        let read: Letter = serde_json::from_value(stored).unwrap();
        assert_eq!(read.matter, matter);
        assert_eq!(read.clone().without_secret().matter == matter, matter.ends_at().is_none(), "{key}");
        assert_eq!(read.clone().for_others().matter == matter, matter.ends_at().is_none(), "{key}");
        let gone = read.without_secret();
        assert_eq!(gone.clone().for_others(), gone, "{key}: nothing more to hide");
    }
}

#[test]
fn the_link_of_a_courtesy_is_hidden_and_taken_out_and_that_it_was_one_stays() {
    let matter =
        || Matter::Published { submission: "CHE-COMPLIANCE-2027.1".into(), path: "/desk".into(), is_closed: false };
    let plain = Letter::new("A", matter());
    assert!(serde_json::to_value(&plain).unwrap().get("courtesy").is_none());
    let letter = Letter::new("A", matter()).as_courtesy("/courtesy/s3cret".into());
    let read: Letter = serde_json::from_value(serde_json::to_value(&letter).unwrap()).unwrap();
    assert_eq!(read, letter);
    assert_eq!(read.clone().for_others().courtesy.as_deref(), Some("/courtesy/…"));
    let gone = read.without_secret();
    assert_eq!(gone.courtesy.as_deref(), Some("/account"));
    assert_eq!(gone.clone().for_others(), gone);
}
