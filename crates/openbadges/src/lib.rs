//! Reads Open Badges and says, check by check, whether they hold.
//!
//! The rule books are [Open Badges](https://www.imsglobal.org/spec/ob/v3p0) 0.5 to 3.0 of 1EdTech, with the proofs that they
//! use: JSON Web Signatures (RFC 7515), W3C Data Integrity, and the issuer's own pages. It opens no file and no socket
//! and reads no clock: bytes, documents and the time are handed in, so the same inputs give the same report.
//!
//! Most callers need two calls: [`read`](read()) turns bytes into a [`ParsedBadge`], and [`verify`](verify()) turns that, with a way
//! to [`Documents`] and a [`VerifyOptions`], into a [`Report`].
//!
//! ```
//! use openbadges::{Offline, Question, Standing, Verdict, read, verify};
//! # use std::{future::Future, pin::pin, task::{Context, Poll, Waker}};
//! # /// `Offline` waits for nothing, so any executor will do.
//! # fn block_on<T>(future: impl Future<Output = T>) -> T {
//! #     match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
//! #         Poll::Ready(value) => value,
//! #         Poll::Pending => unreachable!(),
//! #     }
//! # }
//!
//! # let bytes: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/teamwork.json"));
//! let found = read(bytes)?;
//! let question = Question::new("2026-11-21T00:00:00Z".parse()?);
//! let report = block_on(verify(&found, &Offline, &question));
//!
//! assert_eq!(report.verdict, Verdict::Verified);
//! assert_eq!(report.issuer.standing, Standing::UnknownKey, "nobody vouches for this key");
//! for check in &report.checks {
//!     println!("{}: {:?}, by {}", check.id.as_str(), check.outcome, check.rule.section);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Which call for what
//!
//! | to | call |
//! |---|---|
//! | find the badge in a file, a picture or a text | [`read`](read()), [`read_all`] for pictures with several |
//! | judge it | [`verify`](verify()), with [`Offline`] or your own [`Documents`] |
//! | know which pages a judgement would ask for, or keep what it stood on | [`Recording`](documents::Recording) around [`Documents`] |
//! | compare a kept badge with other identities | [`compare_recipients`] |
//! | tell a rigorous badge from a participation badge | [`assurance`], which every report has |
//! | say whom you rely on | [`TrustList`](trust::TrustList) and [`KnownIssuer`](trust::KnownIssuer) in the question |
//! | put a badge into a picture | [`baking`] |
//! | sign, canonicalise, resolve a `did:key` | [`proof`], [`linked_data`], [`did`] |
//!
//! # What a report is worth
//!
//! A [`Verdict`] is a function of the checks' outcomes ([`Verdict::of`]). A check that could not be made is
//! [`Unknown`](Outcome::Unknown), never passed; one with nothing to check is [`Absent`](Outcome::Absent). Who the issuer is
//! ([`IssuerFinding`](check::IssuerFinding)) and whose the badge is ([`RecipientMatch`](check::RecipientMatch)) stand
//! beside the verdict and never change it.

// No files, no sockets, no clock: the lists are in the workspace's clippy.toml. (Tests read vectors.)
#![cfg_attr(not(test), deny(clippy::disallowed_methods, clippy::disallowed_types))]

mod address;
pub mod assessment;
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
pub mod report;
pub mod status_list;
pub mod trust;
mod verify;

pub use crate::{
    badge::{Badge, EndorsementTarget},
    check::{Check, CheckId, Outcome, Verdict},
    code::{Code, Note},
    documents::{Document, Documents, FetchError, Offline},
    formats::{Container, Credential, Format, ParsedBadge},
    read::{ReadError, read, read_all},
    report::{Endorsement, IssuerIdentity, Report},
    status_list::ObservedList,
    verify::{Identity, IdentityKind, VerifyOptions, compare_recipients, verify},
};

/// The example of the crate's front page is compiled with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct FrontPage;
