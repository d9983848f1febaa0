//! The part of a file that somebody asks for whose line was broken off (RFC 9110, section 14).

use actix_web::HttpRequest;
use actix_web::http::Method;
use actix_web::http::header::{ByteRangeSpec, EntityTag, Header, IF_RANGE, IfRange, Range};

/// How much of a file goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it.
    Whole,
    /// From one byte to another, both included.
    Bytes(u64, u64),
    /// Nothing: the file has no such bytes.
    Outside,
}

/// What a request asks for of a file with this tag and length.
///
/// Whoever has the beginning of another file, or asks for several parts or in words that are not understood, is
/// given the whole, as the standard allows.
pub(super) fn asked(request: &HttpRequest, tag: &EntityTag, length: u64) -> Part {
    let has_other = request.headers().contains_key(IF_RANGE)
        && !matches!(IfRange::parse(request), Ok(IfRange::EntityTag(known)) if known.strong_eq(tag));
    if request.method() != Method::GET || has_other {
        return Part::Whole;
    }
    let Ok(Range::Bytes(specs)) = Range::parse(request) else { return Part::Whole };
    match specs.as_slice() {
        [ByteRangeSpec::FromTo(first, last)] if first > last => Part::Whole,
        [one] => one.to_satisfiable_range(length).map_or(Part::Outside, |(first, last)| Part::Bytes(first, last)),
        _ => Part::Whole,
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn one_part_is_given_as_asked_and_anything_else_is_the_whole() {
        let tag = EntityTag::new_strong("abc".into());
        let of = |headers: &[(&str, &str)]| {
            let request = headers.iter().fold(TestRequest::get(), |request, header| request.insert_header(*header));
            asked(&request.to_http_request(), &tag, 10)
        };
        for (range, part) in [
            ("bytes=0-", Part::Bytes(0, 9)),
            ("bytes=4-", Part::Bytes(4, 9)),
            ("bytes=4-4", Part::Bytes(4, 4)),
            ("bytes=4-99", Part::Bytes(4, 9)),
            ("bytes=-3", Part::Bytes(7, 9)),
            ("bytes=-30", Part::Bytes(0, 9)),
            ("bytes=10-", Part::Outside),
            ("bytes=-0", Part::Outside),
            ("bytes=5-2", Part::Whole),
            ("bytes=0-1,4-5", Part::Whole),
            ("bytes=a-b", Part::Whole),
            ("bytes=0-99999999999999999999999", Part::Whole),
            ("lines=1-2", Part::Whole),
            ("", Part::Whole),
        ] {
            assert_eq!(of(&[("range", range)]), part, "{range}");
        }
        for (known, part) in [
            ("\"abc\"", Part::Bytes(4, 9)),
            ("W/\"abc\"", Part::Whole),
            ("\"other\"", Part::Whole),
            ("Tue, 24 Nov 2026 09:00:00 GMT", Part::Whole),
            ("", Part::Whole),
        ] {
            assert_eq!(of(&[("range", "bytes=4-"), ("if-range", known)]), part, "{known}");
        }
        assert_eq!(of(&[]), Part::Whole);
        let head = TestRequest::default().method(Method::HEAD).insert_header(("range", "bytes=4-"));
        assert_eq!(asked(&head.to_http_request(), &tag, 10), Part::Whole);
    }
}
