//! A letter as a MIME message: the same words as plain text and as a page.

use std::time::SystemTime;

use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};
use lettre::message::header::{ContentDisposition, ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart, MultiPartKind, SinglePart};
use lettre::{Address, message::Body};

use super::reminding;
use super::words::{Words, state_of};
use super::{Fault, Post, ReturnAddress};
use crate::domain::code::Iso3;
use crate::domain::letter::Letter;
use crate::text::Text;

/// Columns of a plain letter.
const WIDTH: usize = 72;

#[derive(Template)]
#[template(path = "mail/letter.html")]
struct Page<'w> {
    words: &'w Words,
}

#[derive(Template)]
#[template(path = "mail/letter.txt")]
struct Plain<'w> {
    words: &'w Words,
    /// Columns; nothing where whatever shows it breaks the lines itself.
    width: Option<usize>,
}

impl Plain<'_> {
    /// The text in lines; an address is never broken.
    fn lines(&self, text: &str) -> String {
        let Some(width) = self.width else { return text.to_owned() };
        let options =
            textwrap::Options::new(width).break_words(false).word_splitter(textwrap::WordSplitter::NoHyphenation);
        textwrap::fill(text, options)
    }
}

/// A letter as it reads in plain text, but for where lines end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readable {
    /// Of the message.
    pub subject: String,
    /// Tag of its language.
    pub language: &'static str,
    /// All of it.
    pub text: String,
    /// What the calendar that comes with it holds: day, and what a calendar calls it.
    pub dates: Vec<(NaiveDate, String)>,
}

/// The letter as whoever may not open its doors reads it, in the very words of the message.
pub fn readable(
    t: &'static Text,
    letter: &Letter,
    (recipient, public_url): (&str, &str),
    name_of: impl Fn(Iso3) -> String,
) -> Result<Readable, askama::Error> {
    let letter = letter.clone().for_others();
    let words = Words::of_letter(t, &letter, (&one_line(&letter.name), &name_of), (recipient, public_url));
    let state = state_of(&letter.matter, &name_of);
    let dates = reminding::dates(t, &letter.matter, &state).into_iter().map(|(_, day, summary)| (day, summary));
    Ok(Readable {
        subject: one_line(&words.subject),
        language: words.language,
        text: Plain { words: &words, width: None }.render()?,
        dates: dates.collect(),
    })
}

/// What identifies a message.
pub(super) struct Envelope<'e> {
    /// Key of the row.
    pub(super) id: &'e str,
    /// Address it goes to.
    pub(super) recipient: &'e str,
    /// When the letter was written.
    pub(super) written_at: DateTime<Utc>,
}

/// The message; `name_of` names the State a report is of, or a role is held for.
pub(super) fn message(
    post: &Post,
    envelope: &Envelope<'_>,
    letter: &Letter,
    name_of: &dyn Fn(Iso3) -> String,
) -> Result<Message, Fault> {
    let name = one_line(&letter.name);
    let words = Words::of_letter(post.text, letter, (&name, name_of), (envelope.recipient, &post.public_url));
    let address: Address =
        envelope.recipient.parse().map_err(|_other| Fault::Lasting("the recipient is not an e-mail address".into()))?;
    let to = Mailbox::new((!name.is_empty()).then_some(name), address.clone());
    let unwritable = |error: &dyn std::fmt::Display| Fault::Lasting(format!("the letter cannot be written: {error}"));
    let page = Page { words: &words }.render().map_err(|error| unwritable(&error))?;
    let plain = Plain { words: &words, width: Some(WIDTH) }.render().map_err(|error| unwritable(&error))?;
    // Not drawn by chance: a letter tried again is the same, byte for byte.
    let parts = MultiPart::builder().kind(MultiPartKind::Alternative).boundary(format!("=_{}", envelope.id));
    let parts = parts.singlepart(part(ContentType::TEXT_PLAIN, plain, &unwritable)?).singlepart(part(
        ContentType::TEXT_HTML,
        page,
        &unwritable,
    )?);
    let host = url::Url::parse(&post.public_url).ok().and_then(|url| url.host_str().map(str::to_owned));
    let host = host.unwrap_or_default();
    let state = state_of(&letter.matter, name_of);
    let calendar =
        reminding::calendar(post.text, &letter.matter, &state, (&host, &post.public_url), envelope.written_at);
    let whole = match calendar {
        Some(calendar) => MultiPart::builder()
            .kind(MultiPartKind::Mixed)
            .boundary(format!("=_{}_whole", envelope.id))
            .multipart(parts)
            .singlepart(dates(calendar, &unwritable)?),
        None => parts,
    };
    let mut builder = Message::builder();
    if let Some(courtesy) = &words.courtesy {
        // Programs that show letters offer it as a button (RFC 2369), which sends a form without asking where the line
        // is encrypted (RFC 8058).
        builder = builder.raw_header(plain_header("List-Unsubscribe", &format!("<{}>", courtesy.link)));
        if courtesy.link.starts_with("https://") {
            builder = builder.raw_header(plain_header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        }
    }
    if let Some(ReturnAddress(bounces)) = &post.bounces {
        let returned = lettre::address::Envelope::new(Some(bounces.clone()), vec![address]);
        builder = builder.envelope(returned.map_err(|error| unwritable(&error))?);
    }
    builder
        .from(post.from.0.clone())
        .to(to)
        .subject(one_line(&words.subject))
        .date(SystemTime::from(envelope.written_at))
        .message_id(Some(format!("<{}@{}>", envelope.id, host)))
        // Nobody's out-of-office note answers it (RFC 3834).
        .raw_header(plain_header("Auto-Submitted", "auto-generated"))
        .raw_header(plain_header("Content-Language", post.text.language()))
        .multipart(whole)
        .map_err(|error| unwritable(&error))
}

/// Quoted-printable, whatever the text: lines of mail are short, and the file can be read as it is.
fn part(
    kind: ContentType,
    text: String,
    unwritable: &impl Fn(&dyn std::fmt::Display) -> Fault,
) -> Result<SinglePart, Fault> {
    let body = Body::new_with_encoding(text, ContentTransferEncoding::QuotedPrintable);
    let body = body.map_err(|_text| unwritable(&"the text does not fit its encoding"))?;
    Ok(SinglePart::builder().header(kind).body(body))
}

/// The dates as a file that calendars take.
fn dates(calendar: String, unwritable: &impl Fn(&dyn std::fmt::Display) -> Fault) -> Result<SinglePart, Fault> {
    // Without a method, as the calendar has none (RFC 6047, 2.4): it is a file to open, and invites to nothing.
    let kind = ContentType::parse("text/calendar; charset=utf-8").map_err(|error| unwritable(&error))?;
    let body = Body::new_with_encoding(calendar, ContentTransferEncoding::QuotedPrintable);
    let body = body.map_err(|_text| unwritable(&"the dates do not fit their encoding"))?;
    Ok(SinglePart::builder().header(kind).header(ContentDisposition::attachment("dates.ics")).body(body))
}

fn plain_header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// Without line breaks and other control characters; headers would encode them, and readers of mail show
/// what they please of that.
fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
