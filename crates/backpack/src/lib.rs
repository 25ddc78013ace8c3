//! The backpack without a face: everything that the window and the command line share.
//!
//! [`Backpack`] is a learner's backpack, opened; [`Verifier`] verifies without keeping. Both hand out the plain data of
//! [`view`], with every sentence already in words.

pub mod app;
pub mod collection;
pub mod error;
pub mod identity;
pub mod intake;
pub mod links;
pub mod mail;
pub mod network;
pub mod offers;
pub use badge_picture as picture;
pub mod store;
pub mod tell;
pub mod text;
pub mod vault;
pub mod view;
pub mod words;

pub use crate::app::{
    Backpack, Cancel, HostsAsked, ImportInput, Mailbox, OpenOptions, ReviewRequest, Verifier, VerifierOptions,
};
