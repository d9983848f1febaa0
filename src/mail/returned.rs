//! Letters that come back: reports of mail systems (RFC 3464) as values. Anybody may write to the address that receives
//! them, so nothing here is believed yet; whether such a letter went out is looked up by its key.

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};
use uuid::Uuid;

use super::masking::without_secrets;
use super::reply::{status, will_have_room};

/// Characters of a reason that are kept.
const REASON_MAX: usize = 300;

/// What a mail system reports of one letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Key of the letter: what stands before the `@` of its Message-ID. The host is not compared, because it
    /// changes with the public address while letters are on their way.
    pub letter: String,
    /// Recipients to whom it will never get, because of their address.
    pub failed: Vec<Returned>,
    /// The statuses of those to whom it did not get for a reason that is not theirs: what we send, or the mail system.
    pub refused: Vec<String>,
    /// Recipients to whom it got, or may get yet.
    pub passing: usize,
}

/// A recipient whom no letter reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// Where it was last sent, and where it was sent first if the mail system knows: in lower case.
    pub addresses: Vec<String>,
    /// What the mail system said, in one line and without what opens a door.
    pub reason: String,
}

/// Reads a report; nothing for any other message, and for one that is of no letter of a portal.
pub fn read_report(bytes: &[u8]) -> Option<Report> {
    let message = MessageParser::default().parse(bytes)?;
    let root = message.content_type()?;
    let is_report = root.ctype().eq_ignore_ascii_case("multipart")
        && root.subtype().is_some_and(|kind| kind.eq_ignore_ascii_case("report"))
        && root.attribute("report-type").is_some_and(|kind| kind.eq_ignore_ascii_case("delivery-status"));
    if !is_report {
        return None;
    }
    let status = message.parts.iter().find(|part| is_of(part, &["delivery-status", "global-delivery-status"]))?;
    let letter = message.parts.iter().find_map(letter_in)?;
    let status = String::from_utf8_lossy(status.contents()).replace("\r\n", "\n");
    let mut report = Report { letter, failed: Vec::new(), refused: Vec::new(), passing: 0 };
    // The first group is about the message, and an empty one about nothing.
    for group in status.split("\n\n").filter_map(Group::read) {
        match group.verdict() {
            Verdict::Passing => report.passing += 1,
            Verdict::OfAddress => report.failed.push(group.returned()),
            Verdict::OfSomethingElse(status) => report.refused.push(status.to_owned()),
        }
    }
    Some(report)
}

fn is_of(part: &MessagePart<'_>, subtypes: &[&str]) -> bool {
    let subtype = part.content_type().and_then(|kind| kind.subtype());
    subtype.is_some_and(|kind| subtypes.iter().any(|one| one.eq_ignore_ascii_case(kind)))
}

/// The key of the letter that a part brings back, whole or its headers alone.
fn letter_in(part: &MessagePart<'_>) -> Option<String> {
    match &part.body {
        PartType::Message(original) => key_of(original),
        _ if is_of(part, &["rfc822-headers", "global-headers"]) => {
            key_of(&MessageParser::default().parse_headers(part.contents())?)
        }
        _ => None,
    }
}

fn key_of(original: &Message<'_>) -> Option<String> {
    let (key, _host) = original.message_id()?.split_once('@')?;
    Some(Uuid::parse_str(key).ok()?.hyphenated().to_string())
}

/// What a group means.
enum Verdict<'g> {
    /// It got there, or may yet.
    Passing,
    /// Nobody is there.
    OfAddress,
    /// It failed with this status, which is none of the address.
    OfSomethingElse(&'g str),
}

/// What is said of one recipient.
struct Group {
    fields: Vec<(String, String)>,
}

impl Group {
    fn read(text: &str) -> Option<Self> {
        let ended = format!("{}\n\n", text.trim_matches('\n'));
        let message = MessageParser::default().parse_headers(ended.as_bytes())?;
        let fields = message.headers_raw().map(|(name, value)| (name.trim().to_owned(), one_line(value))).collect();
        let group = Self { fields };
        group.field("Final-Recipient").is_some().then_some(group)
    }

    fn field(&self, name: &str) -> Option<&str> {
        let mut fields = self.fields.iter();
        fields.find(|(one, _)| one.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// A word, without the comment that may follow it.
    fn word(&self, name: &str) -> &str {
        let mut words = self.field(name).unwrap_or_default().split([' ', '(']);
        words.next().unwrap_or_default()
    }

    fn verdict(&self) -> Verdict<'_> {
        if !self.word("Action").eq_ignore_ascii_case("failed") || !self.word("Status").starts_with("5.") {
            return Verdict::Passing;
        }
        match self.status() {
            code if self.is_full() || code.starts_with("4.") => Verdict::Passing,
            code if is_of_address(code) => Verdict::OfAddress,
            // Whatever else stands there is for no log.
            code => Verdict::OfSomethingElse(status(code).unwrap_or("5")),
        }
    }

    /// Where the mail system names no status but *failed* itself, as Exim does, it stands in the reply that it quotes.
    fn status(&self) -> &str {
        let quoted = || self.quoted().and_then(|(_, words)| status(words));
        match self.word("Status") {
            "5.0.0" => quoted().unwrap_or("5.0.0"),
            other => other,
        }
    }

    /// The mailbox was full: nothing is wrong with the address, and the next letter may arrive.
    fn is_full(&self) -> bool {
        match self.word("Status") {
            "5.2.2" => true,
            "5.0.0" => self.quoted().is_some_and(|(code, words)| will_have_room(code, words)),
            _ => false,
        }
    }

    /// The reply that it quotes: code and words.
    fn quoted(&self) -> Option<(u16, &str)> {
        let (code, words) = untyped(self.field("Diagnostic-Code")?).split_once([' ', '-'])?;
        Some((code.parse().ok()?, words))
    }

    fn returned(&self) -> Returned {
        let recipients = ["Final-Recipient", "Original-Recipient"].into_iter().filter_map(|name| self.field(name));
        let said = self.field("Diagnostic-Code").map(untyped).filter(|said| !said.is_empty());
        let reason = without_secrets(said.unwrap_or_else(|| self.word("Status"))).chars().take(REASON_MAX).collect();
        Returned { addresses: recipients.filter_map(address).collect(), reason }
    }
}

/// Whether a status says that nobody is there (RFC 3463): no such mailbox or host, a mailbox that takes nothing, no way
/// to the host; or only that it failed. Of what is said of addresses, 5.1.7 and 5.1.8 are of the sender's. A letter that
/// is too long, of a kind not wanted or refused by a rule says nothing of whom it was for.
fn is_of_address(status: &str) -> bool {
    match status {
        "5.1.7" | "5.1.8" => false,
        "5.0.0" | "5.2.1" | "5.4.4" => true,
        other => other.starts_with("5.1."),
    }
}

/// The address in `rfc822; <a@example.org>`.
fn address(recipient: &str) -> Option<String> {
    let (kind, address) = recipient.split_once(';')?;
    let is_mail = ["rfc822", "utf-8"].iter().any(|one| one.eq_ignore_ascii_case(kind.trim()));
    let bare = address.trim().trim_start_matches('<').trim_end_matches('>');
    is_mail.then(|| bare.to_lowercase())
}

/// A text without the type before it, as in `smtp; 550 5.1.1 unknown`.
fn untyped(text: &str) -> &str {
    text.split_once(';').map_or(text, |(_, rest)| rest.trim())
}

/// Unfolded, without control characters.
fn one_line(text: &str) -> String {
    let spaced = |letter: char| if letter.is_control() { ' ' } else { letter };
    let spaced: String = text.chars().map(spaced).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KEY: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

    fn report(groups: &str, original: &str) -> String {
        format!(
            "From: MAILER-DAEMON@example.org\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"of-no-address\"\r\n\
             \r\n--of-no-address\r\nContent-Type: text/plain\r\n\r\nIt failed.\r\n\
             --of-no-address\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\n{groups}\r\n\
             --of-no-address\r\n{original}\r\n--of-no-address--\r\n"
        )
    }

    fn original(kind: &str) -> String {
        format!("Content-Type: {kind}\r\n\r\nMessage-ID: <{KEY}@reports.example.org>\r\nSubject: x\r\n\r\n")
    }

    fn group(address: &str, action: &str, status: &str) -> String {
        format!("Final-Recipient: rfc822;{address}\r\nAction: {action}\r\nStatus: {status}\r\n\r\n")
    }

    #[test]
    fn each_recipient_is_judged() {
        let groups = [
            group("A@example.org", "failed", "5.1.1 (no such user)"),
            group("b@example.org", "delayed", "4.2.2"),
            group("c@example.org", "failed", "4.4.7"),
            group("d@example.org", "delivered", "2.0.0"),
            group("e@example.org", "failed", "5.0.0"),
            group("f@example.org", "failed", "5.2.2 (mailbox full)"),
        ];
        for kind in ["message/rfc822", "text/rfc822-headers"] {
            let read = read_report(report(&groups.concat(), &original(kind)).as_bytes()).unwrap();
            let failed: Vec<_> = read.failed.iter().map(|one| (&*one.addresses[0], &*one.reason)).collect();
            assert_eq!(failed, [("a@example.org", "5.1.1"), ("e@example.org", "5.0.0")], "{kind}");
            assert_eq!((&*read.letter, read.passing), (KEY, 4), "{kind}");
        }
    }

    #[test]
    fn a_full_mailbox_is_no_wrong_address() {
        for (status, said, is_full) in [
            ("5.2.2", "", true),
            ("5.2.2", "Diagnostic-Code: smtp; 550 5.2.2 over quota", true),
            ("5.0.0", "Diagnostic-Code: smtp; 552 5.2.2 over quota", true),
            ("5.0.0", "Diagnostic-Code: smtp; 552-5.2.2 over quota", true),
            ("5.0.0", "Diagnostic-Code: smtp; 552 storage exceeded", true),
            ("5.0.0", "Diagnostic-Code: smtp; 550 5.1.1 no such user", false),
            ("5.1.1", "Diagnostic-Code: smtp; 552 5.2.2 over quota", false),
            ("5.0.0", "Diagnostic-Code: smtp; over quota", false),
            ("5.2.1", "", false),
        ] {
            let fields = group("a@example.org", "failed", status);
            let fields = if said.is_empty() { fields } else { format!("{said}\r\n{fields}") };
            let read = read_report(report(&fields, &original("message/rfc822")).as_bytes()).unwrap();
            assert_eq!((read.failed.len(), read.passing), if is_full { (0, 1) } else { (1, 0) }, "{status} {said}");
        }
    }

    #[test]
    fn what_is_said_of_anything_but_the_address_is_not_held_against_it() {
        for (status, said, is_gone) in [
            ("5.1.1", "", true),
            ("5.1.10", "", true),
            ("5.2.1", "", true),
            ("5.4.4", "", true),
            ("5.0.0", "", true),
            ("5.0.0", "550 User unknown", true),
            ("5.0.0", "550 5.1.1 No such user here", true),
            ("5.0.0", "550 5.7.1 relaying denied", false),
            ("5.0.0", "554-5.7.26 unauthenticated", false),
            ("5.1.7", "", false),
            ("5.1.8", "", false),
            ("5.2.3", "", false),
            ("5.3.4", "", false),
            ("5.4.6", "", false),
            ("5.6.0", "", false),
            ("5.7.1", "550 5.7.1 Message rejected due to content", false),
        ] {
            let fields = format!("Diagnostic-Code: smtp; {said}\r\n{}", group("a@example.org", "failed", status));
            let read = read_report(report(&fields, &original("message/rfc822")).as_bytes()).unwrap();
            let counts = (read.failed.len(), read.refused.len(), read.passing);
            assert_eq!(counts, if is_gone { (1, 0, 0) } else { (0, 1, 0) }, "{status} {said}");
        }
    }

    #[test]
    fn other_messages_are_no_reports() {
        let whole = report(&group("a@example.org", "failed", "5.1.1"), &original("message/rfc822"));
        assert!(read_report(whole.as_bytes()).is_some());
        for other in [
            String::new(),
            "Subject: hello\r\n\r\nhello".to_owned(),
            whole.replace("multipart/report", "multipart/mixed"),
            whole.replace("report-type=delivery-status", "report-type=disposition-notification"),
            whole.replace("message/delivery-status", "text/plain"),
            whole.replace(KEY, "somebody-else"),
        ] {
            assert_eq!(read_report(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn what_a_mail_system_says_is_one_line_of_bounded_length() {
        let said = format!("Diagnostic-Code: smtp; 550 no\u{1b}[31m\r\n\t{}\r\n", "x".repeat(5_000));
        let groups = group("a@example.org", "failed", "5.1.1").replace("\r\n\r\n", &format!("\r\n{said}\r\n"));
        let read = read_report(report(&groups, &original("message/rfc822")).as_bytes()).unwrap();
        let reason = &read.failed[0].reason;
        assert!(reason.starts_with("550 no [31m xxx") && reason.chars().count() == REASON_MAX, "{reason}");
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(
            bytes in proptest::collection::vec(any::<u8>(), 0..600),
            groups in "[ -~\r\n\t]{0,300}",
        ) {
            read_report(&bytes);
            read_report(report(&groups, &original("message/rfc822")).as_bytes());
            let mixed = [report("", "").as_bytes(), &bytes].concat();
            read_report(&mixed);
        }

        #[test]
        fn what_is_well_formed_is_read_back(
            local in "[a-z0-9.+_-]{1,30}", host in "[a-z]{1,20}\\.example", said in "[a-z0-9][ -~]{0,80}[a-z0-9]",
            status in "5\\.(1\\.[1-6]|1\\.[1-9][0-9]|2\\.1|4\\.4)", key in any::<u128>(),
        ) {
            let (address, key) = (format!("{local}@{host}"), Uuid::from_u128(key).hyphenated().to_string());
            let fields = format!("Diagnostic-Code: smtp; {said}\r\n{}", group(&address, "failed", &status));
            let whole = report(&fields, &original("message/rfc822")).replace(KEY, &key);
            let read = read_report(whole.as_bytes()).unwrap();
            let returned = Returned { addresses: vec![address], reason: without_secrets(&one_line(&said)) };
            prop_assert_eq!(read, Report { letter: key, failed: vec![returned], refused: Vec::new(), passing: 0 });
        }
    }
}
