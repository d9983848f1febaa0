//! What a first report of a regime finds in the State's reports under others: a door to start by, and counts beside the
//! forms.

use std::collections::BTreeMap;

use crate::app::Edition;
use crate::app::drafting::{self, DraftingError, Examined};
use crate::app::known::Known;
use crate::app::reusing;
use crate::domain::draft::Section;
use crate::domain::report::ReportReference;
use crate::store::Store;

/// What there is to find.
pub(super) enum Others {
    /// The State starts from an earlier report of the regime, or has no others.
    None,
    /// It can start from them.
    Offered,
    /// How many of their answers each section that nobody has begun can take over.
    Counted(BTreeMap<Section, i64>),
}

impl Others {
    /// Before a draft is started.
    pub(super) fn of_start(
        store: &Store,
        edition: &Edition,
        known: &Known,
        reference: ReportReference,
    ) -> Result<Self, DraftingError> {
        let is_first = drafting::earlier(known, reference).is_none() && known.standing(reference).is_none();
        let is_offered = is_first && reusing::has_others(store, edition, known, reference)?;
        Ok(if is_offered { Self::Offered } else { Self::None })
    }

    /// While it is written.
    pub(super) fn of_draft(store: &Store, edition: &Edition, examined: &Examined) -> Result<Self, DraftingError> {
        let reference = examined.open.draft.reference;
        if drafting::earlier(&examined.known, reference).is_some() {
            return Ok(Self::None);
        }
        let mut sections = Section::all(drafting::form_set(edition, reference)?);
        sections.retain(|section| examined.open.revision(section) == 0);
        let counted = reusing::count_offered(store, edition, examined, &sections)?.into_iter();
        let counted = counted.map(|(section, count)| (section, i64::try_from(count).unwrap_or_default()));
        Ok(Self::Counted(counted.filter(|(_, count)| *count > 0).collect()))
    }
}
