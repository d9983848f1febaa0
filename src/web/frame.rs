//! What every page has around its content.

use askama::Template;
use chrono::NaiveDate;

use super::error::PageError;
use super::{Site, assets};
use crate::domain::access::{Act, Appointment, desks, may};
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
    /// Whether letters can be read on a page.
    pub(super) letters: bool,
    pub(super) style: String,
    pub(super) icon: String,
    /// Who is signed in.
    pub(super) who: Option<Who>,
}

/// Somebody signed in, as the head of the page names them.
pub(super) struct Who {
    pub(super) name: String,
    /// The State whose desk it is, or the secretariat.
    pub(super) place: String,
    /// What the form that signs out carries. Public pages go without: they are compressed, and what is compressed
    /// beside words of an address can be guessed by its length.
    pub(super) form_token: Option<String>,
    /// Where they work, before the public pages in the navigation.
    pub(super) works: Vec<Entry>,
    /// What they are appointed to.
    pub(super) held: Vec<Appointment>,
}

/// An entry of the navigation: what it stands for, its address, and the key of its name.
pub(super) type Entry = (Section, &'static str, &'static str);

/// The entry of the navigation that a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Home,
    Parties,
    Instruments,
    Reports,
    Help,
    Desk,
    Secretariat,
    People,
    Reminders,
    Letters,
    Circulated,
    Elsewhere,
}

impl Section {
    const PUBLIC: [Entry; 4] = [
        (Self::Parties, "/parties", "nav-parties"),
        (Self::Instruments, "/instruments", "nav-instruments"),
        (Self::Reports, "/reports", "nav-reports"),
        (Self::Help, "/help", "nav-help"),
    ];
    const DESK: Entry = (Self::Desk, "/desk", "nav-desk");
    const SECRETARIAT: Entry = (Self::Secretariat, "/secretariat", "secretariat");
    const CIRCULATED: Entry = (Self::Circulated, "/circulated", "nav-circulated");
    const REMINDERS: Entry = (Self::Reminders, "/secretariat/reminders", "nav-reminders");
    const PEOPLE: Entry = (Self::People, "/secretariat/people", "nav-people");

    /// Where somebody with these appointments works.
    pub(super) fn works(held: &[Appointment]) -> Vec<Entry> {
        let mut works = Vec::new();
        if !desks(held).is_empty() {
            works.push(Self::DESK);
        }
        if may(held, Act::ReadFiled).is_ok() {
            works.push(Self::SECRETARIAT);
        } else if may(held, Act::ReadCirculated).is_ok() {
            works.push(Self::CIRCULATED);
        }
        if may(held, Act::ReadPeople).is_ok() {
            works.push(Self::PEOPLE);
        }
        if may(held, Act::ReadLetters).is_ok() {
            works.push(Self::REMINDERS);
        }
        // Somebody without work here finds there how to come by it.
        if works.is_empty() { vec![Self::DESK] } else { works }
    }
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
            letters: site.letters.is_some(),
            style: assets::address("style.css"),
            icon: assets::address("icon.svg"),
            who: None,
        }
    }

    pub(super) fn with_crumb(mut self, address: &str, name: String) -> Self {
        self.crumbs.push((address.to_owned(), name));
        self
    }

    pub(super) fn seen_by(mut self, who: impl Into<Option<Who>>) -> Self {
        self.who = who.into();
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
        let (works, desk) = match &self.who {
            Some(who) => (who.works.as_slice(), None),
            None => (&[][..], Some(&Section::DESK)),
        };
        let entries = works.iter().chain(&Section::PUBLIC).chain(desk);
        entries.map(|(section, address, key)| (*address, self.text.say(key), *section == self.section))
    }
}

/// A template becomes a page.
pub(super) fn render(page: &impl Template) -> Result<String, PageError> {
    page.render().map_err(|error| PageError::Internal(error.into()))
}
