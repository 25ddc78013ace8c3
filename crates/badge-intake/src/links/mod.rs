//! Links: parses addresses that people have and the web pages behind them.
//!
//! | item | use |
//! |---|---|
//! | [`Link`] | an address with its platform, without redirectors of mail filters and personal identifiers |
//! | [`DeepLink`] | a deep link |
//! | [`read_page`] | the addresses of badges that a web page names |
//! | [`in_text`] | the links of a plain text |
//!
//! The table in [`openbadges::platforms`] says which platform a link belongs to and where the badge is. Nothing is
//! fetched here: the application fetches the addresses in the order of [`Link::first_requests`] and stops at the
//! first badge. Further links that a page names are returned, not followed. A parameter that names a person
//! (`identity__email`) is removed before any request; it serves as a hint for the recipient match and is not stored.

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
