//! From the bytes of a report file to a report, or to everything that keeps them from being one.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::Value;

use super::locate::Path;
use super::model::{
    Amount, Attachment, Contact, Cover, FieldAnswer, FilingKind, ItemNote, Law, NoteVerbale, Report, ReportedPeriod,
    See, SummaryLine,
};
use super::reader::{Reader, read_file};
use super::tree::Unreadable;
use super::written_date::WrittenDate;
use crate::domain::calendar::Cycle;
use crate::domain::checklist::{Answer, ConditionKey, Fact, ItemId, Obligations, Profile};
use crate::domain::code::{Iso3, RegimeCode};
use crate::domain::regime::{FormSet, FormSets};

/// Figures that every report reads.
const FUNDING: [&str; 2] = ["funding", "funding_by_recipient"];

/// Reads a report file.
///
/// Fails on what cannot be kept: broken JSON, values of the wrong kind, an unknown regime, cycle
/// or State. All faults of structure are named at once, with line and member.
pub fn read(bytes: &[u8], sets: &FormSets, obligations: &Obligations) -> Result<Report, Vec<Unreadable>> {
    let (report, unknown, document) = read_file(bytes, |reader, document| reader.report(document, sets, obligations))?;
    Ok(Report { unknown, document, ..report })
}

impl Reader {
    /// A report, without the members that are unknown and the document as read: [`read_file`] gives both.
    pub(in crate::domain) fn report(
        &mut self,
        document: &Value,
        sets: &FormSets,
        obligations: &Obligations,
    ) -> Option<Report> {
        let mut file = self.members((Path::default(), Some(document)))?;
        let party = self.required(file.take("party"), Iso3::parse);
        let regime = self.required(file.take("regime"), RegimeCode::parse);
        let cycle = self.cycle(file.take("cycle"));
        let (party, regime, cycle) = (party?, regime?, cycle?);
        let Some(set) = sets.for_cycle(regime, cycle) else {
            let known = sets.all().iter().map(|set| set.regime.to_string()).collect::<Vec<_>>().join(", ");
            let why = format!("no forms of {regime} are known for the cycle {cycle}; regimes are {known}");
            self.faults.push((file.path.member("regime"), why));
            return None;
        };
        let kind = self.word(file.take("kind"), FilingKind::WORDS, FilingKind::from_word);
        let voluntary = self.flag(file.take("voluntary"));
        let reason = self.text(file.take("reason"));
        let form_set = self.text(file.take("form_set"));
        let language = self.text(file.take("language"));
        let translated_summary = self.text(file.take("translated_summary"));
        let label = self.text(file.take("label"));
        let period = self.period(file.take("period"));
        let submitted_on = self.date(file.take("submitted_on"));
        let cover = self.cover(file.take("cover"));
        let summary = self.summary(file.take("summary"), set);
        let forms = self.forms(file.take("forms"), set);
        let laws = self.list(file.take("laws"), Self::law);
        let (funding, funding_by_recipient) = self.figures(file.take("figures"), sets);
        let attachments = self.list(file.take("attachments"), Self::attachment);
        let checklist = self.checklist(file.take("checklist"), set, obligations);
        let profile = self.profile(file.take("profile"), obligations);
        // Kept in the document: what samples say about themselves, and answers of other regimes' covers.
        for name in ["assumed", "basis", "basis_note", "sources"] {
            file.take(name);
        }
        for field in set.cover_tables() {
            let Some(at) = field.at.as_deref() else { continue };
            let at = file.take(at);
            self.kept(at, field);
        }
        self.finish(&file);
        Some(Report {
            party,
            regime,
            cycle,
            kind: kind?,
            voluntary,
            reason,
            form_set,
            language,
            translated_summary,
            label,
            period,
            submitted_on,
            cover,
            summary,
            forms,
            laws,
            funding,
            funding_by_recipient,
            attachments,
            checklist,
            profile,
            classification: None,
            unknown: Vec::new(),
            document: Value::Null,
        })
    }

    /// One of the words, where there is any.
    fn one_of(&mut self, at: (Path, Option<&Value>), words: &[&str]) -> Option<String> {
        at.1?;
        self.word(at, words, |word| words.contains(&word).then(|| word.to_owned()))
    }

    fn cycle(&mut self, at: (Path, Option<&Value>)) -> Option<Cycle> {
        let path = at.0.clone();
        if at.1.is_none() {
            self.faults.push((path, "is missing".into()));
            return None;
        }
        let year = self.whole(at)?;
        match i32::try_from(year)
            .map_err(|_beyond| format!("{year} is not the year of a cycle"))
            .and_then(|y| Cycle::new(y).map_err(|e| e.to_string()))
        {
            Ok(cycle) => Some(cycle),
            Err(why) => {
                self.faults.push((path, why));
                None
            }
        }
    }

    pub(super) fn period(&mut self, at: (Path, Option<&Value>)) -> ReportedPeriod {
        let Some(mut members) = self.members(at) else { return ReportedPeriod::default() };
        let period = ReportedPeriod { from: self.date(members.take("from")), to: self.date(members.take("to")) };
        self.finish(&members);
        period
    }

    fn cover(&mut self, at: (Path, Option<&Value>)) -> Cover {
        let Some(mut members) = self.members(at) else { return Cover::default() };
        let cover = Cover {
            contacts: self.list(members.take("contacts"), Self::contact),
            availability: self.text(members.take("availability")),
            availability_forms: self.list(members.take("availability_forms"), |reader, at| {
                reader.text(at).map(|letter| letter.trim().to_uppercase())
            }),
            note_verbale: self.note_verbale(members.take("note_verbale")),
        };
        self.finish(&members);
        cover
    }

    pub(in crate::domain) fn contact(&mut self, at: (Path, Option<&Value>)) -> Option<Contact> {
        let mut members = self.members(at)?;
        let contact = Contact {
            organization: self.text(members.take("organization")),
            name: self.text(members.take("name")),
            email: self.text(members.take("email")),
            telephone: self.text(members.take("telephone")),
        };
        for kept in ["fax", "address", "role"] {
            self.text(members.take(kept));
        }
        self.finish(&members);
        Some(contact)
    }

    fn note_verbale(&mut self, at: (Path, Option<&Value>)) -> NoteVerbale {
        let Some(mut members) = self.members(at) else { return NoteVerbale::Unsaid };
        let not_used = self.flag(members.take("not_used"));
        let (number, date) = (self.text(members.take("number")), self.date(members.take("date")));
        self.finish(&members);
        if not_used { NoteVerbale::NotUsed } else { NoteVerbale::Note { number, date } }
    }

    fn summary(&mut self, at: (Path, Option<&Value>), set: &FormSet) -> BTreeMap<String, SummaryLine> {
        let Some(mut members) = self.members(at) else { return BTreeMap::new() };
        let mut lines = BTreeMap::new();
        for form in &set.forms {
            let name = members.members.keys().find(|name| **name == form.letter);
            let Some(name) = name else { continue };
            let Some(mut line) = self.members(members.take(name)) else { continue };
            let read = SummaryLine {
                state: self.text(line.take("state")),
                last_reporting: self.whole(line.take("last_reporting")),
                reason: self.text(line.take("reason")),
                nothing_in_period: self.flag(line.take("nothing_in_period")),
            };
            self.finish(&line);
            lines.insert(form.letter.clone(), read);
        }
        self.finish(&members);
        lines
    }

    fn forms(&mut self, at: (Path, Option<&Value>), set: &FormSet) -> BTreeMap<String, BTreeMap<String, FieldAnswer>> {
        let Some(mut members) = self.members(at) else { return BTreeMap::new() };
        let mut forms = BTreeMap::new();
        for form in &set.forms {
            let Some(letter) = members.members.keys().find(|name| **name == form.letter) else { continue };
            let Some(mut fields) = self.members(members.take(letter)) else { continue };
            let mut answers = BTreeMap::new();
            for field in form.fields.iter().filter(|field| field.at.is_none()) {
                let Some(key) = fields.members.keys().find(|name| **name == field.key) else { continue };
                if let Some(answer) = self.answer(fields.take(key)) {
                    answers.insert(field.key.clone(), answer);
                }
            }
            self.finish(&fields);
            forms.insert(form.letter.clone(), answers);
        }
        self.finish(&members);
        forms
    }

    fn answer(&mut self, at: (Path, Option<&Value>)) -> Option<FieldAnswer> {
        let mut members = self.members(at)?;
        let answer = FieldAnswer {
            text: self.text(members.take("text")),
            nothing_to_report: self.flag(members.take("nothing_to_report")),
            see: self.list(members.take("see"), Self::see),
        };
        for kept in ["basis", "note"] {
            self.text(members.take(kept));
        }
        self.finish(&members);
        Some(answer)
    }

    fn see(&mut self, at: (Path, Option<&Value>)) -> Option<See> {
        let mut members = self.members(at)?;
        let regime = self.required(members.take("regime"), RegimeCode::parse);
        let cycle = self.cycle(members.take("cycle"));
        self.finish(&members);
        Some(See { regime: regime?, cycle: cycle? })
    }

    fn law(&mut self, at: (Path, Option<&Value>)) -> Option<Law> {
        let mut members = self.members(at)?;
        let law = Law {
            title: self.text(members.take("title")),
            number: self.text(members.take("number")),
            adopted_on: self.date(members.take("adopted_on")),
            in_force_on: self.date(members.take("in_force_on")),
            status: self.text(members.take("status")),
            penal_provision: self.text(members.take("penal_provision")),
            link: self.text(members.take("link")),
            attachment: self.text(members.take("attachment")),
        };
        self.text(members.take("note"));
        self.finish(&members);
        Some(law)
    }

    fn figures(&mut self, at: (Path, Option<&Value>), sets: &FormSets) -> (Vec<Amount>, Vec<Amount>) {
        let Some(mut members) = self.members(at) else { return (Vec::new(), Vec::new()) };
        let funding = self.list(members.take("funding"), Self::amount);
        let by_recipient = self.list(members.take("funding_by_recipient"), Self::amount);
        // Figures of the other regimes are kept in the document, if they are of the right kind.
        for name in members.members.keys().filter(|name| !FUNDING.contains(&name.as_str())) {
            let Some(field) = sets.figure(name) else { continue };
            let at = members.take(name);
            self.kept(at, field);
        }
        self.finish(&members);
        (funding, by_recipient)
    }

    fn amount(&mut self, at: (Path, Option<&Value>)) -> Option<Amount> {
        let mut members = self.members(at)?;
        let amount = Amount {
            direction: self.text(members.take("direction")),
            amount: self.number(members.take("amount")),
            currency: self.text(members.take("currency")),
            year: self.whole(members.take("year")),
            channel: self.text(members.take("channel")),
            recipient: self.text(members.take("recipient")),
            project: self.text(members.take("project")),
            in_kind: self.flag(members.take("in_kind")),
        };
        self.flag(members.take("rounded"));
        self.text(members.take("note"));
        self.finish(&members);
        Some(amount)
    }

    pub(in crate::domain) fn attachment(&mut self, at: (Path, Option<&Value>)) -> Option<Attachment> {
        let mut members = self.members(at)?;
        let attachment = Attachment {
            name: self.text(members.take("name")),
            form: self.text(members.take("form")),
            sha256: self.text(members.take("sha256")),
            bytes: self.whole(members.take("bytes")),
            media_type: self.text(members.take("media_type")),
        };
        self.finish(&members);
        Some(attachment)
    }

    fn checklist(
        &mut self,
        at: (Path, Option<&Value>),
        set: &FormSet,
        obligations: &Obligations,
    ) -> BTreeMap<ItemId, ItemNote> {
        let Some(mut members) = self.members(at) else { return BTreeMap::new() };
        let letters: Vec<_> = set.forms.iter().map(|form| form.letter.as_str()).collect();
        let mut notes = BTreeMap::new();
        for name in members.members.keys() {
            let id = ItemId(name.clone());
            if obligations.item(&id).is_none() {
                continue;
            }
            let Some(mut note) = self.members(members.take(name)) else { continue };
            let read = ItemNote {
                state: self.one_of(note.take("state"), ItemNote::STATES),
                form: self.one_of(note.take("form"), &letters),
                text: self.text(note.take("text")),
                voluntary: self.flag(note.take("voluntary")),
            };
            self.finish(&note);
            notes.insert(id, read);
        }
        self.finish(&members);
        notes
    }

    fn profile(&mut self, at: (Path, Option<&Value>), obligations: &Obligations) -> Profile {
        let mut profile = Profile::default();
        let Some(mut members) = self.members(at) else { return profile };
        for name in members.members.keys() {
            let key = ConditionKey(name.clone());
            if !obligations.conditions().iter().any(|condition| condition.key == key) {
                continue;
            }
            let (path, value) = members.take(name);
            // One answer, or all answers over time.
            let facts = match value {
                Some(Value::Array(_)) => self.list((path, value), Self::fact),
                one => self.fact((path, one)).into_iter().collect(),
            };
            facts.into_iter().for_each(|fact| profile.add(key.clone(), fact));
        }
        self.finish(&members);
        profile
    }

    fn fact(&mut self, at: (Path, Option<&Value>)) -> Option<Fact> {
        let mut members = self.members(at)?;
        let answer = self.required(members.take("answer"), |word| {
            Answer::from_word(word).ok_or_else(|| "expected yes, no or unknown".to_owned())
        });
        let on = self.required(members.take("on"), |written| -> Result<NaiveDate, &'static str> {
            WrittenDate::new(written.to_owned()).day.ok_or("expected a date such as 2027-03-31")
        });
        self.finish(&members);
        Some(Fact { on: on?, answer: answer? })
    }
}
