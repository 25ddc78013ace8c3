//! The signed bundle of badges (`NAME.badgebundle`): build one, open one, review one.
//!
//! A bundle is a ZIP file with the badges' original bytes, the learner's words about them, and a manifest of it all that
//! the learner signed. Its format is told entry by entry in this crate's `docs/format.md`. Like [`openbadges`], the crate opens
//! no file and no socket and reads no clock.
//!
//! [`build`](build()) makes a bundle, [`read`](read()) opens one and refuses whatever is not as it was signed, and
//! [`review`](review()) says what it is worth: each badge verified anew, and whether its holder is shown to be its
//! recipient.
//!
//! ```no_run
//! use badge_bundle::{Contents, Options, Part, Question, Shared, Signer};
//!
//! # async fn example(key: ed25519_dalek::SigningKey, badge: Vec<u8>, web: impl openbadges::Documents + Sync)
//! # -> Result<(), Box<dyn std::error::Error>> {
//! // The learner's side: a collection of one badge, for one reader, until one day.
//! let contents = Contents {
//!     title: "Welding".into(),
//!     sections: vec![Part { title: None, badges: vec![Shared::new(badge)] }],
//!     ..Contents::default()
//! };
//! let options = Options {
//!     audience: Some("Employer A".into()),
//!     expires: Some("2026-07-01T00:00:00Z".parse()?),
//!     ..Options::new("2026-06-01T12:00:00Z".parse()?)
//! };
//! let file = badge_bundle::build(&contents, &Signer::did_key(&key), &options)?;
//!
//! // The reader's side.
//! let bundle = badge_bundle::read(&file)?;
//! let question = Question { audience: Some("Employer A".into()), ..Question::at("2026-06-02T08:00:00Z".parse()?) };
//! let review = badge_bundle::review(&bundle, &web, &question).await;
//! for badge in &review.badges {
//!     println!("{}: {:?}, {:?}", badge.number, badge.report.as_ref().map(|report| report.verdict), badge.holder);
//! }
//! # Ok(())
//! # }
//! ```

// No files, no sockets, no clock: the lists are in the workspace's clippy.toml. (Tests read vectors.)
#![cfg_attr(not(test), deny(clippy::disallowed_methods, clippy::disallowed_types))]

mod build;
mod code;
mod format;
pub mod limits;
mod read;
mod review;
mod zip;

pub use crate::{
    build::{BuildError, Contents, MEDIA_TYPE, SectionContents, SharedBadge, build},
    code::{BundleCode, BundleError},
    format::collection::{Collection, LearnerText, Section},
    format::manifest::{Entry, FORMAT_VERSION, Manifest},
    format::proof::{BundleOptions, Signer},
    read::{Bundle, BundledBadge, SenderReport, looks_like, read},
    review::{
        Binding, BundleCheck, BundleCheckId, BundleNote, Holder, Review, ReviewOptions, ReviewedBadge,
        UnreadableBadge, VerdictChange, review, review_badge,
    },
};
