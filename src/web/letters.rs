//! The letters of a demonstration, which go nowhere else. Where the portal serves, these pages do not exist.

use std::path::PathBuf;

use actix_web::HttpResponse;
use actix_web::web::{self, Data, Path};
use askama::Template;

use super::Site;
use super::error::PageError;
use super::frame::{self, Frame, Section};
use super::session::private_page;
use crate::mail::{self, Received};
use crate::text::Text;

/// Letters on the page; older ones are in the folder.
const SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "letters/index.html")]
struct IndexPage {
    frame: Frame,
    t: &'static Text,
    letters: Vec<Line>,
}

struct Line {
    address: String,
    subject: String,
    to: String,
    date: String,
}

#[derive(Template)]
#[template(path = "letters/show.html")]
struct ShowPage {
    frame: Frame,
    t: &'static Text,
    headers: Vec<(String, String)>,
    /// The text line by line, with the path where a line is a link into this site.
    lines: Vec<(String, Option<String>)>,
}

/// Reads files away from the threads that answer.
async fn read<T: Send + 'static>(
    site: &Site,
    work: impl FnOnce(PathBuf) -> std::io::Result<T> + Send + 'static,
) -> Result<T, PageError> {
    let folder = site.letters.clone().ok_or(PageError::NotFound)?;
    let done = web::block(move || work(folder)).await;
    done.map_err(|_stopping| PageError::Unavailable)?.map_err(|error| PageError::Internal(error.into()))
}

pub(super) async fn index(site: Data<Site>) -> Result<HttpResponse, PageError> {
    let letters = read(&site, |folder| mail::list(&folder, SHOWN)).await?;
    let t = site.text;
    let line = |letter: Received| Line {
        address: format!("/letters/{}", letter.id),
        date: t.instant(letter.date),
        subject: letter.subject,
        to: letter.to,
    };
    let frame = Frame::new(&site, Section::Letters, t.say("letters-title"));
    let page = IndexPage { frame, t, letters: letters.into_iter().map(line).collect() };
    Ok(private_page(frame::render(&page)?))
}

pub(super) async fn show(site: Data<Site>, id: Path<String>) -> Result<HttpResponse, PageError> {
    let id = id.into_inner();
    let letter = read(&site, move |folder| mail::open(&folder, &id)).await?.ok_or(PageError::NotFound)?;
    let t = site.text;
    let line = |line: &str| {
        let path = line.strip_prefix(&site.public_url).filter(|path| path.starts_with('/'));
        (line.to_owned(), path.map(str::to_owned))
    };
    let lines = letter.text.trim_end().lines().map(line).collect();
    let frame = Frame::new(&site, Section::Letters, letter.subject).with_crumb("/letters", t.say("letters-title"));
    Ok(private_page(frame::render(&ShowPage { frame, t, headers: letter.headers, lines })?))
}
