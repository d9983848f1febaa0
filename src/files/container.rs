//! Office documents are ZIP archives: told apart by their table of contents. Nothing is unpacked.

use std::io::{self, Read, Seek, SeekFrom};

use super::Kind;
use super::look::Unwanted;

/// The record at the end of an archive, without the remark that may follow.
const END: usize = 22;
/// A remark is no longer than a number of two bytes says.
const REMARK_MAX: usize = 65_535;
/// Bytes of a table of contents: some ten thousand entries; office documents have some dozens.
const CONTENTS_MAX: u32 = 1024 * 1024;
/// An entry of the table, without its name.
const ENTRY: usize = 46;

/// What a document in an archive is, and whether it asks for a password.
pub(super) fn look<F: Read + Seek>(file: &mut F, bytes: u64) -> io::Result<Result<(Kind, bool), Unwanted>> {
    let Some(contents) = contents(file, bytes)? else { return Ok(Err(Unwanted::Archive)) };
    let Some(entries) = entries(&contents) else { return Ok(Err(Unwanted::Archive)) };
    let has = |name: &str| entries.iter().any(|(own, _)| *own == name.as_bytes());
    let kind = if has("[Content_Types].xml") && has("word/document.xml") {
        Some(Kind::Docx)
    } else if has("[Content_Types].xml") && has("xl/workbook.xml") {
        Some(Kind::Xlsx)
    } else {
        open_document(file)?
    };
    let holds_macros = entries.iter().any(|(name, _)| {
        let name = name.to_ascii_lowercase();
        name.ends_with(b"vbaproject.bin") || name.starts_with(b"basic/") || name.starts_with(b"scripts/")
    });
    Ok(match kind {
        None => Err(Unwanted::Archive),
        Some(_) if holds_macros => Err(Unwanted::Macros),
        Some(kind) => Ok((kind, entries.iter().any(|(_, is_encrypted)| *is_encrypted))),
    })
}

/// An OpenDocument names its kind at the very beginning, as it is.
fn open_document<F: Read + Seek>(file: &mut F) -> io::Result<Option<Kind>> {
    file.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    file.by_ref().take(256).read_to_end(&mut head)?;
    let length = |at: usize| two(&head, at).map(usize::from);
    let (Some(name), Some(extra)) = (length(26), length(28)) else { return Ok(None) };
    let stored = two(&head, 8) == Some(0) && head.get(30..30 + name) == Some(b"mimetype".as_slice());
    let from = 30 + name + extra;
    let says = |kind: &Kind| {
        let word = kind.media_type().as_bytes();
        let said = head.get(from..from + word.len()) == Some(word);
        // A template or a master document has a longer word that begins the same.
        said && head.get(from + word.len()).is_none_or(|next| *next != b'-')
    };
    Ok([Kind::Odt, Kind::Ods].into_iter().find(|kind| stored && says(kind)))
}

/// The table of contents, found from the end of the file.
fn contents<F: Read + Seek>(file: &mut F, bytes: u64) -> io::Result<Option<Vec<u8>>> {
    let longest = u64::try_from(END + REMARK_MAX).unwrap_or_default();
    file.seek(SeekFrom::Start(bytes.saturating_sub(longest)))?;
    let mut tail = Vec::new();
    file.by_ref().take(longest).read_to_end(&mut tail)?;
    let Some(end) = tail.windows(END).rposition(|window| window.starts_with(b"PK\x05\x06")) else { return Ok(None) };
    let (Some(size), Some(from)) = (four(&tail, end + 12), four(&tail, end + 16)) else { return Ok(None) };
    if size > CONTENTS_MAX {
        return Ok(None);
    }
    file.seek(SeekFrom::Start(from.into()))?;
    let mut contents = Vec::new();
    file.by_ref().take(size.into()).read_to_end(&mut contents)?;
    Ok(Some(contents))
}

/// Names of the entries, each with whether it asks for a password; nothing if the table is not one.
fn entries(contents: &[u8]) -> Option<Vec<(&[u8], bool)>> {
    let (mut rest, mut found) = (contents, Vec::new());
    while !rest.is_empty() {
        if !rest.starts_with(b"PK\x01\x02") {
            return None;
        }
        let [name, extra, remark] = [28, 30, 32].map(|at| two(rest, at).map(usize::from));
        let (name, after) = (name?, extra? + remark?);
        found.push((rest.get(ENTRY..ENTRY + name)?, two(rest, 8)? & 1 == 1));
        rest = rest.get(ENTRY + name + after..)?;
    }
    Some(found)
}

fn two(bytes: &[u8], at: usize) -> Option<u16> {
    let found: [u8; 2] = bytes.get(at..at + 2)?.try_into().ok()?;
    Some(u16::from_le_bytes(found))
}

fn four(bytes: &[u8], at: usize) -> Option<u32> {
    let found: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(u32::from_le_bytes(found))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// An archive of entries that are stored as they are.
    fn archive(entries: &[(&str, &str, u16)]) -> Vec<u8> {
        let (mut file, mut table) = (Vec::new(), Vec::new());
        for (name, content, flags) in entries {
            let length = u32::try_from(content.len()).unwrap().to_le_bytes();
            let name_length = u16::try_from(name.len()).unwrap().to_le_bytes();
            let place = u32::try_from(file.len()).unwrap().to_le_bytes();
            let about = [&flags.to_le_bytes()[..], &[0; 10], &length, &length, &name_length].concat();
            file.extend([b"PK\x03\x04\x14\0", &about[..], &[0; 2], name.as_bytes(), content.as_bytes()].concat());
            let after = [&[0u8; 12][..], &place, name.as_bytes()].concat();
            table.extend([b"PK\x01\x02\x14\0\x14\0", &about[..], &after[..]].concat());
        }
        let count = u16::try_from(entries.len()).unwrap().to_le_bytes();
        let [size, place] = [table.len(), file.len()].map(|length| u32::try_from(length).unwrap().to_le_bytes());
        let end = [b"PK\x05\x06\0\0\0\0", &count[..], &count, &size, &place, &[0, 0]].concat();
        [file, table, end].concat()
    }

    fn looked(entries: &[(&str, &str, u16)]) -> Result<(Kind, bool), Unwanted> {
        let file = archive(entries);
        look(&mut Cursor::new(&file), u64::try_from(file.len()).unwrap()).unwrap()
    }

    #[test]
    fn office_documents_are_told_apart_by_their_contents() {
        let types = ("[Content_Types].xml", "", 0);
        let (word, excel) = (("word/document.xml", "", 0), ("xl/workbook.xml", "", 0));
        let kind = |word| ("mimetype", word, 0);
        assert_eq!(looked(&[types, word]), Ok((Kind::Docx, false)));
        assert_eq!(looked(&[types, excel]), Ok((Kind::Xlsx, false)));
        assert_eq!(looked(&[word]), Err(Unwanted::Archive));
        assert_eq!(looked(&[types, word, ("word/vbaProject.bin", "", 0)]), Err(Unwanted::Macros));
        assert_eq!(looked(&[types, ("word/document.xml", "", 1)]), Ok((Kind::Docx, true)));
        assert_eq!(looked(&[kind("application/vnd.oasis.opendocument.text")]), Ok((Kind::Odt, false)));
        assert_eq!(looked(&[kind("application/vnd.oasis.opendocument.spreadsheet")]), Ok((Kind::Ods, false)));
        assert_eq!(looked(&[kind("application/vnd.oasis.opendocument.text-master")]), Err(Unwanted::Archive));
        assert_eq!(
            looked(&[kind("application/vnd.oasis.opendocument.text"), ("Basic/script-lc.xml", "", 0)]),
            Err(Unwanted::Macros)
        );
        assert_eq!(looked(&[("a.exe", "MZ", 0)]), Err(Unwanted::Archive));
        assert_eq!(looked(&[]), Err(Unwanted::Archive));
    }

    #[test]
    fn a_table_that_lies_about_its_size_is_not_read() {
        let mut file = archive(&[("[Content_Types].xml", "", 0), ("word/document.xml", "", 0)]);
        let size = file.len() - END + 12;
        file[size..size + 4].copy_from_slice(&u32::MAX.to_le_bytes());
        let length = u64::try_from(file.len()).unwrap();
        assert_eq!(look(&mut Cursor::new(&file), length).unwrap(), Err(Unwanted::Archive));
    }
}
