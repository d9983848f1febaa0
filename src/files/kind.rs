//! Kinds of documents that are taken: those that offices use and that nothing runs.

/// What a file is, told by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// PDF.
    Pdf,
    /// PNG picture.
    Png,
    /// JPEG picture.
    Jpeg,
    /// Text in UTF-8.
    Text,
    /// Table as text.
    Csv,
    /// Places as text.
    GeoJson,
    /// Word processor, Office Open XML.
    Docx,
    /// Spreadsheet, Office Open XML.
    Xlsx,
    /// Word processor, OpenDocument.
    Odt,
    /// Spreadsheet, OpenDocument.
    Ods,
}

impl Kind {
    /// All of them, in the order in which pages list them.
    pub const ALL: [Self; 10] = [
        Self::Pdf,
        Self::Docx,
        Self::Xlsx,
        Self::Odt,
        Self::Ods,
        Self::Png,
        Self::Jpeg,
        Self::Text,
        Self::Csv,
        Self::GeoJson,
    ];

    /// Its word in text keys.
    pub fn key(self) -> &'static str {
        self.endings().first().copied().unwrap_or_default()
    }

    /// Its media type, as files are served and as reports name it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Text => "text/plain",
            Self::Csv => "text/csv",
            Self::GeoJson => "application/geo+json",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
        }
    }

    /// The kind of that media type.
    pub fn of_media_type(media_type: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.media_type() == media_type)
    }

    /// How names of such files end, the usual ending first.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Text => &["txt"],
            Self::Csv => &["csv"],
            Self::GeoJson => &["geojson"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Odt => &["odt"],
            Self::Ods => &["ods"],
        }
    }

    /// The name under which such a file is given: with an ending that is true.
    pub fn named(self, name: &str) -> String {
        if self.fits(name) {
            return name.to_owned();
        }
        let ending = self.endings().first().copied().unwrap_or_default();
        format!("{name}.{ending}")
    }

    /// Whether the name ends as such files do.
    pub(super) fn fits(self, name: &str) -> bool {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        ending.is_some_and(|ending| self.endings().contains(&ending.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_lies_gets_a_true_ending() {
        for (kind, name, given) in [
            (Kind::Pdf, "Act.pdf", "Act.pdf"),
            (Kind::Pdf, "Act.PDF", "Act.PDF"),
            (Kind::Pdf, "Act.exe", "Act.exe.pdf"),
            (Kind::Pdf, "Act", "Act.pdf"),
            (Kind::Jpeg, "scan.jpeg", "scan.jpeg"),
            (Kind::Text, "pdf", "pdf.txt"),
        ] {
            assert_eq!(kind.named(name), given);
        }
    }

    #[test]
    fn media_types_tell_kinds_apart() {
        for kind in Kind::ALL {
            assert_eq!(Kind::of_media_type(kind.media_type()), Some(kind));
        }
        assert_eq!(Kind::of_media_type("text/html"), None);
    }
}
