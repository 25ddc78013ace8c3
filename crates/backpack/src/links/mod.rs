//! Links: which badge platform an address is of, and where that platform keeps the badge behind it.
//!
//! [`recognise`] looks at the address alone; nothing is fetched here.

mod pattern;
mod platforms;

pub use self::platforms::{Leads, Platform, Recognised, platforms, recognise, sender};
