//! Static files, embedded; the name holds a hash of the content, so browsers keep them for ever.

use std::sync::LazyLock;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use sha2::{Digest, Sha256};

use super::Site;
use super::coding::Coding;
use super::error::PageError;

struct Asset {
    /// Name without the hash, for templates.
    plain: &'static str,
    /// Name with the hash, as in addresses.
    name: String,
    kind: &'static str,
    content: &'static [u8],
    compressed: Option<Bytes>,
}

static ASSETS: LazyLock<[Asset; 3]> = LazyLock::new(|| {
    [
        Asset::new("style.css", "text/css; charset=utf-8", include_bytes!("static/style.css")),
        Asset::new("autosave.js", "text/javascript; charset=utf-8", include_bytes!("static/autosave.js")),
        Asset::new("icon.svg", "image/svg+xml", include_bytes!("static/icon.svg")),
    ]
});

/// A year, and no need to ask again: other content has another name.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

impl Asset {
    fn new(plain: &'static str, kind: &'static str, content: &'static [u8]) -> Self {
        let hash: String = Sha256::digest(content).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let name = plain.replacen('.', &format!(".{hash}."), 1);
        let compressed = Coding::Gzip.compress(content.to_vec()).ok().map(Bytes::from);
        Self { plain, name, kind, content, compressed }
    }
}

/// The address of a static file.
pub(super) fn address(plain: &str) -> String {
    let asset = ASSETS.iter().find(|asset| asset.plain == plain);
    asset.map_or_else(|| plain.to_owned(), |asset| format!("/static/{}", asset.name))
}

pub(super) async fn show(request: HttpRequest, name: Path<String>) -> Result<HttpResponse, PageError> {
    let asset = ASSETS.iter().find(|asset| asset.name == *name).ok_or(PageError::NotFound)?;
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((CONTENT_TYPE, asset.kind))
        .insert_header((CACHE_CONTROL, FOR_EVER))
        .insert_header((VARY, "accept-encoding"));
    Ok(match (&asset.compressed, Coding::wanted(&request)) {
        (Some(bytes), Coding::Gzip) => answer.insert_header((CONTENT_ENCODING, "gzip")).body(bytes.clone()),
        _ => answer.body(asset.content),
    })
}

pub(super) async fn robots(site: Data<Site>, _request: HttpRequest) -> HttpResponse {
    let rule = if site.demo { "Disallow: /" } else { "Disallow: /metrics" };
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(format!("User-agent: *\n{rule}\n"))
}
