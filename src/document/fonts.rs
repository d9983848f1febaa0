//! The fonts of documents.
//!
//! Latin, Greek, Cyrillic and Arabic letters come with the program, so that reports in five of the six languages of
//! the United Nations look alike everywhere. Those of Chinese would weigh more than the program: they, and those of
//! other scripts, are taken from the machine where it has them. For what is left there is a box that can still be
//! copied out as the letter that it stands for, and the document says so.

use std::sync::{LazyLock, OnceLock};

use fontdb::{Database, ID, Query, Weight};
use typst::foundations::Bytes;
use typst::text::{Coverage, Font, FontBook, FontInfo};
use typst::utils::LazyHash;

/// Noto, SIL Open Font License 1.1; licence and origin stand beside the files.
const EMBEDDED: [&[u8]; 5] = [
    include_bytes!("../../templates/documents/fonts/NotoSerif-Regular.ttf"),
    include_bytes!("../../templates/documents/fonts/NotoSans-Regular.ttf"),
    include_bytes!("../../templates/documents/fonts/NotoSans-Bold.ttf"),
    include_bytes!("../../templates/documents/fonts/NotoNaskhArabic-Regular.ttf"),
    include_bytes!("../../templates/documents/fonts/NotoNaskhArabic-Bold.ttf"),
];

/// A box for every letter.
const BOXES: &[u8] = include_bytes!("../../templates/documents/fonts/boxes.ttf");

/// What is looked for on the machine, the first first.
const ON_THE_MACHINE: [&str; 18] = [
    "Noto Serif CJK SC",
    "Noto Sans CJK SC",
    "Noto Serif Hebrew",
    "Noto Serif Armenian",
    "Noto Serif Georgian",
    "Noto Serif Devanagari",
    "Noto Serif Bengali",
    "Noto Serif Tamil",
    "Noto Serif Sinhala",
    "Noto Serif Thai",
    "Noto Serif Lao",
    "Noto Serif Khmer",
    "Noto Sans Mongolian",
    "Noto Sans Symbols",
    "Noto Sans Symbols 2",
    "Noto Sans Symbols2",
    "Noto Sans Math",
    "DejaVu Sans",
];

/// A font in the book, read when it is first used.
enum Held {
    Embedded(&'static [u8]),
    OnTheMachine(ID),
}

/// All fonts, in the order in which letters are looked for.
pub(super) struct Fonts {
    machine: Database,
    held: Vec<(Held, OnceLock<Option<Font>>)>,
    /// What Typst knows of them.
    pub(super) book: LazyHash<FontBook>,
    /// Names of the families after the first, which the template chooses.
    pub(super) families: Vec<String>,
    /// Letters that are seen as themselves.
    seen: Vec<Coverage>,
}

impl Fonts {
    /// The same for all documents; looked for once.
    pub(super) fn get() -> &'static Self {
        static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::load);
        &FONTS
    }

    fn load() -> Self {
        let mut machine = Database::new();
        machine.load_system_fonts();
        let mut found = Vec::new();
        for data in EMBEDDED {
            found.extend(FontInfo::new(data, 0).map(|info| (Held::Embedded(data), info)));
        }
        for family in ON_THE_MACHINE {
            for weight in [Weight::NORMAL, Weight::BOLD] {
                let families = &[fontdb::Family::Name(family)];
                let id = machine.query(&Query { families, weight, ..Query::default() });
                let Some(id) = id.filter(|id| !found.iter().any(|(held, _)| is_same(held, *id))) else { continue };
                let info = machine.with_face_data(id, FontInfo::new).flatten();
                found.extend(info.map(|info| (Held::OnTheMachine(id), info)));
            }
        }
        let seen = found.iter().map(|(_, info)| info.coverage.clone()).collect();
        found.extend(FontInfo::new(BOXES, 0).map(|info| (Held::Embedded(BOXES), info)));
        let mut families: Vec<String> = found.iter().map(|(_, info)| info.family.clone()).collect();
        families.dedup();
        let book = found.iter().fold(FontBook::new(), |mut book, (_, info)| {
            book.push(info.clone());
            book
        });
        let held = found.into_iter().map(|(held, _)| (held, OnceLock::new())).collect();
        Self { machine, held, book: LazyHash::new(book), families, seen }
    }

    /// The font at a place in the book.
    pub(super) fn font(&self, place: usize) -> Option<Font> {
        let (held, read) = self.held.get(place)?;
        let read_it = || match held {
            Held::Embedded(data) => Font::new(Bytes::new(*data), 0),
            Held::OnTheMachine(id) => {
                self.machine.with_face_data(*id, |data, index| Font::new(Bytes::new(data.to_vec()), index)).flatten()
            }
        };
        read.get_or_init(read_it).clone()
    }

    /// Whether the letter is seen as itself.
    pub(super) fn has(&self, letter: char) -> bool {
        self.seen.iter().any(|font| font.contains(u32::from(letter)))
    }
}

fn is_same(held: &Held, id: ID) -> bool {
    matches!(held, Held::OnTheMachine(own) if *own == id)
}
