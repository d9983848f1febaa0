//! The JSON Schema of report files, made from the form sets, so that it cannot say anything else.

use serde_json::{Map, Value, json};

use super::model::{Amount, Availability, FilingKind, FormState, ItemNote, Law};
use super::reader::LONGEST_LIST;
use super::tree::LONGEST_TEXT;
use crate::domain::checklist::Obligations;
use crate::domain::regime::{Column, Field, FieldKind, FormSet, FormSets, Slot};

/// The schema (draft 2020-12). Members it does not name are allowed: they are kept and named as advice.
pub fn schema(sets: &FormSets, obligations: &Obligations) -> Value {
    let mut regimes: Vec<_> = sets.all().iter().map(|set| set.regime.to_string()).collect();
    regimes.sort();
    regimes.dedup();
    let figures: Map<_, _> = sets.figures().map(|(name, field)| (name.to_owned(), of_field(field))).collect();
    let facts = obligations.conditions().iter().map(|condition| {
        let about = condition.question.in_language("en");
        (condition.key.to_string(), json!({ "description": about, "anyOf": [reference("fact"), list("fact")] }))
    });
    let items = obligations.items().iter().map(|item| (item.id.to_string(), reference("item")));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Report file of the CCW reporting portal",
        "description": "A national report as JSON in UTF-8. Members that are not named here are allowed, kept, and named as advice.",
        "type": "object",
        "required": ["party", "regime", "cycle"],
        "properties": {
            "party": { "description": "ISO 3166-1 alpha-3 code of the State", "type": "string", "pattern": "^[A-Z]{3}$" },
            "regime": { "enum": regimes },
            "cycle": { "description": "year of the 31 March that names the cycle", "type": "integer", "minimum": 1981, "maximum": 2999 },
            "kind": { "description": "what kind of filing it is; annual where absent", "enum": with_null(FilingKind::WORDS) },
            "voluntary": flag("nothing asks for it, where its kind does not say so"),
            "reason": text("why a correction or an update is filed"),
            "form_set": text("the form set it answers, as COMPLIANCE/2007; the one of the cycle where absent"),
            "language": text("BCP 47 tag of the language it is written in"),
            "translated_summary": text("short summary in a language of the United Nations, where it is in none of them"),
            "label": text("what is said beside an illustration wherever it is shown"),
            "period": nullable(json!({ "type": "object", "properties": { "from": date("first day"), "to": date("last day") } })),
            "submitted_on": date("day of submission; where it is null, the day of reading stands for it"),
            "cover": nullable(json!({ "type": "object", "properties": {
                "contacts": list("contact"),
                "availability": words(Availability::WORDS, "whether the report may be shown to others; never preset"),
                "availability_forms": nullable(json!({ "type": "array", "items": { "type": "string" } })),
                "note_verbale": nullable(json!({ "type": "object", "properties": {
                    "number": text("its number"), "date": date("its date"), "not_used": flag("no note was used") } })),
            } })),
            "laws": list("law"),
            "figures": nullable(json!({ "type": "object", "properties": figures })),
            "attachments": list("attachment"),
            "checklist": nullable(json!({ "description": "what the State says about single items", "type": "object",
                "properties": items.collect::<Map<_, _>>() })),
            "profile": nullable(json!({ "description": "facts of the State, asked once and kept", "type": "object",
                "properties": facts.collect::<Map<_, _>>() })),
        },
        "allOf": sets.all().iter().map(|set| of_set(set, sets)).collect::<Vec<_>>(),
        "$defs": definitions(),
    })
}

/// Forms and summary sheet of one form set, for reports of its regime and cycles.
fn of_set(set: &FormSet, sets: &FormSets) -> Value {
    // The newest stand first, so what comes before in the list limits the cycles of this one.
    let newer = sets.all().iter().take_while(|other| *other != set).filter(|other| other.regime == set.regime);
    let mut cycle = json!({ "minimum": set.first_cycle() });
    if let (Some(limits), Some(next)) = (cycle.as_object_mut(), newer.last()) {
        limits.insert("exclusiveMaximum".into(), json!(next.first_cycle()));
    }
    let mut summary = Map::new();
    let mut forms = Map::new();
    for form in &set.forms {
        let fields = form.fields.iter().filter(|field| field.at.is_none());
        let fields: Map<_, _> = fields.map(|field| (field.key.clone(), of_field(field))).collect();
        let title = form.title.in_language("en");
        forms.insert(form.letter.clone(), nullable(json!({ "title": title, "type": "object", "properties": fields })));
        summary.insert(form.letter.clone(), reference("summary_line"));
    }
    let mut properties = Map::new();
    for field in set.cover_tables() {
        if let Some(at) = &field.at {
            properties.insert(at.clone(), of_field(field));
        }
    }
    properties.insert("summary".into(), nullable(json!({ "type": "object", "properties": summary })));
    properties.insert("forms".into(), nullable(json!({ "type": "object", "properties": forms })));
    json!({
        "if": { "properties": { "regime": { "const": set.regime }, "cycle": cycle } },
        "then": { "title": set.title.in_language("en"), "properties": properties },
    })
}

fn of_field(field: &Field) -> Value {
    let label = field.label.in_language("en");
    match field.kind {
        FieldKind::LongText if field.at.is_none() => reference("answer"),
        FieldKind::Law => list("law"),
        FieldKind::Amount => list("amount"),
        FieldKind::Contact => list("contact"),
        FieldKind::File => list("attachment"),
        FieldKind::NoteVerbale => nullable(json!({ "type": "object", "description": label })),
        FieldKind::Availability => words(Availability::WORDS, label),
        FieldKind::Table if field.repeatable => nullable(
            json!({ "type": "array", "description": label, "maxItems": LONGEST_LIST, "items": record(&field.columns, "") }),
        ),
        FieldKind::Table => {
            let mut of_record = record(&field.columns, "");
            if let Some(members) = of_record.as_object_mut() {
                members.insert("description".into(), json!(label));
            }
            nullable(of_record)
        }
        _ => of_slot(field.slot()),
    }
}

fn of_slot(slot: Slot<'_>) -> Value {
    let label = slot.label.in_language("en");
    match slot.kind {
        FieldKind::Number => {
            nullable(json!({ "type": "number", "description": format!("{label}; {}", slot.unit.unwrap_or_default()) }))
        }
        FieldKind::Year => nullable(json!({ "type": "integer", "description": label })),
        FieldKind::Period => nullable(
            json!({ "type": "object", "description": label, "properties": { "from": date("first day"), "to": date("last day") } }),
        ),
        FieldKind::YesNoUnknown => words(&["yes", "no", "unknown"], label),
        FieldKind::Choice => words(&slot.words.iter().map(|word| word.key.as_str()).collect::<Vec<_>>(), label),
        FieldKind::Date => date(label),
        _ => text(label),
    }
}

/// A record with the columns below a place in it.
fn record(columns: &[Column], below: &str) -> Value {
    let mut members = Map::new();
    for column in columns {
        let Some(rest) = column.key.strip_prefix(below) else { continue };
        match rest.split_once('.') {
            None => members.insert(rest.to_owned(), of_slot(column.slot())),
            Some((first, _)) => {
                members.insert(first.to_owned(), nullable(record(columns, &format!("{below}{first}."))))
            }
        };
    }
    json!({ "type": "object", "properties": members })
}

fn definitions() -> Value {
    json!({
        "contact": contact(),
        "summary_line": nullable(json!({ "type": "object", "properties": {
            "state": words(FormState::WORDS, "whether there is something new in the form"),
            "last_reporting": { "description": "year of the report that still holds", "type": ["integer", "null"] },
            "reason": text("why the form does not apply"),
            "nothing_in_period": flag("there is nothing to report for the period where the form asks for figures or acts of it") } })),
        "answer": nullable(json!({ "type": "object", "properties": {
            "text": text("the words of the State"), "nothing_to_report": flag("there is nothing to report here"),
            "see": nullable(json!({ "description": "other reports of the State that say it", "type": "array", "items": {
                "type": "object", "required": ["regime", "cycle"],
                "properties": { "regime": { "type": "string" }, "cycle": { "type": "integer" } } } })),
            "basis": text("where an illustration has it from"), "note": text("remark") } })),
        "law": { "type": "object", "properties": {
            "title": text("title"), "number": text("number, or reference in the official gazette"),
            "adopted_on": date("day of adoption"), "in_force_on": date("day of entry into force"),
            "status": words(Law::STATUSES, "whether it is adopted yet"),
            "penal_provision": text("the article that punishes"), "link": text("https address of its text"),
            "attachment": text("name of the attachment that holds its text"), "note": text("remark") } },
        "amount": { "type": "object", "properties": {
            "direction": words(Amount::DIRECTIONS, "which way it went, or national for own money at home"),
            "amount": { "description": "how much", "type": ["number", "null"], "maximum": 9_007_199_254_740_992_i64 }, "currency": text("ISO 4217 code"),
            "year": { "description": "the year of the money", "type": ["integer", "null"] },
            "channel": text("United Nations, another body, bilateral, trust fund"), "recipient": text("to whom"),
            "project": text("what for"), "in_kind": flag("in goods or services"), "rounded": flag("rounded"), "note": text("remark") } },
        "attachment": attachment(),
        "item": nullable(json!({ "type": "object", "properties": {
            "state": { "description": "where it is not that of its form", "enum": with_null(ItemNote::STATES) },
            "form": text("letter of the form that answers it, where it is another one than usual"),
            "text": text("words about it"), "voluntary": flag("given although nothing in force asks for it") } })),
        "fact": { "type": "object", "required": ["answer", "on"], "properties": {
            "answer": { "enum": ["yes", "no", "unknown"] },
            "on": { "description": "from which day", "type": "string", "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}/[0-9]{2}/[0-9]{4})$" } } },
    })
}

/// What `Reader::contact` reads.
pub(in crate::domain) fn contact() -> Value {
    json!({ "type": "object", "properties": {
        "organization": text("the office"), "name": text("the person"), "role": text("the post"),
        "email": text("e-mail address"), "telephone": text("with the country code, as +41 22 000 00 00"),
        "fax": text("with the country code"), "address": text("postal address") } })
}

/// What `Reader::attachment` reads.
pub(in crate::domain) fn attachment() -> Value {
    json!({ "type": "object", "properties": {
        "name": text("file name"), "form": text("letter of the form it belongs to"), "media_type": text("media type"),
        "sha256": text("SHA-256 of its content, in hexadecimal"),
        "bytes": { "description": "its length", "type": ["integer", "null"] } } })
}

pub(in crate::domain) fn nullable(mut schema: Value) -> Value {
    if let Some(kind) = schema.get_mut("type") {
        let mut kinds = kind.as_array().cloned().unwrap_or_else(|| vec![kind.clone()]);
        kinds.push(json!("null"));
        *kind = json!(kinds);
    }
    schema
}

pub(in crate::domain) fn text(about: &str) -> Value {
    json!({ "description": about, "type": ["string", "null"], "maxLength": LONGEST_TEXT })
}

pub(in crate::domain) fn date(about: &str) -> Value {
    json!({ "description": format!("{about}, as 2027-03-31"), "type": ["string", "null"] })
}

pub(in crate::domain) fn flag(about: &str) -> Value {
    json!({ "description": about, "type": ["boolean", "null"] })
}

/// One of the words; whatever else is written is kept, and a rule asks about it.
pub(in crate::domain) fn words(words: &[&str], about: &str) -> Value {
    let listed = words.join(", ");
    json!({ "description": format!("{about}: {listed}"), "type": ["string", "null"] })
}

pub(in crate::domain) fn with_null(words: &[&str]) -> Vec<Value> {
    words.iter().map(|word| json!(word)).chain([Value::Null]).collect()
}

pub(in crate::domain) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

pub(in crate::domain) fn list(name: &str) -> Value {
    json!({ "type": ["array", "null"], "maxItems": LONGEST_LIST, "items": reference(name) })
}
