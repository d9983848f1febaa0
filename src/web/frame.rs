//! What every page has around its content.

use askama::Template;
use chrono::NaiveDate;

use super::error::PageError;
use super::{Site, assets};
use crate::text::Text;

/// Title, place, and what the footer says.
pub(super) struct Frame {
    pub(super) text: &'static Text,
    /// Title of the page, before the name of the portal; empty on the first page.
    pub(super) title: String,
    /// The title in the head of the document, where it says more than the heading: how many errors there are.
    pub(super) title_in_head: Option<String>,
    pub(super) section: Section,
    /// Pages above this one below the first: address and name.
    pub(super) crumbs: Vec<(String, String)>,
    /// Day of the register, on pages that rest on it.
    pub(super) as_of: Option<NaiveDate>,
    /// The page's one address, for search engines and citations.
    pub(super) canonical: Option<String>,
    pub(super) demo: bool,
    pub(super) style: String,
    pub(super) icon: String,
    /// Who is signed in, on pages that only they see.
    pub(super) who: Option<Who>,
}

/// Somebody signed in, as the head of the page names them.
pub(super) struct Who {
    pub(super) name: String,
    /// The State whose desk it is, or the secretariat.
    pub(super) place: String,
    /// What every form carries.
    pub(super) form_token: String,
}

/// The entry of the navigation that a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Home,
    Parties,
    Instruments,
    Reports,
    Help,
    Desk,
    Elsewhere,
}

impl Section {
    const NAVIGATION: [(Self, &'static str, &'static str); 5] = [
        (Self::Desk, "/desk", "nav-desk"),
        (Self::Parties, "/parties", "nav-parties"),
        (Self::Instruments, "/instruments", "nav-instruments"),
        (Self::Reports, "/reports", "nav-reports"),
        (Self::Help, "/help", "nav-help"),
    ];
}

impl Frame {
    pub(super) fn new(site: &Site, section: Section, title: String) -> Self {
        Self {
            text: site.text,
            title,
            title_in_head: None,
            section,
            crumbs: Vec::new(),
            as_of: None,
            canonical: None,
            demo: site.demo,
            style: assets::address("style.css"),
            icon: assets::address("icon.svg"),
            who: None,
        }
    }

    pub(super) fn with_crumb(mut self, address: &str, name: String) -> Self {
        self.crumbs.push((address.to_owned(), name));
        self
    }

    pub(super) fn seen_by(mut self, who: Who) -> Self {
        self.who = Some(who);
        self
    }

    pub(super) fn resting_on(mut self, as_of: NaiveDate) -> Self {
        self.as_of = Some(as_of);
        self
    }

    pub(super) fn at(mut self, site: &Site, path: &str) -> Self {
        self.canonical = Some(format!("{}{path}", site.public_url));
        self
    }

    /// Entries of the navigation: address, name, and whether the page is that entry or below it.
    pub(super) fn navigation(&self) -> impl Iterator<Item = (&'static str, String, bool)> {
        // Readers come for the public pages first, people at work for their desk.
        let desk_last = usize::from(self.who.is_none());
        let (desk, public) = Section::NAVIGATION.split_at(1);
        let order = if desk_last == 1 { [public, desk] } else { [desk, public] };
        order
            .into_iter()
            .flatten()
            .copied()
            .map(|(section, address, key)| (address, self.text.say(key), section == self.section))
    }
}

/// A template becomes a page.
pub(super) fn render(page: &impl Template) -> Result<String, PageError> {
    page.render().map_err(|error| PageError::Internal(error.into()))
}
