//! The tables, one list for both engines, kept by hand and compared with the live databases by a test.
#![expect(
    missing_docs,
    reason = "the names are the columns; what they mean stands with the row structs and in the migrations"
)]

diesel::table! {
    states (iso3) {
        iso3 -> Text,
        iso2 -> Text,
        short_name_en -> Text,
        formal_name_en -> Text,
        regional_group -> Text,
        un_status -> Text,
        language -> Text,
        language_verified -> Bool,
        name_ar -> Text,
        name_zh -> Text,
        name_fr -> Text,
        name_ru -> Text,
        name_es -> Text,
    }
}

diesel::table! {
    treaty_actions (id) {
        id -> Text,
        iso3 -> Text,
        instrument -> Text,
        kind -> Text,
        deposited_on -> Date,
        effect_on -> Nullable<Date>,
        effect_mark -> Nullable<Text>,
        verified -> Bool,
        source -> Text,
    }
}

diesel::table! {
    historic_reports (id) {
        id -> Text,
        iso3 -> Text,
        regime -> Text,
        cycle -> Integer,
        received_on -> Nullable<Date>,
        forms -> Nullable<Text>,
        file -> Nullable<Text>,
        source -> Text,
    }
}

diesel::table! {
    registers (id) {
        id -> Text,
        as_of -> Date,
        revision -> BigInt,
        imported_at -> Timestamp,
    }
}

diesel::table! {
    outbox (id) {
        id -> Text,
        dedupe_key -> Text,
        recipient -> Text,
        letter -> Text,
        queued_at -> Timestamp,
        not_before -> Nullable<Timestamp>,
        attempts -> Integer,
        last_attempt_at -> Nullable<Timestamp>,
        claimed_until -> Nullable<Timestamp>,
        delivered_at -> Nullable<Timestamp>,
        failed_at -> Nullable<Timestamp>,
        failure_reason -> Nullable<Text>,
    }
}

diesel::table! {
    audit_entries (id) {
        id -> Text,
        at -> Timestamp,
        actor -> Text,
        act -> Text,
        subject -> Text,
        detail -> Text,
    }
}
