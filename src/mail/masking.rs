//! What a mail server says may hold what is not to be kept: it may repeat a letter, whose link opens a door, and it names
//! people. The outbox keeps its words without the secrets, the log without the addresses too.

use crate::domain::letter::{DOORS, HIDDEN};

/// So many digits in a row are part of a secret. Ours have 64, of which a letter in its transport encoding breaks off
/// some at the end of a line; what names a letter or a place in a queue has fewer.
const DIGITS: usize = 20;

/// The text with an ellipsis for each run of hexadecimal digits that may be a secret, or a part of one.
pub(super) fn without_secrets(text: &str) -> String {
    let (mut shown, mut rest) = (String::new(), text);
    while let Some((before, from)) = rest.find(|letter: char| letter.is_ascii_hexdigit()).map(|at| rest.split_at(at)) {
        let end = from.find(|letter: char| !letter.is_ascii_hexdigit()).unwrap_or(from.len());
        let (run, after) = from.split_at(end);
        shown.push_str(before);
        let is_secret = run.len() >= DIGITS || DOORS.iter().any(|door| shown.ends_with(door));
        shown.push_str(if is_secret { HIDDEN } else { run });
        rest = after;
    }
    shown + rest
}

/// The text with all of each address but its first letter and its domain taken out: `f***@example.org`.
pub(super) fn masked(text: &str) -> String {
    let ends = |letter: char| letter.is_whitespace() || "<>()[]\",;:=".contains(letter);
    let part = |part: &str| match part.rsplit_once('@') {
        Some((local, domain)) => format!("{}***@{domain}", local.chars().take(1).collect::<String>()),
        None => part.to_owned(),
    };
    text.split_inclusive(ends).map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::{masked, without_secrets};

    #[test]
    fn secrets_are_hidden_however_much_of_them_is_told() {
        let secret = "0123456789abcdef".repeat(4);
        let (first, second) = secret.split_at(31);
        for (said, shown) in [
            (format!("554 spam: https://a.ch/answer/{secret}"), "554 spam: https://a.ch/answer/…"),
            (format!("<a href=3D\"/invitation/{first}= {second}\">"), "<a href=3D\"/invitation/…= …\">"),
            (format!("/courtesy/{}", &secret[..7]), "/courtesy/…"),
            (secret.to_uppercase(), "…"),
            (
                "550 01890a5d-ac96-774b-bcce-b302099a8057@example.org 4CXyZ1234 dead".into(),
                "550 01890a5d-ac96-774b-bcce-b302099a8057@example.org 4CXyZ1234 dead",
            ),
        ] {
            assert_eq!(without_secrets(&said), shown);
        }
    }

    #[test]
    fn addresses_are_masked_and_nothing_else() {
        for (said, shown) in [
            ("550 5.1.1 <focal.point@example.org>: unknown", "550 5.1.1 <f***@example.org>: unknown"),
            ("to=a@b.ch, to=ü+x@c.ch", "to=a***@b.ch, to=ü***@c.ch"),
            ("a\"@\"b@example.org", "a\"***@\"b***@example.org"),
            ("450 4.2.0 busy", "450 4.2.0 busy"),
        ] {
            assert_eq!(masked(said), shown);
        }
    }
}
