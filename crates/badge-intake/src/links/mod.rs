//! Parses links to badges, and the web pages that they lead to.
//!
//! | item | use |
//! |---|---|
//! | [`Link`] | a parsed link with its platform, without rewriting by mail filters and without personal identifiers |
//! | [`DeepLink`] | a parsed deep link |
//! | [`read_page`] | finds the addresses of badges in a web page |
//! | [`in_text`] | finds the links in a plain text |
//!
//! The table in [`openbadges::platforms`] determines the platform of a link and the address of the badge.
//! This module fetches nothing: the application fetches the addresses in the order of
//! [`Link::first_requests`] and stops at the first badge. Further links in a page are returned, not followed.
//! A parameter that identifies a person (`identity__email`) is removed before any request. It is only a hint
//! for the recipient match, and is not stored without the learner's consent.

mod deep_link;
pub mod limits;
mod link;
pub mod page;
mod rewritten;
mod text;

pub use self::{
    deep_link::{DeepLink, DeepLinkError, SCHEMES},
    link::{Link, wrapped},
    page::{Page, read as read_page},
    text::in_text,
};
pub use openbadges::platforms::{LinkTarget, Platform, RecognisedLink, platforms, recognise, sender};
