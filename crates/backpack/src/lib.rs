//! The application core, independent of any user interface.
//!
//! [`Backpack`] is a learner's open backpack; [`Verifier`] verifies without storing. Both return the data of [`view`]:
//! codes, facts and message keys, never finished sentences.

pub mod app;
pub mod baking;
pub mod error;
pub mod intake;
pub mod links;
pub mod offers;
mod request_log;
mod text;
pub mod view;

pub use badge_intake::{identity, mail};
pub use badge_network as network;
pub use badge_picture as picture;
pub use badge_store::{self as store, collection, vault};

pub use crate::app::{
    Backpack, Cancel, HostsAsked, ImportInput, Mailbox, OpenOptions, ReviewRequest, Verifier, VerifierOptions,
};
