//! The JSON Schema of request files.

use serde_json::{Value, json};

use super::choices::{Choice, RequestChoices};
use super::model::RequestKind;
use crate::domain::report::schema::{attachment, contact, date, flag, list, nullable, text, words};

/// The schema (draft 2020-12). Members it does not name are allowed: they are kept and named as advice.
pub fn schema(choices: &RequestChoices) -> Value {
    let kinds = RequestKind::WORDS.iter().filter_map(|word| RequestKind::from_word(word));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Request file of the CCW reporting portal",
        "description": "What a State asks for beside its reports, as JSON in UTF-8. Members that are not named here are allowed, kept, and named as advice.",
        "type": "object",
        "required": ["request", "party"],
        "properties": {
            "request": { "description": "what it is about", "enum": RequestKind::WORDS },
            "party": { "description": "ISO 3166-1 alpha-3 code of the State that asks", "type": "string", "pattern": "^[A-Z]{3}$" },
            "submitted_on": date("day of submission; where it is null, the day of reading stands for it"),
            "label": text("what is said beside an illustration wherever it is shown"),
            "contacts": list("contact"),
            "attachments": list("attachment"),
        },
        "allOf": kinds.map(|kind| of_kind(kind, choices)).collect::<Vec<_>>(),
        "$defs": {
            "contact": contact(),
            "attachment": attachment(),
            "need": { "type": "object", "properties": {
                "kind": words(&keys(&choices.needs), "what kind of need it is"),
                "description": text("what is needed, in words") } },
        },
    })
}

/// The members of one kind of request.
fn of_kind(kind: RequestKind, choices: &RequestChoices) -> Value {
    let (title, properties) = match kind {
        RequestKind::ExpertNomination => ("Nomination for the Pool of Experts", nomination()),
        RequestKind::PoolRequest => (
            "Request to the Pool of Experts",
            json!({
                "instrument": instrument("the text that the question is about"),
                "obligations_of": code("whose obligations, as an ISO 3166-1 alpha-3 code; the asking State’s where absent", "^([A-Z]{3})?$"),
                "obligation": text("which obligation: an article, or words"),
                "question": text("what is in doubt"),
            }),
        ),
        RequestKind::AssistanceRequest => (
            "Request for assistance",
            json!({
                "instrument": instrument("under which Protocol help is asked for"),
                "needs": list("need"),
                "information": text("the facts it rests on; documents may hold them too"),
                "sensitive_parts": nullable(json!({ "description": "what of it is sensitive, in words", "type": "array", "items": { "type": "string" } })),
                "circulation_confirmed": flag("the State knows that it goes to all parties and to relevant organizations"),
            }),
        ),
        RequestKind::SponsorshipRequest => ("Request for sponsorship", sponsorship(choices)),
    };
    json!({
        "if": { "properties": { "request": { "const": kind.word() } } },
        "then": { "title": title, "properties": properties },
    })
}

fn nomination() -> Value {
    json!({
        "instrument": instrument("the Protocol"),
        "expert": nullable(json!({ "type": "object", "properties": {
            "name": text("family and given names"),
            "nationality": text("nationality"),
            "competence": text("technical, legal or other competence"),
            "contact": nullable(contact()),
            "experience": text("posts and work"),
            "languages": text("languages") } })),
        "replaces_earlier": flag("it takes the place of what the State named before for the same Protocol"),
    })
}

fn sponsorship(choices: &RequestChoices) -> Value {
    json!({
        "meeting": nullable(json!({ "type": "object", "properties": {
            "title": text("what the meeting is called"),
            "regime": code("the regime that it belongs to, as PV", "^[A-Z0-9-]{0,15}$"),
            "opens_on": date("its first day") } })),
        "delegate": nullable(contact()),
        "grounds": nullable(json!({
            "description": format!("grounds of priority: {}", keys(&choices.grounds).join(", ")),
            "type": "array", "items": { "type": "string" } })),
    })
}

fn instrument(about: &str) -> Value {
    code(&format!("{about}, as P-V or AP-II"), "^[A-Z0-9-]{0,15}$")
}

fn code(about: &str, pattern: &str) -> Value {
    json!({ "description": about, "type": ["string", "null"], "pattern": pattern })
}

fn keys(choices: &[Choice]) -> Vec<&str> {
    choices.iter().map(|choice| choice.key.as_str()).collect()
}
