//! Documents that come with a report: how many, how large, and how they may be called.

/// Bytes of one document: a law of some hundred pages, scanned.
pub const DOCUMENT_BYTES: u64 = 20 * 1024 * 1024;
/// Documents of one report: what a reader can still look through.
pub const DOCUMENTS: usize = 20;
/// Bytes of all documents of one report: what can still be sent on as one letter of the mission.
pub const ALL_BYTES: u64 = 100 * 1024 * 1024;
/// Letters of a name: file systems take some 255 bytes, and letters of many scripts take two.
pub const LONGEST_NAME: usize = 120;

/// A document of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its name as the State gave it.
    pub name: String,
    /// Letter of the form it belongs to; of none, it belongs to the report as a whole.
    pub form: Option<String>,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
    /// What it is by its content.
    pub media_type: String,
    /// Why it cannot be used, where that was seen: a word of the rules.
    pub fault: Option<String>,
    /// The beginning of the text in it, where it is one.
    pub text: Option<String>,
}

/// Why a document cannot be one more of a report; each has its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// The report has as many as it may.
    TooMany,
    /// All together would be too large.
    TooLarge,
    /// Another one is called the same.
    NameTaken,
    /// It has no name.
    NoName,
    /// Its name is too long.
    LongName,
    /// Its name holds marks that make it read as another one.
    OddName,
}

impl Unfit {
    /// Its word in text keys.
    pub fn key(self) -> &'static str {
        match self {
            Self::TooMany => "too-many",
            Self::TooLarge => "too-large",
            Self::NameTaken => "name-taken",
            Self::NoName => "no-name",
            Self::LongName => "long-name",
            Self::OddName => "odd-name",
        }
    }
}

/// Whether a document may be added to those that are there.
pub fn may_join(there: &[Document], name: &str, bytes: u64) -> Result<(), Unfit> {
    is_name(name)?;
    let all = there.iter().fold(bytes, |sum, document| sum.saturating_add(document.bytes));
    if there.len() >= DOCUMENTS {
        Err(Unfit::TooMany)
    } else if all > ALL_BYTES {
        Err(Unfit::TooLarge)
    } else if there.iter().any(|document| document.name == name) {
        // Rules and acts refer to documents by name.
        Err(Unfit::NameTaken)
    } else {
        Ok(())
    }
}

/// Whether a document may be called so. A name that is not kept as it is is not kept at all: it is the State's.
pub fn is_name(name: &str) -> Result<(), Unfit> {
    let is_odd = |letter: char| {
        // Marks that turn the direction of what follows: `gpj.exe` would read as `exe.jpg`.
        letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffd}')
    };
    if crate::domain::report::is_blank(name) || name.chars().all(|letter| letter == '.') {
        Err(Unfit::NoName)
    } else if name.chars().any(is_odd) {
        Err(Unfit::OddName)
    } else if name.chars().count() > LONGEST_NAME {
        Err(Unfit::LongName)
    } else {
        Ok(())
    }
}

/// The name without the folders that some browsers send with it (RFC 7578, section 4.2).
pub fn without_folders(sent: &str) -> &str {
    sent.rsplit(['/', '\\']).next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(name: &str, bytes: u64) -> Document {
        let (sha256, media_type) = (String::new(), "application/pdf".to_owned());
        Document { name: name.into(), form: None, sha256, bytes, media_type, fault: None, text: None }
    }

    #[test]
    fn a_report_has_some_documents_of_some_size_under_different_names() {
        let there = [document("a.pdf", ALL_BYTES - 10)];
        assert_eq!(may_join(&[], "a.pdf", 1), Ok(()));
        assert_eq!(may_join(&there, "a.pdf", 1), Err(Unfit::NameTaken));
        assert_eq!(may_join(&there, "b.pdf", 10), Ok(()));
        assert_eq!(may_join(&there, "b.pdf", 11), Err(Unfit::TooLarge));
        let full: Vec<_> = (0..DOCUMENTS).map(|number| document(&number.to_string(), 1)).collect();
        assert_eq!(may_join(&full, "b.pdf", 1), Err(Unfit::TooMany));
    }

    #[test]
    fn names_are_kept_as_they_are_or_refused() {
        for name in ["Gesetz über Kriegsmaterial.pdf", "قانون\u{200f}.pdf", "a\"b';--.pdf", "%2e%2e.pdf", "法.pdf"]
        {
            assert_eq!(is_name(name), Ok(()), "{name}");
        }
        for (name, why) in [
            ("", Unfit::NoName),
            (" \u{200b}", Unfit::NoName),
            ("..", Unfit::NoName),
            ("a\r\nSet-Cookie: b.pdf", Unfit::OddName),
            ("a\u{202e}fdp.exe", Unfit::OddName),
            ("a\0.pdf", Unfit::OddName),
        ] {
            assert_eq!(is_name(name), Err(why), "{name:?}");
        }
        assert_eq!(is_name(&"ä".repeat(LONGEST_NAME)), Ok(()));
        assert_eq!(is_name(&"ä".repeat(300)), Err(Unfit::LongName));
    }

    #[test]
    fn folders_are_no_part_of_a_name() {
        for (sent, name) in [
            ("C:\\Users\\a\\act.pdf", "act.pdf"),
            ("../../etc/passwd", "passwd"),
            ("act.pdf", "act.pdf"),
            ("a/..", ".."),
        ] {
            assert_eq!(without_folders(sent), name);
        }
    }
}
