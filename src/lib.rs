//! CCW reporting portal.
#![cfg_attr(test, expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests stop at the first surprise"))]

pub mod domain;
pub mod store;
