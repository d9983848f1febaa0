//! Addresses of people in what a mail server says: the outbox keeps its words, the log does not.

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
    use super::masked;

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
