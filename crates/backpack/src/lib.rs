//! The application core, independent of any user interface.
//!
//! [`Backpack`] is a learner's open backpack; [`Verifier`] verifies without storing. Both return the data of [`view`]:
//! codes, facts and message keys, never finished sentences.

pub mod app;
pub mod collection;
pub mod error;
pub mod identity;
pub mod intake;
pub mod links;
pub mod mail;
pub mod network;
pub mod offers;
pub mod picture;
pub mod store;
mod text;
pub mod vault;
pub mod view;

pub use crate::app::{
    Backpack, Cancel, HostsAsked, ImportInput, Mailbox, OpenOptions, ReviewRequest, Verifier, VerifierOptions,
};
