//! Compression: done once for what is kept, and not at all for the rest, which is short.

use actix_web::HttpRequest;
use actix_web::http::header::{AcceptEncoding, Encoding, Header};

/// Of 0 to 9: a first visit waits for it. 6 sends one to six hundredths less and takes up to half again as long.
const GZIP_LEVEL: u32 = 4;

/// How bytes are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Coding {
    Plain,
    Gzip,
}

impl Coding {
    /// What the client takes, the shorter first.
    pub(super) fn wanted(request: &HttpRequest) -> Self {
        let offered = [Encoding::gzip(), Encoding::identity()];
        let accepted = AcceptEncoding::parse(request).ok();
        match accepted.and_then(|accepted| accepted.negotiate(offered.iter())) {
            Some(coding) if coding == Encoding::gzip() => Self::Gzip,
            _ => Self::Plain,
        }
    }

    /// Its name in `Content-Encoding`.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Gzip => Some("gzip"),
        }
    }

    /// The bytes as they go over the line.
    pub(super) fn compress(self, content: Vec<u8>) -> std::io::Result<Vec<u8>> {
        match self {
            Self::Plain => Ok(content),
            Self::Gzip => {
                let level = flate2::Compression::new(GZIP_LEVEL);
                let mut to = flate2::write::GzEncoder::new(Vec::new(), level);
                std::io::Write::write_all(&mut to, &content)?;
                to.finish()
            }
        }
    }
}
