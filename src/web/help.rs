//! How the register is kept, and what an installation owes its readers.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::Site;
use super::error::PageError;
use super::frame::{self, Frame, Section};
use crate::text::Text;

/// Sections of the page and how many paragraphs each has in the text catalogue.
const SECTIONS: [(&str, usize); 6] =
    [("register", 5), ("reports", 3), ("verify", 1), ("accessibility", 2), ("privacy", 2), ("notice", 2)];

#[derive(Template)]
#[template(path = "help/index.html")]
struct IndexPage {
    frame: Frame,
    sections: Vec<HelpSection>,
    remarks: Vec<String>,
    t: &'static Text,
    /// The address of the secretariat, where one is known.
    secretariat: Option<String>,
}

struct HelpSection {
    id: &'static str,
    title: String,
    paragraphs: Vec<String>,
}

pub(super) async fn index(site: Data<Site>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    Site::public_page(&site, &request, "/help".into(), |site, edition, who| {
        let t = site.text;
        let section = |(id, count): (&'static str, usize)| HelpSection {
            id,
            title: t.say(&format!("help-{id}-title")),
            paragraphs: (1..=count).map(|number| t.say(&format!("help-{id}-{number}"))).collect(),
        };
        let page = IndexPage {
            frame: Frame::new(site, Section::Help, t.say("help-title"))
                .resting_on(edition.register.as_of())
                .at(site, "/help")
                .seen_by(who),
            sections: SECTIONS.into_iter().map(section).collect(),
            t,
            secretariat: site.secretariat.clone(),
            remarks: edition.remarks.iter().map(|remark| t.say(&format!("remark-{}", remark.key))).collect(),
        };
        frame::render(&page)
    })
    .await
}
