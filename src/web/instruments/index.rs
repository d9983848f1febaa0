//! All instruments, and how each grew.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::Card;
use crate::app::Edition;
use crate::text::Text;
use crate::web::Site;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section, Who};
use crate::web::plot::{Figures, Plot, Size, growth_of_all};

#[derive(Template)]
#[template(path = "instruments/index.html")]
struct IndexPage {
    frame: Frame,
    t: &'static Text,
    cards: Vec<Card>,
    plot: Plot,
    figures: Figures,
}

pub(in crate::web) async fn index(site: Data<Site>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    Site::public_page(&site, &request, "/instruments".into(), |site, edition, who| {
        frame::render(&IndexPage::new(site, edition, who))
    })
    .await
}

impl IndexPage {
    fn new(site: &Site, edition: &Edition, who: Option<Who>) -> Self {
        let (t, register) = (site.text, edition.register.as_ref());
        let codes: Vec<_> = register.instruments().iter().map(|one| one.code).collect();
        let until = t.date(register.as_of());
        let titles = (t.with("plot-all-title", "until", until), t.say("plot-all-description"));
        let plot = Plot::new(Size::WIDE, titles, growth_of_all(t, register, &codes), register.as_of());
        Self {
            frame: Frame::new(site, Section::Instruments, t.say("instruments-title"))
                .seen_by(who)
                .resting_on(register.as_of())
                .at(site, "/instruments"),
            t,
            cards: register.instruments().iter().map(|one| Card::new(t, edition, one)).collect(),
            plot,
            figures: Figures::new(t, register, &codes, "/instruments.csv".into()),
        }
    }
}
