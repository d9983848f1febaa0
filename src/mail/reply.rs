//! What the replies of a mail server mean for a letter (RFC 5321, RFC 3463).

use std::error::Error as _;
use std::fmt::Display;
use std::io;

use lettre::transport::smtp::Error;

use super::Fault;
use super::masking::without_secrets;
use super::smtp::Step;

/// So much of a server's words is kept.
const WORDS_MAX: usize = 300;

/// What keeps every letter from going: no line, or nobody who takes our letters. Nothing of it is the fault of a letter.
pub(super) fn fault_of_server(server: &impl Display, step: Step, error: &Error) -> Fault {
    let why = format!("{server}, {step}: {}", said(step, error));
    let is_passing = !error.is_permanent() && !error.is_client() && !is_bad_certificate(error);
    if is_passing { Fault::Away(why) } else { Fault::ToMend(why) }
}

/// What keeps this letter from going.
pub(super) fn fault_of_letter(server: &impl Display, step: Step, error: &Error) -> Fault {
    let why = format!("{server}, {step}: {}", said(step, error));
    match error.status().map(u16::from) {
        // The line is gone, or about to go.
        None | Some(421) => Fault::Broken(why),
        // We had to sign in, or do so otherwise.
        Some(530 | 534 | 535 | 538) => Fault::ToMend(why),
        Some(code) if code < 500 || will_have_room(code, &words(error)) => Fault::Passing(why),
        Some(_) if is_rule_against_us(step, &words(error)) => Fault::Barred(why),
        Some(_) => Fault::Lasting(why),
    }
}

/// Whether a refusal for good names a rule that may be against all that we send (RFC 3463, 7372): no relaying for us,
/// our quota of the day, or letters that do not prove whom they come from. At the message 5.7.0 and 5.7.1 are about what
/// it says.
///
/// The same words may be meant for one recipient, such as a list that takes nothing from outside, and nothing tells
/// which. So the letter alone rests, and the others are tried: a rule against one stops nobody, and under a rule against
/// all each rests in its turn. None counts an attempt, and what is still refused after two weeks is given up, as with a
/// server that is away.
fn is_rule_against_us(step: Step, words: &str) -> bool {
    match status(words) {
        Some("5.7.0" | "5.7.1") => step == Step::Recipient,
        Some("5.4.5" | "5.7.20" | "5.7.21" | "5.7.22" | "5.7.23" | "5.7.24" | "5.7.25" | "5.7.26") => true,
        _ => false,
    }
}

/// A full mailbox is emptied sooner or later, whatever the digit before says: 5.2.2 is persistent, not permanent
/// (RFC 3463, 3.3), and 552 for too many recipients is to be read as 452 (RFC 5321, 4.5.3.1.10). A message
/// that is too large stays so.
pub(super) fn will_have_room(code: u16, words: &str) -> bool {
    match status(words) {
        Some("5.2.2") => true,
        Some("5.2.3" | "5.3.4") => false,
        _ => code == 552,
    }
}

/// The status code that a reply begins with (RFC 3463).
pub(super) fn status(words: &str) -> Option<&str> {
    let word = words.split_whitespace().next()?;
    let parts: Vec<_> = word.split('.').collect();
    let is_number = |part: &&str| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    (parts.len() == 3 && parts.iter().all(is_number)).then_some(word)
}

fn said(step: Step, error: &Error) -> String {
    let words = words(error);
    match error.status() {
        // A server may repeat what it did not understand, and that is a password.
        Some(code) if step == Step::SigningIn => format!("{code} {}", status(&words).unwrap_or_default()).trim().into(),
        Some(code) => format!("{code} {words}"),
        None => words,
    }
}

/// The server's words, or what happened to the line.
fn words(error: &Error) -> String {
    in_short(&error.source().map_or_else(|| error.to_string(), ToString::to_string))
}

fn is_bad_certificate(error: &Error) -> bool {
    error
        .source()
        .and_then(|cause| cause.downcast_ref::<io::Error>())
        .is_some_and(|cause| cause.kind() == io::ErrorKind::InvalidData)
}

/// In one line, without what opens a door, steers a terminal or turns the direction of writing, and not too long.
fn in_short(text: &str) -> String {
    let steers = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let spaced: String = text.chars().map(|letter| if steers(letter) { ' ' } else { letter }).collect();
    let line = without_secrets(&spaced.split_whitespace().collect::<Vec<_>>().join(" "));
    if line.chars().count() <= WORDS_MAX {
        return line;
    }
    let cut: String = line.chars().take(WORDS_MAX).collect();
    format!("{cut} ...")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mailboxes_have_room_again_and_large_messages_stay_large() {
        assert!(will_have_room(552, "mailbox full"));
        assert!(will_have_room(552, "5.2.2 mailbox full"));
        assert!(will_have_room(550, "5.2.2 over quota"));
        assert!(!will_have_room(552, "5.3.4 message too big for system"));
        assert!(!will_have_room(552, "5.2.3 message length exceeds the limit"));
        assert!(!will_have_room(550, "5.1.1 no such user"));
        assert!(!will_have_room(554, "10.0.0.1 is listed"), "an address is no status");
    }

    #[test]
    fn rules_of_a_server_are_told_from_what_is_wrong_with_a_letter() {
        for (step, words, is_rule) in [
            (Step::Recipient, "5.7.1 <a@example.org>: Relay access denied", true),
            (Step::Recipient, "5.7.0 not now", true),
            (Step::Message, "5.7.1 looks like spam", false),
            (Step::Message, "5.7.26 unauthenticated mail is not accepted", true),
            (Step::Recipient, "5.4.5 daily quota exceeded", true),
            (Step::Recipient, "5.1.1 no such user", false),
            (Step::Recipient, "5.7.133 only from inside", false),
            (Step::Recipient, "relay access denied", false),
        ] {
            assert_eq!(is_rule_against_us(step, words), is_rule, "{words}");
        }
    }

    #[test]
    fn words_are_one_line_of_bearable_length() {
        assert_eq!(in_short(" no\u{1b}[31m such\r\nuser\u{202e} "), "no [31m such user");
        let long = in_short(&"é".repeat(1_000));
        assert_eq!(long.chars().count(), WORDS_MAX + 4);
    }
}
