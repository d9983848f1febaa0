//! What a form sent: pairs in the order of the page, each name once unless the page repeats it.

use std::collections::BTreeMap;

use actix_web::HttpRequest;
use actix_web::http::header::ACCEPT;
use actix_web::web::Bytes;
use percent_encoding::percent_decode;

use super::Site;
use super::error::PageError;

/// Bytes of a posted form: eight texts of the longest answer, in letters of two bytes.
pub(super) const LARGEST_FORM: usize = 4 * 1024 * 1024;
/// Fields of a posted form; the fullest page has some hundreds.
const FIELDS_MAX: usize = 2_000;

/// The pairs of a form.
pub(super) struct Posted(Vec<(String, String)>);

impl Posted {
    /// Reads the body; more fields than any page has, a text that is not UTF-8, or one that no database
    /// takes, is no form of ours.
    pub(super) fn read(body: &Bytes) -> Result<Self, PageError> {
        let posted = Self::read_words(body)?;
        if posted.has_nul() { Err(PageError::OddForm) } else { Ok(posted) }
    }

    /// The same for a form with words, which `unsaved` brings back where they hold [a NUL](Self::has_nul).
    pub(super) fn read_words(body: &Bytes) -> Result<Self, PageError> {
        let mut pairs = Vec::new();
        for pair in body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
            let mut halves = pair.splitn(2, |byte| *byte == b'=').map(text);
            let name = halves.next().transpose()?.unwrap_or_default();
            let value = halves.next().transpose()?.unwrap_or_default();
            if pairs.len() == FIELDS_MAX || name.contains('\0') {
                return Err(PageError::OddForm);
            }
            pairs.push((name, plain_lines(&value)));
        }
        Ok(Self(pairs))
    }

    /// Pairs that came another way.
    pub(super) fn of(pairs: Vec<(String, String)>) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name, plain_lines(&value))).collect())
    }

    /// Whether a text holds U+0000, which PostgreSQL does not store.
    pub(super) fn has_nul(&self) -> bool {
        self.0.iter().any(|(_, value)| value.contains('\0'))
    }

    /// The value of a field that a page has once; empty where it was not sent.
    pub(super) fn one(&self, name: &str) -> Result<&str, PageError> {
        let mut values = self.0.iter().filter(|(own, _)| own == name);
        let first = values.next().map_or("", |(_, value)| value.as_str());
        if values.next().is_some() { Err(PageError::OddForm) } else { Ok(first) }
    }

    /// Whether a field was sent.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(own, _)| own == name)
    }

    /// All values of a field that a page repeats.
    pub(super) fn all<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'p str> {
        self.0.iter().filter(move |(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// Every pair.
    pub(super) fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// Fields whose name begins so, without that beginning.
    pub(super) fn beginning<'p>(&'p self, with: &'p str) -> BTreeMap<&'p str, &'p str> {
        let named = self.0.iter().filter_map(|(name, value)| Some((name.strip_prefix(with)?, value.as_str())));
        named.collect()
    }
}

/// Half a pair as text: a State's words are not kept altered, so bytes that are no UTF-8 are refused.
fn text(half: &[u8]) -> Result<String, PageError> {
    let spaced: Vec<u8> = half.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    String::from_utf8(percent_decode(&spaced).collect()).map_err(|_other| PageError::OddForm)
}

/// Browsers send line breaks as two characters; a text has one.
fn plain_lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Whether a script of the page sent it, which wants no page in answer.
pub(super) fn wants_json(request: &HttpRequest) -> bool {
    let accept = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.starts_with("application/json"))
}

/// Whether the browser says so itself.
pub(super) fn says_from_here(site: &Site, request: &HttpRequest) -> bool {
    let says = ["sec-fetch-site", "origin"].iter().any(|name| request.headers().contains_key(*name));
    says && is_from_here(site, request)
}

/// Whether the browser says that the form came from a page of this site. Browsers that say nothing at
/// all pass: what protects then is the token in the form, or that there is no session yet.
pub(super) fn is_from_here(site: &Site, request: &HttpRequest) -> bool {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    match (header("sec-fetch-site"), header("origin")) {
        (Some(from), _) => from == "same-origin",
        (None, Some(origin)) => origin == site.public_url,
        (None, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::form_urlencoded;

    use super::*;

    fn posted(text: &str) -> Result<Posted, PageError> {
        Posted::read(&Bytes::copy_from_slice(text.as_bytes()))
    }

    #[test]
    fn a_field_that_comes_twice_is_not_guessed() {
        let form = posted("a=1&b=2&a=3").unwrap();
        assert!(form.one("a").is_err());
        assert_eq!(form.one("b").unwrap(), "2");
        assert_eq!(form.one("c").unwrap(), "");
        assert_eq!(form.all("a").collect::<Vec<_>>(), ["1", "3"]);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for body in ["a=%ff", "a=%ED%A0%80", "%ff=a", "a=%EF%BF", "a=1%00", "a%00=1"] {
            assert!(posted(body).is_err(), "{body}");
        }
        assert!(Posted::read(&Bytes::from_static(b"a=\xff")).is_err());
        assert!(posted(&"a=1&".repeat(FIELDS_MAX + 1)).is_err());
    }

    #[test]
    fn a_replacement_character_that_was_typed_is_a_letter() {
        assert_eq!(posted("a=%EF%BF%BD+1%2B1").unwrap().one("a").unwrap(), "\u{fffd} 1+1");
        assert_eq!(posted("a=100%&b&=c").unwrap().one("a").unwrap(), "100%");
    }

    #[test]
    fn words_with_a_nul_are_read_to_be_brought_back() {
        let words = Posted::read_words(&Bytes::from_static(b"a=one%00two")).unwrap();
        assert!(words.has_nul());
        assert_eq!(words.one("a").unwrap(), "one\0two");
    }

    proptest! {
        #[test]
        fn any_body_is_read_or_refused(body in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = Posted::read(&Bytes::from(body));
        }

        #[test]
        fn texts_come_back_as_they_were_typed(texts in proptest::collection::vec("[^\r\0]{0,40}", 0..6)) {
            let mut body = form_urlencoded::Serializer::new(String::new());
            for (number, text) in texts.iter().enumerate() {
                body.append_pair(&format!("f{number}"), &text.replace('\n', "\r\n"));
            }
            let form = posted(&body.finish()).unwrap();
            for (number, text) in texts.iter().enumerate() {
                prop_assert_eq!(form.one(&format!("f{number}")).unwrap(), text);
            }
        }
    }
}
