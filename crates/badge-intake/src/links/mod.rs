//! Links: what stands behind an address that a person has, and where the badge is.
//!
//! [`Link::read`] looks at the address alone, [`resolve()`] asks for the badge behind it. Everything that is asked goes through
//! [`openbadges::Documents`], which the caller passes in. What the bytes are that came back
//! is `openbadges`' to say; what a learner is told of a link that leads nowhere is `tell`'s.

mod deep_link;
pub mod limits;
mod link;
pub mod page;
mod rewritten;
mod text;

pub use self::{
    deep_link::{Call, CallError, SCHEMES},
    link::{Link, wrapped},
    page::{Page, read as read_page},
    text::in_text,
};
pub use openbadges::platforms::{Leads, Platform, Recognised, platforms, recognise, sender};
