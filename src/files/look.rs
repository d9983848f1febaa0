//! What a file is, by its content. Its name decides only between kinds of text.

use std::io::{self, Read, Seek, SeekFrom};

use memchr::memmem;

use super::Kind;
use super::container;

/// Why a file is of no kind that is taken; each has its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unwanted {
    /// Nothing is in it.
    Empty,
    /// HTML, SVG or other markup, which a browser would run.
    Markup,
    /// A program or a script.
    Program,
    /// An office document that holds macros.
    Macros,
    /// An archive, or a document in one that is not known.
    Archive,
    /// A document of a word processor from before 2007.
    OldOffice,
    /// Text in another encoding than UTF-8.
    OtherText,
    /// Text whose name does not say that it is text.
    TextName,
    /// Anything else.
    Other,
}

impl Unwanted {
    /// Its word in text keys.
    pub fn key(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Markup => "markup",
            Self::Program => "program",
            Self::Macros => "macros",
            Self::Archive => "archive",
            Self::OldOffice => "old-office",
            Self::OtherText => "other-text",
            Self::TextName => "text-name",
            Self::Other => "other",
        }
    }
}

/// What a look showed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Looked {
    pub(super) kind: Kind,
    pub(super) fault: Option<&'static str>,
    pub(super) text: Option<String>,
}

impl Looked {
    fn plain(kind: Kind) -> Self {
        Self { kind, fault: None, text: None }
    }
}

/// Bytes that tell what a file is.
const HEAD: u64 = 8 * 1024;
/// Bytes of a text that the rules read: marks of confidence stand at the beginning.
const TEXT_READ: usize = 32 * 1024;
/// Bytes read at a time.
const PIECE: usize = 64 * 1024;

/// Names in a PDF that tell that it asks for a password or does something when it is opened, and what is said then; the
/// first of them that is there counts. What a file keeps compressed is not looked into.
const TELLING: [(&[u8], &str); 4] =
    [(b"/Encrypt", "encrypted"), (b"/JavaScript", "active"), (b"/Launch", "active"), (b"/RichMedia", "active")];

/// Looks into a file of that length; the outer error is that of the disk.
pub(super) fn look<F: Read + Seek>(file: &mut F, bytes: u64, name: &str) -> io::Result<Result<Looked, Unwanted>> {
    if bytes == 0 {
        return Ok(Err(Unwanted::Empty));
    }
    file.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    file.by_ref().take(HEAD).read_to_end(&mut head)?;
    let found = infer::get(&head).map(|found| found.mime_type()).unwrap_or_default();
    match found {
        "application/pdf" => {
            let fault = first_of(file, &TELLING)?;
            return Ok(Ok(Looked { kind: Kind::Pdf, fault, text: None }));
        }
        "image/png" => return Ok(Ok(Looked::plain(Kind::Png))),
        "image/jpeg" => return Ok(Ok(Looked::plain(Kind::Jpeg))),
        "text/html" | "text/xml" => return Ok(Err(Unwanted::Markup)),
        "text/x-shellscript" => return Ok(Err(Unwanted::Program)),
        _ => {}
    }
    if head.starts_with(b"PK") {
        let found = container::look(file, bytes)?;
        return Ok(found.map(|(kind, is_encrypted)| Looked {
            kind,
            fault: is_encrypted.then_some("encrypted"),
            text: None,
        }));
    }
    if let Some(text) = text(file)? {
        return Ok(text_kind(&text, name).map(|kind| Looked { kind, fault: None, text: Some(text) }));
    }
    // The container of Office files until 2007, and of those with a password since.
    if head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Ok(Err(Unwanted::OldOffice));
    }
    let is_program = head.starts_with(b"MZ") || infer::app::is_elf(&head) || infer::app::is_mach(&head);
    let ends_as_text = [Kind::Text, Kind::Csv, Kind::GeoJson].into_iter().any(|kind| kind.fits(name));
    Ok(Err(match (is_program, ends_as_text, infer::is_archive(&head)) {
        (true, ..) => Unwanted::Program,
        (_, true, _) => Unwanted::OtherText,
        (.., true) => Unwanted::Archive,
        _ => Unwanted::Other,
    }))
}

/// Text is told apart by its name, and only names of plain texts are taken: `act.bat` is text, too.
fn text_kind(text: &str, name: &str) -> Result<Kind, Unwanted> {
    let begin = text.trim_start_matches('\u{feff}').trim_start();
    // Browsers look that far for markup in what calls itself text.
    let looked_at = begin.char_indices().nth(1_024).map_or(begin, |(end, _)| begin.split_at(end).0);
    let small = looked_at.to_ascii_lowercase();
    if begin.starts_with("#!") {
        return Err(Unwanted::Program);
    }
    if begin.starts_with('<') || ["<script", "<html", "<svg", "<!doctype", "<?"].iter().any(|tag| small.contains(tag)) {
        return Err(Unwanted::Markup);
    }
    let kinds = [Kind::Text, Kind::Csv, Kind::GeoJson];
    kinds.into_iter().find(|kind| kind.fits(name)).ok_or(Unwanted::TextName)
}

/// The beginning of the text, if all of the file is text in UTF-8.
fn text<F: Read + Seek>(file: &mut F) -> io::Result<Option<String>> {
    file.seek(SeekFrom::Start(0))?;
    let mut kept = String::new();
    let mut rest: Vec<u8> = Vec::new();
    loop {
        let before = rest.len();
        file.by_ref().take(u64::try_from(PIECE).unwrap_or_default()).read_to_end(&mut rest)?;
        if rest.len() == before {
            return Ok(rest.is_empty().then_some(kept));
        }
        let whole = match str::from_utf8(&rest) {
            Ok(_) => rest.len(),
            // A letter may go on in the next piece.
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => return Ok(None),
        };
        let left = rest.split_off(whole);
        let Ok(piece) = String::from_utf8(std::mem::replace(&mut rest, left)) else { return Ok(None) };
        if piece.chars().any(|letter| letter.is_control() && !matches!(letter, '\t' | '\n' | '\r' | '\u{c}')) {
            return Ok(None);
        }
        let room = TEXT_READ.saturating_sub(kept.len());
        kept.extend(piece.chars().scan(0, |length, letter| {
            *length += letter.len_utf8();
            (*length <= room).then_some(letter)
        }));
    }
}

/// What the first of these names tells that is somewhere in the file. A longer name that begins so is another.
fn first_of<F: Read + Seek>(file: &mut F, names: &[(&[u8], &'static str)]) -> io::Result<Option<&'static str>> {
    file.seek(SeekFrom::Start(0))?;
    let longest = names.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let mut found = vec![false; names.len()];
    let mut seen: Vec<u8> = Vec::new();
    loop {
        let before = seen.len();
        file.by_ref().take(u64::try_from(PIECE).unwrap_or_default()).read_to_end(&mut seen)?;
        let is_last = seen.len() == before;
        let plain = unescaped(&seen);
        for ((name, _), found) in names.iter().zip(&mut found) {
            let ends = |at: usize| plain.get(at + name.len()).map_or(is_last, |next| !next.is_ascii_alphanumeric());
            *found |= memmem::find_iter(&plain, name).any(ends);
        }
        if is_last {
            let told = names.iter().zip(found).find(|(_, found)| *found);
            return Ok(told.map(|((_, told), _)| *told));
        }
        // A name may go on, or end, in the next piece; each letter of it may be written with three.
        seen.drain(..seen.len().saturating_sub(3 * (longest + 1)));
    }
}

/// The bytes with those of names that are written by their number, as in `/J#61vaScript` (ISO 32000-1, 7.3.5).
fn unescaped(bytes: &[u8]) -> Vec<u8> {
    let hex = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (mut plain, mut rest) = (Vec::with_capacity(bytes.len()), bytes);
    while let Some((first, after)) = rest.split_first() {
        let written = match after {
            [high, low, ..] if *first == b'#' => hex(high).zip(hex(low)),
            _ => None,
        };
        plain.push(written.map_or(*first, |(high, low)| high << 4 | low));
        rest = after.get(if written.is_some() { 2 } else { 0 }..).unwrap_or_default();
    }
    plain
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;

    fn looked(content: &[u8], name: &str) -> Result<Looked, Unwanted> {
        look(&mut Cursor::new(content), u64::try_from(content.len()).unwrap(), name).unwrap()
    }

    #[test]
    fn content_decides_and_not_the_name() {
        for (content, name, expected) in [
            (&b""[..], "a.pdf", Err(Unwanted::Empty)),
            (b"%PDF-1.7\nand more", "a.exe", Ok(Kind::Pdf)),
            (b"\x89PNG\r\n\x1a\n....", "a.html", Ok(Kind::Png)),
            (b"\xff\xd8\xff\xe0....", "a", Ok(Kind::Jpeg)),
            (b"<!DOCTYPE html><p>", "a.pdf", Err(Unwanted::Markup)),
            (b"<svg xmlns='x'/>", "a.png", Err(Unwanted::Markup)),
            (b"<?xml version='1.0'?><a/>", "a.txt", Err(Unwanted::Markup)),
            (b"words <script>alert(1)</script>", "a.txt", Err(Unwanted::Markup)),
            (b"#!/bin/sh\nrm", "a.txt", Err(Unwanted::Program)),
            (b"\xef\xbb\xbf#!/bin/sh\nrm", "a.txt", Err(Unwanted::Program)),
            (b"MZ\x90\0\x03\0\0\0", "a.pdf", Err(Unwanted::Program)),
            (b"\x7fELF\x02\x01\x01\0..............................................", "a.pdf", Err(Unwanted::Program)),
            (b"del *.*", "a.bat", Err(Unwanted::TextName)),
            (b"alert(1)", "a.js", Err(Unwanted::TextName)),
            (b"BM and SCB went to the courses", "a.txt", Ok(Kind::Text)),
            (b"a,b\n1,2\n", "a.CSV", Ok(Kind::Csv)),
            (b"{\"type\": \"Point\"}", "a.geojson", Ok(Kind::GeoJson)),
            ("Ünïcödé العربية".as_bytes(), "a.txt", Ok(Kind::Text)),
            (b"caf\xe9", "a.txt", Err(Unwanted::OtherText)),
            (b"\xff\xfea\0b\0", "a.csv", Err(Unwanted::OtherText)),
            (b"a\0b", "a.txt", Err(Unwanted::OtherText)),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", Err(Unwanted::OldOffice)),
            (b"\x1f\x8b\x08....", "a.gz", Err(Unwanted::Archive)),
            (b"\x00\x01\x02\x03", "a", Err(Unwanted::Other)),
            (b"PK\x03\x04", "a.docx", Err(Unwanted::Archive)),
        ] {
            let found = looked(content, name).map(|looked| looked.kind);
            assert_eq!(found, expected, "{name}: {}", String::from_utf8_lossy(content));
        }
    }

    #[test]
    fn a_password_is_seen_wherever_it_is_asked_for() {
        let mut file = b"%PDF-1.7\n".to_vec();
        file.resize(PIECE - 4, b'x');
        assert_eq!(looked(&file, "a.pdf").unwrap().fault, None);
        file.extend(b"/Encrypt 5 0 R");
        assert_eq!(looked(&file, "a.pdf").unwrap().fault, Some("encrypted"));
    }

    #[test]
    fn a_document_that_does_something_when_it_is_opened_is_told_apart() {
        for (content, expected) in [
            ("<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>", Some("active")),
            ("<< /S/Launch/F (a.exe) >>", Some("active")),
            ("<< /S /J#61v#61Script /JS (1) >>", Some("active")),
            ("<< /Subtype /RichMedia >>", Some("active")),
            ("<< /BaseFont /LaunchPad /OpenAction [1 0 R /Fit] >>", None),
            ("<< /S /JavaScript >> trailer << /Encrypt 5 0 R >>", Some("encrypted")),
            ("<< /EncryptMetadata false >> /Launch", Some("active")),
        ] {
            for before in [0, PIECE - 30, PIECE - 16, PIECE - 12, PIECE] {
                let file = [b"%PDF-1.7\n", " ".repeat(before).as_bytes(), content.as_bytes()].concat();
                assert_eq!(looked(&file, "a.pdf").unwrap().fault, expected, "{content} after {before}");
            }
        }
    }

    #[test]
    fn a_letter_between_two_pieces_is_a_letter() {
        let text = format!("{}é end", "a".repeat(PIECE - 1));
        let seen = looked(text.as_bytes(), "a.txt").unwrap();
        assert_eq!((seen.kind, seen.text.unwrap().len()), (Kind::Text, TEXT_READ));
        assert_eq!(looked("é".repeat(40_000).as_bytes(), "a.txt").unwrap().text.unwrap().len(), TEXT_READ);
        let broken = [text.as_bytes(), &[0xc3]].concat();
        assert_eq!(looked(&broken, "a.txt").unwrap_err(), Unwanted::OtherText);
    }

    proptest! {
        #[test]
        fn any_bytes_are_taken_or_not(content in proptest::collection::vec(any::<u8>(), 0..400), name in ".{0,12}") {
            let _ = looked(&content, &name);
            let _ = looked(&[b"PK\x03\x04", content.as_slice(), b"PK\x05\x06", content.as_slice()].concat(), &name);
        }
    }
}
