//! Builds, reads and reviews signed bundles of Open Badges (`NAME.badgebundle`).
//!
//! A bundle is a ZIP file with the original bytes of some badges, the texts that the learner wrote about them, and a
//! manifest of all entries that the learner signed. The format is specified in [`docs/format.md`]. Like [`openbadges`], this
//! crate opens no files or sockets and reads no clock: bytes, documents and the time are arguments.
//!
//! [`docs/format.md`]: https://github.com/badge-backpack/badge-backpack/blob/main/crates/badge-bundle/docs/format.md
//!
//! # Which call to use
//!
//! | task | call |
//! |---|---|
//! | create a bundle | [`build`](build()) with [`Contents`], a [`Signer`] and [`BundleOptions`] |
//! | recognise a bundle by its first bytes | [`is_bundle`] |
//! | open a bundle and check it against its signed manifest | [`read`](read()), which returns a [`Bundle`] |
//! | verify the badges in it and compare the holder with their recipients | [`review`](review()) with [`ReviewOptions`], which returns a [`Review`] |
//! | list the hosts that a review would contact | [`review`](review()) with [`Recording`](openbadges::documents::Recording) around [`Offline`](openbadges::Offline) |
//!
//! # Cautions
//!
//! - The manifest's signature shows who assembled the bundle. It shows nothing about the badges: anyone can sign a bundle of
//!   someone else's badges. Only [`review`](review()) checks badges and recipients.
//! - A bundle can be forwarded. To detect that, send a challenge to the learner and set [`ReviewOptions::challenge`].
//! - Every text in a [`Collection`] is untrusted. So is [`BundledBadge::picture`]: decode it in a sandbox before showing it.
//! - Archived documents and reports are the sender's copies. They never change the current verdict.
//!
//! # Example
//!
//! ```
//! use badge_bundle::{BundleOptions, Contents, HolderBinding, ReviewOptions, SectionContents, SharedBadge, Signer};
//! use openbadges::{Offline, Verdict};
//! # use std::{future::Future, pin::pin, task::{Context, Poll, Waker}};
//! # /// `Offline` never waits, so any executor works.
//! # fn block_on<T>(future: impl Future<Output = T>) -> T {
//! #     match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
//! #         Poll::Ready(value) => value,
//! #         Poll::Pending => unreachable!(),
//! #     }
//! # }
//!
//! # let key = ed25519_dalek::SigningKey::from_bytes(&[1; 32]);
//! # let badge = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../openbadges/examples/teamwork.json")).to_vec();
//! // The learner builds a bundle of one badge for one reader.
//! let contents = Contents {
//!     title: "Teamwork".into(),
//!     sections: vec![SectionContents { title: None, badges: vec![SharedBadge::new(badge)] }],
//!     ..Contents::default()
//! };
//! let options = BundleOptions {
//!     audience: Some("Employer A".into()),
//!     expires: Some("2026-12-31T00:00:00Z".parse()?),
//!     ..BundleOptions::new("2026-11-20T12:00:00Z".parse()?)
//! };
//! let file = badge_bundle::build(&contents, &Signer::did_key(&key), &options)?;
//!
//! // The reader opens it and verifies the badge.
//! let bundle = badge_bundle::read(&file)?;
//! let options = ReviewOptions {
//!     audience: Some("Employer A".into()),
//!     ..ReviewOptions::new("2026-11-21T08:00:00Z".parse()?)
//! };
//! let review = block_on(badge_bundle::review(&bundle, &Offline, &options));
//! let badge = &review.badges[0];
//! assert_eq!(badge.report.as_ref().map(|report| report.verdict), Some(Verdict::Verified));
//! assert!(matches!(badge.holder, HolderBinding::Unbound { .. }), "this badge was issued to somebody else");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

// No files, sockets or clock: clippy.toml of the workspace lists what is denied. Tests may read vectors.
#![cfg_attr(not(test), deny(clippy::disallowed_methods, clippy::disallowed_types))]

mod build;
mod check;
mod code;
mod format;
pub mod limits;
mod read;
mod review;
mod zip;

pub use crate::{
    build::{BuildError, Contents, SectionContents, SharedBadge, build},
    check::{BundleCheck, BundleCheckId},
    code::{BundleCode, BundleError},
    format::{
        collection::{Collection, LearnerText, Section},
        layout::MEDIA_TYPE,
        manifest::{FORMAT_VERSION, Manifest, ManifestEntry},
        proof::{BundleOptions, Signer},
        report::SenderReport,
    },
    read::{Bundle, BundledBadge, is_bundle, read},
    review::{
        BindingMethod, BundleNote, HolderBinding, Review, ReviewOptions, ReviewedBadge, UnreadableBadge,
        VerdictChange, review,
    },
};
