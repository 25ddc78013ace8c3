//! The signed bundle of badges (`NAME.badgebundle`): build one, open one, review one.
//!
//! A bundle is a ZIP file with the badges' original bytes, the learner's words about them, and a manifest of it all that
//! the learner signed. Its format is told entry by entry in this crate's `README.md`. Like [`openbadges`], the crate opens
//! no file and no socket and reads no clock.
//!
//! [`build`](build()) makes a bundle, [`read`](read()) opens one and refuses whatever is not as it was signed, and
//! [`review`](review()) says what it is worth: each badge verified anew, and whether its holder is shown to be its
//! recipient.

mod archive;
mod build;
mod code;
mod collection;
pub mod limits;
mod manifest;
mod presentation;
mod read;
mod review;
mod sign;
mod zip;

pub use crate::{
    build::{BuildError, Contents, MEDIA_TYPE, Part, Shared, build},
    code::{BundleCode, BundleError},
    collection::{Collection, OwnWords, Section},
    manifest::{Entry, FORMAT_VERSION, Manifest},
    read::{Bundle, BundledBadge, SendersReport, looks_like, read},
    review::{
        Binding, BundleCheck, BundleCheckId, BundleNote, Change, Holder, Question, Review, ReviewedBadge,
        Unreadable, review, review_badge,
    },
    sign::{Options, Signer},
};
