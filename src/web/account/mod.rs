//! Signing in and out, and passwords set by a letter's link.

mod password;
mod sign_in;

pub(super) use password::{ask, asked, invitation, taken_up};
pub(super) use sign_in::{
    account, add_cookie, form, sign_in, sign_out, sign_out_everywhere, signed_in_again, signed_in_to_act,
    signed_out_with_file,
};
