//! Reads, bakes and verifies Open Badges.
//!
//! This crate implements [Open Badges](https://www.imsglobal.org/spec/ob/v3p0) 0.5 to 3.0 of 1EdTech, with the proofs
//! that they use: JSON Web Signatures (RFC 7515), W3C Data Integrity, and hosted verification.
//!
//! It opens no files, makes no connections and reads no clock. The caller passes bytes, documents and the time, so the
//! same inputs always give the same report.
//!
//! # Usage
//!
//! - [`read`](read()) parses a file and returns a [`ParsedBadge`]. [`read_all`] returns several badges.
//! - [`verify`](verify()) checks a [`ParsedBadge`] and returns a [`Report`].
//! - [`Documents`] is the interface through which `verify` requests documents. [`Offline`] returns none.
//!   [`Recording`](documents::Recording) records which documents were requested and returned.
//! - [`VerifyOptions`] sets the time, the learner's identities and the trusted issuers.
//! - [`compare_recipients`] compares the recipient of a stored badge with other identities.
//! - [`TrustList`](trust::TrustList) and [`KnownIssuer`](trust::KnownIssuer) describe trusted and known issuers.
//! - [`assessment`] extracts what a badge says about how it was earned. Every report contains these facts.
//! - [`baking`] stores a badge in a picture. [`proof`] signs, [`linked_data`] computes canonical forms, and [`did`]
//!   resolves DIDs.
//!
//! # Caution
//!
//! - A verified badge is unchanged and not revoked. [`IssuerFinding`](report::IssuerFinding) reports separately how
//!   strongly the issuer's identity is established. Its name is only a claim unless a trust list contains it.
//! - The [`Verdict`] does not depend on the recipient. Compare [`RecipientMatch`](report::RecipientMatch) yourself.
//! - A check that could not be made is [`Unknown`](Outcome::Unknown), never passed. A check with nothing to check is
//!   [`Absent`](Outcome::Absent).
//! - Every text in a badge is untrusted. Display it as plain text.
//!
//! # Example
//!
//! ```
//! use openbadges::{IssuerIdentity, Offline, Verdict, VerifyOptions, read, verify};
//! # use std::{future::Future, pin::pin, task::{Context, Poll, Waker}};
//! # /// `Offline` never waits, so any executor works.
//! # fn block_on<T>(future: impl Future<Output = T>) -> T {
//! #     match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
//! #         Poll::Ready(value) => value,
//! #         Poll::Pending => unreachable!(),
//! #     }
//! # }
//!
//! # let bytes: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/teamwork.json"));
//! let badge = read(bytes)?;
//! let options = VerifyOptions::new("2026-11-21T00:00:00Z".parse()?);
//! let report = block_on(verify(&badge, &Offline, &options));
//!
//! assert_eq!(report.verdict, Verdict::Verified);
//! assert_eq!(report.issuer.identity, IssuerIdentity::UnknownKey);
//! for check in &report.checks {
//!     println!("{}: {:?}", check.id.as_str(), check.outcome);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

// No files, no sockets, no clock: clippy.toml of the workspace lists what is denied. Tests may read vectors.
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
pub mod platforms;
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

/// Compiles the example in the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
