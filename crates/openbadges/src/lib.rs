//! Reads Open Badges and says, check by check, whether they hold.
//!
//! This library implements Open Badges 2.0 and 3.0 ([1EdTech](https://www.imsglobal.org/spec/ob/v3p0)), with the
//! proofs that they use: JSON Web Signatures (RFC 7515) and W3C Data Integrity. It opens no file and no socket and
//! reads no clock: bytes, documents and the time are handed in, so the same inputs give the same report.
//!
//! Most callers need two calls: [`read`](read()) turns bytes into a [`Found`], and [`verify`](verify()) turns that, with a way
//! to [`Documents`] and a [`Question`], into a [`Report`].
//!
//! ```
//! use openbadges::{Offline, Question, Verdict, read, verify};
//!
//! # async fn example(bytes: &[u8], now: jiff::Timestamp) -> Result<(), openbadges::ReadError> {
//! let found = read(bytes)?;
//! let report = verify(&found, &Offline, &Question::new(now)).await;
//! for check in &report.checks {
//!     println!("{}: {:?}", check.id.as_str(), check.outcome);
//! }
//! assert_ne!(report.verdict, Verdict::Verified, "a hosted badge is not confirmed without asking its host");
//! # Ok(())
//! # }
//! ```

pub mod assurance;
pub mod badge;
pub mod baking;
pub mod check;
pub mod code;
pub mod did;
pub mod documents;
pub mod formats;
pub mod json;
pub mod limits;
pub mod linked_data;
pub mod proof;
mod read;
pub mod status_list;
pub mod trust;
mod verify;

pub use crate::{
    badge::Badge,
    check::{Check, CheckId, Endorsed, Endorsement, Note, Outcome, Report, Standing, Verdict},
    code::Code,
    documents::{Document, Documents, Offline, Unavailable},
    read::{Container, Credential, Format, Found, ReadError, read, read_all},
    status_list::SeenList,
    verify::{Identity, IdentityKind, Question, compare_recipients, verify},
};

/// The example of the crate's front page is compiled with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct FrontPage;
