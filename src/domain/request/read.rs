//! From a tree to a request, with the steps by which reports are read.

use chrono::NaiveDate;
use serde_json::Value;

use super::model::{
    AssistanceRequest, Expert, Meeting, Need, Nomination, PoolRequest, Request, RequestKind, SponsorshipRequest,
    Subject,
};
use crate::domain::code::{InstrumentCode, Iso3, RegimeCode};
use crate::domain::report::is_blank;
use crate::domain::report::locate::Path;
use crate::domain::report::reader::{Members, Reader};

type At<'a> = (Path, Option<&'a Value>);

impl Reader {
    /// A request, without the members that are unknown and the document as read.
    pub(super) fn request(&mut self, document: &Value) -> Option<Request> {
        let mut file = self.members((Path::default(), Some(document)))?;
        let kind = self.word(file.take("request"), RequestKind::WORDS, RequestKind::from_word);
        let party = self.required(file.take("party"), Iso3::parse);
        let submitted_on = self.day(file.take("submitted_on"));
        let label = self.text(file.take("label"));
        let contacts = self.list(file.take("contacts"), Self::contact);
        let attachments = self.list(file.take("attachments"), Self::attachment);
        let subject = match kind? {
            RequestKind::ExpertNomination => Subject::Nomination(self.nomination(&mut file)),
            RequestKind::PoolRequest => Subject::Pool(self.pool_request(&mut file)),
            RequestKind::AssistanceRequest => Subject::Assistance(self.assistance(&mut file)),
            RequestKind::SponsorshipRequest => Subject::Sponsorship(self.sponsorship(&mut file)),
        };
        self.finish(&file);
        Some(Request {
            party: party?,
            submitted_on,
            label,
            contacts,
            attachments,
            subject,
            unknown: Vec::new(),
            document: Value::Null,
        })
    }

    fn nomination(&mut self, file: &mut Members<'_>) -> Nomination {
        Nomination {
            instrument: self.code(file.take("instrument"), InstrumentCode::parse),
            expert: self.expert(file.take("expert")),
            replaces_earlier: self.flag(file.take("replaces_earlier")),
        }
    }

    fn expert(&mut self, at: At<'_>) -> Expert {
        let Some(mut members) = self.members(at) else { return Expert::default() };
        let expert = Expert {
            name: self.text(members.take("name")),
            nationality: self.text(members.take("nationality")),
            competence: self.text(members.take("competence")),
            contact: self.contact(members.take("contact")).unwrap_or_default(),
        };
        // Kept in the document: the registration form asks for them, and no rule does.
        for kept in ["experience", "languages"] {
            self.text(members.take(kept));
        }
        self.finish(&members);
        expert
    }

    fn pool_request(&mut self, file: &mut Members<'_>) -> PoolRequest {
        let request = PoolRequest {
            instrument: self.code(file.take("instrument"), InstrumentCode::parse),
            obligations_of: self.code(file.take("obligations_of"), Iso3::parse),
            obligation: self.text(file.take("obligation")),
        };
        self.text(file.take("question"));
        request
    }

    fn assistance(&mut self, file: &mut Members<'_>) -> AssistanceRequest {
        AssistanceRequest {
            instrument: self.code(file.take("instrument"), InstrumentCode::parse),
            needs: self.list(file.take("needs"), Self::need),
            information: self.text(file.take("information")),
            sensitive_parts: self.list(file.take("sensitive_parts"), Self::text),
            circulation_confirmed: self.flag(file.take("circulation_confirmed")),
        }
    }

    fn need(&mut self, at: At<'_>) -> Option<Need> {
        let mut members = self.members(at)?;
        let need = Need { kind: self.text(members.take("kind")), description: self.text(members.take("description")) };
        self.finish(&members);
        Some(need)
    }

    fn sponsorship(&mut self, file: &mut Members<'_>) -> SponsorshipRequest {
        SponsorshipRequest {
            meeting: self.meeting(file.take("meeting")),
            delegate: self.contact(file.take("delegate")).unwrap_or_default(),
            grounds: self.list(file.take("grounds"), Self::text),
        }
    }

    fn meeting(&mut self, at: At<'_>) -> Meeting {
        let Some(mut members) = self.members(at) else { return Meeting::default() };
        let meeting = Meeting {
            title: self.text(members.take("title")),
            regime: self.code(members.take("regime"), RegimeCode::parse),
            opens_on: self.day(members.take("opens_on")),
        };
        self.finish(&members);
        meeting
    }

    /// A code, where there is one; an empty field of a form is a code that was not given.
    fn code<T, E: ToString>(&mut self, at: At<'_>, parse: impl FnOnce(&str) -> Result<T, E>) -> Option<T> {
        match at.1 {
            Some(Value::String(text)) if is_blank(text) => None,
            None => None,
            _ => self.required(at, parse),
        }
    }

    fn day(&mut self, at: At<'_>) -> Option<NaiveDate> {
        let path = at.0.clone();
        let date = self.date(at)?;
        if date.day.is_none() {
            self.faults.push((path, "expected a date such as 2027-03-31".into()));
        }
        date.day
    }
}
