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
        withdrawn_at -> Nullable<Timestamp>,
        withheld_at -> Nullable<Timestamp>,
        away_since -> Nullable<Timestamp>,
    }
}

diesel::table! {
    reminders (id) {
        id -> Text,
        iso3 -> Text,
        regime -> Nullable<Text>,
        cycle -> Integer,
        step -> Text,
        person_id -> Text,
        send_on -> Date,
        decision -> Text,
        letter_id -> Nullable<Text>,
        reason -> Nullable<Text>,
        decided_at -> Timestamp,
        decided_by -> Nullable<Text>,
    }
}

diesel::table! {
    reminder_releases (id) {
        id -> Text,
        released_on -> Date,
        released_at -> Timestamp,
        released_by -> Text,
        ended_at -> Nullable<Timestamp>,
        ended_by -> Nullable<Text>,
    }
}

diesel::table! {
    promises (id) {
        id -> Text,
        reference -> Text,
        iso3 -> Text,
        file_by -> Date,
        said_at -> Timestamp,
        said_by -> Text,
    }
}

diesel::table! {
    notices (id) {
        id -> Text,
        subject -> Text,
        words -> Text,
        chosen -> Text,
        sent_at -> Timestamp,
        sent_by -> Text,
    }
}

diesel::table! {
    letter_wishes (iso3) {
        iso3 -> Text,
        through_mission -> Bool,
    }
}

diesel::table! {
    answer_links (id) {
        id -> Text,
        person_id -> Text,
        iso3 -> Text,
        reference -> Nullable<Text>,
        made_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
        used_for -> Nullable<Text>,
    }
}

diesel::table! {
    courtesy_links (id) {
        id -> Text,
        person_id -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    handovers (id) {
        id -> Text,
        iso3 -> Text,
        person_id -> Text,
        name -> Text,
        email -> Text,
        said_at -> Timestamp,
        settled_at -> Nullable<Timestamp>,
        settled_by -> Nullable<Text>,
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

diesel::table! {
    people (id) {
        id -> Text,
        email -> Text,
        name -> Text,
        password_hash -> Nullable<Text>,
        made_at -> Timestamp,
        closed_at -> Nullable<Timestamp>,
        bounced_at -> Nullable<Timestamp>,
        bounce_reason -> Nullable<Text>,
        without_courtesy -> Bool,
    }
}

diesel::table! {
    appointments (id) {
        id -> Text,
        person_id -> Text,
        role -> Text,
        iso3 -> Nullable<Text>,
        made_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        confirmed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    sessions (id) {
        id -> Text,
        person_id -> Text,
        started_at -> Timestamp,
        seen_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    password_links (id) {
        id -> Text,
        person_id -> Text,
        purpose -> Text,
        made_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    reports (reference) {
        reference -> Text,
        iso3 -> Text,
        regime -> Text,
        cycle -> Integer,
        opened_at -> Timestamp,
        turns -> BigInt,
    }
}

diesel::table! {
    drafts (id) {
        id -> Text,
        reference -> Text,
        kind -> Text,
        form_set -> Text,
        started_at -> Timestamp,
        started_by -> Text,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    draft_sections (id) {
        id -> Text,
        draft_id -> Text,
        section -> Text,
        revision -> BigInt,
        content -> Text,
        saved_at -> Timestamp,
        saved_by -> Text,
    }
}

diesel::table! {
    draft_changes (id) {
        id -> Text,
        draft_id -> Text,
        section -> Text,
        field -> Text,
        revision -> BigInt,
        value -> Nullable<Text>,
        changed_at -> Timestamp,
        changed_by -> Text,
    }
}

diesel::table! {
    draft_clearances (id) {
        id -> Text,
        draft_id -> Text,
        act -> Text,
        done_at -> Timestamp,
        done_by -> Text,
        remark -> Nullable<Text>,
        digest -> Nullable<Text>,
    }
}

diesel::table! {
    draft_reuses (id) {
        id -> Text,
        draft_id -> Text,
        section -> Text,
        place -> Text,
        source -> Text,
        digest -> Text,
        act -> Text,
        done_at -> Timestamp,
        done_by -> Text,
    }
}

diesel::table! {
    submissions (id) {
        id -> Text,
        reference -> Text,
        version -> Integer,
        document -> Text,
        sha256 -> Text,
        submitted_at -> Timestamp,
        submitted_by -> Text,
        contacts_public -> Bool,
        confirmed -> Text,
        received_on -> Nullable<Date>,
        received_how -> Nullable<Text>,
    }
}

diesel::table! {
    submission_acts (id) {
        id -> Text,
        submission_id -> Text,
        act -> Text,
        done_at -> Timestamp,
        done_by -> Text,
        note -> Nullable<Text>,
    }
}

diesel::table! {
    classifications (id) {
        id -> Text,
        submission_id -> Text,
        form -> Text,
        place -> Nullable<Text>,
        document -> Nullable<Text>,
        revision -> BigInt,
        sorted_at -> Timestamp,
        sorted_by -> Text,
    }
}

diesel::table! {
    questions (id) {
        id -> Text,
        reference -> Text,
        form -> Nullable<Text>,
        asked_at -> Timestamp,
        closed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    question_messages (id) {
        id -> Text,
        question_id -> Text,
        side -> Text,
        words -> Text,
        sent_at -> Timestamp,
        sent_by -> Text,
        received_on -> Nullable<Date>,
        received_how -> Nullable<Text>,
        received_from -> Nullable<Text>,
        taken_back_at -> Nullable<Timestamp>,
        taken_back_by -> Nullable<Text>,
        taken_back_reason -> Nullable<Text>,
    }
}

diesel::table! {
    revisions (id) {
        id -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    records_from (regime) {
        regime -> Text,
        cycle -> Integer,
    }
}

diesel::table! {
    attachments (id) {
        id -> Text,
        draft_id -> Text,
        name -> Text,
        form -> Nullable<Text>,
        sha256 -> Text,
        bytes -> BigInt,
        media_type -> Text,
        seen -> Text,
        added_at -> Timestamp,
        added_by -> Text,
        removed_at -> Nullable<Timestamp>,
        removed_by -> Nullable<Text>,
    }
}

diesel::table! {
    data_versions (id) {
        id -> Text,
        kind -> Text,
        name -> Text,
        document -> Text,
        why -> Text,
        added_at -> Timestamp,
        added_by -> Text,
        in_force -> Bool,
    }
}

diesel::joinable!(reminders -> outbox (letter_id));
diesel::allow_tables_to_appear_in_same_query!(reminders, outbox);
diesel::joinable!(questions -> reports (reference));
diesel::joinable!(question_messages -> questions (question_id));
diesel::joinable!(submission_acts -> submissions (submission_id));
diesel::joinable!(classifications -> submissions (submission_id));
diesel::joinable!(submissions -> reports (reference));
diesel::joinable!(drafts -> reports (reference));
diesel::joinable!(draft_changes -> drafts (draft_id));
diesel::joinable!(draft_clearances -> drafts (draft_id));
diesel::joinable!(draft_reuses -> drafts (draft_id));
diesel::allow_tables_to_appear_in_same_query!(
    reports,
    drafts,
    draft_changes,
    draft_clearances,
    draft_reuses,
    draft_sections,
    submissions,
    submission_acts,
    classifications,
    people,
    questions,
    question_messages,
);

diesel::table! {
    audit_seals (entry_id) {
        entry_id -> Text,
        position -> BigInt,
        sha256 -> Text,
        sealed_at -> Timestamp,
    }
}

diesel::table! {
    audit_unsealed (entry_id) {
        entry_id -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(audit_entries, audit_seals, audit_unsealed);
diesel::joinable!(sessions -> people (person_id));
diesel::allow_tables_to_appear_in_same_query!(sessions, people, appointments);
