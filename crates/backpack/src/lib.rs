//! The backpack without a face: everything that the window and the command line share.
//!
//! [`Backpack`] is a learner's backpack, opened; [`Verifier`] verifies without keeping. Both hand out the plain data of
//! [`view`], with every sentence already in words.

pub mod app;
pub mod baking;
pub mod error;
pub mod intake;
pub mod links;
pub mod offers;
mod request_log;
pub mod tell;
pub mod text;
pub mod view;
pub mod words;

pub use badge_intake::{identity, mail};
pub use badge_network as network;
pub use badge_picture as picture;
pub use badge_store::{self as store, collection, vault};

pub use crate::app::{
    Backpack, Cancel, HostsAsked, ImportInput, Mailbox, OpenOptions, ReviewRequest, Verifier, VerifierOptions,
};
